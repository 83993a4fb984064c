//! Which contacts of an account are one person (rules `M31` to `M34`).
mod candidates;
mod evidence;
mod groups;
mod keys;
mod name;

use std::fmt;

use people_model::Person;

use self::{candidates::Candidates, keys::Keys};

/// Finds the contacts of an account that are probably one person, and says why.
///
/// Only contacts that share an e-mail address, a phone number, an id or a name are compared. So the time grows with the
/// number of contacts, and not with its square. A value that many share says little: the number of a switchboard, an
/// address such as `info@`. It is a proposal: nothing is merged. To merge two contacts see [`unite`](crate::unite).
///
/// Numbers are compared by the `canonicalForm` that the API fills in, which knows the region of the account.
///
/// ```
/// use people_model::Person;
/// use people_rules::{Duplicates, Verdict};
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[
///     {"names": [{"givenName": "Zoë", "familyName": "Müller"}], "emailAddresses": [{"value": "zoe@example.com"}]},
///     {"names": [{"givenName": "Ada", "familyName": "King"}], "emailAddresses": [{"value": "ada@example.com"}]},
///     {"names": [{"unstructuredName": "MUELLER, Zoe"}], "emailAddresses": [{"value": "Zoe@Example.com"}]}
/// ]"#)?;
/// let found = Duplicates::of(&contacts);
/// let [pair] = &found.pairs[..] else { panic!("one pair") };
/// assert_eq!((pair.contacts, pair.verdict), ([0, 2], Verdict::Same));
/// assert_eq!(pair.reasons[0].to_string(), "e-mail zoe@example.com");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    contacts: Vec<Keys>,
}

impl Duplicates {
    /// Without any contact.
    pub fn new() -> Self {
        Self::default()
    }

    /// The duplicates among these contacts, which are numbered from 0.
    pub fn of<'p>(contacts: impl IntoIterator<Item = &'p Person>) -> Found {
        let mut all = Self::new();
        contacts.into_iter().for_each(|person| {
            all.add(person);
        });
        all.find()
    }

    /// Adds a contact and returns its number, counted from 0. Only the values that are compared are kept.
    ///
    /// ```
    /// use people_model::Person;
    /// use people_rules::Duplicates;
    ///
    /// let mut contacts = Duplicates::new();
    /// assert_eq!(contacts.add(&Person::new()), 0);
    /// assert_eq!(contacts.add(&Person::new()), 1);
    /// assert!(contacts.find().pairs.is_empty()); // contacts that say nothing have nothing in common
    /// ```
    pub fn add(&mut self, person: &Person) -> usize {
        self.contacts.push(Keys::of(person));
        self.contacts.len() - 1
    }

    /// What speaks against two of the contacts being one person, if they have nothing but a name in common. Empty if
    /// one of the numbers is not that of a contact.
    ///
    /// ```
    /// use people_model::Person;
    /// use people_rules::{Contradiction, Duplicates};
    ///
    /// let mut contacts = Duplicates::new();
    /// for day in [10, 11] {
    ///     let born = format!(r#"{{"birthdays": [{{"date": {{"month": 12, "day": {day}}}}}]}}"#);
    ///     contacts.add(&serde_json::from_str(&born)?);
    /// }
    /// assert_eq!(contacts.contradictions(0, 1), [Contradiction::Birthday]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn contradictions(&self, one: usize, other: usize) -> Vec<Contradiction> {
        match (self.contacts.get(one), self.contacts.get(other)) {
            (Some(one), Some(other)) => evidence::against(one, other),
            _ => Vec::new(),
        }
    }

    /// Compares the contacts.
    pub fn find(&self) -> Found {
        let candidates = Candidates::of(&self.contacts);
        let mut pairs: Vec<Pair> = candidates
            .pairs()
            .filter_map(|pair| evidence::judge(&self.contacts, &candidates, pair))
            .collect();
        // The surest first.
        pairs.sort_by(|one, other| {
            let sure = |pair: &Pair| (pair.verdict, pair.weight);
            let by_weight = sure(other).cmp(&sure(one));
            by_weight.then_with(|| one.contacts.cmp(&other.contacts))
        });
        let groups = groups::groups(&pairs);
        Found { pairs, groups }
    }
}

/// What [`Duplicates::find`] found.
///
/// ```
/// use people_model::Person;
/// use people_rules::Duplicates;
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[{"names": [{"unstructuredName": "Ada King"}]}, {"names": [{"unstructuredName": "King, Ada"}]}]"#)?;
/// let found = Duplicates::of(&contacts);
/// assert_eq!((found.pairs.len(), found.groups.len()), (1, 1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The pairs, the surest first.
    pub pairs: Vec<Pair>,
    /// The groups of contacts of which each two are a pair, the surest first. A contact is in one group of
    /// [`Verdict::Same`] and in one of [`Verdict::Perhaps`] at most.
    pub groups: Vec<Group>,
}

/// Two contacts that may be one person.
///
/// ```
/// use people_model::Person;
/// use people_rules::{Duplicates, Verdict};
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[{"names": [{"unstructuredName": "Ada King"}]}, {"names": [{"unstructuredName": "King, Ada"}]}]"#)?;
/// let pair = &Duplicates::of(&contacts).pairs[0];
/// assert_eq!((pair.contacts, pair.verdict), ([0, 1], Verdict::Perhaps)); // they share a name alone
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pair {
    /// The numbers of the two, the lower one first.
    pub contacts: [usize; 2],
    /// How sure it is.
    pub verdict: Verdict,
    /// How much speaks for it, to compare pairs of one verdict: a value that few contacts have weighs more.
    pub weight: u32,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
    /// What speaks against it.
    pub contradictions: Vec<Contradiction>,
}

/// Contacts of which each two are a [`Pair`].
///
/// ```
/// use people_model::Person;
/// use people_rules::{Duplicates, Verdict};
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}]},
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}]}
/// ]"#)?;
/// let group = &Duplicates::of(&contacts).groups[0];
/// assert_eq!((&group.contacts[..], group.verdict), (&[0, 1][..], Verdict::Same));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// The numbers of the contacts, in rising order.
    pub contacts: Vec<usize>,
    /// The least sure verdict of the pairs.
    pub verdict: Verdict,
}

/// How sure it is that contacts are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // what is proposed is one or the other
pub enum Verdict {
    /// A person should check: the name is the same and nothing contradicts, or a rare value is the same and the names
    /// differ in their spelling.
    Perhaps,
    /// The same person: they share a rare e-mail address, number or id, and the names agree.
    Same,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Perhaps => "perhaps",
            Self::Same => "same",
        })
    }
}

/// What speaks for a [`Pair`].
///
/// ```
/// use people_model::Person;
/// use people_rules::{Duplicates, Reason};
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}]},
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}]}
/// ]"#)?;
/// let pair = &Duplicates::of(&contacts).pairs[0];
/// assert_eq!(pair.reasons, [Reason::Email("a@x.example".to_owned()), Reason::Name]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Both have this e-mail address, and few others have it.
    Email(String),
    /// Both have this phone number, and few others have it.
    Phone(String),
    /// Both have this external id.
    ExternalId(String),
    /// Both have this e-mail address or number, and many others have it.
    SharedByMany(String),
    /// The names are the same, in any order and spelling.
    Name,
    /// One name is the other and more.
    LongerName,
    /// One name is the other with initials.
    Initials,
    /// The names differ in a letter or two.
    Spelling,
    /// The given names are the same, and the family names are not.
    GivenName,
    /// The names sound the same, as the phonetic names say.
    PhoneticName,
    /// One has no name.
    NoName,
    /// Both have this birthday.
    Birthday,
    /// Both are with this organization.
    Organization(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(value) => write!(f, "e-mail {value}"),
            Self::Phone(value) => write!(f, "phone {value}"),
            Self::ExternalId(value) => write!(f, "id {value}"),
            Self::SharedByMany(value) => write!(f, "{value}, which many contacts have"),
            Self::Name => f.write_str("name"),
            Self::LongerName => f.write_str("one name is longer"),
            Self::Initials => f.write_str("initials"),
            Self::Spelling => f.write_str("similar name"),
            Self::GivenName => f.write_str("given name"),
            Self::PhoneticName => f.write_str("phonetic name"),
            Self::NoName => f.write_str("one has no name"),
            Self::Birthday => f.write_str("birthday"),
            Self::Organization(name) => write!(f, "organization {name}"),
        }
    }
}

/// What speaks against a [`Pair`].
///
/// ```
/// use people_model::Person;
/// use people_rules::{Contradiction, Duplicates, Verdict};
///
/// let contacts: Vec<Person> = serde_json::from_str(r#"[
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}],
///      "birthdays": [{"date": {"month": 12, "day": 10}}]},
///     {"names": [{"unstructuredName": "Ada King"}], "emailAddresses": [{"value": "a@x.example"}],
///      "birthdays": [{"date": {"month": 12, "day": 11}}]}
/// ]"#)?;
/// let pair = &Duplicates::of(&contacts).pairs[0];
/// assert_eq!(pair.contradictions, [Contradiction::Birthday]);
/// assert_eq!(pair.verdict, Verdict::Perhaps);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contradiction {
    /// Two different birthdays.
    Birthday,
    /// Junior and senior, or the second and the third of a name.
    Generation,
    /// Two different genders.
    Gender,
    /// Each has other numbers and addresses besides what they share.
    Values,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Birthday => "two birthdays",
            Self::Generation => "two generations",
            Self::Gender => "two genders",
            Self::Values => "other numbers and addresses",
        })
    }
}

//! One contact made of two (rules `M21` to `M25`).
use people_model::{ContactId, Entry, EntryVisitor, FieldMask, Person};
use serde_json::Value;

use crate::{
    check::{Update, is_own},
    entries::{BASE, OURS, own, threads},
    merge::{Conflict, Conflicts, Merge, Resolution, Subject, merge_with},
};

/// Makes one contact of two that are the same person, and leaves open what they disagree about.
///
/// `kept` is the contact that stays, `other` the one that goes afterwards. Entries are matched as in a
/// [`merge`](crate::merge()): an address that both have becomes one entry, which has the members of both. Where the two
/// differ there is a [`Conflict`]: `theirs` is the value of `kept`, `ours` is the value of `other`, and there is no
/// `base`. [`Resolution::Theirs`] keeps what `kept` has, [`Resolution::Ours`] takes what `other` has.
///
/// Both are read with all fields. Only the contacts' own values count, and of those only what clients set.
///
/// ```
/// use people_model::{FieldMask, Person};
/// use people_rules::unite;
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let kept = person(r#"{"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "ada@example.com"}]}"#)?;
/// let other = person(r#"{
///     "names": [{"givenName": "Ada", "familyName": "King"}],
///     "emailAddresses": [{"value": "Ada@example.com", "type": "home"}, {"value": "ada@work.example"}]
/// }"#)?;
///
/// let united = unite(&kept, &other);
/// assert!(united.merge.conflicts.is_empty());
/// assert_eq!(united.merge.mask, FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES);
/// let person = &united.merge.person;
/// assert_eq!(person.names[0].family_name, "King");
/// assert_eq!(person.email_addresses.len(), 2);
/// assert_eq!(person.email_addresses[0].r#type, "home");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn unite(kept: &Person, other: &Person) -> United {
    unite_with(kept, other, |_| Resolution::Unresolved)
}

/// As [`unite`], and asks `resolve` about each conflict.
///
/// ```
/// use people_model::Person;
/// use people_rules::{Resolution, unite_with};
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let kept = person(r#"{"names": [{"givenName": "Ada"}]}"#)?;
/// let other = person(r#"{"names": [{"givenName": "Augusta"}]}"#)?;
///
/// let united = unite_with(&kept, &other, |conflict| {
///     assert_eq!(conflict.path(), "names.givenName");
///     assert_eq!(conflict.theirs.as_ref().unwrap(), "Ada"); // of the contact that stays
///     Resolution::Ours
/// });
/// assert_eq!(united.merge.person.names[0].given_name, "Augusta");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn unite_with(
    kept: &Person,
    other: &Person,
    mut resolve: impl FnMut(&Conflict) -> Resolution,
) -> United {
    united(kept, other, &mut resolve)
}

/// One contact made of two: see [`unite`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct United {
    /// The contact that stays, with the values of both in the fields of `mask`, and what is open. `theirs` is
    /// the contact that stays, `ours` the other.
    pub merge: Merge,
}

impl United {
    const MOST_VALUES: usize = 500;
    const MOST_BYTES: usize = 128 << 10;

    /// The limit of the API's documented sizes that the result exceeds, if there is one (rules `N2`, `N3`).
    ///
    /// The size in bytes leaves out what the API fills in. A server that has other limits refuses the update
    /// by itself.
    ///
    /// ```
    /// use people_model::{Person, Url};
    /// use people_rules::{Excess, unite};
    ///
    /// let urls = |from: u32| (from..from + 300).map(|n| Url::new().value(format!("https://{n}.example")));
    /// let (kept, other) = (Person::new().urls(urls(0)), Person::new().urls(urls(300)));
    /// assert_eq!(unite(&kept, &kept).excess(), None);
    /// assert_eq!(unite(&kept, &other).excess(), Some(Excess::Values(600)));
    /// ```
    pub fn excess(&self) -> Option<Excess> {
        let mut stored = Person::default();
        for field in FieldMask::UPDATABLE.iter() {
            stored.copy_field(&self.merge.person, field);
            stored.retain_values(field, is_own);
            stored.strip_output_only(field);
        }
        let fields = FieldMask::UPDATABLE.iter();
        let values = fields.map(|field| stored.field_len(field)).sum();
        if values > Self::MOST_VALUES {
            return Some(Excess::Values(values));
        }
        let bytes = serde_json::to_string(&stored).map_or(0, |json| json.len());
        (bytes > Self::MOST_BYTES).then_some(Excess::Bytes(bytes))
    }

    /// The update that makes the contact that stays the result; none where it is that already. See
    /// [`Merge::into_update`].
    ///
    /// # Errors
    ///
    /// With the conflicts that are unresolved, if there are any.
    ///
    /// ```
    /// use people_model::{ContactId, Entry, EntryVisitor, FieldMask, Person};
    /// use people_rules::unite;
    ///
    /// let person = |json| serde_json::from_str::<Person>(json);
    /// let kept = person(r#"{"etag": "%e", "names": [{"givenName": "Ada"}]}"#)?;
    /// let other = person(r#"{"nicknames": [{"value": "Countess"}]}"#)?;
    /// let update = unite(&kept, &other).into_update(ContactId::new(17).unwrap()).unwrap().unwrap();
    /// assert_eq!(update.mask.fields(), FieldMask::NICKNAMES);
    /// assert_eq!(update.person.etag, "%e");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn into_update(self, id: ContactId) -> Result<Option<Update>, Conflicts> {
        self.merge.into_update(id)
    }
}

/// It has no type parameter, for the same reason as the merge itself.
fn united(
    kept: &Person,
    other: &Person,
    resolve: &mut dyn FnMut(&Conflict) -> Resolution,
) -> United {
    // Two contacts are two sides that began with nothing: what both have is one addition.
    let mut merge = merge_with(&Person::default(), other, kept, |conflict| {
        settled(conflict).unwrap_or_else(|| resolve(conflict))
    });
    merge
        .conflicts
        .retain(|conflict| settled(conflict).is_none());
    for field in merge.mask.iter() {
        field.visit(KeptFirst {
            kept,
            person: &mut merge.person,
        });
    }
    United { merge }
}

/// A size of a contact that is larger than the API allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Excess {
    /// More than 500 values, of all fields together (rule `N3`).
    #[error("the contact would have {0} values, and can have at most {max}", max = United::MOST_VALUES)]
    Values(usize),
    /// More than 128 KiB (rule `N2`).
    #[error("the contact would have {0} bytes, and can have at most {max}", max = United::MOST_BYTES)]
    Bytes(usize),
}

/// Puts the entries of the contact that stays first, in its order. The first entry is primary if no entry is marked as
/// primary (rule `D2`).
struct KeptFirst<'a> {
    kept: &'a Person,
    person: &'a mut Person,
}

impl EntryVisitor for KeptFirst<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let (kept, all) = (own::<T>(self.kept), own::<T>(self.person));
        let found = threads([&kept, &all, &kept]);
        let mut order: Vec<(usize, usize)> = found
            .threads
            .iter()
            .filter_map(|thread| Some((thread[BASE].unwrap_or(usize::MAX), thread[OURS]?)))
            .collect();
        order.sort_unstable();
        let entries = order.iter().map(|&(_, at)| all[at].entry.clone());
        *T::of_mut(self.person) = entries.collect();
    }
}

/// What needs no decision, because it loses nothing (rule `M23`).
fn settled(conflict: &Conflict) -> Option<Resolution> {
    match &conflict.subject {
        // The result is the contact that stays: its order, and its primary entries.
        Subject::Order | Subject::Primary => Some(Resolution::Theirs),
        // Entries that cannot be paired stay as they are, all of them.
        Subject::Entries { .. } => Some(Resolution::Value(all_of(
            conflict.theirs.as_ref(),
            conflict.ours.as_ref(),
        ))),
        Subject::Member { .. } => {
            let (ours, theirs) = (conflict.ours.as_ref()?, conflict.theirs.as_ref()?);
            match (says(ours, theirs), says(theirs, ours)) {
                (_, true) => Some(Resolution::Theirs),
                (true, false) => Some(Resolution::Ours),
                (false, false) => None,
            }
        }
        Subject::Lines { .. } => {
            let text = |side: &Option<Value>| Some(side.as_ref()?.as_str()?.to_owned());
            let (ours, theirs) = (text(&conflict.ours)?, text(&conflict.theirs)?);
            Some(
                match (has_lines(&ours, &theirs), has_lines(&theirs, &ours)) {
                    (_, true) => Resolution::Theirs,
                    (true, false) => Resolution::Ours,
                    (false, false) => Resolution::Value(format!("{theirs}\n{ours}").into()),
                },
            )
        }
        Subject::Entry { .. } | Subject::Everything => None,
    }
}

/// The entries of two lists. An entry that both have occurs as often as in the list that has it most often.
fn all_of(one: Option<&Value>, other: Option<&Value>) -> Value {
    let list = |side: Option<&Value>| side.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all = list(one);
    let mut unmatched = all.clone();
    for entry in list(other) {
        match unmatched.iter().position(|known| *known == entry) {
            Some(copy) => drop(unmatched.swap_remove(copy)),
            None => all.push(entry),
        }
    }
    Value::Array(all)
}

/// Whether `whole` says all that `part` says, and perhaps more: a date with a year and the same without one.
fn says(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(member, part)| whole.get(member).is_some_and(|whole| says(whole, part))),
        (whole, part) => whole == part,
    }
}

/// Whether the lines of one text are in another, one behind the other.
fn has_lines(whole: &str, part: &str) -> bool {
    let [whole, part]: [Vec<&str>; 2] = [whole, part].map(|text| text.lines().collect());
    part.is_empty() || whole.windows(part.len()).any(|lines| lines == part)
}

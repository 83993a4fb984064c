use std::fmt;

use people_model::{
    ContactId, FieldMask, Fields, GroupName, Person, PersonField, ProfileId, Source, SourceType,
    SystemGroup, UpdateMask,
};

use crate::{
    check::{self, Checked},
    collation::sort_key,
    contract::Contract,
    derive,
    memberships::membership,
    violation::Violation,
};

/// What the rules need to know that is neither in the request nor in the contact.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs)] // built by callers; a new member is a new question to them
pub struct Context<'a> {
    /// The contact.
    pub id: ContactId,
    /// Which contract decides where the two differ.
    pub contract: Contract,
    /// The E.164 form of a phone number in the account's region, when it has one (rule `D7`).
    pub canonical_phone: CanonicalPhone<'a>,
}

/// Gives the E.164 form of a phone number, or none where it has none.
pub type CanonicalPhone<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("id", &self.id)
            .field("contract", &self.contract)
            .finish_non_exhaustive()
    }
}

/// A contact's own data, with what it is found by.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the two parts that a store keeps
pub struct Contact {
    /// The data, encoded field by field with its derived members.
    pub fields: Fields,
    /// What the contact is found and sorted by.
    pub index: Index,
}

/// What a contact is found and sorted by. It follows from the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // mirrors what a store's row has
pub struct Index {
    /// Exact terms, sorted: `email:…` (case-folded), `group:…` (id), `phone:…` (E.164).
    pub terms: Vec<String>,
    /// The keys of the orders by first name and by last name ([`sort_key`]). A contact without a name
    /// comes last.
    pub sort_keys: [String; 2],
}

/// Replaces the masked fields of `current` with those of the request (rule `U10`).
///
/// Replacement is wholesale: a masked list is not merged value by value, and a masked field that
/// the request leaves out is cleared. Fields outside the mask keep every byte they had. Values of
/// other sources are ignored (rule `U9`) and output-only members are derived again.
///
/// Whether the contact is still what the update's author read is for the caller to
/// [verify](Checked::verify).
///
/// ```
/// use people_model::{ContactId, Name, Nickname, Person, UpdateMask};
/// use people_rules::{Context, Contract, Update, apply, check, create};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Observed);
/// let context = Context { id, contract, canonical_phone: &|_| None };
/// let ada = Person::new()
///     .names([Name::new().given_name("Ada")])
///     .nicknames([Nickname::new().value("Countess")]);
/// let current = create(ada, &context)?;
///
/// let person = Person::new().etag("%e").names([Name::new().family_name("Lovelace")]);
/// let update = check(Update { id, person, mask: UpdateMask::NAMES }, contract)?;
/// let updated = apply(&current, update, &context).fields.to_person();
///
/// assert_eq!(updated.names[0].display_name, "Lovelace"); // the given name is gone: whole replacement
/// assert_eq!(updated.nicknames[0].value, "Countess");
/// # Ok::<(), people_rules::Violation>(())
/// ```
pub fn apply(current: &Contact, update: Checked, context: &Context<'_>) -> Contact {
    let update = update.update;
    let mask = update.mask.fields();
    let mut person = update.person;
    derive::normalize(&mut person, mask);
    keep_my_contacts(&mut person, mask, current, context.contract);
    derive::derive(&mut person, mask, context);

    Contact {
        fields: current
            .fields
            .replace(mask, &Fields::from_person(&person, mask)),
        index: current.index.replace(mask, &person),
    }
}

/// The contact that a create makes (rules `C1` to `C3`).
///
/// # Errors
///
/// The violations of the values, as for an update of every field, and
/// [`Violation::NoContactField`] when nothing of a contact's own is given.
pub fn create(mut person: Person, context: &Context<'_>) -> Result<Contact, Violation> {
    let mask = FieldMask::UPDATABLE;
    if let Some(violation) = check::values(&person, UpdateMask::ALL).next() {
        return Err(violation);
    }
    derive::normalize(&mut person, mask);
    if person.fields().intersection(mask).is_empty() {
        return Err(Violation::NoContactField);
    }
    if person.memberships.is_empty() {
        let my_contacts = GroupName::from(SystemGroup::MyContacts);
        person.memberships.push(membership(&my_contacts));
    }
    derive::derive(&mut person, mask, context);
    Ok(Contact {
        fields: Fields::from_person(&person, mask),
        index: Index::of(&person),
    })
}

/// The user groups that an update puts the contact in and that it is not in yet; each must exist
/// (rule `U15`).
///
/// # Errors
///
/// [`Violation::DeprecatedGroup`] for a system group that takes no members (rule `U16`), and
/// [`Violation::NotFound`] for a name that no group has.
pub fn added_groups(current: &Index, person: &Person) -> Result<Vec<GroupName>, Violation> {
    let mut added = Vec::new();
    for membership in &person.memberships {
        let Some(group) = &membership.contact_group_membership else {
            continue;
        };
        let name = group.contact_group_resource_name.as_str();
        if name.is_empty() || !check::is_own(membership.metadata.as_ref()) {
            continue;
        }
        let Some(group) = GroupName::parse(name) else {
            return Err(Violation::NotFound);
        };
        if current.terms.binary_search(&group_term(group.id())).is_ok() {
            continue;
        }
        match group.system() {
            Some(system) if !system.takes_members() => return Err(Violation::DeprecatedGroup),
            Some(_) => {}
            None => added.push(group),
        }
    }
    Ok(added)
}

/// The data of a profile, as [`project`](crate::project()) joins it to a contact (rule `S3`), and the
/// terms of its addresses and numbers, by which contacts are linked to it (rule `S2`).
///
/// Values keep the source type they name and are the profile's where they name none; e-mail
/// addresses and phone numbers count as verified. Derived members are filled as for a contact.
pub fn profile(person: &Person, id: &ProfileId, canonical_phone: CanonicalPhone<'_>) -> Contact {
    let mask = FieldMask::ALL.difference(FieldMask::only(PersonField::Metadata));
    let mut person = person.clone();
    for field in mask.iter() {
        person.metadata_mut(field, |index, metadata| {
            let kind = metadata
                .as_ref()
                .and_then(|m| m.source.as_ref())
                .map(|s| s.r#type.clone());
            let mut source = Source::default();
            source.r#type = match kind {
                Some(kind @ (SourceType::Account | SourceType::DomainProfile)) => kind,
                _ => SourceType::Profile,
            };
            source.id = id.to_string();
            let metadata = metadata.get_or_insert_default();
            metadata.source = Some(source);
            metadata.primary = index == 0;
            let reachable = matches!(
                field,
                PersonField::EmailAddresses | PersonField::PhoneNumbers
            );
            metadata.source_primary = index == 0 && (reachable || field == PersonField::Names);
            metadata.verified = reachable;
        });
    }
    for field in mask.difference(FieldMask::MEMBERSHIPS).iter() {
        derive::members(&mut person, field, canonical_phone);
    }
    let linking = FieldMask::EMAIL_ADDRESSES.union(FieldMask::PHONE_NUMBERS);
    Contact {
        fields: Fields::from_person(&person, mask),
        index: Index::default().replace(linking, &person),
    }
}

impl Index {
    /// The number of the rules by which an index follows from a contact's values. It is raised when
    /// one value gets another index, so that a store knows which of its rows to bring up to date. A
    /// new version of Unicode's collation is such a change.
    pub const RULES: u32 = 2;

    /// What a contact with these values is found and sorted by.
    ///
    /// ```
    /// use people_model::Person;
    /// use people_rules::Index;
    ///
    /// let ada: Person = serde_json::from_str(r#"{"emailAddresses": [{"value": "Ada@example.com"}]}"#)?;
    /// assert_eq!(Index::of(&ada).terms, ["email:ada@example.com"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn of(person: &Person) -> Self {
        Self::default().replace(FieldMask::UPDATABLE, person)
    }

    pub(crate) fn replace(&self, mask: FieldMask, person: &Person) -> Self {
        let mut terms = Vec::with_capacity(self.terms.len() + person.email_addresses.len());
        let kept = |term: &&String| !mask.contains(field_of(term));
        terms.extend(self.terms.iter().filter(kept).cloned());
        push_terms(person, mask, &mut terms);
        terms.sort_unstable();
        terms.dedup();
        let sort_keys = if mask.contains(PersonField::Names) {
            sort_keys(person)
        } else {
            self.sort_keys.clone()
        };
        Self { terms, sort_keys }
    }
}

/// The field that a term comes from.
fn field_of(term: &str) -> PersonField {
    if term.starts_with(EMAIL) {
        PersonField::EmailAddresses
    } else if term.starts_with(PHONE) {
        PersonField::PhoneNumbers
    } else {
        PersonField::Memberships
    }
}

const EMAIL: &str = "email:";
const GROUP: &str = "group:";
const PHONE: &str = "phone:";

fn push_terms(person: &Person, mask: FieldMask, terms: &mut Vec<String>) {
    if mask.contains(PersonField::EmailAddresses) {
        let values = person
            .email_addresses
            .iter()
            .map(|email| email.value.trim());
        terms.extend(
            values
                .filter(|value| !value.is_empty())
                .map(|value| [EMAIL, &folded(value)].concat()),
        );
    }
    if mask.contains(PersonField::PhoneNumbers) {
        let forms = person
            .phone_numbers
            .iter()
            .map(|phone| phone.canonical_form.as_str());
        terms.extend(
            forms
                .filter(|form| !form.is_empty())
                .map(|form| [PHONE, form].concat()),
        );
    }
    if mask.contains(PersonField::Memberships) {
        let groups = person
            .memberships
            .iter()
            .filter_map(|m| m.contact_group_membership.as_ref());
        terms.extend(groups.map(|group| group_term(&group.contact_group_id)));
    }
}

/// The term of an [`Index`] that says a contact is in the group with this id.
pub fn group_term(id: &str) -> String {
    [GROUP, id].concat()
}

fn sort_keys(person: &Person) -> [String; 2] {
    let Some(name) = person.names.first() else {
        return [NAMELESS.to_owned(), NAMELESS.to_owned()];
    };
    match (name.given_name.as_str(), name.family_name.as_str()) {
        ("", "") => {
            let whole = sort_key(&[&name.display_name]);
            [whole.clone(), whole]
        }
        (only, "") | ("", only) => {
            let only = sort_key(&[only]);
            [only.clone(), only]
        }
        // "Ann B" comes before "Anna A".
        (given, family) => [sort_key(&[given, family]), sort_key(&[family, given])],
    }
}

/// In lower case. Most text is ASCII, which takes a tenth of the time.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase()
    }
}

/// Sorts after every name: the key of one has no character beyond U+00FF.
const NAMELESS: &str = "\u{10ffff}";

/// An update of memberships that leaves `myContacts` out takes the contact out of it by the page;
/// the live service was seen to keep it (rule `U17`).
fn keep_my_contacts(person: &mut Person, mask: FieldMask, current: &Contact, contract: Contract) {
    if contract != Contract::Observed || !mask.contains(PersonField::Memberships) {
        return;
    }
    let named = person.memberships.iter().any(|membership| {
        let group = membership.contact_group_membership.as_ref();
        group.is_some_and(|group| group.contact_group_resource_name == MY_CONTACTS)
    });
    let member = current
        .index
        .terms
        .contains(&group_term(SystemGroup::MyContacts.id()));
    if member && !named {
        let my_contacts = GroupName::from(SystemGroup::MyContacts);
        person.memberships.push(membership(&my_contacts));
    }
}

const MY_CONTACTS: &str = "contactGroups/myContacts";

use people_model::{
    ContactId, Date, Fingerprint, Membership, Person, PersonEtag, PersonField, Source, SourceEtag,
    SourceType, UpdateMask,
};

use crate::{
    contract::Contract,
    violation::{EtagKind, Violation},
};

/// A proposed update of one contact, as its author wrote it.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the three parts of the method's request
pub struct Update {
    /// The contact to update, from the request's path (rule `U1`).
    pub id: ContactId,
    /// The person as sent: the values to store, the etags, and everything else that the client sent.
    pub person: Person,
    /// The fields to replace (rule `U2`).
    pub mask: UpdateMask,
}

/// Checks an update without the contact. The result is what [`apply`](crate::apply()) takes.
///
/// ```
/// use people_model::{ContactId, Fingerprint, Name, Person, PersonEtag, FieldMask, UpdateMask};
/// use people_rules::{Contract, Update, check};
///
/// let read = PersonEtag::new(FieldMask::NAMES, &[2], Fingerprint([1; 8])).to_string();
/// let person = Person::new().etag(read).names([Name::new().given_name("Ada")]);
/// let update = Update { id: ContactId::new(17).unwrap(), person, mask: UpdateMask::NAMES };
///
/// let checked = check(update, Contract::Observed)?;
/// let now = Fingerprint([2; 8]); // somebody changed the contact since it was read
/// assert_eq!(checked.verify(now, now).unwrap_err().rule(), "U6");
/// # Ok::<(), people_rules::Violation>(())
/// ```
///
/// # Errors
///
/// The first violation, in the order of `docs/semantics.md`: more than one value of a singleton; two primaries;
/// impossible dates; no membership; no sources; no contact source; no etag.
pub fn check(update: Update, contract: Contract) -> Result<Checked, Violation> {
    let source = contact_source(&update);
    if let Some(violation) = findings(&update, source, contract).next() {
        return Err(violation);
    }
    let precondition = Precondition::of(&update, source, contract);
    Ok(Checked {
        update,
        precondition,
    })
}

/// An update that breaks no rule, as far as that is known without the contact. [`check`] returns it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub(crate) update: Update,
    precondition: Precondition,
}

impl Checked {
    /// The update.
    pub fn update(&self) -> &Update {
        &self.update
    }

    /// The update, without the check.
    pub fn into_update(self) -> Update {
        self.update
    }

    /// What must hold of the contact when the update is applied.
    pub fn precondition(&self) -> Precondition {
        self.precondition
    }

    /// Whether the contact is still as the update's author read it: see [`Precondition::verify`].
    ///
    /// # Errors
    ///
    /// [`Violation::StaleEtag`] when it is not.
    pub fn verify(&self, person: Fingerprint, contact: Fingerprint) -> Result<(), Violation> {
        self.precondition.verify(person, contact)
    }
}

/// All violations, in the order in which [`check`] looks for them.
///
/// ```
/// use people_model::{ContactId, Name, Person, UpdateMask};
/// use people_rules::{Contract, Update, violations};
///
/// let person = Person::new().names([Name::new(), Name::new()]);
/// let update = Update { id: ContactId::new(17).unwrap(), person, mask: UpdateMask::NAMES };
///
/// let rules: Vec<_> = violations(&update, Contract::Documented).iter().map(|it| it.rule()).collect();
/// assert_eq!(rules, ["U8", "U5", "U6"]); // two names, no sources, no etag
/// ```
pub fn violations(update: &Update, contract: Contract) -> Vec<Violation> {
    findings(update, contact_source(update), contract).collect()
}

/// The state of the contact that an update was written against (rule `U6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precondition {
    person: Expectation,
    source: Expectation,
}

impl Precondition {
    /// Compares the etags of the update with the current fingerprints of the person and of its contact
    /// source.
    ///
    /// Fingerprints are compared, never strings: an etag that was read with one mask is valid for
    /// an update with another.
    ///
    /// # Errors
    ///
    /// [`Violation::StaleEtag`] when either differs.
    pub fn verify(&self, person: Fingerprint, contact: Fingerprint) -> Result<(), Violation> {
        self.person.verify(person, EtagKind::Person)?;
        self.source.verify(contact, EtagKind::Source)
    }

    fn of(update: &Update, source: Option<&Source>, contract: Contract) -> Self {
        let etag = update.person.etag.as_str();
        let person = Expectation::of(etag, PersonEtag::parse(etag));
        let source = match source {
            // If person.etag is given, the live service looks at it alone.
            Some(_) if contract == Contract::Observed && person != Expectation::Nothing => {
                Expectation::Nothing
            }
            Some(source) => Expectation::of(&source.etag, SourceEtag::parse(&source.etag)),
            None => Expectation::Nothing,
        };
        Self { person, source }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expectation {
    /// The request gave no such etag.
    Nothing,
    /// An etag that no contact ever had: it differs from every current one.
    Impossible,
    Exactly(Fingerprint),
}

impl Expectation {
    fn of(etag: &str, parsed: Option<Fingerprint>) -> Self {
        match parsed {
            _ if etag.is_empty() => Self::Nothing,
            Some(fingerprint) => Self::Exactly(fingerprint),
            None => Self::Impossible,
        }
    }

    fn verify(self, current: Fingerprint, etag: EtagKind) -> Result<(), Violation> {
        match self {
            Self::Nothing => Ok(()),
            Self::Exactly(expected) if expected == current => Ok(()),
            Self::Exactly(_) | Self::Impossible => Err(Violation::StaleEtag { etag }),
        }
    }
}

fn findings(
    update: &Update,
    source: Option<&Source>,
    contract: Contract,
) -> impl Iterator<Item = Violation> {
    let (person, mask) = (&update.person, update.mask);
    values(person, mask)
        .chain(memberships(person, mask))
        .chain(sources(update, source, contract))
        .chain(etags(update, source))
}

/// The checks of the values themselves, which a create shares.
pub(crate) fn values(person: &Person, mask: UpdateMask) -> impl Iterator<Item = Violation> {
    singletons(person, mask)
        .chain(primaries(person, mask))
        .chain(dates(person, mask))
}

fn singletons(person: &Person, mask: UpdateMask) -> impl Iterator<Item = Violation> {
    let singletons = mask.fields().iter().filter(|field| field.is_singleton());
    singletons
        .filter(|&field| count_own(person, field, |_| true) > 1)
        .map(|field| Violation::TooManyValues { field })
}

fn primaries(person: &Person, mask: UpdateMask) -> impl Iterator<Item = Violation> {
    let claims = |field| {
        count_own(person, field, |metadata| {
            metadata.is_some_and(|m| m.source_primary)
        })
    };
    let fields = mask.fields().iter().filter(move |&field| claims(field) > 1);
    fields.map(|field| Violation::TwoSourcePrimaries { field })
}

fn count_own(
    person: &Person,
    field: PersonField,
    mut counts: impl FnMut(Option<&people_model::FieldMetadata>) -> bool,
) -> usize {
    let mut own = 0;
    person.for_each_metadata(field, |metadata| {
        own += usize::from(is_own(metadata) && counts(metadata));
    });
    own
}

/// Whether a value is the contact's own. A request's values of other sources are ignored (rule `U9`). A value without a
/// source is the contact's own.
pub(crate) fn is_own(metadata: Option<&people_model::FieldMetadata>) -> bool {
    let source = metadata.and_then(|metadata| metadata.source.as_ref());
    source
        .is_none_or(|source| matches!(source.r#type, SourceType::Contact | SourceType::Unspecified))
}

fn dates(person: &Person, mask: UpdateMask) -> impl Iterator<Item = Violation> {
    let mask = mask.fields();
    let birthdays = person
        .birthdays
        .iter()
        .map(|value| (value.metadata.as_ref(), value.date.as_ref()));
    let events = person
        .events
        .iter()
        .map(|value| (value.metadata.as_ref(), value.date.as_ref()));
    let starts = person
        .organizations
        .iter()
        .map(|value| (value.metadata.as_ref(), value.start_date.as_ref()));
    let ends = person
        .organizations
        .iter()
        .map(|value| (value.metadata.as_ref(), value.end_date.as_ref()));
    let birthdays = birthdays
        .enumerate()
        .map(|value| (PersonField::Birthdays, "date", value));
    let events = events
        .enumerate()
        .map(|value| (PersonField::Events, "date", value));
    let starts = starts
        .enumerate()
        .map(|value| (PersonField::Organizations, "start_date", value));
    let ends = ends
        .enumerate()
        .map(|value| (PersonField::Organizations, "end_date", value));
    birthdays
        .chain(events)
        .chain(starts)
        .chain(ends)
        .filter(move |&(field, _, (_, (metadata, _)))| mask.contains(field) && is_own(metadata))
        .filter_map(|(field, member, (index, (_, date)))| Some((field, member, index, date?)))
        .filter(|(.., date)| !is_calendar_date(date))
        .map(|(field, member, index, date)| Violation::InvalidDate {
            path: format!("person.{}[{index}].{member}", field.proto()),
            year: date.year,
            month: date.month,
            day: date.day,
        })
}

fn memberships(person: &Person, mask: UpdateMask) -> impl Iterator<Item = Violation> {
    let updated = mask.fields().contains(PersonField::Memberships);
    let named = || {
        let mut memberships = person.memberships.iter();
        memberships.any(|it| is_own(it.metadata.as_ref()) && names_group(it))
    };
    (updated && !named())
        .then_some(Violation::NoMembership)
        .into_iter()
}

/// Whether a membership names a contact group.
pub(crate) fn names_group(membership: &Membership) -> bool {
    let group = membership.contact_group_membership.as_ref();
    group.is_some_and(|group| !group.contact_group_resource_name.is_empty())
}

fn sources(
    update: &Update,
    source: Option<&Source>,
    contract: Contract,
) -> impl Iterator<Item = Violation> {
    let sources = update
        .person
        .metadata
        .as_ref()
        .map_or(&[][..], |metadata| &metadata.sources);
    let violation = match contract {
        Contract::Observed => None,
        Contract::Documented if sources.is_empty() => Some(Violation::SourcesRequired),
        Contract::Documented if source.is_none() => Some(Violation::NoContactSource),
        Contract::Documented => None,
    };
    violation.into_iter()
}

fn etags(update: &Update, source: Option<&Source>) -> impl Iterator<Item = Violation> {
    let of_source = source.is_some_and(|source| !source.etag.is_empty());
    let given = of_source || !update.person.etag.is_empty();
    (!given).then_some(Violation::EtagRequired).into_iter()
}

/// The contact source of the contact being updated: one with its id, or one without an id.
fn contact_source(update: &Update) -> Option<&Source> {
    let sources = &update.person.metadata.as_ref()?.sources;
    let mut contacts = sources
        .iter()
        .filter(|source| source.r#type == SourceType::Contact);
    contacts.find(|source| source.id.is_empty() || update.id.is_source_id(&source.id))
}

/// Whether the parts that are set form a date: a year, a month and a year, a day and a month, or all three (rule
/// `U14`). 29 February needs a leap year only if there is a year.
fn is_calendar_date(date: &Date) -> bool {
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = match date.month {
        0 => 0,
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (0..=9999).contains(&date.year) && (0..=days).contains(&date.day)
}

use people_model::{
    ContactId, FieldMask, Fields, FieldsRef, Fingerprint, Person, PersonEtag, PersonField,
    ProfileId, ReadSourceType, SourceEtag, UserType,
};

use crate::sources::Sources;

/// A person as the API shows it: the aggregate of a contact and the profile it is linked to.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // built by the reader of the store
pub struct View<'a> {
    /// `people/c…` or `people/…`.
    pub resource_name: &'a str,
    /// The fingerprint of the whole person: the contact's, or that of contact and profile.
    pub fingerprint: Fingerprint,
    /// The contact's own data, if the person is a contact.
    pub contact: Option<ContactSource<'a>>,
    /// The linked profile, if there is one.
    pub profile: Option<ProfileSource<'a>>,
}

/// A contact as a source of a person.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // as `View`
pub struct ContactSource<'a> {
    /// The contact.
    pub id: ContactId,
    /// Whether it is one of the user's contacts, or an other contact.
    pub kind: ContactKind,
    /// Its data.
    pub fields: FieldsRef<'a>,
    /// The fingerprint of the contact's own data.
    pub fingerprint: Fingerprint,
    /// When it last changed, in RFC 3339. Only `metadata` shows it.
    pub update_time: &'a str,
    /// The address of its photo: a URI, all of whose characters a URI may have. Only `photos` shows it.
    pub photo_url: &'a str,
    /// Whether the photo is the default one, which contacts without a photo have.
    pub photo_is_default: bool,
}

/// Whether a contact is among the user's contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the API has these two
pub enum ContactKind {
    /// It is: `people/c…`.
    #[default]
    Own,
    /// It is an other contact of the user: `otherContacts/c…` (rule `O1`).
    Other,
}

impl ContactKind {
    /// The name of the contact with this number.
    #[must_use]
    pub fn resource_name(self, id: ContactId) -> String {
        match self {
            Self::Own => id.resource_name(),
            Self::Other => id.other_contact_name(),
        }
    }

    /// The type of its source.
    const fn source_type(self) -> &'static str {
        match self {
            Self::Own => "CONTACT",
            Self::Other => "OTHER_CONTACT",
        }
    }
}

/// A profile as a source of a person.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // as `View`
pub struct ProfileSource<'a> {
    /// The profile.
    pub id: &'a ProfileId,
    /// Its data, from [`profile`](crate::profile()).
    pub fields: &'a Fields,
    /// The fingerprint of its data.
    pub fingerprint: Fingerprint,
    /// When it last changed, in RFC 3339.
    pub update_time: &'a str,
    /// What kinds of user it belongs to.
    pub user_types: &'a [UserType],
}

/// How much of long lists a read returns (rule `S5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // the API has these two kinds of read
pub enum Extent {
    /// All values.
    Whole,
    /// At most 100 e-mail addresses and 100 phone numbers.
    Listed,
}

/// Encodes the person that a read with this mask and these sources returns (rules `U3`, `U4`,
/// `U11`), as compact JSON in wire order.
///
/// The result has `resourceName` and `etag` for any mask. A contact's encoded fields are copied,
/// not decoded; only a field that both sources have is joined value by value.
///
/// ```
/// use people_model::{FieldMask, Fields, Fingerprint, Name, Person};
/// use people_rules::{ContactKind, ContactSource, Extent, Sources, View, project};
///
/// let ada = Person::new().names([Name::new().given_name("Ada")]);
/// let fields = Fields::from_person(&ada, FieldMask::NAMES);
/// let fingerprint = Fingerprint([1; 8]);
/// let contact = ContactSource {
///     id: people_model::ContactId::new(17).unwrap(),
///     kind: ContactKind::Own,
///     fields: fields.borrowed(),
///     fingerprint,
///     update_time: "2023-07-13T07:38:35Z",
///     photo_url: "https://example.com/photo",
///     photo_is_default: true,
/// };
/// let view = View { resource_name: "people/c17", fingerprint, contact: Some(contact), profile: None };
///
/// let shown = project(&view, FieldMask::NAMES, Sources::DEFAULT, Extent::Whole);
/// assert!(shown.starts_with(r#"{"resourceName":"people/c17","etag":"%"#));
/// assert!(shown.ends_with(r#""names":[{"givenName":"Ada"}]}"#));
/// ```
pub fn project(view: &View<'_>, mask: FieldMask, sources: Sources, extent: Extent) -> String {
    let mut out = String::new();
    project_into(view, mask, sources, extent, &mut out);
    out
}

/// Appends what [`project`] returns to `out`, for example to a list.
///
/// ```
/// use people_model::{FieldMask, Fingerprint};
/// use people_rules::{Extent, Sources, View, project, project_into};
///
/// let nobody = View {
///     resource_name: "people/me",
///     fingerprint: Fingerprint([1; 8]),
///     contact: None,
///     profile: None,
/// };
/// let mut list = String::from("[");
/// project_into(&nobody, FieldMask::NAMES, Sources::DEFAULT, Extent::Whole, &mut list);
/// assert_eq!(list[1..], project(&nobody, FieldMask::NAMES, Sources::DEFAULT, Extent::Whole));
/// ```
pub fn project_into(
    view: &View<'_>,
    mask: FieldMask,
    sources: Sources,
    extent: Extent,
    out: &mut String,
) {
    let contact = view.contact.as_ref();
    let contact = contact.filter(|_| sources.contains(ReadSourceType::Contact));
    let profile = view.profile.as_ref();
    let profile = profile.filter(|_| sources.contains(ReadSourceType::Profile));

    let size = contact.map_or(0, |contact| contact.fields.as_json().len());
    out.reserve(size + 640);
    out.push_str("{\"resourceName\":\"");
    out.push_str(view.resource_name);
    out.push_str("\",\"etag\":\"");
    PersonEtag::new(mask, sources.containers(), view.fingerprint).encode_into(out);
    out.push('"');

    if mask.contains(PersonField::Metadata) {
        push_metadata(out, contact, profile);
    }
    match (contact, profile) {
        (Some(contact), None) if !truncates(&contact.fields, extent) => {
            let before_photos = mask.intersection(BEFORE_PHOTOS);
            contact.fields.append_members(before_photos, out);
            if mask.contains(PersonField::Photos) {
                push_photos(out, Some(contact), None);
            }
            let after_photos = mask.difference(BEFORE_PHOTOS);
            contact.fields.append_members(after_photos, out);
        }
        (contact, profile) => {
            let profile = profile.map(|profile| profile.fields);
            push_joined(out, mask, contact, profile, extent);
        }
    }
    out.push('}');
}

/// The fields before `photos` in wire order; a contact stores no photos.
const BEFORE_PHOTOS: FieldMask = {
    let (mut mask, mut index) = (FieldMask::EMPTY, 0);
    while index < PersonField::Photos as usize {
        mask = mask.union(FieldMask::only(PersonField::ALL[index]));
        index += 1;
    }
    mask
};

/// Field by field, the values of one source or of both.
pub(crate) fn push_joined(
    out: &mut String,
    mask: FieldMask,
    contact: Option<&ContactSource<'_>>,
    profile: Option<&Fields>,
    extent: Extent,
) {
    for field in mask.difference(FieldMask::METADATA).iter() {
        let from_profile = profile.and_then(|profile| profile.get(field));
        if field == PersonField::Photos {
            push_photos(out, contact, from_profile);
            continue;
        }
        let from_contact = contact.and_then(|contact| contact.fields.get(field));
        match (from_contact, from_profile) {
            (None, None) => {}
            (Some(list), None) | (None, Some(list)) => push_list(out, field, list, extent),
            (Some(own), Some(joined)) => push_list(out, field, &join(field, own, joined), extent),
        }
    }
}

/// Encodes a deleted contact for a list of changes (rule `Y2`): its name, its source and `metadata.deleted`. It has
/// them for any mask, because the entry would be empty without them.
///
/// ```
/// use people_model::{ContactId, FieldMask, Fingerprint};
/// use people_rules::{ContactKind, Sources, project_deleted};
///
/// let (id, gone) = (ContactId::new(17).unwrap(), Fingerprint([2; 8]));
/// let shown = project_deleted(ContactKind::Own, id, gone, FieldMask::NAMES, Sources::DEFAULT, "");
/// assert!(shown.contains(r#""deleted":true"#));
/// ```
pub fn project_deleted(
    kind: ContactKind,
    id: ContactId,
    fingerprint: Fingerprint,
    mask: FieldMask,
    sources: Sources,
    photo_url: &str,
) -> String {
    let mut out = String::from("{\"resourceName\":\"");
    out.push_str(&kind.resource_name(id));
    out.push_str("\",\"etag\":\"");
    match kind {
        ContactKind::Own => PersonEtag::new(mask, sources.containers(), fingerprint),
        ContactKind::Other => PersonEtag::without_fingerprint(mask, DELETED_OTHER),
    }
    .encode_into(&mut out);
    out.push_str("\",\"metadata\":{\"sources\":[");
    match kind {
        ContactKind::Own => {
            push_source(&mut out, kind.source_type(), &id.source_id(), fingerprint);
            push_update_time(&mut out, "1970-01-01T00:00:00Z");
        }
        ContactKind::Other => {
            out.push_str("{\"type\":\"");
            out.push_str(kind.source_type());
            out.push_str("\",\"id\":\"");
            out.push_str(&id.source_id());
            out.push_str("\"}");
        }
    }
    out.push_str("],\"deleted\":true,\"objectType\":\"PERSON\"}");
    if mask.contains(PersonField::Photos) {
        push_contact_photos(&mut out, kind, id, photo_url, true, None);
    }
    out.push('}');
    out
}

/// What the etag of a deleted other contact says that was read.
const DELETED_OTHER: &[u8] = &[2];

/// The source of a contact, for the metadata.
pub(crate) fn push_contact_source(out: &mut String, contact: &ContactSource<'_>) {
    let kind = contact.kind.source_type();
    push_source(out, kind, &contact.id.source_id(), contact.fingerprint);
    push_update_time(out, contact.update_time);
}

fn push_metadata(
    out: &mut String,
    contact: Option<&ContactSource<'_>>,
    profile: Option<&ProfileSource<'_>>,
) {
    out.push_str(",\"metadata\":{");
    if contact.is_some() || profile.is_some() {
        out.push_str("\"sources\":[");
        if let Some(contact) = contact {
            push_contact_source(out, contact);
        }
        if let Some(profile) = profile {
            if contact.is_some() {
                out.push(',');
            }
            push_source(out, "PROFILE", profile.id.as_str(), profile.fingerprint);
            out.push_str(",\"profileMetadata\":{\"objectType\":\"PERSON\",\"userTypes\":[");
            for (index, kind) in profile.user_types.iter().enumerate() {
                out.push_str(if index == 0 { "\"" } else { ",\"" });
                out.push_str(kind.as_str());
                out.push('"');
            }
            out.push_str("]}");
            push_update_time(out, profile.update_time);
        }
        out.push_str("],");
    }
    out.push_str("\"objectType\":\"PERSON\"}");
}

fn push_source(out: &mut String, kind: &str, id: &str, fingerprint: Fingerprint) {
    out.push_str("{\"type\":\"");
    out.push_str(kind);
    out.push_str("\",\"id\":\"");
    out.push_str(id);
    out.push_str("\",\"etag\":\"");
    SourceEtag::new(fingerprint).encode_into(out);
    out.push('"');
}

fn push_update_time(out: &mut String, update_time: &str) {
    out.push_str(",\"updateTime\":\"");
    out.push_str(update_time);
    out.push_str("\"}");
}

/// A contact always has a photo: its own or a generated one (rule `D8`). A profile's comes after it.
fn push_photos(out: &mut String, contact: Option<&ContactSource<'_>>, profile: Option<&str>) {
    let Some(contact) = contact else {
        if let Some(list) = profile {
            push_name(out, PersonField::Photos);
            out.push_str(list);
        }
        return;
    };
    let (url, is_default) = (contact.photo_url, contact.photo_is_default);
    push_contact_photos(out, contact.kind, contact.id, url, is_default, profile);
}

fn push_contact_photos(
    out: &mut String,
    kind: ContactKind,
    id: ContactId,
    photo_url: &str,
    is_default: bool,
    profile: Option<&str>,
) {
    push_name(out, PersonField::Photos);
    out.push_str("[{\"metadata\":{\"primary\":true,\"source\":{\"type\":\"");
    out.push_str(kind.source_type());
    out.push_str("\",\"id\":\"");
    out.push_str(&id.source_id());
    out.push_str("\"}},\"url\":\"");
    out.push_str(photo_url);
    out.push_str(match is_default {
        true => "\",\"default\":true}",
        false => "\"}",
    });
    if let Some(list) = profile {
        out.push(',');
        out.push_str(inner(&secondary(PersonField::Photos, list)));
    }
    out.push(']');
}

fn push_list(out: &mut String, field: PersonField, list: &str, extent: Extent) {
    push_name(out, field);
    match extent {
        Extent::Listed if may_exceed_listed(field, list) => out.push_str(&listed(field, list)),
        Extent::Listed | Extent::Whole => out.push_str(list),
    }
}

fn push_name(out: &mut String, field: PersonField) {
    out.push_str(",\"");
    out.push_str(field.as_str());
    out.push_str("\":");
}

/// The contact's values, then the profile's values, which are no longer primary.
fn join(field: PersonField, own: &str, profile: &str) -> String {
    format!("[{},{}]", inner(own), inner(&secondary(field, profile)))
}

/// A profile's list beside a contact's values: its first value is no longer the person's primary.
fn secondary(field: PersonField, list: &str) -> String {
    let mut person = typed(field, list);
    person.metadata_mut(field, |_, metadata| {
        if let Some(metadata) = metadata {
            metadata.primary = false;
        }
    });
    encoded(&person, field)
}

const LISTED: usize = 100;

/// Whether a read cuts any list of these fields.
fn truncates(fields: &FieldsRef<'_>, extent: Extent) -> bool {
    let exceeds = |field| {
        fields
            .get(field)
            .is_some_and(|list| may_exceed_listed(field, list))
    };
    extent == Extent::Listed
        && [PersonField::EmailAddresses, PersonField::PhoneNumbers]
            .into_iter()
            .any(exceeds)
}

/// Whether a list could hold more than the limit: even the shortest value with its metadata takes
/// more than 80 bytes.
fn may_exceed_listed(field: PersonField, list: &str) -> bool {
    matches!(
        field,
        PersonField::EmailAddresses | PersonField::PhoneNumbers
    ) && list.len() > LISTED * 80
}

fn listed(field: PersonField, list: &str) -> String {
    let mut person = typed(field, list);
    person.email_addresses.truncate(LISTED);
    person.phone_numbers.truncate(LISTED);
    encoded(&person, field)
}

fn typed(field: PersonField, list: &str) -> Person {
    let json = format!("{{\"{}\":{list}}}", field.as_str());
    Fields::from_json(&json)
        .map(|fields| fields.to_person())
        .unwrap_or_default()
}

fn encoded(person: &Person, field: PersonField) -> String {
    let fields = Fields::from_person(person, FieldMask::only(field));
    fields.get(field).unwrap_or("[]").to_owned()
}

/// A list's text without its brackets.
fn inner(list: &str) -> &str {
    list.strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
        .unwrap_or(list)
}

//! The people of a domain's directory, as the API shows them (rules `W1` to `W4`).
use people_model::{FieldMask, Fields, PersonEtag, PersonField, SourceType};

use crate::project::{ContactSource, Extent, push_contact_source, push_joined};

/// What a person of a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the API has these two
pub enum DirectorySource {
    /// One of the domain's own people.
    Profile,
    /// A contact that the domain shares with its people.
    Contact,
}

impl DirectorySource {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Profile, Self::Contact];

    /// The type of the person's source, as the wire spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "DOMAIN_PROFILE",
            Self::Contact => "DOMAIN_CONTACT",
        }
    }

    pub(crate) fn source_type(self) -> SourceType {
        match self {
            Self::Profile => SourceType::DomainProfile,
            Self::Contact => SourceType::DomainContact,
        }
    }
}

/// What of a directory a request asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs)] // the parameters `sources` and `mergeSources`
pub struct DirectorySources {
    /// The domain's own people.
    pub profiles: bool,
    /// The contacts that the domain shares.
    pub contacts: bool,
    /// Whether what the caller has saved about the same person is merged into it.
    pub merge_contacts: bool,
}

impl DirectorySources {
    /// Whether people of this source are asked for.
    ///
    /// ```
    /// use people_rules::{DirectorySource, DirectorySources};
    ///
    /// let sources = DirectorySources { profiles: true, ..DirectorySources::default() };
    /// assert!(sources.contains(DirectorySource::Profile));
    /// assert!(!sources.contains(DirectorySource::Contact));
    /// ```
    #[must_use]
    pub const fn contains(self, source: DirectorySource) -> bool {
        match source {
            DirectorySource::Profile => self.profiles,
            DirectorySource::Contact => self.contacts,
        }
    }

    /// The containers that are read, as the person's etag names them (rule `E2`).
    const fn containers(self) -> &'static [u8] {
        match (self.profiles, self.contacts, self.merge_contacts) {
            (true, true, false) => &[1, 7, 8],
            (true, true, true) => &[1, 2, 7, 8],
            (true, false, false) => &[1, 7],
            (true, false, true) => &[1, 2, 7],
            (false, true, false) => &[8],
            (false, true, true) => &[2, 8],
            (false, false, _) => &[],
        }
    }
}

/// A person of a directory, and the caller's contact that is merged into it.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // built by the reader of the store
pub struct DirectoryView<'a> {
    /// What follows `people/` in the name; also the id of the source.
    pub id: &'a str,
    /// What the person is.
    pub source: DirectorySource,
    /// The person's data, from [`directory_person`](crate::directory_person).
    pub fields: &'a Fields,
    /// The caller's contact that shares an address or a number with the person.
    pub contact: Option<ContactSource<'a>>,
}

/// Encodes a person of a directory, as compact JSON in wire order.
///
/// The etag says how the person was read, but has no state: no method writes to a directory.
///
/// ```
/// use people_model::{FieldMask, Name, Person};
/// use people_rules::{
///     DirectorySource, DirectorySources, DirectoryView, Extent, directory_person, project_directory,
/// };
///
/// let xavier = Person::new().names([Name::new().given_name("Xavier")]);
/// let source = DirectorySource::Profile;
/// let xavier = directory_person(&xavier, "42", source, &|_| None);
/// let view = DirectoryView { id: "42", source, fields: &xavier.fields, contact: None };
///
/// let sources = DirectorySources { profiles: true, contacts: false, merge_contacts: false };
/// let shown = project_directory(&view, FieldMask::NAMES, sources, Extent::Whole);
/// assert!(shown.starts_with(r#"{"resourceName":"people/42","#));
/// ```
pub fn project_directory(
    view: &DirectoryView<'_>,
    mask: FieldMask,
    sources: DirectorySources,
    extent: Extent,
) -> String {
    let mut out = String::with_capacity(view.fields.as_json().len() + 640);
    out.push_str("{\"resourceName\":\"people/");
    out.push_str(view.id);
    out.push_str("\",\"etag\":\"");
    PersonEtag::without_fingerprint(mask, sources.containers()).encode_into(&mut out);
    out.push('"');
    push_merged(&mut out, view, mask, extent);
    out.push('}');
    out
}

/// The metadata and the fields of a person of a directory, after those of the contact that is merged
/// into it.
fn push_merged(out: &mut String, view: &DirectoryView<'_>, mask: FieldMask, extent: Extent) {
    if mask.contains(PersonField::Metadata) {
        out.push_str(",\"metadata\":{\"sources\":[");
        if let Some(contact) = &view.contact {
            push_contact_source(out, contact);
            out.push(',');
        }
        out.push_str("{\"type\":\"");
        out.push_str(view.source.as_str());
        out.push_str("\",\"id\":\"");
        out.push_str(view.id);
        out.push_str("\"}],\"objectType\":\"PERSON\"}");
    }
    push_joined(out, mask, view.contact.as_ref(), Some(view.fields), extent);
}

use std::fmt;

use people_model::{Code, PersonField};

/// A rule that a request broke.
///
/// `Display` is the message the API sends. Texts are the live service's where they were seen and
/// ours elsewhere; `docs/semantics.md` says which is which.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// The resource name is not a contact's (rule `U1`).
    #[error("Resource name \"{resource_name}\" is not a valid contact person resource.")]
    NotAContact {
        /// The name as the request gave it.
        resource_name: String,
    },
    /// A mask that is required names nothing (rules `U2`, `U3`).
    #[error(
        "{} is required. Please specify one or more valid paths. Valid paths are documented at {}.",
        parameter.noun(),
        parameter.page()
    )]
    MaskRequired {
        /// The mask.
        parameter: MaskParameter,
    },
    /// A mask names something that it may not (rules `U2`, `U3`).
    #[error(
        "Invalid {} mask path: \"{path}\". Valid paths are documented at {}.",
        parameter.as_str(),
        parameter.page()
    )]
    InvalidMaskPath {
        /// The mask.
        parameter: MaskParameter,
        /// The first such path, as the request wrote it.
        path: String,
    },
    /// A mask's text is not a list of paths at all (rules `U2`, `U3`).
    #[error(
        "Invalid value at '{0}' (type.googleapis.com/google.protobuf.FieldMask), Field '{0}', \
         Invalid FieldMask '{text}'. Map keys should be represented as [\"some_key\"].",
        parameter.proto()
    )]
    MalformedMask {
        /// The mask.
        parameter: MaskParameter,
        /// The mask's whole text.
        text: String,
    },
    /// A singleton has more than one value of the contact's own (rule `U8`).
    #[error("Cannot have more than one person.{} per source.", field.as_str())]
    TooManyValues {
        /// The singleton.
        field: PersonField,
    },
    /// Two values of one field claim to be their source's primary one (rule `D2`).
    #[error("Cannot have more than one source primary value in person.{} per source.", field.as_str())]
    TwoSourcePrimaries {
        /// The field.
        field: PersonField,
    },
    /// A date that no calendar has (rule `U14`).
    #[error("Invalid date at '{path}': {year:04}-{month:02}-{day:02} is not a calendar date.")]
    InvalidDate {
        /// Its path, such as `person.birthdays[0].date`.
        path: String,
        /// The year, 0 when absent.
        year: i32,
        /// The month, 0 when absent.
        month: i32,
        /// The day, 0 when absent.
        day: i32,
    },
    /// A read of other contacts asks for a field that they do not have (rule `O2`).
    #[error("Request field '{}' not allowed for other contacts read requests.", field.as_str())]
    NotOfOtherContacts {
        /// The field.
        field: PersonField,
    },
    /// A search of other contacts asks for their photos (rule `O6`).
    #[error(
        "Request field 'photos' not allowed for other contacts search requests. (The documented \
         contract leaves it out; the live service accepts it, and so does this server with \
         --contract observed.)"
    )]
    PhotosOfSearch,
    /// A read of a directory names no sources (rule `W3`).
    #[error("Request must set sources to at least one directory source.")]
    DirectorySourcesRequired,
    /// The caller is of no domain (rule `W1`).
    #[error("Must be a G Suite domain user.")]
    NoDomain,
    /// The domain does not show its directory to its people (rule `W1`).
    #[error("The administrator of the domain has switched off the sharing of its directory.")]
    SharingOff,
    /// Memberships are updated and no contact group is given (rule `U7`).
    #[error(
        "Request must set at least one person.memberships.contact_group_membership when \
         memberships are updated: a contact is always in at least one contact group."
    )]
    NoMembership,
    /// `person.metadata.sources` is missing (rule `U5`).
    #[error(
        "Request must set person.metadata.sources with the contact source that is being updated. \
         (The documented contract asks for it; the live service accepts person.etag alone, and so \
         does this server with --contract observed.)"
    )]
    SourcesRequired,
    /// `person.metadata.sources` names no source of the contact's own (rule `U5`).
    #[error(
        "Request person.metadata.sources has no contact source for the person that is being \
         updated. (The documented contract asks for one; the live service accepts person.etag \
         alone, and so does this server with --contract observed.)"
    )]
    NoContactSource,
    /// No etag was given (rule `U6`).
    #[error(
        "Request must set person.etag or person.metadata.sources.etag for the source that is being updated."
    )]
    EtagRequired,
    /// The contact changed since the request's author read it (rule `U6`).
    #[error("Request {0} is different than the current {0}. Clear local cache and get the latest person.", etag.path())]
    StaleEtag {
        /// Which of the two etags differs.
        etag: EtagKind,
    },
    /// The contact group changed since the request's author read it (rule `G6`).
    #[error(
        "Request contact_group.etag is different than the current contact_group.etag. Clear local cache and get the latest contact group."
    )]
    StaleGroup,
    /// A system group can neither be changed nor deleted (rules `G6`, `G8`).
    #[error("Resource name \"{resource_name}\" is not a valid user contact group resource.")]
    SystemGroup {
        /// The name as the request gave it.
        resource_name: String,
    },
    /// The contact, or a contact group it is put in, does not exist (rule `U15`).
    #[error("Requested entity was not found.")]
    NotFound,
    /// A membership of a group that takes no more members (rule `U16`).
    #[error("Cannot add contacts to deprecated system contact group")]
    DeprecatedGroup,
    /// A create without a person (rule `C1`).
    #[error("Request must contain a person.")]
    PersonRequired,
    /// A create whose person has no value of a contact (rule `C2`).
    #[error("Must specify a non-metadata contact field on the person")]
    NoContactField,
    /// A photo that is neither JPEG nor PNG (rule `H2`).
    #[error("Invalid photo format")]
    InvalidPhoto,
    /// A photo whose header promises too many pixels (rule `H2`).
    #[error("Photo of {width} x {height} pixels is too large.")]
    PhotoTooLarge {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// An argument out of its range, for which no other text is known (rule `F14`).
    #[error("Request contains an invalid argument.")]
    InvalidArgument,
}

impl Violation {
    /// How the violation is classified on the wire.
    pub fn code(&self) -> Code {
        match self {
            Self::StaleEtag { .. } | Self::StaleGroup | Self::NoDomain => Code::FailedPrecondition,
            Self::SharingOff => Code::PermissionDenied,
            Self::NotFound => Code::NotFound,
            Self::NotAContact { .. }
            | Self::MaskRequired { .. }
            | Self::InvalidMaskPath { .. }
            | Self::MalformedMask { .. }
            | Self::TooManyValues { .. }
            | Self::TwoSourcePrimaries { .. }
            | Self::InvalidDate { .. }
            | Self::NotOfOtherContacts { .. }
            | Self::PhotosOfSearch
            | Self::DirectorySourcesRequired
            | Self::NoMembership
            | Self::SourcesRequired
            | Self::NoContactSource
            | Self::EtagRequired
            | Self::DeprecatedGroup
            | Self::SystemGroup { .. }
            | Self::PersonRequired
            | Self::NoContactField
            | Self::InvalidPhoto
            | Self::PhotoTooLarge { .. }
            | Self::InvalidArgument => Code::InvalidArgument,
        }
    }

    /// The id of the broken rule in `docs/semantics.md`.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotAContact { .. } => "U1",
            Self::MaskRequired { parameter }
            | Self::InvalidMaskPath { parameter, .. }
            | Self::MalformedMask { parameter, .. } => parameter.rule(),
            Self::SourcesRequired | Self::NoContactSource => "U5",
            Self::EtagRequired | Self::StaleEtag { .. } => "U6",
            Self::NoMembership => "U7",
            Self::TooManyValues { .. } => "U8",
            Self::TwoSourcePrimaries { .. } => "D2",
            Self::InvalidDate { .. } => "U14",
            Self::NotOfOtherContacts { .. } => "O2",
            Self::PhotosOfSearch => "O6",
            Self::NoDomain | Self::SharingOff => "W1",
            Self::DirectorySourcesRequired => "W3",
            Self::StaleGroup | Self::SystemGroup { .. } => "G6",
            Self::NotFound => "U15",
            Self::DeprecatedGroup => "U16",
            Self::PersonRequired => "C1",
            Self::NoContactField => "C2",
            Self::InvalidPhoto | Self::PhotoTooLarge { .. } => "H2",
            Self::InvalidArgument => "F14",
        }
    }
}

/// The etag that a request may give in two places (rule `U6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the API has these two places
pub enum EtagKind {
    /// `person.etag`.
    Person,
    /// `person.metadata.sources.etag`, of the contact source.
    Source,
}

impl EtagKind {
    const fn path(self) -> &'static str {
        match self {
            Self::Person => "person.etag",
            Self::Source => "person.metadata.sources.etag",
        }
    }
}

/// The parameters that hold a field mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MaskParameter {
    /// `updatePersonFields`: what an update replaces.
    UpdatePersonFields,
    /// `updateMask`: what a batch of updates replaces.
    UpdateMask,
    /// `personFields`: what a read or a reply holds.
    PersonFields,
    /// `requestMask.includeField`: the older spelling of `personFields`.
    IncludeField,
    /// `readMask`, of the search, directory and batch methods.
    ReadMask,
    /// `copyMask`: what is copied of another contact.
    CopyMask,
    /// `groupFields`, of reads of contact groups.
    GroupFields,
    /// `readGroupFields`, of writes of contact groups.
    ReadGroupFields,
    /// `updateGroupFields`: what an update of a contact group replaces.
    UpdateGroupFields,
}

impl MaskParameter {
    /// The name as the API spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UpdatePersonFields => "updatePersonFields",
            Self::UpdateMask => "updateMask",
            Self::PersonFields => "personFields",
            Self::IncludeField => "requestMask.includeField",
            Self::ReadMask => "readMask",
            Self::CopyMask => "copyMask",
            Self::GroupFields => "groupFields",
            Self::ReadGroupFields => "readGroupFields",
            Self::UpdateGroupFields => "updateGroupFields",
        }
    }

    /// The name in the protocol's own spelling, as transcoding errors use it.
    pub const fn proto(self) -> &'static str {
        match self {
            Self::UpdatePersonFields => "update_person_fields",
            Self::UpdateMask => "update_mask",
            Self::PersonFields => "person_fields",
            Self::IncludeField => "request_mask.include_field",
            Self::ReadMask => "read_mask",
            Self::CopyMask => "copy_mask",
            Self::GroupFields => "group_fields",
            Self::ReadGroupFields => "read_group_fields",
            Self::UpdateGroupFields => "update_group_fields",
        }
    }

    /// What the live service calls it when it is missing: what is a mask by its name goes without
    /// the noun.
    const fn noun(self) -> Noun {
        Noun(self)
    }

    const fn page(self) -> &'static str {
        match self {
            Self::UpdatePersonFields => {
                "https://developers.google.com/people/api/rest/v1/people/updateContact"
            }
            Self::UpdateMask => {
                "https://developers.google.com/people/api/rest/v1/people/batchUpdateContacts"
            }
            Self::PersonFields | Self::IncludeField | Self::ReadMask => {
                "https://developers.google.com/people/api/rest/v1/people/get"
            }
            Self::CopyMask => {
                "https://developers.google.com/people/api/rest/v1/otherContacts/copyOtherContactToMyContactsGroup"
            }
            Self::GroupFields | Self::ReadGroupFields => {
                "https://developers.google.com/people/api/rest/v1/contactGroups/get"
            }
            Self::UpdateGroupFields => {
                "https://developers.google.com/people/api/rest/v1/contactGroups/update"
            }
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::UpdatePersonFields | Self::UpdateMask => "U2",
            Self::UpdateGroupFields => "G6",
            Self::CopyMask => "O4",
            Self::PersonFields
            | Self::IncludeField
            | Self::ReadMask
            | Self::GroupFields
            | Self::ReadGroupFields => "U3",
        }
    }
}

struct Noun(MaskParameter);

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())?;
        match self.0 {
            MaskParameter::ReadMask | MaskParameter::UpdateMask | MaskParameter::CopyMask => Ok(()),
            MaskParameter::UpdatePersonFields
            | MaskParameter::PersonFields
            | MaskParameter::IncludeField
            | MaskParameter::GroupFields
            | MaskParameter::ReadGroupFields
            | MaskParameter::UpdateGroupFields => f.write_str(" mask"),
        }
    }
}

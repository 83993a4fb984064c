//! The rows of the method table.

use crate::{
    descriptor::{Descriptor, ValueKind},
    generated::Method,
};

impl Method {
    /// The method with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.id() == id)
    }

    /// Whether a call changes something: those of one user are applied in order (rule U13).
    #[must_use]
    pub fn mutates(self) -> bool {
        self.verb() != "GET"
    }
}

/// A query parameter of a method.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// The name as JSON spells it: `updatePersonFields`.
    pub json: &'static str,
    /// The name as protobuf spells it: `update_person_fields`. Error messages use it.
    pub proto: &'static str,
    /// The type of the parameter, or of each of its values.
    pub kind: ValueKind,
    /// Whether it may be given more than once.
    pub repeated: bool,
    /// Whether it must be given.
    pub required: bool,
    /// What it says.
    pub description: &'static str,
}

impl Parameter {
    pub(crate) const fn new(
        json: &'static str,
        proto: &'static str,
        kind: ValueKind,
        description: &'static str,
    ) -> Self {
        Self {
            json,
            proto,
            kind,
            repeated: false,
            required: false,
            description,
        }
    }

    pub(crate) const fn repeated(self) -> Self {
        Self {
            repeated: true,
            ..self
        }
    }

    pub(crate) const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
}

impl Method {
    /// Whether a call needs all of the method's scopes. For other methods one scope is enough, but a copy reads with
    /// one and writes with the other.
    #[must_use]
    pub const fn needs_every_scope(self) -> bool {
        matches!(self, Self::CopyOtherContactToMyContactsGroup)
    }
}

/// The body of a method's requests.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Body {
    /// The field of the request that the body is, `person`; none when it is the request.
    /// Paths in error messages start with it.
    pub field: Option<&'static str>,
    /// What it holds.
    pub message: &'static Descriptor,
    /// How many times larger it may be than the body of a request about one contact (rule F6).
    pub room: u32,
    /// The people or contact groups that it has, and where.
    pub resources: Resources,
}

impl Body {
    pub(crate) const fn new(
        field: Option<&'static str>,
        message: &'static Descriptor,
        room: u32,
        resources: Resources,
    ) -> Self {
        Self {
            field,
            message,
            room,
            resources,
        }
    }
}

/// The people or contact groups that a message has, and where.
///
/// The place is a path: the names of the members that lead from the message to the resource. A `*` means every entry of
/// a list or a map. The path is empty if the message is the resource.
///
/// ```
/// use people_model::{Method, Resources};
///
/// let contacts = Resources::People(&["connections", "*"]);
/// assert_eq!(Method::ListConnections.returned(), contacts);
/// assert_eq!(Method::UpdateContact.returned(), Resources::People(&[]));
/// assert_eq!(Method::DeleteContact.returned(), Resources::None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // a `match` over the kinds has to meet a new one
pub enum Resources {
    /// People: contacts, other contacts, profiles or people of a directory.
    People(&'static [&'static str]),
    /// Contact groups.
    Groups(&'static [&'static str]),
    /// None of them: only names, a photo, numbers, or nothing.
    None,
}

/// A permission that a user gives to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// The scope as OAuth spells it, a URL.
    pub url: &'static str,
    /// What it permits.
    pub description: &'static str,
}

impl Scope {
    pub(crate) const fn new(url: &'static str, description: &'static str) -> Self {
        Self { url, description }
    }
}

/// A query parameter that every method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SystemParameter {
    /// Its name.
    pub name: &'static str,
    /// A second spelling, `$alt` of `alt`.
    pub alias: Option<&'static str>,
    /// The values it may have; empty for any.
    pub values: &'static [&'static str],
    /// What it does.
    pub description: &'static str,
}

impl SystemParameter {
    pub(crate) const fn new(
        name: &'static str,
        alias: Option<&'static str>,
        values: &'static [&'static str],
        description: &'static str,
    ) -> Self {
        Self {
            name,
            alias,
            values,
            description,
        }
    }

    /// The parameter with this name, in either spelling.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let spelt = |known: &&Self| known.name == name || known.alias == Some(name);
        crate::generated::SYSTEM_PARAMETERS.iter().find(spelt)
    }
}

use bytes::Bytes;
use people_model::{
    ContactId, Empty, FieldMask, GetPeopleResponse, ListConnectionsResponse, Method, Person,
    PersonField, ReadSourceType, SortOrder, UpdateMask,
};
use people_rules::{MaskParameter, Sources, Violation, read_mask, update_mask};

use crate::{
    body,
    query::{Arguments, Query},
    rejection::{Problems, Rejection},
    request::{Encoder, Request, sealed::Sealed},
    route::Route,
    settle::holds,
};

/// `people.updateContact`: replaces fields of a contact (rule `U1`).
///
/// ```
/// use people_http::{Query, Request, UpdateContact, route};
/// use people_model::{ContactId, FieldMask, Person};
///
/// let id = ContactId::new(17).unwrap();
/// let person: Person = serde_json::from_str(r#"{"names": [{"givenName": "Ada"}]}"#)?;
/// let update = UpdateContact::new(id, person, FieldMask::NAMES.try_into()?);
///
/// let request = update.to_http();
/// assert_eq!(request.method(), "PATCH");
/// assert_eq!(*request.uri(), "/v1/people/c17:updateContact?updatePersonFields=names");
///
/// let route = route(request.method(), request.uri().path()).unwrap();
/// let query = Query::parse(request.uri().query().unwrap_or_default());
/// assert_eq!(UpdateContact::from_http(&route, &query, request.body())?, update);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdateContact {
    /// The contact, which the path names. The name in the body counts for nothing.
    pub id: ContactId,
    /// The new values, and what they were read from: `etag` and `metadata.sources`.
    pub person: Person,
    /// The fields to replace (rule `U2`).
    pub mask: UpdateMask,
    /// The fields to return (rule `U3`); all of them unless said.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl UpdateContact {
    /// Replaces the `mask` fields of a contact with those of `person`.
    pub fn new(id: ContactId, person: Person, mask: UpdateMask) -> Self {
        Self {
            id,
            person,
            mask,
            read: FieldMask::ALL,
            sources: Sources::DEFAULT,
        }
    }

    /// Limits what is returned to the `read` fields, and to values of `sources`.
    pub fn returning(self, read: FieldMask, sources: Sources) -> Self {
        Self {
            read,
            sources,
            ..self
        }
    }
}

impl Sealed for UpdateContact {}

impl Request for UpdateContact {
    const METHOD: Method = Method::UpdateContact;
    type Response = Person;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .name(self.id.resource_name())
            .mask("updatePersonFields", self.mask.fields())
            .mask_or_all("personFields", self.read)
            .sources(self.sources)
            .body(&self.person)
            .build()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        let person = body::decode(body, "person", problems)?;
        let id = contact_id(route)?;
        let mask = update_mask(arguments.text("updatePersonFields"))?;
        let read = person_fields(&arguments)?.unwrap_or(FieldMask::ALL);
        Ok(Self {
            id,
            person,
            mask,
            read,
            sources: sources(&arguments),
        })
    }

    fn is_repeatable(&self) -> bool {
        let metadata = self.person.metadata.as_ref();
        let sources = metadata.map_or(&[][..], |metadata| &metadata.sources);
        !self.person.etag.is_empty() || sources.iter().any(|source| !source.etag.is_empty())
    }

    fn read_back(&self) -> Option<GetPerson> {
        let shows_it = self.sources.contains(ReadSourceType::Contact);
        let read = self.read.union(self.mask.fields());
        shows_it.then(|| GetPerson::new(self.id.resource_name(), read).sources(self.sources))
    }

    fn reply_from(&self, mut found: Person) -> Option<Person> {
        if !holds(&found, &self.person, self.mask) {
            return None;
        }
        for field in self.mask.fields().difference(self.read).iter() {
            found.clear_field(field);
        }
        Some(found)
    }
}

/// `people.createContact`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateContact {
    /// The new contact's values.
    pub person: Person,
    /// The fields to return (rule `U3`); all of them unless said.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl CreateContact {
    /// Creates a contact with the values of `person`.
    pub fn new(person: Person) -> Self {
        Self {
            person,
            read: FieldMask::ALL,
            sources: Sources::DEFAULT,
        }
    }

    /// Limits what is returned to the `read` fields, and to values of `sources`.
    pub fn returning(self, read: FieldMask, sources: Sources) -> Self {
        Self {
            read,
            sources,
            ..self
        }
    }
}

impl Sealed for CreateContact {}

impl Request for CreateContact {
    const METHOD: Method = Method::CreateContact;
    type Response = Person;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .mask_or_all("personFields", self.read)
            .sources(self.sources)
            .body(&self.person)
            .build()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        let person = body::decode(body, "person", problems)?;
        if body::is_blank(body) {
            return Err(Violation::PersonRequired.into());
        }
        Ok(Self {
            person,
            read: person_fields(&arguments)?.unwrap_or(FieldMask::ALL),
            sources: sources(&arguments),
        })
    }
}

/// `people.get`: reads a person.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetPerson {
    /// The person, such as `people/c1` or `people/me`.
    pub resource_name: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl GetPerson {
    /// Reads the `read` fields of a person.
    pub fn new(resource_name: impl Into<String>, read: FieldMask) -> Self {
        Self {
            resource_name: resource_name.into(),
            read,
            sources: Sources::DEFAULT,
        }
    }

    /// Limits what is returned to values of these sources.
    pub fn sources(mut self, sources: Sources) -> Self {
        self.sources = sources;
        self
    }
}

impl Sealed for GetPerson {}

impl Request for GetPerson {
    const METHOD: Method = Method::GetPerson;
    type Response = Person;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .mask("personFields", self.read)
            .sources(self.sources)
            .build()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: required_person_fields(&arguments)?,
            sources: sources(&arguments),
        })
    }
}

/// `people.getBatchGet`: reads several persons.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetPeople {
    /// The persons, 1 to [`GetPeople::MAX`] of them.
    pub resource_names: Vec<String>,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl GetPeople {
    /// How many persons one call reads.
    pub const MAX: usize = 200;

    /// Reads the `read` fields of several persons.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>, read: FieldMask) -> Self {
        Self {
            resource_names: names.into_iter().map(Into::into).collect(),
            read,
            sources: Sources::DEFAULT,
        }
    }

    /// Limits what is returned to values of these sources.
    pub fn sources(mut self, sources: Sources) -> Self {
        self.sources = sources;
        self
    }
}

impl Sealed for GetPeople {}

impl Request for GetPeople {
    const METHOD: Method = Method::GetPeople;
    type Response = GetPeopleResponse;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .texts("resourceNames", &self.resource_names)
            .mask("personFields", self.read)
            .sources(self.sources)
            .build()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        let resource_names: Vec<String> = arguments
            .all("resourceNames")
            .map(ToOwned::to_owned)
            .collect();
        if resource_names.is_empty() || resource_names.len() > Self::MAX {
            return Err(Violation::InvalidArgument.into());
        }
        Ok(Self {
            resource_names,
            read: required_person_fields(&arguments)?,
            sources: sources(&arguments),
        })
    }
}

/// `people.deleteContact`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteContact {
    /// The contact.
    pub id: ContactId,
}

impl DeleteContact {
    /// Deletes a contact.
    pub fn new(id: ContactId) -> Self {
        Self { id }
    }
}

impl Sealed for DeleteContact {}

impl Request for DeleteContact {
    const METHOD: Method = Method::DeleteContact;
    type Response = Empty;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .name(self.id.resource_name())
            .build()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        let id = contact_id(route)?;
        Ok(Self { id })
    }

    fn is_repeatable(&self) -> bool {
        true
    }

    fn reply_if_gone(&self) -> Option<Empty> {
        Some(Empty::default())
    }
}

/// `people.connections.list`: reads a page of the caller's contacts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListConnections {
    /// Whose contacts: only `people/me` has any.
    pub resource_name: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
    /// How many contacts a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// Whether the last page brings a token for the changes after it.
    pub request_sync_token: bool,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
    /// The order of the contacts.
    pub sort_order: SortOrder,
}

impl ListConnections {
    /// Reads the `read` fields of the caller's contacts, from the first page.
    pub fn new(read: FieldMask) -> Self {
        Self {
            resource_name: "people/me".to_owned(),
            read,
            sources: Sources::DEFAULT,
            page_size: 0,
            page_token: String::new(),
            request_sync_token: false,
            sync_token: String::new(),
            sort_order: SortOrder::default(),
        }
    }
}

impl Sealed for ListConnections {}

impl Request for ListConnections {
    const METHOD: Method = Method::ListConnections;
    type Response = ListConnectionsResponse;

    fn to_http(&self) -> http::Request<Bytes> {
        let sort_order = match self.sort_order == SortOrder::default() {
            true => "",
            false => self.sort_order.as_str(),
        };
        Encoder::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .mask("personFields", self.read)
            .sources(self.sources)
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .boolean("requestSyncToken", self.request_sync_token)
            .text("syncToken", &self.sync_token)
            .text("sortOrder", sort_order)
            .build()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: required_person_fields(&arguments)?,
            sources: sources(&arguments),
            page_size: arguments.int32("pageSize"),
            page_token: arguments.text("pageToken").to_owned(),
            request_sync_token: arguments.boolean("requestSyncToken"),
            sync_token: arguments.text("syncToken").to_owned(),
            sort_order: arguments.enums("sortOrder").last().unwrap_or_default(),
        })
    }
}

/// Only a contact can be written to (rule `U1`).
fn contact_id(route: &Route) -> Result<ContactId, Violation> {
    ContactId::from_resource_name(route.name()).ok_or_else(|| Violation::NotAContact {
        resource_name: route.name().to_owned(),
    })
}

fn required_person_fields(arguments: &Arguments<'_>) -> Result<FieldMask, Violation> {
    let parameter = MaskParameter::PersonFields;
    person_fields(arguments)?.ok_or(Violation::MaskRequired { parameter })
}

/// `personFields`, or the older parameter in its place (rule `U3`).
fn person_fields(arguments: &Arguments<'_>) -> Result<Option<FieldMask>, Violation> {
    let mask = read_mask(MaskParameter::PersonFields, arguments.text("personFields"))?;
    match mask {
        Some(mask) => Ok(Some(mask)),
        None => include_field(arguments.text("requestMask.includeField")),
    }
}

/// Paths here begin at the reply: `person.names`. A bare `names` is understood.
fn include_field(text: &str) -> Result<Option<FieldMask>, Violation> {
    let mut mask = FieldMask::EMPTY;
    for path in text.split(',').filter(|path| !path.is_empty()) {
        let name = path.strip_prefix("person.").unwrap_or(path);
        let field = PersonField::from_wire(name).ok_or_else(|| Violation::InvalidMaskPath {
            parameter: MaskParameter::IncludeField,
            path: path.to_owned(),
        })?;
        mask = mask.union(FieldMask::only(field));
    }
    Ok((!mask.is_empty()).then_some(mask))
}

fn sources(arguments: &Arguments<'_>) -> Sources {
    arguments.enums("sources").collect()
}

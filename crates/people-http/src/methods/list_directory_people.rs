use people_model::{
    DirectoryMergeSourceType, DirectorySourceType, FieldMask, ListDirectoryPeopleResponse, Method,
};
use people_rules::{DirectorySources, Violation};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape, SyncTokens},
};

/// `people.listDirectoryPeople`: reads a page of the directory of the caller's domain (rules `W1` to
/// `W4`).
///
/// ```
/// use people_http::{ListDirectoryPeople, Request};
/// use people_model::FieldMask;
/// use people_rules::DirectorySources;
///
/// let sources = DirectorySources { profiles: true, ..DirectorySources::default() };
/// let list = ListDirectoryPeople::new(FieldMask::NAMES, sources);
/// assert_eq!(
///     *list.to_http().uri(),
///     "/v1/people:listDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListDirectoryPeople {
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// What to return of the directory: profiles, contacts or both; required.
    pub sources: DirectorySources,
    /// How many people a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// Whether the last page brings a token for the changes after it.
    pub request_sync_token: bool,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
}

impl ListDirectoryPeople {
    /// Reads the `read` fields of the directory's people, from the first page.
    pub fn new(read: FieldMask, sources: DirectorySources) -> Self {
        Self {
            read,
            sources,
            page_size: 0,
            page_token: String::new(),
            request_sync_token: false,
            sync_token: String::new(),
        }
    }
}

setters!(ListDirectoryPeople: page_size, page_token, request_sync_token, sync_token);

impl Sealed for ListDirectoryPeople {}

impl Request for ListDirectoryPeople {
    const METHOD: Method = Method::ListDirectoryPeople;
    type Response = ListDirectoryPeopleResponse;

    fn shape(&self) -> Shape<'_> {
        let asks = self.request_sync_token;
        let gives = SyncTokens::OnRequest { asks };
        Shape::read(Self::METHOD, Returns::DirectoryPeople(self.read)).list(
            &self.page_token,
            &self.sync_token,
            gives,
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .mask("readMask", self.read)
            .directory_sources(self.sources)
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .boolean("requestSyncToken", self.request_sync_token)
            .text("syncToken", &self.sync_token)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            read: incoming.read_mask()?,
            sources: incoming.directory_sources()?,
            page_size: incoming.arguments.int32("pageSize"),
            page_token: incoming.arguments.text("pageToken").to_owned(),
            request_sync_token: incoming.arguments.boolean("requestSyncToken"),
            sync_token: incoming.arguments.text("syncToken").to_owned(),
        })
    }
}

impl Incoming<'_> {
    /// `sources` and `mergeSources` of a directory (rule `W3`).
    pub(super) fn directory_sources(&self) -> Result<DirectorySources, Violation> {
        let mut found = DirectorySources::default();
        for source in self.arguments.enums::<DirectorySourceType>("sources") {
            found.profiles |= source == DirectorySourceType::DomainProfile;
            found.contacts |= source == DirectorySourceType::DomainContact;
        }
        for source in self
            .arguments
            .enums::<DirectoryMergeSourceType>("mergeSources")
        {
            found.merge_contacts |= source == DirectoryMergeSourceType::Contact;
        }
        match found.profiles || found.contacts {
            true => Ok(found),
            false => Err(Violation::DirectorySourcesRequired),
        }
    }
}

impl Outgoing {
    /// The same the other way.
    pub(super) fn directory_sources(self, sources: DirectorySources) -> Self {
        let named = [
            (sources.profiles, DirectorySourceType::DomainProfile),
            (sources.contacts, DirectorySourceType::DomainContact),
        ];
        let named = named.into_iter().filter(|(is_named, _)| *is_named);
        let named: Vec<String> = named.map(|(_, it)| it.as_str().to_owned()).collect();
        let merged = match sources.merge_contacts {
            true => DirectoryMergeSourceType::Contact.as_str(),
            false => "",
        };
        self.texts("sources", &named).text("mergeSources", merged)
    }
}

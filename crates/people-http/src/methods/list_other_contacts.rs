use people_model::{FieldMask, ListOtherContactsResponse, Method, ReadSourceType};
use people_rules::{OTHER_CONTACT_FIELDS, Sources, Violation};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape, SyncTokens},
};

/// `otherContacts.list`: reads a page of the people whom the caller has met and not put among the
/// contacts (rules `O1` to `O3`).
///
/// ```
/// use people_http::{ListOtherContacts, Request};
/// use people_model::FieldMask;
///
/// let list = ListOtherContacts::new(FieldMask::NAMES).page_size(1000);
/// assert_eq!(*list.to_http().uri(), "/v1/otherContacts?readMask=names&pageSize=1000");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListOtherContacts {
    /// The fields to return (rule `O2`); required.
    pub read: FieldMask,
    /// Whether the values of a linked profile are returned as well.
    pub with_profiles: bool,
    /// How many other contacts a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// Whether the last page brings a token for the changes after it.
    pub request_sync_token: bool,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
}

impl ListOtherContacts {
    /// Reads the `read` fields of the caller's other contacts, from the first page.
    pub fn new(read: FieldMask) -> Self {
        Self {
            read,
            with_profiles: false,
            page_size: 0,
            page_token: String::new(),
            request_sync_token: false,
            sync_token: String::new(),
        }
    }

    /// Sets whether the values of a linked profile are returned as well. All fields may be read then.
    #[must_use]
    pub fn with_profiles(mut self, with_profiles: bool) -> Self {
        self.with_profiles = with_profiles;
        self
    }

    /// The source types to return.
    pub fn sources(&self) -> Sources {
        match self.with_profiles {
            true => Sources::DEFAULT,
            false => ALONE.into_iter().collect(),
        }
    }
}

/// What is returned where the request names no source.
const ALONE: [ReadSourceType; 1] = [ReadSourceType::Contact];

/// The fields of other contacts that can be read if contact is the only source.
pub(super) const READABLE: FieldMask = OTHER_CONTACT_FIELDS
    .union(FieldMask::METADATA)
    .union(FieldMask::PHOTOS);

setters!(ListOtherContacts: page_size, page_token, request_sync_token, sync_token);

impl Sealed for ListOtherContacts {}

impl Request for ListOtherContacts {
    const METHOD: Method = Method::ListOtherContacts;
    type Response = ListOtherContactsResponse;

    fn shape(&self) -> Shape<'_> {
        let asks = self.request_sync_token;
        let gives = SyncTokens::OnRequest { asks };
        Shape::read(Self::METHOD, Returns::OtherContacts(self.read)).list(
            &self.page_token,
            &self.sync_token,
            gives,
        )
    }

    fn encode(&self) -> Encoded {
        let sources: Vec<String> = match self.with_profiles {
            true => Sources::DEFAULT
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            false => Vec::new(),
        };
        Outgoing::new(Self::METHOD)
            .mask("readMask", self.read)
            .texts("sources", &sources)
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .boolean("requestSyncToken", self.request_sync_token)
            .text("syncToken", &self.sync_token)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        let read = incoming.read_mask()?;
        let with_profiles = with_profiles(incoming.arguments.enums("sources"))?;
        if !with_profiles && let Some(field) = read.difference(READABLE).iter().next() {
            return Err(Violation::NotOfOtherContacts { field }.into());
        }
        Ok(Self {
            read,
            with_profiles,
            page_size: incoming.arguments.int32("pageSize"),
            page_token: incoming.arguments.text("pageToken").to_owned(),
            request_sync_token: incoming.arguments.boolean("requestSyncToken"),
            sync_token: incoming.arguments.text("syncToken").to_owned(),
        })
    }
}

/// Only contacts, or contacts and profiles: no other sources may be named.
fn with_profiles(named: impl Iterator<Item = ReadSourceType>) -> Result<bool, Violation> {
    let (mut contacts, mut profiles, mut any) = (false, false, false);
    for source in named {
        match source {
            ReadSourceType::Unspecified => continue,
            ReadSourceType::Contact => contacts = true,
            ReadSourceType::Profile => profiles = true,
            _ => return Err(Violation::InvalidArgument),
        }
        any = true;
    }
    match any && !contacts {
        true => Err(Violation::InvalidArgument),
        false => Ok(profiles),
    }
}

//! Lists that come in pages.
use std::{collections::HashSet, fmt};

use people_model::{
    ContactGroup, ListConnectionsResponse, ListContactGroupsResponse, ListDirectoryPeopleResponse,
    ListOtherContactsResponse, Person, SearchDirectoryPeopleResponse,
};

use super::{
    Client,
    error::{Error, ErrorKind},
    lost::Sendable,
};
use crate::methods::{
    ListConnections, ListContactGroups, ListDirectoryPeople, ListOtherContacts,
    SearchDirectoryPeople,
};

/// The entries of a list, read page by page.
///
/// It has an async `next` and is not a `Stream`. So it needs neither pinning nor a crate of combinators, and you can
/// call it again. If a page fails, or you drop the call, the next call reads that page again.
///
/// ```no_run
/// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
/// use people_model::FieldMask;
///
/// let mut connections = client.connections(FieldMask::NAMES);
/// while let Some(person) = connections.next().await? {
///     println!("{}", person.resource_name);
/// }
/// let token = connections.sync_token(); // with which to list later what changed since
/// # Ok(())
/// # }
/// ```
pub struct Pages<R: Paged> {
    client: Client,
    request: R,
    /// The page tokens so far. One that comes again would lead in a circle.
    tokens: HashSet<String>,
    /// What is left of the page, last entry first.
    page: Vec<R::Item>,
    finished: bool,
    sync_token: String,
}

impl<R: Paged> Pages<R> {
    pub(super) fn new(client: Client, request: R) -> Self {
        Self {
            client,
            tokens: [request.page_token().to_owned()].into(),
            request,
            page: Vec::new(),
            finished: false,
            sync_token: String::new(),
        }
    }

    /// The next entry; `None` after the last.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn next(&mut self) -> Result<Option<R::Item>, Error> {
        while self.page.is_empty() {
            let Some(mut page) = self.next_page().await? else {
                return Ok(None);
            };
            page.reverse();
            self.page = page;
        }
        Ok(self.page.pop())
    }

    /// What is left of this page, or else the next one, which may be empty; `None` after the last.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. It also fails when the reply names a page that was already read: such a list would not
    /// end.
    pub async fn next_page(&mut self) -> Result<Option<Vec<R::Item>>, Error> {
        if !self.page.is_empty() {
            let mut page = std::mem::take(&mut self.page);
            page.reverse();
            return Ok(Some(page));
        }
        if self.finished {
            return Ok(None);
        }
        let page = self.client.perform(&self.request, &mut None).await?;
        let Page {
            items,
            next,
            sync_token,
        } = R::page(page);
        if !next.is_empty() && self.tokens.contains(&next) {
            let error = Error::new(Some(R::METHOD), ErrorKind::Unreadable);
            return Err(error.because(
                "its nextPageToken is that of an earlier page, so the list would not end",
            ));
        }
        self.finished = next.is_empty();
        if !self.finished {
            self.tokens.insert(next.clone());
        }
        self.sync_token = sync_token;
        self.request.turn_to(next);
        Ok(Some(items))
    }

    /// All entries that are left. The [sync token](Self::sync_token) can be had afterwards.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn all(&mut self) -> Result<Vec<R::Item>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next_page().await? {
            all.extend(page);
        }
        Ok(all)
    }

    /// The token to list later what changed since now. It comes with the last page, if the request
    /// asked for it: see [`ListConnections::request_sync_token`].
    pub fn sync_token(&self) -> Option<&str> {
        Some(self.sync_token.as_str()).filter(|token| !token.is_empty())
    }
}

/// Shows how far it is, and no entries.
impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("method", &R::METHOD.id())
            .field("left_on_page", &self.page.len())
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

/// A request whose reply is one page of a list.
pub trait Paged: Sendable + Clone {
    /// An entry of the list.
    type Item: Send;

    #[doc(hidden)]
    fn page(response: Self::Response) -> Page<Self::Item>;

    #[doc(hidden)]
    fn page_token(&self) -> &str;

    #[doc(hidden)]
    fn turn_to(&mut self, page_token: String);
}

/// What a reply holds of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T> {
    items: Vec<T>,
    next: String,
    sync_token: String,
}

/// Says which member of each reply holds the entries, and whether it brings a token for the next sync.
macro_rules! paged {
    ($($request:ident: $response:ident . $items:ident of $item:ident $(, $sync_token:ident)?;)+) => {$(
        impl Paged for $request {
            type Item = $item;

            fn page(response: $response) -> Page<$item> {
                Page {
                    items: response.$items,
                    next: response.next_page_token,
                    sync_token: paged!(@ response $($sync_token)?),
                }
            }

            fn page_token(&self) -> &str {
                &self.page_token
            }

            fn turn_to(&mut self, page_token: String) {
                self.page_token = page_token;
            }
        }
    )+};
    (@ $response:ident $sync_token:ident) => { $response.$sync_token };
    (@ $response:ident) => { String::new() };
}

paged! {
    ListConnections: ListConnectionsResponse.connections of Person, next_sync_token;
    ListContactGroups: ListContactGroupsResponse.contact_groups of ContactGroup, next_sync_token;
    ListOtherContacts: ListOtherContactsResponse.other_contacts of Person, next_sync_token;
    ListDirectoryPeople: ListDirectoryPeopleResponse.people of Person, next_sync_token;
    SearchDirectoryPeople: SearchDirectoryPeopleResponse.people of Person;
}

use people_http::ListConnections;
use people_model::{FieldMask, ListConnectionsResponse, Message, SortOrder};
use people_rules::{ContactKind, Extent, Sources, Violation};
use people_store::{
    Account, Cursor, Micros, Order, Page, Row, RowKind, Standing, Store, StoreError, Version,
};
use serde::{Deserialize, Serialize};

use super::{Service, members::Members, rows::AT_ONCE, shown::Shown};
use crate::api::{Failure, Reply};

/// Rule `L1`.
const DEFAULT_PAGE: usize = 100;
pub(super) const LARGEST_PAGE: usize = 1000;
/// A page ends once its rows have this many bytes.
pub(super) const PAGE_BYTES: usize = 4 << 20;

/// How long after the full sync its tokens are good for (rule `Y3`): seven days.
pub(super) const SYNC_LIFETIME: Micros = 7 * 24 * 60 * 60 * 1_000_000;

/// What a page token carries to the next page.
#[derive(Serialize, Deserialize)]
pub(super) struct PageState {
    pub(super) cursor: String,
    pub(super) sync: Option<SyncState>,
    /// The account's last replacement when the page was read: after another one, the cursor is at no place.
    #[serde(default)]
    pub(super) replaced: u64,
}

/// What a sync token carries to the next sync.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct SyncState {
    /// Changes after this version are still unknown to the client.
    pub(super) version: u64,
    /// When the full sync began.
    pub(super) since: Micros,
}

impl SyncState {
    /// Rule `Y3`.
    pub(super) fn is_expired(self, now: Micros) -> bool {
        now.saturating_sub(self.since) > SYNC_LIFETIME
    }

    /// A feed does not show the rows that were removed when all rows were replaced (rule `Y4`).
    pub(super) fn is_replaced(self, standing: &Standing) -> bool {
        self.version < standing.replaced.0
    }
}

/// What is listed.
#[derive(Clone, Copy)]
pub(super) enum List {
    All(Order),
    /// After a version.
    Changes(Version),
}

/// A request for a part of a list.
pub(super) struct Listing<'c> {
    /// Whose rows: tokens are the caller's in any case.
    pub(super) of: &'c Account,
    pub(super) kind: RowKind,
    pub(super) order: Order,
    /// What must be the same on every sync.
    pub(super) what: String,
    /// What must be the same on every page beside that.
    pub(super) how: &'static str,
    pub(super) page_size: i32,
    pub(super) page_token: &'c str,
    pub(super) request_sync_token: bool,
    pub(super) sync_token: &'c str,
}

impl Listing<'_> {
    /// What must be the same on every page (rule `P2`). The page size may change.
    fn parameters(&self) -> String {
        format!(
            "page\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}",
            self.what, self.how, self.request_sync_token, self.sync_token
        )
    }
}

/// A part of a list.
pub(super) struct Listed {
    pub(super) rows: Vec<Row>,
    /// The member of the reply with the token for the next page or the next sync, if there is one.
    pub(super) tokens: Option<String>,
    /// How many entries the whole list has.
    pub(super) total: u64,
}

impl<S: Store> Service<S> {
    /// `people.connections.list`: a listing of all contacts, or of the changes since a sync token.
    pub(super) async fn list_connections(
        &self,
        account: &Account,
        call: ListConnections,
    ) -> Result<Reply, Failure> {
        if call.resource_name != "people/me" {
            return Err(Violation::InvalidArgument.into());
        }
        let syncs = call.request_sync_token || !call.sync_token.is_empty();
        if syncs && call.sort_order != SortOrder::LastModifiedAscending {
            return Err(Violation::InvalidArgument.into());
        }
        let listing = Listing {
            of: account,
            kind: RowKind::Contact,
            order: order(call.sort_order),
            what: synced(&call),
            how: call.sort_order.as_str(),
            page_size: call.page_size,
            page_token: &call.page_token,
            request_sync_token: call.request_sync_token,
            sync_token: &call.sync_token,
        };
        let listed = self.list(account, &listing).await?;
        let shown = Shown {
            extent: Extent::Listed,
            ..self.shown(account, call.read, call.sources)
        };
        let mut members = Members::new();
        let contacts = listed.rows;
        push_contacts(
            "connections",
            ContactKind::Own,
            contacts,
            &shown,
            &mut members,
        )?;
        if let Some(tokens) = listed.tokens {
            members.push(&tokens);
        }
        let total = listed.total;
        if total > 0 {
            members.push(&format!("\"totalPeople\":{total},\"totalItems\":{total}"));
        }
        Ok(Reply::new(
            members.finish(),
            ListConnectionsResponse::DESCRIPTOR,
        ))
    }

    /// A page of rows, or of changes since a sync token, with the tokens that follow from it (rules `P1`
    /// to `Y3`).
    pub(super) async fn list(
        &self,
        account: &Account,
        listing: &Listing<'_>,
    ) -> Result<Listed, Failure> {
        let parameters = listing.parameters();
        // What the next sync starts from is fixed before the first page is read: a change in
        // between is then sent twice, never lost.
        let standing = self.store.standing(listing.of).await?;
        let delta_since = self.sync_state(account, listing.sync_token, &listing.what, &standing)?;
        let state = match listing.page_token {
            "" => None,
            token => Some(self.page_state(account, token, &parameters, &standing)?),
        };
        let syncs = listing.request_sync_token || !listing.sync_token.is_empty();
        let next_sync = match state.as_ref().and_then(|state| state.sync) {
            Some(sync) => Some(sync),
            None if syncs => Some(self.next_sync(account, delta_since, &standing)),
            None => None,
        };
        let cursor = state
            .map(|state| state.cursor.parse::<Cursor>())
            .transpose();
        let cursor = cursor.map_err(|_| Violation::InvalidArgument)?;

        let limit = page_size(listing.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        let list = match delta_since {
            None => List::All(listing.order),
            Some(sync) => List::Changes(Version(sync.version)),
        };
        let (of, kind) = (listing.of, listing.kind);
        let page = self.rows(of, kind, list, cursor.clone(), limit).await?;
        let total = match delta_since {
            None => standing.count(kind),
            Some(sync) => {
                self.count_changes(of, kind, sync, cursor.as_ref(), &page)
                    .await?
            }
        };
        let tokens = match (&page.next, next_sync) {
            (Some(cursor), sync) => {
                let state = PageState {
                    cursor: cursor.to_string(),
                    sync,
                    replaced: standing.replaced.0,
                };
                let token = self.tokens.seal(&encode(&state), account, &parameters)?;
                Some(format!("\"nextPageToken\":\"{token}\""))
            }
            (None, Some(sync)) => {
                let token = self.tokens.seal(&encode(&sync), account, &listing.what)?;
                Some(format!("\"nextSyncToken\":\"{token}\""))
            }
            (None, None) => None,
        };
        Ok(Listed {
            rows: page.rows,
            tokens,
            total,
        })
    }

    /// At most `limit` rows, read in portions. There are fewer if they are large, so that a page takes at most the
    /// memory of some dozens of contacts.
    pub(super) async fn rows(
        &self,
        account: &Account,
        kind: RowKind,
        list: List,
        mut after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let (store, mut rows, mut bytes) = (&self.store, Vec::new(), 0);
        loop {
            let (from, wanted) = (after.as_ref(), AT_ONCE.min(limit - rows.len()));
            let part = match list {
                List::All(order) => store.page(account, kind, order, from, wanted).await?,
                List::Changes(since) => store.changes(account, kind, since, from, wanted).await?,
            };
            let bodies = part.rows.iter().map(|row| row.record.body.len());
            bytes += bodies.sum::<usize>();
            rows.extend(part.rows);
            after = part.next;
            if after.is_none() || rows.len() >= limit || bytes >= PAGE_BYTES {
                return Ok(Page { rows, next: after });
            }
        }
    }

    /// Reads a request's sync token, if it has one (rules `Y1` to `Y3`, `Y4`).
    pub(super) fn sync_state(
        &self,
        account: &Account,
        token: &str,
        parameters: &str,
        standing: &Standing,
    ) -> Result<Option<SyncState>, Failure> {
        if token.is_empty() {
            return Ok(None);
        }
        let sync = self.open_sync_token(account, token, parameters)?;
        let now = self.facts.settings.clock.now(account);
        match sync.is_replaced(standing) || sync.is_expired(now) {
            true => Err(Failure::expired_sync_token()),
            false => Ok(Some(sync)),
        }
    }

    /// What a sync token says, even if it has ended.
    pub(super) fn open_sync_token(
        &self,
        account: &Account,
        token: &str,
        parameters: &str,
    ) -> Result<SyncState, Failure> {
        let content = self.tokens.open(token, account, parameters)?;
        serde_json::from_str(&content).map_err(|_| Violation::InvalidArgument.into())
    }

    /// The version that the next sync starts from, if the current one started from `before`.
    pub(super) fn next_sync(
        &self,
        account: &Account,
        before: Option<SyncState>,
        standing: &Standing,
    ) -> SyncState {
        let now = || self.facts.settings.clock.now(account);
        SyncState {
            version: standing.version.0,
            since: before.map_or_else(now, |sync| sync.since),
        }
    }

    /// Reads a page token (rules `P1`, `P2`, `Y4`).
    pub(super) fn page_state(
        &self,
        account: &Account,
        token: &str,
        parameters: &str,
        standing: &Standing,
    ) -> Result<PageState, Failure> {
        let content = self.tokens.open(token, account, parameters)?;
        let state: PageState =
            serde_json::from_str(&content).map_err(|_| Violation::InvalidArgument)?;
        match state.replaced == standing.replaced.0 {
            true => Ok(state),
            false => Err(Violation::InvalidArgument.into()),
        }
    }

    /// The number of entries of a whole delta.
    pub(super) async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        sync: SyncState,
        cursor: Option<&Cursor>,
        first: &Page,
    ) -> Result<u64, Failure> {
        if cursor.is_none() && first.next.is_none() {
            return Ok(first.rows.len() as u64);
        }
        Ok(self
            .store
            .count_changes(account, kind, Version(sync.version))
            .await?)
    }
}

/// Adds the member with these contacts, unless there are none.
pub(super) fn push_contacts(
    name: &str,
    kind: ContactKind,
    rows: Vec<Row>,
    shown: &Shown<'_>,
    members: &mut Members,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let contacts = members.next();
    contacts.push('"');
    contacts.push_str(name);
    contacts.push_str("\":[");
    let (start, rest) = (contacts.len(), rows.get(MEASURED..).unwrap_or_default());
    let most: usize = rest.iter().map(|row| row.record.body.len() + BESIDE).sum();
    let rest = rest.len();
    for (index, row) in rows.into_iter().enumerate() {
        if index == MEASURED {
            // As long as the first ones are on average, and some more.
            let each = (contacts.len() - start) / MEASURED;
            contacts.reserve(most.min(each * (rest + rest / 8 + 2)));
        }
        if index > 0 {
            contacts.push(',');
        }
        match row.deleted {
            true => shown.push_deleted(kind, &row, contacts)?,
            false => shown.push_row(kind, &row, contacts)?,
        }
    }
    contacts.push(']');
    Ok(())
}

/// How many contacts show how much memory is reserved for the others of a list.
const MEASURED: usize = 16;
/// About how many bytes a contact shows that are not in its body.
const BESIDE: usize = 640;

/// A page size as asked, the default where none is, and the largest where more is (rule `L1`).
pub(super) fn page_size(asked: i32, default: usize, largest: usize) -> usize {
    match usize::try_from(asked) {
        Ok(0) | Err(_) => default,
        Ok(size) => size.min(largest),
    }
}

fn order(sort_order: SortOrder) -> Order {
    match sort_order {
        SortOrder::LastModifiedDescending => Order::VersionDescending,
        SortOrder::FirstNameAscending => Order::FirstName,
        SortOrder::LastNameAscending => Order::LastName,
        _ => Order::VersionAscending,
    }
}

/// What must be the same on every sync of contacts.
pub(super) fn synced(call: &ListConnections) -> String {
    sync_parameters("connections", call.read, call.sources)
}

/// What must be the same on every sync.
pub(super) fn sync_parameters(list: &str, read: FieldMask, sources: Sources) -> String {
    let sources: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    format!("{list}\u{1f}{read}\u{1f}{}", sources.join(","))
}

pub(super) fn encode<T: Serialize>(state: &T) -> String {
    serde_json::to_string(state).expect("numbers and text encode")
}

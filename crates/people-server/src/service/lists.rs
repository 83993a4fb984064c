//! What all lists with pages and syncs have in common.
use people_model::{Code, FieldMask};
use people_rules::{Sources, Violation};
use people_store::{
    Account, Cursor, Micros, Order, Row, RowKind, Standing, Store, StoreError, Version,
};
use serde::{Deserialize, Serialize};

use super::{
    Service,
    portions::{List, Portions},
};
use crate::api::Failure;

/// Rule `L1`.
const DEFAULT_PAGE: usize = 100;
pub(super) const LARGEST_PAGE: usize = 1000;

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

/// A part of a list that is being read.
pub(super) struct Reading {
    portions: Portions,
    /// When the reading began.
    standing: Standing,
    delta_since: Option<SyncState>,
    next_sync: Option<SyncState>,
    /// What the token for the next page is sealed with, and that for the next sync.
    parameters: String,
    what: String,
    is_first_page: bool,
}

impl Reading {
    /// Whether all rows were read.
    pub(super) fn is_over(&self) -> bool {
        self.portions.is_over()
    }

    /// How many rows it may have.
    pub(super) fn most(&self) -> usize {
        let all = match self.portions.list() {
            List::All(_) => self.standing.count(self.portions.kind()),
            List::Changes(_) => u64::MAX,
        };
        let all = usize::try_from(all).unwrap_or(usize::MAX);
        self.portions.limit().min(all)
    }
}

/// What is known of a list when its last row was read.
pub(super) struct Ending {
    /// The member of the reply with the token for the next page or the next sync, if there is one.
    pub(super) tokens: Option<String>,
    /// How many entries the whole list has.
    pub(super) total: u64,
}

impl<S: Store> Service<S> {
    /// Begins to read a page of rows, or of changes since a sync token (rules `P1` to `Y3`).
    pub(super) async fn begin(
        &self,
        account: &Account,
        listing: &Listing<'_>,
    ) -> Result<Reading, Failure> {
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
        let after = state
            .map(|state| state.cursor.parse::<Cursor>())
            .transpose();
        let after = after.map_err(|_| Violation::InvalidArgument)?;
        let list = match delta_since {
            None => List::All(listing.order),
            Some(sync) => List::Changes(Version(sync.version)),
        };
        let is_first_page = after.is_none();
        let limit = page_size(listing.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        let of = listing.of.clone();
        Ok(Reading {
            portions: Portions::new(of, listing.kind, list, after, limit),
            standing,
            delta_since,
            next_sync,
            parameters,
            what: listing.what.clone(),
            is_first_page,
        })
    }

    /// Reads the next rows, `most` at most.
    pub(super) async fn next_rows(
        &self,
        reading: &mut Reading,
        most: usize,
    ) -> Result<Vec<Row>, StoreError> {
        reading.portions.next(&self.store, most).await
    }

    /// What follows from the rows that were read (rules `P1` to `Y4`).
    ///
    /// # Errors
    ///
    /// When all rows of the account were replaced since the first ones were read: some are then of the one state, and
    /// some of the other. A caller may take minutes for a list that is sent in pieces.
    pub(super) async fn end(&self, account: &Account, reading: Reading) -> Result<Ending, Failure> {
        let Reading {
            portions, standing, ..
        } = reading;
        let of = portions.of();
        if portions.reads() > 1 && self.store.standing(of).await?.replaced != standing.replaced {
            return Err(Failure::of(Code::Unavailable));
        }
        let next_page = portions.next_page();
        let total = match reading.delta_since {
            None => standing.count(portions.kind()),
            Some(sync) => {
                let is_all = reading.is_first_page && next_page.is_none();
                let all = is_all.then(|| portions.rows());
                self.count_changes(of, portions.kind(), sync, all).await?
            }
        };
        let tokens = match (next_page, reading.next_sync) {
            (Some(cursor), sync) => {
                let state = encode(&PageState {
                    cursor: cursor.to_string(),
                    sync,
                    replaced: standing.replaced.0,
                });
                let token = self.tokens.seal(&state, account, &reading.parameters)?;
                Some(format!("\"nextPageToken\":\"{token}\""))
            }
            (None, Some(sync)) => {
                let token = self.tokens.seal(&encode(&sync), account, &reading.what)?;
                Some(format!("\"nextSyncToken\":\"{token}\""))
            }
            (None, None) => None,
        };
        Ok(Ending { tokens, total })
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

    /// The number of entries of a whole delta. `all` says how many were read, if they were all of them.
    pub(super) async fn count_changes(
        &self,
        of: &Account,
        kind: RowKind,
        since: SyncState,
        all: Option<usize>,
    ) -> Result<u64, StoreError> {
        match all {
            Some(rows) => Ok(rows as u64),
            None => {
                self.store
                    .count_changes(of, kind, Version(since.version))
                    .await
            }
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
}

/// A page size as asked, the default where none is, and the largest where more is (rule `L1`).
pub(super) fn page_size(asked: i32, default: usize, largest: usize) -> usize {
    match usize::try_from(asked) {
        Ok(0) | Err(_) => default,
        Ok(size) => size.min(largest),
    }
}

/// What must be the same on every sync.
pub(super) fn sync_parameters(list: &str, read: FieldMask, sources: Sources) -> String {
    let sources: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    format!("{list}\u{1f}{read}\u{1f}{}", sources.join(","))
}

pub(super) fn encode<T: Serialize>(state: &T) -> String {
    serde_json::to_string(state).expect("numbers and text encode")
}

//! What sync tokens hold, for emulators and tests: no method of the API comes here.
use people_http::{Call, ListCall};
use people_store::{Account, Micros, RowKind, Store, Version};

use super::{
    People, Service, group_lists, list_connections, list_directory_people, lists::SYNC_LIFETIME,
    other_contacts,
};
use crate::api::Failure;

/// The content of a sync token, and whether it is valid now. [`People::open_sync_token`] reads it.
///
/// ```
/// use people_server::SyncToken;
///
/// /// Whether a list with the token is answered.
/// fn is_valid(token: &SyncToken) -> bool {
///     !token.is_expired && !token.is_replaced
/// }
/// # let _ = is_valid;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncToken {
    /// The caller knows all changes up to this version of the account.
    pub version: Version,
    /// When the full list began, by the clock of the account: microseconds since 1970.
    pub since: Micros,
    /// When the token ends (rule `Y3`), by the same clock.
    pub expires: Micros,
    /// Whether it has ended.
    pub is_expired: bool,
    /// Whether all data of the account were replaced since, which also ends it (rule `Y4`).
    pub is_replaced: bool,
    /// How many entries a list with the token would have now.
    pub changes: u64,
}

/// A list that can be continued by a sync token.
struct Synced {
    /// Whose rows it has: a list of a domain's people has those of the domain.
    of: Account,
    kind: RowKind,
    /// What must be the same on every sync.
    what: String,
}

impl<S: Store> People<S> {
    /// Opens a sync token that `list` got as `account`; none if the call is not a list with sync tokens.
    ///
    /// ```
    /// use people_http::{Call, ListContactGroups};
    /// use people_model::ListContactGroupsResponse;
    /// use people_server::{Api, Caller, People, Scopes, Settings};
    /// use people_store::{Account, Memory};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let ada = Account::new("ada")?;
    /// let list = Call::ListContactGroups(ListContactGroups::new());
    /// let reply = people.call(&Caller::new(ada.clone(), Scopes::ALL), list.clone()).await?;
    /// let listed: ListContactGroupsResponse = serde_json::from_slice(&reply.body)?;
    ///
    /// let opened = people.open_sync_token(&ada, &list, &listed.next_sync_token).await?;
    /// assert_eq!(opened.map(|token| (token.is_expired, token.changes)), Some((false, 0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// `InvalidArgument` for a token that this list did not get, and when the store fails.
    pub async fn open_sync_token(
        &self,
        account: &Account,
        list: &Call,
        token: &str,
    ) -> Result<Option<SyncToken>, Failure> {
        let service = &self.inner;
        let Some(synced) = service.synced(account, list).await? else {
            return Ok(None);
        };
        let standing = service.store.standing(&synced.of).await?;
        let state = service.open_sync_token(account, token, &synced.what)?;
        let now = service.facts.settings.clock.now(account);
        let version = Version(state.version);
        let changes = service
            .store
            .count_changes(&synced.of, synced.kind, version);
        Ok(Some(SyncToken {
            version,
            since: state.since,
            expires: state.since.saturating_add(SYNC_LIFETIME),
            is_expired: state.is_expired(now),
            is_replaced: state.is_replaced(&standing),
            changes: changes.await?,
        }))
    }
}

impl<S: Store> Service<S> {
    async fn synced(&self, account: &Account, list: &Call) -> Result<Option<Synced>, Failure> {
        let of_caller = |kind, what| {
            let of = account.clone();
            Some(Synced { of, kind, what })
        };
        let Some(list) = list.as_list() else {
            return Ok(None);
        };
        Ok(match list {
            ListCall::ListConnections(call) => {
                of_caller(RowKind::Contact, list_connections::synced(call))
            }
            ListCall::ListOtherContacts(call) => {
                of_caller(RowKind::OtherContact, other_contacts::synced(call))
            }
            ListCall::ListContactGroups(call) => {
                of_caller(RowKind::Group, group_lists::synced(call))
            }
            ListCall::ListDirectoryPeople(call) => {
                let domain = self.directory_of(account).await?;
                Some(Synced {
                    what: list_directory_people::synced(&domain, call),
                    of: domain,
                    kind: RowKind::DirectoryPerson,
                })
            }
        })
    }
}

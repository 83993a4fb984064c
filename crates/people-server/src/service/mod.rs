//! What each method does, over any store.
mod audit;
mod batch_create_contacts;
mod batch_delete_contacts;
mod batch_get_contact_groups;
mod batch_update_contacts;
mod batches;
mod clock;
mod contact_list;
mod copy_other_contact;
mod create_contact;
mod create_contact_group;
mod delete_contact;
mod delete_contact_group;
mod derivation;
mod directory;
mod etags;
mod facts;
mod get_contact_group;
mod get_people;
mod get_person;
mod group_lists;
mod groups;
mod ids;
mod list_connections;
mod list_directory_people;
mod list_tokens;
mod lists;
mod members;
mod modify_contact_group_members;
mod moment;
mod move_other_contact;
mod needed;
mod observer;
mod other_contacts;
mod phones;
mod photos;
mod portions;
mod profiles;
mod replaced;
mod rooms;
mod rows;
mod search;
mod search_contacts;
mod search_directory_people;
mod seed;
mod shown;
mod sizes;
mod sources;
mod state;
mod sync_tokens;
mod unions;
mod update_contact;
mod update_contact_group;
mod update_contact_photo;
mod write;

use std::{fmt, future::Future, sync::Arc};

use people_http::Call;
use people_model::Code;
use people_rules::Contract;
use people_store::{Account, Store, StoreError};
use tracing::Instrument;

pub(crate) use self::clock::rfc3339;
pub use self::{
    audit::Audit,
    clock::{Clock, SystemClock},
    ids::{Ids, RandomIds},
    observer::{ObservedCall, Observer, RowState, Written},
    phones::{InvalidRegion, Region},
    seed::{Differing, Imported, Seed, SeedError, SeedReport},
    sizes::Sizes,
    sources::{
        Effect, FoundEntries, ImportOptions, ImportedEntry, ImportedFile, KeptSource, Mirror,
        PlannedEntry, PlannedPhoto, SourceConflicts, SourceEntry, SourceFile, SourceGroup,
        SourceRecord,
    },
    state::AccountState,
    sync_tokens::SyncToken,
    unions::Union,
};
use self::{
    etags::Mint, facts::Facts, list_tokens::ListTokens, photos::Addresses, profiles::Profiles,
    rooms::Rooms,
};
use crate::api::{Answer, Api, Caller, Failure, Photo, Received, Reply};

/// The People API over a store.
///
/// Cheap to clone; all clones serve the same store. It holds no state that the store does not
/// have, but for the profiles, which it reads at the start.
pub struct People<S> {
    inner: Arc<Service<S>>,
}

struct Service<S> {
    store: S,
    facts: Facts,
    tokens: ListTokens,
    rooms: Rooms,
    group_rooms: Rooms,
}

/// What an operator chooses of [`People`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Which contract decides where page and service differ.
    pub contract: Contract,
    /// The region of accounts that name none, for phone numbers in national form.
    pub region: Option<Region>,
    /// Where clients reach this server, without a slash at the end: photo addresses start with it.
    pub public_url: String,
    /// How much accounts and contacts may hold.
    pub sizes: Sizes,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Arc<dyn Ids>,
    /// Gets the rows that each commit replaced. Default: none.
    pub observer: Option<Arc<dyn Observer>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contract: Contract::default(),
            region: None,
            public_url: "http://127.0.0.1:8710".to_owned(),
            sizes: Sizes::default(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            observer: None,
        }
    }
}

impl<S: Store> People<S> {
    /// Opens the API over `store`: brings its sort keys and terms up to date, where an earlier version
    /// made them, and fetches its secret and the profiles in it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or a later version has brought it up to date.
    pub async fn open(store: S, settings: Settings) -> Result<Self, StoreError> {
        store.derive(derivation::DERIVATION).await?;
        let secret = store.secret().await?;
        let mint = Mint::new(&secret);
        let addresses = Addresses::new(&secret);
        let photo_url = |account: &Account, digest: &str| {
            let url = &settings.public_url;
            facts::own_photo_url(url, &addresses, account, photos::OF_PROFILE, digest)
        };
        let profiles = Profiles::load(&store, &mint, &photo_url).await?;
        Ok(Self {
            inner: Arc::new(Service {
                store,
                facts: Facts {
                    settings,
                    mint,
                    addresses,
                    profiles,
                },
                tokens: ListTokens::new(&secret),
                rooms: Rooms::of_contacts(),
                group_rooms: Rooms::of_groups(),
            }),
        })
    }

    /// How much an account and a contact may hold.
    pub fn sizes(&self) -> &Sizes {
        &self.inner.facts.settings.sizes
    }
}

impl<S> Service<S> {
    fn observer(&self) -> Option<Arc<dyn Observer>> {
        self.facts.settings.observer.clone()
    }
}

impl<S: Store> Api for People<S> {
    fn call(
        &self,
        caller: &Caller,
        call: Call,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send {
        let account = caller.account.clone();
        let service = Arc::clone(&self.inner);
        async move {
            match call {
                Call::UpdateContact(call) => service.update_contact(&account, *call).await,
                Call::CreateContact(call) => {
                    let observer = service.observer();
                    let create = async move { service.create_contact(&account, *call).await };
                    to_the_end(observer, create).await
                }
                Call::DeleteContact(call) => service.delete_contact(&account, call).await,
                Call::BatchCreateContacts(call) => {
                    let observer = service.observer();
                    let create =
                        async move { service.batch_create_contacts(&account, *call).await };
                    to_the_end(observer, create).await
                }
                Call::BatchUpdateContacts(call) => {
                    service.batch_update_contacts(&account, *call).await
                }
                Call::BatchDeleteContacts(call) => {
                    service.batch_delete_contacts(&account, *call).await
                }
                Call::GetPerson(call) => service.get_person(&account, call).await,
                Call::GetPeople(call) => service.get_people(&account, call).await,
                Call::ListConnections(call) => {
                    service
                        .list_connections(&account, call)
                        .await?
                        .whole()
                        .await
                }
                Call::ListDirectoryPeople(call) => {
                    service.list_directory_people(&account, call).await
                }
                Call::ListOtherContacts(call) => {
                    service
                        .list_other_contacts(&account, call)
                        .await?
                        .whole()
                        .await
                }
                Call::CopyOtherContactToMyContactsGroup(call) => {
                    let observer = service.observer();
                    let copy = async move { service.copy_other_contact(&account, *call).await };
                    to_the_end(observer, copy).await
                }
                Call::ListContactGroups(call) => service.list_contact_groups(&account, call).await,
                Call::GetContactGroup(call) => service.get_contact_group(&account, call).await,
                Call::DeleteContactGroup(call) => {
                    service.delete_contact_group(&account, call).await
                }
                Call::ModifyContactGroupMembers(call) => {
                    service.modify_contact_group_members(&account, *call).await
                }
                Call::UpdateContactGroup(call) => {
                    service.update_contact_group(&account, *call).await
                }
                Call::BatchGetContactGroups(call) => {
                    service.batch_get_contact_groups(&account, call).await
                }
                Call::CreateContactGroup(call) => {
                    let observer = service.observer();
                    let create = async move { service.create_contact_group(&account, *call).await };
                    to_the_end(observer, create).await
                }
                Call::SearchOtherContacts(call) => {
                    service.search_other_contacts(&account, call).await
                }
                Call::SearchDirectoryPeople(call) => {
                    service.search_directory_people(&account, call).await
                }
                Call::SearchContacts(call) => service.search_contacts(&account, call).await,
                Call::UpdateContactPhoto(call) => {
                    service.update_contact_photo(&account, *call).await
                }
                Call::DeleteContactPhoto(call) => {
                    service.delete_contact_photo(&account, call).await
                }
                Call::Unimplemented(method) => Err(Failure::new(
                    Code::Unimplemented,
                    format!("This server does not answer {} yet.", method.id()),
                )),
            }
        }
    }

    async fn answer(
        &self,
        caller: &Caller,
        call: Call,
        request: Received<'_>,
    ) -> Result<Answer, Failure> {
        let (service, account) = (&self.inner, &caller.account);
        match call {
            Call::ListConnections(call) => {
                service
                    .list_connections(account, call)
                    .await?
                    .answer()
                    .await
            }
            Call::ListOtherContacts(call) => {
                service
                    .list_other_contacts(account, call)
                    .await?
                    .answer()
                    .await
            }
            call => Ok(Answer::Whole(self.received(caller, call, request).await?)),
        }
    }

    async fn photo(&self, token: &str) -> Result<Option<Photo>, Failure> {
        self.inner.photo(token).await
    }

    async fn ready(&self) -> bool {
        self.inner.store.secret().await.is_ok()
    }
}

/// Runs to completion even if the caller disconnects: a dropped commit continues, and the room that was
/// reserved for it stays taken until it ends (rules `N1`, `N5`).
async fn to_the_end(
    observer: Option<Arc<dyn Observer>>,
    work: impl Future<Output = Result<Reply, Failure>> + Send + 'static,
) -> Result<Reply, Failure> {
    let task = match observer {
        Some(observer) => tokio::spawn(observer.carry(Box::pin(work)).in_current_span()),
        None => tokio::spawn(work.in_current_span()),
    };
    match task.await {
        Ok(done) => done,
        Err(error) => Err(Failure::internal("finish a call", &error)),
    }
}

impl<S> Clone for People<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for People<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("People")
            .field("store", &self.inner.store)
            .field("settings", &self.inner.facts.settings)
            .finish_non_exhaustive()
    }
}

//! The address book that is exported: an account of a store, or that of a server.
use std::{collections::HashSet, error::Error, path::Path};

use people_cards::{Groups, Rest};
use people_http::{Client, ListConnections, Pages};
use people_model::{ContactGroup, ContactId, FieldMask, Person, ReadSourceType};
use people_rules::{PhotoFormat, Sources};
use people_server::{KeptSource, Mirror, People, Photo, Settings, Sizes};
use people_store::{Account, RowKind, Standing, Store, Version};

use super::{Args, has_photo};
use crate::{
    base::Base,
    import::{self, state::State},
    remote::explained,
    stored::Stored,
};

/// An address book that is read.
pub(super) struct Book {
    client: Client,
    stored: Option<StoredAccount>,
    /// What imports over the API keep of it, if the command names their state.
    imported: Option<Imported>,
    /// The contacts that were read; none if no other process can change the account during the export.
    seen: Option<HashSet<ContactId>>,
}

/// What files said of the contacts of a server's account.
struct Imported {
    state: State,
    mirror: Mirror,
}

impl Imported {
    async fn open(path: Option<&Path>, client: &Client, base: &Base) -> Read<Option<Self>> {
        let Some(path) = path else {
            return Ok(None);
        };
        if !path.exists() {
            return Err(format!("{}: the file does not exist", path.display()).into());
        }
        let account = import::state::Account::of(client, base).await?;
        Ok(Some(Self {
            state: State::look(path, &account)?,
            mirror: Mirror::new(Settings::default()).await?,
        }))
    }

    fn kept(&self, person: &Person) -> Vec<KeptSource> {
        let id = ContactId::parse(&person.resource_name);
        let kept = self.state.contact(&person.resource_name);
        let kept = id.zip(kept);
        kept.map(|(id, kept)| self.mirror.kept_sources(id, &kept.sources))
            .unwrap_or_default()
    }
}

struct StoredAccount {
    account: Account,
    store: Stored,
    standing: Standing,
}

/// A contact with everything that is stored of it.
pub(super) struct Entry {
    pub(super) person: Person,
    /// The same contact, with the text of the card for every value that is still as the card said it.
    pub(super) as_said: Option<Person>,
    /// The card that it came from.
    pub(super) rest: Option<Rest>,
    pub(super) photo: Option<Photo>,
    /// Whether the photo is that of the card.
    pub(super) photo_is_of_card: bool,
}

impl Entry {
    pub(super) fn new(
        person: Person,
        kept: &[KeptSource],
        photo: Option<Photo>,
        groups: &Groups,
    ) -> Self {
        let rests = kept.iter().map(|source| source.rest.as_deref());
        let last = Rest::of_all(rests, groups);
        let (source, rest) = last.map(|(at, rest)| (&kept[at], rest)).unzip();
        let had = |source: &KeptSource| photo.as_ref().is_some_and(|photo| source.had(photo));
        Self {
            photo_is_of_card: source.is_some_and(had),
            as_said: source.map(|source| source.as_said(&person)),
            person,
            rest,
            photo,
        }
    }

    /// Leaves out all photos: the contact's, and those that its card has.
    pub(super) fn leave_photos(&mut self) {
        self.photo = None;
        self.person.photos.clear();
        if let Some(said) = &mut self.as_said {
            said.photos.clear();
        }
        let rest = self.rest.take();
        self.rest = rest.map(|rest| Rest::new(rest.card().without("PHOTO")));
    }
}

type Read<T> = Result<T, Box<dyn Error>>;

impl Book {
    pub(super) async fn open(args: &Args) -> Read<Self> {
        if let Some(base) = args.access.url() {
            let client = args.access.client(base).await?;
            return Ok(Self {
                imported: Imported::open(args.state.as_deref(), &client, base).await?,
                client,
                stored: None,
                seen: Some(HashSet::new()),
            });
        }
        let name = args.account.as_deref().unwrap_or_default();
        let account = Account::new(name)?;
        let store = Stored::open(&args.data, Settings::default()).await?;
        let standing = match &store {
            Stored::Embedded(.., people) => standing(people, &account, &store.place()).await,
            Stored::Postgres(.., people) => standing(people, &account, &store.place()).await,
        };
        let standing = match standing {
            Ok(standing) => standing,
            Err(unknown) => {
                store.close().await?;
                return Err(unknown);
            }
        };
        let seen = match &store {
            // While it is open, no other process has it.
            Stored::Embedded(..) => None,
            Stored::Postgres(..) => Some(HashSet::new()),
        };
        Ok(Self {
            client: store.client(name)?,
            stored: Some(StoredAccount {
                account,
                store,
                standing,
            }),
            seen,
            imported: None,
        })
    }

    pub(super) async fn close(self) -> Read<()> {
        drop(self.client);
        match self.stored {
            Some(stored) => Ok(stored.store.close().await?),
            None => Ok(()),
        }
    }

    /// How many contacts it has, if that is known before they are read.
    pub(super) fn contacts(&self) -> u64 {
        let stored = self.stored.as_ref();
        stored.map_or(0, |stored| stored.standing.count(RowKind::Contact))
    }

    /// All contact groups.
    pub(super) async fn groups(&self) -> Read<Vec<ContactGroup>> {
        self.client.groups().all().await.map_err(explained)
    }

    /// All contacts, with only their own values. A contact that changes during the export moves to the end.
    pub(super) fn pages(&self, fields: FieldMask) -> Pages<ListConnections> {
        let own = Sources::from_iter([ReadSourceType::Contact]);
        let list = ListConnections::new(fields.union(FieldMask::METADATA));
        let list = list.page_size(1000).sources(own);
        self.client.list(list.request_sync_token(true))
    }

    /// Those of a page that were not read before.
    pub(super) fn unseen(&mut self, mut page: Vec<Person>) -> Vec<Person> {
        if let Some(seen) = &mut self.seen {
            page.retain(|person| {
                let id = ContactId::parse(&person.resource_name);
                id.is_none_or(|id| seen.insert(id))
            });
        }
        page
    }

    /// The contacts, with what was stored of the files that they came from.
    pub(super) async fn kept(&self, page: Vec<Person>) -> Read<Vec<(Person, Vec<KeptSource>)>> {
        let mut kept = match &self.stored {
            None => {
                let imported = self.imported.as_ref();
                let kept = |person| imported.map(|it| it.kept(person)).unwrap_or_default();
                page.iter().map(kept).collect()
            }
            Some(stored) => {
                let ids = page.iter().map(id);
                let ids = ids.collect::<Result<Vec<_>, _>>()?;
                let account = &stored.account;
                match &stored.store {
                    Stored::Embedded(.., people) => people.kept_sources(account, &ids).await?,
                    Stored::Postgres(.., people) => people.kept_sources(account, &ids).await?,
                }
            }
        };
        kept.resize(page.len(), Vec::new());
        Ok(page.into_iter().zip(kept).collect())
    }

    /// The photo of a contact, or why it is left out.
    pub(super) async fn photo(&self, person: &Person) -> Read<(Option<Photo>, Option<String>)> {
        if !has_photo(person) {
            return Ok((None, None));
        }
        let Some(stored) = &self.stored else {
            return Ok(match self.fetched(person).await {
                Ok(photo) => (photo, None),
                Err(why) => (None, Some(why)),
            });
        };
        let (account, id) = (&stored.account, id(person)?);
        let photo = match &stored.store {
            Stored::Embedded(.., people) => people.kept_photo(account, id).await?,
            Stored::Postgres(.., people) => people.kept_photo(account, id).await?,
        };
        Ok((photo, None))
    }

    async fn fetched(&self, person: &Person) -> Result<Option<Photo>, String> {
        let photo = self.client.own_photo(person).await;
        let Some(bytes) = photo.map_err(|error| explained(error).to_string())? else {
            return Ok(None);
        };
        let most = Sizes::default().photo;
        if bytes.len() > most {
            return Err(format!("it is larger than {most} bytes"));
        }
        let format = PhotoFormat::of(&bytes).map_err(|error| error.to_string())?;
        Ok(Some(Photo::new(format, bytes.to_vec())))
    }

    /// The message if the account was changed during the export.
    pub(super) async fn changed(&self, sync_token: Option<&str>) -> Read<Option<String>> {
        let changed = match (&self.stored, sync_token) {
            (Some(stored), _) if self.seen.is_some() => {
                let now = match &stored.store {
                    Stored::Embedded(.., people) => people.standing(&stored.account).await,
                    Stored::Postgres(.., people) => people.standing(&stored.account).await,
                };
                let now = now.map_err(|failure| failure.status().message.clone())?;
                now.version != stored.standing.version
            }
            (None, Some(token)) => {
                let own = Sources::from_iter([ReadSourceType::Contact]);
                let list = ListConnections::new(FieldMask::ALL.union(FieldMask::METADATA));
                let list = list.page_size(1).sources(own).sync_token(token);
                let page = self.client.list(list).next_page().await;
                !page.map_err(explained)?.unwrap_or_default().is_empty()
            }
            _ => false,
        };
        Ok(changed.then(|| CHANGED.to_owned()))
    }
}

const CHANGED: &str = "the account was changed during the export: each contact is complete and written \
                       once, but some \
                       are from before the change and others from after it";

/// The state of an account that has data.
async fn standing<S: Store>(people: &People<S>, account: &Account, place: &str) -> Read<Standing> {
    let standing = people.standing(account).await;
    let standing = standing.map_err(|failure| failure.status().message.clone())?;
    if standing.version > Version::ZERO {
        return Ok(standing);
    }
    const SHOWN: usize = 10;
    let (known, more) = people
        .accounts(None, SHOWN)
        .await
        .map_err(|failure| failure.status().message.clone())?;
    let names = known.iter().map(|(account, _)| account);
    let names = names.filter(|account| account.domain().is_none());
    let names: Vec<&str> = names.map(Account::as_str).collect();
    let name = account.as_str();
    Err(match (&*names, more) {
        ([], None) => format!("there is no account `{name}` in {place}: the store has no accounts"),
        (names, None) => format!(
            "there is no account `{name}` in {place}: the store has {}",
            names.join(", ")
        ),
        (names, Some(_)) => format!(
            "there is no account `{name}` in {place}: the store has {} and others",
            names.join(", ")
        ),
    }
    .into())
}

fn id(person: &Person) -> Result<ContactId, String> {
    let name = &person.resource_name;
    ContactId::parse(name).ok_or_else(|| format!("`{name}` is not the name of a contact"))
}

//! An address book: the account of a server, or that of a store that is not served.
use std::error::Error;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use people_http::{Client, ListConnections};
use people_model::{ContactId, FieldMask, Person};
use people_rules::{Conflict, Conflicts, Resolution, diff, merge_with};
use people_server::{Failure, Region, Settings, Union};
use people_store::Account;

use super::merges::{Merge, Merges, Step};
use crate::{
    place::Place,
    remote::{Target, explained},
    stored::Stored,
};

/// Where the contacts are.
#[derive(Args)]
pub(crate) struct Where {
    /// The account of a store that is not being served, instead of the server of --url.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// With --account: the store, a folder or the address of a PostgreSQL database.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|postgres://…",
        default_value = "people-data"
    )]
    data: Place,
    /// With --account: the region of national phone numbers, such as NL.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    #[command(flatten)]
    target: Target,
}

/// An address book that is open.
pub(crate) struct Book {
    pub(crate) client: Client,
    /// The key of its merges: whose address book it is, and where.
    pub(crate) place: String,
    stored: Option<StoredAccount>,
}

/// An account of a store that is not served.
struct StoredAccount {
    account: Account,
    store: Stored,
}

impl Where {
    pub(crate) async fn open(&self) -> Result<Book, Box<dyn Error>> {
        let Some(account) = &self.account else {
            let client = self.target.client()?;
            // A token may change, and another account has other contacts under the same address.
            let me = client.get("people/me", FieldMask::METADATA).await;
            let me = me.map_err(explained)?.resource_name;
            return Ok(Book {
                client,
                place: format!("{me} at {}", self.target.url()),
                stored: None,
            });
        };
        let owner = Account::new(account.as_str())?;
        let mut settings = Settings::default();
        settings.region = self.region;
        let store = Stored::open(&self.data, settings).await?;
        Ok(Book {
            client: store.client(account)?,
            place: format!("{account} of {}", store.place()),
            stored: Some(StoredAccount {
                account: owner,
                store,
            }),
        })
    }
}

impl StoredAccount {
    /// Makes one contact of two in one commit.
    async fn unite(&self, merge: &Merge) -> Result<Union, Failure> {
        let Merge {
            before,
            gone,
            after,
            ..
        } = merge;
        match &self.store {
            Stored::Embedded(.., people) => people.unite(&self.account, before, gone, after).await,
            Stored::Postgres(.., people) => people.unite(&self.account, before, gone, after).await,
        }
    }

    async fn unions(&self) -> Result<Vec<Union>, Failure> {
        match &self.store {
            Stored::Embedded(.., people) => people.unions(&self.account).await,
            Stored::Postgres(.., people) => people.unions(&self.account).await,
        }
    }

    async fn divide(&self, id: u64, resolution: Resolution) -> Result<Union, Failure> {
        match &self.store {
            Stored::Embedded(.., people) => people.divide(&self.account, id, resolution).await,
            Stored::Postgres(.., people) => people.divide(&self.account, id, resolution).await,
        }
    }
}

/// A failure of a store, in words.
fn failed(failure: &Failure) -> Box<dyn Error> {
    failure.status().message.clone().into()
}

/// The request for all contacts, with all that a merge needs.
pub(crate) fn all() -> ListConnections {
    ListConnections::new(FieldMask::ALL).page_size(1000)
}

impl Book {
    pub(crate) async fn close(self) -> Result<(), Box<dyn Error>> {
        drop(self.client);
        match self.stored {
            Some(stored) => Ok(stored.store.close().await?),
            None => Ok(()),
        }
    }

    /// Whether it is of a store, which keeps the merges itself.
    pub(crate) fn is_stored(&self) -> bool {
        self.stored.is_some()
    }

    /// The merges of a store that can be taken back, the oldest first.
    pub(crate) async fn unions(&self) -> Result<Vec<Union>, Box<dyn Error>> {
        match &self.stored {
            Some(stored) => stored.unions().await.map_err(|failure| failed(&failure)),
            None => Ok(Vec::new()),
        }
    }

    /// Takes back a merge of a store.
    pub(crate) async fn divide(
        &self,
        id: u64,
        resolution: Resolution,
    ) -> Result<Option<Union>, Box<dyn Error>> {
        let Some(stored) = &self.stored else {
            return Ok(None);
        };
        let union = stored.divide(id, resolution).await;
        union.map(Some).map_err(|failure| failed(&failure))
    }

    /// Makes one contact of two: the contact, and the number of the merge. On a store it is one commit. On a server
    /// it is kept before anything is sent, so that it can be finished and taken back.
    pub(crate) async fn merge(
        &self,
        merges: &mut Merges,
        mut merge: Merge,
    ) -> Result<(Person, u64), Box<dyn Error>> {
        if let Some(stored) = &self.stored {
            let union = stored.unite(&merge).await;
            let union = union.map_err(|failure| failed(&failure))?;
            let person = self.read(&merge.kept).await?;
            return Ok((person.unwrap_or_default(), union.id));
        }
        if has_photo(&merge.gone) {
            let photo = self
                .client
                .photo(id(&merge.other)?)
                .await
                .map_err(explained)?;
            merge.photo = photo.map(|photo| STANDARD.encode(photo));
            merge.took_photo = merge.photo.is_some() && !has_photo(&merge.before);
        }
        merges.add(&mut merge)?;
        match self.settle(merges, &mut merge).await? {
            Some(person) => Ok((person, merge.id)),
            None => {
                give_up(merges, &mut merge)?;
                let Merge { kept, other, .. } = &merge;
                Err(format!(
                    "{kept} or {other} was changed at the same time, and {other} was not deleted: \
                             run the command again"
                )
                .into())
            }
        }
    }

    /// Finishes a merge that was cut off; says whether it could.
    pub(crate) async fn finish(
        &self,
        merges: &mut Merges,
        mut merge: Merge,
    ) -> Result<bool, Box<dyn Error>> {
        let settled = self.settle(merges, &mut merge).await?;
        if settled.is_none() {
            give_up(merges, &mut merge)?;
        }
        Ok(settled.is_some())
    }

    /// An update, then a delete: none if one of the two is not as it was. What is done already is not done
    /// again.
    async fn settle(
        &self,
        merges: &mut Merges,
        merge: &mut Merge,
    ) -> Result<Option<Person>, Box<dyn Error>> {
        let gone = match self.read(&merge.other).await? {
            Some(other) if !diff(&merge.gone, &other).is_empty() => return Ok(None),
            other => other.is_none(),
        };
        let Some(mut person) = self.read(&merge.kept).await? else {
            return Ok(None);
        };
        let had_photo = has_photo(&person);
        if merge.step == Step::Begun {
            person = self
                .replay(
                    &merge.kept,
                    &merge.before,
                    &merge.after,
                    Resolution::Unresolved,
                )
                .await?;
            // A second time it would take back what somebody edits from here on.
            merge.step = Step::Updated;
            merges.keep(merge)?;
        }
        if merge.took_photo
            && !had_photo
            && let Some(photo) = &merge.photo
        {
            self.set_photo(&merge.kept, photo).await?;
        }
        if !gone {
            // What somebody wrote since it was compared would be lost.
            let latest = self.read(&merge.other).await?;
            if latest.is_some_and(|latest| !diff(&merge.gone, &latest).is_empty()) {
                return Ok(None);
            }
            match self.client.delete(id(&merge.other)?).await {
                Err(error) if !error.is_not_found() => return Err(explained(error)),
                _ => {}
            }
        }
        merge.step = Step::Done;
        merges.keep(merge)?;
        Ok(Some(person))
    }

    /// The contact; none if it does not exist.
    pub(crate) async fn read(&self, name: &str) -> Result<Option<Person>, Box<dyn Error>> {
        match self.client.get(name, FieldMask::ALL).await {
            Ok(person) => Ok(Some(person)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(explained(error)),
        }
    }

    /// Gives a contact the photo of a merge, which is in base64.
    pub(crate) async fn set_photo(&self, name: &str, photo: &str) -> Result<(), Box<dyn Error>> {
        let photo = STANDARD.decode(photo)?;
        let set = self.client.set_photo(id(name)?, photo).await;
        set.map(drop).map_err(explained)
    }

    /// Makes the change from one state of a contact to another on the contact as it is now.
    pub(crate) async fn replay(
        &self,
        name: &str,
        from: &Person,
        to: &Person,
        resolution: Resolution,
    ) -> Result<Person, Box<dyn Error>> {
        let policy = resolution.clone();
        let change = move |edit: &mut people_rules::Edit| -> Result<(), Conflicts> {
            let merge = merge_with(from, to, edit.person(), |_| resolution.clone());
            let open: Vec<Conflict> = merge.unresolved().cloned().collect();
            if !open.is_empty() {
                return Err(Conflicts(open));
            }
            for field in merge.mask.iter() {
                edit.person_mut().copy_field(&merge.person, field);
            }
            Ok(())
        };
        let edit = self.client.edit(id(name)?, change);
        let edited = edit.on_conflict(move |_| policy.clone()).await;
        edited.map_err(
            |error| match error.source().filter(|_| error.is_edit_failed()) {
                Some(source) => format!("{name}: {source}").into(),
                None => explained(error),
            },
        )
    }
}

/// Ends a merge that cannot be finished. It stays to be taken back if the update was made.
fn give_up(merges: &mut Merges, merge: &mut Merge) -> Result<(), Box<dyn Error>> {
    if merge.step == Step::Begun {
        return merges.forget(merge);
    }
    merge.step = Step::Done;
    merges.keep(merge)
}

pub(crate) fn has_photo(person: &Person) -> bool {
    person
        .photos
        .iter()
        .any(|photo| !photo.default && !photo.url.is_empty())
}

pub(crate) fn id(name: &str) -> Result<ContactId, String> {
    ContactId::parse(name).ok_or_else(|| format!("{name} is not a contact"))
}

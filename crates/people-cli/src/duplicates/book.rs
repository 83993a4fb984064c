//! An address book: the account of a server, or that of a store that is not served.
use std::error::Error;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use people_http::{Client, ListConnections};
use people_model::{ContactId, FieldMask, Person};
use people_rules::{Conflict, Conflicts, Resolution, diff, merge_with};
use people_server::{Dev, Front, People, Region, Settings};
use people_store::{Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store};

use super::merges::{Merge, Merges, Step};
use crate::{
    place::{Engine, Place},
    remote::{Target, explained},
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
    /// What merges of it are kept under.
    pub(crate) place: String,
    store: Option<Opened>,
}

enum Opened {
    Embedded(Embedded),
    Postgres(Postgres),
}

impl Where {
    pub(crate) async fn open(&self) -> Result<Book, Box<dyn Error>> {
        let Some(account) = &self.account else {
            return Ok(Book {
                client: self.target.client()?,
                place: self.target.url().to_owned(),
                store: None,
            });
        };
        let mut settings = Settings::default();
        settings.region = self.region;
        match self.data.clone().engine()? {
            Engine::Folder(folder) => {
                // Opening would make a store where there is none.
                drop(
                    Embedded::inspect(&folder)
                        .map_err(|error| crate::file::in_file(&folder, &error))?,
                );
                let place = folder.canonicalize()?.display().to_string();
                let store = Embedded::open(folder, EmbeddedOptions::default())?;
                let client = over(store.clone(), settings, account).await?;
                Ok(Book {
                    client,
                    place: format!("{account} of {place}"),
                    store: Some(Opened::Embedded(store)),
                })
            }
            Engine::Postgres(url) => {
                let options = PostgresOptions {
                    create: false,
                    ..PostgresOptions::default()
                };
                let store = Postgres::open(&url, options).await?;
                let client = over(store.clone(), settings, account).await?;
                Ok(Book {
                    client,
                    place: format!("{account} of {}", crate::password::hidden(&url)),
                    store: Some(Opened::Postgres(store)),
                })
            }
        }
    }
}

/// A client of a store, without a network.
async fn over<S: Store>(
    store: S,
    settings: Settings,
    account: &str,
) -> Result<Client, Box<dyn Error>> {
    let people = People::open(store, settings).await?;
    let client = Client::builder().token(account);
    Ok(client.build_over(Front::new(people, Dev))?)
}

/// The request for all contacts, with all that a merge needs.
pub(crate) fn all() -> ListConnections {
    ListConnections::new(FieldMask::ALL).page_size(1000)
}

impl Book {
    pub(crate) async fn close(self) -> Result<(), Box<dyn Error>> {
        drop(self.client);
        match self.store {
            Some(Opened::Embedded(store)) => store.close().await?,
            Some(Opened::Postgres(store)) => store.close(),
            None => {}
        }
        Ok(())
    }

    /// Makes one contact of two, and returns it. It is kept before anything is sent, so that it can be finished
    /// and taken back.
    pub(crate) async fn merge(
        &self,
        merges: &mut Merges,
        mut merge: Merge,
    ) -> Result<Person, Box<dyn Error>> {
        if has_photo(&merge.gone) {
            let photo = self
                .client
                .photo(id(&merge.other)?)
                .await
                .map_err(explained)?;
            merge.photo = photo.map(|photo| STANDARD.encode(photo));
            merge.took_photo = merge.photo.is_some() && !has_photo(&merge.before);
        }
        merges.keep(&merge)?;
        match self.settle(merges, &mut merge).await? {
            Some(person) => Ok(person),
            None => {
                merges.forget(merge.id)?;
                let Merge { kept, other, .. } = &merge;
                Err(format!("{kept} or {other} was changed meanwhile, and {other} was not deleted: run the command again").into())
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
            merges.forget(merge.id)?;
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
        if self.read(&merge.kept).await?.is_none() {
            return Ok(None);
        }
        let person = self
            .replay(
                &merge.kept,
                &merge.before,
                &merge.after,
                Resolution::Unresolved,
            )
            .await?;
        if merge.took_photo
            && let Some(photo) = &merge.photo
        {
            let photo = STANDARD.decode(photo)?;
            self.client
                .set_photo(id(&merge.kept)?, photo)
                .await
                .map_err(explained)?;
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

fn has_photo(person: &Person) -> bool {
    person
        .photos
        .iter()
        .any(|photo| !photo.default && !photo.url.is_empty())
}

pub(crate) fn id(name: &str) -> Result<ContactId, String> {
    ContactId::parse(name).ok_or_else(|| format!("{name} is not a contact"))
}

//! A store that is not being served, and a client of its accounts without a network.
use std::{error::Error, path::PathBuf};

use people_http::Client;
use people_server::{Dev, Front, People, Settings};
use people_store::{Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store, StoreError};

use crate::{
    file::in_file,
    log, password,
    place::{Engine, Place},
};

/// A store that is open.
pub(crate) enum Stored {
    Embedded(PathBuf, Embedded, People<Embedded>),
    Postgres(String, Postgres, People<Postgres>),
}

impl Stored {
    /// Opens a store that exists.
    ///
    /// # Errors
    ///
    /// When the store does not exist, and when it cannot be opened. Only one process can use a folder: the error says
    /// what to do while a server uses it.
    pub(crate) async fn open(place: &Place, settings: Settings) -> Result<Self, Box<dyn Error>> {
        log::start_for_store();
        match place.clone().engine()? {
            Engine::Folder(folder) => {
                // Opening would make a store where there is none.
                drop(Embedded::inspect(&folder).map_err(|error| in_file(&folder, &error))?);
                let store = Embedded::open(&folder, EmbeddedOptions::default()).map_err(served)?;
                let people = People::open(store.clone(), settings).await?;
                Ok(Self::Embedded(folder.canonicalize()?, store, people))
            }
            Engine::Postgres(url) => {
                let options = PostgresOptions {
                    create: false,
                    ..PostgresOptions::default()
                };
                let store = Postgres::open(&url, options).await?;
                let people = People::open(store.clone(), settings).await?;
                Ok(Self::Postgres(url, store, people))
            }
        }
    }

    /// Where it is, for people.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Embedded(folder, ..) => folder.display().to_string(),
            Self::Postgres(url, ..) => password::hidden(url),
        }
    }

    /// A client of an account.
    pub(crate) fn client(&self, account: &str) -> Result<Client, people_http::Error> {
        match self {
            Self::Embedded(.., people) => over(people, account),
            Self::Postgres(.., people) => over(people, account),
        }
    }

    /// Closes it. What has been made of it must be dropped before.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        match self {
            Self::Embedded(_, store, people) => {
                drop(people);
                store.close().await
            }
            Self::Postgres(_, store, _) => {
                store.close();
                Ok(())
            }
        }
    }
}

fn over<S: Store>(people: &People<S>, account: &str) -> Result<Client, people_http::Error> {
    let client = Client::builder().token(account);
    client.build_over(Front::new(people.clone(), Dev))
}

fn served(error: StoreError) -> Box<dyn Error> {
    match error {
        StoreError::Locked { .. } => {
            format!("{error}; if a server is using it, call the server by --url, or stop it").into()
        }
        error => error.into(),
    }
}

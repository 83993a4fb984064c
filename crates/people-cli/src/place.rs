//! Where a store is that is not being served.
use std::{ffi::OsString, path::PathBuf};

/// A folder, or the address of a PostgreSQL database, as it was given.
///
/// It is looked into when it is used and not when the command line is read: what that finds wrong it
/// prints, and an address may have a password.
#[derive(Clone)]
pub(crate) struct Place(OsString);

impl From<OsString> for Place {
    fn from(text: OsString) -> Self {
        Self(text)
    }
}

/// What keeps it.
pub(crate) enum Engine {
    Folder(PathBuf),
    Postgres(String),
}

impl Place {
    pub(crate) fn engine(self) -> Result<Engine, String> {
        let Some(text) = self.0.to_str() else {
            return Ok(Engine::Folder(self.0.into()));
        };
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Engine::Postgres(text.to_owned())),
            Some((scheme, _)) => Err(format!(
                "`{scheme}` is not a kind of store: expected a folder or a postgres:// address"
            )),
            None if text == "memory" => Err(
                "a store in memory ends with its server: give a folder or a postgres:// address"
                    .to_owned(),
            ),
            None => Ok(Engine::Folder(self.0.into())),
        }
    }
}

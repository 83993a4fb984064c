//! Who may call: what `--auth` chooses.
use std::{error::Error, path::PathBuf, str::FromStr};

use people_server::{Authenticate, Caller, Denied, Dev, TokenFile, Tokens};

use crate::{
    file,
    jwt::{self, Jwt},
    token,
    watch::{self, Heard},
};

/// The value of `--auth`.
#[derive(Clone, Debug)]
pub(crate) enum Mode {
    Dev,
    Tokens(PathBuf),
    Jwt,
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(mode: &str) -> Result<Self, String> {
        match mode.split_once('=') {
            None if mode == "dev" => Ok(Self::Dev),
            None if mode == "jwt" => Ok(Self::Jwt),
            Some(("tokens", file)) if !file.is_empty() => Ok(Self::Tokens(file.into())),
            _ => Err("expected `dev`, `tokens=FILE` or `jwt`".to_owned()),
        }
    }
}

/// Any of the ways to know a caller.
#[derive(Clone, Debug)]
pub(crate) enum Auth {
    Dev(Dev),
    Tokens(Tokens),
    Jwt(Jwt),
}

impl Authenticate for Auth {
    async fn authenticate(&self, token: &str) -> Result<Caller, Denied> {
        match self {
            Self::Dev(dev) => dev.authenticate(token).await,
            Self::Tokens(tokens) => tokens.authenticate(token).await,
            Self::Jwt(jwt) => jwt.authenticate(token).await,
        }
    }
}

/// What keeps an [`Auth`] up to date, as long as it is not dropped.
#[derive(Debug)]
pub(crate) enum Upkeep {
    None,
    Tokens { _following: watch::Following },
    Jwt { _refreshing: jwt::Refreshing },
}

/// Gets ready to know callers.
pub(crate) async fn open(mode: &Mode, jwt: &jwt::Args) -> Result<(Auth, Upkeep), Box<dyn Error>> {
    match mode {
        Mode::Dev => Ok((Auth::Dev(Dev), Upkeep::None)),
        Mode::Tokens(path) => {
            let (tokens, _following) = tokens(path.clone())?;
            Ok((Auth::Tokens(tokens), Upkeep::Tokens { _following }))
        }
        Mode::Jwt => {
            let (jwt, _refreshing) = Jwt::open(jwt).await?;
            Ok((Auth::Jwt(jwt), Upkeep::Jwt { _refreshing }))
        }
    }
}

/// Reads what [`open`] would read.
pub(crate) async fn check(mode: &Mode, jwt: &jwt::Args) -> Result<(), Box<dyn Error>> {
    match mode {
        Mode::Dev => Ok(()),
        Mode::Tokens(path) => token::read(path).map(drop),
        Mode::Jwt => jwt::check(jwt).await,
    }
}

fn tokens(path: PathBuf) -> Result<(Tokens, watch::Following), Box<dyn Error>> {
    let file = token::read(&path)?;
    if file.entries().is_empty() {
        tracing::warn!(
            "{} has no token: no one can call; `people token create` makes one",
            path.display()
        );
    }
    let tokens = Tokens::new(&file);
    let known = tokens.clone();
    // What it held when it was read first: where it changed since, that is seen at once.
    let before = file.to_json().into_bytes();
    let following = watch::follow(path.clone(), before, move |bytes| {
        let file = String::from_utf8_lossy(bytes);
        match TokenFile::from_json(&file) {
            Ok(file) => {
                known.replace(&file);
                let count = file.entries().len();
                tracing::info!("{}: now using its {count} tokens", path.display());
            }
            Err(error) => {
                let error = file::in_file(&path, &error);
                tracing::error!("{error}; still using the tokens that were read before");
            }
        }
        Heard::Done
    });
    Ok((tokens, following))
}

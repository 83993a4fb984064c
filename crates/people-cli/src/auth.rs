//! Who may call: what `--auth` chooses.
use std::{error::Error, path::PathBuf, str::FromStr};

use people_server::{Authenticate, Caller, Denied, Dev, TokenFile, Tokens};

use crate::{token, watch};

/// The value of `--auth`.
#[derive(Clone, Debug)]
pub(crate) enum Mode {
    Dev,
    Tokens(PathBuf),
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(mode: &str) -> Result<Self, String> {
        match mode.split_once('=') {
            None if mode == "dev" => Ok(Self::Dev),
            Some(("tokens", file)) if !file.is_empty() => Ok(Self::Tokens(file.into())),
            _ => Err("it is `dev` or `tokens=FILE`".to_owned()),
        }
    }
}

/// Any of the ways to know a caller.
#[derive(Clone, Debug)]
pub(crate) enum Auth {
    Dev(Dev),
    Tokens(Tokens),
}

impl Authenticate for Auth {
    async fn authenticate(&self, token: &str) -> Result<Caller, Denied> {
        match self {
            Self::Dev(dev) => dev.authenticate(token).await,
            Self::Tokens(tokens) => tokens.authenticate(token).await,
        }
    }
}

/// Gets ready to know callers, and follows the files that say who they are.
pub(crate) async fn open(mode: &Mode) -> Result<(Auth, Option<watch::Following>), Box<dyn Error>> {
    match mode {
        Mode::Dev => Ok((Auth::Dev(Dev), None)),
        Mode::Tokens(path) => {
            let (tokens, following) = tokens(path.clone())?;
            Ok((Auth::Tokens(tokens), Some(following)))
        }
    }
}

fn tokens(path: PathBuf) -> Result<(Tokens, watch::Following), Box<dyn Error>> {
    let file = token::read(&path)?;
    if file.entries().is_empty() {
        tracing::warn!("{} holds no token: nobody can call", path.display());
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
                tracing::info!("{}: {count} tokens from now on", path.display());
            }
            Err(error) => {
                let error = token::in_file(&path, &error);
                tracing::error!("{error}; the tokens read before stay");
            }
        }
    });
    Ok((tokens, following))
}

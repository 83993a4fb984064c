//! Where an issuer's keys come from.
use std::{error::Error, path::PathBuf, str::FromStr, time::Duration};

use jsonwebtoken::Validation;
use reqwest::{Client, Url, redirect};

use super::keys::Keys;
use crate::{file::in_file, trust};

#[derive(Clone, Debug)]
pub(crate) enum Source {
    File(PathBuf),
    Url(Url),
}

/// Keys that come over plain HTTP could be from an attacker.
const INSECURE: &str = "keys are fetched only by https, or by http from this machine";
const TIMEOUT: Duration = Duration::from_secs(10);
/// A key set of a hundred RSA keys is some 60 KB.
const LARGEST: usize = 1 << 20;

impl FromStr for Source {
    type Err = &'static str;

    fn from_str(source: &str) -> Result<Self, Self::Err> {
        if !source.contains("://") {
            return Ok(Self::File(source.into()));
        }
        let url: Url = source.parse().map_err(|_| "expected a URL")?;
        if is_safe(&url) {
            Ok(Self::Url(url))
        } else {
            Err(INSECURE)
        }
    }
}

fn is_safe(url: &Url) -> bool {
    let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    url.scheme() == "https" || url.scheme() == "http" && here
}

impl Source {
    /// Reads the keys. The error says where from.
    pub(super) async fn load(
        &self,
        validation: &Validation,
    ) -> Result<Keys, Box<dyn Error + Send + Sync>> {
        let (name, bytes) = match self {
            Self::File(path) => (path.display().to_string(), read(path).await),
            Self::Url(url) => (without_password(url), fetch(url.clone()).await),
        };
        let read = async { Ok(Keys::from_json(&bytes?, validation)?) };
        read.await.map_err(|error: Box<dyn Error + Send + Sync>| {
            in_file(name.as_ref(), error.as_ref()).to_string().into()
        })
    }
}

/// The address as it may be shown.
fn without_password(url: &Url) -> String {
    let mut url = url.clone();
    if url.password().is_some() {
        // It fails where there can be none.
        let _ = url.set_password(None);
    }
    url.into()
}

async fn read(path: &PathBuf) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    Ok(tokio::fs::read(path).await?)
}

async fn fetch(url: Url) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let mut response = client(&url)?.get(url).send().await?.error_for_status()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err("it is too large for a key set".into());
        }
    }
    Ok(bytes)
}

/// A new one each time: the keys are asked for every ten minutes.
fn client(url: &Url) -> Result<Client, Box<dyn Error + Send + Sync>> {
    let safe = redirect::Policy::custom(|attempt| match attempt.previous().len() {
        0..5 if is_safe(attempt.url()) => attempt.follow(),
        _ => attempt.error(INSECURE),
    });
    Ok(Client::builder()
        .tls_backend_preconfigured(trust::tls_for(url)?)
        .redirect(safe)
        .timeout(TIMEOUT)
        .build()?)
}

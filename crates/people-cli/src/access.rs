//! Which server of the API a command calls instead of opening a store, and as whom. No token is given on the command
//! line, where every program of the machine could read it (rule Z22).
use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use people_http::{Client, GoogleCredentials, Quota, RetryPolicy};

use crate::{base::Base, file::text};

/// Where to call, and with which token.
#[derive(Args)]
pub(crate) struct Access {
    /// The address of a server to call: https, or plain http on this machine. Give its bearer token in the variable
    /// PEOPLE_TOKEN or in the file of --token-file.
    #[arg(long, value_name = "URL", conflicts_with = "account")]
    url: Option<Base>,
    /// With --url: a file that holds the bearer token. It takes precedence over PEOPLE_TOKEN. Default on this machine:
    /// the token ada.
    #[arg(long, env = "PEOPLE_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// With --url: take the token from Google's default credentials. These are the key file that
    /// GOOGLE_APPLICATION_CREDENTIALS names, the login of gcloud, or the metadata server. This is the default for
    /// Google's own servers if there is no other token.
    #[arg(long, requires = "url", conflicts_with = "token_file")]
    default_credentials: bool,
}

impl Access {
    /// The server to call, if there is one.
    pub(crate) fn url(&self) -> Option<&Base> {
        self.url.as_ref()
    }

    /// A client of the server, which respects the quota of Google's own.
    ///
    /// It sends the token only to this server: it follows no redirect.
    ///
    /// # Errors
    ///
    /// When there is no token, or when it cannot be sent.
    pub(crate) async fn client(&self, base: &Base) -> Result<Client, Box<dyn Error>> {
        let mut retry = RetryPolicy::default();
        retry.first_wait = Duration::from_millis(200);
        let client = Client::builder().base_url(base.url().as_str()).retry(retry);
        let client = match is_google(base) {
            true => client.quota(Quota::GOOGLE),
            false => client,
        };
        Ok(match self.token(base)? {
            Some(token) => client.token(token),
            None => client.credentials(GoogleCredentials::application_default().await?),
        }
        .build()?)
    }

    /// The token; none where the default credentials have one.
    fn token(&self, base: &Base) -> Result<Option<String>, Box<dyn Error>> {
        if self.default_credentials {
            return Ok(None);
        }
        if let Some(path) = &self.token_file {
            return secret(path).map(Some);
        }
        match env::var("PEOPLE_TOKEN") {
            Ok(token) if token.trim().is_empty() => {
                Err("the variable PEOPLE_TOKEN is empty: set it to the token, or unset it".into())
            }
            Ok(token) => Ok(Some(token)),
            Err(env::VarError::NotUnicode(_)) => {
                Err("the variable PEOPLE_TOKEN is not UTF-8: set it to the token".into())
            }
            Err(env::VarError::NotPresent) if base.is_here() => Ok(Some("ada".to_owned())),
            Err(env::VarError::NotPresent) if is_google(base) => Ok(None),
            Err(env::VarError::NotPresent) => Err(
                "give a token of this server by --token-file or by the variable PEOPLE_TOKEN"
                    .into(),
            ),
        }
    }
}

/// Whether a server is one of Google's: only those get Google's default credentials without a flag.
fn is_google(base: &Base) -> bool {
    let host = base.url().host_str().unwrap_or_default();
    host == "googleapis.com" || host.ends_with(".googleapis.com")
}

/// The token in a file, which may end with a line break.
pub(crate) fn secret(path: &Path) -> Result<String, Box<dyn Error>> {
    const LONGEST: u64 = 16 << 10;
    let text = text(path, LONGEST)?;
    match text.trim() {
        "" => Err(format!(
            "{}: the file has no token: write the token into it",
            path.display()
        )
        .into()),
        token => Ok(token.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_nobody_named_go_to_google_alone() {
        let is = |url: &str| is_google(&url.parse().expect(url));
        assert!(is("https://people.googleapis.com"));
        for other in [
            "https://people.googleapis.com.example.com",
            "https://notgoogleapis.com",
            "http://127.0.0.1:8710",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}

//! Where the server is (rule Z22).
use std::{fmt, net::IpAddr, str::FromStr};

use reqwest::Url;

/// The address of a server, without a slash at its end.
///
/// A token goes there: by https, or by plain http if the host is this machine.
#[derive(Clone, Debug)]
pub(crate) struct Base(Url);

impl Base {
    /// The address of `path`, which begins with a slash and may have a query.
    pub(crate) fn join(&self, path: &str) -> Result<Url, String> {
        let text = format!("{}{path}", self.0.as_str().trim_end_matches('/'));
        text.parse().map_err(|error| format!("{text}: {error}"))
    }

    pub(crate) fn is_here(&self) -> bool {
        is_here(&self.0)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for Base {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "a URL such as http://127.0.0.1:8710 or https://people.googleapis.com";
        let url: Url = text
            .parse()
            .map_err(|error| format!("{error}; expected {form}"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(format!("expected {form}"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "the URL has a user name or a password: remove it, and give a token by \
                        --token-file"
                    .to_owned(),
            );
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the URL has a query or a fragment: remove it".to_owned());
        }
        match url.scheme() == "https" || is_here(&url) {
            true => Ok(Self(url)),
            false => Err(
                "the token would be sent unencrypted: use https, or plain http to this machine \
                     only"
                    .to_owned(),
            ),
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

pub(crate) fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let number = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = number.parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leaves_this_machine_by_https_alone() {
        for good in [
            "https://people.googleapis.com",
            "https://people.googleapis.com/",
            "http://127.0.0.1:8710",
            "http://[::1]:8710",
            "http://localhost:8710",
        ] {
            let base = good.parse::<Base>().expect(good);
            assert_eq!(base.to_string(), good.trim_end_matches('/'));
        }
        for bad in [
            "people.googleapis.com",
            "ftp://127.0.0.1",
            "http://people.googleapis.com",
            "http://127.0.0.1.example.com:8710",
            "http://192.0.2.1:8710",
            "https://ada:secret@people.googleapis.com",
            "https://people.googleapis.com/?key=1",
        ] {
            bad.parse::<Base>().expect_err(bad);
        }
        for no_url in [
            "nonsense",
            "",
            "localhost:8710",
            "http://",
            "ftp://127.0.0.1",
        ] {
            let error = no_url.parse::<Base>().expect_err(no_url);
            assert!(error.contains("http://127.0.0.1:8710"), "{no_url}: {error}");
        }
    }
}

//! Fetches a file from the public internet (rule `I13`).
use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use people_rules::PhotoFormat;
use reqwest::{Url, header, redirect};
use tokio::{net::lookup_host, time::timeout};

use super::public::is_public;
use crate::trust;

/// Where names lead.
pub(super) trait Resolve {
    /// The addresses of a host.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;

    /// Where a connection to an address goes: there, at the port of the URL, except in a test.
    fn route(&self, address: IpAddr) -> SocketAddr {
        SocketAddr::new(address, 0)
    }
}

/// What this machine asks for all names.
pub(super) struct System;

impl Resolve for System {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// How long a photo may take, with all redirects.
const TIME: Duration = Duration::from_secs(30);

const CONNECT: Duration = Duration::from_secs(10);

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// The ports of the web. What listens on others may take a request for something else.
const PORTS: [u16; 2] = [80, 443];

/// Fetches a photo of at most `most` bytes.
///
/// # Errors
///
/// Why it was not fetched, in words.
pub(super) async fn fetch(
    resolver: &impl Resolve,
    address: &str,
    most: usize,
) -> Result<Vec<u8>, String> {
    let fetched = timeout(TIME, follow(resolver, address, most)).await;
    let late = |_| format!("it took longer than {} seconds", TIME.as_secs());
    let file = fetched.map_err(late)??;
    match PhotoFormat::of(&file) {
        Ok(_) => Ok(file),
        Err(_) => Err("the file at its address is neither PNG nor JPEG".to_owned()),
    }
}

async fn follow(resolver: &impl Resolve, address: &str, most: usize) -> Result<Vec<u8>, String> {
    let mut url: Url = address
        .parse()
        .map_err(|error| format!("its address: {error}"))?;
    for _ in 0..=REDIRECTS {
        match get(resolver, &url, most).await? {
            Got::File(file) => return Ok(file),
            Got::Elsewhere(next) => url = next,
        }
    }
    Err(format!(
        "its address leads through more than {REDIRECTS} redirects"
    ))
}

enum Got {
    File(Vec<u8>),
    Elsewhere(Url),
}

async fn get(resolver: &impl Resolve, url: &Url, most: usize) -> Result<Got, String> {
    let client = client(resolver, url).await?;
    let sent = client.get(url.clone()).send().await;
    let mut reply = sent.map_err(|error| whole(&error.without_url()))?;
    if reply.status().is_redirection() {
        let to = reply.headers().get(header::LOCATION);
        let to = to.and_then(|to| to.to_str().ok());
        let to = to.ok_or("its address leads to a redirect without a target")?;
        let next = url.join(to);
        return Ok(Got::Elsewhere(
            next.map_err(|error| format!("a redirect: {error}"))?,
        ));
    }
    if !reply.status().is_success() {
        return Err(format!("the server answers {}", reply.status()));
    }
    let too_large = || format!("it is larger than {most} bytes");
    if reply
        .content_length()
        .is_some_and(|length| length > most as u64)
    {
        return Err(too_large());
    }
    let mut file = Vec::new();
    while let Some(part) = reply
        .chunk()
        .await
        .map_err(|error| whole(&error.without_url()))?
    {
        if file.len() + part.len() > most {
            return Err(too_large());
        }
        file.extend_from_slice(&part);
    }
    Ok(Got::File(file))
}

/// A client that connects to the very addresses that were looked at: a name that leads elsewhere a moment later makes no
/// difference. It goes through no proxy, which would look the name up again, and carries no credential.
async fn client(resolver: &impl Resolve, url: &Url) -> Result<reqwest::Client, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!(
            "only http and https addresses are fetched, not `{}`",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("its address has a user name or a password".to_owned());
    }
    if let Some(port) = url
        .port_or_known_default()
        .filter(|port| !PORTS.contains(port))
    {
        return Err(format!(
            "only ports 80 and 443 are fetched from, not {port}"
        ));
    }
    let host = url.host_str().ok_or("its address has no host")?;
    let number = host.trim_start_matches('[').trim_end_matches(']');
    let found = match number.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) => {
            let found = resolver.resolve(host).await;
            found.map_err(|error| format!("{host}: {error}"))?
        }
    };
    if found.is_empty() {
        return Err(format!("{host} has no address"));
    }
    // One that is not public is a trick, or a network of the user's own: neither is for a file to choose.
    if let Some(address) = found.iter().find(|address| !is_public(**address)) {
        return Err(format!(
            "{host} is {address}, which is not a public address"
        ));
    }
    let routes = found.iter().map(|address| resolver.route(*address));
    let routes: Vec<SocketAddr> = routes.collect();
    let tls = trust::tls_for(url).map_err(|error| error.to_string())?;
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .no_gzip()
        .user_agent(concat!("people-import/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .timeout(TIME)
        .resolve_to_addrs(host, &routes)
        .build()
        .map_err(|error| whole(&error))
}

/// An error with its causes.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests;

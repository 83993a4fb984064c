//! The addresses under which clients reach a server, and the hosts that requests name.
use std::{fmt, net::IpAddr, str::FromStr};

use http::{HeaderMap, HeaderValue, Uri, header, uri::Authority};

/// An address under which clients reach a server: `http` or `https`, a host, perhaps a port and a path.
///
/// ```
/// use people_server::PublicUrl;
///
/// let url: PublicUrl = "https://Contacts.example.com:443/people/".parse()?;
/// assert_eq!(url.as_str(), "https://Contacts.example.com:443/people");
/// assert_eq!(url.origin(), "https://contacts.example.com");
/// assert!("contacts.example.com".parse::<PublicUrl>().is_err());
/// # Ok::<(), people_server::InvalidPublicUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    scheme: Scheme,
    host: String,
    port: u16,
    origin: String,
}

impl PublicUrl {
    /// The URL as it was given, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// In lower case, without a port.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The port, which may be that of the scheme.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What a browser sends as `Origin` for a page of this URL (RFC 6454, 6.2).
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidPublicUrl(text.to_owned());
        let uri = Uri::try_from(text).map_err(|_| invalid())?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::Http,
            Some("https") => Scheme::Https,
            _ => return Err(invalid()),
        };
        let authority = uri.authority().ok_or_else(invalid)?;
        let host = Host::parse(authority.as_str()).ok_or_else(invalid)?;
        if uri.query().is_some() {
            return Err(invalid());
        }
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            scheme,
            origin: host.origin(scheme),
            port: host.port_of(scheme),
            host: host.name,
        })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text is not a [`PublicUrl`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a URL such as https://contacts.example.com")]
pub struct InvalidPublicUrl(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The one that is left out.
    fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A host in lower case, and its port where one is given.
pub(super) struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// `None` for a text that is not a host, and for a host with a user name.
    pub(super) fn parse(authority: &str) -> Option<Self> {
        let parsed = Authority::try_from(authority).ok()?;
        let name = parsed.host();
        let port = authority.strip_prefix(name)?;
        let port = match port.strip_prefix(':') {
            Some("") => None,
            Some(digits) => Some(digits.parse().ok()?),
            None if port.is_empty() => None,
            None => return None,
        };
        (!name.is_empty()).then(|| Self {
            name: name.to_ascii_lowercase(),
            port,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_loopback(&self) -> bool {
        let address = self.name.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = |ip: IpAddr| ip.to_canonical().is_loopback();
        address.parse().is_ok_and(is_loopback)
            || self.name == "localhost"
            || self.name.ends_with(".localhost")
    }

    /// The port, which may be that of the scheme.
    pub(super) fn port_of(&self, scheme: Scheme) -> u16 {
        self.port.unwrap_or(scheme.port())
    }

    /// As a browser writes it: without the port that the scheme has by default.
    pub(super) fn origin(&self, scheme: Scheme) -> String {
        let usual = scheme.port();
        let scheme = scheme.name();
        match self.port.filter(|&port| port != usual) {
            None => format!("{scheme}://{}", self.name),
            Some(port) => format!("{scheme}://{}:{port}", self.name),
        }
    }
}

/// The host that a request names; empty if it names none.
pub(super) fn named_host(uri: &Uri, headers: &HeaderMap) -> String {
    // RFC 9112, 3.2.2: the authority of an absolute address replaces the header.
    match uri.authority() {
        Some(authority) => authority.as_str().to_owned(),
        None => headers.get(header::HOST).map(text).unwrap_or_default(),
    }
}

/// The text of a header field.
pub(super) fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

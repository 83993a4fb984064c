//! Where a user may be sent with a code (rule `X43`): addresses of this machine that a client registered.
use http::{Uri, uri::Authority};

/// A registered address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    text: String,
    scheme: String,
    host: String,
    port: Port,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    /// RFC 8252, 7.3: a program listens on a port that is free.
    Any,
    This(Option<u16>),
}

/// A client registers an address that no user may be sent to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no address of this machine, such as http://localhost or http://127.0.0.1:8080/callback: codes are sent to \
     no other"
)]
pub(super) struct InvalidRedirect(String);

/// The parts of an address that can be compared.
struct Parts {
    scheme: String,
    host: String,
    port: Option<u16>,
    path: String,
}

impl Redirect {
    /// An address of a client file. For an installed app, an address without a port means any port.
    pub(super) fn registered(text: &str, is_installed: bool) -> Result<Self, InvalidRedirect> {
        let invalid = || InvalidRedirect(text.to_owned());
        let Parts {
            scheme,
            host,
            port,
            path,
        } = Parts::of(text).ok_or_else(invalid)?;
        if !matches!(&*host, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(invalid());
        }
        Ok(Self {
            text: text.to_owned(),
            scheme,
            host,
            port: match port {
                None if is_installed => Port::Any,
                port => Port::This(port),
            },
            path,
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an address that a request names is this one.
    pub(super) fn allows(&self, uri: &str) -> bool {
        let Some(parts) = Parts::of(uri) else {
            return false;
        };
        let port = match self.port {
            Port::Any => true,
            Port::This(port) => parts.port == port,
        };
        port && parts.scheme == self.scheme && parts.host == self.host && parts.path == self.path
    }
}

impl Parts {
    /// `None` for anything that a browser might read in another way: a user, a query, a fragment, a backslash.
    fn of(text: &str) -> Option<Self> {
        let is_plain =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b'?' | b'@');
        if !text.bytes().all(is_plain) {
            return None;
        }
        let uri = Uri::try_from(text).ok()?;
        let scheme = uri
            .scheme_str()
            .filter(|scheme| matches!(*scheme, "http" | "https"))?;
        let authority: &Authority = uri.authority()?;
        let host = authority.host();
        let port = match authority.as_str().strip_prefix(host)? {
            "" => None,
            port => Some(port.strip_prefix(':')?.parse().ok()?),
        };
        Some(Self {
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            port,
            path: uri.path().to_owned(),
        })
    }
}

/// The scheme, host and port of an address that was allowed.
pub(super) fn origin(uri: &str) -> Option<String> {
    let uri = Uri::try_from(uri).ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x43_a_redirect_is_the_registered_address() {
        let any = Redirect::registered("http://localhost", true).expect("a loopback address");
        for uri in [
            "http://localhost",
            "http://localhost/",
            "http://localhost:8080",
            "http://localhost:8080/",
        ] {
            assert!(any.allows(uri), "{uri}");
        }
        for uri in [
            "http://localhost:8080/other",
            "http://localhost:8080//",
            "http://localhost:8080/.",
            "https://localhost:8080",
            "http://127.0.0.1:8080",
            "http://localhost.evil.example",
            "http://localhost:8080@evil.example",
            "http://evil.example@localhost",
            "http://localhost@evil.example",
            "http://evil.example/localhost",
            "http://evil.example#localhost",
            "http://localhost#@evil.example",
            "http://localhost?next=http://evil.example",
            "http://localhost\\@evil.example",
            "http://LOCALHOST.",
            "http://localhost:",
            "http://localhost:99999",
            "http://localhost: 8080",
            "http:localhost",
            "//localhost",
            "localhost",
            "javascript:alert(1)//localhost",
            "http://localhost\r\nx: y",
            "http://lоcalhost",
            "",
        ] {
            assert!(!any.allows(uri), "{uri}");
        }
        let this = Redirect::registered("http://127.0.0.1:8080/callback", true)
            .expect("a loopback address");
        assert!(this.allows("http://127.0.0.1:8080/callback"));
        for uri in [
            "http://127.0.0.1:8081/callback",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:8080/callback/",
            "http://127.0.0.1:8080/callback/../other",
            "http://127.0.0.1:8080/Callback",
            "http://127.0.0.1:8080/callback%2F",
            "http://127.1:8080/callback",
            "http://[::ffff:127.0.0.1]:8080/callback",
        ] {
            assert!(!this.allows(uri), "{uri}");
        }
        let web = Redirect::registered("http://localhost", false).expect("a loopback address");
        assert!(web.allows("http://localhost/") && !web.allows("http://localhost:8080"));
    }

    #[test]
    fn x43_only_addresses_of_this_machine_are_registered() {
        for uri in [
            "https://app.example.com/callback",
            "http://localhost.evil.example",
            "http://192.168.1.7",
            "http://0.0.0.0",
            "urn:ietf:wg:oauth:2.0:oob",
            "com.example.app:/callback",
            "http://localhost/?next=x",
            "http://user@localhost",
            "localhost",
            "*",
        ] {
            assert!(Redirect::registered(uri, true).is_err(), "{uri}");
        }
    }
}

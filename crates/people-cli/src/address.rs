//! Addresses to listen on.
use std::{
    fmt, io,
    net::{SocketAddr, ToSocketAddrs},
    str::FromStr,
};

use tokio::net::{TcpListener, TcpSocket};

/// The value of a flag that takes an address: `127.0.0.1:8710`, or a name and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address(pub(crate) SocketAddr);

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str =
            "expected an address and a port, such as 127.0.0.1:8710 or localhost:8710";

        if let Ok(address) = text.parse() {
            return Ok(Self(address));
        }
        let (host, port) = text.rsplit_once(':').ok_or(FORM)?;
        let port: u16 = port.parse().map_err(|_| FORM)?;
        if host.is_empty() || host.contains([':', '/']) {
            return Err(FORM.to_owned());
        }
        let found = (host, port).to_socket_addrs();
        let found: Vec<_> = found
            .map_err(|error| format!("`{host}` has no address: {error}"))?
            .collect();
        // Clients of `localhost` try both kinds; those that only know the number know 127.0.0.1.
        let first = found.iter().find(|address| address.is_ipv4());
        let first = first.or(found.first());
        let first = first.ok_or_else(|| format!("`{host}` has no address"))?;
        Ok(Self(*first))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// No socket could be had at an address.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}, which {flag} names{}", hint(source))]
pub(crate) struct CannotListen {
    address: Address,
    flag: &'static str,
    source: io::Error,
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => " (port 0 means any free port)",
        _ => "",
    }
}

impl Address {
    /// Listens here; `flag` is where the address comes from.
    ///
    /// The queue is long: a connection that does not fit into it is lost, and its client notices that
    /// after a second, when it asks again.
    pub(crate) fn listen(self, flag: &'static str) -> Result<TcpListener, CannotListen> {
        self.bind().map_err(|source| CannotListen {
            address: self,
            flag,
            source,
        })
    }

    fn bind(self) -> io::Result<TcpListener> {
        const QUEUE: u32 = 4096;

        let socket = match self.0 {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // As after any start; on Windows it would mean something else.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(self.0)?;
        socket.listen(QUEUE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_numbers_or_a_name_with_a_port() {
        for (text, expected) in [
            ("127.0.0.1:8710", "127.0.0.1:8710"),
            ("[::1]:8710", "[::1]:8710"),
            ("localhost:8721", "127.0.0.1:8721"),
        ] {
            let address = text.parse::<Address>().map(|address| address.to_string());
            assert_eq!(address.as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "8710",
            ":8710",
            "127.0.0.1",
            "::1:8710",
            "localhost:",
            "localhost:70000",
            "http://localhost:8710",
        ] {
            let refused = text.parse::<Address>().expect_err(text);
            assert!(
                refused.contains("such as 127.0.0.1:8710"),
                "{text}: {refused}"
            );
        }
        let refused = "no-such-host.invalid:8710".parse::<Address>();
        assert!(
            refused
                .expect_err("no address")
                .contains("`no-such-host.invalid`")
        );
    }
}

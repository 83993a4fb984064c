use std::{path::Path, sync::Arc, time::Duration};

use percent_encoding::percent_decode_str;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::{
    Config,
    config::{Host, SslMode, TargetSessionAttrs},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// How long to wait for a new connection, or for an acknowledgement of the other machine. A machine that is cut off
/// does not answer: calls wait this long for it.
const CONNECT: Duration = Duration::from_secs(5);
const SILENCE: Duration = Duration::from_secs(10);
/// After how much silence to probe the other machine: it may have been cut off after it received the last statement.
const PROBE: Duration = Duration::from_secs(5);

/// Where the database is, and how it is reached.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host/database?option=value`, with the options of
    /// tokio-postgres and two of libpq's that it does not have.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
        {
            return Err(wrong("it starts with postgres://"));
        }
        let (url, options) = split(url)?;
        let mut config: Config = url.parse().map_err(|error| wrong(reason(&error)))?;
        if config.get_hosts().is_empty() {
            return Err(wrong("it has no host"));
        }
        config.ssl_mode(match options.tls {
            Some(mode) => mode,
            None if config.get_hosts().iter().all(is_here) => SslMode::Disable,
            None => SslMode::Require,
        });
        // A server that is read-only is not the right one, even if it answers.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        config.keepalives_idle(SILENCE.min(config.get_keepalives_idle()));
        if config.get_keepalives_interval().is_none() {
            config.keepalives_interval(PROBE);
        }
        if config.get_application_name().is_none() {
            config.application_name("people");
        }
        let tls = MakeRustlsConnect::new(tls(&config, options.root.as_deref())?);
        Ok(Self { config, tls })
    }
}

/// The parameters that have libpq's names.
#[derive(Default)]
struct Options {
    tls: Option<SslMode>,
    root: Option<String>,
}

/// Takes the options that only this crate reads out of the address.
fn split(url: &str) -> Result<(String, Options), StoreError> {
    let mut options = Options::default();
    let Some((rest, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), options));
    };
    let mut kept = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", mode)) => {
                options.tls = Some(match mode {
                    "disable" => SslMode::Disable,
                    "allow" | "prefer" => SslMode::Prefer,
                    // Certificates are always verified in full.
                    "require" | "verify-ca" | "verify-full" => SslMode::Require,
                    _ => return Err(wrong("unknown sslmode")),
                });
            }
            Some(("sslrootcert", path)) => {
                let path = percent_decode_str(path).decode_utf8();
                let path = path.map_err(|_| wrong("sslrootcert is not a path"))?;
                options.root = Some(path.into_owned());
            }
            _ => kept.push(pair),
        }
    }
    Ok((format!("{rest}?{}", kept.join("&")), options))
}

/// Whether the connection stays on this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// TLS that trusts one root certificate, or the certificates that the machine trusts. Without TLS it does not load
/// certificates, so that it works on machines that have none.
fn tls(config: &Config, root: Option<&str>) -> Result<ClientConfig, StoreError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(StoreError::engine)?;
    let builder = match root {
        _ if config.get_ssl_mode() == SslMode::Disable => {
            builder.with_root_certificates(RootCertStore::empty())
        }
        Some(root) => builder.with_root_certificates(roots(Path::new(root))?),
        None => builder
            .with_platform_verifier()
            .map_err(StoreError::engine)?,
    };
    Ok(builder.with_no_client_auth())
}

fn roots(path: &Path) -> Result<RootCertStore, StoreError> {
    let unreadable = || wrong("the file of sslrootcert has no certificates");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|_| unreadable())? {
        let certificate = certificate.map_err(|_| unreadable())?;
        roots.add(certificate).map_err(|_| unreadable())?;
    }
    if roots.is_empty() {
        return Err(unreadable());
    }
    Ok(roots)
}

fn wrong(reason: impl Into<String>) -> StoreError {
    StoreError::Address {
        reason: reason.into(),
    }
}

/// The cause names an option, never a value.
fn reason(error: &tokio_postgres::Error) -> String {
    use std::error::Error;

    let cause = error.source().map(ToString::to_string);
    cause.unwrap_or_else(|| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        Address::parse(url)
            .map(|address| address.config.get_ssl_mode())
            .unwrap_or_else(|error| panic!("{url}: {error}"))
    }

    /// What crosses a network is encrypted, unless the address says otherwise.
    #[test]
    fn tls_is_the_default_beyond_this_machine() {
        for here in ["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(
                mode(&format!("postgres://ada@{here}/people")),
                SslMode::Disable
            );
        }
        for there in ["db.example", "10.0.0.7", "localhost,db.example"] {
            assert_eq!(
                mode(&format!("postgresql://ada@{there}/people")),
                SslMode::Require
            );
        }
        let said = |mode: &str| format!("postgres://ada@db.example/people?sslmode={mode}");
        assert_eq!(mode(&said("disable")), SslMode::Disable);
        assert_eq!(mode(&said("prefer")), SslMode::Prefer);
        assert_eq!(mode(&said("verify-full")), SslMode::Require);
    }

    #[test]
    fn a_wrong_address_says_why_and_not_what() {
        let cases = [
            ("people-data", "postgres://"),
            ("postgres:///people", "host"),
            (
                "postgres://ada:secret@db.example/people?colour=secret",
                "colour",
            ),
            ("postgres://ada@db.example/people?sslmode=secret", "sslmode"),
            (
                "postgres://ada@db.example/?sslrootcert=/nowhere/secret.pem",
                "sslrootcert",
            ),
        ];
        for (url, why) in cases {
            let error = Address::parse(url).err().expect(url).to_string();
            assert!(error.contains(why), "{url}: {error}");
            assert!(!error.contains("secret"), "{url}: {error}");
        }
    }

    /// A machine that is cut off neither refuses nor answers.
    #[test]
    fn silence_ends_a_connection_in_seconds() {
        let silences = |url: &str| {
            let config = Address::parse(url).expect("an address").config;
            let wait = config.get_tcp_user_timeout().copied();
            let between = config.get_keepalives_interval();
            (wait, config.get_keepalives_idle(), between)
        };
        let seconds = Duration::from_secs;
        assert_eq!(
            silences("postgres://ada@db1,db2/people"),
            (Some(SILENCE), SILENCE, Some(PROBE))
        );
        let said = "postgres://ada@db1/people?tcp_user_timeout=60&keepalives_idle=7\
                    &keepalives_interval=3";
        assert_eq!(
            silences(said),
            (Some(seconds(60)), seconds(7), Some(seconds(3)))
        );
    }

    #[test]
    fn the_address_may_say_more() {
        let url = "postgres://ada@db1,db2/people?sslmode=disable&options=-csearch_path%3Dmine\
                   &connect_timeout=1&application_name=mine";
        let config = Address::parse(url).expect("an address").config;
        assert_eq!(config.get_hosts().len(), 2);
        assert_eq!(config.get_options(), Some("-csearch_path=mine"));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(1)));
        assert_eq!(config.get_application_name(), Some("mine"));
    }
}

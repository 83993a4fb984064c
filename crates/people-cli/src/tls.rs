//! HTTPS: a certificate and its key from files that may be replaced.
use std::{
    error::Error,
    fmt, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use people_server::{Handshake, Protocol};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    file::in_file,
    watch::{self, Heard},
};

/// Where the certificate and its key are.
#[derive(Clone, Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// The certificate chain for HTTPS in PEM, with the server's own certificate first. Default: plain HTTP.
    #[arg(long, env = "PEOPLE_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM.
    #[arg(long, env = "PEOPLE_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

impl Args {
    fn files(&self) -> Result<Option<(&PathBuf, &PathBuf)>, &'static str> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => Ok(Some((cert, key))),
            (None, None) => Ok(None),
            (Some(_), None) => Err("`tls-cert` is set without `tls-key`: set both"),
            (None, Some(_)) => Err("`tls-key` is set without `tls-cert`: set both"),
        }
    }
}

/// TLS 1.2 and 1.3, and in it HTTP/2 for clients that offer it.
#[derive(Clone)]
pub(crate) struct Tls {
    config: Arc<RwLock<Arc<ServerConfig>>>,
}

impl Tls {
    /// Reads the files, if they are named, and follows none.
    ///
    /// # Errors
    ///
    /// As for [`open`](Self::open).
    pub(crate) fn check(args: &Args) -> Result<(), Box<dyn Error>> {
        match args.files()? {
            Some((cert, key)) => load(cert, key).map(drop),
            None => Ok(()),
        }
    }

    /// Reads the files, if they are named, and follows them.
    ///
    /// # Errors
    ///
    /// When one cannot be read, and when they do not belong together.
    pub(crate) fn open(args: &Args) -> Result<Option<(Self, Upkeep)>, Box<dyn Error>> {
        let Some((cert, key)) = args.files()? else {
            return Ok(None);
        };
        // First, so that what changes while the rest is read is seen.
        let before = [cert, key].map(|path| std::fs::read(path).unwrap_or_default());
        let config = Arc::new(RwLock::new(load(cert, key)?));
        let [cert_before, key_before] = before;
        let follow = |path: &PathBuf, before| {
            let (config, cert, key) = (Arc::clone(&config), cert.clone(), key.clone());
            let mut said = String::new();
            watch::follow(path.clone(), before, move |_| match load(&cert, &key) {
                Ok(loaded) => {
                    *config.write().unwrap_or_else(PoisonError::into_inner) = loaded;
                    tracing::info!("{}: now using the new certificate", cert.display());
                    said.clear();
                    Heard::Done
                }
                // Of two files one is always the first to be replaced.
                Err(error) => {
                    let error = error.to_string();
                    if error != said {
                        tracing::warn!("{error}; still using the certificate that was read before");
                        said = error;
                    }
                    Heard::Later
                }
            })
        };
        let upkeep = Upkeep {
            _following: [follow(cert, cert_before), follow(key, key_before)],
        };
        Ok(Some((Self { config }, upkeep)))
    }
}

/// What keeps a [`Tls`] up to date, as long as it is not dropped.
#[derive(Debug)]
pub(crate) struct Upkeep {
    _following: [watch::Following; 2],
}

fn load(cert: &Path, key: &Path) -> Result<Arc<ServerConfig>, Box<dyn Error>> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect);
    let chain = chain.map_err(|error| in_file(cert, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| in_file(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| in_file(cert, &error))?;
    config.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

const HTTP2: &[u8] = b"h2";

impl Handshake for Tls {
    type Stream = TlsStream<TcpStream>;

    async fn shake(&self, connection: TcpStream) -> io::Result<(Self::Stream, Protocol)> {
        let config = {
            let config = self.config.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&config)
        };
        let stream = TlsAcceptor::from(config).accept(connection).await?;
        let (_, session) = stream.get_ref();
        let protocol = match session.alpn_protocol() {
            Some(HTTP2) => Protocol::Http2,
            _ => Protocol::Http1,
        };
        Ok((stream, protocol))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

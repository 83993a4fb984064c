//! Which certificates the binary trusts when it calls a server.
use std::sync::Arc;

use reqwest::Url;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

/// TLS with the certificates that the machine trusts. They are not even looked for where the address
/// is of plain HTTP: a small machine may have none.
///
/// # Errors
///
/// When the machine's certificates cannot be read.
pub(crate) fn tls_for(url: &Url) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls = if url.scheme() == "https" {
        tls.with_platform_verifier()?
    } else {
        tls.with_root_certificates(RootCertStore::empty())
    };
    Ok(tls.with_no_client_auth())
}

//! TLS on the way to the database: who it is has to be proved, as the address says.
use std::{error::Error, path::Path};

use people_store::{StoreError, Unavailable};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use super::{
    open,
    server::{Server, psql},
    try_open,
};

/// Who signs certificates.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).expect("an authority");
    params
        .distinguished_name
        .push(DnType::CommonName, name.to_owned());
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an authority")
}

/// A certificate for this name, and its key.
fn certificate(name: &str, of: &CertifiedIssuer<'_, KeyPair>) -> [String; 2] {
    let params = CertificateParams::new([name.to_owned()]).expect("a name");
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, of).expect("a certificate");
    [certificate.pem(), key.serialize_pem()]
}

/// Writes down whom to trust, and returns it as an address says it.
fn trusting(folder: &Path, name: &str, authority: &CertifiedIssuer<'_, KeyPair>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, authority.pem()).expect("a file");
    let path = path.display().to_string().replace('/', "%2F");
    format!("sslrootcert={path}")
}

/// Why the database cannot be reached, causes included.
async fn refused(url: &str) -> String {
    let error = try_open(url).await.expect_err(url);
    assert!(
        matches!(
            error,
            StoreError::Unavailable {
                reason: Unavailable::Unreachable,
                ..
            }
        ),
        "{url}: {error:?}"
    );
    let (mut said, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        said += &format!(": {error}");
        cause = error.source();
    }
    said
}

/// Which of the store's sessions are encrypted.
fn encrypted(server: &Server) -> String {
    let sessions = "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
        WHERE application_name = 'people'";
    psql(&server.url(), sessions)
}

#[tokio::test]
async fn a_database_proves_who_it_is() {
    let (trusted, other) = (authority("trusted"), authority("other"));
    let Some(server) = Server::start_on_tcp(Some(certificate("localhost", &trusted))) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let [root, other] = [("root.pem", trusted), ("other.pem", other)]
        .map(|(name, authority)| trusting(folder.path(), name, &authority));
    let by = |name: &str, options: &str| format!("{}?{options}", server.url_by(name));

    for mode in ["require", "verify-ca", "verify-full", "prefer"] {
        let store = open(&by("localhost", &format!("sslmode={mode}&{root}"))).await;
        assert_eq!(encrypted(&server), "t\n", "{mode}");
        store.close();
    }
    // Certificates are verified in full, in every mode.
    for mode in ["require", "verify-ca", "verify-full", "prefer"] {
        let url = by("localhost", &format!("sslmode={mode}&{other}"));
        let said = refused(&url).await;
        assert!(said.contains("UnknownIssuer"), "{said}");
        let url = by("127.0.0.1", &format!("sslmode={mode}&{root}"));
        let said = refused(&url).await;
        assert!(said.contains("not valid for name \"127.0.0.1\""), "{said}");
    }
    // This machine trusts none of these certificates.
    let url = by("localhost", "sslmode=require");
    assert!(try_open(&url).await.is_err(), "{url}");
}

/// If encryption is required, nothing is sent in the clear; only `prefer` lets the server decide.
#[tokio::test]
async fn a_database_without_tls_is_refused_where_it_is_required() {
    let Some(server) = Server::start_on_tcp(None) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let root = trusting(folder.path(), "root.pem", &authority("trusted"));
    let by = |options: &str| format!("{}?{options}", server.url_by("localhost"));
    for mode in ["require", "verify-ca", "verify-full"] {
        let said = refused(&by(&format!("sslmode={mode}&{root}"))).await;
        assert!(said.contains("server does not support TLS"), "{said}");
    }
    for options in ["sslmode=disable", &format!("sslmode=prefer&{root}")] {
        let store = open(&by(options)).await;
        assert_eq!(encrypted(&server), "f\n", "{options}");
        store.close();
    }
}

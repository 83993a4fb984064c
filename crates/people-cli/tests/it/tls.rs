//! HTTPS, with certificates that come and go (rule F15).
use std::{fs, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt, Empty};
use hyper::{
    body::Incoming,
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{CertificateParams, KeyPair};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use tokio::{io::AsyncReadExt, net::TcpStream};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{Server, auth::until_logged, people, wait::Deadline};

/// Writes a new certificate for `localhost`, and its key.
fn certify(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    fs::write(folder.join("cert.pem"), made.cert.pem()).expect("a file to write");
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("a file to write");
    made.cert.der().clone()
}

fn flags(folder: &Path) -> [String; 4] {
    let path = |name| folder.join(name).to_str().expect("text").to_owned();
    [
        "--tls-cert".to_owned(),
        path("cert.pem"),
        "--tls-key".to_owned(),
        path("key.pem"),
    ]
}

fn serve(folder: &Path, more: &[&str]) -> Server {
    let flags = flags(folder);
    let flags: Vec<&str> = flags
        .iter()
        .map(String::as_str)
        .chain(more.iter().copied())
        .collect();
    Server::start_logging(&folder.join("data"), &flags, &folder.join("log"))
}

fn address(server: &Server) -> &str {
    server
        .url
        .strip_prefix("https://")
        .expect("a secure address")
}

/// A connection on which the server proves that it has this certificate.
async fn connect(
    server: &Server,
    certificate: &CertificateDer<'static>,
    protocols: &[&[u8]],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let stream = TcpStream::connect(address(server)).await?;
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

fn request(path: &str) -> http::request::Builder {
    Request::get(path).header("authorization", "Bearer ada")
}

const GET: &str = "https://localhost/v1/people/me?personFields=names";

async fn over_http2(
    stream: TlsStream<TcpStream>,
    request: Request<Empty<Bytes>>,
) -> hyper::Result<http::Response<Incoming>> {
    let (mut sender, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    sender.send_request(request).await
}

#[tokio::test]
async fn https_speaks_what_the_client_offers() {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = certify(folder.path());
    let server = serve(folder.path(), &[]);

    let stream = connect(&server, &certificate, &[b"h2", b"http/1.1"])
        .await
        .expect("a handshake");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let get = request(GET).body(Empty::new()).expect("a request");
    let response = over_http2(stream, get).await.expect("a response");
    assert_eq!(
        (response.status(), response.version()),
        (StatusCode::OK, Version::HTTP_2)
    );
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    assert!(body.starts_with(b"{\n  \"resourceName\": \"people/"));

    for offer in [&[&b"http/1.1"[..]][..], &[]] {
        let stream = connect(&server, &certificate, offer)
            .await
            .expect("a handshake");
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(connection);
        let get = request("/v1/people/me?personFields=names").header("host", "localhost");
        let get = get.body(Empty::<Bytes>::new()).expect("a request");
        let response = sender.send_request(get).await.expect("a response");
        assert_eq!(
            (response.status(), response.version()),
            (StatusCode::OK, Version::HTTP_11)
        );
    }
    // Who speaks neither gets nothing of it.
    let plain = crate::exchange(
        address(&server),
        "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n",
    );
    assert!(!plain.contains("HTTP/1.1 200"), "{plain}");
}

#[tokio::test]
async fn heads_of_http2_have_an_end_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = certify(folder.path());
    let server = serve(folder.path(), &["--max-head", "20000"]);
    for (bytes, good) in [(10_000, true), (30_000, false)] {
        let stream = connect(&server, &certificate, &[b"h2"])
            .await
            .expect("a handshake");
        let get = request(GET).header("x-flood", "1".repeat(bytes));
        let response = over_http2(stream, get.body(Empty::new()).expect("a request")).await;
        assert_eq!(
            response.is_ok_and(|response| response.status() == 200),
            good,
            "{bytes}"
        );
    }
}

#[tokio::test]
async fn a_new_certificate_is_served_without_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = certify(folder.path());
    let server = serve(folder.path(), &[]);
    connect(&server, &old, &[]).await.expect("a handshake");

    let new = certify(folder.path());
    let deadline = Deadline::new();
    while connect(&server, &new, &[]).await.is_err() {
        deadline.check("the new certificate is served");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    connect(&server, &old, &[])
        .await
        .expect_err("another certificate");

    // One that does not fit its key, and one that is none, change nothing.
    let other =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    for text in [other.cert.pem(), "no certificate".to_owned()] {
        fs::write(folder.path().join("log"), "").expect("a file to write");
        fs::write(folder.path().join("cert.pem"), text).expect("a file to write");
        until_logged(
            &folder.path().join("log"),
            "still using the certificate that was read before",
        )
        .await;
        connect(&server, &new, &[]).await.expect("a handshake");
    }
}

/// The two files may change in any order, and one may be missing for a while.
#[tokio::test]
async fn a_certificate_whose_key_was_away_is_served_once_it_is_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = certify(folder.path());
    let server = serve(folder.path(), &[]);
    let (key, away) = (
        folder.path().join("key.pem"),
        folder.path().join("away.pem"),
    );
    fs::rename(&key, &away).expect("a key to move");
    let kept = KeyPair::from_pem(&fs::read_to_string(&away).expect("a key")).expect("a key");
    let mut params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    params.serial_number = Some(7_u64.into());
    let new = params.self_signed(&kept).expect("a certificate");
    fs::write(folder.path().join("cert.pem"), new.pem()).expect("a file to write");
    until_logged(
        &folder.path().join("log"),
        "still using the certificate that was read before",
    )
    .await;
    connect(&server, &old, &[]).await.expect("a handshake");

    fs::rename(&away, &key).expect("a key to move back");
    let deadline = Deadline::new();
    while connect(&server, new.der(), &[]).await.is_err() {
        deadline.check("the new certificate is served");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn half_a_pair_is_refused_wherever_it_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    certify(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let half = folder.path().join("half.toml");
    fs::write(&half, format!("tls-cert = {:?}\n", path("cert.pem"))).expect("a file to write");
    let half = half.to_str().expect("text");
    for arguments in [
        &["--config", half][..],
        &["--tls-cert", &path("cert.pem")],
        &["--tls-key", &path("key.pem")],
    ] {
        let memory = ["serve", "--data", "memory", "--listen", "127.0.0.1:0"];
        let refused = people(&[&memory[..], arguments].concat());
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(
            !refused.status.success() && said.contains("is set without"),
            "{said}"
        );
    }
    // The two may be said in two places.
    let server = Server::start("memory", &["--config", half, "--tls-key", &path("key.pem")]);
    assert!(server.url.starts_with("https://"), "{}", server.url);
}

#[test]
fn what_is_no_certificate_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let flags = flags(folder.path());
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let start = |flags: &[&str]| {
        let serve = ["serve", "--data", "memory", "--listen", "127.0.0.1:0"];
        let refused = people(&[&serve[..], flags].concat());
        assert!(!refused.status.success());
        String::from_utf8(refused.stderr).expect("text")
    };
    assert!(start(&flags).contains("cert.pem: "));
    certify(folder.path());
    assert!(start(&flags[..2]).contains("without `tls-key`"));
    fs::write(folder.path().join("key.pem"), "no key").expect("a file to write");
    assert!(start(&flags).contains("key.pem: "));
    let other = rcgen::KeyPair::generate().expect("a key");
    fs::write(folder.path().join("key.pem"), other.serialize_pem()).expect("a file to write");
    let said = start(&flags);
    assert!(said.contains("cert.pem: "), "{said}");
}

/// Who connects and does not shake hands is not waited for.
#[tokio::test]
async fn a_handshake_has_an_end() {
    let folder = tempfile::tempdir().expect("a folder");
    certify(folder.path());
    let server = serve(folder.path(), &["--head-time", "1"]);
    let mut silent = TcpStream::connect(address(&server))
        .await
        .expect("a connection");
    assert_eq!(silent.read(&mut [0; 16]).await.expect("an end"), 0);
}

/// Nor is one that shook hands and then says nothing, over HTTP/2.
#[tokio::test]
async fn a_rest_over_http2_has_an_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = certify(folder.path());
    let server = serve(folder.path(), &["--head-time", "1"]);
    let stream = connect(&server, &certificate, &[b"h2"])
        .await
        .expect("a handshake");
    let executor = TokioExecutor::new();
    let (mut sender, connection) = http2::handshake(executor, TokioIo::new(stream))
        .await
        .expect("HTTP");
    let connection = tokio::spawn(connection);
    let get = request(GET).body(Empty::<Bytes>::new()).expect("a request");
    assert_eq!(
        sender.send_request(get).await.expect("a response").status(),
        200
    );
    // The server ends it, although this side would continue.
    let _ = connection.await.expect("no panic");
    let get = request(GET).body(Empty::<Bytes>::new()).expect("a request");
    assert!(sender.send_request(get).await.is_err());
}

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Names that lead to public addresses, which lead to a server on this machine.
#[derive(Default)]
struct Names {
    /// What each name leads to, the first time, the second time, and so on.
    names: HashMap<String, Vec<Vec<IpAddr>>>,
    asked: Mutex<Vec<String>>,
    /// The port of that server.
    port: u16,
}

impl Resolve for Names {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut asked = self.asked.lock().expect("no panic");
        let times = asked.iter().filter(|name| *name == host).count();
        asked.push(host.to_owned());
        let answers = self.names.get(host);
        let answers = answers.ok_or_else(|| io::Error::other("no such name"))?;
        Ok(answers[times.min(answers.len() - 1)].clone())
    }

    fn route(&self, address: IpAddr) -> SocketAddr {
        match address.to_string().as_str() {
            "8.8.8.8" => SocketAddr::from(([127, 0, 0, 1], self.port)),
            _ => SocketAddr::new(address, 0),
        }
    }
}

fn names(port: u16, list: &[(&str, &[&[&str]])]) -> Names {
    let parsed = |answers: &[&[&str]]| -> Vec<Vec<IpAddr>> {
        let parse = |text: &&str| text.parse().expect("an address");
        answers
            .iter()
            .map(|answer| answer.iter().map(parse).collect())
            .collect()
    };
    let names = list
        .iter()
        .map(|(name, answers)| ((*name).to_owned(), parsed(answers)));
    Names {
        names: names.collect(),
        asked: Mutex::default(),
        port,
    }
}

/// A photo of one pixel.
fn png() -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::STANDARD};

    const PHOTO: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    STANDARD.decode(PHOTO).expect("base64")
}

/// A server that answers by path; what was asked of it.
async fn server() -> (u16, Arc<Mutex<Vec<String>>>) {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let log = Arc::clone(&log);
            tokio::spawn(async move {
                let mut request = Vec::new();
                while !request.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
                    if socket.read_buf(&mut request).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                log.lock().expect("no panic").push(request.clone());
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let redirect = |to: &str| {
                    format!(
                        "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    )
                };
                let reply = match &*path {
                    "/photo" => [b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec(), png()].concat(),
                    "/text" => b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\n\r\n<html>".to_vec(),
                    "/huge" => b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\nconnection: close\r\n\r\n".to_vec(),
                    "/endless" => {
                        let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
                        socket.write_all(head).await.ok();
                        while socket.write_all(&[7; 4096]).await.is_ok() {}
                        return;
                    }
                    "/to" => redirect("/photo").into_bytes(),
                    "/loop" => redirect("/loop").into_bytes(),
                    "/file" => redirect("file:///etc/passwd").into_bytes(),
                    "/inside" => redirect("http://127.0.0.1/photo").into_bytes(),
                    "/port" => redirect("http://photos.example:6379/photo").into_bytes(),
                    "/cloud" => redirect("http://169.254.169.254/latest/meta-data").into_bytes(),
                    "/named" => redirect("http://inside.example/photo").into_bytes(),
                    _ => b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
                };
                socket.write_all(&reply).await.ok();
            });
        }
    });
    (port, asked)
}

const MOST: usize = 100_000;

/// A photo comes from the address that was looked at, and carries nothing of the user's there.
#[tokio::test]
async fn i13_a_photo_is_fetched_from_a_public_address() {
    let (port, asked) = server().await;
    let names = names(port, &[("photos.example", &[&["8.8.8.8"]])]);
    for path in ["photo", "to"] {
        let url = format!("http://photos.example/{path}");
        assert_eq!(fetch(&names, &url, MOST).await, Ok(png()), "{path}");
    }
    for request in &*asked.lock().expect("no panic") {
        let request = request.to_lowercase();
        assert!(request.contains("host: photos.example"), "{request}");
        assert!(
            !request.contains("authorization") && !request.contains("cookie"),
            "{request}"
        );
    }
}

/// A name is asked once for each request: one that leads elsewhere a moment later makes no difference.
#[tokio::test]
async fn i13_a_name_that_changes_makes_no_difference() {
    let (port, _) = server().await;
    let names = names(port, &[("rebind.example", &[&["8.8.8.8"], &["127.0.0.1"]])]);
    let url = "http://rebind.example/photo";
    assert_eq!(fetch(&names, url, MOST).await, Ok(png()));
    assert_eq!(names.asked.lock().expect("no panic").len(), 1);
    let error = fetch(&names, url, MOST).await.expect_err("the second time");
    assert!(
        error.contains("127.0.0.1, which is not a public address"),
        "{error}"
    );
}

/// No request goes to an address that is not public: neither from a name nor from a redirect.
#[tokio::test]
async fn i13_nothing_is_sent_to_another_address() {
    let (port, asked) = server().await;
    let names = names(
        port,
        &[
            ("photos.example", &[&["8.8.8.8"]]),
            ("inside.example", &[&["127.0.0.1"]]),
            ("both.example", &[&["8.8.8.8", "10.0.0.1"]]),
            ("six.example", &[&["::1"]]),
            ("mapped.example", &[&["::ffff:127.0.0.1"]]),
            ("unique.example", &[&["fd00:ec2::254"]]),
            ("link.example", &[&["fe80::1"]]),
            ("carrier.example", &[&["100.64.0.1"]]),
            ("private.example", &[&["192.168.1.1"]]),
            ("metadata.google.internal", &[&["169.254.169.254"]]),
            ("nowhere.example", &[&[]]),
        ],
    );
    const PORTS: &str = "only ports 80 and 443";
    const WHY: &str = "which is not a public address";
    for (url, why) in [
        ("http://inside.example/photo".to_owned(), WHY),
        ("http://both.example/photo".to_owned(), WHY),
        ("http://six.example/photo".to_owned(), WHY),
        ("http://mapped.example/photo".to_owned(), WHY),
        ("http://unique.example/photo".to_owned(), WHY),
        ("http://link.example/photo".to_owned(), WHY),
        ("http://carrier.example/photo".to_owned(), WHY),
        ("http://private.example/photo".to_owned(), WHY),
        (
            "http://metadata.google.internal/computeMetadata/v1/".to_owned(),
            WHY,
        ),
        ("http://127.0.0.1/photo".to_owned(), WHY),
        ("http://2130706433/photo".to_owned(), WHY),
        ("http://0x7f.1/photo".to_owned(), WHY),
        ("http://0177.0.0.1/photo".to_owned(), WHY),
        ("http://[::1]/photo".to_owned(), WHY),
        ("http://[::ffff:7f00:1]/photo".to_owned(), WHY),
        (format!("http://photos.example:{port}/photo"), PORTS),
        ("http://photos.example:22/photo".to_owned(), PORTS),
        ("https://photos.example:8443/photo".to_owned(), PORTS),
        ("http://nowhere.example/photo".to_owned(), "has no address"),
        ("http://unknown.example/photo".to_owned(), "no such name"),
        (
            "ftp://photos.example/photo".to_owned(),
            "only http and https",
        ),
        ("file:///etc/passwd".to_owned(), "only http and https"),
        (
            "http://ada:secret@photos.example/photo".to_owned(),
            "a user name or a password",
        ),
        ("photo.png".to_owned(), "its address"),
    ] {
        let error = fetch(&names, &url, MOST).await.expect_err(&url);
        assert!(error.contains(why), "{url}: {error}");
    }
    assert!(
        asked.lock().expect("no panic").is_empty(),
        "nothing was sent"
    );
    for (path, why) in [
        ("inside", WHY),
        ("cloud", WHY),
        ("named", WHY),
        ("port", PORTS),
        ("file", "only http and https"),
        ("loop", "more than 5 redirects"),
        ("text", "neither PNG nor JPEG"),
        ("huge", "larger than 100000 bytes"),
        ("endless", "larger than 100000 bytes"),
        ("absent", "404"),
    ] {
        let url = format!("http://photos.example/{path}");
        let error = fetch(&names, &url, MOST).await.expect_err(path);
        assert!(error.contains(why), "{path}: {error}");
    }
    let asked = asked.lock().expect("no panic");
    assert!(
        !asked.iter().any(|request| request.contains("/photo ")),
        "{asked:?}"
    );
}

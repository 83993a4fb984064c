//! Tokens of Google accounts, from an endpoint on this machine.
use std::{
    io::{BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use base64::{Engine, prelude::BASE64_URL_SAFE};
use people_http::{Client, Credentials, GoogleCredentials};
use people_model::FieldMask;
use serde_json::{Value, json};

use super::{
    predicates, read,
    script::{Script, ok, status},
};

/// A key made for this test alone.
const KEY: &str = include_str!("service_account.pem");

/// Hands out `token-1`, `token-2` and so on, and remembers who asked for them.
struct TokenServer {
    host: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl TokenServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let remembered = Arc::clone(&asked);
        // It ends with the test.
        thread::spawn(move || {
            for socket in listener.incoming() {
                let mut socket = socket.unwrap();
                let request = read(&mut BufReader::new(&socket));
                let number = {
                    let mut asked = remembered.lock().unwrap();
                    asked.push(request);
                    asked.len()
                };
                let body = json!({
                    "access_token": format!("token-{number}"),
                    "token_type": "Bearer",
                    "expires_in": 3600,
                })
                .to_string();
                let length = body.len();
                write!(
                    socket,
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
                )
                .unwrap();
            }
        });
        Self { host, asked }
    }

    fn key(&self) -> Value {
        json!({
            "type": "service_account",
            "client_email": "robot@project.example",
            "private_key": KEY,
            "token_uri": format!("http://{}/token", self.host),
        })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// What the request for a token claims.
fn claims(request: &str) -> Value {
    let form = request.rsplit("\n\n").next().unwrap().trim();
    let assertion = form.split("assertion=").nth(1).unwrap();
    let claims = assertion.split('.').nth(1).unwrap().replace("%3D", "=");
    serde_json::from_slice(&BASE64_URL_SAFE.decode(claims).unwrap()).unwrap()
}

fn client(script: &Script, credentials: GoogleCredentials) -> Client {
    let builder = Script::builder().credentials(credentials);
    builder.build_over(script.clone()).unwrap()
}

#[tokio::test]
async fn a_service_account_acts_for_a_user() {
    let server = TokenServer::start();
    let key = server.key().to_string();
    let script = Script::new([ok("{}"), ok("{}")]);
    let credentials = GoogleCredentials::delegated(&key, "ada@example.com").await;
    let client = client(&script, credentials.unwrap());
    for _ in 0..2 {
        client.get("people/c1", FieldMask::NAMES).await.unwrap();
    }
    // One token is enough for both.
    let asked = server.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    let claims = claims(&asked[0]);
    assert_eq!(claims["iss"], "robot@project.example");
    assert_eq!(claims["sub"], "ada@example.com");
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/contacts");
    assert_eq!(script.asked()[1].token, "token-1");
}

#[tokio::test]
async fn a_service_account_acts_for_itself() {
    let server = TokenServer::start();
    let credentials = GoogleCredentials::from_json(&server.key().to_string()).await;
    let readonly = "https://www.googleapis.com/auth/contacts.readonly";
    let credentials = credentials.unwrap().scopes([readonly]);
    let shown = format!("{credentials:?}");
    assert!(
        shown.contains("service_account") && !shown.contains("robot"),
        "{shown}"
    );
    assert_eq!(credentials.token().await.unwrap().secret(), "token-1");
    let claims = claims(&server.asked()[0]);
    assert_eq!(
        (&claims["sub"], &claims["scope"]),
        (&Value::Null, &json!(readonly))
    );
}

#[tokio::test]
async fn r6_a_token_that_google_refuses_is_fetched_anew() {
    let server = TokenServer::start();
    let credentials = GoogleCredentials::from_json(&server.key().to_string()).await;
    let script = Script::new([status(401, ""), ok("{}")]);
    let client = client(&script, credentials.unwrap());
    client.get("people/c1", FieldMask::NAMES).await.unwrap();
    let tokens: Vec<_> = script
        .asked()
        .into_iter()
        .map(|asked| asked.token)
        .collect();
    assert_eq!(tokens, ["token-1", "token-2"]);
}

/// Of many that were refused the same token, the first fetches another for all.
#[tokio::test]
async fn a_token_that_was_replaced_already_is_not_fetched_again() {
    let server = TokenServer::start();
    let credentials = GoogleCredentials::from_json(&server.key().to_string()).await;
    let credentials = credentials.unwrap();
    let refused = credentials.token().await.unwrap();
    for _ in 0..3 {
        let fresh = credentials.refresh(&refused).await.unwrap().unwrap();
        assert_eq!(fresh.secret(), "token-2");
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_machine_of_a_cloud_has_a_service_account() {
    let server = TokenServer::start();
    let credentials = match GoogleCredentials::metadata_server(&server.host).await {
        Ok(credentials) => credentials,
        // Where the one who runs the tests has a key file.
        Err(error) => return assert!(error.to_string().contains("key file"), "{error}"),
    };
    assert_eq!(credentials.token().await.unwrap().secret(), "token-1");
    let asked = &server.asked()[0];
    assert!(
        asked.starts_with("GET /computeMetadata/v1/instance/"),
        "{asked}"
    );
    assert!(asked.contains("metadata-flavor: google"), "{asked}");
}

#[tokio::test]
async fn no_token_endpoint_is_no_token() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let asked = Arc::default();
    let key = TokenServer { host, asked }.key().to_string();
    let credentials = GoogleCredentials::from_json(&key).await.unwrap();
    let client = client(&Script::new([]), credentials);
    let error = client.get("people/c1", FieldMask::NAMES).await;
    assert_eq!(predicates(&error.unwrap_err()), "unauthenticated");
}

#[tokio::test]
async fn a_key_that_is_none_says_so_and_shows_nothing() {
    let fail = async |json: String| {
        let error = GoogleCredentials::from_json(&json).await.unwrap_err();
        assert!(!format!("{error:?}").contains("Secret"), "{error:?}");
        error.to_string()
    };
    let key = |kind: &str| json!({"type": kind, "private_key": ["Secret"]}).to_string();
    let other = "the key is neither a `service_account` nor an `authorized_user`";
    assert_eq!(
        fail("Secret".to_owned()).await,
        "the key file is not a JSON object"
    );
    assert_eq!(fail("{}".to_owned()).await, other);
    assert_eq!(fail(key("external_account")).await, other);
    assert_eq!(
        fail(key("service_account")).await,
        "the key of the service account is incomplete"
    );
    assert_eq!(
        fail(key("authorized_user")).await,
        "the key of the authorized user is incomplete"
    );
    let server = TokenServer::start();
    let mut key = server.key();
    key["private_key"] = json!("Secret");
    assert_eq!(
        fail(key.to_string()).await,
        "the key of the service account cannot be used"
    );
    let error = GoogleCredentials::delegated(r#"{"type": "authorized_user"}"#, "a@b.example").await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "the key is not a `service_account`"
    );
}

/// Where there are certificates to trust: its endpoint is Google's own, and is not asked here.
#[tokio::test]
async fn a_refresh_token_is_a_credential() {
    match GoogleCredentials::refresh_token("id", "Secret", "Secret").await {
        Ok(credentials) => {
            let shown = format!("{credentials:?}");
            assert!(
                shown.contains("authorized_user") && !shown.contains("Secret"),
                "{shown}"
            );
        }
        Err(error) => assert_eq!(error.to_string(), "no trusted certificates"),
    }
}

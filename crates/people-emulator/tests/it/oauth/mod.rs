//! Logging in, and what attackers get (rules `X41` to `X52`).
mod codes;
mod devices;
mod grants;
mod journal;
mod pages;
mod redirects;
mod service_accounts;
mod tokens;

use std::sync::LazyLock;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use people_emulator::{Clients, Clocks, OAuth, OAuthFiles, OAuthSettings, Options};
use ring::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{RSA_PKCS1_SHA256, RsaEncoding},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::server::{Answer, OWN, Server};

pub(crate) const CONTACTS: &str = "https://www.googleapis.com/auth/contacts";
pub(crate) const READ_ONLY: &str = "https://www.googleapis.com/auth/contacts.readonly";
pub(crate) const REDIRECT: &str = "http://localhost:4711/";
/// 43 characters, as few as there may be.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Made once, since keys take time.
static FILES: LazyLock<OAuthFiles> =
    LazyLock::new(|| OAuthFiles::generate(&OWN.parse().expect("a URL")).expect("random numbers"));

/// A server that gives tokens, and what its clients know.
pub(crate) struct Login {
    pub(crate) server: Server,
    pub(crate) id: String,
    secret: String,
}

impl Login {
    pub(crate) async fn start() -> Self {
        Self::with(OAuthSettings::default(), Options::default(), Clocks::new()).await
    }

    pub(crate) async fn with(settings: OAuthSettings, options: Options, clocks: Clocks) -> Self {
        let login = Self::without_seed(settings, options, clocks).await;
        let seed = r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles"}]}]}, "bob": {}}}"#;
        let token = [("x-emulator-token", "secret")];
        let seeded = login.server.send("POST", "/emulator/v1/seed", &token, seed);
        assert_eq!(seeded.await.status, 200);
        login
    }

    pub(crate) async fn without_seed(
        settings: OAuthSettings,
        options: Options,
        clocks: Clocks,
    ) -> Self {
        let mut clients: Clients = FILES.clients().expect("clients");
        clients.add(&other().to_string()).expect("a client");
        let oauth = OAuth::new(clients, settings);
        let server = Server::with_oauth(options, clocks, oauth).await;
        let file: Value = serde_json::from_str(&FILES.client).expect("JSON");
        let text = |name: &str| file["installed"][name].as_str().expect("a text").to_owned();
        Self {
            server,
            id: text("client_id"),
            secret: text("client_secret"),
        }
    }

    /// The address that a program sends its user to, with more parameters, or others.
    pub(crate) fn address(&self, more: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("client_id", self.id.as_str()),
            ("redirect_uri", REDIRECT),
            ("response_type", "code"),
            ("scope", CONTACTS),
            ("state", "a state"),
        ];
        pairs.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        let given = more.iter().filter(|(_, value)| !value.is_empty());
        pairs.extend(given.copied());
        format!("/o/oauth2/v2/auth?{}", form(&pairs))
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.server.send("GET", address, &[], "").await
    }

    pub(crate) async fn post(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        self.post_with(address, &[], pairs).await
    }

    pub(crate) async fn post_with(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        pairs: &[(&str, &str)],
    ) -> Answer {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let fields = [&[kind], fields].concat();
        self.server
            .send("POST", address, &fields, form(pairs))
            .await
    }

    /// What a user does: opens the page, chooses an account, and is sent back with this.
    pub(crate) async fn choose(&self, account: &str, more: &[(&str, &str)]) -> Sent {
        let page = self.get(&self.address(more)).await;
        assert_eq!(page.status, 200, "{:?}", page.body);
        let chosen = [("page", &*one_time(&page)), ("account", account)];
        Sent::of(&self.post("/o/oauth2/v2/auth", &chosen).await)
    }

    /// A code for an account, as a program gets it.
    pub(crate) async fn code(&self, account: &str, more: &[(&str, &str)]) -> String {
        let sent = self.choose(account, more).await;
        sent.get("code")
            .unwrap_or_else(|| panic!("no code in {sent:?}"))
    }

    /// What `/token` answers to the client with these parameters, or others.
    pub(crate) async fn token(&self, more: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![
            ("client_id", self.id.as_str()),
            ("client_secret", &self.secret),
        ];
        pairs.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        let given = more.iter().filter(|(_, value)| !value.is_empty());
        pairs.extend(given.copied());
        self.post("/token", &pairs).await
    }

    pub(crate) async fn exchange(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
        ];
        pairs.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        pairs.extend(more);
        self.token(&pairs).await
    }

    pub(crate) async fn refresh(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let pairs = [
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
            more,
        ]
        .concat();
        self.token(&pairs).await
    }

    /// The tokens of a login.
    pub(crate) async fn tokens(&self, account: &str, more: &[(&str, &str)]) -> Value {
        let code = self.code(account, more).await;
        let answer = self.exchange(&code, &[]).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.json()
    }

    /// What the API answers to a read with this token.
    pub(crate) async fn list(&self, token: &Value) -> Answer {
        let token = format!("Bearer {}", token.as_str().expect("a token"));
        let address = "/v1/people/me/connections?personFields=names";
        self.server
            .send("GET", address, &[("authorization", &token)], "")
            .await
    }

    /// What the API answers to a write with this token.
    pub(crate) async fn create(&self, token: &Value) -> Answer {
        let token = format!("Bearer {}", token.as_str().expect("a token"));
        let fields = [
            ("authorization", &*token),
            ("content-type", "application/json"),
        ];
        self.server
            .send("POST", "/v1/people:createContact", &fields, "{}")
            .await
    }

    pub(crate) async fn assert(&self, assertion: &str) -> Answer {
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        self.post("/token", &[("grant_type", grant), ("assertion", assertion)])
            .await
    }

    pub(crate) async fn advance(&self, account: &str, by: &str) {
        let address = format!("accounts/{account}/clock");
        let body = format!(r#"{{"advance": "{by}"}}"#);
        assert_eq!(
            self.server.control("PUT", &address, &body).await.status,
            200
        );
    }
}

/// Another program, with a web server.
pub(crate) fn other() -> Value {
    json!({"web": {
        "client_id": "other",
        "client_secret": "other secret",
        "redirect_uris": ["http://127.0.0.1:3000/callback"],
    }})
}

pub(crate) const AS_OTHER: [(&str, &str); 2] =
    [("client_id", "other"), ("client_secret", "other secret")];

/// Where a user is sent back to.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) to: String,
    pairs: Vec<(String, String)>,
}

impl Sent {
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 303, "{:?}", answer.body);
        let location = answer.headers["location"].to_str().expect("an address");
        let (to, query) = location.split_once('?').expect("a query");
        Self {
            to: to.to_owned(),
            pairs: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let mut named = self.pairs.iter().filter(|(known, _)| known == name);
        let value = named.next().map(|(_, value)| value.clone());
        assert!(named.next().is_none(), "twice: {name}");
        value
    }
}

pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}

/// The one-time value of a page.
pub(crate) fn one_time(page: &Answer) -> String {
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let (_, value) = html.split_once(r#"name="page" value=""#).expect("a form");
    value.split('"').next().expect("a value").to_owned()
}

/// What an endpoint for programs refuses with.
#[track_caller]
pub(crate) fn refused(answer: &Answer, status: u16, error: &str) -> String {
    let json = answer.json();
    assert_eq!(
        (answer.status.as_u16(), json["error"].as_str()),
        (status, Some(error)),
        "{json}"
    );
    assert_eq!(answer.headers["cache-control"], "no-store");
    json["error_description"]
        .as_str()
        .expect("a text")
        .to_owned()
}

pub(crate) fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// A part of the service account's file.
pub(crate) fn of_service_account(name: &str) -> String {
    let file: Value = serde_json::from_str(&FILES.service_account).expect("JSON");
    file[name].as_str().expect("a text").to_owned()
}

/// What a service account asserts for an account, for a program's own clock.
pub(crate) fn claims(sub: Option<&str>) -> Value {
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970")
        .as_secs();
    let mut claims = json!({
        "iss": of_service_account("client_email"),
        "aud": of_service_account("token_uri"),
        "scope": CONTACTS,
        "iat": now,
        "exp": now + 3_600,
    });
    if let Some(sub) = sub {
        claims["sub"] = sub.into();
    }
    claims
}

/// A JWT of the service account.
pub(crate) fn signed(claims: &Value) -> String {
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": of_service_account("private_key_id")});
    jwt(&header, claims, |message| {
        rs256(
            &of_service_account("private_key"),
            message,
            &RSA_PKCS1_SHA256,
        )
    })
}

pub(crate) fn jwt(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signed = sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signed))
}

pub(crate) fn rs256(pem: &str, message: &[u8], encoding: &'static dyn RsaEncoding) -> Vec<u8> {
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    let der = STANDARD.decode(lines.collect::<String>()).expect("base64");
    let key = KeyPair::from_pkcs8(&der).expect("a key");
    let mut signed = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), message, &mut signed)
        .expect("a signature");
    signed
}

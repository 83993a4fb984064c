//! An issuer of tokens: keys that it makes up, and an address where they are.
use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
    },
};
use serde_json::{Value, json};

pub(super) enum Issuer {
    Ecdsa {
        id: String,
        algorithm: &'static str,
        curve: &'static str,
        pair: EcdsaKeyPair,
    },
    Ed25519 {
        id: String,
        pair: Ed25519KeyPair,
    },
}

impl Issuer {
    pub(super) fn p256(id: &str) -> Self {
        Self::ecdsa(id, "ES256", "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    pub(super) fn p384(id: &str) -> Self {
        Self::ecdsa(id, "ES384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING)
    }

    fn ecdsa(
        id: &str,
        algorithm: &'static str,
        curve: &'static str,
        signing: &'static EcdsaSigningAlgorithm,
    ) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(signing, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(signing, document.as_ref(), &random).expect("a key");
        Self::Ecdsa {
            id: id.to_owned(),
            algorithm,
            curve,
            pair,
        }
    }

    pub(super) fn ed25519(id: &str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Self::Ed25519 {
            id: id.to_owned(),
            pair: Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key"),
        }
    }

    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ecdsa { algorithm, .. } => algorithm,
            Self::Ed25519 { .. } => "EdDSA",
        }
    }

    /// The public key, as a key set holds it.
    pub(super) fn key(&self) -> Value {
        match self {
            Self::Ecdsa {
                id, curve, pair, ..
            } => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                let (x, y) = (base64(x), base64(y));
                json!({"kty": "EC", "crv": curve, "kid": id, "use": "sig", "x": x, "y": y})
            }
            Self::Ed25519 { id, pair } => {
                let x = base64(pair.public_key().as_ref());
                json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "alg": "EdDSA", "x": x})
            }
        }
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        let (Self::Ecdsa { id, .. } | Self::Ed25519 { id, .. }) = self;
        let header = json!({"alg": self.algorithm(), "kid": id, "typ": "at+jwt"});
        self.sign_as(&header, claims)
    }

    /// Signs what a header says that need not be true.
    pub(super) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encoded(header), encoded(claims));
        let signature = match self {
            Self::Ecdsa { pair, .. } => {
                let random = SystemRandom::new();
                let signed = pair.sign(&random, message.as_bytes()).expect("a signature");
                base64(signed.as_ref())
            }
            Self::Ed25519 { pair, .. } => base64(pair.sign(message.as_bytes()).as_ref()),
        };
        format!("{message}.{signature}")
    }
}

/// A token that is signed with a secret, which anybody can do who knows it.
pub(super) fn hmac(id: &str, secret: &[u8]) -> String {
    let message = format!(
        "{}.{}",
        encoded(&json!({"alg": "HS256", "kid": id})),
        encoded(&claims())
    );
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
    let signature = base64(ring::hmac::sign(&key, message.as_bytes()).as_ref());
    format!("{message}.{signature}")
}

/// What a good token says.
pub(super) fn claims() -> Value {
    json!({
        "iss": "https://issuer.example",
        "aud": "people",
        "sub": "ada",
        "exp": now() + 3600,
        "scope": "openid contacts",
    })
}

pub(super) fn now() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    since_epoch.expect("a time after 1970").as_secs()
}

pub(super) fn encoded(value: &Value) -> String {
    base64(value.to_string().as_bytes())
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Where the keys are, by HTTP.
pub(super) struct KeyServer {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    body: String,
    asked: usize,
}

impl KeyServer {
    pub(super) fn start(keys: &[Value]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/keys", listener.local_addr().expect("an address"));
        let server = Self {
            url,
            state: Arc::default(),
        };
        server.holds(keys);
        let state = Arc::clone(&server.state);
        // Ends with the process.
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.expect("a connection");
                let mut request = [0; 4096];
                let _ = connection.read(&mut request).expect("a request");
                let body = {
                    let mut state = state.lock().expect("not poisoned");
                    state.asked += 1;
                    state.body.clone()
                };
                let length = body.len();
                write!(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                )
                .ok();
            }
        });
        server
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn holds(&self, keys: &[Value]) {
        self.state.lock().expect("not poisoned").body = json!({"keys": keys}).to_string();
    }

    pub(super) fn breaks(&self) {
        self.state.lock().expect("not poisoned").body = "<html>".to_owned();
    }

    /// How often somebody came for the keys.
    pub(super) fn asked(&self) -> usize {
        self.state.lock().expect("not poisoned").asked
    }
}

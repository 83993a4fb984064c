//! An emulator without a socket, and requests to it.
use std::sync::Arc;

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use people_emulator::{Accounts, Clocks, Emulator, OAuth, Options, Sequence, Watcher};
use people_server::{Cors, Dev, Front, HostCheck, Limits, People, Settings};
use people_store::Memory;
use serde_json::Value;
use tower::ServiceExt;

/// The address that the server believes it has.
pub(crate) const OWN: &str = "http://127.0.0.1:8710";

/// A server of an emulator in front of a store that forgets.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) emulator: Emulator<People<Memory>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let (limits, clocks) = (Limits::default(), Clocks::new());
        Self::over(Memory::new(), options, limits, clocks, None, None).await
    }

    /// One that gives tokens.
    pub(crate) async fn with_oauth(options: Options, clocks: Clocks, oauth: OAuth) -> Self {
        let limits = Limits::default();
        Self::over(Memory::new(), options, limits, clocks, None, Some(oauth)).await
    }

    /// One with limits for calls.
    pub(crate) async fn limited(limits: Limits) -> Self {
        let (options, clocks) = (Options::default(), Clocks::new());
        Self::over(Memory::new(), options, limits, clocks, None, None).await
    }

    /// One that is the same at every run.
    pub(crate) async fn deterministic(seed: &str) -> Self {
        let store = Memory::with_secret(Sequence::secret(seed));
        let (limits, clocks) = (Limits::default(), Clocks::deterministic());
        let sequence = Arc::new(Sequence::new(seed));
        Self::over(
            store,
            Options::default(),
            limits,
            clocks,
            Some(sequence),
            None,
        )
        .await
    }

    async fn over(
        store: Memory,
        options: Options,
        limits: Limits,
        clocks: Clocks,
        sequence: Option<Arc<Sequence>>,
        oauth: Option<OAuth>,
    ) -> Self {
        let clocks = Arc::new(clocks);
        let mut settings = Settings::default();
        settings.observer = Some(Arc::new(Watcher));
        settings.clock = Arc::clone(&clocks) as _;
        if let Some(sequence) = &sequence {
            settings.ids = Arc::clone(sequence) as _;
        }
        let people = People::open(store, settings).await.expect("an empty store");
        let accounts = Accounts::new(people.clone(), Arc::clone(&clocks), sequence);
        let mut emulator = Emulator::new(people, options).with_accounts(accounts);
        if let Some(oauth) = oauth {
            emulator = emulator.with_oauth(oauth);
        }
        let page = "http://localhost:3000".parse().expect("an origin");
        let cors: Cors = [page].into_iter().collect();
        let check = HostCheck::new(&OWN.parse().expect("a URL"))
            .with_public_url(&"https://people.test".parse().expect("a URL"))
            .with_cors(cors.clone());
        let front = Front::with_limits(emulator.clone(), emulator.knowing(Dev), limits);
        let front = front.with_clock(clocks).with_cors(cors);
        let router = emulator.layer(front.into_router(), check.clone());
        Self {
            router: check.layer(router),
            emulator,
        }
    }

    /// The answer to a request with these header fields. Without a host it is for the server's own.
    pub(crate) async fn send(
        &self,
        verb: &str,
        address: &str,
        fields: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = Request::builder().method(verb).uri(address);
        if !fields.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "127.0.0.1:8710");
        }
        for (name, value) in fields {
            request = request.header(*name, value.as_bytes());
        }
        let request = request.body(Body::from(body.into())).expect("a request");
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (head, body) = response.into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.expect("the body").to_bytes(),
        }
    }

    /// The answer to a request that controls the emulator.
    pub(crate) async fn control(&self, verb: &str, address: &str, body: &str) -> Answer {
        let address = format!("/emulator/v1/{address}");
        self.send(verb, &address, &[], body.to_owned()).await
    }
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }

    pub(crate) fn message(&self) -> String {
        let message = &self.json()["error"]["message"];
        message.as_str().expect("an error in JSON").to_owned()
    }
}

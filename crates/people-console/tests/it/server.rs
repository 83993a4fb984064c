//! A server with an emulator and its console, without a socket.
use std::sync::Arc;

use axum::{Router, body::Body};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use people_console::Console;
use people_emulator::{Accounts, Clocks, Emulator, OAuth, Options, Watcher};
use people_server::{Dev, Front, HostCheck, People, Settings};
use people_store::{Memory, Store};
use serde_json::Value;
use tower::ServiceExt;

pub(crate) const HOST: &str = "127.0.0.1:8710";
const ORIGIN: &str = "http://127.0.0.1:8710";

pub(crate) struct Server {
    router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) head: http::response::Parts,
    pub(crate) text: String,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self::build(options, &[], None, |_| {}).await
    }

    /// One whose service has other settings.
    pub(crate) async fn with_settings(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(Options::default(), &[], None, change).await
    }

    /// One that is reached by these addresses too.
    pub(crate) async fn reached_by(options: Options, public: &[&str]) -> Self {
        Self::build(options, public, None, |_| {}).await
    }

    /// One that gives tokens.
    pub(crate) async fn with_oauth(oauth: OAuth) -> Self {
        Self::build(Options::default(), &[], Some(oauth), |_| {}).await
    }

    /// One that keeps its accounts in this store.
    pub(crate) async fn with_store(store: impl Store) -> Self {
        Self::build_on(store, Options::default(), &[], None, |_| {}).await
    }

    async fn build(
        options: Options,
        public: &[&str],
        oauth: Option<OAuth>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::build_on(Memory::new(), options, public, oauth, change).await
    }

    async fn build_on(
        store: impl Store,
        options: Options,
        public: &[&str],
        oauth: Option<OAuth>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let clocks = Arc::new(Clocks::new());
        let mut settings = Settings::default();
        settings.public_url = ORIGIN.to_owned();
        settings.clock = Arc::clone(&clocks) as _;
        settings.observer = Some(Arc::new(Watcher));
        change(&mut settings);
        let people = People::open(store, settings).await.expect("opened");
        let accounts = Accounts::new(people.clone(), clocks, None);
        let mut emulator = Emulator::new(people, options).with_accounts(accounts);
        if let Some(oauth) = oauth {
            emulator = emulator.with_oauth(oauth);
        }
        let mut own = HostCheck::new(&ORIGIN.parse().expect("a url"));
        for url in public {
            own = own.with_public_url(&url.parse().expect("a url"));
        }
        let front = Front::new(emulator.clone(), emulator.knowing(Dev));
        let router = emulator.layer(front.into_router(), own.clone());
        let console = Console::new(&emulator, own.clone()).expect("random bytes");
        Self {
            router: own.layer(console.layer(router)),
        }
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) async fn send(
        &self,
        verb: Method,
        address: &str,
        fields: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(verb).uri(address);
        if !fields.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", HOST);
        }
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("answered");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: head.status,
            head,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Loads a page as a browser does.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        let fields = [("accept", "text/html"), ("sec-fetch-site", "none")];
        self.send(Method::GET, address, &fields, "").await
    }

    /// Sends a form as a browser does that has loaded a page of this server.
    pub(crate) async fn post(&self, address: &str, form: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let form = form.iter().copied().chain([("_token", &*token)]);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.post_as_it_is(address, &[("origin", ORIGIN)], &body)
            .await
    }

    pub(crate) async fn post_as_it_is(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let fields = [&[kind], fields].concat();
        self.send(Method::POST, address, &fields, body).await
    }

    /// Sends a form with a file, as a browser does.
    pub(crate) async fn post_file(
        &self,
        address: &str,
        form: &[(&str, &str)],
        name: &str,
        file: &str,
    ) -> Answer {
        let token = self.token().await;
        let form = form.iter().copied().chain([("_token", &*token)]);
        let mut body = String::new();
        for (name, value) in form {
            body += &format!(
                "--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += &format!(
            "--part\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{file}\r\n--part--\r\n"
        );
        let kind = "multipart/form-data; boundary=part";
        let fields = [("content-type", kind), ("origin", ORIGIN)];
        self.send(Method::POST, address, &fields, &body).await
    }

    /// Sends a form, and loads the page that it leads to.
    pub(crate) async fn submit(&self, address: &str, form: &[(&str, &str)]) -> Answer {
        let sent = self.post(address, form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        self.get(sent.field("location")).await
    }

    /// What each form of this server carries.
    pub(crate) async fn token(&self) -> String {
        let page = self.get("/console").await.text;
        let at = page.find("name=\"_token\" value=\"").expect("a form");
        let rest = &page[at + "name=\"_token\" value=\"".len()..];
        rest[..rest.find('"').expect("its end")].to_owned()
    }

    /// Calls the API, or the emulator.
    pub(crate) async fn call(&self, verb: Method, path: &str, account: &str, body: &str) -> Value {
        let bearer = format!("Bearer {account}");
        let fields = [
            ("authorization", &*bearer),
            ("content-type", "application/json"),
        ];
        let answer = self.send(verb, path, &fields, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        serde_json::from_str(&answer.text).expect("JSON")
    }
}

impl Answer {
    pub(crate) fn field(&self, name: &str) -> &str {
        let value = self.head.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn shows(&self, part: &str) {
        assert!(self.text.contains(part), "no `{part}` in {}", self.text);
    }

    #[track_caller]
    pub(crate) fn hides(&self, part: &str) {
        assert!(!self.text.contains(part), "`{part}` in {}", self.text);
    }
}

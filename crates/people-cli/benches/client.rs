//! `cargo bench -p people-cli`: what a call through the client costs beside bare reqwest, which sends
//! the same requests to the same server and decodes nothing.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the median of rounds in which the cases take turns.
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use people_http::{Client, GetPerson, Request, UpdateContact};
use people_model::{ContactId, FieldMask, Name, Person, Source, SourceType, UpdateMask};
use people_server::{Dev, People, Settings, router, serve};
use people_store::Memory;
use rustls::crypto::ring;
use tokio::net::TcpListener;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let (rounds, calls) = if measuring { (15, 400) } else { (1, 2) };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(rounds, calls));
}

async fn run(rounds: usize, calls: usize) {
    let bench = Bench::start().await;
    let cases = [
        ("client.get", Case::Get),
        ("client.reqwest.get", Case::BareGet),
        ("client.update", Case::Update),
        ("client.reqwest.update", Case::BareUpdate),
        ("client.edit", Case::Edit),
        ("client.reqwest.get_update", Case::BareGetUpdate),
    ];
    let mut times = vec![Vec::new(); cases.len()];
    for _ in 0..rounds {
        for (index, &(_, case)) in cases.iter().enumerate() {
            times[index].push(bench.time(case, calls).await);
        }
    }
    for (index, (name, _)) in cases.iter().enumerate() {
        times[index].sort_unstable();
        let median = times[index][rounds / 2].as_secs_f64() * 1e6 / calls as f64;
        println!("{name}\t{median:.1}\tµs");
    }
}

#[derive(Clone, Copy)]
enum Case {
    Get,
    BareGet,
    Update,
    BareUpdate,
    Edit,
    BareGetUpdate,
}

struct Bench {
    url: String,
    client: Client,
    bare: reqwest::Client,
    id: ContactId,
}

impl Bench {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let people = People::open(Memory::new(), Settings::default()).await;
        let router = router(people.expect("a server"), Dev);
        tokio::spawn(serve(listener, router, std::future::pending()));

        let builder = Client::builder().base_url(&url).token("ada");
        let client = builder.build().expect("a client");
        let created = client.create(contact()).await.expect("a contact");
        let id = ContactId::parse(&created.resource_name);
        Self {
            url,
            client,
            bare: bare(),
            id: id.expect("a contact's name"),
        }
    }

    /// How long it takes to make so many calls, one after the other.
    async fn time(&self, case: Case, calls: usize) -> Duration {
        let name = self.id.resource_name();
        let mut etag = self.get().await.etag;
        let start = Instant::now();
        for call in 0..calls {
            let family = format!("King {call}");
            match case {
                Case::Get => drop(self.get().await),
                Case::BareGet => drop(self.exchange(&self.reading()).await),
                Case::Update => {
                    let updated = self.client.update(self.renamed(&etag, family), names());
                    etag = updated.await.expect("an update").etag;
                }
                Case::BareUpdate => etag = self.bare_update(&etag, family).await,
                Case::Edit => {
                    let edit = self.client.edit(&name, |contact| {
                        contact.only::<Name>().family_name = family;
                    });
                    edit.await.expect("an edit");
                }
                Case::BareGetUpdate => {
                    self.exchange(&self.reading()).await;
                    etag = self.bare_update(&etag, family).await;
                }
            }
        }
        start.elapsed()
    }

    async fn get(&self) -> Person {
        let person = self.client.send(self.reading()).await;
        person.expect("a person")
    }

    fn reading(&self) -> GetPerson {
        GetPerson::new(self.id.resource_name(), FieldMask::UPDATABLE)
    }

    async fn bare_update(&self, etag: &str, family: String) -> String {
        let person = self.renamed(etag, family);
        let reply = self
            .exchange(&UpdateContact::new(self.id, person, names()))
            .await;
        etag_of(&reply).to_owned()
    }

    /// What is sent to change the family name.
    fn renamed(&self, etag: &str, family: String) -> Person {
        let mut source = Source::default();
        source.r#type = SourceType::Contact;
        let mut person = Person::default();
        person.resource_name = self.id.resource_name();
        etag.clone_into(&mut person.etag);
        person.metadata.get_or_insert_default().sources = vec![source];
        person.names = contact().names;
        person.names[0].family_name = family;
        person
    }

    async fn exchange(&self, request: &impl Request) -> Bytes {
        let (head, body) = request.to_http().into_parts();
        let reply = self
            .bare
            .request(head.method, format!("{}{}", self.url, head.uri))
            .headers(head.headers)
            .bearer_auth("ada")
            .body(body)
            .send()
            .await
            .expect("a reply");
        assert!(reply.status().is_success(), "{}", reply.status());
        reply.bytes().await.expect("a body")
    }
}

/// Reqwest as the client sets it up, for plain http.
fn bare() -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls);
    builder.build().expect("a client")
}

/// The typical contact, without its contact group, which no account here has.
fn contact() -> Person {
    let contact = include_str!("../../people-rules/benches/contact.json");
    let mut contact: Person = serde_json::from_str(contact).expect("a person");
    contact.memberships.clear();
    contact
}

fn names() -> UpdateMask {
    UpdateMask::try_from(FieldMask::NAMES).expect("updatable")
}

/// The etag is the second member of every person.
fn etag_of(reply: &[u8]) -> &str {
    let text = std::str::from_utf8(&reply[..256]).expect("ASCII so far");
    let from = text.find("\"etag\": \"").expect("an etag") + 9;
    let length = text[from..].find('"').expect("its end");
    &text[from..from + length]
}

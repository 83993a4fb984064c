mod groups;
mod lost;
mod sent;
mod stale;
mod tokens;
mod written;

use std::{
    cell::Cell,
    mem,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::Method;
use people_http::{Call, Query, Selector, SystemParameters, route};
use people_rules::Contract;
use people_server::{Api, Caller, Failure, Observer, People, Scopes, Settings, Written};
use people_store::{Account, Memory};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::*;

/// A server without a network, whose exchanges are noted.
struct World {
    runtime: Runtime,
    people: People<Memory>,
    notes: Arc<Notes>,
    findings: Arc<Findings>,
    number: Cell<u64>,
    /// The time, in microseconds.
    now: Cell<u64>,
    ada: Account,
}

#[derive(Debug, Default)]
struct Notes(Mutex<Vec<Written>>);

impl Observer for Notes {
    fn committed(&self, _: &Account, written: Vec<Written>) {
        lock(&self.0).extend(written);
    }
}

/// What the program got, and what was written.
struct Got {
    number: u64,
    reply: Result<Value, Failure>,
    written: Vec<Written>,
}

impl Got {
    #[track_caller]
    fn ok(self) -> Value {
        self.reply.unwrap_or_else(|failure| panic!("{failure}"))
    }
}

const NOTHING: &Value = &Value::Null;

/// The only program.
const PROGRAM: Author = Author::Program(None);

impl World {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let notes = Arc::new(Notes::default());
        let mut settings = Settings::default();
        settings.observer = Some(notes.clone());
        settings.contract = Contract::Observed;
        let people = People::open(Memory::with_secret([7; 32]), settings);
        let people = runtime.block_on(people).unwrap();
        Self {
            runtime,
            people,
            notes,
            findings: Arc::default(),
            number: Cell::new(0),
            now: Cell::new(1_000_000),
            ada: Account::new("ada").unwrap(),
        }
    }

    /// The program sends a request, and gets the reply.
    fn send(&self, verb: &str, address: &str, body: &Value) -> Got {
        self.send_by(&PROGRAM, verb, address, body, true)
    }

    /// The program sends a request, and the reply is lost.
    fn lose(&self, verb: &str, address: &str, body: &Value) -> Got {
        self.send_by(&PROGRAM, verb, address, body, false)
    }

    fn send_by(&self, by: &Author, verb: &str, address: &str, body: &Value, reached: bool) -> Got {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let verb: Method = verb.parse().unwrap();
        let route = route(&verb, path).unwrap();
        let (system, query) = SystemParameters::split(Query::parse(query)).unwrap();
        let body = match body {
            Value::Null => Bytes::new(),
            body => body.to_string().into(),
        };
        let call = Call::from_http(&route, &query, &body).unwrap();
        let selector: Option<Selector> = system.fields.as_deref().map(|it| it.parse().unwrap());
        let caller = Caller::new(self.ada.clone(), Scopes::ALL);
        let reply = self.people.call(&caller, call.clone());
        let reply = self.runtime.block_on(reply);
        let written = mem::take(&mut *lock(&self.notes.0));
        let shape = call.shape().into_owned();
        let outcome = Outcome::of(&reply, &shape, selector.as_ref(), &written);
        let reply = reply.map(|reply| {
            let seen = people_http::rewrite(reply.body, selector.as_ref(), None).unwrap();
            serde_json::from_slice(&seen).unwrap()
        });
        let number = self.number.get() + 1;
        self.number.set(number);
        let started = self.now.get();
        self.now.set(started + 10_000);
        self.findings.note(Exchange {
            number,
            account: self.ada.clone(),
            by: by.clone(),
            started,
            ended: started + 5_000,
            shape: Some(shape),
            call: None,
            original: Some(Original {
                verb,
                address: address.into(),
                body: Some(body),
            }),
            selector,
            outcome,
            reached,
            written: written.clone(),
        });
        Got {
            number,
            reply,
            written,
        }
    }

    /// The program made a call that failed.
    fn note_failed(&self, call: Call, outcome: Outcome) {
        let number = self.number.get() + 1;
        self.number.set(number);
        let started = self.now.get();
        self.now.set(started + 10_000);
        self.findings.note(Exchange {
            number,
            account: self.ada.clone(),
            by: PROGRAM,
            started,
            ended: started + 5_000,
            shape: Some(call.shape().into_owned()),
            call: Some(call),
            original: None,
            selector: None,
            outcome,
            reached: true,
            written: Vec::new(),
        });
    }

    fn create(&self, person: &Value) -> Value {
        self.send_by(
            &Author::SomebodyElse,
            "POST",
            "/v1/people:createContact",
            person,
            true,
        )
        .ok()
    }

    fn get(&self, name: &str, query: &str) -> Value {
        self.send("GET", &format!("/v1/{name}?{query}"), NOTHING)
            .ok()
    }

    fn update(&self, name: &str, mask: &str, person: &Value) -> Got {
        self.send("PATCH", &update(name, mask), person)
    }

    /// Somebody else changes a field.
    fn edit(&self, name: &str, mask: &str, values: &Value) -> u64 {
        let by = &Author::SomebodyElse;
        let address = format!("/v1/{name}?personFields=metadata");
        let person = self.send_by(by, "GET", &address, NOTHING, true).ok();
        let mut values = values.clone();
        values["etag"] = person["etag"].clone();
        let got = self.send_by(by, "PATCH", &update(name, mask), &values, true);
        let number = got.number;
        got.ok();
        number
    }

    /// What was found, in short: id, grade, requests, paths.
    fn found(&self) -> Vec<String> {
        let found = self.findings.all(&Filter::default());
        let short = found.findings.iter().map(|finding| {
            let paths: Vec<&str> = finding.values.iter().map(|it| it.path.as_str()).collect();
            let (id, grade, requests) = (finding.id, finding.grade, &finding.requests);
            format!("{id} {grade:?} {requests:?} {}", paths.join(" "))
                .trim_end()
                .to_owned()
        });
        short.collect()
    }
}

fn update(name: &str, mask: &str) -> String {
    format!("/v1/{name}:updateContact?updatePersonFields={mask}&personFields=metadata")
}

fn name(person: &Value) -> &str {
    person["resourceName"].as_str().unwrap()
}

/// A person with some of everything.
fn ada() -> Value {
    json!({
        "names": [{"givenName": "Ada", "middleName": "King", "familyName": "Byron"}],
        "emailAddresses": [{"value": "ada@x.example", "type": "home"}, {"value": "ada@y.example"}],
        "phoneNumbers": [{"value": "+44 20 7946 0000", "type": "work"}],
        "urls": [{"value": "https://ada.example"}],
        "biographies": [{"value": "Wrote a note."}],
    })
}

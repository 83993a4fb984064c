//! Random programs of saves, restores, resets and writes, beside a model of what is true (rule `J1`).
use std::collections::{BTreeMap, HashSet};

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::server::Server;

/// What a test, or the program under test, does.
#[derive(Clone, Debug)]
enum Step {
    Create,
    Rename(usize),
    Delete(usize),
    /// Takes a sync token.
    Sync,
    Save(usize),
    Restore(usize),
    Reset,
    /// Puts other contacts in the place of all.
    Put(usize),
    Remove,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Create),
        4 => (0..9_usize).prop_map(Step::Rename),
        2 => (0..9_usize).prop_map(Step::Delete),
        2 => Just(Step::Sync),
        3 => (0..2_usize).prop_map(Step::Save),
        4 => (0..2_usize).prop_map(Step::Restore),
        2 => Just(Step::Reset),
        1 => (0..3_usize).prop_map(Step::Put),
        1 => Just(Step::Remove),
    ]
}

/// The contacts that there are: etag and name of each.
type State = BTreeMap<String, (String, String)>;

struct Model {
    server: Server,
    now: State,
    seed: State,
    saves: BTreeMap<usize, (State, usize)>,
    /// All etags that were ever true, with their contacts.
    etags: HashSet<(String, String)>,
    /// The sync tokens, each with how many steps had been made.
    tokens: Vec<(String, usize)>,
    steps: usize,
    fresh: usize,
}

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const JSON: (&str, &str) = ("content-type", "application/json");
const LIST: &str = "/v1/people/me/connections?personFields=metadata,names&requestSyncToken=true";

impl Model {
    async fn new() -> Self {
        let server = Server::start().await;
        let contact = |number: u64| json!({"resourceName": format!("people/c{number}"), "names": [{"givenName": "Seed"}]});
        let seed = json!({"accounts": {"ada": {"contacts": [contact(17), contact(18)]}}});
        let seeded = server.control("POST", "seed", &seed.to_string()).await;
        assert_eq!(seeded.status, 200);
        let mut model = Self {
            server,
            now: State::new(),
            seed: State::new(),
            saves: BTreeMap::new(),
            etags: HashSet::new(),
            tokens: Vec::new(),
            steps: 0,
            fresh: 0,
        };
        model.seed = model.read().await.0;
        model.now = model.seed.clone();
        model.learn();
        model
    }

    async fn step(&mut self, step: &Step) {
        self.steps += 1;
        match step {
            Step::Create => {
                let name = self.fresh();
                let body = json!({"names": [{"givenName": name}]});
                let (status, made) = self
                    .call(
                        "POST",
                        "/v1/people:createContact?personFields=metadata,names",
                        &body,
                    )
                    .await;
                assert_eq!(status, 200, "{made}");
                self.set(&made, &name);
            }
            Step::Rename(index) => {
                let Some(contact) = self.contact(*index) else {
                    return;
                };
                let etag = self.now[&contact].0.clone();
                let name = self.fresh();
                let (status, made) = self.rename(&contact, &etag, &name).await;
                assert_eq!(status, 200, "what is true now is no stale etag: {made}");
                self.set(&made, &name);
            }
            Step::Delete(index) => {
                let Some(contact) = self.contact(*index) else {
                    return;
                };
                let address = format!("/v1/{contact}:deleteContact");
                let (status, _) = self.call("DELETE", &address, &Value::Null).await;
                assert_eq!(status, 200);
                self.now.remove(&contact);
            }
            Step::Sync => {
                let token = self.read().await.1;
                self.tokens.push((token, self.steps));
            }
            Step::Save(name) => {
                self.control(
                    "POST",
                    "accounts/ada:save",
                    &json!({"name": name.to_string()}),
                )
                .await;
                self.saves.insert(*name, (self.now.clone(), self.steps));
            }
            Step::Restore(name) => {
                let Some((state, since)) = self.saves.get(name).cloned() else {
                    return;
                };
                let body = json!({"name": name.to_string()});
                self.control("POST", "accounts/ada:restore", &body).await;
                self.now = state;
                self.discard(since).await;
            }
            Step::Reset => {
                self.control("POST", "accounts/ada:reset", &json!({})).await;
                self.now = self.seed.clone();
                self.discard(0).await;
            }
            Step::Put(contacts) => {
                let names: Vec<String> = (0..*contacts).map(|_| self.fresh()).collect();
                let contacts = names
                    .iter()
                    .map(|name| json!({"names": [{"givenName": name}]}));
                let contacts: Vec<Value> = contacts.collect();
                let seed = json!({"accounts": {"ada": {"contacts": contacts}}});
                self.control("PUT", "accounts/ada", &seed).await;
                self.now = self.read().await.0;
                let there: HashSet<&String> = self.now.values().map(|(_, name)| name).collect();
                assert_eq!(there, names.iter().collect());
                let known = self.now.iter();
                let mut known = known.map(|(contact, (etag, _))| (contact.clone(), etag.clone()));
                assert!(
                    known.all(|it| !self.etags.contains(&it)),
                    "an etag is used once"
                );
                self.discard(0).await;
            }
            Step::Remove => {
                self.control("DELETE", "accounts/ada", &Value::Null).await;
                self.now.clear();
                self.discard(0).await;
            }
        }
        self.learn();
        assert_eq!(self.read().await.0, self.now, "after {step:?}");
    }

    /// What was learned since a step is good for nothing.
    async fn discard(&mut self, since: usize) {
        let tokens = std::mem::take(&mut self.tokens);
        for (token, at) in tokens {
            if at <= since {
                self.tokens.push((token, at));
                continue;
            }
            let address = format!("{LIST}&syncToken={token}");
            let (status, answer) = self.call("GET", &address, &Value::Null).await;
            assert_eq!(status, 400, "{answer}");
            let reason = &answer["error"]["details"][0]["reason"];
            assert_eq!(reason, "EXPIRED_SYNC_TOKEN", "{answer}");
        }
        self.stale_etags().await;
    }

    /// Each etag that was ever true, and is not now, is refused and changes nothing.
    async fn stale_etags(&self) {
        for (contact, etag) in &self.etags {
            if self.now.get(contact).is_some_and(|(now, _)| now == etag) {
                continue;
            }
            let (status, answer) = self.rename(contact, etag, "Lost").await;
            assert!(matches!(status, 400 | 404), "{contact} {etag}: {answer}");
        }
    }

    fn learn(&mut self) {
        let now = self.now.iter();
        let now = now.map(|(contact, (etag, _))| (contact.clone(), etag.clone()));
        self.etags.extend(now);
    }

    fn contact(&self, index: usize) -> Option<String> {
        let count = self.now.len().max(1);
        self.now.keys().nth(index % count).cloned()
    }

    fn set(&mut self, person: &Value, name: &str) {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let state = (text(&person["etag"]), name.to_owned());
        self.now.insert(text(&person["resourceName"]), state);
    }

    fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("Name {}", self.fresh)
    }

    async fn rename(&self, contact: &str, etag: &str, name: &str) -> (u16, Value) {
        let body = json!({"etag": etag, "names": [{"givenName": name}],
            "metadata": {"sources": [{"type": "CONTACT"}]}});
        let address = format!(
            "/v1/{contact}:updateContact?updatePersonFields=names&personFields=metadata,names"
        );
        self.call("PATCH", &address, &body).await
    }

    /// What the server says that there is, and its sync token.
    async fn read(&self) -> (State, String) {
        let (status, listed) = self.call("GET", LIST, &Value::Null).await;
        assert_eq!(status, 200, "{listed}");
        let mut read = State::new();
        for person in listed["connections"].as_array().into_iter().flatten() {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            let name = text(&person["names"][0]["givenName"]);
            read.insert(text(&person["resourceName"]), (text(&person["etag"]), name));
        }
        let token = listed["nextSyncToken"]
            .as_str()
            .expect("a token")
            .to_owned();
        (read, token)
    }

    async fn call(&self, verb: &str, address: &str, body: &Value) -> (u16, Value) {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let answer = self.server.send(verb, address, &[ADA, JSON], body).await;
        (answer.status.as_u16(), answer.json())
    }

    async fn control(&self, verb: &str, address: &str, body: &Value) {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let answer = self.server.control(verb, address, &body).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.message());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// J1: what was true then is true again, and what is discarded is good for nothing, now and later.
    #[test]
    fn j1_any_program_of_saves_and_restores(steps in vec(step(), 1..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let mut model = Model::new().await;
            for step in &steps {
                model.step(step).await;
            }
            model.stale_etags().await;
        });
    }
}

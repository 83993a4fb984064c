//! What a rule works with: an account on a server, and a place for its results.
use std::{
    collections::HashMap,
    process,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use http::Method;
use people_rules::Contract;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::{
    api::{Api, Call, Lost, Reply, text},
    made::{MARK, Made},
};

/// Why a rule ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// It could not be tried, or not all of it.
    Untried(String),
    /// The server is gone.
    Lost(String),
    /// Ctrl-C.
    Interrupted,
}

/// What a rule's function returns: what it found is in the trial.
pub(super) type Tried = Result<(), Stop>;

/// One question to the server, and how it was answered.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) request: String,
    pub(super) holds: bool,
    pub(super) expected: String,
    pub(super) got: String,
}

pub(super) struct Trial {
    api: Arc<Api>,
    made: Made,
    contract: Contract,
    lag: Duration,
    run: String,
    last: String,
    /// The fingerprints of contacts after the last write of each.
    written: HashMap<String, String>,
    cases: Vec<Case>,
    /// Why a part of the rule was left out.
    left_out: Option<String>,
}

impl Trial {
    pub(super) fn new(api: Arc<Api>, made: Made, contract: Contract, lag: Duration) -> Self {
        Self {
            api,
            made,
            contract,
            lag,
            run: word(),
            last: String::new(),
            written: HashMap::new(),
            cases: Vec::new(),
            left_out: None,
        }
    }

    /// A word of this run that nothing else in the account begins with.
    pub(super) fn run(&self) -> &str {
        &self.run
    }

    pub(super) fn api(&self) -> &Api {
        &self.api
    }

    pub(super) fn is_observed(&self) -> bool {
        self.contract == Contract::Observed
    }

    pub(super) fn take_cases(&mut self) -> Vec<Case> {
        std::mem::take(&mut self.cases)
    }

    /// Notes why a part of the rule is not tried; the rest decides.
    pub(super) fn leave_out(&mut self, why: &str) {
        self.left_out = Some(why.to_owned());
    }

    pub(super) fn take_left_out(&mut self) -> Option<String> {
        self.left_out.take()
    }

    // Calls.

    /// Makes a call. A server that does not have the method, and a token that may not call it, end the rule.
    pub(super) async fn send(&mut self, call: Call) -> Result<Reply, Stop> {
        let reply = self.send_raw(call).await?;
        if matches!(reply.status.as_u16(), 404 | 405 | 501) && !reply.has_error() {
            let why = format!("the server has no such method: {} is {reply}", self.last);
            return Err(Stop::Untried(why));
        }
        if reply.at("/error/details/0/reason") == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" {
            let why = format!("the token lacks a scope: {} is {reply}", self.last);
            return Err(Stop::Untried(why));
        }
        Ok(reply)
    }

    /// Makes a call to an address that may not be of the API, or with another credential.
    pub(super) async fn send_raw(&mut self, call: Call) -> Result<Reply, Stop> {
        self.last = call.to_string();
        let reply = self.api.send(&call).await;
        self.note(&call, reply)
    }

    /// Makes calls at the same time, and returns their replies in the order of the calls.
    pub(super) async fn race(&mut self, calls: Vec<Call>) -> Result<Vec<Reply>, Stop> {
        self.api.save_up(calls.len()).await;
        if self.api.is_interrupted() {
            return Err(Stop::Interrupted);
        }
        self.last = calls.first().map(Call::to_string).unwrap_or_default();
        let started: Vec<_> = calls
            .into_iter()
            .map(|call| {
                let api = Arc::clone(&self.api);
                tokio::spawn(async move {
                    let reply = api.exchange(&call).await;
                    (call, reply)
                })
            })
            .collect();
        let mut replies = Vec::new();
        for call in started {
            let (call, reply) = call.await.map_err(|error| Stop::Lost(error.to_string()))?;
            replies.push(self.note(&call, reply));
        }
        // Which of them was last is not known.
        self.written.clear();
        replies.into_iter().collect()
    }

    /// Remembers what a call has made.
    fn note(&mut self, call: &Call, reply: Result<Reply, Lost>) -> Result<Reply, Stop> {
        let reply = reply.map_err(|lost| match lost {
            Lost::Interrupted => Stop::Interrupted,
            Lost::Unsent(why) => Stop::Lost(why),
            Lost::Unanswered(why) => {
                if call.makes() {
                    self.made.doubt(true);
                }
                Stop::Lost(why)
            }
        })?;
        match reply.status.as_u16() {
            429 => return Err(Stop::Untried(format!("the quota is used up: {reply}"))),
            200 if call.makes() => self.remember(&reply),
            500.. if call.makes() => self.made.doubt(true),
            _ => {}
        }
        if call.method != Method::GET && reply.status == 200 {
            match fingerprint(&reply.json) {
                Some(print) => drop(self.written.insert(name(&reply.json), print)),
                // It may have changed any contact, and does not say to which state.
                None => self.written.clear(),
            }
        }
        Ok(reply)
    }

    fn remember(&self, reply: &Reply) {
        let one = reply.json.get("resourceName");
        let many = reply.json.get("createdPeople").and_then(Value::as_array);
        let many = many
            .into_iter()
            .flatten()
            .map(|created| &created["person"]["resourceName"]);
        let names: Vec<&str> = one
            .into_iter()
            .chain(many)
            .filter_map(Value::as_str)
            .collect();
        // A batch whose reply names nothing has made contacts all the same.
        if names.is_empty() {
            self.made.doubt(true);
        }
        names.into_iter().for_each(|name| self.made.add(name));
    }

    /// Makes a call that has to succeed, so that the rule can be tried.
    pub(super) async fn ok(&mut self, call: Call) -> Result<Value, Stop> {
        let reply = self.send(call).await?;
        match reply.status == 200 {
            true => Ok(reply.json),
            false => Err(Stop::Untried(format!("{} is {reply}", self.last))),
        }
    }

    /// Reads until `is_there`, or until the time for a read to lag behind a write has passed.
    pub(super) async fn until(
        &mut self,
        call: Call,
        is_there: impl Fn(&Reply) -> bool,
    ) -> Result<Reply, Stop> {
        let end = Instant::now() + self.lag;
        loop {
            let reply = self.send(call.clone()).await?;
            if is_there(&reply) || Instant::now() >= end {
                return Ok(reply);
            }
            self.api.rest(Duration::from_secs(1)).await;
        }
    }

    // Contacts and groups of the run.

    /// The body of a create, with the mark of the run.
    pub(super) fn marked(&self, fields: Value) -> Value {
        let mut fields = object(fields);
        fields.insert(
            "userDefined".to_owned(),
            json!([{"key": MARK, "value": self.run}]),
        );
        Value::Object(fields)
    }

    /// Creates a contact with these fields, and returns it with all its fields.
    pub(super) async fn contact(&mut self, fields: Value) -> Result<Value, Stop> {
        let body = self.marked(fields);
        self.ok(Call::post("/v1/people:createContact", &body)).await
    }

    /// A contact of which nothing matters but that it exists.
    pub(super) async fn any_contact(&mut self) -> Result<Value, Stop> {
        self.contact(json!({"nicknames": [{"value": "Before"}]}))
            .await
    }

    /// A group with a name of this run.
    pub(super) async fn group(&mut self, name: &str) -> Result<Value, Stop> {
        let body = json!({"contactGroup": {"name": self.group_name(name)}});
        self.ok(Call::post("/v1/contactGroups", &body)).await
    }

    pub(super) fn group_name(&self, name: &str) -> String {
        format!("{MARK} {} {name}", self.run)
    }

    /// The contact as a read shows it after the last write of this run.
    pub(super) async fn read(&mut self, person: &Value, mask: &str) -> Result<Value, Stop> {
        let written = self.written.get(&name(person)).cloned();
        let is_latest = |reply: &Reply| written.is_none() || fingerprint(&reply.json) == written;
        let reply = self.until(get(person, mask), is_latest).await?;
        match reply.status == 200 {
            true => Ok(reply.json),
            false => Err(Stop::Untried(format!("{} is {reply}", self.last))),
        }
    }

    /// Deletes a contact: it does not exist from then on.
    pub(super) async fn delete(&mut self, person: &Value) -> Result<(), Stop> {
        let call = Call::delete(&format!("/v1/{}:deleteContact", name(person)));
        self.ok(call).await?;
        self.made.remove(&name(person));
        Ok(())
    }

    /// Nothing has this name anymore.
    pub(super) fn is_gone(&self, name: &str) {
        self.made.remove(name);
    }

    // Cases.

    /// Notes that `got` must be `expected`.
    pub(super) fn same(&mut self, case: &str, expected: impl Into<Value>, got: impl Into<Value>) {
        let (expected, got) = (expected.into(), got.into());
        let holds = expected == got;
        self.case(case, holds, shown(&expected), shown(&got));
    }

    /// Notes whether something holds; `got` says what was found.
    pub(super) fn so(&mut self, case: &str, expected: &str, holds: bool, got: impl ToString) {
        self.case(case, holds, expected.to_owned(), got.to_string());
    }

    /// Notes that a call is to succeed; returns whether it did.
    pub(super) fn accepted(&mut self, case: &str, reply: &Reply) -> bool {
        let holds = reply.status == 200;
        self.case(case, holds, "200".to_owned(), reply.to_string());
        holds
    }

    /// Notes that a call must be refused with this status, and with this text if a source has it.
    pub(super) fn refused<'a>(
        &mut self,
        case: &str,
        (code, status): (u16, &str),
        message: impl Into<Option<&'a str>>,
        reply: &Reply,
    ) {
        let message = message.into();
        let holds = reply.status == code
            && reply.error_status() == status
            && reply.at("/error/code") == code
            && message.is_none_or(|message| reply.message() == message);
        let expected = match message {
            Some(message) => format!("{code} {status}: {message}"),
            None => format!("{code} {status}"),
        };
        self.case(case, holds, expected, reply.to_string());
    }

    fn case(&mut self, name: &str, holds: bool, expected: String, got: String) {
        let (expected, got) = (cut(&expected), cut(&self.api.without_tokens(&got)));
        self.cases.push(Case {
            name: name.to_owned(),
            request: self.api.without_tokens(&self.last),
            holds,
            expected,
            got,
        });
    }
}

pub(super) const INVALID: (u16, &str) = (400, "INVALID_ARGUMENT");
pub(super) const PRECONDITION: (u16, &str) = (400, "FAILED_PRECONDITION");
pub(super) const NOT_FOUND: (u16, &str) = (404, "NOT_FOUND");
pub(super) const NOT_FOUND_TEXT: &str = "Requested entity was not found.";
pub(super) const INVALID_TEXT: &str = "Request contains an invalid argument.";

/// The resource name of a person or a group.
pub(super) fn name(resource: &Value) -> String {
    text(&resource["resourceName"])
}

/// The name of a contact that no account has: new numbers are random, and old ones are small.
pub(super) fn nobody(number: u64) -> String {
    format!("people/c{}", 8_888_888_888_888_888_001 + number)
}

pub(super) fn get(person: &Value, mask: &str) -> Call {
    Call::get(&format!("/v1/{}", name(person))).query("personFields", mask)
}

/// An update of a contact with the person's etag and a contact source: replaces the fields of the mask with `fields`, and
/// asks for the same fields.
pub(super) fn update(person: &Value, mask: &str, fields: Value) -> Call {
    let mut body = object(fields);
    body.entry("etag").or_insert_with(|| person["etag"].clone());
    body.entry("metadata")
        .or_insert_with(|| json!({"sources": [{"type": "CONTACT"}]}));
    patch(person, mask, &Value::Object(body))
}

/// An update with this body and nothing else.
pub(super) fn patch(person: &Value, mask: &str, body: &Value) -> Call {
    Call::patch(&format!("/v1/{}:updateContact", name(person)), body)
        .query("updatePersonFields", mask)
        .query("personFields", mask)
}

/// The etag of the contact's own source.
pub(super) fn source_etag(person: &Value) -> String {
    let sources = person["metadata"]["sources"].as_array();
    let own = sources
        .into_iter()
        .flatten()
        .find(|source| source["type"] == "CONTACT");
    own.map(|source| text(&source["etag"])).unwrap_or_default()
}

/// The fingerprint in a person's etag: a text of 12 characters at the end of the message.
pub(super) fn fingerprint(person: &Value) -> Option<String> {
    let etag = text(&person["etag"]);
    let bytes = BASE64_STANDARD.decode(etag.strip_prefix('%')?).ok()?;
    let start = bytes.len().checked_sub(14)?;
    // The fourth member of the message, of that length.
    let end = bytes[start..].strip_prefix(&[0x22, 12])?;
    String::from_utf8(end.to_vec()).ok()
}

/// One member of all values of a field.
pub(super) fn each(person: &Value, field: &str, member: &str) -> Value {
    let values = person[field].as_array().into_iter().flatten();
    values.map(|value| value[member].clone()).collect()
}

/// The ids of the groups that a contact is in.
pub(super) fn groups(person: &Value) -> Value {
    let memberships = person["memberships"].as_array().into_iter().flatten();
    memberships
        .map(|membership| membership["contactGroupMembership"]["contactGroupId"].clone())
        .collect()
}

/// A membership as a request has it.
pub(super) fn membership(group: &str) -> Value {
    json!({"contactGroupMembership": {"contactGroupResourceName": group}})
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        value => value.to_string(),
    }
}

/// A report is for people too.
fn cut(text: &str) -> String {
    const LONGEST: usize = 600;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Ten letters that no other run has.
fn word() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let mut number = since.map_or(0, |time| time.as_nanos()) ^ (u128::from(process::id()) << 40);
    let mut word = String::from("q");
    for _ in 0..11 {
        word.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    word
}

/// A call with any verb.
pub(super) fn verb(verb: &str, path: &str) -> Call {
    Call::new(
        Method::from_bytes(verb.as_bytes()).unwrap_or(Method::GET),
        path,
    )
}

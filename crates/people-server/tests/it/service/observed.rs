//! What an observer learns of each commit.
use std::{
    mem,
    sync::{Arc, Mutex},
};

use people_model::{PersonEtag, SourceEtag};
use people_rules::Contract;
use people_server::{ObservedCall, Observer, Seed, Settings, Sizes, Written};
use people_store::{Account, Memory, RowKind};
use serde_json::{Value, json};

use super::{Server, edited, text};

tokio::task_local! {
    static NUMBER: u32;
}

/// What was written, with the number of the call that wrote it.
#[derive(Debug, Default)]
struct Notes(Mutex<Vec<(Option<u32>, Written)>>);

impl Notes {
    fn take(&self) -> Vec<(Option<u32>, Written)> {
        mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Notes {
    fn committed(&self, account: &Account, written: Vec<Written>) {
        assert_eq!(account.as_str(), "ada");
        let number = NUMBER.try_with(|number| *number).ok();
        let mut notes = self.0.lock().unwrap();
        notes.extend(written.into_iter().map(|written| (number, written)));
    }

    fn carry(&self, call: ObservedCall) -> ObservedCall {
        match NUMBER.try_with(|number| *number) {
            Ok(number) => Box::pin(NUMBER.scope(number, call)),
            Err(_) => call,
        }
    }
}

async fn observed() -> (Server<Memory>, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    let mut settings = Settings::default();
    settings.observer = Some(notes.clone());
    let store = Memory::with_secret([7; 32]);
    let (contract, sizes) = (Contract::Documented, Sizes::default());
    let server = Server::of_settings(store, contract, sizes, settings).await;
    (server, notes)
}

fn bodies(written: &Written) -> (Option<&str>, Option<&str>) {
    (
        written.before.as_ref().map(|it| &*it.row.record.body),
        written.after.as_ref().map(|it| &*it.row.record.body),
    )
}

/// E3: a contact that is linked to a profile is observed with both of its etags, and another one with one.
#[tokio::test]
async fn e3_an_observer_learns_the_etag_of_the_source() {
    let (server, notes) = observed().await;
    let own =
        json!({"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "ada@x.example"}]});
    let profile = json!({"id": "100000000000000000017", "person": own});
    let seed = json!({"accounts": {"countess": {"profile": profile}}}).to_string();
    let seed = Seed::from_json(&seed).unwrap();
    server.people.seed(seed).await.unwrap();
    for (mail, is_linked) in [("ada@x.example", true), ("grace@x.example", false)] {
        let person = json!({"emailAddresses": [{"value": mail}]});
        let created = server.create("ada", &person).await;
        let [(_, ref new)] = notes.take()[..] else {
            panic!("a create is one row")
        };
        let row = new.after.as_ref().unwrap();
        let etag = PersonEtag::parse(text(&created, "etag"));
        assert_eq!(Some(row.fingerprint), etag, "{mail}");
        let source = text(&created["metadata"]["sources"][0], "etag");
        assert_eq!(Some(row.source), SourceEtag::parse(source), "{mail}");
        assert_eq!(row.source != row.fingerprint, is_linked, "{mail}");
    }
}

/// Each commit is observed once, with the rows as they were and as they are, within the call that made it.
#[tokio::test]
async fn an_observer_learns_what_each_commit_replaced() {
    let (server, notes) = observed().await;
    let ada = json!({"nicknames": [{"value": "Ada"}]});
    let created = NUMBER.scope(1, server.create("ada", &ada)).await;
    let [(Some(1), ref new)] = notes.take()[..] else {
        panic!("a create is one row, and knows its call")
    };
    assert_eq!(new.kind, RowKind::Contact);
    assert_eq!(new.before, None);
    assert!(
        bodies(new)
            .1
            .is_some_and(|body| body.contains(r#""value":"Ada""#))
    );
    let etag = |person: &Value| PersonEtag::parse(text(person, "etag"));
    let fingerprint = new.after.as_ref().map(|after| after.fingerprint);
    assert_eq!(fingerprint, etag(&created));

    let person = edited(&created, "nicknames", json!([{"value": "Countess"}]));
    let update = NUMBER.scope(2, server.update("ada", "nicknames", &person));
    let updated = update.await.json();
    let [(Some(2), ref replaced)] = notes.take()[..] else {
        panic!("an update is one row")
    };
    assert_eq!(replaced.before, new.after);
    assert!(
        bodies(replaced)
            .1
            .is_some_and(|body| body.contains("Countess"))
    );
    let after = replaced.after.as_ref().unwrap();
    assert_eq!(after.row.version.0, 2);
    assert_eq!(Some(after.fingerprint), etag(&updated));

    let stale = server.update("ada", "nicknames", &person).await;
    assert_eq!(stale.status, 400);
    assert!(notes.take().is_empty(), "what is refused writes nothing");

    let group = json!({"contactGroup": {"name": "Engine"}});
    let group = server
        .call("ada", "POST", "/v1/contactGroups", &group)
        .await;
    let name = text(&group.json(), "resourceName").to_owned();
    let members = json!({"resourceNamesToAdd": [created["resourceName"]]});
    let path = format!("/v1/{name}/members:modify");
    server.call("ada", "POST", &path, &members).await;
    let path = format!("/v1/{name}");
    server.call("ada", "DELETE", &path, &Value::Null).await;
    let kinds: Vec<_> = notes
        .take()
        .iter()
        .map(|(_, it)| (it.kind, it.before.is_some(), it.after.is_some()))
        .collect();
    let expected = [
        (RowKind::Group, false, true),
        (RowKind::Contact, true, true),
        (RowKind::Contact, true, true),
        (RowKind::Group, true, false),
    ];
    assert_eq!(kinds, expected);

    server.delete("ada", text(&created, "resourceName")).await;
    let [(None, ref gone)] = notes.take()[..] else {
        panic!("a delete is one row")
    };
    assert!(gone.before.is_some() && gone.after.is_none());
}

//! G4: a client that follows tokens has the groups that the server has.
//!
//! No method changes or deletes a group yet, so the store is written as one would.
use std::collections::BTreeMap;

use people_rules::Contract;
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Memory, Order, Record, Row, RowKind,
    Store, Write,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Server, list, text};

const LIST: &str = "/v1/contactGroups?groupFields=metadata,name";
const DAY: i64 = 86_400;

/// A client that keeps a copy of all groups.
#[derive(Default)]
struct Client {
    groups: BTreeMap<String, Value>,
    sync_token: String,
    page_token: String,
    /// The sync token of the listing that is under way: every page has it.
    next: Option<String>,
}

impl Client {
    /// Reads one page; true when it was the last of its listing.
    async fn page<S: Store>(&mut self, server: &Server<S>, size: usize) -> bool {
        let (sync, page) = (&self.sync_token, &self.page_token);
        let mut address = format!("{LIST}&pageSize={size}");
        for (name, token) in [("syncToken", sync), ("pageToken", page)] {
            if !token.is_empty() {
                address += &format!("&{name}={token}");
            }
        }
        let page = server.get("ada", &address).await;
        for group in list(&page, "contactGroups") {
            let name = text(group, "resourceName").to_owned();
            if group["metadata"]["deleted"] == true {
                self.groups.remove(&name);
            } else {
                self.groups.insert(name, group.clone());
            }
        }
        // Whichever page it comes from, a sync token leads on from the first.
        let token = text(&page, "nextSyncToken").to_owned();
        if self.next.is_none() || size > 2 {
            self.next = Some(token);
        }
        match page["nextPageToken"].as_str() {
            Some(next) => {
                self.page_token = next.to_owned();
                false
            }
            None => {
                self.page_token.clear();
                self.sync_token = self.next.take().expect("a token on every page");
                true
            }
        }
    }

    async fn finish<S: Store>(&mut self, server: &Server<S>) {
        while !self.page(server, 3).await {}
    }
}

#[derive(Clone, Debug)]
enum Step {
    Create,
    Rename(prop::sample::Index),
    Delete(prop::sample::Index),
    /// The client reads its next page, which has so many entries.
    Page(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::Create),
        2 => any::<prop::sample::Index>().prop_map(Step::Rename),
        2 => any::<prop::sample::Index>().prop_map(Step::Delete),
        4 => (1..4_usize).prop_map(Step::Page),
    ];
    prop::collection::vec(step, 0..40)
}

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

async fn rows<S: Store>(store: &S) -> Vec<Row> {
    let account = ada();
    let page = store.page(&account, RowKind::Group, Order::Id, None, 100);
    page.await.expect("rows").rows
}

async fn write<S: Store>(store: &S, write: Write) {
    let writes = vec![write];
    let batch = Batch { writes, time: 7 };
    store.commit(&ada(), batch).await.expect("a commit");
}

async fn rename<S: Store>(store: &S, row: &Row, name: &str) {
    let record = Record {
        body: json!({"name": name}).to_string(),
        layout: Vec::new(),
        sort_keys: [name.to_owned(), name.to_owned()],
        terms: [format!("name:{name}")].into(),
    };
    let condition = Condition::Version(row.version);
    let (kind, id) = (RowKind::Group, row.id);
    write(
        store,
        Write::Put {
            kind,
            id,
            record,
            condition,
        },
    )
    .await;
}

async fn delete<S: Store>(store: &S, row: &Row) {
    let (kind, id, version) = (RowKind::Group, row.id, row.version);
    write(store, Write::Delete { kind, id, version }).await;
}

async fn create<S: Store>(server: &Server<S>, name: &str) -> Value {
    let body = json!({"contactGroup": {"name": name}});
    let answer = server.call("ada", "POST", "/v1/contactGroups", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Carries out the steps, lets the client catch up, and returns what it has and what it should.
async fn follow<S: Store>(store: S, steps: &[Step]) -> [BTreeMap<String, Value>; 2] {
    let server = Server::over(store.clone(), Contract::Documented).await;
    let mut client = Client::default();
    for (number, step) in steps.iter().enumerate() {
        let rows = rows(&store).await;
        match step {
            Step::Create => drop(create(&server, &format!("new {number}")).await),
            Step::Rename(index) if !rows.is_empty() => {
                rename(&store, index.get(&rows), &format!("renamed {number}")).await;
            }
            Step::Delete(index) if !rows.is_empty() => delete(&store, index.get(&rows)).await,
            Step::Page(size) => drop(client.page(&server, *size).await),
            Step::Rename(_) | Step::Delete(_) => {}
        }
    }
    // The listing under way began before the last changes; the one after it has them all.
    client.finish(&server).await;
    client.finish(&server).await;
    let mut fresh = Client::default();
    fresh.finish(&server).await;
    [client.groups, fresh.groups]
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// G4: after any changes between the pages, the client ends up with the server's groups.
    #[test]
    fn a_client_that_follows_group_tokens_misses_nothing(steps in steps()) {
        let [client, server] = run(follow(Memory::new(), &steps));
        prop_assert_eq!(client, server);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// G4: the same over the embedded store.
    #[test]
    fn group_tokens_of_the_embedded_store_miss_nothing(steps in steps()) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        let [client, server] = run(follow(store, &steps));
        prop_assert_eq!(client, server);
    }
}

/// G4: a delta has the user's groups that changed, in the order of their changes, and counts them;
/// what is left of a deleted one is told whatever the mask.
#[tokio::test]
async fn a_delta_of_groups_tells_what_changed() {
    let store = Memory::with_secret([7; 32]);
    let server = Server::over(store.clone(), Contract::Documented).await;
    for name in ["one", "two", "three"] {
        create(&server, name).await;
    }
    let first = server
        .get("ada", "/v1/contactGroups?groupFields=name")
        .await;
    let delta = |token: &str, more: &str| {
        format!("/v1/contactGroups?groupFields=name&syncToken={token}{more}")
    };
    let none = server
        .get("ada", &delta(text(&first, "nextSyncToken"), ""))
        .await;
    let members = none.as_object().expect("an object").keys();
    assert_eq!(members.collect::<Vec<_>>(), ["nextSyncToken"]);

    let by_name = |name: &'static str, rows: &[Row]| {
        let has = |row: &&Row| row.record.terms == [format!("name:{name}")];
        rows.iter().find(has).expect("a row").clone()
    };
    let rows = rows(&store).await;
    delete(&store, &by_name("one", &rows)).await;
    rename(&store, &by_name("two", &rows), "second").await;
    let (token, mut page, mut seen) = (text(&none, "nextSyncToken"), String::new(), Vec::new());
    loop {
        let answer = server
            .get("ada", &delta(token, &format!("&pageSize=1{page}")))
            .await;
        assert_eq!(answer["totalItems"], 2);
        seen.extend(list(&answer, "contactGroups").to_vec());
        match answer["nextPageToken"].as_str() {
            Some(next) => page = format!("&pageToken={next}"),
            None => break,
        }
    }
    let [gone, renamed] = &seen[..] else {
        panic!("{seen:?}")
    };
    assert_eq!(gone["metadata"], json!({"deleted": true}));
    assert_eq!(gone.get("name"), None);
    assert_eq!(text(renamed, "name"), "second");
}

/// G4: a token is of an account, of a mask and of groups; it ends seven days after the listing that
/// it comes from.
#[tokio::test]
async fn a_sync_token_of_groups_is_bound_and_ends() {
    let server = Server::new().await;
    create(&server, "one").await;
    let first = server.get("ada", LIST).await;
    let token = text(&first, "nextSyncToken");
    let people = "/v1/people/me/connections?personFields=names";
    let of_people = server
        .get("ada", &format!("{people}&requestSyncToken=true"))
        .await;
    let of_people = text(&of_people, "nextSyncToken");
    let mut changed = token.to_owned();
    changed.replace_range(20..21, if &token[20..21] == "A" { "B" } else { "A" });
    for (account, address) in [
        ("mary", format!("{LIST}&syncToken={token}")),
        (
            "ada",
            format!("/v1/contactGroups?groupFields=name&syncToken={token}"),
        ),
        ("ada", format!("{LIST}&syncToken={of_people}")),
        ("ada", format!("{LIST}&syncToken={changed}")),
        ("ada", format!("{people}&syncToken={token}")),
        // A page of one listing is not a page of another.
        ("ada", format!("{LIST}&pageToken={token}")),
    ] {
        let answer = server.call(account, "GET", &address, &Value::Null).await;
        assert_eq!(answer.status, 400, "{account} {address}");
        assert_eq!(text(&answer.json()["error"], "status"), "INVALID_ARGUMENT");
    }

    server.clock.advance(7 * DAY - 60);
    let second = server
        .get("ada", &format!("{LIST}&syncToken={token}"))
        .await;
    server.clock.advance(60);
    for token in [token, text(&second, "nextSyncToken")] {
        let address = format!("{LIST}&syncToken={token}");
        let answer = server.call("ada", "GET", &address, &Value::Null).await;
        let error = &answer.json()["error"];
        assert_eq!(answer.status, 400);
        assert_eq!(text(&error["details"][0], "reason"), "EXPIRED_SYNC_TOKEN");
    }
}

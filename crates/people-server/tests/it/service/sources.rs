//! I5: what the sources of a contact said, in a row beside it.
use people_rules::Contract;
use people_server::Seed;
use people_store::{Account, Batch, Condition, Memory, Order, Record, RowKind, Store, Write};
use serde_json::{Value, json};

use super::{Server, faults, list, text};

const LIST: &str = "/v1/people/me/connections?personFields=metadata,names";

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

/// What a card said of a contact.
fn source(id: u64) -> Write {
    let record = Record {
        body: json!({"sources": [{"file": "a.vcf", "key": format!("uid-{id}"), "said": {"names": []}}]})
            .to_string(),
        terms: [
            &*format!("contact:{id:x}"),
            "file:a.vcf",
            &format!("key:uid-{id}"),
        ]
        .into(),
        ..Record::default()
    };
    Write::Put {
        kind: RowKind::Source,
        id,
        record,
        condition: Condition::Absent,
    }
}

async fn put<S: Store>(store: &S, id: u64) -> bool {
    let writes = vec![source(id)];
    store
        .commit(&ada(), Batch { writes, time: 1 })
        .await
        .is_ok()
}

/// The ids of the live rows of a kind.
async fn ids<S: Store>(store: &S, kind: RowKind) -> Vec<u64> {
    let page = store.page(&ada(), kind, Order::Id, None, 100).await;
    page.expect("a page")
        .rows
        .iter()
        .map(|row| row.id)
        .collect()
}

/// Six contacts, of which all but the last have sources. Those from the third on are in a group.
async fn server() -> (Memory, Server<Memory>) {
    let store = Memory::new();
    let contact = |id: u64| {
        let groups = match id {
            1 | 2 => json!([]),
            _ => {
                json!([{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}])
            }
        };
        json!({"resourceName": format!("people/c{id}"), "names": [{"givenName": "Ada"}],
            "memberships": groups})
    };
    let contacts: Vec<Value> = (1..=6).map(contact).collect();
    let groups = json!([{"resourceName": "contactGroups/1f", "name": "Engine"}]);
    let seed = json!({"accounts": {"ada": {"groups": groups, "contacts": contacts}}});
    let server = Server::over(store.clone(), Contract::Documented).await;
    let server = server.seeded(&seed.to_string()).await;
    for id in 1..=5 {
        assert!(put(&store, id).await);
    }
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
    (store, server)
}

#[tokio::test]
async fn i5_a_source_goes_with_its_contact() {
    let (store, server) = server().await;
    let done = |verb, address, body| server.call("ada", verb, address, body);
    let answer = done("DELETE", "/v1/people/c1:deleteContact", &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(ids(&store, RowKind::Source).await, [2, 3, 4, 5]);
    let body = json!({"resourceNames": ["people/c2", "people/c3", "people/c6"]});
    let answer = done("POST", "/v1/people:batchDeleteContacts", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(ids(&store, RowKind::Source).await, [4, 5]);
    let address = "/v1/contactGroups/1f?deleteContacts=true";
    let answer = done("DELETE", address, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(ids(&store, RowKind::Source).await, [0; 0]);
    assert_eq!(ids(&store, RowKind::Contact).await, [0; 0]);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

/// Members who only leave a group keep what their sources said.
#[tokio::test]
async fn i5_a_source_stays_with_a_contact_that_stays() {
    let (store, server) = server().await;
    let answer = server.call("ada", "DELETE", "/v1/contactGroups/1f", &Value::Null);
    assert_eq!(answer.await.status, 200);
    assert_eq!(ids(&store, RowKind::Source).await, [1, 2, 3, 4, 5]);
}

/// A state of an account has the sources of its contacts; a seed has none.
#[tokio::test]
async fn i5_sources_are_part_of_a_state_of_an_account() {
    let (store, server) = server().await;
    let before = server.people.save(&ada()).await.expect("a state");
    let seed = server.people.dump(&ada()).await.expect("a seed");
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    server.people.load(&ada(), seed).await.expect("loaded");
    assert_eq!(ids(&store, RowKind::Contact).await.len(), 6);
    assert_eq!(ids(&store, RowKind::Source).await, [0; 0]);
    server.people.restore(&before).await.expect("restored");
    assert_eq!(ids(&store, RowKind::Source).await, [1, 2, 3, 4, 5]);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
    server.people.remove(&ada()).await.expect("removed");
    assert_eq!(ids(&store, RowKind::Source).await, [0; 0]);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

/// What a source said is no change of the contact: no list of changes shows it, and etags stay.
#[tokio::test]
async fn i5_a_source_is_no_change_of_a_contact() {
    let (store, server) = server().await;
    let all = server
        .get("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    assert!(put(&store, 6).await);
    let token = text(&all, "nextSyncToken");
    let changed = server
        .get("ada", &format!("{LIST}&syncToken={token}"))
        .await;
    assert_eq!(changed.get("connections"), None);
    let now = server.get("ada", LIST).await;
    assert_eq!(list(&now, "connections"), list(&all, "connections"));
    assert!(!now.to_string().contains("a.vcf"));
}

/// A source without a contact, and one that is not found by what it says.
#[tokio::test]
async fn i5_a_source_without_its_contact_is_found() {
    let (store, _server) = server().await;
    let Write::Put { record, .. } = source(4) else {
        unreachable!()
    };
    let put = |kind, id, record| Write::Put {
        kind,
        id,
        record,
        condition: Condition::Absent,
    };
    let not_json = Record {
        body: "[]".to_owned(),
        ..Record::default()
    };
    let (orphan, moved) = (source(99), put(RowKind::Source, 6, record));
    let undo = put(RowKind::Undo, 1, not_json.clone());
    let last = put(RowKind::Source, 100, not_json);
    let writes = vec![orphan, moved, undo, last];
    store
        .commit(&ada(), Batch { writes, time: 1 })
        .await
        .expect("a commit");
    assert_eq!(
        faults(&store, &ada()).await,
        [
            "its terms do not match its body",
            "the body is not a record of sources",
            "the body is not a record of a merge",
            "account `ada`, contact source 99: its contact is missing",
            "account `ada`, contact source 100: its contact is missing",
        ]
    );
}

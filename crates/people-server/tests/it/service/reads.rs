//! All reads show a contact alike (rules `D8`, `H4`, `S2`, `S3`).
use people_rules::Contract;
use people_store::{Account, Batch, Condition, Memory, Record, RowKind, Store, Write};
use serde_json::{Value, json};

use super::{
    Server, list,
    photos::{base64, png},
};

const FIELDS: &str = "metadata,names,phoneNumbers,photos";
/// More than those after which a list reserves memory.
const OTHERS: usize = 40;

/// Contacts of Ada: the first has a photo, and the number of Grace, who has a profile.
async fn filled(store: Memory) -> Server<Memory> {
    let linked = json!({
        "resourceName": "people/c1", "names": [{"givenName": "Grace"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018"}], "photo": base64(&png("a")),
    });
    let others = (0..OTHERS).map(|number| {
        let name = format!("Grace {}", "x".repeat(10 * number));
        json!({"resourceName": format!("people/c{}", number + 2), "names": [{"givenName": name}]})
    });
    let contacts: Vec<Value> = [linked].into_iter().chain(others).collect();
    let grace =
        json!({"names": [{"givenName": "Grace"}], "phoneNumbers": [{"value": "+442079460018"}]});
    let seed = json!({"accounts": {
        "ada": {"contacts": contacts},
        "grace": {"profile": {"id": "100000000000000000017", "person": grace}},
    }});
    let server = Server::over(store, Contract::Documented).await;
    server.seeded(&seed.to_string()).await
}

#[tokio::test]
async fn every_read_shows_a_contact_alike() {
    let server = filled(Memory::new()).await;
    let listed = format!("/v1/people/me/connections?pageSize=1000&personFields={FIELDS}");
    let listed = server.get("ada", &listed).await;
    let listed = list(&listed, "connections");
    assert_eq!(listed.len(), OTHERS + 1);
    for person in listed {
        let name = person["resourceName"].as_str().expect("a name");
        let got = server
            .get("ada", &format!("/v1/{name}?personFields={FIELDS}"))
            .await;
        assert_eq!(&got, person);
        let batch = format!("/v1/people:batchGet?resourceNames={name}&personFields={FIELDS}");
        let batch = server.get("ada", &batch).await;
        assert_eq!(&list(&batch, "responses")[0]["person"], person);

        let is_linked = name == "people/c1";
        let photo = &person["photos"][0];
        assert_eq!(photo["default"] == true, !is_linked, "{photo}");
        let sources = list(&person["metadata"], "sources").len();
        assert_eq!(sources, 1 + usize::from(is_linked), "{person}");
        let numbers = if is_linked { 2 } else { 0 };
        let shown = person["phoneNumbers"].as_array().map_or(0, Vec::len);
        assert_eq!(shown, numbers, "{person}");
    }
    let found = format!(
        "/v1/people:searchContacts?query=Grace&pageSize=30&readMask={FIELDS}\
         &sources=READ_SOURCE_TYPE_PROFILE&sources=READ_SOURCE_TYPE_CONTACT"
    );
    let found = server.get("ada", &found).await;
    let found = list(&found, "results");
    assert_eq!(found.len(), 30);
    for result in found {
        let name = &result["person"]["resourceName"];
        let listed = listed.iter().find(|it| it["resourceName"] == *name);
        assert_eq!(Some(&result["person"]), listed);
    }
}

/// Somebody edited a body: its table does not fit any more.
#[tokio::test]
async fn a_row_whose_table_does_not_fit_is_scanned() {
    let store = Memory::new();
    let server = filled(store.clone()).await;
    let ada = Account::new("ada").expect("a name");
    let row = store.get(&ada, RowKind::Contact, 1).await.expect("rows");
    let row = row.expect("a row");
    for (body, shown) in [
        (row.record.body.replace("Grace", "Gracie"), Some("Gracie")),
        ("no contact".to_owned(), None),
    ] {
        let version = store.get(&ada, RowKind::Contact, 1).await.expect("rows");
        let put = Write::Put {
            kind: RowKind::Contact,
            id: 1,
            record: Record {
                body,
                ..Record::clone(&row.record)
            },
            condition: Condition::Version(version.expect("a row").version),
        };
        let writes = vec![put];
        let batch = Batch { writes, time: 1 };
        store.commit(&ada, batch).await.expect("a commit");
        let address = "/v1/people/c1?personFields=names,photos";
        let read = server.call("ada", "GET", address, &Value::Null).await;
        let Some(name) = shown else {
            assert_eq!(read.status, 500, "{}", read.text());
            continue;
        };
        let read = read.json();
        assert_eq!(read["names"][0]["givenName"], name);
        assert_eq!(read["photos"][0]["default"], Value::Null);
    }
}

//! B1: reads of many persons at once.
use people_rules::Contract;
use people_store::Memory;
use serde_json::{Value, json};

use super::{Server, list, text, turns::Turns};

fn address<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: String = names
        .into_iter()
        .map(|name| format!("&resourceNames={name}"))
        .collect();
    format!("/v1/people:batchGet?personFields=nicknames{names}")
}

/// B1: answers come in the order of the names, one for each, twice for a name that is there twice.
#[tokio::test]
async fn answers_come_in_the_order_of_the_names() {
    let store = Turns(Memory::with_secret([7; 32]));
    let server = Server::over(store, Contract::Documented).await;
    let mut created = Vec::new();
    for number in 0..3 {
        let person = server
            .create(
                "ada",
                &json!({"nicknames": [{"value": number.to_string()}]}),
            )
            .await;
        created.push(text(&person, "resourceName").to_owned());
    }
    let [first, second, third] = [0, 1, 2].map(|index| created[index].as_str());
    let asked = [
        third,
        "people/c7",
        first,
        third,
        "people/me",
        second,
        "people/nobody",
        first,
    ];
    let reply = server.get("ada", &address(asked)).await;

    let answered: Vec<_> = list(&reply, "responses")
        .iter()
        .map(|entry| {
            let nickname = &entry["person"]["nicknames"][0]["value"];
            (
                text(entry, "requestedResourceName"),
                entry["httpStatusCode"].as_u64(),
                nickname.as_str(),
            )
        })
        .collect();
    let expected = [
        (third, Some(200), Some("2")),
        ("people/c7", Some(404), None),
        (first, Some(200), Some("0")),
        (third, Some(200), Some("2")),
        ("people/me", Some(200), None),
        (second, Some(200), Some("1")),
        ("people/nobody", Some(404), None),
        (first, Some(200), Some("0")),
    ];
    assert_eq!(answered, expected);
    for entry in list(&reply, "responses") {
        let found = entry["httpStatusCode"] == 200;
        assert_eq!(entry.get("person").is_some(), found);
        assert_eq!(entry["status"]["code"] == 5, !found, "{entry}");
    }
}

/// B1: 200 names are answered, 201 and none are not.
///
/// Rule F14.
#[tokio::test]
async fn a_batch_has_1_to_200_names() {
    let store = Turns(Memory::with_secret([7; 32]));
    let server = Server::over(store, Contract::Documented).await;
    let names: Vec<String> = (1..=201).map(|id| format!("people/c{id}")).collect();
    let reply = server
        .get("ada", &address(names[..200].iter().map(String::as_str)))
        .await;
    assert_eq!(list(&reply, "responses").len(), 200);

    for names in [&names[..], &[]] {
        let address = address(names.iter().map(String::as_str));
        let answer = server.call("ada", "GET", &address, &Value::Null).await;
        assert_eq!(
            (answer.status.as_u16(), answer.message().as_str()),
            (400, "Request contains an invalid argument.")
        );
    }
}

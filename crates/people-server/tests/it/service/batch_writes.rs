//! B2 to B5: writes of many contacts at once.
use people_rules::Contract;
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};

use super::{Server, list, text, turns::Turns};

const DELETE: &str = "/v1/people:batchDeleteContacts";

async fn created<S: Store>(server: &Server<S>, count: usize) -> Vec<String> {
    let mut names = Vec::with_capacity(count);
    for number in 0..count {
        let nicknames = json!({"nicknames": [{"value": number.to_string()}]});
        let person = server.create("ada", &nicknames).await;
        names.push(text(&person, "resourceName").to_owned());
    }
    names
}

/// How many contacts the account has, and at which version it is: each commit is one more.
async fn state<S: Store>(server: &Server<S>, store: &S) -> (usize, u64) {
    let address = "/v1/people/me/connections?personFields=names&pageSize=1000";
    let contacts = list(&server.get("ada", address).await, "connections").len();
    let ada = Account::new("ada").expect("an account");
    (contacts, store.version(&ada).await.expect("a version").0)
}

/// B2, B5, F14: so many contacts are deleted in one commit, and of fewer or more none is.
async fn deletes_are_one_commit<S: Store + Clone>(store: S) {
    let server = Server::over(store.clone(), Contract::Documented).await;
    let names = created(&server, 501).await;
    let delete = async |names: &[String]| {
        let body = json!({"resourceNames": names});
        let answer = server.call("ada", "POST", DELETE, &body).await;
        (answer.status.as_u16(), answer.text().to_owned())
    };
    let before = state(&server, &store).await;
    assert_eq!(before, (501, 501));

    for refused in [&names[..], &[]] {
        let (status, text) = delete(refused).await;
        assert_eq!(status, 400, "{text}");
        assert!(
            text.contains("Request contains an invalid argument."),
            "{text}"
        );
    }
    let mut unknown = names[..500].to_vec();
    for place in [0, 250, 499] {
        "people/c7".clone_into(&mut unknown[place]);
        assert_eq!(delete(&unknown).await.0, 404);
    }
    assert_eq!(state(&server, &store).await, before);

    assert_eq!(delete(&names[..500]).await, (200, "{}\n".to_owned()));
    assert_eq!(state(&server, &store).await, (1, 502));
}

#[tokio::test]
async fn batches_of_deletes_are_one_commit() {
    deletes_are_one_commit(Turns(Memory::with_secret([7; 32]))).await;
}

#[tokio::test]
async fn batches_of_deletes_are_one_commit_of_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    deletes_are_one_commit(store).await;
}

/// B5: what is no list of names is refused.
#[tokio::test]
async fn what_is_no_list_of_names_is_refused() {
    let server = Server::new().await;
    let names = created(&server, 1).await;
    for body in [
        json!({"resourceNames": {"0": names[0]}}),
        json!({"resourceNames": [[names[0]]]}),
        json!({"resourceNames": [names[0], 1]}),
        json!({"names": [names[0]]}),
        json!([names[0]]),
    ] {
        let answer = server.call("ada", "POST", DELETE, &body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
    }
    // One value for a list, and null in one, are as in every body (rule F4).
    let body = json!({"resourceNames": names[0]});
    assert_eq!(server.call("ada", "POST", DELETE, &body).await.status, 200);
    let body = json!({"resourceNames": [Value::Null]});
    assert_eq!(server.call("ada", "POST", DELETE, &body).await.status, 400);
}

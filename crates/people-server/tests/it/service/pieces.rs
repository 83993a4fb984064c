//! Lists that are sent in pieces: V5.
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;
use people_model::Code;
use people_rules::Contract;
use people_server::{Failure, ResponseBody};
use people_store::{Account, Memory, Store};
use serde_json::{Value, json};

use super::{Server, edited, list, text};

const LIST: &str = "/v1/people/me/connections?personFields=names,biographies&pageSize=1000";

/// Contacts of 3 KB that look alike.
async fn filled(server: &Server<impl Store>, contacts: usize) -> Vec<Value> {
    let mut created = Vec::new();
    for number in 0..contacts {
        let person = json!({
            "names": [{"givenName": "Ada", "familyName": format!("L{}", number % 7)}],
            "biographies": [{"value": "x\"y\\".repeat(600)}],
        });
        created.push(server.create("ada", &person).await);
    }
    created
}

/// The pieces of a body, up to its end or an error.
async fn frames(body: &mut ResponseBody) -> Vec<Result<Bytes, Failure>> {
    let mut frames = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map(|frame| frame.into_data().expect("data"));
        frames.push(frame.map_err(|error| error.failure));
    }
    frames
}

#[tokio::test]
async fn v5_a_long_list_is_sent_in_pieces() {
    let server = Server::new().await;
    let created = filled(&server, 300).await;
    for query in [
        "",
        "&sortOrder=FIRST_NAME_ASCENDING",
        "&requestSyncToken=true",
        "&prettyPrint=false",
    ] {
        let address = format!("{LIST}{query}");
        let mut body = server.begin("ada", &address).await.into_body();
        assert_eq!(body.size_hint().exact(), None);
        let pieces = frames(&mut body).await;
        assert!(pieces.len() > 4, "{}", pieces.len());
        let joined: Vec<u8> = pieces
            .into_iter()
            .flat_map(|piece| piece.expect("a piece"))
            .collect();
        let found: Value = serde_json::from_slice(&joined).expect("JSON");
        // A part of the reply, of which all of it is a part, is taken from the whole.
        let whole = format!("{address}&fields=*");
        let mut whole = server.get("ada", &whole).await;
        if query == "&requestSyncToken=true" {
            // It has a time.
            whole["nextSyncToken"] = found["nextSyncToken"].clone();
        }
        assert_eq!(found, whole, "{query}");
        assert_eq!(list(&found, "connections").len(), created.len());
        assert_eq!(found["totalPeople"], 300);
    }

    // A page that is short is whole, and so is one of few contacts.
    for address in [
        format!("{LIST}&pageSize=50"),
        LIST.replace("names,biographies", "names"),
    ] {
        let response = server.begin("ada", &address).await;
        assert!(response.body().size_hint().exact().is_some(), "{address}");
    }
}

/// Pages, and syncs, go on behind a list in pieces.
#[tokio::test]
async fn v5_tokens_of_a_list_in_pieces() {
    let server = Server::new().await;
    let created = filled(&server, 250).await;
    let names: Vec<&str> = created
        .iter()
        .map(|person| text(person, "resourceName"))
        .collect();
    let address = format!("{LIST}&requestSyncToken=true").replace("1000", "200");
    let first = server.get("ada", &address).await;
    let second = server
        .get(
            "ada",
            &format!("{address}&pageToken={}", text(&first, "nextPageToken")),
        )
        .await;
    let found = list(&first, "connections")
        .iter()
        .chain(list(&second, "connections"));
    assert!(
        found
            .map(|person| text(person, "resourceName"))
            .eq(names.iter().copied())
    );

    for person in &created[..200] {
        let person = edited(person, "biographies", json!([{"value": "y".repeat(3_000)}]));
        assert_eq!(
            server.update("ada", "biographies", &person).await.status,
            200
        );
    }
    let sync = format!("{LIST}&syncToken={}", text(&second, "nextSyncToken"));
    let response = server.begin("ada", &sync).await;
    assert_eq!(response.body().size_hint().exact(), None);
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    let changes: Value = serde_json::from_slice(&body).expect("JSON");
    let changed = list(&changes, "connections")
        .iter()
        .map(|person| text(person, "resourceName"));
    assert!(changed.eq(names[..200].iter().copied()));
    assert_eq!(changes["totalItems"], 200);
    let nothing = format!("{LIST}&syncToken={}", text(&changes, "nextSyncToken"));
    assert_eq!(
        server.get("ada", &nothing).await["connections"],
        Value::Null
    );
}

/// What changes while a list is sent is not lost for a sync.
#[tokio::test]
async fn v5_changes_while_a_list_is_sent() {
    let server = Server::new().await;
    let created = filled(&server, 200).await;
    let response = server
        .begin("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    let mut body = response.into_body();
    let first = body.frame().await.expect("a frame").expect("a piece");
    let mut joined = first.into_data().expect("data").to_vec();
    // One that was sent, one that was not, and one that is gone.
    for person in [&created[0], &created[198]] {
        let person = edited(person, "biographies", json!([{"value": "new"}]));
        assert_eq!(
            server.update("ada", "biographies", &person).await.status,
            200
        );
    }
    assert_eq!(
        server
            .delete("ada", text(&created[199], "resourceName"))
            .await
            .status,
        200
    );
    for piece in frames(&mut body).await {
        joined.extend(piece.expect("a piece"));
    }
    let found: Value = serde_json::from_slice(&joined).expect("JSON");
    let mut names: Vec<&str> = list(&found, "connections")
        .iter()
        .map(|it| text(it, "resourceName"))
        .collect();
    let of = |index: usize| text(&created[index], "resourceName");
    // In the order of changes: the other comes last, and the first one not once more.
    assert_eq!(names[names.len() - 2..], [of(197), of(198)]);
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!((all, names.len()), (199, 199));
    let changes = server
        .get(
            "ada",
            &format!("{LIST}&syncToken={}", text(&found, "nextSyncToken")),
        )
        .await;
    let changed: Vec<&str> = list(&changes, "connections")
        .iter()
        .map(|it| text(it, "resourceName"))
        .collect();
    assert_eq!(changed, [of(0), of(198), of(199)]);
}

/// A list is of one state of an account, or of none, where all of it is replaced.
#[tokio::test]
async fn v5_a_list_breaks_off_when_all_is_replaced() {
    let server = Server::over(Memory::new(), Contract::Documented).await;
    filled(&server, 200).await;
    let ada = Account::new("ada").expect("an account");
    let saved = server.people.save(&ada).await.expect("a state");
    let mut body = server.begin("ada", LIST).await.into_body();
    body.frame().await.expect("a frame").expect("a piece");
    server.people.restore(&saved).await.expect("restored");
    let pieces = frames(&mut body).await;
    assert_eq!(pieces.last(), Some(&Err(Failure::of(Code::Unavailable))));
    server.get("ada", LIST).await;
}

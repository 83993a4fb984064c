//! Creating a contact (rule `W47`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    edits::{field, hidden, post},
    hostile::is_text,
    server::{Answer, Server},
};

const EDIT: &str = "/console/@ada/contacts/new/edit";
const SAVE: &str = "/console/@ada/contacts/new/save";

async fn contacts(server: &Server) -> Vec<Value> {
    let list = "/v1/people/me/connections?personFields=names,memberships,nicknames";
    let mut listed = server.call(Method::GET, list, "ada", "").await;
    serde_json::from_value(listed["connections"].take()).unwrap_or_default()
}

/// The form of a new contact with this given name, at its review.
async fn reviewed(server: &Server, given: &str) -> Answer {
    let editor = server.get(EDIT).await;
    let fields = [
        field("base", &hidden(&editor, "base")),
        field("once", &hidden(&editor, "once")),
        field("entry", "names.0"),
        field("names.0.givenName", given),
        field("entry", "emailAddresses.0"),
        field("emailAddresses.0.value", ""),
        field("entry", "memberships.0"),
        field(
            "memberships.0.contactGroupMembership.contactGroupResourceName",
            "contactGroups/starred",
        ),
        field("do", "review"),
    ];
    let review = post(server, EDIT, &fields).await;
    assert_eq!(review.status, 200, "{}", review.text);
    review
}

fn saved(review: &Answer) -> Vec<(String, String)> {
    let names = ["base", "once", "ours"];
    names
        .map(|name| field(name, &hidden(review, name)))
        .to_vec()
}

#[tokio::test]
async fn w47_a_contact_is_created_by_the_editor() {
    let server = Server::start().await;
    server.get("/console/@ada").await.shows(EDIT);
    let editor = server.get(EDIT).await;
    editor.shows("name=\"names.0.givenName\"");
    editor.shows("<option value=\"contactGroups/myContacts\" selected>");
    let review = reviewed(&server, "Ada").await;
    review.shows("POST /v1/people:createContact?personFields=metadata");
    review.shows("This request has no mask");
    review.hides("emailAddresses");
    assert_eq!(contacts(&server).await.len(), 0, "nothing is sent yet");

    let created = post(&server, SAVE, &saved(&review)).await;
    assert_eq!(created.status, StatusCode::SEE_OTHER, "{}", created.text);
    let page = server.get(created.field("location")).await;
    page.shows("The contact is created.");
    page.shows("<h1><bdi>Ada</bdi></h1>");
    let all = contacts(&server).await;
    let groups = all[0]["memberships"].as_array().into_iter().flatten();
    let groups = groups.map(|it| it["contactGroupMembership"]["contactGroupId"].clone());
    let groups: Vec<Value> = groups.collect();
    assert!(groups.contains(&json!("starred")), "{groups:?}");
}

#[tokio::test]
async fn w47_a_form_that_is_sent_twice_creates_one_contact() {
    let server = Server::start().await;
    let (one, other) = (
        reviewed(&server, "Ada").await,
        reviewed(&server, "Ada").await,
    );
    let (first, second) = (saved(&one), saved(&one));
    let (first, second) = tokio::join!(post(&server, SAVE, &first), post(&server, SAVE, &second));
    assert_eq!(first.field("location"), second.field("location"));
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let again = post(&server, SAVE, &saved(&one)).await;
    assert_eq!(again.field("location"), first.field("location"));
    assert_eq!(contacts(&server).await.len(), 1);
    // Another form with the same content is another contact, and so is the same form of another account.
    post(&server, SAVE, &saved(&other)).await;
    assert_eq!(contacts(&server).await.len(), 2);
    post(&server, "/console/@bob/contacts/new/save", &saved(&one)).await;
    let bob = server.call(
        Method::GET,
        "/v1/people/me/connections?personFields=names",
        "bob",
        "",
    );
    assert_eq!(bob.await["connections"].as_array().map(Vec::len), Some(1));
    // So is the same form with another content.
    let mut changed = saved(&one);
    changed[2].1 = r#"{"names":[{"givenName":"Augusta"}]}"#.to_owned();
    post(&server, SAVE, &changed).await;
    assert_eq!(contacts(&server).await.len(), 3);
}

#[tokio::test]
async fn w47_what_the_api_refuses_can_be_sent_again() {
    let server = Server::start().await;
    let mut fields = saved(&reviewed(&server, "Ada").await);
    let group = |name: &str| {
        let member = json!({"contactGroupMembership": {"contactGroupResourceName": name}});
        json!({"nicknames": [{"value": "<b>A</b>"}], "memberships": [member]}).to_string()
    };
    fields[2].1 = group("contactGroups/no-such-group");
    let refused = post(&server, SAVE, &fields).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    refused.shows("role=\"alert\"");
    is_text(&refused.text);
    assert_eq!(contacts(&server).await.len(), 0);
    fields[2].1 = group("contactGroups/starred");
    let created = post(&server, SAVE, &fields).await;
    assert_eq!(created.status, StatusCode::SEE_OTHER, "{}", created.text);

    let empty = reviewed(&server, "").await;
    empty.shows("starred");
    for (once, said) in [("", "which one"), (&*"x".repeat(65), "which one")] {
        fields[1].1 = once.to_owned();
        let answer = post(&server, SAVE, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        answer.shows(said);
    }
    assert_eq!(contacts(&server).await.len(), 1);
}

#[tokio::test]
async fn w47_a_contact_is_created_from_json() {
    let server = Server::start().await;
    let address = "/console/@ada/contacts/new/json";
    let editor = server.get(address).await;
    editor.shows("New contact, as JSON");
    let mut fields = vec![
        field("base", "{}"),
        field("once", &hidden(&editor, "once")),
        field("json", r#"{"nicknames": [{"value": "Countess"}]}"#),
    ];
    let review = post(&server, address, &fields).await;
    let created = post(&server, SAVE, &saved(&review)).await;
    assert_eq!(created.status, StatusCode::SEE_OTHER, "{}", created.text);
    assert_eq!(
        contacts(&server).await[0]["nicknames"][0]["value"],
        "Countess"
    );
    fields[2].1 = "{".to_owned();
    assert_eq!(post(&server, address, &fields).await.status, 400);
    fields[2].1 = "{}".to_owned();
    let nothing = post(&server, address, &fields).await;
    nothing.shows("Nothing is filled in");
}

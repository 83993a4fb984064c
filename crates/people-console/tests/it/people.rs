//! Other contacts and directories (rules `W39` and `W40`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    edits::hidden,
    hostile::{encoded, escaped, is_text},
    server::Server,
};

const OTHERS: &str = "/console/@ada/others";
const DIRECTORY: &str = "/console/@ada/directory";
const EVIL: &str = "\"><img src=x onerror=alert(1)><script>alert(1)</script>";

async fn seed(server: &Server, seed: &Value) {
    let path = "/emulator/v1/seed";
    server.call(Method::POST, path, "", &seed.to_string()).await;
}

/// An account with 60 other contacts, in a domain of 60 people.
async fn server() -> Server {
    let server = Server::start().await;
    let other = |it: usize| {
        json!({"resourceName": format!("otherContacts/c{it}"), "names": [{"givenName": format!("O{it:02}")}],
               "emailAddresses": [{"value": format!("o{it}@x.example")}, {"value": format!("home{it}@x.example")}]})
    };
    let person = |it: usize| {
        json!({"resourceName": format!("people/1000000000000000000{it:02}"),
               "names": [{"givenName": format!("D{it:02}"), "familyName": "Clerk"}],
               "organizations": [{"name": "Engine Ltd", "title": "Clerk", "department": "Gears"}]})
    };
    let others: Vec<Value> = (1..=60).map(other).collect();
    let people: Vec<Value> = (1..=60).map(person).collect();
    let all = json!({
        "accounts": {"ada": {"domain": "engine.example", "otherContacts": others}},
        "domains": {"engine.example": {"people": people}},
    });
    seed(&server, &all).await;
    server
}

#[tokio::test]
async fn w39_other_contacts_are_listed_found_and_copied() {
    let server = server().await;
    let page = server.get(OTHERS).await;
    page.shows("60 other contacts");
    assert_eq!(page.text.matches("value=\"otherContacts/").count(), 50);
    page.shows("home1@x.example");
    let (before, _) = page
        .text
        .split_once("\" rel=\"next\"")
        .expect("another page");
    let next = before.rsplit('"').next().expect("an address");
    let page = server.get(&next.replace("&#38;", "&")).await;
    assert_eq!(page.text.matches("value=\"otherContacts/").count(), 10);
    let page = server.get(&format!("{OTHERS}?q=o42")).await;
    page.shows("1 other contact<");
    page.shows("value=\"otherContacts/c42\"");

    let once = hidden(&page, "once");
    let page = server
        .submit(OTHERS, &[("name", "otherContacts/c42"), ("once", &once)])
        .await;
    page.shows("The other contact is copied");
    page.shows("<h1><bdi>O42</bdi></h1>");
    page.shows("home42@x.example");
    server.get("/console/@ada").await.shows("1 contact<");
    server.get(OTHERS).await.shows("60 other contacts");
    for name in ["otherContacts/c999", "people/c42", "", "<b>"] {
        let page = server
            .post(OTHERS, &[("name", name), ("once", &once)])
            .await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{name}");
        page.shows("role=\"alert\"");
    }
    server
        .get("/console/@grace/others")
        .await
        .shows("0 other contacts");
}

#[tokio::test]
async fn w39_a_copy_that_is_sent_twice_is_made_once() {
    let server = server().await;
    let page = server.get(OTHERS).await;
    assert_eq!(page.text.matches("name=\"once\"").count(), 50);
    let once = hidden(&page, "once");
    let copy = async |name, once| server.post(OTHERS, &[("name", name), ("once", once)]).await;
    let (one, two) = ("otherContacts/c1", "otherContacts/c2");
    let (first, second) = tokio::join!(copy(one, &once), copy(one, &once));
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    for same in [second, copy(one, &once).await] {
        assert_eq!(same.field("location"), first.field("location"));
    }
    server.get("/console/@ada").await.shows("1 contact<");
    // Another one of this page is another contact, and so is the same one of another page.
    let again = hidden(&server.get(OTHERS).await, "once");
    for (name, once) in [(two, &once), (one, &again)] {
        let copied = copy(name, once).await;
        assert_ne!(copied.field("location"), first.field("location"));
    }
    server.get("/console/@ada").await.shows("3 contacts<");
    let refused = copy(one, "").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    refused.shows("The form does not say which one it is.");
}

#[tokio::test]
async fn w40_a_directory_is_listed_and_searched_and_has_a_page_of_each_person() {
    let server = server().await;
    let page = server.get(DIRECTORY).await;
    page.shows("50 people on this page");
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 50);
    let (before, _) = page
        .text
        .split_once("\" rel=\"next\"")
        .expect("another page");
    let next = before.rsplit('"').next().expect("an address");
    let page = server.get(&next.replace("&#38;", "&")).await;
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 10);
    // The last person of the second page.
    let (before, _) = page
        .text
        .split_once("<bdi>D60 Clerk</bdi>")
        .expect("a person");
    let (_, address) = before.rsplit_once("href=\"").expect("an address");
    let address = address.split('"').next().expect("an address");
    let page = server.get(&address.replace("&#38;", "&")).await;
    page.shows("<h1><bdi>D60 Clerk</bdi></h1>");
    page.shows("Gears");
    page.shows("<dt>DOMAIN_PROFILE</dt>");

    let page = server.get(&format!("{DIRECTORY}?q=d07")).await;
    page.shows("1 person<");
    page.shows("/console/@ada/directory/100000000000000000007?q=d07");
    let page = server
        .get(&format!("{DIRECTORY}/100000000000000000007?q=d07"))
        .await;
    page.shows("<h1><bdi>D07 Clerk</bdi></h1>");
    for id in ["100000000000000000007?q=d08", "42", "%3Cb%3E"] {
        let page = server.get(&format!("{DIRECTORY}/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{id}");
        is_text(&page.text);
    }
}

#[tokio::test]
async fn w40_an_account_without_a_directory_is_told_why() {
    let server = server().await;
    let page = server.get("/console/@grace/directory").await;
    assert_eq!(page.status, 200);
    page.shows("This account is of no domain");
    let page = server
        .get("/console/@grace/directory/100000000000000000007")
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.hides("Clerk");
    let closed = json!({
        "accounts": {"hal": {"domain": "closed.example"}},
        "domains": {"closed.example": {"sharing": false, "people": [{"names": [{"givenName": "Dave"}]}]}},
    });
    seed(&server, &closed).await;
    let page = server.get("/console/@hal/directory").await;
    page.shows("does not share its directory");
    page.hides("Dave");
}

#[tokio::test]
async fn w25_other_contacts_and_people_of_a_directory_are_text() {
    let server = Server::start().await;
    let person = |name: &str| {
        json!({"resourceName": name, "names": [{"givenName": EVIL, "familyName": "\u{202e}x"}],
               "emailAddresses": [{"value": EVIL, "type": EVIL}], "phoneNumbers": [{"value": "w".repeat(1_000)}]})
    };
    let all = json!({
        "accounts": {"ada": {"domain": "engine.example", "otherContacts": [person("otherContacts/c1")]}},
        "domains": {"engine.example": {"people": [person("people/100000000000000000007")]}},
    });
    seed(&server, &all).await;
    let evil = encoded(EVIL);
    for address in [
        OTHERS.to_owned(),
        format!("{OTHERS}?q={evil}"),
        DIRECTORY.to_owned(),
        format!("{DIRECTORY}?q={evil}"),
        format!("{DIRECTORY}/100000000000000000007"),
    ] {
        let page = server.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        is_text(&page.text);
        page.shows(&escaped(EVIL));
    }
    for address in [
        format!("{OTHERS}?page={evil}"),
        format!("{DIRECTORY}?page={evil}"),
    ] {
        let page = server.get(&address).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{address}");
        is_text(&page.text);
    }
}

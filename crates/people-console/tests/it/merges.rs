//! Two contacts made one, and two again (rules `W34` to `W36`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    hostile::{escaped, is_text},
    server::{Answer, Server},
};

const PHOTO: &str = "/9j/wAALCAABAAEBAREA/9oACAEBAAA/AAH/2Q==";

/// An account with two contacts of one person, and one of somebody else.
async fn server() -> Server {
    let server = Server::start().await;
    let contacts = json!([
        {"resourceName": "people/c1", "names": [{"givenName": "Ada", "familyName": "King"}],
         "emailAddresses": [{"value": "ada@example.com"}], "birthdays": [{"date": {"month": 12, "day": 10}}],
         "phoneNumbers": [{"value": "+44 20 7946 0100", "type": "work"}]},
        {"resourceName": "people/c2", "names": [{"givenName": "Augusta", "familyName": "King"}],
         "emailAddresses": [{"value": "ada@example.com", "type": "home"}], "photo": PHOTO,
         "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}]},
        {"resourceName": "people/c3", "names": [{"givenName": "Grace", "familyName": "Hopper"}]},
    ]);
    let groups = json!([{"resourceName": "contactGroups/1f", "name": "Engine"}]);
    let seed = json!({"accounts": {"x": {"groups": groups, "contacts": contacts}}});
    let path = "/emulator/v1/accounts/ada";
    server.call(Method::PUT, path, "", &seed.to_string()).await;
    server
}

const TWO: &str = "/console/@ada/merge?contact=c1&contact=c2";
const MERGE: &str = "/console/@ada/merge";

async fn read(server: &Server, id: &str) -> Value {
    let fields = "metadata,names,emailAddresses,phoneNumbers,birthdays,memberships,photos";
    let path = format!("/v1/people/{id}?personFields={fields}");
    server.call(Method::GET, &path, "ada", "").await
}

async fn is_gone(server: &Server, id: &str) -> bool {
    let path = format!("/v1/people/{id}?personFields=names");
    let fields = [("authorization", "Bearer ada")];
    server.send(Method::GET, &path, &fields, "").await.status == StatusCode::NOT_FOUND
}

/// What a browser sends of a page of a merge, without a choice.
fn form(page: &Answer) -> Vec<(String, String)> {
    let names = ["kept", "other", "kept-etag", "other-etag", "path.0"];
    let values = names.iter().filter_map(|name| {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.text.split_once(&start)?;
        let value = rest.split('"').next()?.replace("&#38;", "&");
        Some(((*name).to_owned(), value))
    });
    values.collect()
}

async fn post(server: &Server, fields: &[(String, String)], more: &[(&str, &str)]) -> Answer {
    let fields = fields.iter().map(|(name, value)| (&**name, &**value));
    let fields: Vec<(&str, &str)> = fields.chain(more.iter().copied()).collect();
    server.post(MERGE, &fields).await
}

#[tokio::test]
async fn w34_two_contacts_are_one_after_each_difference_is_decided() {
    let server = server().await;
    let page = server.get(TWO).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.shows("names.givenName");
    page.shows("<bdi>Ada</bdi>");
    page.shows("<bdi>Augusta</bdi>");
    page.hides("value=\"save\"");
    let fields = form(&page);
    // Without a choice nothing is merged.
    let early = post(&server, &fields, &[("do", "save")]).await;
    early.shows("The two contacts disagree.");
    assert!(!is_gone(&server, "c2").await);

    let picked = [("pick.0", "other"), ("do", "look")];
    let page = post(&server, &fields, &picked).await;
    page.shows("value=\"save\"");
    page.shows("<strong><bdi>Augusta King</bdi></strong>");
    page.shows(
        "PATCH /v1/people/c1:updateContact?updatePersonFields=names,emailAddresses,memberships",
    );
    page.shows("PATCH /v1/people/c1:updateContactPhoto");
    page.shows("DELETE /v1/people/c2:deleteContact");
    assert!(!is_gone(&server, "c2").await, "looked at, and not made");

    let picked = [("pick.0", "other"), ("do", "save")];
    let saved = post(&server, &fields, &picked).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(
        saved.field("location"),
        "/console/@ada/contacts/c1?done=merged"
    );
    server
        .get(saved.field("location"))
        .await
        .shows("<a href=\"/console/@ada/merges\">Undo</a>");
    assert!(is_gone(&server, "c2").await);
    let one = read(&server, "c1").await;
    assert_eq!(one["names"][0]["givenName"], "Augusta");
    assert_eq!(one["emailAddresses"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["emailAddresses"][0]["type"], "home");
    assert_eq!(one["phoneNumbers"][0]["type"], "work");
    assert_eq!(one["birthdays"][0]["date"]["day"], 10);
    assert_ne!(one["photos"][0]["default"], true);
    let groups = one["memberships"].to_string();
    assert!(groups.contains("contactGroups/1f"), "{groups}");
}

#[tokio::test]
async fn w34_a_contact_that_changed_is_not_merged_and_no_choice_is_lost() {
    let server = server().await;
    let fields = form(&server.get(TWO).await);
    for id in ["c1", "c2"] {
        let mut person = read(&server, id).await;
        person["nicknames"] = json!([{"value": format!("Nick {id}")}]);
        let update = format!("/v1/people/{id}:updateContact?updatePersonFields=nicknames");
        server
            .call(Method::PATCH, &update, "ada", &person.to_string())
            .await;
        let picked = [("pick.0", "other"), ("do", "save")];
        let page = post(&server, &fields, &picked).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
        page.shows("Somebody changed one of the two contacts");
        page.shows(&format!("Nick {id}"));
        page.shows("value=\"other\" checked");
        assert!(!is_gone(&server, "c2").await);
        let picked = [("pick.0", "other"), ("do", "look")];
        post(&server, &form(&page), &picked)
            .await
            .shows("value=\"save\"");
    }
}

#[tokio::test]
async fn w34_a_merge_that_is_sent_twice_is_made_once() {
    let server = server().await;
    let fields = form(&server.get(TWO).await);
    let save = async || post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    let (first, second) = tokio::join!(save(), save());
    for saved in [first, second, save().await] {
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let location = saved.field("location");
        assert_eq!(location, "/console/@ada/contacts/c1?done=merged");
    }
    let merges = server.get("/console/@ada/merges").await;
    assert_eq!(merges.text.matches("name=\"id\"").count(), 1);
}

#[tokio::test]
async fn w34_what_is_no_pair_of_contacts_is_refused() {
    let server = server().await;
    for (query, status, text) in [
        ("", 400, "You chose no contact."),
        ("?contact=c1", 400, "You chose one contact."),
        (
            "?contact=c1&contact=c2&contact=c3",
            400,
            "You chose 3 contacts.",
        ),
        ("?contact=c1&contact=c1", 400, "This is one contact"),
        (
            "?contact=c1&contact=c99",
            404,
            "There is no contact people/c99.",
        ),
        ("?kept=c1&other=%3Cb%3E", 404, "is not the id of a contact"),
    ] {
        let page = server.get(&format!("{MERGE}{query}")).await;
        assert_eq!(page.status, status, "{query}");
        page.shows(text);
        is_text(&page.text);
    }
    // Gone by the time of the save.
    let fields = form(&server.get(TWO).await);
    let delete = "/v1/people/c2:deleteContact";
    server.call(Method::DELETE, delete, "ada", "").await;
    let page = post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(read(&server, "c1").await["names"][0]["givenName"], "Ada");
}

#[tokio::test]
async fn w34_the_contact_that_says_most_stays_unless_the_user_swaps_them() {
    let server = server().await;
    let stays = |page: &Answer| form(page)[0].1.clone();
    let page = server
        .get("/console/@ada/merge?contact=c3&contact=c1")
        .await;
    assert_eq!(stays(&page), "c1");
    page.shows("/console/@ada/merge?kept=c3&#38;other=c1");
    let page = server.get("/console/@ada/merge?kept=c3&other=c1").await;
    assert_eq!(stays(&page), "c3");
}

#[tokio::test]
async fn w34_two_that_are_too_much_for_one_are_not_merged() {
    let server = Server::start().await;
    for name in ["a", "b"] {
        let urls = (0..300).map(|it| json!({"value": format!("https://{name}{it}.example")}));
        let person = json!({"names": [{"givenName": "Ada"}], "urls": urls.collect::<Vec<_>>()});
        let path = "/v1/people:createContact";
        server
            .call(Method::POST, path, "ada", &person.to_string())
            .await;
    }
    let list = "/v1/people/me/connections?personFields=names";
    let listed = server.call(Method::GET, list, "ada", "").await;
    let ids: Vec<&str> = listed["connections"]
        .as_array()
        .expect("contacts")
        .iter()
        .filter_map(|it| it["resourceName"].as_str()?.strip_prefix("people/"))
        .collect();
    let page = server
        .get(&format!("{MERGE}?contact={}&contact={}", ids[0], ids[1]))
        .await;
    page.shows("and can have at most 500");
    page.hides("value=\"save\"");
    let saved = post(&server, &form(&page), &[("do", "save")]).await;
    assert_ne!(saved.status, StatusCode::SEE_OTHER);
    assert!(!is_gone(&server, ids[1]).await);
}

#[tokio::test]
async fn w35_a_merge_is_undone_and_edits_since_stay() {
    let server = server().await;
    server
        .get("/console/@ada/merges")
        .await
        .shows("Nothing was merged in the last 30 days.");
    let fields = form(&server.get(TWO).await);
    post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    let merges = "/console/@ada/merges";
    let page = server.get(merges).await;
    page.shows("<bdi>Augusta King</bdi>");
    page.shows("people/c2");
    // Somebody else writes what the merge changed.
    let mut person = read(&server, "c1").await;
    person["names"][0]["givenName"] = "A.".into();
    let update = "/v1/people/c1:updateContact?updatePersonFields=names";
    server
        .call(Method::PATCH, update, "ada", &person.to_string())
        .await;
    let page = server.post(merges, &[("do", "undo"), ("id", "1")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text);
    page.shows("`names.givenName` changed on both sides");
    page.shows("value=\"keep-edits\"");
    assert!(is_gone(&server, "c2").await);
    let page = server
        .submit(merges, &[("do", "keep-edits"), ("id", "1")])
        .await;
    page.shows("The merge is undone");
    page.shows("<bdi>Augusta King</bdi>");
    let one = read(&server, "c1").await;
    assert_eq!(one["names"][0]["givenName"], "A.");
    assert!(one["emailAddresses"][0]["type"].is_null());
}

#[tokio::test]
async fn w35_an_undo_that_is_sent_twice_is_made_once() {
    let server = server().await;
    let fields = form(&server.get(TWO).await);
    post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    let merges = "/console/@ada/merges";
    let undo = [("do", "undo"), ("id", "1")];
    for _ in 0..2 {
        let undone = server.post(merges, &undo).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
        let location = undone.field("location");
        assert_eq!(location, "/console/@ada/contacts/c2?done=divided");
    }
    // This merge was not undone here. A form that names a contact which is there does not change that.
    let other = [("do", "undo"), ("id", "2"), ("gone", "people/c2")];
    let page = server.post(merges, &other).await;
    page.shows("There is no merge 2 to undo.");
    // Of another account, the same number says nothing.
    let page = server.post("/console/@grace/merges", &undo).await;
    page.shows("There is no merge 1 to undo.");
}

#[tokio::test]
async fn w35_a_merge_cannot_be_undone_after_30_days() {
    let server = server().await;
    let fields = form(&server.get(TWO).await);
    post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    let merges = "/console/@ada/merges";
    let wait = async |days| {
        let fields = [("do", "advance"), ("advance", days)];
        server.submit("/console/@ada/state", &fields).await;
        server.get(merges).await
    };
    wait("P29D").await.shows("value=\"undo\"");
    wait("P2D")
        .await
        .shows("Nothing was merged in the last 30 days.");
    let page = server.post(merges, &[("do", "undo"), ("id", "1")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.shows("There is no merge 1 to undo.");
    assert!(is_gone(&server, "c2").await);
}

#[tokio::test]
async fn w36_contacts_that_may_be_one_person_are_proposed_with_reasons() {
    let server = server().await;
    let twin = json!({"names": [{"unstructuredName": "KING, Ada"}], "emailAddresses": [{"value": "Ada@Example.com"}]});
    let path = "/v1/people:createContact";
    let twin = server
        .call(Method::POST, path, "ada", &twin.to_string())
        .await;
    let twin = twin["resourceName"]
        .as_str()
        .expect("a name")
        .trim_start_matches("people/");
    let page = server.get("/console/@ada/duplicates").await;
    page.shows("4 contacts compared: 1 group, 1 same and 0 perhaps");
    page.shows("<bdi>e-mail ada@example.com</bdi>, <bdi>name</bdi>");
    page.shows("value=\"c1\" checked");
    page.shows(&format!("value=\"{twin}\" checked"));
    page.hides("Grace");
    assert!(!is_gone(&server, twin).await, "proposed, and not made");
    // A change is seen at the next visit.
    let again = r#"{"names": [{"givenName": "Grace", "familyName": "Hopper"}]}"#;
    server
        .call(Method::POST, "/v1/people:createContact", "ada", again)
        .await;
    let page = server.get("/console/@ada/duplicates").await;
    page.shows("5 contacts compared: 2 groups, 1 same and 1 perhaps");
    page.shows("<bdi>Grace Hopper</bdi>");
    let page = server.submit("/console/@ada/duplicates", &[]).await;
    page.shows("5 contacts compared: 2 groups, 1 same and 1 perhaps");
    server
        .get("/console/@grace/duplicates")
        .await
        .shows("No two contacts look like one person.");
}

#[tokio::test]
async fn w36_groups_are_shown_page_by_page() {
    let server = Server::start().await;
    let twice = |it: usize| {
        let email = format!("p{:03}@x.example", it / 2);
        json!({"names": [{"givenName": format!("Pat{:03}", it / 2), "familyName": "Twice"}],
               "emailAddresses": [{"value": email}]})
    };
    let contacts: Vec<Value> = (0..90).map(twice).collect();
    let seed = json!({"accounts": {"x": {"contacts": contacts}}}).to_string();
    server
        .call(Method::PUT, "/emulator/v1/accounts/ada", "", &seed)
        .await;
    for (number, groups) in [("1", 20), ("3", 5), ("99", 5), ("x", 20)] {
        let address = format!("/console/@ada/duplicates?page={number}");
        let page = server.get(&address).await;
        page.shows("90 contacts compared: 45 groups, 45 same and 0 perhaps");
        assert_eq!(page.text.matches("<form class=\"finding\"").count(), groups);
    }
    let events = server.get("/console/@ada/duplicates/events").await;
    assert_eq!(events.status, StatusCode::NO_CONTENT, "no search runs");
}

#[tokio::test]
async fn w36_what_contacts_say_is_text_when_they_are_compared_and_merged() {
    let server = Server::start().await;
    let evil = "\"><img src=x onerror=alert(1)><script>alert(1)</script>";
    for note in ["<b>one</b>", "<b>other</b>"] {
        let person = json!({
            "names": [{"givenName": evil, "familyName": "\u{202e}x"}], "emailAddresses": [{"value": "a@x.example"}],
            "genders": [{"value": note}], "organizations": [{"name": "w".repeat(1_000)}],
        });
        let path = "/v1/people:createContact";
        server
            .call(Method::POST, path, "ada", &person.to_string())
            .await;
    }
    let page = server.get("/console/@ada/duplicates").await;
    page.shows(&escaped(evil));
    is_text(&page.text);
    let ids: Vec<&str> = page
        .text
        .split("name=\"contact\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let page = server
        .get(&format!("{MERGE}?contact={}&contact={}", ids[0], ids[1]))
        .await;
    page.shows(&escaped("<b>other</b>"));
    page.shows(&escaped(evil));
    is_text(&page.text);
}

#[tokio::test]
async fn w28_nothing_of_another_account_is_merged() {
    let server = server().await;
    for account in ["grace", "demo"] {
        let page = server
            .get(&format!("/console/@{account}/merge?contact=c1&contact=c2"))
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.hides("King");
        let page = server.get(&format!("/console/@{account}/duplicates")).await;
        page.hides("King");
    }
    let fields = form(&server.get(TWO).await);
    post(&server, &fields, &[("pick.0", "other"), ("do", "save")]).await;
    let merges = "/console/@grace/merges";
    server.get(merges).await.hides("people/c2");
    let page = server.post(merges, &[("do", "undo"), ("id", "1")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(is_gone(&server, "c2").await);
}

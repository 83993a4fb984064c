//! Groups of contacts and their members (rules `W37` and `W38`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    hostile::{encoded, escaped, is_text},
    server::{Answer, Server},
};

const GROUPS: &str = "/console/@ada/groups";
const ENGINE: &str = "/console/@ada/groups/1f";

/// Sixty contacts in a group, of which the first ten are in a second group too.
async fn server() -> Server {
    let server = Server::start().await;
    let groups = json!([
        {"resourceName": "contactGroups/1f", "name": "Engine"},
        {"resourceName": "contactGroups/2f", "name": "Society"},
    ]);
    let of = |group: &str| json!({"contactGroupMembership": {"contactGroupResourceName": group}});
    let contact = |it: usize| {
        let mut memberships = vec![of("contactGroups/1f")];
        if it <= 10 {
            memberships.push(of("contactGroups/2f"));
        }
        json!({"resourceName": format!("people/c{it}"), "names": [{"givenName": format!("P{it:02}")}],
               "memberships": memberships})
    };
    let mut contacts: Vec<Value> = (1..=60).map(contact).collect();
    contacts.push(json!({"resourceName": "people/c99", "names": [{"givenName": "Zoë"}]}));
    let seed = json!({"accounts": {"x": {"groups": groups, "contacts": contacts}}});
    let path = "/emulator/v1/accounts/ada";
    server.call(Method::PUT, path, "", &seed.to_string()).await;
    server
}

async fn read(server: &Server, id: &str) -> Value {
    let path = format!("/v1/contactGroups/{id}?maxMembers=1000");
    server.call(Method::GET, &path, "ada", "").await
}

async fn contacts(server: &Server) -> Value {
    let list = "/v1/people/me/connections?personFields=names&pageSize=1000";
    let listed = server.call(Method::GET, list, "ada", "").await;
    listed["totalItems"].clone()
}

/// The hidden inputs that say which state of the group a page shows.
fn state(page: &Answer) -> Vec<(String, String)> {
    let names = ["etag", "members"].into_iter();
    let values = names.filter_map(|name| {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.text.split_once(&start)?;
        Some((name.to_owned(), rest.split('"').next()?.to_owned()))
    });
    values.collect()
}

async fn post(
    server: &Server,
    address: &str,
    state: &[(String, String)],
    more: &[(&str, &str)],
) -> Answer {
    let fields = state.iter().map(|(name, value)| (&**name, &**value));
    let fields: Vec<(&str, &str)> = fields.chain(more.iter().copied()).collect();
    server.post(address, &fields).await
}

#[tokio::test]
async fn w37_groups_are_listed_created_and_renamed() {
    let server = server().await;
    let page = server.get(GROUPS).await;
    page.shows("10 groups");
    page.shows("href=\"/console/@ada/groups/1f\"><bdi>Engine</bdi>");
    page.shows("data-label=\"Contacts\">60</td>");
    page.shows("<bdi>My Contacts</bdi>");
    let page = server.submit(GROUPS, &[("name", "Orbits")]).await;
    page.shows("The group is created.");
    page.shows("<h1><bdi>Orbits</bdi></h1>");
    page.shows("No contact is in this group.");
    for name in ["Engine", "", "  "] {
        let page = server.post(GROUPS, &[("name", name)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{name:?}");
        page.shows("role=\"alert\"");
        page.shows(&format!("value=\"{name}\""));
    }
    let page = server.get(ENGINE).await;
    let renamed = [("do", "rename"), ("name", "Engines")];
    let renamed = post(&server, ENGINE, &state(&page), &renamed).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.text);
    assert_eq!(read(&server, "1f").await["name"], "Engines");
    let page = server
        .post(ENGINE, &[("do", "rename"), ("name", "Society")])
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.shows("value=\"Society\"");
    let page = server.get(&format!("{GROUPS}/myContacts")).await;
    page.hides("value=\"rename\"");
    page.hides("/delete");
    let none = server.get(&format!("{GROUPS}/none")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn w37_a_group_that_changed_is_not_renamed_before_the_user_knows() {
    let server = server().await;
    let old = state(&server.get(ENGINE).await);
    let update =
        json!({"contactGroup": {"name": "Mills", "etag": read(&server, "1f").await["etag"]}});
    let path = "/v1/contactGroups/1f";
    server
        .call(Method::PUT, path, "ada", &update.to_string())
        .await;
    let mine = [("do", "rename"), ("name", "Engines")];
    let page = post(&server, ENGINE, &old, &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    page.shows("<h1><bdi>Mills</bdi></h1>");
    page.shows("value=\"Engines\"");
    assert_eq!(read(&server, "1f").await["name"], "Mills");
    let again = post(&server, ENGINE, &state(&page), &mine).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(read(&server, "1f").await["name"], "Engines");
}

#[tokio::test]
async fn w37_a_group_is_deleted_after_a_page_that_says_how_many_contacts_it_has() {
    let server = server().await;
    let delete = format!("{GROUPS}/2f/delete");
    let page = server.get(&delete).await;
    page.shows("10 contacts are in this group.");
    let old = state(&page);
    // One contact more than the page said.
    let more = json!({"resourceNamesToAdd": ["people/c99"]}).to_string();
    let path = "/v1/contactGroups/2f/members:modify";
    server.call(Method::POST, path, "ada", &more).await;
    let page = post(&server, &delete, &old, &[("do", "all")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    page.shows("11 contacts are in this group.");
    assert_eq!(contacts(&server).await, 61);
    // As many as the page said, and others.
    let old = state(&page);
    let other =
        json!({"resourceNamesToAdd": ["people/c40"], "resourceNamesToRemove": ["people/c1"]});
    let path = "/v1/contactGroups/2f/members:modify";
    server
        .call(Method::POST, path, "ada", &other.to_string())
        .await;
    let page = post(&server, &delete, &old, &[("do", "all")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    page.shows("11 contacts are in this group.");
    assert_eq!(contacts(&server).await, 61);
    // Another name.
    let old = state(&page);
    let update = json!({"contactGroup": {"name": "Club"}}).to_string();
    let path = "/v1/contactGroups/2f";
    server.call(Method::PUT, path, "ada", &update).await;
    let page = post(&server, &delete, &old, &[("do", "all")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    page.shows("<h1>Delete <bdi>Club</bdi>?</h1>");
    let deleted = post(&server, &delete, &state(&page), &[("do", "all")]).await;
    assert_eq!(
        deleted.field("location"),
        "/console/@ada/groups?done=group-and-contacts-deleted"
    );
    assert_eq!(contacts(&server).await, 50);

    let delete = format!("{GROUPS}/1f/delete");
    let page = server.get(&delete).await;
    page.shows("50 contacts are in this group.");
    let deleted = post(&server, &delete, &state(&page), &[("do", "group")]).await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER);
    server
        .get(deleted.field("location"))
        .await
        .shows("The group is deleted. Its contacts stay.");
    assert_eq!(contacts(&server).await, 50);
    let page = server.get(&format!("{GROUPS}/myContacts/delete")).await;
    let refused = post(
        &server,
        &format!("{GROUPS}/myContacts/delete"),
        &state(&page),
        &[("do", "all")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(contacts(&server).await, 50);
}

#[tokio::test]
async fn w38_members_are_listed_added_and_removed() {
    let server = server().await;
    let page = server.get(ENGINE).await;
    page.shows("<h2 id=\"members\">60 contacts</h2>");
    assert_eq!(page.text.matches("name=\"contact\"").count(), 50);
    page.shows("href=\"/console/@ada/groups/1f?page=50\" rel=\"next\"");
    let page = server.get(&format!("{ENGINE}?page=50")).await;
    assert_eq!(page.text.matches("name=\"contact\"").count(), 10);

    let page = server.get(&format!("{ENGINE}?q=zoe")).await;
    page.shows("value=\"c99\" aria-label=\"Choose Zoë\"");
    let page = server
        .submit(ENGINE, &[("do", "add"), ("contact", "c99")])
        .await;
    page.shows("<h2 id=\"members\">61 contacts</h2>");
    server
        .get(&format!("{ENGINE}?q=nobody"))
        .await
        .shows("The search finds no contact.");

    // Two of which one is in no other group.
    let two = [("do", "remove"), ("contact", "c1"), ("contact", "c40")];
    let page = server.post(ENGINE, &two).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text);
    page.shows("so that these stay: people/c40.");
    assert_eq!(read(&server, "1f").await["memberCount"], 60);
    let page = server
        .submit(ENGINE, &[("do", "remove"), ("contact", "c2")])
        .await;
    page.shows("The contacts are no longer in the group.");

    for (fields, text) in [
        (&[("do", "remove")][..], "You chose no contact."),
        (
            &[("do", "add"), ("contact", "c1000")],
            "These do not exist any more: people/c1000.",
        ),
    ] {
        let page = server.post(ENGINE, fields).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        page.shows(text);
    }
    let page = server
        .post(ENGINE, &[("do", "add"), ("contact", "<b>")])
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    is_text(&page.text);
}

#[tokio::test]
async fn w25_names_of_groups_are_text() {
    let server = Server::start().await;
    for (number, name) in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "\u{202e}adA",
        "..",
    ]
    .into_iter()
    .enumerate()
    {
        let page = server.submit(GROUPS, &[("name", name)]).await;
        assert_eq!(page.status, 200);
        is_text(&page.text);
        page.shows(&format!("<h1><bdi>{}</bdi></h1>", escaped(name)));
        let all = server.get(GROUPS).await;
        is_text(&all.text);
        all.shows(&format!("{} groups", number + 9));
        let at = all.text.find(&escaped(name)).expect("the name");
        let (before, _) = all.text.split_at(at);
        let (_, path) = before.rsplit_once("href=\"").expect("an address");
        let path = path.split('"').next().expect("an address");
        is_text(&server.get(&format!("{path}/delete")).await.text);
    }
    let evil = encoded("<script>alert(1)</script>");
    for address in [
        format!("{GROUPS}/{evil}"),
        format!("{GROUPS}?page={evil}"),
        format!("{GROUPS}/myContacts?q={evil}"),
        format!("{GROUPS}/myContacts?page={evil}"),
    ] {
        is_text(&server.get(&address).await.text);
    }
}

#[tokio::test]
async fn w28_groups_of_another_account_are_not_there() {
    let server = server().await;
    server.get("/console/@grace/groups").await.hides("Engine");
    for address in [
        "/console/@grace/groups/1f",
        "/console/@grace/groups/1f/delete",
    ] {
        let page = server.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        page.hides("Engine");
        let fields = [("do", "all"), ("etag", ""), ("members", "")];
        let page = server.post(address, &fields).await;
        assert_ne!(page.status, StatusCode::SEE_OTHER, "{address}");
    }
    let fields = [("do", "rename"), ("name", "Mine")];
    let page = server.post("/console/@grace/groups/1f", &fields).await;
    assert_ne!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(read(&server, "1f").await["name"], "Engine");
}

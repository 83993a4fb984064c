//! What the pages show and do (rules `W23`, `W24`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::server::Server;

#[tokio::test]
async fn w23_a_fresh_server_teaches() {
    let server = Server::start().await;
    let page = server.get("/console").await;
    page.shows("<h1>Nothing here yet</h1>");
    page.shows("http://127.0.0.1:8710/v1/people/me/connections");
    for language in ["curl", "Python", "Node", "Go", "Rust"] {
        page.shows(&format!("<h3>{language}</h3>"));
    }
    let page = server.submit("/console/demo", &[]).await;
    page.shows("<h1>Accounts</h1>");
    page.shows("href=\"/console/@demo\"");
    page.shows("data-label=\"Contacts\">20</td>");
}

#[tokio::test]
async fn w23_the_demo_has_every_field_and_a_stale_update() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let fields = "addresses,biographies,birthdays,calendarUrls,clientData,emailAddresses,events,externalIds,\
                  genders,imClients,interests,locales,locations,memberships,miscKeywords,names,nicknames,\
                  occupations,organizations,phoneNumbers,relations,sipAddresses,urls,userDefined";
    let read = format!("/v1/people/c1001?personFields={fields}");
    let ada = server.call(Method::GET, &read, "demo", "").await;
    for field in fields.split(',') {
        assert!(ada[field].is_array(), "{field}");
    }
    let read = "/v1/people/c1004?personFields=names,metadata&sources=READ_SOURCE_TYPE_PROFILE&sources=READ_SOURCE_TYPE_CONTACT";
    let grace = server.call(Method::GET, read, "demo", "").await;
    assert_eq!(
        grace["names"].as_array().map(Vec::len),
        Some(2),
        "linked: {grace}"
    );
    let stale = "/emulator/v1/requests?account=demo&status=400";
    let stale = server.call(Method::GET, stale, "", "").await;
    assert_eq!(stale["requests"].as_array().map(Vec::len), Some(1));

    // Once more, it adds nothing and fails at nothing.
    let page = server.submit("/console/demo", &[]).await;
    page.shows("data-label=\"Contacts\">20</td>");
}

#[tokio::test]
async fn w24_the_state_of_an_account_is_saved_restored_and_reset() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let state = "/console/@demo/state";
    let page = server
        .submit(state, &[("do", "save"), ("name", "before")])
        .await;
    page.shows("The state is saved.");
    page.shows("<bdi>before</bdi>");
    let contact = "/v1/people/c1001:deleteContact";
    server.call(Method::DELETE, contact, "demo", "").await;
    server
        .get("/console")
        .await
        .shows("data-label=\"Contacts\">19</td>");
    server
        .submit(state, &[("do", "restore"), ("name", "before")])
        .await;
    server
        .get("/console")
        .await
        .shows("data-label=\"Contacts\">20</td>");
    let page = server
        .submit(state, &[("do", "forget"), ("name", "before")])
        .await;
    page.hides("<bdi>before</bdi>");
    server.submit(state, &[("do", "remove")]).await;
    server
        .get("/console")
        .await
        .hides("href=\"/console/@demo\"");
    let page = server.submit(state, &[("do", "reset")]).await;
    page.shows("again what its seed made");
    server
        .get("/console")
        .await
        .shows("data-label=\"Contacts\">20</td>");

    let answer = server
        .post(state, &[("do", "restore"), ("name", "never")])
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    answer.shows("role=\"alert\"");
    answer.shows("never");
}

#[tokio::test]
async fn w24_the_clock_of_an_account_is_moved() {
    let server = Server::start().await;
    let state = "/console/@ada/state";
    let set = [("do", "set"), ("time", "2030-01-01T00:00:00Z")];
    server
        .submit(state, &[("do", "freeze")])
        .await
        .shows(", and stands");
    server
        .submit(state, &set)
        .await
        .shows("2030-01-01T00:00:00");
    let page = server
        .submit(state, &[("do", "advance"), ("advance", "P7D")])
        .await;
    page.shows("2030-01-08T00:00:00");
    let answer = server
        .post(state, &[("do", "advance"), ("advance", "a week")])
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    server
        .submit(state, &[("do", "go-on")])
        .await
        .hides(", and stands");
    server
        .submit(state, &[("do", "clock-reset")])
        .await
        .hides("2030-01");
}

#[tokio::test]
async fn w24_the_console_is_in_no_journal_and_meets_no_rule() {
    let server = Server::start().await;
    let down = r#"{"then": {"status": "UNAVAILABLE"}}"#;
    server
        .call(Method::POST, "/emulator/v1/rules", "", down)
        .await;
    assert_eq!(server.get("/console/@ada/state").await.status, 200);
    let journal = server
        .call(Method::GET, "/emulator/v1/requests", "", "")
        .await;
    assert_eq!(journal["requests"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn w27_contacts_are_listed_page_by_page() {
    let server = Server::start().await;
    let contact = |it: usize| json!({"names": [{"givenName": format!("P{it:03}")}]});
    let contacts: Vec<Value> = (0..120).map(contact).collect();
    let seed = json!({"accounts": {"x": {"contacts": contacts}}}).to_string();
    server
        .call(Method::PUT, "/emulator/v1/accounts/ada", "", &seed)
        .await;
    let (mut address, mut names) = ("/console/@ada".to_owned(), 0);
    let mut pages = 0;
    loop {
        let page = server.get(&address).await;
        page.shows("120 contacts");
        names += page.text.matches("<th scope=\"row\">").count();
        pages += 1;
        let Some((before, _)) = page.text.split_once("\" rel=\"next\"") else {
            break;
        };
        let next = before.rsplit('"').next().expect("an address");
        address = next.replace("&#38;", "&");
    }
    assert_eq!((names, pages), (120, 3));
}

#[tokio::test]
async fn w27_contacts_are_found_and_listed_by_group() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let page = server.get("/console/@demo?q=babb").await;
    page.shows("Charles Babbage");
    page.hides("Katherine Johnson");
    let all = server.get("/console/@demo").await.text;
    let (before, _) = all.split_once("<bdi>Orbits</bdi>").expect("a group");
    let (_, address) = before.rsplit_once("href=\"").expect("an address");
    let address = address.split('"').next().expect("an address");
    let page = server.get(&address.replace("&#38;", "&")).await;
    page.shows("Katherine Johnson");
    page.hides("Charles Babbage");
    server
        .get("/console/@demo?q=nobody-has-this")
        .await
        .shows("0 contacts");
}

#[tokio::test]
async fn w27_a_contact_has_its_fields_sources_and_history() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let page = server.get("/console/@demo/contacts/c1002").await;
    page.shows("<bdi>Charles Babbage</bdi>");
    page.shows("<dt>Biographies</dt>");
    page.shows("asks for money to build it.");
    page.shows("<dt>CONTACT</dt>");
    page.shows("/v1/people/c1002:updateContact");
    page.shows("Request person.etag is different");
    server
        .get("/console/@demo/contacts/c1004")
        .await
        .shows("<span class=\"tag\">PROFILE</span>");
    for id in ["c9999", "me", "100000000000000000002", "c1004%2Fx"] {
        let page = server.get(&format!("/console/@demo/contacts/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test]
async fn w28_another_account_is_on_no_page() {
    let server = Server::start().await;
    let secret = r#"{"names": [{"givenName": "Xanthippe"}]}"#;
    let created = server
        .call(Method::POST, "/v1/people:createContact", "grace", secret)
        .await;
    let name = created["resourceName"].as_str().expect("a name");
    let id = name.trim_start_matches("people/");
    server
        .get(&format!("/console/@grace/contacts/{id}"))
        .await
        .shows("Xanthippe");
    let page = server.get(&format!("/console/@ada/contacts/{id}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    for address in [
        "/console/@ada",
        "/console/@ada?q=xanthippe",
        "/console/@ada/state",
        "/console",
    ] {
        server.get(address).await.hides("Xanthippe");
    }
    let delete = format!("/console/@ada/contacts/{id}");
    assert_ne!(
        server.post(&delete, &[("do", "delete")]).await.status,
        StatusCode::SEE_OTHER
    );
    server
        .get(&format!("/console/@grace/contacts/{id}"))
        .await
        .shows("Xanthippe");
}

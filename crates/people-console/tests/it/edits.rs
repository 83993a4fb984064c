//! Edits, and conflicts of two of them (rules `W31` and `W32`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    hostile::is_text,
    server::{Answer, Server},
};

const CONTACT: &str = "/console/@demo/contacts/c1002";

/// The value of a hidden input of a page, as a browser reads it.
pub(crate) fn hidden(page: &Answer, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.text.split_once(&start).expect("an input");
    let value = rest.split('"').next().expect("its end");
    let value = value.replace("&#34;", "\"").replace("&#39;", "'");
    value
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// What the inputs of an editor hold, as a browser sends them.
fn inputs(page: &Answer) -> Vec<(String, String)> {
    let mut inputs = vec![("base".to_owned(), hidden(page, "base"))];
    for part in page
        .text
        .split("<input type=\"hidden\" name=\"entry\" value=\"")
        .skip(1)
    {
        let key = part.split('"').next().expect("a key").to_owned();
        inputs.push(("entry".to_owned(), key));
    }
    inputs
}

pub(crate) async fn post(server: &Server, address: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    server.post(address, &fields).await
}

async fn read(server: &Server, fields: &str) -> Value {
    let path = format!("/v1/people/c1002?personFields={fields}");
    server.call(Method::GET, &path, "demo", "").await
}

pub(crate) fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[tokio::test]
async fn w31_an_edit_shows_what_it_sends_before_it_is_sent() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let editor = server.get(&format!("{CONTACT}/edit")).await;
    editor.shows("name=\"names.0.givenName\" value=\"Charles\"");
    let mut fields = inputs(&editor);
    fields.push(field("names.0.honorificPrefix", "Mr."));
    fields.push(field("do", "review"));
    let review = post(&server, &format!("{CONTACT}/edit"), &fields).await;
    assert_eq!(review.status, 200, "{}", review.text);
    review.shows("The mask is <code>names</code>");
    review.shows("PATCH /v1/people/c1002:updateContact?updatePersonFields=names");
    assert!(read(&server, "names").await["names"][0]["honorificPrefix"].is_null());

    let saved = [
        field("base", &hidden(&review, "base")),
        field("ours", &hidden(&review, "ours")),
    ];
    let saved = post(&server, &format!("{CONTACT}/save"), &saved).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let names = read(&server, "names,emailAddresses").await;
    assert_eq!(names["names"][0]["honorificPrefix"], "Mr.");
    assert_eq!(names["names"][0]["givenName"], "Charles");
    assert_eq!(names["emailAddresses"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn w31_entries_are_added_and_removed() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let editor = server.get(&format!("{CONTACT}/edit")).await;
    let mut fields = inputs(&editor);
    fields.push(field("do", "add:emailAddresses"));
    let more = post(&server, &format!("{CONTACT}/edit"), &fields).await;
    more.shows("name=\"emailAddresses.1.value\"");
    let mut fields = inputs(&more);
    fields.push(field("emailAddresses.1.value", "c@b.example"));
    fields.push(field("do", "remove:phoneNumbers.0"));
    let less = post(&server, &format!("{CONTACT}/edit"), &fields).await;
    less.hides("name=\"phoneNumbers.0.value\"");
    less.shows("name=\"emailAddresses.1.value\" value=\"c@b.example\"");
    let mut fields = inputs(&less);
    fields.push(field("emailAddresses.1.value", "c@b.example"));
    fields.push(field("do", "review"));
    let review = post(&server, &format!("{CONTACT}/edit"), &fields).await;
    review.shows("The mask is <code>emailAddresses,phoneNumbers</code>");
}

#[tokio::test]
async fn w31_a_contact_is_edited_as_json() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let address = format!("{CONTACT}/json");
    let editor = server.get(&address).await;
    let base = hidden(&editor, "base");
    let mut ours: Value = serde_json::from_str(&base).expect("JSON");
    ours["nicknames"] = json!([{"value": "<script>Charlie</script>"}]);
    let fields = [field("base", &base), field("json", &ours.to_string())];
    let review = post(&server, &address, &fields).await;
    review.shows("The mask is <code>nicknames</code>");
    is_text(&review.text);
    let fields = [field("base", &base), field("json", "{\"names\": 7")];
    let wrong = post(&server, &address, &fields).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.shows("This is no person");
    wrong.shows("{&#34;names&#34;: 7");
}

#[tokio::test]
async fn w32_a_save_that_meets_another_edit_shows_both() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    let editor = server.get(&format!("{CONTACT}/json")).await;
    let base = hidden(&editor, "base");
    let mut ours: Value = serde_json::from_str(&base).expect("JSON");
    ours["biographies"][0]["value"] = "Ours.".into();
    ours["nicknames"] = json!([{"value": "Charlie"}]);
    // Somebody else:
    let mut theirs: Value = serde_json::from_str(&base).expect("JSON");
    theirs["biographies"][0]["value"] = "Theirs.".into();
    theirs["urls"] = json!([{"value": "https://engine.example"}]);
    let update = "/v1/people/c1002:updateContact?updatePersonFields=biographies,urls";
    server
        .call(Method::PATCH, update, "demo", &theirs.to_string())
        .await;

    let fields = [field("base", &base), field("ours", &ours.to_string())];
    let page = post(&server, &format!("{CONTACT}/save"), &fields).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.shows("<h1>Two edits of <bdi>Charles Babbage</bdi></h1>");
    page.shows("<bdi>Ours.</bdi>");
    page.shows("<bdi>Theirs.</bdi>");
    page.hides("Save the result");
    let mut fields: Vec<(String, String)> = ["base", "ours", "theirs", "path.0"]
        .map(|it| field(it, &hidden(&page, it)))
        .to_vec();
    // Without a choice nothing is saved.
    let early = [&fields[..], &[field("do", "save")]].concat();
    post(&server, &format!("{CONTACT}/conflict"), &early)
        .await
        .hides("Save the result");
    assert_eq!(
        read(&server, "biographies").await["biographies"][0]["value"],
        "Theirs."
    );

    fields.push(field("pick.0", "ours"));
    let page = post(&server, &format!("{CONTACT}/conflict"), &fields).await;
    page.shows("Save the result");
    page.shows("The mask is <code>nicknames,biographies</code>");
    fields.push(field("do", "save"));
    let saved = post(&server, &format!("{CONTACT}/conflict"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let both = read(&server, "biographies,nicknames,urls").await;
    assert_eq!(both["biographies"][0]["value"], "Ours.");
    assert_eq!(both["nicknames"][0]["value"], "Charlie");
    assert_eq!(both["urls"][0]["value"], "https://engine.example");
}

#[tokio::test]
async fn w32_a_stale_update_of_the_journal_is_solved() {
    let server = Server::start().await;
    server.submit("/console/demo", &[]).await;
    server
        .get("/console/requests")
        .await
        .shows("/console/requests/2/conflict");
    let page = server.get("/console/requests/2/conflict").await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.shows("Has drawn two engines, and builds one.");
    page.shows("asks for money to build it.");
    page.shows("The mask is <code>emailAddresses</code>");
    let mut fields: Vec<(String, String)> = ["base", "ours", "theirs", "path.0"]
        .map(|it| field(it, &hidden(&page, it)))
        .to_vec();
    fields.push(field("pick.0", "theirs"));
    fields.push(field("do", "save"));
    let saved = post(&server, &format!("{CONTACT}/conflict"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let both = read(&server, "emailAddresses,phoneNumbers").await;
    assert_eq!(both["emailAddresses"][0]["type"], "home", "the program's");
    assert_eq!(both["phoneNumbers"][0]["type"], "work", "somebody else's");
    let page = server.get("/console/requests/1/conflict").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn w33_findings_are_shown_with_their_requests_and_values() {
    let server = Server::start().await;
    server
        .get("/console/findings")
        .await
        .shows("No program lost anything yet.");
    server.submit("/console/demo", &[]).await;
    // A program that reads a name and writes a list of addresses.
    let person = read(&server, "names,metadata").await;
    let sent =
        json!({"etag": person["etag"], "metadata": person["metadata"], "emailAddresses": []});
    let update = "/v1/people/c1002:updateContact?updatePersonFields=emailAddresses,phoneNumbers";
    server
        .call(Method::PATCH, update, "demo", &sent.to_string())
        .await;
    let page = server.get("/console/findings").await;
    page.shows("<article class=\"finding\">");
    page.shows("people/c1002");
    page.shows("+44 20 7946 0101");
    page.shows("href=\"/console/requests/");
    server
        .submit("/console/findings", &[])
        .await
        .shows("No program lost anything yet.");
}

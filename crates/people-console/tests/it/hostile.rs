//! Names and values that want to be more than text (rule `W25`).
use http::Method;
use people_model::{FieldMask, PersonField, ValueKind};
use serde_json::{Map, Value, json};

use crate::server::Server;

/// Markup, quotes, a text that runs from right to left, and a word without an end.
const NAMES: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "&lt;b&gt;{{ page.token }}",
    "\u{202e}ada\u{2066}",
    "..",
    ".",
    "a/b?c#d",
    "%2e%2e",
];

#[tokio::test]
async fn w25_names_of_accounts_and_states_are_text() {
    let server = Server::start().await;
    for name in NAMES {
        let ada = r#"{"names": [{"givenName": "Ada"}]}"#;
        let loaded = format!("/emulator/v1/accounts/{}", encoded(name));
        let seed = format!(r#"{{"accounts": {{"x": {{"contacts": [{ada}]}}}}}}"#);
        server.call(Method::PUT, &loaded, "", &seed).await;
        let state = format!("/console/@{}/state", encoded(name));
        let page = server
            .submit(&state, &[("do", "save"), ("name", name)])
            .await;
        assert_eq!(page.status, 200, "{name}");
        is_text(&page.text);
        page.shows(&format!("<bdi>{}</bdi>", escaped(name)));
    }
    let page = server.get("/console").await;
    is_text(&page.text);
    for name in NAMES {
        page.shows(&format!("<bdi>{}</bdi>", escaped(name)));
        let path = format!("/console/@{}", encoded(name));
        page.shows(&format!("href=\"{path}\""));
        assert_eq!(
            server.get(&format!("{path}/state")).await.status,
            200,
            "{name}"
        );
    }
}

#[tokio::test]
async fn w25_values_of_every_field_are_text() {
    let server = Server::start().await;
    let long = "w".repeat(1_000);
    for (index, value) in NAMES.iter().copied().chain([&*long]).enumerate() {
        let account = format!("account-{index}");
        let person = everywhere(value);
        let path = "/v1/people:createContact";
        let created = server
            .call(Method::POST, path, &account, &person.to_string())
            .await;
        let name = created["resourceName"].as_str().expect("a name");
        let id = name.trim_start_matches("people/");
        let all = format!("/console/@{account}");
        let one = format!("{all}/contacts/{id}");
        for address in [all, one] {
            let page = server.get(&address).await;
            assert_eq!(page.status, 200, "{address}");
            is_text(&page.text);
            page.shows(&escaped(value));
        }
    }
}

#[tokio::test]
async fn w25_a_contact_without_a_name_and_one_of_500_values_have_pages() {
    let server = Server::start().await;
    let entries: Vec<Value> = (0..499)
        .map(|it| json!({"value": format!("a{it}@x.example")}))
        .collect();
    for person in [
        json!({"biographies": [{"value": "x"}]}),
        json!({"names": [{"givenName": " "}]}),
        json!({"emailAddresses": entries}),
    ] {
        let path = "/v1/people:createContact";
        let created = server
            .call(Method::POST, path, "ada", &person.to_string())
            .await;
        let name = created["resourceName"].as_str().expect("a name");
        let one = format!(
            "/console/@ada/contacts/{}",
            name.trim_start_matches("people/")
        );
        assert_eq!(server.get(&one).await.status, 200);
    }
    let page = server.get("/console/@ada").await;
    page.shows("Without a name");
    page.shows("3 contacts");
}

/// A person with this value in each text of each field.
fn everywhere(value: &str) -> Value {
    let mut person = json!({});
    for field in FieldMask::UPDATABLE.iter() {
        let members = field.descriptor().members.iter();
        let texts = members.filter(|it| !it.output_only && matches!(it.kind, ValueKind::String));
        let texts = texts.map(|member| (member.json.to_owned(), value.into()));
        let entry: Map<String, Value> = texts.collect();
        let is_text = !matches!(field, PersonField::Memberships | PersonField::Events);
        if is_text {
            person[field.as_str()] = json!([entry]);
        }
    }
    person
}

/// Whether nothing of the names is markup.
#[track_caller]
pub(crate) fn is_text(page: &str) {
    for part in ["<script>", "<img src=x", "' onmouseover='", "\"><img src=x"] {
        assert!(!page.contains(part), "{part} in {page}");
    }
    assert_eq!(page.matches("<script").count(), 1, "{page}");
}

pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&#38;").replace('<', "&#60;");
    text.replace('>', "&#62;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

pub(crate) fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .fold(String::new(), |text, byte| match unreserved(byte) {
            true => format!("{text}{}", char::from(byte)),
            false => format!("{text}%{byte:02X}"),
        })
}

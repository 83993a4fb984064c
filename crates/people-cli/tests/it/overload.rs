//! More than the server can do (rule V1), and what is left of it afterwards.
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::Server;

const WRITERS: usize = 64;
const WRITES: usize = 20;

/// Creates a contact of this name: whether that was acknowledged.
async fn create(client: &reqwest::Client, url: &str, account: &str, name: &str) -> bool {
    let body = json!({"nicknames": [{"value": name}]}).to_string();
    let request = client.post(format!("{url}/v1/people:createContact"));
    let request = request.bearer_auth(account).body(body);
    let response = request.send().await.expect("an answer");
    match response.status() {
        StatusCode::OK => true,
        StatusCode::SERVICE_UNAVAILABLE => {
            let error = response.text().await.expect("a body");
            assert!(
                error.contains("The service is currently unavailable."),
                "{error}"
            );
            false
        }
        status => panic!("{status}"),
    }
}

async fn names(client: &reqwest::Client, url: &str, account: &str) -> Vec<String> {
    let list = "v1/people/me/connections?personFields=nicknames&pageSize=1000";
    let request = client.get(format!("{url}/{list}")).bearer_auth(account);
    let body = request
        .send()
        .await
        .expect("an answer")
        .text()
        .await
        .expect("a body");
    let list: Value = serde_json::from_str(&body).expect("JSON");
    let contacts = list["connections"].as_array().cloned().unwrap_or_default();
    contacts
        .iter()
        .map(|contact| {
            contact["nicknames"][0]["value"]
                .as_str()
                .expect("text")
                .to_owned()
        })
        .collect()
}

/// Everybody gets an answer, and what was acknowledged is there, once, after a restart too; what
/// was refused is not.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_under_overload_is_kept_and_the_rest_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["--max-calls", "2", "--max-waiting", "4"];
    let server = Server::start(folder.path(), &arguments);
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls());
    let client = Arc::new(client.build().expect("a client"));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (client, url) = (Arc::clone(&client), server.url.clone());
        writers.spawn(async move {
            let account = format!("account-{}", writer % 4);
            let mut acknowledged = Vec::new();
            for write in 0..WRITES {
                let name = format!("{writer} {write}");
                if create(&client, &url, &account, &name).await {
                    acknowledged.push((account.clone(), name));
                }
            }
            acknowledged
        });
    }
    let mut acknowledged: Vec<(String, String)> = writers.join_all().await.concat();
    acknowledged.sort();
    assert!(!acknowledged.is_empty());
    assert!(acknowledged.len() < WRITERS * WRITES, "it was too much");

    server.stop();
    let server = Server::start(folder.path(), &arguments);
    let mut stored = Vec::new();
    for account in (0..4).map(|number| format!("account-{number}")) {
        let names = names(&client, &server.url, &account).await;
        stored.extend(names.into_iter().map(|name| (account.clone(), name)));
    }
    stored.sort();
    assert_eq!(stored, acknowledged);
}

/// For plain HTTP, but the client wants to know.
fn tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

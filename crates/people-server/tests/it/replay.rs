//! Requests in the forms that real client libraries give them, on a real socket.
//!
//! What is said is ours; how it is said is theirs: order and case of headers, escapes, framing.
use people_http::Call;
use people_model::ReadSourceType;
use people_rules::Sources;

use crate::{body::gzip, fake::Fake, socket::Server};

/// Sends bytes and returns what became of them: status, head, body and the call.
async fn replay(bytes: impl AsRef<[u8]>) -> (u16, String, Vec<u8>, Call) {
    let server = Server::start(Fake::new()).await;
    let mut socket = server.connect().await;
    socket.write(bytes).await;
    let (status, head, body) = socket.read().await.expect("a response");
    let mut calls = server.fake.calls();
    let call = calls
        .pop()
        .unwrap_or_else(|| panic!("{status}: {}", String::from_utf8_lossy(&body)));
    // What it is sent on the same connection next is not confused with this.
    socket
        .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    assert_eq!(socket.read().await.expect("a response").2, b"ok\n");
    (status, head, body, call)
}

/// Lines of a head, and the blank one.
fn head(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| format!("{line}\r\n"))
        .collect::<String>()
        + "\r\n"
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut chunks = Vec::new();
    for piece in bytes.chunks(16) {
        chunks.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunks.extend_from_slice(piece);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    chunks
}

fn updated(call: Call) -> people_http::UpdateContact {
    match call {
        Call::UpdateContact(call) => *call,
        call => panic!("an update became {call:?}"),
    }
}

/// Rule F5.
#[tokio::test]
async fn java_updates() {
    let body = r#"{"etag":"%Eg==","names":[{"givenName":"Zoë"}],"urls":null}"#;
    let mut request = head(&[
        "POST /v1/people/c17:updateContact?updatePersonFields=names,urls HTTP/1.1",
        "Accept-Encoding: gzip",
        "Authorization: Bearer ada",
        "Content-Encoding: gzip",
        "Content-Type: application/json; charset=UTF-8",
        "User-Agent: Sync/1.0 Google-API-Java-Client Google-HTTP-Java-Client/1.42.0 (gzip)",
        "x-http-method-override: PATCH",
        "Host: 127.0.0.1:8710",
        "Accept: text/html, image/gif, image/jpeg, */*; q=0.2",
        "Connection: keep-alive",
        "Transfer-Encoding: chunked",
    ])
    .into_bytes();
    request.extend(chunked(&gzip(body.as_bytes())));
    let (status, _, _, call) = replay(request).await;
    assert_eq!(status, 200);
    let call = updated(call);
    assert_eq!(call.id.resource_name(), "people/c17");
    assert_eq!(call.mask.fields().to_string(), "names,urls");
    assert_eq!(call.person.names[0].given_name, "Zoë");
    assert!(call.person.urls.is_empty());
}

#[tokio::test]
async fn java_deletes() {
    let (status, _, _, call) = replay(head(&[
        "DELETE /v1/people/c17:deleteContact HTTP/1.1",
        "Accept-Encoding: gzip",
        "Authorization: Bearer ada",
        "User-Agent: Sync/1.0 Google-API-Java-Client Google-HTTP-Java-Client/1.42.0 (gzip)",
        "Content-type: application/x-www-form-urlencoded",
        "Host: 127.0.0.1:8710",
        "Accept: text/html, image/gif, image/jpeg, */*; q=0.2",
        "Connection: keep-alive",
        "Content-Length: 0",
    ]))
    .await;
    assert_eq!(status, 200);
    assert!(matches!(call, Call::DeleteContact(call) if call.id.resource_name() == "people/c17"));
}

#[tokio::test]
async fn go_updates() {
    let body = "{\"emailAddresses\":[],\"etag\":\"%Eg==\",\"names\":[{\"givenName\":\"Ada\"}]}\n";
    let length = format!("Content-Length: {}", body.len());
    let request = head(&[
        "PATCH /v1/people/c17:updateContact?alt=json&prettyPrint=false&sources=READ_SOURCE_TYPE_CONTACT&sources=READ_SOURCE_TYPE_PROFILE&updatePersonFields=names%2CemailAddresses HTTP/1.1",
        "Host: 127.0.0.1:8710",
        "User-Agent: google-api-go-client/0.5",
        &length,
        "Authorization: Bearer ada",
        "Content-Type: application/json",
        "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/1;o=0",
        "X-Goog-Api-Client: gl-go/1.27.3 gdcl/20211201",
        "Accept-Encoding: gzip",
    ]);
    let (status, head, body, call) = replay(request + body).await;
    assert_eq!(status, 200);
    assert!(
        !head.contains("content-encoding"),
        "small replies are as they are: {head}"
    );
    assert!(body.starts_with(b"{\"resourceName\":"), "compact");
    let call = updated(call);
    assert_eq!(call.mask.fields().to_string(), "names,emailAddresses");
    let both = [ReadSourceType::Contact, ReadSourceType::Profile];
    assert_eq!(call.sources, Sources::from_iter(both));
}

#[tokio::test]
async fn node_updates() {
    let body = r#"{"etag":"%Eg==","names":[{"givenName":"Zoë","familyName":"王"}]}"#;
    let length = format!("content-length: {}", body.len());
    let request = head(&[
        "PATCH /v1/people/c17:updateContact?updatePersonFields=names%2Cbiographies&sources=READ_SOURCE_TYPE_CONTACT&sources=READ_SOURCE_TYPE_DOMAIN_CONTACT HTTP/1.1",
        "x-goog-api-client: gdcl/8.0.3 gl-node/20.20.2",
        "content-type: application/json",
        "accept-encoding: gzip",
        "user-agent: google-api-nodejs-client/8.0.3 (gzip)",
        "authorization: Bearer ada",
        "accept: */*",
        &length,
        "Host: 127.0.0.1:8710",
        "Connection: keep-alive",
    ]);
    let (status, head, body, call) = replay(request + body).await;
    assert_eq!(status, 200);
    assert!(
        head.contains("\r\ncontent-type: application/json; charset=UTF-8\r\n"),
        "it parses by type"
    );
    assert!(body.starts_with(b"{\n  \"resourceName\": "), "pretty");
    let call = updated(call);
    assert_eq!(call.person.names[0].family_name, "王");
    assert_eq!(call.mask.fields().to_string(), "names,biographies");
}

#[tokio::test]
async fn python_updates() {
    let body = r#"{"etag": "%Eg==", "names": [{"givenName": "Zo\u00eb \ud83d\ude00"}], "birthdays": [{}], "addresses": [{"city": "London", "metadata": {"primary": "true"}}]}"#;
    let length = format!("content-length: {}", body.len());
    let request = head(&[
        "PATCH /v1/people/c17:updateContact?updatePersonFields=names%2Cbirthdays%2Caddresses&alt=json HTTP/1.1",
        "Host: 127.0.0.1:8710",
        &length,
        "accept: application/json",
        "accept-encoding: gzip, deflate",
        "user-agent: (gzip)",
        "content-type: application/json",
        "x-goog-api-client: gdcl/2.202.0 gl-python/3.11.7 cred-type/u",
        "authorization: Bearer ada",
    ]);
    let (status, _, _, call) = replay(request + body).await;
    assert_eq!(status, 200);
    let call = updated(call);
    assert_eq!(call.person.names[0].given_name, "Zoë 😀");
    let metadata = call.person.addresses[0]
        .metadata
        .as_ref()
        .expect("metadata");
    assert!(metadata.primary);
}

#[tokio::test]
async fn python_gets_many_with_an_overridden_post() {
    let names: String = (1..=200)
        .map(|id| format!("resourceNames=people%2Fc{id}&"))
        .collect();
    let form = format!("{names}personFields=names%2CemailAddresses&alt=json");
    let length = format!("content-length: {}", form.len());
    let request = head(&[
        "POST /v1/people:batchGet HTTP/1.1",
        "Host: 127.0.0.1:8710",
        "accept: application/json",
        "accept-encoding: gzip, deflate",
        "user-agent: (gzip)",
        "x-goog-api-client: gdcl/2.202.0 gl-python/3.11.7 cred-type/u",
        "x-http-method-override: GET",
        "content-type: application/x-www-form-urlencoded",
        &length,
        "authorization: Bearer ada",
    ]);
    let (status, _, _, call) = replay(request + &form).await;
    assert_eq!(status, 200);
    let Call::GetPeople(call) = call else {
        panic!("it became {call:?}")
    };
    assert_eq!(call.resource_names.len(), 200);
    assert_eq!(call.resource_names[199], "people/c200");
}

#[tokio::test]
async fn python_lists_with_an_empty_body() {
    let (status, _, _, call) = replay(head(&[
        "GET /v1/people/me/connections?pageSize=2000&personFields=names%2CphoneNumbers&sortOrder=LAST_NAME_ASCENDING&alt=json HTTP/1.1",
        "Host: 127.0.0.1:8710",
        "accept: application/json",
        "accept-encoding: gzip, deflate",
        "user-agent: (gzip)",
        "x-goog-api-client: gdcl/2.202.0 gl-python/3.11.7 cred-type/u",
        "content-length: 0",
        "authorization: Bearer ada",
    ]))
    .await;
    assert_eq!(status, 200);
    assert!(matches!(call, Call::ListConnections(call) if call.page_size == 2000));
}

#[tokio::test]
async fn gam_selects_fields() {
    let (status, _, body, call) = replay(head(&[
        "GET /v1/people/c17?personFields=metadata%2Cnames&sources=READ_SOURCE_TYPE_CONTACT&fields=resourceName%2Cnames%28displayName%29&prettyPrint=false&alt=json HTTP/1.1",
        "Host: 127.0.0.1:8710",
        "accept: application/json",
        "accept-encoding: gzip, deflate",
        "user-agent: GAM 7.49.00 - https://github.com/GAM-team/GAM / (gzip)",
        "content-length: 0",
        "authorization: Bearer ada",
    ]))
    .await;
    assert_eq!(status, 200);
    assert_eq!(
        body,
        br#"{"resourceName":"people/c17","names":[{"displayName":"Ada Lovelace"}]}"#
    );
    assert!(matches!(call, Call::GetPerson(call) if call.read.to_string() == "metadata,names"));
}

#[tokio::test]
async fn rust_gets_without_decompression() {
    let large = format!(r#"{{"resourceName":"people/{}"}}"#, "c".repeat(2000));
    let server = Server::start(Fake::new().replies(large)).await;
    let mut socket = server.connect().await;
    socket
        .write(head(&[
            "GET /v1/people/c17?personFields=names%2CemailAddresses&alt=json HTTP/1.1",
            "user-agent: google-api-rust-client/7.0.0",
            "authorization: Bearer ada",
            "content-length: 0",
            "host: 127.0.0.1:8710",
        ]))
        .await;
    let (status, head, body) = socket.read().await.expect("a response");
    assert_eq!(status, 200);
    assert!(!head.contains("content-encoding"), "{head}");
    assert!(body.starts_with(b"{\n"));
}

#[tokio::test]
async fn rust_deletes() {
    let (status, _, body, _) = replay(head(&[
        "DELETE /v1/people/c17:deleteContact?alt=json HTTP/1.1",
        "user-agent: google-api-rust-client/7.0.0",
        "authorization: Bearer ada",
        "content-length: 0",
        "host: 127.0.0.1:8710",
    ]))
    .await;
    assert_eq!(status, 200);
    assert!(
        serde_json::from_slice::<serde_json::Value>(&body).is_ok(),
        "it decodes every reply as JSON"
    );
}

#[tokio::test]
async fn a_caller_without_user_agent_gets_no_errors() {
    let server = Server::start(Fake::new()).await;
    let mut socket = server.connect().await;
    socket
        .write(head(&[
            "GET /v1/people/c17 HTTP/1.1",
            "accept: */*",
            "x-goog-api-client: gl-rust/google-workspace-0.22.5",
            "authorization: Bearer ada",
            "host: 127.0.0.1:8710",
        ]))
        .await;
    let (status, _, body) = socket.read().await.expect("a response");
    assert_eq!(status, 400);
    let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(json["error"].get("errors"), None);
}

#[tokio::test]
async fn cloud_clients_get_numbers() {
    let (status, _, body, _) = replay(head(&[
        "GET /v1/people/c17?personFields=names&$alt=json;enum-encoding=int HTTP/1.1",
        "authorization: Bearer ada",
        "host: 127.0.0.1:8710",
    ]))
    .await;
    assert_eq!(status, 200);
    let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert!(json["nicknames"][0]["type"].is_number());
}

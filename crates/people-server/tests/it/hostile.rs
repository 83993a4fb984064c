//! Every request gets an answer, and never a 500.
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use http_body_util::Full;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::{
    body::gzip,
    fake::{CONTACT, Fake, send},
    socket::Server,
};

fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn verb() -> impl Strategy<Value = Method> {
    const KNOWN: &[&str] = &[
        "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE",
    ];
    prop_oneof![
        4 => prop::sample::select(&KNOWN[..5]).prop_map(str::to_owned),
        1 => prop::sample::select(KNOWN).prop_map(str::to_owned),
        1 => "[A-Za-z!#$%&'*+.^_`|~-]{1,12}",
    ]
    .prop_map(|verb| verb.parse().expect("a token"))
}

fn path() -> impl Strategy<Value = String> {
    const SEGMENTS: &[&str] = &[
        "v1",
        "people",
        "c17",
        "me",
        "connections",
        "contactGroups",
        "people:createContact",
        "c17:updateContact",
        "c17:deleteContact",
        "people:batchGet",
        "contactGroups:batchGet",
        "otherContacts",
        "",
        "..",
        "%2e%2e",
        "%2F",
        "%00",
        "%FF",
        "%",
        "%C3%A9",
        ":",
        "photos",
        "healthz",
        "people:searchContacts",
        "myContacts",
    ];
    let segment = prop_oneof![
        4 => prop::sample::select(SEGMENTS).prop_map(str::to_owned),
        1 => "[!-~&&[^/?#]]{0,10}",
    ];
    prop_oneof![
        3 => prop::sample::select(&[
            "/v1/people/c17:updateContact", "/v1/people/c17", "/v1/people/me", "/v1/people:createContact",
            "/v1/people:batchGet", "/v1/people/me/connections", "/v1/contactGroups", "/v1/contactGroups/myContacts",
            "/v1/people/c17:deleteContact",
        ][..]).prop_map(str::to_owned),
        3 => prop::collection::vec(segment, 0..6).prop_map(|segments| format!("/{}", segments.join("/"))),
    ]
}

fn query() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "personFields",
        "updatePersonFields",
        "sources",
        "sources[]",
        "pageSize",
        "pageToken",
        "syncToken",
        "requestSyncToken",
        "sortOrder",
        "resourceNames",
        "groupFields",
        "maxMembers",
        "requestMask.includeField",
        "alt",
        "$alt",
        "fields",
        "prettyPrint",
        "$.xgafv",
        "access_token",
        "key",
        "update_person_fields",
        "",
    ];
    const VALUES: &[&str] = &[
        "names",
        "names,urls",
        "*",
        "names.givenName",
        "READ_SOURCE_TYPE_CONTACT",
        "1",
        "-1",
        "99999999999999999999",
        "1e400",
        "NaN",
        "true",
        "json",
        "json;enum-encoding=int",
        "people/c1",
        "a(b(c",
        "a/b/c",
        "((((((((((",
        "",
    ];
    let pair = (
        prop_oneof![4 => prop::sample::select(NAMES).prop_map(str::to_owned), 1 => "[!-~&&[^#&=]]{0,8}"],
        prop_oneof![3 => prop::sample::select(VALUES).prop_map(str::to_owned), 1 => "[!-~&&[^#&]]{0,16}"],
    );
    prop::collection::vec(pair, 0..5).prop_map(|pairs| {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    })
}

fn headers() -> impl Strategy<Value = Vec<(HeaderName, HeaderValue)>> {
    const NAMES: &[&str] = &[
        "authorization",
        "x-http-method-override",
        "content-encoding",
        "content-type",
        "accept-encoding",
        "user-agent",
        "expect",
        "x-goog-fieldmask",
        "content-length",
        "transfer-encoding",
        "x-goog-user-project",
    ];
    const VALUES: &[&str] = &[
        "Bearer ada",
        "Bearer",
        "Bearer ;",
        "Bearer ada;scopes=x",
        "GET",
        "PATCH",
        "DELETE",
        "gzip",
        "gzip;q=0",
        "br",
        "identity",
        "application/x-www-form-urlencoded",
        "application/json",
        "google-api-go-client/0.5",
        "100-continue",
        "0",
        "17",
        "",
    ];
    let value = prop_oneof![
        4 => prop::sample::select(VALUES).prop_map(|value| value.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ]
    .prop_filter_map("a header's value", |value| {
        HeaderValue::from_bytes(&value).ok()
    });
    let name = prop::sample::select(NAMES).prop_map(HeaderName::from_static);
    prop::collection::vec((name, value), 0..5)
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let json = r#"(\{|\}|\[|\]|,|:|null|true|1e999|-0|"names"|"givenName"|"metadata"|"x"|"\\u[0-9a-fd]{4}"| ){0,40}"#;
    let text = prop_oneof![
        2 => Just(CONTACT.as_bytes().to_vec()),
        2 => json.prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..64),
        1 => query().prop_map(String::into_bytes),
        2 => prop::sample::subsequence(CONTACT.as_bytes().to_vec(), 0..CONTACT.len()),
    ];
    (text, prop::bool::weighted(0.2))
        .prop_map(|(text, zipped)| if zipped { gzip(&text) } else { text })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_request_is_answered(verb in verb(), path in path(), query in query(), headers in headers(), body in body(), known in prop::bool::weighted(0.8)) {
        let Ok(address) = Uri::try_from(format!("{path}?{query}")) else {
            return Ok(()); // hyper lets no such request through either
        };
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = verb;
        *request.uri_mut() = address;
        for (name, value) in headers {
            request.headers_mut().append(name, value);
        }
        if known {
            let ada = HeaderValue::from_static("Bearer ada");
            request.headers_mut().insert("authorization", ada);
        }
        let answer = runtime().block_on(send(Fake::new().front().into_router(), request));
        prop_assert!(answer.status.as_u16() < 500, "{} {}", answer.status, String::from_utf8_lossy(&answer.body));
        if answer.header("content-type").starts_with("application/json") && answer.header("content-encoding").is_empty() {
            let json: Result<serde_json::Value, _> = serde_json::from_slice(&answer.body);
            prop_assert!(json.is_ok());
            if let Some(error) = json?.get("error") {
                prop_assert_eq!(error["code"].as_u64(), Some(u64::from(answer.status.as_u16())));
                prop_assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
            }
        }
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let request = (verb(), path(), query(), headers(), body()).prop_map(
        |(verb, path, query, headers, body)| {
            let mut bytes = format!(
                "{verb} {path}?{query} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n"
            )
            .into_bytes();
            for (name, value) in headers {
                bytes.extend_from_slice(name.as_str().as_bytes());
                bytes.extend_from_slice(b": ");
                bytes.extend_from_slice(value.as_bytes());
                bytes.extend_from_slice(b"\r\n");
            }
            bytes.extend_from_slice(b"\r\n");
            bytes.extend_from_slice(&body);
            bytes
        },
    );
    prop_oneof![
        4 => request,
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_answered(bytes in bytes()) {
        runtime().block_on(async {
            let server = Server::start(Fake::new()).await;
            let mut socket = server.connect().await;
            socket.write(&bytes).await;
            socket.end().await;
            let text = socket.rest().await;
            prop_assert!(!text.starts_with("HTTP/1.1 5"), "{text}");
            let mut socket = server.connect().await;
            socket.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
            prop_assert_eq!(socket.read().await.map(|(status, ..)| status), Some(200));
            let done = server.stop();
            drop(socket);
            prop_assert!(done.await.is_ok_and(|served| served.is_ok()));
            Ok(())
        })?;
    }
}

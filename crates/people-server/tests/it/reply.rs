//! What replies look like, byte for byte.
use std::io::Read;

use expect_test::{Expect, expect};
use flate2::read::GzDecoder;
use http::Request;
use http_body_util::Full;
use people_model::{Code, ErrorInfo, Status};
use people_rules::Violation;
use people_server::Failure;
use proptest::prelude::*;
use serde_json::Value;

use crate::fake::{Answer, CONTACT, Fake, GET, UPDATE, ada, send, with};

fn shown(answer: &Answer) -> String {
    let mut text = format!("{}\n", answer.status);
    for (name, value) in &answer.headers {
        text += &format!("{name}: {}\n", value.to_str().expect("a header of text"));
    }
    text + "\n" + answer.text()
}

async fn check(fake: Fake, request: Request<Full<bytes::Bytes>>, expect: Expect) {
    expect.assert_eq(&shown(&send(fake.front(), request).await));
}

/// Rule F12.
#[tokio::test]
async fn a_reply_is_pretty() {
    check(
        Fake::new(),
        ada("GET", GET, ""),
        expect![[r#"
        200 OK
        content-type: application/json; charset=UTF-8
        vary: Origin, X-Origin, Referer, Accept-Encoding
        server: People
        cache-control: private
        x-xss-protection: 0
        x-frame-options: SAMEORIGIN
        x-content-type-options: nosniff

        {
          "resourceName": "people/c17",
          "etag": "%Eg==",
          "names": [
            {
              "metadata": {
                "primary": true,
                "source": {
                  "type": "CONTACT",
                  "id": "11"
                }
              },
              "displayName": "Ada Lovelace",
              "givenName": "Ada"
            }
          ],
          "nicknames": [
            {
              "value": "Countess",
              "type": "ALTERNATE_NAME"
            }
          ]
        }
    "#]],
    )
    .await;
}

/// Rule F12.
#[tokio::test]
async fn a_reply_is_compact_if_asked() {
    check(
        Fake::new(),
        ada("GET", &format!("{GET}&prettyPrint=false"), ""),
        expect![[r#"
            200 OK
            content-type: application/json; charset=UTF-8
            vary: Origin, X-Origin, Referer, Accept-Encoding
            server: People
            cache-control: private
            x-xss-protection: 0
            x-frame-options: SAMEORIGIN
            x-content-type-options: nosniff

            {"resourceName":"people/c17","etag":"%Eg==","names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"displayName":"Ada Lovelace","givenName":"Ada"}],"nicknames":[{"value":"Countess","type":"ALTERNATE_NAME"}]}"#]],
    )
    .await;
}

#[tokio::test]
async fn an_error_looks_the_same() {
    check(
        Fake::new().fails(Violation::NotFound),
        ada("PATCH", UPDATE, "{}"),
        expect![[r#"
            404 Not Found
            content-type: application/json; charset=UTF-8
            vary: Origin, X-Origin, Referer, Accept-Encoding
            server: People
            cache-control: private
            x-xss-protection: 0
            x-frame-options: SAMEORIGIN
            x-content-type-options: nosniff

            {
              "error": {
                "code": 404,
                "message": "Requested entity was not found.",
                "status": "NOT_FOUND"
              }
            }
        "#]],
    )
    .await;
}

#[tokio::test]
async fn details_stand_behind_the_status() {
    let status = Status::new(Code::ResourceExhausted, "Slow down.")
        .with_detail(ErrorInfo::new("RATE_LIMIT_EXCEEDED", "googleapis.com"));
    check(
        Fake::new().fails(status),
        ada("GET", &format!("{GET}&prettyPrint=false"), ""),
        expect![[r#"
            429 Too Many Requests
            content-type: application/json; charset=UTF-8
            vary: Origin, X-Origin, Referer, Accept-Encoding
            server: People
            cache-control: private
            x-xss-protection: 0
            x-frame-options: SAMEORIGIN
            x-content-type-options: nosniff

            {"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED","domain":"googleapis.com"}]}}"#]],
    )
    .await;
}

#[tokio::test]
async fn an_empty_message_is_two_braces() {
    let answer = send(
        Fake::new().replies("{}").front(),
        ada("DELETE", "/v1/people/c17:deleteContact", ""),
    )
    .await;
    assert_eq!(answer.text(), "{}\n");
}

#[tokio::test]
async fn our_own_faults_are_not_told() {
    let error = std::io::Error::other("the disk of 10.0.0.7 is gone");
    let fake = Fake::new().fails(Failure::internal("read a contact", &error));
    let answer = send(fake.front(), ada("GET", GET, "")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.message(), "Internal error encountered.");
    assert!(!answer.text().contains("10.0.0.7"));
}

/// The `errors[]` of a refused request, if it has any.
async fn errors(address: &str, agent: Option<&str>) -> Option<Value> {
    let request = ada("GET", address, "");
    let request = match agent {
        Some(agent) => with(request, "user-agent", agent),
        None => request,
    };
    let answer = send(Fake::new().front(), request).await;
    assert_eq!(answer.status, 400);
    answer.json()["error"].get("errors").cloned()
}

/// Rule F9.
#[tokio::test]
async fn only_some_callers_get_errors() {
    const NO_MASK: &str = "/v1/people/c17";
    let message = "personFields mask is required. Please specify one or more valid paths. Valid \
                   paths are documented at https://developers.google.com/people/api/rest/v1/people/get.";
    let listed = Some(serde_json::json!([
        {"message": message, "domain": "global", "reason": "badRequest"}
    ]));

    assert_eq!(errors(NO_MASK, None).await, None);
    for agent in [
        "(gzip)",
        "curl/8.5.0",
        "google-api-rust-client/7.0.0",
        "GAM 7.49.00 - https://github.com/GAM-team/GAM / (gzip)",
    ] {
        assert_eq!(errors(NO_MASK, Some(agent)).await, None, "{agent}");
    }
    for agent in [
        "google-api-go-client/0.5",
        "google-api-nodejs-client/8.0.3 (gzip)",
        "sync/1.0 google-api-php-client/2.15.0",
        "google-api-dotnet-client/1.68.0.0, (gzip)",
    ] {
        assert_eq!(errors(NO_MASK, Some(agent)).await, listed, "{agent}");
    }
    assert_eq!(errors("/v1/people/c17?$.xgafv=1", None).await, listed);
    assert_eq!(
        errors("/v1/people/c17?%24.xgafv=1", Some("curl/8.5.0")).await,
        listed
    );
    assert_eq!(
        errors("/v1/people/c17?$.xgafv=2", Some("google-api-go-client/0.5")).await,
        None
    );
}

#[tokio::test]
async fn errors_stand_between_message_and_status() {
    let answer = send(
        Fake::new().front(),
        ada("GET", "/v1/people/c17?$.xgafv=1", ""),
    )
    .await;
    let json = answer.json();
    let members: Vec<&String> = json["error"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    assert_eq!(members, ["code", "message", "errors", "status"]);
}

/// Rule F8.
#[tokio::test]
async fn a_part_of_a_reply_is_selected() {
    for (fields, expected) in [
        ("resourceName", r#"{"resourceName":"people/c17"}"#),
        (
            "names(displayName)",
            r#"{"names":[{"displayName":"Ada Lovelace"}]}"#,
        ),
        (
            "etag,nicknames/value",
            r#"{"etag":"%Eg==","nicknames":[{"value":"Countess"}]}"#,
        ),
        ("*", CONTACT),
        ("urls", "{}"),
        // Given again, it is the union, as of every mask.
        (
            "resourceName&fields=names(displayName)&$fields=",
            r#"{"resourceName":"people/c17","names":[{"displayName":"Ada Lovelace"}]}"#,
        ),
    ] {
        let address = format!("{GET}&prettyPrint=false&fields={fields}");
        let answer = send(Fake::new().front(), ada("GET", &address, "")).await;
        assert_eq!(answer.text(), expected, "{fields}");
        let pretty = send(
            Fake::new().front(),
            ada("GET", &format!("{GET}&fields={fields}"), ""),
        )
        .await;
        assert_eq!(
            pretty.json(),
            serde_json::from_str::<Value>(expected).expect("JSON")
        );
        assert!(pretty.text().ends_with("}\n"));
    }
}

/// Rule F8.
#[tokio::test]
async fn a_wrong_selection_is_refused_before_anything_is_changed() {
    for fields in [
        "shoeSize",
        "names(",
        "names)",
        "(a)",
        "names(displayName/x)",
        ",",
    ] {
        let fake = Fake::new();
        let answer = send(
            fake.front(),
            ada(
                "PATCH",
                &format!("{UPDATE}&$.xgafv=1&fields={fields}"),
                "{}",
            ),
        )
        .await;
        assert_eq!(answer.status, 400, "{fields}");
        assert_eq!(answer.message(), "Request contains an invalid argument.");
        assert_eq!(
            answer.json()["error"]["errors"][0],
            serde_json::json!({
                "message": "Invalid Parameter", "domain": "global", "reason": "invalidParameter",
                "location": "fields", "locationType": "parameter",
            }),
        );
        assert_eq!(fake.calls(), [], "{fields}");
    }
}

/// Rule F10.
#[tokio::test]
async fn enums_are_numbers_if_asked() {
    let address = format!(
        "{GET}&prettyPrint=false&$alt=json;enum-encoding=int&fields=names/metadata,nicknames"
    );
    let answer = send(Fake::new().front(), ada("GET", &address, "")).await;
    let json = answer.json();
    assert!(
        json["names"][0]["metadata"]["source"]["type"].is_number(),
        "{json}"
    );
    assert!(json["nicknames"][0]["type"].is_number(), "{json}");
    assert_eq!(json["nicknames"][0]["value"], "Countess");
}

#[tokio::test]
async fn system_parameters_are_no_parameters_of_the_method() {
    let fake = Fake::new();
    let address = format!(
        "{GET}&alt=json&prettyPrint=true&key=k&quotaUser=u&$.xgafv=2&upload_protocol=raw&uploadType=x&callback=f"
    );
    let answer = send(fake.front(), ada("GET", &address, "")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn another_format_is_refused() {
    for alt in ["proto", "media", "xml", "json;enum-encoding=float"] {
        let answer = send(
            Fake::new().front(),
            ada("GET", &format!("{GET}&alt={alt}"), ""),
        )
        .await;
        assert_eq!(answer.status, 400, "{alt}");
        assert_eq!(answer.json()["error"]["status"], "INVALID_ARGUMENT");
    }
}

fn inflated(answer: &Answer) -> String {
    let mut text = String::new();
    GzDecoder::new(&answer.body[..])
        .read_to_string(&mut text)
        .expect("gzip");
    text
}

/// Rule F11.
#[tokio::test]
async fn a_reply_is_gzip_only_if_asked() {
    let large = format!(r#"{{"resourceName":"people/{}"}}"#, "c".repeat(2000));
    for (accepted, is_gzip) in [
        (None, false),
        (Some("gzip"), true),
        (Some("gzip, deflate"), true),
        (Some("deflate, GZIP;q=0.5"), true),
        (Some("br;q=1.0, gzip;q=0.001"), true),
        (Some(""), false),
        (Some("identity"), false),
        (Some("*"), false),
        (Some("gzip;q=0"), false),
        (Some("gzip; q=0.000"), false),
        (Some("xgzip, gzipped"), false),
    ] {
        let fake = Fake::new().replies(large.clone());
        let request = ada("GET", GET, "");
        let request = match accepted {
            Some(accepted) => with(request, "accept-encoding", accepted),
            None => request,
        };
        let answer = send(fake.front(), request).await;
        assert_eq!(
            answer.header("content-encoding"),
            if is_gzip { "gzip" } else { "" },
            "{accepted:?}"
        );
        assert_eq!(
            answer.header("vary"),
            "Origin, X-Origin, Referer, Accept-Encoding"
        );
        let text = if is_gzip {
            inflated(&answer)
        } else {
            answer.text().to_owned()
        };
        assert_eq!(
            text,
            format!(
                "{{\n  \"resourceName\": \"people/{}\"\n}}\n",
                "c".repeat(2000)
            )
        );
    }
}

/// Rule F11.
/// Text that does not get smaller by much.
fn noise(length: usize) -> String {
    let mut state = 1_u64;
    let letters = (0..length).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from(b'0' + (state >> 58) as u8)
    });
    letters.filter(|letter| *letter != '\\').collect()
}

#[tokio::test]
async fn every_reply_is_inflated_to_what_it_was() {
    for length in [2_000, 100_000, 1, 1_500_000, 1_100, 70_000] {
        let reply = format!(r#"{{"etag":"{}"}}"#, noise(length));
        let request = ada("GET", &format!("{GET}&prettyPrint=false"), "");
        let request = with(request, "accept-encoding", "gzip");
        let answer = send(Fake::new().replies(reply.clone()).front(), request).await;
        let text = match answer.header("content-encoding") {
            "gzip" => inflated(&answer),
            _ => answer.text().to_owned(),
        };
        assert!(text == reply, "{length}");
    }
}

#[tokio::test]
async fn a_small_reply_is_not_gzip() {
    let request = with(ada("GET", GET, ""), "accept-encoding", "gzip");
    let answer = send(Fake::new().front(), request).await;
    assert_eq!(answer.header("content-encoding"), "");
    assert!(answer.text().starts_with("{\n"));
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        r#"["\\/{}\[\]:, a]{0,8}"#.prop_map(Value::from),
    ];
    leaf.prop_recursive(40, 64, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((r#"["\\{}a]{0,6}"#, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

async fn printed(compact: &str) -> String {
    let answer = send(Fake::new().replies(compact).front(), ada("GET", GET, "")).await;
    answer.text().to_owned()
}

proptest! {
    /// The printer moves bytes without understanding them; serde_json's understands them.
    #[test]
    fn pretty_is_what_serde_json_calls_pretty(value in value()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let compact = serde_json::to_string(&value)?;
        let expected = serde_json::to_string_pretty(&value)? + "\n";
        prop_assert_eq!(runtime.block_on(printed(&compact)), expected);
    }
}

#[tokio::test]
async fn indentation_has_no_end() {
    let nested = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let value: Value = serde_json::from_str(&nested).expect("JSON");
    let expected = serde_json::to_string_pretty(&value).expect("JSON") + "\n";
    assert_eq!(printed(&nested).await, expected);
}

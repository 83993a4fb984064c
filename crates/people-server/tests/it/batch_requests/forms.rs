//! What a batch looks like, byte for byte.
use expect_test::expect;
use people_http::Call;
use people_model::Method;
use proptest::prelude::*;

use super::{PATH, READ, TYPE, answers, batch, body_of, boundary_of, parts_of, statuses};
use crate::fake::{Answer, Fake, ada, anonymous, send, with};

const DELETE: &str = "DELETE /v1/people/c17:deleteContact HTTP/1.1\r\n\r\n";
const CREATE: &str = "POST /v1/people:createContact HTTP/1.1\r\n\
    Content-Type: application/json\r\n\r\n{\"names\":[{\"givenName\":\"Ada\"}]}";

#[tokio::test]
async fn f19_a_batch_is_answered_as_google_does() {
    let calls = [
        READ,
        "GET /v1/people/c17?personFields=nothing HTTP/1.1\r\n\r\n",
    ];
    let request = batch(body_of(&calls));
    let answer = send(Fake::new().replies(r#"{"etag":"%Eg=="}"#).front(), request).await;
    let text = answer
        .text()
        .replace(&boundary_of(&answer), "BOUNDARY")
        .replace('\r', "");
    expect![[r#"
        --BOUNDARY
        Content-Type: application/http
        Content-ID: <response-0>

        HTTP/1.1 200 OK
        Content-Type: application/json; charset=UTF-8
        Vary: Origin
        Vary: X-Origin
        Vary: Referer

        {
          "etag": "%Eg=="
        }

        --BOUNDARY
        Content-Type: application/http
        Content-ID: <response-1>

        HTTP/1.1 400 Bad Request
        Content-Type: application/json; charset=UTF-8
        Vary: Origin
        Vary: X-Origin
        Vary: Referer

        {
          "error": {
            "code": 400,
            "message": "Invalid personFields mask path: \"nothing\". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.",
            "status": "INVALID_ARGUMENT"
          }
        }

        --BOUNDARY--
    "#]]
    .assert_eq(&text);
    assert!(!answer.text().replace("\r\n", "").contains('\r'));
}

/// The calls of a batch, sent as these bytes.
async fn calls(content_type: &str, body: &str) -> (Answer, Vec<Call>) {
    let fake = Fake::new();
    let request = with(
        ada("POST", PATH, body.to_owned()),
        "content-type",
        content_type,
    );
    let answer = send(fake.front(), request).await;
    (answer, fake.calls())
}

/// Each of them reads, deletes and creates.
#[tokio::test]
async fn f19_forms_that_clients_write_are_read() {
    let plain = body_of(&[READ, DELETE, CREATE]);
    let (answer, expected) = calls(TYPE, &plain).await;
    assert_eq!(statuses(&parts_of(&answer)), [200; 3]);
    let methods: Vec<Method> = expected.iter().map(Call::method).collect();
    let wanted = [
        Method::GetPerson,
        Method::DeleteContact,
        Method::CreateContact,
    ];
    assert_eq!(methods, wanted);

    let longer = "multipart/mixed; charset=utf-8; boundary=\"='()+_,-./:=? x\\\"\"";
    let quoted = "Multipart/Mixed; Boundary=\"===============7330845974216740156==\"; type=x";
    let with_boundary = |boundary: &str| plain.replace("--b", &format!("--{boundary}"));
    let forms = [
        ("lines without a carriage return", TYPE, plain.replace('\r', "")),
        ("an empty line first", TYPE, format!("\r\n{plain}")),
        ("text around it", TYPE, format!("Hello,\n--bye\n--b-\r\n{plain}and\n--b\nmore")),
        ("no line break at the end", TYPE, plain.trim_end().to_owned()),
        ("blanks after a delimiter", TYPE, plain.replace("--b\r\n", "--b \t\r\n")),
        ("quotes", quoted, with_boundary("===============7330845974216740156==")),
        ("signs without quotes", "multipart/mixed;boundary=a=b:c/d", with_boundary("a=b:c/d")),
        ("a boundary that ends as the last line does", "multipart/mixed; boundary=b--", with_boundary("b--")),
        ("an encoding", TYPE, plain.replace("Content-ID", "Content-Transfer-Encoding: binary\r\nMIME-Version: 1.0\r\nContent-ID")),
        ("a parameter", TYPE, plain.replace("application/http", "application/http; msgtype=request")),
        ("a broken line", TYPE, plain.replace("Content-ID: <", "Content-ID:\r\n <")),
        ("parts without headers", TYPE, plain.replace("Content-Type: application/http\r\n", "")),
        ("an empty line before the headers", TYPE, plain.replace("--b\r\n", "--b\r\n\r\n")),
        ("an empty line before the request", TYPE, plain.replace("\r\n\r\n", "\r\n\r\n\r\n")),
        ("no version", TYPE, plain.replace(" HTTP/1.1", "")),
        ("a host and a length that is too long", TYPE, plain.replace("Content-Type: application/json", "Host: people.googleapis.com\r\nContent-Length: 34\r\nContent-Type: application/json")),
        ("a length of nothing", TYPE, plain.replace("c17:deleteContact HTTP/1.1\r\n", "c17:deleteContact HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 0\r\n")),
        ("chunks", TYPE, plain.replace("Contact HTTP/1.1\r\n", "Contact HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n")),
        ("a request line alone", TYPE, plain.replace(DELETE, DELETE.trim_end())),
    ];
    for (name, content_type, body) in forms {
        assert!(body != plain, "{name}");
        let (answer, made) = calls(content_type, &body).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert_eq!(
            statuses(&parts_of(&answer)),
            [200; 3],
            "{name}: {}",
            answer.text()
        );
        assert_eq!(made, expected, "{name}");
    }
    let (refused, made) = calls(longer, &plain).await;
    assert_eq!(
        (refused.status.as_u16(), made),
        (400, vec![]),
        "a quote is no sign of a boundary"
    );
}

#[tokio::test]
async fn f19_an_id_comes_back_with_response_before_it() {
    let fake = Fake::new();
    for (id, answered) in [
        ("<a+1>", "<response-a+1>"),
        ("7", "response-7"),
        ("a:b:c", "response-a:b:c"),
        ("<1f0c8a52 + 0>", "<response-1f0c8a52 + 0>"),
        ("<item:\u{e9}>", "<response-item:\u{e9}>"),
        ("", "response-"),
    ] {
        let body = body_of(&[READ]).replace("<0>", id);
        assert_eq!(answers(&fake, batch(body)).await[0].id, answered);
    }
    let without = body_of(&[READ]).replace("Content-ID: <0>\r\n", "");
    assert_eq!(answers(&fake, batch(without)).await[0].id, "response-");
    // Two calls may have the same.
    let twice = body_of(&[READ, READ]).replace("<1>", "<0>");
    let twice = answers(&fake, batch(twice)).await;
    assert_eq!([&*twice[0].id, &*twice[1].id], ["<response-0>"; 2]);
}

#[tokio::test]
async fn f19_both_addresses_and_gzip() {
    let fake = Fake::new().replies(format!(r#"{{"etag":"{}"}}"#, "x".repeat(2000)));
    for address in ["/batch", "/batch/people/v1", "/batch?prettyPrint=false"] {
        let request = with(ada("POST", address, body_of(&[READ])), "content-type", TYPE);
        assert_eq!(statuses(&answers(&fake, request).await), [200], "{address}");
    }
    let zipped = with(batch(body_of(&[READ])), "accept-encoding", "gzip");
    let zipped = send(fake.front(), zipped).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    let mut inflated = String::new();
    let mut reader = flate2::read::GzDecoder::new(&*zipped.body);
    std::io::Read::read_to_string(&mut reader, &mut inflated).expect("gzip of text");
    assert!(inflated.starts_with(&format!("--{}\r\n", boundary_of(&zipped))));
    assert!(
        inflated.contains("\r\n\r\n{\n  \"etag\": \"xxx"),
        "a part is as it is"
    );

    let compressed = crate::body::gzip(body_of(&[READ]).as_bytes());
    let compressed = with(batch(compressed), "content-encoding", "gzip");
    assert_eq!(statuses(&answers(&fake, compressed).await), [200]);
    // Another verb is none of the API's.
    for verb in ["GET", "PUT", "DELETE"] {
        let other = send(fake.front(), ada(verb, "/batch", "")).await;
        assert_eq!(other.status, 404, "{verb}");
    }
}

#[tokio::test]
async fn f19_a_thousand_calls_are_answered_in_their_order() {
    let call = |number| format!("GET /v1/people/c{number}?personFields=names");
    let requests: Vec<String> = (1..=1000).map(call).collect();
    let fake = Fake::new();
    let answered = answers(&fake, batch(body_of(&requests))).await;
    assert_eq!(statuses(&answered), [200; 1000]);
    let ids: Vec<String> = (0..1000)
        .map(|number| format!("<response-{number}>"))
        .collect();
    assert!(answered.iter().map(|part| &part.id).eq(&ids));
    let names = fake.calls().into_iter().map(|call| match call {
        Call::GetPerson(get) => get.resource_name.to_string(),
        other => format!("{other:?}"),
    });
    assert!(names.eq((1..=1000).map(|number| format!("people/c{number}"))));

    let more = body_of(&vec![READ; 1001]);
    let refused = send(fake.front(), batch(more)).await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.message(),
        "A batch has at most 1000 calls. This one has more."
    );
    assert_eq!(fake.calls(), [], "nothing was called");
}

/// Nothing of it is done.
#[tokio::test]
async fn f19_what_is_no_batch_is_400() {
    let fake = Fake::new();
    let plain = body_of(&[DELETE, DELETE]);
    let open = plain.strip_suffix("--b--\r\n").expect("an end");
    let long = format!("multipart/mixed; boundary={}", "b".repeat(71));
    for (content_type, body, said) in [
        ("", &*plain, "multipart/mixed with a boundary"),
        (
            "application/json",
            &plain,
            "multipart/mixed with a boundary",
        ),
        ("multipart/mixed", &plain, "multipart/mixed with a boundary"),
        (
            "multipart/mixed; boundary",
            &plain,
            "multipart/mixed with a boundary",
        ),
        (
            "multipart/mixed; charset=b",
            &plain,
            "multipart/mixed with a boundary",
        ),
        (
            "multipart/mixed; boundary=\"b",
            &plain,
            "multipart/mixed with a boundary",
        ),
        (
            "multipart/form-data; boundary=b",
            &plain,
            "multipart/mixed with a boundary",
        ),
        ("multipart/mixed; boundary=", &plain, "1 to 70 characters"),
        (
            "multipart/mixed; boundary=\"b \"",
            &plain,
            "1 to 70 characters",
        ),
        ("multipart/mixed; boundary=b;b", "--b;b", "no line --b "),
        (&long, &plain, "1 to 70 characters"),
        (TYPE, "", "no line --b "),
        (TYPE, "--b--\r\n", "no line --b "),
        (TYPE, "--c\r\n\r\nGET /\r\n--c--", "no line --b "),
        (TYPE, "x--b\r\n\r\nGET /\r\nx--b--", "no line --b "),
        (TYPE, open, "ends with the line --b--"),
        (TYPE, "--b", "ends with the line --b--"),
        (TYPE, &plain[..plain.len() - 4], "ends with the line --b--"),
        (
            TYPE,
            &plain.replace("--b--", "--b-- x"),
            "ends with the line --b--",
        ),
        (
            TYPE,
            &plain.replace("--b--", "--b"),
            "ends with the line --b--",
        ),
        (TYPE, &"--b\n".repeat(100_000), "at most 1000 calls"),
        (
            TYPE,
            &format!("--b\n{}", "\n--b-".repeat(100_000)),
            "ends with the line --b--",
        ),
    ] {
        let mut request = ada("POST", PATH, body.to_owned());
        if !content_type.is_empty() {
            request = with(request, "content-type", content_type);
        }
        let refused = send(fake.front(), request).await;
        assert_eq!(refused.status, 400, "{content_type}");
        assert!(
            refused.message().contains(said),
            "{content_type}: {}",
            refused.message()
        );
        assert_eq!(
            refused.header("content-type"),
            "application/json; charset=UTF-8"
        );
    }
    let large = body_of(&[format!("{DELETE}{}", "x".repeat(9 << 20))]);
    let large = send(fake.front(), batch(large)).await;
    assert_eq!(
        large.message(),
        "Request payload size exceeds the limit: 8388608 bytes."
    );
    assert_eq!(fake.calls(), [], "nothing was called");
}

#[tokio::test]
async fn f19_who_sends_a_batch_is_known_or_it_is_401() {
    let fake = Fake::new();
    let own = "GET /v1/people/c17?personFields=names\r\nAuthorization: Bearer mary\r\n\r\n";
    for token in ["Basic x", "Bearer ", "Bearer mary;scopes=none"] {
        let body = body_of(&[own]);
        let unknown = with(super::anonymous_batch(PATH, body), "authorization", token);
        let unknown = send(fake.front(), unknown).await;
        assert_eq!(unknown.status, 401, "{token}");
        assert!(unknown.header("www-authenticate").contains("invalid_token"));
    }
    assert_eq!(
        send(fake.front(), anonymous("POST", PATH, "")).await.status,
        400
    );
    let nobody = super::anonymous_batch(PATH, body_of(&[READ, own]));
    let nobody = send(fake.front(), nobody).await;
    assert_eq!(nobody.status, 401);
    expect![[r#"
        {
          "error": {
            "code": 401,
            "message": "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            "status": "UNAUTHENTICATED",
            "details": [
              {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "CREDENTIALS_MISSING",
                "domain": "googleapis.com",
                "metadata": {
                  "service": "people.googleapis.com"
                }
              }
            ]
          }
        }
    "#]]
    .assert_eq(nobody.text());
    assert_eq!(fake.calls(), [], "nothing was called");

    // The first call may say it for all.
    let known = answers(
        &fake,
        super::anonymous_batch(PATH, body_of(&[own, own, READ])),
    )
    .await;
    assert_eq!(statuses(&known), [200, 200, 401]);
    let known = super::anonymous_batch("/batch?access_token=mary", body_of(&[READ, READ]));
    assert_eq!(statuses(&answers(&fake, known).await), [200, 200]);
    // A stranger's batch takes none of the memory that is for all.
    let large = body_of(&[own, &format!("{own}{}", "x".repeat(20_000))]);
    let large = send(fake.front(), super::anonymous_batch(PATH, large)).await;
    assert_eq!(large.status, 401);
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "--b",
        "--b--",
        "\r\n",
        "\n",
        "\n\n",
        " ",
        "-",
        ":",
        "GET ",
        "/v1/people/c17?personFields=names",
        "/batch",
        " HTTP/1.1",
        "Content-ID: <a>",
        "Content-Type: application/http",
        "\u{0}",
        "http://x/",
        "X-HTTP-Method-Override: DELETE",
        "POST ",
        "{}",
        "\u{e9}",
        "DELETE /v1/people/c1:deleteContact",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Any bytes are a batch of as many replies as calls, or 400.
    #[test]
    fn f19_any_bytes_are_a_batch_or_400(body in pieces()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        for body in [body.clone(), format!("--b\n{body}\n--b--")] {
            let fake = Fake::new();
            let answer = runtime.block_on(send(fake.front(), batch(body.clone())));
            if answer.status == 400 {
                prop_assert_eq!(fake.calls().len(), 0);
                continue;
            }
            let answered = parts_of(&answer);
            let made = answered.iter().filter(|part| part.status == 200).count();
            prop_assert_eq!(fake.calls().len(), made);
            let allowed = [200, 400, 404, 501];
            prop_assert!(answered.iter().all(|part| allowed.contains(&part.status)), "{answered:?}");
        }
    }
}

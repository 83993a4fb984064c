//! Where users are sent, and where they are not (rule `X43`).
use super::{CONTACTS, Login, Sent};

#[tokio::test]
async fn x43_nobody_is_sent_to_an_address_that_is_not_registered() {
    let login = Login::start().await;
    for uri in [
        "http://evil.example/",
        "https://localhost:4711/",
        "http://localhost.evil.example:4711/",
        "http://localhost:4711@evil.example/",
        "http://evil.example@localhost:4711/",
        "http://localhost:4711/other",
        "http://localhost:4711/../",
        "http://localhost:4711//evil.example",
        "http://localhost:4711/?next=http://evil.example",
        "http://localhost:4711/#evil",
        "http://localhost:4711\\@evil.example/",
        "http://127.0.0.1.evil.example:4711/",
        "http://127.1:4711/",
        "http://2130706433:4711/",
        "http://0.0.0.0:4711/",
        "http://[::ffff:127.0.0.1]:4711/",
        "//localhost:4711/",
        "javascript:alert(1)",
        "data:text/html,x",
        "urn:ietf:wg:oauth:2.0:oob",
        "http://localhost:4711/\r\nset-cookie: x=y",
        " http://localhost:4711/",
        "",
    ] {
        for more in [
            &[][..],
            &[("prompt", "none")],
            &[("response_type", "token")],
            &[("scope", "x")],
        ] {
            let address = login.address(&[more, &[("redirect_uri", uri)]].concat());
            let answer = login.get(&address).await;
            assert_eq!(answer.status, 400, "{uri} {more:?}");
            assert_eq!(answer.headers.get("location"), None, "{uri} {more:?}");
        }
    }
    let page = login
        .get(&login.address(&[("redirect_uri", "http://<script>.example/")]))
        .await;
    let html = String::from_utf8_lossy(&page.body).into_owned();
    assert!(
        html.contains("redirect_uri_mismatch") && html.contains("http://localhost"),
        "{html}"
    );
    assert!(!html.contains("<script>"), "{html}");
    // Nor with a client that nobody knows.
    let answer = login.get(&login.address(&[("client_id", "eve")])).await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers.get("location")),
        (401, None)
    );
    // Two of one, of which a check might read the first and a redirect the last.
    let twice = format!(
        "{}&redirect_uri=http%3A%2F%2Fevil.example",
        login.address(&[])
    );
    let answer = login.get(&twice).await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers.get("location")),
        (400, None)
    );
}

#[tokio::test]
async fn x43_an_installed_app_is_sent_to_any_port() {
    let login = Login::start().await;
    for uri in [
        "http://localhost:1/",
        "http://localhost",
        "http://127.0.0.1:65535",
        "http://[::1]:8080/",
    ] {
        let sent = login.choose("ada", &[("redirect_uri", uri)]).await;
        assert_eq!(sent.to, uri);
    }
    // A web server says which.
    for (uri, status) in [
        ("http://127.0.0.1:3000/callback", 200),
        ("http://127.0.0.1:3001/callback", 400),
        ("http://127.0.0.1/callback", 400),
        ("http://localhost:3000/callback", 400),
    ] {
        let address = login.address(&[("client_id", "other"), ("redirect_uri", uri)]);
        assert_eq!(login.get(&address).await.status, status, "{uri}");
    }
}

#[tokio::test]
async fn x43_a_state_goes_back_as_text() {
    let login = Login::start().await;
    for state in [
        "http://evil.example",
        "&redirect_uri=http://evil.example",
        "#/@evil.example",
        "x\r\nlocation: http://evil.example",
        "%0d%0alocation:%20http://evil.example",
        "\u{202e}",
    ] {
        for more in [&[][..], &[("scope", "unknown")]] {
            let more = [more, &[("state", state)]].concat();
            let sent = match more.len() {
                1 => login.choose("ada", &more).await,
                _ => Sent::of(&login.get(&login.address(&more)).await),
            };
            assert_eq!(sent.to, super::REDIRECT);
            assert_eq!(sent.get("state").as_deref(), Some(state));
        }
    }
    let sent = login.choose("ada", &[("state", "")]).await;
    assert_eq!(sent.get("state"), None, "none was given");
}

#[tokio::test]
async fn x43_the_program_hears_what_is_wrong() {
    let login = Login::start().await;
    for (pair, error) in [
        (("response_type", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", "code token"), "unsupported_response_type"),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", ""), "invalid_request"),
        (("scope", "contacts"), "invalid_scope"),
        (("access_type", "always"), "invalid_request"),
        (("include_granted_scopes", "yes"), "invalid_request"),
        (("prompt", "login"), "invalid_request"),
        (("prompt", "none consent"), "invalid_request"),
        (("prompt", "consent none"), "invalid_request"),
        (("request", "x.y.z"), "request_not_supported"),
        (
            ("request_uri", "http://evil.example"),
            "request_uri_not_supported",
        ),
    ] {
        let sent = Sent::of(&login.get(&login.address(&[pair])).await);
        assert_eq!(sent.get("error").as_deref(), Some(error), "{pair:?}");
        assert!(sent.get("error_description").is_some(), "{pair:?}");
        assert_eq!(sent.get("code"), None);
    }
    let sent = Sent::of(
        &login
            .get(&login.address(&[("scope", &format!("{CONTACTS}.other.readonl"))]))
            .await,
    );
    let text = sent.get("error_description").expect("a text");
    assert!(
        text.contains("Did you mean `https://www.googleapis.com/auth/contacts.other.readonly`?"),
        "{text}"
    );
}

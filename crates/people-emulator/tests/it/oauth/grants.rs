//! What an account permitted before, and how a test has it permit something (rules `X42`, `X52`).
use serde_json::json;

use super::{CONTACTS, Login, READ_ONLY, Sent, one_time};

const SILENT: (&str, &str) = ("prompt", "none");

fn hint(account: &str) -> (&str, &str) {
    ("login_hint", account)
}

async fn silent(login: &Login, more: &[(&str, &str)]) -> Sent {
    let more = [&[SILENT], more].concat();
    Sent::of(&login.get(&login.address(&more)).await)
}

#[tokio::test]
async fn x42_without_a_page_only_what_was_permitted_is() {
    let login = Login::start().await;
    let error = |sent: Sent| sent.get("error").expect("an error");
    assert_eq!(error(silent(&login, &[]).await), "login_required");
    assert_eq!(
        error(silent(&login, &[hint("eve")]).await),
        "login_required"
    );
    assert_eq!(
        error(silent(&login, &[hint("ada")]).await),
        "consent_required"
    );
    login.code("ada", &[]).await;
    for name in ["ada", "ada@example.com"] {
        let code = silent(&login, &[hint(name)])
            .await
            .get("code")
            .expect("a code");
        assert_eq!(login.exchange(&code, &[]).await.status, 200);
    }
    assert!(
        silent(&login, &[]).await.get("code").is_some(),
        "it is the only account"
    );
    // Not more than that, not for others, and not for another program.
    let wider = format!("{CONTACTS} openid");
    assert_eq!(
        error(silent(&login, &[hint("ada"), ("scope", &wider)]).await),
        "consent_required"
    );
    assert_eq!(
        error(silent(&login, &[hint("bob")]).await),
        "consent_required"
    );
    let other = [
        hint("ada"),
        ("client_id", "other"),
        ("redirect_uri", "http://127.0.0.1:3000/callback"),
    ];
    assert_eq!(error(silent(&login, &other).await), "consent_required");
    login.code("bob", &[]).await;
    assert_eq!(
        error(silent(&login, &[]).await),
        "account_selection_required"
    );
}

#[tokio::test]
async fn x42_who_permitted_it_before_sees_no_page_unless_asked() {
    let login = Login::start().await;
    login.code("ada", &[]).await;
    let sent = Sent::of(&login.get(&login.address(&[hint("ada")])).await);
    assert!(sent.get("code").is_some());
    for more in [
        &[hint("ada"), ("prompt", "consent")][..],
        &[hint("ada"), ("prompt", "select_account")],
        &[hint("ada"), ("scope", READ_ONLY)],
        &[hint("bob")],
        &[],
    ] {
        assert_eq!(
            login.get(&login.address(more)).await.status,
            200,
            "{more:?}"
        );
    }
}

#[tokio::test]
async fn x42_scopes_add_up_where_a_program_asks_for_that() {
    let login = Login::start().await;
    login.code("ada", &[]).await;
    let alone = login.tokens("ada", &[("scope", READ_ONLY)]).await;
    assert_eq!(alone["scope"], READ_ONLY);
    let more = [("scope", "openid"), ("include_granted_scopes", "true")];
    let all = login.tokens("ada", &more).await;
    assert_eq!(all["scope"], format!("openid {CONTACTS} {READ_ONLY}"));
    let bob = login.tokens("bob", &more).await;
    assert_eq!(bob["scope"], "openid", "ada's are not his");
}

#[tokio::test]
async fn x42_what_a_user_withholds_now_is_not_added() {
    let login = Login::start().await;
    login
        .code("ada", &[("scope", &format!("{CONTACTS} {READ_ONLY}"))])
        .await;
    let scope = format!("openid {CONTACTS}");
    let more = [("scope", &*scope), ("include_granted_scopes", "true")];
    let value = one_time(&login.get(&login.address(&more)).await);
    let chosen = [
        ("page", &*value),
        ("account", "ada"),
        ("withhold", CONTACTS),
    ];
    let sent = Sent::of(&login.post("/o/oauth2/v2/auth", &chosen).await);
    let permitted = format!("openid {READ_ONLY}");
    assert_eq!(sent.get("scope").as_ref(), Some(&permitted));
    let code = sent.get("code").expect("a code");
    let given = login.exchange(&code, &[]).await.json();
    assert_eq!(given["scope"], permitted);
    assert_eq!(login.create(&given["access_token"]).await.status, 403);
}

#[tokio::test]
async fn x42_a_web_server_asks_for_offline_access() {
    let login = Login::start().await;
    let other = [
        ("client_id", "other"),
        ("redirect_uri", "http://127.0.0.1:3000/callback"),
    ];
    let mut offline = Vec::new();
    for more in [
        &[][..],
        &[("access_type", "offline")],
        &[("access_type", "offline"), ("prompt", "consent")],
    ] {
        let code = login.code("bob", &[&other[..], more].concat()).await;
        let exchanged = [&super::AS_OTHER[..], &other[1..]].concat();
        let given = login.exchange(&code, &exchanged).await.json();
        offline.push(given.get("refresh_token").is_some());
    }
    assert_eq!(
        offline,
        [false, false, true],
        "online; permitted before; asked for again"
    );
    login
        .server
        .control("DELETE", "oauth/grants?account=bob", "")
        .await;
    let code = login
        .code("bob", &[&other[..], &[("access_type", "offline")]].concat())
        .await;
    let given = login
        .exchange(&code, &[&super::AS_OTHER[..], &other[1..]].concat())
        .await
        .json();
    assert!(given.get("refresh_token").is_some(), "the first consent");
}

#[tokio::test]
async fn x52_a_test_has_an_account_permit_something() {
    let login = Login::start().await;
    let control = async |verb: &str, query: &str, body: &str| {
        let answer = login
            .server
            .control(verb, &format!("oauth/grants{query}"), body)
            .await;
        (answer.status.as_u16(), answer.json())
    };
    let grant = format!(
        r#"{{"account": "carol", "clientId": "{}", "scopes": ["{CONTACTS}"]}}"#,
        login.id
    );
    let (status, granted) = control("POST", "", &grant).await;
    assert_eq!(
        (status, &granted["scopes"]),
        (200, &json!([CONTACTS])),
        "{granted}"
    );
    let given = silent(&login, &[hint("carol")])
        .await
        .get("code")
        .expect("a code");
    let given = login.exchange(&given, &[]).await.json();
    assert_eq!(login.list(&given["access_token"]).await.status, 200);
    // A service account may act for it from now on.
    assert_eq!(
        login
            .assert(&super::signed(&super::claims(Some("carol"))))
            .await
            .status,
        200
    );

    assert_eq!(
        control("GET", "?account=carol", "").await.1["grants"],
        json!([granted])
    );
    assert_eq!(
        control("GET", "?account=ada", "").await.1["grants"],
        json!([])
    );
    assert_eq!(
        control("DELETE", "?account=carol&clientId=other", "")
            .await
            .0,
        200
    );
    assert_eq!(login.list(&given["access_token"]).await.status, 200);
    assert_eq!(control("DELETE", "?account=carol", "").await.0, 200);
    assert_eq!(login.list(&given["access_token"]).await.status, 401);
    assert_eq!(control("GET", "", "").await.1["grants"], json!([]));

    for (verb, query, body) in [
        ("POST", "", r#"{"account": "ada"}"#), // there are two programs
        ("POST", "", r#"{"account": "ada", "clientId": "eve"}"#),
        (
            "POST",
            "",
            r#"{"account": "ada", "clientId": "other", "scopes": ["contacts"]}"#,
        ),
        (
            "POST",
            "",
            r#"{"account": "ada", "clientId": "other", "scope": []}"#,
        ),
        ("POST", "", r#"{"account": "", "clientId": "other"}"#),
        ("DELETE", "", ""),
        ("GET", "?accounts=ada", ""),
    ] {
        let (status, answer) = control(verb, query, body).await;
        assert_eq!(status, 400, "{verb} {query} {body}: {answer}");
    }
    let answer = login.server.send(
        "POST",
        "/emulator/v1/oauth/grants",
        &[("origin", "http://localhost:3000")],
        grant,
    );
    assert_eq!(answer.await.status, 403);
}

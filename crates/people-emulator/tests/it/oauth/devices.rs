//! Devices without a browser (rule `X48`).
use people_emulator::{Clocks, ControlToken, OAuthSettings, Options};
use serde_json::Value;

use super::{AS_OTHER, CONTACTS, Login, one_time, refused};
use crate::server::Answer;

const GRANT: (&str, &str) = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");

pub(super) async fn begin(login: &Login) -> Value {
    let answer = login
        .post(
            "/device/code",
            &[("client_id", &login.id), ("scope", CONTACTS)],
        )
        .await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    answer.json()
}

pub(super) async fn poll(login: &Login, begun: &Value, more: &[(&str, &str)]) -> Answer {
    let code = begun["device_code"].as_str().expect("a code");
    login
        .token(&[&[GRANT, ("device_code", code)], more].concat())
        .await
}

pub(super) async fn decide(login: &Login, begun: &Value, pairs: &[(&str, &str)]) -> Answer {
    let code = begun["user_code"].as_str().expect("a code");
    let page = login.get(&format!("/device?user_code={code}")).await;
    assert_eq!(page.status, 200);
    let value = one_time(&page);
    login
        .post("/device", &[&[("page", &*value)], pairs].concat())
        .await
}

#[tokio::test]
async fn x48_a_user_permits_it_elsewhere() {
    let login = Login::start().await;
    let begun = begin(&login).await;
    assert_eq!(begun["verification_url"], "http://127.0.0.1:8710/device");
    assert_eq!(begun["verification_uri"], begun["verification_url"]);
    refused(
        &poll(&login, &begun, &[]).await,
        428,
        "authorization_pending",
    );
    refused(&poll(&login, &begun, &[]).await, 403, "slow_down");
    refused(&poll(&login, &begun, &AS_OTHER).await, 400, "invalid_grant");
    refused(
        &poll(&login, &begun, &[("client_secret", "wrong")]).await,
        401,
        "invalid_client",
    );
    assert_eq!(
        decide(&login, &begun, &[("account", "ada")]).await.status,
        200
    );
    let given = poll(&login, &begun, &[]).await.json();
    assert_eq!(
        login.list(&given["access_token"]).await.status,
        200,
        "{given}"
    );
    let refresh = given["refresh_token"].as_str().expect("a token");
    assert_eq!(login.refresh(refresh, &[]).await.status, 200);
    refused(&poll(&login, &begun, &[]).await, 400, "invalid_grant");
}

#[tokio::test]
async fn x48_a_user_denies() {
    let login = Login::start().await;
    let begun = begin(&login).await;
    assert_eq!(
        decide(&login, &begun, &[("decision", "deny")]).await.status,
        200
    );
    refused(&poll(&login, &begun, &[]).await, 403, "access_denied");
    let begun = begin(&login).await;
    assert_eq!(
        decide(
            &login,
            &begun,
            &[("account", "ada"), ("withhold", CONTACTS)]
        )
        .await
        .status,
        200
    );
    refused(&poll(&login, &begun, &[]).await, 403, "access_denied");
}

#[tokio::test]
async fn x48_beyond_this_machine_a_stranger_denies_nothing() {
    let mut options = Options::default();
    options.beyond_loopback = true;
    options.token = Some(ControlToken::new("secret"));
    let login = Login::with(OAuthSettings::default(), options, Clocks::new()).await;
    let begun = begin(&login).await;
    let deny = ("decision", "deny");
    for typed in ["", "wrong"] {
        let answer = decide(&login, &begun, &[deny, ("emulator_token", typed)]).await;
        assert_eq!(answer.status, 403, "{typed}");
    }
    refused(
        &poll(&login, &begun, &[]).await,
        428,
        "authorization_pending",
    );
    let answer = decide(&login, &begun, &[deny, ("emulator_token", "secret")]).await;
    assert_eq!(answer.status, 200);
    refused(&poll(&login, &begun, &[]).await, 403, "access_denied");
}

#[tokio::test]
async fn x48_a_code_that_no_device_has_leads_nowhere() {
    let login = Login::start().await;
    let begun = begin(&login).await;
    assert_eq!(login.get("/device").await.status, 200);
    let user_code = begun["user_code"].as_str().expect("a code").to_owned();
    for code in [
        "BCDF-GHJK",
        "x",
        "%00",
        &user_code[..8],
        begun["device_code"].as_str().expect("a code"),
    ] {
        let answer = login.get(&format!("/device?user_code={code}")).await;
        assert_eq!(answer.status, 400, "{code}");
    }
    let typed = user_code.replace('-', "").to_lowercase();
    let [one, two] = [
        login.get(&format!("/device?user_code={typed}")).await,
        login.get(&format!("/device?user_code={user_code}")).await,
    ];
    // Of two pages for one device, one decides.
    let value = one_time(&one);
    assert_eq!(
        login
            .post("/device", &[("page", &value), ("account", "ada")])
            .await
            .status,
        200
    );
    let value = one_time(&two);
    assert_eq!(
        login
            .post("/device", &[("page", &value), ("account", "bob")])
            .await
            .status,
        400
    );
    assert_eq!(
        login
            .get(&format!("/device?user_code={typed}"))
            .await
            .status,
        400,
        "it waits no more"
    );
    let given = poll(&login, &begun, &[]).await.json();
    assert!(
        login.list(&given["access_token"]).await.json()["connections"].is_array(),
        "ada's"
    );
    for (pairs, status, error) in [
        (
            &[("client_id", "eve"), ("scope", CONTACTS)][..],
            401,
            "invalid_client",
        ),
        (&[("client_id", &*login.id)], 400, "invalid_request"),
        (
            &[("client_id", &*login.id), ("scope", "contacts")],
            400,
            "invalid_scope",
        ),
        (&[("scope", CONTACTS)], 400, "invalid_request"),
    ] {
        refused(&login.post("/device/code", pairs).await, status, error);
    }
}

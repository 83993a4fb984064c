//! What tokens permit, for how long, and what revokes them (rules `X41`, `X45`, `X46`, `X47`).
use people_emulator::{Clocks, OAuthSettings, Options};
use serde_json::{Value, json};

use super::{AS_OTHER, CONTACTS, Login, READ_ONLY, Sent, devices, refused, signed};
use crate::server::Answer;

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn x45_a_token_permits_its_scopes() {
    let login = Login::start().await;
    let given = login.tokens("ada", &[("scope", READ_ONLY)]).await;
    assert_eq!(login.list(&given["access_token"]).await.status, 200);
    let answer = login.create(&given["access_token"]).await;
    assert_eq!(answer.status, 403);
    let error = &answer.json()["error"];
    assert_eq!(
        error["details"][0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "{error}"
    );
    // Of OpenID Connect alone, it permits nothing of the API.
    let given = login.tokens("ada", &[("scope", "openid email")]).await;
    assert_eq!(
        given["scope"],
        "openid https://www.googleapis.com/auth/userinfo.email"
    );
    assert_eq!(login.list(&given["access_token"]).await.status, 403);
}

#[tokio::test]
async fn x46_a_token_expires_by_the_accounts_clock() {
    let login = Login::start().await;
    let [ada, bob] = [
        login.tokens("ada", &[]).await,
        login.tokens("bob", &[]).await,
    ];
    login.advance("ada", "PT59M").await;
    assert_eq!(login.list(&ada["access_token"]).await.status, 200);
    login.advance("ada", "PT1M").await;
    assert_eq!(login.list(&ada["access_token"]).await.status, 401);
    refused(
        &tokeninfo(&login, &ada["access_token"]).await,
        400,
        "invalid_token",
    );
    assert_eq!(
        login.list(&bob["access_token"]).await.status,
        200,
        "a clock is of one account"
    );
    // The program asks for another, and has the time of the account for that too.
    let again = login.refresh(text(&ada["refresh_token"]), &[]).await.json();
    assert_eq!(login.list(&again["access_token"]).await.status, 200);
    assert!(again.get("refresh_token").is_none(), "the first one stays");
    let asserted = login
        .assert(&signed(&super::claims(Some("ada"))))
        .await
        .json();
    assert_eq!(login.list(&asserted["access_token"]).await.status, 200);
    login.advance("ada", "P1Y").await;
    assert_eq!(login.list(&again["access_token"]).await.status, 401);
    assert_eq!(
        login.refresh(text(&ada["refresh_token"]), &[]).await.status,
        200
    );
}

#[tokio::test]
async fn x46_a_refresh_does_not_widen() {
    let login = Login::start().await;
    let both = format!("{CONTACTS} {READ_ONLY}");
    let given = login.tokens("ada", &[("scope", &both)]).await;
    let refresh = text(&given["refresh_token"]);
    let narrow = login.refresh(refresh, &[("scope", READ_ONLY)]).await.json();
    assert_eq!(narrow["scope"], READ_ONLY);
    assert_eq!(login.create(&narrow["access_token"]).await.status, 403);
    let wide = login.refresh(refresh, &[]).await.json();
    assert_eq!(wide["scope"], both);
    for more in [
        "openid",
        "https://www.googleapis.com/auth/contacts.other.readonly",
        "contacts",
    ] {
        let scope = format!("{both} {more}");
        refused(
            &login.refresh(refresh, &[("scope", &scope)]).await,
            400,
            "invalid_scope",
        );
    }
    // Not even with what the account permitted in another login.
    login.tokens("ada", &[("scope", "openid")]).await;
    refused(
        &login.refresh(refresh, &[("scope", "openid")]).await,
        400,
        "invalid_scope",
    );
}

#[tokio::test]
async fn x46_a_refresh_token_is_of_one_client() {
    let login = Login::start().await;
    let given = login.tokens("ada", &[]).await;
    let refresh = text(&given["refresh_token"]);
    refused(
        &login.refresh(refresh, &AS_OTHER).await,
        400,
        "invalid_grant",
    );
    refused(
        &login.refresh(refresh, &[("client_secret", "wrong")]).await,
        401,
        "invalid_client",
    );
    for other in ["1//", "1//x", text(&given["access_token"]), &refresh[1..]] {
        refused(&login.refresh(other, &[]).await, 400, "invalid_grant");
    }
    assert_eq!(login.refresh(refresh, &[]).await.status, 200);
    // Neither it nor a code is an access token, or the name of an account.
    let code = login.code("ada", &[]).await;
    for token in [&given["refresh_token"], &code.into()] {
        assert_eq!(login.list(token).await.status, 401);
    }
}

#[tokio::test]
async fn x46_the_hundred_and_first_refresh_token_ends_the_first() {
    let login = Login::start().await;
    let first = login.tokens("ada", &[]).await;
    let other = login.tokens("bob", &[]).await;
    for _ in 0..99 {
        login.tokens("ada", &[]).await;
    }
    assert_eq!(
        login
            .refresh(text(&first["refresh_token"]), &[])
            .await
            .status,
        200
    );
    login.tokens("ada", &[]).await;
    refused(
        &login.refresh(text(&first["refresh_token"]), &[]).await,
        400,
        "invalid_grant",
    );
    assert_eq!(
        login
            .refresh(text(&other["refresh_token"]), &[])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn x47_a_revoked_token_is_good_for_nothing() {
    let login = Login::start().await;
    for revoked in ["access_token", "refresh_token"] {
        let (given, other) = (
            login.tokens("ada", &[]).await,
            login.tokens("bob", &[]).await,
        );
        let again = login
            .refresh(text(&given["refresh_token"]), &[])
            .await
            .json();
        let unused = login.code("ada", &[("prompt", "consent")]).await;
        let (device, others) = (devices::begin(&login).await, devices::begin(&login).await);
        for (device, account) in [(&device, "ada"), (&others, "bob")] {
            let answer = devices::decide(&login, device, &[("account", account)]).await;
            assert_eq!(answer.status, 200);
        }
        let answer = login
            .post("/revoke", &[("token", text(&given[revoked]))])
            .await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
        for token in [&given["access_token"], &again["access_token"]] {
            assert_eq!(login.list(token).await.status, 401, "after {revoked}");
        }
        refused(
            &login.refresh(text(&given["refresh_token"]), &[]).await,
            400,
            "invalid_grant",
        );
        refused(&login.exchange(&unused, &[]).await, 400, "invalid_grant");
        // A device that was allowed before, and did not ask yet, comes too late.
        refused(
            &devices::poll(&login, &device, &[]).await,
            400,
            "invalid_grant",
        );
        assert_eq!(devices::poll(&login, &others, &[]).await.status, 200);
        refused(
            &login
                .post("/revoke", &[("token", text(&given[revoked]))])
                .await,
            400,
            "invalid_token",
        );
        // The consent is gone too.
        let silent = login
            .get(&login.address(&[("prompt", "none"), ("login_hint", "ada")]))
            .await;
        assert_eq!(
            Sent::of(&silent).get("error").as_deref(),
            Some("consent_required")
        );
        assert_eq!(
            login.list(&other["access_token"]).await.status,
            200,
            "bob revoked nothing"
        );
    }
    // Programs of Google's put the token in the address.
    let given = login.tokens("ada", &[]).await;
    let address = format!("/revoke?token={}", text(&given["access_token"]));
    assert_eq!(login.post(&address, &[]).await.status, 200);
    assert_eq!(login.list(&given["access_token"]).await.status, 401);
    // Of a service account only this one goes.
    let [one, two] = [(); 2].map(|()| signed(&super::claims(Some("ada"))));
    let (one, two) = (
        login.assert(&one).await.json(),
        login.assert(&two).await.json(),
    );
    assert_eq!(
        login
            .post("/revoke", &[("token", text(&one["access_token"]))])
            .await
            .status,
        200
    );
    assert_eq!(login.list(&one["access_token"]).await.status, 401);
    assert_eq!(login.list(&two["access_token"]).await.status, 200);
}

#[tokio::test]
async fn x47_an_expired_token_revokes_nothing() {
    let login = Login::start().await;
    let given = login.tokens("ada", &[]).await;
    login.advance("ada", "PT1H").await;
    refused(
        &login
            .post("/revoke", &[("token", text(&given["access_token"]))])
            .await,
        400,
        "invalid_token",
    );
    let again = login.refresh(text(&given["refresh_token"]), &[]).await;
    assert_eq!(again.status, 200);
    assert_eq!(login.list(&again.json()["access_token"]).await.status, 200);
}

#[tokio::test]
async fn x41_a_name_is_a_token_unless_tokens_are_strict() {
    let names = [json!("ada"), json!("ada;scopes=contacts.readonly")];
    let login = Login::start().await;
    for name in &names {
        assert_eq!(login.list(name).await.status, 200, "{name}");
    }
    // What looks like a token is one, or nobody's: a token that was revoked is never an account of this name.
    for token in ["ya29.", "ya29.made-up", "ya29.ada;scopes=contacts"] {
        assert_eq!(login.list(&token.into()).await.status, 401, "{token}");
    }
    let mut strict = OAuthSettings::default();
    strict.strict_tokens = true;
    let login = Login::with(strict, Options::default(), Clocks::new()).await;
    for name in &names {
        assert_eq!(login.list(name).await.status, 401, "{name}");
    }
    let given = login.tokens("ada", &[]).await;
    assert_eq!(login.list(&given["access_token"]).await.status, 200);
}

#[tokio::test]
async fn x41_without_clients_nothing_is_there() {
    let server = crate::server::Server::start().await;
    for path in [
        "/o/oauth2/v2/auth",
        "/device",
        "/oauth2/v3/certs",
        "/.well-known/openid-configuration",
    ] {
        assert_eq!(
            server.send("GET", path, &[], "").await.status,
            404,
            "{path}"
        );
    }
    assert_eq!(server.send("POST", "/token", &[], "").await.status, 404);
    let answer = server.control("GET", "oauth/grants", "").await;
    assert_eq!(answer.status, 400);
    assert!(answer.message().contains("--oauth"), "{}", answer.message());
}

#[tokio::test]
async fn x41_codes_and_tokens_are_the_same_at_every_run() {
    let mut runs = Vec::new();
    for seed in ["7", "7", "8"] {
        let mut settings = OAuthSettings::default();
        settings.deterministic = Some(seed.to_owned());
        let login = Login::with(settings, Options::default(), Clocks::deterministic()).await;
        if runs.len() == 1 {
            // What others do meanwhile changes nothing.
            login.tokens("bob", &[]).await;
        }
        let code = login.code("ada", &[]).await;
        let given = login.exchange(&code, &[]).await.json();
        assert_eq!(login.list(&given["access_token"]).await.status, 200);
        runs.push((code, given));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0].0, runs[2].0);
    let login = Login::start().await;
    assert_ne!(login.code("ada", &[]).await, login.code("ada", &[]).await);
}

async fn tokeninfo(login: &Login, token: &Value) -> Answer {
    login
        .get(&format!("/tokeninfo?access_token={}", text(token)))
        .await
}

#[tokio::test]
async fn x49_a_token_says_who_it_is_of() {
    let login = Login::start().await;
    let profile = r#"{"accounts": {"carol": {"profile": {"id": "100000000000000000017",
        "person": {"names": [{"givenName": "Carol", "familyName": "Shaw"}]}}}}}"#;
    assert_eq!(
        login.server.control("POST", "seed", profile).await.status,
        200
    );
    let scope = format!("openid email profile {CONTACTS}");
    let given = login
        .tokens("carol", &[("scope", &scope), ("nonce", "n-1")])
        .await;
    let token = format!("Bearer {}", text(&given["access_token"]));
    for path in ["/oauth2/v3/userinfo", "/v1/userinfo"] {
        let told = login
            .server
            .send("GET", path, &[("authorization", &token)], "")
            .await;
        assert_eq!(told.status, 200);
        let told = told.json();
        assert_eq!(told["sub"], "100000000000000000017");
        assert_eq!(told["email"], "carol@example.com");
        assert_eq!(told["email_verified"], true);
        assert_eq!(told["given_name"], "Carol");
        assert_eq!(told["name"], "Carol Shaw");
    }
    let told = tokeninfo(&login, &given["access_token"]).await.json();
    assert_eq!(told["aud"], *login.id);
    assert_eq!(told["access_type"], "offline");
    assert_eq!(told["email_verified"], "true", "all are texts: {told}");
    assert!(
        text(&told["expires_in"])
            .parse::<i64>()
            .is_ok_and(|left| left > 3_000)
    );
    assert!(told.get("name").is_none());

    // Only what was permitted is told.
    let given = login.tokens("carol", &[]).await;
    let told = tokeninfo(&login, &given["access_token"]).await.json();
    assert!(
        told.get("sub").is_none() && told.get("email").is_none(),
        "{told}"
    );
    let token = format!("Bearer {}", text(&given["access_token"]));
    for (fields, status) in [
        (&[("authorization", &*token)][..], 403),
        (&[("authorization", "Bearer carol")], 401),
        (&[("authorization", "Bearer ya29.x")], 401),
        (&[], 401),
    ] {
        let answer = login
            .server
            .send("GET", "/oauth2/v3/userinfo", fields, "")
            .await;
        assert_eq!(answer.status, status, "{fields:?}");
        assert!(answer.headers.contains_key("www-authenticate"));
    }
    for address in ["/tokeninfo", "/tokeninfo?access_token=x&id_token=y"] {
        refused(&login.get(address).await, 400, "invalid_request");
    }
}

#[tokio::test]
async fn x49_an_id_token_is_signed_with_the_key_that_is_published() {
    let login = Login::start().await;
    let given = login
        .tokens("ada", &[("scope", "openid email"), ("nonce", "n-1")])
        .await;
    let document = login.get("/.well-known/openid-configuration").await.json();
    assert_eq!(document["issuer"], "http://127.0.0.1:8710");
    let certs = text(&document["jwks_uri"])
        .strip_prefix("http://127.0.0.1:8710")
        .expect("here");
    let key = &login.get(certs).await.json()["keys"][0];
    assert_eq!(key["alg"], "RS256");

    let token = text(&given["id_token"]);
    let decoding = jsonwebtoken::DecodingKey::from_rsa_components(text(&key["n"]), text(&key["e"]));
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_audience(&[&login.id]);
    validation.set_issuer(&["http://127.0.0.1:8710"]);
    let claims = jsonwebtoken::decode::<Value>(token, &decoding.expect("a key"), &validation);
    let claims = claims.expect("a token that is right").claims;
    assert_eq!(claims["email"], "ada@example.com");
    assert_eq!(claims["nonce"], "n-1");
    assert_eq!(claims["azp"], *login.id);
    let told = login
        .get(&format!("/tokeninfo?id_token={token}"))
        .await
        .json();
    assert_eq!(told["sub"], claims["sub"]);
    let (message, _) = token.rsplit_once('.').expect("a signature");
    for forged in [
        format!("{message}."),
        format!("{message}.AAAA"),
        signed(&claims),
    ] {
        refused(
            &login.get(&format!("/tokeninfo?id_token={forged}")).await,
            400,
            "invalid_token",
        );
    }
    // Under each of its names, the server is its own issuer.
    let address = "/.well-known/openid-configuration";
    let named = login
        .server
        .send("GET", address, &[("host", "localhost:8710")], "")
        .await
        .json();
    assert_eq!(named["token_endpoint"], "http://localhost:8710/token");
    let named = login
        .server
        .send("GET", address, &[("host", "people.test")], "")
        .await
        .json();
    // A proxy has the certificate of this name.
    assert_eq!(named["issuer"], "https://people.test");
    assert_eq!(named["token_endpoint"], "https://people.test/token");
}

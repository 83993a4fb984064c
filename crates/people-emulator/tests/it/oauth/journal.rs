//! What the journal has of logins (rule `X4`).
use serde_json::Value;

use super::{Login, VERIFIER, one_time, s256};

/// All that stands for an account or a program must not be kept.
#[tokio::test]
async fn x4_logins_are_in_the_journal_without_credentials() {
    let login = Login::start().await;
    let mut secrets = vec![login.secret.clone(), VERIFIER.to_owned()];
    let mut secret = |value: &Value| {
        let text = value.as_str().expect("a text").to_owned();
        secrets.push(text.clone());
        text
    };

    let challenge = [
        ("code_challenge", &*s256(VERIFIER)),
        ("code_challenge_method", "S256"),
        (
            "scope",
            "openid email https://www.googleapis.com/auth/contacts",
        ),
    ];
    let page = login.get(&login.address(&challenge)).await;
    let value = secret(&one_time(&page).into());
    let chosen = [("page", &*value), ("account", "ada")];
    let sent = super::Sent::of(&login.post("/o/oauth2/v2/auth", &chosen).await);
    let code = secret(&sent.get("code").expect("a code").into());
    let given = login.exchange(&code, &[("code_verifier", VERIFIER)]).await;
    assert_eq!(given.status, 200, "{:?}", given.body);
    let given = given.json();
    let access = secret(&given["access_token"]);
    let refresh = secret(&given["refresh_token"]);
    let identity = secret(&given["id_token"]);
    let again = login.refresh(&refresh, &[]).await.json();
    secret(&again["access_token"]);
    login
        .get(&format!("/tokeninfo?access_token={access}"))
        .await;
    login.get(&format!("/tokeninfo?id_token={identity}")).await;
    let bearer = format!("Bearer {access}");
    let fields = [("authorization", &*bearer)];
    let known = login.server.send("GET", "/oauth2/v3/userinfo", &fields, "");
    assert_eq!(known.await.status, 200);
    let asked = [("client_id", &*login.id), ("scope", "openid")];
    let device = login.post("/device/code", &asked).await.json();
    let device_code = secret(&device["device_code"]);
    let user_code = secret(&device["user_code"]);
    login.get(&format!("/device?user_code={user_code}")).await;
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    login
        .token(&[("grant_type", grant), ("device_code", &device_code)])
        .await;
    let assertion = secret(&"a.secret.assertion".into());
    login.assert(&assertion).await;
    login.post("/revoke", &[("token", &refresh)]).await;
    login.post(&format!("/revoke?token={access}"), &[]).await;
    login.get("/oauth2/v3/certs").await;
    login.get("/.well-known/openid-configuration").await;

    // Mistakes of programs: none of these bodies is read.
    let pairs = super::form(&[
        ("client_secret", &*login.secret),
        ("refresh_token", &*refresh),
        ("code", &*code),
        ("assertion", &*assertion),
    ]);
    let json = format!(
        r#"{{"client_secret": "{}", "code": "{code}"}}"#,
        login.secret
    );
    let part = format!(
        "--b\r\nContent-Disposition: form-data; name=\"refresh_token\"\r\n\r\n{refresh}\r\n--b--\r\n"
    );
    let broken = json.trim_end_matches('}');
    let list = format!("[{json}]");
    let form = "application/x-www-form-urlencoded";
    for (fields, body) in [
        (&[("content-type", "text/plain")][..], &*pairs),
        (&[], &*pairs),
        (
            &[("content-type", "multipart/form-data; boundary=b")],
            &*part,
        ),
        (&[("content-type", "application/json")], broken),
        (&[("content-type", "application/json")], &*list),
        (&[("content-type", "text/html")], &*pairs),
        (&[("content-type", form)], &*json),
        (&[("content-type", form)], &*refresh),
        (
            &[("content-type", "text/plain"), ("content-encoding", "br")],
            &*pairs,
        ),
    ] {
        let answer = login.server.send("POST", "/token", fields, body.to_owned());
        assert_eq!(answer.await.status, 400, "{fields:?} {body}");
    }

    let answer = login.server.control("GET", "requests", "").await;
    let mut journal = String::from_utf8_lossy(&answer.body).into_owned();
    let kept = answer.json();
    let kept = kept["requests"].as_array().map_or(0, Vec::len);
    for number in 1..=kept {
        let address = format!("requests/{number}/curl");
        let command = login.server.control("GET", &address, "").await;
        assert_eq!(command.status, 200, "{address}");
        journal.push_str(&String::from_utf8_lossy(&command.body));
    }
    for secret in &secrets {
        assert!(!journal.contains(secret), "{secret} is in {journal}");
    }
    let json = answer.json();
    let all = json["requests"].as_array().expect("a list");
    let lines: Vec<String> = all
        .iter()
        .map(|entry| {
            let url = entry["request"]["url"].as_str().expect("an address");
            let path = url.split('?').next().expect("a path");
            let verb = entry["request"]["method"].as_str().expect("a verb");
            format!("{verb} {path} {}", entry["response"]["status"])
        })
        .collect();
    let mut expected = vec![
        "GET /o/oauth2/v2/auth 200",
        "POST /o/oauth2/v2/auth 303",
        "POST /token 200",
        "POST /token 200",
        "GET /tokeninfo 200",
        "GET /tokeninfo 200",
        "GET /oauth2/v3/userinfo 200",
        "POST /device/code 200",
        "GET /device 200",
        "POST /token 428",
        "POST /token 400",
        "POST /revoke 200",
        "POST /revoke 400",
        "GET /oauth2/v3/certs 200",
        "GET /.well-known/openid-configuration 200",
    ];
    expected.extend(["POST /token 400"; 9]);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert!(lines.ends_with(&expected), "{lines:#?}");
    // What is no credential is there, so that a test can ask for it.
    assert!(
        journal.contains("grant_type=authorization_code"),
        "{journal}"
    );
    assert!(journal.contains("state=a+state"), "{journal}");
    assert!(journal.contains("\"expires_in\""), "{journal}");
}

//! The pages of a user: whom they let answer, and what they show (rule `X50`).
use people_emulator::{Clocks, ControlToken, OAuthSettings, Options};

use super::{CONTACTS, Login, READ_ONLY, Sent, form, one_time};
use crate::server::Answer;

const PAGE: &str = "/o/oauth2/v2/auth";

fn html(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

#[tokio::test]
async fn x50_a_page_asks_for_an_account_and_shows_what_is_asked() {
    let login = Login::start().await;
    let page = login
        .get(&login.address(&[("scope", &format!("{CONTACTS} openid"))]))
        .await;
    let html = html(&page);
    for part in [">ada<", CONTACTS, "<code>openid</code>", &login.id] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let hinted = login
        .get(&login.address(&[("login_hint", "bob@example.com")]))
        .await;
    assert!(!html.contains(">bob<"), "it has nothing: {html}");
    let hinted = self::html(&hinted);
    let place = |name: &str| hinted.find(&format!(">{name}<"));
    assert!(
        place("bob").is_some() && place("bob") < place("ada"),
        "{hinted}"
    );
}

#[tokio::test]
async fn x50_a_user_denies() {
    let login = Login::start().await;
    let page = login.get(&login.address(&[])).await;
    let denied = login
        .post(PAGE, &[("page", &one_time(&page)), ("decision", "deny")])
        .await;
    let sent = Sent::of(&denied);
    assert_eq!(sent.get("error").as_deref(), Some("access_denied"));
    assert_eq!(sent.get("state").as_deref(), Some("a state"));
    // All of it, or a part.
    let scope = format!("{CONTACTS} {READ_ONLY}");
    for (withheld, granted) in [
        (&[CONTACTS][..], Some(READ_ONLY)),
        (&[CONTACTS, READ_ONLY], None),
    ] {
        let page = login.get(&login.address(&[("scope", &scope)])).await;
        let value = one_time(&page);
        let mut pairs = vec![("page", &*value), ("account", "ada")];
        pairs.extend(withheld.iter().map(|scope| ("withhold", *scope)));
        let sent = Sent::of(&login.post(PAGE, &pairs).await);
        assert_eq!(sent.get("scope").as_deref(), granted);
        if let Some(code) = sent.get("code") {
            let given = login.exchange(&code, &[]).await.json();
            assert_eq!(given["scope"], READ_ONLY);
            assert_eq!(login.create(&given["access_token"]).await.status, 403);
        }
    }
}

#[tokio::test]
async fn x50_a_page_is_answered_once() {
    let login = Login::start().await;
    let page = login.get(&login.address(&[])).await;
    let value = one_time(&page);
    let chosen = [("page", &*value), ("account", "ada")];
    assert_eq!(login.post(PAGE, &chosen).await.status, 303);
    let other = one_time(&login.get(&login.address(&[])).await);
    for value in [&*value, "", "other", &other.to_uppercase(), &other[1..]] {
        let answer = login
            .post(PAGE, &[("page", value), ("account", "ada")])
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.headers.get("location")),
            (400, None),
            "{value}"
        );
    }
    // What the page was shown for is not in the form: nothing else can be asked for.
    let more = [
        ("page", &*other),
        ("account", "ada"),
        ("redirect_uri", "http://evil.example"),
        ("scope", "openid"),
    ];
    let sent = Sent::of(&login.post(PAGE, &more).await);
    assert_eq!(
        (sent.to.as_str(), sent.get("scope").as_deref()),
        (super::REDIRECT, Some(CONTACTS))
    );
}

#[tokio::test]
async fn x50_a_form_of_another_site_permits_nothing() {
    let login = Login::start().await;
    for (fields, status) in [
        (&[("origin", "http://evil.example")][..], 403),
        (&[("origin", "null")], 403),
        // `--cors` lets this page call the API, and nothing else.
        (&[("origin", "http://localhost:3000")], 403),
        (&[("origin", "http://127.0.0.1:4711")], 403),
        (
            &[
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "document"),
            ],
            403,
        ),
        (&[("sec-fetch-site", "same-site")], 403),
        (
            &[
                ("host", "evil.example:8710"),
                ("origin", "http://evil.example:8710"),
            ],
            403,
        ),
        (&[("host", "people.googleapis.com")], 403),
        (&[("host", "127.0.0.1:8711")], 403),
        (
            &[
                ("origin", "http://127.0.0.1:8710"),
                ("sec-fetch-site", "same-origin"),
            ],
            303,
        ),
        (&[], 303),
    ] {
        let value = one_time(&login.get(&login.address(&[])).await);
        let chosen = [("page", &*value), ("account", "ada")];
        let answer = login.post_with(PAGE, fields, &chosen).await;
        assert_eq!(answer.status, status, "{fields:?}");
    }
}

#[tokio::test]
async fn x50_a_link_leads_to_a_page_and_a_frame_does_not() {
    let login = Login::start().await;
    let address = login.address(&[]);
    let fetch = |site: &'static str, mode: &'static str, dest: &'static str| {
        [
            ("sec-fetch-site", site),
            ("sec-fetch-mode", mode),
            ("sec-fetch-dest", dest),
        ]
    };
    for (fields, status) in [
        (fetch("cross-site", "navigate", "document"), 200),
        (fetch("none", "navigate", "document"), 200),
        (fetch("cross-site", "navigate", "iframe"), 403),
        (fetch("cross-site", "no-cors", "image"), 403),
        (fetch("cross-site", "cors", "empty"), 403),
    ] {
        assert_eq!(
            login.server.send("GET", &address, &fields, "").await.status,
            status,
            "{fields:?}"
        );
        let rebound = [&fields[..], &[("host", "evil.example:8710")]].concat();
        assert_eq!(
            login
                .server
                .send("GET", &address, &rebound, "")
                .await
                .status,
            403,
            "{fields:?}"
        );
    }
    // DNS rebinding, at every other address.
    for path in [
        "/token",
        "/device/code",
        "/device",
        "/tokeninfo",
        "/revoke",
        "/oauth2/v3/userinfo",
        "/v1/userinfo",
        "/oauth2/v3/certs",
        "/.well-known/openid-configuration",
    ] {
        for verb in ["GET", "POST", "OPTIONS"] {
            for field in [
                ("host", "evil.example:8710"),
                ("origin", "http://localhost:3000"),
            ] {
                let answer = login.server.send(verb, path, &[field], "").await;
                assert_eq!(answer.status, 403, "{verb} {path} {field:?}");
                assert_eq!(answer.headers.get("access-control-allow-origin"), None);
            }
        }
    }
}

#[tokio::test]
async fn x50_a_page_runs_nothing_and_leaks_nothing() {
    let login = Login::start().await;
    let evil = "<script>alert(1)</script>\"'";
    login.choose(evil, &[]).await;
    let pages = [
        login.get(&login.address(&[])).await,
        login
            .get(&login.address(&[("login_hint", evil), ("prompt", "consent")]))
            .await,
        login.get(&login.address(&[("client_id", evil)])).await,
        login.get(&login.address(&[("redirect_uri", evil)])).await,
        login.get("/device").await,
        login
            .get(&format!("/device?{}", form(&[("user_code", evil)])))
            .await,
    ];
    for page in &pages {
        let html = html(page);
        assert!(
            !html.contains("<script") && !html.contains("javascript:"),
            "{html}"
        );
        let policy = page.headers["content-security-policy"]
            .to_str()
            .expect("text");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains("script-src"),
            "{policy}"
        );
        assert_eq!(page.headers["referrer-policy"], "same-origin");
        assert_eq!(page.headers["x-frame-options"], "DENY");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(page.headers.get("set-cookie"), None);
    }
    assert!(
        html(&pages[0]).contains("&#60;script&#62;"),
        "{}",
        html(&pages[0])
    );
    // A browser holds the redirect after a form to this too.
    let policy = pages[0].headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(
        policy.contains("form-action 'self' http://localhost:4711;"),
        "{policy}"
    );
    let sent = login
        .post(PAGE, &[("page", &one_time(&pages[0])), ("account", "ada")])
        .await;
    assert_eq!(sent.headers["referrer-policy"], "no-referrer");
}

#[tokio::test]
async fn x50_a_name_that_cannot_be_is_asked_for_again() {
    let login = Login::start().await;
    let address = login.address(&[("scope", &format!("{CONTACTS} {READ_ONLY}"))]);
    let value = one_time(&login.get(&address).await);
    let long = "a".repeat(2_000);
    let typed = [("page", &*value), ("other", &long), ("withhold", READ_ONLY)];
    let again = login.post(PAGE, &typed).await;
    assert_eq!(again.status, 400);
    assert!(html(&again).contains("role=\"alert\""), "{}", html(&again));
    // What was withheld is not permitted by the second try.
    let withheld = |scope: &str| html(&again).contains(&format!("value=\"{scope}\" checked"));
    assert!(withheld(READ_ONLY) && !withheld(CONTACTS));
    let value = one_time(&again);
    let unnamed = [("page", &*value), ("decision", "allow")];
    let unnamed = login.post(PAGE, &unnamed).await;
    assert_eq!(unnamed.status, 400);
    assert!(html(&unnamed).contains("Choose an account, or"));
}

#[tokio::test]
async fn x50_the_account_of_a_button_counts_whatever_was_typed() {
    let login = Login::start().await;
    for (pressed, has_contacts) in [(("account", "ada"), true), (("decision", "allow"), false)] {
        let value = one_time(&login.get(&login.address(&[])).await);
        let chosen = [("page", &*value), ("other", "carol"), pressed];
        let sent = Sent::of(&login.post(PAGE, &chosen).await);
        let code = sent.get("code").expect("a code");
        let given = login.exchange(&code, &[]).await.json();
        let listed = login.list(&given["access_token"]).await.json();
        assert_eq!(
            listed.get("connections").is_some(),
            has_contacts,
            "{listed}"
        );
    }
}

#[tokio::test]
async fn x50_beyond_this_machine_a_user_knows_the_token() {
    let mut options = Options::default();
    options.beyond_loopback = true;
    for token in [None, Some(ControlToken::new("secret"))] {
        options.token = token.clone();
        let (settings, clocks) = (OAuthSettings::default(), Clocks::new());
        let login = match token {
            // Nobody seeds it either.
            None => Login::without_seed(settings, options.clone(), clocks).await,
            Some(_) => Login::with(settings, options.clone(), clocks).await,
        };
        let page = login.get(&login.address(&[])).await;
        assert!(
            !html(&page).contains(">ada<"),
            "no name is told: {}",
            html(&page)
        );
        assert!(html(&page).contains("emulator_token"));
        let mut value = one_time(&page);
        for typed in ["", "wrong"] {
            let chosen = [
                ("page", &*value),
                ("account", "ada"),
                ("emulator_token", typed),
            ];
            let answer = login.post(PAGE, &chosen).await;
            assert_eq!(
                (answer.status.as_u16(), answer.headers.get("location")),
                (403, None)
            );
            value = one_time(&answer);
        }
        let chosen = [
            ("page", &*value),
            ("account", "ada"),
            ("emulator_token", "secret"),
        ];
        let answer = login.post(PAGE, &chosen).await;
        assert_eq!(
            answer.status.as_u16(),
            if token.is_some() { 303 } else { 403 }
        );
        // Without a page, nobody is let in by what was permitted before.
        let silent = login
            .get(&login.address(&[("prompt", "none"), ("login_hint", "ada")]))
            .await;
        assert_eq!(
            Sent::of(&silent).get("error").as_deref(),
            Some("interaction_required")
        );
        let page = login.get(&login.address(&[("login_hint", "ada")])).await;
        assert_eq!(page.status, 200);
    }
}

//! Logins by yup-oauth2, and the files that they begin with (rules `X41`, `X42`, `X48`, `X51`).
use std::{fs, path::Path, pin::Pin};

use http::{Request, Uri};
use http_body_util::BodyExt;
use hyper_util::{
    client::legacy::{Client as HttpClient, connect::HttpConnector},
    rt::TokioExecutor,
};
use people_model::FieldMask;
use serde_json::Value;
use yup_oauth2::{
    ApplicationSecret, DeviceFlowAuthenticator, InstalledFlowAuthenticator,
    InstalledFlowReturnMethod, ServiceAccountAuthenticator,
    authenticator::Authenticator,
    authenticator_delegate::{DeviceAuthResponse, DeviceFlowDelegate, InstalledFlowDelegate},
    client::CustomHyperClientBuilder,
};

use crate::{Server, people, wait::PATIENCE};

const CONTACTS: [&str; 1] = ["https://www.googleapis.com/auth/contacts"];

/// What `people oauth init` has for a server before its port is known.
const USUAL: &str = "http://127.0.0.1:8710";

/// A server that gives tokens and takes no others, and the files of its clients.
struct Login {
    server: Server,
    client: ApplicationSecret,
    service_account: String,
    _folder: tempfile::TempDir,
}

impl Login {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clients = folder.path().join("clients");
        let text = clients.to_str().expect("text");
        let made = people(&["oauth", "init", "--out", text]);
        assert!(made.status.success(), "{made:?}");
        let seed = folder.path().join("seed.json");
        let contact = r#"{"names": [{"givenName": "Charles", "familyName": "Babbage"}]}"#;
        let accounts = format!(r#"{{"accounts": {{"ada": {{"contacts": [{contact}]}}}}}}"#);
        fs::write(&seed, accounts).expect("a file to write");
        let flags = [
            "--oauth",
            text,
            "--strict-tokens",
            "--seed",
            seed.to_str().expect("text"),
        ];
        let server = Server::start("memory", &flags);
        let read = |name: &str| {
            let file = fs::read_to_string(clients.join(name)).expect("a file");
            file.replace(USUAL, &server.url)
        };
        let console: yup_oauth2::ConsoleApplicationSecret =
            serde_json::from_str(&read("client_secret.json")).expect("a client");
        Self {
            client: console.installed.expect("an installed app"),
            service_account: read("service_account.json"),
            server,
            _folder: folder,
        }
    }

    /// The names of the contacts that the API lists with a token of this.
    async fn names(&self, authenticator: &Authenticator<HttpConnector>) -> Vec<String> {
        // The library waits for its user without an end.
        let token = tokio::time::timeout(PATIENCE, authenticator.token(&CONTACTS)).await;
        let token = token.expect("an answer in time").expect("a token");
        let client = self.server.client(token.token().expect("a text"));
        let listed = client.connections(FieldMask::NAMES).all().await;
        let people = listed.expect("a list").into_iter();
        people
            .map(|person| person.names[0].display_name.clone())
            .collect()
    }
}

fn http() -> CustomHyperClientBuilder<HttpConnector> {
    HttpClient::builder(TokioExecutor::new())
        .build_http::<String>()
        .into()
}

/// A user without a browser, who chooses ada.
struct Ada;

impl Ada {
    /// Opens a page and answers it; where that leads to another place, the user goes there.
    async fn visit(page: &str) {
        let (_, html) = send("GET", page, String::new()).await;
        let part = |before: &str| {
            let after = html.split(before).nth(1).expect("a form");
            after.split('"').next().expect("the end of a text")
        };
        let (value, action) = (part(r#"name="page" value=""#), part(r#"action=""#));
        let uri: Uri = page.parse().expect("an address");
        let authority = uri.authority().expect("a host");
        let answer = format!("page={value}&account=ada");
        let (location, _) = send("POST", &format!("http://{authority}{action}"), answer).await;
        if let Some(location) = location {
            send("GET", &location, String::new()).await;
        }
    }
}

/// Where an answer leads to, if anywhere, and what it says.
async fn send(verb: &str, address: &str, form: String) -> (Option<String>, String) {
    let request = Request::builder()
        .method(verb)
        .uri(address)
        .header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(form).expect("a request");
    let client = HttpClient::builder(TokioExecutor::new()).build_http::<String>();
    let answer = client.request(request).await.expect("an answer");
    assert!(answer.status().as_u16() < 400, "{answer:?}");
    let location = answer.headers().get("location");
    let location = location.map(|it| it.to_str().expect("an address").to_owned());
    let body = answer.into_body().collect().await.expect("a body");
    (
        location,
        String::from_utf8_lossy(&body.to_bytes()).into_owned(),
    )
}

impl InstalledFlowDelegate for Ada {
    fn present_user_url<'a>(
        &'a self,
        url: &'a str,
        _need_code: bool,
    ) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
        // The program answers the redirect only after this is done.
        let url = url.to_owned();
        tokio::spawn(async move {
            Self::visit(&url).await;
        });
        Box::pin(std::future::ready(Ok(String::new())))
    }
}

impl DeviceFlowDelegate for Ada {
    fn present_user_code<'a>(
        &'a self,
        device: &'a DeviceAuthResponse,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(async move {
            let page = format!("{}?user_code={}", device.verification_uri, device.user_code);
            Self::visit(&page).await;
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn x42_yup_oauth2_logs_a_user_in() {
    let login = Login::start();
    let method = InstalledFlowReturnMethod::HTTPRedirect;
    let flow = InstalledFlowAuthenticator::with_client(login.client.clone(), method, http());
    let authenticator = flow
        .flow_delegate(Box::new(Ada))
        .build()
        .await
        .expect("an authenticator");
    assert_eq!(login.names(&authenticator).await, ["Charles Babbage"]);
    let before = authenticator.token(&CONTACTS).await.expect("a token");
    let after = authenticator
        .force_refreshed_token(&CONTACTS)
        .await
        .expect("another token");
    assert_ne!(before.token(), after.token());
    assert_eq!(login.names(&authenticator).await, ["Charles Babbage"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn x48_yup_oauth2_connects_a_device() {
    let login = Login::start();
    let flow = DeviceFlowAuthenticator::with_client(login.client.clone(), http())
        .device_code_url(format!("{}/device/code", login.server.url))
        .flow_delegate(Box::new(Ada));
    let authenticator = flow.build().await.expect("an authenticator");
    assert_eq!(login.names(&authenticator).await, ["Charles Babbage"]);
}

#[tokio::test]
async fn x51_yup_oauth2_acts_for_an_account() {
    let login = Login::start();
    let key = yup_oauth2::parse_service_account_key(&login.service_account).expect("a key");
    let flow = ServiceAccountAuthenticator::with_client(key.clone(), http()).subject("ada");
    let authenticator = flow.build().await.expect("an authenticator");
    assert_eq!(login.names(&authenticator).await, ["Charles Babbage"]);
    let flow = ServiceAccountAuthenticator::with_client(key, http()).subject("eve");
    let authenticator = flow.build().await.expect("an authenticator");
    let refused = authenticator
        .token(&CONTACTS)
        .await
        .expect_err("there is no eve");
    assert!(
        refused.to_string().contains("Invalid email or User ID"),
        "{refused}"
    );
    let client = login.server.client("ada");
    let listed = client.connections(FieldMask::NAMES).all().await;
    assert!(listed.is_err(), "a name is no token");
}

#[test]
fn x41_the_files_are_their_owners_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a/b");
    let init = || {
        people(&[
            "oauth",
            "init",
            "--out",
            out.to_str().expect("text"),
            "--url",
            "http://localhost:9",
        ])
    };
    assert!(init().status.success());
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(out.join(name)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    };
    let client = &read("client_secret.json")["installed"];
    assert_eq!(client["auth_uri"], "http://localhost:9/o/oauth2/auth");
    assert_eq!(client["token_uri"], "http://localhost:9/token");
    assert_eq!(
        read("service_account.json")["token_uri"],
        "http://localhost:9/token"
    );
    #[cfg(unix)]
    for (path, mode) in [
        ("", 0o700),
        ("client_secret.json", 0o600),
        ("service_account.json", 0o600),
    ] {
        use std::os::unix::fs::PermissionsExt;
        let metadata = fs::metadata(out.join(path)).expect("it is there");
        assert_eq!(metadata.permissions().mode() & 0o777, mode, "{path}");
    }
    // Programs may use them: they stay, and so does the one that is left.
    let before = read("service_account.json");
    fs::remove_file(out.join("client_secret.json")).expect("it was there");
    assert_eq!(init().status.code(), Some(1));
    assert!(!out.join("client_secret.json").exists());
    assert_eq!(read("service_account.json"), before);
}

/// As on a disk that is full: no file may have more than no bytes.
#[cfg(unix)]
#[test]
fn x41_of_files_that_cannot_be_written_nothing_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("clients");
    let done = std::process::Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 0; exec \"$0\" oauth init --out \"$1\"",
        ])
        .arg(env!("CARGO_BIN_EXE_people"))
        .arg(&out)
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.code() == Some(1) && said.contains("client_secret.json"),
        "{said}"
    );
    let left = fs::read_dir(&out).expect("a folder").count();
    assert_eq!(left, 0, "{said}");
}

#[test]
fn x41_a_folder_of_clients_is_checked_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |flags: &[&str]| {
        let text = folder.path().to_str().expect("text");
        let done = people(
            &[
                &["check-config", "--data", "memory", "--oauth", text],
                flags,
            ]
            .concat(),
        );
        (
            done.status.code(),
            String::from_utf8_lossy(&done.stderr).into_owned(),
        )
    };
    let put =
        |text: &str| fs::write(folder.path().join("client.json"), text).expect("a file to write");
    let (status, said) = check(&[]);
    assert!(
        status == Some(1) && said.contains("people oauth init"),
        "{said}"
    );
    let app = |redirect: &str| {
        format!(
            r#"{{"installed": {{"client_id": "a", "client_secret": "b", "redirect_uris": ["{redirect}"]}}}}"#
        )
    };
    for (text, word) in [
        ("{}".to_owned(), "installed"),
        ("{".to_owned(), "client.json"),
        (
            app("https://app.example.com/callback"),
            "no address of this machine",
        ),
        (
            r#"{"type": "service_account", "client_email": "a", "private_key": "b"}"#.to_owned(),
            "private_key",
        ),
    ] {
        put(&text);
        let (status, said) = check(&[]);
        assert!(status == Some(1) && said.contains(word), "{said}");
    }
    put(&app("http://localhost"));
    assert_eq!(check(&["--strict-tokens"]).0, Some(0));
    let (status, said) = check(&["--auth", "jwt"]);
    assert!(
        status == Some(1) && said.contains("--oauth is only for --auth dev"),
        "{said}"
    );
}

#[test]
fn x41_strict_tokens_need_clients_wherever_either_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let client = r#"{"installed": {"client_id": "a", "client_secret": "b", "redirect_uris": ["http://localhost"]}}"#;
    let clients = folder.path().join("clients");
    fs::create_dir(&clients).expect("a folder");
    fs::write(clients.join("client.json"), client).expect("a file to write");
    let clients = clients.to_str().expect("text");
    let (config, oauth) = (
        folder.path().join("people.toml"),
        format!("oauth = '{clients}'\n"),
    );
    let strict = "strict-tokens = true\n";
    for (file, flags, right) in [
        ("", &["--strict-tokens"][..], false),
        ("", &["--strict-tokens", "--oauth", clients], true),
        (strict, &[], false),
        (strict, &["--oauth", clients], true),
        (&oauth, &["--strict-tokens"], true),
        (&format!("{oauth}{strict}"), &[], true),
        ("strict-tokens = false", &[], true),
    ] {
        fs::write(&config, file).expect("a file to write");
        let config = config.to_str().expect("text");
        let usual = ["check-config", "--data", "memory", "--config", config];
        let done = people(&[&usual[..], flags].concat());
        let said = String::from_utf8_lossy(&done.stderr);
        match right {
            true => assert_eq!(done.status.code(), Some(0), "{file} {flags:?}: {said}"),
            false => assert!(
                done.status.code() == Some(1) && said.contains("--strict-tokens needs --oauth"),
                "{file} {flags:?}: {said}"
            ),
        }
    }
    let jwt = ["--data", "memory", "--auth", "jwt", "--strict-tokens"];
    let done = people(&[&["check-config"], &jwt[..]].concat());
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        said.contains("--strict-tokens is only for --auth dev"),
        "{said}"
    );
}

#[test]
fn x41_a_command_finds_the_files() {
    let shown = people(&[
        "exec",
        "--",
        "sh",
        "-c",
        "cat \"$PEOPLE_OAUTH_CLIENT\"; echo \"$PEOPLE_URL\"; \
                          dirname \"$GOOGLE_APPLICATION_CREDENTIALS\"",
    ]);
    let said = String::from_utf8_lossy(&shown.stdout).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    let [.., url, folder] = lines[..] else {
        panic!("{said}")
    };
    assert!(said.contains(&format!("{url}/token")), "{said}");
    assert!(!Path::new(folder).exists(), "they go with the server");
}

//! What the journal keeps (rules `X4` to `X6`).
use flate2::{Compression, write::GzEncoder};
use people_emulator::Options;
use serde_json::{Value, json};

use crate::server::Server;

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const CREATE: &str = "/v1/people:createContact?personFields=names";

async fn create(server: &Server, fields: &[(&str, &str)], given: &str) -> String {
    let body = format!(r#"{{"names":[{{"givenName":"{given}"}}]}}"#);
    let answer = server.send("POST", CREATE, fields, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let name = &answer.json()["resourceName"];
    name.as_str().expect("a name").to_owned()
}

async fn requests(server: &Server, query: &str) -> Vec<Value> {
    let answer = server.control("GET", &format!("requests{query}"), "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let requests = answer.json()["requests"].take();
    serde_json::from_value(requests).expect("a list")
}

#[tokio::test]
async fn x4_the_journal_has_both_sides_of_each_request() {
    let server = Server::start().await;
    let name = create(&server, &[ADA, ("x-people-test", "t1")], "Ada").await;
    let bob = ("authorization", "Bearer bob");
    let address = format!("/v1/{name}?personFields=names");
    let missing = server.send("GET", &address, &[bob], "").await;
    assert_eq!(missing.status, 404);
    server
        .send("GET", "/v1/people/me?personFields=names", &[], "")
        .await;
    server.send("GET", "/nothing", &[ADA], "").await;
    server.send("GET", "/healthz", &[], "").await;

    let all = requests(&server, "").await;
    assert_eq!(all.len(), 4, "neither health nor control is in it");
    assert_eq!(all[0]["number"], 1);
    assert_eq!(all[0]["account"], "ada");
    assert_eq!(all[0]["test"], "t1");
    assert_eq!(all[0]["method"], "people.people.createContact");
    assert_eq!(all[0]["request"]["method"], "POST");
    assert_eq!(all[0]["request"]["url"], CREATE);
    assert_eq!(
        all[0]["request"]["body"],
        json!({"names": [{"givenName": "Ada"}]})
    );
    assert_eq!(all[0]["response"]["status"], 200);
    assert_eq!(all[0]["response"]["body"]["resourceName"], name);
    assert_eq!(all[2]["response"]["status"], 401);
    assert_eq!(all[2].get("account"), None);
    assert_eq!(all[3].get("method"), None);

    for (query, numbers) in [
        // Who calls an unknown address is not found out.
        ("?account=ada", &[1][..]),
        ("?account=bob", &[2]),
        ("?method=people.people.get", &[2, 3]),
        ("?test=t1", &[1]),
        ("?status=404", &[2, 4]),
        ("?status=4xx", &[2, 3, 4]),
        ("?after=3", &[4]),
        ("?status=4xx&account=bob", &[2]),
        ("?account=eve", &[]),
    ] {
        let found = requests(&server, query).await;
        let found: Vec<_> = found.iter().map(|entry| entry["number"].as_u64()).collect();
        let numbers: Vec<_> = numbers.iter().copied().map(Some).collect();
        assert_eq!(found, numbers, "{query}");
    }
    for (query, part) in [
        ("?method=people.people.gets", "people.people.get"),
        ("?acount=ada", "Did you mean `account`?"),
        ("?status=ok", "404"),
        ("?status=9xx", "4xx"),
        ("?wait=5", "300ms"),
    ] {
        let answer = server.control("GET", &format!("requests{query}"), "").await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.message().contains(part), "{}", answer.message());
    }

    let one = server.control("GET", "requests/2", "").await.json();
    assert_eq!(one["account"], "bob");
    let answer = server.control("GET", "requests/17", "").await;
    assert_eq!(answer.status, 404);
    assert!(answer.message().contains("from 1 to 4"));

    let removed = server.control("DELETE", "requests?account=bob", "").await;
    assert_eq!(removed.json(), json!({"removed": 1}));
    assert_eq!(requests(&server, "").await.len(), 3);
}

/// Names under which programs send credentials: header fields, parameters and pairs of forms.
const CREDENTIALS: [&str; 16] = [
    "Proxy-Authorization",
    "Cookie",
    "X-Auth-Token",
    "Private-Token",
    "X-Access-Token",
    "X-Api-Key",
    "X-Goog-Api-Key",
    "X-Emulator-Token",
    "X-CSRF-Token",
    "token",
    "accessToken",
    "id_token",
    "refresh_token",
    "client_secret",
    "assertion",
    "code",
];

/// What the journal, the commands of curl and the findings hold, as text.
async fn all_that_is_kept(server: &Server) -> String {
    let mut all = String::new();
    for address in ["requests", "findings", "rules"] {
        let answer = server.control("GET", address, "").await;
        all.push_str(&String::from_utf8_lossy(&answer.body));
    }
    for entry in requests(server, "").await {
        let address = format!("requests/{}/curl", entry["number"]);
        let answer = server.control("GET", &address, "").await;
        all.push_str(&String::from_utf8_lossy(&answer.body));
    }
    all
}

#[tokio::test]
async fn x4_no_credential_is_kept() {
    let server = Server::start().await;
    let secret = "s3cr3t";
    let me = "/v1/people/me?personFields=names";
    let mut fields = vec![("referer", "http://127.0.0.1:8710/?access_token=s3cr3t")];
    fields.extend(CREDENTIALS.map(|name| (name, secret)));
    server.send("GET", me, &fields, "").await;
    for name in [
        "access_token",
        "oauth_token",
        "key",
        "access%5Ftoken",
        "%6bey",
    ]
    .into_iter()
    .chain(CREDENTIALS)
    {
        let address = format!("{me}&{name}={secret}&prettyPrint=false");
        server.send("GET", &address, &[ADA], "").await;
    }
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let form = [("x-http-method-override", "GET"), kind];
    let body = format!("access_token={secret}&personFields=names");
    server.send("POST", "/v1/people/me", &form, body).await;
    // What a program sends to log in, wherever it believes that to be.
    let pairs = CREDENTIALS.map(|name| format!("{name}={secret}")).join("&");
    for address in ["/token", "/v1/people/me"] {
        server.send("POST", address, &form, pairs.clone()).await;
    }
    let json = ("content-type", "application/json; charset=UTF-8");
    let body = json!({"refresh_token": secret, "client_id": "c"}).to_string();
    server.send("POST", "/token", &[json], body).await;

    let batch = format!(
        "--b\r\nContent-Type: application/http\r\n\r\n\
         GET {me}&access_token={secret} HTTP/1.1\r\nX-AUTH-Token: {secret}\r\n\r\n\r\n\
         --b\nContent-Type: application/http\n\n\
         GET {me}\nprivate-token: {secret}\nCookie: a={secret};\n\tb={secret}\n\n\
         --b\nContent-Type: application/http\n\n\
         POST /v1/people/me\nContent-Type: application/x-www-form-urlencoded\n\
         X-HTTP-Method-Override: GET\n\npersonFields=names&access_token={secret}\n\
         --b--\r\n"
    );
    let kind = ("content-type", "multipart/mixed; boundary=b");
    // What the server does not read as a batch, or not at all.
    for fields in [
        &[ADA][..],
        &[ADA, ("content-type", "text/plain")],
        &[ADA, ("content-type", "application/json")],
        &[ADA, ("content-type", "application/x-www-form-urlencoded")],
        &[ADA, kind, ("content-encoding", "br")],
        &[ADA, kind, ("content-encoding", "gzip, gzip")],
    ] {
        let answer = server.send("POST", "/batch", fields, batch.clone()).await;
        assert!(answer.status.is_client_error(), "{fields:?}");
    }
    for fields in [
        &[("content-type", "text/plain")][..],
        &[],
        &[("content-type", "multipart/form-data; boundary=b")],
    ] {
        server.send("POST", "/token", fields, pairs.clone()).await;
    }
    server
        .send("POST", "/batch", &[ADA, kind], batch.clone())
        .await;
    let (first, second) = batch.as_bytes().split_at(batch.len() / 2);
    for (encoding, zipped) in [
        ("gzip", zipped(batch.as_bytes())),
        ("X-GZip ", zipped(batch.as_bytes())),
        ("gzip", [zipped(first), zipped(second)].concat()),
    ] {
        let gzip = [ADA, kind, ("content-encoding", encoding)];
        let answer = server.send("POST", "/batch", &gzip, zipped).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let last = requests(&server, "").await.pop().expect("the batch");
        let parts = last["parts"].as_array().map(Vec::len);
        assert_eq!(parts, Some(3), "{encoding}: {last}");
    }

    let all = all_that_is_kept(&server).await;
    // The token of a program is the name of an account here.
    let named = all.replace(&format!("\"account\": \"{secret}\""), "");
    let named = named.replace(&format!("Authorization: Bearer {secret}"), "");
    assert!(!named.contains(secret), "{named}");
    let all = requests(&server, "").await;
    let forms = all.iter().map(|entry| entry["request"]["body"].to_string());
    let form = forms.filter(|body| body.contains("client_secret=[removed]"));
    assert_eq!(form.count(), 1, "other bodies are not read");
    let parts = all.last().expect("a batch")["request"]["body"].as_str();
    let parts = parts.expect("text");
    assert!(parts.contains("GET /v1/people/me?personFields=names"));
    assert!(parts.contains("--b--"), "{parts}");
}

/// One member of gzip.
pub(crate) fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut zipped, bytes).expect("memory");
    zipped.finish().expect("memory")
}

/// What has a name like that of a credential, and is none.
#[tokio::test]
async fn x4_what_is_no_credential_is_kept() {
    let server = Server::start().await;
    let list = "/v1/people/me/connections?personFields=names&requestSyncToken=true&pageSize=5";
    server.send("GET", list, &[ADA], "").await;
    let list = "/v1/people/me/connections?personFields=names&syncToken=s&page_token=p";
    server.send("GET", list, &[ADA], "").await;
    let person =
        json!({"names": [{"givenName": "Ada"}], "clientData": [{"key": "token", "value": "v"}]});
    server
        .send("POST", CREATE, &[ADA], person.to_string())
        .await;
    let all = requests(&server, "").await;
    assert_eq!(all[1]["request"]["url"], list);
    let reply = &all[0]["response"]["body"]["nextSyncToken"];
    assert!(
        reply.as_str().is_some_and(|token| token.len() > 9),
        "{reply}"
    );
    assert_eq!(all[2]["request"]["body"], person);
}

/// A command of curl has no credential that was removed, but for the account.
#[tokio::test]
async fn x5_a_command_has_no_credential_that_was_removed() {
    let server = Server::start().await;
    let fields = [("x-api-key", "s3cr3t"), ("x-goog-fieldmask", "names")];
    let address = "/v1/people/me?access_token=ada&personFields=names&key=s3cr3t";
    server.send("GET", address, &fields, "").await;
    let command = server.control("GET", "requests/1/curl", "").await;
    let command = String::from_utf8(command.body.to_vec()).expect("text");
    assert_eq!(
        command,
        "curl -sS -g -X GET 'http://127.0.0.1:8710/v1/people/me?personFields=names' \
         -H 'Authorization: Bearer ada' -H 'x-goog-fieldmask: names'\n"
    );
}

/// The calls of a batch are there as the same requests alone would be.
#[tokio::test]
async fn x4_each_call_of_a_batch_is_in_the_journal() {
    let server = Server::start().await;
    let part = |line: &str, more: &str, body: &str| {
        format!(
            "--b\r\nContent-Type: application/http\r\n\r\n{line} HTTP/1.1\r\n{more}\
             Content-Type: application/json\r\n\r\n{body}\r\n"
        )
    };
    let create = |given: &str| format!(r#"{{"names":[{{"givenName":"{given}"}}]}}"#);
    let batch = [
        part(&format!("POST {CREATE}"), "", &create("Ada")),
        part(
            "GET /v1/people/c1?personFields=names&key=secret",
            "Authorization: Bearer bob\r\n",
            "",
        ),
        part("POST /v1/nothing", "", ""),
        part(&format!("POST {CREATE}"), "", &create("Grace")),
        "--b--\r\n".to_owned(),
    ];
    let kind = ("content-type", "multipart/mixed; boundary=b");
    let fields = [ADA, kind];
    let answer = server.send("POST", "/batch", &fields, batch.concat()).await;
    assert_eq!(answer.status, 200);

    let all = requests(&server, "").await;
    let parts = all[0]["parts"].as_array().expect("its calls");
    let outlines: Vec<Value> = parts
        .iter()
        .map(|part| {
            json!([
                part["part"],
                part["account"],
                part["method"],
                part["response"]["status"]
            ])
        })
        .collect();
    let created = "people.people.createContact";
    assert_eq!(
        Value::from(outlines),
        json!([
            [1, "ada", created, 200],
            [2, "bob", "people.people.get", 404],
            [3, "ada", null, 404],
            [4, "ada", created, 200],
        ])
    );
    assert_eq!(
        parts[0]["request"]["body"],
        json!({"names": [{"givenName": "Ada"}]})
    );
    assert_eq!(
        parts[3]["response"]["body"]["names"][0]["givenName"],
        "Grace"
    );
    assert!(!all[0].to_string().contains("secret"), "{all:?}");

    // Each call counts where the batch as a whole is not meant.
    for (expected, verified) in [
        (json!({"match": {"method": created}, "count": 2}), true),
        (
            json!({"match": {"method": created, "body": {"names": [{"givenName": "Grace"}]}}, "count": 1}),
            true,
        ),
        (json!({"match": {"status": 404}, "count": 2}), true),
        (json!({"match": {"account": "bob"}, "count": 1}), true),
        (json!({"match": {"account": "ada"}, "count": 1}), true),
        (
            json!({"order": [{"method": created}, {"status": 404}, {"method": created}]}),
            true,
        ),
        (
            json!({"order": [{"account": "bob"}, {"account": "bob"}]}),
            false,
        ),
    ] {
        let body = expected.to_string();
        let answer = server.control("POST", "requests:verify", &body);
        let status = if verified { 200 } else { 417 };
        assert_eq!(answer.await.status, status, "{expected}");
    }
    for (query, count) in [
        ("?method=people.people.get", 1),
        ("?account=bob&status=404", 1),
        ("?account=bob&status=200", 0),
        ("?method=people.people.deleteContact", 0),
    ] {
        assert_eq!(requests(&server, query).await.len(), count, "{query}");
    }
    for (query, removed) in [
        ("?account=bob&status=200", 0),
        ("?account=bob&after=1", 0),
        ("?account=bob&test=t1", 0),
        ("?account=bob&status=404", 1),
        ("?account=bob&status=404", 0),
    ] {
        let address = format!("requests{query}");
        let answer = server.control("DELETE", &address, "").await;
        assert_eq!(answer.json(), json!({"removed": removed}), "{query}");
    }
}

#[tokio::test]
async fn x4_the_journal_is_bounded() {
    let mut options = Options::default();
    options.journal = 3;
    let server = Server::with(options.clone()).await;
    for _ in 0..5 {
        create(&server, &[ADA], "Ada").await;
    }
    let numbers = requests(&server, "").await;
    let numbers: Vec<_> = numbers
        .iter()
        .map(|entry| entry["number"].as_u64())
        .collect();
    assert_eq!(numbers, [Some(3), Some(4), Some(5)]);

    options.journal = 1000;
    options.journal_bytes = 64 << 10;
    let server = Server::with(options.clone()).await;
    let large = "a".repeat(1000);
    for _ in 0..100 {
        create(&server, &[ADA], &large).await;
    }
    let held = requests(&server, "").await;
    assert!((5..50).contains(&held.len()), "{}", held.len());
    let larger = format!(
        r#"{{"biographies":[{{"value":"{}"}}]}}"#,
        "a".repeat(10_000)
    );
    server.send("POST", CREATE, &[ADA], larger).await;
    let last = requests(&server, "?after=100").await;
    assert_eq!(last[0]["request"]["bodyLeftOut"], true);
    assert_eq!(last[0]["response"]["status"], 200);

    // A small body that would be a large one.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut bomb, &vec![b' '; 1 << 20]).expect("memory");
    let bomb = bomb.finish().expect("memory");
    let gzip = [ADA, ("content-encoding", "gzip")];
    server.send("POST", CREATE, &gzip, bomb).await;
    let last = requests(&server, "?after=101").await;
    assert_eq!(last[0]["request"]["bodyLeftOut"], true);

    options.journal = 0;
    let server = Server::with(options).await;
    create(&server, &[ADA], "Ada").await;
    assert_eq!(requests(&server, "").await.len(), 0);
}

#[tokio::test]
async fn x4_a_request_may_wait_for_others() {
    let server = Server::start().await;
    let waiting = {
        let server = server.clone();
        tokio::spawn(async move { requests(&server, "?account=ada&wait=60s").await })
    };
    let bob = ("authorization", "Bearer bob");
    create(&server, &[bob], "Bob").await;
    tokio::task::yield_now().await;
    create(&server, &[ADA], "Ada").await;
    let found = waiting.await.expect("an answer");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["number"], 2);

    assert_eq!(requests(&server, "?account=eve&wait=10ms").await.len(), 0);

    // A server that stops lets none wait.
    let waiting: Vec<_> = (0..64)
        .map(|_| {
            let server = server.clone();
            tokio::spawn(async move { requests(&server, "?account=eve&wait=300s").await })
        })
        .collect();
    // There is one thread: after this each of them has taken its place.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let answer = server.control("GET", "requests?wait=1ms", "").await;
    assert_eq!(answer.status, 429);
    assert!(answer.message().contains("64"), "{}", answer.message());
    server.emulator.stop();
    for waiting in waiting {
        assert_eq!(waiting.await.expect("an answer").len(), 0);
    }
}

#[tokio::test]
async fn x5_an_entry_pastes_into_a_shell() {
    let server = Server::start().await;
    let test = ("x-people-test", "it's");
    create(
        &server,
        &[ADA, test, ("content-type", "application/json")],
        "O'Hara $HOME `x`",
    )
    .await;
    let answer = server.control("GET", "requests/1/curl", "").await;
    assert_eq!(answer.status, 200);
    let command = String::from_utf8(answer.body.to_vec()).expect("text");
    // What the shell makes of it, word by word.
    let words = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{command}"))
        .output()
        .expect("a shell");
    let words = String::from_utf8(words.stdout).expect("text");
    let words: Vec<&str> = words.lines().collect();
    assert_eq!(
        words[..5],
        [
            "-sS",
            "-g",
            "-X",
            "POST",
            &format!("http://127.0.0.1:8710{CREATE}")
        ]
    );
    for word in [
        "Authorization: Bearer ada",
        "x-people-test: it's",
        "content-type: application/json",
        r#"{"names":[{"givenName":"O'Hara $HOME `x`"}]}"#,
    ] {
        assert!(words.contains(&word), "{word} in {words:?}");
    }
    assert!(!command.contains("removed"), "{command}");

    // Bytes that are no text.
    server
        .send("POST", CREATE, &[ADA], vec![0, 255, b'\'', b'%', b'\\', 10])
        .await;
    let answer = server.control("GET", "requests/2/curl", "").await;
    let command = String::from_utf8(answer.body.to_vec()).expect("text");
    let read = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("curl() {{ cat; }}\n{command}"))
        .output()
        .expect("a shell");
    assert_eq!(read.stdout, [0, 255, b'\'', b'%', b'\\', 10]);
}

#[tokio::test]
async fn x6_what_a_test_expects_is_verified() {
    let server = Server::start().await;
    for name in ["Ada", "Bob", "Cid"] {
        create(&server, &[ADA], name).await;
    }
    server
        .send("GET", "/v1/people/me?personFields=names", &[ADA], "")
        .await;
    let verify = async |body: Value| {
        let answer = server
            .control("POST", "requests:verify", &body.to_string())
            .await;
        (answer.status.as_u16(), answer.json())
    };
    let created = json!({"account": "ada", "method": "people.people.createContact"});
    let given = |name: &str| json!({"body": {"names": [{"givenName": name}]}});
    for (body, matching) in [
        (json!({"match": created, "count": 3}), vec![1, 2, 3]),
        (json!({"match": created}), vec![1, 2, 3]),
        (
            json!({"match": created, "atLeast": 2, "atMost": 3}),
            vec![1, 2, 3],
        ),
        (json!({"match": given("Bob"), "count": 1}), vec![2]),
        (json!({"match": given("Eve"), "count": 0}), vec![]),
        (json!({"match": {"account": "eve"}, "atMost": 0}), vec![]),
        (
            json!({"order": [given("Ada"), given("Cid"), {"method": "people.people.get"}]}),
            vec![1, 3, 4],
        ),
    ] {
        let (status, verdict) = verify(body.clone()).await;
        assert_eq!(status, 200, "{body} {verdict}");
        assert_eq!(verdict["matching"], json!(matching), "{body}");
    }
    for (body, message) in [
        (
            json!({"match": created, "count": 2}),
            "3 requests match; expected: 2.",
        ),
        (
            json!({"match": given("Eve")}),
            "0 requests match; expected: 1 or more.",
        ),
        (
            json!({"match": created, "atMost": 2}),
            "3 requests match; expected: 0 to 2.",
        ),
        (
            json!({"order": [given("Cid"), given("Ada")]}),
            "No request matches `order[1]` after number 3.",
        ),
        (
            json!({"order": [created, given("Ada")]}),
            "No request matches `order[1]` after number 1.",
        ),
    ] {
        let (status, verdict) = verify(body.clone()).await;
        assert_eq!(status, 417, "{body} {verdict}");
        assert_eq!(verdict["error"]["message"], message, "{body}");
    }
    let near = json!({"match": {"account": "ada", "method": "people.people.createContact", "body": {"names": [{"givenName": "Eve"}]}}});
    let (_, verdict) = verify(near).await;
    assert_eq!(verdict["nearest"][0]["number"], 1);
    let differs = &verdict["nearest"][0]["differs"];
    assert_eq!(
        *differs,
        json!([r#"body.names: no entry holds {"givenName":"Eve"}"#])
    );

    for (body, part) in [
        (json!({}), "match"),
        (json!([]), r#"`{"match": {…}, "count": 2}`"#),
        (json!({"match": {}, "order": [{}]}), "two questions"),
        (json!({"order": []}), "one or more"),
        (json!({"order": {"account": "ada"}}), "one or more"),
        (json!({"order": [7]}), r#"{"account": "ada"}"#),
        (json!({"order": [{}], "count": 1}), "no count"),
        (
            json!({"match": {}, "count": 1, "atLeast": 1}),
            "`count` is exact",
        ),
        (
            json!({"match": {}, "count": 1, "atMost": 1}),
            "`count` is exact",
        ),
        (
            json!({"match": {}, "atLeast": 3, "atMost": 2}),
            "no count is both",
        ),
        (json!({"match": {}, "count": -1}), "whole number"),
        (json!({"match": {}, "count": "2"}), "whole number"),
        (json!({"match": {}, "cuont": 2}), "Did you mean `count`?"),
        (json!({"match": {}, "wait": 5}), r#"`"300ms"`"#),
        (json!({"match": {"status": "9xx"}}), "`404` or `4xx`"),
        (json!({"match": {"status": "0xx"}}), "`404` or `4xx`"),
        (json!({"match": {"status": 999}}), "`404` or `4xx`"),
        (json!({"match": {"status": "4x"}}), "`404` or `4xx`"),
        (json!({"match": {"status": true}}), "`404` or `4xx`"),
        (json!({"match": {"after": "x"}}), "whole number"),
        (json!({"match": {"acount": "ada"}}), "`account`"),
        (
            json!({"match": {"method": "createContact"}}),
            "people.people.createContact",
        ),
    ] {
        let (status, answer) = verify(body.clone()).await;
        assert_eq!(status, 400, "{body}");
        let message = answer["error"]["message"].as_str().expect("a message");
        assert!(message.contains(part), "{body}: {message}");
    }

    // It may wait until it is true.
    let late = {
        let server = server.clone();
        tokio::spawn(async move {
            let body = json!({"match": {"account": "dan"}, "count": 1, "wait": "60s"});
            server
                .control("POST", "requests:verify", &body.to_string())
                .await
        })
    };
    tokio::task::yield_now().await;
    create(&server, &[("authorization", "Bearer dan")], "Dan").await;
    assert_eq!(late.await.expect("an answer").status, 200);
}

//! The state of each account (rules `J1` to `J4`).
use std::collections::BTreeSet;

use http::StatusCode;
use people_emulator::Options;
use people_http::Quota;
use people_server::Limits;
use serde_json::{Value, json};

use crate::server::{Answer, Server};

const LIST: &str = "/v1/people/me/connections?personFields=metadata,names";

const SEED: &str = r#"{"accounts": {
    "ada": {"contacts": [
        {"resourceName": "people/c17", "names": [{"givenName": "Charles"}]},
        {"names": [{"givenName": "Grace"}]}
    ]},
    "bob": {"groups": [{"name": "Engine"}]}
}}"#;

impl Server {
    async fn call(&self, account: &str, verb: &str, address: &str, body: &Value) -> Answer {
        let token = format!("Bearer {account}");
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let fields = [
            ("authorization", &*token),
            ("content-type", "application/json"),
        ];
        self.send(verb, address, &fields, body).await
    }

    async fn get(&self, account: &str, address: &str) -> Value {
        let answer = self.call(account, "GET", address, &Value::Null).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.message());
        answer.json()
    }

    async fn create(&self, account: &str, name: &str) -> Value {
        let person = json!({"names": [{"givenName": name}]});
        let answer = self
            .call(account, "POST", "/v1/people:createContact", &person)
            .await;
        assert_eq!(answer.status, 200);
        answer.json()
    }

    async fn rename(&self, account: &str, person: &Value, name: &str) -> Answer {
        let mut person = person.clone();
        person["names"] = json!([{"givenName": name}]);
        let of = person["resourceName"].as_str().expect("a name");
        let address = format!("/v1/{of}:updateContact?updatePersonFields=names");
        self.call(account, "PATCH", &address, &person).await
    }

    /// The answer to a request that controls the emulator, and is done.
    async fn done(&self, verb: &str, address: &str, body: &str) -> Value {
        let answer = self.control(verb, address, body).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.message());
        answer.json()
    }

    /// The names of an account's contacts.
    async fn names(&self, account: &str) -> BTreeSet<String> {
        let listed = self.get(account, LIST).await;
        let people = listed["connections"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let name = |person: &Value| person["names"][0]["givenName"].as_str().map(str::to_owned);
        people.iter().filter_map(name).collect()
    }
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn j1_an_account_is_reset_to_its_seed() {
    let server = Server::start().await;
    let added = server.done("POST", "seed", SEED).await;
    assert_eq!(
        (&added["contacts"], &added["groups"]),
        (&json!(2), &json!(1))
    );
    let before = server.get("ada", LIST).await;
    server.create("ada", "New").await;
    let charles = &before["connections"][0];
    assert_eq!(server.rename("ada", charles, "Charlie").await.status, 200);
    assert_eq!(server.names("ada").await, set(["Charlie", "Grace", "New"]));

    let reset = server.done("POST", "accounts/ada:reset", "").await;
    assert_eq!(reset["contacts"], 2);
    let after = server.get("ada", LIST).await;
    assert_eq!(after, before, "with the etags and times of then");
    assert_eq!(server.rename("ada", charles, "Charlie").await.status, 200);
    // One that no seed has is empty.
    server.create("cyd", "Dan").await;
    server.done("POST", "accounts/cyd:reset", "{}").await;
    assert_eq!(server.names("cyd").await, set([]));
    // What is removed can be reset as well.
    server.done("DELETE", "accounts/ada", "").await;
    assert_eq!(server.names("ada").await, set([]));
    server.done("POST", "accounts/ada:reset", "").await;
    assert_eq!(server.names("ada").await, set(["Charles", "Grace"]));
}

/// A seed that meets data of the account is what the account is reset to, and nothing beside it.
#[tokio::test]
async fn j1_a_reset_leaves_nothing_beside_the_seed() {
    let server = Server::start().await;
    server.create("ada", "Old").await;
    server.done("POST", "seed", SEED).await;
    assert_eq!(server.names("ada").await, set(["Charles", "Grace", "Old"]));
    for _ in 0..2 {
        server.create("ada", "New").await;
        server.done("POST", "accounts/ada:reset", "").await;
        assert_eq!(server.names("ada").await, set(["Charles", "Grace"]));
    }
}

#[tokio::test]
async fn j1_states_are_saved_under_names() {
    let server = Server::start().await;
    let first = server.create("ada", "Ada").await;
    server
        .done("POST", "accounts/ada:save", r#"{"name": "before"}"#)
        .await;
    assert_eq!(server.rename("ada", &first, "Adele").await.status, 200);
    server
        .done("POST", "accounts/ada:save", r#"{"name": "after"}"#)
        .await;
    for (name, expected) in [("before", "Ada"), ("after", "Adele"), ("before", "Ada")] {
        let body = json!({"name": name}).to_string();
        server.done("POST", "accounts/ada:restore", &body).await;
        assert_eq!(server.names("ada").await, set([expected]));
    }
    let saves = server.done("GET", "accounts/ada/saves", "").await;
    let names: Vec<&Value> = saves["saves"].as_array().expect("saves").iter().collect();
    assert_eq!(names.len(), 2);
    assert_eq!(
        (&names[0]["name"], &names[0]["rows"]),
        (&json!("after"), &json!(1))
    );
    // They are of one account.
    let unknown = server
        .control("POST", "accounts/bob:restore", r#"{"name": "before"}"#)
        .await;
    assert_eq!(unknown.status, 404);
    server.done("DELETE", "accounts/ada/saves/after", "").await;
    let unknown = server
        .control("POST", "accounts/ada:restore", r#"{"name": "after"}"#)
        .await;
    assert_eq!(unknown.status, 404);
    assert!(
        unknown.message().contains("it has before"),
        "{}",
        unknown.message()
    );
    for body in [
        "",
        "{}",
        r#"{"name": 1}"#,
        r#"{"name": "a", "more": 1}"#,
        r#"{"name": ""}"#,
    ] {
        let refused = server.control("POST", "accounts/ada:save", body).await;
        assert_eq!(refused.status, 400, "{body}");
    }
}

#[tokio::test]
async fn j1_saved_states_are_bounded() {
    let server = Server::start().await;
    for number in 0..1_000 {
        let body = json!({"name": format!("{number}")}).to_string();
        server.done("POST", "accounts/ada:save", &body).await;
    }
    // One that takes the place of another is no more.
    server
        .done("POST", "accounts/ada:save", r#"{"name": "7"}"#)
        .await;
    let full = server
        .control("POST", "accounts/bob:save", r#"{"name": "7"}"#)
        .await;
    assert_eq!(full.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        full.message().contains("at most 1000"),
        "{}",
        full.message()
    );
    server.done("DELETE", "accounts/ada/saves/8", "").await;
    server
        .done("POST", "accounts/bob:save", r#"{"name": "7"}"#)
        .await;
}

#[tokio::test]
async fn j2_accounts_are_dumped_and_loaded() {
    let server = Server::start().await;
    server.done("POST", "seed", SEED).await;
    let dumped = server.done("GET", "accounts/ada", "").await;
    assert_eq!(
        dumped["accounts"]["ada"]["contacts"][0]["resourceName"],
        "people/c17"
    );
    server.create("eve", "Old").await;
    let loaded = server
        .done("PUT", "accounts/eve", &dumped.to_string())
        .await;
    assert_eq!(loaded["contacts"], 2);
    assert_eq!(server.names("eve").await, set(["Charles", "Grace"]));
    let of_eve = server.done("GET", "accounts/eve", "").await;
    assert_eq!(of_eve["accounts"]["eve"], dumped["accounts"]["ada"]);

    let listed = server.done("GET", "accounts", "").await;
    let names = |listed: &Value| -> Vec<String> {
        let accounts = listed["accounts"].as_array().expect("accounts").iter();
        accounts
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&listed), ["ada", "bob", "eve"]);
    assert_eq!(listed["accounts"][0]["contacts"], 2);
    server.done("DELETE", "accounts/bob", "").await;
    assert_eq!(
        names(&server.done("GET", "accounts", "").await),
        ["ada", "eve"]
    );

    for (verb, address, body, why) in [
        ("PUT", "accounts/ada", r#"{"accounts": {}}"#, "found none"),
        ("PUT", "accounts/ada", "no JSON", "line 1"),
        (
            "PUT",
            "accounts/ada",
            "{\"accounts\": {\"ada\": {\"contacts\": [\n{\"nmaes\": []}]}}}",
            "line 2",
        ),
        ("POST", "seed", r#"{"acounts": {}}"#, "acounts"),
        ("POST", "accounts/ada:reset", r#"{"name": "x"}"#, "no body"),
        ("GET", "accounts?all=1", "", "all"),
        ("GET", "accounts/a%00b", "", "control characters"),
    ] {
        let refused = server.control(verb, address, body).await;
        assert_eq!(refused.status, 400, "{address}");
        assert!(refused.message().contains(why), "{}", refused.message());
    }
    assert_eq!(server.names("ada").await, set(["Charles", "Grace"]));
    let removed = server.done("DELETE", "accounts", "").await;
    assert_eq!(removed["removed"], 2);
    assert_eq!(names(&server.done("GET", "accounts", "").await), [""; 0]);
}

#[tokio::test]
async fn j2_domains_are_dumped_and_loaded() {
    let server = Server::start().await;
    let seed = r#"{"accounts": {"ada": {"domain": "corp.example"}}, "domains": {"corp.example": {
        "people": [{"resourceName": "people/100000000000000000042", "names": [{"givenName": "Xavier"}]}]}}}"#;
    server.done("POST", "seed", seed).await;
    let directory = "/v1/people:listDirectoryPeople?readMask=names\
         &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";
    let dumped = server.done("GET", "domains/CORP.example", "").await;
    assert_eq!(
        server.done("GET", "accounts", "").await["domains"][0]["people"],
        1
    );
    server.done("DELETE", "domains/corp.example", "").await;
    assert_eq!(server.get("ada", directory).await["people"], Value::Null);
    server
        .done("PUT", "domains/corp.example", &dumped.to_string())
        .await;
    let person = &server.get("ada", directory).await["people"][0];
    assert_eq!(person["resourceName"], "people/100000000000000000042");
    server.done("DELETE", "domains/corp.example", "").await;
    server.done("POST", "domains/corp.example:reset", "").await;
    assert_eq!(&server.get("ada", directory).await["people"][0], person);
}

#[tokio::test]
async fn j3_tokens_and_times_follow_the_clock_of_the_account() {
    let server = Server::start().await;
    let sync = format!("{LIST}&requestSyncToken=true");
    let mut tokens = Vec::new();
    for account in ["ada", "bob"] {
        server.create(account, "One").await;
        let token = server.get(account, &sync).await["nextSyncToken"].clone();
        tokens.push(format!(
            "{LIST}&syncToken={}",
            token.as_str().expect("a token")
        ));
    }
    server
        .done("PUT", "accounts/ada/clock", r#"{"advance": "P8D"}"#)
        .await;
    let expired = server.call("ada", "GET", &tokens[0], &Value::Null).await;
    assert_eq!(
        expired.json()["error"]["details"][0]["reason"],
        "EXPIRED_SYNC_TOKEN"
    );
    server.get("bob", &tokens[1]).await;

    let at = r#"{"time": "2030-01-01T00:00:00Z", "freeze": true}"#;
    let clock = server.done("PUT", "accounts/ada/clock", at).await;
    assert_eq!(
        (&clock["now"], &clock["frozen"]),
        (&json!("2030-01-01T00:00:00Z"), &json!(true))
    );
    let time = |person: &Value| person["metadata"]["sources"][0]["updateTime"].clone();
    assert_eq!(
        time(&server.create("ada", "Two").await),
        "2030-01-01T00:00:00Z"
    );
    assert_ne!(
        time(&server.create("bob", "Two").await),
        "2030-01-01T00:00:00Z"
    );
    server
        .done("PUT", "accounts/ada/clock", r#"{"advance": "PT1H30M"}"#)
        .await;
    assert_eq!(
        server.done("GET", "accounts/ada/clock", "").await["now"],
        "2030-01-01T01:30:00Z"
    );
    // A reset of the account, or of the clock alone, sets it back.
    for (verb, address) in [
        ("DELETE", "accounts/ada/clock"),
        ("POST", "accounts/ada:reset"),
    ] {
        server.done("PUT", "accounts/ada/clock", at).await;
        server.done(verb, address, "").await;
        let clock = server.done("GET", "accounts/ada/clock", "").await;
        assert_eq!(clock["frozen"], false);
        assert_ne!(clock["now"], "2030-01-01T00:00:00Z");
    }
    for body in [
        "{}",
        r#"{"advance": "8 dogs"}"#,
        r#"{"advance": "-P1D"}"#,
        r#"{"advance": "P99999Y"}"#,
        r#"{"time": "tomorrow"}"#,
        r#"{"time": "9999-12-31T23:59:59Z"}"#,
        r#"{"time": "9999-01-01T00:00:00Z"}"#,
        r#"{"time": "1969-12-31T23:59:59Z"}"#,
        r#"{"time": "+010000-01-01T00:00:00Z"}"#,
        r#"{"advance": "P7990Y"}"#,
        r#"{"time": "2030-01-01T00:00:00Z", "advance": "P1D"}"#,
        r#"{"tiem": "2030-01-01T00:00:00Z"}"#,
    ] {
        let refused = server.control("PUT", "accounts/ada/clock", body).await;
        assert_eq!(refused.status, 400, "{body}");
        let message = refused.message();
        let range = "1970-01-01T00:00:00Z to 9998-12-31T23:59:59Z";
        let is_far = ["9999", "1969", "0100", "P7990Y", "P9999"];
        let is_far = is_far.iter().any(|part| body.contains(part));
        assert!(message.contains(range) || !is_far, "{body}: {message}");
    }
    // As far as it goes, all goes on.
    for at in ["1970-01-01T00:00:00Z", "9998-12-31T23:59:59Z"] {
        let set = json!({"time": at, "freeze": true}).to_string();
        server.done("PUT", "accounts/eve/clock", &set).await;
        server.create("eve", "Eve").await;
        let sync = format!("{LIST}&requestSyncToken=true");
        let token = server.get("eve", &sync).await["nextSyncToken"].take();
        let token = token.as_str().expect("a token").to_owned();
        server
            .get("eve", &format!("{LIST}&syncToken={token}"))
            .await;
    }
}

/// What has nothing is not there: reading it is an error, and removing it is none.
#[tokio::test]
async fn j2_an_account_that_is_not_there() {
    let server = Server::start().await;
    let missing = server.control("GET", "accounts/nobody", "").await;
    assert_eq!(missing.status, 404);
    assert!(missing.message().contains("There is none yet."));
    server.create("ada", "Ada").await;
    server.create("bob", "Bob").await;
    let missing = server.control("GET", "accounts/adb", "").await;
    assert_eq!(missing.status, 404);
    let message = missing.message();
    assert_eq!(
        message,
        "There is no account `adb`: it has nothing. Did you mean `ada`? There are: ada, bob."
    );
    let missing = server.control("GET", "domains/corp.example", "").await;
    assert_eq!(missing.status, 404);
    assert!(missing.message().contains("no domain `corp.example`"));

    let removed = server.done("DELETE", "accounts/ada", "").await;
    assert_eq!(removed, json!({"removed": true}));
    for account in ["ada", "nobody"] {
        let address = format!("accounts/{account}");
        let removed = server.done("DELETE", &address, "").await;
        assert_eq!(removed, json!({"removed": false}));
    }
    let missing = server.control("GET", "accounts/ada", "").await;
    assert_eq!(missing.status, 404, "what was removed is not there");
    // A seed or a saved state makes an account one that is there.
    let name = r#"{"name": "empty"}"#;
    server.done("POST", "accounts/cyd:save", name).await;
    server.done("GET", "accounts/cyd", "").await;
}

/// Quotas fill by the clock of the account, and by nothing else where it stands.
#[tokio::test]
async fn j3_quotas_follow_the_clock_of_the_account() {
    let mut limits = Limits::default();
    let (reads, writes) = (2, 2);
    limits.quota = Some(Quota { reads, writes });
    let server = Server::limited(limits).await;
    let status = async |account: &str| {
        server
            .call(account, "GET", LIST, &Value::Null)
            .await
            .status
            .as_u16()
    };
    server
        .done("PUT", "accounts/ada/clock", r#"{"freeze": true}"#)
        .await;
    let mut spent = 0;
    while status("ada").await == 200 {
        spent += 1;
        assert!(spent < 100, "there is a quota");
    }
    assert_eq!(status("bob").await, 200);
    server
        .done("PUT", "accounts/ada/clock", r#"{"advance": "PT1M"}"#)
        .await;
    assert_eq!(status("ada").await, 200);
    // A clock that is set back does not keep the bucket empty.
    while status("ada").await == 200 {}
    let back = r#"{"time": "2020-01-01T00:00:00Z"}"#;
    server.done("PUT", "accounts/ada/clock", back).await;
    assert_eq!(status("ada").await, 429);
    server
        .done("PUT", "accounts/ada/clock", r#"{"advance": "PT1M"}"#)
        .await;
    assert_eq!(status("ada").await, 200);
}

/// What an account sees of a server: everything that it does is in it.
async fn story(server: &Server) -> Vec<Value> {
    let mut seen = Vec::new();
    for name in ["One", "Two"] {
        let person = server.create("ada", name).await;
        let renamed = server.rename("ada", &person, "Three").await;
        seen.extend([person, renamed.json()]);
    }
    let group = json!({"contactGroup": {"name": "Engine"}});
    seen.push(
        server
            .call("ada", "POST", "/v1/contactGroups", &group)
            .await
            .json(),
    );
    let mut listed = server.get("ada", LIST).await;
    listed
        .as_object_mut()
        .expect("an object")
        .remove("nextSyncToken");
    seen.push(listed);
    seen
}

#[tokio::test]
async fn j4_every_run_is_the_same() {
    let [alone, busy, other] = [
        Server::deterministic("7").await,
        Server::deterministic("7").await,
        Server::deterministic("8").await,
    ];
    for server in [&alone, &busy, &other] {
        server.done("POST", "seed", SEED).await;
    }
    for _ in 0..3 {
        busy.create("bob", "Other").await;
    }
    let (one, two) = tokio::join!(story(&alone), story(&busy));
    assert_eq!(one, two);
    assert_ne!(story(&other).await, one);
    // From the seed on it is the same again, but for the etags: a version is used once.
    let forget = |mut seen: Vec<Value>| {
        fn forget(value: &mut Value) {
            match value {
                Value::Object(members) => {
                    members.remove("etag");
                    members.values_mut().for_each(forget);
                }
                Value::Array(values) => values.iter_mut().for_each(forget),
                _ => {}
            }
        }
        seen.iter_mut().for_each(forget);
        seen
    };
    alone.create("ada", "Other").await;
    alone.done("POST", "accounts/ada:reset", "").await;
    assert_eq!(forget(story(&alone).await), forget(one));
}

/// 64 tests with an account each, side by side: none sees another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn j1_tests_with_an_account_each_never_meet() {
    let mut options = Options::default();
    options.journal = 64 * 3 * 6;
    let server = Server::with(options).await;
    let test = |number: usize| {
        let server = server.clone();
        async move {
            let own = format!("test{number}");
            let contacts = json!([{"resourceName": "people/c17", "names": [{"givenName": own}]}]);
            let seed = json!({"accounts": {&own: {"contacts": contacts}}}).to_string();
            server.done("POST", "seed", &seed).await;
            // For even ones the fourth list of a round fails; for odd ones somebody else edits before each update.
            let is_even = number.is_multiple_of(2);
            let rules = match is_even {
                true => json!([{"match": {"method": "people.people.connections.list", "after": 3},
                    "times": 1, "then": {"status": "UNAVAILABLE"}}]),
                false => json!([{"match": {"method": "people.people.updateContact"},
                    "then": {"edit": {"resourceName": "people/c17", "mask": "nicknames",
                        "person": {"nicknames": [{"value": own}]}}}}]),
            };
            let rules_address = format!("rules?account={own}");
            let clock = format!("accounts/{own}/clock");
            let hour = format!("2030-01-01T{:02}:{:02}:00Z", number / 60, number % 60);
            for round in 0..3 {
                // The clock of the second round goes on; the others stand.
                let stands = round != 1;
                let at = json!({"time": hour, "freeze": stands}).to_string();
                server.done("PUT", &rules_address, &rules.to_string()).await;
                server.done("PUT", &clock, &at).await;
                let made = server.create(&own, &format!("{own} made")).await;
                let time = made["metadata"]["sources"][0]["updateTime"].as_str();
                let time = time.expect("a time").to_owned();
                assert!(
                    time == hour || !stands && time[..10] == hour[..10],
                    "{time}"
                );
                let save = format!("accounts/{own}:save");
                server.done("POST", &save, r#"{"name": "same"}"#).await;
                let both = set([&*own, &format!("{own} made")]);
                assert_eq!(server.names(&own).await, both);
                let renamed = server.rename(&own, &made, &format!("{own} renamed")).await;
                assert_eq!(
                    renamed.status,
                    200,
                    "{}",
                    String::from_utf8_lossy(&renamed.body)
                );
                let restore = format!("accounts/{own}:restore");
                server.done("POST", &restore, r#"{"name": "same"}"#).await;
                assert_eq!(server.names(&own).await, both);
                let shown = server.done("GET", &clock, "").await;
                assert_eq!(shown["frozen"], stands, "round {round}");
                let now = shown["now"].as_str().expect("a time").to_owned();
                assert!(now == hour || !stands && now[..10] == hour[..10], "{now}");
                server
                    .done("POST", &format!("accounts/{own}:reset"), "")
                    .await;
                assert_eq!(server.names(&own).await, set([&*own]), "round {round}");
                assert_eq!(server.done("GET", &clock, "").await["frozen"], false);
                let fourth = server.call(&own, "GET", LIST, &Value::Null).await;
                assert_eq!(fourth.status.as_u16(), if is_even { 503 } else { 200 });
                let held = server.done("GET", &rules_address, "").await;
                let held = held["rules"].as_array().expect("rules").clone();
                assert_eq!(held.len(), 1, "round {round}");
                assert_eq!(held[0]["fired"], 1, "{held:?}");
            }
            let sent = server
                .done("GET", &format!("requests?account={own}"), "")
                .await;
            let sent = sent["requests"].as_array().expect("requests").clone();
            assert_eq!(sent.len(), 3 * 6);
            let fired = sent
                .iter()
                .filter(|request| request["fired"][0].is_object());
            assert_eq!(fired.count(), 3);
            assert!(sent.iter().all(|request| request["account"] == own));
            let findings = server
                .done("GET", &format!("findings?account={own}"), "")
                .await;
            assert_eq!(findings["findings"], json!([]));
        }
    };
    let tests: Vec<_> = (0..64).map(|number| tokio::spawn(test(number))).collect();
    for test in tests {
        test.await.expect("a test that holds");
    }
}

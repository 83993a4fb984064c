//! `cargo bench -p people-server --bench isolation`: whether the time of an answer tells an id of another
//! account from one that nobody has.
//!
//! Prints `name<TAB>value<TAB>unit`: of each method, how often the other account's id took longer when one of each is
//! picked: half of the time, if nothing is revealed. The medians are remarks: times come in two heaps where a thread
//! has to be woken or not, and which heap a median falls into is chance.
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use people_server::{Dev, Front, People, Seed, Settings};
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};
use tower::ServiceExt;

/// So many contacts, and as many groups, has the other account.
const HELD: usize = 200;

/// A call that names a resource.
struct Case {
    name: &'static str,
    verb: &'static str,
    address: &'static str,
    of_group: bool,
    status: StatusCode,
}

const fn case(name: &'static str, verb: &'static str, address: &'static str) -> Case {
    Case {
        name,
        verb,
        address,
        of_group: false,
        status: StatusCode::NOT_FOUND,
    }
}

const CASES: [Case; 5] = [
    case("get", "GET", "/v1/{}?personFields=names"),
    Case {
        status: StatusCode::OK,
        ..case(
            "batch_get",
            "GET",
            "/v1/people:batchGet?personFields=names&resourceNames={}",
        )
    },
    case(
        "update",
        "PATCH",
        "/v1/{}:updateContact?updatePersonFields=nicknames",
    ),
    case("delete", "DELETE", "/v1/{}:deleteContact"),
    Case {
        of_group: true,
        ..case("get_group", "GET", "/v1/{}")
    },
];

const UPDATE: &str = r##"{"metadata":{"sources":[{"type":"CONTACT","etag":"#XZ95VyLs3Zc="}]},"nicknames":[{"value":"Nick"}]}"##;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let calls = if measuring { 40_000 } else { 4 };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let embedded = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        run("memory", Memory::new(), calls).await;
        run("embedded", embedded.clone(), calls).await;
        embedded.close().await.expect("closed");
    });
}

async fn run<S: Store>(engine: &str, store: S, calls: usize) {
    let people = People::open(store, Settings::default()).await;
    let people = people.expect("people");
    let ada = fill(&people, "ada").await;
    let mary = fill(&people, "mary").await;
    let front = Front::new(people, Dev);
    assert_eq!(
        ask(
            &front,
            "GET",
            &format!("/v1/{}?personFields=names", ada.contacts[0])
        )
        .await
        .1,
        StatusCode::OK
    );
    for case in &CASES {
        let held = if case.of_group {
            &mary.groups
        } else {
            &mary.contacts
        };
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..calls {
            // One of each, and either may be the first.
            let first = usize::from(fastrand::bool());
            for which in [first, 1 - first] {
                let name = match which {
                    0 => held[fastrand::usize(..HELD)].clone(),
                    _ if case.of_group => group_name(),
                    _ => contact_name(),
                };
                let address = case.address.replace("{}", &name);
                let (time, status) = ask(&front, case.verb, &address).await;
                assert_eq!(status, case.status, "{} {address}", case.verb);
                times[which].push(time);
            }
        }
        for times in &mut times {
            times.sort_by(f64::total_cmp);
        }
        let [others, nobodys] = &times;
        let name = format!("isolation.{engine}.{}", case.name);
        let (median, median_of_nobodys) = (others[calls / 2], nobodys[calls / 2]);
        println!("# {name}: medians {median:.2} and {median_of_nobodys:.2} µs");
        let longer = 100.0 * longer(others, nobodys);
        println!("{name}\t{longer:.1}\t% of pairs");
    }
}

/// How often the one of the first is the longer; both are in order. Of two that are the same, either
/// may be.
fn longer(first: &[f64], second: &[f64]) -> f64 {
    let (mut below, mut upto, mut wins) = (0, 0, 0);
    for time in first {
        while second.get(below).is_some_and(|other| other < time) {
            below += 1;
        }
        while second.get(upto).is_some_and(|other| other <= time) {
            upto += 1;
        }
        wins += below + upto;
    }
    wins as f64 / (2 * first.len() * second.len()) as f64
}

/// What an account has.
struct Held {
    contacts: Vec<String>,
    groups: Vec<String>,
}

async fn fill<S: Store>(people: &People<S>, account: &str) -> Held {
    let contacts: Vec<String> = (0..HELD).map(|_| contact_name()).collect();
    let persons: Vec<Value> = contacts
        .iter()
        .map(|name| json!({"resourceName": name, "names": [{"givenName": "Mary"}]}))
        .collect();
    let named: Vec<Value> = (0..HELD)
        .map(|number| json!({"name": format!("Group {number} of {account}")}))
        .collect();
    let seed = json!({"accounts": {account: {"contacts": persons, "groups": named}}});
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    people.seed(seed).await.expect("a seed that can be kept");
    let front = Front::new(people.clone(), Dev);
    let request = request(account, "GET", "/v1/contactGroups?pageSize=1000");
    let Ok(response) = front.oneshot(request).await;
    let body = response.into_body().collect().await.expect("a body");
    let list: Value = serde_json::from_slice(&body.to_bytes()).expect("JSON");
    let groups = list["contactGroups"].as_array().expect("groups").iter();
    let groups = groups
        .filter(|group| group["groupType"] == "USER_CONTACT_GROUP")
        .map(|group| group["resourceName"].as_str().expect("a name").to_owned())
        .collect();
    Held { contacts, groups }
}

/// Microseconds until the answer to ada.
async fn ask<S: Store>(
    front: &Front<People<S>, Dev>,
    verb: &str,
    address: &str,
) -> (f64, StatusCode) {
    let (front, request) = (front.clone(), request("ada", verb, address));
    let start = Instant::now();
    let Ok(response) = front.oneshot(request).await;
    (start.elapsed().as_secs_f64() * 1e6, response.status())
}

fn request(account: &str, verb: &str, address: &str) -> Request<Full<Bytes>> {
    let body = if verb == "PATCH" { UPDATE } else { "" };
    let mut request = Request::new(Full::new(Bytes::from_static(body.as_bytes())));
    *request.method_mut() = verb.parse().expect("a verb");
    *request.uri_mut() = address.parse().expect("an address");
    let token = HeaderValue::try_from(format!("Bearer {account}")).expect("a name");
    request.headers_mut().insert(header::AUTHORIZATION, token);
    request
}

fn contact_name() -> String {
    format!("people/c{}", fastrand::u64(1 << 60..1 << 63))
}

fn group_name() -> String {
    format!("contactGroups/{:x}", fastrand::u64(1 << 60..1 << 63))
}

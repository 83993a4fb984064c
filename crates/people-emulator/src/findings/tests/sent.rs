//! How programs send: creates, syncs, retries, and writes at the same time.
use super::*;

const CREATE: &str = "/v1/people:createContact";

/// X27: the same contact is created twice, because the first reply was lost.
#[test]
fn x27_a_create_repeated() {
    let world = World::new();
    let first = world.lose("POST", CREATE, &ada());
    assert_eq!(world.found(), [""; 0]);
    world.send("POST", CREATE, &ada()).ok();
    assert_eq!(world.found(), ["CREATE_REPEATED Error [1, 2]"]);
    assert_eq!(first.written.len(), 1);
}

/// X27: a program that looked, or that makes another contact.
#[test]
fn x27_a_create_after_a_look() {
    let world = World::new();
    world.lose("POST", CREATE, &ada());
    world
        .send("POST", CREATE, &json!({"names": [{"givenName": "Grace"}]}))
        .ok();
    world
        .send(
            "GET",
            "/v1/people/me/connections?personFields=names",
            NOTHING,
        )
        .ok();
    world.send("POST", CREATE, &ada()).ok();
    assert_eq!(world.found(), [""; 0]);
}

/// X28: the first page of a sync, and no other.
#[test]
fn x28_a_sync_that_ends_at_a_page() {
    let world = World::new();
    for _ in 0..3 {
        world.create(&ada());
    }
    let list = "/v1/people/me/connections?personFields=names&pageSize=2";
    world.send("GET", list, NOTHING).ok();
    assert_eq!(world.found(), [""; 0], "it is no sync");
    let sync = format!("{list}&requestSyncToken=true");
    let page = world.send("GET", &sync, NOTHING);
    let number = page.number;
    assert_eq!(
        world.found(),
        [format!("SYNC_ABANDONED Warning [{number}]")]
    );
    let token = page.ok()["nextPageToken"].as_str().unwrap().to_owned();
    world
        .send("GET", &format!("{sync}&pageToken={token}"), NOTHING)
        .ok();
    assert_eq!(world.found(), [""; 0], "it went on");
}

/// X28: after an expired token everything is listed again.
#[test]
fn x28_a_sync_that_ends_at_an_expired_token() {
    let world = World::new();
    world.create(&ada());
    let list = "/v1/people/me/connections?personFields=names";
    let expired = Outcome::Failed {
        code: Some(people_model::Code::FailedPrecondition),
        rule: Some("Y3"),
    };
    let call = people_http::ListConnections::new(people_model::FieldMask::NAMES);
    let mut call = call;
    call.sync_token = "old".to_owned();
    let call = Call::ListConnections(call);
    world.findings.note(Exchange {
        number: 100,
        account: world.ada.clone(),
        by: PROGRAM,
        started: 0,
        ended: 1,
        shape: Some(call.shape().into_owned()),
        call: Some(call),
        original: None,
        selector: None,
        outcome: expired,
        reached: true,
        written: Vec::new(),
    });
    assert_eq!(world.found(), ["SYNC_ABANDONED Error [100]"]);
    world
        .send("GET", &format!("{list}&requestSyncToken=true"), NOTHING)
        .ok();
    assert_eq!(world.found(), [""; 0]);
}

/// X29: many tries in no time. Slow ones are none.
#[test]
fn x29_a_retry_storm() {
    let world = World::new();
    for _ in 0..20 {
        let failed = world.send("GET", "/v1/people/c17?personFields=names", NOTHING);
        assert!(failed.reply.is_err());
    }
    assert_eq!(world.found(), ["RETRY_STORM Warning [1, 8]"]);
    let world = World::new();
    for _ in 0..20 {
        world.lose("GET", "/v1/people/me?personFields=names", NOTHING);
        world.now.set(world.now.get() + 200_000);
    }
    assert_eq!(world.found(), [""; 0]);
}

/// X29: updates that fail, with a read before each that does not, so that their etags differ.
#[test]
fn x29_a_storm_with_reads_between() {
    let fails = |code, rule| Outcome::Failed {
        code: Some(code),
        rule,
    };
    let send = |failure: Outcome, pause: u64| {
        let world = World::new();
        let ada = world.create(&ada());
        let name = super::name(&ada);
        for number in 0..10 {
            world.get(name, "personFields=names");
            let mut call = people_http::UpdateContact::new(
                people_model::ContactId::parse(name).unwrap(),
                people_model::Person::default(),
                "names".parse().unwrap(),
            );
            call.person.etag = format!("etag{number}");
            world.note_failed(Call::UpdateContact(Box::new(call)), failure.clone());
            world.now.set(world.now.get() + pause);
        }
        world.found()
    };
    use people_model::Code;
    let found = send(fails(Code::Unavailable, None), 0);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("RETRY_STORM Warning"), "{found:?}");
    assert_eq!(send(fails(Code::Unavailable, None), 300_000), [""; 0]);
    // After a conflict the program has to try again.
    let stale = fails(Code::FailedPrecondition, Some("U6"));
    assert_eq!(send(stale, 0), [""; 0]);
}

/// X30: a write that begins before another has its reply (rule U13).
#[test]
fn x30_parallel_writes() {
    let world = World::new();
    world.send("POST", CREATE, &ada()).ok();
    world.now.set(1_002_000);
    world
        .send("GET", "/v1/people/me?personFields=names", NOTHING)
        .ok();
    assert_eq!(world.found(), [""; 0], "a read is no write");
    world.now.set(1_002_000);
    let other = Author::Program(Some("other".into()));
    world.send_by(&other, "POST", CREATE, &ada(), true).ok();
    assert_eq!(world.found(), [""; 0], "tests are apart");
    world.now.set(1_002_000);
    world
        .send("POST", CREATE, &json!({"names": [{"givenName": "Grace"}]}))
        .ok();
    assert_eq!(world.found(), ["PARALLEL_WRITES Warning [1, 4]"]);
}

/// X31: what is asked for: an account, a test, a grade; and what is removed.
#[test]
fn x31_findings_are_selected() {
    let world = World::new();
    let by = Author::Program(Some("t1".into()));
    world.send_by(&by, "POST", CREATE, &ada(), false);
    world.send_by(&by, "POST", CREATE, &ada(), true).ok();
    let count = |filter: &Filter| world.findings.all(filter).findings.len();
    let of_test = |test: &str| Filter {
        test: Some(test.to_owned()),
        ..Filter::default()
    };
    assert_eq!(count(&of_test("t1")), 1);
    assert_eq!(count(&of_test("t2")), 0);
    let bob = Account::new("bob").unwrap();
    let of_bob = Filter {
        account: Some(bob),
        ..Filter::default()
    };
    assert_eq!(count(&of_bob), 0);
    let errors = Filter {
        grade: Grade::Error,
        ..Filter::default()
    };
    assert_eq!(count(&errors), 1);
    world.findings.clear(&of_test("t2"));
    assert_eq!(count(&errors), 1);
    world.findings.clear(&of_test("t1"));
    assert_eq!(count(&errors), 0);
}

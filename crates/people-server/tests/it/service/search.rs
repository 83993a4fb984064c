//! K1 to K5: a search finds what a scan of all contacts finds.
mod cost;
mod scan;

use people_rules::Contract;
use people_server::Sizes;
use people_store::{
    Account, Batch, Condition, Derivation, Embedded, EmbeddedOptions, Memory, Order, Postgres,
    PostgresOptions, Record, RowKind, Store, Terms, Write,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Server, list, text, turns::Turns};
use crate::postgres;

/// What names, titles and the like are made of: alike in many ways, and with the signs of patterns.
const WORDS: [&str; 24] = [
    "ada",
    "Ada",
    "ADAM",
    "ad",
    "Ádám",
    "A\u{301}da",
    "lovelace",
    "Love",
    "Lovelace,",
    "O'Neil",
    "o’neil",
    "Straße",
    "STRASSE",
    "a%b",
    "a_b",
    "a*b",
    "%",
    "_",
    "100%",
    "José",
    "jos",
    "x-ray",
    "(Øl)",
    "20",
];
const ADDRESSES: [&str; 6] = [
    "ada@example.com",
    "Ada.Lovelace@Mail.example.org",
    "love%lace@example.com",
    "jose_x@ada.example",
    "a",
    "@",
];
const NUMBERS: [&str; 10] = [
    "+44 20 7946 0018",
    "020 7946 0018",
    "(020) 7946-0019",
    "+1 650-555-0100",
    "7946 0018",
    "1-800-FLOWERS",
    "not a number",
    "0044 20 7946 0020",
    "\u{202a}+44 20 7946 0021\u{202c}",
    "+999 12345",
];
const QUERIES: [&str; 36] = [
    "",
    " ",
    ",",
    "%",
    "_",
    "*",
    "?",
    "a",
    "A",
    "á",
    "ad",
    "ada",
    "ada l",
    "ada lovelace",
    "LOVELACE ADA",
    "lovelace, a",
    "oo",
    "da",
    "neil",
    "strasse",
    "straß",
    "a%",
    "a_",
    "100",
    "+",
    "+44",
    "+442079",
    "0044 20",
    "00",
    "020",
    "20 79",
    "(020) 7946",
    "7946",
    "0018",
    "+999",
    "1-800-fl",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..4).prop_map(|words| words.join(" "))
}

fn person() -> impl Strategy<Value = Value> {
    let values = |values: &'static [&'static str]| {
        let value = prop::sample::select(values).prop_map(|value| json!({"value": value}));
        prop::collection::vec(value, 0..3)
    };
    let name = (words(), words(), any::<[bool; 2]>()).prop_map(|(given, family, has)| match has {
        [true, true] => json!([{"givenName": given, "familyName": family}]),
        [true, false] => json!([{"unstructuredName": format!("{given} {family}")}]),
        [false, true] => json!([{"familyName": family, "phoneticGivenName": given}]),
        [false, false] => json!([]),
    });
    let nicknames = words().prop_map(|value| json!({"value": value}));
    let jobs = (words(), words()).prop_map(|(name, title)| json!({"name": name, "title": title}));
    (
        name,
        prop::collection::vec(nicknames, 0..3),
        prop::collection::vec(jobs, 0..2),
        values(&ADDRESSES),
        values(&NUMBERS),
        words(),
    )
        .prop_map(
            |(names, nicknames, organizations, addresses, numbers, note)| {
                json!({
                    "names": names,
                    "nicknames": nicknames,
                    "organizations": organizations,
                    "emailAddresses": addresses,
                    "phoneNumbers": numbers,
                    // Of what is not searched.
                    "biographies": [{"value": format!("zeta {note}")}],
                    "userDefined": [{"key": "zeta", "value": note}],
                })
            },
        )
}

#[derive(Clone, Debug)]
enum Step {
    Create(Value),
    /// Replaces a field of one.
    Update(prop::sample::Index, &'static str, Value),
    Delete(prop::sample::Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    const FIELDS: [&str; 5] = [
        "names",
        "nicknames",
        "organizations",
        "emailAddresses",
        "phoneNumbers",
    ];
    let step = prop_oneof![
        5 => person().prop_map(Step::Create),
        2 => (any::<prop::sample::Index>(), prop::sample::select(&FIELDS[..]), person())
            .prop_map(|(index, field, person)| Step::Update(index, field, person)),
        1 => any::<prop::sample::Index>().prop_map(Step::Delete),
    ];
    prop::collection::vec(step, 1..25)
}

/// Parts of what contacts say, in any case, and how many results are asked for.
fn queries() -> impl Strategy<Value = Vec<(String, i32)>> {
    let part =
        (words(), 0..8_usize, 1..9_usize, any::<bool>()).prop_map(|(text, skip, take, upper)| {
            let part: String = text.chars().skip(skip).take(take).collect();
            if upper { part.to_uppercase() } else { part }
        });
    let query = prop_oneof![
        prop::sample::select(&QUERIES[..]).prop_map(str::to_owned),
        prop::sample::select(&ADDRESSES[..]).prop_map(str::to_owned),
        prop::sample::select(&NUMBERS[..]).prop_map(str::to_owned),
        part,
    ];
    prop::collection::vec(
        (query, prop::sample::select(&[0, 1, 3, 30, 100, -1][..])),
        24,
    )
}

/// Carries out the steps, for an account and, with other contacts, for another.
async fn carry_out<S: Store>(server: &Server<S>, steps: &[Step]) {
    for account in ["mary", "ada"] {
        let mut contacts: Vec<Value> = Vec::new();
        let steps = steps.iter().skip(usize::from(account == "mary"));
        for step in steps {
            match step {
                Step::Create(person) => contacts.push(server.create(account, person).await),
                Step::Update(index, field, person) if !contacts.is_empty() => {
                    let index = index.index(contacts.len());
                    let mut update = contacts[index].clone();
                    update[field] = person[field].clone();
                    let answer = server.update(account, field, &update).await;
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    contacts[index] = answer.json();
                }
                Step::Delete(index) if !contacts.is_empty() => {
                    let contact = contacts.swap_remove(index.index(contacts.len()));
                    let answer = server.delete(account, text(&contact, "resourceName")).await;
                    assert_eq!(answer.status, 200);
                }
                Step::Update(..) | Step::Delete(_) => {}
            }
        }
    }
}

async fn found<S: Store>(server: &Server<S>, query: &str, page_size: i32) -> Vec<String> {
    results(server, "people:searchContacts", query, page_size).await
}

async fn results<S: Store>(
    server: &Server<S>,
    method: &str,
    query: &str,
    page_size: i32,
) -> Vec<String> {
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let address = format!("/v1/{method}?query={query}&readMask=metadata&pageSize={page_size}");
    let reply = server.get("ada", &address).await;
    let results = list(&reply, "results").iter();
    results
        .map(|result| text(&result["person"], "resourceName").to_owned())
        .collect()
}

async fn a_search_is_a_scan<S: Store>(store: S, steps: &[Step], queries: &[(String, i32)]) {
    let server = Server::over(Turns(store), Contract::Documented).await;
    carry_out(&server, steps).await;
    let all = "/v1/people/me/connections?pageSize=1000&personFields=metadata,names,nicknames,\
               organizations,emailAddresses,phoneNumbers";
    let all = server.get("ada", all).await;
    for (query, page_size) in queries {
        let mut expected = scan::scan(list(&all, "connections"), query);
        expected.truncate(limit(*page_size));
        let found = found(&server, query, *page_size).await;
        assert_eq!(found, expected, "{query:?} in {all:#}");
    }
}

fn limit(page_size: i32) -> usize {
    match page_size {
        0 | -1 => 10,
        size => usize::try_from(size.min(30)).expect("a number"),
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// K1 to K5.
    #[test]
    fn a_search_finds_what_a_scan_finds(steps in steps(), queries in queries()) {
        runtime().block_on(a_search_is_a_scan(Memory::new(), &steps, &queries));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_search_of_the_embedded_store_finds_what_a_scan_finds(steps in steps(), queries in queries()) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        runtime().block_on(a_search_is_a_scan(store, &steps, &queries));
    }

    #[test]
    fn a_search_of_postgres_finds_what_a_scan_finds(steps in steps(), queries in queries()) {
        let Some(url) = postgres::fresh() else { return Ok(()) };
        runtime().block_on(async {
            let store = Postgres::open(&url, PostgresOptions::default()).await.expect("a store");
            a_search_is_a_scan(store, &steps, &queries).await;
        });
    }
}

/// What others than the user's own contacts may be in a seed.
fn people() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(person(), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// O6: other contacts are found as contacts are, and are not among them.
    #[test]
    fn other_contacts_are_found_as_a_scan_finds_them(people in people(), queries in queries()) {
        runtime().block_on(others_are_scanned(Turns(Memory::new()), &people, &queries));
    }

    /// W5: so are the people of a directory.
    #[test]
    fn people_of_a_directory_are_found_as_a_scan_finds_them(people in people(), queries in queries()) {
        runtime().block_on(a_directory_is_scanned(Turns(Memory::new()), &people, &queries));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// O6, W5, in the embedded store.
    #[test]
    fn other_people_of_the_embedded_store_are_found_as_a_scan_finds_them(
        people in people(),
        queries in queries(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        runtime().block_on(async {
            others_are_scanned(store.clone(), &people, &queries).await;
            a_directory_is_scanned(store, &people, &queries).await;
        });
    }

    /// O6, W5, on PostgreSQL.
    #[test]
    fn other_people_of_postgres_are_found_as_a_scan_finds_them(
        people in people(),
        queries in queries(),
    ) {
        let Some(url) = postgres::fresh() else { return Ok(()) };
        runtime().block_on(async {
            let store = Postgres::open(&url, PostgresOptions::default()).await.expect("a store");
            others_are_scanned(store.clone(), &people, &queries).await;
            a_directory_is_scanned(store, &people, &queries).await;
        });
    }
}

async fn others_are_scanned<S: Store>(store: S, people: &[Value], queries: &[(String, i32)]) {
    let fields = ["names", "emailAddresses", "phoneNumbers"];
    let others = people.iter().zip(1..).filter_map(|(person, number)| {
        let mut other = json!({"resourceName": format!("otherContacts/c{number}")});
        for field in fields {
            other[field] = person[field].clone();
        }
        let is_someone = fields.iter().any(|field| !list(&other, field).is_empty());
        is_someone.then_some(other)
    });
    let others: Vec<Value> = others.collect();
    let contacts = json!([{"nicknames": [{"value": "Ada Lovelace"}]}]);
    let accounts = json!({"ada": {"otherContacts": others, "contacts": contacts},
                          "mary": {"otherContacts": others}});
    let server = Server::over(store, Contract::Documented).await;
    let server = server
        .seeded(&json!({"accounts": accounts}).to_string())
        .await;
    let all = "/v1/otherContacts?pageSize=1000&readMask=names,emailAddresses,phoneNumbers";
    let all = server.get("ada", all).await;
    for (query, page_size) in queries {
        let mut expected = scan::scan(list(&all, "otherContacts"), query);
        expected.truncate(limit(*page_size));
        let found = results(&server, "otherContacts:search", query, *page_size).await;
        assert_eq!(found, expected, "{query:?} in {all:#}");
    }
}

/// Every page of each search together. Of people who are found by the same phrase any may come first.
async fn a_directory_is_scanned<S: Store>(store: S, people: &[Value], queries: &[(String, i32)]) {
    let sources = ["DOMAIN_PROFILE", "DOMAIN_CONTACT"];
    let sources = people.iter().zip(sources.into_iter().cycle());
    let people: Vec<Value> = sources
        .map(|(person, source)| {
            let mut person = person.clone();
            person["source"] = json!(source);
            person
        })
        .collect();
    let seed = json!({"accounts": {"ada": {"domain": "corp.example"}},
        "domains": {"corp.example": {"people": people},
                    "other.example": {"people": people}}});
    let server = Server::over(store, Contract::Documented).await;
    let server = server.seeded(&seed.to_string()).await;
    let parameters = "readMask=names,nicknames,organizations,emailAddresses,phoneNumbers\
         &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
    let all = format!("/v1/people:listDirectoryPeople?{parameters}&pageSize=1000");
    let all = server.get("ada", &all).await;
    assert_eq!(list(&all, "people").len(), people.len());
    let keys = |people: &Value, query: &str| {
        let people = list(people, "people").iter();
        let keys = people.filter_map(|person| {
            let key = scan::key(person, query)?;
            Some((key, text(person, "resourceName").to_owned()))
        });
        keys.collect::<Vec<_>>()
    };
    for (query, page_size) in queries {
        let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let address = format!(
            "/v1/people:searchDirectoryPeople?{parameters}&query={encoded}&pageSize={page_size}"
        );
        if scan::is_nothing(query) {
            let refused = server.call("ada", "GET", &address, &Value::Null).await;
            assert_eq!(refused.status, 400, "{query:?}");
            continue;
        }
        let mut expected = keys(&all, query);
        let (mut found, mut token) = (Vec::new(), String::new());
        loop {
            let address = format!("{address}&pageToken={token}");
            let page = server.get("ada", &address).await;
            let total = page["totalSize"].as_u64().unwrap_or(0);
            assert_eq!(total, expected.len() as u64, "{query:?} in {all:#}");
            let part = keys(&page, query);
            assert_eq!(
                part.len(),
                list(&page, "people").len(),
                "{query:?} in {page:#}"
            );
            found.extend(part);
            match page["nextPageToken"].as_str() {
                Some(next) => token = next.to_owned(),
                None => break,
            }
        }
        let order = |found: &[(scan::Key, String)]| {
            found.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>()
        };
        let in_order = order(&found);
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{query:?} in {all:#}");
        assert_eq!(in_order, order(&expected), "{query:?} in {all:#}");
    }
}

const DIRECTORY: &str = "/v1/people:searchDirectoryPeople?readMask=names";

/// W5: at every page size each person comes once, in the order of what was found, whatever sources are
/// asked for and however often the query finds a person; and the total is that of all pages.
#[tokio::test]
async fn w5_each_person_that_is_found_comes_once() {
    let people: Vec<Value> = (0..25)
        .map(|number| {
            let source = ["DOMAIN_PROFILE", "DOMAIN_CONTACT"][number % 2];
            let (name, other) = (format!("P{number:02}"), format!("P{}", 99 - number));
            let number = format!("+44 20 7946 00{number:02}");
            json!({"source": source, "names": [{"givenName": name}], "nicknames": [{"value": other}],
                   "emailAddresses": [{"value": "x@x.example"}], "phoneNumbers": [{"value": number}]})
        })
        .collect();
    let seed = json!({"accounts": {"ada": {"domain": "corp.example"}},
        "domains": {"corp.example": {"people": people}}});
    let server = Server::over(Turns(Memory::new()), Contract::Documented).await;
    let server = server.seeded(&seed.to_string()).await;
    let all: Vec<usize> = (0..25).collect();
    let of = |rest| {
        all.iter()
            .copied()
            .filter(move |number| number % 2 == rest)
            .collect()
    };
    let (profiles, contacts): (Vec<usize>, Vec<usize>) = (of(0), of(1));
    for (sources, expected) in [
        (&["DOMAIN_PROFILE", "DOMAIN_CONTACT"][..], &all),
        (&["DOMAIN_PROFILE"], &profiles),
        (&["DOMAIN_CONTACT"], &contacts),
    ] {
        let sources = sources
            .iter()
            .map(|it| format!("&sources=DIRECTORY_SOURCE_TYPE_{it}"));
        let sources: String = sources.collect();
        // A name, an address and a number; the last is also text, which comes first.
        for query in ["p", "x@x", "%2B4420", "02079460", "X@X.EXAMPLE"] {
            for size in [1, 3, 25, 1_000] {
                let (mut seen, mut token) = (Vec::new(), String::new());
                loop {
                    let address = format!(
                        "{DIRECTORY}&query={query}{sources}&pageSize={size}&pageToken={token}"
                    );
                    let page = server.get("ada", &address).await;
                    assert_eq!(page["totalSize"], expected.len());
                    assert!(list(&page, "people").len() <= size);
                    seen.extend(list(&page, "people").iter().map(|person| {
                        let name = text(&person["names"][0], "displayName");
                        name[1..].parse::<usize>().expect("a number")
                    }));
                    match page["nextPageToken"].as_str() {
                        Some(next) => token = next.to_owned(),
                        None => break,
                    }
                }
                if query.to_lowercase().starts_with("x@") {
                    // All have one address, so their ids decide.
                    seen.sort_unstable();
                }
                assert_eq!(seen, *expected, "{query} {sources} {size}");
            }
        }
        let nobody = server
            .get("ada", &format!("{DIRECTORY}&query=q{sources}"))
            .await;
        assert_eq!(nobody, json!({}));
    }
}

/// K5: a store whose rows have no phrases yet gets them at its first start.
#[tokio::test]
async fn a_store_of_the_previous_version_is_searched() {
    let account = Account::new("ada").expect("a name");
    let memory = Memory::new();
    let server = Server::over(memory.clone(), Contract::Documented).await;
    let person = json!({
        "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
        "emailAddresses": [{"value": "ada@example.com"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018"}],
    });
    let contact = server.create("ada", &person).await;
    let page = memory
        .page(&account, RowKind::Contact, Order::Id, None, 9)
        .await;
    let row = page.expect("a page").rows.remove(0);

    let exact = ["email:", "group:", "phone:"];
    let is_exact = |term: &&str| exact.iter().any(|prefix| term.starts_with(prefix));
    let terms: Terms = row.record.terms.iter().filter(is_exact).collect();
    assert_eq!(terms.len(), 3, "what the previous version knew");
    let record = Record {
        terms,
        ..Record::clone(&row.record)
    };
    let put = Write::Put {
        kind: RowKind::Contact,
        id: row.id,
        record,
        condition: Condition::Absent,
    };
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let batch = Batch {
        writes: vec![put],
        time: 1,
    };
    store.commit(&account, batch).await.expect("a commit");
    let previous = Derivation {
        rules: 2,
        of: |_, _, _| None,
    };
    store
        .derive(previous)
        .await
        .expect("rules of the previous version");

    let server = Server::over(store.clone(), Contract::Documented).await;
    for query in ["lovelace a", "ada@example.com", "020 7946", "+4420"] {
        assert_eq!(
            found(&server, query, 0).await,
            [text(&contact, "resourceName")],
            "{query}"
        );
    }
}

/// K5: an update keeps the terms of the fields that it leaves. So a row gets terms of this version at the first
/// start even if a value in its body is damaged.
#[tokio::test]
async fn k5_no_update_keeps_terms_of_a_previous_version() {
    let account = Account::new("ada").expect("a name");
    let whole = Memory::new();
    let server = Server::over(whole.clone(), Contract::Documented).await;
    let person = json!({
        "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
        "nicknames": [{"value": "Countess"}],
    });
    let contact = server.create("ada", &person).await;
    let name = text(&contact, "resourceName");
    let rows = whole.page(&account, RowKind::Contact, Order::Id, None, 9);
    let row = rows.await.expect("a page").rows.remove(0);
    // Of the same length, so that the table of ranges still fits.
    let body = row.record.body.replace(r#""Countess""#, "{        }");
    assert_ne!(body, row.record.body);

    for body in [body, row.record.body.clone()] {
        let store = Memory::new();
        let record = Record {
            body,
            terms: ["word:before\t1", "word:before\t3"].into(),
            ..Record::clone(&row.record)
        };
        let put = Write::Put {
            kind: RowKind::Contact,
            id: row.id,
            record,
            condition: Condition::Absent,
        };
        let batch = Batch {
            writes: vec![put],
            time: 1,
        };
        store.commit(&account, batch).await.expect("a commit");
        let previous = Derivation {
            rules: 2,
            of: |_, _, _| None,
        };
        store.derive(previous).await.expect("derived");

        let server = Server::over(store, Contract::Documented).await;
        let read = server
            .get("ada", &format!("/v1/{name}?personFields=metadata"))
            .await;
        let update = json!({
            "etag": read["etag"],
            "metadata": read["metadata"],
            "biographies": [{"value": "Wrote the first program."}],
        });
        let address = format!("/v1/{name}:updateContact?updatePersonFields=biographies");
        let answer = server.call("ada", "PATCH", &address, &update).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(found(&server, "before", 0).await, [""; 0]);
        assert_eq!(found(&server, "lovelace", 0).await, [name]);
    }
}

/// K4: of a contact with many long values each is found by its beginning, and the index does not grow
/// with all that they say.
#[tokio::test]
async fn many_long_values_are_found_by_their_beginnings() {
    let store = Memory::new();
    let server = Server::sized(store.clone(), Contract::Documented, Sizes::default()).await;
    let nicknames: Vec<Value> = (0..499)
        .map(|number| {
            let value = format!("n{number:03} {}", "long words ".repeat(10));
            json!({"value": value.trim()})
        })
        .collect();
    let contact = server.create("ada", &json!({"nicknames": nicknames})).await;
    let name = text(&contact, "resourceName");
    for number in [0, 250, 498] {
        let whole = format!("n{number:03} {}", "long words ".repeat(10));
        for length in [2, 5, 99, 100, 101, whole.len()] {
            assert_eq!(
                found(&server, &whole[..length], 1).await,
                [name],
                "{length}"
            );
        }
    }
    assert_eq!(found(&server, "n499", 1).await, [""; 0]);
    let account = Account::new("ada").expect("a name");
    let page = store
        .page(&account, RowKind::Contact, Order::Id, None, 9)
        .await;
    let terms = &page.expect("a page").rows[0].record.terms;
    assert!(terms.len() <= 513, "{}", terms.len());
}

/// K1: with any number of matches, the first of them come, and the store reads a bounded part of its
/// index ([`Turns`] looks).
#[tokio::test]
async fn a_short_query_finds_the_first_of_very_many() {
    let server = Server::over(Turns(Memory::new()), Contract::Documented).await;
    for part in 0..10 {
        let contacts: Vec<Value> = (0..200)
            .map(|number| {
                let number = 1_999 - (part * 200 + number);
                // Several entries of the index are one contact's.
                let nicknames =
                    ["a", "b", "c"].map(|end| json!({"value": format!("aa {number:04} {end}")}));
                json!({"contactPerson": {"nicknames": nicknames}})
            })
            .collect();
        let body = json!({"contacts": contacts});
        let answer = server
            .call("ada", "POST", "/v1/people:batchCreateContacts", &body)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let address = "/v1/people:searchContacts?query=aa&readMask=nicknames&pageSize=30";
    let reply = server.get("ada", address).await;
    let nicknames = list(&reply, "results").iter().map(|result| {
        let nickname = &result["person"]["nicknames"][0];
        text(nickname, "value").to_owned()
    });
    let expected: Vec<String> = (0..30).map(|number| format!("aa {number:04} a")).collect();
    assert_eq!(nicknames.collect::<Vec<_>>(), expected);
}

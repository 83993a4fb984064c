//! `cargo bench -p people-server --bench search`: from a query to its reply, in an account of 100,000
//! contacts of the embedded store, beside SQLite's own index of full text.
//!
//! Prints `name<TAB>value<TAB>unit`. The calls go through the API without a socket. The full text has the
//! same phrases and answers with ids alone.
use std::time::{Duration, Instant};

use people_http::SearchContacts;
use people_model::{ContactId, EmailAddress, FieldMask, Name, Organization, Person, PhoneNumber};
use people_rules::{Context, Contract, create};
use people_server::{Api, Caller, People, Scopes, Settings, Sizes};
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Record, RowKind, Store, Write,
};
use rusqlite::Connection;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (contacts, window) = if measuring {
        (100_000, Duration::from_secs(2))
    } else {
        (500, Duration::from_millis(20))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(contacts, window));
}

async fn run(contacts: u64, window: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path().join("store"), EmbeddedOptions::default());
    let store = store.expect("a store");
    let full_text = Connection::open(folder.path().join("text")).expect("a database");
    let table = "CREATE VIRTUAL TABLE people USING fts5 (text, prefix = '1 2')";
    full_text.execute_batch(table).expect("a table");
    let account = Account::new("ada").expect("a name");
    fill(&store, &full_text, &account, contacts).await;

    let rows = store
        .get_many(&account, RowKind::Contact, &[1, 2, 3, 4])
        .await;
    let rows = rows.expect("rows").into_iter().flatten();
    let records: Vec<_> = rows.map(|row| row.record).collect();
    let terms: usize = records.iter().map(|record| record.terms.len()).sum();
    let bytes: usize = records.iter().map(|record| record.terms.bytes()).sum();
    println!("search.terms\t{:.1}\tterms", terms as f64 / 4.0);
    println!("search.terms.bytes\t{:.0}\tbytes", bytes as f64 / 4.0);

    let mut settings = Settings::default();
    let mut sizes = Sizes::default();
    sizes.contacts = contacts;
    settings.sizes = sizes;
    let people = People::open(store, settings).await.expect("a service");
    let caller = Caller::new(account, Scopes::ALL);
    for (name, length) in [("1", 1), ("2", 2), ("4", 4), ("word", usize::MAX)] {
        let mut times = Vec::new();
        let begin = Instant::now();
        while begin.elapsed() < window {
            let query = query(times.len() as u64, length);
            let search = SearchContacts::new(query, FieldMask::NAMES);
            let start = Instant::now();
            let reply = people.call(&caller, people_http::Call::SearchContacts(search));
            let reply = reply.await.expect("a reply");
            times.push(start.elapsed());
            assert!(reply.body.len() > 2, "somebody is found");
        }
        print(&format!("search.{name}"), times);

        let mut times = Vec::new();
        let mut statement = full_text
            .prepare("SELECT rowid FROM people WHERE people MATCH ?1 ORDER BY rank LIMIT 10")
            .expect("a statement");
        let begin = Instant::now();
        while begin.elapsed() < window {
            let query = format!("\"{}\" *", query(times.len() as u64, length));
            let start = Instant::now();
            let found = statement.query_map([query], |row| row.get::<_, i64>(0));
            let found = found.expect("rows").count();
            times.push(start.elapsed());
            assert!(found > 0, "somebody is found");
        }
        print(&format!("search.fts5.{name}"), times);
    }
}

fn print(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    for (part, of_hundred) in [("p50", 50), ("p99", 99)] {
        let time = times[times.len() * of_hundred / 100];
        println!("{name}.{part}\t{:.1}\tµs", time.as_secs_f64() * 1e6);
    }
}

/// The first letters of somebody's given name.
fn query(number: u64, length: usize) -> String {
    let (given, _) = name(number.wrapping_mul(7_919));
    given.chars().take(length).collect()
}

async fn fill(store: &Embedded, full_text: &Connection, account: &Account, contacts: u64) {
    let ids: Vec<u64> = (1..=contacts).collect();
    let insert = "INSERT INTO people (rowid, text) VALUES (?1, ?2)";
    let mut insert = full_text.prepare(insert).expect("a statement");
    for part in ids.chunks(1_000) {
        full_text.execute_batch("BEGIN").expect("a transaction");
        let mut writes = Vec::with_capacity(part.len());
        for &id in part {
            let person = person(id);
            let text = format!(
                "{} {} {} {}",
                person.names[0].given_name,
                person.names[0].family_name,
                person.email_addresses[0].value,
                person.organizations[0].name
            );
            insert.execute((id.cast_signed(), text)).expect("a row");
            let context = Context {
                id: ContactId::new(id).expect("an id"),
                contract: Contract::Documented,
                canonical_phone: &|value| Some(value.to_owned()),
                dialled_forms: &|canonical| {
                    vec![canonical[3..].to_owned(), format!("0{}", &canonical[3..])]
                },
            };
            let contact = create(person, &context).expect("a contact");
            let record = Record {
                body: contact.fields.as_json().to_owned(),
                layout: contact.fields.layout(),
                sort_keys: contact.index.sort_keys,
                terms: contact.index.terms.iter().collect(),
            };
            writes.push(Write::Put {
                kind: RowKind::Contact,
                id,
                record: record.indexable(),
                condition: Condition::Absent,
            });
        }
        full_text.execute_batch("COMMIT").expect("a commit");
        let batch = Batch { writes, time: 1 };
        store.commit(account, batch).await.expect("a commit");
    }
}

fn person(id: u64) -> Person {
    let (given, family) = name(id);
    let address = format!("{given}.{family}@host{}.example", id % 97).to_lowercase();
    let number = format!("+4420{:08}", id.wrapping_mul(48_271) % 100_000_000);
    let company = format!(
        "{family} and {given} {}",
        ["Ltd", "Engines", "Partners"][id as usize % 3]
    );
    Person::new()
        .names([Name::new().given_name(given).family_name(family)])
        .email_addresses([EmailAddress::new().value(address)])
        .phone_numbers([PhoneNumber::new().value(number)])
        .organizations([Organization::new().name(company)])
}

/// 8,000 given and as many family names, of three syllables each.
fn name(number: u64) -> (String, String) {
    const SYLLABLES: [&str; 20] = [
        "an", "bel", "cor", "da", "el", "fi", "gra", "ho", "is", "jo", "ka", "lov", "ma", "ni",
        "os", "pe", "ro", "sa", "ta", "vi",
    ];
    let word = |seed: u64| {
        let syllable = |place: u32| SYLLABLES[(seed / 20_u64.pow(place) % 20) as usize];
        let word = [syllable(0), syllable(1), syllable(2)].concat();
        word[..1].to_uppercase() + &word[1..]
    };
    (
        word(number.wrapping_mul(2_654_435_761) >> 7),
        word(number.wrapping_mul(40_503) >> 3),
    )
}

//! Searches of a backend that is slow.
use bytes::Bytes;
use http::Method as Verb;
use people_emulator::Selection;
use people_model::{ContactId, Message, Person, Status};
use people_rules::Resolution;
use people_server::{
    Failure, ImportOptions, ImportedEntry, ImportedFile, KeptSource, Photo, Reply, Sizes,
    SourceFile, SourceGroup, Union,
};
use serde_json::{Value, json};

use super::*;
use crate::backend::{Answering, ReadEntry};

fn person(name: &str, email: &str) -> Person {
    let person = json!({"resourceName": format!("people/{name}"), "names": [{"unstructuredName": name}],
               "emailAddresses": [{"value": email}]});
    serde_json::from_value(person).expect("a person")
}

#[test]
fn a_group_has_the_reasons_of_its_pairs() {
    let contacts = [
        person("Ada King", "ada@x.example"),
        person("Grace Hopper", "grace@x.example"),
        person("King, Ada", "ada@x.example"),
        person("Ada King", "ada@x.example"),
    ];
    let names = ["c0", "c1", "c2", "c3"].map(str::to_owned);
    let found = Duplicates::of(&contacts);
    let proposal = |most| Proposal::of(&found, &names, most, String::new());
    let groups = proposal(9).groups;
    let [group] = &groups[..] else {
        panic!("one group, and not {groups:?}");
    };
    assert_eq!(group.contacts, ["c0", "c2", "c3"]);
    assert_eq!(group.verdict, Verdict::Same);
    assert_eq!(group.reasons, ["e-mail ada@x.example", "name"]);
    // What is not kept is counted.
    let none = proposal(0);
    assert_eq!((none.groups.len(), none.all, none.same), (0, 1, 1));
}

/// Two contacts of one person. A list of all of them waits until the gate is open, and they change all the time.
struct Slow {
    gate: Semaphore,
}

impl Backend for Slow {
    fn call(&self, _: &Account, call: Call) -> Answering<'_, Result<Reply, Failure>> {
        let Call::ListConnections(list) = call else {
            panic!("a search lists contacts");
        };
        Box::pin(async move {
            if list.sync_token.is_empty() {
                self.gate.acquire().await.expect("a gate").forget();
            }
            let mut listed = ListConnectionsResponse::default();
            listed.connections = vec![person("Ada King", "a@x.example"); 2];
            listed.next_sync_token = "token".to_owned();
            let descriptor = ListConnectionsResponse::DESCRIPTOR;
            Ok(Reply::new(listed.to_json(), descriptor))
        })
    }

    fn photo<'a>(&'a self, _: &'a str) -> Answering<'a, Result<Option<Photo>, Failure>> {
        Box::pin(async { Ok(None) })
    }

    fn control<'a>(
        &'a self,
        _: Verb,
        _: &'a str,
        _: Bytes,
    ) -> Answering<'a, Result<Value, Status>> {
        Box::pin(async { Ok(Value::Null) })
    }

    fn unite<'a>(
        &'a self,
        _: &'a Account,
        _: [&'a Person; 2],
        _: &'a Person,
    ) -> Answering<'a, Result<Union, Failure>> {
        panic!("a search merges nothing");
    }

    fn unions<'a>(&'a self, _: &'a Account) -> Answering<'a, Result<Vec<Union>, Failure>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn divide<'a>(
        &'a self,
        _: &'a Account,
        _: u64,
        _: Resolution,
    ) -> Answering<'a, Result<Union, Failure>> {
        panic!("a search divides nothing");
    }

    fn kept_sources<'a>(
        &'a self,
        _account: &'a Account,
        _contact: ContactId,
    ) -> Answering<'a, Result<Vec<KeptSource>, Failure>> {
        panic!("a search reads no card")
    }

    fn source_groups<'a>(
        &'a self,
        _account: &'a Account,
        _names: Vec<String>,
        _dry_run: bool,
    ) -> Answering<'a, Result<Vec<SourceGroup>, Failure>> {
        panic!("a search imports nothing")
    }

    fn import_file<'a>(
        &'a self,
        _account: &'a Account,
        _file: &'a str,
        _entries: usize,
        _read: &'a ReadEntry<'a>,
        _options: ImportOptions,
    ) -> Answering<'a, Result<(Vec<ImportedEntry>, SourceFile), Failure>> {
        panic!("a search imports nothing")
    }

    fn imported_file<'a>(
        &'a self,
        _account: &'a Account,
        _file: &'a str,
    ) -> Answering<'a, Result<Option<ImportedFile>, Failure>> {
        panic!("a search asks for no file")
    }

    fn sizes(&self) -> Option<&Sizes> {
        None
    }

    fn recent(&self, _: &Selection, _: usize) -> Result<Vec<Value>, Status> {
        Ok(Vec::new())
    }

    fn more_requests(&self) -> Answering<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn stopping(&self) -> Answering<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn w36_a_page_shows_how_far_a_long_search_is() {
    let slow = Arc::new(Slow {
        gate: Semaphore::new(0),
    });
    let backend: Arc<dyn Backend> = Arc::clone(&slow) as _;
    let searches = Searches {
        patience: Duration::from_millis(1),
        stands: Duration::ZERO,
        ..Searches::default()
    };
    let ada = Account::new("ada").expect("a name");
    let look = async || searches.look(&backend, &ada).await.expect("an answer");
    let ended = async || {
        slow.gate.add_permits(1);
        let mut search = searches.running(&ada).expect("a search");
        let ended = search.wait_for(Progress::has_ended).await;
        drop(ended.expect("an end"));
    };
    assert!(searches.running(&ada).is_none());
    for _ in 0..2 {
        let standing = look().await;
        assert!(standing.found.is_none());
        let running = standing.running;
        assert!(matches!(running, Some(Progress::Reading(0))), "{running:?}");
    }
    ended().await;
    // The contacts have changed since: another search begins, and the page shows what the last one found.
    let standing = look().await;
    assert_eq!(standing.found.map(|it| it.groups.len()), Some(1));
    assert!(standing.running.is_some());
    ended().await;
    assert!(searches.running(&ada).is_none());
}

#[tokio::test]
async fn w36_a_long_search_is_not_repeated_at_once() {
    let slow = Arc::new(Slow {
        gate: Semaphore::new(0),
    });
    let backend: Arc<dyn Backend> = Arc::clone(&slow) as _;
    let hour = Duration::from_secs(60 * 60);
    let searches = |patience| Searches {
        patience,
        stands: hour,
        ..Searches::default()
    };
    let ada = Account::new("ada").expect("a name");
    let long = searches(Duration::from_millis(1));
    let look = async |again| {
        if again {
            long.begin(&backend, &ada).expect("begun");
        }
        long.look(&backend, &ada).await.expect("an answer")
    };
    assert!(look(false).await.running.is_some());
    slow.gate.add_permits(1);
    let mut search = long.running(&ada).expect("a search");
    drop(search.wait_for(Progress::has_ended).await.expect("an end"));
    // The contacts have changed since.
    for _ in 0..2 {
        let standing = look(false).await;
        assert!(standing.running.is_none() && standing.is_old);
        assert_eq!(standing.found.map(|it| it.groups.len()), Some(1));
    }
    let standing = look(true).await;
    assert!(standing.running.is_some() && !standing.is_old);

    // A search for which a page can wait is made at each visit.
    let slow = Arc::new(Slow {
        gate: Semaphore::new(2),
    });
    let backend: Arc<dyn Backend> = Arc::clone(&slow) as _;
    let short = searches(hour);
    for _ in 0..2 {
        let standing = short.look(&backend, &ada).await;
        assert!(!standing.expect("an answer").is_old);
    }
    assert_eq!(slow.gate.available_permits(), 0);
}

#[tokio::test]
async fn w36_so_many_accounts_are_searched_at_a_time() {
    let slow = Arc::new(Slow {
        gate: Semaphore::new(0),
    });
    let backend: Arc<dyn Backend> = Arc::clone(&slow) as _;
    let searches = Searches {
        patience: Duration::from_millis(1),
        ..Searches::default()
    };
    for number in 0..=MOST_ACCOUNTS {
        let account = Account::new(&format!("account-{number}")).expect("a name");
        let looked = searches.look(&backend, &account).await;
        assert_eq!(looked.is_ok(), number < MOST_ACCOUNTS, "{number}");
    }
    assert_eq!(searches.known().len(), MOST_ACCOUNTS);
}

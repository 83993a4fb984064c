//! Nothing is lost and nothing is there twice: whatever is edited on both sides, and whatever becomes of the calls.
use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    time::Duration,
};

use people_model::{EmailAddress, Nickname, UpdateMask};
use serde_json::{Value, json};

use super::{Desk, card, family, once};
use crate::{Server, wait::ended};

const CONTACTS: usize = 4;
const STEPS: usize = 7;

/// What each side has said of a contact. Addresses are only added, so that there is no conflict.
#[derive(Default)]
struct Contact {
    file: BTreeSet<String>,
    server: BTreeSet<String>,
    title: String,
    nickname: String,
}

fn file(contacts: &[Contact]) -> String {
    let text = |(number, contact): (usize, &Contact)| {
        let mut more = String::new();
        for address in &contact.file {
            more += &format!("EMAIL:{address}\r\n");
        }
        if !contact.title.is_empty() {
            more += &format!("ORG:Works\r\nTITLE:{}\r\n", contact.title);
        }
        card(number, &more)
    };
    contacts.iter().enumerate().map(text).collect()
}

/// A fault of a call that the import makes.
fn fault(random: &mut fastrand::Rng) -> Value {
    let methods = [
        "people.people.batchCreateContacts",
        "people.people.batchUpdateContacts",
        "people.people.connections.list",
        "people.people.getBatchGet",
    ];
    let method = *random.choice(&methods).expect("one");
    let then = match random.u8(0..7) {
        0 => json!({"drop": "before"}),
        1 | 2 => json!({"drop": "after"}),
        3 => json!({"drop": "body"}),
        4 => json!({"status": "UNAVAILABLE"}),
        5 => json!({"quota": "writes"}),
        _ => json!({"delay": "200ms"}),
    };
    json!({"match": {"method": method, "after": random.u8(0..2)}, "times": random.u8(1..8), "then": then})
}

async fn edit_on_server(
    server: &Server,
    contacts: &mut [Contact],
    step: usize,
    random: &mut fastrand::Rng,
) {
    let all = server.all().await;
    let Some(person) = random.choice(&all) else {
        return;
    };
    let number: usize = family(person)[1..].parse().expect("a number");
    let contact = &mut contacts[number];
    match random.bool() {
        true => {
            let address = format!("server{step}@example.com");
            contact.server.insert(address.clone());
            let add = |it: &mut people_model::Person| {
                it.email_addresses.push(EmailAddress::new().value(address))
            };
            server.edit(person, UpdateMask::EMAIL_ADDRESSES, add).await;
        }
        false => {
            contact.nickname = format!("N{step}");
            let name = contact.nickname.clone();
            let set =
                |it: &mut people_model::Person| it.nicknames = vec![Nickname::new().value(name)];
            server.edit(person, UpdateMask::NICKNAMES, set).await;
        }
    }
}

/// Starts an import, and ends it with SIGKILL after some time.
fn import_and_kill(desk: &Desk, server: &Server, random: &mut fastrand::Rng) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_people"))
        .args(desk.arguments(server, &[]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    std::thread::sleep(Duration::from_millis(random.u64(0..700)));
    child.kill().ok();
    ended(&mut child);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_no_edit_is_lost_and_nothing_comes_twice() {
    for seed in [1815, 1843, 1852] {
        let mut random = fastrand::Rng::with_seed(seed);
        let (desk, server) = (Desk::new(), Server::emulated());
        let mut contacts: Vec<Contact> = (0..CONTACTS).map(|_| Contact::default()).collect();
        desk.write(&file(&contacts));
        let mut log = Vec::new();
        for step in 0..STEPS {
            match random.u8(0..4) {
                0 => {
                    let contact = random.choice(&mut contacts).expect("one");
                    contact.file.insert(format!("file{step}@example.com"));
                    contact.title = format!("T{step}");
                    desk.write(&file(&contacts));
                    log.push("edit of the file".to_owned());
                }
                1 => {
                    edit_on_server(&server, &mut contacts, step, &mut random).await;
                    log.push("edit on the server".to_owned());
                }
                2 => {
                    let rules = json!([fault(&mut random)]);
                    server.rules(&rules);
                    import_and_kill(&desk, &server, &mut random);
                    log.push(format!("killed, with {rules}"));
                    server.rules(&json!([]));
                }
                _ => {
                    let rules = json!([fault(&mut random), fault(&mut random)]);
                    server.rules(&rules);
                    let said = desk.import(&server, &[]);
                    log.push(format!("import with {rules}: {}", said.wrong));
                    server.rules(&json!([]));
                }
            }
        }
        let said = desk.import(&server, &[]);
        assert!(
            said.done,
            "seed {seed}: {log:#?}\n{}{}",
            said.out, said.wrong
        );
        let all = server.all().await;
        assert_eq!(all.len(), CONTACTS, "seed {seed}: {log:#?}");
        once(&server, CONTACTS).await;
        for (person, contact) in all.iter().zip(&contacts) {
            let addresses = person.email_addresses.iter().map(|it| it.value.clone());
            let mut addresses: Vec<String> = addresses.collect();
            addresses.sort();
            let expected: BTreeSet<&String> = contact.file.union(&contact.server).collect();
            let expected: Vec<String> = expected.into_iter().cloned().collect();
            assert_eq!(addresses, expected, "seed {seed}: {log:#?}");
            let title = person.organizations.first().map_or("", |it| &it.title);
            assert_eq!(title, contact.title, "seed {seed}: {log:#?}");
            let nickname = person.nicknames.first().map_or("", |it| &it.value);
            assert_eq!(nickname, contact.nickname, "seed {seed}: {log:#?}");
        }
        let said = desk.import(&server, &[]);
        let same = format!("updated 0, unchanged {CONTACTS}");
        assert!(
            said.out.contains(&same),
            "seed {seed}: {log:#?}\n{}",
            said.out
        );
        assert_eq!(server.all().await, all, "seed {seed}");
        server.stop();
    }
}

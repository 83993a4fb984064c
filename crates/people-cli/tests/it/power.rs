//! What was acknowledged is there after a power failure.
//!
//! A real server writes under strace. From the trace every moment of its life is rebuilt, with and
//! without what the disk had not been told to keep by then, and the store must open on each.
mod disk;
mod trace;

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use people_http::{Client, CreateContact, UpdateContact};
use people_model::{ContactId, FieldMask, Person, UpdateMask};
use people_rules::Sources;
use people_server::Audit;
use people_store::{Account, Embedded, EmbeddedOptions, Row, RowKind, Store};

use self::{
    disk::{Disk, Loss},
    trace::{CALLS, Event},
};
use crate::{
    Server,
    crash::model::{content, mark},
    wait::{finished, until},
};

const WRITERS: usize = 16;
/// Each comes after a new contact of 9 KB. That is enough for the log to be started again: the database grows by
/// more than 8 MiB.
const UPDATES: usize = 60;
const ACCOUNT: &str = "ada";
/// How often the power fails, unless the variable says otherwise. With the variable, strace is
/// required.
const FAILURES: usize = 60;
const FAILURES_VARIABLE: &str = "PEOPLE_TEST_POWER_FAILURES";

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_change_survives_a_power_failure() {
    let failures = env::var(FAILURES_VARIABLE).ok();
    if !has_strace() {
        assert!(failures.is_none(), "strace is required and does not work");
        eprintln!("skipped: strace is not here or may not trace");
        return;
    }
    let failures = failures.map_or(FAILURES, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("trace"));
    write(&data, &file).await;

    let events = trace::read(&file, &data);
    let moments = moments(&events, failures);
    let (mut disk, mut acknowledged) = (Disk::default(), BTreeMap::new());
    let mut told = (0, 0);
    for (number, event) in events.iter().enumerate() {
        disk.happen(event);
        if let Some((name, number)) = acknowledgement(event) {
            acknowledged.insert(name, number);
        }
        for _ in 0..moments.get(&number).copied().unwrap_or(0) {
            let loss = fastrand::choice(Loss::ALL).expect("there are some");
            let place = folder.path().join("after");
            fs::create_dir(&place).expect("a folder");
            disk.fail(loss, &place);
            check(
                &place,
                &acknowledged,
                &format!("{loss:?} after event {number}"),
            )
            .await;
            fs::remove_dir_all(&place).expect("removed");
            told.0 += 1;
            told.1 += usize::from(!acknowledged.is_empty());
        }
    }
    assert_eq!(acknowledged.len(), WRITERS * (UPDATES + 1));
    let last = acknowledged.values().filter(|&&number| number == UPDATES);
    assert_eq!(last.count(), WRITERS);
    println!(
        "{} power failures, {} of them after something was acknowledged, in a life of {} changes, \
         {} syncs and {} log restarts: all that was acknowledged is there, and all is whole",
        told.0,
        told.1,
        WRITERS * (2 * UPDATES + 1),
        events
            .iter()
            .filter(|it| matches!(it, Event::Sync { .. }))
            .count(),
        restarts(&events),
    );
    assert!(restarts(&events) > 0, "the log was never started again");
}

fn has_strace() -> bool {
    let mut probe = Command::new("strace");
    probe.args(["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]);
    let probe = probe.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    probe.is_ok_and(|probe| finished(probe).status.success())
}

/// Has 16 writers change a contact each and make more, and the server stop in order, under strace.
async fn write(data: &Path, file: &Path) {
    let mut command = Command::new("strace");
    // The server is the child, and strace its grandchild.
    command
        .args(["-D", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1048576"])
        .args(["-e", "signal=none", "-e", CALLS, "-o"])
        .arg(file);
    let server = Server::start_under(command, data);
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(update(server.client(ACCOUNT), writer)))
        .collect();
    for writer in writers {
        writer.await.expect("the writer ends");
    }
    let process = server.id();
    server.stop();
    until("strace has written all", || {
        trace::is_over(file, process).then_some(())
    });
}

/// Creates a contact and updates it, and creates another before each update. The n-th update is marked as such,
/// what is new as 0. Replies are short enough to be sent as they are.
async fn update(client: Client, writer: usize) {
    let read = FieldMask::NICKNAMES | FieldMask::METADATA;
    let mask = FieldMask::NICKNAMES | FieldMask::BIOGRAPHIES;
    let mask = UpdateMask::try_from(mask).expect("updatable");
    let create = |mark: String| {
        let create = CreateContact::new(content(&mark));
        client.send(create.returning(read, Sources::default()))
    };
    let mut person = create(format!("{writer}-0")).await.expect("a contact");
    for number in 1..=UPDATES {
        // The content of a long mark is long.
        let another = create(format!("{writer:02}-000000"));
        another.await.expect("a contact");
        let mut update = content(&format!("{writer}-{number}"));
        update.resource_name.clone_from(&person.resource_name);
        update.etag.clone_from(&person.etag);
        update.metadata.clone_from(&person.metadata);
        let id = ContactId::parse(&person.resource_name).expect("a name");
        let update = UpdateContact::new(id, update, mask).returning(read, Sources::default());
        person = client.send(update).await.expect("updated");
    }
}

/// At which events the power fails and how often: right after an acknowledgement is sent, which is
/// when it must be true; while the log is copied into the database; and anywhere else.
fn moments(events: &[Event], failures: usize) -> BTreeMap<usize, usize> {
    let those = |wanted: fn(&Event) -> bool| {
        let events = events.iter().enumerate();
        let wanted = events.filter(|(_, event)| wanted(event));
        wanted.map(|(number, _)| number).collect::<Vec<_>>()
    };
    let kinds = [
        those(|event| acknowledgement(event).is_some()),
        those(|event| matches!(event, Event::Write { path, .. } if path.ends_with(".sqlite3"))),
        those(|_| true),
    ];
    let mut moments = BTreeMap::new();
    for failure in 0..failures {
        let moment = fastrand::choice(&kinds[failure % kinds.len()]);
        *moments.entry(*moment.expect("there are some")).or_default() += 1;
    }
    moments
}

/// Which contact's which change a client is told of.
fn acknowledgement(event: &Event) -> Option<(String, usize)> {
    let Event::Send { bytes } = event else {
        return None;
    };
    let text = str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let person: Person = serde_json::from_str(body).expect("a person");
    Some((person.resource_name, number(&person.nicknames[0].value)))
}

fn number(mark: &str) -> usize {
    let (_, number) = mark.split_once('-').expect("a mark");
    number.parse().expect("a number")
}

/// How often the log was written from its start.
fn restarts(events: &[Event]) -> usize {
    let first = |event: &&Event| match event {
        Event::Write { path, at: 0, .. } => path.ends_with("-wal"),
        _ => false,
    };
    events.iter().filter(first).count() - 1
}

/// Opens the store that is left, and compares it with what was acknowledged.
async fn check(folder: &Path, acknowledged: &BTreeMap<String, usize>, moment: &str) {
    let store = Embedded::open(folder, EmbeddedOptions::default());
    let store = store.unwrap_or_else(|error| panic!("{moment}: {error}"));
    let (mut rows, mut faults, mut audit) = (Vec::new(), Vec::new(), Audit::default());
    let row = |account: &Account, kind: RowKind, row: &Row| {
        rows.push(row.clone());
        audit.row(account, kind, row)
    };
    let inspection = Embedded::inspect(folder).expect("a store");
    inspection
        .run(row, |fault| faults.push(fault))
        .expect("readable");
    assert_eq!((faults, audit.end()), (vec![], vec![]), "{moment}");
    let account = Account::new(ACCOUNT).expect("a name");
    let version = store.version(&account).await.expect("a version");
    store.close().await.expect("closed");

    let mut stored = BTreeMap::new();
    for row in rows {
        let name = ContactId::new(row.id).expect("an id").resource_name();
        let person = serde_json::from_str(&row.record.body).expect("a person");
        stored.insert(name, number(&mark(&person)));
    }
    for (name, number) in acknowledged {
        let found = stored.get(name);
        assert!(
            found >= Some(number),
            "{moment}: {name} is at {found:?}, not {number}"
        );
    }
    // What is there is a beginning of what happened, without a gap.
    let commits: usize = stored.values().map(|number| number + 1).sum();
    assert_eq!(version.0, commits as u64, "{moment}");
}

//! Clients that do not know what happens to the cluster: they write and read, and no call of theirs
//! may fail.
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use people_http::{Client, Error, RetryPolicy};
use people_model::FieldMask;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};

use crate::{
    crash::model::{Change, Writer, content, mark},
    wait::Deadline,
};

const READERS: usize = 4;
/// How long a client rests after a call, at most: the nodes share this machine with it.
const REST: Duration = Duration::from_millis(30);

/// A client that sits out a takeover.
pub(super) fn client(url: &str, account: &str) -> Client {
    let mut retry = RetryPolicy::default();
    retry.attempts = 100;
    retry.longest_wait = Duration::from_secs(1);
    Client::builder()
        .base_url(url)
        .token(account)
        .retry(retry)
        .build()
        .expect("a client")
}

/// Writers and readers, until they are stopped.
pub(super) struct Load {
    writers: Vec<JoinHandle<Writer>>,
    readers: Vec<JoinHandle<()>>,
    seen: Arc<Seen>,
}

/// What clients were told, and when.
pub(super) struct Seen {
    over: AtomicBool,
    /// When something was acknowledged, and how long its call took.
    acknowledged: Mutex<Vec<(Instant, Duration)>>,
    /// The account of a contact and the mark that it has at least, as long as nobody deletes it.
    marks: Mutex<BTreeMap<String, (usize, usize)>>,
    /// How long reads took.
    reads: Mutex<Vec<Duration>>,
}

impl Load {
    pub(super) fn start(url: &str, accounts: &[String], writers: Vec<Writer>) -> Self {
        let seen = Arc::new(Seen {
            over: AtomicBool::new(false),
            acknowledged: Mutex::default(),
            marks: Mutex::default(),
            reads: Mutex::default(),
        });
        let writers = writers.into_iter().map(|writer| {
            let client = client(url, &accounts[writer.account]);
            tokio::spawn(write(client, writer, Arc::clone(&seen)))
        });
        let readers = (0..READERS).map(|_| {
            let clients = accounts.iter().map(|account| client(url, account));
            tokio::spawn(read(clients.collect(), Arc::clone(&seen)))
        });
        Self {
            writers: writers.collect(),
            readers: readers.collect(),
            seen: Arc::clone(&seen),
        }
    }

    /// Waits until something is acknowledged that was asked for after this moment.
    pub(super) async fn served(&self, after: Instant) {
        let deadline = Deadline::new();
        while !self.seen.has_served(after) {
            deadline.check("a change is acknowledged");
            let failed = self.writers.iter().any(JoinHandle::is_finished);
            let failed = failed || self.readers.iter().any(JoinHandle::is_finished);
            assert!(!failed, "a client gave up");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until each client has ended the call that it is in.
    pub(super) async fn stop(self) -> (Vec<Writer>, Arc<Seen>) {
        self.seen.over.store(true, Ordering::Relaxed);
        for reader in self.readers {
            reader.await.expect("no read fails");
        }
        let mut writers = Vec::new();
        for writer in self.writers {
            writers.push(writer.await.expect("no change is given up"));
        }
        (writers, self.seen)
    }
}

impl Seen {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn has_served(&self, after: Instant) -> bool {
        let acknowledged = self.acknowledged.lock().expect("not poisoned");
        let mut last = acknowledged.iter().rev().take(100);
        last.any(|(moment, took)| *moment - *took > after)
    }

    /// The longest time without an acknowledgement since then, and the longest that a call took.
    pub(super) fn longest(&self, since: Instant) -> (Duration, Duration) {
        let acknowledged = self.acknowledged.lock().expect("not poisoned");
        let (mut last, mut gap, mut call) = (since, Duration::ZERO, Duration::ZERO);
        for (moment, took) in acknowledged.iter().filter(|(moment, _)| *moment >= since) {
            gap = gap.max(*moment - last);
            call = call.max(*took);
            last = *moment;
        }
        (gap, call)
    }

    /// How many reads there were, and how long the longest took.
    pub(super) fn reads(&self) -> (usize, Duration) {
        let reads = self.reads.lock().expect("not poisoned");
        let longest = reads.iter().max().copied();
        (reads.len(), longest.unwrap_or_default())
    }

    fn acknowledge(&self, begun: Instant) {
        let now = Instant::now();
        let mut acknowledged = self.acknowledged.lock().expect("not poisoned");
        acknowledged.push((now, now - begun));
    }

    fn mark(&self, name: &str) -> Option<(usize, usize)> {
        self.marks.lock().expect("not poisoned").get(name).copied()
    }

    fn any(&self) -> Option<String> {
        let marks = self.marks.lock().expect("not poisoned");
        fastrand::choice(marks.keys()).cloned()
    }
}

/// Changes one contact after the other. Only a create may be left without an answer: whoever makes it
/// again may make two.
async fn write(client: Client, mut writer: Writer, seen: Arc<Seen>) -> Writer {
    while !seen.is_over() {
        let change = writer.choose();
        writer.under_way.push(change.clone());
        if let Change::Delete(name) = &change {
            seen.marks.lock().expect("not poisoned").remove(name);
        }
        let begun = Instant::now();
        let done = match &change {
            Change::Create(mark) => client.create(content(mark)).await.map(Some),
            Change::Update(name, mark) => edit(&client, name, mark).await.map(Some),
            Change::Delete(name) => client.delete(name).await.map(|()| None),
        };
        match (done, change) {
            (Ok(person), _) => {
                if let Some(person) = &person {
                    let known = (writer.account, number(&mark(person)));
                    let mut marks = seen.marks.lock().expect("not poisoned");
                    marks.insert(person.resource_name.clone(), known);
                }
                writer.acknowledge(person);
                seen.acknowledge(begun);
            }
            (Err(error), Change::Create(_)) if error.is_ambiguous() => {}
            (Err(error), change) => panic!("{change:?} is given up: {error}"),
        }
        sleep(REST.mul_f64(fastrand::f64())).await;
    }
    writer
}

async fn edit(client: &Client, name: &str, mark: &str) -> Result<people_model::Person, Error> {
    let fields = FieldMask::NICKNAMES | FieldMask::BIOGRAPHIES;
    let edit = client.edit(name, |edit| {
        let new = content(mark);
        let person = edit.person_mut();
        person.nicknames = new.nicknames;
        person.biographies = new.biographies;
    });
    edit.fields(fields).await
}

/// Reads one contact after the other, and finds each at least where it was said to be before.
async fn read(clients: Vec<Client>, seen: Arc<Seen>) {
    while !seen.is_over() {
        if let Some(name) = seen.any()
            && let Some((account, least)) = seen.mark(&name)
        {
            let begun = Instant::now();
            match clients[account].get(&name, FieldMask::ALL).await {
                Ok(person) => {
                    let found = number(&mark(&person));
                    assert!(found >= least, "{name}: {found} was read after {least}");
                }
                Err(error) if error.is_not_found() && seen.mark(&name).is_none() => {}
                Err(error) => panic!("{name} is not read: {error}"),
            }
            let took = begun.elapsed();
            seen.reads.lock().expect("not poisoned").push(took);
        }
        sleep(REST.mul_f64(fastrand::f64())).await;
    }
}

/// Which of its writer's marks this is.
fn number(mark: &str) -> usize {
    let (_, number) = mark.split_once('-').expect("a mark");
    number.parse().expect("a number")
}

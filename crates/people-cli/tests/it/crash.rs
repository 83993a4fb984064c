//! What was acknowledged is there after `kill -9`.
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use people_model::FieldMask;

use crate::{Server, named, nicknamed, nicknames};

const WRITERS: usize = 8;
const ROUNDS: usize = 3;
const WRITES_BEFORE_KILL: usize = 400;

/// What one writer knows of its contact.
#[derive(Clone, Default)]
struct Known {
    name: String,
    /// The number of the last acknowledged write.
    acknowledged: usize,
    /// The number of the last write that was sent.
    sent: usize,
}

/// Writers update a contact each, as fast as they can; the server is killed under them, started
/// again, and must have every acknowledged write. The one write that was under way may be there.
#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_update_survives_kill_9() {
    let data = tempfile::tempdir().expect("a folder");
    let mut known = vec![Known::default(); WRITERS];
    for round in 0..ROUNDS {
        let server = Server::start(data.path(), &[]);
        let done = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = known
            .iter()
            .enumerate()
            .map(|(writer, known)| {
                let client = server.client(&format!("writer-{}", writer % 3));
                let known = Arc::new(Mutex::new(known.clone()));
                let task = tokio::spawn(write(client, Arc::clone(&known), Arc::clone(&done)));
                (task, known)
            })
            .collect();
        while done.load(Ordering::Relaxed) < WRITES_BEFORE_KILL {
            tokio::task::yield_now().await;
        }
        server.kill();
        for (writer, (task, after)) in writers.into_iter().enumerate() {
            task.await.expect("the writer ends when its server does");
            known[writer] = after.lock().expect("not poisoned").clone();
        }

        let server = Server::start(data.path(), &[]);
        for (writer, known) in known.iter_mut().enumerate() {
            let client = server.client(&format!("writer-{}", writer % 3));
            let person = client
                .get(&known.name, FieldMask::NICKNAMES)
                .await
                .expect("the contact is there");
            let stored: usize = person.nicknames[0].value.parse().expect("a number");
            assert!(
                (known.acknowledged..=known.sent).contains(&stored),
                "round {round}: {} was acknowledged and {} sent, but {stored} is stored",
                known.acknowledged,
                known.sent,
            );
            (known.acknowledged, known.sent) = (stored, stored);
        }
        server.kill();
    }
}

/// Updates until the server is gone.
async fn write(client: people_http::Client, known: Arc<Mutex<Known>>, done: Arc<AtomicUsize>) {
    let name = known.lock().expect("not poisoned").name.clone();
    let mut person = if name.is_empty() {
        let mut person = named("Ada");
        person.nicknames = nicknamed(&person, "0").nicknames;
        let person = client.create(person).await.expect("a contact");
        known
            .lock()
            .expect("not poisoned")
            .name
            .clone_from(&person.resource_name);
        person
    } else {
        client
            .get(&name, FieldMask::ALL)
            .await
            .expect("the contact")
    };
    loop {
        let number = {
            let mut known = known.lock().expect("not poisoned");
            known.sent += 1;
            known.sent
        };
        match client
            .update(nicknamed(&person, &number.to_string()), nicknames())
            .await
        {
            Ok(updated) => person = updated,
            Err(error) if error.status().is_none() => return,
            Err(error) => panic!("refused: {error}"),
        }
        known.lock().expect("not poisoned").acknowledged = number;
        done.fetch_add(1, Ordering::Relaxed);
    }
}

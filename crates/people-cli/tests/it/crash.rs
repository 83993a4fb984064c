//! What was acknowledged is there after `kill -9`, and nothing else is.
mod batches;
mod groups;
pub(crate) mod model;
mod together;

use std::{env, ops::Range, path::Path, time::Duration};

use people_http::Client;
use people_model::{FieldMask, Person, UpdateMask};
use people_server::Audit;
use people_store::{Account, Embedded, EmbeddedOptions, Row, Store};
use tokio::time::sleep;

use self::model::{AccountModel, Change, Writer, content, rows};
use crate::{Server, wait::ended};

const WRITERS: usize = 16;
const ACCOUNTS: usize = 4;
/// How often the server is killed, unless the variable says otherwise.
const KILLS: usize = 5;
const KILLS_VARIABLE: &str = "PEOPLE_TEST_KILLS";
/// When it is killed: so long after the writers have begun.
const MOMENT: Range<u64> = 1..600;
/// Every so many kills another one follows, while the next server recovers.
const DOUBLE: usize = 5;

/// Writers create, update and delete as fast as they can; the server is killed under them. Each time,
/// rows, versions, the feed of changes and what a client that syncs has must be those of a model
/// that knows what was acknowledged. The one change of a writer that was under way may have
/// happened or not.
#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_change_survives_kill_9() {
    let kills = env::var(KILLS_VARIABLE).map_or(KILLS, |text| text.parse().expect("a number"));
    let data = tempfile::tempdir().expect("a folder");
    let mut accounts: Vec<_> = (0..ACCOUNTS).map(AccountModel::new).collect();
    let mut writers: Vec<_> = (0..WRITERS).map(|n| Writer::new(n, n % ACCOUNTS)).collect();
    let mut told = Told::default();
    for kill in 1..=kills {
        let server = Server::start(data.path(), &[]);
        let running: Vec<_> = writers
            .into_iter()
            .map(|writer| {
                let client = server.client(&accounts[writer.account].name);
                tokio::spawn(write(client, writer))
            })
            .collect();
        sleep(Duration::from_millis(fastrand::u64(MOMENT))).await;
        server.kill();
        writers = Vec::new();
        for writer in running {
            writers.push(writer.await.expect("the writer ends when its server does"));
        }
        if kill % DOUBLE == 0 {
            kill_while_starting(data.path()).await;
            told.double += 1;
        }
        told.kills += 1;
        told.under_way += writers.iter().map(|it| it.under_way.len()).sum::<usize>();
        told.acknowledged += writers.iter().map(|it| it.acknowledged).sum::<usize>();
        told.happened += check_rows(data.path(), &mut accounts, &mut writers).await;
        check_sync(data.path(), &mut accounts).await;
    }
    println!("{told}");
    assert!(told.acknowledged > kills, "hardly anything was written");
}

/// What a run did.
#[derive(Default)]
struct Told {
    kills: usize,
    double: usize,
    acknowledged: usize,
    under_way: usize,
    happened: usize,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} kills under {WRITERS} writers, {} more while the next server started: {} changes \
             acknowledged, all there; of {} under way, {} had happened; nothing else",
            self.kills, self.double, self.acknowledged, self.under_way, self.happened
        )
    }
}

/// Changes one contact after the other until the server is gone.
async fn write(client: Client, mut writer: Writer) -> Writer {
    loop {
        let change = writer.choose();
        writer.under_way.push(change.clone());
        let done = match change {
            Change::Create(mark) => client.create(content(&mark)).await.map(Some),
            Change::Update(name, mark) => update(&client, &writer, &name, &mark).await.map(Some),
            Change::Delete(name) => client.delete(&name).await.map(|()| None),
        };
        match done {
            Ok(person) => writer.acknowledge(person),
            Err(error) if error.status().is_none() => return writer,
            Err(error) => panic!("refused: {error}"),
        }
    }
}

async fn update(
    client: &Client,
    writer: &Writer,
    name: &str,
    mark: &str,
) -> Result<Person, people_http::Error> {
    let known = &writer.contacts[name];
    let mut person = content(mark);
    person.resource_name = name.to_owned();
    (person.etag, person.metadata) = match &known.metadata {
        Some(_) => (known.etag.clone(), known.metadata.clone()),
        // What happened without a reply has to be read first.
        None => {
            let read = client.get(name, FieldMask::METADATA).await?;
            (read.etag, read.metadata)
        }
    };
    let mask = FieldMask::NICKNAMES | FieldMask::BIOGRAPHIES;
    let mask = UpdateMask::try_from(mask).expect("updatable");
    client.update(person, mask).await
}

async fn kill_while_starting(data: &Path) {
    let mut child = crate::spawn(data, &[]);
    sleep(Duration::from_millis(fastrand::u64(0..30))).await;
    child.kill().expect("a process to kill");
    ended(&mut child);
}

/// Compares the store itself with the model, has all of it inspected, and returns how many of the changes that were under way
/// have happened. The model takes these in.
async fn check_rows(data: &Path, accounts: &mut [AccountModel], writers: &mut [Writer]) -> usize {
    let store = Embedded::open(data, EmbeddedOptions::default()).expect("the store opens");
    let (inspection, mut audit) = (Embedded::inspect(data).expect("a store"), Audit::default());
    let mut faults = Vec::new();
    let row = |account: &Account, kind, row: &Row| audit.row(account, kind, row);
    inspection
        .run(row, |fault| faults.push(fault))
        .expect("readable");
    assert_eq!((faults, audit.end()), (vec![], vec![]));
    let mut happened = 0;
    for (number, model) in accounts.iter_mut().enumerate() {
        let account = Account::new(&model.name).expect("a name");
        let version = store.version(&account).await.expect("a version");
        let writers = writers.iter_mut().filter(|it| it.account == number);
        happened += model.check(&rows(&store, &account).await, version, writers);
    }
    store.close().await.expect("the store closes");
    happened
}

async fn check_sync(data: &Path, accounts: &mut [AccountModel]) {
    let server = Server::start(data, &[]);
    for model in accounts {
        let client = server.client(&model.name);
        model.check_sync(&client).await;
    }
    server.kill();
}

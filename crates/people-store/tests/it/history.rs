//! What racing readers and writers were told of a row could have been told to one after the other.
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use people_store::{
    Account, Batch, CommitError, Condition, Embedded, EmbeddedOptions, Memory, Record, Row,
    RowKind, Store, Version, Write,
};
use todc_utils::{
    Specification,
    linearizability::{
        WGLChecker,
        history::{Action, History},
    },
};
use tokio::{sync::Barrier, task::yield_now};

const PROCESSES: usize = 8;
const OPERATIONS: usize = 60;
const IDS: [u64; 2] = [7, 8];

/// What was asked of a row, and what was answered.
#[derive(Clone, Debug)]
enum Operation {
    /// A call of any kind; the answer says which.
    Asked,
    Got(Option<Content>),
    Committed(Change, Version),
    Refused(Change, Option<Version>),
}

/// A version and a number that was written with it.
type Content = (Version, u64);

#[derive(Clone, Copy, Debug)]
enum Change {
    Put(Condition, u64),
    Delete(Version),
}

/// One row: the version of its last change, and its number while it lives.
struct RowSpec;

impl Specification for RowSpec {
    type State = (Version, Option<u64>);
    type Operation = Operation;

    fn init() -> Self::State {
        (Version::ZERO, None)
    }

    fn apply(operation: &Operation, state: &Self::State) -> (bool, Self::State) {
        let (last, number) = *state;
        let current = number.map(|_| last);
        match *operation {
            Operation::Got(content) => (content == number.map(|number| (last, number)), *state),
            Operation::Committed(change, version) => {
                let valid = allows(change, current) && version > last;
                let number = match change {
                    Change::Put(_, number) => Some(number),
                    Change::Delete(_) => None,
                };
                (valid, (version, number))
            }
            Operation::Refused(change, told) => {
                (!allows(change, current) && told == current, *state)
            }
            Operation::Asked => (false, *state),
        }
    }
}

fn allows(change: Change, current: Option<Version>) -> bool {
    match change {
        Change::Put(Condition::Absent, _) => current.is_none(),
        Change::Put(Condition::Version(version), _) | Change::Delete(version) => {
            current == Some(version)
        }
    }
}

/// The part of a store that is under test.
trait Subject: Clone + Send + Sync + 'static {
    fn get(&self, account: &Account, id: u64) -> impl Future<Output = Option<Row>> + Send;
    fn commit(
        &self,
        account: &Account,
        write: Write,
    ) -> impl Future<Output = Result<Version, Option<Version>>> + Send;
}

impl<S: Store> Subject for S {
    async fn get(&self, account: &Account, id: u64) -> Option<Row> {
        let row = Store::get(self, account, RowKind::Contact, id).await;
        row.expect("a read")
    }

    async fn commit(&self, account: &Account, write: Write) -> Result<Version, Option<Version>> {
        let writes = vec![write];
        match Store::commit(self, account, Batch { writes, time: 1 }).await {
            Ok(committed) => Ok(committed.version),
            Err(CommitError::Conflict { current, .. }) => Err(current),
            Err(error) => panic!("{error}"),
        }
    }
}

/// A store that checks its condition before it takes the lock.
#[derive(Clone)]
struct Early(Memory);

impl Subject for Early {
    async fn get(&self, account: &Account, id: u64) -> Option<Row> {
        Subject::get(&self.0, account, id).await
    }

    async fn commit(&self, account: &Account, write: Write) -> Result<Version, Option<Version>> {
        let (kind, id) = write.row().expect("a write to a row");
        let current = self.get(account, id).await.map(|row| row.version);
        if !write.allows(current) {
            return Err(current);
        }
        yield_now().await;
        loop {
            let now = self.get(account, id).await.map(|row| row.version);
            let write = match (write.clone(), now) {
                (Write::Delete { .. }, Some(version)) => Write::Delete { kind, id, version },
                (Write::Delete { .. }, None) => return Err(None),
                (write @ (Write::RequireLive { .. } | Write::RequireFree { .. }), _) => write,
                (Write::Put { record, .. }, now) => Write::Put {
                    kind,
                    id,
                    record,
                    condition: now.map_or(Condition::Absent, Condition::Version),
                },
            };
            if let Ok(version) = Subject::commit(&self.0, account, write).await {
                return Ok(version);
            }
        }
    }
}

/// A store whose readers may see what was there one read ago.
#[derive(Clone)]
struct Late(Memory, Arc<Mutex<HashMap<u64, Option<Row>>>>);

impl Subject for Late {
    async fn get(&self, account: &Account, id: u64) -> Option<Row> {
        let now = Subject::get(&self.0, account, id).await;
        let mut seen = self.1.lock().expect("not poisoned");
        seen.insert(id, now.clone()).unwrap_or(now)
    }

    async fn commit(&self, account: &Account, write: Write) -> Result<Version, Option<Version>> {
        Subject::commit(&self.0, account, write).await
    }
}

/// What happened to each row, in order.
type Recorder = Arc<HashMap<u64, Mutex<Vec<(usize, Action<Operation>)>>>>;

/// Has processes race on a few rows, and writes down what each asked and was told.
async fn record<S: Subject>(subject: S) -> Vec<Vec<(usize, Action<Operation>)>> {
    let recorder: Recorder = Arc::new(IDS.into_iter().map(|id| (id, Mutex::default())).collect());
    let start = Arc::new(Barrier::new(PROCESSES));
    let processes: Vec<_> = (0..PROCESSES)
        .map(|process| {
            let (subject, recorder) = (subject.clone(), Arc::clone(&recorder));
            let start = Arc::clone(&start);
            tokio::spawn(async move {
                start.wait().await;
                run(subject, process, recorder).await;
            })
        })
        .collect();
    for process in processes {
        process.await.expect("it ends");
    }
    let recorder = Arc::into_inner(recorder).expect("all have ended");
    let histories = recorder.into_values();
    histories
        .map(|it| it.into_inner().expect("not poisoned"))
        .collect()
}

async fn run<S: Subject>(subject: S, process: usize, recorder: Recorder) {
    let account = Account::new("ada").expect("a name");
    let mut known: HashMap<u64, Option<Version>> = HashMap::new();
    for step in 0..OPERATIONS {
        let id = IDS[(step + process / 2) % IDS.len()];
        let note = |action| {
            let mut history = recorder[&id].lock().expect("not poisoned");
            history.push((process, action));
        };
        // What was known may be old by now: that is the race.
        let change = match (known.remove(&id), step % 7) {
            (None, _) => None,
            (Some(None), _) => Some(Change::Put(Condition::Absent, number(process, step))),
            (Some(Some(version)), 0) => Some(Change::Delete(version)),
            (Some(Some(version)), _) => Some(Change::Put(
                Condition::Version(version),
                number(process, step),
            )),
        };
        let Some(change) = change else {
            note(Action::Call(Operation::Asked));
            let row = subject.get(&account, id).await;
            let content = row.map(|row| (row.version, row.record.body.parse().expect("a number")));
            note(Action::Response(Operation::Got(content)));
            known.insert(id, content.map(|(version, _)| version));
            yield_now().await;
            continue;
        };
        note(Action::Call(Operation::Asked));
        let told = match subject.commit(&account, write(id, change)).await {
            Ok(version) => Operation::Committed(change, version),
            Err(current) => Operation::Refused(change, current),
        };
        note(Action::Response(told));
        yield_now().await;
    }
}

fn number(process: usize, step: usize) -> u64 {
    (process * OPERATIONS + step) as u64
}

fn write(id: u64, change: Change) -> Write {
    let kind = RowKind::Contact;
    match change {
        Change::Delete(version) => Write::Delete { kind, id, version },
        Change::Put(condition, number) => {
            let record = Record {
                body: number.to_string(),
                ..Record::default()
            };
            Write::Put {
                kind,
                id,
                record,
                condition,
            }
        }
    }
}

/// Whether each row's history could have been one after the other.
fn is_linearizable(histories: Vec<Vec<(usize, Action<Operation>)>>) -> bool {
    let mut histories = histories.into_iter().map(History::from_actions);
    histories.all(WGLChecker::<RowSpec>::is_linearizable)
}

/// That histories say something: many commits, and many that lost a race.
fn assert_raced(histories: &[Vec<(usize, Action<Operation>)>]) {
    let count = |wanted: fn(&Operation) -> bool| {
        let all = histories.iter().flatten();
        let wanted = all.filter(|(_, it)| matches!(it, Action::Response(it) if wanted(it)));
        wanted.count()
    };
    let committed = count(|it| matches!(it, Operation::Committed(..)));
    let refused = count(|it| matches!(it, Operation::Refused(..)));
    assert!(committed > 100 && refused > 20, "{committed} {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn histories_of_memory_are_linearizable() {
    let mut all = Vec::new();
    for _ in 0..30 {
        let histories = record(Memory::new()).await;
        all.extend(histories.clone());
        assert!(is_linearizable(histories));
    }
    assert_raced(&all);
}

#[tokio::test(flavor = "multi_thread")]
async fn histories_of_the_embedded_store_are_linearizable() {
    let mut all = Vec::new();
    for _ in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        let histories = record(store.clone()).await;
        store.close().await.expect("closed");
        all.extend(histories.clone());
        assert!(is_linearizable(histories));
    }
    assert_raced(&all);
}

/// Of two stores on one database, so that what orders the calls of one process orders nothing.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn histories_of_two_postgres_stores_are_linearizable() {
    let mut all = Vec::new();
    for _ in 0..5 {
        let Some(url) = crate::postgres::server::fresh() else {
            return;
        };
        let histories = record(crate::postgres::several::Several::open(&url).await).await;
        all.extend(histories.clone());
        assert!(is_linearizable(histories));
    }
    assert_raced(&all);
}

/// The checker is to be trusted: it rejects a store whose condition is checked too early.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_checks_before_it_locks_is_rejected() {
    for _ in 0..50 {
        if !is_linearizable(record(Early(Memory::new())).await) {
            return;
        }
    }
    panic!("nothing was noticed");
}

/// And one whose readers are behind.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_with_late_readers_is_rejected() {
    for _ in 0..50 {
        if !is_linearizable(record(Late(Memory::new(), Arc::default())).await) {
            return;
        }
    }
    panic!("nothing was noticed");
}

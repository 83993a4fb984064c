//! How often a store and its server wait for each other.
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use people_store::{
    Batch, CommitError, Condition, Postgres, PostgresOptions, RowKind, Store, Version,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, UnixStream},
    time::timeout,
};

use super::{account, named, put, server::Server};

/// After so long without a word, one has said what it had to say.
const QUIET: Duration = Duration::from_millis(100);

/// A way to the server on which one side speaks at a time: what comes while the other is heard waits. So a round
/// trip is what its name says, and a request that is sent only after an answer is another one.
struct Way {
    port: u16,
    trips: Arc<AtomicUsize>,
}

impl Way {
    async fn to(socket: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let trips = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&trips);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (socket, trips) = (socket.clone(), Arc::clone(&counter));
                tokio::spawn(async move { carry(client, &socket, &trips).await.ok() });
            }
        });
        Self { port, trips }
    }

    /// How many round trips something takes, where nothing delays it: at least, of some tries.
    async fn least<F: Future>(&self, mut work: impl FnMut() -> F) -> usize {
        let mut least = usize::MAX;
        for _ in 0..4 {
            let before = self.trips.load(Ordering::Relaxed);
            work().await;
            least = least.min(self.trips.load(Ordering::Relaxed) - before);
        }
        least
    }
}

async fn carry(
    mut client: impl AsyncRead + AsyncWrite + Unpin,
    socket: &Path,
    trips: &AtomicUsize,
) -> io::Result<()> {
    let mut server = UnixStream::connect(socket).await?;
    loop {
        let asked = hear(&mut client).await?;
        trips.fetch_add(1, Ordering::Relaxed);
        server.write_all(&asked).await?;
        let answered = hear(&mut server).await?;
        client.write_all(&answered).await?;
    }
}

/// What one side says until it is quiet.
async fn hear(side: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let (mut said, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    let mut count = side.read(&mut buffer).await?;
    while count > 0 {
        said.extend(&buffer[..count]);
        match timeout(QUIET, side.read(&mut buffer)).await {
            Ok(read) => count = read?,
            Err(_) => return Ok(said),
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// A read is one round trip. So is a commit, however many contacts it is of, and also the first of an account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_is_one_round_trip_and_so_is_a_commit() {
    let Some(server) = Server::start() else {
        return;
    };
    let (way, store) = &counted(&server).await;
    let mut number = 0;
    let trips = way
        .least(|| {
            number += 1;
            let account = named(&format!("account-{number}"));
            async move {
                let first = store.commit(&account, put(1, "1", Condition::Absent));
                first.await.expect("a commit");
            }
        })
        .await;
    assert_eq!(trips, 1, "the first commit of an account");
    let ada = &account();
    for contacts in [1, 50] {
        let mut condition = Condition::Absent;
        let first = store.version(ada).await.expect("a version").0;
        let mut next = first;
        let trips = way
            .least(|| {
                let puts = (1..=contacts).map(|id| put(first * 100 + id, "1", condition));
                let writes = puts.flat_map(|batch| batch.writes).collect();
                next += 1;
                condition = Condition::Version(Version(next));
                async move {
                    let batch = Batch { writes, time: 1 };
                    store.commit(ada, batch).await.expect("a commit");
                }
            })
            .await;
        assert_eq!(trips, 1, "a commit of {contacts}");
    }
    let trips = way
        .least(|| async {
            let row = store.get(ada, RowKind::Contact, 1).await.expect("a read");
            row.expect("a contact");
        })
        .await;
    assert_eq!(trips, 1, "a read");
}

/// Commits of an account that wait at the same time are one round trip, and each has its own verdict.
#[tokio::test(flavor = "current_thread")]
async fn commits_that_wait_share_a_round_trip() {
    let Some(server) = Server::start() else {
        return;
    };
    let (way, store) = &counted(&server).await;
    let ada = &account();
    let first = store.commit(ada, put(1, "1", Condition::Absent)).await;
    let first = first.expect("a commit").version;
    let mut next = first.0;
    let trips = way
        .least(|| {
            // On one thread, all of them wait before the first is sent. Each but one sees the one before.
            let versions = [next, next + 1, next, next + 2, next + 3];
            let [a, b, late, c, d] = versions.map(|version| {
                let condition = Condition::Version(Version(version));
                store.commit(ada, put(1, "1", condition))
            });
            let before = next;
            next += 4;
            async move {
                let (a, b, late, c, d) = tokio::join!(a, b, late, c, d);
                let versions = [a, b, c, d].map(|done| done.expect("a commit").version.0);
                assert_eq!(versions, [1, 2, 3, 4].map(|more| before + more));
                let refused = late.expect_err("a version that is not the row's any more");
                let CommitError::Conflict { index, current } = refused else {
                    panic!("{refused:?}");
                };
                assert_eq!((index, current), (0, Some(Version(before + 2))));
            }
        })
        .await;
    assert_eq!(trips, 1);
}

/// A store whose round trips on its only connection are counted.
async fn counted(server: &Server) -> (Way, Postgres) {
    let way = Way::to(server.socket()).await;
    let url = format!("postgres://people@127.0.0.1:{}/postgres", way.port);
    let options = PostgresOptions {
        connections: std::num::NonZeroUsize::MIN,
        ..PostgresOptions::default()
    };
    let store = Postgres::open(&url, options).await.expect("a store");
    (way, store)
}

//! A bad network between a store and its server: it breaks connections as commits end.
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream, tcp::OwnedWriteHalf, unix::OwnedReadHalf},
    sync::oneshot,
};

const END: &[u8] = b"COMMIT\0";

/// What happens to the end of a transaction.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It arrives, and so does the answer.
    Passed,
    /// It does not arrive.
    Lost,
    /// It arrives, and the answer does not.
    Unanswered,
    /// It arrives after the connection broke.
    Late,
    /// It arrives, and the answer says that a server behind this one could not be reached.
    Denied,
}

/// The answer to an end, and what comes in its place.
const DONE: &[u8] = b"C\0\0\0\x0bCOMMIT\0Z\0\0\0\x05I";
const DENIAL: &[u8] = b"E\0\0\0\x2aSERROR\0VERROR\0C08006\0Mnot reached\0R?\0\0Z\0\0\0\x05I";

/// Where commits come one after the other, each happens to them, and what looks for them passes.
const FATES: [Fate; 5] = [
    Fate::Lost,
    Fate::Late,
    Fate::Passed,
    Fate::Unanswered,
    Fate::Passed,
];

pub(crate) struct Proxy {
    pub(crate) port: u16,
    ends: Arc<AtomicUsize>,
}

impl Proxy {
    pub(crate) async fn start(socket: PathBuf) -> Self {
        Self::with_fates(socket, &FATES).await
    }

    /// One that denies every other end, so that those between them pass: they look for the commit.
    pub(crate) async fn denying(socket: PathBuf) -> Self {
        Self::with_fates(socket, &[Fate::Denied, Fate::Passed]).await
    }

    async fn with_fates(socket: PathBuf, fates: &'static [Fate]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let ends = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&ends);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (socket, ends) = (socket.clone(), Arc::clone(&counter));
                tokio::spawn(async move { carry(client, &socket, fates, &ends).await.ok() });
            }
        });
        Self { port, ends }
    }

    /// How many transactions were brought to their end.
    pub(crate) fn ends(&self) -> usize {
        self.ends.load(Ordering::Relaxed)
    }
}

async fn carry(
    client: TcpStream,
    socket: &Path,
    fates: &[Fate],
    ends: &AtomicUsize,
) -> io::Result<()> {
    let server = UnixStream::connect(socket).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (cut, is_cut) = oneshot::channel::<()>();
    let denies = Arc::new(AtomicBool::new(false));
    let denied = Arc::clone(&denies);
    tokio::spawn(async move {
        tokio::select! {
            _ = answer(&mut from_server, &mut to_client, &denied) => {}
            _ = is_cut => {}
        }
        drop(to_client);
        // A server that cannot answer would not go on to the end.
        tokio::io::copy(&mut from_server, &mut tokio::io::sink()).await
    });
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = from_client.read(&mut buffer).await?;
        let sent = &buffer[..count];
        if count == 0 {
            return Ok(());
        }
        let fate = if sent.windows(END.len()).any(|part| part == END) {
            fates[ends.fetch_add(1, Ordering::Relaxed) % fates.len()]
        } else {
            Fate::Passed
        };
        match fate {
            Fate::Passed => to_server.write_all(sent).await?,
            Fate::Denied => {
                denies.store(true, Ordering::Release);
                to_server.write_all(sent).await?;
            }
            Fate::Lost => return Ok(()),
            Fate::Unanswered | Fate::Late => {
                drop((cut, from_client));
                if let Fate::Late = fate {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                }
                return to_server.write_all(sent).await;
            }
        }
    }
}

/// Passes on what the server says, but for an end that is denied.
async fn answer(
    from_server: &mut OwnedReadHalf,
    to_client: &mut OwnedWriteHalf,
    denies: &AtomicBool,
) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = from_server.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        let said = &buffer[..count];
        match said.strip_suffix(DONE) {
            Some(before) if denies.swap(false, Ordering::AcqRel) => {
                to_client.write_all(before).await?;
                to_client.write_all(DENIAL).await?;
            }
            _ => to_client.write_all(said).await?,
        }
    }
}

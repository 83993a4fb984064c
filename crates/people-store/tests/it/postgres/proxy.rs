//! A bad network between a store and its server: it breaks connections as commits end.
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
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
}

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
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let ends = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&ends);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (socket, ends) = (socket.clone(), Arc::clone(&counter));
                tokio::spawn(async move { carry(client, &socket, &ends).await.ok() });
            }
        });
        Self { port, ends }
    }

    /// How many transactions were brought to their end.
    pub(crate) fn ends(&self) -> usize {
        self.ends.load(Ordering::Relaxed)
    }
}

async fn carry(client: TcpStream, socket: &Path, ends: &AtomicUsize) -> io::Result<()> {
    let server = UnixStream::connect(socket).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (cut, is_cut) = oneshot::channel::<()>();
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
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
            FATES[ends.fetch_add(1, Ordering::Relaxed) % FATES.len()]
        } else {
            Fate::Passed
        };
        match fate {
            Fate::Passed => to_server.write_all(sent).await?,
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

//! A bad network between a store and its server: it breaks connections as commits end.
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream, UnixStream,
        tcp::OwnedWriteHalf,
        unix::{self, OwnedReadHalf},
    },
    sync::{Notify, oneshot},
};

/// What ends a transaction: this, or the call that is one.
const END: &[u8] = b"COMMIT\0";
const CALL: &[u8] = b"\0SELECT commit_batches(";

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
    /// It arrives and is carried out just before the next call.
    Held,
    /// It arrives, and the answer says that a server behind this one could not be reached.
    Denied,
}

/// The answers to an end, and what comes in the place of their last part.
const DONE: [&[u8]; 2] = [b"C\0\0\0\x0bCOMMIT\0", b"C\0\0\0\x0dSELECT 1\0"];
const READY: &[u8] = b"Z\0\0\0\x05I";
const DENIAL: &[u8] = b"E\0\0\0\x2aSERROR\0VERROR\0C08006\0Mnot reached\0R?\0\0Z\0\0\0\x05I";

/// Where commits come one after the other, each happens to them, and what looks for them passes.
const FATES: [Fate; 8] = [
    Fate::Lost,
    Fate::Passed,
    Fate::Late,
    Fate::Passed,
    Fate::Held,
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
        let (counter, held) = (Arc::clone(&ends), Arc::default());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (socket, ends, held) = (socket.clone(), counter.clone(), Arc::clone(&held));
                tokio::spawn(async move { carry(client, &socket, fates, &ends, &held).await.ok() });
            }
        });
        Self { port, ends }
    }

    /// How many transactions were brought to their end.
    pub(crate) fn ends(&self) -> usize {
        self.ends.load(Ordering::Relaxed)
    }
}

/// An end that has not arrived yet, and where to, and how it is known that it was carried out.
struct Held {
    sent: Vec<u8>,
    to_server: unix::OwnedWriteHalf,
    carried_out: Arc<Notify>,
}

async fn carry(
    client: TcpStream,
    socket: &Path,
    fates: &[Fate],
    ends: &AtomicUsize,
    held: &Mutex<Vec<Held>>,
) -> io::Result<()> {
    let server = UnixStream::connect(socket).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (cut, is_cut) = oneshot::channel::<()>();
    let denies = Arc::new(AtomicBool::new(false));
    let denied = Arc::clone(&denies);
    let carried_out = Arc::new(Notify::new());
    let notify = Arc::clone(&carried_out);
    tokio::spawn(async move {
        tokio::select! {
            _ = answer(&mut from_server, &mut to_client, &denied) => {}
            _ = is_cut => {}
        }
        drop(to_client);
        // A server that cannot answer would not go on to the end.
        let mut buffer = vec![0; 1 << 16];
        while from_server
            .read(&mut buffer)
            .await
            .is_ok_and(|count| count > 0)
        {
            notify.notify_one();
        }
        notify.notify_one();
    });
    let mut buffer = vec![0; 1 << 16];
    let mut call = Call::default();
    loop {
        let count = from_client.read(&mut buffer).await?;
        let sent = &buffer[..count];
        if count == 0 {
            return Ok(());
        }
        let is_call = call.is_in(sent);
        let late = match is_call {
            true => std::mem::take(&mut *held.lock().expect("not poisoned")),
            false => Vec::new(),
        };
        for mut late in late {
            if late.to_server.write_all(&late.sent).await.is_ok() {
                late.carried_out.notified().await;
            }
        }
        let fate = if is_call || has(sent, END) {
            fates[ends.fetch_add(1, Ordering::Relaxed) % fates.len()]
        } else {
            Fate::Passed
        };
        match fate {
            // Whoever looks for a commit has the lock of the account. Where only its commits are left, each call waits
            // for that lock, and none comes to carry this out.
            Fate::Held if !is_call => return Ok(()),
            Fate::Passed => to_server.write_all(sent).await?,
            Fate::Denied => {
                denies.store(true, Ordering::Release);
                to_server.write_all(sent).await?;
            }
            Fate::Lost => return Ok(()),
            Fate::Held => {
                let sent = sent.to_vec();
                drop((cut, from_client));
                held.lock().expect("not poisoned").push(Held {
                    sent,
                    to_server,
                    carried_out,
                });
                return Ok(());
            }
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
        let done = said.strip_suffix(READY);
        let done = done.filter(|said| DONE.iter().any(|done| said.ends_with(done)));
        match done {
            Some(done) if denies.swap(false, Ordering::AcqRel) => {
                // A statement has its answer before the transaction that it is has ended.
                let before = done.strip_suffix(DONE[0]).unwrap_or(done);
                to_client.write_all(before).await?;
                to_client.write_all(DENIAL).await?;
            }
            _ => to_client.write_all(said).await?,
        }
    }
}

/// The call that is a transaction of its own, by what a connection has prepared.
#[derive(Default)]
struct Call {
    /// Until it is prepared.
    heard: Vec<u8>,
    /// Its name between two NULs, as in a message that binds it.
    name: Vec<u8>,
}

impl Call {
    fn is_in(&mut self, sent: &[u8]) -> bool {
        if !self.name.is_empty() {
            return has(sent, &self.name);
        }
        self.heard.extend(sent);
        let found = self.heard.windows(CALL.len()).position(|part| part == CALL);
        if let Some(end) = found {
            let before = self.heard[..end].iter().rev();
            let digits = before.take_while(|letter| letter.is_ascii_digit()).count();
            self.name = [b"\0", &self.heard[end - digits - 1..end], b"\0"].concat();
            self.heard.clear();
        }
        false
    }
}

fn has(sent: &[u8], wanted: &[u8]) -> bool {
    sent.windows(wanted.len()).any(|part| part == wanted)
}

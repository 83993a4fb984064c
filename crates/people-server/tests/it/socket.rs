//! A server on a real socket, and bytes to and from it.
use std::{io, net::SocketAddr, time::Duration};

use people_server::{Handshake, Limits, Plain, Protocol, serve_through};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::fake::Fake;

/// A server of a [`Fake`], until it is stopped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) fake: Fake,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

impl Server {
    pub(crate) async fn start(fake: Fake) -> Self {
        Self::start_within(fake, Limits::default()).await
    }

    pub(crate) async fn start_within(fake: Fake, limits: Limits) -> Self {
        Self::start_through(Plain, fake, limits).await
    }

    pub(crate) async fn start_through(
        handshake: impl Handshake,
        fake: Fake,
        limits: Limits,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel();
        let router = fake.front_within(limits.clone()).into_router();
        let done = tokio::spawn(async move {
            let stopped = async { stopped.await.unwrap_or_default() };
            serve_through(listener, handshake, router, &limits, stopped).await
        });
        Self {
            address,
            fake,
            stop,
            done,
        }
    }

    pub(crate) async fn connect(&self) -> Socket {
        let stream = TcpStream::connect(self.address)
            .await
            .expect("a connection");
        Socket {
            stream,
            read: Vec::new(),
        }
    }

    /// The connection of a client that takes only a little in advance.
    pub(crate) async fn connect_slowly(&self) -> Socket {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(64 << 10).expect("a size");
        let stream = socket.connect(self.address).await.expect("a connection");
        Socket {
            stream,
            read: Vec::new(),
        }
    }

    /// Tells the server to stop; the handle ends when it has.
    pub(crate) fn stop(self) -> JoinHandle<std::io::Result<()>> {
        self.stop.send(()).expect("the server runs");
        self.done
    }
}

/// Agrees on HTTP/2 without a word, as TLS would.
#[derive(Clone)]
pub(crate) struct Http2;

impl Handshake for Http2 {
    type Stream = TcpStream;

    async fn shake(&self, connection: TcpStream) -> io::Result<(TcpStream, Protocol)> {
        Ok((connection, Protocol::Http2))
    }
}

/// A connection, and what was read from it beyond the last response.
pub(crate) struct Socket {
    pub(crate) stream: TcpStream,
    read: Vec<u8>,
}

/// No test waits longer for anything; none expects to.
const PATIENCE: Duration = Duration::from_secs(60);

impl Socket {
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream
            .write_all(bytes.as_ref())
            .await
            .expect("the server reads");
    }

    /// Writes and reads at once, as long as both go: for requests that are refused half-way.
    pub(crate) async fn write_and_read(mut self, bytes: Vec<u8>) -> String {
        let (mut reader, mut writer) = self.stream.split();
        let write = async {
            // The server may hang up before it has read everything.
            let _ = writer.write_all(&bytes).await;
        };
        let read = async {
            let mut text = Vec::new();
            // Bytes that came before the connection was reset count.
            while matches!(reader.read_buf(&mut text).await, Ok(1..)) {}
            text
        };
        let ((), text) = within(async { tokio::join!(write, read) }).await;
        String::from_utf8_lossy(&text).into_owned()
    }

    /// Says that nothing more is coming.
    pub(crate) async fn end(&mut self) {
        // The server may have hung up already.
        let _ = self.stream.shutdown().await;
    }

    /// Everything until the connection ends.
    pub(crate) async fn rest(mut self) -> String {
        while self.more().await {}
        String::from_utf8_lossy(&self.read).into_owned()
    }

    /// Waits for the first bytes of a response, and takes no more of it.
    pub(crate) async fn begun(&mut self) {
        within(self.stream.readable()).await.expect("a response");
    }

    /// Reads one response: status, head, body. `None` when the server closes the connection.
    pub(crate) async fn read(&mut self) -> Option<(u16, String, Vec<u8>)> {
        let head_end = loop {
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            if !self.more().await {
                return None;
            }
        };
        let head = String::from_utf8(self.read[..head_end].to_vec()).expect("a head of text");
        let status = head[9..12].parse().expect("a status");
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().expect("a length"));
        while self.read.len() < head_end + length {
            assert!(self.more().await, "the connection ended within a body");
        }
        let rest = self.read.split_off(head_end + length);
        let body = std::mem::replace(&mut self.read, rest).split_off(head_end);
        Some((status, head, body))
    }

    /// Takes at most so many bytes more of a response.
    pub(crate) async fn some(&mut self, bytes: usize) {
        let mut some = vec![0; bytes];
        let read = within(self.stream.read(&mut some)).await;
        let read = read.expect("a part of a response");
        self.read.extend_from_slice(&some[..read]);
    }

    async fn more(&mut self) -> bool {
        within(self.stream.read_buf(&mut self.read))
            .await
            .is_ok_and(|length| length > 0)
    }
}

pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future)
        .await
        .expect("an end")
}

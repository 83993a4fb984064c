//! How much the replies that are not sent yet take of memory (rule `V1`).
use std::{num::NonZeroUsize, sync::Arc, thread, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use people_model::Code;
use people_store::Account;
use tokio::sync::Semaphore;

use super::{
    gate::Busy,
    memory::{Memory, Taken},
    refusal::Refusal,
    reply::{self, Form, Writer, Written},
    response::Response,
    streamed::{self, Room, Streamed, Turns},
};
use crate::{
    api::{Failure, Piece, Rest},
    limits::Limits,
};

/// What the replies to all requests may take.
///
/// A reply that needs more than there is takes all of it, so that it is sent while no other is.
#[derive(Debug)]
pub(super) struct Replies {
    memory: Arc<Memory>,
    /// How many large replies may be encoded at the same time.
    pens: Semaphore,
    /// How many pieces are made at a time.
    turns: Turns,
}

/// An account has half of them, which is fewer than the connections that a store has.
const MOST_TURNS: usize = 24;

/// From this size on, a reply is written outside the async workers.
const LARGE: usize = 256 << 10;

/// A reply, with the memory that it takes until all of it is sent.
struct Charged<M> {
    bytes: Vec<u8>,
    _memory: M,
}

impl<M> AsRef<[u8]> for Charged<M> {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Replies {
    pub(super) fn new(limits: &Limits) -> Self {
        let processors = thread::available_parallelism().map_or(2, NonZeroUsize::get);
        Self {
            memory: Arc::new(Memory::new(limits.replies)),
            pens: Semaphore::new(processors),
            turns: Turns::new((4 * processors).min(MOST_TURNS)),
        }
    }

    /// Writes a reply. If there is no memory for the reply, the call is refused.
    pub(super) async fn write(
        &self,
        account: &Account,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let mut memory = self.memory.take(account, json.len(), None)?;
        let Written { bytes, gzip } = self.written(json, form).await?;
        memory = self.memory.take(account, bytes.len(), memory)?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Writes the reply to a call of a batch, for which the batch has to have memory.
    pub(super) async fn write_part(&self, json: Vec<u8>, form: Form) -> Result<Response, Refusal> {
        let Written { bytes, gzip } = self.written(json, form).await?;
        Ok(reply::response(StatusCode::OK, Bytes::from(bytes), gzip))
    }

    /// Writes a reply for which the memory is taken already.
    pub(super) async fn write_taken(
        &self,
        bytes: Vec<u8>,
        memory: Option<Taken>,
        gzip: bool,
    ) -> Result<Response, Refusal> {
        let form = Form {
            gzip,
            ..Form::default()
        };
        let Written { bytes, gzip } = self.written(bytes, form).await?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Takes what is missing for this number of bytes; what was taken stays so if there is no more.
    pub(super) fn grow(
        &self,
        account: &Account,
        memory: &mut Option<Taken>,
        bytes: usize,
    ) -> Result<(), Busy> {
        self.memory.grow(account, memory, bytes)
    }

    /// Writes a reply, and waits for memory: it reports a change that is made already.
    pub(super) async fn write_in_turn(
        &self,
        account: &Account,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let Written { bytes, gzip } = self.written(json, form).await?;
        let memory = self.memory.take_in_turn(account, bytes.len()).await?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Takes the memory for a reply that is not an account's, of what is common to all.
    pub(super) fn hold(&self, bytes: Vec<u8>) -> Result<Bytes, Busy> {
        let memory = self.memory.take_common(bytes.len())?;
        Ok(held(bytes, memory))
    }

    /// Writes a reply in pieces while it is sent. If there is no memory for the pieces, the call is refused.
    pub(super) async fn stream(
        self: &Arc<Self>,
        account: &Account,
        first: Piece,
        form: &Form,
        time: Duration,
    ) -> Result<Response, Refusal> {
        let room = Arc::new(Room::new(&self.memory, account));
        let first = self.piece(first, Writer::new(form), &room).await?;
        let streamed = Streamed::new(first, room, self, time);
        Ok(reply::response(StatusCode::OK, streamed, form.gzip))
    }

    /// Makes and writes the next piece of a reply.
    pub(super) async fn next_piece(
        &self,
        rest: Rest,
        writer: Writer,
        room: &Room,
    ) -> Result<streamed::Written, Failure> {
        let piece = self.turns.make(&room.account, rest).await?;
        self.piece(piece, writer, room).await
    }

    async fn piece(
        &self,
        piece: Piece,
        mut writer: Writer,
        room: &Room,
    ) -> Result<streamed::Written, Failure> {
        let Piece { json, rest } = piece;
        room.hold(json.len())?;
        let (bytes, is_last) = (json.len(), rest.is_none());
        let keeps = writer.keeps();
        let write = move || {
            let bytes = writer.write(json, is_last);
            (bytes, writer)
        };
        let (bytes, writer) = self.apart(bytes, keeps, write).await?;
        let bytes = bytes.ok_or_else(|| Failure::of(Code::Internal))?;
        room.hold(bytes.len())?;
        let rest = rest.map(|rest| (rest, writer));
        Ok(streamed::Written { bytes, rest })
    }

    /// Encodes a reply. A large reply is encoded outside the workers, so that other calls do not wait for it. Only a few
    /// are encoded at the same time, because each is in memory twice meanwhile. One that is sent as it is takes no time.
    async fn written(&self, json: Vec<u8>, form: Form) -> Result<Written, Failure> {
        let (bytes, keeps) = (json.len(), form.keeps());
        let write = move || reply::write(json, &form);
        let written = self.apart(bytes, keeps, write).await?;
        written.map_err(|error| Failure::internal("write a reply", &error))
    }

    /// Writes so many bytes, outside the workers if they are many.
    async fn apart<T: Send + 'static>(
        &self,
        bytes: usize,
        keeps: bool,
        write: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        if bytes < LARGE || keeps {
            return Ok(write());
        }
        let _pen = self.pens.acquire().await;
        let written = tokio::task::spawn_blocking(write).await;
        written.map_err(|error| Failure::internal("write a reply", &error))
    }
}

fn held<M: Send + Sync + 'static>(mut bytes: Vec<u8>, memory: Option<M>) -> Bytes {
    let Some(memory) = memory else {
        return bytes.into();
    };
    bytes.shrink_to_fit();
    charged(bytes, memory)
}

/// The bytes, and the memory that they take until they are sent.
pub(super) fn charged<M: Send + Sync + 'static>(bytes: Vec<u8>, memory: M) -> Bytes {
    Bytes::from_owner(Charged {
        bytes,
        _memory: memory,
    })
}

//! How much the replies that are not sent yet take of memory (rule `V1`).
use std::{num::NonZeroUsize, sync::Arc, thread, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use people_store::Account;
use tokio::sync::Semaphore;

use super::{
    gate::Busy,
    memory::{Memory, Taken},
    refusal::Refusal,
    reply::{self, Form, Writer, Written},
    response::Response,
    streamed::Streamed,
};
use crate::{
    api::{Failure, Piece},
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
    /// How many pieces of replies may be made at the same time. Each takes the memory of its rows meanwhile.
    makers: Arc<Semaphore>,
}

/// From this size on, a reply is written outside the async workers.
const LARGE: usize = 256 << 10;

/// The memory of a reply in pieces. It is given back with this.
#[derive(Debug)]
pub(super) struct Room {
    memory: Arc<Memory>,
    account: Account,
    taken: Option<Taken>,
}

impl Room {
    /// Takes what is missing for pieces of this many bytes. The connection may have one while the next one is made and
    /// laid out, and a compressor takes a quarter of a MiB.
    pub(super) fn hold(&mut self, piece: usize) -> Result<(), Busy> {
        let bytes = (256 << 10) + 2 * piece.max(256 << 10);
        self.memory.grow(&self.account, &mut self.taken, bytes)
    }
}

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
            makers: Arc::new(Semaphore::new(4 * processors)),
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
    pub(super) fn stream(
        &self,
        account: &Account,
        first: Piece,
        form: &Form,
        time: Duration,
    ) -> Result<Response, Refusal> {
        let mut room = Room {
            memory: Arc::clone(&self.memory),
            account: account.clone(),
            taken: None,
        };
        room.hold(first.json.len())?;
        let makers = Arc::clone(&self.makers);
        let streamed = Streamed::new(first, Writer::new(form), room, makers, time);
        Ok(reply::response(StatusCode::OK, streamed, form.gzip))
    }

    /// Encodes a reply. A large reply is encoded outside the workers, so that other calls do not wait for it. Only a few
    /// are encoded at the same time, because each is in memory twice meanwhile. One that is sent as it is takes no time.
    async fn written(&self, json: Vec<u8>, form: Form) -> Result<Written, Failure> {
        let written = if json.len() < LARGE || form.keeps() {
            reply::write(json, &form)
        } else {
            let _pen = self.pens.acquire().await;
            let written = tokio::task::spawn_blocking(move || reply::write(json, &form)).await;
            written.map_err(|error| Failure::internal("write a reply", &error))?
        };
        written.map_err(|error| Failure::internal("write a reply", &error))
    }
}

fn held<M: Send + Sync + 'static>(mut bytes: Vec<u8>, memory: Option<M>) -> Bytes {
    let Some(memory) = memory else {
        return bytes.into();
    };
    bytes.shrink_to_fit();
    Bytes::from_owner(Charged {
        bytes,
        _memory: memory,
    })
}

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use rusqlite::Connection;
use tokio::sync::watch;

use super::{
    cache::{Cache, Closing},
    connection,
    fault::fault,
    files::Files,
    queue::Queue,
    reader::{self, Question},
    writer::{Counters, Job, Writer},
};
use crate::StoreError;

/// The threads of a store, and the queues that lead to them.
pub(super) struct Workers {
    pub(super) commits: Arc<Queue<Job>>,
    pub(super) reads: Arc<Queue<Question>>,
    pub(super) files: Arc<Files>,
    pub(super) counters: Arc<Counters>,
    pub(super) cache: Arc<Cache>,
    /// How closing went, once it is over.
    pub(super) closed: watch::Receiver<Option<Result<(), StoreError>>>,
    pub(super) writer: Mutex<Option<JoinHandle<()>>>,
}

impl Workers {
    pub(super) fn hang_up(&self) {
        self.commits.close();
        self.reads.close();
        self.cache.close();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.hang_up();
        let writer = self
            .writer
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the thread that writes the store had panicked");
        }
    }
}

/// The threads that read. They end with the store, also when it is not opened to the end.
pub(super) struct Threads {
    pub(super) reads: Arc<Queue<Question>>,
    pub(super) readers: Vec<JoinHandle<()>>,
}

impl Threads {
    pub(super) fn add(&mut self, number: usize, connection: Connection) -> Result<(), StoreError> {
        let queue = Arc::clone(&self.reads);
        let reader = thread::Builder::new()
            .name(format!("people-store-read-{number}"))
            .spawn(move || reader::run(connection, &queue))
            .map_err(StoreError::engine)?;
        self.readers.push(reader);
        Ok(())
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.reads.close();
        for reader in self.readers.drain(..) {
            if reader.join().is_err() {
                tracing::error!("a thread that reads the store had panicked");
            }
        }
    }
}

/// The life of the writer's thread: its connection is the last to be closed.
pub(super) fn write(
    mut writer: Writer,
    queue: &Queue<Job>,
    readers: Threads,
) -> Result<(), StoreError> {
    let _closing = Closing(Arc::clone(&writer.cache));
    writer.run(queue);
    writer.log.close();
    drop(readers);
    let Writer {
        connection,
        mark,
        files,
        ..
    } = writer;
    if files.check().is_err() {
        // The names are another store's, whose log must stay; and the files, wherever they are, stay
        // those of a store that was not closed.
        connection::keep_log(&connection, true)?;
        return connection.close().map_err(|(_, error)| fault(error));
    }
    connection.close().map_err(|(_, error)| fault(error))?;
    mark.close()
}

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::fault::fault;
use crate::StoreError;

/// Work to do in a separate transaction, or the reason why it is not done.
pub(super) struct Task(Work);

type Work = Box<dyn FnOnce(Result<&mut Connection, StoreError>) + Send>;

impl Task {
    /// Also returns where its outcome comes.
    pub(super) fn new<T: Send + 'static>(
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> (Self, oneshot::Receiver<Result<T, StoreError>>) {
        let (reply, outcome) = oneshot::channel();
        let work = move |connection: Result<&mut Connection, StoreError>| {
            let outcome = connection.and_then(|connection| {
                let transaction = connection
                    .transaction_with_behavior(TransactionBehavior::Immediate)
                    .map_err(fault)?;
                let done = work(&transaction)?;
                transaction.commit().map_err(fault)?;
                Ok(done)
            });
            let _ = reply.send(outcome);
        };
        (Self(Box::new(work)), outcome)
    }

    pub(super) fn run(self, connection: Result<&mut Connection, StoreError>) {
        (self.0)(connection);
    }
}

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::Unavailable;

/// A bounded queue in front of a thread. Either end can close it.
///
/// tokio's channel has a single receiver, but several readers take from this one. crossbeam's cannot be
/// closed while senders live, but closing a store must do that.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    capacity: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    open: bool,
}

impl<T> Queue<T> {
    pub(super) fn new(capacity: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            open: true,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            capacity,
        }
    }

    /// Adds an item, unless the queue is full or closed. Never waits.
    pub(super) fn push(&self, item: T) -> Result<(), Unavailable> {
        let mut state = self.lock();
        if !state.open {
            return Err(Unavailable::Closed);
        }
        if state.waiting.len() >= self.capacity {
            return Err(Unavailable::Overloaded);
        }
        state.waiting.push_back(item);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for an item. None once the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<T> {
        self.wait().waiting.pop_front()
    }

    /// Waits for an item and takes up to `limit` of the queued ones. Returns none once the queue is
    /// closed and empty.
    pub(super) fn pop_many(&self, limit: usize) -> Vec<T> {
        let mut state = self.wait();
        let count = state.waiting.len().min(limit);
        state.waiting.drain(..count).collect()
    }

    /// Closes the queue for new items. Waiting items can still be taken.
    pub(super) fn close(&self) {
        self.lock().open = false;
        self.changed.notify_all();
    }

    fn wait(&self) -> MutexGuard<'_, State<T>> {
        let wanting = |state: &mut State<T>| state.open && state.waiting.is_empty();
        self.changed
            .wait_while(self.lock(), wanting)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When its thread ends, even by a panic, closes the queue and drops the waiting items: their
/// callers learn that no answer will come.
pub(super) struct Hangup<'q, T>(pub(super) &'q Queue<T>);

impl<T> Drop for Hangup<'_, T> {
    fn drop(&mut self) {
        self.0.close();
        let waiting = std::mem::take(&mut self.0.lock().waiting);
        drop(waiting);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, thread};

    use super::{Hangup, Queue};
    use crate::Unavailable;

    #[test]
    fn a_full_queue_takes_no_more() {
        let queue = Queue::new(2);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Ok(()));
        assert_eq!(queue.push(3), Err(Unavailable::Overloaded));
        assert_eq!(queue.pop(), Some(1));
        assert_eq!(queue.push(3), Ok(()));
        assert_eq!(queue.pop_many(5), [2, 3]);
    }

    #[test]
    fn a_closed_queue_is_emptied_and_then_ends() {
        let queue = Queue::new(9);
        queue.push(1).unwrap();
        queue.close();
        assert_eq!(queue.push(2), Err(Unavailable::Closed));
        assert_eq!(queue.pop(), Some(1));
        assert_eq!(queue.pop(), None);
        assert!(queue.pop_many(5).is_empty());
    }

    #[test]
    fn closing_wakes_whoever_waits() {
        let queue = Arc::new(Queue::<u8>::new(9));
        let waiting: Vec<_> = (0..3)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || queue.pop())
            })
            .collect();
        queue.close();
        for thread in waiting {
            assert_eq!(thread.join().unwrap(), None);
        }
    }

    #[test]
    fn a_thread_that_panics_leaves_nobody_waiting() {
        let queue = Arc::new(Queue::new(9));
        let (reply, answer) = tokio::sync::oneshot::channel::<()>();
        queue.push(reply).unwrap();
        let worker = Arc::clone(&queue);
        let died = thread::spawn(move || {
            let _hangup = Hangup(&worker);
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(died.join().is_err());
        assert!(answer.blocking_recv().is_err());
        assert_eq!(
            queue.push(tokio::sync::oneshot::channel().0),
            Err(Unavailable::Closed)
        );
    }
}

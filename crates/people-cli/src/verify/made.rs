//! What a run has made and not removed yet.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The key of the custom field that marks contacts of a run, so that they are recognised even after it was killed.
pub(super) const MARK: &str = "people-verify";

/// The resource names of contacts and groups that a run has made and not removed yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Made(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    names: Vec<String>,
    /// Whether a call that makes something got no reply.
    is_unsure: bool,
    /// Why what is left could not be looked for.
    unswept: Option<String>,
}

impl Made {
    pub(super) fn add(&self, name: &str) {
        let mut inner = self.lock();
        if !inner.names.iter().any(|known| known == name) {
            inner.names.push(name.to_owned());
        }
    }

    pub(super) fn remove(&self, name: &str) {
        self.lock().names.retain(|known| known != name);
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.lock().names.clone()
    }

    /// Something may exist whose name is not known.
    pub(super) fn is_unsure(&self) -> bool {
        self.lock().is_unsure
    }

    pub(super) fn doubt(&self, is_unsure: bool) {
        self.lock().is_unsure = is_unsure;
    }

    pub(super) fn unswept(&self) -> Option<String> {
        self.lock().unswept.clone()
    }

    pub(super) fn set_unswept(&self, why: String) {
        self.lock().unswept = Some(why);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

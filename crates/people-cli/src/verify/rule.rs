use std::{future::Future, pin::Pin};

use super::trial::{Trial, Tried};

/// A rule of docs/semantics.md that is tried.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) says: &'static str,
    run: Run,
}

type Run = for<'a> fn(&'a mut Trial) -> Pin<Box<dyn Future<Output = Tried> + 'a>>;

impl Rule {
    pub(super) const fn new(id: &'static str, says: &'static str, run: Run) -> Self {
        Self { id, says, run }
    }

    pub(super) async fn attempt(&self, trial: &mut Trial) -> Tried {
        (self.run)(trial).await
    }
}

use std::fmt;

/// A term that a live row has: what [`Store::find_prefix`](crate::Store::find_prefix) finds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs)] // engines outside this crate make them
pub struct Hit {
    /// The term.
    pub term: String,
    /// The row that has it.
    pub id: u64,
}

impl Hit {
    /// The hits of `prefix` at the beginning of `entries`: an index read from there has others behind
    /// them.
    ///
    /// For engines.
    ///
    /// ```
    /// use people_store::Hit;
    ///
    /// let hit = |term: &str, id| Hit { term: term.to_owned(), id };
    /// let index = [hit("word:ada", 1), hit("word:adam", 2), hit("word:bo", 3)];
    /// assert_eq!(Hit::of_prefix("word:ada", index).len(), 2);
    /// ```
    pub fn of_prefix(prefix: &str, entries: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let entries = entries.into_iter();
        entries
            .take_while(|hit| hit.term.starts_with(prefix))
            .collect()
    }
}

/// Does not show the term, because it is personal data.
impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hit")
            .field("id", &self.id)
            .field("term_bytes", &self.term.len())
            .finish_non_exhaustive()
    }
}

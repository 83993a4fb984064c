use std::fmt;

/// The terms of a [`Record`](crate::Record): sorted byte by byte, each once.
///
/// A row has some tens of short terms, and every read of it has them too. So all are in one piece of memory, beside
/// the places where they end: a copy takes two allocations, and two lists are compared from their beginnings.
///
/// ```
/// use people_store::Terms;
///
/// let mut terms = Terms::from(["group:2", "group:1", "group:2"]);
/// assert_eq!(terms, ["group:1", "group:2"]);
///
/// terms.insert("email:ada@example.com");
/// terms.retain(|term| *term != "group:1");
/// assert!(terms.contains("group:2"));
/// assert_eq!(terms.iter().next(), Some("email:ada@example.com"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    text: String,
    /// Where each term ends in the text. It begins where the one before ends.
    ends: Vec<usize>,
}

impl Terms {
    /// No terms.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many bytes the terms have together.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The terms in ascending order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        (0..self.len()).map(|index| self.at(index))
    }

    /// Whether this is one of the terms.
    pub fn contains(&self, term: &str) -> bool {
        self.starting_at(term).next() == Some(term)
    }

    /// The terms that begin with this text, in ascending order.
    ///
    /// ```
    /// use people_store::Terms;
    ///
    /// let terms = Terms::from(["group:1", "word:ada", "word:adam", "word:bo"]);
    /// assert!(terms.beginning_with("word:ada").eq(["word:ada", "word:adam"]));
    /// ```
    pub fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.starting_at(prefix)
            .take_while(move |term| term.starts_with(prefix))
    }

    /// The terms that are not in another list, in ascending order: what a row has to add to an index, or to take out
    /// of it.
    ///
    /// ```
    /// use people_store::Terms;
    ///
    /// let (old, new) = (Terms::from(["a", "b"]), Terms::from(["b", "c"]));
    /// assert!(old.without(&new).eq(["a"]));
    /// assert!(new.without(&old).eq(["c"]));
    /// ```
    pub fn without(&self, other: &Self) -> impl Iterator<Item = &str> {
        let mut others = other.iter().peekable();
        self.iter().filter(move |term| {
            while others.next_if(|other| other < term).is_some() {}
            others.peek() != Some(term)
        })
    }

    /// Adds a term, unless it is in the set.
    pub fn insert(&mut self, term: &str) {
        if !self.contains(term) {
            *self = self.iter().chain([term]).collect();
        }
    }

    /// Keeps the terms for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&&str) -> bool) {
        *self = self.iter().filter(keep).collect();
    }

    /// The terms from this one on, or from the place where it would be.
    fn starting_at(&self, start: &str) -> impl Iterator<Item = &str> {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = (first + end) / 2;
            match self.at(middle) < start {
                true => first = middle + 1,
                false => end = middle,
            }
        }
        (first..self.len()).map(|index| self.at(index))
    }

    fn at(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// None, with room for so many terms of so many bytes.
    #[cfg(any(feature = "embedded", feature = "postgres"))]
    pub(crate) fn with_room(terms: usize, bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            ends: Vec::with_capacity(terms),
        }
    }

    /// For how many bytes and terms there is room.
    #[cfg(test)]
    pub(crate) fn room(&self) -> (usize, usize) {
        (self.text.capacity(), self.ends.capacity())
    }

    /// Adds a term behind the others. The caller knows that it belongs there, or sorts them.
    pub(crate) fn push(&mut self, term: &str) {
        self.text.push_str(term);
        self.ends.push(self.text.len());
    }

    /// Adds what `write` appends to the text, as [`push`](Self::push) does.
    #[cfg(any(feature = "embedded", feature = "postgres"))]
    pub(crate) fn push_by<T>(&mut self, write: impl FnOnce(&mut String) -> T) -> T {
        let written = write(&mut self.text);
        self.ends.push(self.text.len());
        written
    }

    pub(crate) fn is_sorted(&self) -> bool {
        self.iter().is_sorted_by(|one, other| one < other)
    }
}

/// Sorts them if they are not, and leaves each only once.
impl<T: AsRef<str>> FromIterator<T> for Terms {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Self {
        let mut given = Self::new();
        for term in terms {
            given.push(term.as_ref());
        }
        if given.is_sorted() {
            return given;
        }
        let mut sorted: Vec<&str> = given.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let mut terms = Self::new();
        sorted.into_iter().for_each(|term| terms.push(term));
        terms
    }
}

impl<T: AsRef<str>, const N: usize> From<[T; N]> for Terms {
    fn from(terms: [T; N]) -> Self {
        terms.into_iter().collect()
    }
}

/// Equal to a list of the same terms in ascending order.
impl<T: AsRef<str>, const N: usize> PartialEq<[T; N]> for Terms {
    fn eq(&self, other: &[T; N]) -> bool {
        self.iter().eq(other.iter().map(AsRef::as_ref))
    }
}

/// Does not show terms, because they are personal data.
impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Terms({})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn some() -> impl Strategy<Value = Vec<String>> {
        vec("[a-cé]{0,3}", 0..9)
    }

    proptest! {
        #[test]
        fn terms_are_a_sorted_set(one in some(), other in some(), text in "[a-cé]{0,3}") {
            let (terms, others): (Terms, Terms) = (one.iter().collect(), other.iter().collect());
            let one: BTreeSet<&str> = one.iter().map(String::as_str).collect();
            let other: BTreeSet<&str> = other.iter().map(String::as_str).collect();

            prop_assert!(terms.iter().eq(one.iter().copied()));
            prop_assert!(terms.iter().rev().eq(one.iter().rev().copied()));
            prop_assert_eq!(terms.bytes(), one.iter().map(|term| term.len()).sum::<usize>());
            prop_assert_eq!(terms.contains(&text), one.contains(&*text));
            prop_assert!(terms.without(&others).eq(one.difference(&other).copied()));
            let beginning = one.iter().copied().filter(|term| term.starts_with(&text));
            prop_assert!(terms.beginning_with(&text).eq(beginning));

            let mut more = terms.clone();
            more.insert(&text);
            let expected: BTreeSet<&str> = one.iter().copied().chain([&*text]).collect();
            prop_assert!(more.iter().eq(expected));
            more.retain(|term| *term != text);
            prop_assert!(more.iter().eq(one.iter().copied().filter(|term| *term != text)));
        }
    }
}

//! What a contact is found by: texts in one piece of memory, so that few copies are made of many.
use std::{cmp::Ordering, fmt, mem, ops::Range};

/// The terms of an [`Index`](crate::Index): sorted, each once.
///
/// A contact has some tens of short terms, and an update keeps most of them. All are in one text, beside the places
/// where they end.
///
/// ```
/// use people_rules::Terms;
///
/// let terms = Terms::from(["group:1", "email:ada@example.com", "group:1"]);
/// assert_eq!(terms, ["email:ada@example.com", "group:1"]);
/// assert!(terms.contains("group:1"));
/// assert_eq!(terms.iter().next(), Some("email:ada@example.com"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Terms {
    text: String,
    /// Where each term ends in the text. It begins where the one before ends.
    ends: Vec<usize>,
}

impl Terms {
    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The terms in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let term = &self.text[start..end];
            start = end;
            term
        })
    }

    /// Whether this is one of the terms.
    pub fn contains(&self, term: &str) -> bool {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = first.midpoint(end);
            match self.at(middle).cmp(term) {
                Ordering::Less => first = middle + 1,
                Ordering::Equal => return true,
                Ordering::Greater => end = middle,
            }
        }
        false
    }

    /// No terms, with room for as many as these are, or for those of most contacts.
    pub(crate) fn with_room_of(other: &Self) -> Self {
        Self {
            text: String::with_capacity(512.max(other.text.len() * 3 / 2)),
            ends: Vec::with_capacity(32.max(other.len() * 3 / 2)),
        }
    }

    /// Which terms begin with a prefix, of those from one on. They stand together, because terms are sorted.
    #[inline]
    pub(crate) fn section(&self, from: usize, prefix: &str) -> Range<usize> {
        let (text, prefix) = (self.text.as_bytes(), prefix.as_bytes());
        let (mut index, mut start) = (from, self.start(from));
        let mut first = None;
        for &end in &self.ends[from..] {
            let term = &text[start..end];
            match term.first().cmp(&prefix.first()) {
                Ordering::Less => {}
                Ordering::Equal if term.starts_with(prefix) => first = first.or(Some(index)),
                Ordering::Equal if first.is_none() => {}
                Ordering::Equal | Ordering::Greater => break,
            }
            (index, start) = (index + 1, end);
        }
        first.map_or(from..from, |first| first..index)
    }

    /// A term.
    #[inline]
    pub(crate) fn bytes(&self, index: usize) -> &[u8] {
        &self.text.as_bytes()[self.start(index)..self.ends[index]]
    }

    /// Adds some terms of others. They sort after all that are here.
    pub(crate) fn push_section(&mut self, other: &Self, section: Range<usize>) {
        if section.is_empty() {
            return;
        }
        let (start, end) = (other.start(section.start), other.ends[section.end - 1]);
        let here = self.text.len();
        self.text.push_str(&other.text[start..end]);
        let ends = other.ends[section].iter();
        self.ends.extend(ends.map(|end| end - start + here));
    }

    /// Adds one term of others, likewise.
    #[inline]
    pub(crate) fn push_term(&mut self, other: &Self, index: usize) {
        self.push_by(|text| text.push_str(other.at(index)));
    }

    /// Adds what is appended to the text. It sorts after all other terms, unless [`sort_from`](Self::sort_from)
    /// follows.
    #[inline]
    pub(crate) fn push_by(&mut self, append: impl FnOnce(&mut String)) {
        append(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// Sorts the terms from one on, and leaves each of them only once.
    pub(crate) fn sort_from(&mut self, first: usize) {
        let mut neighbours = (first..self.len()).skip(1);
        if neighbours.all(|index| self.bytes(index - 1) < self.bytes(index)) {
            return;
        }
        let start = self.start(first);
        let unsorted = self.text.split_off(start);
        let mut from = 0;
        let ends = self.ends.drain(first..).map(|end| end - start);
        let terms = ends.map(|end| &unsorted[mem::replace(&mut from, end)..end]);
        let mut terms: Vec<&str> = terms.collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            self.push_by(|text| text.push_str(term));
        }
    }

    fn at(&self, index: usize) -> &str {
        &self.text[self.start(index)..self.ends[index]]
    }

    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}

/// Sorts them, and leaves each only once.
impl<T: AsRef<str>> FromIterator<T> for Terms {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Self {
        let mut all = Self::default();
        for term in terms {
            all.push_by(|text| text.push_str(term.as_ref()));
        }
        all.sort_from(0);
        all
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

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn terms_are_a_sorted_set(
            given in vec("[a-cé]{0,3}", 0..9),
            text in "[a-cé]{0,3}",
        ) {
            let terms: Terms = given.iter().collect();
            let all: BTreeSet<&str> = given.iter().map(String::as_str).collect();
            prop_assert!(terms.iter().eq(all.iter().copied()));
            prop_assert_eq!(terms.contains(&text), all.contains(&*text));

            let prefix = format!("a{text}");
            let section = terms.section(0, &prefix);
            let begin: Vec<&str> = all.iter().copied().filter(|term| term.starts_with(&prefix)).collect();
            let mut copied = Terms::from(["zz"]);
            copied.push_section(&terms, section);
            prop_assert!(copied.iter().skip(1).eq(begin.iter().copied()));
            given.iter().for_each(|term| copied.push_by(|text| text.push_str(term)));
            copied.sort_from(1);
            prop_assert!(copied.iter().skip(1).eq(all));
        }
    }
}

//! What a contact is found by: texts in one piece of memory, so that few copies are made of many.
use std::{cmp::Ordering, fmt, iter, ops::Range};

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
            let middle = (first + end) / 2;
            match self.at(middle).cmp(term) {
                Ordering::Less => first = middle + 1,
                Ordering::Equal => return true,
                Ordering::Greater => end = middle,
            }
        }
        false
    }

    fn at(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// Adds a term that sorts after all others, unless it is the last already.
    fn push(&mut self, term: &str) {
        let last = self.ends.len().checked_sub(2).map_or(0, |at| self.ends[at]);
        if self.is_empty() || self.text[last..] != *term {
            self.text.push_str(term);
            self.ends.push(self.text.len());
        }
    }
}

/// Sorts them, and leaves each only once.
impl<T: AsRef<str>> FromIterator<T> for Terms {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Self {
        let mut given = Self::default();
        for term in terms {
            given.text.push_str(term.as_ref());
            given.ends.push(given.text.len());
        }
        // Those of a row that was read are sorted.
        if given.iter().is_sorted_by(|one, other| one < other) {
            return given;
        }
        let mut unsorted = Unsorted::default();
        given.iter().for_each(|term| unsorted.push(&[term]));
        unsorted.merged_with(iter::empty())
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

/// Terms in any order, some of them more than once.
#[derive(Default)]
pub(crate) struct Unsorted {
    text: String,
    /// Where each term is in the text.
    terms: Vec<Range<usize>>,
}

impl Unsorted {
    /// None, with room for those of most contacts.
    pub(crate) fn with_capacity() -> Self {
        Self {
            text: String::with_capacity(1024),
            terms: Vec::with_capacity(32),
        }
    }

    /// Adds a term that is these parts.
    pub(crate) fn push(&mut self, parts: &[&str]) {
        let start = self.text.len();
        parts.iter().for_each(|part| self.text.push_str(part));
        self.terms.push(start..self.text.len());
    }

    /// These terms and others, which are sorted.
    pub(crate) fn merged_with<'t>(mut self, sorted: impl Iterator<Item = &'t str>) -> Terms {
        let Self { text, terms } = &mut self;
        let bytes = |term: &Range<usize>| &text.as_bytes()[term.clone()];
        terms.sort_unstable_by(|one, other| bytes(one).cmp(bytes(other)));
        let mut merged = Terms {
            text: String::with_capacity(2 * text.len()),
            ends: Vec::with_capacity(2 * terms.len()),
        };
        let mut new = terms.iter().map(|term| &text[term.clone()]).peekable();
        for term in sorted {
            while let Some(before) = new.next_if(|new| *new < term) {
                merged.push(before);
            }
            merged.push(term);
        }
        new.for_each(|term| merged.push(term));
        merged
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
            kept in vec("[a-cé]{0,3}", 0..9),
            text in "[a-cé]{0,3}",
        ) {
            let terms: Terms = given.iter().collect();
            let all: BTreeSet<&str> = given.iter().map(String::as_str).collect();
            prop_assert!(terms.iter().eq(all.iter().copied()));
            prop_assert_eq!(terms.contains(&text), all.contains(&*text));

            let kept: Terms = kept.iter().collect();
            let mut unsorted = Unsorted::default();
            given.iter().for_each(|term| unsorted.push(&[term]));
            let all: BTreeSet<&str> = all.into_iter().chain(kept.iter()).collect();
            prop_assert!(unsorted.merged_with(kept.iter()).iter().eq(all));
        }
    }
}

//! Which entry of a field is meant.
use people_model::Entry;
use people_rules::Edit;

use super::written::written;

/// How an entry is named.
#[derive(Clone)]
pub(super) enum Which {
    /// By no name: there is one entry, or none.
    Only,
    /// By its place in the list, counted from 1, as `people get` shows it.
    Number(usize),
    /// By its content.
    Named(String),
}

impl Which {
    pub(super) fn read(text: &str) -> Self {
        let number = text
            .strip_prefix('#')
            .and_then(|digits| digits.parse().ok());
        match number {
            Some(number) => Self::Number(number),
            None => Self::Named(text.to_owned()),
        }
    }
}

/// The most entries that an error lists.
const SHOWN: usize = 20;

/// The position of the entry; none if there are no entries and none is named. `removed` are the positions of those that
/// were removed since the contact was read, and `usage` is how to name an entry by its number.
pub(super) fn choose<T: Entry>(
    edit: &Edit,
    which: &Which,
    removed: &[usize],
    usage: impl Fn(usize) -> String,
) -> Result<Option<usize>, String> {
    let name = T::FIELD.as_str();
    let numbers = Numbers::new(removed);
    let own: Vec<usize> = edit.own::<T>().collect();
    let found = match which {
        Which::Only => own.clone(),
        Which::Number(number) => {
            let position = numbers.position(*number);
            position.filter(|at| own.contains(at)).into_iter().collect()
        }
        Which::Named(text) => edit.find::<T>(text),
    };
    let list = |positions: &[usize]| -> String {
        let line = |&position: &usize| {
            let entry = T::of(edit.person()).get(position);
            let written = entry.map(written).unwrap_or_default();
            format!("\n  #{}  {written}", numbers.of(position))
        };
        let mut list: String = positions.iter().take(SHOWN).map(line).collect();
        if let Some(more @ 1..) = positions.len().checked_sub(SHOWN) {
            list.push_str(&format!("\n  and {more} more"));
        }
        list
    };
    let several = |first: usize| format!("say which one, such as {}", usage(numbers.of(first)));
    match (&*found, which) {
        ([], Which::Only) => Ok(None),
        (&[position], _) => Ok(Some(position)),
        ([], Which::Number(number)) => Err(format!(
            "`{name}` has no entry #{number} that belongs to the contact{}",
            list(&own)
        )),
        ([], Which::Named(text)) => Err(format!("no entry of `{name}` is `{text}`{}", list(&own))),
        ([first, ..], Which::Named(text)) => Err(format!(
            "`{text}` matches several entries of `{name}`; {}{}",
            several(*first),
            list(&found)
        )),
        ([first, ..], Which::Only | Which::Number(_)) => Err(format!(
            "`{name}` has several entries; {}{}",
            several(*first),
            list(&found)
        )),
    }
}

/// The numbers of entries in the list as it was read, and their positions in what is left of it.
pub(super) struct Numbers(Vec<usize>);

impl Numbers {
    pub(super) fn new(removed: &[usize]) -> Self {
        let mut removed = removed.to_vec();
        removed.sort_unstable();
        removed.dedup();
        Self(removed)
    }

    fn position(&self, number: usize) -> Option<usize> {
        let at = number.checked_sub(1).filter(|at| !self.0.contains(at))?;
        Some(at - self.0.iter().filter(|&&removed| removed < at).count())
    }

    /// The number of the entry at a position of what is left.
    pub(super) fn of(&self, position: usize) -> usize {
        let mut at = position;
        for &removed in &self.0 {
            at += usize::from(removed <= at);
        }
        at + 1
    }
}

//! What the server remembers of its callers, up to a number.
use std::collections::{BTreeMap, HashMap};

/// A map that forgets its oldest entry when it is full: strangers fill it, and memory has an end.
#[derive(Debug)]
pub(super) struct Bounded<V> {
    most: usize,
    entries: HashMap<String, (u64, V)>,
    /// The keys by age.
    order: BTreeMap<u64, String>,
    last: u64,
}

impl<V> Bounded<V> {
    /// One that holds at most this many.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            entries: HashMap::new(),
            order: BTreeMap::new(),
            last: 0,
        }
    }

    pub(super) fn insert(&mut self, key: String, value: V) {
        self.remove(&key);
        if self.entries.len() >= self.most
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.entries.remove(&oldest);
        }
        self.last += 1;
        self.order.insert(self.last, key.clone());
        self.entries.insert(key, (self.last, value));
    }

    pub(super) fn get(&self, key: &str) -> Option<&V> {
        self.entries.get(key).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entries.get_mut(key).map(|(_, value)| value)
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<V> {
        let (number, value) = self.entries.remove(key)?;
        self.order.remove(&number);
        Some(value)
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        let order = &mut self.order;
        self.entries.retain(|_, (number, value)| {
            let kept = keep(value);
            if !kept {
                order.remove(number);
            }
            kept
        });
    }

    /// The entries, the oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        let keys = self.order.values();
        keys.filter_map(|key| Some((key.as_str(), self.get(key)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first() {
        let mut map = Bounded::new(2);
        for key in ["a", "b", "a", "c"] {
            map.insert(key.to_owned(), key);
        }
        assert_eq!(
            map.iter().map(|(key, _)| key).collect::<Vec<_>>(),
            ["a", "c"]
        );
        map.retain(|value| *value != "a");
        assert_eq!((map.get("a"), map.get("c")), (None, Some(&"c")));
        assert_eq!(map.order.len(), 1);
        assert_eq!(map.remove("c"), Some("c"));
        assert!(map.order.is_empty());
    }
}

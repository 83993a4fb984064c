use std::fmt;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

/// A map of the wire: values by name, in the order of the JSON.
///
/// Two are equal if they hold the same values by the same names, in any order.
///
/// ```
/// use people_model::{ByName, Person};
///
/// let people: ByName<Person> =
///     ["people/c17", "people/c1", "people/c17"].map(|name| (name.to_owned(), Person::new())).into_iter().collect();
///
/// let names: Vec<_> = people.iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["people/c17", "people/c1"]);
/// assert!(people.get("people/c2").is_none());
/// ```
#[derive(Clone, PartialEq)]
pub struct ByName<T>(IndexMap<String, T>);

impl<T> ByName<T> {
    /// How many values it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.get(name)
    }

    /// The names and their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Sets the value of a name; one that was there before keeps its place.
    pub(crate) fn insert(&mut self, name: String, value: T) {
        self.0.insert(name, value);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.shift_remove(name);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for ByName<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Of a name that comes twice, the last value counts.
impl<T> FromIterator<(String, T)> for ByName<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> IntoIterator for ByName<T> {
    type Item = (String, T);
    type IntoIter = indexmap::map::IntoIter<String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Serialize> Serialize for ByName<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

//! The names of contact groups: what a card says, and what a membership names.

use std::collections::HashMap;

/// The names of an account's contact groups, for both directions (rule `Z4`).
///
/// A card knows a group by its name, and a membership by its resource name. `myContacts` and `starred` are always
/// known.
///
/// ```
/// use people_cards::Groups;
///
/// let groups = Groups::from_iter([("contactGroups/1f", "Book club")]);
///
/// assert_eq!(groups.resource_name("Book club"), Some("contactGroups/1f"));
/// assert_eq!(groups.name("contactGroups/starred"), Some("starred"));
/// assert_eq!(groups.resource_name("Chess"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Groups {
    names: HashMap<String, String>,
    resource_names: HashMap<String, String>,
}

const SYSTEM: [(&str, &str); 2] = [
    ("contactGroups/myContacts", "myContacts"),
    ("contactGroups/starred", "starred"),
];

impl Groups {
    /// Only the system groups.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a group. If two have one name, the first one is what a card means.
    pub fn insert(&mut self, resource_name: impl Into<String>, name: impl Into<String>) {
        let (resource_name, name) = (resource_name.into(), name.into());
        self.resource_names
            .entry(name.clone())
            .or_insert_with(|| resource_name.clone());
        self.names.insert(resource_name, name);
    }

    /// The name of a group.
    #[must_use]
    pub fn name(&self, resource_name: &str) -> Option<&str> {
        let system = SYSTEM.iter().find(|(known, _)| *known == resource_name);
        system
            .map(|(_, name)| *name)
            .or_else(|| self.names.get(resource_name).map(String::as_str))
    }

    /// The group of that name.
    #[must_use]
    pub fn resource_name(&self, name: &str) -> Option<&str> {
        let system = SYSTEM.iter().find(|(_, known)| *known == name);
        system
            .map(|(resource_name, _)| *resource_name)
            .or_else(|| self.resource_names.get(name).map(String::as_str))
    }
}

impl<R: Into<String>, N: Into<String>> FromIterator<(R, N)> for Groups {
    fn from_iter<I: IntoIterator<Item = (R, N)>>(groups: I) -> Self {
        let mut all = Self::new();
        for (resource_name, name) in groups {
            all.insert(resource_name, name);
        }
        all
    }
}

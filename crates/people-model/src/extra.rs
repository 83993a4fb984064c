//! Members that the schema does not know.

use std::fmt;

use serde_json::{Map, Value};

/// The members of a message that this version does not know, in the order they came.
///
/// An update replaces whole lists. So a client that dropped unknown members would erase them on the server. Every
/// message therefore keeps such members and encodes them again, after the known ones. One pointer when there are none.
///
/// ```
/// use people_model::Name;
///
/// let name: Name = serde_json::from_str(r#"{"givenName":"Ada","moonSign":"leo"}"#)?;
///
/// assert_eq!(name.extra.get("moonSign").and_then(|sign| sign.as_str()), Some("leo"));
/// assert_eq!(serde_json::to_string(&name)?, r#"{"givenName":"Ada","moonSign":"leo"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.len())
    }

    /// The member with this name, as JSON spells it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Every member, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .flat_map(|members| members.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Sets a member and returns its previous value.
    ///
    /// The name must not be one that the message knows. Otherwise the object would have two members of that name, and
    /// decoding takes the last.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0
            .get_or_insert_default()
            .insert(name.into(), value.into())
    }

    /// Removes a member and returns it.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let removed = self.0.as_mut()?.shift_remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        removed
    }

    /// Removes every member.
    pub fn clear(&mut self) {
        self.0 = None;
    }
}

/// Shows how many there are; `{:#?}` shows them. They may hold contact data, so logs must not.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.debug_map().entries(self.iter()).finish()
        } else {
            write!(f, "Extra({})", self.len())
        }
    }
}

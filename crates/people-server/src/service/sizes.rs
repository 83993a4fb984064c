//! How large contacts and accounts may be (rules `N1` to `N5`).
use memchr::memchr_iter;
use people_model::Code;
use people_rules::Contact;
use serde::de::IgnoredAny;

use crate::{api::Failure, limits::Limits};

/// How much an account and a contact may hold.
///
/// ```
/// use people_server::Sizes;
///
/// let mut sizes = Sizes::default();
/// assert_eq!((sizes.contacts, sizes.groups), (25_000, 5_000));
/// assert_eq!((sizes.bytes, sizes.values), (131_072, 500));
/// sizes.contacts = 1_000_000;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sizes {
    /// Contacts of an account: 25,000 (rule `N1`).
    pub contacts: u64,
    /// Contact groups of an account's own: 5,000 (rule `N5`).
    pub groups: u64,
    /// Bytes of a contact as it is stored: 128 KiB (rule `N2`).
    pub bytes: usize,
    /// Values of a contact, of all fields together: 500 (rule `N3`).
    pub values: usize,
    /// Characters of a text of a seed, except notes: 1,024 (rule `N4`). For requests it is
    /// [`Limits::characters`](crate::Limits::characters).
    pub characters: usize,
    /// Bytes of a photo: 3,000,000, which is almost what a row of a store holds (rule `N7`).
    pub photo: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            contacts: 25_000,
            groups: 5_000,
            bytes: 128 << 10,
            values: 500,
            characters: Limits::default().characters,
            photo: 3_000_000,
        }
    }
}

impl Sizes {
    /// Refuses a contact that is too large to be stored.
    pub(super) fn check(&self, contact: &Contact) -> Result<(), Failure> {
        let json = contact.fields.as_json();
        if json.len() > self.bytes {
            let bytes = self.bytes;
            return Err(too_large(
                "N2",
                format!("Person has more than {bytes} bytes."),
            ));
        }
        // Each value is an object, so usually there are too few braces for that many values.
        let braces = || memchr_iter(b'{', json.as_bytes()).count();
        if json.len() > self.values && braces() > self.values && count(contact) > self.values {
            let values = self.values;
            return Err(too_large(
                "N3",
                format!("Person has more than {values} values."),
            ));
        }
        Ok(())
    }
}

fn count(contact: &Contact) -> usize {
    let fields = contact.fields.mask().iter();
    let lists = fields.filter_map(|field| contact.fields.get(field));
    lists
        .filter_map(|list| serde_json::from_str::<Vec<IgnoredAny>>(list).ok())
        .map(|values| values.len())
        .sum()
}

fn too_large(rule: &'static str, message: String) -> Failure {
    Failure::new(Code::InvalidArgument, message).by_rule(rule)
}

//! What the caller of a rule says about the contact and the account.
use std::fmt;

use people_model::ContactId;

use crate::contract::Contract;

/// What the rules need besides the request and the contact.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs)] // built by callers; a new member is a new question to them
pub struct Context<'a> {
    /// The contact.
    pub id: ContactId,
    /// The contract that decides where the two differ.
    pub contract: Contract,
    /// The E.164 form of a phone number in the account's region, when it has one (rule `D7`).
    pub canonical_phone: CanonicalPhone<'a>,
    /// How else a number is dialled that has this E.164 form (rule `K3`).
    pub dialled_forms: DialledForms<'a>,
}

/// Returns the E.164 form of a phone number, or `None` if it has none.
pub type CanonicalPhone<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Returns the other forms in which people dial a number in E.164 form, such as the national one.
pub type DialledForms<'a> = &'a (dyn Fn(&str) -> Vec<String> + Sync);

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("id", &self.id)
            .field("contract", &self.contract)
            .finish_non_exhaustive()
    }
}

//! A contact as the rules give it to a store.
use people_model::{FieldMask, Fields, Person};

use crate::{context::DialledForms, index::Index};

/// A contact's own data, with what it is found by.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the two parts that a store keeps
pub struct Contact {
    /// The data, encoded field by field with its derived members.
    pub fields: Fields,
    /// What the contact is found and sorted by.
    pub index: Index,
}

impl Contact {
    /// The contact with the masked fields of `person`, whose derived members are filled.
    pub(crate) fn replace(
        &self,
        mask: FieldMask,
        person: &Person,
        dialled: DialledForms<'_>,
    ) -> Self {
        let fields = Fields::from_person(person, mask);
        Self {
            fields: self.fields.replace(mask, &fields),
            index: self.index.replace(mask, person, dialled),
        }
    }
}

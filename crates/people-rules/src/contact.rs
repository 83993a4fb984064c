//! A contact as the rules give it to a store.
use people_model::{FieldMask, Fields, Person, PersonField};

use crate::{context::DialledForms, index::Index};

/// A contact's own data, with its terms and sort keys.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the two parts that a store keeps
pub struct Contact {
    /// The data, encoded field by field with its derived members.
    pub fields: Fields,
    /// What the contact is found and sorted by.
    pub index: Index,
}

impl Contact {
    /// A contact with the masked fields of `person`, whose derived members are filled.
    pub(crate) fn new(mask: FieldMask, person: &Person, dialled: DialledForms<'_>) -> Self {
        Self {
            fields: Fields::from_person(person, mask),
            index: Index::default().replace(mask, person, dialled),
        }
    }

    /// The contact with the masked fields of `person`, whose derived members are filled.
    pub(crate) fn replace(
        self,
        mask: FieldMask,
        person: &Person,
        dialled: DialledForms<'_>,
    ) -> Self {
        let fields = Fields::from_person(person, mask);
        let is_changed = |&field: &PersonField| fields.get(field) != self.fields.get(field);
        let changed: FieldMask = mask.iter().filter(is_changed).collect();
        if changed.is_empty() {
            return self;
        }
        Self {
            fields: self.fields.replace(changed, &fields),
            index: self.index.replace(changed, person, dialled),
        }
    }
}

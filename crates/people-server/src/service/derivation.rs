//! What a store derives again from the bodies of its rows.
use people_model::Fields;
use people_rules::{Contact, Index};
use people_store::{Derivation, RowKind};

use super::{directory, groups, phones, photos, profiles, rows::as_stored};

/// How the sort keys, terms and layouts of all rows are made.
///
/// The number is that of the rules of a contact's index. Where a group's or a profile's record is made
/// otherwise from one day to the next, it is raised as well.
pub(super) const DERIVATION: Derivation = Derivation {
    rules: Index::RULES,
    of: |_, kind, row| match kind {
        RowKind::Contact | RowKind::OtherContact => {
            // As every read and update of the row does: an update keeps the terms of the fields that it leaves, so
            // every row that can be updated needs those of these rules.
            let fields = Fields::from_parts(row.record.body.clone(), &row.record.layout).ok()?;
            let index = Index::of(&fields.to_person(), &phones::dialled_forms);
            let mut record = as_stored(Contact { fields, index }, None);
            let marks = row.record.terms.iter().filter(|term| photos::is_mark(term));
            marks.for_each(|mark| record.terms.insert(mark));
            Some(record.indexable())
        }
        RowKind::Group => groups::rederived(row),
        RowKind::Profile => profiles::rederived(row),
        RowKind::DirectoryPerson => directory::rederived(row),
        // They are found by their ids alone.
        RowKind::Photo
        | RowKind::ProfilePhoto
        | RowKind::Domain
        | RowKind::Source
        | RowKind::Undo => None,
    },
};

//! The rows that a change needs, and their content.
use people_model::{ContactId, GroupResourceName};
use people_rules::Violation;
use people_store::{Micros, Row, RowKind};

/// The rows that a change needs.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pub(super) contacts: Vec<u64>,
    pub(super) others: Vec<u64>,
    pub(super) groups: Vec<u64>,
    /// Contacts of which the sources are needed too, to delete them together.
    pub(super) sources: Vec<u64>,
    /// Terms: whether some row of the kind has them.
    pub(super) terms: Vec<(RowKind, String)>,
}

impl Needs {
    pub(super) fn contact(id: ContactId) -> Self {
        Self {
            contacts: vec![id.get()],
            ..Self::default()
        }
    }

    /// All that is deleted with contacts.
    pub(super) fn to_delete(ids: impl IntoIterator<Item = ContactId>) -> Self {
        let contacts: Vec<u64> = ids.into_iter().map(ContactId::get).collect();
        Self {
            sources: contacts.clone(),
            contacts,
            ..Self::default()
        }
    }

    /// Adds what another change needs.
    pub(super) fn extend(&mut self, more: Self) {
        let Self {
            contacts,
            others,
            groups,
            sources,
            terms,
        } = more;
        self.contacts.extend(contacts);
        self.others.extend(others);
        self.groups.extend(groups);
        self.sources.extend(sources);
        self.terms.extend(terms);
    }
}

/// Rows as they were read.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) contacts: Vec<Row>,
    pub(super) others: Vec<Row>,
    pub(super) groups: Vec<Row>,
    pub(super) sources: Vec<Row>,
    /// Each with the first row that has it.
    pub(super) terms: Vec<(RowKind, String, u64)>,
}

impl Rows {
    /// Takes a contact's row out: its change is the only one that it is for.
    pub(super) fn take_contact(&mut self, id: ContactId) -> Result<Row, Violation> {
        let found = self.contacts.iter().position(|row| row.id == id.get());
        found
            .map(|index| self.contacts.swap_remove(index))
            .ok_or(Violation::NotFound)
    }

    /// Another contact must exist (rule `U15`).
    pub(super) fn require_other(&self, id: ContactId) -> Result<(), Violation> {
        match self.other(id.get()) {
            Some(_) => Ok(()),
            None => Err(Violation::NotFound),
        }
    }

    /// Takes the row of another contact out.
    pub(super) fn take_other(&mut self, id: ContactId) -> Result<Row, Violation> {
        let found = self.others.iter().position(|row| row.id == id.get());
        found
            .map(|index| self.others.swap_remove(index))
            .ok_or(Violation::NotFound)
    }

    pub(super) fn contact(&self, id: u64) -> Option<&Row> {
        self.contacts.iter().find(|row| row.id == id)
    }

    pub(super) fn other(&self, id: u64) -> Option<&Row> {
        self.others.iter().find(|row| row.id == id)
    }

    /// The time of the last change of any of them.
    pub(super) fn latest(&self) -> Micros {
        let rows = [&self.contacts, &self.others, &self.groups, &self.sources];
        let times = rows.into_iter().flatten().map(|row| row.update_time);
        times.max().unwrap_or(Micros::MIN)
    }

    pub(super) fn group(&self, id: u64) -> Option<&Row> {
        self.groups.iter().find(|row| row.id == id)
    }

    /// The row of what the sources of a contact said.
    pub(super) fn source(&self, id: u64) -> Option<&Row> {
        self.sources.iter().find(|row| row.id == id)
    }

    pub(super) fn has_group(&self, id: u64) -> bool {
        self.group(id).is_some()
    }

    /// An existing group is changed at its current version.
    pub(super) fn require_group(&self, id: u64) -> Result<&Row, Violation> {
        self.group(id).ok_or(Violation::NotFound)
    }

    /// Whether some row of the kind has this term.
    pub(super) fn has_term(&self, kind: RowKind, term: &str) -> bool {
        self.with_term(kind, term).is_some()
    }

    /// The id of the first row of the kind that has this term.
    pub(super) fn with_term(&self, kind: RowKind, term: &str) -> Option<u64> {
        let mut found = self.terms.iter();
        let found = found.find(|(of, found, _)| *of == kind && found == term);
        found.map(|(_, _, id)| *id)
    }

    /// Every group must exist (rule `U15`).
    pub(super) fn require(&self, groups: &[GroupResourceName]) -> Result<(), Violation> {
        let exists =
            |group: &GroupResourceName| group.user_id().is_some_and(|id| self.has_group(id));
        match groups.iter().all(exists) {
            true => Ok(()),
            false => Err(Violation::NotFound),
        }
    }
}

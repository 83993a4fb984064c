//! A table of contacts: which rows it has, and where.
use std::collections::BTreeSet;

use people_cards::{Groups, Table};
use people_server::SourceEntry;

use super::said::{Place, Read};

/// The rows of a table.
pub(super) struct TableFile {
    table: Table,
    pub(super) entries: Vec<Place>,
    groups: BTreeSet<String>,
}

impl TableFile {
    pub(super) fn new(table: Table) -> Self {
        let rows = table.rows().iter();
        let none = Groups::new();
        let groups = rows.flat_map(|row| row.to_person(&none).groups).collect();
        let rows = table.rows().iter().enumerate();
        let entries = rows.map(|(at, row)| Place {
            at,
            line: row.span().line,
        });
        Self {
            entries: entries.collect(),
            groups,
            table,
        }
    }

    /// The names of all groups in it.
    pub(super) fn group_names(&self) -> impl Iterator<Item = &String> {
        self.groups.iter()
    }

    /// Reads a row. What a table calls a person is known in this table alone: another one has other people with the
    /// same numbers.
    pub(super) fn read(&self, place: &Place, groups: &Groups, source: &str) -> Read {
        let Some(row) = self.table.rows().get(place.at) else {
            return Read::default();
        };
        let row = row.to_person(groups);
        let kept = row.unmapped.iter().map(|(column, _)| column.clone());
        let kept = kept.collect();
        let rest = row.rest().map(|rest| rest.card().to_bytes());
        let mut entry = SourceEntry::new(row.person);
        entry.rest = rest;
        if !row.key.is_empty() {
            entry.key = format!("{source}#{}", row.key);
        }
        Read { entry, kept }
    }
}

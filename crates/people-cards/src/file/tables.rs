//! A table of contacts: which rows it has, and where.
use std::collections::BTreeMap;

use super::{FileContact, Place};
use crate::{
    csv::{Row, Table},
    groups::Groups,
};

/// The rows of a table.
#[derive(Debug)]
pub(super) struct TableFile {
    table: Table,
    pub(super) entries: Vec<Place>,
    /// The groups that the rows name, with the line of the first one.
    groups: BTreeMap<String, usize>,
}

impl TableFile {
    pub(super) fn new(table: Table) -> Self {
        let (none, mut groups) = (Groups::new(), BTreeMap::new());
        for row in table.rows() {
            for name in row.to_person(&none).groups {
                groups.entry(name).or_insert(row.span().line);
            }
        }
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
    pub(super) fn group_names(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }

    pub(super) fn line_of_group(&self, name: &str) -> Option<usize> {
        self.groups.get(name).copied()
    }

    pub(super) fn row(&self, index: usize) -> Option<&Row> {
        self.table.rows().get(index)
    }

    /// Reads a row. What a table calls a person is known in this table alone: another one has other people with the
    /// same numbers.
    pub(super) fn read(&self, place: &Place, groups: &Groups, source: &str) -> FileContact {
        let Some(row) = self.table.rows().get(place.at) else {
            return FileContact::default();
        };
        let row = row.to_person(groups);
        let key = match &*row.key {
            "" => String::new(),
            key => format!("{source}#{key}"),
        };
        FileContact {
            key,
            photo: None,
            rest: row.rest().map(|rest| rest.card().to_bytes()),
            unmapped: row.unmapped.iter().map(|(it, _)| it.clone()).collect(),
            person: row.person,
        }
    }
}

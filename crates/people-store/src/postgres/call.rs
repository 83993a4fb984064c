//! The statement that carries out commits, which is one transaction: its parameters and its answer.
use std::borrow::Cow;

use tokio_postgres::Row as SqlRow;

use super::{
    changes::{Parameter, parameters},
    fault::damaged,
    schema,
    text::escape,
};
use crate::{
    Account, Batch, CommitError, Committed, Condition, Record, StoreError, Version, Write,
    sql::{bounded, number, terms_to_text, unsigned},
};

/// The signature of a transaction, by which the store finds it after its connection broke.
#[derive(Clone, Copy)]
pub(super) struct Mark([u8; 12]);

impl Mark {
    pub(super) fn new() -> Result<Self, StoreError> {
        let mut mark = [0; 12];
        getrandom::fill(&mut mark).map_err(StoreError::engine)?;
        Ok(Self(mark))
    }

    /// The id of a commit in the table of commits, by its place in the transaction.
    pub(super) fn signature(self, place: usize) -> Vec<u8> {
        let mut signature = self.0.to_vec();
        signature.extend((place as u32).to_be_bytes());
        signature
    }

    /// The version at which the table of commits has a fence: it says that this transaction must not happen anymore. It
    /// is below all versions of commits.
    pub(super) fn fence(self) -> i64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        i64::from_be_bytes([a, b, c, d, e, f, g, h]) | i64::MIN
    }
}

/// What the store knows about the database: see [`Identity::check`](super::identity::Identity::check).
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) secret: [u8; 32],
    pub(super) rules: u32,
}

/// The parameters of the statement that commits these batches, in this order.
pub(super) fn parameters_of<'b>(
    account: &'b Account,
    known: Known,
    mark: Mark,
    batches: &[&'b Batch],
) -> Result<Vec<Parameter<'b>>, StoreError> {
    let mut writes = Writes::default();
    for batch in batches {
        for write in &batch.writes {
            writes.add(write)?;
        }
    }
    let signatures = (0..batches.len()).map(|place| mark.signature(place));
    let signatures: Vec<Vec<u8>> = signatures.collect();
    let times: Vec<i64> = batches.iter().map(|batch| batch.time).collect();
    let sizes: Vec<i32> = batches
        .iter()
        .map(|batch| batch.writes.len() as i32)
        .collect();
    Ok(parameters![
        account.as_str(),
        known.secret.to_vec(),
        i64::from(schema::known()),
        i64::from(known.rules),
        mark.fence(),
        signatures,
        times,
        sizes,
        writes.acts,
        writes.kinds,
        writes.ids,
        writes.versions,
        writes.first_names,
        writes.last_names,
        writes.term_lists,
        writes.layouts,
        writes.bodies,
    ])
}

/// The writes of all batches, by column.
#[derive(Default)]
struct Writes<'b> {
    acts: Vec<i16>,
    kinds: Vec<i16>,
    ids: Vec<i64>,
    versions: Vec<i64>,
    first_names: Vec<Cow<'b, str>>,
    last_names: Vec<Cow<'b, str>>,
    term_lists: Vec<String>,
    layouts: Vec<&'b [u8]>,
    bodies: Vec<&'b str>,
}

impl<'b> Writes<'b> {
    fn add(&mut self, write: &'b Write) -> Result<(), StoreError> {
        let (act, kind, version) = match write {
            Write::Put {
                kind, condition, ..
            } => match condition {
                Condition::Absent => (0, kind, 0),
                Condition::Version(version) => (1, kind, bounded(version.0)),
            },
            Write::Delete { kind, version, .. } => (2, kind, bounded(version.0)),
            Write::RequireLive { kind, .. } => (3, kind, 0),
            Write::RequireFree { kind, .. } => (4, kind, 0),
        };
        self.acts.push(act);
        self.kinds.push(number(*kind));
        self.ids
            .push(write.row().map_or(0, |(_, id)| id.cast_signed()));
        self.versions.push(version);
        match write {
            Write::Put { record, .. } => self.add_record(record),
            Write::RequireFree { term, .. } => {
                self.add_nothing(escape(term));
                Ok(())
            }
            Write::Delete { .. } | Write::RequireLive { .. } => {
                self.add_nothing(Cow::default());
                Ok(())
            }
        }
    }

    fn add_record(&mut self, record: &'b Record) -> Result<(), StoreError> {
        let [first, last] = &record.sort_keys;
        self.first_names.push(escape(first));
        self.last_names.push(escape(last));
        self.term_lists.push(terms_to_text(&record.terms)?);
        self.layouts.push(&record.layout);
        self.bodies.push(&record.body);
        Ok(())
    }

    fn add_nothing(&mut self, first_name: Cow<'b, str>) {
        self.first_names.push(first_name);
        self.last_names.push(Cow::default());
        self.term_lists.push(String::new());
        self.layouts.push(&[]);
        self.bodies.push("");
    }
}

/// The verdicts of the statement on this many commits. None if it did nothing.
pub(super) fn verdicts(
    row: &SqlRow,
    commits: usize,
) -> Result<Option<Vec<Result<Committed, CommitError>>>, StoreError> {
    let Some(numbers) = row.try_get::<_, Option<Vec<i64>>>(0).map_err(damaged)? else {
        return Ok(None);
    };
    let (verdicts, rest) = numbers.as_chunks::<3>();
    if verdicts.len() != commits || !rest.is_empty() {
        return Err(StoreError::corrupt("the answer to a commit"));
    }
    let verdict = |&[version, index, met]: &[i64; 3]| {
        let [version, index, met] = [unsigned(version)?, unsigned(index)?, unsigned(met)?];
        if version > 0 {
            let version = Version(version);
            return Ok(Committed { version });
        }
        Err(CommitError::Conflict {
            index: index as usize,
            current: (met > 0).then_some(Version(met)),
        })
    };
    Ok(Some(verdicts.iter().map(verdict).collect()))
}

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use people_model::Fingerprint;
use people_store::{Account, Row, RowKind, Version, Write};

use super::{facts::Facts, moment::Moment, needed::Rows};
use crate::api::{Failure, Reply};

/// Learns what each commit replaced.
///
/// A server that has none copies nothing for it. One that has one copies what each call writes.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use people_server::{Observer, Settings, Written};
/// use people_store::Account;
///
/// #[derive(Debug, Default)]
/// struct Last(Mutex<Vec<Written>>);
///
/// impl Observer for Last {
///     fn committed(&self, _: &Account, written: Vec<Written>) {
///         *self.0.lock().unwrap() = written;
///     }
/// }
///
/// let mut settings = Settings::default();
/// settings.observer = Some(Arc::new(Last::default()));
/// ```
pub trait Observer: fmt::Debug + Send + Sync {
    /// Takes the contacts, other contacts and groups that one commit wrote.
    ///
    /// It is called after the commit and before the reply, within the call that wrote. Commits that happen at the
    /// same time may come in another order than that of their versions. Seeding is not observed.
    fn committed(&self, account: &Account, written: Vec<Written>);

    /// Wraps a call that runs in a separate task, which runs to its end even if the caller disconnects.
    ///
    /// An observer that finds the call by a task-local value gives it to the other task here. By default it
    /// returns the call as it is.
    fn carry(&self, call: ObservedCall) -> ObservedCall {
        call
    }
}

/// A call that is being answered.
///
/// ```
/// use people_server::ObservedCall;
///
/// tokio::task_local! { static NUMBER: u64; }
///
/// /// Runs a call as part of a request.
/// fn within(number: u64, call: ObservedCall) -> ObservedCall {
///     Box::pin(NUMBER.scope(number, call))
/// }
/// ```
pub type ObservedCall = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send>>;

/// What a commit did to one row: see [`Observer`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Which collection of the account the row belongs to.
    pub kind: RowKind,
    /// The row's id. That of a contact is the number in its resource name.
    pub id: u64,
    /// What was replaced or deleted; none if the row is new.
    pub before: Option<RowState>,
    /// What the row is now; none if it was deleted.
    pub after: Option<RowState>,
}

/// A row, and the etag that clients have for it.
///
/// ```
/// use people_server::{RowState, Written};
///
/// /// What an update replaced, as the store has it.
/// fn replaced(written: &Written) -> Option<&str> {
///     let before: &RowState = written.before.as_ref()?;
///     Some(&before.row.record.body)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowState {
    /// The row.
    pub row: Row,
    /// The fingerprint in the etag of the person or the group.
    pub fingerprint: Fingerprint,
    /// The fingerprint in the etag of the contact as a source of the person. If the contact is linked to a profile, it
    /// differs from the person's (rule `E3`). That of a group is its fingerprint.
    pub source: Fingerprint,
}

/// The rows that one commit is about to write, as they are before it.
pub(super) struct Watched {
    written: Vec<Written>,
}

impl Watched {
    /// Keeps what the observer wants to know. None if there is no observer.
    pub(super) fn of(
        facts: &Facts,
        account: &Account,
        rows: Option<&Rows>,
        writes: &[Write],
    ) -> Option<Self> {
        let rows = rows?;
        let of_write = |write: &Write| {
            let (kind, id) = write.changes()?;
            let before = match kind {
                RowKind::Contact => rows.contact(id),
                RowKind::OtherContact => rows.other(id),
                RowKind::Group => rows.group(id),
                RowKind::Profile
                | RowKind::Photo
                | RowKind::ProfilePhoto
                | RowKind::DirectoryPerson
                | RowKind::Domain
                | RowKind::Source
                | RowKind::Undo => return None,
            };
            let after = match write {
                Write::Put { record, .. } => Some(Row {
                    id,
                    version: Version::ZERO,
                    update_time: 0,
                    deleted: false,
                    record: Arc::new(record.clone()),
                }),
                Write::Delete { .. } | Write::RequireLive { .. } | Write::RequireFree { .. } => {
                    None
                }
            };
            Some(Written {
                kind,
                id,
                before: before.map(|row| state(facts, account, kind, row.clone())),
                after: after.map(|row| RowState {
                    row,
                    fingerprint: Fingerprint([0; 8]),
                    source: Fingerprint([0; 8]),
                }),
            })
        };
        let written = writes.iter().filter_map(of_write).collect();
        Some(Self { written })
    }

    /// Tells the observer what was committed.
    pub(super) fn committed(mut self, facts: &Facts, account: &Account, moment: Moment) {
        for written in &mut self.written {
            let kind = written.kind;
            written.after = written.after.take().map(|RowState { mut row, .. }| {
                (row.version, row.update_time) = (moment.version, moment.time);
                state(facts, account, kind, row)
            });
        }
        if let Some(observer) = &facts.settings.observer
            && !self.written.is_empty()
        {
            observer.committed(account, self.written);
        }
    }
}

fn state(facts: &Facts, account: &Account, kind: RowKind, row: Row) -> RowState {
    let own = facts.mint.row(account, kind, row.id, row.version);
    let linked = match kind {
        RowKind::Contact | RowKind::OtherContact => facts.profiles.linked(row.record.terms.iter()),
        RowKind::Group
        | RowKind::Profile
        | RowKind::Photo
        | RowKind::ProfilePhoto
        | RowKind::DirectoryPerson
        | RowKind::Domain
        | RowKind::Source
        | RowKind::Undo => None,
    };
    let fingerprint = match linked {
        Some(profile) => facts.mint.joined(own, profile.fingerprint),
        None => own,
    };
    RowState {
        row,
        fingerprint,
        source: own,
    }
}

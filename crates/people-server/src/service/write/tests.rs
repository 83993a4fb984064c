use std::pin::pin;

use people_rules::Violation;
use people_store::{Condition, Memory, Record, Version};

use super::*;
use crate::service::{People, Settings, delete_contact::Delete, sources::StoredSources};

/// Puts contact `id`, and loses so many races before it does.
struct Put {
    id: u64,
    losing: usize,
    refused: bool,
    planned: usize,
}

fn put(id: u64) -> Put {
    Put {
        id,
        losing: 0,
        refused: false,
        planned: 0,
    }
}

impl Change for Put {
    type Outcome = u64;

    fn needs(&self) -> Needs {
        Needs {
            contacts: vec![self.id],
            ..Needs::default()
        }
    }

    fn plan(&mut self, rows: &mut Rows, _: &Desk<'_>) -> Result<Plan<u64>, Failure> {
        if self.refused {
            return Err(Violation::InvalidArgument.into());
        }
        self.planned += 1;
        let id = ContactId::new(self.id).ok_or_else(aborted)?;
        let condition = match rows.take_contact(id) {
            // A version that no row has.
            _ if self.planned <= self.losing => Condition::Version(Version(u64::MAX)),
            Ok(row) => Condition::Version(row.version),
            Err(_) => Condition::Absent,
        };
        let write = Write::Put {
            kind: RowKind::Contact,
            id: self.id,
            record: Record::default(),
            condition,
        };
        Ok(Plan {
            writes: vec![write],
            outcome: self.id,
        })
    }
}

async fn people() -> (People<Memory>, Account) {
    let people = People::open(Memory::new(), Settings::default()).await;
    (people.unwrap(), Account::new("ada").unwrap())
}

#[tokio::test]
async fn many_changes_are_one_commit() {
    let (people, ada) = people().await;
    let service = &people.inner;
    let mut changes: Vec<Put> = (1..=250).map(put).collect();
    for version in [Version(1), Version(2)] {
        let written = service.write_all(&ada, &mut changes).await;
        let (ids, moment) = written.map_err(Unwritten::first).unwrap();
        assert_eq!(ids, (1..=250).collect::<Vec<_>>());
        assert_eq!(moment.version, version);
    }
    let row = service
        .store
        .get(&ada, RowKind::Contact, 250)
        .await
        .unwrap();
    assert_eq!(row.unwrap().version, Version(2));
}

#[tokio::test]
async fn one_that_is_refused_refuses_all() {
    let (people, ada) = people().await;
    let service = &people.inner;
    let mut changes: Vec<Put> = (1..=4).map(put).collect();
    changes[1].refused = true;
    changes[3].refused = true;
    let Err(Unwritten::Refused(refused)) = service.write_all(&ada, &mut changes).await else {
        panic!("written");
    };
    let places: Vec<_> = refused.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [1, 3]);
    assert_eq!(service.store.version(&ada).await.unwrap(), Version::ZERO);
}

/// Rule H1.
#[tokio::test]
async fn a_lost_race_is_planned_anew() {
    let (people, ada) = people().await;
    let service = &people.inner;
    let mut changes = [put(1), put(2)];
    changes[0].losing = RACES - 1;
    let written = service.write_all(&ada, &mut changes).await;
    written.map_err(Unwritten::first).unwrap();
    assert_eq!([changes[0].planned, changes[1].planned], [RACES; 2]);

    let mut changes = [put(1)];
    changes[0].losing = RACES;
    let unwritten = service.write_all(&ada, &mut changes).await;
    let failure = unwritten.map_err(Unwritten::first).unwrap_err();
    assert_eq!(failure, aborted());
    assert_eq!(changes[0].planned, RACES, "it ends");
}

/// Of the calls of an account that are answered at a time, one wins each race, and others take its place. A
/// call that has no luck for long is written all the same (rule H1).
#[tokio::test]
async fn a_call_loses_many_races_and_is_written() {
    let (people, ada) = people().await;
    let calls = crate::Limits::default().account_calls;
    let mut changes = [put(1)];
    changes[0].losing = 20 * calls;
    let written = people.inner.write_all(&ada, &mut changes).await;
    written.map_err(Unwritten::first).unwrap();
}

#[tokio::test]
async fn nothing_to_write_is_no_commit() {
    let (people, ada) = people().await;
    let service = &people.inner;
    let written = service.write_all::<Put>(&ada, &mut []).await;
    let (outcomes, moment) = written.map_err(Unwritten::first).unwrap();
    assert!(outcomes.is_empty());
    assert_eq!(moment.version, Version::ZERO);
    assert_eq!(service.store.version(&ada).await.unwrap(), Version::ZERO);
}

/// Deletes contact 7. While it is planned for the first time, somebody else writes what a source said of the
/// contact.
struct Overtaken {
    delete: Delete,
    by: Option<Memory>,
}

impl Change for Overtaken {
    type Outcome = ();

    fn needs(&self) -> Needs {
        self.delete.needs()
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<()>, Failure> {
        if let Some(store) = self.by.take() {
            let source = Write::Put {
                kind: RowKind::Source,
                id: 7,
                record: StoredSources::default().record(7).unwrap(),
                condition: Condition::Absent,
            };
            let batch = Batch {
                writes: vec![source],
                time: 1,
            };
            // The engine in memory answers at once.
            let commit = pin!(store.commit(desk.account, batch));
            let answer = commit.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
            assert!(answer.is_ready());
        }
        self.delete.plan(rows, desk)
    }
}

/// A source that comes after the deletion has read that there is none goes too.
#[tokio::test]
async fn i5_a_deletion_finds_the_source_that_came_meanwhile() {
    let (people, ada) = people().await;
    let service = &people.inner;
    let written = service.write_all(&ada, &mut [put(7)]).await;
    written.map_err(Unwritten::first).unwrap();
    let delete = Overtaken {
        delete: Delete {
            id: ContactId::new(7).unwrap(),
        },
        by: Some(service.store.clone()),
    };
    service.write(&ada, delete).await.unwrap();
    let standing = service.store.standing(&ada).await.unwrap();
    assert_eq!((standing.version, standing.rows()), (Version(3), 0));
}

use people_rules::Violation;
use people_store::{Condition, Memory, Record, Version};

use super::*;
use crate::service::{People, Settings};

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

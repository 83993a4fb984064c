use people_http::CreateContactGroup;
use people_model::GroupId;
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    facts::Facts,
    groups::{StoredGroup, already_exists, reply},
    moment::Moment,
    write::{Change, Desk, Needs, Plan, Room, Rows, aborted},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.create`: rules `G1` and `G2`.
    pub(super) async fn create_contact_group(
        &self,
        account: &Account,
        call: CreateContactGroup,
    ) -> Result<Reply, Failure> {
        let limit = self.facts.settings.sizes.groups;
        let group = StoredGroup::of(&call.group);
        let (id, moment) = self.add_group(account, group, limit).await?;
        let group = StoredGroup::of(&call.group).into();
        let facts = &self.facts;
        let shown = facts.shown_group(account, id, moment, group, call.read, None);
        Ok(reply(&shown))
    }

    /// Stores a new group, if the account then has at most `limit` groups (rules `G1`, `G2`, `N5`), and returns its id.
    pub(super) async fn add_group(
        &self,
        account: &Account,
        group: StoredGroup,
        limit: u64,
    ) -> Result<(u64, Moment), Failure> {
        group.check()?;
        self.write(account, Create { group, limit }).await
    }
}

/// The store lets one group have a name, whichever process others come from. The id follows from the name,
/// so that a group that is created again is found where it was.
struct Create {
    group: StoredGroup,
    limit: u64,
}

impl Change for Create {
    type Outcome = u64;

    fn needs(&self) -> Needs {
        Needs {
            groups: self.group.ids().collect(),
            terms: vec![(RowKind::Group, self.group.term())],
            ..Needs::default()
        }
    }

    fn room(&self, _: &Facts) -> Option<Room> {
        Some(Room {
            kind: RowKind::Group,
            limit: self.limit,
        })
    }

    fn admit(&self, rows: &Rows) -> Result<(), Failure> {
        match rows.has_term(RowKind::Group, &self.group.term()) {
            true => Err(already_exists()),
            false => Ok(()),
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<u64>, Failure> {
        let record = self.group.record();
        let record = record.map_err(|error| Failure::internal("encode a group", &error))?;
        // One that has the row of another name was renamed since: the next id.
        let mut ids = self.group.ids();
        let derived = ids.find(|&id| !rows.has_group(id));
        // Where all have one, it is an id of chance.
        let chance = || GroupId::new(desk.facts.settings.ids.next(desk.account)).map(GroupId::get);
        let id = derived.or_else(chance).ok_or_else(aborted)?;
        let write = Write::Put {
            kind: RowKind::Group,
            id,
            record,
            condition: Condition::Absent,
        };
        Ok(Plan {
            writes: vec![write, self.group.unshared()],
            outcome: id,
        })
    }
}

use people_http::{GetContactGroup, GroupFields};
use people_model::{ContactGroup, GroupResourceName};
use people_rules::{Violation, group_term};
use people_store::{Account, Row, RowKind, Store};

use super::{Service, groups::reply};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.get`.
    pub(super) async fn get_contact_group(
        &self,
        account: &Account,
        call: GetContactGroup,
    ) -> Result<Reply, Failure> {
        let name = GroupResourceName::parse(&call.resource_name).ok_or(Violation::NotFound)?;
        let row = match name.user_id() {
            Some(id) => self.store.get(account, RowKind::Group, id).await?,
            None => None,
        };
        let most = usize::try_from(call.max_members).unwrap_or(0);
        let shown = self.shown_named(account, &name, row.as_ref(), call.read, most);
        Ok(reply(&shown.await?.ok_or(Violation::NotFound)?))
    }

    /// The group of this name with at most this number of its members; none if it needs a row and
    /// has none.
    pub(super) async fn shown_named(
        &self,
        account: &Account,
        name: &GroupResourceName,
        row: Option<&Row>,
        read: GroupFields,
        most: usize,
    ) -> Result<Option<ContactGroup>, Failure> {
        let mut shown = match (name.system(), row) {
            (Some(system), _) => self.shown_system(account, system, read).await?,
            (None, Some(row)) => {
                let count = self.member_count(account, name, read).await?;
                self.facts.shown_row(account, row, read, count)?
            }
            (None, None) => return Ok(None),
        };
        if most > 0 {
            let term = group_term(name.id());
            let ids = self.store.find(account, RowKind::Contact, &term, 0, most);
            let names = ids.await?.into_iter().map(|id| format!("people/c{id}"));
            shown.member_resource_names = names.collect();
        }
        Ok(Some(shown))
    }
}

use people_http::GetContactGroup;
use people_model::GroupName;
use people_rules::{Violation, group_term};
use people_store::{Account, Kind, Store};

use super::{Service, groups::reply};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.get`.
    pub(super) async fn get_contact_group(
        &self,
        account: &Account,
        call: GetContactGroup,
    ) -> Result<Reply, Failure> {
        let name = GroupName::parse(&call.resource_name).ok_or(Violation::NotFound)?;
        let mut shown = match name.system() {
            Some(system) => self.shown_system(account, system, call.read).await?,
            None => {
                let id = name.user_id().ok_or(Violation::NotFound)?;
                let row = self
                    .store
                    .get(account, Kind::Group, id)
                    .await?
                    .ok_or(Violation::NotFound)?;
                let count = self.member_count(account, &name, call.read).await?;
                self.facts.shown_row(account, &row, call.read, count)?
            }
        };
        let members = usize::try_from(call.max_members).unwrap_or(0);
        if members > 0 {
            let term = group_term(name.id());
            let ids = self
                .store
                .find(account, Kind::Contact, &term, 0, members)
                .await?;
            shown.member_resource_names = ids.iter().map(|id| format!("people/c{id}")).collect();
        }
        Ok(reply(&shown))
    }
}

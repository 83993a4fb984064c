use people_http::GetPerson;
use people_model::{Message, Person, PersonResourceName};
use people_rules::{ContactKind, Violation};
use people_store::{Account, RowKind, Store};

use super::Service;
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.get`.
    pub(super) async fn get_person(
        &self,
        account: &Account,
        call: GetPerson,
    ) -> Result<Reply, Failure> {
        let shown = match PersonResourceName::parse(&call.resource_name) {
            Some(PersonResourceName::Contact(id)) => {
                let row = self.store.get(account, RowKind::Contact, id.get()).await?;
                match row {
                    Some(row) => {
                        let mut person = String::new();
                        let shown = self.shown(account, call.read, call.sources);
                        shown.push_row(ContactKind::Own, &row, &mut person)?;
                        Some(person)
                    }
                    None => None,
                }
            }
            Some(name) => self
                .facts
                .own_profile(account, &name, call.read, call.sources),
            None => None,
        };
        Ok(Reply::new(
            shown.ok_or(Violation::NotFound)?,
            Person::DESCRIPTOR,
        ))
    }
}

use people_http::GetPerson;
use people_model::{Message, Person, PersonResourceName};
use people_rules::{Extent, Violation};
use people_store::{Account, Store};

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
            Some(PersonResourceName::Contact(id)) => self.read(account, id).await?.map(|stored| {
                self.facts
                    .show(account, &stored, call.read, call.sources, Extent::Whole)
            }),
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

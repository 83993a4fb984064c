use people_http::BatchCreateContacts;
use people_model::{BatchCreateContactsResponse, Message};
use people_rules::Violation;
use people_store::{Account, Store};

use super::{
    Service,
    batches::{CREATE_ERRORS, Proposed, push_found, refusal},
    create_contact::Create,
    rows::Stored,
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.batchCreateContacts`: rules `B2` and `B3`.
    pub(super) async fn batch_create_contacts(
        &self,
        account: &Account,
        call: BatchCreateContacts,
    ) -> Result<Reply, Failure> {
        let BatchCreateContacts {
            contacts,
            read,
            sources,
            ..
        } = call;
        let creates = contacts
            .into_iter()
            .map(|contact| match contact.contact_person {
                Some(person) => Proposed::Change(Create { person }),
                None => Proposed::Refused(Violation::PersonRequired),
            });
        let mut creates: Vec<_> = creates.collect();
        let created = self.write_all(account, &mut creates).await;
        let (created, moment) = created.map_err(|unwritten| {
            refusal(unwritten, CREATE_ERRORS, |index| Some(index.to_string()))
        })?;
        if read.is_empty() {
            return Ok(Reply::new("{}", BatchCreateContactsResponse::DESCRIPTOR));
        }
        let shown = self.shown(account, read, sources);
        let mut body = String::from("{\"createdPeople\":[");
        for (index, created) in created.into_iter().enumerate() {
            if index > 0 {
                body.push(',');
            }
            let stored = Stored::written(created.id, created.fields, None, moment);
            push_found(&mut body, stored.id.as_str(), |body| {
                shown.push_stored(&stored, created.linked.as_deref(), body);
            });
        }
        body.push_str("]}");
        Ok(Reply::new(body, BatchCreateContactsResponse::DESCRIPTOR))
    }
}

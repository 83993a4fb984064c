use people_http::BatchUpdateContacts;
use people_model::{BatchUpdateContactsResponse, Code, ContactId, Message};
use people_rules::{Update, Violation, check};
use people_store::{Account, Store};

use super::{
    Service,
    batches::{Proposed, UPDATE_ERRORS, push_found, refusal},
    rows::Stored,
    update_contact::Replace,
    write::Unwritten,
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.batchUpdateContacts`: rules `B2` and `B4`.
    pub(super) async fn batch_update_contacts(
        &self,
        account: &Account,
        call: BatchUpdateContacts,
    ) -> Result<Reply, Failure> {
        let BatchUpdateContacts {
            contacts,
            mask,
            read,
            sources,
            ..
        } = call;
        let contract = self.facts.settings.contract;
        let ids: Vec<ContactId> = contacts.iter().map(|(id, _)| *id).collect();
        let updates = contacts.into_iter().map(|(id, person)| {
            match check(Update { id, person, mask }, contract) {
                Ok(update) => Proposed::Change(Replace::among_others(update)),
                Err(violation) => Proposed::Refused(violation),
            }
        });
        let mut updates: Vec<_> = updates.collect();
        let updated = self.write_all(account, &mut updates).await;
        let (updated, moment) = updated.map_err(|unwritten| {
            let name = |index: usize| Some(ids.get(index)?.resource_name());
            refusal(without_etags(unwritten), UPDATE_ERRORS, name)
        })?;
        if read.is_empty() {
            return Ok(Reply::new("{}", BatchUpdateContactsResponse::DESCRIPTOR));
        }
        let shown = self.shown(account, read, sources);
        let mut body = String::from("{\"updateResult\":{");
        for (index, (id, updated)) in ids.into_iter().zip(updated).enumerate() {
            if index > 0 {
                body.push(',');
            }
            body.push('"');
            body.push_str(id.as_str());
            body.push_str("\":");
            let stored = Stored::written(id, updated.fields, updated.photo, moment);
            push_found(&mut body, stored.id.as_str(), |body| {
                shown.push_stored(&stored, updated.linked.as_deref(), body);
            });
        }
        body.push_str("}}");
        Ok(Reply::new(body, BatchUpdateContactsResponse::DESCRIPTOR))
    }
}

/// An update without an etag is `FAILED_PRECONDITION` in a batch, and `INVALID_ARGUMENT` by itself: so the
/// live service has it.
fn without_etags(unwritten: Unwritten) -> Unwritten {
    let missing = Failure::from(Violation::EtagRequired);
    let message = missing.status().message.clone();
    let coded = |failure: Failure| match failure == missing {
        true => Failure::new(Code::FailedPrecondition, message.clone()).by_rule("U6"),
        false => failure,
    };
    match unwritten {
        Unwritten::Refused(refused) => {
            let coded = |(index, failure)| (index, coded(failure));
            Unwritten::Refused(refused.into_iter().map(coded).collect())
        }
        failed @ Unwritten::Failed(_) => failed,
    }
}

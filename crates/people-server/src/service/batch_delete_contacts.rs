use std::collections::BTreeSet;

use people_http::BatchDeleteContacts;
use people_model::{Empty, Message};
use people_store::{Account, Store};

use super::{Service, delete_contact::Delete, write::Unwritten};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.batchDeleteContacts`: rules `B2` and `B5`.
    pub(super) async fn batch_delete_contacts(
        &self,
        account: &Account,
        call: BatchDeleteContacts,
    ) -> Result<Reply, Failure> {
        // A contact that is named again is deleted once.
        let ids: BTreeSet<_> = call.ids.into_iter().collect();
        let mut deletes: Vec<Delete> = ids.into_iter().map(|id| Delete { id }).collect();
        let deleted = self.write_all(account, &mut deletes).await;
        deleted.map_err(Unwritten::first)?;
        Ok(Reply::new("{}", Empty::DESCRIPTOR))
    }
}

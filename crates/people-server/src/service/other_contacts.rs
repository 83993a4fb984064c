use people_http::ListOtherContacts;
use people_model::{ListOtherContactsResponse, Message};
use people_rules::{ContactKind, Extent};
use people_store::{Account, Order, RowKind, Store};

use super::{
    Service,
    lists::{Listing, push_contacts, sync_parameters},
    members::Members,
    shown::Shown,
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `otherContacts.list`: rules `O1` to `O3`.
    pub(super) async fn list_other_contacts(
        &self,
        account: &Account,
        call: ListOtherContacts,
    ) -> Result<Reply, Failure> {
        let sources = call.sources();
        let listing = Listing {
            of: account,
            kind: RowKind::OtherContact,
            order: Order::VersionAscending,
            what: synced(&call),
            how: "",
            page_size: call.page_size,
            page_token: &call.page_token,
            request_sync_token: call.request_sync_token,
            sync_token: &call.sync_token,
        };
        let listed = self.list(account, &listing).await?;
        let shown = Shown {
            extent: Extent::Listed,
            ..self.shown(account, call.read, sources)
        };
        let mut members = Members::new();
        let contacts = listed.rows;
        push_contacts(
            "otherContacts",
            ContactKind::Other,
            contacts,
            &shown,
            &mut members,
        )?;
        if let Some(tokens) = listed.tokens {
            members.push(&tokens);
        }
        if listed.total > 0 {
            members.push(&format!("\"totalSize\":{}", listed.total));
        }
        Ok(Reply::new(
            members.finish(),
            ListOtherContactsResponse::DESCRIPTOR,
        ))
    }
}

/// What must be the same on every sync of other contacts.
pub(super) fn synced(call: &ListOtherContacts) -> String {
    sync_parameters("otherContacts", call.read, call.sources())
}

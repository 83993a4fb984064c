use std::sync::Arc;

use people_http::ListOtherContacts;
use people_model::{ListOtherContactsResponse, Message};
use people_rules::ContactKind;
use people_store::{Account, Order, RowKind, Store};

use super::{
    Service,
    contact_list::{ContactList, Layout},
    lists::{Listing, sync_parameters},
};
use crate::api::Failure;

impl<S: Store> Service<S> {
    /// `otherContacts.list`: rules `O1` to `O3`.
    pub(super) async fn list_other_contacts(
        self: &Arc<Self>,
        account: &Account,
        call: ListOtherContacts,
    ) -> Result<ContactList<S>, Failure> {
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
        let layout = Layout {
            kind: ContactKind::Other,
            member: "otherContacts",
            totals: |total| format!("\"totalSize\":{total}"),
            descriptor: ListOtherContactsResponse::DESCRIPTOR,
            read: call.read,
            sources: call.sources(),
        };
        self.list_contacts(account, &listing, layout).await
    }
}

/// What must be the same on every sync of other contacts.
pub(super) fn synced(call: &ListOtherContacts) -> String {
    sync_parameters("otherContacts", call.read, call.sources())
}

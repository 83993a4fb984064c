use std::sync::Arc;

use people_http::ListConnections;
use people_model::{ListConnectionsResponse, Message, SortOrder};
use people_rules::{ContactKind, Violation};
use people_store::{Account, Order, RowKind, Store};

use super::{
    Service,
    contact_list::{ContactList, Layout},
    lists::{Listing, sync_parameters},
};
use crate::api::Failure;

impl<S: Store> Service<S> {
    /// `people.connections.list`: a listing of all contacts, or of the changes since a sync token.
    pub(super) async fn list_connections(
        self: &Arc<Self>,
        account: &Account,
        call: ListConnections,
    ) -> Result<ContactList<S>, Failure> {
        if call.resource_name != "people/me" {
            return Err(Violation::InvalidArgument.into());
        }
        let syncs = call.request_sync_token || !call.sync_token.is_empty();
        if syncs && call.sort_order != SortOrder::LastModifiedAscending {
            return Err(Violation::InvalidArgument.into());
        }
        let listing = Listing {
            of: account,
            kind: RowKind::Contact,
            order: order(call.sort_order),
            what: synced(&call),
            how: call.sort_order.as_str(),
            page_size: call.page_size,
            page_token: &call.page_token,
            request_sync_token: call.request_sync_token,
            sync_token: &call.sync_token,
        };
        let layout = Layout {
            kind: ContactKind::Own,
            member: "connections",
            totals: |total| format!("\"totalPeople\":{total},\"totalItems\":{total}"),
            descriptor: ListConnectionsResponse::DESCRIPTOR,
            read: call.read,
            sources: call.sources,
        };
        self.list_contacts(account, &listing, layout).await
    }
}

/// What must be the same on every sync of contacts.
pub(super) fn synced(call: &ListConnections) -> String {
    sync_parameters("connections", call.read, call.sources)
}

fn order(sort_order: SortOrder) -> Order {
    match sort_order {
        SortOrder::LastModifiedDescending => Order::VersionDescending,
        SortOrder::FirstNameAscending => Order::FirstName,
        SortOrder::LastNameAscending => Order::LastName,
        _ => Order::VersionAscending,
    }
}

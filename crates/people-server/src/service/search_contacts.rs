use people_http::SearchContacts;
use people_model::{Message, SearchResponse};
use people_rules::Extent;
use people_store::{Account, RowKind, Store};

use super::{Service, lists::page_size, rows::Stored};
use crate::api::{Failure, Reply};

/// Rule `K1`.
const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 30;

impl<S: Store> Service<S> {
    /// `people.searchContacts`: the contacts that a query finds, the best first.
    pub(super) async fn search_contacts(
        &self,
        account: &Account,
        call: SearchContacts,
    ) -> Result<Reply, Failure> {
        let limit = page_size(call.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        let rows = self
            .search(account, RowKind::Contact, &call.query, limit)
            .await?;
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let stored = Stored::from_row(row)?;
            let extent = Extent::Whole;
            let person = self
                .facts
                .show(account, &stored, call.read, call.sources, extent);
            results.push(format!("{{\"person\":{person}}}"));
        }
        let body = match results.is_empty() {
            true => "{}".to_owned(),
            false => format!("{{\"results\":[{}]}}", results.join(",")),
        };
        Ok(Reply::new(body, SearchResponse::DESCRIPTOR))
    }
}

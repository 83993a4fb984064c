use people_http::{SearchContacts, SearchOtherContacts};
use people_model::{FieldMask, Message, SearchResponse};
use people_rules::{ContactKind, Contract, Sources, Violation};
use people_store::{Account, Store};

use super::{Service, lists::page_size, members::Members, rows::row_kind, shown::Shown};
use crate::api::{Failure, Reply};

/// Rule `K1`.
const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 30;

impl<S: Store> Service<S> {
    /// `people.searchContacts`: the contacts that a query finds, the best first (rules `K1` to `K5`).
    pub(super) async fn search_contacts(
        &self,
        account: &Account,
        call: SearchContacts,
    ) -> Result<Reply, Failure> {
        let shown = self.shown(account, call.read, call.sources);
        self.results(ContactKind::Own, &call.query, call.page_size, &shown)
            .await
    }

    /// `otherContacts.search`: the same of other contacts (rule `O6`).
    pub(super) async fn search_other_contacts(
        &self,
        account: &Account,
        call: SearchOtherContacts,
    ) -> Result<Reply, Failure> {
        let contract = self.facts.settings.contract;
        if contract == Contract::Documented && !(call.read & FieldMask::PHOTOS).is_empty() {
            return Err(Violation::PhotosOfSearch.into());
        }
        let shown = self.shown(account, call.read, Sources::CONTACT);
        self.results(ContactKind::Other, &call.query, call.page_size, &shown)
            .await
    }

    async fn results(
        &self,
        kind: ContactKind,
        query: &str,
        asked: i32,
        shown: &Shown<'_>,
    ) -> Result<Reply, Failure> {
        let limit = page_size(asked, DEFAULT_PAGE, LARGEST_PAGE);
        let rows = self.search(shown.account, row_kind(kind), query, limit);
        let rows = rows.await?;
        let mut members = Members::new();
        if !rows.is_empty() {
            let results = members.next();
            results.push_str("\"results\":[");
            for (index, row) in rows.iter().enumerate() {
                results.push_str(if index == 0 { "{" } else { ",{" });
                results.push_str("\"person\":");
                shown.push_row(kind, row, results)?;
                results.push('}');
            }
            results.push(']');
        }
        Ok(Reply::new(members.finish(), SearchResponse::DESCRIPTOR))
    }
}

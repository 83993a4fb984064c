use people_http::{SearchContacts, SearchOtherContacts};
use people_model::{FieldMask, Message, SearchResponse};
use people_rules::{ContactKind, Contract, Extent, Sources, Violation};
use people_store::{Account, Store};

use super::{
    Service,
    lists::{Shown, page_size},
    rows::{Stored, row_kind},
};
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
        let shown = Shown {
            kind: ContactKind::Own,
            read: call.read,
            sources: call.sources,
        };
        self.results(account, &call.query, call.page_size, &shown)
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
        let shown = Shown {
            kind: ContactKind::Other,
            read: call.read,
            sources: Sources::CONTACT,
        };
        self.results(account, &call.query, call.page_size, &shown)
            .await
    }

    async fn results(
        &self,
        account: &Account,
        query: &str,
        asked: i32,
        shown: &Shown,
    ) -> Result<Reply, Failure> {
        let Shown {
            kind,
            read,
            sources,
        } = *shown;
        let limit = page_size(asked, DEFAULT_PAGE, LARGEST_PAGE);
        let rows = self.search(account, row_kind(kind), query, limit).await?;
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let stored = Stored::of_kind(kind, row)?;
            let facts = &self.facts;
            let person = facts.show(account, &stored, read, sources, Extent::Whole);
            results.push(format!("{{\"person\":{person}}}"));
        }
        let body = match results.is_empty() {
            true => "{}".to_owned(),
            false => format!("{{\"results\":[{}]}}", results.join(",")),
        };
        Ok(Reply::new(body, SearchResponse::DESCRIPTOR))
    }
}

use std::collections::{HashMap, HashSet};

use people_http::SearchDirectoryPeople;
use people_model::{Message, SearchDirectoryPeopleResponse};
use people_rules::{DirectorySources, Violation, search_prefixes};
use people_store::{Account, Hit, Row, RowKind, Store, StoreError, Terms};
use serde::{Deserialize, Serialize};

use super::{
    Service,
    directory::StoredPerson,
    lists::{encode, page_size},
    portions::PAGE_BYTES,
    rows::AT_ONCE,
};
use crate::api::{Failure, Reply};

/// Rule `W5`.
const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 500;
/// How many entries of the index a call reads for a page, and for the total.
const ENTRIES: usize = 5_000;

/// Where a page begins: after this entry of the index. And what the first page has counted.
#[derive(Clone, Serialize, Deserialize)]
struct Place {
    /// Which of the beginnings is looked for.
    prefix: usize,
    term: String,
    id: u64,
    total: usize,
    /// The directory's last replacement when the search began.
    #[serde(default)]
    replaced: u64,
}

impl<S: Store> Service<S> {
    /// `people.searchDirectoryPeople`: rule `W5`.
    pub(super) async fn search_directory_people(
        &self,
        account: &Account,
        call: SearchDirectoryPeople,
    ) -> Result<Reply, Failure> {
        let domain = self.directory_of(account).await?;
        let prefixes = search_prefixes(&call.query);
        if prefixes.is_empty() {
            return Err(Violation::InvalidArgument.into());
        }
        let (query, read, sources) = (&call.query, call.read, call.sources);
        let parameters =
            format!("searchDirectory\u{1f}{domain}\u{1f}{query}\u{1f}{read}\u{1f}{sources:?}");
        let replaced = self.store.standing(&domain).await?.replaced.0;
        let mut place = match call.page_token.as_str() {
            "" => Place {
                prefix: 0,
                term: String::new(),
                id: 0,
                total: self.count_people(&domain, &prefixes, sources).await?,
                replaced,
            },
            token => {
                let content = self.tokens.open(token, account, &parameters)?;
                let place: Place =
                    serde_json::from_str(&content).map_err(|_| Violation::InvalidArgument)?;
                if place.replaced != replaced {
                    return Err(Violation::InvalidArgument.into());
                }
                place
            }
        };
        let mut limit = page_size(call.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        if sources.merge_contacts {
            // Each person is looked for among the contacts.
            limit = limit.min(AT_ONCE);
        }
        let total = place.total;
        let (mut people, mut bytes, mut entries) = (Vec::new(), 0, 0);
        let next = 'page: loop {
            let part = self.part(&domain, &prefixes, &place).await?;
            let Some(part) = part else { break None };
            entries += part.len().max(1);
            for (after, row) in part {
                // One more than fits tells that there are others.
                if let Some(row) = row
                    && let Some(person) =
                        self.directory_person(account, &row, read, sources).await?
                {
                    if people.len() == limit || bytes >= PAGE_BYTES {
                        break 'page Some(place);
                    }
                    bytes += person.len();
                    people.push(person);
                }
                place = after;
            }
            if entries >= ENTRIES {
                break Some(place);
            }
        };
        let mut members = Vec::new();
        if !people.is_empty() {
            members.push(format!("\"people\":[{}]", people.join(",")));
        }
        if let Some(place) = next {
            let token = self.tokens.seal(&encode(&place), account, &parameters)?;
            members.push(format!("\"nextPageToken\":\"{token}\""));
        }
        if total > 0 {
            members.push(format!("\"totalSize\":{total}"));
        }
        let body = format!("{{{}}}", members.join(","));
        Ok(Reply::new(body, SearchDirectoryPeopleResponse::DESCRIPTOR))
    }

    /// How many people are found: of the first entries of the index, where there are very many.
    async fn count_people(
        &self,
        domain: &Account,
        prefixes: &[String],
        sources: DirectorySources,
    ) -> Result<usize, Failure> {
        let (mut total, mut entries) = (0, 0);
        let mut place = Place {
            prefix: 0,
            term: String::new(),
            id: 0,
            total: 0,
            replaced: 0,
        };
        while entries < ENTRIES
            && let Some(part) = self.part(domain, prefixes, &place).await?
        {
            entries += part.len().max(1);
            for (after, row) in part {
                if let Some(row) = row {
                    total += usize::from(sources.contains(StoredPerson::read(&row)?.1));
                }
                place = after;
            }
        }
        Ok(total)
    }

    /// The next entries of the index after a place, each with its row if it is the first entry of the row that the
    /// query finds. So each person comes once, on one page only. None after the last one.
    async fn part(
        &self,
        domain: &Account,
        prefixes: &[String],
        place: &Place,
    ) -> Result<Option<Vec<(Place, Option<Row>)>>, StoreError> {
        let kind = RowKind::DirectoryPerson;
        let mut prefix = place.prefix;
        let mut after = (place.id > 0).then(|| Hit {
            term: place.term.clone(),
            id: place.id,
        });
        let hits = loop {
            let Some(text) = prefixes.get(prefix) else {
                return Ok(None);
            };
            let found = self
                .store
                .find_prefix(domain, kind, text, after.as_ref(), AT_ONCE);
            let hits = found.await?;
            if !hits.is_empty() {
                break hits;
            }
            (prefix, after) = (prefix + 1, None);
        };
        let ids: HashSet<u64> = hits.iter().map(|hit| hit.id).collect();
        let ids: Vec<u64> = ids.into_iter().collect();
        let rows = self.store.get_many(domain, kind, &ids).await?;
        let mut rows: HashMap<u64, Row> = rows
            .into_iter()
            .flatten()
            .map(|row| (row.id, row))
            .collect();
        let part = hits.into_iter().map(|hit| {
            let is_first =
                |row: &Row| first(&row.record.terms, prefixes) == Some((prefix, &*hit.term));
            let row = match rows.get(&hit.id).is_some_and(is_first) {
                true => rows.remove(&hit.id),
                false => None,
            };
            let place = Place {
                prefix,
                term: hit.term,
                id: hit.id,
                total: place.total,
                replaced: place.replaced,
            };
            (place, row)
        });
        Ok(Some(part.collect()))
    }
}

/// The first of the beginnings with which one of these terms begins, and that term.
fn first<'t>(terms: &'t Terms, prefixes: &[String]) -> Option<(usize, &'t str)> {
    let mut prefixes = prefixes.iter().enumerate();
    prefixes.find_map(|(index, prefix)| Some((index, terms.beginning_with(prefix).next()?)))
}

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use people_http::GetPeople;
use people_model::{GetPeopleResponse, Message, PersonResourceName};
use people_rules::{Extent, Violation};
use people_store::{Account, RowKind, Store};

use super::{
    Service,
    batches::push_found,
    rows::{AT_ONCE, Stored},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.getBatchGet`: each name gets its own answer (rule `B1`).
    pub(super) async fn get_people(
        &self,
        account: &Account,
        call: GetPeople,
    ) -> Result<Reply, Failure> {
        // A name that is given twice is answered twice, but read and encoded once.
        let mut seen = HashSet::new();
        let names = call.resource_names.iter();
        let names: Vec<_> = names
            .map(|name| {
                (
                    name,
                    PersonResourceName::parse(name).filter(|_| seen.insert(name)),
                )
            })
            .collect();
        let contacts = |(_, name): &(_, Option<PersonResourceName>)| match name {
            Some(PersonResourceName::Contact(id)) => Some(id.get()),
            _ => None,
        };
        let mut body = String::from("{\"responses\":[");
        let mut answers: HashMap<&str, Range<usize>> = HashMap::new();
        for part in names.chunks(AT_ONCE) {
            let ids: Vec<u64> = part.iter().filter_map(contacts).collect();
            let rows = self.store.get_many(account, RowKind::Contact, &ids).await?;
            let mut rows = rows.into_iter();
            for (requested, name) in part {
                if !answers.is_empty() {
                    body.push(',');
                }
                if let Some(answer) = answers.get(requested.as_str()) {
                    body.extend_from_within(answer.clone());
                    continue;
                }
                let shown = match name {
                    Some(PersonResourceName::Contact(_)) => match rows.next().flatten() {
                        Some(row) => {
                            let stored = Stored::from_row(row)?;
                            Some(self.facts.show(
                                account,
                                &stored,
                                call.read,
                                call.sources,
                                Extent::Whole,
                            ))
                        }
                        None => None,
                    },
                    Some(name) => self
                        .facts
                        .own_profile(account, name, call.read, call.sources),
                    None => None,
                };
                let start = body.len();
                push_response(&mut body, requested, shown.as_deref());
                answers.insert(requested, start..body.len());
            }
        }
        body.push_str("]}");
        Ok(Reply::new(body, GetPeopleResponse::DESCRIPTOR))
    }
}

fn push_response(body: &mut String, requested: &str, shown: Option<&str>) {
    match shown {
        Some(person) => push_found(body, requested, person),
        None => {
            body.push_str("{\"httpStatusCode\":404,\"requestedResourceName\":");
            body.push_str(&serde_json::Value::from(requested).to_string());
            body.push_str(",\"status\":{\"code\":5,\"message\":\"");
            body.push_str(&Violation::NotFound.to_string());
            body.push_str("\"}}");
        }
    }
}

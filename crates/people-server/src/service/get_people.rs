use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use people_http::GetPeople;
use people_model::{GetPeopleResponse, Message, PersonResourceName};
use people_rules::{ContactKind, Violation};
use people_store::{Account, Row, RowKind, Store};

use super::{Service, batches::push_found, rows::AT_ONCE};
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
        let shown = self.shown(account, call.read, call.sources);
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
                let start = body.len();
                let found = match name {
                    Some(PersonResourceName::Contact(_)) => {
                        rows.next().flatten().map(Found::Contact)
                    }
                    Some(name) => self
                        .facts
                        .own_profile(account, name, call.read, call.sources)
                        .map(Found::Profile),
                    None => None,
                };
                match found {
                    Some(Found::Contact(row)) => push_found(&mut body, requested, |body| {
                        shown.push_row(ContactKind::Own, &row, body)
                    })?,
                    Some(Found::Profile(person)) => {
                        push_found(&mut body, requested, |body| body.push_str(&person));
                    }
                    None => push_missing(&mut body, requested),
                }
                answers.insert(requested, start..body.len());
            }
        }
        body.push_str("]}");
        Ok(Reply::new(body, GetPeopleResponse::DESCRIPTOR))
    }
}

/// Whom a name is of.
enum Found {
    Contact(Row),
    /// As it is shown.
    Profile(String),
}

fn push_missing(body: &mut String, requested: &str) {
    body.push_str("{\"httpStatusCode\":404,\"requestedResourceName\":");
    body.push_str(&serde_json::Value::from(requested).to_string());
    body.push_str(",\"status\":{\"code\":5,\"message\":\"");
    body.push_str(&Violation::NotFound.to_string());
    body.push_str("\"}}");
}

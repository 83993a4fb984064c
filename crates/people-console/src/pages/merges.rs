//! The merges of an account that can be undone.
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use askama::Template;
use http::StatusCode;
use people_model::{Code, ContactId};
use people_rules::Resolution;
use people_server::Union;
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, contact, contacts};
use crate::{
    answer::{Answer, Refused, Response, page, see_other},
    calls,
    console::Shared,
    person,
    visit::Visit,
};

/// How many are shown.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "merges.html")]
struct Merges {
    page: Page,
    duplicates: String,
    merges: Vec<Merge>,
    /// How many older ones are not shown.
    more: usize,
    problem: Option<String>,
}

struct Merge {
    id: u64,
    /// What the contact that stayed is called now; none if it is deleted.
    title: Option<String>,
    kept: String,
    path: String,
    gone: String,
    /// Whether the values that it changed were changed again since then, so that the user decides.
    is_open: bool,
}

/// The merges that forms have undone, with the contact that came back: a form that is sent twice undoes once. Only what
/// was undone here is known for certain: another contact may have the number of one that was deleted.
#[derive(Debug, Default)]
pub(crate) struct Undone(Mutex<VecDeque<(Account, u64, ContactId)>>);

impl Undone {
    /// How many are remembered. A form that is sent twice is sent twice soon.
    const MOST: usize = 1_000;

    fn note(&self, account: &Account, id: u64, back: ContactId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == Self::MOST {
            all.pop_front();
        }
        all.push_back((account.clone(), id, back));
    }

    fn find(&self, account: &Account, id: u64) -> Option<ContactId> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut newest = all.iter().rev();
        let found = newest.find(|(own, merge, _)| own == account && *merge == id);
        found.map(|(_, _, back)| *back)
    }
}

/// `GET /console/@ada/merges`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    shown(shared, visit, account, None).await
}

/// `POST /console/@ada/merges`: undoes one.
pub(crate) async fn undo(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let id: u64 = visit.form.text("id").parse().unwrap_or_default();
    let resolution = match visit.form.text("do") {
        "undo" => Resolution::Unresolved,
        "take-back" => Resolution::Ours,
        "keep-edits" => Resolution::Theirs,
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    match shared.backend.divide(account, id, resolution).await {
        Ok(union) => {
            shared.undone.note(account, id, union.gone);
            Ok(divided(account, union.gone))
        }
        Err(failure) => match failure.status().code() {
            Some(code) if code.http_status() < 500 => {
                // A form that is sent twice undoes once, and both answers say so.
                if code == Code::NotFound
                    && let Some(gone) = shared.undone.find(account, id)
                    && calls::own(shared, account, gone).await.is_ok()
                {
                    return Ok(divided(account, gone));
                }
                let is_open = code == Code::FailedPrecondition;
                let why = failure.status().message.clone();
                shown(shared, visit, account, Some((why, is_open.then_some(id)))).await
            }
            _ => Err(failure.into()),
        },
    }
}

fn divided(account: &Account, gone: ContactId) -> Response {
    let path = contact::path(account, gone);
    see_other(&format!("{path}?done=divided"))
}

async fn shown(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    problem: Option<(String, Option<u64>)>,
) -> Answer {
    let unions = shared.backend.unions(account).await?;
    let newest: Vec<&Union> = unions.iter().rev().take(SHOWN).collect();
    let names: Vec<String> = newest.iter().map(|it| it.kept.resource_name()).collect();
    let titles = titles(shared, account, &names).await?;
    let (status, problem, open) = match problem {
        None => (StatusCode::OK, None, None),
        Some((why, open)) => (StatusCode::BAD_REQUEST, Some(why), open),
    };
    let merge = |union: &Union| Merge {
        id: union.id,
        title: title(&titles, union.kept),
        kept: union.kept.resource_name(),
        path: contact::path(account, union.kept),
        gone: union.gone.resource_name(),
        is_open: Some(union.id) == open,
    };
    page(
        status,
        &Merges {
            page: Page::new(shared, format!("Merges of {account}"))
                .at(Section::Duplicates)
                .of(account.as_str())
                .after(visit),
            duplicates: format!("{}/duplicates", Whose::new(account.as_str()).path),
            merges: newest.iter().map(|union| merge(union)).collect(),
            more: unions.len().saturating_sub(SHOWN),
            problem,
        },
    )
}

/// What contacts are now, those that there still are.
async fn titles(
    shared: &Shared,
    account: &Account,
    names: &[String],
) -> Result<Vec<Value>, Refused> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut read: Value = calls::call(shared, account, calls::these(names)).await?;
    Ok(contacts::people(&mut read["responses"], Some("person")))
}

fn title(people: &[Value], id: ContactId) -> Option<String> {
    let name = id.resource_name();
    let person = people.iter().find(|it| it["resourceName"] == *name)?;
    Some(person::title(person))
}

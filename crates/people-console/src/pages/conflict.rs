//! Two edits of one contact: the base, yours and theirs side by side, a choice for each conflict, and the result.
use askama::Template;
use http::StatusCode;
use people_model::{ContactId, Message, Person};
use people_rules::{Merge, Resolution, merge_with};
use people_store::Account;
use serde_json::Value;

use super::{
    Page, accounts, contact,
    edit::{self, Changed, Sent},
    request,
};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls,
    console::Shared,
    person,
    visit::Visit,
};

/// The three states.
pub(crate) struct Sides {
    /// What was read.
    pub(crate) base: Person,
    /// What we made of it.
    pub(crate) ours: Person,
    /// Its current value.
    pub(crate) theirs: Person,
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct Conflict {
    page: Page,
    path: String,
    title: String,
    base: String,
    ours: String,
    theirs: String,
    conflicts: Vec<Choice>,
    open: usize,
    /// What the result changes.
    changes: Vec<Changed>,
    mask: String,
    request: String,
    problem: Option<String>,
}

/// A conflict, and what was picked for it.
struct Choice {
    number: usize,
    path: String,
    sides: [Option<String>; 3],
    picks_ours: bool,
    picks_theirs: bool,
}

/// Shows the conflicts of three states, with what the form picks.
pub(crate) fn show(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    sides: &Sides,
    visit: &Visit,
) -> Answer {
    shown(shared, account, id, sides, &picked(sides, visit), None)
}

/// `POST /console/@ada/contacts/c17/conflict`: shows the result, or saves it.
pub(crate) async fn solve(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let id = contact::contact_id(id)?;
    let form = &visit.form;
    let mut sides = Sides {
        base: edit::state(form.text("base"))?,
        ours: edit::state(form.text("ours"))?,
        theirs: edit::state(form.text("theirs"))?,
    };
    let merged = picked(&sides, visit);
    if form.text("do") != "save" || merged.unresolved().next().is_some() {
        return shown(shared, account, id, &sides, &merged, None);
    }
    let path = contact::path(account, id);
    let update = merged.clone().into_update(id);
    let update = update.map_err(|conflicts| Refused::invalid(format!("{conflicts}.")))?;
    let Some(update) = update else {
        return Ok(see_other(&path));
    };
    match edit::send(shared, account, edit::of_update(update)).await? {
        Sent::Saved => Ok(see_other(&format!("{path}?done=edited"))),
        Sent::Stale => {
            sides.theirs = calls::own(shared, account, id).await?;
            let again = "Somebody changed the contact once more. This is what it is now.";
            let merged = picked(&sides, visit);
            shown(shared, account, id, &sides, &merged, Some(again.to_owned()))
        }
        Sent::Refused(why) => shown(shared, account, id, &sides, &merged, Some(why)),
    }
}

/// `GET /console/requests/17/conflict`: what a stale update in the journal meant, and what there is now.
pub(crate) async fn of_request(shared: &Shared, visit: &Visit, number: &str) -> Answer {
    let entry = request::read(shared, number).await?;
    let account = accounts::account(entry["account"].as_str().unwrap_or_default())?;
    let address = entry["request"]["url"].as_str().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let id = path
        .strip_prefix("/v1/people/")
        .and_then(|rest| rest.strip_suffix(":updateContact"));
    let none = || Refused::not_found(format!("Request {number} is no update of a contact."));
    let id = contact::contact_id(id.ok_or_else(none)?)?;
    let sent = edit::state(&entry["request"]["body"].to_string())?;
    let mask = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| {
            name.eq_ignore_ascii_case("updatePersonFields") || name == "update_person_fields"
        })
        .map(|(_, mask)| mask.into_owned());
    let mask = people_model::FieldMask::parse(&mask.collect::<Vec<_>>().join(","));
    let mask = mask.map_err(|error| Refused::invalid(format!("{error}.")))?;
    let theirs = calls::own(shared, &account, id).await?;
    let before = entry["number"].as_u64().unwrap_or_default();
    let base = read_before(shared, &account, id, &sent.etag, before).await?;
    let base = base.ok_or_else(|| {
        Refused::not_found(
            "The journal does not have the reply from which this update took its etag, so that it is not known \
             what the program changed.",
        )
    })?;
    let mut ours = base.clone();
    for field in mask.iter() {
        ours.copy_field(&sent, field);
    }
    show(shared, &account, id, &Sides { base, ours, theirs }, visit)
}

/// The contact as a reply of the journal had it, with this etag.
async fn read_before(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    etag: &str,
    before: u64,
) -> Result<Option<Person>, Refused> {
    let mut selection = people_emulator::Selection::default();
    selection.account = Some(account.as_str().to_owned());
    selection.resource = Some(id.resource_name());
    selection.before = Some(before);
    for line in shared.backend.recent(&selection, 100)? {
        let number = line["number"].as_u64().unwrap_or_default().to_string();
        let entry = request::read(shared, &number).await?;
        let body = &entry["response"]["body"];
        if body["etag"] == etag && body["resourceName"] == *id.resource_name() {
            return edit::state(&body.to_string()).map(Some);
        }
    }
    Ok(None)
}

/// The merge, with what the form picks for each conflict.
fn picked(sides: &Sides, visit: &Visit) -> Merge {
    let mut number = 0;
    merge_with(&sides.base, &sides.ours, &sides.theirs, |conflict| {
        let pick = visit.form.text(&format!("pick.{number}"));
        let is_same = visit.form.text(&format!("path.{number}")) == conflict.path();
        number += 1;
        match (is_same, pick) {
            (true, "ours") => Resolution::Ours,
            (true, "theirs") => Resolution::Theirs,
            _ => Resolution::Unresolved,
        }
    })
}

fn shown(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    sides: &Sides,
    merged: &Merge,
    problem: Option<String>,
) -> Answer {
    let text = |value: &Option<Value>| value.as_ref().map(person::value_text);
    let conflicts = merged.conflicts.iter().enumerate();
    let conflicts = conflicts.map(|(number, conflict)| Choice {
        number,
        path: conflict.path(),
        sides: [
            text(&conflict.base),
            text(&conflict.ours),
            text(&conflict.theirs),
        ],
        picks_ours: conflict.resolution == Resolution::Ours,
        picks_theirs: conflict.resolution == Resolution::Theirs,
    });
    let conflicts: Vec<Choice> = conflicts.collect();
    let update = merged
        .clone()
        .into_update(id)
        .ok()
        .flatten()
        .map(edit::of_update);
    let title = person::title(&person::json_of(&sides.theirs));
    page(
        StatusCode::OK,
        &Conflict {
            page: edit::of_contact(shared, account, format!("Two edits of {title}")),
            path: contact::path(account, id),
            title,
            base: sides.base.to_json(),
            ours: sides.ours.to_json(),
            theirs: sides.theirs.to_json(),
            open: merged.unresolved().count(),
            conflicts,
            changes: edit::changes(&sides.theirs, &merged.person),
            mask: merged.mask.to_string(),
            request: update.as_ref().map(edit::request_text).unwrap_or_default(),
            problem,
        },
    )
}

//! The editor of a contact: by field and entry, or as JSON; and what an edit would send, before it is sent.
use askama::Template;
use http::StatusCode;
use people_http::{Call, Request, UpdateContact, violation_of};
use people_model::{ContactId, Message, Person};
use people_rules::{Sources, Update, Violation, diff, merge};
use people_store::Account;
use serde_json::Value;

use super::{
    Page, Section, conflict, contact, contacts,
    edit_form::{EditForm, Kind},
};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls,
    console::Shared,
    person,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "edit.html")]
struct Edit {
    page: Page,
    path: String,
    title: String,
    base: String,
    form: EditForm,
}

#[derive(Template)]
#[template(path = "edit_json.html")]
struct EditJson {
    page: Page,
    path: String,
    title: String,
    base: String,
    text: String,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review {
    page: Page,
    path: String,
    title: String,
    base: String,
    ours: String,
    changes: Vec<Changed>,
    mask: String,
    request: String,
    problem: Option<String>,
}

/// A difference in words.
pub(crate) struct Changed {
    pub(crate) path: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// `GET /console/@ada/contacts/c17/edit`, and `…/json`.
pub(crate) async fn show(shared: &Shared, account: &Account, id: &str, as_json: bool) -> Answer {
    let id = contact::contact_id(id)?;
    let base = calls::own(shared, account, id).await?;
    match as_json {
        true => json_editor(shared, account, id, &base, pretty(&base), None),
        false => editor(shared, account, id, &base, &person::json_of(&base)).await,
    }
}

/// `POST /console/@ada/contacts/c17/edit`: another entry, one entry less, or what it would send.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let id = contact::contact_id(id)?;
    let base = state(visit.form.text("base"))?;
    let ours = EditForm::read(&visit.form, &person::json_of(&base));
    match visit.form.text("do") {
        "review" => {
            let ours = decoded(&ours)?;
            review(shared, account, id, &base, &ours, None)
        }
        _ => editor(shared, account, id, &base, &ours).await,
    }
}

/// `POST /console/@ada/contacts/c17/json`: what it would send.
pub(crate) fn change_json(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let id = contact::contact_id(id)?;
    let base = state(visit.form.text("base"))?;
    let text = visit.form.text("json");
    match serde_json::from_str::<Person>(text) {
        Ok(ours) => review(shared, account, id, &base, &ours, None),
        Err(error) => {
            let problem = Some(format!("This is no person: {error}."));
            json_editor(shared, account, id, &base, text.to_owned(), problem)
        }
    }
}

/// `POST /console/@ada/contacts/c17/save`: sends the edit. If somebody else was faster, both edits are shown.
pub(crate) async fn save(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let id = contact::contact_id(id)?;
    let base = state(visit.form.text("base"))?;
    let ours = state(visit.form.text("ours"))?;
    let path = contact::path(account, id);
    let Some(update) = update(id, &base, &ours)? else {
        return Ok(see_other(&path));
    };
    match send(shared, account, update).await? {
        Sent::Saved => Ok(see_other(&format!("{path}?done=edited"))),
        Sent::Stale => {
            let theirs = calls::own(shared, account, id).await?;
            conflict::show(
                shared,
                account,
                id,
                &conflict::Sides { base, ours, theirs },
                visit,
            )
        }
        Sent::Refused(why) => review(shared, account, id, &base, &ours, Some(why)),
    }
}

/// What became of an update.
pub(crate) enum Sent {
    Saved,
    /// Somebody else was faster.
    Stale,
    Refused(String),
}

/// Sends an update.
pub(crate) async fn send(
    shared: &Shared,
    account: &Account,
    update: UpdateContact,
) -> Result<Sent, Refused> {
    let call = Call::UpdateContact(Box::new(update));
    let Err(failure) = shared.backend.call(account, call).await else {
        return Ok(Sent::Saved);
    };
    match violation_of(failure.status()) {
        Some(Violation::StaleEtag { .. }) => Ok(Sent::Stale),
        _ if failure
            .status()
            .code()
            .is_some_and(|code| code.http_status() < 500) =>
        {
            Ok(Sent::Refused(failure.status().message.clone()))
        }
        _ => Err(failure.into()),
    }
}

/// The update that makes `ours` of `base`; none if nothing differs.
fn update(id: ContactId, base: &Person, ours: &Person) -> Result<Option<UpdateContact>, Refused> {
    let merged = merge(base, ours, base).into_update(id);
    let merged = merged.map_err(|conflicts| Refused::invalid(format!("{conflicts}.")))?;
    Ok(merged.map(of_update))
}

/// The request of an update, which returns what was written.
pub(crate) fn of_update(update: Update) -> UpdateContact {
    let Update {
        id, person, mask, ..
    } = update;
    UpdateContact::new(id, person, mask).returning(mask.fields(), Sources::CONTACT)
}

async fn editor(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    base: &Person,
    ours: &Value,
) -> Answer {
    let groups = calls::groups(shared, account).await?;
    let groups = groups
        .iter()
        .map(|group| (group.resource_name.clone(), contacts::called(group)));
    let title = person::title(&person::json_of(base));
    page(
        StatusCode::OK,
        &Edit {
            page: of_contact(shared, account, format!("Edit {title}")),
            path: contact::path(account, id),
            title,
            base: base.to_json(),
            form: EditForm::of(ours, &groups.collect::<Vec<_>>()),
        },
    )
}

fn json_editor(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    base: &Person,
    text: String,
    problem: Option<String>,
) -> Answer {
    let title = person::title(&person::json_of(base));
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &EditJson {
            page: of_contact(shared, account, format!("Edit {title}")),
            path: contact::path(account, id),
            title,
            base: base.to_json(),
            text,
            problem,
        },
    )
}

fn review(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    base: &Person,
    ours: &Person,
    problem: Option<String>,
) -> Answer {
    let update = update(id, base, ours)?;
    let title = person::title(&person::json_of(base));
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &Review {
            page: of_contact(shared, account, format!("What an edit of {title} sends")),
            path: contact::path(account, id),
            title,
            base: base.to_json(),
            ours: ours.to_json(),
            changes: changes(base, ours),
            mask: update
                .as_ref()
                .map(|it| it.mask.to_string())
                .unwrap_or_default(),
            request: update.as_ref().map(request_text).unwrap_or_default(),
            problem,
        },
    )
}

/// What differs between two states, in words.
pub(crate) fn changes(before: &Person, after: &Person) -> Vec<Changed> {
    let changes = diff(before, after).changes.into_iter();
    let changes = changes.map(|change| Changed {
        path: change.path(),
        before: change.before.as_ref().map(person::value_text),
        after: change.after.as_ref().map(person::value_text),
    });
    changes.collect()
}

/// A request as it is sent: the first line, and the body with a member on each line.
pub(crate) fn request_text(update: &UpdateContact) -> String {
    let request = update.to_http();
    let target = request.uri().to_string().replace("%2C", ",");
    let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
    format!("{} {target}\n\n{body:#}", request.method())
}

/// A page of the contacts of an account.
pub(crate) fn of_contact(shared: &Shared, account: &Account, title: String) -> Page {
    Page::new(shared, title)
        .at(Section::Contacts)
        .of(account.as_str())
}

/// A state of a contact, as a form carries it.
pub(crate) fn state(json: &str) -> Result<Person, Refused> {
    let wrong = |error| Refused::invalid(format!("The form carries no contact: {error}."));
    serde_json::from_str(json).map_err(wrong)
}

fn decoded(ours: &Value) -> Result<Person, Refused> {
    state(&ours.to_string())
}

fn pretty(base: &Person) -> String {
    format!("{:#}", person::json_of(base))
}

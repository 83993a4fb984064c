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
    subject::{self, Subject},
};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls,
    console::Shared,
    creations::Creation,
    person,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "edit.html")]
struct Edit<'a> {
    page: Page,
    subject: &'a Subject,
    form: EditForm,
}

#[derive(Template)]
#[template(path = "edit_json.html")]
struct EditJson<'a> {
    page: Page,
    subject: &'a Subject,
    text: String,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review<'a> {
    page: Page,
    subject: &'a Subject,
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

/// `GET /console/@ada/contacts/c17/edit`, and `…/json`. A contact is created at `…/contacts/new/edit`.
pub(crate) async fn show(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    id: &str,
    as_json: bool,
) -> Answer {
    let subject = Subject::begin(shared, account, id).await?;
    match as_json {
        true => {
            let text = format!("{:#}", person::json_of(&subject.base));
            json_editor(shared, account, &subject, text, None)
        }
        false => {
            let first = subject.first(visit.query.filled("group"));
            editor(shared, account, &subject, &first).await
        }
    }
}

/// `POST /console/@ada/contacts/c17/edit`: another entry, one entry less, or what it would send.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let subject = Subject::sent(visit, account, id)?;
    let ours = EditForm::read(&visit.form, &person::json_of(&subject.base));
    match visit.form.text("do") {
        "review" => {
            let ours = decoded(&ours)?;
            review(shared, account, &subject, &ours, None)
        }
        _ => editor(shared, account, &subject, &ours).await,
    }
}

/// `POST /console/@ada/contacts/c17/json`: what it would send.
pub(crate) fn change_json(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let subject = Subject::sent(visit, account, id)?;
    let text = visit.form.text("json");
    match serde_json::from_str::<Person>(text) {
        Ok(ours) => review(shared, account, &subject, &ours, None),
        Err(error) => {
            let problem = Some(format!("This is no person: {error}."));
            json_editor(shared, account, &subject, text.to_owned(), problem)
        }
    }
}

/// `POST /console/@ada/contacts/c17/save`: sends the edit. If another program was faster, it shows both edits.
pub(crate) async fn save(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let subject = Subject::sent(visit, account, id)?;
    let ours = state(visit.form.text("ours"))?;
    let Some(id) = subject.id else {
        return create(shared, account, &subject, &ours).await;
    };
    let path = &subject.path;
    let Some(update) = update(id, &subject.base, &ours)? else {
        return Ok(see_other(path));
    };
    match send(shared, account, update).await? {
        Sent::Saved => Ok(see_other(&format!("{path}?done=edited"))),
        Sent::Stale => {
            let theirs = calls::own(shared, account, id).await?;
            let base = subject.base;
            conflict::show(
                shared,
                account,
                id,
                &conflict::Sides { base, ours, theirs },
                visit,
            )
        }
        Sent::Refused(why) => review(shared, account, &subject, &ours, Some(why)),
    }
}

/// Creates the contact, once for each form.
async fn create(shared: &Shared, account: &Account, subject: &Subject, ours: &Person) -> Answer {
    let create = Creation::Contact(Box::new(subject::create(ours)));
    let created = shared
        .creations
        .create(&shared.backend, account, &subject.once, create);
    match created.await {
        Ok(id) => Ok(see_other(&format!(
            "{}?done=created",
            contact::path(account, id)
        ))),
        Err(refused) if refused.is_of_caller() => {
            let why = Some(refused.text().to_owned());
            review(shared, account, subject, ours, why)
        }
        Err(refused) => Err(refused),
    }
}

/// What became of an update.
pub(crate) enum Sent {
    Saved,
    /// Another program was faster.
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

async fn editor(shared: &Shared, account: &Account, subject: &Subject, ours: &Value) -> Answer {
    let groups = calls::groups(shared, account).await?;
    let groups = groups
        .iter()
        .map(|group| (group.resource_name.clone(), contacts::called(group)));
    page(
        StatusCode::OK,
        &Edit {
            page: of_contact(shared, account, editing(subject)),
            subject,
            form: EditForm::of(ours, &groups.collect::<Vec<_>>()),
        },
    )
}

fn json_editor(
    shared: &Shared,
    account: &Account,
    subject: &Subject,
    text: String,
    problem: Option<String>,
) -> Answer {
    page(
        status(&problem),
        &EditJson {
            page: of_contact(shared, account, editing(subject)),
            subject,
            text,
            problem,
        },
    )
}

fn review(
    shared: &Shared,
    account: &Account,
    subject: &Subject,
    ours: &Person,
    problem: Option<String>,
) -> Answer {
    let (request, mask) = subject.request(ours)?.unwrap_or_default();
    let title = match subject.is_new() {
        true => "What creates the contact".to_owned(),
        false => format!("What an edit of {} sends", subject.title),
    };
    page(
        status(&problem),
        &Review {
            page: of_contact(shared, account, title),
            subject,
            ours: ours.to_json(),
            changes: changes(&subject.base, ours),
            mask,
            request,
            problem,
        },
    )
}

/// The title of an editor.
fn editing(subject: &Subject) -> String {
    match subject.is_new() {
        true => "New contact".to_owned(),
        false => format!("Edit {}", subject.title),
    }
}

fn status(problem: &Option<String>) -> StatusCode {
    match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    }
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
pub(crate) fn request_text(request: &impl Request) -> String {
    let request = request.to_http();
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

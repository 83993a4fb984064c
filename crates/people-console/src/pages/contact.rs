//! One contact: its fields with their sources, its photo, its history in the journal.
use askama::Template;
use http::StatusCode;
use people_emulator::Selection;
use people_http::{Call, DeleteContact, DeleteContactPhoto, UpdateContactPhoto};
use people_model::ContactId;
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, card, contacts, requests};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls,
    console::Shared,
    person::{self, ShownField},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "contact.html")]
struct Contact {
    page: Page,
    path: String,
    title: String,
    initials: String,
    photo: Option<String>,
    fields: Vec<ShownField>,
    name: String,
    etag: String,
    sources: Vec<Source>,
    lines: Vec<requests::Line>,
    raw: String,
    /// As a vCard 4.0, without most of long lines.
    card: String,
    problem: Option<String>,
}

struct Source {
    kind: String,
    id: String,
    etag: String,
    updated: String,
}

/// `GET /console/@ada/contacts/c17`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    shown(shared, visit, account, id, StatusCode::OK, None).await
}

/// `POST /console/@ada/contacts/c17`: a photo, or the end of the contact.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let contact = contact_id(id)?;
    let path = path(account, contact);
    let changed = match visit.form.text("do") {
        "photo" => {
            let update = UpdateContactPhoto::new(contact, visit.file.clone());
            let call = Call::UpdateContactPhoto(Box::new(update));
            (call, format!("{path}?done=photo"))
        }
        "no-photo" => {
            let delete = DeleteContactPhoto::new(contact);
            (
                Call::DeleteContactPhoto(delete),
                format!("{path}?done=no-photo"),
            )
        }
        "delete" => {
            let delete = Call::DeleteContact(DeleteContact::new(contact));
            let all = Whose::new(account.as_str()).path;
            (delete, format!("{all}?done=deleted"))
        }
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    let (call, next) = changed;
    match calls::call::<Value>(shared, account, call).await {
        Ok(_) => Ok(see_other(&next)),
        Err(refused) => {
            let why = Some(refused.text().to_owned());
            shown(shared, visit, account, id, StatusCode::BAD_REQUEST, why).await
        }
    }
}

async fn shown(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    id: &str,
    status: StatusCode,
    problem: Option<String>,
) -> Answer {
    let id = contact_id(id)?;
    let read: Value = calls::call(shared, account, calls::whole(id)).await?;
    let groups = calls::groups(shared, account).await?;
    let group = |name: &str| {
        let group = groups.iter().find(|group| group.resource_name == name);
        group.map_or_else(|| name.to_owned(), contacts::called)
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sources = read["metadata"]["sources"].as_array();
    let sources = sources.into_iter().flatten().map(|source| Source {
        kind: text(&source["type"]),
        id: text(&source["id"]),
        etag: text(&source["etag"]),
        updated: text(&source["updateTime"]),
    });
    let mut selection = Selection::default();
    selection.account = Some(account.as_str().to_owned());
    selection.resource = Some(id.resource_name());
    let history = shared.backend.recent(&selection, 20)?;
    let title = person::title(&read);
    page(
        status,
        &Contact {
            page: Page::new(shared, title.clone())
                .at(Section::Contacts)
                .of(account.as_str())
                .after(visit),
            path: path(account, id),
            initials: person::initials(&title),
            photo: person::photo(&read),
            fields: person::fields(&read, &group),
            name: id.resource_name(),
            etag: text(&read["etag"]),
            sources: sources.collect(),
            lines: history.iter().map(requests::Line::of).collect(),
            raw: person::pretty(&read),
            card: card::shown(shared, account, id).await?,
            title,
            problem,
        },
    )
}

/// The contact with this id, such as `c17`.
pub(crate) fn contact_id(id: &str) -> Result<ContactId, Refused> {
    let none = || Refused::not_found(format!("`{id}` is not the id of a contact."));
    ContactId::parse(&format!("people/{id}")).ok_or_else(none)
}

/// Where the pages of a contact are.
pub(crate) fn path(account: &Account, id: ContactId) -> String {
    let name = id.resource_name();
    let id = name.rsplit('/').next().unwrap_or_default();
    format!("{}/contacts/{id}", Whose::new(account.as_str()).path)
}

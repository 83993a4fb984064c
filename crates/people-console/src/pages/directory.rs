//! The directory of the domain that an account is of, and one person of it.
use askama::Template;
use http::StatusCode;
use people_http::{Call, ListDirectoryPeople, SearchDirectoryPeople, violation_of};
use people_model::FieldMask;
use people_rules::{DirectorySources, Violation};
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, contacts, count, encoded};
use crate::{
    answer::{Answer, Refused, page},
    calls::PAGE,
    console::Shared,
    person::{self, ShownField},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "directory.html")]
struct Directory {
    page: Page,
    whose: Whose,
    query: String,
    total: String,
    people: Vec<contacts::Row>,
    next: Option<String>,
    is_later: bool,
    /// Why the account sees no directory.
    closed: Option<Closed>,
}

/// Why an account sees no directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    NoDomain,
    SharingOff,
}

#[derive(Template)]
#[template(path = "directory_person.html")]
struct DirectoryPerson {
    page: Page,
    /// The address of the list where the person was found.
    list: String,
    title: String,
    name: String,
    initials: String,
    photo: Option<String>,
    fields: Vec<ShownField>,
    sources: Vec<(String, String)>,
    raw: String,
}

/// A part of a directory.
#[derive(Default)]
struct Part {
    people: Vec<Value>,
    total: Option<u64>,
    next: Option<String>,
}

/// `GET /console/@ada/directory`.
pub(crate) async fn list(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let whose = Whose::new(account.as_str());
    let (part, closed) = match read(shared, visit, account).await? {
        Ok(part) => (part, None),
        Err(closed) => (Part::default(), Some(closed)),
    };
    let asked = asked(visit);
    let row = |it: &Value| {
        let mut row = contacts::row(&whose, it);
        row.path = format!("{}/directory/{}{asked}", whose.path, encoded(&row.id));
        row
    };
    let query = visit.query.text("q").trim().to_owned();
    let next = part.next.as_ref().map(|next| {
        let found = match query.is_empty() {
            true => String::new(),
            false => format!("q={}&", encoded(&query)),
        };
        format!("{}/directory?{found}page={}", whose.path, encoded(next))
    });
    let shown = part.people.len() as u64;
    page(
        StatusCode::OK,
        &Directory {
            page: Page::new(shared, format!("Directory of {account}"))
                .at(Section::Directory)
                .of(account.as_str()),
            total: match part.total {
                Some(total) => count(total, "person", "people"),
                // A list does not say how many there are.
                None if part.next.is_none() && visit.query.text("page").is_empty() => {
                    count(shown, "person", "people")
                }
                None => format!("{} on this page", count(shown, "person", "people")),
            },
            people: part.people.iter().map(row).collect(),
            is_later: !visit.query.text("page").is_empty(),
            next,
            closed,
            query,
            whose,
        },
    )
}

/// `GET /console/@ada/directory/42`, with what the list was asked for. No method reads one person of a directory, so that
/// the list is read again.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let name = format!("people/{id}");
    let part = read(shared, visit, account).await?.unwrap_or_default();
    let mut people = part.people.into_iter();
    let found = people.find(|person| person["resourceName"] == *name);
    let read = found.ok_or_else(|| {
        let text = format!("{name} is not on this page of the directory. Open it from the list.");
        Refused::not_found(text)
    })?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sources = read["metadata"]["sources"].as_array().into_iter().flatten();
    let title = person::title(&read);
    page(
        StatusCode::OK,
        &DirectoryPerson {
            page: Page::new(shared, title.clone())
                .at(Section::Directory)
                .of(account.as_str()),
            list: format!(
                "{}/directory{}",
                Whose::new(account.as_str()).path,
                asked(visit)
            ),
            name,
            initials: person::initials(&title),
            photo: person::photo(&read),
            fields: person::fields(&read, &str::to_owned),
            sources: sources
                .map(|source| (text(&source["type"]), text(&source["id"])))
                .collect(),
            raw: person::pretty(&read),
            title,
        },
    )
}

/// The query of the list.
fn asked(visit: &Visit) -> String {
    let asked = ["q", "page"].into_iter().filter_map(|name| {
        let value = visit.query.filled(name)?;
        Some(format!("{name}={}", encoded(value)))
    });
    let asked: Vec<String> = asked.collect();
    match asked.is_empty() {
        true => String::new(),
        false => format!("?{}", asked.join("&")),
    }
}

/// A page of the directory, or of what a text finds in it.
async fn read(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
) -> Result<Result<Part, Closed>, Refused> {
    let mut sources = DirectorySources::default();
    (sources.profiles, sources.contacts) = (true, true);
    let page = visit.query.text("page");
    let call = match visit.query.filled("q") {
        None => {
            let list = ListDirectoryPeople::new(FieldMask::ALL, sources);
            Call::ListDirectoryPeople(list.page_size(PAGE).page_token(page))
        }
        Some(query) => {
            let search = SearchDirectoryPeople::new(query, FieldMask::ALL, sources);
            Call::SearchDirectoryPeople(search.page_size(PAGE).page_token(page))
        }
    };
    let reply = match shared.backend.call(account, call).await {
        Ok(reply) => reply,
        Err(failure) => {
            return match violation_of(failure.status()) {
                Some(Violation::NoDomain) => Ok(Err(Closed::NoDomain)),
                Some(Violation::SharingOff) => Ok(Err(Closed::SharingOff)),
                _ => Err(failure.into()),
            };
        }
    };
    let mut read: Value = serde_json::from_slice(&reply.body).map_err(|error| {
        Refused::broken(format!("The answer of the API cannot be read: {error}."))
    })?;
    Ok(Ok(Part {
        people: contacts::people(&mut read["people"], None),
        total: read["totalSize"].as_u64(),
        next: read["nextPageToken"].as_str().map(str::to_owned),
    }))
}

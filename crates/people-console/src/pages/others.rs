//! The other contacts of an account: people whom it met, and did not save.
use askama::Template;
use http::StatusCode;
use people_http::{
    Call, CopyOtherContactToMyContactsGroup, ListOtherContacts, SearchOtherContacts,
};
use people_model::FieldMask;
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, contact, contacts, count, encoded};
use crate::{
    answer::{Answer, page, see_other},
    calls::{self, PAGE},
    console::Shared,
    creations::{self, Creation},
    person,
    visit::Visit,
};

/// What a copy has of an other contact.
const COPIED: FieldMask = FieldMask::NAMES
    .union(FieldMask::EMAIL_ADDRESSES)
    .union(FieldMask::PHONE_NUMBERS);

#[derive(Template)]
#[template(path = "others.html")]
struct Others {
    page: Page,
    whose: Whose,
    query: String,
    total: String,
    people: Vec<Row>,
    next: Option<String>,
    is_later: bool,
    problem: Option<String>,
    /// The text that identifies the forms of this page.
    once: String,
}

struct Row {
    name: String,
    title: String,
    initials: String,
    photo: Option<String>,
    emails: Vec<String>,
    phones: Vec<String>,
}

/// `GET /console/@ada/others`.
pub(crate) async fn list(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    shown(shared, visit, account, None).await
}

/// `POST /console/@ada/others`: makes a contact of one, once for each form (rule `W47`).
pub(crate) async fn copy(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let once = creations::sent_once(visit)?;
    let copy = CopyOtherContactToMyContactsGroup::new(visit.form.text("name"), COPIED);
    let created = shared
        .creations
        .create(&shared.backend, account, once, Creation::Copy(copy));
    match created.await {
        Ok(id) => {
            let path = contact::path(account, id);
            Ok(see_other(&format!("{path}?done=copied")))
        }
        Err(refused) => {
            let why = refused.text().to_owned();
            shown(shared, visit, account, Some(why)).await
        }
    }
}

async fn shown(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    problem: Option<String>,
) -> Answer {
    let whose = Whose::new(account.as_str());
    let query = visit.query.text("q").trim().to_owned();
    let begin = visit.query.text("page");
    let (people, total, next) = match query.is_empty() {
        true => {
            let list = ListOtherContacts::new(COPIED | FieldMask::PHOTOS);
            let list = list.page_size(PAGE).page_token(begin);
            let call = Call::ListOtherContacts(list);
            let mut listed: Value = calls::call(shared, account, call).await?;
            let next = listed["nextPageToken"].as_str().map(str::to_owned);
            let people = contacts::people(&mut listed["otherContacts"], None);
            (people, listed["totalSize"].as_u64(), next)
        }
        false => {
            let search = SearchOtherContacts::new(query.as_str(), COPIED).page_size(30);
            let call = Call::SearchOtherContacts(search);
            let mut found: Value = calls::call(shared, account, call).await?;
            let people = contacts::people(&mut found["results"], Some("person"));
            (people, None, None)
        }
    };
    let total = total.unwrap_or(people.len() as u64);
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &Others {
            page: Page::new(shared, format!("Other contacts of {account}"))
                .at(Section::Others)
                .of(account.as_str())
                .after(visit),
            total: count(total, "other contact", "other contacts"),
            people: people.iter().map(row).collect(),
            next: next.map(|next| format!("{}/others?page={}", whose.path, encoded(&next))),
            is_later: !begin.is_empty(),
            problem,
            once: creations::once()?,
            query,
            whose,
        },
    )
}

fn row(person: &Value) -> Row {
    let texts = |field: &str| {
        let values = person[field].as_array().into_iter().flatten();
        let texts = values.filter_map(|value| value["value"].as_str());
        texts.map(str::to_owned).collect()
    };
    let title = person::title(person);
    Row {
        name: person["resourceName"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        initials: person::initials(&title),
        photo: person::photo(person),
        emails: texts("emailAddresses"),
        phones: texts("phoneNumbers"),
        title,
    }
}

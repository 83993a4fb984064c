//! The contacts of an account: a page of all, of a group, or those that a text finds.
use askama::Template;
use http::StatusCode;
use people_model::ContactGroup;
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, count, encoded};
use crate::{
    answer::{Answer, Refused, page},
    calls::{self, PAGE},
    console::Shared,
    person,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "contacts.html")]
struct Contacts {
    page: Page,
    whose: Whose,
    query: String,
    /// Where a contact is created, in the group if one is chosen.
    new: String,
    /// The heading unless something was looked for: all, or a group.
    heading: String,
    total: String,
    people: Vec<Row>,
    groups: Vec<Group>,
    /// Whether a group is chosen.
    of_group: bool,
    next: Option<String>,
    /// Whether this is not the first page.
    is_later: bool,
}

pub(crate) struct Row {
    /// Such as `c17`.
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) initials: String,
    pub(crate) photo: Option<String>,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) job: String,
}

struct Group {
    name: String,
    path: String,
    members: i32,
    is_chosen: bool,
}

/// Some contacts.
#[derive(Default)]
struct Part {
    people: Vec<Value>,
    total: Option<u64>,
    /// Where the next page begins.
    next: Option<String>,
}

/// `GET /console/@ada`.
pub(crate) async fn list(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let whose = Whose::new(account.as_str());
    let groups = calls::groups(shared, account).await?;
    let query = visit.query.text("q").trim().to_owned();
    let group = visit.query.filled("group");
    let begin = visit.query.text("page");
    let part = match (&*query, group) {
        ("", None) => all(shared, account, begin).await?,
        ("", Some(group)) => of_group(shared, account, group, begin).await?,
        (query, _) => found(shared, account, query).await?,
    };
    let heading = match group {
        None => "Contacts".to_owned(),
        Some(name) => {
            let group = groups.iter().find(|it| it.resource_name == name);
            group.map_or_else(|| name.to_owned(), called)
        }
    };
    let total = part.total.unwrap_or(part.people.len() as u64);
    let next = part.next.map(|next| {
        let group = group.map(|group| format!("group={}&", encoded(group)));
        format!(
            "{}?{}page={}",
            whose.path,
            group.unwrap_or_default(),
            encoded(&next)
        )
    });
    page(
        StatusCode::OK,
        &Contacts {
            page: Page::new(shared, format!("Contacts of {account}"))
                .at(Section::Contacts)
                .of(account.as_str())
                .after(visit),
            people: part.people.iter().map(|it| row(&whose, it)).collect(),
            groups: groups
                .iter()
                .filter(|it| it.member_count > 0 || Some(&*it.resource_name) == group)
                .map(|it| Group {
                    name: called(it),
                    path: format!("{}?group={}", whose.path, encoded(&it.resource_name)),
                    members: it.member_count,
                    is_chosen: Some(&*it.resource_name) == group,
                })
                .collect(),
            of_group: group.is_some(),
            new: match group {
                Some(group) => {
                    format!("{}/contacts/new/edit?group={}", whose.path, encoded(group))
                }
                None => format!("{}/contacts/new/edit", whose.path),
            },
            heading,
            total: count(total, "contact", "contacts"),
            next,
            is_later: !begin.is_empty(),
            query,
            whose,
        },
    )
}

async fn all(shared: &Shared, account: &Account, begin: &str) -> Result<Part, Refused> {
    let mut listed: Value = calls::call(shared, account, calls::list(begin)).await?;
    Ok(Part {
        people: people(&mut listed["connections"], None),
        total: listed["totalItems"].as_u64(),
        next: listed["nextPageToken"].as_str().map(str::to_owned),
    })
}

async fn found(shared: &Shared, account: &Account, query: &str) -> Result<Part, Refused> {
    let mut found: Value = calls::call(shared, account, calls::search(query)).await?;
    Ok(Part {
        people: people(&mut found["results"], Some("person")),
        ..Part::default()
    })
}

/// Members of a group, from the one at this place.
async fn of_group(
    shared: &Shared,
    account: &Account,
    name: &str,
    begin: &str,
) -> Result<Part, Refused> {
    let begin: i32 = begin.parse().unwrap_or(0).max(0);
    let end = begin.saturating_add(PAGE);
    let group: ContactGroup = calls::call(shared, account, calls::group(name, end)).await?;
    let skipped = usize::try_from(begin).unwrap_or_default();
    let members: Vec<String> = group
        .member_resource_names
        .into_iter()
        .skip(skipped)
        .collect();
    let mut part = Part {
        total: u64::try_from(group.member_count).ok(),
        next: (group.member_count > end).then(|| end.to_string()),
        ..Part::default()
    };
    if !members.is_empty() {
        let mut read: Value = calls::call(shared, account, calls::these(&members)).await?;
        part.people = people(&mut read["responses"], Some("person"));
    }
    Ok(part)
}

/// The persons of a list, each in a member of its entry or the entry itself.
pub(crate) fn people(list: &mut Value, member: Option<&str>) -> Vec<Value> {
    let list = list.as_array_mut().map(std::mem::take).unwrap_or_default();
    let each = list.into_iter().map(|mut entry| match member {
        Some(member) => entry[member].take(),
        None => entry,
    });
    each.filter(Value::is_object).collect()
}

pub(crate) fn row(whose: &Whose, person: &Value) -> Row {
    let title = person::title(person);
    let name = person["resourceName"].as_str().unwrap_or_default();
    let id = name.rsplit('/').next().unwrap_or_default();
    let job = [("organizations", "title"), ("organizations", "name")]
        .map(|(field, member)| person::first(person, field, member));
    let job: Vec<String> = job.into_iter().filter(|text| !text.is_empty()).collect();
    Row {
        id: id.to_owned(),
        path: format!("{}/contacts/{}", whose.path, encoded(id)),
        initials: person::initials(&title),
        photo: person::photo(person),
        email: person::first(person, "emailAddresses", "value"),
        phone: person::first(person, "phoneNumbers", "value"),
        job: job.join(", "),
        title,
    }
}

/// What people call a group.
pub(crate) fn called(group: &ContactGroup) -> String {
    match group.formatted_name.is_empty() {
        true => group.name.clone(),
        false => group.formatted_name.clone(),
    }
}

//! The groups of contacts of an account, page by page.
use askama::Template;
use http::StatusCode;
use people_http::{Call, CreateContactGroup, ListContactGroups};
use people_model::{ContactGroup, GroupType, ListContactGroupsResponse};
use people_store::Account;

use super::{Page, Section, Whose, contacts, count, encoded, group};
use crate::{
    answer::{Answer, page, see_other},
    calls::{self, PAGE},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "groups.html")]
struct Groups {
    page: Page,
    whose: Whose,
    total: String,
    groups: Vec<Row>,
    next: Option<String>,
    is_later: bool,
    /// What was put in, and why no group was created of it.
    name: String,
    problem: Option<String>,
}

struct Row {
    name: String,
    path: String,
    members: i32,
    is_system: bool,
}

/// `GET /console/@ada/groups`.
pub(crate) async fn list(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    shown(shared, visit, account, None).await
}

/// `POST /console/@ada/groups`: creates one.
pub(crate) async fn create(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let mut new = ContactGroup::default();
    new.name = visit.form.text("name").to_owned();
    let call = Call::CreateContactGroup(Box::new(CreateContactGroup::new(new)));
    match calls::call::<ContactGroup>(shared, account, call).await {
        Ok(created) => {
            let path = group::path(account, &created.resource_name);
            Ok(see_other(&format!("{path}?done=group-created")))
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
    let begin = visit.query.text("page");
    let mut list = ListContactGroups::new();
    list.page_size = PAGE;
    begin.clone_into(&mut list.page_token);
    let call = Call::ListContactGroups(list);
    let listed: ListContactGroupsResponse = calls::call(shared, account, call).await?;
    let next = Some(listed.next_page_token).filter(|next| !next.is_empty());
    let row = |it: &ContactGroup| Row {
        name: contacts::called(it),
        path: group::path(account, &it.resource_name),
        members: it.member_count,
        is_system: it.group_type == GroupType::SystemContactGroup,
    };
    let total = u64::try_from(listed.total_items).unwrap_or_default();
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &Groups {
            page: Page::new(shared, format!("Groups of {account}"))
                .at(Section::Groups)
                .of(account.as_str())
                .after(visit),
            total: count(total, "group", "groups"),
            groups: listed.contact_groups.iter().map(row).collect(),
            next: next.map(|next| format!("{}/groups?page={}", whose.path, encoded(&next))),
            is_later: !begin.is_empty(),
            name: visit.form.text("name").to_owned(),
            problem,
            whose,
        },
    )
}

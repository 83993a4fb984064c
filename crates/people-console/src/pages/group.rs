//! One group of contacts: its name, its members, and its end.
use askama::Template;
use http::StatusCode;
use people_http::{
    Call, DeleteContactGroup, ModifyContactGroupMembers, UpdateContactGroup, violation_of,
};
use people_model::{ContactGroup, ContactId, GroupType, ModifyContactGroupMembersResponse};
use people_rules::Violation;
use people_store::Account;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Page, Section, Whose, contact, contacts, count, encoded};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls::{self, PAGE},
    console::{self, Shared},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "group.html")]
struct Group {
    page: Page,
    head: Head,
    /// What is in the input of the name: what was put in, if it was refused.
    name: String,
    members: Vec<contacts::Row>,
    next: Option<String>,
    is_later: bool,
    /// The search for contacts to add, and its results.
    query: String,
    found: Vec<contacts::Row>,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "group_delete.html")]
struct Delete {
    page: Page,
    head: Head,
    /// A digest of the members.
    members: String,
    problem: Option<String>,
}

/// What a group is, on each of its pages.
struct Head {
    path: String,
    called: String,
    resource_name: String,
    etag: String,
    count: i32,
    contacts: String,
    is_system: bool,
}

/// `GET /console/@ada/groups/1f`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    shown(shared, visit, account, id, None).await
}

/// `POST /console/@ada/groups/1f`: another name, members more or less.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let done = match visit.form.text("do") {
        "rename" => rename(shared, visit, account, id).await?,
        "add" => modify(shared, visit, account, id, true).await?,
        "remove" => modify(shared, visit, account, id, false).await?,
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    match done {
        Ok(done) => {
            let path = path(account, &resource_name(id));
            Ok(see_other(&format!("{path}?done={done}")))
        }
        Err(problem) => shown(shared, visit, account, id, Some(problem)).await,
    }
}

/// `GET /console/@ada/groups/1f/delete`: asks.
pub(crate) async fn ask(shared: &Shared, account: &Account, id: &str) -> Answer {
    let group = read(shared, account, id, i32::MAX).await?;
    asked(shared, account, &group, None)
}

/// `POST /console/@ada/groups/1f/delete`: deletes it, with its contacts or without them.
pub(crate) async fn delete(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let form = &visit.form;
    let group = read(shared, account, id, i32::MAX).await?;
    // The call takes no etag, so that this is looked at before it.
    if group.etag != form.text("etag") || digest(&group) != form.text("members") {
        let text = "Somebody changed the group after this page was loaded. Nothing is deleted. This is what the \
                    group is now.";
        return asked(
            shared,
            account,
            &group,
            Some((StatusCode::CONFLICT, text.to_owned())),
        );
    }
    let delete = DeleteContactGroup::new(group.resource_name.clone());
    let (delete, done) = match form.text("do") {
        "group" => (delete, "group-deleted"),
        "all" => (delete.with_contacts(), "group-and-contacts-deleted"),
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    let call = Call::DeleteContactGroup(delete);
    match calls::call::<Value>(shared, account, call).await {
        Ok(_) => {
            let whose = Whose::new(account.as_str());
            Ok(see_other(&format!("{}/groups?done={done}", whose.path)))
        }
        Err(refused) => {
            let why = (StatusCode::BAD_REQUEST, refused.text().to_owned());
            asked(shared, account, &group, Some(why))
        }
    }
}

/// Where the pages of a group are.
pub(crate) fn path(account: &Account, resource_name: &str) -> String {
    let id = resource_name.rsplit('/').next().unwrap_or_default();
    format!(
        "{}/groups/{}",
        Whose::new(account.as_str()).path,
        encoded(id)
    )
}

/// What a form did, or why it did not: the status, and the reason.
type Done = Result<Result<&'static str, (StatusCode, String)>, Refused>;

async fn rename(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Done {
    let mut group = ContactGroup::default();
    visit.form.text("name").clone_into(&mut group.name);
    visit.form.text("etag").clone_into(&mut group.etag);
    let update = UpdateContactGroup::new(resource_name(id), group);
    let call = Call::UpdateContactGroup(Box::new(update));
    let Err(failure) = shared.backend.call(account, call).await else {
        return Ok(Ok("group-renamed"));
    };
    let status = failure.status();
    match violation_of(status) {
        Some(Violation::StaleGroup) => {
            let text = "Somebody changed the group after this page was loaded. It is not renamed. Press Rename again \
                        to give it your name all the same.";
            Ok(Err((StatusCode::CONFLICT, text.to_owned())))
        }
        _ if status.code().is_some_and(|code| code.http_status() < 500) => {
            Ok(Err((StatusCode::BAD_REQUEST, status.message.clone())))
        }
        _ => Err(failure.into()),
    }
}

/// Adds the chosen contacts, or removes them.
async fn modify(shared: &Shared, visit: &Visit, account: &Account, id: &str, adds: bool) -> Done {
    let refused = |text: String| Ok(Err((StatusCode::BAD_REQUEST, text)));
    let chosen = visit.form.0.iter().filter(|(name, _)| name == "contact");
    let chosen: Result<Vec<ContactId>, Refused> =
        chosen.map(|(_, id)| contact::contact_id(id)).collect();
    let chosen = chosen?;
    if chosen.is_empty() {
        return refused("You chose no contact.".to_owned());
    }
    let modify = ModifyContactGroupMembers::new(resource_name(id));
    let (modify, done) = match adds {
        true => (modify.add(chosen), "members-added"),
        false => (modify.remove(chosen), "members-removed"),
    };
    let call = Call::ModifyContactGroupMembers(Box::new(modify));
    let modified = calls::call::<ModifyContactGroupMembersResponse>(shared, account, call).await;
    let modified = match modified {
        Ok(modified) => modified,
        Err(why) => return refused(why.text().to_owned()),
    };
    let left = modified.can_not_remove_last_contact_group_resource_names;
    let gone = modified.not_found_resource_names;
    let mut texts = Vec::new();
    if !left.is_empty() {
        texts.push(format!(
            "A contact is in one group at least, so that these stay: {}.",
            left.join(", ")
        ));
    }
    if !gone.is_empty() {
        texts.push(format!("These do not exist any more: {}.", gone.join(", ")));
    }
    match texts.is_empty() {
        true => Ok(Ok(done)),
        false => refused(texts.join(" ")),
    }
}

async fn shown(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    id: &str,
    problem: Option<(StatusCode, String)>,
) -> Answer {
    let whose = Whose::new(account.as_str());
    let begin: i32 = visit.query.text("page").parse().unwrap_or(0).max(0);
    let end = begin.saturating_add(PAGE);
    let group = read(shared, account, id, end).await?;
    let skipped = usize::try_from(begin).unwrap_or_default();
    let names = group.member_resource_names.iter().skip(skipped);
    let names: Vec<String> = names.cloned().collect();
    let members = rows(shared, account, &whose, &names).await?;
    let query = visit.query.text("q").trim().to_owned();
    let found = match query.is_empty() {
        true => Vec::new(),
        false => {
            let mut found: Value = calls::call(shared, account, calls::search(&query)).await?;
            let people = contacts::people(&mut found["results"], Some("person"));
            people.iter().map(|it| contacts::row(&whose, it)).collect()
        }
    };
    let head = Head::of(account, &group);
    let (status, problem) = match problem {
        None => (StatusCode::OK, None),
        Some((status, why)) => (status, Some(why)),
    };
    let put_in = visit.form.get("name").map(str::to_owned);
    page(
        status,
        &Group {
            page: Page::new(shared, head.called.clone())
                .at(Section::Groups)
                .of(account.as_str())
                .after(visit),
            name: put_in.unwrap_or_else(|| group.name.clone()),
            members,
            next: (group.member_count > end).then(|| format!("{}?page={end}", head.path)),
            is_later: begin > 0,
            query,
            found,
            problem,
            head,
        },
    )
}

fn asked(
    shared: &Shared,
    account: &Account,
    group: &ContactGroup,
    problem: Option<(StatusCode, String)>,
) -> Answer {
    let head = Head::of(account, group);
    let (status, problem) = match problem {
        None => (StatusCode::OK, None),
        Some((status, why)) => (status, Some(why)),
    };
    page(
        status,
        &Delete {
            page: Page::new(shared, format!("Delete {}", head.called))
                .at(Section::Groups)
                .of(account.as_str()),
            members: digest(group),
            head,
            problem,
        },
    )
}

/// A digest of the names of the members, in any order.
fn digest(group: &ContactGroup) -> String {
    let mut names: Vec<&str> = group.member_resource_names.iter().map(|it| &**it).collect();
    names.sort_unstable();
    console::hex(&Sha256::digest(names.join("\n")))
}

impl Head {
    fn of(account: &Account, group: &ContactGroup) -> Self {
        let members = u64::try_from(group.member_count).unwrap_or_default();
        Self {
            path: path(account, &group.resource_name),
            called: contacts::called(group),
            resource_name: group.resource_name.clone(),
            etag: group.etag.clone(),
            count: group.member_count,
            contacts: count(members, "contact", "contacts"),
            is_system: group.group_type == GroupType::SystemContactGroup,
        }
    }
}

async fn read(
    shared: &Shared,
    account: &Account,
    id: &str,
    members: i32,
) -> Result<ContactGroup, Refused> {
    calls::call(shared, account, calls::group(&resource_name(id), members)).await
}

fn resource_name(id: &str) -> String {
    format!("contactGroups/{id}")
}

async fn rows(
    shared: &Shared,
    account: &Account,
    whose: &Whose,
    names: &[String],
) -> Result<Vec<contacts::Row>, Refused> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut read: Value = calls::call(shared, account, calls::these(names)).await?;
    let people = contacts::people(&mut read["responses"], Some("person"));
    Ok(people.iter().map(|it| contacts::row(whose, it)).collect())
}

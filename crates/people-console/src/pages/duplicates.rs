//! The contacts of an account that may be one person.
use askama::Template;
use http::StatusCode;
use people_rules::Verdict;
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, contacts, count};
use crate::{
    answer::{Answer, Refused, page, see_other},
    calls,
    console::Shared,
    duplicates::{Progress, Proposal, Proposed, Standing},
    visit::Visit,
};

/// Groups of a page.
const GROUPS: usize = 20;
/// Contacts that are shown of a group. Those of all groups of a page are read in one call.
const CONTACTS: usize = 10;

#[derive(Template)]
#[template(path = "duplicates.html")]
struct DuplicatesPage {
    page: Page,
    whose: Whose,
    /// How many contacts and groups there are.
    total: String,
    groups: Vec<Group>,
    /// How far the search is that runs now.
    progress: Option<String>,
    is_found: bool,
    /// Whether contacts have changed since, and no search runs.
    is_old: bool,
    /// What the page says of those that it leaves out.
    left_out: usize,
    previous: Option<usize>,
    next: Option<usize>,
}

struct Group {
    number: usize,
    verdict: Verdict,
    reasons: Vec<String>,
    contradictions: Vec<String>,
    people: Vec<contacts::Row>,
    /// How many more the group has.
    more: usize,
}

/// `GET /console/@ada/duplicates`.
pub(crate) async fn show(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    standing: Option<Standing>,
) -> Answer {
    let whose = Whose::new(account.as_str());
    let standing = standing.ok_or_else(|| Refused::broken("No search was begun."))?;
    let mut shown = DuplicatesPage {
        page: Page::new(shared, format!("Duplicates of {account}"))
            .at(Section::Duplicates)
            .of(account.as_str())
            .after(visit),
        total: String::new(),
        groups: Vec::new(),
        progress: standing.running.as_ref().map(progress),
        is_found: standing.found.is_some(),
        is_old: standing.is_old,
        left_out: 0,
        previous: None,
        next: None,
        whose,
    };
    if let Some(found) = &standing.found {
        let last = found.groups.len().div_ceil(GROUPS).max(1);
        let number: usize = visit.query.text("page").parse().unwrap_or(1);
        let number = number.clamp(1, last);
        let begin = (number - 1) * GROUPS;
        let part = found.groups.iter().enumerate().skip(begin).take(GROUPS);
        let part: Vec<(usize, &Proposed)> = part.collect();
        shown.groups = groups(shared, account, &shown.whose, &part).await?;
        shown.total = total(found);
        shown.left_out = found.all - found.groups.len();
        shown.previous = (number > 1).then(|| number - 1);
        shown.next = (number < last).then(|| number + 1);
    }
    page(StatusCode::OK, &shown)
}

/// `POST /console/@ada/duplicates`: looks again.
pub(crate) fn again(shared: &Shared, account: &Account) -> Answer {
    shared.searches.begin(&shared.backend, account)?;
    let whose = Whose::new(account.as_str());
    Ok(see_other(&format!("{}/duplicates", whose.path)))
}

/// The groups of a page, with what their contacts are now. A group with less than two contacts left is not shown.
async fn groups(
    shared: &Shared,
    account: &Account,
    whose: &Whose,
    part: &[(usize, &Proposed)],
) -> Result<Vec<Group>, Refused> {
    let names = part.iter().flat_map(|(_, group)| {
        let names = group.contacts.iter().take(CONTACTS);
        names.cloned()
    });
    let mut names: Vec<String> = names.collect();
    // A contact may be in two groups, and a call takes a name once.
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut read: Value = calls::call(shared, account, calls::these(&names)).await?;
    let people = contacts::people(&mut read["responses"], Some("person"));
    let row = |name: &String| {
        let person = people.iter().find(|it| it["resourceName"] == **name)?;
        Some(contacts::row(whose, person))
    };
    let groups = part.iter().map(|(at, group)| Group {
        number: at + 1,
        verdict: group.verdict,
        reasons: group.reasons.clone(),
        contradictions: group.contradictions.clone(),
        people: group
            .contacts
            .iter()
            .take(CONTACTS)
            .filter_map(row)
            .collect(),
        more: group.contacts.len().saturating_sub(CONTACTS),
    });
    Ok(groups.filter(|group| group.people.len() > 1).collect())
}

fn total(found: &Proposal) -> String {
    let contacts = count(found.contacts as u64, "contact", "contacts");
    if found.all == 0 {
        return format!("{contacts} compared");
    }
    let groups = count(found.all as u64, "group", "groups");
    let (same, perhaps) = (found.same, found.all - found.same);
    format!("{contacts} compared: {groups}, {same} same and {perhaps} perhaps")
}

fn progress(progress: &Progress) -> String {
    match progress {
        Progress::Reading(0) => "The contacts are being read.".to_owned(),
        Progress::Reading(read) => format!(
            "The contacts are being read: {} so far.",
            count(*read as u64, "contact", "contacts")
        ),
        Progress::Comparing(all) => format!(
            "{} are being compared.",
            count(*all as u64, "contact", "contacts")
        ),
        Progress::Done(_) | Progress::Failed(_) => String::new(),
    }
}

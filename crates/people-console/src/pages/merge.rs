//! Two contacts side by side, a choice for what they say differently, and the one contact that is made of them.
use askama::Template;
use http::StatusCode;
use people_http::{Call, DeleteContact, GetPerson, Request, UpdateContactPhoto, violation_of};
use people_model::{Code, ContactId, FieldMask, Person};
use people_rules::{Conflict, Resolution, Sources, United, Violation, unite_with};
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, contact, contacts, edit};
use crate::{
    answer::{Answer, Refused, Response, page, see_other},
    calls,
    console::Shared,
    lines::{self, Line},
    person,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "merge.html")]
struct Merge {
    page: Page,
    /// The contact that stays, the one that goes, and the result.
    sides: [Side; 3],
    /// The same with the other contact staying.
    swapped: String,
    duplicates: String,
    choices: Vec<Choice>,
    open: usize,
    rows: Vec<Row>,
    /// What a program would send.
    requests: String,
    /// Why this cannot be done.
    problem: Option<String>,
    is_possible: bool,
}

struct Side {
    /// `c17`.
    id: String,
    path: String,
    etag: String,
    title: String,
    initials: String,
    photo: Option<String>,
}

/// A conflict, and what was picked for it.
struct Choice {
    number: usize,
    path: String,
    kept: Option<String>,
    other: Option<String>,
    picks_kept: bool,
    picks_other: bool,
}

/// What the three say in a field.
struct Row {
    label: String,
    cells: [Vec<Shown>; 3],
}

struct Shown {
    line: Line,
    /// Whether the result has it and the contact that stays has not.
    is_new: bool,
}

/// The two contacts, as they are now.
struct Two {
    ids: [ContactId; 2],
    kept: Person,
    other: Person,
}

/// `GET /console/@ada/merge?contact=c17&contact=c18`, or `?kept=c17&other=c18`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let query = &visit.query;
    let chosen = query.0.iter().filter(|(name, _)| name == "contact");
    let chosen: Vec<&str> = chosen.map(|(_, id)| id.as_str()).collect();
    let two = match (query.filled("kept"), query.filled("other"), &chosen[..]) {
        (Some(kept), Some(other), _) => read(shared, account, [kept, other]).await?,
        (_, _, [one, other]) => {
            let mut two = read(shared, account, [one, other]).await?;
            // The contact that says most stays.
            if values(&two.other) > values(&two.kept) {
                std::mem::swap(&mut two.kept, &mut two.other);
                two.ids.reverse();
            }
            two
        }
        (_, _, chosen) => {
            let text = match chosen.len() {
                0 => "You chose no contact.".to_owned(),
                1 => "You chose one contact.".to_owned(),
                many => format!("You chose {many} contacts."),
            };
            return Err(Refused::invalid(format!(
                "{text} Choose two contacts to merge."
            )));
        }
    };
    shown(shared, account, &two, &Picks::default(), None).await
}

/// `POST /console/@ada/merge`: shows the result of what was picked, or makes one contact of the two. A form that is
/// sent twice merges once, and both answers say so.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let form = &visit.form;
    let answer = decided(shared, visit, account).await;
    let is_merged = matches!(&answer, Ok(page) if page.status() == StatusCode::SEE_OTHER);
    let ids = ["kept", "other"].map(|name| contact::contact_id(form.text(name)));
    if let [Ok(kept), Ok(other)] = ids
        && form.text("do") == "save"
        && !is_merged
        && was_merged(shared, account, [kept, other]).await
    {
        return Ok(merged(account, kept));
    }
    answer
}

/// Whether these two were merged, and the merge was not undone.
async fn was_merged(shared: &Shared, account: &Account, [kept, gone]: [ContactId; 2]) -> bool {
    let unions = shared.backend.unions(account).await.unwrap_or_default();
    unions.iter().any(|it| it.kept == kept && it.gone == gone)
}

fn merged(account: &Account, kept: ContactId) -> Response {
    let path = contact::path(account, kept);
    see_other(&format!("{path}?done=merged"))
}

async fn decided(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let form = &visit.form;
    let two = read(shared, account, [form.text("kept"), form.text("other")]).await?;
    let picks = Picks::of(visit);
    let was_read = [&two.kept, &two.other]
        .iter()
        .zip(["kept-etag", "other-etag"])
        .all(|(person, name)| person.etag == form.text(name));
    if !was_read {
        return shown(shared, account, &two, &picks, stale()).await;
    }
    let united = united(&two, &picks);
    let is_decided = united.merge.unresolved().next().is_none();
    if form.text("do") != "save" || !is_decided || united.excess().is_some() {
        return shown(shared, account, &two, &picks, None).await;
    }
    let made = shared
        .backend
        .unite(account, [&two.kept, &two.other], &united.merge.person);
    match made.await {
        Ok(_) => Ok(merged(account, two.ids[0])),
        Err(failure) if is_stale(&failure) => {
            let names = [form.text("kept"), form.text("other")];
            let two = read(shared, account, names).await?;
            shown(shared, account, &two, &picks, stale()).await
        }
        Err(failure) => match failure.status().code() {
            Some(code) if code.http_status() < 500 => {
                let why = (StatusCode::BAD_REQUEST, failure.status().message.clone());
                shown(shared, account, &two, &picks, Some(why)).await
            }
            _ => Err(failure.into()),
        },
    }
}

fn stale() -> Option<(StatusCode, String)> {
    let text = "Somebody changed one of the two contacts after this page was loaded. Nothing is merged. This is what \
                they are now; your choices are kept.";
    Some((StatusCode::CONFLICT, text.to_owned()))
}

fn is_stale(failure: &people_server::Failure) -> bool {
    matches!(
        violation_of(failure.status()),
        Some(Violation::StaleEtag { .. })
    )
}

/// What was picked, by the path of the conflict, in the order of the page.
#[derive(Default)]
struct Picks(Vec<(String, Resolution)>);

impl Picks {
    fn of(visit: &Visit) -> Self {
        let paths = visit.form.0.iter();
        let paths = paths.filter_map(|(name, path)| Some((name.strip_prefix("path.")?, path)));
        let picked = paths.filter_map(|(number, path)| {
            let pick = match visit.form.text(&format!("pick.{number}")) {
                "kept" => Resolution::Theirs,
                "other" => Resolution::Ours,
                _ => return None,
            };
            Some((path.clone(), pick))
        });
        Self(picked.collect())
    }
}

/// One contact of two, with what was picked.
fn united(two: &Two, picks: &Picks) -> United {
    let mut left = picks.0.clone();
    unite_with(&two.kept, &two.other, |conflict| {
        let path = conflict.path();
        let found = left.iter().position(|(known, _)| *known == path);
        found.map_or(Resolution::Unresolved, |at| left.remove(at).1)
    })
}

/// How many values a contact has.
fn values(person: &Person) -> usize {
    let fields = FieldMask::UPDATABLE.iter();
    fields.map(|field| person.field_len(field)).sum()
}

async fn read(shared: &Shared, account: &Account, ids: [&str; 2]) -> Result<Two, Refused> {
    let ids = [contact::contact_id(ids[0])?, contact::contact_id(ids[1])?];
    if ids[0] == ids[1] {
        let text = "This is one contact, and not two. Choose two contacts to merge.";
        return Err(Refused::invalid(text));
    }
    let read = async |id: ContactId| {
        let get = GetPerson::new(id.resource_name(), FieldMask::ALL).sources(Sources::CONTACT);
        let call = Call::GetPerson(get);
        match shared.backend.call(account, call).await {
            Ok(reply) => edit::state(&String::from_utf8_lossy(&reply.body)),
            Err(failure) if failure.status().code() == Some(Code::NotFound) => {
                let name = id.resource_name();
                let text = format!("There is no contact {name}. Nothing is merged.");
                Err(Refused::not_found(text))
            }
            Err(failure) => Err(failure.into()),
        }
    };
    Ok(Two {
        kept: read(ids[0]).await?,
        other: read(ids[1]).await?,
        ids,
    })
}

async fn shown(
    shared: &Shared,
    account: &Account,
    two: &Two,
    picks: &Picks,
    problem: Option<(StatusCode, String)>,
) -> Answer {
    let groups = calls::groups(shared, account).await?;
    let group = |name: &str| {
        let group = groups.iter().find(|group| group.resource_name == name);
        group.map_or_else(|| name.to_owned(), contacts::called)
    };
    let united = united(two, picks);
    let excess = united.excess();
    let persons = [&two.kept, &two.other, &united.merge.person].map(person::json_of);
    let sides = sides(account, two, &persons);
    let title = sides[0].title.clone();
    let whose = Whose::new(account.as_str());
    let (status, problem) = match problem {
        None => (StatusCode::OK, None),
        Some((status, why)) => (status, Some(why)),
    };
    page(
        status,
        &Merge {
            page: Page::new(shared, format!("Merge into {title}"))
                .at(Section::Contacts)
                .of(account.as_str()),
            swapped: format!(
                "{}/merge?kept={}&other={}",
                whose.path, sides[1].id, sides[0].id
            ),
            duplicates: format!("{}/duplicates", whose.path),
            open: united.merge.unresolved().count(),
            choices: united
                .merge
                .conflicts
                .iter()
                .enumerate()
                .map(choice)
                .collect(),
            rows: rows(&persons, &group),
            requests: requests(two, &united, sides[2].photo != sides[0].photo),
            is_possible: excess.is_none(),
            problem: problem.or_else(|| excess.map(|it| format!("This is too much: {it}."))),
            sides,
        },
    )
}

fn sides(account: &Account, two: &Two, persons: &[Value; 3]) -> [Side; 3] {
    let side = |id: ContactId, person: &Person, json: &Value| {
        let name = id.resource_name();
        let title = person::title(json);
        Side {
            id: name.rsplit('/').next().unwrap_or_default().to_owned(),
            path: contact::path(account, id),
            etag: person.etag.clone(),
            initials: person::initials(&title),
            photo: person::photo(json),
            title,
        }
    };
    let kept = side(two.ids[0], &two.kept, &persons[0]);
    let other = side(two.ids[1], &two.other, &persons[1]);
    let mut result = side(two.ids[0], &two.kept, &persons[2]);
    let names = lines::of_field(
        &persons[2],
        people_model::PersonField::Names,
        &str::to_owned,
    );
    if let Some(name) = names.into_iter().next() {
        result.title = name.text;
        result.initials = person::initials(&result.title);
    }
    result.photo = kept.photo.clone().or_else(|| other.photo.clone());
    [kept, other, result]
}

/// What the three say, field by field.
fn rows(persons: &[Value; 3], group: &dyn Fn(&str) -> String) -> Vec<Row> {
    let fields = person::in_order().filter(|field| field.is_updatable());
    let rows = fields.map(|field| {
        let [kept, other, result] = persons
            .each_ref()
            .map(|it| lines::of_field(it, field, group));
        let is_new: Vec<bool> = result.iter().map(|line| !kept.contains(line)).collect();
        let old = |lines: Vec<Line>| -> Vec<Shown> {
            let lines = lines.into_iter();
            lines
                .map(|line| Shown {
                    line,
                    is_new: false,
                })
                .collect()
        };
        let result = result.into_iter().zip(is_new);
        let result = result.map(|(line, is_new)| Shown { line, is_new });
        Row {
            label: person::words(field.as_str()),
            cells: [old(kept), old(other), result.collect()],
        }
    });
    rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        .collect()
}

fn choice((number, conflict): (usize, &Conflict)) -> Choice {
    let text = |value: &Option<Value>| value.as_ref().map(person::value_text);
    Choice {
        number,
        path: conflict.path(),
        kept: text(&conflict.theirs),
        other: text(&conflict.ours),
        picks_kept: conflict.resolution == Resolution::Theirs,
        picks_other: conflict.resolution == Resolution::Ours,
    }
}

/// What a program would send for the same; empty while something is open.
fn requests(two: &Two, united: &United, takes_photo: bool) -> String {
    let [kept, other] = two.ids;
    let Ok(update) = united.clone().into_update(kept) else {
        return String::new();
    };
    let line =
        |request: http::Request<bytes::Bytes>| format!("{} {}", request.method(), request.uri());
    let update = update.map(edit::of_update);
    let update = update.as_ref().map(edit::request_text);
    let photo = UpdateContactPhoto::new(kept, Vec::new());
    let photo = takes_photo.then(|| line(photo.to_http()));
    let delete = line(DeleteContact::new(other).to_http());
    let all: Vec<String> = update.into_iter().chain(photo).chain([delete]).collect();
    all.join("\n\n")
}

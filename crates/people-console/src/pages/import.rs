//! Contacts from a file: what an import would do, and what it did.
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::PoisonError,
};

use askama::Template;
use http::StatusCode;
use people_cards::Groups;
use people_model::Person;
use people_server::{Effect, ImportOptions, ImportedEntry, SourceConflicts};
use people_store::Account;
use sha2::{Digest as _, Sha256};

use super::{Page, Section, Whose, contact, count};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::{Shared, hex},
    imports::{Digest, LARGEST, MOST_CONTACTS, Outcome, Upload, entry},
    person,
    visit::{Fields, Visit},
};

/// Contacts that a page shows. Those that need a decision come first.
const SHOWN: usize = 200;
/// The most characters of a file's name.
const LONGEST_SOURCE: usize = 256;

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    page: Page,
    whose: Whose,
    largest: usize,
    most: usize,
    /// The most characters of the name, and what was typed.
    longest: usize,
    source: String,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "import_review.html")]
struct Review {
    page: Page,
    whose: Whose,
    path: String,
    source: String,
    /// The most characters of the name.
    longest: usize,
    /// What the form that imports says of what this page shows.
    mark: String,
    /// Whether the import is done, and these are its results.
    is_done: bool,
    /// Of how many contacts an earlier file of this name said something.
    earlier: Option<String>,
    total: String,
    new_groups: Vec<String>,
    more_groups: usize,
    /// What the file has that cannot be imported: a place, and why.
    refused: Vec<(String, String)>,
    /// How many of them are not shown.
    more_refused: usize,
    conflicts: Vec<Conflicted>,
    /// Contacts with conflicts that are not shown.
    more_conflicts: usize,
    rows: Vec<Row>,
    more: usize,
    missing: Vec<String>,
    more_missing: usize,
}

/// A contact that the file and the account have changed, to two different things.
struct Conflicted {
    index: usize,
    line: usize,
    title: String,
    path: String,
    /// What is in conflict: before, in the file, in the account.
    members: Vec<(String, [Option<String>; 3])>,
    /// What was decided, in words.
    decided: &'static str,
}

/// The change of a contact.
struct Row {
    line: usize,
    title: String,
    /// The address of the contact, if it exists.
    path: Option<String>,
    what: &'static str,
    fields: String,
    /// The lines that have no place in the contact and are stored beside it.
    beside: String,
    photo_refused: Option<String>,
}

/// `GET /console/@ada/import`.
pub(crate) fn begin(shared: &Shared, account: &Account) -> Answer {
    upload_page(shared, account, StatusCode::OK, "", None)
}

/// `POST /console/@ada/import`: takes a file, and leads to what its import would do.
pub(crate) fn upload(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let typed = visit.form.text("source");
    let kept = source(visit.form.filled("source").unwrap_or(&visit.file_name)).and_then(|source| {
        let groups = shared.backend.sizes().map_or(0, |sizes| sizes.groups);
        let file = visit.file.to_vec();
        shared.imports.keep(account, source, file, groups)
    });
    match kept {
        Ok(upload) => Ok(see_other(&path(account, &upload))),
        Err(error) if error.is_of_caller() => {
            let why = Some(error.text().to_owned());
            upload_page(shared, account, StatusCode::BAD_REQUEST, typed, why)
        }
        Err(error) => Err(error),
    }
}

/// By what a later version of a file is known, as it was typed.
fn source(typed: &str) -> Result<&str, Refused> {
    let source = match typed.trim() {
        "" => "console",
        source => source,
    };
    match source.chars().count() {
        0..=LONGEST_SOURCE => Ok(source),
        _ => Err(Refused::invalid(format!(
            "The file is known by a name of at most {LONGEST_SOURCE} characters."
        ))),
    }
}

/// `GET /console/@ada/import/…`: what the import would do now, or what it did.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let upload = shared.imports.find(account, id)?;
    let _turn = upload.turn.try_lock().map_err(|_| in_turn())?;
    if let Some(outcome) = upload.outcome.get() {
        return review(shared, visit, account, &upload, outcome, true);
    }
    let outcome = run(shared, account, &upload, &[], true).await?;
    *upload.shown.lock().unwrap_or_else(PoisonError::into_inner) = digests(&outcome);
    review(shared, visit, account, &upload, &outcome, false)
}

/// `POST /console/@ada/import/…`: imports the file, or names it. A form that is sent twice imports once.
pub(crate) async fn import(shared: &Shared, visit: &Visit, account: &Account, id: &str) -> Answer {
    let upload = shared.imports.find(account, id)?;
    let _turn = upload.turn.try_lock().map_err(|_| in_turn())?;
    let address = path(account, &upload);
    if visit.form.text("do") == "name" {
        if upload.outcome.get().is_none() {
            upload.name(source(visit.form.text("source"))?);
        }
        return Ok(see_other(&address));
    }
    if upload.outcome.get().is_none() {
        // A page may be an older one: then another page has named the file otherwise or shown other conflicts since, and
        // what this one said does not count. Every page has a mark.
        let mark = visit.form.get("mark");
        if mark.is_some_and(|it| it != mark_of(&upload)) {
            return Ok(see_other(&format!("{address}?done=look-again")));
        }
        let mut decided = decisions(&upload, &visit.form);
        let unseen = match decided.iter().any(|it| *it != SourceConflicts::Leave) {
            // A decision is about what the user saw: somebody may have edited since.
            true => {
                let now = digests(&run(shared, account, &upload, &[], true).await?);
                let shown = upload.shown.lock().unwrap_or_else(PoisonError::into_inner);
                let unseen = now
                    .into_iter()
                    .filter(|(index, it)| shown.get(index) != Some(it));
                unseen.map(|(index, _)| index).collect()
            }
            false => BTreeSet::new(),
        };
        for index in &unseen {
            decided[*index] = SourceConflicts::Leave;
        }
        // The account may have been put into another state while this page waited.
        shared.imports.find(account, id)?;
        let done = run(shared, account, &upload, &decided, false).await;
        let mut outcome = done.map_err(|refused| {
            refused.and(
                "Some contacts may be imported. Send the form again: it imports nothing twice.",
            )
        })?;
        outcome.unseen = unseen;
        // The turn is ours.
        let _ = upload.outcome.set(outcome);
    }
    Ok(see_other(&format!("{address}?done=imported")))
}

fn in_turn() -> Refused {
    let text = "This file is being read or imported by another page. Load this page again: nothing is imported twice.";
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, text)
}

/// What a page says of its file now: by what name it is known, and the conflicts that a page showed last.
fn mark_of(upload: &Upload) -> String {
    let shown = upload.shown.lock().unwrap_or_else(PoisonError::into_inner);
    let now = format!("{:?}", (upload.source(), &*shown));
    hex(&Sha256::digest(now))
}

/// The digests of all conflicts.
fn digests(outcome: &Outcome) -> BTreeMap<usize, Digest> {
    let all = outcome.entries.iter().enumerate();
    let all = all.filter(|(_, entry)| has_conflict(entry));
    all.map(|(index, it)| {
        let shown = format!("{:?}", (it.contact, &it.conflicts, it.photo_conflict));
        (index, Sha256::digest(shown).into())
    })
    .collect()
}

/// Which side wins in each contact of a file, as a form says it.
fn decisions(upload: &Upload, form: &Fields) -> Vec<SourceConflicts> {
    let others = decision(form.text("others"));
    let decided = (0..upload.file.lines().len()).map(|index| {
        let own = form.get(&format!("decide.{index}"));
        own.map_or(others, decision)
    });
    decided.collect()
}

/// Imports a file, or finds out what that would do.
async fn run(
    shared: &Shared,
    account: &Account,
    upload: &Upload,
    decided: &[SourceConflicts],
    dry_run: bool,
) -> Result<Outcome, Refused> {
    let source = &*upload.source();
    let earlier = shared.backend.imported_file(account, source).await?;
    let names = upload.file.group_names().map(str::to_owned).collect();
    let found = shared
        .backend
        .source_groups(account, names, dry_run)
        .await?;
    let mut groups = Groups::new();
    let (mut new_groups, mut refused_groups) = (Vec::new(), Vec::new());
    for group in found {
        if group.is_new {
            new_groups.push(group.name.clone());
        }
        match group.group {
            Ok(resource_name) => groups.insert(resource_name, group.name),
            Err(why) => refused_groups.push((group.name, why)),
        }
    }
    let photo = largest_photo(shared);
    let read = |index: usize| {
        let contact = upload.file.contact(index, &groups, source, photo);
        let mut entry = entry(contact);
        entry.conflicts = decided.get(index).copied();
        entry
    };
    let mut options = ImportOptions::default();
    options.dry_run = dry_run;
    let entries = upload.file.lines().len();
    let imported = shared
        .backend
        .import_file(account, source, entries, &read, options);
    let (entries, file) = imported.await?;
    Ok(Outcome {
        earlier,
        decided: decided.to_vec(),
        unseen: BTreeSet::new(),
        groups,
        entries,
        file,
        new_groups,
        refused_groups,
    })
}

fn largest_photo(shared: &Shared) -> usize {
    shared.backend.sizes().map_or(0, |sizes| sizes.photo)
}

fn decision(text: &str) -> SourceConflicts {
    match text {
        "file" => SourceConflicts::File,
        "account" => SourceConflicts::Account,
        _ => SourceConflicts::Leave,
    }
}

fn in_words(outcome: &Outcome, index: usize) -> &'static str {
    if outcome.unseen.contains(&index) {
        return "Not decided: the contact has changed since the page showed its conflicts. The account’s values stay, \
                and the next import asks again.";
    }
    match outcome.decided.get(index) {
        Some(SourceConflicts::File) => "The file’s values were taken.",
        Some(SourceConflicts::Account) => "The account’s values were kept.",
        _ => "Not decided: the account’s values stay, and the next import asks again.",
    }
}

fn upload_page(
    shared: &Shared,
    account: &Account,
    status: StatusCode,
    source: &str,
    problem: Option<String>,
) -> Answer {
    let shown = ImportPage {
        page: Page::new(shared, format!("Import into {account}"))
            .at(Section::Import)
            .of(account.as_str()),
        whose: Whose::new(account.as_str()),
        largest: LARGEST >> 20,
        most: MOST_CONTACTS,
        longest: LONGEST_SOURCE,
        source: source.to_owned(),
        problem,
    };
    page(status, &shown)
}

fn review(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    upload: &Upload,
    outcome: &Outcome,
    is_done: bool,
) -> Answer {
    let lines: Vec<usize> = upload.file.lines().collect();
    let all = || lines.iter().copied().zip(&outcome.entries).enumerate();
    let (refused, more_refused) = refused(upload, outcome, &lines);
    let (source, photo) = (upload.source(), largest_photo(shared));
    let read = |index: usize| {
        let contact = upload.file.contact(index, &outcome.groups, &source, photo);
        (title(&contact.person), contact.unmapped)
    };
    let with_conflicts = all().filter(|(_, (_, entry))| has_conflict(entry));
    let more_conflicts = with_conflicts.clone().count().saturating_sub(SHOWN);
    let conflicts = with_conflicts.take(SHOWN).map(|(index, (line, entry))| {
        let id = entry.contact;
        Conflicted {
            index,
            line,
            title: read(index).0,
            path: id.map_or_else(String::new, |id| contact::path(account, id)),
            members: members(entry),
            decided: in_words(outcome, index),
        }
    });
    // What changes something comes first.
    let is_change = |entry: &ImportedEntry| entry.effect != Effect::Unchanged;
    let is_stored = |entry: &ImportedEntry| !matches!(entry.effect, Effect::Refused { .. });
    let changed = all().filter(|(_, (_, entry))| is_stored(entry) && is_change(entry));
    let unchanged = all().filter(|(_, (_, entry))| !is_change(entry));
    let shown = changed.chain(unchanged);
    let more = shown.clone().count().saturating_sub(SHOWN);
    let rows = shown.take(SHOWN).map(|(index, (line, entry))| {
        let (title, unmapped) = read(index);
        let (what, fields) = effect(entry, is_done);
        Row {
            line,
            title,
            path: entry.contact.map(|id| contact::path(account, id)),
            what,
            fields,
            beside: unmapped.join(", "),
            photo_refused: entry.photo_refused.clone(),
        }
    });
    let new_groups = outcome.new_groups.iter().take(SHOWN);
    let missing = outcome.file.missing.iter().take(SHOWN);
    let missing = missing.map(|id| id.resource_name());
    let shown = Review {
        page: Page::new(shared, format!("Import into {account}"))
            .at(Section::Import)
            .of(account.as_str())
            .after(visit),
        whose: Whose::new(account.as_str()),
        path: path(account, upload),
        source: source.to_string(),
        longest: LONGEST_SOURCE,
        mark: mark_of(upload),
        is_done,
        earlier: outcome
            .earlier
            .as_ref()
            .map(|file| count(file.contacts, "contact", "contacts")),
        total: total(upload, outcome, is_done),
        new_groups: new_groups.cloned().collect(),
        more_groups: outcome.new_groups.len().saturating_sub(SHOWN),
        refused,
        more_refused,
        conflicts: conflicts.collect(),
        more_conflicts,
        rows: rows.collect(),
        more,
        missing: missing.collect(),
        more_missing: outcome.file.missing.len().saturating_sub(SHOWN),
    };
    page(StatusCode::OK, &shown)
}

/// What of a file is not imported, and how much more of it there is than is shown.
fn refused(upload: &Upload, outcome: &Outcome, lines: &[usize]) -> (Vec<(String, String)>, usize) {
    let no_cards = upload.file.refused().iter().cloned();
    let entries = lines.iter().zip(&outcome.entries);
    let entries = entries.filter_map(|(line, entry)| match &entry.effect {
        Effect::Refused { reason, .. } => Some((*line, reason.clone())),
        _ => None,
    });
    let mut by_line: Vec<(usize, String)> = no_cards.chain(entries).collect();
    by_line.sort_by_key(|(line, _)| *line);
    let groups = outcome.refused_groups.iter();
    let groups = groups.map(|(name, why)| (format!("group {name}"), why.clone()));
    let lines = by_line.into_iter();
    let lines = lines.map(|(line, why)| (format!("line {line}"), why));
    let mut all: Vec<(String, String)> = groups.chain(lines).collect();
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    (all, more)
}

fn has_conflict(entry: &ImportedEntry) -> bool {
    !entry.conflicts.is_empty() || entry.photo_conflict
}

/// The values of a contact that are in conflict.
fn members(entry: &ImportedEntry) -> Vec<(String, [Option<String>; 3])> {
    let members = entry.conflicts.iter().map(|conflict| {
        let sides = [&conflict.base, &conflict.ours, &conflict.theirs];
        let text = |side: &Option<_>| side.as_ref().map(person::value_text);
        (conflict.path().to_string(), sides.map(text))
    });
    let photo = entry.photo_conflict.then(|| {
        let other = Some("another photo".to_owned());
        let sides = [Some("a photo, or none".to_owned()), other.clone(), other];
        ("photo".to_owned(), sides)
    });
    members.chain(photo).collect()
}

/// The change of a contact in words, with the fields that it concerns.
fn effect(entry: &ImportedEntry, is_done: bool) -> (&'static str, String) {
    match (&entry.effect, is_done) {
        (Effect::Added, false) => ("new", String::new()),
        (Effect::Added, true) => ("added", String::new()),
        (Effect::Updated { mask, .. }, _) => {
            let fields: Vec<String> = mask.iter().map(|it| person::words(it.as_str())).collect();
            let fields = match &*fields {
                [] => "Photo".to_owned(),
                fields => fields.join(", "),
            };
            (if is_done { "updated" } else { "update" }, fields)
        }
        (Effect::Unchanged, _) => ("unchanged", String::new()),
        // These are listed above.
        _ => ("refused", String::new()),
    }
}

fn total(upload: &Upload, outcome: &Outcome, is_done: bool) -> String {
    let mut counts = [0, 0, 0, upload.file.refused().len() as u64];
    for entry in &outcome.entries {
        let at = match &entry.effect {
            Effect::Added => 0,
            Effect::Updated { .. } => 1,
            Effect::Unchanged => 2,
            _ => 3,
        };
        counts[at] += 1;
    }
    let [added, updated, unchanged, refused] = counts;
    let words: [Cow<'_, str>; 4] = match is_done {
        false => [
            count(added, "new contact", "new contacts").into(),
            format!("{updated} to update").into(),
            format!("{unchanged} unchanged").into(),
            format!("{refused} refused").into(),
        ],
        true => [
            count(added, "contact added", "contacts added").into(),
            format!("{updated} updated").into(),
            format!("{unchanged} unchanged").into(),
            format!("{refused} refused").into(),
        ],
    };
    words.join(", ")
}

/// What people call a person of a file, whose names the API has not composed.
fn title(person: &Person) -> String {
    let mut named = person.clone();
    for name in &mut named.names {
        if name.display_name.is_empty() {
            name.display_name = match &*name.unstructured_name {
                "" => people_rules::display_name(name),
                whole => whole.to_owned(),
            };
        }
    }
    person::title(&person::json_of(&named))
}

fn path(account: &Account, upload: &Upload) -> String {
    format!("{}/import/{}", Whose::new(account.as_str()).path, upload.id)
}

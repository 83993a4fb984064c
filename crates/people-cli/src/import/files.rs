//! Files of cards and tables, brought into the account of a store.
use std::{collections::BTreeMap, path::Path};

use people_cards::{ContactFile, FileContact, Groups};
use people_model::Person;
use people_server::{Effect, ImportOptions, ImportedEntry, SourceConflicts, SourceEntry};

use super::{OnConflict, columns, photos::Photos, said::entry, target::Target};
use crate::{Outcome, output, progress, report};

/// A file that is imported.
pub(super) struct File {
    /// As the user calls it.
    shown: String,
    /// By what a later file is known to be a version of this one.
    source: String,
    said: ContactFile,
}

impl File {
    /// Without a name for its source, a file is known by its path.
    pub(super) fn new(path: &Path, source: Option<&str>, said: ContactFile) -> Self {
        Self {
            shown: path.display().to_string(),
            source: source.map_or_else(|| whole(path), str::to_owned),
            said,
        }
    }

    fn read(&self, index: usize, groups: &Groups, photo: usize) -> FileContact {
        self.said.contact(index, groups, &self.source, photo)
    }
}

/// The whole path of a file, in whichever folder the command runs. A link keeps its own path.
fn whole(path: &Path) -> String {
    let folder = path
        .parent()
        .map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        });
    let folder = folder.and_then(|folder| folder.canonicalize().ok());
    let whole = match (folder, path.file_name()) {
        (Some(folder), Some(name)) if path.as_os_str() != "-" => folder.join(name),
        _ => path.to_owned(),
    };
    whole.to_string_lossy().into_owned()
}

/// How files are imported.
pub(super) struct Manner {
    pub(super) dry_run: bool,
    pub(super) on_conflict: OnConflict,
    /// Whether photos are fetched that a file names by their addresses.
    pub(super) fetch_photos: bool,
}

impl Manner {
    pub(super) fn options(&self) -> ImportOptions {
        let mut options = ImportOptions::default();
        options.dry_run = self.dry_run;
        options.conflicts = match self.on_conflict {
            OnConflict::Leave => SourceConflicts::Leave,
            OnConflict::File => SourceConflicts::File,
            OnConflict::Account => SourceConflicts::Account,
        };
        options
    }
}

/// Imports files, one after the other.
pub(super) async fn import(files: &[File], target: &mut impl Target, manner: &Manner) -> Outcome {
    let photo = target.photo();
    let mut tally = Tally {
        dry_run: manner.dry_run,
        leaves: manner.on_conflict == OnConflict::Leave,
        ..Tally::default()
    };
    let all: usize = files.iter().map(|file| file.said.lines().len()).sum();
    let bar = progress::bar("contacts, each compared and kept", all as u64);
    let mut photos = Photos::default();
    for file in files {
        for (line, wrong) in file.said.refused() {
            tally.refuse(file, *line, wrong);
        }
        let groups = groups(target, file, &mut tally).await?;
        if manner.fetch_photos {
            let indexes = 0..file.said.lines().len();
            let entries = indexes.map(|index| entry(file.read(index, &groups, photo)));
            photos.fetch(entries, photo).await?;
        }
        let lines: Vec<usize> = file.said.lines().collect();
        let indexes: Vec<usize> = (0..lines.len()).collect();
        let read = |index: &usize| photos.attach(entry(file.read(*index, &groups, photo)));
        let mut told = Ok(());
        let done = |index: usize, imported: ImportedEntry| {
            let mut read = file.read(index, &groups, photo);
            let unmapped = std::mem::take(&mut read.unmapped);
            let read = entry(read);
            let mut imported = imported;
            if imported.photo_refused.is_none() {
                imported.photo_refused = photos.refused(&read);
            }
            bar.inc(1);
            if let Effect::Refused { reason, .. } = &imported.effect
                && let Some(columns) = file
                    .said
                    .row(index)
                    .and_then(|row| columns::of(row, reason))
            {
                imported.effect = ImportedEntry::refused(format!("{columns}: {reason}")).effect;
            }
            let shown = || tally.entry(file, lines[index], &read, &unmapped, &imported);
            told = std::mem::replace(&mut told, Ok(())).and_then(|()| bar.suspend(shown));
        };
        let imported = target.import(&file.source, &indexes, read, done);
        let imported = imported.await.map_err(|why| {
            let shown = &file.shown;
            format!("{shown}: a part was imported (run the command again to add the rest): {why}")
        })?;
        told?;
        for contact in imported.missing {
            let name = contact.resource_name();
            output::line(format_args!(
                "{}: {name} is no longer in the file; it stays in the account",
                file.shown
            ))?;
        }
    }
    bar.finish_and_clear();
    tally.end()
}

/// The groups that a file names.
async fn groups(
    target: &mut impl Target,
    file: &File,
    tally: &mut Tally,
) -> Result<Groups, Box<dyn std::error::Error>> {
    let names = file.said.group_names().map(str::to_owned).collect();
    let mut groups = Groups::new();
    for found in target.groups(names).await? {
        match found.group {
            Ok(group) => groups.insert(group, found.name),
            Err(why) => {
                let line = file.said.line_of_group(&found.name).unwrap_or(1);
                tally.refuse(file, line, &format!("group `{}`: {why}", found.name));
            }
        }
        tally.groups += u64::from(found.is_new);
    }
    Ok(groups)
}

/// The results for all entries.
#[derive(Default)]
struct Tally {
    dry_run: bool,
    /// Whether conflicts are left.
    leaves: bool,
    added: u64,
    updated: u64,
    unchanged: u64,
    groups: u64,
    refused: u64,
    /// Conflicts that were left.
    left: u64,
    /// The properties that are stored beside contacts, and how often.
    kept: BTreeMap<String, u64>,
}

impl Tally {
    fn refuse(&mut self, file: &File, line: usize, why: &str) {
        self.refused += 1;
        output::note(format_args!(
            "{}:{line}: refused: {}",
            file.shown,
            output::plain(why)
        ));
    }

    fn entry(
        &mut self,
        file: &File,
        line: usize,
        entry: &SourceEntry,
        kept: &[String],
        imported: &ImportedEntry,
    ) -> std::io::Result<()> {
        let person = &entry.person;
        let contact = imported.contact.map(|id| id.resource_name());
        let contact = contact.unwrap_or_default();
        let what = match &imported.effect {
            Effect::Added => {
                self.added += 1;
                "add".to_owned()
            }
            Effect::Updated { mask, .. } => {
                self.updated += 1;
                let fields: Vec<&str> = mask.iter().map(|field| field.as_str()).collect();
                match &*fields {
                    [] => format!("update {contact}: photo"),
                    fields => format!("update {contact}: {}", fields.join(", ")),
                }
            }
            Effect::Unchanged => {
                self.unchanged += 1;
                format!("leave {contact} as it is")
            }
            Effect::Refused { reason, .. } => {
                self.refuse(file, line, reason);
                return Ok(());
            }
            _ => return Ok(()),
        };
        for property in kept {
            *self.kept.entry(property.clone()).or_default() += 1;
        }
        if self.dry_run {
            let name = label(person);
            let beside = match kept {
                [] => String::new(),
                kept => format!("; keep {} beside it", kept.join(", ")),
            };
            let shown = &file.shown;
            let text = format!("{shown}:{line}: {what} ({name}){beside}");
            output::line(output::plain(&text))?;
        }
        if let Some(why) = &imported.photo_refused {
            self.refuse(file, line, &format!("its photo: {why}"));
        }
        self.conflicts(file, line, &contact, imported);
        Ok(())
    }

    fn conflicts(&mut self, file: &File, line: usize, contact: &str, imported: &ImportedEntry) {
        let sides = ["before", "file", "account"];
        for conflict in &imported.conflicts {
            let path = format!("{}:{line}: {contact}: {}", file.shown, conflict.path());
            let values = [&conflict.base, &conflict.ours, &conflict.theirs];
            report::conflict_of(&path, sides, values);
        }
        if imported.photo_conflict {
            output::note(format_args!(
                "conflict: {}:{line}: {contact}: the photo was changed in the file and in the account",
                file.shown
            ));
        }
        if self.leaves {
            self.left += imported.conflicts.len() as u64 + u64::from(imported.photo_conflict);
        }
    }

    fn end(self) -> Outcome {
        let Self {
            added,
            updated,
            unchanged,
            groups,
            ..
        } = self;
        let would = if self.dry_run { "would be " } else { "" };
        output::line(format_args!(
            "{would}added {added} contacts and {groups} groups, updated {updated}, unchanged {unchanged}"
        ))?;
        if !self.kept.is_empty() {
            let kept = self
                .kept
                .iter()
                .map(|(name, times)| format!("{name} {times}"));
            let kept: Vec<String> = kept.collect();
            let text = format!("kept beside the contacts: {}", kept.join(", "));
            output::line(output::plain(&text))?;
        }
        match (self.refused, self.left) {
            (0, 0) => Ok(()),
            (refused, 0) => Err(format!("refused {refused}: see above").into()),
            (0, left) => Err(format!("left {left} conflicts: {DECIDE}").into()),
            (refused, left) => {
                Err(format!("refused {refused}, and left {left} conflicts: {DECIDE}").into())
            }
        }
    }
}

const DECIDE: &str = "resolve them by --on-conflict file or --on-conflict account";

/// What people call a contact.
fn label(person: &Person) -> String {
    let name = person
        .names
        .first()
        .map(|name| match &*name.unstructured_name {
            "" => {
                let parts = [&name.given_name, &name.family_name];
                let parts = parts.into_iter().filter(|part| !part.is_empty());
                parts.cloned().collect::<Vec<_>>().join(" ")
            }
            name => name.to_owned(),
        });
    let company = person.organizations.first().map(|it| it.name.clone());
    let email = person.email_addresses.first().map(|it| it.value.clone());
    let phone = person.phone_numbers.first().map(|it| it.value.clone());
    let mut labels = [name, company, email, phone].into_iter().flatten();
    let label = labels.find(|label| !label.is_empty());
    label.unwrap_or_else(|| "no name".to_owned())
}

//! The merges that can be taken back: a file with the bodies of both contacts.
use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Args;
use people_model::Person;
use serde::{Deserialize, Serialize};

use crate::file::{InLine, MANY, in_file, lock_of, private, replace, text};

/// The file that keeps merges.
#[derive(Args)]
pub(crate) struct StateFile {
    /// The file that keeps merges for 30 days, to take them back. Default: people/merges.jsonl in
    /// $XDG_STATE_HOME, or in ~/.local/state. It holds the contacts that were merged; and for 60 days: that a merge
    /// was undone, and the new name.
    #[arg(long, env = "PEOPLE_STATE", value_name = "FILE")]
    state: Option<PathBuf>,
}

/// One contact that was made of two.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Merge {
    pub(crate) id: u64,
    /// When it began, in seconds since 1970.
    pub(crate) time: u64,
    /// The server or store.
    pub(crate) place: String,
    /// The contact that stays, and the one that goes.
    pub(crate) kept: String,
    pub(crate) other: String,
    /// The contact that stays, before and after.
    pub(crate) before: Person,
    pub(crate) after: Person,
    /// The contact that goes.
    pub(crate) gone: Person,
    /// The photo of the contact that goes, in base64, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) photo: Option<String>,
    /// Whether the contact that stays got that photo.
    #[serde(default)]
    pub(crate) took_photo: bool,
    pub(crate) step: Step,
}

impl Merge {
    /// Drops the contacts of a merge that was taken back: of it, only the names are needed.
    fn drop_contacts(&mut self) {
        self.before = Person::default();
        self.after = Person::default();
        self.gone = Person::default();
        self.photo = None;
    }

    /// Whether a contact of the other merge goes by this one.
    fn takes(&self, merge: &Self) -> bool {
        let is_taken = self.other == merge.other || self.other == merge.kept;
        is_taken && self.place == merge.place && !self.step.is_undone()
    }

    /// Whether the two are one merge, however far each is.
    fn is(&self, other: &Self) -> bool {
        let of = |merge: &Self| (merge.id, merge.time);
        of(self) == of(other) && self.place == other.place && self.other == other.other
    }
}

/// How far a merge is, or its undoing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Step {
    /// It may have been cut off.
    Begun,
    /// The same, but the contact that stays has the update.
    Updated,
    Done,
    /// The deleted contact may be back, under a name that is not known.
    Restoring(Vec<String>),
    /// The contact that went is back, under this name.
    Restored(String),
    /// The same, and the merge is taken back: imports learn the name from it.
    Undone(String),
}

impl Step {
    /// Whether the merge has to be finished.
    fn is_cut_off(&self) -> bool {
        matches!(self, Self::Begun | Self::Updated)
    }

    fn is_undone(&self) -> bool {
        matches!(self, Self::Undone(_))
    }
}

/// How long a merge can be taken back, in seconds.
const KEPT: u64 = 30 * 24 * 60 * 60;

/// How long it is known of a merge that it was taken back: at least as long as the merge itself was.
pub(crate) const KEPT_UNDONE: u64 = 2 * KEPT;

/// All merges of the file.
pub(crate) struct Merges {
    path: PathBuf,
    all: Vec<Merge>,
}

impl Merges {
    /// Reads the file, which need not exist.
    pub(crate) fn at(file: &StateFile) -> Result<Self, Box<dyn std::error::Error>> {
        let path = match &file.state {
            Some(path) => path.clone(),
            None => {
                default().ok_or("there is no home folder: name a file for the merges by --state")?
            }
        };
        let all = read(&path)?;
        Ok(Self { path, all })
    }

    /// No file: a store keeps its merges itself.
    pub(crate) fn nowhere() -> Self {
        Self {
            path: PathBuf::new(),
            all: Vec::new(),
        }
    }

    /// A merge that begins. It is not stored yet.
    pub(crate) fn begin(&self, place: &str, before: Person, gone: Person, after: Person) -> Merge {
        Merge {
            id: self.next(),
            time: now(),
            place: place.to_owned(),
            kept: before.resource_name.clone(),
            other: gone.resource_name.clone(),
            before,
            after,
            gone,
            photo: None,
            took_photo: false,
            step: Step::Begun,
        }
    }

    /// The merges of a place that were cut off, whether or not the update was made.
    pub(crate) fn begun(&self, place: &str) -> Vec<Merge> {
        let all = self.all.iter();
        let begun = all.filter(|merge| merge.place == place && merge.step.is_cut_off());
        begun.cloned().collect()
    }

    /// The merge with this id, or the last one of the place.
    pub(crate) fn find(&self, place: &str, id: Option<u64>) -> Result<&Merge, String> {
        let mut all = self.of(place);
        match id {
            Some(id) => {
                let found = all.find(|merge| merge.id == id);
                found.ok_or_else(|| {
                    format!(
                        "no merge {id} of {place} is kept in {}",
                        self.path.display()
                    )
                })
            }
            None => all
                .last()
                .ok_or_else(|| format!("no merge of {place} is kept in {}", self.path.display())),
        }
    }

    /// The merges of a place that can be taken back, the oldest first.
    pub(crate) fn of(&self, place: &str) -> impl Iterator<Item = &Merge> {
        let all = self.all.iter();
        all.filter(move |merge| merge.place == place && !merge.step.is_undone())
    }

    /// The name of a contact now: a contact that went and came back has a new one.
    pub(crate) fn current<'n>(&'n self, place: &str, name: &'n str) -> &'n str {
        let mut current = name;
        // Those that came back are at the end of the file, but no name comes back twice.
        for merge in self.all.iter().filter(|merge| merge.place == place) {
            match &merge.step {
                Step::Undone(restored) if merge.other == current => current = restored,
                _ => {}
            }
        }
        current
    }

    /// Keeps a merge that begins. It gets another id if another command has taken its own.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written, and when another command has merged one of the two contacts since the
    /// file was read: to undo both merges would create a contact twice.
    pub(crate) fn add(&mut self, merge: &mut Merge) -> Result<(), Box<dyn std::error::Error>> {
        let before = std::mem::take(&mut self.all);
        let _lock = self.read_again()?;
        let of_others = |known: &&Merge| !before.iter().any(|seen| seen.is(known));
        let mut of_others = self.all.iter().filter(of_others);
        if let Some(Merge { kept, other, .. }) = of_others.find(|known| known.takes(merge)) {
            return Err(format!(
                "{other} was merged into {kept} by another command at the same time: run the command again"
            )
            .into());
        }
        merge.id = self.next();
        self.all.push(merge.clone());
        self.write()
    }

    /// Keeps a merge as it is now.
    pub(crate) fn keep(&mut self, merge: &Merge) -> Result<(), Box<dyn std::error::Error>> {
        let _lock = self.read_again()?;
        match self.all.iter_mut().find(|known| known.is(merge)) {
            Some(known) => known.clone_from(merge),
            None => self.all.push(merge.clone()),
        }
        self.write()
    }

    /// Notes that a merge is taken back, and under which name the contact that went is there.
    pub(crate) fn undone(
        &mut self,
        merge: &mut Merge,
        restored: &str,
    ) -> Result<(), Box<dyn std::error::Error>> {
        // It was never deleted.
        if restored == merge.other {
            return self.forget(merge);
        }
        merge.step = Step::Undone(restored.to_owned());
        self.keep(merge)
    }

    pub(crate) fn forget(&mut self, merge: &Merge) -> Result<(), Box<dyn std::error::Error>> {
        let _lock = self.read_again()?;
        self.all.retain(|known| !known.is(merge));
        self.write()
    }

    fn next(&self) -> u64 {
        let last = self.all.iter().map(|merge| merge.id).max();
        last.unwrap_or(0) + 1
    }

    /// Takes what other commands have written since. While the file that this returns is open, no other command writes.
    fn read_again(&mut self) -> Result<File, Box<dyn std::error::Error>> {
        let path = lock_of(&self.path);
        let lock = || {
            let file = create(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = lock().map_err(|error: io::Error| in_file(&path, &error))?;
        self.all = read(&self.path)?;
        Ok(file)
    }

    fn write(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        let now = now();
        self.all.retain(|merge| {
            let kept = if merge.step.is_undone() {
                KEPT_UNDONE
            } else {
                KEPT
            };
            merge.step.is_cut_off() || merge.time + kept > now
        });
        let undone = self.all.iter_mut();
        let undone = undone.filter(|merge| merge.step.is_undone());
        undone.for_each(Merge::drop_contacts);
        let mut lines = String::new();
        for merge in &self.all {
            lines.push_str(&serde_json::to_string(merge)?);
            lines.push('\n');
        }
        let write = || {
            drop(create(&self.path)?);
            replace(&self.path, &lines)
        };
        write().map_err(|error: io::Error| in_file(&self.path, &error))
    }
}

/// What a contact that was merged into another one is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Now {
    /// A part of this contact.
    Merged(String),
    /// This contact: the merge was undone, and the server gave it a new name.
    Restored(String),
}

impl Now {
    pub(crate) fn name(&self) -> &str {
        let (Self::Merged(name) | Self::Restored(name)) = self;
        name
    }

    /// Whether it is a contact again that was none for a time.
    pub(crate) fn is_back(&self) -> bool {
        matches!(self, Self::Restored(_))
    }
}

/// The contacts of a place that were merged into others, and what they are now.
pub(crate) struct Merged {
    path: Option<PathBuf>,
    place: String,
    all: HashMap<String, Now>,
}

impl Merged {
    /// What the file says, which need not exist, nor a folder for it.
    pub(crate) fn of(
        file: Option<&Path>,
        place: String,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let mut merged = Self {
            path: file.map(Path::to_owned).or_else(default),
            place,
            all: HashMap::new(),
        };
        merged.read_again()?;
        Ok(merged)
    }

    /// Reads what other commands have merged since. A merge is in the file before its contact goes: who looks for a
    /// contact first and reads the file then knows why it is not there.
    pub(crate) fn read_again(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let all = read(path)?.into_iter();
        let of = all.filter(|merge| merge.place == self.place).map(|merge| {
            let now = match merge.step {
                // The contact that goes is deleted last, and until its new name is known, it is not there.
                Step::Begun | Step::Updated | Step::Done | Step::Restoring(_) => {
                    Now::Merged(merge.kept)
                }
                Step::Restored(name) | Step::Undone(name) => Now::Restored(name),
            };
            (merge.other, now)
        });
        self.all = of.collect();
        Ok(())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Now> {
        self.all.get(name)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}

/// The merges of a file, which need not exist.
fn read(path: &Path) -> Result<Vec<Merge>, Box<dyn std::error::Error>> {
    let lines = match path.try_exists() {
        Ok(false) => String::new(),
        _ => text(path, MANY)?,
    };
    let mut all = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let merge = serde_json::from_str(line);
        all.push(merge.map_err(|error| in_file(path, &InLine(number + 1, error)))?);
    }
    Ok(all)
}

/// Makes the file, which others cannot read, and its folder.
fn create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    private().create(true).append(true).open(path)
}

fn default() -> Option<PathBuf> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let states = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(states.join("people/merges.jsonl"))
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        let mut person = Person::default();
        person.resource_name = name.to_owned();
        person
    }

    /// Imports need the names of an undone merge, but not its contacts.
    #[test]
    fn m42_of_an_undone_merge_only_the_names_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("merges.jsonl");
        let state = StateFile {
            state: Some(path.clone()),
        };
        let mut merges = Merges::at(&state).expect("merges");
        let ada = |name: &str| {
            let mut person = person(name);
            person.nicknames = vec![people_model::Nickname::new().value("Countess")];
            person
        };
        let mut merge = merges.begin("here", ada("people/c1"), ada("people/c2"), ada("people/c1"));
        merge.photo = Some("UE5H".to_owned());
        merges.add(&mut merge).expect("a write");
        let text = || std::fs::read_to_string(&path).expect("a file");
        assert!(text().contains("Countess") && text().contains("UE5H"));
        merges.undone(&mut merge, "people/c9").expect("a write");
        for kept in ["Countess", "UE5H"] {
            assert!(!text().contains(kept), "{}", text());
        }
        let merged = Merged::of(Some(&path), "here".to_owned()).expect("merges");
        let back = Now::Restored("people/c9".to_owned());
        assert_eq!(merged.get("people/c2"), Some(&back));
        let merges = Merges::at(&state).expect("merges");
        assert_eq!(merges.current("here", "people/c2"), "people/c9");
    }

    /// Else each of them could be undone, and the contact would be created twice.
    #[test]
    fn m41_two_commands_do_not_merge_a_contact_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateFile {
            state: Some(folder.path().join("merges.jsonl")),
        };
        let open = || Merges::at(&state).expect("merges");
        let begin = |merges: &Merges, place: &str, kept: &str, gone: &str| {
            merges.begin(place, person(kept), person(gone), person(kept))
        };
        for (kept, gone, meets) in [
            ("people/c1", "people/c2", true),
            ("people/c3", "people/c2", true),
            ("people/c2", "people/c3", true),
            ("people/c1", "people/c3", false),
        ] {
            let (mut one, mut other) = (open(), open());
            let mut first = begin(&one, "here", "people/c1", "people/c2");
            one.add(&mut first).expect("a write");
            let mut second = begin(&other, "here", kept, gone);
            let refused = other.add(&mut second);
            assert_eq!(refused.is_err(), meets, "{gone} into {kept}");
            let mut elsewhere = begin(&other, "there", kept, gone);
            other.add(&mut elsewhere).expect("a write");
            // A command that knows the first merge may merge what was changed since.
            let mut later = open();
            let mut again = begin(&later, "here", kept, gone);
            later.add(&mut again).expect("a write");
            std::fs::remove_file(folder.path().join("merges.jsonl")).expect("a file");
        }
    }

    #[test]
    fn m41_two_commands_keep_their_merges() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateFile {
            state: Some(folder.path().join("state/merges.jsonl")),
        };
        let open = || Merges::at(&state).expect("merges");
        let (mut one, mut other) = (open(), open());
        let begin = |merges: &Merges, kept: &str, gone: &str| {
            merges.begin("here", person(kept), person(gone), person(kept))
        };
        let mut first = begin(&one, "people/c1", "people/c2");
        let mut second = begin(&other, "people/c3", "people/c4");
        one.add(&mut first).expect("a write");
        other.add(&mut second).expect("a write");
        assert_eq!((first.id, second.id), (1, 2));
        first.step = Step::Done;
        one.keep(&first).expect("a write");
        let steps = |merges: &Merges| -> Vec<(u64, Step)> {
            let of = merges.of("here");
            of.map(|merge| (merge.id, merge.step.clone())).collect()
        };
        assert_eq!(steps(&open()), [(1, Step::Done), (2, Step::Begun)]);
        other.forget(&second).expect("a write");
        assert_eq!(steps(&open()), [(1, Step::Done)]);
        one.forget(&first).expect("a write");
        assert!(steps(&open()).is_empty());
    }
}

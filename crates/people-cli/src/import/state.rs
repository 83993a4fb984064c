//! What files said of the contacts of a server's account, in a file beside them (rule `I12`).
//!
//! It is a log of lines of JSON: each is written and synced before the next call of the API, and says what has become
//! known. A line that was cut off at the end of the file was not said. docs/import.md describes the lines.
mod place;
mod united;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs::{File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use people_http::Client;
use people_model::FieldMask;
use people_server::SourceRecord;
use serde::{Deserialize, Serialize};

use self::{
    place::{Lock, create, hide, real},
    united::United,
};
use crate::{
    base::Base,
    duplicates::merges::KEPT_UNDONE,
    file::{InLine, in_file, lock_of, read as read_file},
    remote::explained,
};

/// What is known of an account from earlier imports.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The file that keeps it; none for a dry run.
    log: Option<Log>,
    account: Option<Account>,
    contacts: BTreeMap<String, Kept>,
    united: BTreeMap<String, United>,
    groups: BTreeMap<String, String>,
    sent: BTreeMap<String, Sent>,
    unswept: BTreeMap<String, String>,
}

/// Whose contacts they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Account {
    /// The address of the server.
    pub(crate) server: String,
    /// The resource name of the account's own profile.
    pub(crate) account: String,
}

impl Account {
    /// The account of a server that a client calls.
    ///
    /// # Errors
    ///
    /// When the server cannot be called.
    pub(crate) async fn of(client: &Client, base: &Base) -> Result<Self, Box<dyn Error>> {
        // A token may change, and another account has other contacts under the same address.
        let me = client.get("people/me", FieldMask::METADATA).await;
        Ok(Self {
            server: base.to_string(),
            account: me.map_err(explained)?.resource_name,
        })
    }
}

/// What the state has of a contact.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Kept {
    /// What the files said of it.
    pub(crate) sources: SourceRecord,
    /// The photo that it got last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) photo: Option<KeptPhoto>,
    /// When the server changed it at the last write of an import.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) update_time: String,
    /// When that was by the clock of this machine, in seconds since 1970.
    #[serde(default)]
    pub(crate) written: u64,
}

/// A photo that a contact was given. The server may keep another form of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct KeptPhoto {
    /// Where the server shows it.
    pub(crate) address: String,
    /// A digest of the photo that was sent.
    pub(crate) digest: String,
}

/// A contact that is being created. Its contact has the mark until that is known.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Sent {
    pub(crate) mark: String,
    pub(crate) sources: SourceRecord,
    /// When, in seconds since 1970.
    pub(crate) time: u64,
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Line {
    /// The first line.
    PeopleImport {
        version: u32,
        account: Account,
    },
    Contact {
        name: String,
        kept: Kept,
    },
    Gone(BTreeSet<String>),
    /// A contact that is another one now.
    Joined {
        name: String,
        into: String,
    },
    /// The same comes next, and what the files said of the contact can be given back.
    United {
        name: String,
        with: United,
    },
    /// A contact that was united with another one is this one now, or a part of it.
    Divided {
        name: String,
        into: String,
        back: bool,
    },
    Group {
        name: String,
        is: String,
    },
    Sending(Vec<Sent>),
    Made {
        mark: String,
        name: String,
    },
    NotMade(BTreeSet<String>),
    Unmarked(BTreeSet<String>),
}

/// The file, and the one beside it that a run holds locked.
#[derive(Debug)]
struct Log {
    path: PathBuf,
    file: File,
    _lock: Lock,
}

/// The version of the form of the lines. Each is read as the first one is, which has no `united` and no `divided`.
const VERSION: u32 = 2;

/// The largest file that is read.
const MOST: u64 = 4 << 30;

impl State {
    /// Opens the file of an account for this run only. The file need not exist.
    ///
    /// # Errors
    ///
    /// When another run has it, when it cannot be read or written, and when it is that of another account.
    pub(crate) fn open(path: &Path, account: &Account) -> Result<Self, Box<dyn Error>> {
        // All links to a file share one lock.
        let path = &real(path).map_err(|error| in_file(path, &error))?;
        let lock = lock_of(path);
        let locked = create(&lock).map_err(|error| in_file(&lock, &error))?;
        let locked = match locked.try_lock() {
            Ok(()) => Lock(locked),
            Err(TryLockError::WouldBlock) => {
                return Err(format!("{}: another import is using it", path.display()).into());
            }
            Err(TryLockError::Error(error)) => return Err(in_file(&lock, &error)),
        };
        let mut state = Self::read(path)?;
        state.require(path, account)?;
        state.account = Some(account.clone());
        // All that is known in the least lines; a line that was cut off goes.
        let write = || {
            hide(path);
            crate::file::replace(path, &state.text()?)?;
            create(path)
        };
        let file = write().map_err(|error: io::Error| in_file(path, &error))?;
        state.log = Some(Log {
            path: path.to_owned(),
            file,
            _lock: locked,
        });
        Ok(state)
    }

    /// Reads the file of an account, which need not exist; nothing is written to it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and when it is that of another account.
    pub(crate) fn look(path: &Path, account: &Account) -> Result<Self, Box<dyn Error>> {
        let state = Self::read(path)?;
        state.require(path, account)?;
        Ok(state)
    }

    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let mut state = Self::default();
        if let Ok(false) = path.try_exists() {
            return Ok(state);
        }
        let bytes = read_file(path, MOST)?;
        for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let Some(line) = line.strip_suffix(b"\n") else {
                // The first line comes whole, with a file that replaces the empty one.
                if number == 0 {
                    return Err(format!("{}: this is not a file of --state", path.display()).into());
                }
                // It was cut off while it was written.
                break;
            };
            let line: Line = serde_json::from_slice(line)
                .map_err(|error| in_file(path, &InLine(number + 1, error)))?;
            match (number, &line) {
                (0, Line::PeopleImport { version, .. }) if (1..=VERSION).contains(version) => {}
                (0, Line::PeopleImport { version, .. }) => {
                    let path = path.display();
                    return Err(format!(
                        "{path}: the file has version {version}, and this program reads versions 1 to {VERSION}"
                    )
                    .into());
                }
                (0, _) => {
                    return Err(format!("{}: this is not a file of --state", path.display()).into());
                }
                _ => {}
            }
            state.learn(line);
        }
        Ok(state)
    }

    fn require(&self, path: &Path, account: &Account) -> Result<(), Box<dyn Error>> {
        match &self.account {
            Some(other) if other != account => Err(format!(
                "{}: the file belongs to {} at {}, and this import is into {} at {}: name another file",
                path.display(),
                other.account,
                other.server,
                account.account,
                account.server
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// The contacts, by their resource names.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = (&str, &Kept)> {
        let all = self.contacts.iter();
        all.map(|(name, kept)| (name.as_str(), kept))
    }

    pub(crate) fn contact(&self, name: &str) -> Option<&Kept> {
        self.contacts.get(name)
    }

    /// The group that a name of a file has meant.
    pub(crate) fn group(&self, name: &str) -> Option<&str> {
        self.groups.get(&name.to_lowercase()).map(String::as_str)
    }

    /// The contacts of which it is not known whether they were created.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &Sent> {
        self.sent.values()
    }

    pub(crate) fn is_sent(&self, mark: &str) -> bool {
        self.sent.contains_key(mark)
    }

    /// The marks that are no longer needed, with the contacts that have them.
    pub(crate) fn unswept(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.unswept.iter();
        all.map(|(mark, name)| (mark.as_str(), name.as_str()))
    }

    /// Whether a contact has this mark, which is no longer needed.
    pub(crate) fn is_unswept(&self, mark: &str) -> bool {
        self.unswept.contains_key(mark)
    }

    /// Keeps what is known of contacts now.
    pub(crate) fn keep(
        &mut self,
        contacts: impl IntoIterator<Item = (String, Kept)>,
    ) -> Result<(), Box<dyn Error>> {
        let contacts = contacts.into_iter();
        self.write(contacts.map(|(name, kept)| Line::Contact { name, kept }))
    }

    /// Contacts that no longer exist.
    pub(crate) fn forget(&mut self, names: BTreeSet<String>) -> Result<(), Box<dyn Error>> {
        self.write((!names.is_empty()).then_some(Line::Gone(names)))
    }

    /// Contacts that are others now, with the names of those: two were made one.
    pub(crate) fn join(&mut self, joined: Vec<(String, String)>) -> Result<(), Box<dyn Error>> {
        let joined = joined.into_iter();
        self.write(joined.map(|(name, into)| Line::Joined { name, into }))
    }

    pub(crate) fn keep_group(&mut self, name: &str, is: &str) -> Result<(), Box<dyn Error>> {
        if self.group(name) == Some(is) {
            return Ok(());
        }
        self.write([Line::Group {
            name: name.to_lowercase(),
            is: is.to_owned(),
        }])
    }

    /// Contacts that are created next.
    pub(crate) fn sending(&mut self, sent: Vec<Sent>) -> Result<(), Box<dyn Error>> {
        self.write((!sent.is_empty()).then_some(Line::Sending(sent)))
    }

    /// The contacts that were created, by their marks.
    pub(crate) fn made(
        &mut self,
        made: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), Box<dyn Error>> {
        let made = made.into_iter();
        self.write(made.map(|(mark, name)| Line::Made { mark, name }))
    }

    /// Contacts that were not created.
    pub(crate) fn not_made(&mut self, marks: BTreeSet<String>) -> Result<(), Box<dyn Error>> {
        self.write((!marks.is_empty()).then_some(Line::NotMade(marks)))
    }

    /// The marks that contacts have no longer.
    pub(crate) fn unmarked(&mut self, marks: BTreeSet<String>) -> Result<(), Box<dyn Error>> {
        self.write((!marks.is_empty()).then_some(Line::Unmarked(marks)))
    }

    /// Writes lines, then knows them: if the disk is full, the next call of the API is not made.
    fn write(&mut self, lines: impl IntoIterator<Item = Line>) -> Result<(), Box<dyn Error>> {
        let lines: Vec<Line> = lines.into_iter().collect();
        if lines.is_empty() {
            return Ok(());
        }
        if let Some(log) = &mut self.log {
            let mut text = String::new();
            for line in &lines {
                text.push_str(&serde_json::to_string(line)?);
                text.push('\n');
            }
            let mut write = || {
                log.file.write_all(text.as_bytes())?;
                log.file.sync_data()
            };
            write().map_err(|error: io::Error| in_file(&log.path, &error))?;
        }
        lines.into_iter().for_each(|line| self.learn(line));
        Ok(())
    }

    fn learn(&mut self, line: Line) {
        match line {
            Line::PeopleImport { account, .. } => self.account = Some(account),
            Line::Contact { name, kept } => drop(self.contacts.insert(name, kept)),
            Line::Gone(names) => self.contacts.retain(|name, _| !names.contains(name)),
            Line::Joined { name, into } => {
                if let Some(old) = self.contacts.remove(&name) {
                    let kept = self.contacts.entry(into.clone()).or_default();
                    kept.sources.join(old.sources);
                }
                let marked = self.unswept.values_mut().filter(|of| **of == name);
                marked.for_each(|of| into.clone_into(of));
                if !self.united.contains_key(&name) {
                    self.rename_part(&name, &into);
                }
            }
            Line::United { name, with } => drop(self.united.insert(name, with)),
            Line::Divided { name, into, back } => self.learn_divided(&name, into, back),
            Line::Group { name, is } => drop(self.groups.insert(name, is)),
            Line::Sending(sent) => {
                let sent = sent.into_iter().map(|sent| (sent.mark.clone(), sent));
                self.sent.extend(sent);
            }
            Line::Made { mark, name } => {
                if let Some(sent) = self.sent.remove(&mark) {
                    let kept = Kept {
                        sources: sent.sources,
                        written: sent.time,
                        ..Kept::default()
                    };
                    self.contacts.insert(name.clone(), kept);
                }
                self.unswept.insert(mark, name);
            }
            Line::NotMade(marks) => self.sent.retain(|mark, _| !marks.contains(mark)),
            Line::Unmarked(marks) => self.unswept.retain(|mark, _| !marks.contains(mark)),
        }
    }

    /// All that is known, in the least lines.
    fn text(&self) -> io::Result<String> {
        let account = self.account.clone();
        let account = account.map(|account| Line::PeopleImport {
            version: VERSION,
            account,
        });
        let groups = self.groups.iter().map(|(name, is)| Line::Group {
            name: name.clone(),
            is: is.clone(),
        });
        let contacts = self.contacts.iter().map(|(name, kept)| Line::Contact {
            name: name.clone(),
            kept: kept.clone(),
        });
        let all = self.united.iter();
        let united = all.filter(|(_, united)| united.time + KEPT_UNDONE > now());
        let united = united.map(|(name, united)| Line::United {
            name: name.clone(),
            with: united.clone(),
        });
        let unswept = self.unswept.iter().map(|(mark, name)| Line::Made {
            mark: mark.clone(),
            name: name.clone(),
        });
        let sent = self
            .sent
            .values()
            .map(|sent| Line::Sending(vec![sent.clone()]));
        let mut text = String::new();
        for line in account
            .into_iter()
            .chain(groups)
            .chain(contacts)
            .chain(united)
            .chain(unswept)
            .chain(sent)
        {
            text.push_str(&serde_json::to_string(&line)?);
            text.push('\n');
        }
        Ok(text)
    }
}

/// The time by the clock of this machine, in seconds since 1970.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests;

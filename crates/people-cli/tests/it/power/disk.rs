//! A disk that keeps what was synced, and an arbitrary part of the rest.
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

use super::trace::Event;

/// What a disk writes whole.
const SECTOR: usize = 512;

/// What becomes of what the disk was not told to keep.
#[derive(Clone, Copy, Debug)]
pub(super) enum Loss {
    /// All of it is lost.
    All,
    /// Each change is lost or not.
    Some,
    /// Each sector of each change is lost or not.
    Torn,
    /// None is lost: that is the end of the process alone.
    None,
}

impl Loss {
    pub(super) const ALL: [Self; 4] = [Self::All, Self::Some, Self::Torn, Self::None];

    fn spares(self) -> bool {
        match self {
            Self::All => false,
            Self::None => true,
            Self::Some | Self::Torn => fastrand::bool(),
        }
    }
}

/// The files of a folder: what is certain to be there after a power failure, and what may be.
#[derive(Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// Which file has a name, as the process sees it.
    names: HashMap<String, usize>,
    /// The same, as far as it is kept; and in order what is not.
    kept_names: BTreeMap<String, usize>,
    renamings: Vec<(String, Option<usize>)>,
    /// What each sync that is under way will have kept.
    syncs: HashMap<usize, Sync>,
}

#[derive(Default)]
struct File {
    kept: Vec<u8>,
    changes: Vec<Change>,
}

struct Change {
    call: usize,
    finished: bool,
    edit: Edit,
}

#[derive(Clone)]
enum Edit {
    Write(usize, Vec<u8>),
    Resize(usize),
}

enum Sync {
    /// These changes of the file.
    File(usize, Vec<usize>),
    /// So many changes of names.
    Folder(usize),
}

impl Disk {
    pub(super) fn happen(&mut self, event: &Event) {
        match event {
            Event::Create { path } => {
                if !self.names.contains_key(path) {
                    self.files.push(File::default());
                    self.rename(path, Some(self.files.len() - 1));
                }
            }
            Event::Remove { path } => self.rename(path, None),
            Event::Write {
                call,
                path,
                at,
                bytes,
            } => self.change(*call, path, Edit::Write(*at, bytes.clone())),
            Event::Resize { call, path, size } => self.change(*call, path, Edit::Resize(*size)),
            Event::Sync { call, path } => {
                let sync = match self.names.get(path) {
                    Some(&file) => {
                        let done = self.files[file].changes.iter();
                        let done = done.filter(|change| change.finished);
                        Sync::File(file, done.map(|change| change.call).collect())
                    }
                    None => Sync::Folder(self.renamings.len()),
                };
                self.syncs.insert(*call, sync);
            }
            Event::Finished { call } => self.finish(*call),
            Event::Send { .. } => {}
        }
    }

    fn rename(&mut self, path: &str, file: Option<usize>) {
        match file {
            Some(file) => self.names.insert(path.to_owned(), file),
            None => self.names.remove(path),
        };
        self.renamings.push((path.to_owned(), file));
    }

    fn change(&mut self, call: usize, path: &str, edit: Edit) {
        let change = Change {
            call,
            finished: false,
            edit,
        };
        self.files[self.names[path]].changes.push(change);
    }

    fn finish(&mut self, call: usize) {
        match self.syncs.remove(&call) {
            Some(Sync::Folder(count)) => {
                for (name, file) in self.renamings.drain(..count) {
                    match file {
                        Some(file) => self.kept_names.insert(name, file),
                        None => self.kept_names.remove(&name),
                    };
                }
            }
            Some(Sync::File(file, calls)) => {
                let File { kept, changes } = &mut self.files[file];
                changes.retain(|change| {
                    let covered = calls.contains(&change.call);
                    if covered {
                        apply(kept, &change.edit, Loss::None);
                    }
                    !covered
                });
            }
            None => {
                let changes = self.files.iter_mut().flat_map(|file| &mut file.changes);
                for change in changes.filter(|change| change.call == call) {
                    change.finished = true;
                }
            }
        }
    }

    /// Writes down what is there when the power is back.
    pub(super) fn fail(&self, loss: Loss, folder: &Path) {
        let mut names = self.kept_names.clone();
        for (name, file) in &self.renamings {
            match file {
                _ if !loss.spares() => None,
                Some(file) => names.insert(name.clone(), *file),
                None => names.remove(name),
            };
        }
        for (name, file) in names {
            let name = Path::new(&name).file_name().expect("a file of the folder");
            // The index of the log is made anew from the log.
            if name.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let file = &self.files[file];
            let mut content = file.kept.clone();
            for change in &file.changes {
                if matches!(loss, Loss::Torn) || loss.spares() {
                    apply(&mut content, &change.edit, loss);
                }
            }
            fs::write(folder.join(name), content).expect("a file");
        }
    }
}

/// Makes a change, or the sectors of it that are spared.
fn apply(content: &mut Vec<u8>, edit: &Edit, loss: Loss) {
    match edit {
        Edit::Resize(size) => content.resize(*size, 0),
        Edit::Write(at, bytes) => {
            let mut from = 0;
            while from < bytes.len() {
                let place = at + from;
                let end = bytes.len().min(from + SECTOR - place % SECTOR);
                if !matches!(loss, Loss::Torn) || loss.spares() {
                    let size = content.len().max(at + end);
                    content.resize(size, 0);
                    content[place..at + end].copy_from_slice(&bytes[from..end]);
                }
                from = end;
            }
        }
    }
}

#[test]
fn only_what_was_synced_is_certain() {
    let path = || "/d/db".to_owned();
    let write = |call, at, byte: u8| Event::Write {
        call,
        path: path(),
        at,
        bytes: vec![byte; SECTOR],
    };
    let finished = |call| Event::Finished { call };
    let mut disk = Disk::default();
    let after = |disk: &Disk, loss| {
        let folder = tempfile::tempdir().expect("a folder");
        disk.fail(loss, folder.path());
        fs::read(folder.path().join("db")).ok()
    };
    for event in [
        Event::Create { path: path() },
        write(1, 0, 1),
        finished(1),
        write(2, 512, 2),
        // The second write had not ended when the sync began.
        Event::Sync {
            call: 3,
            path: path(),
        },
        finished(2),
        finished(3),
    ] {
        disk.happen(&event);
    }
    assert_eq!(after(&disk, Loss::All), None, "its name is not kept");
    let folder = Event::Sync {
        call: 4,
        path: "/d".to_owned(),
    };
    disk.happen(&folder);
    disk.happen(&finished(4));
    assert_eq!(after(&disk, Loss::All), Some(vec![1; 512]));
    let both = [vec![1; 512], vec![2; 512]].concat();
    assert_eq!(after(&disk, Loss::None), Some(both.clone()));

    disk.happen(&Event::Sync {
        call: 5,
        path: path(),
    });
    disk.happen(&Event::Remove { path: path() });
    disk.happen(&finished(5));
    assert_eq!(after(&disk, Loss::All), Some(both));
    assert_eq!(after(&disk, Loss::None), None);
}

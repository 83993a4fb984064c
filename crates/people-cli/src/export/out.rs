//! Where an export goes: standard output, a file, or a file for each contact.
use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::Format;
use crate::file::{hand_over, in_file};

/// What is written to. Files and folders appear at [`finish`](Self::finish).
pub(super) enum Out {
    Stdout(BufWriter<io::Stdout>),
    /// A device or a pipe, which cannot be replaced.
    Device(PathBuf, BufWriter<File>),
    /// A new file, beside the one whose place it takes in the end.
    File(PathBuf, BufWriter<NamedTempFile>),
    /// A new folder: beside the place that it takes in the end, or inside of the empty folder that gets its files.
    Folder(PathBuf, TempDir),
}

/// Whether what is written has a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Yes,
    /// The reader has closed the output.
    No,
}

type Written = Result<Taken, Box<dyn Error>>;

impl Out {
    /// # Errors
    ///
    /// When it cannot be written there.
    pub(super) fn open(path: Option<&Path>, format: Format) -> Result<Self, Box<dyn Error>> {
        let Some(path) = named(path) else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        let opened = match path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            true if format.is_table() => {
                let path = path.display();
                return Err(format!(
                    "{path}: this format is one file with all contacts; name a file, not a folder"
                )
                .into());
            }
            true => Self::folder(path),
            false => Self::file(path),
        };
        opened.map_err(|error| in_file(path, &error))
    }

    fn folder(path: &Path) -> io::Result<Self> {
        // Without the slash at its end.
        let path: PathBuf = path.components().collect();
        let beside = match path.is_dir() {
            true if has_files(&path)? => {
                return Err(io::Error::other(
                    "the folder is not empty: name an empty folder",
                ));
            }
            true => &path,
            false => folder_of(&path),
        };
        let new = new(0o777).tempdir_in(beside)?;
        Ok(Self::Folder(path, new))
    }

    fn file(path: &Path) -> io::Result<Self> {
        // Before its links are followed: those to a pipe lead to a name that cannot be opened.
        if is_device(path) {
            let file = File::options().write(true).open(path)?;
            return Ok(Self::Device(path.to_owned(), BufWriter::new(file)));
        }
        // A link stays one.
        let path = match path.exists() {
            true => path.canonicalize()?,
            false => path.to_owned(),
        };
        let new = new(0o666).tempfile_in(folder_of(&path))?;
        Ok(Self::File(path, BufWriter::new(new)))
    }

    /// Whether each contact is a file.
    pub(super) fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(..))
    }

    /// Writes what is about all contacts. Folders have no such part.
    pub(super) fn all(&mut self, bytes: &[u8]) -> Written {
        match self {
            Self::Folder(..) => Ok(Taken::Yes),
            Self::Stdout(_) | Self::Device(..) | Self::File(..) => self.one(String::new, bytes),
        }
    }

    /// Writes a contact. The name is that of its file, if it is one.
    pub(super) fn one(&mut self, name: impl FnOnce() -> String, bytes: &[u8]) -> Written {
        match self {
            Self::Stdout(out) => taken(out.write_all(bytes)),
            Self::Device(path, out) => in_device(path, out.write_all(bytes)),
            Self::File(path, out) => in_place(path, out.write_all(bytes)),
            Self::Folder(path, new) => {
                let name = name();
                let file = File::create_new(new.path().join(&name));
                let written = file.and_then(|mut file| file.write_all(bytes));
                in_place(&path.join(name), written)
            }
        }
    }

    /// Puts all in its place.
    pub(super) fn finish(self) -> Written {
        match self {
            Self::Stdout(mut out) => taken(out.flush()),
            Self::Device(path, mut out) => in_device(&path, out.flush()),
            Self::File(path, out) => in_place(&path, put(out, &path)),
            Self::Folder(path, new) => in_place(&path, put_all(new, &path)),
        }
    }
}

/// Whether what is written there is made under another name first.
pub(super) fn is_made_first(path: Option<&Path>) -> bool {
    named(path).is_some_and(|path| !is_device(path))
}

/// None is standard output.
fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| path.as_os_str() != "-")
}

/// Whether it is a device, a pipe or a socket.
fn is_device(path: &Path) -> bool {
    let found = path.metadata();
    found.is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Whether files are in a folder, beside what an export has left that was killed.
fn has_files(folder: &Path) -> io::Result<bool> {
    for file in fs::read_dir(folder)? {
        let name = file?.file_name();
        if !name.as_encoded_bytes().starts_with(NEW.as_bytes()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How names begin of what is not whole yet.
const NEW: &str = ".people-export-";

/// What is made under another name first. Who may read it is as for any new file.
fn new(mode: u32) -> Builder<'static, 'static> {
    let mut new = Builder::new();
    new.prefix(NEW);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        new.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    new
}

fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn put(out: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let new = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    hand_over(new.as_file(), path)?;
    new.as_file().sync_all()?;
    new.persist(path)?;
    sync(folder_of(path))
}

fn put_all(new: TempDir, path: &Path) -> io::Result<()> {
    for file in fs::read_dir(new.path())? {
        File::open(file?.path())?.sync_all()?;
    }
    sync(new.path())?;
    if path.is_dir() {
        for file in fs::read_dir(new.path())? {
            let file = file?;
            fs::rename(file.path(), path.join(file.file_name()))?;
        }
        return sync(path);
    }
    fs::rename(new.path(), path)?;
    // It has another name now.
    let _ = new.keep();
    sync(folder_of(path))
}

/// Without it, a power cut may bring back what was there before.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn taken(written: io::Result<()>) -> Written {
    unless_closed(written).map_err(|error| format!("standard output: {error}").into())
}

fn in_device(path: &Path, written: io::Result<()>) -> Written {
    unless_closed(written).map_err(|error| in_file(path, &error))
}

fn unless_closed(written: io::Result<()>) -> io::Result<Taken> {
    match written {
        Ok(()) => Ok(Taken::Yes),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Taken::No),
        Err(error) => Err(error),
    }
}

fn in_place(path: &Path, written: io::Result<()>) -> Written {
    written
        .map(|()| Taken::Yes)
        .map_err(|error| in_file(path, &error))
}

//! Files that are read up to a bound, files that replace others or that others cannot read, and errors that name a file.
use std::{
    error::Error,
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// The most bytes of a file of many contacts: what a large account lists, some times over.
pub(crate) const MANY: u64 = 512 << 20;

/// The bytes of a file, or of standard input if the path is `-`.
///
/// # Errors
///
/// When it cannot be read, and when it has more than `most` bytes: a device or a pipe may have no end.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Box<dyn Error>> {
    let read = || {
        let mut bytes = Vec::new();
        // One more byte shows that there are more.
        let bound = most.saturating_add(1);
        match path.as_os_str() == "-" {
            true => io::stdin().lock().take(bound).read_to_end(&mut bytes)?,
            false => File::open(path)?.take(bound).read_to_end(&mut bytes)?,
        };
        Ok(bytes)
    };
    let bytes = read().map_err(|error: io::Error| in_file(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(format!("{}: it is larger than {most} bytes", path.display()).into());
    }
    Ok(bytes)
}

/// The same of a text.
///
/// # Errors
///
/// As for [`read`], and when it is not UTF-8.
pub(crate) fn text(path: &Path, most: u64) -> Result<String, Box<dyn Error>> {
    let text = String::from_utf8(read(path, most)?);
    text.map_err(|error| in_file(path, &error))
}

/// Replaces the content of the file at `path`. It first writes a new file beside it, so that after a
/// crash one of the two is complete. The file keeps its owner and mode, and a link stays a link.
///
/// # Errors
///
/// When there is no such file, and when it cannot be replaced. The file is then unchanged. Where its folder cannot be
/// synced, it may be either.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    hand_over(new.as_file(), &path)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(&path)?;
    // Without it, a power cut may bring the old file back.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Options for a file that other users cannot read, if it is created.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The file whose lock stands for that of the file at `path`, which may be replaced.
pub(crate) fn lock_of(path: &Path) -> PathBuf {
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    PathBuf::from(lock)
}

/// Gives a new file the owner and the mode of the file that it replaces, if there is one.
pub(crate) fn hand_over(new: &File, path: &Path) -> io::Result<()> {
    let Ok(before) = std::fs::metadata(path) else {
        return Ok(());
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let made = new.metadata()?;
        if (made.uid(), made.gid()) != (before.uid(), before.gid()) {
            fchown(new, Some(before.uid()), Some(before.gid())).map_err(|error| {
                let whose = format!(
                    "cannot change its owner to that of {}: {error}",
                    path.display()
                );
                io::Error::new(error.kind(), whose)
            })?;
        }
    }
    new.set_permissions(before.permissions())
}

/// An error of a line with JSON.
#[derive(Debug, thiserror::Error)]
#[error("line {0}")]
pub(crate) struct InLine(pub(crate) usize, #[source] pub(crate) serde_json::Error);

/// An error, and what caused it, about a file.
pub(crate) fn in_file(path: &Path, error: &dyn Error) -> Box<dyn Error> {
    let mut text = format!("{}: {error}", path.display());
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text.into()
}

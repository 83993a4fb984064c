//! Files that replace others, and errors that name a file.
use std::{
    error::Error,
    fs::File,
    io::{self, Write},
    path::Path,
};

/// Replaces the content of the file at `path`. It first writes a new file beside it, so that after a
/// crash one of the two is complete. The file keeps its owner and mode, and a link stays a link.
///
/// # Errors
///
/// When there is no such file, and when it cannot be replaced; it is as it was then.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    hand_over(new.as_file(), &path)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(&path)?;
    Ok(())
}

/// Gives a file that is to replace another, if there is one, to the same owner and with the same mode.
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
                    "cannot be given to the owner of {}: {error}",
                    path.display()
                );
                io::Error::new(error.kind(), whose)
            })?;
        }
    }
    new.set_permissions(before.permissions())
}

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

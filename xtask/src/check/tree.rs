//! The files of the repository, read once.

use std::{error::Error, fs, path::Path, process::Command};

/// The files that git tracks or would track; ignored files are left out.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

/// A file of text.
#[derive(Debug)]
pub(super) struct File {
    /// From the workspace's folder, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl Tree {
    pub(super) fn load(root: &Path) -> Result<Self, Box<dyn Error>> {
        let list = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(root)
            .output()
            .map_err(|error| format!("cannot run git: {error}"))?;
        if !list.status.success() {
            return Err(String::from_utf8_lossy(&list.stderr).into());
        }
        let mut files = Vec::new();
        for path in String::from_utf8(list.stdout)?.split_terminator('\0') {
            // Deleted but not yet committed, or not text: nothing to read.
            if let Ok(text) = fs::read_to_string(root.join(path)) {
                files.push(File {
                    path: path.to_owned(),
                    text,
                });
            }
        }
        Ok(Self { files })
    }

    pub(super) fn find(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl File {
    /// Lines with their numbers, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// The crate's folder, for a file below `crates/`.
    pub(super) fn package(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

#[cfg(test)]
pub(super) fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).into(),
        text: (*text).into(),
    };
    Tree {
        files: files.iter().map(file).collect(),
    }
}

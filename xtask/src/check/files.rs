//! What no file may hold: traces of the machine it was written on, and too many lines.

use std::{error::Error, path::Path};

use super::{Fault, tree::Tree};
use crate::workspace;

/// Past this, a file has more than one noun in it.
const LONGEST: usize = 700;

/// Folders that exist for one person or one run.
const PRIVATE: &[&str] = &["/Users", "/home", "/root", "/tmp", "/var/folders"];

/// Hosts that hand out packages. Which one a machine asks is its own configuration.
const REGISTRIES: &[&str] = &[
    "crates.io",
    "debian.org",
    "npmjs.com",
    "npmjs.org",
    "pypi.org",
    "pythonhosted.org",
];

pub(super) fn faults(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    Ok(check(tree, &workspace::root()))
}

fn check(tree: &Tree, root: &Path) -> Vec<Fault> {
    let here = root.parent().map(|parent| parent.display().to_string());
    let mut private: Vec<&str> = PRIVATE.to_vec();
    private.extend(here.as_deref().filter(|here| here.len() > 1));

    let mut faults = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| !file.path.ends_with(".lock"))
    {
        for (number, line) in file.lines() {
            if let Some(path) = private.iter().find(|path| names(line, path)) {
                let message = format!("names a path of one machine, below `{path}`");
                faults.push(Fault::new(&file.path, number, message));
            }
            if let Some(host) = registry(line) {
                let message = format!("names the registry host `{host}`");
                faults.push(Fault::new(&file.path, number, message));
            }
        }
        let source = file.path.ends_with(".rs") || file.path.ends_with(".py");
        let lines = file.text.lines().count();
        if source && lines > LONGEST && !file.path.contains("/generated/") {
            let message = format!("{lines} lines, over {LONGEST}; split it by noun");
            faults.push(Fault::new(&file.path, None, message));
        }
    }
    faults
}

/// Whether the line holds something below that folder, rather than a longer path that ends so.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        let starts = before
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/' | '}'));
        starts && after == Some('/')
    })
}

/// The package registry that a URL in this line points at.
fn registry(line: &str) -> Option<&str> {
    line.match_indices("://").find_map(|(at, separator)| {
        let rest = &line[at + separator.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'));
        let host = &rest[..end.unwrap_or(rest.len())];
        let known = |registry: &&str| {
            host.strip_suffix(*registry)
                .is_some_and(|left| left.is_empty() || left.ends_with('.'))
        };
        REGISTRIES.iter().any(known).then_some(host)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tree::tree, *};

    #[track_caller]
    fn check_line(line: &str, expected: Option<&str>) {
        let found = check(
            &tree(&[("docs/a.md", line)]),
            Path::new("/srv/builds/people"),
        );
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|it| format!("docs/a.md:1: {it}"))
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let at_home = concat!("see `/ho", "me/ada/people/README.md`");
        check_line(at_home, Some("names a path of one machine, below `/home`"));
        let scratch = concat!("--data=/tm", "p/people");
        check_line(scratch, Some("names a path of one machine, below `/tmp`"));
        let checkout = "cd /srv/builds/people";
        check_line(
            checkout,
            Some("names a path of one machine, below `/srv/builds`"),
        );
    }

    #[test]
    fn other_paths_are_left_alone() {
        check_line(
            "GET /v1/people/c17, then ./target/tmp/x and docs/home/a",
            None,
        );
        check_line("https://example.com/home/ada and ${root}/tmp/x", None);
        check_line("the /home page", None);
    }

    #[test]
    fn a_registry_is_found_by_its_host() {
        let index = concat!("https:/", "/index.crates.io/config.json");
        check_line(index, Some("names the registry host `index.crates.io`"));
        let other = concat!(
            "published on crates.io; https:/",
            "/notcrates.io.example.com/"
        );
        check_line(other, None);
    }

    #[test]
    fn a_lock_file_may_name_its_registry() {
        let lock = concat!("source = \"https:/", "/index.crates.io/\"");
        assert_eq!(check(&tree(&[("Cargo.lock", lock)]), Path::new("/x/y")), []);
    }

    #[test]
    fn a_long_file_is_found_unless_it_is_generated() {
        let long = "//\n".repeat(LONGEST + 1);
        let found = check(
            &tree(&[
                ("crates/people-model/src/long.rs", &long),
                ("crates/people-model/src/generated/long.rs", &long),
                ("docs/long.md", &long),
                ("crates/people-model/src/full.rs", &"//\n".repeat(LONGEST)),
            ]),
            Path::new("/x/y"),
        );
        let message = "701 lines, over 700; split it by noun";
        assert_eq!(
            found,
            [Fault::new("crates/people-model/src/long.rs", None, message)]
        );
    }
}

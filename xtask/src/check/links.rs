//! Links from document to document: each leads to a file and a heading that are there.

use super::{
    Fault,
    tree::{File, Tree},
};

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let documents = tree.files.iter().filter(|file| file.path.ends_with(".md"));
    let faults = documents.flat_map(|document| {
        let links = prose(document).flat_map(|(number, line)| {
            let links = line.split("](").skip(1);
            links.filter_map(move |rest| Some((number, rest.split_once(')')?.0)))
        });
        links.filter_map(|(number, link)| {
            let message = wrong(tree, document, link)?;
            Some(Fault::new(&document.path, number, message))
        })
    });
    faults.collect()
}

/// The lines outside of blocks of code.
fn prose(document: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    document.lines().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// What is wrong with a link, if it leads to a document of the repository.
fn wrong(tree: &Tree, from: &File, link: &str) -> Option<String> {
    let (path, heading) = match link.split_once('#') {
        Some((path, heading)) => (path, Some(heading)),
        None => (link, None),
    };
    if path.contains("://") || !(path.is_empty() || path.ends_with(".md")) {
        return None;
    }
    let document = match path {
        "" => Some(from),
        path => super::documents::resolved(&from.path, path).and_then(|path| tree.find(&path)),
    };
    let Some(document) = document else {
        return Some(format!("links to {path}, which is not there"));
    };
    let heading = heading?;
    let mut headings = prose(document).filter(|(_, line)| line.starts_with('#'));
    let is_there = headings.any(|(_, line)| anchor(line.trim_start_matches('#')) == heading);
    (!is_there).then(|| format!("links to #{heading}, which {} has not", document.path))
}

/// The name that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let letters = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then_some(letter),
    });
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tree::tree, *};

    #[test]
    fn a_link_leads_to_a_heading_that_is_there() {
        let page = "# What `it` is, & why\n```sh\n# no heading\n[no](link.md)\n```\n[up](../README.md#people)\n";
        for (line, expected) in [
            (
                "[it](docs/it.md), [self](#people), [web](https://a.example/b.md#c)",
                None,
            ),
            ("[it](docs/it.md#what-it-is--why)", None),
            ("[a picture](docs/it.png)", None),
            ("[it](it.md)", Some("links to it.md, which is not there")),
            (
                "[it](docs/it.md#no-heading)",
                Some("links to #no-heading, which docs/it.md has not"),
            ),
            (
                "[a](#people) [b](#b)",
                Some("links to #b, which README.md has not"),
            ),
        ] {
            let readme = format!("# People\n{line}\n");
            let tree = tree(&[("README.md", &readme), ("docs/it.md", page)]);
            let found: Vec<_> = faults(&tree).iter().map(ToString::to_string).collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|it| format!("README.md:2: {it}"))
                .collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}

//! Every public item of a library crate has an example, or a reason not to have one.
//!
//! An item is what `lib.rs` exports by name. It has an example if its docs have one, or those of one of its
//! functions, since a reader finds both on one page. An item that an example of another one uses, or that
//! of the crate's front page, needs none of its own. Generated items are not looked at, since they are all
//! alike and the front page shows how one is used.
mod reasons;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};

use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, TraitItem, Type, UseTree, Visibility};

use self::reasons::{REASONS, Reasons};
use super::{
    Fault,
    tree::{File, Tree},
};

/// The crates whose items other programs use.
const LIBRARIES: [&str; 7] = [
    "people-model",
    "people-rules",
    "people-cards",
    "people-http",
    "people-store",
    "people-server",
    "people-emulator",
];

pub(super) fn faults(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    unexplained(tree, REASONS)
}

/// The items without an example and without a reason, and the reasons that are good for nothing.
fn unexplained(tree: &Tree, reasons: &[Reasons]) -> Result<Vec<Fault>, Box<dyn Error>> {
    let mut faults = Vec::new();
    for library in LIBRARIES {
        let path = format!("crates/{library}/src/lib.rs");
        let Some(root) = tree.find(&path) else {
            continue;
        };
        let items = Items::of(tree, library)?;
        let excused: BTreeMap<&str, &str> = reasons
            .iter()
            .filter(|reasons| reasons.library == library)
            .flat_map(|reasons| reasons.items.iter().map(|item| (*item, reasons.why)))
            .collect();
        let exported = exported(root)?;
        for name in &exported {
            let Some(place) = items.places.get(name) else {
                continue;
            };
            let reason = excused.get(name.as_str());
            let message = match (items.is_shown(name), reason) {
                (true, None) | (false, Some(_)) => continue,
                (true, Some(why)) => {
                    format!("`{name}` has an example, and a reason not to have one: {why}")
                }
                (false, None) => format!(
                    "`{name}` has no example; write one, or say in xtask/src/check/examples/reasons.rs why not"
                ),
            };
            faults.push(Fault::new(&place.0, place.1, message));
        }
        for name in excused.keys().filter(|name| !exported.contains(**name)) {
            let message = format!("`{name}` has a reason to have no example, but is not exported");
            faults.push(Fault::new(&path, None, message));
        }
    }
    Ok(faults)
}

/// The items of a crate by name: where each is, and which have an example.
#[derive(Default)]
struct Items {
    places: BTreeMap<String, (String, usize)>,
    shown: BTreeSet<String>,
    /// The words of all examples.
    used: BTreeSet<String>,
}

impl Items {
    fn of(tree: &Tree, library: &str) -> Result<Self, Box<dyn Error>> {
        let mut items = Self::default();
        let folder = format!("crates/{library}/src/");
        let sources = tree.files.iter().filter(|file| {
            let below = file.path.strip_prefix(&folder);
            below.is_some_and(|path| path.ends_with(".rs") && !path.starts_with("generated"))
        });
        for source in sources {
            let parsed = syn::parse_file(&source.text);
            let parsed = parsed.map_err(|error| format!("{}: {error}", source.path))?;
            items.read(source, &parsed.items);
            // Docs of everything, private parts too: those are compiled as well.
            let docs = source.lines().filter_map(|(_, line)| {
                let line = line.trim_start();
                line.strip_prefix("///")
                    .or_else(|| line.strip_prefix("//!"))
            });
            items.use_words(docs);
        }
        if let Some(page) = tree.find(&format!("crates/{library}/README.md")) {
            items.use_words(page.text.lines());
        }
        Ok(items)
    }

    fn is_shown(&self, name: &str) -> bool {
        self.shown.contains(name) || self.used.contains(name)
    }

    /// Takes down the words of the examples in docs.
    fn use_words<'d>(&mut self, docs: impl Iterator<Item = &'d str>) {
        let mut open = None;
        for line in docs {
            match (line.trim_start().strip_prefix("```"), open) {
                (Some(info), None) => open = Some(is_rust(info)),
                (Some(_), Some(_)) => open = None,
                (None, Some(true)) => {
                    let words =
                        line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                    self.used.extend(words.map(str::to_owned));
                }
                (None, Some(false) | None) => {}
            }
        }
    }

    fn read(&mut self, source: &File, items: &[Item]) {
        for item in items {
            match item {
                Item::Const(it) => self.add(source, &it.vis, &it.ident, &it.attrs),
                Item::Enum(it) => self.add(source, &it.vis, &it.ident, &it.attrs),
                Item::Fn(it) => self.add(source, &it.vis, &it.sig.ident, &it.attrs),
                Item::Static(it) => self.add(source, &it.vis, &it.ident, &it.attrs),
                Item::Struct(it) => self.add(source, &it.vis, &it.ident, &it.attrs),
                Item::Type(it) => self.add(source, &it.vis, &it.ident, &it.attrs),
                Item::Trait(it) => {
                    self.add(source, &it.vis, &it.ident, &it.attrs);
                    let of_function = |item: &TraitItem| match item {
                        TraitItem::Fn(function) => has_example(&function.attrs),
                        _ => false,
                    };
                    if it.items.iter().any(of_function) {
                        self.shown.insert(it.ident.to_string());
                    }
                }
                Item::Impl(it) => {
                    let of_function = |item: &ImplItem| match item {
                        ImplItem::Fn(function) => has_example(&function.attrs),
                        _ => false,
                    };
                    let is_shown = has_example(&it.attrs) || it.items.iter().any(of_function);
                    if let Type::Path(of) = &*it.self_ty
                        && let Some(last) = of.path.segments.last()
                        && is_shown
                    {
                        self.shown.insert(last.ident.to_string());
                    }
                }
                Item::Mod(it) => {
                    if let Some((_, items)) = &it.content {
                        self.read(source, items);
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, source: &File, visible: &Visibility, name: &syn::Ident, docs: &[Attribute]) {
        if !matches!(visible, Visibility::Public(_)) {
            return;
        }
        let name = name.to_string();
        if has_example(docs) {
            self.shown.insert(name.clone());
        }
        let is_it = |line: &str| {
            let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            line.starts_with("pub ") && words.any(|word| word == name)
        };
        let line = source.lines().find(|(_, line)| is_it(line));
        let line = line.map_or(1, |(number, _)| number);
        self.places.insert(name, (source.path.clone(), line));
    }
}

/// Whether docs have Rust in them that is compiled.
fn has_example(attributes: &[Attribute]) -> bool {
    let mut is_open = false;
    let mut found = false;
    for attribute in attributes {
        let Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        let Expr::Lit(text) = &meta.value else {
            continue;
        };
        let Lit::Str(text) = &text.lit else {
            continue;
        };
        if !meta.path.is_ident("doc") {
            continue;
        }
        for line in text.value().lines() {
            let Some(info) = line.trim_start().strip_prefix("```") else {
                continue;
            };
            found |= !is_open && is_rust(info);
            is_open = !is_open;
        }
    }
    found
}

/// Whether a snippet is compiled.
fn is_rust(info: &str) -> bool {
    let words: Vec<&str> = info.trim().split(',').collect();
    matches!(words[0], "" | "rust" | "no_run" | "should_panic") && !words.contains(&"ignore")
}

/// What `lib.rs` exports by name.
fn exported(root: &File) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let parsed = syn::parse_file(&root.text).map_err(|error| format!("{}: {error}", root.path))?;
    let mut names = BTreeSet::new();
    for item in &parsed.items {
        if let Item::Use(exports) = item
            && matches!(exports.vis, Visibility::Public(_))
        {
            leaves(&exports.tree, &mut names);
        }
    }
    Ok(names)
}

fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Rename(name) => {
            names.insert(name.rename.to_string());
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        // Of what is generated.
        UseTree::Glob(_) => {}
    }
}

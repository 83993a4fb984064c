//! Contacts that were merged into others, and what the files said of them (rule `I12`).
use std::error::Error;

use people_server::SourceRecord;
use serde::{Deserialize, Serialize};

use super::{Line, State, now};

/// A contact that was merged into another one, until that cannot be undone any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct United {
    /// The contact that it became a part of.
    pub(super) into: String,
    /// What the files said of it.
    pub(super) sources: SourceRecord,
    /// Since when the state knows of it, in seconds since 1970.
    pub(super) time: u64,
}

impl State {
    /// The contacts that were merged into others, and those that they are a part of now.
    pub(crate) fn united(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.united.keys();
        all.map(|name| (name.as_str(), self.parts(name).last().unwrap_or(name)))
    }

    /// The contacts that one was merged into: the first of them into the second, and so on.
    fn parts(&self, name: &str) -> impl Iterator<Item = &str> {
        let into = |name: &str| self.united.get(name).map(|united| united.into.as_str());
        let all = std::iter::successors(into(name), move |name| into(name));
        // Also if they go in a circle.
        all.take(self.united.len())
    }

    /// A contact that was merged into another one. It may come back.
    pub(crate) fn unite(&mut self, name: &str, into: &str) -> Result<(), Box<dyn Error>> {
        let kept = self.contacts.get(name);
        let with = United {
            into: into.to_owned(),
            sources: kept.map(|kept| kept.sources.clone()).unwrap_or_default(),
            time: now(),
        };
        let joined = Line::Joined {
            name: name.to_owned(),
            into: into.to_owned(),
        };
        let name = name.to_owned();
        self.write([Line::United { name, with }, joined])
    }

    /// What the files said of a contact that was merged into another one is what they say of this one. With `back`, it
    /// is that contact, and not another one that it is a part of.
    pub(crate) fn divide(
        &mut self,
        name: &str,
        into: &str,
        back: bool,
    ) -> Result<(), Box<dyn Error>> {
        self.write([Line::Divided {
            name: name.to_owned(),
            into: into.to_owned(),
            back,
        }])
    }

    pub(super) fn learn_divided(&mut self, name: &str, into: String, back: bool) {
        let parts: Vec<String> = self.parts(name).map(str::to_owned).collect();
        let Some(mut united) = self.united.remove(name) else {
            return;
        };
        for part in parts {
            let kept = self.contacts.get_mut(&part).map(|kept| &mut kept.sources);
            match kept {
                Some(sources) => sources.give_back(&mut united.sources),
                // It was merged itself, and does not come back with what came from this one.
                None => {
                    if let Some(other) = self.united.get_mut(&part) {
                        other.sources.give_back(&mut united.sources.clone());
                    }
                }
            }
        }
        let kept = self.contacts.entry(into.clone()).or_default();
        kept.sources.join(united.sources.clone());
        match back {
            true => self.rename_part(name, &into),
            false => drop(
                self.united
                    .insert(name.to_owned(), United { into, ..united }),
            ),
        }
    }

    /// What is a part of a contact is one of the contact under its new name.
    pub(super) fn rename_part(&mut self, name: &str, new: &str) {
        let parts = self.united.values_mut().filter(|it| it.into == name);
        parts.for_each(|it| new.clone_into(&mut it.into));
    }
}

//! What an export says of its contacts.
use std::collections::BTreeMap;

use people_model::Person;

use crate::{Outcome, output};

/// The results for all contacts.
#[derive(Default)]
pub(super) struct Tally {
    written: u64,
    /// Contacts of which something was left out.
    in_part: u64,
    /// What was left out, and of how many contacts.
    left_out: BTreeMap<String, u64>,
}

impl Tally {
    /// Notes a contact that was written, without what is `left_out`, and why its photo is, if it is `lost`.
    pub(super) fn add(&mut self, person: &Person, left_out: Vec<String>, lost: Option<String>) {
        self.written += 1;
        if left_out.is_empty() && lost.is_none() {
            return;
        }
        self.in_part += 1;
        let why = lost.iter().map(|why| format!("photos: {why}"));
        let all: Vec<String> = left_out.iter().cloned().chain(why).collect();
        let contact = match person.names.first().map(|name| &*name.display_name) {
            None | Some("") => person.resource_name.clone(),
            Some(name) => format!("{} ({name})", person.resource_name),
        };
        let text = format!("{contact}: left out: {}", all.join(", "));
        output::note(output::plain(&text));
        let photos = lost.map(|_| "photos".to_owned());
        for what in left_out.into_iter().chain(photos) {
            *self.left_out.entry(what).or_default() += 1;
        }
    }

    /// The outcome of the command.
    pub(super) fn end(self) -> Outcome {
        let contacts = |count| match count {
            1 => "1 contact".to_owned(),
            count => format!("{count} contacts"),
        };
        output::note(format_args!("exported {}", contacts(self.written)));
        if self.left_out.is_empty() {
            return Ok(());
        }
        let left_out = self.left_out.iter();
        let left_out: Vec<String> = left_out
            .map(|(what, count)| format!("{} {count}", output::plain(what)))
            .collect();
        let (in_part, left_out) = (contacts(self.in_part), left_out.join(", "));
        Err(format!("the format cannot hold everything of {in_part}; left out: {left_out}").into())
    }
}

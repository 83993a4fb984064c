//! What became of each of many contacts, and in the end of all.
use std::fmt;

use people_http::Error;
use people_model::Person;
use serde_json::json;

use crate::{
    Outcome,
    format::{self, Format},
    output, person,
    remote::explained,
    style::{BAD, GOOD},
    table::cell,
};

/// What is done to each.
#[derive(Clone, Copy)]
pub(crate) enum Verb {
    Created,
    Copied,
    Updated,
    Deleted,
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Copied => "copied",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// Prints an outcome for each contact, and counts.
pub(crate) struct Tally {
    verb: Verb,
    format: Format,
    all: usize,
    done: usize,
    failed: usize,
    ambiguous: usize,
    not_tried: usize,
    /// Errors that follow each other and say the same.
    same: Option<Same>,
    /// Why the rest was not tried.
    end: Option<Error>,
    /// Why standard output took no more.
    unwritten: Option<Box<dyn std::error::Error>>,
}

/// Errors of contacts that follow each other, with one text.
struct Same {
    first: Place,
    last: Place,
    text: String,
}

/// Which contact: by its name, or if it has none, by its place in the file.
#[derive(Clone)]
struct Place {
    number: usize,
    name: String,
}

impl fmt::Display for Same {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (&self.first, &self.last);
        match (first.number == last.number, &*first.name, &*last.name) {
            (true, "", _) => write!(f, "contact {}", first.number),
            (true, name, _) => f.write_str(name),
            (false, "", _) | (false, _, "") => {
                write!(f, "contacts {} to {}", first.number, last.number)
            }
            (false, from, to) => write!(
                f,
                "contacts {} to {}, {from} to {to}",
                first.number, last.number
            ),
        }
    }
}

/// What a contact's outcome is called in JSON.
fn kind(verb: Verb, outcome: Option<&Error>) -> &'static str {
    match outcome {
        None => verb.word(),
        Some(error) if error.is_not_tried() => NOT_TRIED,
        Some(error) if error.is_ambiguous() => "ambiguous",
        Some(_) => "failed",
    }
}

const NOT_TRIED: &str = "notTried";
const INTERRUPTED: &str = "the command was interrupted";

impl Tally {
    pub(crate) fn new(verb: Verb, format: Format) -> Self {
        Self {
            verb,
            format,
            all: 0,
            done: 0,
            failed: 0,
            ambiguous: 0,
            not_tried: 0,
            same: None,
            end: None,
            unwritten: None,
        }
    }

    /// Whether something could not be printed. It is counted all the same, and [`Tally::finish`] says so.
    pub(crate) fn is_unwritten(&self) -> bool {
        self.unwritten.is_some()
    }

    /// Counts and prints what became of the next contact, which has this name, if it has one.
    pub(crate) fn note(&mut self, name: &str, outcome: Result<Option<&Person>, &Error>) {
        self.all += 1;
        let error = outcome.err();
        let kind = kind(self.verb, error);
        match error {
            None => self.done += 1,
            Some(error) if error.is_not_tried() => {
                self.not_tried += 1;
                self.end.get_or_insert_with(|| error.clone());
            }
            Some(error) if error.is_ambiguous() => self.ambiguous += 1,
            Some(_) => self.failed += 1,
        }
        let printed = self.print(name, kind, outcome);
        self.printed(printed);
    }

    fn print(
        &mut self,
        name: &str,
        kind: &str,
        outcome: Result<Option<&Person>, &Error>,
    ) -> Outcome {
        if self.format.json {
            let mut line = json!({"contact": self.all, "outcome": kind});
            if !name.is_empty() {
                line["resourceName"] = name.into();
            }
            match outcome {
                Ok(Some(person)) => line["person"] = serde_json::to_value(person)?,
                Ok(None) => {}
                Err(error) => line["error"] = error.to_string().into(),
            }
            return format::json(&line);
        }
        match outcome {
            Ok(person) => {
                self.flush();
                let resource = person.map_or(name, |person| &person.resource_name);
                let resource = output::plain(resource);
                let shown = person.map(person::name).map(cell).unwrap_or_default();
                let line = format!("{GOOD}{kind}{GOOD:#}  {resource}  {shown}");
                output::coloured(line.trim_end())?;
            }
            Err(error) if error.is_not_tried() => self.flush(),
            Err(error) => self.fault(name, error),
        }
        Ok(())
    }

    /// Counts a contact of which nothing was sent, because the command was interrupted or its output was lost.
    pub(crate) fn interrupted(&mut self, name: &str) {
        self.all += 1;
        self.not_tried += 1;
        if !self.format.json || self.is_unwritten() {
            return;
        }
        let mut line = json!({"contact": self.all, "outcome": NOT_TRIED, "error": INTERRUPTED});
        if !name.is_empty() {
            line["resourceName"] = name.into();
        }
        self.printed(format::json(&line));
    }

    fn printed(&mut self, printed: Outcome) {
        if let Err(error) = printed {
            self.unwritten.get_or_insert(error);
        }
    }

    /// Notes an error, and prints the one before if that says something else.
    fn fault(&mut self, name: &str, error: &Error) {
        let mut text = error.to_string();
        if !name.is_empty() {
            text = text.replace(&format!(" {name}:"), ":");
        }
        let last = Place {
            number: self.all,
            name: name.to_owned(),
        };
        match &mut self.same {
            Some(same) if same.text == text => same.last = last,
            _ => {
                self.flush();
                let first = last.clone();
                self.same = Some(Same { first, last, text });
            }
        }
    }

    fn flush(&mut self) {
        if let Some(same) = self.same.take() {
            let (who, text) = (same.to_string(), output::lines(&same.text));
            output::coloured_note(format_args!("{BAD}{}{BAD:#}: {text}", output::plain(&who)));
        }
    }

    /// Says what became of all; it fails unless everything was done.
    pub(crate) fn finish(mut self) -> Outcome {
        self.flush();
        let word = self.verb.word();
        let Self { all, done, .. } = self;
        let unwritten = self
            .unwritten
            .map(|error| format!("standard output cannot be written: {error}"));
        if done == all && unwritten.is_none() {
            if !self.format.json {
                output::note(format_args!("{done} {} {word}", contacts(done)));
            }
            return Ok(());
        }
        let mut text = format!("{done} of {all} {} {word}", contacts(all));
        if self.failed > 0 {
            text.push_str(&format!("; {} failed", self.failed));
        }
        if self.ambiguous > 0 {
            text.push_str(&format!(
                "; {} perhaps {word}, since the reply was lost: check before you send {} again",
                self.ambiguous,
                if self.ambiguous == 1 { "it" } else { "them" },
            ));
        }
        let cause = self.end.map(|end| {
            let cause = std::error::Error::source(&end).and_then(|it| it.downcast_ref::<Error>());
            explained(cause.cloned().unwrap_or(end)).to_string()
        });
        if self.not_tried > 0 {
            let cause = cause.as_ref().or(unwritten.as_ref());
            let cause = cause.map_or(INTERRUPTED, String::as_str);
            let not_tried = self.not_tried;
            text.push_str(&format!("; {not_tried} not tried: {cause}"));
        } else if let Some(unwritten) = unwritten {
            text.push_str(&format!("; {unwritten}"));
        }
        Err(text.into())
    }
}

fn contacts(count: usize) -> &'static str {
    match count {
        1 => "contact",
        _ => "contacts",
    }
}

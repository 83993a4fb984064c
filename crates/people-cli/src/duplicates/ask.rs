//! What a person is asked about two contacts.
use std::io::{self, BufRead};

use people_model::Person;
use people_rules::{Conflict, Pair, Resolution, Verdict, diff, unite_with};
use serde_json::Value;

use super::{Wins, excess, why};
use crate::{output, person};

/// What became of a group.
pub(super) enum Answer {
    /// So many contacts were merged into another.
    Yes(usize),
    No,
    End,
}

/// What was decided about two contacts.
pub(super) enum Decided {
    /// One contact is made of them, which is like this.
    Merge(Box<Person>),
    Skip,
    /// Enough for now.
    End,
}

/// Asks on standard error, and reads the answers from standard input.
pub(super) struct Questions {
    yes: bool,
    wins: Wins,
}

impl Questions {
    pub(super) fn new(yes: bool, wins: Wins) -> Self {
        Self { yes, wins }
    }

    /// Asks whether to make one contact of two, and about what they say differently.
    pub(super) fn ask(
        &mut self,
        kept: &Person,
        other: &Person,
        verdict: Verdict,
        pair: Option<&Pair>,
    ) -> io::Result<Decided> {
        if let Some(excess) = excess(kept, other) {
            output::note(format_args!(
                "{} and {} stay apart: {excess}",
                kept.resource_name, other.resource_name
            ));
            return Ok(Decided::Skip);
        }
        if self.yes {
            return Ok(match verdict {
                Verdict::Same => self.without_asking(kept, other),
                Verdict::Perhaps => Decided::Skip,
            });
        }
        output::note(format_args!(
            "\n{verdict}: {}",
            pair.map(why).unwrap_or_default().join(", ")
        ));
        for (contact, what) in [(kept, "stays"), (other, "goes ")] {
            output::note(format_args!(
                "  {what}  {}  {}",
                contact.resource_name,
                person::name(contact)
            ));
        }
        let open = |_: &Conflict| Resolution::Unresolved;
        let shown = unite_with(kept, other, open).merge;
        for change in diff(kept, &shown.person).changes {
            output::note(format_args!("  {change}"));
        }
        for conflict in shown.unresolved() {
            output::note(format_args!("  {}", said(conflict)));
        }
        match self.question("merge them? [y]es, [n]o, [q]uit: ", &["y", "n", "q"])? {
            Some("y") => {}
            Some("n") => return Ok(Decided::Skip),
            _ => return Ok(Decided::End),
        }
        let mut failed = None;
        let merge = unite_with(kept, other, |conflict| match (self.wins, &failed) {
            (Wins::Kept, _) => Resolution::Theirs,
            (Wins::Other, _) => Resolution::Ours,
            (Wins::Ask, Some(_)) => Resolution::Unresolved,
            (Wins::Ask, None) => {
                output::note(format_args!("  {}", said(conflict)));
                match self.question(
                    "which value stays? [1] the first, [2] the second, [n]o merge: ",
                    &["1", "2", "n"],
                ) {
                    Ok(Some("1")) => Resolution::Theirs,
                    Ok(Some("2")) => Resolution::Ours,
                    Ok(Some(_)) => {
                        failed = Some(Ok(Decided::Skip));
                        Resolution::Unresolved
                    }
                    Ok(None) => {
                        failed = Some(Ok(Decided::End));
                        Resolution::Unresolved
                    }
                    Err(error) => {
                        failed = Some(Err(error));
                        Resolution::Unresolved
                    }
                }
            }
        });
        failed.unwrap_or_else(|| Ok(Decided::Merge(Box::new(merge.merge.person))))
    }

    fn without_asking(&self, kept: &Person, other: &Person) -> Decided {
        let resolution = match self.wins {
            Wins::Ask => Resolution::Unresolved,
            Wins::Kept => Resolution::Theirs,
            Wins::Other => Resolution::Ours,
        };
        let united = unite_with(kept, other, |_| resolution.clone());
        let Some(conflict) = united.merge.unresolved().next() else {
            return Decided::Merge(Box::new(united.merge.person));
        };
        output::note(format_args!(
            "{} and {} stay apart: {}",
            kept.resource_name,
            other.resource_name,
            said(conflict)
        ));
        Decided::Skip
    }

    /// The answer, which is one of these; none at the end of the input.
    fn question<'a>(&self, question: &str, answers: &[&'a str]) -> io::Result<Option<&'a str>> {
        loop {
            output::note(question);
            let mut line = String::new();
            if io::stdin().lock().read_line(&mut line)? == 0 {
                return Ok(None);
            }
            let given = line.trim().to_lowercase();
            let known = answers.iter().find(|answer| {
                given == **answer || answer.len() == 1 && given.starts_with(**answer)
            });
            if let Some(answer) = known {
                return Ok(Some(answer));
            }
        }
    }
}

/// A conflict in one line.
fn said(conflict: &Conflict) -> String {
    let text = |value: &Option<Value>| match value {
        None => "nothing".to_owned(),
        Some(value) => value.to_string(),
    };
    format!(
        "{}: {} or {}",
        conflict.path(),
        text(&conflict.theirs),
        text(&conflict.ours)
    )
}

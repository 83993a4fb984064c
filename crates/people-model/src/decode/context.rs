//! Where the decoder is, and what was wrong so far.
//!
//! The decoder tracks the path while it reads messages, so that every problem has one. It
//! allocates only for nested messages.

use std::fmt::Write as _;

use serde_json::Value;

use super::{MOST_PROBLEMS, Problem};
use crate::descriptor::{Member, ValueKind};

/// What a decoder carries along: where it is, and what was wrong so far.
#[derive(Debug)]
pub struct Context {
    root: String,
    pub(super) path: Vec<Step>,
    problems: Problems,
}

/// The problems so far, up to a number of each kind: a problem takes a few bytes to send, and a few hundred to
/// describe.
#[derive(Debug, Default)]
struct Problems {
    all: Vec<Problem>,
    kept: usize,
}

impl Problems {
    fn push(&mut self, problem: Problem) {
        let is_kept = problem.is_kept();
        let count = match is_kept {
            true => self.kept,
            false => self.all.len() - self.kept,
        };
        if count < MOST_PROBLEMS {
            self.kept += usize::from(is_kept);
            self.all.push(problem);
        }
    }
}

#[derive(Debug)]
pub(super) enum Step {
    Member(&'static str),
    Element(&'static str, usize),
    Key(String),
}

impl Context {
    pub(crate) fn new(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            path: Vec::new(),
            problems: Problems::default(),
        }
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.all
    }

    /// The path of the message that is being read, and of a member of it.
    fn path(&self, steps: &[Step], member: Option<&'static str>) -> String {
        let mut path = self.root.clone();
        let last = member.map(Step::Member);
        for step in steps.iter().chain(&last) {
            let dot = if path.is_empty() { "" } else { "." };
            // Writing to a string cannot fail.
            let _ = match step {
                Step::Member(name) => write!(path, "{dot}{name}"),
                Step::Element(name, index) => write!(path, "{dot}{name}[{index}]"),
                Step::Key(key) => write!(path, "[{key:?}]"),
            };
        }
        path
    }

    #[cold]
    pub(super) fn unknown_member(&mut self, name: &str) {
        let path = self.path(&self.path, None);
        self.problems.push(Problem::UnknownMember {
            path,
            name: name.to_owned(),
        });
    }

    #[cold]
    fn invalid_value(&mut self, member: Option<&'static str>, kind: ValueKind, found: &Value) {
        let path = self.path(&self.path, member);
        let expected = kind.type_name().into_owned();
        self.problems.push(Problem::InvalidValue {
            path,
            expected,
            found: shorten(found),
        });
    }
}

/// A value as JSON text, cut after 100 characters.
fn shorten(found: &Value) -> String {
    const LIMIT: usize = 100;
    let mut text = found.to_string();
    if let Some((end, _)) = text.char_indices().nth(LIMIT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Which member a value is for, and whether the context's path has it already.
pub(crate) struct Place<'c> {
    pub(super) member: &'static Member,
    pub(super) in_path: bool,
    pub(super) context: &'c mut Context,
}

impl Place<'_> {
    #[cold]
    pub(super) fn invalid(self, found: &Value) {
        let name = (!self.in_path).then_some(self.member.proto);
        self.context.invalid_value(name, self.member.kind, found);
    }

    #[cold]
    pub(super) fn unknown_enum_value(self, found: &Value) {
        let name = (!self.in_path).then_some(self.member.proto);
        let path = self.context.path(&self.context.path, name);
        let expected = self.member.kind.type_name().into_owned();
        let found = shorten(found);
        self.context.problems.push(Problem::UnknownEnumValue {
            path,
            expected,
            found,
        });
    }

    /// A list where one value is expected. In a list of lists, each inner list is a bad element. Elsewhere, it is a
    /// member that must not be a list.
    #[cold]
    pub(super) fn list(self, found: &Value) {
        if self.member.repeated {
            return self.invalid(found);
        }
        let name = self.member.json.to_owned();
        let path = self.context.path(&self.context.path, None);
        let problem = match self.member.kind {
            ValueKind::Map(_) => Problem::ListForMap { path, name },
            _ => Problem::UnexpectedList { path, name },
        };
        self.context.problems.push(problem);
    }
}

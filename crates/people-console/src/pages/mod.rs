//! What the pages show.
pub(crate) mod accounts;
pub(crate) mod card;
pub(crate) mod conflict;
pub(crate) mod connect;
pub(crate) mod contact;
pub(crate) mod contacts;
pub(crate) mod directory;
pub(crate) mod duplicates;
pub(crate) mod edit;
pub(crate) mod edit_form;
pub(crate) mod findings;
pub(crate) mod group;
pub(crate) mod groups;
pub(crate) mod import;
pub(crate) mod merge;
pub(crate) mod merges;
pub(crate) mod others;
pub(crate) mod photo;
pub(crate) mod request;
pub(crate) mod requests;
pub(crate) mod rule;
mod rule_form;
pub(crate) mod rules;
pub(crate) mod sign_in;
pub(crate) mod state;
mod subject;
pub(crate) mod tokens;

use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{assets, console::Shared, visit::Visit};

/// What every page has.
#[derive(Debug)]
pub(crate) struct Page {
    title: String,
    section: Section,
    /// Whose page it is.
    account: Option<Whose>,
    /// What was just done.
    notice: Option<&'static str>,
    /// Where it can be undone.
    undo: Option<&'static str>,
    token: String,
    style: &'static str,
    script: &'static str,
    icon: &'static str,
}

/// An account, and where its pages are.
#[derive(Clone, Debug)]
pub(crate) struct Whose {
    pub(crate) name: String,
    /// `/console/@ada`.
    pub(crate) path: String,
}

/// A part of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    None,
    Accounts,
    Connect,
    Requests,
    Findings,
    Rules,
    Contacts,
    Groups,
    Others,
    Directory,
    Duplicates,
    Import,
    State,
    Tokens,
}

impl Page {
    /// A page outside of an account.
    pub(crate) fn new(shared: &Shared, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            section: Section::None,
            account: None,
            notice: None,
            undo: None,
            token: shared.guard.form_token().to_owned(),
            style: &assets::STYLE.name,
            script: &assets::SCRIPT.name,
            icon: &assets::ICON.name,
        }
    }

    pub(crate) fn at(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    pub(crate) fn of(mut self, account: &str) -> Self {
        self.account = Some(Whose::new(account));
        self
    }

    /// Says what a form did that led here.
    pub(crate) fn after(mut self, visit: &Visit) -> Self {
        let done = visit.query.text("done");
        let notice = NOTICES.iter().find(|(key, _)| *key == done);
        self.notice = notice.map(|(_, text)| *text);
        self.undo = (done == "merged").then_some("/merges");
        self
    }

    fn current(&self, section: &str) -> bool {
        let own = match self.section {
            Section::None => "",
            Section::Accounts => "accounts",
            Section::Connect => "connect",
            Section::Requests => "requests",
            Section::Findings => "findings",
            Section::Rules => "rules",
            Section::Contacts => "contacts",
            Section::Groups => "groups",
            Section::Others => "others",
            Section::Directory => "directory",
            Section::Duplicates => "duplicates",
            Section::Import => "import",
            Section::State => "state",
            Section::Tokens => "tokens",
        };
        own == section
    }
}

/// The message after an action, by the parameter in the address of the next page.
const NOTICES: &[(&str, &str)] = &[
    ("demo", "The account demo is there now, with 20 people."),
    ("reset", "The account is again what its seed made."),
    ("removed", "Everything of the account is removed."),
    ("saved", "The state is saved."),
    (
        "restored",
        "The account is again what it was when it was saved.",
    ),
    ("forgotten", "The saved state is forgotten."),
    ("clock", "The clock is set."),
    ("replayed", "The request was sent again. It is the newest."),
    ("rule-added", "The rule is added."),
    ("rule-on", "The rule is on."),
    ("rule-off", "The rule is off. Its counts stay."),
    ("rule-removed", "The rule is removed."),
    ("rules-removed", "All rules are removed."),
    ("findings-removed", "The findings are removed."),
    ("photo", "The photo is uploaded."),
    ("no-photo", "The photo is removed."),
    ("deleted", "The contact is deleted."),
    ("edited", "The contact is saved."),
    (
        "token-ended",
        "The token is ended. The next list with it is 400 EXPIRED_SYNC_TOKEN.",
    ),
    ("created", "The contact is created."),
    ("group-created", "The group is created."),
    ("group-renamed", "The group is renamed."),
    ("group-deleted", "The group is deleted. Its contacts stay."),
    (
        "group-and-contacts-deleted",
        "The group and its contacts are deleted.",
    ),
    ("members-added", "The contacts are in the group now."),
    (
        "members-removed",
        "The contacts are no longer in the group.",
    ),
    (
        "copied",
        "The other contact is copied: this is the new contact.",
    ),
    ("merged", "The two contacts are one contact now."),
    ("imported", "The import is done."),
    (
        "look-again",
        "Nothing is imported: the page that you sent was older than this one. This is what would happen now.",
    ),
    ("divided", "The merge is undone: this contact is back."),
];

impl Whose {
    pub(crate) fn new(account: &str) -> Self {
        Self {
            name: account.to_owned(),
            path: format!("/console/@{}", encoded(account)),
        }
    }

    /// The name, as a value of a query.
    fn encoded(&self) -> String {
        encoded(&self.name)
    }
}

/// A page that shows an error.
#[derive(Template)]
#[template(path = "refusal.html")]
pub(crate) struct Refusal<'a> {
    pub(crate) page: Page,
    pub(crate) text: &'a str,
}

/// A text as a segment of a path, or a value of a query.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `1 contact`, `2 contacts`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

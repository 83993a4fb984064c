#![warn(missing_docs)]
//! What an update of a contact means.
//!
//! Everything `people.updateContact` promises, as pure functions: no IO, no clock, no randomness,
//! no async. A server calls [`check`], [`apply`] and [`project`](project()) between reading a contact
//! and storing it. A client makes an [`Edit`], lets [`merge`](merge()) derive the update from it, and
//! when someone else was faster, replays it on the latest person.
//!
//! The rules' ids (`U…` for updates, `D…` for derived members, `M…` for merges) are those of
//! `docs/semantics.md`.
//!
//! ```
//! use people_model::{ContactId, Person};
//! use people_rules::{Contract, Update, Violation, check, update_mask};
//!
//! let id = ContactId::new(17).unwrap();
//! let person: Person = serde_json::from_str(
//!     r#"{
//!         "etag": "%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9",
//!         "metadata": {"sources": [{"type": "CONTACT", "id": "11"}]},
//!         "birthdays": [{"date": {"month": 12, "day": 10}}, {"date": {"month": 12, "day": 11}}]
//!     }"#,
//! )?;
//! let update = Update { id, person, mask: update_mask("birthdays")? };
//!
//! let violation = check(update, Contract::Documented).unwrap_err();
//! assert!(matches!(violation, Violation::TooManyValues { .. }));
//! assert_eq!(violation.rule(), "U8");
//! assert_eq!(violation.to_string(), "Cannot have more than one person.birthdays per source.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
mod apply;
mod check;
mod collation;
mod contract;
mod countries;
mod derive;
mod diff;
mod edit;
mod entries;
mod masks;
mod merge;
mod names;
mod project;
mod sources;
mod violation;

pub use crate::{
    apply::{
        CanonicalPhone, Contact, Context, Index, added_groups, apply, create, group_term, profile,
    },
    check::{Checked, Precondition, Update, check, violations},
    collation::sort_key,
    contract::{Contract, ParseContractError},
    diff::{Change, Diff, diff},
    edit::{Edit, ParseDateError, main_member, parse_date},
    masks::{read_mask, update_mask},
    merge::{Conflict, Conflicts, Merge, Resolution, Subject, merge, merge_with},
    project::{ContactSource, Extent, ProfileSource, View, project, project_deleted},
    sources::Sources,
    violation::{EtagKind, MaskParameter, Violation},
};

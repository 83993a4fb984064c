#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]
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
mod memberships;
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
    masks::{batch_update_mask, read_mask, update_mask},
    memberships::{Departure, join, leave},
    merge::{Conflict, Conflicts, Merge, Resolution, Subject, merge, merge_with},
    project::{ContactSource, Extent, ProfileSource, View, project, project_deleted},
    sources::Sources,
    violation::{EtagKind, MaskParameter, Violation},
};

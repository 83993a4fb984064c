#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]
mod apply;
mod check;
mod collation;
mod contact;
mod context;
mod contract;
mod countries;
mod derive;
mod diff;
mod directory;
mod display_names;
mod duplicates;
mod edit;
mod entries;
mod field_traits;
mod fold;
mod index;
mod masks;
mod memberships;
mod merge;
mod other_contact;
mod photo;
mod phrases;
mod profile;
mod project;
mod sources;
mod terms;
mod unite;
mod violation;

pub use crate::{
    apply::{apply, create},
    check::{Checked, Precondition, Update, check, violations},
    collation::sort_key,
    contact::Contact,
    context::{CanonicalPhone, Context, DialledForms},
    contract::{Contract, ParseContractError},
    derive::formatted_address,
    diff::{Change, Diff, diff},
    directory::{DirectorySource, DirectorySources, DirectoryView, project_directory},
    display_names::display_name,
    duplicates::{Contradiction, Duplicates, Found, Group, Pair, Reason, Verdict},
    edit::{Edit, ParseDateError, parse_date},
    field_traits::{FieldTraits, Wording, main_member},
    index::{Index, group_term},
    masks::{batch_update_mask, read_mask, update_mask},
    memberships::{Departure, added_groups, join, leave},
    merge::{Conflict, Conflicts, Merge, Resolution, Subject, merge, merge_with},
    other_contact::{OTHER_CONTACT_FIELDS, contact_from_other, other_contact},
    photo::PhotoFormat,
    phrases::search_prefixes,
    profile::{directory_person, profile},
    project::{
        ContactKind, ContactSource, Extent, ProfileSource, View, project, project_deleted,
        project_into,
    },
    sources::Sources,
    terms::Terms,
    unite::{Excess, United, unite, unite_with},
    violation::{EtagKind, MaskParameter, Violation},
};

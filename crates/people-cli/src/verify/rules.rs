//! The rules that can be seen from outside, and those that cannot, with the reason.
use std::str::FromStr;

use super::{
    batches, bodies, creates, derived, directories, endpoint, etags, frontend, groups, identity,
    lists, masks, members, other_contacts, photos, races, rule::Rule, search, sizes, sources,
    values,
};

/// In the order in which they are tried.
const FAMILIES: &[&[Rule]] = &[
    masks::RULES,
    sources::RULES,
    etags::RULES,
    values::RULES,
    members::RULES,
    races::RULES,
    creates::RULES,
    batches::RULES,
    derived::RULES,
    identity::RULES,
    lists::RULES,
    groups::RULES,
    other_contacts::RULES,
    directories::RULES,
    search::RULES,
    photos::RULES,
    frontend::RULES,
    bodies::RULES,
    endpoint::RULES,
    sizes::RULES,
];

/// Rules that cannot be seen from outside, or that are not tried on another's server, and why.
const UNSEEN: &[(&[&str], &str)] = &[
    (
        &[
            "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11",
        ],
        "a client merges, not the server",
    ),
    (
        &["M21", "M22", "M23", "M24", "M25"],
        "a client unites two contacts, not the server",
    ),
    (
        &["M31", "M32", "M33", "M34", "M41", "M42", "M43", "M44"],
        "a client looks for duplicates, not the server",
    ),
    (
        &["T1", "T2", "T3", "T4", "T5", "T6"],
        "a client edits by entry, not the server",
    ),
    (
        &["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"],
        "it says what a client does after a lost reply",
    ),
    (
        &[
            "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "H5",
        ],
        "it is about files that this server imports",
    ),
    (
        &[
            "Z1", "Z2", "Z3", "Z4", "Z5", "Z6", "Z7", "Z8", "Z9", "Z20", "Z21", "Z22", "Z23", "Z24",
        ],
        "it is about files in the formats of other programs",
    ),
    (
        &[
            "W20", "W21", "W22", "W23", "W24", "W25", "W26", "W27", "W28", "W29", "W30", "W31",
            "W32", "W33", "W34", "W35", "W36", "W37", "W38", "W39", "W40", "W45", "W46", "W47",
            "W48", "W49", "W50",
        ],
        "it is about the console, which only this server has",
    ),
    (
        &["A3", "A4", "A5", "F17"],
        "it depends on the flags of this server",
    ),
    (
        &["V1", "V2", "V3", "V4"],
        "trying it would overload the server",
    ),
    (&["V5"], "it is about how this server sends long lists"),
    (
        &["Q1", "Q2", "Q3"],
        "trying it would use up the quota of the account",
    ),
    (
        &["N1", "N5"],
        "trying it would fill the account with thousands of contacts or groups",
    ),
    (&["Y3"], "trying it would take seven days"),
    (
        &["E6"],
        "only the operator of the server can turn its clock back",
    ),
    (
        &["Y4"],
        "no method of the API replaces all data of an account",
    ),
    (
        &["O5"],
        "trying it would move an other contact of the account, and nothing can move it back",
    ),
    (&["F7"], "trying it would take 30 seconds per body"),
    (&["F15"], "the client library chooses the version of HTTP"),
    (&["F16"], "proxies on the way may read its requests as two"),
];

/// A rule that the command line names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen(&'static Rule);

impl FromStr for Chosen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(rule) = all().find(|rule| rule.id.eq_ignore_ascii_case(text)) {
            return Ok(Self(rule));
        }
        let unseen = UNSEEN
            .iter()
            .find(|(ids, _)| ids.iter().any(|id| id.eq_ignore_ascii_case(text)));
        Err(match unseen {
            Some((_, why)) => format!("not tried: {why}"),
            None if is_of_emulator(text) => format!("not tried: {EMULATOR}"),
            None => "docs/semantics.md has no such rule".to_owned(),
        })
    }
}

/// Why no rule of the emulator is tried.
const EMULATOR: &str = "it is about the emulator, which only this server has";

/// Whether a rule is one of the emulator's.
fn is_of_emulator(id: &str) -> bool {
    let number = id.strip_prefix(['X', 'x', 'J', 'j']);
    number.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// The rules to try: all, unless some are chosen.
pub(super) fn chosen(chosen: &[Chosen]) -> Vec<&'static Rule> {
    let is_chosen = |rule: &&Rule| chosen.is_empty() || chosen.iter().any(|it| it.0.id == rule.id);
    all().filter(is_chosen).collect()
}

fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().copied().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The ids of the rows of docs/semantics.md.
    fn documented() -> BTreeSet<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/semantics.md");
        let text = std::fs::read_to_string(path).expect("the rules");
        let first = |line: &str| Some(line.strip_prefix("| ")?.split(' ').next()?.to_owned());
        let is_id = |cell: &String| {
            let number = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
            cell.len() == number.len() + 1 && number.parse::<u8>().is_ok()
        };
        text.lines().filter_map(first).filter(is_id).collect()
    }

    #[test]
    fn each_rule_is_tried_or_there_is_a_reason() {
        let mut documented = documented();
        assert!(documented.len() > 100, "{documented:?}");
        documented.retain(|id| !is_of_emulator(id));
        let mut known = BTreeSet::new();
        let unseen = UNSEEN.iter().flat_map(|(ids, _)| ids.iter().copied());
        for id in all().map(|rule| rule.id).chain(unseen) {
            assert!(known.insert(id.to_owned()), "{id} is there twice");
        }
        known.retain(|id| !is_of_emulator(id));
        let missing: Vec<_> = documented.difference(&known).collect();
        assert!(
            missing.is_empty(),
            "neither tried nor named with a reason: {missing:?}"
        );
        let unknown: Vec<_> = known.difference(&documented).collect();
        assert!(unknown.is_empty(), "not in docs/semantics.md: {unknown:?}");
    }

    #[test]
    fn a_rule_is_chosen_by_its_id() {
        assert_eq!("u6".parse::<Chosen>().expect("tried").0.id, "U6");
        let unseen = "M1".parse::<Chosen>().expect_err("not tried");
        assert!(unseen.contains("a client merges"), "{unseen}");
        let unseen = "x28".parse::<Chosen>().expect_err("not tried");
        assert!(unseen.contains("only this server has"), "{unseen}");
        "ZZ9".parse::<Chosen>().expect_err("no rule");
    }
}

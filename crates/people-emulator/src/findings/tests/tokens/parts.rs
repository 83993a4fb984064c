//! Entries that a program read or sent in part, as random programs found them.
use super::*;

/// X21: an entry that was seen in part, and sent in the place of another one, as the property found it.
#[test]
fn x21_an_entry_is_sent_in_part_in_the_place_of_another() {
    let steps = [
        Step::Edit {
            fields: vec![(3, Change::Add)],
        },
        Step::Read {
            fields: vec![3],
            member: Some(2),
            reached: true,
        },
        Step::Update {
            fields: vec![(3, Form::Known(Change::Member(0, 0)))],
            reached: true,
        },
    ];
    after(&steps).unwrap();
}

/// X21: an entry of which each read showed another member, and that is sent with one of them.
#[test]
fn x21_an_entry_that_was_read_in_parts_is_sent_in_part() {
    let read = |member| Step::Read {
        fields: vec![2],
        member: Some(member),
        reached: true,
    };
    let steps = [
        Step::Edit {
            fields: vec![(2, Change::Member(0, 2))],
        },
        read(2),
        read(1),
        Step::Update {
            fields: vec![(2, Form::Known(Change::Nothing))],
            reached: true,
        },
    ];
    after(&steps).unwrap();
}

/// X21: an entry that was read as a whole, but for a member that came later and was read by itself, is left out.
#[test]
fn x21_an_entry_that_was_read_in_parts_is_known() {
    let read = |member| Step::Read {
        fields: vec![2],
        member,
        reached: true,
    };
    let steps = [
        read(None),
        Step::Edit {
            fields: vec![(2, Change::Member(0, 2))],
        },
        read(Some(2)),
        Step::Update {
            fields: vec![(2, Form::Known(Change::Nothing))],
            reached: true,
        },
    ];
    after(&steps).unwrap();
}

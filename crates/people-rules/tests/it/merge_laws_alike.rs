//! The laws of the merge over forks whose entries look alike, share labels and repeat.
use std::collections::{BTreeMap, BTreeSet};

use people_model::{
    Entry, EntryVisitor, FieldMask, Person, PersonField,
    strategy::{self, Fork},
};
use people_rules::{Merge, Resolution, diff, merge, merge_with};
use proptest::prelude::*;
use serde_json::Value;

use crate::merge_laws::{as_stored, identity, own, parts, set, texts, union_is_symmetric};

/// What of a field conflicts, in words.
fn told(merge: &Merge, field: PersonField) -> String {
    let of_field = merge
        .conflicts
        .iter()
        .filter(|conflict| conflict.field == field);
    of_field.map(|conflict| format!("\n{conflict}")).collect()
}

fn is_open(merge: &Merge, field: PersonField) -> bool {
    merge
        .conflicts
        .iter()
        .any(|conflict| conflict.field == field)
}

/// Each content and how often it is there, whichever leads.
fn contents(person: &Person, field: PersonField) -> BTreeMap<String, usize> {
    let mut contents = BTreeMap::new();
    for mut value in own(person, field) {
        let members = value.as_object_mut().expect("an object");
        // What is composed goes with its parts; without parts it is all that there is.
        let parts = members.keys().filter(|member| {
            let beside = ["formattedValue", "unstructuredName", "type", "metadata"];
            !beside.contains(&member.as_str()) && !member.starts_with("phonetic")
        });
        if parts.count() > 0 {
            members.shift_remove("formattedValue");
            members.shift_remove("unstructuredName");
        }
        members.shift_remove("metadata");
        value.sort_all_objects();
        *contents.entry(value.to_string()).or_default() += 1;
    }
    contents
}

/// What an entry is recognised by, in one spelling; none where that is a type alone, or nothing.
pub(crate) fn name(field: PersonField, value: &Value) -> Option<Vec<String>> {
    if field == PersonField::Memberships {
        let name = &value["contactGroupMembership"]["contactGroupResourceName"];
        return name.as_str().map(|name| vec![name.to_owned()]);
    }
    let untyped = field.identity().iter().zip(identity(field, value));
    let members: Vec<Value> = untyped
        .filter(|(member, _)| **member != "type")
        .map(|(_, value)| value)
        .collect();
    if members.iter().all(Value::is_null) {
        return None;
    }
    let spelled = |value: &Value| match (field, value) {
        (PersonField::PhoneNumbers, Value::String(number)) => {
            let digits = number.chars().filter_map(|digit| match digit {
                '\u{660}'..='\u{669}' => Some(char::from(b'0' + (u32::from(digit) - 0x660) as u8)),
                digit => digit.is_ascii_digit().then_some(digit),
            });
            let digits: String = digits.collect();
            digits[digits.len().saturating_sub(9)..].to_owned()
        }
        (_, Value::String(text)) => text.trim().to_lowercase().replace("e\u{301}", "é"),
        (_, value) => value.to_string(),
    };
    Some(members.iter().map(spelled).collect())
}

fn names(person: &Person, field: PersonField) -> BTreeSet<Vec<String>> {
    own(person, field)
        .iter()
        .filter_map(|value| name(field, value))
        .collect()
}

/// An edit that somebody makes of what the merge came to: of one entry that is as it was in the
/// base, is there once on every side, and so was of no interest to us, or by adding another.
struct Later<'a> {
    fork: &'a Fork,
    person: &'a mut Person,
    choice: u32,
}

impl EntryVisitor for Later<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let json = |entry: &T| {
            let mut entry = entry.clone();
            entry.strip_output_only();
            let leads = entry
                .metadata()
                .is_some_and(|metadata| metadata.source_primary);
            *entry.metadata_mut() = None;
            (serde_json::to_string(&entry).expect("JSON"), leads)
        };
        let once = |person: &Person, entry: &T| {
            let wanted = json(entry);
            let alike: Vec<_> = T::of(person)
                .iter()
                .map(json)
                .filter(|other| other.0 == wanted.0)
                .collect();
            alike == [wanted]
        };
        // Of several that share a member of their identity nobody knows which is gone.
        let named_once = |person: &Person, entry: &T| {
            let wanted = name(T::FIELD, &serde_json::to_value(entry).expect("JSON"));
            let Some(wanted) = wanted else {
                return own(person, T::FIELD).len() < 2;
            };
            let shares = |name: &Option<Vec<String>>| {
                let mut members = name.iter().flatten().zip(&wanted);
                members.any(|(one, other)| one == other && one != "null")
            };
            let values = own(person, T::FIELD);
            let names = values.iter().map(|value| name(T::FIELD, value));
            names.filter(shares).count() < 2
        };
        let untouched: Vec<usize> = T::of(self.person)
            .iter()
            .enumerate()
            .filter(|(_, entry)| {
                let sides = [&self.fork.base, &self.fork.ours, &*self.person];
                sides
                    .into_iter()
                    .all(|side| once(side, entry) && named_once(side, entry))
            })
            .map(|(index, _)| index)
            .collect();
        // Where an entry took the place of another, and now one is gone or another one does, nobody knows
        // which.
        let held: Vec<_> = [&self.fork.base, &self.fork.ours]
            .into_iter()
            .flat_map(|side| T::of(side).iter().map(|entry| json(entry).0))
            .collect();
        let mut entries = T::of(self.person).iter();
        let known = entries.all(|entry| held.contains(&json(entry).0));
        let entries = T::of_mut(self.person);
        let text = |entry: &mut T, identity: bool| {
            let position =
                T::DESCRIPTOR
                    .members
                    .iter()
                    .enumerate()
                    .position(|(position, member)| {
                        !member.output_only
                            && T::IDENTITY.contains(&position) == identity
                            && !matches!(
                                member.json,
                                "type" | "formattedValue" | "unstructuredName"
                            )
                            && entry.clone().set_member(position, "later".into())
                    });
            if let Some(position) = position {
                entry.set_member(position, "later".into());
            }
        };
        match (
            self.choice % 4,
            untouched.get(self.choice as usize / 4 % untouched.len().max(1)),
        ) {
            (0, Some(&at)) if known => drop(entries.remove(at)),
            (1, Some(&at)) => text(&mut entries[at], false),
            (2, Some(&at)) if known => text(&mut entries[at], true),
            _ if !T::FIELD.is_singleton() => {
                let mut entry = T::default();
                text(&mut entry, true);
                entries.insert(self.choice as usize / 4 % (entries.len() + 1), entry);
            }
            _ => {}
        }
    }
}

proptest! {
    /// M6: where nobody changed anything, or both the same, there is nothing to send.
    #[test]
    fn m6_lookalikes_left_alone(fork in strategy::fork_of_lookalikes()) {
        for person in [&fork.base, &fork.ours] {
            let merged = merge(&fork.base, person, person);
            prop_assert_eq!(&merged.person, person);
            prop_assert!(merged.mask.is_empty() && merged.conflicts.is_empty());
        }
        let theirs = merge(&fork.base, &fork.base, &fork.theirs);
        prop_assert_eq!(&theirs.person, &fork.theirs);
        prop_assert!(theirs.mask.is_empty() && theirs.conflicts.is_empty());
        prop_assert!(diff(&fork.ours, &fork.ours).is_empty());
    }

    /// M6: where only we changed something, the result is ours.
    #[test]
    fn m6_lookalikes_changed_by_us_alone(fork in strategy::fork_of_lookalikes()) {
        let merged = merge(&fork.base, &fork.ours, &fork.base);
        prop_assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        for field in FieldMask::UPDATABLE.iter() {
            prop_assert_eq!(parts(&merged.person, field), parts(&fork.ours, field), "{:?}", field);
        }
        prop_assert_eq!(merged.mask, diff(&fork.base, &fork.ours).mask());
    }

    /// M6: the union does not depend on whose edit is replayed on whose.
    #[test]
    fn m6_union_of_lookalikes_is_symmetric(fork in strategy::fork_of_lookalikes()) {
        union_is_symmetric(&fork, FieldMask::UPDATABLE)?;
    }

    /// M6: the same where nothing but a text tells entries apart.
    #[test]
    fn m6_union_of_shared_labels_is_symmetric(fork in strategy::fork_of_shared_labels()) {
        union_is_symmetric(&fork, FieldMask::UPDATABLE)?;
    }

    /// M6: an accepted merge that is merged again with the same base and ours stays as it is,
    /// without a conflict: an edit that has landed is not made again.
    #[test]
    fn m6_lookalikes_that_landed_stay(fork in strategy::fork_of_lookalikes()) {
        landed_stays(&fork)?;
    }

    /// M6: the same where nothing but a text tells entries apart.
    #[test]
    fn m6_shared_labels_that_landed_stay(fork in strategy::fork_of_shared_labels()) {
        landed_stays(&fork)?;
    }

    /// M6: nor is it made again when others changed other entries since.
    #[test]
    fn m6_lookalikes_that_landed_stay_also_later(fork in strategy::fork_of_lookalikes(), choice in any::<u32>()) {
        landed_stays_later(&fork, choice)?;
    }

    /// M6: the same where nothing but a text tells entries apart.
    #[test]
    fn m6_shared_labels_that_landed_stay_also_later(fork in strategy::fork_of_shared_labels(), choice in any::<u32>()) {
        landed_stays_later(&fork, choice)?;
    }

    /// M7: a text that a side brought is in the result or in a conflict, and one that a side
    /// removed everywhere, which the other left as it was, is not.
    #[test]
    fn m7_no_text_of_lookalikes_is_lost(fork in strategy::fork_of_lookalikes()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        for field in FieldMask::UPDATABLE.iter() {
            if is_open(&merged, field) {
                continue;
            }
            let of = |person: &Person| members(person, field);
            let [base, ours, theirs, result] = [&fork.base, &fork.ours, &fork.theirs, &merged.person].map(of);
            for side in [&ours, &theirs] {
                for brought in side.difference(&base) {
                    prop_assert!(result.contains(brought), "{:?} of {:?} is lost: {:?}", brought, field, own(&merged.person, field));
                }
            }
        }
    }

    /// M7: no text that is like no other is lost among entries that share labels.
    #[test]
    fn m7_no_text_among_shared_labels_is_lost(fork in strategy::fork_of_shared_labels()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        for field in FieldMask::UPDATABLE.iter() {
            if is_open(&merged, field) {
                continue;
            }
            let of = |person: &Person| texts(&own(person, field));
            let [base, ours, theirs, result] = [&fork.base, &fork.ours, &fork.theirs, &merged.person].map(of);
            for side in [&ours, &theirs] {
                for text in side.difference(&base) {
                    prop_assert!(result.contains(text), "{} of {:?} is lost: {:?}", text, field, own(&merged.person, field));
                }
            }
            for text in ours.intersection(&theirs) {
                prop_assert!(result.contains(text), "{} of {:?}, which both have, is gone", text, field);
            }
            for text in &result {
                prop_assert!(ours.contains(text) || theirs.contains(text), "{} of {:?} came back", text, field);
            }
        }
    }

    /// M7: an identity that both sides have is in the result or in a conflict.
    #[test]
    fn m7_what_both_sides_have_stays(fork in strategy::fork_of_lookalikes()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        for field in FieldMask::UPDATABLE.iter() {
            let [ours, theirs, result] = [&fork.ours, &fork.theirs, &merged.person].map(|person| names(person, field));
            for name in ours.intersection(&theirs) {
                prop_assert!(
                    result.contains(name) || is_open(&merged, field),
                    "{:?} of {:?} is gone", name, field
                );
            }
        }
    }

    /// M7: no content is in the result more often than on the side that has it most often.
    #[test]
    fn m7_nothing_is_multiplied(fork in strategy::fork_of_lookalikes(), resolution in crate::merge_laws::any_resolution()) {
        let merged = merge_with(&fork.base, &fork.ours, &fork.theirs, |_| resolution.clone());
        for field in FieldMask::UPDATABLE.iter() {
            if !merged.mask.contains(field) {
                continue;
            }
            let of = |person: &Person| contents(person, field);
            let (ours, theirs) = (of(&fork.ours), of(&fork.theirs));
            for (content, times) in of(&merged.person) {
                let most = [&ours, &theirs].map(|side| side.get(&content).copied().unwrap_or(0));
                prop_assert!(times <= most[0].max(most[1]).max(1), "{} times {}{}", times, content, told(&merged, field));
            }
        }
    }

    /// M7: no entry of the result holds members of two entries of one side. What an entry of one side
    /// says may also be what two of the other say; and what the other side brought tells nothing
    /// about this one.
    #[test]
    fn m7_no_two_entries_become_one(fork in strategy::fork_of_shared_labels(), resolution in crate::merge_laws::any_resolution()) {
        let merged = merge_with(&fork.base, &fork.ours, &fork.theirs, |_| resolution.clone());
        for field in FieldMask::UPDATABLE.iter() {
            let [base, ours, theirs] = [&fork.base, &fork.ours, &fork.theirs].map(|person| {
                let values = own(person, field);
                values.iter().map(|value| texts(std::slice::from_ref(value))).collect::<Vec<_>>()
            });
            let all = |entries: &[BTreeSet<String>]| entries.iter().flatten().cloned().collect::<BTreeSet<String>>();
            for entry in own(&merged.person, field) {
                let held = texts(std::slice::from_ref(&entry));
                if ours.iter().chain(&theirs).any(|texts| held.is_subset(texts)) {
                    continue;
                }
                for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
                    // The other side may have brought a copy of what was there.
                    let times = |entries: &[BTreeSet<String>], text: &String| entries.iter().filter(|texts| texts.contains(text)).count();
                    let mut from = &held & &all(side);
                    from.retain(|text| times(other, text) <= times(&base, text));
                    prop_assert!(
                        from.is_empty() || side.iter().any(|texts| from.is_subset(texts)),
                        "{:?} is of two: {}", field, entry
                    );
                }
            }
        }
    }

    /// M3: the mask names exactly the fields in which the result differs from theirs.
    #[test]
    fn m3_the_mask_of_lookalikes_is_the_difference(fork in strategy::fork_of_lookalikes(), resolution in crate::merge_laws::any_resolution()) {
        let merged = merge_with(&fork.base, &fork.ours, &fork.theirs, |_| resolution.clone());
        for field in PersonField::ALL {
            if !merged.mask.contains(field) {
                prop_assert!(merged.person.field_eq(&fork.theirs, field), "{:?} is not in the mask", field);
            } else {
                prop_assert_ne!(own(&merged.person, field), own(&fork.theirs, field), "{:?} is in the mask", field);
            }
        }
    }

    /// M8: an accepted merge of lookalikes is an update after which the contact is as merged.
    #[test]
    fn m8_an_accepted_merge_of_lookalikes_is_what_gets_stored(fork in strategy::fork_of_lookalikes(), resolution in crate::merge_laws::any_resolution()) {
        crate::merge_laws::accepted_is_stored(&fork, &resolution)?;
    }

    /// M7: where a policy decides for one side everywhere, what it removed is not there.
    #[test]
    fn m7_a_policy_brings_nothing_back(fork in strategy::fork_of_shared_labels(), ours in any::<bool>()) {
        let resolution = if ours { Resolution::Ours } else { Resolution::Theirs };
        let merged = merge_with(&fork.base, &fork.ours, &fork.theirs, |_| resolution.clone());
        for field in FieldMask::UPDATABLE.iter() {
            let of = |person: &Person| texts(&own(person, field));
            let sides: BTreeSet<String> = of(&fork.ours).union(&of(&fork.theirs)).cloned().collect();
            for text in of(&merged.person) {
                prop_assert!(sides.contains(&text), "{} of {:?} came back", text, field);
            }
        }
    }
}

/// Each member and what it says, in one spelling.
fn members(person: &Person, field: PersonField) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for value in own(person, field) {
        for (member, said) in value.as_object().expect("an object") {
            // What is composed goes with its parts, and which leads is told elsewhere.
            if matches!(
                member.as_str(),
                "metadata" | "formattedValue" | "unstructuredName"
            ) {
                continue;
            }
            let said = match (field, said) {
                // Notes are lines, and groups are a set.
                (PersonField::Biographies | PersonField::Memberships, _) => continue,
                (PersonField::PhoneNumbers, Value::String(_)) if member == "value" => {
                    name(field, &value).expect("a number").concat()
                }
                (_, Value::String(text)) => text.trim().to_lowercase().replace("e\u{301}", "é"),
                (_, said) => said.to_string(),
            };
            found.insert((member.clone(), said));
        }
    }
    found
}

fn landed_stays(fork: &Fork) -> Result<(), TestCaseError> {
    let merged = merge(&fork.base, &fork.ours, &fork.theirs);
    for field in FieldMask::UPDATABLE.iter() {
        if is_open(&merged, field) {
            continue;
        }
        for side in [&fork.ours, &fork.theirs] {
            let again = merge(&fork.base, side, &merged.person);
            prop_assert!(
                !is_open(&again, field),
                "merged {:?}{}",
                own(&merged.person, field),
                told(&again, field)
            );
            prop_assert_eq!(
                as_stored(&again.person, field),
                as_stored(&merged.person, field)
            );
        }
    }
    Ok(())
}

fn landed_stays_later(fork: &Fork, choice: u32) -> Result<(), TestCaseError> {
    let merged = merge(&fork.base, &fork.ours, &fork.theirs);
    let mut later = merged.person.clone();
    // Without a group a contact is none.
    for field in FieldMask::UPDATABLE
        .difference(FieldMask::MEMBERSHIPS)
        .iter()
    {
        if !is_open(&merged, field) && !own(&fork.ours, field).is_empty() {
            field.visit(Later {
                fork,
                person: &mut later,
                choice,
            });
        }
    }
    let again = merge(&fork.base, &fork.ours, &later);
    for field in FieldMask::UPDATABLE.iter() {
        if !is_open(&merged, field) {
            prop_assert_eq!(
                set(as_stored(&again.person, field)),
                set(as_stored(&later, field)),
                "merged {:?}{}",
                own(&merged.person, field),
                told(&again, field)
            );
        }
    }
    Ok(())
}

//! The laws of the merge, over generated forks. `cargo xtask laws` runs many more cases of them.
use std::collections::BTreeSet;

use people_model::{
    Address, Entry, EntryVisitor, FieldMask, Person, PersonField, UpdateMask,
    strategy::{self, Fork},
};
use people_rules::{
    Conflict, Contact, Contract, Extent, Merge, Resolution, Sources, Subject, Update, apply, check,
    create, diff, merge, merge_with,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::{checked, context, id, project::shown};

/// What a client sets of a field: the contact's own values as JSON, without what the API fills in.
pub(crate) fn own(person: &Person, field: PersonField) -> Vec<Value> {
    struct Own<'a>(&'a Person);

    impl EntryVisitor for Own<'_> {
        type Output = Vec<Value>;

        fn visit<T: Entry>(self) -> Vec<Value> {
            let mut values = T::of(self.0).clone();
            values.retain_mut(|value| {
                value.strip_output_only();
                value.has_content()
            });
            values
                .iter()
                .map(|value| {
                    let mut json = serde_json::to_value(value).expect("JSON");
                    // A date wins over a text (D6).
                    if T::FIELD == PersonField::Birthdays && json.get("date").is_some() {
                        json.as_object_mut()
                            .expect("an object")
                            .shift_remove("text");
                    }
                    // What leads is compared where it is chosen, and the server chooses for names.
                    if matches!(T::FIELD, PersonField::Names | PersonField::Memberships) {
                        json.as_object_mut()
                            .expect("an object")
                            .shift_remove("metadata");
                    } else if let Some(metadata) = json.get_mut("metadata") {
                        let leads = metadata.get("sourcePrimary").is_some();
                        *metadata = leads.into();
                    }
                    json
                })
                .collect()
        }
    }

    field.visit(Own(person)).unwrap_or_default()
}

/// The same as the server would keep it: it composes what goes with other members (rule `M5`), and
/// memberships are a set (rule `D9`).
pub(crate) fn as_stored(person: &Person, field: PersonField) -> Vec<Value> {
    let contact = Contact::default();
    let mask = UpdateMask::try_from(FieldMask::only(field)).expect("updatable");
    let none = field == PersonField::Memberships
        && person
            .memberships
            .iter()
            .all(|it| it.contact_group_membership.is_none());
    if none {
        return Vec::new();
    }
    let (id, person) = (id(), person.clone());
    let update = Update { id, person, mask };
    let stored = apply(contact, checked(update), &context(Contract::Documented));
    let mut values = own(&stored.fields.to_person(), field);
    if field == PersonField::Memberships {
        values.sort_by_cached_key(Value::to_string);
    }
    values
}

/// The same, without what is composed of other members and goes with them (rule `M5`).
pub(crate) fn parts(person: &Person, field: PersonField) -> Vec<Value> {
    let mut values = as_stored(person, field);
    for value in &mut values {
        let members = value.as_object_mut().expect("an object");
        members.shift_remove("formattedValue");
        members.shift_remove("unstructuredName");
    }
    values
}

/// Whatever the order of the values, and of the members in them.
pub(crate) fn set(mut values: Vec<Value>) -> Vec<String> {
    values.iter_mut().for_each(Value::sort_all_objects);
    let mut values: Vec<String> = values.iter().map(Value::to_string).collect();
    values.sort_unstable();
    values
}

/// A fork as a client meets it: what it read, what it made of that, and what is stored by then.
#[derive(Clone, Debug)]
struct Met {
    base: Person,
    ours: Person,
    stored: Contact,
    theirs: Person,
}

fn met(fork: &Fork) -> Option<Met> {
    let base = create(fork.base.clone(), &context(Contract::Documented)).ok()?;
    let theirs = Update {
        id: id(),
        person: fork.theirs.clone(),
        mask: UpdateMask::ALL,
    };
    let stored = apply(
        base.clone(),
        checked(theirs),
        &context(Contract::Documented),
    );
    let read = |contact: &Contact| -> Person {
        let all = shown(
            contact,
            None,
            FieldMask::ALL,
            Sources::DEFAULT,
            Extent::Whole,
        );
        serde_json::from_str(&all).expect("a person")
    };
    let base = read(&base);
    let mut ours = base.clone();
    for field in FieldMask::UPDATABLE.iter() {
        if !fork.ours.field_eq(&fork.base, field) {
            ours.copy_field(&fork.ours, field);
        }
    }
    Some(Met {
        base,
        ours,
        theirs: read(&stored),
        stored,
    })
}

/// Every text of its own that a side has in a field.
pub(crate) fn texts(values: &[Value]) -> BTreeSet<String> {
    // It goes with the parts of an address (M5).
    texts_but_for(Some("formattedValue"), values)
}

fn texts_but_for(member: Option<&str>, values: &[Value]) -> BTreeSet<String> {
    fn collect(value: &Value, member: Option<&str>, texts: &mut BTreeSet<String>) {
        match value {
            Value::String(text) if text.contains('~') => {
                texts.insert(text.clone());
            }
            Value::Array(values) => values
                .iter()
                .for_each(|value| collect(value, member, texts)),
            Value::Object(members) => members
                .iter()
                .filter(|(name, _)| Some(name.as_str()) != member)
                .for_each(|(_, value)| collect(value, member, texts)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    values
        .iter()
        .for_each(|value| collect(value, member, &mut found));
    found
}

/// The entries of a side that have no identity, or one that none in the base has.
fn renewed(base: &Person, side: &Person, field: PersonField) -> Vec<Value> {
    let known: Vec<Vec<Value>> = own(base, field)
        .iter()
        .map(|value| identity(field, value))
        .collect();
    let mut values = own(side, field);
    values.retain(|value| {
        let identity = identity(field, value);
        // A type alone is none.
        let typed = field.identity() == ["type"] && !own(base, field).contains(value);
        typed || identity.iter().all(Value::is_null) || !known.contains(&identity)
    });
    values
}

pub(crate) fn identity(field: PersonField, value: &Value) -> Vec<Value> {
    let members = field.identity().iter();
    members
        .map(|member| value.get(member).cloned().unwrap_or_default())
        .collect()
}

pub(crate) fn conflicting(merge: &Merge, field: PersonField) -> Vec<Value> {
    let of_field = merge
        .conflicts
        .iter()
        .filter(|conflict| conflict.field == field);
    of_field
        .flat_map(|conflict| [&conflict.base, &conflict.ours, &conflict.theirs])
        .flatten()
        .cloned()
        .collect()
}

pub(crate) fn any_resolution() -> impl Strategy<Value = Resolution> {
    prop_oneof![
        Just(Resolution::Unresolved),
        Just(Resolution::Ours),
        Just(Resolution::Theirs),
    ]
}

proptest! {
    /// M6: where nobody changed anything there is nothing to send.
    #[test]
    fn m6_identity(fork in strategy::fork()) {
        let merged = merge(&fork.base, &fork.base, &fork.base);
        prop_assert_eq!(&merged.person, &fork.base);
        prop_assert!(merged.mask.is_empty() && merged.conflicts.is_empty());
        prop_assert!(diff(&fork.base, &fork.base).is_empty());
    }

    /// M6: the same change on both sides is one change, and there is nothing to send.
    #[test]
    fn m6_the_same_change_twice_is_one(fork in strategy::fork()) {
        let merged = merge(&fork.base, &fork.ours, &fork.ours);
        prop_assert_eq!(&merged.person, &fork.ours);
        prop_assert!(merged.mask.is_empty() && merged.conflicts.is_empty());
    }

    /// M6: an edit that is there already, whatever came with it, is not made again: how a client
    /// learns that an update it got no reply to had landed. Of an entry that has no identity, or another
    /// one by now, it may say that it does not know.
    #[test]
    fn m6_a_landed_edit_is_not_made_again(fork in strategy::fork_of_unique_texts()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        if !merged.conflicts.is_empty() {
            return Ok(());
        }
        let again = merge(&fork.base, &fork.ours, &merged.person);
        for conflict in &again.conflicts {
            let of = |value: &Option<Value>| value.as_ref().map(|value| identity(conflict.field, value));
            let base = of(&conflict.base).expect("an entry");
            let nameless = base.iter().all(Value::is_null);
            let known = own(&merged.person, conflict.field).iter().any(|value| identity(conflict.field, value) == base);
            prop_assert!(nameless || !known, "{}", conflict);
        }
        for field in FieldMask::UPDATABLE.iter() {
            prop_assert_eq!(as_stored(&again.person, field), as_stored(&merged.person, field));
        }
    }

    /// M6: where only we changed something, the result is ours.
    #[test]
    fn m6_ours_alone(fork in strategy::fork()) {
        let merged = merge(&fork.base, &fork.ours, &fork.base);
        prop_assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        for field in FieldMask::UPDATABLE.iter() {
            prop_assert_eq!(parts(&merged.person, field), parts(&fork.ours, field), "{:?}", field);
        }
        prop_assert_eq!(merged.mask, diff(&fork.base, &fork.ours).mask());
    }

    /// M6: where only they changed something, it stays.
    #[test]
    fn m6_theirs_alone(fork in strategy::fork()) {
        let merged = merge(&fork.base, &fork.base, &fork.theirs);
        prop_assert_eq!(&merged.person, &fork.theirs);
        prop_assert!(merged.mask.is_empty() && merged.conflicts.is_empty());
    }

    /// M6: the union of two edits does not depend on whose is replayed on whose, and what conflicts
    /// one way conflicts the other way.
    #[test]
    fn m6_union_is_symmetric(fork in strategy::fork_of_unique_texts()) {
        union_is_symmetric(&fork, FieldMask::UPDATABLE)?;
    }

    /// M6: nor among entries that repeat, where one member tells them apart. Which of several was
    /// renamed, where each differs from each in one of two, cannot be known.
    #[test]
    fn m6_union_of_repetitions_is_symmetric(fork in strategy::fork()) {
        let told_by_one = FieldMask::UPDATABLE.iter().filter(|field| field.identity().len() < 2);
        union_is_symmetric(&fork, told_by_one.collect())?;
    }

    /// M7: nobody's change is lost silently. Each text that a side added is in the result or in a
    /// conflict, each that a side removed is not in the result or is in a conflict, and what both
    /// left alone is there. An entry that got another identity, and other changes besides, is a new
    /// one: it stays although what it was made of was removed.
    #[test]
    fn m7_nothing_is_lost_silently(fork in strategy::fork_of_unique_texts()) {
        nothing_is_lost(&fork, texts)?;
    }

    /// M7: nor is the text of an address that has no parts.
    #[test]
    fn m7_the_text_of_an_address_is_not_lost(mut fork in strategy::fork_of_unique_texts()) {
        for side in [&mut fork.base, &mut fork.ours, &mut fork.theirs] {
            let texts = std::mem::take(&mut side.addresses);
            side.addresses = texts.into_iter().map(unstructured).collect();
            side.addresses.retain(|address| !address.formatted_value.is_empty());
        }
        nothing_is_lost(&fork, |values| texts_but_for(None, values))?;
    }

    /// M7: where a side chose which entry leads, one leads or the choice conflicts, as long as
    /// anything of that entry is left.
    #[test]
    fn m7_a_leader_is_not_lost(fork in strategy::fork_of_unique_texts()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        for field in FieldMask::UPDATABLE.iter() {
            let leader = |person: &Person| {
                let leads = |value: &Value| value.get("metadata") == Some(&true.into());
                own(person, field).into_iter().find(leads)
            };
            let result = texts(&own(&merged.person, field));
            let conflicts = merged.conflicts.iter().any(|conflict| conflict.field == field);
            for side in [&fork.ours, &fork.theirs] {
                if let (None, Some(chosen)) = (leader(&fork.base), leader(side))
                    && !conflicts && !result.is_disjoint(&texts(&[chosen]))
                {
                    prop_assert!(leader(&merged.person).is_some(), "nothing leads {:?}", field);
                }
            }
        }
    }

    /// M7: a new order is in the result or in a conflict: where we did nothing but reorder, what they
    /// left as it was and where it was comes in our order.
    #[test]
    fn m7_an_order_is_not_lost(fork in strategy::fork_of_unique_texts()) {
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        for field in FieldMask::UPDATABLE.difference(FieldMask::MEMBERSHIPS).iter() {
            let [base, ours, theirs] = [&fork.base, &fork.ours, &fork.theirs].map(|side| own(side, field));
            let among = |values: &[Value], others: &[Value]| -> Vec<Value> {
                values.iter().filter(|value| others.contains(value)).cloned().collect()
            };
            let left = among(&theirs, &base) == among(&base, &theirs);
            let open = merged.conflicts.iter().any(|conflict| conflict.field == field);
            if set(ours.clone()) == set(base) && left && !open {
                prop_assert_eq!(among(&own(&merged.person, field), &ours), among(&ours, &theirs), "{:?}", field);
            }
        }
    }

    /// M3: the mask names exactly the fields in which the result differs from theirs.
    #[test]
    fn m3_the_mask_is_the_difference(fork in strategy::fork(), resolution in any_resolution()) {
        let merged = merge_with(&fork.base, &fork.ours, &fork.theirs, |_| resolution.clone());
        for field in PersonField::ALL {
            if !merged.mask.contains(field) {
                prop_assert!(merged.person.field_eq(&fork.theirs, field), "{:?} is not in the mask", field);
            } else {
                prop_assert_ne!(own(&merged.person, field), own(&fork.theirs, field), "{:?} is in the mask", field);
            }
        }
    }

    /// M8: a merge without open conflicts is an update that no rule refuses, and after it the
    /// contact is exactly what was merged; every other field keeps every byte.
    #[test]
    fn m8_an_accepted_merge_is_what_gets_stored(fork in strategy::fork(), resolution in any_resolution()) {
        accepted_is_stored(&fork, &resolution)?;
    }

    /// M1: values of a linked profile take no part: they change nothing and are never sent.
    #[test]
    fn m1_other_sources_take_no_part(fork in strategy::fork(), stranger in strategy::person()) {
        let with = |person: &Person| {
            let mut person = person.clone();
            for field in FieldMask::UPDATABLE.iter() {
                field.visit(Join { person: &mut person, stranger: &stranger });
            }
            person
        };
        let alone = merge(&fork.base, &fork.ours, &fork.theirs);
        let joined = merge(&with(&fork.base), &with(&fork.ours), &with(&fork.theirs));
        prop_assert_eq!(joined.mask, alone.mask);
        prop_assert_eq!(joined.conflicts, alone.conflicts);
        for field in alone.mask.iter() {
            prop_assert!(joined.person.field_eq(&alone.person, field), "{:?}", field);
        }
    }

    /// M3: applying what an edit changes, and nothing else, is the edit.
    #[test]
    fn m3_a_difference_is_empty_only_between_equals(fork in strategy::fork()) {
        let mask = diff(&fork.base, &fork.ours).mask();
        for field in FieldMask::UPDATABLE.iter() {
            if !mask.contains(field) && field != PersonField::Memberships {
                prop_assert_eq!(as_stored(&fork.base, field), as_stored(&fork.ours, field), "{:?}", field);
            }
        }
    }
}

/// An accepted merge is an update that no rule refuses, and leaves the contact as it was merged.
pub(crate) fn accepted_is_stored(
    fork: &Fork,
    resolution: &Resolution,
) -> Result<(), TestCaseError> {
    let Some(met) = met(fork) else { return Ok(()) };
    let merged = merge_with(&met.base, &met.ours, &met.theirs, |_| resolution.clone());
    let person = merged.person.clone();
    let open = merged.unresolved().count();
    let Ok(update) = merged.into_update(id()) else {
        prop_assert!(open > 0);
        return Ok(());
    };
    let Some(update) = update else { return Ok(()) };
    let mask = update.mask.fields();
    let update = match check(update, Contract::Documented) {
        Ok(update) => update,
        Err(violation) => return Err(TestCaseError::fail(violation.to_string())),
    };
    let after = apply(met.stored.clone(), update, &context(Contract::Documented));
    let read = after.fields.to_person();
    for field in FieldMask::UPDATABLE.iter() {
        if mask.contains(field) {
            prop_assert_eq!(
                as_stored(&read, field),
                as_stored(&person, field),
                "{:?}",
                field
            );
            // Nothing that was merged is dropped, of a name or biography but for what is filled in.
            let filled = FieldMask::NAMES | FieldMask::BIOGRAPHIES | FieldMask::ADDRESSES;
            if !filled.contains(field) {
                prop_assert_eq!(
                    set(own(&read, field)),
                    set(own(&person, field)),
                    "{:?}",
                    field
                );
            }
        } else {
            prop_assert_eq!(
                after.fields.get(field),
                met.stored.fields.get(field),
                "{:?}",
                field
            );
        }
    }
    Ok(())
}

/// No text that `texts` finds in the values of a field is lost silently.
pub(crate) fn nothing_is_lost(
    fork: &Fork,
    texts: impl Fn(&[Value]) -> BTreeSet<String>,
) -> Result<(), TestCaseError> {
    let merged = merge(&fork.base, &fork.ours, &fork.theirs);
    for field in FieldMask::UPDATABLE.iter() {
        let of = |person: &Person| texts(&own(person, field));
        let (base, result) = (of(&fork.base), of(&merged.person));
        let open = texts(&conflicting(&merged, field));
        for (name, side) in [("ours", of(&fork.ours)), ("theirs", of(&fork.theirs))] {
            for added in side.difference(&base) {
                prop_assert!(
                    result.contains(added) || open.contains(added),
                    "{} of {} in {:?} is lost: {:?}",
                    added,
                    name,
                    field,
                    merged.conflicts
                );
            }
            let other = if name == "ours" {
                &fork.theirs
            } else {
                &fork.ours
            };
            let renewed = texts(&renewed(&fork.base, other, field));
            for removed in base.difference(&side) {
                prop_assert!(
                    !result.contains(removed)
                        || open.contains(removed)
                        || renewed.contains(removed),
                    "{} in {:?} was removed by {}",
                    removed,
                    field,
                    name
                );
            }
        }
        let kept = of(&fork.ours)
            .intersection(&of(&fork.theirs))
            .cloned()
            .collect::<BTreeSet<_>>();
        for text in kept {
            prop_assert!(
                result.contains(&text) || open.contains(&text),
                "{} in {:?} was nobody's to change",
                text,
                field
            );
        }
    }
    Ok(())
}

/// What is left of an address without its parts.
fn unstructured(address: Address) -> Address {
    let mut text = Address::default();
    text.metadata = address.metadata;
    text.formatted_value = address.formatted_value;
    text.r#type = address.r#type;
    text
}

pub(crate) fn union_is_symmetric(fork: &Fork, fields: FieldMask) -> Result<(), TestCaseError> {
    let here = merge(&fork.base, &fork.ours, &fork.theirs);
    let there = merge(&fork.base, &fork.theirs, &fork.ours);
    for field in fields.iter() {
        let conflicts = (
            values_of_conflicts(&here, field),
            values_of_conflicts(&there, field),
        );
        prop_assert_eq!(&conflicts.0, &conflicts.1, "{:?}", field);
        let everything = |conflict: &Conflict| {
            let whole = matches!(
                conflict.subject,
                Subject::Everything | Subject::Lines { .. }
            );
            whole && conflict.field == field
        };
        if conflicts.0.is_empty() && !here.conflicts.iter().any(everything) {
            let of = |merge: &Merge| {
                let mut values = parts(&merge.person, field);
                for value in &mut values {
                    value
                        .as_object_mut()
                        .expect("an object")
                        .shift_remove("metadata");
                }
                set(values)
            };
            prop_assert_eq!(of(&here), of(&there), "{:?}", field);
        }
    }
    Ok(())
}

/// What conflicts, whichever side is whose. Which entries there are to order and to lead depends on
/// what is decided of the others, and the text of an address goes with its parts (rule `M5`).
fn values_of_conflicts(merge: &Merge, field: PersonField) -> BTreeSet<[Option<String>; 2]> {
    let text = |value: &Option<Value>| {
        let mut value = value.clone()?;
        let entries = match &mut value {
            Value::Array(entries) => &mut entries[..],
            entry => std::slice::from_mut(entry),
        };
        for entry in entries {
            if let Value::Object(members) = entry {
                members.shift_remove("formattedValue");
            }
        }
        Some(value.to_string())
    };
    let of_entries = merge
        .conflicts
        .iter()
        .filter(|conflict| match &conflict.subject {
            Subject::Member { member, .. } => member != "formattedValue",
            Subject::Entry { .. } | Subject::Entries { .. } => true,
            _ => false,
        });
    of_entries
        .filter(|conflict| conflict.field == field)
        .map(|conflict| {
            let mut sides = [text(&conflict.ours), text(&conflict.theirs)];
            sides.sort_unstable();
            sides
        })
        .collect()
}

/// Adds the values of a stranger as those of a profile.
struct Join<'a> {
    person: &'a mut Person,
    stranger: &'a Person,
}

impl EntryVisitor for Join<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let of_profile = T::of(self.stranger).iter().cloned().map(|mut value| {
            let source = value
                .metadata_mut()
                .get_or_insert_default()
                .source
                .get_or_insert_default();
            source.r#type = people_model::SourceType::Profile;
            value
        });
        T::of_mut(self.person).extend(of_profile);
    }
}

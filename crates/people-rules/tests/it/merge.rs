//! Single cases of the merge, of differences and of edits.
use expect_test::{Expect, expect};
use people_model::{
    Address, EmailAddress, Membership, Name, Person, PersonField, PhoneNumber, UserDefined,
};
use people_rules::{
    Contract, Edit, Merge, Resolution, Subject, check, diff, merge, merge_with, violations,
};
use serde_json::json;

use crate::{id, person};

fn three(sides: [&str; 3]) -> [Person; 3] {
    sides.map(|json| person(&format!("{{{json}}}")))
}

/// The fields to send, and what conflicts.
fn told(merge: &Merge) -> String {
    let mut sent = Person::default();
    for field in merge.mask.iter() {
        sent.copy_field(&merge.person, field);
    }
    let mut told = serde_json::to_string(&sent).expect("JSON");
    for conflict in &merge.conflicts {
        told.push('\n');
        told.push_str(&conflict.to_string());
    }
    told
}

#[track_caller]
fn check_merge(base: &str, ours: &str, theirs: &str, expect: Expect) {
    let [base, ours, theirs] = three([base, ours, theirs]);
    expect.assert_eq(&told(&merge(&base, &ours, &theirs)));
}

#[test]
fn m2_an_entry_is_recognised_by_what_it_is() {
    // The order is theirs, the case is no matter, and both changes are there.
    check_merge(
        r#""emailAddresses":[{"value":"ada@example.com"},{"value":"a.l@example.com","type":"home"}]"#,
        r#""emailAddresses":[{"value":"ada@example.com"},{"value":"a.l@example.com","type":"work"}]"#,
        r#""emailAddresses":[{"value":"A.L@example.com","type":"home"},{"value":"ada@example.com"},{"value":"new@example.com"}]"#,
        expect![[
            r#"{"emailAddresses":[{"value":"A.L@example.com","type":"work"},{"value":"ada@example.com"},{"value":"new@example.com"}]}"#
        ]],
    );
    // A number is the same in every spelling.
    check_merge(
        r#""phoneNumbers":[{"value":"020 7946 0018","canonicalForm":"+442079460018"}]"#,
        r#""phoneNumbers":[{"value":"020 7946 0018","canonicalForm":"+442079460018","type":"home"}]"#,
        r#""phoneNumbers":[{"value":"+44 20 7946 0018","canonicalForm":"+442079460018"}]"#,
        expect![[r#"{"phoneNumbers":[{"value":"+44 20 7946 0018","type":"home"}]}"#]],
    );
    // Both added the same.
    check_merge(
        r#""#,
        r#""phoneNumbers":[{"value":"020 7946 0018","type":"home"}]"#,
        r#""phoneNumbers":[{"value":"020 7946 0018","canonicalForm":"+442079460018","type":"home","formattedType":"Home"}]"#,
        expect!["{}"],
    );
    // An address that was corrected here and got a type there is one address.
    check_merge(
        r#""emailAddresses":[{"value":"ada@exmaple.com","displayName":"Ada"}]"#,
        r#""emailAddresses":[{"value":"ada@example.com","displayName":"Ada"}]"#,
        r#""emailAddresses":[{"value":"ada@exmaple.com","displayName":"Ada","type":"work"}]"#,
        expect![[
            r#"{"emailAddresses":[{"value":"ada@example.com","type":"work","displayName":"Ada"}]}"#
        ]],
    );
    // Entries that repeat are paired up: the equal ones first, the rest in their order.
    check_merge(
        r#""userDefined":[{"key":"k","value":"1"},{"key":"k","value":"2"}]"#,
        r#""userDefined":[{"key":"k","value":"2"}]"#,
        r#""userDefined":[{"key":"k","value":"1"},{"key":"k","value":"3"}]"#,
        expect![[r#"{"userDefined":[{"key":"k","value":"3"}]}"#]],
    );
    // Two homes are two addresses; the same home twice is one.
    check_merge(
        r#""#,
        r#""addresses":[{"type":"home","city":"London"}]"#,
        r#""addresses":[{"type":"home","city":"Turin"}]"#,
        expect![[
            r#"{"addresses":[{"type":"home","city":"London"},{"type":"home","city":"Turin"}]}"#
        ]],
    );
    // Without a type an address is recognised by what else it says.
    check_merge(
        r#""addresses":[{"city":"London","postalCode":"SW1"},{"city":"Turin"}]"#,
        r#""addresses":[{"city":"London","postalCode":"W1"},{"city":"Turin"}]"#,
        r#""addresses":[{"city":"Turin"},{"city":"London","postalCode":"SW1","country":"UK"}]"#,
        expect![[
            r#"{"addresses":[{"city":"Turin"},{"city":"London","postalCode":"W1","country":"UK"}]}"#
        ]],
    );
}

/// M2: a membership of another group is another membership, and no edit of one that went. Of all sets of four groups on
/// each side, the result is theirs without what we took out, and with what we put in.
#[test]
fn m2_memberships_are_matched_by_their_group_alone() {
    // Ids may be alike.
    let ids = ["1f2d2392", "1f2d2393", "2e2852ba", "myContacts"];
    let sides: Vec<Person> = (0..16_u8)
        .map(|set| {
            let groups = (0..ids.len()).filter(|at| set & (1 << at) != 0);
            let all = groups.map(|at| {
                let name = format!("contactGroups/{}", ids[at]);
                json!({"contactGroupMembership": {"contactGroupResourceName": name}})
            });
            let all: Vec<_> = all.collect();
            person(&json!({"memberships": all}).to_string())
        })
        .collect();
    let side = |set: u8| &sides[usize::from(set)];
    for (base, ours, theirs) in
        (0..1 << 12).map(|sets: u16| ((sets >> 8) as u8, (sets >> 4) as u8 & 15, sets as u8 & 15))
    {
        if [base, ours, theirs].contains(&0) {
            continue; // a contact is in some group
        }
        let merge = merge(side(base), side(ours), side(theirs));
        let wanted = theirs & !(base & !ours) | ours & !base;
        let sets = format!("{base:b} {ours:b} {theirs:b}");
        if wanted == 0 {
            assert_eq!(merge.conflicts.len(), 1, "{sets}");
            assert_eq!(merge.conflicts[0].subject, Subject::Everything, "{sets}");
            continue;
        }
        assert!(merge.conflicts.is_empty(), "{sets}: {:?}", merge.conflicts);
        let groups = |person: &Person| {
            let memberships = person.memberships.iter();
            let group = memberships.filter_map(|it| it.contact_group_membership.clone());
            let mut names: Vec<String> = group.map(|it| it.contact_group_resource_name).collect();
            names.sort_unstable();
            names
        };
        assert_eq!(groups(&merge.person), groups(side(wanted)), "{sets}");
    }
}

#[test]
fn m4_matched_entries_merge_member_by_member() {
    check_merge(
        r#""names":[{"givenName":"Ada","familyName":"Byron"}]"#,
        r#""names":[{"givenName":"Augusta","familyName":"Byron"}]"#,
        r#""names":[{"givenName":"Ada","familyName":"Lovelace","fromTheFuture":1}]"#,
        expect![[
            r#"{"names":[{"familyName":"Lovelace","givenName":"Augusta","fromTheFuture":1}]}"#
        ]],
    );
    // The same member changed to two values.
    check_merge(
        r#""emailAddresses":[{"value":"ada@example.com"}]"#,
        r#""emailAddresses":[{"value":"ada@example.com","type":"home"}]"#,
        r#""emailAddresses":[{"value":"ada@example.com","type":"work"}]"#,
        expect![[r#"
            {}
            emailAddresses[ada@example.com].type: base nothing, ours "home", theirs "work""#]],
    );
    // Changed here, removed there, and the other way round.
    check_merge(
        r#""urls":[{"value":"https://a.example"},{"value":"https://b.example"}]"#,
        r#""urls":[{"value":"https://a.example","type":"blog"}]"#,
        r#""urls":[{"value":"https://b.example","type":"work"}]"#,
        expect![[r#"
            {}
            urls[https://a.example]: base {"value":"https://a.example"}, ours {"value":"https://a.example","type":"blog"}, theirs nothing
            urls[https://b.example]: base {"value":"https://b.example"}, ours nothing, theirs {"value":"https://b.example","type":"work"}"#]],
    );
    // A birthday's date and text say one thing.
    check_merge(
        r#""birthdays":[{"text":"winter"}]"#,
        r#""birthdays":[{"date":{"month":12,"day":10}}]"#,
        r#""birthdays":[{"text":"December"}]"#,
        expect![[r#"
            {}
            birthdays.date: base {"text":"winter"}, ours {"date":{"month":12,"day":10}}, theirs {"text":"December"}"#]],
    );
    // Members that nobody knows, each by itself.
    check_merge(
        r#""nicknames":[{"value":"Countess","a":1,"b":1,"c":1,"d":1}]"#,
        r#""nicknames":[{"value":"Countess","a":2,"b":1,"c":2,"e":2}]"#,
        r#""nicknames":[{"value":"Countess","a":1,"b":2,"c":3,"d":1,"f":3}]"#,
        expect![[r#"
            {"nicknames":[{"value":"Countess","a":2,"b":2,"c":3,"f":3,"e":2}]}
            nicknames[Countess].c: base 1, ours 2, theirs 3"#]],
    );
    // A text beside a date that says nothing is not looked past.
    check_merge(
        r#""birthdays":[{"date":{},"text":"spring"}]"#,
        r#""birthdays":[{"date":{},"text":"summer"}]"#,
        r#""birthdays":[{"date":{},"text":"spring"}]"#,
        expect![[r#"{"birthdays":[{"date":{},"text":"summer"}]}"#]],
    );
    // Two singletons are one, and conflict where they differ: never two values (U8).
    check_merge(
        r#""#,
        r#""birthdays":[{"date":{"year":1815}}]"#,
        r#""birthdays":[{"date":{"year":1816}}]"#,
        expect![[r#"
            {}
            birthdays.date: base nothing, ours {"date":{"year":1815}}, theirs {"date":{"year":1816}}"#]],
    );
}

#[test]
fn m4_order_leader_and_last_membership_conflict() {
    let lists = [
        r#""nicknames":[{"value":"A"},{"value":"B"},{"value":"C"}]"#,
        r#""nicknames":[{"value":"B"},{"value":"A"},{"value":"C"}]"#,
        r#""nicknames":[{"value":"A"},{"value":"C"},{"value":"B"}]"#,
    ];
    check_merge(
        lists[0],
        lists[1],
        lists[2],
        expect![[r#"
            {}
            nicknames (order): base ["A","B","C"], ours ["B","A","C"], theirs ["A","C","B"]"#]],
    );
    check_merge(
        lists[0],
        lists[1],
        r#""nicknames":[{"value":"A"},{"value":"B"},{"value":"D"},{"value":"C"}]"#,
        expect![[r#"{"nicknames":[{"value":"B"},{"value":"D"},{"value":"A"},{"value":"C"}]}"#]],
    );
    let leads = r#""metadata":{"sourcePrimary":true}"#;
    check_merge(
        r#""urls":[{"value":"a"},{"value":"b"}]"#,
        &format!(r#""urls":[{{"value":"a",{leads}}},{{"value":"b"}}]"#),
        &format!(r#""urls":[{{"value":"a"}},{{"value":"b",{leads}}}]"#),
        expect![[r#"
            {}
            urls (metadata.sourcePrimary): base nothing, ours "a", theirs "b""#]],
    );
    let group = |id| {
        format!(
            r#"{{"contactGroupMembership":{{"contactGroupResourceName":"contactGroups/{id}"}}}}"#
        )
    };
    let (friends, chess) = (group("1a"), group("2b"));
    check_merge(
        &format!(r#""memberships":[{friends},{chess}]"#),
        &format!(r#""memberships":[{friends}]"#),
        &format!(r#""memberships":[{chess}]"#),
        expect![[r#"
            {}
            memberships: base [{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/2b"}}], ours [{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}}], theirs [{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/2b"}}]"#]],
    );
}

/// M7: a membership of a kind that this version does not know is not left out of an update.
#[test]
fn m7_unknown_memberships_stay() {
    let group = |id| {
        format!(
            r#"{{"contactGroupMembership":{{"contactGroupResourceName":"contactGroups/{id}"}}}}"#
        )
    };
    let (friends, chess, unknown) = (group("1a"), group("2b"), r#"{"labelMembership":{"x":1}}"#);
    check_merge(
        &format!(r#""memberships":[{friends},{unknown}]"#),
        &format!(r#""memberships":[{friends},{unknown},{chess}]"#),
        &format!(r#""memberships":[{friends},{unknown}]"#),
        expect![[
            r#"{"memberships":[{"labelMembership":{"x":1}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/2b"}}]}"#
        ]],
    );
    // And is not what a contact is left with (U7).
    check_merge(
        &format!(r#""memberships":[{friends},{chess},{unknown}]"#),
        &format!(r#""memberships":[{friends},{unknown}]"#),
        &format!(r#""memberships":[{chess},{unknown}]"#),
        expect![[r#"
            {}
            memberships: base [{"labelMembership":{"x":1}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/2b"}}], ours [{"labelMembership":{"x":1}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}}], theirs [{"labelMembership":{"x":1}},{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/2b"}}]"#]],
    );
}

#[test]
fn m4_a_policy_decides() {
    let [base, ours, theirs] = three([
        r#""names":[{"givenName":"Ada"}],"urls":[{"value":"a"}]"#,
        r#""names":[{"givenName":"Augusta"}],"urls":[]"#,
        r#""names":[{"givenName":"A."}],"urls":[{"value":"a","type":"blog"}]"#,
    ]);
    let decided = |resolution: Resolution| {
        let merge = merge_with(&base, &ours, &theirs, |_| resolution.clone());
        (
            told(&merge).lines().next().expect("a line").to_owned(),
            merge.unresolved().count(),
        )
    };
    assert_eq!(
        decided(Resolution::Ours),
        (r#"{"names":[{"givenName":"Augusta"}]}"#.to_owned(), 0)
    );
    assert_eq!(decided(Resolution::Theirs), ("{}".to_owned(), 0));
    assert_eq!(decided(Resolution::Unresolved), ("{}".to_owned(), 2));
    // What is made up is the contact's own.
    let foreign = json!({"value": "b", "metadata": {"source": {"type": "PROFILE"}}});
    let merge = merge_with(&base, &ours, &theirs, |_| {
        Resolution::Value(foreign.clone())
    });
    assert_eq!(merge.person.urls[0].metadata, None);
    // A number is no name, and no address of a page.
    assert_eq!(decided(Resolution::Value(json!([7]))), ("{}".to_owned(), 2));

    let merge = merge_with(&base, &ours, &theirs, |conflict| match &conflict.subject {
        Subject::Member { member, .. } if member == "givenName" => {
            Resolution::Value(json!("Augusta Ada"))
        }
        _ => Resolution::Value(json!({"value": "b"})),
    });
    assert_eq!(merge.person.names[0].given_name, "Augusta Ada");
    assert_eq!(merge.person.urls[0].value, "b");
    assert_eq!(merge.unresolved().count(), 0);

    // Of a member that nobody knows, `null` is none.
    let unknown = ["1", "2", "3"].map(|x| format!(r#""nicknames":[{{"value":"a","x":{x}}}]"#));
    let [base, ours, theirs] = three(unknown.each_ref().map(String::as_str));
    let merge = merge_with(&base, &ours, &theirs, |_| Resolution::Value(json!(null)));
    assert_eq!(
        told(&merge).lines().next(),
        Some(r#"{"nicknames":[{"value":"a"}]}"#)
    );
}

#[test]
fn m5_what_is_composed_goes_with_its_parts() {
    // As it was read and edited: the text of the old parts is not kept, here or there.
    check_merge(
        r#""names":[{"givenName":"Ada","familyName":"Byron","unstructuredName":"Ada Byron"}]"#,
        r#""names":[{"givenName":"Augusta","familyName":"Byron","unstructuredName":"Ada Byron"}]"#,
        r#""names":[{"givenName":"Ada","familyName":"King","unstructuredName":"Ada King"}]"#,
        expect![[r#"{"names":[{"familyName":"King","givenName":"Augusta"}]}"#]],
    );
    // A text of somebody's own stays.
    check_merge(
        r#""names":[{"givenName":"Ada","unstructuredName":"Ada"}]"#,
        r#""names":[{"givenName":"Augusta","unstructuredName":"Ada"}]"#,
        r#""names":[{"givenName":"Ada","unstructuredName":"The Countess"}]"#,
        expect![[r#"
            {"names":[{"givenName":"Augusta","unstructuredName":"The Countess"}]}
            names.unstructuredName: base nothing, ours nothing, theirs "The Countess""#]],
    );
    check_merge(
        r#""names":[{"givenName":"Ada","unstructuredName":"Ada"}]"#,
        r#""names":[{"givenName":"Ada","unstructuredName":"Lady Ada"}]"#,
        r#""names":[{"givenName":"Ada","unstructuredName":"The Countess"}]"#,
        expect![[r#"
            {}
            names.unstructuredName: base nothing, ours "Lady Ada", theirs "The Countess""#]],
    );
    // How another server formats an address is not known: its text goes with the parts too.
    check_merge(
        r#""addresses":[{"type":"home","formattedValue":"1 St, London","streetAddress":"1 St","city":"London"}]"#,
        r#""addresses":[{"type":"home","formattedValue":"1 St, London","streetAddress":"1 St","city":"Leeds"}]"#,
        r#""addresses":[{"type":"home","formattedValue":"2 St, London","streetAddress":"2 St","city":"London"}]"#,
        expect![[r#"{"addresses":[{"type":"home","streetAddress":"2 St","city":"Leeds"}]}"#]],
    );
}

#[test]
fn m5_what_is_composed_of_nothing_that_changed_stays() {
    let text = r#""addresses":[{"formattedValue":"1 St, London","type":"home"}]"#;
    // A type is no part of a text.
    check_merge(
        text,
        r#""addresses":[{"formattedValue":"1 St, London","type":"work"}]"#,
        text,
        expect![[r#"{"addresses":[{"formattedValue":"1 St, London","type":"work"}]}"#]],
    );
    check_merge(
        text,
        r#""addresses":[{"formattedValue":"1 St, London","type":"work"}]"#,
        r#""addresses":[{"formattedValue":"1 St, London","type":"home","x":1}]"#,
        expect![[r#"{"addresses":[{"formattedValue":"1 St, London","type":"work","x":1}]}"#]],
    );
    // Nor was a text made of parts that were not there.
    check_merge(
        text,
        r#""addresses":[{"formattedValue":"1 St, London","type":"home","countryCode":"GB"}]"#,
        text,
        expect![[
            r#"{"addresses":[{"formattedValue":"1 St, London","type":"home","countryCode":"GB"}]}"#
        ]],
    );
    // How a name sounds is no part of how it is written.
    check_merge(
        r#""names":[{"givenName":"Ada","unstructuredName":"The Countess"}]"#,
        r#""names":[{"givenName":"Ada","phoneticGivenName":"ey-da"}]"#,
        r#""names":[{"givenName":"Ada","unstructuredName":"The Enchantress"}]"#,
        expect![[r#"
            {"names":[{"givenName":"Ada","phoneticGivenName":"ey-da","unstructuredName":"The Enchantress"}]}
            names.unstructuredName: base "The Countess", ours nothing, theirs "The Enchantress""#]],
    );
}

#[test]
fn m8_an_update_carries_the_etags_of_theirs_and_nothing_else() {
    let [base, ours, theirs] = three([
        r#""etag":"%1","urls":[{"value":"a"}]"#,
        r#""etag":"%1","urls":[{"value":"a"},{"value":"b"}]"#,
        r#""resourceName":"people/c17","etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9",
           "metadata":{"sources":[{"type":"PROFILE","id":"7"},{"type":"CONTACT","id":"11","etag":"%#"}],"objectType":"PERSON"},
           "names":[{"givenName":"Ada"}],
           "urls":[{"metadata":{"source":{"type":"PROFILE"}},"value":"profile"},{"metadata":{"source":{"type":"CONTACT"},"primary":true},"value":"a"}]"#,
    ]);
    let update = merge(&base, &ours, &theirs)
        .into_update(id())
        .expect("no conflict")
        .expect("a change");
    expect![[r#"{"resourceName":"people/c17","etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","metadata":{"sources":[{"type":"CONTACT","id":"11","etag":"%#"}]},"urls":[{"value":"a"},{"value":"b"}]}"#]]
        .assert_eq(&serde_json::to_string(&update.person).expect("JSON"));
    assert_eq!(update.mask.to_string(), "urls");
    assert_eq!(check(update, Contract::Documented).err(), None);

    // The source is named also where it was not read.
    let unread = merge(&base, &ours, &base)
        .into_update(id())
        .expect("no conflict")
        .expect("a change");
    expect![[r#"{"resourceName":"people/c17","etag":"%1","metadata":{"sources":[{"type":"CONTACT","id":"11"}]},"urls":[{"value":"a"},{"value":"b"}]}"#]]
        .assert_eq(&serde_json::to_string(&unread.person).expect("JSON"));

    let nothing = merge(&base, &base, &theirs)
        .into_update(id())
        .expect("no conflict");
    assert_eq!(nothing, None);
    let open = merge(
        &base,
        &person(r#"{"urls":[{"value":"a","type":"x"}]}"#),
        &person("{}"),
    );
    let conflicts = open.into_update(id()).expect_err("a conflict");
    assert_eq!(conflicts.to_string(), "`urls[a]` changed on both sides");
}

#[track_caller]
fn check_diff(before: &str, after: &str, expect: Expect) {
    let [before, after] = [before, after].map(|json| person(&format!("{{{json}}}")));
    let diff = diff(&before, &after);
    let changes = diff.changes.iter().map(|change| format!("\n{change}"));
    expect.assert_eq(&format!("{}{}", diff.mask(), changes.collect::<String>()));
}

#[test]
fn m3_a_difference_is_of_entries_and_members() {
    check_diff(
        r#""names":[{"givenName":"Ada"}],"urls":[{"value":"a"},{"value":"b"}],"nicknames":[{"value":"A"},{"value":"B"}]"#,
        r#""names":[{"givenName":"Augusta","x":1}],"urls":[{"value":"b"},{"value":"c"}],"nicknames":[{"value":"B"},{"value":"A"}]"#,
        expect![[r#"
            names,nicknames,urls
            names.givenName: "Ada" → "Augusta"
            names.x: nothing → 1
            nicknames (order): ["A","B"] → ["B","A"]
            urls[a]: {"value":"a"} → nothing
            urls[c]: nothing → {"value":"c"}"#]],
    );
    // What the API fills in, and what it composes of the rest, is no difference.
    check_diff(
        r#""names":[{"givenName":"Ada","displayName":"Ada","unstructuredName":"Ada"}],"phoneNumbers":[{"value":"1","canonicalForm":"+1","metadata":{"primary":true}}]"#,
        r#""names":[{"givenName":"Ada"}],"phoneNumbers":[{"value":"1"}]"#,
        expect![""],
    );
    check_diff(
        r#""urls":[{"value":"a"}]"#,
        r#""urls":[{"value":"a","metadata":{"sourcePrimary":true}}]"#,
        expect![[r#"
            urls
            urls[a].metadata.sourcePrimary: nothing → true"#]],
    );
}

#[test]
fn an_edit_finds_entries_by_name_and_leaves_the_others() {
    let read = person(
        r#"{
            "names": [{"metadata":{"source":{"type":"PROFILE"}},"givenName":"Profile"}],
            "emailAddresses": [{"value":"ada@example.com"},{"value":"Ada@Example.com","type":"work"},{"metadata":{"source":{"type":"PROFILE"}},"value":"ada@example.com"}],
            "phoneNumbers": [{"value":"020 7946 0018","canonicalForm":"+442079460018"}],
            "memberships": [{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}}],
            "relations": [{"person":"Charles","type":"friend"},{"person":"Lord Byron","type":"father"}],
            "userDefined": [{"key":"k","value":"v"}]
        }"#,
    );
    let mut edit = Edit::new(read.clone());
    assert_eq!(
        edit.remove::<EmailAddress>("ADA@example.com"),
        2,
        "the profile's stays"
    );
    assert_eq!(edit.remove::<EmailAddress>("ADA@example.com"), 0);
    assert_eq!(edit.remove::<PhoneNumber>("+44 20 7946-0018"), 1);
    assert_eq!(edit.remove::<people_model::Relation>("Lord Byron"), 1);
    assert!(edit.get_mut::<Membership>("1a").is_some());
    assert!(edit.get_mut::<Membership>("contactGroups/1a").is_some());
    assert!(edit.get_mut::<UserDefined>("v").is_none());
    assert!(!edit.add(read.user_defined[0].clone()), "it is there");
    edit.only::<Name>().given_name = "Ada".to_owned();
    assert_eq!(
        edit.person().names.len(),
        2,
        "the profile's name is not the contact's"
    );
    edit.only::<Name>().family_name = "Lovelace".to_owned();
    edit.clear(PersonField::UserDefined);
    assert_eq!(edit.all::<Address>().count(), 0);

    let update = merge(&read, &edit.into_person(), &read)
        .into_update(id())
        .expect("no conflict")
        .expect("a change");
    expect![[r#"{"resourceName":"people/c17","metadata":{"sources":[{"type":"CONTACT","id":"11"}]},"names":[{"familyName":"Lovelace","givenName":"Ada"}],"relations":[{"person":"Charles","type":"friend"}]}"#]]
        .assert_eq(&serde_json::to_string(&update.person).expect("JSON"));
    assert_eq!(
        update.mask.to_string(),
        "names,emailAddresses,phoneNumbers,relations,userDefined"
    );
    let unread: Vec<&str> = violations(&update, Contract::Observed)
        .iter()
        .map(|violation| violation.rule())
        .collect();
    assert_eq!(unread, ["U6"], "what was not read has no etag");
}

/// M2: a number is what is dialled, letters too, and not what it was before.
#[test]
fn an_edit_takes_no_number_for_another() {
    let mut edit = Edit::new(person(
        r#"{"phoneNumbers": [{"value":"1-800-FLOWERS"},{"value":"1-800-MATTRESS"},{"value":"020 7946 0018","canonicalForm":"+442079460018"}]}"#,
    ));
    assert_eq!(
        edit.remove::<PhoneNumber>(""),
        0,
        "one without a form has no empty one"
    );
    assert_eq!(
        edit.remove::<PhoneNumber>("1800 flowers"),
        1,
        "the letters are dialled"
    );
    let phone = edit.get_mut::<PhoneNumber>("+442079460018");
    phone.expect("it is there").value = "+1 555 0100".to_owned();
    assert_eq!(
        edit.remove::<PhoneNumber>("+442079460018"),
        0,
        "the form is that of the old number"
    );
    check_merge(
        "",
        r#""phoneNumbers":[{"value":"1-800-FLOWERS"}]"#,
        r#""phoneNumbers":[{"value":"1-800-MATTRESS"}]"#,
        expect![[r#"{"phoneNumbers":[{"value":"1-800-FLOWERS"},{"value":"1-800-MATTRESS"}]}"#]],
    );
}

/// M1: whatever is added is the contact's own; what is left a profile's would be ignored (U9).
#[test]
fn an_edit_adds_what_is_copied_from_a_profile() {
    let read = person("{}");
    let profile = person(
        r#"{"emailAddresses": [{"metadata":{"primary":true,"source":{"type":"PROFILE","id":"7"}},"value":"ada@example.com"}]}"#,
    );
    let mut edit = Edit::new(read.clone());
    assert!(edit.add(profile.email_addresses[0].clone()));
    assert!(
        !edit.add(profile.email_addresses[0].clone()),
        "it is there by now"
    );
    expect![[r#"{"emailAddresses":[{"value":"ada@example.com"}]}"#]].assert_eq(&told(&merge(
        &read,
        edit.person(),
        &read,
    )));
}

/// Either of two could be what became of it; that both sides have one of them tells which.
#[test]
fn m6_of_several_an_entry_became_what_both_sides_have() {
    let [base, ours, theirs] = three([
        r#""urls":[{"value":"a","type":"blog"}]"#,
        r#""urls":[{"value":"b","type":"blog"},{"value":"c","type":"blog"}]"#,
        r#""urls":[{"value":"c","type":"blog"}]"#,
    ]);
    let here = merge(&base, &ours, &theirs);
    expect![[r#"{"urls":[{"value":"b","type":"blog"},{"value":"c","type":"blog"}]}"#]]
        .assert_eq(&told(&here));
    let there = merge(&base, &theirs, &ours);
    expect!["{}"].assert_eq(&told(&there));
}

//! Members of one entry.
use expect_test::expect;

use super::case;

/// M4: the same answer wherever an entry says one thing.
#[test]
fn m4_one_value_that_became_two_is_a_conflict() {
    case(
        "nicknames",
        ["Ada", "Addie", "Countess"],
        expect![[r#"! nicknames[Ada].value: base "Ada", ours "Addie", theirs "Countess""#]],
    );
    case(
        "occupations",
        ["Analyst", "Poet", "Engineer"],
        expect![[
            r#"! occupations[Analyst].value: base "Analyst", ours "Poet", theirs "Engineer""#
        ]],
    );
    case(
        "emailAddresses",
        ["ada@x.example", "lovelace@y.example", "king@z.example"],
        expect![[
            r#"! emailAddresses[ada@x.example].value: base "ada@x.example", ours "lovelace@y.example", theirs "king@z.example""#
        ]],
    );
    case(
        "emailAddresses",
        [
            "ada@x.example/home",
            "lovelace@y.example/home",
            "king@z.example/home",
        ],
        expect![[
            r#"! emailAddresses[ada@x.example].value: base "ada@x.example", ours "lovelace@y.example", theirs "king@z.example""#
        ]],
    );
    case(
        "emailAddresses",
        [
            "ada@exmaple.org/home",
            "ada@example.org/home",
            "ada@example.com/home",
        ],
        expect![[
            r#"! emailAddresses[ada@exmaple.org].value: base "ada@exmaple.org", ours "ada@example.org", theirs "ada@example.com""#
        ]],
    );
    case(
        "userDefined",
        ["Club=Reform", "Club=Garrick", "Club=Athenaeum"],
        expect![[
            r#"! userDefined[Club].value: base "Reform", ours "Garrick", theirs "Athenaeum""#
        ]],
    );
    case(
        "userDefined",
        ["", "Club=Garrick", "Club=Athenaeum"],
        expect![[r#"! userDefined[Club].value: base nothing, ours "Garrick", theirs "Athenaeum""#]],
    );
    case(
        "userDefined",
        ["Shoe=36, Shoe=37", "Shoe=38, Shoe=37", "Shoe=37"],
        expect![[
            r#"! userDefined[Shoe]: base {"key":"Shoe","value":"36"}, ours {"key":"Shoe","value":"38"}, theirs nothing"#
        ]],
    );
    case(
        "birthdays",
        [
            "",
            r#"{"date":{"year":1815,"month":12,"day":10}}"#,
            r#"{"text":"10 December 1815"}"#,
        ],
        expect![[
            r#"! birthdays.date: base nothing, ours {"date":{"year":1815,"month":12,"day":10}}, theirs {"text":"10 December 1815"}"#
        ]],
    );
    case(
        "birthdays",
        [
            r#"{"date":{"month":12,"day":1}}"#,
            r#"{"date":{"year":1815,"month":12,"day":1}}"#,
            r#"{"date":{"month":12,"day":10}}"#,
        ],
        expect![[
            r#"! birthdays.date: base {"date":{"month":12,"day":1}}, ours {"date":{"year":1815,"month":12,"day":1}}, theirs {"date":{"month":12,"day":10}}"#
        ]],
    );
    case(
        "names",
        [
            "",
            r#"{"givenName":"Ada","familyName":"King"}"#,
            r#"{"givenName":"Augusta","familyName":"King"}"#,
        ],
        expect![[r#"! names.givenName: base nothing, ours "Ada", theirs "Augusta""#]],
    );
    // Where a side has more, each keeps its own.
    case(
        "nicknames",
        ["Ada", "Addie, Lady", "Countess"],
        expect![[r#"
        {"value":"Addie"}
        {"value":"Lady"}
        {"value":"Countess"}"#]],
    );
}

/// M4: a change here and another there are one entry with both.
#[test]
fn m4_both_changes_of_one_entry_are_kept() {
    case(
        "names",
        [
            r#"{"givenName":"Ada","familyName":"Byron"}"#,
            r#"{"givenName":"Augusta","familyName":"Byron"}"#,
            r#"{"givenName":"Ada","familyName":"King"}"#,
        ],
        expect![[r#"{"familyName":"King","givenName":"Augusta"}"#]],
    );
    case(
        "names",
        [
            r#"{"givenName":"Ada","familyName":"Byron"}"#,
            r#"{"givenName":"Ada","familyName":"Byron","phoneticGivenName":"ey-da"}"#,
            r#"{"givenName":"Ada","familyName":"King"}"#,
        ],
        expect![[r#"{"familyName":"King","givenName":"Ada","phoneticGivenName":"ey-da"}"#]],
    );
    case(
        "names",
        [
            r#"{"givenName":"Adda"}"#,
            r#"{"givenName":"Ada"}"#,
            r#"{"givenName":"Ada"}"#,
        ],
        expect![[r#"{"givenName":"Ada"}"#]],
    );
    case(
        "emailAddresses",
        ["ada@exmaple.org", "ada@example.org", "ada@exmaple.org/work"],
        expect![[r#"{"value":"ada@example.org","type":"work"}"#]],
    );
    case(
        "emailAddresses",
        [
            "ada@exmaple.org/home",
            "ada@example.org/work",
            r#"{"value":"ada@exmaple.org","type":"home","displayName":"Ada"}"#,
        ],
        expect![[r#"{"value":"ada@example.org","type":"work","displayName":"Ada"}"#]],
    );
    case(
        "emailAddresses",
        ["", "ada@x.example/home", "ada@x.example"],
        expect![[r#"{"value":"ada@x.example","type":"home"}"#]],
    );
    case(
        "emailAddresses",
        ["ada@x.example/home", "ada@x.example/work", ""],
        expect![[
            r#"! emailAddresses[ada@x.example]: base {"value":"ada@x.example","type":"home"}, ours {"value":"ada@x.example","type":"work"}, theirs nothing"#
        ]],
    );
    case(
        "emailAddresses",
        [
            "ada@x.example, bo@x.example",
            "",
            "ada@x.example, bo@x.example, cy@x.example",
        ],
        expect![[r#"{"value":"cy@x.example"}"#]],
    );
    case(
        "emailAddresses",
        [
            "ada@old.example/work",
            "ada@new.example/work",
            "ada@old.example/work, ada@own.example/home",
        ],
        expect![[r#"
        {"value":"ada@new.example","type":"work"}
        {"value":"ada@own.example","type":"home"}"#]],
    );
    case(
        "emailAddresses",
        [
            "ada@x.example/home, bo@x.example/work",
            "ada@x.example/work, bo@x.example/home",
            "ada@x.example/home, bo@x.example/work, cy@x.example",
        ],
        expect![[r#"
        {"value":"ada@x.example","type":"work"}
        {"value":"bo@x.example","type":"home"}
        {"value":"cy@x.example"}"#]],
    );
    case(
        "emailAddresses",
        [
            "ada@x.example",
            r#"{"value":"ada@x.example","new":1}"#,
            "ada@x.example/work",
        ],
        expect![[r#"{"value":"ada@x.example","type":"work","new":1}"#]],
    );
    case(
        "emailAddresses",
        [
            "ada@x.example, bo@x.example",
            r#"{"value":"ada@x.example"},{"value":"bo@x.example","metadata":{"sourcePrimary":true}}"#,
            "ada@x.example",
        ],
        expect![[
            r#"! emailAddresses[bo@x.example]: base {"value":"bo@x.example"}, ours {"metadata":{"sourcePrimary":true},"value":"bo@x.example"}, theirs nothing"#
        ]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/home, 020 7946 0019/work, 07700 900123/mobile",
            "07700 900123/mobile, 020 7946 0018/home, 020 7946 0019/work",
            "020 7946 0018/home, 020 7946 0019/main, 07700 900123/mobile",
        ],
        expect![[r#"
        {"value":"07700 900123","type":"mobile"}
        {"value":"020 7946 0018","type":"home"}
        {"value":"020 7946 0019","type":"main"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/home, 020 7946 0019/work, 07700 900123/mobile",
            "07700 900123/mobile, 020 7946 0018/home, 020 7946 0019/work",
            "020 7946 0019/work, 020 7946 0018/home, 07700 900123/mobile",
        ],
        expect![[
            r#"! phoneNumbers (order): base ["020 7946 0018","020 7946 0019","07700 900123"], ours ["07700 900123","020 7946 0018","020 7946 0019"], theirs ["020 7946 0019","020 7946 0018","07700 900123"]"#
        ]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0081/work",
            "020 7946 0018/work",
            "020 7946 0081/main",
        ],
        expect![[r#"{"value":"020 7946 0018","type":"main"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "07700 900132/mobile, 07700 900133/mobile",
            "07700 900123/mobile, 07700 900133/mobile",
            "07700 900132/mobile",
        ],
        expect![[r#"{"value":"07700 900123","type":"mobile"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/home, 07700 900123/mobile",
            "",
            "020 7946 0018/home, 07700 900123/mobile, 07700 900777",
        ],
        expect![[r#"{"value":"07700 900777"}"#]],
    );
    case(
        "organizations",
        [
            r#"{"name":"Engines","title":"Analyst","current":true,"startDate":{"year":1833}}"#,
            r#"{"name":"Engines","title":"Analyst","startDate":{"year":1833},"endDate":{"year":1843}}"#,
            r#"{"name":"Engines","title":"Analyst","current":true,"startDate":{"year":1833}},{"name":"Looms","current":true}"#,
        ],
        expect![[r#"
        {"startDate":{"year":1833},"endDate":{"year":1843},"name":"Engines","title":"Analyst"}
        {"current":true,"name":"Looms"}"#]],
    );
    case(
        "organizations",
        [
            r#"{"name":"Engines","title":"Analyst","current":true,"startDate":{"year":1833}}"#,
            r#"{"name":"Engines Ltd","title":"Analyst","current":true,"startDate":{"year":1833}}"#,
            r#"{"name":"Engines","title":"Chief","current":true,"startDate":{"year":1833}}"#,
        ],
        expect![[
            r#"{"startDate":{"year":1833},"current":true,"name":"Engines Ltd","title":"Chief"}"#
        ]],
    );
    // Without its name a job is known by its title, which is gone: a conflict, and both titles.
    case(
        "organizations",
        [
            r#"{"title":"Analyst"}"#,
            r#"{"title":"Chief"}"#,
            r#"{"title":"Analyst","department":"Notes"}"#,
        ],
        expect![[
            r#"! organizations: base {"title":"Analyst"}, ours nothing, theirs {"department":"Notes","title":"Analyst"}"#
        ]],
    );
    case(
        "relations",
        ["Biron/father", "Byron/father", "Biron/parent"],
        expect![[r#"{"person":"Byron","type":"parent"}"#]],
    );
    case(
        "events",
        [
            "",
            r#"{"type":"anniversary","date":{"month":7,"day":8}}"#,
            r#"{"type":"wedding","date":{"month":7,"day":8}}"#,
        ],
        expect![[r#"
        {"date":{"month":7,"day":8},"type":"anniversary"}
        {"date":{"month":7,"day":8},"type":"wedding"}"#]],
    );
    case(
        "urls",
        [
            "http://ada.example/homePage",
            "https://ada.example/homePage",
            "http://ada.example/blog",
        ],
        expect![[r#"{"value":"https://ada.example","type":"blog"}"#]],
    );
    case(
        "genders",
        [
            "female",
            "countess",
            r#"{"value":"female","addressMeAs":"she"}"#,
        ],
        expect![[r#"{"value":"countess","addressMeAs":"she"}"#]],
    );
    case(
        "externalIds",
        ["42/account", "42/customer", "43/account"],
        expect![[r#"{"value":"43","type":"customer"}"#]],
    );
    case(
        "userDefined",
        ["shoe=36", "Shoe=36", "shoe=37"],
        expect![[r#"{"key":"Shoe","value":"37"}"#]],
    );
    case(
        "memberships",
        ["myContacts, 1a", "myContacts, 1a, starred", "1a"],
        expect![[r#"
        {"contactGroupMembership":{"contactGroupResourceName":"contactGroups/1a"}}
        {"contactGroupMembership":{"contactGroupResourceName":"contactGroups/starred"}}"#]],
    );
    case(
        "memberships",
        ["myContacts", "myContacts, starred", "myContacts, starred"],
        expect![[r#"
        {"contactGroupMembership":{"contactGroupResourceName":"contactGroups/myContacts"}}
        {"contactGroupMembership":{"contactGroupResourceName":"contactGroups/starred"}}"#]],
    );
}

/// M5: a text that a program sent back as it had read it, beside parts that it changed, is nobody's.
#[test]
fn m5_a_text_that_was_left_behind_is_no_text_of_ones_own() {
    case(
        "names",
        [
            r#"{"givenName":"Ada","familyName":"Byron","unstructuredName":"Ada Byron"}"#,
            r#"{"givenName":"Ada","familyName":"King","unstructuredName":"Ada Byron"}"#,
            r#"{"givenName":"Augusta","familyName":"Byron","unstructuredName":"Ada Byron"}"#,
        ],
        expect![[r#"{"familyName":"King","givenName":"Augusta"}"#]],
    );
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London","postalCode":"N1","formattedValue":"London N1, by some server"}"#,
            r#"{"type":"home","city":"Leeds","postalCode":"N1","formattedValue":"London N1, by some server"}"#,
            r#"{"type":"home","city":"London","postalCode":"N2","formattedValue":"London N1, by some server"}"#,
        ],
        expect![[r#"{"type":"home","city":"Leeds","postalCode":"N2"}"#]],
    );
}

/// M5: unless the text was there alone.
#[test]
fn m5_a_text_of_ones_own_and_changed_parts_conflict() {
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London","postalCode":"N1"}"#,
            r#"{"type":"home","city":"London","postalCode":"N1","formattedValue":"The old house, London"}"#,
            r#"{"type":"home","city":"London","postalCode":"N2"}"#,
        ],
        expect![[
            r#"! addresses[home].formattedValue: base nothing, ours "The old house, London", theirs nothing"#
        ]],
    );
    case(
        "addresses",
        [
            r#"{"type":"home","formattedValue":"12 Square, London"}"#,
            r#"{"type":"home","formattedValue":"12 Square, London SW1"}"#,
            r#"{"type":"home","formattedValue":"12 Square, London","streetAddress":"12 Square","city":"London"}"#,
        ],
        expect![[
            r#"{"formattedValue":"12 Square, London SW1","type":"home","streetAddress":"12 Square","city":"London"}"#
        ]],
    );
    case(
        "names",
        [
            r#"{"unstructuredName":"Ada Augusta King"}"#,
            r#"{"givenName":"Ada","middleName":"Augusta","familyName":"King"}"#,
            r#"{"unstructuredName":"Ada Augusta King-Noel","familyName":"King-Noel"}"#,
        ],
        expect![[r#"! names.familyName: base nothing, ours "King", theirs "King-Noel""#]],
    );
    case(
        "names",
        [
            r#"{"givenName":"Adda","familyName":"Kng"}"#,
            r#"{"givenName":"Ada","familyName":"Kng"}"#,
            r#"{"unstructuredName":"Ada King"}"#,
        ],
        expect![[r#"
        ! names.givenName: base "Adda", ours "Ada", theirs nothing
        ! names.unstructuredName: base nothing, ours nothing, theirs "Ada King""#]],
    );
}

//! Which contacts are one person: cases, and address books in which it is known.
use std::{collections::BTreeSet, fs, path::Path};

use expect_test::expect_file;
use people_model::Person;
use people_rules::{Contradiction, Duplicates, Found, Reason, Verdict};
use serde_json::{Value, json};

use crate::address_books::{AddressBook, address_book};

fn found(contacts: Value) -> Found {
    let contacts: Vec<Person> = serde_json::from_value(contacts).expect("contacts");
    Duplicates::of(&contacts)
}

/// The verdict on two contacts.
#[track_caller]
fn verdict(one: Value, other: Value) -> Option<Verdict> {
    let found = found(json!([one, other]));
    assert!(found.pairs.len() < 2, "{found:?}");
    found.pairs.first().map(|pair| pair.verdict)
}

fn named(name: Value) -> Value {
    json!({"names": [name], "emailAddresses": [{"value": "a@x.example"}]})
}

/// A contact with a name, and other members.
fn with(name: &str, rest: Value) -> Value {
    let mut contact = rest;
    contact["names"] = json!([{"unstructuredName": name}]);
    contact
}

#[test]
fn m31_values_are_compared_in_one_spelling() {
    let email = |value: &str| json!({"emailAddresses": [{"value": value}]});
    let phone = |value: &str, form: &str| json!({"phoneNumbers": [{"value": value, "canonicalForm": form, "type": "mobile"}]});
    let (ada, same) = ("Ada King", Some(Verdict::Same));
    let apart = |one: Value, other: Value| {
        let (one, other) = (with(ada, one), with("Ada Byron-Noel", other));
        verdict(one, other)
    };
    assert_eq!(
        verdict(
            with(ada, email("Ada@X.example ")),
            with(ada, email("ada@x.example"))
        ),
        same
    );
    assert_eq!(
        verdict(
            with(ada, email("a.da+list@gmail.com")),
            with(ada, email("ADA@googlemail.com"))
        ),
        same
    );
    let (national, abroad) = (
        phone("020 7946 0018", "+442079460018"),
        phone("+44 20 7946 0018", "+442079460018"),
    );
    assert_eq!(
        verdict(with(ada, national.clone()), with(ada, abroad.clone())),
        same
    );
    // Another extension is another telephone.
    let extension = |digits: &str| phone(&format!("020 7946 0018 ext. {digits}"), "+442079460018");
    assert_eq!(
        apart(extension("12"), extension("12")),
        Some(Verdict::Perhaps)
    );
    assert_eq!(apart(extension("12"), extension("13")), None);
    assert_eq!(apart(extension("12"), national), None);
}

#[test]
fn m31_names_are_compared_by_their_words() {
    let ada = json!({"givenName": "Zoë", "familyName": "Müller"});
    for (name, expected) in [
        (
            json!({"givenName": "ZOE", "familyName": "MULLER"}),
            Some(Verdict::Same),
        ),
        (
            json!({"givenName": "Zoe", "familyName": "Mueller"}),
            Some(Verdict::Same),
        ),
        (
            json!({"givenName": "Müller", "familyName": "Zoë"}),
            Some(Verdict::Same),
        ),
        (
            json!({"unstructuredName": "Mueller, Dr. Zoe"}),
            Some(Verdict::Same),
        ),
        (
            json!({"givenName": "Zoë", "middleName": "Ann", "familyName": "Müller"}),
            Some(Verdict::Same),
        ),
        (
            json!({"givenName": "Z.", "familyName": "Müller"}),
            Some(Verdict::Same),
        ),
        (json!({"givenName": "Zoë"}), Some(Verdict::Same)),
        (json!({}), Some(Verdict::Same)),
        (
            json!({"givenName": "Zoë", "familyName": "Mülelr"}),
            Some(Verdict::Perhaps),
        ),
        (
            json!({"givenName": "Zoë", "familyName": "Smith"}),
            Some(Verdict::Perhaps),
        ),
        (json!({"familyName": "Müller"}), Some(Verdict::Perhaps)),
        (json!({"givenName": "Max", "familyName": "Müller"}), None),
        (json!({"givenName": "Max", "familyName": "Smith"}), None),
    ] {
        assert_eq!(
            verdict(named(ada.clone()), named(name.clone())),
            expected,
            "{name}"
        );
    }
}

#[test]
fn m31_names_in_other_scripts_are_compared() {
    let kanji = |given: &str, family: &str| json!({"givenName": given, "familyName": family, "phoneticGivenName": "Taro", "phoneticFamilyName": "Sato"});
    let taro = named(kanji("太郎", "佐藤"));
    assert_eq!(
        verdict(taro.clone(), named(json!({"unstructuredName": "佐藤太郎"}))),
        Some(Verdict::Same)
    );
    assert_eq!(
        verdict(
            taro.clone(),
            named(json!({"unstructuredName": "Taro Sato"}))
        ),
        Some(Verdict::Same)
    );
    assert_eq!(verdict(taro, named(kanji("太朗", "佐東"))), None);
}

#[test]
fn m32_a_full_name_alone_is_perhaps_the_same() {
    let none = json!({});
    assert_eq!(
        verdict(
            with("Ada King", none.clone()),
            with("King Ada", none.clone())
        ),
        Some(Verdict::Perhaps)
    );
    assert_eq!(
        verdict(with("Ada", none.clone()), with("Ada", none.clone())),
        None
    );
    let at = |name: &str, email: &str, organization: &str| {
        with(
            name,
            json!({"emailAddresses": [{"value": email}], "organizations": [{"name": organization}]}),
        )
    };
    assert_eq!(
        verdict(
            at("Ada King", "a@x.example", "X"),
            at("Ada King", "a@y.example", "X")
        ),
        Some(Verdict::Perhaps)
    );
    assert_eq!(
        verdict(
            at("Ada King", "a@x.example", "X"),
            at("Ada King", "a@y.example", "Y")
        ),
        None
    );
    // A letter apart needs something else that speaks for it.
    assert_eq!(
        verdict(
            with("Ada Lovelace", none.clone()),
            with("Ada Lovelacs", none.clone())
        ),
        None
    );
    let x = json!({"organizations": [{"name": "X"}]});
    assert_eq!(
        verdict(with("Ada Lovelace", x.clone()), with("Ada Lovelacs", x)),
        Some(Verdict::Perhaps)
    );
}

#[test]
fn m32_what_contradicts_is_never_the_same() {
    let contact = |name: Value, day: u32| json!({"names": [name], "emailAddresses": [{"value": "a@x.example"}], "birthdays": [{"date": {"month": 12, "day": day}}]});
    let ada = json!({"givenName": "Ada", "familyName": "King"});
    let pair = found(json!([contact(ada.clone(), 10), contact(ada.clone(), 11)]))
        .pairs
        .remove(0);
    assert_eq!(pair.verdict, Verdict::Perhaps);
    assert_eq!(pair.contradictions, [Contradiction::Birthday]);
    let junior = json!({"givenName": "Ada", "familyName": "King", "honorificSuffix": "Jr."});
    let pair = found(json!([contact(ada.clone(), 10), contact(junior, 10)]))
        .pairs
        .remove(0);
    assert_eq!(
        (pair.verdict, &*pair.contradictions),
        (Verdict::Perhaps, &[Contradiction::Generation][..])
    );
    // Without another value nothing is left.
    let born = |day: u32| {
        with(
            "Ada King",
            json!({"birthdays": [{"date": {"month": 12, "day": day}}]}),
        )
    };
    assert_eq!(verdict(born(10), born(11)), None);
    assert_eq!(verdict(born(10), born(10)), Some(Verdict::Perhaps));
}

#[test]
fn m33_what_many_share_says_nothing() {
    let names = [
        "Ada King",
        "Alan Turing",
        "Grace Hopper",
        "Barbara Liskov",
        "Donald Knuth",
        "Ada King",
    ];
    let contact = |name: &&str| {
        with(
            name,
            json!({"phoneNumbers": [{"value": "1", "canonicalForm": "+442079460000", "type": "work"}]}),
        )
    };
    let found_at = |count: usize| {
        let mut all: Vec<Value> = names[..count].iter().map(contact).collect();
        all.push(contact(&"Ada King"));
        found(all.into())
    };
    assert_eq!(found_at(3).pairs[0].verdict, Verdict::Same);
    let many = &found_at(5).pairs[0];
    assert_eq!(many.verdict, Verdict::Perhaps);
    assert_eq!(
        many.reasons[0],
        Reason::SharedByMany("+442079460000".to_owned())
    );
    let info = |name: &str| {
        with(
            name,
            json!({"emailAddresses": [{"value": "info@x.example"}]}),
        )
    };
    assert_eq!(
        verdict(info("Ada King"), info("King, Ada")),
        Some(Verdict::Perhaps)
    );
    assert_eq!(verdict(info("Ada King"), info("Alan Turing")), None);
}

#[test]
fn m33_copies_of_one_contact_are_no_crowd() {
    let one = with(
        "Ada King",
        json!({"emailAddresses": [{"value": "ada@x.example"}]}),
    );
    let found = found(vec![one; 40].into());
    assert_eq!(found.pairs.len(), 40 * 39 / 2);
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0].contacts, (0..40).collect::<Vec<_>>());
}

#[test]
fn m34_each_two_of_a_group_are_a_pair() {
    let contact = |name: &str, emails: &[&str]| {
        let emails: Vec<Value> = emails.iter().map(|it| json!({"value": it})).collect();
        with(name, json!({"emailAddresses": emails}))
    };
    // The second is like the first and like the third, which have nothing in common.
    let found = found(json!([
        contact("Ada", &["ada@x.example"]),
        contact("Ada King", &["ada@x.example", "ak@y.example"]),
        contact("A. King", &["ak@y.example"]),
        contact("Ada Lovelace", &["al@z.example"]),
    ]));
    let pairs: BTreeSet<[usize; 2]> = found.pairs.iter().map(|pair| pair.contacts).collect();
    assert_eq!(pairs, BTreeSet::from([[0, 1], [1, 2]]));
    assert_eq!(found.groups.len(), 1, "{:?}", found.groups);
    assert_eq!(found.groups[0].contacts.len(), 2);
}

/// How many contacts of one name are compared in bounded time, and still found.
#[test]
fn m33_a_crowd_is_compared_in_bounded_time() {
    let one = with(
        "Ada King",
        json!({"emailAddresses": [{"value": "ada@x.example"}]}),
    );
    let found = found(vec![one; 2_000].into());
    assert!(found.pairs.len() >= 1_999 && found.pairs.len() <= 2_000 * 64);
    let grouped: usize = found.groups.iter().map(|group| group.contacts.len()).sum();
    assert!(grouped > 1_900, "{grouped}");
}

/// No false pair is proposed as the same, and nearly all true ones are found.
#[test]
fn m32_address_books_with_known_duplicates() {
    let mut all = Figures::default();
    for seed in 1..=5 {
        let book = address_book(seed, 2_000);
        let figures = Figures::of(&book);
        assert_eq!(figures.false_same, 0, "seed {seed}");
        all.add(&figures);
    }
    assert!(
        all.pairs > 1_000 && all.found * 100 >= all.pairs * 95,
        "{all:?}"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
    let document = fs::read_to_string(&path).expect("docs/cli.md");
    let start = document.find("| contacts |").expect("a table");
    let length = document[start..].find("\n\n").expect("an end") + 1;
    let (before, after) = (&document[..start], &document[start + length..]);
    expect_file![path].assert_eq(&format!("{before}{}{after}", all.table()));
}

#[derive(Debug, Default)]
struct Figures {
    contacts: usize,
    /// Pairs of contacts that are one person.
    pairs: usize,
    /// Of those, how many are proposed, and as the same.
    found: usize,
    same: usize,
    perhaps: usize,
    false_same: usize,
    false_perhaps: usize,
}

impl Figures {
    fn of(book: &AddressBook) -> Self {
        let proposed = Duplicates::of(&book.contacts);
        let mut figures = Self {
            contacts: book.contacts.len(),
            ..Self::default()
        };
        let mut times = vec![0; book.people.iter().max().map_or(0, |most| most + 1)];
        for &person in &book.people {
            figures.pairs += times[person];
            times[person] += 1;
        }
        for pair in &proposed.pairs {
            let is_true = book.people[pair.contacts[0]] == book.people[pair.contacts[1]];
            let is_same = pair.verdict == Verdict::Same;
            if is_same && !is_true {
                let [one, other] = pair
                    .contacts
                    .map(|at| serde_json::to_string(&book.contacts[at]).expect("JSON"));
                println!("{pair:?}\n{one}\n{other}");
            }
            figures.found += usize::from(is_true);
            figures.same += usize::from(is_true && is_same);
            figures.perhaps += usize::from(!is_same);
            figures.false_same += usize::from(!is_true && is_same);
            figures.false_perhaps += usize::from(!is_true && !is_same);
        }
        figures
    }

    /// For a document.
    fn table(&self) -> String {
        let share = |part: usize, of: usize| (1000 * part / of.max(1)) as f64 / 10.0;
        format!(
            "| contacts | {} |\n|---|--:|\n\
             | pairs of contacts that are one person | {} |\n\
             | of these, proposed (recall) | {} % |\n\
             | proposed as *same* | {} |\n\
             | of these, right (precision) | {} % |\n\
             | proposed as *perhaps* | {} |\n\
             | of these, right | {} % |\n",
            self.contacts,
            self.pairs,
            share(self.found, self.pairs),
            self.same + self.false_same,
            share(self.same, self.same + self.false_same),
            self.perhaps,
            share(self.perhaps - self.false_perhaps, self.perhaps),
        )
    }

    fn add(&mut self, other: &Self) {
        self.contacts += other.contacts;
        self.pairs += other.pairs;
        self.found += other.found;
        self.same += other.same;
        self.perhaps += other.perhaps;
        self.false_same += other.false_same;
        self.false_perhaps += other.false_perhaps;
    }
}

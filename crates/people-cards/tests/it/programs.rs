//! Cards and tables through the programs of others and back (rules Z3, Z5 and Z8).
//!
//! They are run by the Python that `PEOPLE_TEST_PYTHON` names, if it has their packages.

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use people_cards::{
    Card, Cards, Flavour, GoogleSheet, Line, Rest, Table, Version, from_person, outlook_header,
    outlook_row, portable, to_person,
};
use people_model::{Date, EmailAddress, Name, Person, PersonField};
use people_rules::{Conflict, merge, unite};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::laws::{generated, groups, known, with_texts};

/// What the script writes into each card with the program.
const NOTE: &str = "Met in Turin.\nLikes looms, not tea; or so.";

#[test]
fn z3_vobject_reads_the_same_values_and_what_it_loses_is_not_lost() {
    round_trip("vobject");
}

#[test]
fn z3_khard_reads_the_same_values_and_what_it_loses_is_not_lost() {
    round_trip("khard");
}

/// Radicale, with a folder on each side that vdirsyncer keeps in step with it.
#[test]
fn z3_a_store_of_cards_reads_the_same_values_and_what_it_loses_is_not_lost() {
    round_trip("store");
}

/// What a program says of a card.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    /// Why it does not take the card.
    refused: String,
    /// What it reads.
    read: Values,
    /// The card, where a user has changed nothing.
    written: String,
    /// The card with a note that a user has written there.
    edited: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Values {
    #[serde(rename = "fn")]
    full: Vec<String>,
    n: Vec<Vec<String>>,
    tel: Vec<String>,
    email: Vec<String>,
    adr: Vec<Vec<String>>,
    org: Vec<Vec<String>>,
    title: Vec<String>,
    role: Vec<String>,
    note: Vec<String>,
    bday: Vec<String>,
}

/// What the programs do not take, and why a card that goes out has it.
const REFUSALS: &[(&str, &str)] = &[
    (
        "Failed to parse line: \u{feff}BEGIN",
        "a byte order mark that the card came with",
    ),
    (
        "Failed to parse line: this line has no colon",
        "a line that the card came with",
    ),
    (
        "cannot contain more than 1 N",
        "a name and how it is spelled, as RFC 9554 has them",
    ),
    ("contain at least 1 FN", "a card that came without a name"),
    (
        "must either enter a name or an organisation",
        "khard's form",
    ),
    ("more than one custom label", "khard's form"),
    (
        "Wrong birthday format",
        "khard's form has no date of less than a month and a day",
    ),
    (
        "while scanning",
        "khard's form is YAML, which has no such letters",
    ),
    (
        "special characters are not allowed",
        "khard's form is YAML, which has no such letters",
    ),
    ("is not in the other folder", "the store refused it"),
];

/// A contact as it is here, and the card of it that goes out.
struct Sent {
    person: Person,
    rest: Option<Rest>,
    card: Card,
    flavour: Flavour,
}

fn round_trip(program: &str) {
    let sent = sent();
    let cards: Vec<String> = sent.iter().map(|sent| show(&sent.card)).collect();
    let Some(answers) = ask::<_, Answer>(program, &cards) else {
        return;
    };
    let mut taken = 0;
    for (sent, answer) in sent.iter().zip(&answers) {
        let out = show(&sent.card);
        if answer.refused.is_empty() {
            taken += 1;
            reads_the_same(sent, &answer.read);
            comes_back(sent, answer);
        } else {
            let is_known = REFUSALS
                .iter()
                .any(|(text, _)| answer.refused.contains(text));
            assert!(is_known, "{}\n{out}", answer.refused);
        }
    }
    assert!(
        taken * 10 > sent.len() * 7,
        "{program} takes {taken} of {}",
        sent.len()
    );
}

fn reads_the_same(sent: &Sent, read: &Values) {
    let Person {
        names,
        phone_numbers,
        email_addresses,
        addresses,
        biographies,
        organizations,
        birthdays,
        ..
    } = &sent.person;
    let out = show(&sent.card);
    if sent.rest.is_some() {
        // A card that came from elsewhere has more lines of a kind than a person has values.
        return;
    }
    let texts = |texts: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        texts.filter(|text| !text.is_empty()).cloned().collect()
    };
    assert_eq!(
        read.tel,
        texts(&mut phone_numbers.iter().map(|it| &it.value)),
        "{out}"
    );
    assert_eq!(
        read.email,
        texts(&mut email_addresses.iter().map(|it| &it.value)),
        "{out}"
    );
    assert_eq!(
        read.note,
        texts(&mut biographies.iter().map(|it| &it.value)),
        "{out}"
    );
    assert_eq!(
        read.title,
        texts(&mut organizations.iter().map(|it| &it.title)),
        "{out}"
    );
    for date in birthdays
        .iter()
        .filter_map(|birthday| birthday.date.as_ref())
    {
        if date.year > 0 && date.month > 0 && date.day > 0 && is_date(date) {
            let digits = format!("{:04}{:02}{:02}", date.year, date.month, date.day);
            assert_eq!(read.bday[0].replace('-', ""), digits, "{out}");
        }
    }
    for name in names {
        let parts = [
            &name.family_name,
            &name.given_name,
            &name.middle_name,
            &name.honorific_prefix,
            &name.honorific_suffix,
        ];
        assert_eq!(read.n[0].iter().collect::<Vec<_>>(), parts, "{out}");
        let full = match &*name.unstructured_name {
            "" => people_rules::display_name(name),
            full => full.to_owned(),
        };
        assert_eq!(read.full, [full], "{out}");
    }
    let parts = |address: &people_model::Address| {
        [
            &address.po_box,
            &address.extended_address,
            &address.street_address,
            &address.city,
            &address.region,
            &address.postal_code,
            &address.country,
        ]
        .map(String::clone)
        .to_vec()
    };
    let said: Vec<Vec<String>> = addresses
        .iter()
        .map(parts)
        .filter(|parts| parts.iter().any(|part| !part.is_empty()))
        .collect();
    let read_said: Vec<Vec<String>> = read
        .adr
        .iter()
        .filter(|parts| parts.iter().any(|part| !part.is_empty()))
        .cloned()
        .collect();
    assert_eq!(read_said, said, "{out}");
}

fn is_date(date: &Date) -> bool {
    date.year <= 9999 && date.month <= 12 && date.day <= 31
}

/// What came back is imported twice: as the program has the contact, and with the note.
fn comes_back(sent: &Sent, answer: &Answer) {
    let card =
        |text: &str| Card::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    // The first file of a program is united with what there is.
    let (first, _) = to_person(&card(&answer.written), &groups());
    let mut here = unite(&sent.person, &first).merge.person;
    lost_nothing(&here, &sent.person, answer);
    // Of the next one, what has changed since is what its user did. Here somebody has written, too.
    let (second, _) = to_person(&card(&answer.edited), &groups());
    here.email_addresses
        .push(EmailAddress::new().value("here@x.example"));
    let merge = merge(&first, &second, &here);
    let is_open = |conflict: &Conflict| conflict.field == PersonField::Biographies;
    let is_open = merge.conflicts.iter().any(is_open);
    let merged = merge.person;
    let mut kept = here.clone();
    if first.biographies != second.biographies && !is_open {
        kept.biographies.clear();
        let note = &merged.biographies[0].value;
        assert!(note.contains(NOTE), "{note}\n{}", answer.edited);
    }
    lost_nothing(&merged, &kept, answer);
    // It goes out once more, with each line that no person can have.
    let again = from_person(
        &merged,
        sent.rest.as_ref(),
        sent.card.version(),
        sent.flavour,
        &groups(),
    );
    let (read, _) = to_person(&again, &groups());
    assert_eq!(read, portable(&merged), "{}", show(&again));
    let kept = sent
        .rest
        .iter()
        .flat_map(|rest| rest.unmapped(&groups()).collect::<Vec<_>>());
    for line in kept {
        let is_it = |other: &&Line| {
            other.is_named(line.name())
                && other.group() == line.group()
                && says_the_same(line, other)
        };
        assert!(
            again.lines().iter().any(|other| is_it(&other)),
            "{}\n{}",
            line.name(),
            show(&again)
        );
    }
}

/// Another version has other words for bytes.
fn says_the_same(one: &Line, other: &Line) -> bool {
    match one.bytes() {
        Some(bytes) => other.bytes() == Some(bytes),
        None => one.text() == other.text(),
    }
}

/// Each value is there with all its members.
fn lost_nothing(person: &Person, wanted: &Person, answer: &Answer) {
    let json = |person: &Person| serde_json::to_value(person).expect("JSON");
    let (all, wanted) = (json(person), json(wanted));
    for (field, values) in wanted.as_object().expect("members") {
        for value in values.as_array().expect("values") {
            let there = all[field]
                .as_array()
                .is_some_and(|all| all.iter().any(|other| has(other, value)));
            assert!(there, "{field}: {value}\n{all:#}\n{}", answer.written);
        }
    }
}

fn has(all: &Value, wanted: &Value) -> bool {
    match (all, wanted) {
        // Two notes are one after the other, and khard drops blanks at the ends.
        (Value::String(all), Value::String(wanted)) => all.contains(wanted.trim()),
        (Value::Object(all), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, value)| all.get(name).is_some_and(|all| has(all, value))),
        _ => all == wanted,
    }
}

/// The corpus and generated contacts, in each version that the programs read, each in some flavour.
fn sent() -> Vec<Sent> {
    let mut contacts: Vec<(Person, Option<Rest>)> = corpus()
        .into_iter()
        .map(|card| {
            let (person, rest) = to_person(&card, &groups());
            (person, Some(rest))
        })
        .collect();
    contacts.extend(people(60).map(|person| (person, None)));
    let contacts = contacts.iter().enumerate();
    let all = contacts.flat_map(|(at, (person, rest))| {
        [Version::V3, Version::V4].map(|version| {
            let flavour = Flavour::ALL[at % Flavour::ALL.len()];
            Sent {
                card: from_person(person, rest.as_ref(), version, flavour, &groups()),
                person: person.clone(),
                rest: rest.clone(),
                flavour,
            }
        })
    });
    all.collect()
}

fn corpus() -> Vec<Card> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "vcf"));
    paths.sort();
    let cards = paths.iter().flat_map(|path| {
        let bytes = fs::read(path).expect("bytes");
        Cards::new(&bytes).flatten().collect::<Vec<_>>()
    });
    cards.collect()
}

/// All have a name, and no member that the API does not have.
fn people(count: usize) -> impl Iterator<Item = Person> {
    generated().take(count).map(|person| {
        // No card may have a NUL.
        let person = with_texts(&known(&person), &|text| text.replace('\0', ""));
        let mut person = portable(&person);
        if person.names.is_empty() {
            person
                .names
                .push(Name::new().given_name("Ada").family_name("King"));
        }
        person
    })
}

/// Asks a program of each; none if its packages are not here.
fn ask<Q: Serialize, A: DeserializeOwned>(program: &str, questions: &[Q]) -> Option<Vec<A>> {
    let is_required = env::var("PEOPLE_TEST_TOOLS").is_ok_and(|value| value == "required");
    let python = env::var_os("PEOPLE_TEST_PYTHON");
    let packages = "import vobject, khard, radicale, vdirsyncer";
    let has_packages = |python: &_| {
        let mut command = Command::new(python);
        command.args(["-c", packages]).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let Some(python) = python.filter(|python| is_required || has_packages(python)) else {
        assert!(!is_required, "PEOPLE_TEST_PYTHON names no Python");
        eprintln!(
            "skipped: PEOPLE_TEST_PYTHON names no Python with vobject, khard, Radicale and vdirsyncer"
        );
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/programs.py");
    let mut command = Command::new(python);
    command.arg(script).arg(program);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python");
    let input = serde_json::to_vec(questions).expect("JSON");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("an answer");
    writer.join().expect("no panic").expect("it reads");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    let answers: Vec<A> = serde_json::from_slice(&output.stdout).expect("answers");
    assert_eq!(answers.len(), questions.len());
    Some(answers)
}

fn show(card: &Card) -> String {
    String::from_utf8(card.to_bytes()).expect("UTF-8")
}

/// What Python's `csv` says of a table.
#[derive(Debug, Deserialize)]
struct Sheet {
    rows: Vec<Vec<String>>,
    /// The table again, in several dialects.
    written: Vec<String>,
}

#[test]
fn z8_pythons_csv_reads_the_same_cells_and_writes_the_same_people() {
    let people: Vec<Person> = people(150).collect();
    let mut sheet = GoogleSheet::new();
    people.iter().for_each(|person| sheet.count(person));
    let google: Vec<_> = people
        .iter()
        .map(|person| sheet.row(person, &groups()))
        .collect();
    let outlook: Vec<_> = people
        .iter()
        .map(|person| outlook_row(person, &groups()))
        .collect();
    let table = |header: String, rows: &[people_cards::WrittenRow]| {
        rows.iter().fold(header, |table, row| table + &row.text)
    };
    let tables = [
        table(sheet.header(), &google),
        table(outlook_header(), &outlook),
    ];
    let Some(sheets) = ask::<_, Sheet>("csv", &tables) else {
        return;
    };
    for ((text, mut sheet), rows) in tables.iter().zip(sheets).zip([google, outlook]) {
        let ours = Table::read(text.as_bytes(), None).expect("a table");
        assert_eq!(sheet.rows.len(), people.len() + 1);
        let column = |name: &str| {
            sheet.rows[0]
                .iter()
                .position(|cell| cell == name)
                .expect("a column")
        };
        let (first, last, notes) = (column("First Name"), column("Last Name"), column("Notes"));
        for ((person, row), cells) in people.iter().zip(&rows).zip(&sheet.rows[1..]) {
            if !row.left_out.contains(&PersonField::Names) {
                let name = &person.names[0];
                assert_eq!(
                    [&cells[first], &cells[last]],
                    [&name.given_name, &name.family_name]
                );
            }
            if !row.left_out.contains(&PersonField::Biographies) {
                let note = person.biographies.first().map_or("", |note| &note.value);
                assert_eq!(cells[notes], note);
            }
        }
        // Somebody of whom the table can hold nothing is no row.
        sheet
            .rows
            .retain(|cells| cells.iter().any(|cell| !cell.is_empty()));
        assert_eq!(ours.rows().len() + 1, sheet.rows.len());
        for dialect in &sheet.written {
            let theirs = Table::read(dialect.as_bytes(), None).expect("a table");
            assert_eq!(theirs.layout(), ours.layout());
            for (one, other) in ours.rows().iter().zip(theirs.rows()) {
                assert_eq!(
                    one.to_person(&groups()),
                    other.to_person(&groups()),
                    "{dialect}"
                );
            }
        }
    }
}

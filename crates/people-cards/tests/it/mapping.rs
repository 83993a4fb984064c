//! What the lines of a card say of a person, and the other way round (rules Z2, Z4, Z5 and Z6).

use people_cards::{Card, Flavour, Groups, Version, from_person, to_person};
use people_model::{
    Birthday, Date, Event, ImClient, Message as _, Name, Nickname, NicknameType, Organization,
    Person, PersonField, PhoneNumber, Relation, Url,
};

fn card(version: &str, lines: &str) -> Card {
    let lines = lines.replace('\n', "\r\n");
    Card::parse(format!("BEGIN:VCARD\r\nVERSION:{version}\r\n{lines}\r\nEND:VCARD\r\n").as_bytes())
        .expect("a card")
}

fn person(version: &str, lines: &str) -> Person {
    to_person(&card(version, lines), &Groups::new()).0
}

fn written(person: &Person, version: Version, flavour: Flavour) -> Vec<String> {
    let card = from_person(person, None, version, flavour, &Groups::new());
    let lines = card.lines().iter();
    let lines = lines.map(|line| String::from_utf8_lossy(line.raw()).trim_end().to_owned());
    lines
        .filter(|line| {
            !["BEGIN", "END:", "VERSI", "FN:", "N:;;;;"]
                .iter()
                .any(|frame| line.starts_with(frame))
        })
        .collect()
}

/// What an edit leaves: the lines of the card after it.
fn edited(version: Version, lines: &str, edit: impl FnOnce(&mut Person)) -> String {
    let (mut person, rest) = to_person(&card(version.as_str(), lines), &Groups::new());
    edit(&mut person);
    let card = from_person(
        &person,
        Some(&rest),
        version,
        Flavour::Apple,
        &Groups::new(),
    );
    let text = String::from_utf8(card.to_bytes())
        .expect("text")
        .replace("\r\n", "\n");
    let text = text
        .strip_prefix(&format!("BEGIN:VCARD\nVERSION:{version}\n"))
        .expect("a card");
    text.strip_suffix("\nEND:VCARD\n").unwrap_or("").to_owned()
}

#[test]
fn z2_the_year_1604_is_no_year() {
    for line in [
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15",
        "BDAY:1604-04-15",
        "BDAY:--04-15",
        "BDAY:--0415",
        "BDAY;VALUE=date:16040415T000000Z",
    ] {
        let read = person("3.0", line)
            .birthdays
            .remove(0)
            .date
            .expect("a date");
        assert_eq!((read.year, read.month, read.day), (0, 4, 15), "{line}");
    }
    // Somebody who was born in 1604 keeps the year.
    let glauber =
        Person::new().birthdays([Birthday::new().date(Date::new().year(1604).month(3).day(10))]);
    for flavour in Flavour::ALL {
        let card = from_person(&glauber, None, flavour.version(), flavour, &Groups::new());
        assert_eq!(to_person(&card, &Groups::new()).0, glauber, "{flavour}");
    }
    let leap = Person::new().birthdays([Birthday::new().date(Date::new().month(2).day(29))]);
    assert_eq!(
        written(&leap, Version::V3, Flavour::Apple),
        ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"]
    );
    assert_eq!(written(&leap, Version::V4, Flavour::Rfc), ["BDAY:--0229"]);
}

#[test]
fn z2_types_and_labels() {
    let kinds = |lines: &str| -> Vec<String> {
        let person = person("3.0", lines);
        person
            .phone_numbers
            .iter()
            .map(|phone| phone.r#type.clone())
            .collect()
    };
    let lines = "TEL;TYPE=CELL,VOICE:1\nTEL;type=HOME;type=FAX;type=pref:2\nTEL;TYPE=x-Boat:3\nitem1.TEL:4\n\
                 item1.X-ABLabel:GRAND_CENTRAL\nTEL:5\nitem2.TEL;TYPE=HOME:6\nITEM2.X-ABLABEL:Ski hut\n\
                 TEL;TYPE=\"work,cell\":7\nTEL;TYPE=VOICE:8\nitem3.TEL:9\nitem3.X-ABLabel:_$!<WorkFAX>!$_";
    assert_eq!(
        kinds(lines),
        [
            "mobile",
            "homeFax",
            "Boat",
            "googleVoice",
            "",
            "Ski hut",
            "workMobile",
            "",
            "workFax"
        ]
    );
    let android = "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=94=D0=B0):1";
    assert_eq!(person("2.1", android).phone_numbers[0].r#type, "Да");
}

#[test]
fn z2_a_label_that_changes_keeps_its_number() {
    let lines = "item1.TEL;X-LINE=2:+44 20 7946 0018\nitem1.X-ABLabel:Boat\nitem2.TEL;type=WORK:1\nX-MOON:full";
    let after = edited(Version::V3, lines, |person| {
        person.phone_numbers[0].r#type = "home".to_owned()
    });
    assert_eq!(
        after,
        "item1.TEL;TYPE=HOME;X-LINE=2:+44 20 7946 0018\nitem2.TEL;type=WORK:1\nX-MOON:full"
    );
    let after = edited(Version::V3, lines, |person| {
        person.phone_numbers[1].r#type = "Pier".to_owned()
    });
    assert_eq!(
        after,
        "item1.TEL;X-LINE=2:+44 20 7946 0018\nitem1.X-ABLabel:Boat\nitem2.TEL:1\nitem2.X-ABLabel:Pier\nX-MOON:full"
    );
}

#[test]
fn z5_an_edit_changes_its_lines_alone() {
    let lines = "FN:Ada King\nN:King;Ada;;;;gen;2nd\nEMAIL;TYPE=INTERNET;X-A=1:a@x.example\nEMAIL;type=pref:b@x.example\n\
                 NOTE:old\nADR;TYPE=home:;;1 Way;Town;;;GB;Room 5\nX-Z:1\nCATEGORIES:Unknown group";
    let email = edited(Version::V3, lines, |person| {
        person.email_addresses[0].value = "c@x.example".to_owned()
    });
    assert_eq!(
        email,
        lines.replace(
            "EMAIL;TYPE=INTERNET;X-A=1:a@",
            "EMAIL;TYPE=INTERNET;X-A=1:c@"
        )
    );
    let name = edited(Version::V3, lines, |person| {
        person.names[0].given_name = "Adi".to_owned()
    });
    assert!(
        name.contains("N:King;Adi;;;;gen;2nd\nEMAIL;TYPE=INTERNET;X-A=1:a@x.example\n"),
        "{name}"
    );
    let city = edited(Version::V3, lines, |person| {
        person.addresses[0].city = "Ville".to_owned()
    });
    assert_eq!(
        city,
        lines.replace("ADR;TYPE=home:;;1 Way;Town", "ADR;TYPE=HOME:;;1 Way;Ville")
    );
    let gone = edited(Version::V3, lines, |person| person.biographies.clear());
    assert_eq!(gone, lines.replace("NOTE:old\n", ""));
    let swapped = edited(Version::V3, lines, |person| {
        person.email_addresses.swap(0, 1)
    });
    assert_eq!(
        swapped,
        lines
            .replace("EMAIL;TYPE=INTERNET;X-A=1:a@x.example\n", "")
            .replace(
                "b@x.example\n",
                "b@x.example\nEMAIL;TYPE=INTERNET;X-A=1:a@x.example\n"
            )
    );
}

#[test]
fn z5_a_photo_keeps_its_bytes_in_every_version() {
    let data: String = "QUJD".repeat(60);
    let bytes = Some(b"ABC".repeat(60));
    for (version, photo) in [
        (
            "2.1",
            format!(
                "PHOTO;ENCODING=BASE64;JPEG:\n {}\n {}\n",
                &data[..76],
                &data[76..]
            ),
        ),
        ("3.0", format!("PHOTO;ENCODING=b;TYPE=JPEG:{data}")),
        (
            "3.0",
            format!("PHOTO;VALUE=uri:data:image/jpeg;base64\\,{data}"),
        ),
        ("4.0", format!("PHOTO:data:image/jpeg;base64,{data}")),
    ] {
        let (mut ada, rest) =
            to_person(&card(version, &format!("FN:Ada\n{photo}")), &Groups::new());
        for edited in [false, true] {
            if edited {
                ada.names[0].unstructured_name = "Augusta".to_owned();
            }
            for target in Version::ALL {
                let card = from_person(&ada, Some(&rest), target, Flavour::Rfc, &Groups::new());
                let photo = card.property("PHOTO").and_then(|line| line.bytes());
                assert_eq!(photo, bytes, "{version} {target}: {card:?}");
            }
        }
    }
}

#[test]
fn z4_groups_are_known_by_name() {
    let groups = Groups::from_iter([("contactGroups/7", "Book club")]);
    let card = card(
        "3.0",
        "CATEGORIES:Book club,Chess,myContacts\nCATEGORIES:Go",
    );
    let (mut person, rest) = to_person(&card, &groups);
    let names = person.memberships.iter().map(|membership| {
        let group = membership
            .contact_group_membership
            .as_ref()
            .expect("a group");
        group.contact_group_resource_name.as_str()
    });
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["contactGroups/7", "contactGroups/myContacts"]
    );
    assert_eq!(
        rest.unmapped(&groups)
            .map(|line| line.text())
            .collect::<Vec<_>>(),
        ["Go"]
    );
    person.memberships.remove(0);
    let card = from_person(&person, Some(&rest), Version::V3, Flavour::Rfc, &groups);
    // A group that the account does not have stays.
    let lists: Vec<_> = card
        .lines()
        .iter()
        .filter(|line| line.is_named("CATEGORIES"))
        .map(|line| line.list())
        .collect();
    assert_eq!(lists, [vec!["myContacts", "Chess"], vec!["Go"]]);
}

#[test]
fn z2_names_are_never_split_by_a_guess() {
    let alone = person("3.0", "FN:Ada King Lovelace\nN:;;;;");
    assert_eq!(
        alone.names,
        [Name::new().unstructured_name("Ada King Lovelace")]
    );
    let both = person("3.0", "FN:Countess Ada\nN:King;Ada");
    let expected = Name::new()
        .family_name("King")
        .given_name("Ada")
        .unstructured_name("Countess Ada");
    assert_eq!(both.names, [expected]);
    // The server composes this text itself.
    assert_eq!(
        person("3.0", "FN:Ada King\nN:King;Ada").names,
        [Name::new().family_name("King").given_name("Ada")]
    );
    // Who has no name is not called by an address.
    for line in [
        "ORG:Acme\nFN:Acme\nX-ABShowAs:COMPANY",
        "FN:a@x.example\nEMAIL:a@x.example",
        "FN:\nTEL:1",
    ] {
        assert_eq!(person("3.0", line).names, [], "{line}");
    }
}

#[test]
fn z2_positions_belong_to_their_organizations() {
    let read = person(
        "4.0",
        "TITLE:Early\nORG:A;Lab\nORG:B\nTITLE:Late\nROLE:Job\ng.ORG:C\ng.ROLE:Sea\nROLE:Poet",
    );
    let said: Vec<_> = read
        .organizations
        .iter()
        .map(|job| {
            [
                &*job.name,
                &*job.department,
                &*job.title,
                &*job.job_description,
            ]
        })
        .collect();
    assert_eq!(
        said,
        [
            ["A", "Lab", "Early", ""],
            ["B", "", "Late", "Job"],
            ["C", "", "", "Sea"]
        ]
    );
    assert_eq!(read.occupations[0].value, "Poet");
}

#[test]
fn z6_each_flavour_writes_as_its_program_does() {
    let ada = Person::new()
        .phone_numbers([
            PhoneNumber::new().value("1").r#type("workFax"),
            PhoneNumber::new().value("2").r#type("Boat"),
        ])
        .events([Event::new()
            .r#type("anniversary")
            .date(Date::new().year(1835).month(7).day(8))])
        .relations([Relation::new().person("William").r#type("spouse")])
        .nicknames([Nickname::new()
            .value("Byron")
            .r#type(NicknameType::MaidenName)])
        .im_clients([ImClient::new().username("ada").protocol("skype")])
        .urls([Url::new()
            .value("https://a.example/?b=1,2;3")
            .r#type("homePage")]);
    let write = |flavour: Flavour| written(&ada, flavour.version(), flavour).join("\n");
    assert_eq!(
        write(Flavour::Rfc),
        "NICKNAME;TYPE=x-maiden-name:Byron\nTEL;TYPE=work,fax:1\nitem1.TEL:2\nitem1.X-ABLabel:Boat\n\
         item2.URL:https://a.example/?b=1,2;3\nitem2.X-ABLabel:Home Page\nANNIVERSARY:18350708\n\
         IMPP;SERVICE-TYPE=Skype:skype:ada\nRELATED;TYPE=spouse;VALUE=text:William"
    );
    assert_eq!(
        write(Flavour::Apple),
        "X-MAIDENNAME:Byron\nTEL;TYPE=WORK,FAX:1\nitem1.TEL:2\nitem1.X-ABLabel:Boat\n\
         item2.URL:https://a.example/?b=1,2;3\nitem2.X-ABLabel:_$!<HomePage>!$_\nitem3.X-ABDATE:1835-07-08\n\
         item3.X-ABLabel:_$!<Anniversary>!$_\nIMPP;X-SERVICE-TYPE=Skype:skype:ada\n\
         item4.X-ABRELATEDNAMES:William\nitem4.X-ABLabel:_$!<Spouse>!$_"
    );
    assert_eq!(
        write(Flavour::Android),
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Byron;3;;;;;;;;;;;;;\nTEL;WORK;FAX:1\n\
         TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42=6F=61=74):2\n\
         URL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=68=6F=6D=65=50=61=67=65):https://a.example/?b=1,2;3\n\
         X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1835-07-08;1;;;;;;;;;;;;;\nX-SKYPE:ada\n\
         X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;William;14;;;;;;;;;;;;;"
    );
    assert!(
        write(Flavour::Outlook).contains("X-MS-ANNIVERSARY:1835-07-08\n"),
        "{}",
        write(Flavour::Outlook)
    );
    assert!(
        write(Flavour::Outlook).ends_with("X-MS-SPOUSE:William"),
        "{}",
        write(Flavour::Outlook)
    );
}

#[test]
fn z6_other_programs_read_a_name_that_no_property_has() {
    let mut ada: Person = serde_json::from_str(
        r#"{"names": [{"givenName": "Ada", "familyName": "King", "": "x"}], "nicknames": [{"value": "Al"}]}"#,
    )
    .expect("a person");
    for version in Version::ALL {
        let card = from_person(&ada, None, version, Flavour::Rfc, &Groups::new());
        let text = |name: &str| card.property(name).map(|line| line.text());
        assert_eq!(text("FN").as_deref(), Some("Ada King"));
        assert_eq!(text("N").as_deref(), Some("King;Ada;;;"));
        assert_eq!(to_person(&card, &Groups::new()).0, ada);
    }
    // An edit that a property has takes the other lines away.
    let card = from_person(&ada, None, Version::V3, Flavour::Rfc, &Groups::new());
    let (_, rest) = to_person(&card, &Groups::new());
    ada.names = vec![Name::new().given_name("Augusta")];
    let card = from_person(&ada, Some(&rest), Version::V3, Flavour::Rfc, &Groups::new());
    let lines: Vec<String> = card.lines()[2..5].iter().map(|line| line.text()).collect();
    assert_eq!(lines, [";Augusta;;;", "Augusta", "Al"]);
    assert_eq!(to_person(&card, &Groups::new()).0, ada);
}

#[test]
fn z6_a_spelled_name_is_said_in_every_version() {
    let lines =
        "FN:Rfc Nine\nN;PHONETIC=script;SCRIPT=Kana;ALTID=1:Kyu;Aru;;;\nN;ALTID=1:Nine;Rfc;;;";
    let (person, rest) = to_person(&card("4.0", lines), &Groups::new());
    let card = from_person(
        &person,
        Some(&rest),
        Version::V3,
        Flavour::Apple,
        &Groups::new(),
    );
    let text = |name: &str| card.property(name).map(|line| line.text());
    assert_eq!(text("N").as_deref(), Some("Nine;Rfc;;;"));
    assert_eq!(text("FN").as_deref(), Some("Rfc Nine"));
    assert_eq!(text("X-PHONETIC-LAST-NAME").as_deref(), Some("Kyu"));
    assert_eq!(to_person(&card, &Groups::new()).0, person);
}

#[test]
fn z2_how_somebody_is_addressed_may_stand_alone_or_first() {
    let gender = |lines: &str| {
        let gender = person("4.0", lines).genders.swap_remove(0);
        (gender.value, gender.address_me_as)
    };
    let pair = |value: &str, address: &str| (value.to_owned(), address.to_owned());
    assert_eq!(gender("PRONOUNS:xe/xir"), pair("", "xe/xir"));
    assert_eq!(gender("GRAMGENDER:feminine"), pair("", "female"));
    assert_eq!(gender("PRONOUNS:they\nGENDER:F"), pair("female", "they"));
    let only = people_model::Gender::new().address_me_as("xe/xir");
    let only = Person::new().genders([only]);
    assert_eq!(
        written(&only, Version::V4, Flavour::Rfc),
        ["PRONOUNS:xe/xir"]
    );
}

#[test]
fn z6_text_of_2_1_is_quoted_printable() {
    let name = Name::new()
        .family_name("M\u{fc}ller; Sohn")
        .given_name("J\\n");
    let jobs = [Organization::new().name("Plain")];
    let lines = written(
        &Person::new().names([name]).organizations(jobs),
        Version::V2_1,
        Flavour::Outlook,
    );
    assert_eq!(
        lines[0],
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller=3B Sohn;J=5Cn;;;"
    );
    assert!(lines.contains(&"ORG:Plain".to_owned()), "{lines:?}");
    let note = "caf\u{e9}\n".repeat(20);
    let note = Person::new().biographies([people_model::Biography::new()
        .value(&*note)
        .content_type(people_model::ContentType::TextPlain)]);
    let card = from_person(&note, None, Version::V2_1, Flavour::Android, &Groups::new());
    let longest = card
        .to_bytes()
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::len)
        .max();
    assert!(longest <= Some(78), "{longest:?}");
    assert_eq!(to_person(&card, &Groups::new()).0, note);
}

#[test]
fn z2_every_field_of_a_contact_has_a_place() {
    for field in PersonField::ALL
        .into_iter()
        .filter(|field| field.is_updatable())
    {
        let json = format!(
            r#"{{"{}": [{{"type": "x", "moon": "full"}}]}}"#,
            field.as_str()
        );
        let odd: Person = serde_json::from_str(&json).expect("a person");
        for version in Version::ALL {
            let card = from_person(&odd, None, version, Flavour::Rfc, &Groups::new());
            assert_eq!(
                to_person(&card, &Groups::new()).0.to_json(),
                odd.to_json(),
                "{field:?} {version}"
            );
        }
    }
}

/// A line break inside a value never ends a line of the card, in all ways to write it.
#[test]
fn z5_a_line_break_of_a_value_is_none_of_the_card() {
    let lines = [
        "X-FOO;ENCODING=QUOTED-PRINTABLE:a{}END:VCARD",
        "X-FOO;X-KEPT=1;QUOTED-PRINTABLE:a{};b{}",
        "NOTE;ENCODING=QUOTED-PRINTABLE:a{}END:VCARD",
        "X-FOO;TYPE=\"X-CUSTOM(a^nEND:VCARD)\":a",
        "X-FOO;TYPE=\"a^nEND:VCARD\";X-KEPT=\"b^nEND:VCARD\":a",
        "AGENT:\nBEGIN:VCARD\nFN:Bob\nEND:VCARD",
    ];
    for base in ["2.1", "3.0", "4.0"] {
        for line in lines {
            for coded in ["=0D", "=0A", "=0D=0A", "=0A=0D", "=0D=0D=0A"] {
                let line = line.replace("{}", coded);
                let card = card(base, &format!("{line}\nFN:Ada\nTEL:1"));
                let (person, rest) = to_person(&card, &Groups::new());
                let said = |card: &Card| {
                    let lines = card.lines().iter();
                    let mut lines: Vec<_> = lines
                        .filter(|line| !line.is_named("N"))
                        .map(|line| (line.name().to_owned(), line.text()))
                        .collect();
                    lines.retain(|(name, _)| name != "VERSION");
                    lines.sort();
                    lines
                };
                for version in Version::ALL {
                    let other =
                        from_person(&person, Some(&rest), version, Flavour::Rfc, &Groups::new());
                    let shown = String::from_utf8(other.to_bytes()).unwrap();
                    let whole = Card::parse(shown.as_bytes()).unwrap();
                    assert_eq!(whole.problems().count(), 0, "{base} {version} {shown}");
                    let (mut said, mut before) = (said(&whole), said(&card));
                    if line.starts_with("AGENT") {
                        // A card inside of a card is text in another version.
                        said.retain(|(name, _)| name != "AGENT");
                        before.retain(|(name, _)| name != "AGENT");
                    }
                    assert_eq!(said, before, "{base} {version} {line}\n{shown}");
                }
            }
        }
    }
}

#[test]
fn z6_a_line_break_of_a_person_is_none_of_the_card() {
    for text in ["a\rEND:VCARD", "a\r\nEND:VCARD", "a\nEND:VCARD"] {
        let name = Name::new().given_name(text).family_name("Lovelace");
        let mut person = Person::new()
            .names([name])
            .phone_numbers([PhoneNumber::new().value("1")]);
        person.urls = vec![Url::new().value(text)];
        for version in Version::ALL {
            for flavour in Flavour::ALL {
                let card = from_person(&person, None, version, flavour, &Groups::new());
                let shown = String::from_utf8(card.to_bytes()).unwrap();
                let whole = Card::parse(&card.to_bytes()).unwrap();
                assert!(whole.property("TEL").is_some(), "{shown}");
                let read = to_person(&whole, &Groups::new()).0;
                assert_eq!(
                    read.to_json(),
                    people_cards::portable(&person).to_json(),
                    "{shown}"
                );
                assert_eq!(whole.problems().count(), 0, "{shown}");
            }
        }
    }
}

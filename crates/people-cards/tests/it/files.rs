//! Files that are known by their content (rules I10 and Z7).

use people_cards::{ContactFile, ContactFileError, FileContact, Groups, Layout, Table};

fn contact(bytes: Vec<u8>) -> FileContact {
    let file = ContactFile::read(bytes, None).expect("a file of contacts");
    assert_eq!(file.lines().len(), 1);
    file.contact(0, &Groups::new(), "file", 1 << 20)
}

/// Windows, and Macs in former times, write UTF-16.
#[test]
fn i10_a_file_in_utf16_is_the_same_file() {
    let little = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xff\xfe".iter().copied().chain(units).collect()
    };
    let big = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        b"\xfe\xff".iter().copied().chain(units).collect()
    };
    for text in [
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:7\r\nFN:J\u{f6}rg \u{1f980}\r\nX-MOON:full\r\nEND:VCARD\r\n",
        "[\"vcard\", [[\"uid\", {}, \"text\", \"7\"], [\"fn\", {}, \"text\", \"J\u{f6}rg\"]]]",
        "First Name,Labels,E-mail 1 - Value\r\nJ\u{f6}rg,Chess,joerg@example.com\r\n",
    ] {
        let expected = contact(text.as_bytes().to_vec());
        assert_eq!(contact(little(text)), expected, "{text}");
        assert_eq!(contact(big(text)), expected, "{text}");
    }
    // What is no file of contacts is given back as it was.
    for file in [
        little("{\"accounts\": {}}"),
        little("no table"),
        b"\xff\xfe".to_vec(),
    ] {
        let refused = ContactFile::read(file.clone(), None).expect_err("another file");
        assert!(
            matches!(&refused, ContactFileError::Other(other) if other.bytes == file),
            "{refused}"
        );
    }
}

/// What was UTF-16 is not text of the charset that a line names, unless it is quoted-printable; and no line that is
/// kept says so, or the next reader would take it for that.
#[test]
fn i10_a_charset_in_a_file_in_utf16_is_none() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xff\xfe".iter().copied().chain(units).collect()
    };
    let file = |label: &str| {
        let plain = format!("CHARSET={label}");
        format!(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:7\r\nN;{plain}:\u{17d}i\u{17e}ek;Ada\r\n\
             ORG;X-A=\"a;b:c\";{plain};LANGUAGE=sl:\u{17d}iri\r\n\
             TITLE;CHARSET=windows-1250;ENCODING=QUOTED-PRINTABLE:=8Ei=9E\r\n\
             X-MOON;{plain}:\u{17e}\r\nNICKNAME;Charset=UTF-8:\u{17e}\r\n\
             AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;{plain}:\u{17e}\r\nEND:VCARD\r\nEND:VCARD\r\n"
        )
    };
    for label in [
        "windows-1250",
        "\"windows-1250\"",
        "UTF-16",
        "unicode",
        "x-unknown",
    ] {
        let contact = contact(utf16(&file(label)));
        let person = &contact.person;
        assert_eq!(person.names[0].family_name, "\u{17d}i\u{17e}ek", "{label}");
        assert_eq!(person.organizations[0].name, "\u{17d}iri", "{label}");
        assert_eq!(person.organizations[0].title, "\u{17d}i\u{17e}", "{label}");
        let rest = String::from_utf8(contact.rest.expect("a card")).expect("UTF-8");
        let truly = file(label)
            .replace(&format!(";CHARSET={label}:"), ":")
            .replace(&format!(";CHARSET={label};LANGUAGE"), ";LANGUAGE");
        assert_eq!(rest, truly, "{label}");
    }
    // In any other file, a charset is what its line says.
    let bytes = b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1250:\x8ei\x9eek;Ada\nEND:VCARD\n";
    let person = contact(bytes.to_vec()).person;
    assert_eq!(person.names[0].family_name, "\u{17d}i\u{17e}ek");
}

/// People remove columns from a table that a program always writes.
#[test]
fn z7_a_table_of_google_has_any_of_its_columns() {
    for (header, layout) in [
        (
            "First Name,Last Name,E-mail 1 - Value",
            Some(Layout::Google),
        ),
        ("Phone 1 - Value,First Name", Some(Layout::Google)),
        ("First Name,Labels", Some(Layout::Google)),
        ("Given Name,Phone 1 - Value", Some(Layout::GoogleBefore)),
        // It may be anybody's.
        ("First Name,Last Name,Notes", None),
        ("Name,Value", None),
    ] {
        let table = Table::read(format!("{header}\r\n").as_bytes(), None);
        assert_eq!(table.ok().map(|table| table.layout()), layout, "{header}");
    }
    let file = "First Name,Last Name,E-mail 1 - Value\r\nAda,King,ada@example.com\r\n";
    let person = contact(file.as_bytes().to_vec()).person;
    assert_eq!(person.names[0].family_name, "King");
    assert_eq!(person.email_addresses[0].value, "ada@example.com");
}

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

/// Whoever has worked on a table may have removed columns that a program always writes.
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

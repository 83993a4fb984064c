//! Changes one number of a vCard. All other lines stay, also those that a contact has no field for.
//!
//! `cargo run -p people-cards --example edit_a_card`
use people_cards::{Cards, Flavour, Groups, Version, from_person, to_person};

const FILE: &[u8] = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\n\
    X-MOON:full\r\nTEL;TYPE=HOME:+44 20 7946 0018\r\nEND:VCARD\r\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for card in Cards::new(FILE) {
        let (mut person, rest) = to_person(&card?, &Groups::new());
        println!("{}", person.names[0].given_name);
        person.phone_numbers[0].value = "+44 20 7946 0999".to_owned();

        let card = from_person(
            &person,
            Some(&rest),
            Version::V3,
            Flavour::Rfc,
            &Groups::new(),
        );
        let text = String::from_utf8(card.to_bytes())?;
        print!("{text}");
        assert_eq!(
            text,
            String::from_utf8(FILE.to_vec())?.replace("7946 0018", "7946 0999")
        );
    }
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

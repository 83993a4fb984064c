//! Reads the contacts of a CSV file whose columns no program uses, by a map, and writes each as jCard.
//!
//! `cargo run -p people-cards --example read_a_table`
use people_cards::{Flavour, Groups, Map, Table, Version, from_person, to_jcard};

const FILE: &str = "Surname;Mail;Born;Team\nLovelace;ada@example.com;10.12.1815;Engine\n";
const MAP: &str =
    "Surname = names.familyName\nMail = emailAddresses.value\nBorn = birthdays.date\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let map: Map = MAP.parse()?;
    let table = Table::read(FILE.as_bytes(), Some(&map))?;
    for row in table.rows() {
        let read = row.to_person(&Groups::new());
        assert_eq!(read.person.names[0].family_name, "Lovelace");
        assert_eq!(read.unmapped, [("Team".to_owned(), "Engine".to_owned())]);

        let person = &read.person;
        let card = from_person(person, None, Version::V4, Flavour::Rfc, &Groups::new());
        println!("{}", to_jcard(&card));
    }
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

//! Two contacts are one person: what of them is united, and what somebody has to decide.
//!
//! `cargo run -p people-rules --example one_contact_of_two`
use people_model::{EmailAddress, Name, Person};
use people_rules::{Conflict, Resolution, unite, unite_with};

fn main() {
    let kept = Person::new()
        .names([Name::new().given_name("Ada").family_name("Byron")])
        .email_addresses([EmailAddress::new().value("ada@example.com")]);
    let other = Person::new()
        .names([Name::new().given_name("Ada").family_name("King")])
        .email_addresses([
            EmailAddress::new().value("Ada@example.com").r#type("home"),
            EmailAddress::new().value("ada@work.example"),
        ]);

    let united = unite(&kept, &other);
    for Conflict { ours, theirs, .. } in &united.merge.conflicts {
        println!("kept {theirs:?}, other {ours:?}");
    }
    assert_eq!(united.merge.person.email_addresses.len(), 2);

    // Somebody looked at both names.
    let united = unite_with(&kept, &other, |_| Resolution::Ours);
    assert_eq!(united.merge.person.names[0].family_name, "King");
    assert_eq!(united.excess(), None);
}

#[test]
fn it_runs() {
    main();
}

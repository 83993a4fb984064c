//! Two people edit one contact: what merges, and what is a conflict.
//!
//! `cargo run -p people-rules --example three_way_merge`
use people_model::{EmailAddress, Name, Person};
use people_rules::{Resolution, merge, merge_with};

fn main() {
    let base = Person::new()
        .names([Name::new().given_name("Ada").family_name("Byron")])
        .email_addresses([EmailAddress::new().value("ada@example.com")]);

    let mut ours = base.clone();
    ours.names[0].family_name = "King".to_owned();
    let mut theirs = base.clone();
    theirs.names[0].given_name = "Augusta Ada".to_owned();
    theirs.email_addresses[0].r#type = "home".to_owned();

    let merged = merge(&base, &ours, &theirs);
    assert!(merged.conflicts.is_empty());
    println!(
        "{} {}",
        merged.person.names[0].given_name, merged.person.names[0].family_name
    );

    // Both changed the same: somebody has to decide.
    theirs.names[0].family_name = "Lovelace".to_owned();
    for conflict in &merge(&base, &ours, &theirs).conflicts {
        println!("conflict: {conflict}");
    }
    let decided = merge_with(&base, &ours, &theirs, |_| Resolution::Theirs);
    assert_eq!(decided.person.names[0].family_name, "Lovelace");
}

#[test]
fn it_runs() {
    main();
}

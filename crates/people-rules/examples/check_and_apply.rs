//! What a server does with an update between reading the contact and storing it.
//!
//! `cargo run -p people-rules --example check_and_apply`
use people_model::{
    ContactId, FieldMask, Fingerprint, Name, Nickname, Person, PersonEtag, UpdateMask,
};
use people_rules::{Context, Contract, Update, Violation, apply, check, create, violations};

fn main() -> Result<(), Violation> {
    let (id, contract) = (ContactId::new(17).unwrap(), Contract::Observed);
    let context = Context {
        id,
        contract,
        canonical_phone: &|_| None,
        dialled_forms: &|_| Vec::new(),
    };
    let ada = Person::new()
        .names([Name::new().given_name("Ada").family_name("Byron")])
        .nicknames([Nickname::new().value("Countess")]);
    let stored = create(ada, &context)?;
    let version = Fingerprint([1; 8]);

    // Without an etag, it is not known which state the update was written for.
    let married = Person::new().names([Name::new().given_name("Ada").family_name("King")]);
    let mut update = Update {
        id,
        person: married,
        mask: UpdateMask::NAMES,
    };
    for violation in violations(&update, contract) {
        println!("{}: {violation}", violation.rule());
    }

    update.person.etag = PersonEtag::new(FieldMask::NAMES, &[2], version).to_string();
    let checked = check(update, contract)?;
    checked.verify(version, version)?; // no other writer was faster
    let updated = apply(stored, checked, &context).fields.to_person();
    println!(
        "{}, {}",
        updated.names[0].display_name, updated.nicknames[0].value
    );
    assert_eq!(updated.names[0].display_name, "Ada King");
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

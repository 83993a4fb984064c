//! What this version does not know is kept: a list that is read, changed and sent back loses nothing.
//!
//! `cargo run -p people-model --example keep_unknown`
use people_model::{EmailAddress, Person, decode};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body = br#"{"emailAddresses": {"value": "ada@example.com", "verifiedBy": "post"}, "names": [{"givenName": 7}]}"#;

    // As lenient as the API's front end: one value for a list is fine, a number for a name is not.
    let decoded = decode::<Person>(body, "person")?;
    for problem in &decoded.problems {
        println!("{}", problem.message());
    }

    let mut ada = decoded.value;
    ada.email_addresses[0].r#type = "work".to_owned();
    ada.email_addresses
        .push(EmailAddress::new().value("countess@example.com"));

    let json = serde_json::to_string_pretty(&ada.email_addresses)?;
    println!("{json}");
    assert!(json.contains("verifiedBy"));

    println!("{ada:?}"); // for a log: no contact data
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

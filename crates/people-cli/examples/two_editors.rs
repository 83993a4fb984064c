//! Two programs edit one contact at the same time, and neither loses anything.
//!
//! `cargo run -p people-cli --example two_editors`
use std::error::Error;

use people_http::Client;
use people_model::{ContactId, EmailAddress, FieldMask, Name, Person};
use people_rules::{Resolution, merge_with};
use people_server::{Dev, Front, People, Settings};
use people_store::Memory;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A server in this process, called without a socket. Any other is `.base_url("http://…").build()`.
    let server = Front::new(People::open(Memory::new(), Settings::default()).await?, Dev);
    let program = || Client::builder().token("ada").build_over(server.clone());
    let (one, other) = (program()?, program()?);

    let mut ada = Person::default();
    ada.names = vec![Name::default()];
    ada.names[0].given_name = "Ada".to_owned();
    let ada = one.create(ada).await?;
    let name = ada.resource_name.as_str();

    // Each reads, edits and writes. The second one merges.
    let marry = one.edit(name, |ada| {
        ada.only::<Name>().family_name = "Lovelace".to_owned();
    });
    let move_in = other.edit(name, |ada| {
        let mut email = EmailAddress::default();
        email.value = "ada@example.com".to_owned();
        ada.add(email);
    });
    let (married, moved) = tokio::join!(marry, move_in);
    married?;
    moved?;

    let ada = one.get(name, FieldMask::ALL).await?;
    println!(
        "{} <{}>",
        ada.names[0].display_name, ada.email_addresses[0].value
    );
    assert_eq!(ada.names[0].display_name, "Ada Lovelace");

    // Where the edit is there already, such as a form that was filled in while others wrote, the
    // same merge is done by hand.
    let mut form = ada.clone();
    form.names[0].given_name = "Augusta".to_owned();
    form.email_addresses[0].r#type = "home".to_owned();
    other
        .edit(name, |ada| ada.only::<Name>().given_name = "A.".to_owned())
        .await?;

    let latest = one.get(name, FieldMask::ALL).await?;
    let merged = merge_with(&ada, &form, &latest, |conflict| {
        println!("conflict: {conflict}");
        Resolution::Ours
    });
    let id = ContactId::parse(name).ok_or("not a contact")?;
    let update = merged.into_update(id)?.ok_or("nothing to send")?;
    let ada = one.update(update.person, update.mask).await?;
    println!(
        "{} <{}>",
        ada.names[0].display_name, ada.email_addresses[0].value
    );
    assert_eq!(ada.names[0].display_name, "Augusta Lovelace");
    assert_eq!(ada.email_addresses[0].r#type, "home");
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

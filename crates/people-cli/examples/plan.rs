//! What an edit would send, and what is wrong with it, before anything is sent.
//!
//! `cargo run -p people-cli --example plan`
use std::error::Error;

use people_http::{Client, Request};
use people_model::{Birthday, Date, Name, Person, PersonField};
use people_server::{Dev, Front, People, Settings};
use people_store::Memory;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Front::new(People::open(Memory::new(), Settings::default()).await?, Dev);
    let client = Client::builder().token("ada").build_over(server)?;

    let mut ada = Person::default();
    ada.names = vec![Name::default()];
    ada.names[0].given_name = "Ada".to_owned();
    let ada = client.create(ada).await?;

    let plan = client
        .plan(&ada.resource_name, |ada| {
            ada.only::<Name>().family_name = "Lovelace".to_owned();
            let mut date = Date::default();
            (date.year, date.month, date.day) = (1815, 2, 30);
            ada.only::<Birthday>().date = Some(date);
        })
        .await?;

    for change in &plan.diff.changes {
        println!("{change}");
    }
    if let Some(request) = &plan.request {
        println!("{} {}", request.to_http().method(), request.to_http().uri());
    }
    for violation in &plan.violations {
        println!("{}: {violation}", violation.rule());
    }
    assert!(plan.diff.mask().contains(PersonField::Birthdays));
    assert_eq!(plan.violations[0].rule(), "U14");
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

use people_http::{Client, Error};
use people_model::{EmailAddress, FieldMask, Person, UpdateMask};

async fn add_address(client: &Client, name: &str, address: &str) -> Result<Person, Error> {
    let mut person = client.get(name, FieldMask::ALL).await?;
    let address = EmailAddress::new().value(address);
    person.email_addresses.push(address);
    loop {
        let update = client.update(person.clone(), UpdateMask::EMAIL_ADDRESSES);
        match update.await {
            // Somebody was faster: send it again with the newest etag.
            Err(error) if error.is_stale() => {
                let latest = client.get(name, FieldMask::METADATA).await?;
                (person.etag, person.metadata) = (latest.etag, latest.metadata);
            }
            result => return result,
        }
    }
}

#[tokio::test]
#[ignore = "a program for another test"]
async fn adds_the_address() -> Result<(), Error> {
    let url = std::env::var("PEOPLE_URL").expect("an address");
    let client = Client::builder().base_url(url).token("ada").build()?;
    add_address(&client, "people/c17", "augusta@work.example").await?;
    let person = client.get("people/c17", FieldMask::ALL).await?;
    let mut addresses = person.email_addresses.iter();
    assert!(addresses.any(|it| it.value == "augusta@work.example"));
    Ok(())
}

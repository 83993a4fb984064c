use people_http::{Client, Error};
use people_model::{EmailAddress, Person};

pub async fn add_address(client: &Client, name: &str, address: &str) -> Result<Person, Error> {
    let address = EmailAddress::new().value(address);
    let edit = client.edit(name, |person| {
        person.add(address.clone());
    });
    edit.await
}

//! Requests as plain HTTP, for another HTTP stack, and what a server makes of them.
//!
//! `cargo run -p people-http --example without_a_client`
use people_http::{Call, ErrorBody, Query, Request, UpdateContact, route, status_of};
use people_model::{ContactId, EmailAddress, Person, UpdateMask};
use people_rules::Violation;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let person = Person::new()
        .etag("%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9")
        .email_addresses([EmailAddress::new().value("ada@example.com")]);
    let id = ContactId::new(17).ok_or("17 is an id")?;
    let update = UpdateContact::new(id, person, UpdateMask::EMAIL_ADDRESSES);

    // Any HTTP client sends this, with a token in the header `Authorization`.
    let request = update.to_http();
    println!("{} {}", request.method(), request.uri());
    println!("{}", String::from_utf8_lossy(request.body()));

    // A server reads the same from it.
    let route = route(request.method(), request.uri().path()).ok_or("no such method")?;
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let call = Call::from_http(&route, &query, request.body())?;
    assert!(matches!(call, Call::UpdateContact(read) if *read == update));

    // And answers as the API does.
    let refusal = ErrorBody::new(status_of(&Violation::NotFound));
    println!("{} {}", refusal.http_status(), refusal.status().message);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

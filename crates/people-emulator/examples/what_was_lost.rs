//! A program that erases a middle name without an error, and the finding that names it.
//!
//! `cargo run -p people-emulator --example what_was_lost`
use std::sync::Arc;

use axum::{Router, body::Body};
use http::{Request, header};
use http_body_util::BodyExt;
use people_emulator::{Emulator, Options, Watcher};
use people_server::{Dev, Front, HostCheck, People, Settings};
use people_store::Memory;
use serde_json::{Value, json};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8710";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    settings.observer = Some(Arc::new(Watcher)); // tells the emulator what each update replaces
    let people = People::open(Memory::new(), settings).await?;
    let emulator = Emulator::new(people, Options::default());
    let front = Front::new(emulator.clone(), emulator.knowing(Dev));
    let own = HostCheck::new(&format!("http://{HOST}").parse()?);
    let router = emulator.layer(front.into_router(), own);

    let ada = json!({"names": [{"givenName": "Ada", "middleName": "King", "familyName": "Byron"}]});
    let ada = call(&router, "POST", "/v1/people:createContact", &ada).await?;
    let name = ada["resourceName"].as_str().unwrap_or_default();

    // The program reads the name, and sends back only a part of it.
    let read = format!("/v1/{name}?personFields=names,metadata");
    let mut read = call(&router, "GET", &read, &Value::Null).await?;
    read["names"] = json!([{"givenName": "Ada", "familyName": "Lovelace"}]);
    let update = format!("/v1/{name}:updateContact?updatePersonFields=names");
    call(&router, "PATCH", &update, &read).await?;

    let ask = "/emulator/v1/findings?account=ada";
    let found = call(&router, "GET", ask, &Value::Null).await?;
    let finding = &found["findings"][0];
    println!("{}: {}", finding["id"], finding["text"]);
    assert_eq!(finding["id"], "MEMBER_ERASED");
    assert_eq!(finding["values"][0]["path"], "names.middleName");
    Ok(())
}

/// Makes a call that succeeds.
async fn call(
    router: &Router,
    method: &str,
    address: &str,
    body: &Value,
) -> Result<Value, Box<dyn std::error::Error>> {
    let body = match body {
        Value::Null => Body::empty(),
        body => Body::from(body.to_string()),
    };
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, "Bearer ada")
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)?;
    let reply = router.clone().oneshot(request).await?;
    let status = reply.status();
    let reply = reply.into_body().collect().await?.to_bytes();
    assert!(status.is_success(), "{}", String::from_utf8_lossy(&reply));
    Ok(serde_json::from_slice(&reply)?)
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

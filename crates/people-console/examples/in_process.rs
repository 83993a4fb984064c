//! The console in front of an emulator, without a socket: the page of an account's contacts.
//!
//! `cargo run -p people-console --example in_process`
use axum::{Router, body::Body};
use http::{Request, header};
use http_body_util::BodyExt;
use people_console::Console;
use people_emulator::{Emulator, Options};
use people_server::{Dev, Front, HostCheck, People, Settings};
use people_store::Memory;
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8710";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let people = People::open(Memory::new(), Settings::default()).await?;
    let emulator = Emulator::new(people, Options::default());
    let front = Front::new(emulator.clone(), emulator.knowing(Dev));
    let own = HostCheck::new(&format!("http://{HOST}").parse()?);
    let router = emulator.layer(front.into_router(), own.clone());
    let router = own
        .clone()
        .layer(Console::new(&emulator, own)?.layer(router));

    // A program creates a contact,
    let create = Request::post("/v1/people:createContact")
        .header(header::AUTHORIZATION, "Bearer ada")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(r#"{"names": [{"givenName": "Ada"}]}"#))?;
    send(&router, create).await?;

    // and a browser shows it.
    let page = Request::get("/console/@ada").body(Body::empty())?;
    let page = send(&router, page).await?;
    assert!(page.contains("Ada"), "{page}");
    println!("{} bytes of HTML", page.len());
    Ok(())
}

/// Sends a request to the server's own address. It succeeds.
async fn send(
    router: &Router,
    mut request: Request<Body>,
) -> Result<String, Box<dyn std::error::Error>> {
    request.headers_mut().insert(header::HOST, HOST.parse()?);
    let reply = router.clone().oneshot(request).await?;
    let status = reply.status();
    let body = reply.into_body().collect().await?.to_bytes();
    let text = String::from_utf8(body.to_vec())?;
    assert!(status.is_success(), "{status} {text}");
    Ok(text)
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

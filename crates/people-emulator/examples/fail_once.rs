//! A rule that makes one call of a program fail, to see what the program does then.
//!
//! `cargo run -p people-emulator --example fail_once`
use axum::{Router, body::Body};
use http::{Request, StatusCode, header};
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
    let router = emulator.layer(front.into_router(), own);

    let rules = r#"[{
        "match": {"account": "ada", "method": "people.people.connections.list"},
        "times": 1,
        "then": {"status": "UNAVAILABLE", "retryAfter": "2s"}
    }]"#;
    let put = Request::put("/emulator/v1/rules")
        .header(header::HOST, HOST)
        .body(Body::from(rules))?;
    assert_eq!(router.clone().oneshot(put).await?.status(), StatusCode::OK);

    assert_eq!(list(&router, "ada").await?, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(list(&router, "ada").await?, StatusCode::OK);
    assert_eq!(list(&router, "grace").await?, StatusCode::OK);
    Ok(())
}

/// What the program under test gets for a list of its contacts.
async fn list(router: &Router, account: &str) -> Result<StatusCode, Box<dyn std::error::Error>> {
    let list = Request::get("/v1/people/me/connections?personFields=names")
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, format!("Bearer {account}"))
        .body(Body::empty())?;
    let status = router.clone().oneshot(list).await?.status();
    println!("{account}: {status}");
    Ok(status)
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

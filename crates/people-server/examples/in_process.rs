//! A server as a tower service, called without a socket, as tests call it.
//!
//! `cargo run -p people-server --example in_process`
use bytes::Bytes;
use http::{Request, header::AUTHORIZATION};
use http_body_util::{BodyExt, Full};
use people_server::{Dev, Front, People, Settings};
use people_store::Memory;
use tower::ServiceExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `Dev` takes any bearer token as an account of that name.
    let server = Front::new(People::open(Memory::new(), Settings::default()).await?, Dev);

    let body = r#"{"names": [{"givenName": "Ada", "familyName": "Lovelace"}]}"#;
    let create = Request::post("/v1/people:createContact?personFields=names")
        .header(AUTHORIZATION, "Bearer ada")
        .header("content-type", "application/json")
        .body(Full::<Bytes>::from(body))?;
    let reply = server.clone().oneshot(create).await?;
    let (head, body) = reply.into_parts();
    println!(
        "{}",
        String::from_utf8_lossy(&body.collect().await?.to_bytes())
    );
    assert_eq!(head.status, 200);

    // Without a token nothing is answered.
    let list = Request::get("/v1/people/me/connections?personFields=names")
        .body(Full::<Bytes>::default())?;
    assert_eq!(server.oneshot(list).await?.status(), 401);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}

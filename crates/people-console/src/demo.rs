//! The account of the demo, with a conflict to solve.
use axum::body::Body;
use http::{Method as Verb, Request, header};
use http_body_util::BodyExt;
use people_http::{Call, GetPerson, UpdateContact};
use people_model::{ContactId, FieldMask, Person, PersonField, UpdateMask};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{answer::Refused, console::Shared, pages::accounts, visit::Visit};

/// 20 people with every field, groups, and a linked profile.
const SEED: &str = include_str!("../assets/demo.json");

/// Whose account it is.
pub(crate) const ACCOUNT: &str = "demo";

/// Whom two programs edit at the same time.
const EDITED: &str = "people/c1002";

/// Adds what the demo has and the store has not, and plays a program whose update is stale.
pub(crate) async fn load(shared: &Shared, visit: &Visit) -> Result<(), Refused> {
    let seed = shared
        .backend
        .control(Verb::POST, "/emulator/v1/seed", SEED.into());
    seed.await?;
    // The program reads,
    let path = format!("/v1/{EDITED}?personFields=metadata,names,emailAddresses,biographies");
    let mut read = send(visit, Verb::GET, &path, None).await?;
    // somebody else writes,
    edit(shared).await?;
    // and the program writes by what it read.
    read["biographies"] = json!([{"value": "Has drawn two engines, and builds one."}]);
    read["emailAddresses"] = json!([{"value": "charles@engine.example", "type": "home"}]);
    let path = format!("/v1/{EDITED}:updateContact?updatePersonFields=biographies,emailAddresses");
    send(visit, Verb::PATCH, &path, Some(read)).await?;
    Ok(())
}

/// Sends a request of a program, which goes into the journal.
async fn send(
    visit: &Visit,
    verb: Verb,
    path: &str,
    body: Option<Value>,
) -> Result<Value, Refused> {
    let host = visit.base.split_once("://").map_or("", |(_, host)| host);
    let request = Request::builder()
        .method(verb)
        .uri(path)
        .header(header::HOST, host)
        .header(header::AUTHORIZATION, format!("Bearer {ACCOUNT}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-people-test", "demo");
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request = request.body(Body::from(body));
    let request = request.map_err(|error| Refused::invalid(error.to_string()))?;
    let Ok(response) = visit.api.clone().oneshot(request).await;
    let body = response.into_body().collect().await;
    let body = body.map_err(|error| Refused::invalid(error.to_string()))?;
    Ok(serde_json::from_slice(&body.to_bytes()).unwrap_or_default())
}

/// The contact after an edit by another program.
async fn edit(shared: &Shared) -> Result<(), Refused> {
    let account = accounts::account(ACCOUNT)?;
    let mask = FieldMask::BIOGRAPHIES | FieldMask::PHONE_NUMBERS | FieldMask::METADATA;
    let get = GetPerson::new(EDITED, mask);
    let reply = shared.backend.call(&account, Call::GetPerson(get)).await?;
    let unreadable = |error: serde_json::Error| Refused::invalid(error.to_string());
    let mut person: Person = serde_json::from_slice(&reply.body).map_err(unreadable)?;
    if let Some(biography) = person.biographies.first_mut() {
        biography.value = "Has drawn an engine, and asks for money to build it.".to_owned();
    }
    if let Some(phone) = person.phone_numbers.first_mut() {
        phone.r#type = "work".to_owned();
    }
    let mask: FieldMask = [PersonField::Biographies, PersonField::PhoneNumbers]
        .into_iter()
        .collect();
    let (Ok(mask), Some(id)) = (UpdateMask::try_from(mask), ContactId::parse(EDITED)) else {
        return Err(Refused::invalid("The demo edits no contact."));
    };
    let update = UpdateContact::new(id, person, mask);
    shared
        .backend
        .call(&account, Call::UpdateContact(Box::new(update)))
        .await?;
    Ok(())
}

//! A contact's life, as HTTP, against a server that forgets it.
use std::{
    error::Error,
    io::{self, Write},
};

use bytes::Bytes;
use http::{Response, header};
use http_body_util::{BodyExt, Full};
use people_http::{CreateContact, GetPerson, Request, UpdateContact};
use people_model::{ContactId, FieldMask, Person, PersonField, UpdateMask};
use people_rules::{Sources, Update, merge};
use people_server::{Dev, Front, People, Settings};
use people_store::Memory;
use tower::ServiceExt;

use crate::Outcome;

pub(crate) async fn run() -> Outcome {
    let people = People::open(Memory::new(), Settings::default()).await?;
    let server = Front::new(people, Dev);

    say("Ada is created. The answer has her etag and what the API fills in.")?;
    let new =
        r#"{"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"month": 12, "day": 10}}]}"#;
    let create = CreateContact::new(serde_json::from_str(new)?).returning(SHOWN, Sources::DEFAULT);
    let created = call(&server, &create).await?;

    say(
        "Her family name is added. `names` is in the mask, so it is replaced whole; `birthdays` is not, so it stays.",
    )?;
    let names = r#"[{"givenName": "Ada", "familyName": "Lovelace"}]"#;
    let updated = call(&server, &update(&created, PersonField::Names, names)?).await?;

    say(
        "Someone else read her before that and writes now. Their etag is stale, so they are refused: the family name is not lost.",
    )?;
    let mut edited = created.clone();
    edited.names[0].given_name = "Augusta Ada".to_owned();
    let names = r#"[{"givenName": "Augusta Ada"}]"#;
    call(&server, &update(&created, PersonField::Names, names)?).await?;

    say(
        "They get the latest person and merge: their edit is replayed on it, member by member, and sent with the etag that came with it. `people edit` and the client do this by themselves.",
    )?;
    let get = GetPerson::new(updated.resource_name.as_str(), SHOWN);
    let latest = call(&server, &get).await?;
    let id = ContactId::parse(&latest.resource_name).ok_or("not a contact")?;
    let merged = merge(&created, &edited, &latest).into_update(id)?;
    let Update { person, mask, .. } = merged.ok_or("there is something to send")?;
    let request = UpdateContact::new(id, person, mask).returning(SHOWN, Sources::DEFAULT);
    let merged = call(&server, &request).await?;

    say("Had both changed the same member, the merge would have said so instead of choosing:")?;
    let mut other = created.clone();
    other.names[0].given_name = "A.".to_owned();
    for conflict in merge(&created, &other, &merged).conflicts {
        writeln!(io::stdout(), "conflict: {conflict}")?;
    }

    say("Two birthdays are one too many.")?;
    let birthdays = r#"[{"date": {"month": 12, "day": 10}}, {"date": {"month": 12, "day": 11}}]"#;
    call(
        &server,
        &update(&merged, PersonField::Birthdays, birthdays)?,
    )
    .await?;
    Ok(())
}

/// A server without a socket: requests go in, replies come out.
type Server = Front<People<Memory>, Dev>;

const SHOWN: FieldMask = FieldMask::NAMES.union(FieldMask::BIRTHDAYS);

/// Replaces one field of a contact, by the etag with which it was read.
fn update(
    read: &Person,
    field: PersonField,
    values: &str,
) -> Result<UpdateContact, Box<dyn Error>> {
    let body = format!(
        r#"{{"etag": "{}", "metadata": {{"sources": [{{"type": "CONTACT"}}]}}, "{}": {values}}}"#,
        read.etag,
        field.as_str(),
    );
    let id = ContactId::parse(&read.resource_name).ok_or("not a contact")?;
    let mask = UpdateMask::try_from(FieldMask::only(field))?;
    Ok(UpdateContact::new(id, serde_json::from_str(&body)?, mask)
        .returning(SHOWN, Sources::DEFAULT))
}

fn say(what: &str) -> io::Result<()> {
    writeln!(io::stdout(), "\n# {what}\n")
}

/// Makes a call and prints both sides of it.
/// Returns the person in the reply; an empty one where the reply is an error.
async fn call<R: Request>(server: &Server, request: &R) -> Result<Person, Box<dyn Error>> {
    let (mut head, body) = request.to_http().into_parts();
    head.headers
        .insert(header::AUTHORIZATION, "Bearer ada".parse()?);
    writeln!(io::stdout(), "> {} {}", head.method, head.uri)?;
    if !body.is_empty() {
        let value: serde_json::Value = serde_json::from_slice(&body)?;
        print_indented("> ", &serde_json::to_string_pretty(&value)?)?;
    }
    let request = http::Request::from_parts(head, Full::new(body));
    let response: Response<Full<Bytes>> = server.clone().oneshot(request).await?;
    writeln!(io::stdout(), "< {}", response.status())?;
    let body = response.into_body().collect().await?.to_bytes();
    print_indented("< ", &String::from_utf8_lossy(&body))?;
    Ok(serde_json::from_slice(&body)?)
}

fn print_indented(mark: &str, text: &str) -> io::Result<()> {
    text.lines()
        .try_for_each(|line| writeln!(io::stdout(), "{mark}{line}"))
}

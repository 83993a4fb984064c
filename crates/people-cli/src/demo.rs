//! A contact's life, as HTTP, against a server that forgets it.
use std::{error::Error, fmt::Write, io};

use clap::Args as ClapArgs;
use http::{Response, header};
use http_body_util::{BodyExt, Full};
use people_http::{CreateContact, GetPerson, Request, UpdateContact};
use people_model::{ContactId, FieldMask, Person, PersonField, UpdateMask};
use people_rules::{Contract, Sources, Update, merge};
use people_server::{Dev, Front, People, ResponseBody, Settings};
use people_store::Memory;
use serde_json::{Map, Value};
use tower::ServiceExt;

use crate::{
    Outcome,
    curl::Calls,
    output,
    style::{BAD, FAINT, GOOD, SENT, STRONG},
};

/// Where `people serve` listens, and where the calls go.
pub(crate) const DEFAULT_URL: &str = "http://127.0.0.1:8710";

#[derive(ClapArgs)]
pub(crate) struct Args {
    /// Print the calls as curl commands instead. Paste them into a shell while a server runs.
    #[arg(long)]
    curl: bool,
    /// With --curl: the address of the server.
    #[arg(long, requires = "curl", default_value = DEFAULT_URL)]
    url: String,
    /// With --curl: the bearer token. With `people serve --auth dev`, it is the account's name.
    #[arg(long, requires = "curl", default_value = "ada")]
    token: String,
    /// With --curl: the server's behaviour where Google's page and Google's servers disagree.
    #[arg(long, requires = "curl", default_value_t)]
    contract: Contract,
}

pub(crate) async fn run(args: Args) -> Outcome {
    if args.curl {
        let calls = Calls {
            url: &args.url,
            token: &args.token,
            contract: args.contract,
        };
        output::bytes(calls.lines()?.to_string().as_bytes())?;
        return Ok(());
    }
    let people = People::open(Memory::new(), Settings::default()).await?;
    let server = Front::new(people, Dev);

    output::coloured(format_args!("{STRONG}Ada is created.{STRONG:#}"))?;
    let new =
        r#"{"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"month": 12, "day": 10}}]}"#;
    let create = CreateContact::new(serde_json::from_str(new)?).returning(SHOWN, Sources::DEFAULT);
    let created = call(&server, &create).await?;

    say("The family name is added. The mask has `names` and not `birthdays`: birthdays stay.")?;
    let names = r#"[{"givenName": "Ada", "familyName": "Lovelace"}]"#;
    let updated = call(&server, &update(&created, PersonField::Names, names)?).await?;

    say(
        "Another program read the contact before that. Its etag is stale, so its update is refused.",
    )?;
    let mut edited = created.clone();
    edited.names[0].given_name = "Augusta Ada".to_owned();
    let names = r#"[{"givenName": "Augusta Ada"}]"#;
    call(&server, &update(&created, PersonField::Names, names)?).await?;

    say("It reads the contact again and merges, as `people edit` and the client do.")?;
    let get = GetPerson::new(updated.resource_name.as_str(), SHOWN);
    let latest = call(&server, &get).await?;
    let id = ContactId::parse(&latest.resource_name).ok_or("not a contact")?;
    let merged = merge(&created, &edited, &latest).into_update(id)?;
    let Update { person, mask, .. } = merged.ok_or("there is something to send")?;
    let request = UpdateContact::new(id, person, mask).returning(SHOWN, Sources::DEFAULT);
    let merged = call(&server, &request).await?;

    say("Both changed the same member: the merge reports a conflict and does not choose.")?;
    let mut other = created.clone();
    other.names[0].given_name = "A.".to_owned();
    for conflict in merge(&created, &other, &merged).conflicts {
        output::coloured(format_args!("{BAD}conflict: {conflict}{BAD:#}"))?;
    }

    say("A contact can have only one birthday: this update is refused.")?;
    let birthdays = r#"[{"date": {"month": 12, "day": 10}}, {"date": {"month": 12, "day": 11}}]"#;
    call(
        &server,
        &update(&merged, PersonField::Birthdays, birthdays)?,
    )
    .await?;
    output::coloured(format_args!(
        "\nNext: {SENT}people serve{SENT:#}, and {SENT}people demo --curl{SENT:#} beside it."
    ))?;
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
    output::coloured(format_args!("\n{STRONG}{what}{STRONG:#}"))
}

/// Makes a call and prints both sides of it, in short.
/// Returns the person in the reply; an empty one where the reply is an error.
async fn call<R: Request>(server: &Server, request: &R) -> Result<Person, Box<dyn Error>> {
    let mut out = String::new();
    let (mut head, body) = request.to_http().into_parts();
    head.headers
        .insert(header::AUTHORIZATION, "Bearer ada".parse()?);
    let method = &head.method;
    let uri = head.uri.to_string().replace("%2C", ",");
    let narrow = uri.len() < 70;
    let uri = if narrow {
        uri
    } else {
        uri.replace('?', "\n>   ?")
    };
    writeln!(out, "{SENT}> {method} {uri}{SENT:#}")?;
    if !body.is_empty() {
        let mut sent: Map<String, Value> = serde_json::from_slice(&body)?;
        sent.remove("resourceName");
        // Which version is replaced is one line.
        let is_version = |name: &String| matches!(&**name, "etag" | "metadata");
        let version = sent.iter().filter(|(name, _)| is_version(name));
        let version: Vec<String> = version.map(member).collect();
        let members = sent.iter().filter(|(name, _)| !is_version(name));
        let version = (!version.is_empty()).then(|| version.join("  "));
        for line in version.into_iter().chain(members.map(member)) {
            writeln!(out, "{SENT}>{SENT:#} {line}")?;
        }
    }

    let request = http::Request::from_parts(head, Full::new(body));
    let response: Response<ResponseBody> = server.clone().oneshot(request).await?;
    let status = response.status();
    let color = if status.is_success() { GOOD } else { BAD };
    write!(out, "{color}< {status}{color:#}")?;
    let body = response.into_body().collect().await?.to_bytes();
    let answer: Map<String, Value> = serde_json::from_slice(&body)?;
    match answer.get("error") {
        Some(error) => {
            let text = |member: &str| error[member].as_str().unwrap_or_default();
            writeln!(out, " {}\n<   {}", text("status"), text("message"))?;
        }
        None => {
            let etag = answer.get_key_value("etag").map(member);
            writeln!(out, "  {}", etag.unwrap_or_default())?;
            let named = |name: &String| matches!(&**name, "resourceName" | "etag");
            for line in answer.iter().filter(|(name, _)| !named(name)).map(member) {
                writeln!(out, "{color}<{color:#} {line}")?;
            }
        }
    }
    output::coloured(out.trim_end())?;
    Ok(serde_json::from_slice(&body)?)
}

fn member((name, value): (&String, &Value)) -> String {
    let value = shown(value);
    format!("{FAINT}{name}{FAINT:#} {value}")
}

/// A value without what the API adds to every entry.
fn shown(value: &Value) -> String {
    const ADDED: [&str; 4] = [
        "metadata",
        "displayName",
        "displayNameLastFirst",
        "unstructuredName",
    ];
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => {
            let entries = entries.iter().map(|entry| match entry {
                Value::Object(members) => {
                    let mut members = members.clone();
                    members.retain(|name, _| !ADDED.contains(&&**name));
                    Value::Object(members)
                }
                entry => entry.clone(),
            });
            Value::Array(entries.collect()).to_string()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

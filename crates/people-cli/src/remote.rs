use std::{
    error::Error,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use people_http::{BaseUrl, Client, GetPerson, RetryPolicy, UpdateContact};
use people_model::{ContactId, FieldMask, Person, PersonResourceName, UpdateMask};
use people_rules::{Contract, Sources, Update, update_mask, violations};
use people_server::Limits;

use crate::{
    Outcome,
    file::{in_file, text},
    name, output, report,
};

/// Where to call, and as whom.
#[derive(Args)]
pub(crate) struct Target {
    /// The address of the server.
    #[arg(
        long,
        env = "PEOPLE_URL",
        default_value = "http://127.0.0.1:8710",
        value_parser = name::url
    )]
    url: BaseUrl,
    /// The bearer token. With `people serve --auth dev`, it is the account's name.
    #[arg(
        long,
        env = "PEOPLE_TOKEN",
        default_value = "ada",
        hide_env_values = true
    )]
    token: String,
}

impl Target {
    /// The address of the server.
    pub(crate) fn url(&self) -> &str {
        self.url.as_str()
    }

    pub(crate) fn client(&self) -> Result<Client, people_http::Error> {
        self.client_for(Contract::default())
    }

    /// A client that checks by these rules before it sends.
    pub(crate) fn client_for(&self, contract: Contract) -> Result<Client, people_http::Error> {
        // A person is waiting: report an unreachable server soon.
        let mut retry = RetryPolicy::default();
        retry.attempts = 3;
        retry.first_wait = Duration::from_millis(200);
        Client::builder()
            .base_url(self.url.clone())
            .token(&self.token)
            .contract(contract)
            .retry(retry)
            .build()
    }
}

#[derive(Args)]
pub(crate) struct GetArgs {
    /// The person: `people/c…`, `people/…` or `people/me`.
    #[arg(value_parser = name::person)]
    name: PersonResourceName,
    /// The fields to print, such as `names,emailAddresses`. Default: all.
    #[arg(long, value_name = "MASK")]
    fields: Option<FieldMask>,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn get(args: GetArgs) -> Outcome {
    let request = GetPerson::new(args.name.as_str(), args.fields.unwrap_or(FieldMask::ALL));
    let person = args.target.client()?.send(request).await;
    report::print(&person.map_err(explained)?)
}

#[derive(Args)]
pub(crate) struct UpdateArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    /// The fields to replace, such as `names,birthdays`. A field that the person does not have is cleared.
    #[arg(long, value_parser = update_mask)]
    mask: UpdateMask,
    /// The person, with its etag and its contact source: a file of JSON, or `-` for standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    person: PathBuf,
    /// Send the update even if it breaks a rule, to see how the server answers.
    #[arg(long)]
    unchecked: bool,
    /// The contract to check the update by: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn update(args: UpdateArgs) -> Outcome {
    let (id, mask) = (args.name, args.mask);
    let person = person(&args.person)?;

    let update = Update { id, person, mask };
    let broken = violations(&update, args.contract);
    for violation in &broken {
        output::note(format_args!("{}: {violation}", violation.rule()));
    }
    if !broken.is_empty() && !args.unchecked {
        return Err(
            "not sent: the update breaks the rules above (use --unchecked to send it)".into(),
        );
    }
    let request =
        UpdateContact::new(id, update.person, mask).returning(FieldMask::ALL, Sources::DEFAULT);
    let person = args.target.client()?.send(request).await;
    report::print(&person.map_err(explained)?)
}

/// The person of a file, which is at most as large as the body of a request.
pub(crate) fn person(path: &Path) -> Result<Person, Box<dyn Error>> {
    let text = text(path, Limits::default().inflated_body as u64)?;
    serde_json::from_str(&text).map_err(|error| in_file(path, &error))
}

/// An error of a call, with its causes and what to do about it, if that is known.
pub(crate) fn explained(error: people_http::Error) -> Box<dyn Error> {
    let unreachable = error.is_unavailable() && error.http_status().is_none();
    let advice = if unreachable {
        "is the server running? Start one by `people serve`, or name another by --url or PEOPLE_URL"
    } else if error.is_unauthenticated() {
        "give a token of this server by --token or PEOPLE_TOKEN"
    } else if error.is_quota() {
        "wait a minute, and call again"
    } else if error.is_stale() {
        "read the contact again, or use `people edit`, which does so"
    } else {
        return error.into();
    };
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    format!("{text}; {advice}").into()
}

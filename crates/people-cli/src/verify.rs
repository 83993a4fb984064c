//! `people verify`: the rules of the API, tried against any server of it.
mod api;
mod batches;
mod bodies;
mod clean;
mod creates;
mod derived;
mod directories;
mod endpoint;
mod etags;
mod frontend;
mod groups;
mod identity;
mod lists;
mod made;
mod masks;
mod members;
mod other_contacts;
mod pace;
mod photos;
mod races;
mod report;
mod rule;
mod rules;
mod search;
mod sizes;
mod sources;
mod trial;
mod values;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args as ClapArgs;
use people_rules::Contract;

pub(crate) use self::pace::Span;
use self::{
    api::{Api, Call, Lost, Tokens},
    made::Made,
    report::{Outcome, Report},
    rule::Rule,
    rules::Chosen,
    trial::{Stop, Trial},
};
use crate::{
    access::secret, base::Base, demo::DEFAULT_URL, file::in_file, format::Format,
    interrupt::Interrupt, output,
};

/// Try the rules of docs/semantics.md against a server of the API, and report which hold.
///
/// The command creates contacts and contact groups, and removes them at the end. Use a test account of the server, not
/// one with real contacts.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// The address of the server: https, or plain http on this machine.
    #[arg(env = "PEOPLE_URL", default_value = DEFAULT_URL, value_name = "URL")]
    url: Base,
    /// The bearer token of the account. The variable and --token-file are safer: other users of the machine can see a
    /// command line. Default on this machine: ada.
    #[arg(long, env = "PEOPLE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// A file that holds the token. It takes precedence over --token.
    #[arg(long, env = "PEOPLE_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A file with a token of the same account that has only the scope contacts.readonly. Without it, the command does
    /// not try rule U12.
    #[arg(long, value_name = "FILE")]
    read_only_token_file: Option<PathBuf>,
    /// The contract to expect: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// Try only this rule, such as U6. Repeat the flag, or separate several rules by commas.
    #[arg(long = "rule", value_name = "ID", value_delimiter = ',')]
    rules: Vec<Chosen>,
    /// The time between two calls, such as 500ms or 1s. Default: 0 on this machine, else 1s.
    #[arg(long, value_name = "TIME")]
    pace: Option<Span>,
    /// How long after a write a read may still show the old state. Default: 0 on this machine, else 20s.
    #[arg(long, value_name = "TIME")]
    lag: Option<Span>,
    /// Write the results to this file as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Try nothing; remove what earlier runs left in the account.
    #[arg(long, conflicts_with_all = ["rules", "report"])]
    clean: bool,
    #[command(flatten)]
    format: Format,
}

pub(crate) async fn run(args: Args) -> crate::Outcome {
    let made = Made::default();
    let api = Arc::new(Api::new(
        args.url.clone(),
        tokens(&args)?,
        span(args.pace, &args.url, 1),
        Interrupt::watch_then({
            let made = made.clone();
            move || tell_left(&made)
        }),
    )?);
    reachable(&api, &args.url).await?;
    if args.clean {
        return clean::all(&api, args.format).await;
    }
    // Fail now if the file cannot be written: a run takes minutes, and spends quota.
    if let Some(path) = &args.report {
        fs::write(path, "").map_err(|error| in_file(path, &error))?;
    }
    let lag = span(args.lag, &args.url, 20);
    let mut trial = Trial::new(Arc::clone(&api), made.clone(), args.contract, lag);
    let mut report = Report::new(&args.url, args.contract);
    for rule in rules::chosen(&args.rules) {
        let stopped = attempt(rule, &mut trial, &mut report, args.format).await?;
        clean::made(&api, &made).await;
        if let Some(why) = stopped {
            report.cut_off(why);
            break;
        }
    }
    clean::sweep(&api, &made, trial.run()).await;
    report.left(&made);
    if let Some(path) = &args.report {
        write(path, &report, &api)?;
    }
    report.finish(args.format)
}

/// Tries a rule and prints the result. It returns why the run cannot continue, if that is so.
async fn attempt(
    rule: &'static Rule,
    trial: &mut Trial,
    report: &mut Report,
    format: Format,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let ended = rule.attempt(trial).await;
    let (untried, stopped) = match ended {
        Ok(()) => (None, None),
        Err(Stop::Untried(why)) => (Some(why), None),
        Err(Stop::Lost(why)) => (Some(why.clone()), Some(why)),
        Err(Stop::Interrupted) => {
            let why = "Ctrl-C was pressed".to_owned();
            (Some(why.clone()), Some(why))
        }
    };
    let outcome = Outcome::new(rule, trial.take_cases(), untried, trial.take_left_out());
    report.add(outcome, format)?;
    Ok(stopped)
}

/// Asks the server something simple, so that a wrong address or token is reported once and not for every rule.
async fn reachable(api: &Api, base: &Base) -> crate::Outcome {
    let first = Call::get("/v1/people/me/connections?personFields=metadata&pageSize=1");
    match api.send(&first).await {
        Ok(reply) if reply.status == 401 => {
            Err("the server refuses the token: give another by --token-file or PEOPLE_TOKEN".into())
        }
        // Such a place has no rule to be tried: each would differ.
        Ok(reply) if !reply.is_of_the_api() => Err(format!(
            "{base} is not a server of this API: GET {} answers {}",
            "/v1/people/me/connections",
            reply.outlined()
        )
        .into()),
        Ok(_) => Ok(()),
        Err(Lost::Interrupted) => Err("Ctrl-C was pressed".into()),
        Err(Lost::Unsent(why) | Lost::Unanswered(why)) => {
            Err(format!("{why}; is the server running? Start one by `people serve`").into())
        }
    }
}

fn tokens(args: &Args) -> Result<Tokens, Box<dyn std::error::Error>> {
    let own = match (&args.token_file, &args.token) {
        (Some(path), _) => secret(path)?,
        (None, Some(token)) => token.clone(),
        (None, None) if args.url.is_here() => "ada".to_owned(),
        (None, None) => {
            return Err("give a token of this server by --token-file or PEOPLE_TOKEN".into());
        }
    };
    let read_only = args.read_only_token_file.as_deref().map(secret);
    Ok(Tokens {
        own,
        read_only: read_only.transpose()?,
    })
}

fn span(given: Option<Span>, base: &Base, elsewhere: u64) -> std::time::Duration {
    match given {
        Some(span) => span.0,
        None if base.is_here() => std::time::Duration::ZERO,
        None => std::time::Duration::from_secs(elsewhere),
    }
}

fn write(path: &Path, report: &Report, api: &Api) -> crate::Outcome {
    let text = serde_json::to_string_pretty(report)?;
    fs::write(path, api.without_tokens(&text) + "\n").map_err(|error| in_file(path, &error))
}

fn tell_left(made: &Made) {
    for name in made.names() {
        output::note(format_args!("left: {name}"));
    }
    output::note("remove it by `people verify --clean`");
}

//! `people edit`: changes one contact by entry and member, and merges with the changes of others.
mod entry;
mod groups;
mod member;
mod steps;
mod which;
mod written;

use clap::{Args, ValueEnum};
use people_http::{Client, Plan};
use people_model::ContactId;
use people_rules::{Conflict, Contract, Edit, Resolution};

pub(crate) use self::{groups::Groups, steps::Steps, written::written};
use crate::{
    Outcome, name, output,
    remote::{Target, explained},
    report,
};

/// Change one contact. Everything that the edit does not name stays, also changes by others meanwhile.
///
/// --clear, --remove, --set and --add are steps, made in the order in which they are written. A step that
/// leaves an entry without content removes it.
///
/// ENTRY identifies an entry: an e-mail address, a phone number in any spelling, a street, a key. Or it
/// is the entry's place in the list as `people get` shows it: #1, #2; entries that are added come behind. If several entries match, the
/// command lists them with their numbers and sends nothing.
///
/// TEXT sets the main member of an entry, and MEMBER=TEXT after a comma sets another:
/// ada@example.com,type=work. For an address, TEXT is the whole text, or the street if city=… and so on
/// follow; for userDefined and clientData it is KEY=VALUE; for a birthday or event it is a date, such as
/// 1815-12-10, --12-10 or "10 Dec 1815". A contact group is named by its resource name, its id or its name.
#[derive(Args)]
pub(crate) struct EditArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    #[command(flatten)]
    change: Change,
    /// Shows what would be sent and which rules it breaks, and sends nothing.
    #[arg(long)]
    plan: bool,
    /// Which side wins if somebody else has changed the same meanwhile. With `fail`, nothing is sent.
    #[arg(long, value_enum, default_value_t)]
    on_conflict: OnConflict,
    /// The contract to check by: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    #[command(flatten)]
    target: Target,
}

/// How to resolve conflicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Neither: show the conflicts and fail.
    #[default]
    Fail,
    /// This edit.
    Ours,
    /// The latest state of the contact.
    Theirs,
}

impl OnConflict {
    pub(crate) fn resolution(self) -> Resolution {
        match self {
            Self::Fail => Resolution::Unresolved,
            Self::Ours => Resolution::Ours,
            Self::Theirs => Resolution::Theirs,
        }
    }
}

pub(crate) async fn edit(args: EditArgs) -> Outcome {
    let client = args.target.client_for(args.contract)?;
    let steps = args.change.steps(&client).await?;
    let change = |edit: &mut Edit| steps.apply(edit);
    if args.plan {
        let plan = client.plan(args.name, change).await;
        return show(&plan.map_err(cause)?);
    }
    let policy = |_: &Conflict| args.on_conflict.resolution();
    let edited = client.edit(args.name, change).on_conflict(policy).await;
    match edited {
        Ok(person) => report::print(&person),
        Err(error) => {
            report::conflicts(error.conflicts());
            Err(cause(error))
        }
    }
}

/// What changes: the flags that are steps.
#[derive(Args)]
pub(crate) struct Change {
    #[command(flatten)]
    steps: Steps,
}

impl Change {
    /// The steps, with the groups that they name looked up.
    pub(crate) async fn steps(&self, client: &Client) -> Result<Steps, Box<dyn std::error::Error>> {
        let mut steps = self.steps.clone();
        if steps.name_groups() {
            steps.resolve(&Groups::read(client).await.map_err(explained)?)?;
        }
        Ok(steps)
    }
}

/// What a step is wrong about says more than that the edit failed.
fn cause(error: people_http::Error) -> Box<dyn std::error::Error> {
    use std::error::Error;

    match error.source().filter(|_| error.is_edit_failed()) {
        Some(source) => source.to_string().into(),
        None => explained(error),
    }
}

/// Shows what an edit would do. It fails when the update breaks rules.
fn show(plan: &Plan) -> Outcome {
    output::line(plan)?;
    match plan.violations.is_empty() {
        true => Ok(()),
        false => Err("the update breaks the rules above and would not be sent".into()),
    }
}

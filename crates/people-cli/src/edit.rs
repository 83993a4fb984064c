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

/// Edit entries and members of a contact, and merge the edit with the changes of others.
///
/// What the edit does not name stays as it is, even if somebody else changes it at the same time.
///
/// --clear, --remove, --set and --add are steps. The command takes them in the order of the command line. It removes an
/// entry that has no content after the last step.
///
/// ENTRY says which entry you mean: an e-mail address, a phone number in any spelling, a street, a key. It can also be
/// the number of the entry in the list that `people get` shows: #1, #2. New entries come after these. If several
/// entries match, the command lists them with their numbers and sends nothing.
///
/// TEXT sets the main member of an entry. MEMBER=TEXT after a comma sets another member: ada@example.com,type=work. For
/// an address, TEXT is the whole address, or the street if members such as city=… follow. For userDefined and
/// clientData, it is KEY=VALUE. For a birthday or an event, it is a date, such as 1815-12-10, --12-10 or "10 Dec 1815".
/// For a membership, it is the resource name, the id or the name of a contact group.
#[derive(Args)]
pub(crate) struct EditArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    #[command(flatten)]
    change: Change,
    /// Show what the command would send and which rules it breaks, and send nothing.
    #[arg(long)]
    plan: bool,
    /// Which side wins if somebody else has changed the same value since the command read it. With `fail`, the command
    /// sends nothing.
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
        false => {
            Err("the update breaks the rules above, so `people edit` would not send it".into())
        }
    }
}

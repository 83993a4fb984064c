//! `people group`: the contact groups of an account, and who is in them.
use clap::{Args, Subcommand};
use people_http::{Client, DeleteContactGroup};
use people_model::{ContactGroup, ContactId, GroupType, ModifyContactGroupMembersResponse};

use crate::{
    Outcome,
    edit::Groups,
    format::{Format, json},
    name, output, progress,
    remote::{Target, explained},
    table::Table,
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the contact groups.
    List(ListArgs),
    /// Create a contact group.
    Create(CreateArgs),
    /// Rename a contact group.
    Rename(RenameArgs),
    /// Delete a contact group. Without --with-contacts, its contacts stay.
    Delete(DeleteArgs),
    /// Add contacts to a contact group.
    Add(MembersArgs),
    /// Remove contacts from a contact group. A contact that is in no other group stays in it.
    Remove(MembersArgs),
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct CreateArgs {
    /// The name of the new group.
    name: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct RenameArgs {
    /// The group: its resource name, its id or its name.
    group: String,
    /// The new name.
    name: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct DeleteArgs {
    /// The group: its resource name, its id or its name.
    group: String,
    /// Delete the contacts of the group too.
    #[arg(long)]
    with_contacts: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct MembersArgs {
    /// The group: its resource name, its id or its name.
    group: String,
    /// The contacts: `people/c…`.
    #[arg(required = true, value_name = "NAME", value_parser = name::contact)]
    contacts: Vec<ContactId>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::List(args) => list(args).await,
        Command::Create(args) => create(args).await,
        Command::Rename(args) => rename(args).await,
        Command::Delete(args) => delete(args).await,
        Command::Add(args) => add(args).await,
        Command::Remove(args) => remove(args).await,
    }
}

async fn list(args: ListArgs) -> Outcome {
    let mut pages = args.target.client()?.groups();
    let groups = progress::reading("contact groups", &mut pages).await;
    print(&groups.map_err(explained)?, args.format)
}

async fn create(args: CreateArgs) -> Outcome {
    let created = args.target.client()?.create_group(&args.name).await;
    print(&[created.map_err(explained)?], args.format)
}

async fn rename(args: RenameArgs) -> Outcome {
    let client = args.target.client()?;
    let name = named(&client, &args.group).await?;
    let group = client.group(&name).await.map_err(explained)?;
    let renamed = client.rename_group(&group, &args.name).await;
    print(&[renamed.map_err(explained)?], args.format)
}

async fn delete(args: DeleteArgs) -> Outcome {
    let client = args.target.client()?;
    let name = named(&client, &args.group).await?;
    let mut delete = DeleteContactGroup::new(&name);
    if args.with_contacts {
        delete = delete.with_contacts();
    }
    client.send(delete).await.map_err(|error| {
        let is_refused = error.http_status().is_some_and(|status| status < 500);
        let explained = explained(error);
        match is_refused {
            true => explained,
            false => format!(
                "{explained}; some of its contacts may already be removed from it: run the command again \
                 to finish"
            )
            .into(),
        }
    })?;
    if args.format.json {
        return json(&serde_json::json!({"resourceName": name, "outcome": "deleted"}));
    }
    output::note(format_args!("{name} is deleted"));
    Ok(())
}

async fn add(args: MembersArgs) -> Outcome {
    let client = args.target.client()?;
    let group = named(&client, &args.group).await?;
    let contacts = args.contacts.iter().copied();
    let added = client.add_to_group(&group, contacts).await;
    changed(&args, "added", &added.map_err(explained)?)
}

async fn remove(args: MembersArgs) -> Outcome {
    let client = args.target.client()?;
    let group = named(&client, &args.group).await?;
    let contacts = args.contacts.iter().copied();
    let removed = client.remove_from_group(&group, contacts).await;
    changed(&args, "removed", &removed.map_err(explained)?)
}

/// The resource name of the group that is meant.
async fn named(client: &Client, group: &str) -> Result<String, Box<dyn std::error::Error>> {
    // A resource name is one without looking: the service says whether there is such a group.
    if group.starts_with("contactGroups/") {
        return Ok(group.to_owned());
    }
    let groups = Groups::read(client).await.map_err(explained)?;
    Ok(groups.existing(group)?)
}

fn print(groups: &[ContactGroup], format: Format) -> Outcome {
    if format.json {
        return groups.iter().try_for_each(json);
    }
    let mut table = Table::new(["NAME", "CONTACTS", "TYPE", "RESOURCE NAME"]);
    for group in groups {
        let kind = match group.group_type {
            GroupType::SystemContactGroup => "system",
            _ => "",
        };
        table.push([
            &group.formatted_name,
            &group.member_count.to_string(),
            kind,
            &group.resource_name,
        ]);
    }
    table.print("no contact groups")
}

/// Prints in JSON what became of each contact, if that is asked for; fails if not all are `done`.
fn changed(args: &MembersArgs, done: &str, reply: &ModifyContactGroupMembersResponse) -> Outcome {
    let missing = &reply.not_found_resource_names;
    let last = &reply.can_not_remove_last_contact_group_resource_names;
    for name in args.contacts.iter().filter(|_| args.format.json) {
        let is_in = |names: &[String]| names.iter().any(|it| it == name.as_str());
        let error = match () {
            () if is_in(missing) => Some("no such contact"),
            () if is_in(last) => Some("in no other group, so not removed"),
            () => None,
        };
        let outcome = if error.is_some() { "failed" } else { done };
        let mut line = serde_json::json!({"resourceName": name, "outcome": outcome});
        if let Some(error) = error {
            line["error"] = error.into();
        }
        json(&line)?;
    }
    left_out(reply)
}

/// Fails if not all contacts could be put in or taken out: the others were.
fn left_out(reply: &ModifyContactGroupMembersResponse) -> Outcome {
    let missing = &reply.not_found_resource_names;
    let last = &reply.can_not_remove_last_contact_group_resource_names;
    let mut faults = Vec::new();
    if !missing.is_empty() {
        faults.push(format!("no such contact: {}", missing.join(", ")));
    }
    if !last.is_empty() {
        faults.push(format!(
            "in no other group, so not removed: {}; put them in another group first",
            last.join(", ")
        ));
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(format!("{}; the others are done", faults.join("; ")).into()),
    }
}

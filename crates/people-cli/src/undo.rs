//! `people undo`: takes back a merge of two contacts.
use std::error::Error;

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use people_model::{FieldMask, GroupResourceName, Membership, Person};
use people_rules::{Conflict, diff, merge_with};
use serde_json::json;

use crate::{
    Outcome,
    duplicates::{
        book::{self, Book, Where, has_photo, id},
        merges::{Merge, Merges, StateFile, Step},
    },
    edit::OnConflict,
    format::{Format, json},
    output,
    remote::explained,
    report,
    table::Table,
};

/// Undo a merge of `people duplicates --merge`, for 30 days after it.
///
/// The command restores the deleted contact, and takes what the merge changed out of the kept one. Later edits stay.
///
/// A server gives the restored contact a new resource name, which the command prints.
#[derive(Args)]
pub(crate) struct UndoArgs {
    /// The number of the merge, as `people duplicates` and --list show it. Default: the last merge. To repeat an undo
    /// that was interrupted, give its number: without one, the command may undo the merge before it.
    id: Option<u64>,
    /// List the merges that can be undone.
    #[arg(long, conflicts_with = "id")]
    list: bool,
    /// Which side wins if somebody has since changed a value that the merge changed: `ours` undoes the merge, `theirs`
    /// keeps that value. With `fail`, the command does nothing.
    #[arg(long, value_enum, default_value_t)]
    on_conflict: OnConflict,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    state: StateFile,
    #[command(flatten)]
    place: Where,
}

pub(crate) async fn run(args: UndoArgs) -> Outcome {
    let book = args.place.open().await?;
    let done = match (args.list, book.is_stored()) {
        (true, _) => list(&args, &book).await,
        (false, true) => undo_stored(&args, &book).await,
        (false, false) => undo(&args, &book).await,
    };
    book.close().await?;
    done
}

async fn list(args: &UndoArgs, book: &Book) -> Outcome {
    let unions = book.unions().await?;
    let stored = unions.iter().map(|union| {
        (
            union.id,
            union.kept.resource_name(),
            union.gone.resource_name(),
        )
    });
    let mut all: Vec<(u64, String, String)> = stored.collect();
    if !book.is_stored() {
        let merges = Merges::at(&args.state)?;
        let kept = merges.of(&book.place);
        all.extend(kept.map(|merge| (merge.id, merge.kept.clone(), merge.other.clone())));
    }
    let mut table = Table::new(["ID", "STAYED", "WENT"]);
    for (id, kept, other) in &all {
        match args.format.json {
            true => json(&json!({"undo": id, "kept": kept, "other": other}))?,
            false => table.push([&id.to_string(), kept, other]),
        }
    }
    match args.format.json {
        true => Ok(()),
        false => table.print("no merges"),
    }
}

/// On a store it is one commit, and the contact that comes back has its name.
async fn undo_stored(args: &UndoArgs, book: &Book) -> Outcome {
    let last = book.unions().await?.last().map(|union| union.id);
    let id = args.id.or(last).ok_or("the store has no merge to undo")?;
    tell(args, id);
    let union = book.divide(id, args.on_conflict.resolution()).await?;
    let union = union.ok_or("not a store")?;
    let (kept, other) = (union.kept.resource_name(), union.gone.resource_name());
    said(args.format, &kept, &other, &other)
}

/// Says which merge is taken back, if it was not named, so that it can be named in a repetition.
fn tell(args: &UndoArgs, id: u64) {
    if args.id.is_none() {
        output::note(format_args!("undoing merge {id}"));
    }
}

fn said(format: Format, kept: &str, other: &str, restored: &str) -> Outcome {
    if format.json {
        return json(&json!({"kept": kept, "other": other, "restored": restored}));
    }
    let told = match restored == other {
        true => format!("{other} and {kept} are two contacts again"),
        false => format!("{other} is back under a new name, {restored}, beside {kept}"),
    };
    Ok(output::line(told)?)
}

async fn undo(args: &UndoArgs, book: &Book) -> Outcome {
    let mut merges = Merges::at(&args.state)?;
    let mut merge = merges.find(&book.place, args.id)?.clone();
    tell(args, merge.id);
    // It may have been merged itself since, and restored.
    merge.kept = merges.current(&book.place, &merge.kept).to_owned();
    let resolution = args.on_conflict.resolution();
    let kept = book.read(&merge.kept).await?;
    if let Some(now) = &kept {
        let back = merge_with(&merge.after, &merge.before, now, |_| resolution.clone());
        let open: Vec<Conflict> = back.unresolved().cloned().collect();
        if !open.is_empty() {
            report::conflicts(&open);
            return Err(format!(
                "nothing was undone: somebody has since changed what the merge changed in {}; choose a \
                 side by --on-conflict",
                merge.kept
            )
            .into());
        }
    }
    let restored = restore(book, &mut merges, &mut merge).await?;
    match kept {
        None => output::note(format_args!("{} does not exist anymore", merge.kept)),
        Some(_) => {
            book.replay(&merge.kept, &merge.after, &merge.before, resolution)
                .await?;
            take_photo_back(book, &merge).await?;
        }
    }
    merges.undone(&mut merge, &restored)?;
    said(args.format, &merge.kept, &merge.other, &restored)
}

/// Restores the deleted contact with its photo, and returns its name. What is done already is not done again.
async fn restore(
    book: &Book,
    merges: &mut Merges,
    merge: &mut Merge,
) -> Result<String, Box<dyn Error>> {
    let name = match &merge.step {
        Step::Restored(name) => name.clone(),
        // The merge may have been cut off before it was deleted.
        _ if book.read(&merge.other).await?.is_some() => return Ok(merge.other.clone()),
        _ => {
            let name = create(book, merges, merge).await?;
            merge.step = Step::Restored(name.clone());
            merges.keep(merge)?;
            name
        }
    };
    if let Some(photo) = &merge.photo
        && let Some(now) = book.read(&name).await?
        && !has_photo(&now)
    {
        book.set_photo(&name, photo).await?;
    }
    Ok(name)
}

/// Creates the contact that went, unless it was created before this was cut off: its name.
async fn create(
    book: &Book,
    merges: &mut Merges,
    merge: &mut Merge,
) -> Result<String, Box<dyn Error>> {
    let mut person = given(&merge.gone);
    leave_deleted_groups(book, &mut person).await?;
    let contacts = book.client.list(book::all()).all().await;
    let contacts = contacts.map_err(explained)?.into_iter();
    let equal = contacts.filter(|contact| diff(&person, &given(contact)).is_empty());
    let mut names: Vec<String> = equal.map(|contact| contact.resource_name).collect();
    if let Step::Restoring(before) = &merge.step {
        names.retain(|name| !before.contains(name));
        if let Some(name) = names.pop() {
            return Ok(name);
        }
    } else {
        merge.step = Step::Restoring(names);
        merges.keep(merge)?;
    }
    let created = book.client.create(person).await.map_err(explained)?;
    Ok(created.resource_name)
}

/// The values of a contact without those that the server adds.
fn given(contact: &Person) -> Person {
    let mut person = Person::default();
    for field in FieldMask::UPDATABLE.iter() {
        person.copy_field(contact, field);
        person.strip_output_only(field);
    }
    person
}

/// Groups that were deleted since are gone for this contact too.
async fn leave_deleted_groups(book: &Book, person: &mut Person) -> Outcome {
    let of = |membership: &Membership| {
        let group = membership.contact_group_membership.as_ref()?;
        GroupResourceName::parse(&group.contact_group_resource_name)?.user_id()
    };
    if person.memberships.iter().all(|it| of(it).is_none()) {
        return Ok(());
    }
    let groups = book.client.groups().all().await.map_err(explained)?;
    let groups = groups.iter().map(|group| &*group.resource_name);
    let left: Vec<u64> = groups
        .filter_map(|name| GroupResourceName::parse(name)?.user_id())
        .collect();
    person
        .memberships
        .retain(|it| of(it).is_none_or(|id| left.contains(&id)));
    Ok(())
}

/// Removes the photo that the merge set, unless another one was set since then.
async fn take_photo_back(book: &Book, merge: &Merge) -> Outcome {
    let Some(photo) = merge.photo.as_ref().filter(|_| merge.took_photo) else {
        return Ok(());
    };
    let kept = id(&merge.kept)?;
    let now = book.client.photo(kept).await.map_err(explained)?;
    match now.is_some_and(|now| STANDARD.encode(now) == *photo) {
        true => book
            .client
            .delete_photo(kept)
            .await
            .map(drop)
            .map_err(explained),
        false => Ok(()),
    }
}

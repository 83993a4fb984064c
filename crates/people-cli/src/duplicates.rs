//! `people duplicates`: contacts that are one person, and one contact made of them.
mod ask;
pub(crate) mod book;
pub(crate) mod merges;

use clap::{Args, ValueEnum};
use people_model::{FieldMask, Person};
use people_rules::{Duplicates, Found, Group, Pair, Verdict, unite};
use serde_json::json;

use self::{
    ask::{Answer, Questions},
    book::{Book, Where},
    merges::{Merge, Merges, StateFile},
};
use crate::{
    Outcome,
    format::{Format, json},
    output, person, progress,
    remote::explained,
    table::Table,
};

/// Find contacts of the same person, or merge them with --merge.
///
/// The command says for each group why its contacts may be the same person. Contacts are *same* if they share a rare
/// e-mail address, phone number or id, and their names agree. They are *perhaps* the same if you should check them.
/// Without --merge, the command changes nothing. `people undo` undoes a merge, for 30 days.
#[derive(Args)]
#[command(
    after_long_help = "Example:\n\n    people duplicates\n    people duplicates --merge\n    people duplicates --account ada --merge --yes"
)]
pub(crate) struct DuplicatesArgs {
    /// Ask for each group whether to merge it, and which value to keep where the contacts differ; show the result.
    /// Interrupted merges are finished first.
    #[arg(long)]
    merge: bool,
    /// With --merge: merge the groups that are *same* and have no conflict, and ask nothing.
    #[arg(long, requires = "merge")]
    yes: bool,
    /// Leave out the groups that are *perhaps* the same.
    #[arg(long)]
    same: bool,
    /// With --merge: which contact's value to keep where the contacts differ.
    #[arg(long, value_enum, default_value_t, requires = "merge")]
    on_conflict: Wins,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    state: StateFile,
    #[command(flatten)]
    place: Where,
}

/// Whose values stay where those of two contacts differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wins {
    /// Ask for each conflict; with --yes, do not merge contacts with a conflict.
    #[default]
    Ask,
    /// The contact that stays.
    Kept,
    /// The contact that is deleted.
    Other,
}

pub(crate) async fn run(args: DuplicatesArgs) -> Outcome {
    let book = args.place.open().await?;
    let done = find(&args, &book).await;
    book.close().await?;
    done
}

async fn find(args: &DuplicatesArgs, book: &Book) -> Outcome {
    let mut merges = match book.is_stored() {
        true => Merges::nowhere(),
        false => Merges::at(&args.state)?,
    };
    if args.merge {
        finish(book, &mut merges).await?;
    }
    let mut pages = book.client.list(book::all());
    let contacts = progress::reading("contacts", &mut pages).await;
    let mut contacts = contacts.map_err(explained)?;
    let mut found = Duplicates::of(&contacts);
    if args.same {
        found.pairs.retain(|pair| pair.verdict == Verdict::Same);
        found.groups.retain(|group| group.verdict == Verdict::Same);
    }
    if !args.merge {
        return show(&contacts, &found, args.format);
    }
    let mut questions = Questions::new(args.yes, args.on_conflict);
    let mut merged = 0;
    for group in &found.groups {
        let pair = |at: &[usize]| {
            found
                .pairs
                .iter()
                .find(|pair| at.contains(&pair.contacts[0]) && at.contains(&pair.contacts[1]))
        };
        match one_of(
            book,
            &mut merges,
            &mut contacts,
            group,
            pair(&group.contacts),
            &mut questions,
            args.format,
        )
        .await?
        {
            Answer::Yes(count) => merged += count,
            Answer::No => {}
            Answer::End => break,
        }
    }
    if !args.format.json {
        output::note(match merged {
            0 => "nothing was merged".to_owned(),
            1 => "1 contact was merged into another; `people undo` undoes it".to_owned(),
            more => format!(
                "{more} contacts were merged into others; `people undo` undoes the last merge"
            ),
        });
    }
    Ok(())
}

/// Makes one contact of a group.
async fn one_of(
    book: &Book,
    merges: &mut Merges,
    contacts: &mut [Person],
    group: &Group,
    pair: Option<&Pair>,
    questions: &mut Questions,
    format: Format,
) -> Result<Answer, Box<dyn std::error::Error>> {
    // Those that an earlier group has taken are gone.
    let mut left: Vec<usize> = group.contacts.clone();
    left.retain(|&at| !contacts[at].resource_name.is_empty());
    // The contact that says most stays.
    let says = |person: &Person| -> usize {
        let fields = FieldMask::UPDATABLE.iter();
        fields.map(|field| person.field_len(field)).sum()
    };
    left.sort_by_key(|&at| (std::cmp::Reverse(says(&contacts[at])), at));
    let [kept, others @ ..] = &left[..] else {
        return Ok(Answer::No);
    };
    let mut merged = 0;
    for other in others {
        let (before, gone) = (contacts[*kept].clone(), contacts[*other].clone());
        let after = match questions.ask(&before, &gone, group.verdict, pair)? {
            ask::Decided::Merge(after) => *after,
            ask::Decided::Skip => continue,
            ask::Decided::End => return Ok(Answer::End),
        };
        let merge = merges.begin(&book.place, before, gone, after);
        let (person, id) = book.merge(merges, merge.clone()).await?;
        contacts[*kept] = person;
        contacts[*other] = Person::default();
        merged += 1;
        let Merge { kept, other, .. } = &merge;
        match format.json {
            true => json(&json!({"merged": {"kept": kept, "other": other, "undo": id}}))?,
            false => output::line(format_args!(
                "merged {other} into {kept}; `people undo {id}` undoes it"
            ))?,
        }
    }
    Ok(Answer::Yes(merged))
}

/// Finishes the merges that were cut off.
async fn finish(book: &Book, merges: &mut Merges) -> Outcome {
    for merge in merges.begun(&book.place) {
        output::note(format_args!(
            "finishing the merge of {} into {}, which was interrupted",
            merge.other, merge.kept
        ));
        if !book.finish(merges, merge).await? {
            output::note("one of the two contacts has changed since then; they are compared again");
        }
    }
    Ok(())
}

fn show(contacts: &[Person], found: &Found, format: Format) -> Outcome {
    let name = |at: usize| &*contacts[at].resource_name;
    let texts = |all: &[String]| all.join(", ");
    if format.json {
        for pair in &found.pairs {
            let reasons: Vec<String> = pair.reasons.iter().map(ToString::to_string).collect();
            let against: Vec<String> = pair
                .contradictions
                .iter()
                .map(ToString::to_string)
                .collect();
            json(&json!({
                "verdict": pair.verdict.to_string(),
                "contacts": pair.contacts.map(name),
                "reasons": reasons,
                "contradictions": against,
            }))?;
        }
        for group in found.groups.iter().filter(|group| group.contacts.len() > 2) {
            let contacts: Vec<&str> = group.contacts.iter().map(|&at| name(at)).collect();
            json(&json!({"verdict": group.verdict.to_string(), "group": contacts}))?;
        }
        return Ok(());
    }
    let mut table = Table::new([
        "VERDICT",
        "CONTACT",
        "RESOURCE NAME",
        "AND",
        "RESOURCE NAME",
        "WHY",
    ]);
    for pair in &found.pairs {
        let [one, other] = pair.contacts;
        table.push([
            &pair.verdict.to_string(),
            person::name(&contacts[one]),
            name(one),
            person::name(&contacts[other]),
            name(other),
            &texts(&why(pair)),
        ]);
    }
    table.print("no duplicates")?;
    for group in found.groups.iter().filter(|group| group.contacts.len() > 2) {
        let contacts: Vec<String> = group
            .contacts
            .iter()
            .map(|&at| name(at).to_owned())
            .collect();
        output::line(format_args!("{}: {}", group.verdict, texts(&contacts)))?;
    }
    Ok(())
}

/// What speaks for a pair and against it.
fn why(pair: &Pair) -> Vec<String> {
    let reasons = pair.reasons.iter().map(ToString::to_string);
    let against = pair.contradictions.iter();
    reasons
        .chain(against.map(|it| format!("but {it}")))
        .collect()
}

/// Whether one contact made of the two would be too large, in words.
fn excess(kept: &Person, other: &Person) -> Option<String> {
    unite(kept, other).excess().map(|excess| excess.to_string())
}

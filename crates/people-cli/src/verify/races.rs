//! Writers at the same time (U13, U19).
use serde_json::{Value, json};

use super::{
    api::Reply,
    rule::Rule,
    trial::{PRECONDITION, Trial, Tried, each, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "U13",
        "Mutations of one user are applied one at a time",
        |trial| Box::pin(u13(trial)),
    ),
    Rule::new(
        "U19",
        "Of updates that race with one etag, one succeeds",
        |trial| Box::pin(u19(trial)),
    ),
];

/// Several writers read, change and write one contact until each has added its value.
async fn u13(trial: &mut Trial) -> Tried {
    let mut waiting: Vec<String> = (1..=4).map(|number| format!("Writer {number}")).collect();
    let person = trial
        .contact(json!({"nicknames": [{"value": "Before"}]}))
        .await?;
    for _ in 0..4 {
        let read = trial.read(&person, "nicknames").await?;
        let values = each(&read, "nicknames", "value");
        let calls = waiting.iter().map(|value| {
            let mut all: Vec<Value> = values.as_array().cloned().unwrap_or_default();
            all.push(json!(value));
            let all: Vec<Value> = all
                .into_iter()
                .map(|value| json!({"value": value}))
                .collect();
            update(&read, "nicknames", json!({"nicknames": all}))
        });
        let replies = trial.race(calls.collect()).await?;
        let won: Vec<bool> = replies.iter().map(|reply| reply.status == 200).collect();
        let count = won.iter().filter(|won| **won).count();
        trial.same(&format!("one of {} writers is first", won.len()), 1, count);
        let mut won = won.into_iter();
        waiting.retain(|_| won.next() != Some(true));
        if waiting.is_empty() {
            break;
        }
    }
    let after = trial.read(&person, "nicknames").await?;
    let mut all: Vec<String> = each(&after, "nicknames", "value")
        .as_array()
        .into_iter()
        .flatten()
        .map(super::api::text)
        .collect();
    all.sort();
    trial.same(
        "all edits are there",
        json!(["Before", "Writer 1", "Writer 2", "Writer 3", "Writer 4"]),
        json!(all),
    );
    Ok(())
}

async fn u19(trial: &mut Trial) -> Tried {
    const WRITERS: usize = 8;

    let person = trial.any_contact().await?;
    let value = |number: usize| format!("Writer {number}");
    let calls = (0..WRITERS).map(|number| {
        update(
            &person,
            "nicknames",
            json!({"nicknames": [{"value": value(number)}]}),
        )
    });
    let replies = trial.race(calls.collect()).await?;
    let winners: Vec<usize> = (0..WRITERS)
        .filter(|at| replies[*at].status == 200)
        .collect();
    trial.same("one succeeds", 1, winners.len());
    let is_stale =
        |reply: &&Reply| reply.status == PRECONDITION.0 && reply.error_status() == PRECONDITION.1;
    let stale = replies.iter().filter(is_stale).count();
    let other = replies
        .iter()
        .find(|reply| reply.status != 200 && !is_stale(reply));
    let got = other.map_or_else(|| stale.to_string(), Reply::to_string);
    trial.so(
        "the others are 400 FAILED_PRECONDITION",
        "7",
        stale == WRITERS - 1,
        got,
    );
    let after = trial.read(&person, "nicknames").await?;
    let expected: Vec<String> = winners.into_iter().map(value).collect();
    trial.same(
        "the contact is what the winner made it",
        json!(expected),
        each(&after, "nicknames", "value"),
    );
    Ok(())
}

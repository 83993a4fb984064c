//! Lists, pages and changes (L1, L2, P1, P2, Y1, Y2).
use serde_json::{Value, json};

use super::{
    api::{Call, Reply, text},
    rule::Rule,
    trial::{INVALID, INVALID_TEXT, Stop, Trial, Tried, each, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("L1", "A page has as many entries as it may", |trial| {
        Box::pin(l1(trial))
    }),
    Rule::new("L2", "A list is in the order that was asked for", |trial| {
        Box::pin(l2(trial))
    }),
    Rule::new("P1", "A page token is opaque and authenticated", |trial| {
        Box::pin(p1(trial))
    }),
    Rule::new(
        "P2",
        "A page is asked for by the parameters of the first",
        |trial| Box::pin(p2(trial)),
    ),
    Rule::new(
        "Y1",
        "A list by a sync token has what changed since",
        |trial| Box::pin(y1(trial)),
    ),
    Rule::new("Y2", "A list of changes has deleted contacts", |trial| {
        Box::pin(y2(trial))
    }),
];

fn list() -> Call {
    Call::get("/v1/people/me/connections").query("personFields", "nicknames")
}

fn count(reply: &Reply) -> usize {
    reply.at("/connections").as_array().map_or(0, Vec::len)
}

async fn l1(trial: &mut Trial) -> Tried {
    trial.any_contact().await?;
    trial.any_contact().await?;
    let reply = trial
        .until(list().query("pageSize", "1"), |reply| count(reply) == 1)
        .await?;
    trial.same("a page of one", 1, count(&reply));
    trial.so(
        "a token for the rest",
        "nextPageToken",
        reply.at("/nextPageToken").is_string(),
        &reply,
    );
    let reply = trial.send(list().query("pageSize", "5000")).await?;
    trial.accepted("a larger number counts as 1000", &reply);
    trial.so(
        "at most 1000 entries",
        "1000 at most",
        count(&reply) <= 1000,
        count(&reply),
    );
    let reply = trial.send(list()).await?;
    trial.so(
        "100 entries unless it says more",
        "100 at most",
        count(&reply) <= 100,
        count(&reply),
    );
    let reply = trial.send(list().query("pageSize", "-1")).await?;
    trial.accepted("a negative number counts as unset", &reply);
    Ok(())
}

/// All pages of a list, up to a number that an account of somebody does not reach easily.
async fn all(trial: &mut Trial, first: Call) -> Result<(Vec<Value>, Reply), Stop> {
    const PAGES: usize = 30;

    let (mut entries, mut call) = (Vec::new(), first.clone());
    for _ in 0..PAGES {
        let reply = trial.send(call).await?;
        if reply.status != 200 {
            return Err(Stop::Untried(format!("{first} is {reply}")));
        }
        entries.extend(
            reply
                .at("/connections")
                .as_array()
                .cloned()
                .unwrap_or_default(),
        );
        match reply.at("/nextPageToken").as_str() {
            Some(token) => call = first.clone().query("pageToken", token),
            None => return Ok((entries, reply)),
        }
    }
    Err(Stop::Untried(
        "the account has too many contacts: use a test account".to_owned(),
    ))
}

/// The nicknames of the contacts of this rule, in the order of the list.
fn ours(entries: &[Value], people: &[&Value]) -> Value {
    let is_ours = |entry: &&Value| people.iter().any(|person| name(person) == name(entry));
    entries
        .iter()
        .filter(is_ours)
        .map(|entry| entry["nicknames"][0]["value"].clone())
        .collect()
}

async fn l2(trial: &mut Trial) -> Tried {
    let reply = trial
        .send(Call::get("/v1/people/c1/connections?personFields=names"))
        .await?;
    trial.refused("a list of somebody else", INVALID, None, &reply);
    let mut people = Vec::new();
    for (given, family, nickname) in [
        ("Zoe", "Adams", "Z"),
        ("Émile", "Moss", "E"),
        ("Eva", "Young", "V"),
        ("Adam", "Zorn", "A"),
    ] {
        let fields = json!({"names": [{"givenName": given, "familyName": family}], "nicknames": [{"value": nickname}]});
        people.push(trial.contact(fields).await?);
    }
    let people: Vec<&Value> = people.iter().collect();
    // The first becomes the last one that changed.
    trial
        .ok(update(
            people[0],
            "nicknames",
            json!({"nicknames": [{"value": "Z"}]}),
        ))
        .await?;
    for (case, order, expected) in [
        (
            "by last change, oldest first, unless it says otherwise",
            "",
            json!(["E", "V", "A", "Z"]),
        ),
        (
            "by last change, latest first",
            "LAST_MODIFIED_DESCENDING",
            json!(["Z", "A", "V", "E"]),
        ),
        (
            "by first name",
            "FIRST_NAME_ASCENDING",
            json!(["A", "E", "V", "Z"]),
        ),
        (
            "by last name",
            "LAST_NAME_ASCENDING",
            json!(["Z", "E", "V", "A"]),
        ),
    ] {
        let call = list().query("pageSize", "1000");
        let call = if order.is_empty() {
            call
        } else {
            call.query("sortOrder", order)
        };
        let (entries, _) = all(trial, call).await?;
        trial.same(case, expected, ours(&entries, &people));
    }
    Ok(())
}

async fn p1(trial: &mut Trial) -> Tried {
    let (one, other) = (trial.any_contact().await?, trial.any_contact().await?);
    let page = |token: &str| {
        let call = list()
            .query("pageSize", "1")
            .query("sortOrder", "LAST_MODIFIED_DESCENDING");
        if token.is_empty() {
            call
        } else {
            call.query("pageToken", token)
        }
    };
    let first = trial
        .until(page(""), |reply| {
            reply.at("/connections/0/resourceName") == name(&other)
        })
        .await?;
    let token = text(&first.at("/nextPageToken"));
    let second = trial.send(page(&token)).await?;
    trial.accepted("the next page", &second);
    let got = json!([
        first.at("/connections/0/resourceName"),
        second.at("/connections/0/resourceName")
    ]);
    trial.same(
        "it goes on where the first ended",
        json!([name(&other), name(&one)]),
        got,
    );
    let reply = trial.send(page("people")).await?;
    trial.refused("a token that never was", INVALID, INVALID_TEXT, &reply);
    let reply = trial.send(page(&forged(&token))).await?;
    trial.refused("a token with another letter", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

/// The same with another letter in the middle.
fn forged(token: &str) -> String {
    let middle = token.len() / 2;
    token
        .char_indices()
        .map(|(at, c)| match (at == middle, c) {
            (true, 'A') => 'B',
            (true, _) => 'A',
            (false, c) => c,
        })
        .collect()
}

async fn p2(trial: &mut Trial) -> Tried {
    trial.any_contact().await?;
    trial.any_contact().await?;
    let first = trial
        .until(list().query("pageSize", "1"), |reply| {
            reply.at("/nextPageToken").is_string()
        })
        .await?;
    let token = text(&first.at("/nextPageToken"));
    let next = |mask: &str| {
        Call::get("/v1/people/me/connections")
            .query("personFields", mask)
            .query("pageToken", &token)
    };
    let reply = trial.send(next("nicknames").query("pageSize", "2")).await?;
    trial.accepted("another pageSize", &reply);
    let reply = trial.send(next("names").query("pageSize", "1")).await?;
    trial.refused("other fields", INVALID, INVALID_TEXT, &reply);
    let other = next("nicknames")
        .query("pageSize", "1")
        .query("sortOrder", "FIRST_NAME_ASCENDING");
    let reply = trial.send(other).await?;
    trial.refused("another order", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

/// The sync token of a full list.
async fn synced(trial: &mut Trial) -> Result<String, Stop> {
    let (_, last) = all(
        trial,
        list()
            .query("pageSize", "1000")
            .query("requestSyncToken", "true"),
    )
    .await?;
    match last.at("/nextSyncToken") {
        Value::String(token) => Ok(token),
        _ => Err(Stop::Untried(
            "the last page of a list has no nextSyncToken".to_owned(),
        )),
    }
}

fn changes(token: &str) -> Call {
    list()
        .query("pageSize", "1000")
        .query("requestSyncToken", "true")
        .query("syncToken", token)
}

async fn y1(trial: &mut Trial) -> Tried {
    let (changed, same) = (trial.any_contact().await?, trial.any_contact().await?);
    let (_, last) = all(trial, list().query("pageSize", "1000")).await?;
    trial.same(
        "no sync token unless it is asked for",
        Value::Null,
        last.at("/nextSyncToken"),
    );
    let (_, last) = all(
        trial,
        list()
            .query("pageSize", "1000")
            .query("requestSyncToken", "true"),
    )
    .await?;
    let token = text(&last.at("/nextSyncToken"));
    trial.so(
        "one on the last page",
        "nextSyncToken",
        !token.is_empty(),
        &last,
    );
    trial
        .ok(update(
            &changed,
            "nicknames",
            json!({"nicknames": [{"value": "After"}]}),
        ))
        .await?;
    let has = |reply: &Reply, person: &Value| {
        let entries = reply.at("/connections");
        entries
            .as_array()
            .into_iter()
            .flatten()
            .any(|entry| name(entry) == name(person))
    };
    let reply = trial
        .until(changes(&token), |reply| has(reply, &changed))
        .await?;
    trial.accepted("a list of changes", &reply);
    trial.same("it has a contact that changed", true, has(&reply, &changed));
    trial.same("and none that did not", false, has(&reply, &same));
    let next = text(&reply.at("/nextSyncToken"));
    trial.so(
        "and a token for the next",
        "nextSyncToken",
        !next.is_empty(),
        &next,
    );
    let reply = trial.send(changes(&next)).await?;
    trial.same("the next has no change", false, has(&reply, &changed));
    let reply = trial.send(changes("people")).await?;
    trial.refused("a token that never was", INVALID, INVALID_TEXT, &reply);
    let descending = list()
        .query("requestSyncToken", "true")
        .query("sortOrder", "LAST_MODIFIED_DESCENDING");
    let reply = trial.send(descending).await?;
    trial.refused("another order than the default", INVALID, None, &reply);
    Ok(())
}

async fn y2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let token = synced(trial).await?;
    trial.delete(&person).await?;
    let find = |reply: &Reply| {
        let entries = reply.at("/connections");
        entries
            .as_array()
            .into_iter()
            .flatten()
            .find(|entry| name(entry) == name(&person))
            .cloned()
    };
    let reply = trial
        .until(changes(&token), |reply| find(reply).is_some())
        .await?;
    let entry = find(&reply).unwrap_or_default();
    trial.same(
        "it is listed as deleted",
        true,
        entry["metadata"]["deleted"].clone(),
    );
    trial.same(
        "with the time 0",
        json!(["1970-01-01T00:00:00Z"]),
        each(&entry["metadata"], "sources", "updateTime"),
    );
    trial.same(
        "and without its fields",
        Value::Null,
        entry["nicknames"].clone(),
    );
    Ok(())
}

//! Searches (K1 to K5). No other contact has the words of a run.
use serde_json::{Value, json};

use super::{
    api::{Call, Reply},
    rule::Rule,
    trial::{INVALID, Stop, Trial, Tried, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "K1",
        "A search answers the contacts that it finds",
        |trial| Box::pin(k1(trial)),
    ),
    Rule::new("K2", "A query finds phrases that begin with it", |trial| {
        Box::pin(k2(trial))
    }),
    Rule::new("K3", "A phone number is found in every form", |trial| {
        Box::pin(k3(trial))
    }),
    Rule::new("K4", "Case and accents do not count", |trial| {
        Box::pin(k4(trial))
    }),
    Rule::new(
        "K5",
        "Results come in the order of their phrases",
        |trial| Box::pin(k5(trial)),
    ),
];

fn search(query: &str) -> Call {
    Call::get("/v1/people:searchContacts")
        .query("query", query)
        .query("readMask", "names,metadata")
}

fn count(reply: &Reply) -> usize {
    reply.at("/results").as_array().map_or(0, Vec::len)
}

/// The people that a query finds. `sure` is a name that it must find: a search may lag behind a write.
async fn found(trial: &mut Trial, query: &str, sure: usize) -> Result<Vec<String>, Stop> {
    // A server may need a first search to fill its cache.
    trial.send(search("")).await?;
    let reply = trial
        .until(search(query), |reply| count(reply) == sure)
        .await?;
    let results = reply.at("/results");
    Ok(results
        .as_array()
        .into_iter()
        .flatten()
        .map(|result| name(&result["person"]))
        .collect())
}

/// Whether each query finds the contact, or does not.
async fn queries(trial: &mut Trial, person: &Value, cases: &[(&str, String, bool)]) -> Tried {
    for (case, query, expected) in cases {
        let names = found(trial, query, usize::from(*expected)).await?;
        let expected = if *expected {
            json!([name(person)])
        } else {
            json!([])
        };
        trial.same(&format!("{case}: {query}"), expected, json!(names));
    }
    Ok(())
}

async fn k1(trial: &mut Trial) -> Tried {
    let word = format!("{}kone", trial.run());
    let mut people = Vec::new();
    for _ in 0..12 {
        people.push(
            trial
                .contact(json!({"names": [{"givenName": word}]}))
                .await?,
        );
    }
    trial.send(search("")).await?;
    let reply = trial
        .until(search(&word), |reply| count(reply) == 10)
        .await?;
    trial.accepted("a search", &reply);
    trial.same("10 contacts unless it says more", 10, count(&reply));
    let reply = trial
        .until(search(&word).query("pageSize", "12"), |reply| {
            count(reply) == 12
        })
        .await?;
    trial.same("as many as it says", 12, count(&reply));
    let reply = trial.send(search(&word).query("pageSize", "1000")).await?;
    trial.same("a larger number than 30 counts as 30", 12, count(&reply));
    for (case, call) in [
        ("an empty query", search("")),
        (
            "no query",
            Call::get("/v1/people:searchContacts").query("readMask", "names"),
        ),
        (
            "a query that nothing begins with",
            search(&format!("{word}x")),
        ),
    ] {
        let reply = trial.send(call).await?;
        trial.same(case, json!({}), reply.json);
    }
    let reply = trial
        .send(Call::get("/v1/people:searchContacts").query("query", &word))
        .await?;
    trial.refused("without a readMask", INVALID, None, &reply);
    trial.delete(&people[0]).await?;
    let all = search(&word).query("pageSize", "30");
    let reply = trial.until(all, |reply| count(reply) == 11).await?;
    trial.same("a contact that was deleted is not found", 11, count(&reply));
    Ok(())
}

async fn k2(trial: &mut Trial) -> Tried {
    let word = format!("{}ktwo", trial.run());
    let person = trial
        .contact(json!({
            "names": [{"givenName": format!("Foo {word}"), "familyName": "Name"}],
            "nicknames": [{"value": format!("nick{word}")}],
            "emailAddresses": [{"value": format!("mail{word}@example.com")}],
            "organizations": [{"name": format!("firm{word}"), "title": format!("title{word}")}],
            "biographies": [{"value": format!("note{word}")}],
        }))
        .await?;
    let inside = word[1..].to_owned();
    queries(
        trial,
        &person,
        &[
            ("a word of a name", word.clone(), true),
            ("its beginning", word[..word.len() - 1].to_owned(), true),
            ("two words", format!("{word} name"), true),
            ("a nickname", format!("nick{word}"), true),
            ("an e-mail address", format!("mail{word}@example.com"), true),
            ("a firm", format!("firm{word}"), true),
            ("within a word nothing begins", inside, false),
            ("notes are not searched", format!("note{word}"), false),
        ],
    )
    .await?;
    let read = trial.read(&person, "names").await?;
    trial
        .ok(update(
            &read,
            "names",
            json!({"names": [{"givenName": format!("new{word}")}]}),
        ))
        .await?;
    queries(
        trial,
        &person,
        &[
            ("the name that it has", format!("new{word}"), true),
            ("the name that it had", word, false),
        ],
    )
    .await
}

async fn k3(trial: &mut Trial) -> Tried {
    // A number of this run, in a range for examples.
    let digits: u64 = trial
        .run()
        .bytes()
        .fold(0, |sum, byte| (sum * 31 + u64::from(byte)) % 1000);
    let national = format!("7946 0{digits:03}");
    let person = trial
        .contact(json!({"phoneNumbers": [{"value": format!("+44 20 {national}")}]}))
        .await?;
    let finds = |names: &[String]| names.contains(&name(&person));
    for (case, query) in [
        ("the international form", format!("+44 20 {national}")),
        (
            "without blanks",
            format!("+4420{}", national.replace(' ', "")),
        ),
        ("with 00", format!("004420{}", national.replace(' ', ""))),
        (
            "without a sign",
            format!("4420{}", national.replace(' ', "")),
        ),
        (
            "as it is dialled within the country",
            format!("020 {national}"),
        ),
        ("without the 0", format!("20 {national}")),
        ("with brackets", format!("(020) {national}")),
    ] {
        let names = found(trial, &query, 1).await?;
        trial.so(
            &format!("{case}: {query}"),
            "it is found",
            finds(&names),
            names.len(),
        );
    }
    let names = found(trial, &format!("+31 20 {national}"), 0).await?;
    trial.same("another country", json!([]), json!(names));
    Ok(())
}

async fn k4(trial: &mut Trial) -> Tried {
    let word = format!("{}kfour", trial.run());
    let person = trial.contact(json!({"names": [{"givenName": format!("Zoë{word}")}], "nicknames": [{"value": format!("50% {word}")}]})).await?;
    queries(
        trial,
        &person,
        &[
            ("without the accent", format!("zoe{word}"), true),
            ("in capitals", format!("ZOE{}", word.to_uppercase()), true),
            ("with the accent", format!("zoë{word}"), true),
            ("a sign is itself", format!("50% {word}"), true),
            ("a sign stands for nothing else", format!("%{word}"), false),
            ("a star too", format!("zo*{word}"), false),
        ],
    )
    .await
}

async fn k5(trial: &mut Trial) -> Tried {
    let word = format!("{}kfive", trial.run());
    let mut people = Vec::new();
    for end in ["b", "", "a"] {
        people.push(
            trial
                .contact(json!({"names": [{"givenName": format!("{word}{end}")}]}))
                .await?,
        );
    }
    let names = found(trial, &word, 3).await?;
    let expected = [&people[1], &people[2], &people[0]].map(name);
    trial.same(
        "an exact match first, then by the phrases",
        json!(expected),
        json!(names),
    );
    Ok(())
}

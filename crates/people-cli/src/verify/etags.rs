//! Etags and versions (U6, U11, U18, E1 to E5).
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{
    api::text,
    rule::Rule,
    sources::linked,
    trial::{
        INVALID, PRECONDITION, Stop, Trial, Tried, each, fingerprint, get, name, patch,
        source_etag, update,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("U6", "An update with a stale etag is refused", |trial| {
        Box::pin(u6(trial))
    }),
    Rule::new("U11", "The reply is the person after the update", |trial| {
        Box::pin(u11(trial))
    }),
    Rule::new(
        "U18",
        "An update that changes nothing is an update",
        |trial| Box::pin(u18(trial)),
    ),
    Rule::new(
        "E1",
        "A source's etag is a hash sign and the base64 of 8 bytes",
        |trial| Box::pin(e1(trial)),
    ),
    Rule::new(
        "E2",
        "A person's etag is a percent sign and the base64 of a message",
        |trial| Box::pin(e2(trial)),
    ),
    Rule::new(
        "E3",
        "A linked person has another fingerprint than its contact",
        |trial| Box::pin(e3(trial)),
    ),
];

const STALE_PERSON: &str = "Request person.etag is different than the current person.etag. Clear local cache and get the \
                            latest person.";
const STALE_SOURCE: &str = "Request person.metadata.sources.etag is different than the current \
                            person.metadata.sources.etag. Clear local cache and get the latest person.";
const NO_ETAG: &str = "Request must set person.etag or person.metadata.sources.etag for the source that is being updated.";

async fn u6(trial: &mut Trial) -> Tried {
    let old = trial.any_contact().await?;
    let changed = json!({"nicknames": [{"value": "After"}]});
    trial.ok(update(&old, "nicknames", changed.clone())).await?;
    let new = trial.read(&old, "nicknames,metadata").await?;
    // What is sent as person.etag and as the etag of the source.
    let with = |person: Option<&Value>, source: Option<&str>| {
        let mut body = json!({"metadata": {"sources": [{"type": "CONTACT"}]}, "nicknames": [{"value": "Wrong"}]});
        if let Some(etag) = person {
            body["etag"] = etag.clone();
        }
        if let Some(etag) = source {
            body["metadata"]["sources"][0]["etag"] = etag.into();
        }
        patch(&new, "nicknames", &body)
    };
    let (stale, current) = (source_etag(&old), source_etag(&new));
    let never = "#AAAAAAAAAAA=";
    for (case, call, status, text) in [
        (
            "a stale person.etag",
            with(Some(&old["etag"]), None),
            PRECONDITION,
            STALE_PERSON,
        ),
        (
            "a stale etag of the source",
            with(None, Some(&stale)),
            PRECONDITION,
            STALE_SOURCE,
        ),
        (
            "both are stale",
            with(Some(&old["etag"]), Some(&stale)),
            PRECONDITION,
            STALE_PERSON,
        ),
        (
            "person.etag is stale and that of the source is current",
            with(Some(&old["etag"]), Some(&current)),
            PRECONDITION,
            STALE_PERSON,
        ),
        (
            "the etag of a source as person.etag",
            with(Some(&json!(current)), None),
            PRECONDITION,
            STALE_PERSON,
        ),
        (
            "an etag that never was",
            with(None, Some(never)),
            PRECONDITION,
            STALE_SOURCE,
        ),
        ("no etag", with(None, None), INVALID, NO_ETAG),
    ] {
        let reply = trial.send(call).await?;
        trial.refused(case, status, text, &reply);
    }
    let reply = trial.send(with(Some(&new["etag"]), Some(&stale))).await?;
    let case = "person.etag is current and that of the source is stale";
    match trial.is_observed() {
        true => {
            trial.accepted(case, &reply);
        }
        false => trial.refused(case, PRECONDITION, STALE_SOURCE, &reply),
    }
    if !trial.is_observed() {
        let after = trial.read(&new, "nicknames").await?;
        trial.same(
            "a refused update changes nothing",
            json!(["After"]),
            each(&after, "nicknames", "value"),
        );
    }
    let other = trial.any_contact().await?;
    let reply = trial
        .send(patch(
            &new,
            "nicknames",
            &json!({
                "etag": other["etag"],
                "metadata": {"sources": [{"type": "CONTACT"}]},
                "nicknames": [{"value": "Wrong"}],
            }),
        ))
        .await?;
    trial.refused(
        "the etag of another contact",
        PRECONDITION,
        STALE_PERSON,
        &reply,
    );
    for (case, mask) in [
        ("an etag of another mask", "names"),
        ("an etag of metadata alone", "metadata"),
    ] {
        let read = trial.read(&new, mask).await?;
        let reply = trial
            .send(update(&read, "nicknames", changed.clone()))
            .await?;
        trial.accepted(case, &reply);
    }
    let read = trial.read(&new, "metadata").await?;
    let own = json!({"metadata": {"sources": [{"type": "CONTACT", "etag": source_etag(&read)}]}, "nicknames": []});
    let reply = trial.send(patch(&new, "nicknames", &own)).await?;
    trial.accepted("the etag of the source alone", &reply);
    Ok(())
}

async fn u11(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let call = update(
        &person,
        "nicknames",
        json!({"nicknames": [{"value": "After"}]}),
    );
    let reply = trial.send(call.query("personFields", "metadata")).await?;
    trial.same(
        "it has the new values",
        json!(["After"]),
        each(&reply.json, "nicknames", "value"),
    );
    let etag = reply.at("/etag");
    trial.so(
        "it has a new etag",
        "another etag",
        etag.is_string() && etag != person["etag"],
        &etag,
    );
    let read = get(&person, "nicknames,metadata");
    let read = trial.until(read, |read| read.json == reply.json).await?;
    trial.so(
        "a read returns the same",
        "the reply of the update",
        read.json == reply.json,
        &read.json,
    );
    let again = update(
        &reply.json,
        "nicknames",
        json!({"nicknames": [{"value": "Again"}]}),
    );
    let reply = trial.send(again).await?;
    trial.accepted("its etag is good for the next update", &reply);
    Ok(())
}

async fn u18(trial: &mut Trial) -> Tried {
    let before = trial.any_contact().await?;
    let same = json!({"nicknames": [{"value": "Before"}]});
    let reply = trial
        .send(update(&before, "nicknames", same.clone()).query("personFields", "metadata"))
        .await?;
    if trial.accepted("the same values", &reply) {
        let (old, new) = (source_etag(&before), source_etag(&reply.json));
        trial.so(
            "the contact has a new etag",
            "another etag",
            old != new && !new.is_empty(),
            &new,
        );
        let time = |person: &Value| text(&person["metadata"]["sources"][0]["updateTime"]);
        let (old, new) = (time(&before), time(&reply.json));
        trial.so(
            "the contact has a new updateTime",
            &format!("another time than {old}"),
            old != new,
            new,
        );
        let reply = trial.send(update(&before, "nicknames", same)).await?;
        trial.refused(
            "the etag of before is stale",
            PRECONDITION,
            STALE_PERSON,
            &reply,
        );
    }
    Ok(())
}

async fn e1(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let first = source_etag(&person);
    let bytes = first
        .strip_prefix('#')
        .and_then(|rest| BASE64_STANDARD.decode(rest).ok());
    trial.same("the form", 8, bytes.map_or(0, |bytes| bytes.len()));
    let change = |person: &Value, value: &str| {
        update(
            person,
            "nicknames",
            json!({"nicknames": [{"value": value}]}),
        )
        .query("personFields", "metadata")
    };
    let second = trial.ok(change(&person, "After")).await?;
    let third = trial.ok(change(&second, "Before")).await?;
    let etags = [first, source_etag(&second), source_etag(&third)];
    let is_new = etags[0] != etags[1] && etags[1] != etags[2] && etags[0] != etags[2];
    trial.so(
        "it changes with each mutation, also back to what was there",
        "three etags",
        is_new,
        etags.join(" "),
    );
    Ok(())
}

async fn e2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let one = trial.read(&person, "metadata").await?;
    let same = trial.read(&person, "metadata").await?;
    let other = trial.read(&person, "names,metadata").await?;
    trial.same(
        "the same mask and version give the same etag",
        one["etag"].clone(),
        same["etag"].clone(),
    );
    trial.so(
        "another mask gives another etag",
        "another etag",
        one["etag"] != other["etag"],
        &other["etag"],
    );
    let (first, second) = (fingerprint(&one), fingerprint(&other));
    trial.so(
        "the form",
        "% and the base64 of a message with a fingerprint",
        first.is_some(),
        &one["etag"],
    );
    trial.so(
        "both have the same fingerprint",
        "the same",
        first == second,
        format!("{first:?} and {second:?}"),
    );
    let own = source_etag(&one);
    trial.same(
        "it is that of the contact's source",
        own.trim_start_matches('#'),
        first.unwrap_or_default(),
    );
    Ok(())
}

async fn e3(trial: &mut Trial) -> Tried {
    let Some(person) = linked(trial).await? else {
        return Err(Stop::Untried(
            "the account has no profile to which a contact could be linked".to_owned(),
        ));
    };
    let own = source_etag(&person);
    let fingerprint = fingerprint(&person).unwrap_or_default();
    let differs = !fingerprint.is_empty() && fingerprint != own.trim_start_matches('#');
    trial.so(
        "it is not that of the contact's source",
        "another",
        differs,
        &fingerprint,
    );
    let read = trial
        .read(&json!({"resourceName": name(&person)}), "metadata")
        .await?;
    let reply = trial
        .send(update(
            &read,
            "names",
            json!({"names": [{"givenName": "Ada"}]}),
        ))
        .await?;
    trial.accepted("an update with its etag", &reply);
    Ok(())
}

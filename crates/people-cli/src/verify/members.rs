//! Memberships, what does not exist, and scopes (U12, U15 to U17).
use serde_json::json;

use super::{
    api::{Call, Credential},
    rule::Rule,
    trial::{
        INVALID, NOT_FOUND, NOT_FOUND_TEXT, Stop, Trial, Tried, get, groups, membership, name,
        nobody, update,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("U12", "A method asks for a scope", |trial| {
        Box::pin(u12(trial))
    }),
    Rule::new("U15", "What does not exist is 404", |trial| {
        Box::pin(u15(trial))
    }),
    Rule::new("U16", "Some groups take members", |trial| {
        Box::pin(u16(trial))
    }),
    Rule::new("U17", "Memberships are replaced as a whole", |trial| {
        Box::pin(u17(trial))
    }),
];

pub(super) const DEPRECATED: &str = "Cannot add contacts to deprecated system contact group";

async fn u12(trial: &mut Trial) -> Tried {
    if !trial.api().has_read_only_token() {
        let why = "no read-only token: give one by --read-only-token-file";
        return Err(Stop::Untried(why.to_owned()));
    }
    let person = trial.any_contact().await?;
    let reply = trial
        .send_raw(get(&person, "nicknames").by(Credential::ReadOnly))
        .await?;
    trial.accepted("a read with the scope for reading", &reply);
    let change = json!({"nicknames": [{"value": "After"}]});
    let reply = trial
        .send_raw(update(&person, "nicknames", change).by(Credential::ReadOnly))
        .await?;
    let text = "Request had insufficient authentication scopes.";
    trial.refused(
        "an update with the scope for reading",
        (403, "PERMISSION_DENIED"),
        text,
        &reply,
    );
    trial.same(
        "the reason",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        reply.at("/error/details/0/reason"),
    );
    Ok(())
}

async fn u15(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let group = json!({"memberships": [membership("contactGroups/7eee000000000001")]});
    let reply = trial.send(update(&person, "memberships", group)).await?;
    trial.refused(
        "a group that does not exist",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    trial.delete(&person).await?;
    let call = update(
        &person,
        "nicknames",
        json!({"nicknames": [{"value": "After"}]}),
    );
    let reply = trial.until(call, |reply| reply.status == 404).await?;
    trial.refused(
        "an update of a contact that was deleted",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    for (case, call) in [
        (
            "a read of a contact that was deleted",
            get(&person, "names"),
        ),
        (
            "a read of a contact that never was",
            Call::get(&format!("/v1/{}", nobody(0))).query("personFields", "names"),
        ),
        (
            "a name of no known form",
            Call::get("/v1/people/charles").query("personFields", "names"),
        ),
        (
            "a group that does not exist",
            Call::get("/v1/contactGroups/7eee000000000001"),
        ),
    ] {
        let reply = trial.send(call).await?;
        trial.refused(case, NOT_FOUND, NOT_FOUND_TEXT, &reply);
    }
    Ok(())
}

async fn u16(trial: &mut Trial) -> Tried {
    let group = trial.group("u16").await?;
    let mut person = trial.any_contact().await?;
    for group in ["friends", "family", "coworkers", "blocked"] {
        let groups = [
            membership("contactGroups/myContacts"),
            membership(&format!("contactGroups/{group}")),
        ];
        let reply = trial
            .send(update(
                &person,
                "memberships",
                json!({"memberships": groups}),
            ))
            .await?;
        trial.refused(&format!("the group {group}"), INVALID, DEPRECATED, &reply);
        if reply.status == 200 {
            person = reply.json;
        }
    }
    let own = name(&group);
    let all = [
        membership("contactGroups/starred"),
        membership("contactGroups/myContacts"),
        membership(&own),
    ];
    let reply = trial
        .send(update(&person, "memberships", json!({"memberships": all})))
        .await?;
    trial.accepted("the user's own group, myContacts and starred", &reply);
    let mut ids = groups(&reply.json);
    if let Some(ids) = ids.as_array_mut() {
        ids.sort_by_key(ToString::to_string);
    }
    let own = own.trim_start_matches("contactGroups/");
    let mut expected = [own, "myContacts", "starred"];
    expected.sort_by_key(|id| format!("\"{id}\""));
    trial.same("the contact is in each of them", json!(expected), ids);
    let reply = trial
        .send(update(
            &reply.json,
            "memberships",
            json!({"memberships": all}),
        ))
        .await?;
    trial.accepted("memberships that are there may stay", &reply);
    Ok(())
}

async fn u17(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let starred = json!({"memberships": [membership("contactGroups/starred")]});
    let reply = trial.send(update(&person, "memberships", starred)).await?;
    let expected = match trial.is_observed() {
        true => json!(["starred", "myContacts"]),
        false => json!(["starred"]),
    };
    trial.same(
        "a request that leaves myContacts out",
        expected,
        groups(&reply.json),
    );
    let mine = json!({"memberships": [membership("contactGroups/myContacts")]});
    let reply = trial.send(update(&reply.json, "memberships", mine)).await?;
    trial.same(
        "a request that leaves starred out",
        json!(["myContacts"]),
        groups(&reply.json),
    );
    Ok(())
}

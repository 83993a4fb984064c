//! Creating and deleting a contact (C1 to C4).
use serde_json::json;

use super::{
    api::Call,
    members::DEPRECATED,
    rule::Rule,
    trial::{
        INVALID, NOT_FOUND, NOT_FOUND_TEXT, Trial, Tried, get, groups, membership, name, update,
        verb,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("C1", "A create has a person", |trial| Box::pin(c1(trial))),
    Rule::new("C2", "A create has a field of the contact's own", |trial| {
        Box::pin(c2(trial))
    }),
    Rule::new("C3", "A new contact is in myContacts", |trial| {
        Box::pin(c3(trial))
    }),
    Rule::new("C4", "A contact that was deleted is 404", |trial| {
        Box::pin(c4(trial))
    }),
];

const CREATE: &str = "/v1/people:createContact";

async fn c1(trial: &mut Trial) -> Tried {
    let reply = trial.send(verb("POST", CREATE)).await?;
    trial.refused("no body", INVALID, "Request must contain a person.", &reply);
    Ok(())
}

async fn c2(trial: &mut Trial) -> Tried {
    let text = "Must specify a non-metadata contact field on the person";
    for (case, body) in [
        ("an empty person", json!({})),
        (
            "members that are output only",
            json!({
                "resourceName": "people/c1",
                "metadata": {"sources": []},
                "photos": [{"url": "https://example.com/a.jpg"}],
                "names": [{"displayName": "Ada"}],
            }),
        ),
        (
            "a value that holds nothing",
            json!({"nicknames": [{"value": ""}]}),
        ),
    ] {
        let reply = trial.send(Call::post(CREATE, &body)).await?;
        trial.refused(case, INVALID, text, &reply);
    }
    Ok(())
}

async fn c3(trial: &mut Trial) -> Tried {
    let body = trial.marked(json!({"names": [{"givenName": "Ada"}]}));
    let reply = trial.send(Call::post(CREATE, &body)).await?;
    trial.accepted("a create", &reply);
    trial.same(
        "without memberships",
        json!(["myContacts"]),
        groups(&reply.json),
    );
    let starred = trial.marked(json!({"memberships": [membership("contactGroups/starred")]}));
    let reply = trial.send(Call::post(CREATE, &starred)).await?;
    trial.same("with memberships", json!(["starred"]), groups(&reply.json));
    let friends = trial.marked(json!({"memberships": [membership("contactGroups/friends")]}));
    let reply = trial.send(Call::post(CREATE, &friends)).await?;
    trial.refused(
        "in a group that takes no members",
        INVALID,
        DEPRECATED,
        &reply,
    );
    let nobody =
        trial.marked(json!({"memberships": [membership("contactGroups/7eee000000000001")]}));
    let reply = trial.send(Call::post(CREATE, &nobody)).await?;
    trial.refused(
        "in a group that does not exist",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    Ok(())
}

async fn c4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let newer = trial
        .ok(update(
            &person,
            "nicknames",
            json!({"nicknames": [{"value": "After"}]}),
        ))
        .await?;
    let delete = || Call::delete(&format!("/v1/{}:deleteContact", name(&person)));
    let reply = trial.send(delete()).await?;
    trial.accepted("a delete names no version", &reply);
    trial.same("it is answered", json!({}), reply.json);
    let reply = trial
        .until(get(&person, "names"), |reply| reply.status == 404)
        .await?;
    trial.refused("a read", NOT_FOUND, NOT_FOUND_TEXT, &reply);
    if reply.status == 404 {
        trial.is_gone(&name(&person));
    }
    let reply = trial.send(delete()).await?;
    trial.refused("another delete", NOT_FOUND, NOT_FOUND_TEXT, &reply);
    let reply = trial
        .send(update(&newer, "nicknames", json!({"nicknames": []})))
        .await?;
    trial.refused(
        "an update with the last etag",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    let reply = trial
        .send(Call::delete("/v1/people/me:deleteContact"))
        .await?;
    let me = "Resource name \"people/me\" is not a valid contact person resource.";
    trial.refused("people/me cannot be deleted", INVALID, me, &reply);
    Ok(())
}

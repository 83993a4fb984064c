//! Many contacts in one call (B1 to B5).
use serde_json::{Map, Value, json};

use super::{
    api::{Call, Reply},
    rule::Rule,
    trial::{
        INVALID, INVALID_TEXT, NOT_FOUND, NOT_FOUND_TEXT, PRECONDITION, Stop, Trial, Tried, each,
        get, name, nobody,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "B1",
        "A batch of reads has one answer for each name, in order",
        |trial| Box::pin(b1(trial)),
    ),
    Rule::new(
        "B2",
        "A batch of writes is done as a whole or not at all",
        |trial| Box::pin(b2(trial)),
    ),
    Rule::new("B3", "A batch creates up to 200 contacts", |trial| {
        Box::pin(b3(trial))
    }),
    Rule::new("B4", "A batch updates up to 200 contacts", |trial| {
        Box::pin(b4(trial))
    }),
    Rule::new("B5", "A batch deletes up to 500 contacts", |trial| {
        Box::pin(b5(trial))
    }),
];

const CREATE: &str = "/v1/people:batchCreateContacts";
const UPDATE: &str = "/v1/people:batchUpdateContacts";
const DELETE: &str = "/v1/people:batchDeleteContacts";

async fn b1(trial: &mut Trial) -> Tried {
    let (one, other, gone) = three(trial).await?;
    trial.delete(&gone).await?;
    let names = [name(&other), name(&gone), name(&one), name(&other)];
    let call = |names: &[String]| {
        let call = Call::get("/v1/people:batchGet").query("personFields", "nicknames");
        names
            .iter()
            .fold(call, |call, name| call.query("resourceNames", name))
    };
    let reply = trial
        .until(call(&names), |reply| {
            reply.at("/responses/1/httpStatusCode") == 404
        })
        .await?;
    trial.accepted("four names", &reply);
    trial.same(
        "an answer for each, in order",
        json!(names),
        each(&reply.json, "responses", "requestedResourceName"),
    );
    trial.same(
        "the status of each",
        json!([200, 404, 200, 200]),
        each(&reply.json, "responses", "httpStatusCode"),
    );
    trial.same(
        "a contact that does not exist has its own status",
        5,
        reply.at("/responses/1/status/code"),
    );
    let got = json!([
        reply.at("/responses/0/person/resourceName"),
        reply.at("/responses/2/person/resourceName")
    ]);
    trial.same(
        "the others have the person",
        json!([name(&other), name(&one)]),
        got,
    );
    let reply = trial.send(call(&[])).await?;
    trial.refused("no names", INVALID, INVALID_TEXT, &reply);
    let many: Vec<String> = (0..201).map(nobody).collect();
    let reply = trial.send(call(&many)).await?;
    trial.refused("201 names", INVALID, None, &reply);
    Ok(())
}

async fn three(trial: &mut Trial) -> Result<(Value, Value, Value), Stop> {
    Ok((
        trial.any_contact().await?,
        trial.any_contact().await?,
        trial.any_contact().await?,
    ))
}

/// A batch of updates that replaces the nickname of each.
fn updates(people: &[&Value], value: &str) -> Call {
    let contacts: Map<String, Value> = people
        .iter()
        .map(|person| {
            let body = json!({
                "etag": person["etag"],
                "metadata": {"sources": [{"type": "CONTACT"}]},
                "nicknames": [{"value": value}],
            });
            (name(person), body)
        })
        .collect();
    let body = json!({"contacts": contacts, "updateMask": "nicknames", "readMask": "nicknames"});
    Call::post(UPDATE, &body)
}

/// The keys of the contacts that a batch refuses.
fn refused(reply: &Reply) -> Value {
    let details = reply.at("/error/details");
    let errors = details
        .as_array()
        .into_iter()
        .flatten()
        .find_map(|detail| detail["contactErrors"].as_object());
    let mut keys: Vec<&String> = errors
        .into_iter()
        .flat_map(|errors| errors.keys())
        .collect();
    keys.sort();
    json!(keys)
}

async fn b2(trial: &mut Trial) -> Tried {
    let (one, other, third) = three(trial).await?;
    trial.ok(updates(&[&third], "Newer")).await?;
    let reply = trial
        .send(updates(&[&one, &third, &other], "After"))
        .await?;
    trial.refused("one of three etags is stale", PRECONDITION, None, &reply);
    trial.same(
        "the detail has the contact that is refused, and no other",
        json!([name(&third)]),
        refused(&reply),
    );
    let after = trial.read(&one, "nicknames").await?;
    trial.same(
        "the others are not updated",
        json!(["Before"]),
        each(&after, "nicknames", "value"),
    );

    let word = format!("{}two", trial.run());
    let person = trial.marked(json!({"nicknames": [{"value": word}]}));
    let bad = json!({"names": [{"givenName": "Ada"}, {"givenName": "Augusta"}]});
    let contacts = json!([{"contactPerson": person}, {"contactPerson": bad}]);
    let reply = trial
        .send(Call::post(
            CREATE,
            &json!({"contacts": contacts, "readMask": "nicknames"}),
        ))
        .await?;
    let names = "Cannot have more than one person.names per source.";
    trial.refused("one of two new contacts is refused", INVALID, names, &reply);
    trial.same("the detail has its place", json!(["1"]), refused(&reply));
    let latest = Call::get(
        "/v1/people/me/connections?personFields=nicknames&sortOrder=LAST_MODIFIED_DESCENDING&pageSize=20",
    );
    let latest = trial.ok(latest).await?;
    let people = latest["connections"].as_array().into_iter().flatten();
    let made = people
        .filter(|person| each(person, "nicknames", "value") == json!([word]))
        .count();
    trial.same("the other is not created", 0, made);
    Ok(())
}

async fn b3(trial: &mut Trial) -> Tried {
    let person = |trial: &Trial, value: &str| json!({"contactPerson": trial.marked(json!({"nicknames": [{"value": value}]}))});
    let contacts = json!([
        person(trial, "One"),
        person(trial, "Two"),
        person(trial, "Three")
    ]);
    let body = json!({"contacts": contacts, "readMask": "nicknames,memberships"});
    let reply = trial.send(Call::post(CREATE, &body)).await?;
    trial.accepted("three contacts", &reply);
    let created = reply.at("/createdPeople");
    let created = created.as_array().into_iter().flatten();
    let values: Value = created
        .map(|created| created["person"]["nicknames"][0]["value"].clone())
        .collect();
    trial.same(
        "in the order of the request",
        json!(["One", "Two", "Three"]),
        values,
    );
    trial.same(
        "each has its status",
        json!([200, 200, 200]),
        each(&reply.json, "createdPeople", "httpStatusCode"),
    );
    let group =
        reply.at("/createdPeople/2/person/memberships/0/contactGroupMembership/contactGroupId");
    trial.same("each is in myContacts", "myContacts", group);
    let body = json!({"contacts": [person(trial, "Four")]});
    let reply = trial.send(Call::post(CREATE, &body)).await?;
    trial.same(
        "without a readMask the answer is empty",
        json!({}),
        reply.json,
    );
    let reply = trial
        .send(Call::post(
            CREATE,
            &json!({"contacts": [], "readMask": "nicknames"}),
        ))
        .await?;
    trial.refused("no contacts", INVALID, INVALID_TEXT, &reply);
    let many: Vec<Value> = (0..201).map(|_| person(trial, "Many")).collect();
    let reply = trial
        .send(Call::post(
            CREATE,
            &json!({"contacts": many, "readMask": "nicknames"}),
        ))
        .await?;
    trial.refused("201 contacts", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

async fn b4(trial: &mut Trial) -> Tried {
    let (one, other, _) = three(trial).await?;
    let reply = trial.send(updates(&[&other, &one], "After")).await?;
    trial.accepted("two contacts", &reply);
    let results = reply.at("/updateResult");
    let value = |person: &Value| results[name(person)]["person"]["nicknames"][0]["value"].clone();
    trial.same(
        "the answer is by resource name",
        json!(["After", "After"]),
        json!([value(&one), value(&other)]),
    );
    trial.same(
        "each has its status",
        200,
        results[name(&one)]["httpStatusCode"].clone(),
    );
    let after = trial.read(&one, "nicknames").await?;
    trial.same(
        "a read shows it",
        json!(["After"]),
        each(&after, "nicknames", "value"),
    );

    let mut contacts = json!({});
    contacts[name(&one)] = json!({"metadata": {"sources": [{"type": "CONTACT"}]}, "nicknames": []});
    let no_etag = json!({"contacts": contacts, "updateMask": "nicknames"});
    let reply = trial.send(Call::post(UPDATE, &no_etag)).await?;
    trial.refused("no etag", PRECONDITION, None, &reply);
    let list = json!({"contacts": [{"resourceName": name(&one), "etag": after["etag"]}], "updateMask": "nicknames"});
    let reply = trial.send(Call::post(UPDATE, &list)).await?;
    let is_told = reply.status == 400 && reply.message().contains("Cannot bind a list to map");
    trial.so(
        "a list in place of the map",
        "400 … Cannot bind a list to map …",
        is_told,
        &reply,
    );
    contacts[name(&one)]["etag"] = after["etag"].clone();
    let no_read_mask = json!({"contacts": contacts, "updateMask": "nicknames"});
    let reply = trial.send(Call::post(UPDATE, &no_read_mask)).await?;
    trial.same(
        "without a readMask the answer is empty",
        json!({}),
        reply.json,
    );
    let many: Map<String, Value> = (0..201)
        .map(|number| (nobody(number), json!({"etag": "x"})))
        .collect();
    let reply = trial
        .send(Call::post(
            UPDATE,
            &json!({"contacts": many, "updateMask": "nicknames"}),
        ))
        .await?;
    trial.refused("201 contacts", INVALID, INVALID_TEXT, &reply);
    let reply = trial
        .send(Call::post(
            UPDATE,
            &json!({"contacts": {}, "updateMask": "nicknames"}),
        ))
        .await?;
    trial.refused("no contacts", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

async fn b5(trial: &mut Trial) -> Tried {
    let (one, other, gone) = three(trial).await?;
    trial.delete(&gone).await?;
    let delete = |names: &[String]| Call::post(DELETE, &json!({"resourceNames": names}));
    let reply = trial.send(delete(&[name(&one), name(&gone)])).await?;
    trial.refused(
        "one of two does not exist",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    let reply = trial.send(get(&one, "nicknames")).await?;
    trial.accepted("the other is not deleted", &reply);
    let reply = trial.send(delete(&[])).await?;
    trial.refused("no names", INVALID, INVALID_TEXT, &reply);
    // The name of a contact that is gone: a server without the limit must not find somebody's contacts.
    let reply = trial.send(delete(&vec![name(&gone); 501])).await?;
    trial.refused("501 names", INVALID, INVALID_TEXT, &reply);
    let reply = trial.send(delete(&["people/me".to_owned()])).await?;
    let me = "Resource name \"people/me\" is not a valid contact person resource.";
    trial.refused("a name of something else", INVALID, me, &reply);
    let reply = trial.send(delete(&[name(&one), name(&other)])).await?;
    trial.accepted("two contacts", &reply);
    trial.same("it is answered", json!({}), reply.json.clone());
    for person in [&one, &other] {
        let reply = trial
            .until(get(person, "nicknames"), |reply| reply.status == 404)
            .await?;
        trial.refused(
            "they do not exist any more",
            NOT_FOUND,
            NOT_FOUND_TEXT,
            &reply,
        );
        if reply.status == 404 {
            trial.is_gone(&name(person));
        }
    }
    Ok(())
}

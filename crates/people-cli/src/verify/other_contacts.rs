//! Other contacts (O1 to O4, O6). They are personal data, which the report does not have.
use serde_json::{Value, json};

use super::{
    api::{Call, Reply, text},
    made::MARK,
    rule::Rule,
    trial::{INVALID, INVALID_TEXT, NOT_FOUND, Stop, Trial, Tried, each, groups, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("O1", "An other contact is not a contact", |trial| {
        Box::pin(o1(trial))
    }),
    Rule::new(
        "O2",
        "A list of other contacts has a mask of few fields",
        |trial| Box::pin(o2(trial)),
    ),
    Rule::new(
        "O3",
        "A list of other contacts has pages and changes",
        |trial| Box::pin(o3(trial)),
    ),
    Rule::new("O4", "An other contact is copied to myContacts", |trial| {
        Box::pin(o4(trial))
    }),
    Rule::new("O6", "Other contacts are searched", |trial| {
        Box::pin(o6(trial))
    }),
];

fn list(mask: &str) -> Call {
    Call::get("/v1/otherContacts").query("readMask", mask)
}

/// One of the account's other contacts with a name or an address; without one the rule is not tried.
async fn one(trial: &mut Trial) -> Result<Value, Stop> {
    let page = trial
        .ok(list("names,emailAddresses,metadata").query("pageSize", "100"))
        .await?;
    let mut others = page["otherContacts"].as_array().into_iter().flatten();
    let has_address = |other: &&Value| other["emailAddresses"][0]["value"].is_string();
    let found = others.find(has_address).cloned();
    found.ok_or_else(|| {
        Stop::Untried("the account has no other contact with an e-mail address".to_owned())
    })
}

async fn o1(trial: &mut Trial) -> Tried {
    let other = one(trial).await?;
    let number = name(&other)
        .strip_prefix("otherContacts/c")
        .and_then(|rest| rest.parse::<u64>().ok());
    trial.so(
        "its name",
        "otherContacts/c and a number",
        number.is_some(),
        number.is_some(),
    );
    trial.same("its source", json!(["OTHER_CONTACT"]), own_source(&other));
    let number = number.unwrap_or_default();
    let contact = Call::get(&format!("/v1/people/c{number}")).query("personFields", "names");
    let reply = trial.send(contact).await?;
    trial.refused("the contact with its number", NOT_FOUND, None, &reply);
    Ok(())
}

/// The type of the source that is first.
fn own_source(person: &Value) -> Value {
    let sources = each(&person["metadata"], "sources", "type");
    sources
        .as_array()
        .into_iter()
        .flatten()
        .take(1)
        .cloned()
        .collect()
}

async fn o2(trial: &mut Trial) -> Tried {
    let required = "readMask is required. Please specify one or more valid paths. Valid paths are documented at";
    let reply = trial.send(Call::get("/v1/otherContacts")).await?;
    let holds = reply.status == 400 && reply.message().starts_with(required);
    trial.so(
        "without a readMask",
        &format!("400 INVALID_ARGUMENT: {required} …"),
        holds,
        &reply,
    );
    let reply = trial.send(list("names,organizations")).await?;
    let text = "Request field 'organizations' not allowed for other contacts read requests.";
    trial.refused("a field that they do not have", INVALID, text, &reply);
    let reply = trial
        .send(list("emailAddresses,metadata,names,phoneNumbers,photos").query("pageSize", "1"))
        .await?;
    trial.accepted("the fields that they have", &reply);
    let profile = list("names,organizations").query("sources", "READ_SOURCE_TYPE_CONTACT");
    let reply = trial
        .send(
            profile
                .query("sources", "READ_SOURCE_TYPE_PROFILE")
                .query("pageSize", "1"),
        )
        .await?;
    trial.accepted("every field, with contact and profile as sources", &reply);
    Ok(())
}

async fn o3(trial: &mut Trial) -> Tried {
    one(trial).await?;
    let reply = trial.send(list("names").query("pageSize", "1")).await?;
    trial.same(
        "a page of one",
        1,
        reply.at("/otherContacts").as_array().map_or(0, Vec::len),
    );
    trial.so(
        "they are counted",
        "totalSize",
        reply.at("/totalSize").as_u64() > Some(0),
        reply.at("/totalSize"),
    );
    let token = last(trial).await?.at("/nextSyncToken");
    trial.so(
        "a sync token that is asked for",
        "nextSyncToken",
        token.is_string(),
        token.is_string(),
    );
    let changes = list("names")
        .query("requestSyncToken", "true")
        .query("syncToken", &text(&token));
    let reply = trial.send(changes).await?;
    let changed = reply.at("/otherContacts").as_array().map_or(0, Vec::len);
    trial.same("nothing has changed since", 0, changed);
    let reply = trial
        .send(list("names").query("syncToken", "people"))
        .await?;
    trial.refused("a token that never was", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

/// The last page of the list.
async fn last(trial: &mut Trial) -> Result<Reply, Stop> {
    let first = list("names")
        .query("pageSize", "1000")
        .query("requestSyncToken", "true");
    let mut call = first.clone();
    for _ in 0..30 {
        let reply = trial.send(call).await?;
        match reply.at("/nextPageToken").as_str() {
            Some(token) => call = first.clone().query("pageToken", token),
            None => return Ok(reply),
        }
    }
    Err(Stop::Untried(
        "the account has too many other contacts: use a test account".to_owned(),
    ))
}

async fn o4(trial: &mut Trial) -> Tried {
    let other = one(trial).await?;
    let path = format!("/v1/{}:copyOtherContactToMyContactsGroup", name(&other));
    let reply = trial.send(Call::post(&path, &json!({}))).await?;
    trial.refused("without a copyMask", INVALID, None, &reply);
    let copy = Call::post(&path, &json!({"copyMask": "emailAddresses,names"}));
    let reply = trial.send(copy).await?;
    if trial.accepted("a copy", &reply) {
        let has_name = name(&reply.json).starts_with("people/c");
        trial.so(
            "it is a contact",
            "people/c and a number",
            has_name,
            has_name,
        );
        trial.same("in myContacts", json!(["myContacts"]), groups(&reply.json));
        let (copied, original) = (
            each(&reply.json, "emailAddresses", "value"),
            each(&other, "emailAddresses", "value"),
        );
        trial.so(
            "with the fields of the copyMask",
            "the same addresses",
            copied[0] == original[0],
            copied[0] == original[0],
        );
        // So that a run that is killed now leaves nothing that cannot be recognised.
        let mark = json!({"userDefined": [{"key": MARK, "value": trial.run()}]});
        trial.ok(update(&reply.json, "userDefined", mark)).await?;
        let again = Call::get("/v1/otherContacts")
            .query("readMask", "names")
            .query("pageSize", "1000");
        let listed = trial.ok(again).await?;
        let stays = each(&listed, "otherContacts", "resourceName")
            .to_string()
            .contains(&name(&other))
            || listed["nextPageToken"].is_string();
        trial.so("the other contact stays", "it is listed", stays, stays);
    }
    Ok(())
}

async fn o6(trial: &mut Trial) -> Tried {
    let other = one(trial).await?;
    let address = text(&other["emailAddresses"][0]["value"]);
    let search = |query: &str, mask: &str| {
        Call::get("/v1/otherContacts:search")
            .query("query", query)
            .query("readMask", mask)
            .query("pageSize", "30")
    };
    // A server may need a first search to fill its cache.
    trial.send(search("", "names")).await?;
    let found = |reply: &Reply| {
        let results = reply.at("/results");
        results
            .as_array()
            .into_iter()
            .flatten()
            .any(|result| name(&result["person"]) == name(&other))
    };
    let reply = trial
        .until(search(&address, "emailAddresses"), found)
        .await?;
    trial.so(
        "by its address",
        "it is found",
        found(&reply),
        found(&reply),
    );
    let reply = trial
        .send(Call::get("/v1/otherContacts:search?query=a"))
        .await?;
    trial.refused("without a readMask", INVALID, None, &reply);
    let reply = trial.send(search(&address, "organizations")).await?;
    trial.refused("a field that they do not have", INVALID, None, &reply);
    let reply = trial.send(search(&address, "photos")).await?;
    match trial.is_observed() {
        true => {
            trial.accepted("photos", &reply);
        }
        false => trial.refused("photos", INVALID, None, &reply),
    }
    Ok(())
}

//! The directory of a domain (W1 to W5). Its people are personal data, which the report does not have.
use serde_json::{Value, json};

use super::{
    api::{Call, Reply, text},
    rule::Rule,
    trial::{INVALID, INVALID_TEXT, PRECONDITION, Stop, Trial, Tried, each, name},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("W1", "A directory belongs to a domain", |trial| {
        Box::pin(w1(trial))
    }),
    Rule::new(
        "W2",
        "A directory has profiles and contacts of the domain",
        |trial| Box::pin(w2(trial)),
    ),
    Rule::new(
        "W3",
        "A request names what it reads of a directory",
        |trial| Box::pin(w3(trial)),
    ),
    Rule::new(
        "W4",
        "A directory is listed by pages and changes",
        |trial| Box::pin(w4(trial)),
    ),
    Rule::new("W5", "A directory is searched", |trial| Box::pin(w5(trial))),
];

const LIST: &str = "/v1/people:listDirectoryPeople";
const SEARCH: &str = "/v1/people:searchDirectoryPeople";
const PROFILES: &str = "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";
const CONTACTS: &str = "DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
const NO_DOMAIN: &str = "Must be a G Suite domain user.";

fn list() -> Call {
    let call = Call::get(LIST).query("readMask", "names,emailAddresses,metadata");
    call.query("sources", PROFILES).query("sources", CONTACTS)
}

async fn w1(trial: &mut Trial) -> Tried {
    let reply = trial.send(list()).await?;
    match reply.status.as_u16() {
        200 => {
            trial.accepted("a caller of a domain", &reply);
        }
        403 => trial.refused(
            "a domain that shares nothing",
            (403, "PERMISSION_DENIED"),
            None,
            &reply,
        ),
        _ => trial.refused("a caller of no domain", PRECONDITION, NO_DOMAIN, &reply),
    }
    Ok(())
}

/// The first page of the directory; a caller without one cannot try the rule.
async fn page(trial: &mut Trial) -> Result<Reply, Stop> {
    let reply = trial.send(list()).await?;
    match reply.status.as_u16() {
        200 if reply.at("/people/0").is_object() => Ok(reply),
        200 => Err(Stop::Untried(
            "the directory of the domain is empty".to_owned(),
        )),
        _ => Err(Stop::Untried(format!(
            "the account has no directory: {reply}"
        ))),
    }
}

async fn w2(trial: &mut Trial) -> Tried {
    let reply = page(trial).await?;
    let people = reply.at("/people");
    let people: Vec<&Value> = people.as_array().into_iter().flatten().collect();
    let has_kind = |person: &&&Value| {
        let sources = each(&person["metadata"], "sources", "type");
        let mut kinds = sources.as_array().into_iter().flatten();
        kinds.any(|kind| kind == "DOMAIN_PROFILE" || kind == "DOMAIN_CONTACT")
    };
    let known = people.iter().filter(has_kind).count();
    trial.same(
        "each is a profile or a contact of the domain",
        people.len(),
        known,
    );
    let named = people
        .iter()
        .filter(|person| name(person).starts_with("people/"))
        .count();
    trial.same("each has a name", people.len(), named);
    Ok(())
}

async fn w3(trial: &mut Trial) -> Tried {
    page(trial).await?;
    let reply = trial
        .send(Call::get(LIST).query("sources", PROFILES))
        .await?;
    trial.refused("without a readMask", INVALID, None, &reply);
    let reply = trial
        .send(Call::get(LIST).query("readMask", "names"))
        .await?;
    trial.refused("without sources", INVALID, None, &reply);
    let call = Call::get(LIST)
        .query("readMask", "metadata")
        .query("sources", PROFILES);
    let reply = trial.send(call).await?;
    trial.accepted("profiles alone", &reply);
    let contacts = reply.json.to_string().contains("DOMAIN_CONTACT");
    trial.same(
        "there is no contact of the domain among them",
        false,
        contacts,
    );
    let merged = list().query("mergeSources", "DIRECTORY_MERGE_SOURCE_TYPE_CONTACT");
    let reply = trial.send(merged).await?;
    trial.accepted("with the values of the caller's contacts", &reply);
    Ok(())
}

async fn w4(trial: &mut Trial) -> Tried {
    page(trial).await?;
    let mut seen: Vec<String> = Vec::new();
    let mut call = list()
        .query("pageSize", "1")
        .query("requestSyncToken", "true");
    let mut last = None;
    for _ in 0..20 {
        let reply = trial.send(call).await?;
        seen.extend(
            each(&reply.json, "people", "resourceName")
                .as_array()
                .into_iter()
                .flatten()
                .map(text),
        );
        let token = reply.at("/nextPageToken");
        last = Some(reply);
        let Some(token) = token.as_str() else { break };
        call = list()
            .query("pageSize", "1")
            .query("requestSyncToken", "true")
            .query("pageToken", token);
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    trial.same("each person comes once", all, seen.len());
    let token = last
        .map(|reply| reply.at("/nextSyncToken"))
        .unwrap_or_default();
    if let Some(token) = token.as_str() {
        let reply = trial
            .send(
                list()
                    .query("requestSyncToken", "true")
                    .query("syncToken", token),
            )
            .await?;
        trial.accepted("changes since", &reply);
    }
    let reply = trial.send(list().query("pageToken", "people")).await?;
    trial.refused("a token that never was", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

async fn w5(trial: &mut Trial) -> Tried {
    let first = page(trial).await?;
    let person = first.at("/people/0");
    let search = |query: &str| {
        let call = Call::get(SEARCH)
            .query("readMask", "names")
            .query("query", query);
        call.query("sources", PROFILES)
            .query("sources", CONTACTS)
            .query("pageSize", "500")
    };
    let reply = trial.send(search("")).await?;
    trial.refused("no query", INVALID, INVALID_TEXT, &reply);
    let names = [
        &person["names"][0]["displayName"],
        &person["emailAddresses"][0]["value"],
    ];
    let Some(query) = names.into_iter().find_map(Value::as_str) else {
        return Err(Stop::Untried(
            "the first person of the directory has no name".to_owned(),
        ));
    };
    let reply = trial.send(search(query)).await?;
    let found = each(&reply.json, "people", "resourceName")
        .to_string()
        .contains(&name(&person));
    trial.so("a person by their name", "they are found", found, found);
    let absent = search("qxzqxzqxzq");
    let reply = trial.send(absent).await?;
    let none = reply.status == 200 && each(&reply.json, "people", "resourceName") == json!([]);
    trial.so(
        "a name that is not in the directory",
        "no person",
        none,
        none,
    );
    Ok(())
}

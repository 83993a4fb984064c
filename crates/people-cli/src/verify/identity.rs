//! Whose a person is, and what it is called (S1 to S6, E4, E5).
use serde_json::{Value, json};

use super::{
    api::{Call, text},
    rule::Rule,
    sources::linked,
    trial::{Stop, Trial, Tried, each, get, name},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "S1",
        "A person has the contact's own values, then those of its profile",
        |trial| Box::pin(s1(trial)),
    ),
    Rule::new(
        "S2",
        "A contact is linked to a profile by an e-mail address",
        |trial| Box::pin(s2(trial)),
    ),
    Rule::new("S3", "Values of a profile keep their source", |trial| {
        Box::pin(s3(trial))
    }),
    Rule::new("S4", "people/me is the caller's own profile", |trial| {
        Box::pin(s4(trial))
    }),
    Rule::new(
        "S5",
        "Lists return at most 100 e-mail addresses of a person",
        |trial| Box::pin(s5(trial)),
    ),
    Rule::new(
        "S6",
        "Each reply has a name and an etag, and metadata if asked for",
        |trial| Box::pin(s6(trial)),
    ),
    Rule::new(
        "E4",
        "A contact has one number, in decimal and in hexadecimal",
        |trial| Box::pin(e4(trial)),
    ),
    Rule::new("E5", "A time is RFC 3339 in UTC", |trial| {
        Box::pin(e5(trial))
    }),
];

/// A linked contact; without one the rule is not tried.
async fn some_linked(trial: &mut Trial) -> Result<Value, Stop> {
    let none = "the account has no profile to which a contact could be linked";
    linked(trial)
        .await?
        .ok_or_else(|| Stop::Untried(none.to_owned()))
}

async fn s1(trial: &mut Trial) -> Tried {
    let person = some_linked(trial).await?;
    let sources = each(&person["metadata"], "sources", "type");
    trial.same(
        "the contact's source is first",
        "CONTACT",
        sources[0].clone(),
    );
    let values = person["emailAddresses"].as_array().into_iter().flatten();
    let owners: Vec<String> = values
        .map(|value| text(&value["metadata"]["source"]["type"]))
        .collect();
    let own = owners
        .iter()
        .position(|owner| owner != "CONTACT")
        .unwrap_or(owners.len());
    let is_sorted = own > 0 && owners[own..].iter().all(|owner| owner != "CONTACT");
    trial.so(
        "its values come first",
        "CONTACT before others",
        is_sorted,
        owners.join(", "),
    );
    Ok(())
}

async fn s2(trial: &mut Trial) -> Tried {
    let profile = trial
        .ok(get(&json!({"resourceName": "people/me"}), "emailAddresses"))
        .await?;
    if !profile["emailAddresses"][0]["value"].is_string() {
        return Err(Stop::Untried(
            "the account has no profile with an e-mail address".to_owned(),
        ));
    }
    let linked = linked(trial).await?;
    let got = if linked.is_some() {
        "it is"
    } else {
        "it is not"
    };
    trial.so(
        "a contact with the address of the caller's profile",
        "it is linked",
        linked.is_some(),
        got,
    );
    let stranger = trial
        .contact(json!({"emailAddresses": [{"value": "nobody@people-verify.invalid"}]}))
        .await?;
    let sources = each(&stranger["metadata"], "sources", "type");
    trial.same(
        "a contact with another address is not",
        json!(["CONTACT"]),
        sources,
    );
    Ok(())
}

async fn s3(trial: &mut Trial) -> Tried {
    let person = some_linked(trial).await?;
    let values = person["emailAddresses"].as_array().into_iter().flatten();
    let foreign: Vec<&Value> = values
        .filter(|value| value["metadata"]["source"]["type"] != "CONTACT")
        .collect();
    let known = ["PROFILE", "ACCOUNT", "DOMAIN_PROFILE"];
    let is_known = |value: &&Value| {
        known
            .iter()
            .any(|known| value["metadata"]["source"]["type"] == *known)
    };
    let holds = !foreign.is_empty() && foreign.iter().all(is_known);
    trial.so(
        "the source of each",
        "PROFILE, ACCOUNT or DOMAIN_PROFILE",
        holds,
        format!("{} values", foreign.len()),
    );
    let primary = foreign
        .iter()
        .filter(|value| value["metadata"]["primary"] == true)
        .count();
    trial.same(
        "none is primary beside one of the contact's own",
        0,
        primary,
    );
    Ok(())
}

async fn s4(trial: &mut Trial) -> Tried {
    let reply = trial
        .send(get(&json!({"resourceName": "people/me"}), "metadata"))
        .await?;
    if trial.accepted("people/me", &reply) {
        let own = text(&reply.at("/resourceName"));
        if own != "people/me" {
            let again = trial
                .send(Call::get(&format!("/v1/{own}")).query("personFields", "metadata"))
                .await?;
            trial.accepted("the profile's id", &again);
            let is_same = again.at("/resourceName") == reply.at("/resourceName");
            trial.so("is the same profile", "the same", is_same, is_same);
        }
    }
    let other = Call::get("/v1/people/999999999999999999999").query("personFields", "names");
    let reply = trial.send(other).await?;
    trial.refused(
        "an id that is no profile's",
        (404, "NOT_FOUND"),
        None,
        &reply,
    );
    Ok(())
}

async fn s5(trial: &mut Trial) -> Tried {
    let many: Vec<Value> = (0..105)
        .map(|at| json!({"value": format!("{at}@people-verify.invalid")}))
        .collect();
    let person = trial.contact(json!({"emailAddresses": many})).await?;
    let list = "/v1/people/me/connections?personFields=emailAddresses&sortOrder=LAST_MODIFIED_DESCENDING&pageSize=10";
    let find = |json: &Value| {
        let people = json["connections"].as_array().into_iter().flatten();
        people
            .clone()
            .find(|other| other["resourceName"] == person["resourceName"])
            .cloned()
    };
    let reply = trial
        .until(Call::get(list), |reply| find(&reply.json).is_some())
        .await?;
    let Some(listed) = find(&reply.json) else {
        return Err(Stop::Untried(
            "the list does not have the new contact".to_owned(),
        ));
    };
    let addresses = listed["emailAddresses"].as_array().map_or(0, Vec::len);
    trial.same("a list returns 100 of 105", 100, addresses);
    let read = trial.read(&person, "emailAddresses").await?;
    let addresses = read["emailAddresses"].as_array().map_or(0, Vec::len);
    trial.same("a read returns all", 105, addresses);
    Ok(())
}

async fn s6(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let read = trial.read(&person, "nicknames").await?;
    trial.same("the name", name(&person), read["resourceName"].clone());
    trial.so(
        "the etag",
        "an etag",
        read["etag"].is_string(),
        &read["etag"],
    );
    trial.same("no metadata", Value::Null, read["metadata"].clone());
    let read = trial.read(&person, "metadata").await?;
    trial.same(
        "metadata that is asked for",
        "PERSON",
        read["metadata"]["objectType"].clone(),
    );
    trial.so(
        "the etag of metadata alone",
        "an etag",
        read["etag"].is_string(),
        &read["etag"],
    );
    Ok(())
}

async fn e4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let number = name(&person)
        .strip_prefix("people/c")
        .and_then(|rest| rest.parse::<u64>().ok());
    trial.so(
        "the name",
        "people/c and a number",
        number.is_some(),
        name(&person),
    );
    let id = person["metadata"]["sources"][0]["id"].clone();
    trial.same(
        "the id of the source",
        number
            .map(|number| format!("{number:x}"))
            .unwrap_or_default(),
        id,
    );
    Ok(())
}

async fn e5(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let time = text(&person["metadata"]["sources"][0]["updateTime"]);
    trial.so(
        "updateTime",
        "such as 2026-05-01T12:00:00.125Z",
        is_time(&time),
        &time,
    );
    Ok(())
}

/// Whether it is RFC 3339 in UTC, with 0, 3 or 6 digits of a second.
pub(super) fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_suffix('Z') else {
        return false;
    };
    let (whole, digits) = time.split_once('.').unwrap_or((time, ""));
    let has_form = whole.len() == 19
        && whole
            .bytes()
            .zip("0000-00-00T00:00:00".bytes())
            .all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                sign => byte == sign,
            });
    let has_point = time.contains('.');
    has_form
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!((has_point, digits.len()), (false, 0) | (true, 3 | 6))
}

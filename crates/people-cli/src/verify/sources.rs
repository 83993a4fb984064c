//! The source and the values that are the contact's own (U5, U7, U9).
use serde_json::{Value, json};

use super::{
    rule::Rule,
    trial::{INVALID, Trial, Tried, each, get, groups, membership, patch, source_etag, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("U5", "An update names a source of the contact", |trial| {
        Box::pin(u5(trial))
    }),
    Rule::new(
        "U7",
        "An update of memberships names a contact group",
        |trial| Box::pin(u7(trial)),
    ),
    Rule::new(
        "U9",
        "An update leaves alone what is not the contact's own",
        |trial| Box::pin(u9(trial)),
    ),
];

async fn u5(trial: &mut Trial) -> Tried {
    let mut person = trial.any_contact().await?;
    let foreign =
        json!({"sources": [{"type": "CONTACT", "id": "1", "etag": source_etag(&person)}]});
    for (case, metadata) in [
        ("no sources", json!({})),
        ("an empty list of sources", json!({"sources": []})),
        (
            "a profile alone",
            json!({"sources": [{"type": "PROFILE", "id": "100000000000000000017"}]}),
        ),
        ("the source of another contact", foreign),
    ] {
        let body =
            json!({"etag": person["etag"], "metadata": metadata, "nicknames": [{"value": case}]});
        let reply = trial.send(patch(&person, "nicknames", &body)).await?;
        match trial.is_observed() {
            true => {
                trial.accepted(&format!("{case}: person.etag is enough"), &reply);
            }
            false => trial.refused(case, INVALID, None, &reply),
        }
        if reply.status == 200 {
            person = reply.json;
        }
    }
    let person = trial.read(&person, "metadata").await?;
    let sources = json!([
        {"type": "PROFILE", "id": "100000000000000000017"},
        {"type": "CONTACT", "id": person["metadata"]["sources"][0]["id"], "etag": source_etag(&person)},
    ]);
    let body = json!({"metadata": {"sources": sources}, "nicknames": [{"value": "After"}]});
    let reply = trial.send(patch(&person, "nicknames", &body)).await?;
    trial.accepted("its own source, among others", &reply);
    Ok(())
}

async fn u7(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let id_alone = json!([{"contactGroupMembership": {"contactGroupId": "myContacts"}}]);
    for (case, fields) in [
        ("no memberships", json!({})),
        ("an empty list", json!({"memberships": []})),
        (
            "a domain is not a group",
            json!({"memberships": [{"domainMembership": {"inViewerDomain": true}}]}),
        ),
        (
            "an id alone names no group",
            json!({"memberships": id_alone}),
        ),
    ] {
        let reply = trial.send(update(&person, "memberships", fields)).await?;
        trial.refused(case, INVALID, None, &reply);
    }
    let outside = json!({"nicknames": [{"value": "After"}], "memberships": []});
    let reply = trial.send(update(&person, "nicknames", outside)).await?;
    trial.accepted("outside the mask they do not count", &reply);
    let after = trial.read(&person, "memberships").await?;
    trial.same(
        "the contact stays in its group",
        json!(["myContacts"]),
        groups(&after),
    );
    let one = json!({"memberships": [membership("contactGroups/myContacts")]});
    let reply = trial.send(update(&after, "memberships", one)).await?;
    trial.accepted("one contact group", &reply);
    Ok(())
}

async fn u9(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let foreign = json!({"source": {"type": "PROFILE", "id": "100000000000000000017"}});
    let mixed = json!([{"value": "Foreign", "metadata": foreign}, {"value": "Own"}]);
    let reply = trial
        .send(update(&person, "nicknames", json!({"nicknames": mixed})))
        .await?;
    trial.accepted("a value of a profile is ignored", &reply);
    let after = trial.read(&person, "nicknames").await?;
    trial.same(
        "only the contact's own values are kept",
        json!(["Own"]),
        each(&after, "nicknames", "value"),
    );

    let Some(linked) = linked(trial).await? else {
        trial.leave_out(
            "not tried on a linked contact: the account has no profile with an e-mail address",
        );
        return Ok(());
    };
    let before = of_others(
        &trial.read(&linked, "emailAddresses,names").await?,
        "emailAddresses",
    );
    let own = linked["emailAddresses"].as_array().into_iter().flatten();
    let own: Vec<&Value> = own
        .filter(|value| value["metadata"]["source"]["type"] == "CONTACT")
        .collect();
    let fields = json!({"emailAddresses": own, "names": []});
    trial
        .ok(update(&linked, "emailAddresses,names", fields))
        .await?;
    let after = of_others(
        &trial.read(&linked, "emailAddresses,names").await?,
        "emailAddresses",
    );
    trial.so(
        "a linked profile keeps its values",
        "the same values",
        before == after,
        "other values",
    );
    Ok(())
}

/// How many values of a field are not the contact's own. Their content is personal data, which the report does not
/// have.
fn of_others(person: &Value, field: &str) -> usize {
    let values = person[field].as_array().into_iter().flatten();
    values
        .filter(|value| value["metadata"]["source"]["type"] != "CONTACT")
        .count()
}

/// A contact that is linked to a profile, if the account has a profile with an e-mail address.
pub(super) async fn linked(trial: &mut Trial) -> Result<Option<Value>, super::trial::Stop> {
    let me = json!({"resourceName": "people/me"});
    let profile = trial.ok(get(&me, "emailAddresses")).await?;
    let address = profile["emailAddresses"][0]["value"].clone();
    if !address.is_string() {
        return Ok(None);
    }
    let fields = json!({"emailAddresses": [{"value": address}]});
    let contact = trial.contact(fields).await?;
    let linked = trial
        .read(&contact, "metadata,names,emailAddresses")
        .await?;
    let sources = linked["metadata"]["sources"].as_array().map_or(0, Vec::len);
    Ok((sources > 1).then_some(linked))
}

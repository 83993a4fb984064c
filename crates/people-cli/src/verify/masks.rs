//! What an update names, and what a read and an update return (U1 to U4).
use serde_json::{Value, json};

use super::{
    api::{Call, Reply},
    rule::Rule,
    trial::{INVALID, Trial, Tried, each, get, name, patch, update, verb},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "U1",
        "The path names the contact that is updated",
        |trial| Box::pin(u1(trial)),
    ),
    Rule::new(
        "U2",
        "An update names the fields that it replaces",
        |trial| Box::pin(u2(trial)),
    ),
    Rule::new("U3", "A mask says which fields are returned", |trial| {
        Box::pin(u3(trial))
    }),
    Rule::new("U4", "Sources say whose values are returned", |trial| {
        Box::pin(u4(trial))
    }),
];

const REQUIRED: &str = "updatePersonFields mask is required. Please specify one or more valid paths. Valid paths are \
                        documented at https://developers.google.com/people/api/rest/v1/people/updateContact.";

async fn u1(trial: &mut Trial) -> Tried {
    let (one, other) = (trial.any_contact().await?, trial.any_contact().await?);
    let change = json!({"resourceName": name(&other), "nicknames": [{"value": "After"}]});
    let reply = trial.send(update(&one, "nicknames", change)).await?;
    trial.same(
        "a name in the body counts for nothing",
        name(&one),
        reply.at("/resourceName"),
    );
    let untouched = trial.read(&other, "nicknames").await?;
    trial.same(
        "the contact that the body names is not changed",
        json!(["Before"]),
        each(&untouched, "nicknames", "value"),
    );

    for (case, no_contact) in [
        ("people/me is not a contact", "people/me"),
        ("a profile is not a contact", "people/100000000000000000017"),
    ] {
        let person = json!({"resourceName": no_contact, "etag": one["etag"]});
        let reply = trial.send(update(&person, "nicknames", json!({}))).await?;
        let text =
            format!("Resource name \"{no_contact}\" is not a valid contact person resource.");
        trial.refused(case, INVALID, &*text, &reply);
    }
    let id = name(&one).replace("people/", "");
    for (case, call) in [
        (
            "another verb is another address",
            verb("PUT", &format!("/v1/people/{id}:updateContact")),
        ),
        (
            "an escaped slash separates nothing",
            verb("PATCH", &format!("/v1/people%2F{id}:updateContact")),
        ),
    ] {
        let reply = trial
            .send_raw(
                call.query("updatePersonFields", "nicknames")
                    .json(&json!({})),
            )
            .await?;
        trial.so(
            case,
            "404 that is not the API's",
            reply.status == 404 && !reply.has_error(),
            &reply,
        );
    }
    Ok(())
}

async fn u2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let body = json!({"etag": person["etag"], "metadata": {"sources": [{"type": "CONTACT"}]}, "nicknames": [{"value": "After"}]});
    let path = format!("/v1/{}:updateContact", name(&person));
    let masked = |mask: &str| Call::patch(&path, &body).query("updatePersonFields", mask);

    for (case, call) in [
        ("without a mask", Call::patch(&path, &body)),
        ("with an empty mask", masked("")),
        ("with commas alone", masked(",,")),
    ] {
        let reply = trial.send(call).await?;
        trial.refused(case, INVALID, REQUIRED, &reply);
    }
    for (case, mask, bad) in [
        (
            "a path that does not exist",
            "nicknames,nickname",
            "nickname",
        ),
        ("a field that can only be read", "photos", "photos"),
        (
            "the first bad path is named",
            "skills,shoeSize,nicknames",
            "shoeSize",
        ),
        ("a nested path", "names.givenName", "names.givenName"),
        ("a star", "*", "*"),
    ] {
        let reply = trial.send(masked(mask)).await?;
        let text = format!(
            "Invalid updatePersonFields mask path: \"{bad}\". Valid paths are documented at \
             https://developers.google.com/people/api/rest/v1/people/updateContact."
        );
        trial.refused(case, INVALID, &*text, &reply);
    }
    let no_mask = r#""nicknames": [{"value": "x"}]"#;
    let reply = trial.send(masked(no_mask)).await?;
    let text = format!(
        "Invalid value at 'update_person_fields' (type.googleapis.com/google.protobuf.FieldMask), Field \
         'update_person_fields', Invalid FieldMask '{no_mask}'. Map keys should be represented as [\"some_key\"]."
    );
    trial.refused("a text that is no mask", INVALID, &*text, &reply);
    trial.same(
        "the error names the parameter",
        "update_person_fields",
        reply.at("/error/details/0/fieldViolations/0/field"),
    );
    let unchanged = trial.read(&person, "nicknames").await?;
    trial.same(
        "a refused update changes nothing",
        json!(["Before"]),
        each(&unchanged, "nicknames", "value"),
    );

    let reply = trial.send(masked(",nicknames,nicknames,")).await?;
    let accepted = trial.accepted("empty segments and duplicates do not count", &reply);
    let person = if accepted { reply.json } else { person };
    let both =
        json!({"nicknames": [{"value": "Two"}], "phoneNumbers": [{"value": "+442079460018"}]});
    let call = update(&person, "nicknames", both).query("updatePersonFields", "phone_numbers");
    let reply = trial
        .send(call.query("personFields", "phoneNumbers"))
        .await?;
    let got = json!([
        each(&reply.json, "nicknames", "value"),
        each(&reply.json, "phoneNumbers", "value")
    ]);
    trial.same(
        "a mask that is given twice is the union, in either spelling",
        json!([["Two"], ["+442079460018"]]),
        got,
    );
    Ok(())
}

async fn u3(trial: &mut Trial) -> Tried {
    let fields = json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": "Before"}]});
    let person = trial.contact(fields).await?;
    let path = format!("/v1/{}", name(&person));
    let reply = trial.send(Call::get(&path)).await?;
    let text = "personFields mask is required. Please specify one or more valid paths. Valid paths are documented at \
                https://developers.google.com/people/api/rest/v1/people/get.";
    trial.refused("a read without a mask", INVALID, text, &reply);
    let reply = trial.send(get(&person, "names,shoeSize")).await?;
    let text = "Invalid personFields mask path: \"shoeSize\". Valid paths are documented at \
                https://developers.google.com/people/api/rest/v1/people/get.";
    trial.refused("a path that does not exist", INVALID, text, &reply);
    let reply = trial.send(get(&person, "nicknames")).await?;
    trial.same(
        "a read returns the fields of its mask",
        json!(["etag", "nicknames", "resourceName"]),
        members(&reply),
    );
    let reply = trial
        .send(get(&person, "nicknames").query("personFields", "names"))
        .await?;
    trial.same(
        "a mask that is given twice is the union",
        json!(["etag", "names", "nicknames", "resourceName"]),
        members(&reply),
    );
    let reply = trial
        .send(get(&person, "skills,ageRanges,coverPhotos"))
        .await?;
    trial.accepted("fields that can only be read are known", &reply);

    let call = update(
        &person,
        "nicknames",
        json!({"nicknames": [{"value": "After"}]}),
    );
    let reply = trial.send(call.query("personFields", "names")).await?;
    let got = json!([
        each(&reply.json, "nicknames", "value"),
        each(&reply.json, "names", "givenName")
    ]);
    trial.same(
        "a write returns the fields of its mask",
        json!([["After"], ["Ada"]]),
        got,
    );
    let all = Call::patch(
        &format!("{path}:updateContact"),
        &json!({
            "etag": reply.at("/etag"),
            "metadata": {"sources": [{"type": "CONTACT"}]},
            "nicknames": [{"value": "Last"}],
        }),
    );
    let reply = trial
        .send(all.query("updatePersonFields", "nicknames"))
        .await?;
    let got = members(&reply);
    let has = |member: &str| {
        got.as_array()
            .is_some_and(|all| all.iter().any(|it| it == member))
    };
    let holds = ["metadata", "names", "nicknames", "userDefined"]
        .into_iter()
        .all(has);
    trial.so(
        "a write without a mask returns all fields",
        "metadata, names, nicknames, userDefined",
        holds,
        &got,
    );
    Ok(())
}

/// The names of the members of a reply, in order.
fn members(reply: &Reply) -> Value {
    let mut names: Vec<&String> = reply
        .json
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys())
        .collect();
    names.sort();
    json!(names)
}

async fn u4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let by = |source: &str| get(&person, "nicknames,metadata").query("sources", source);
    let reply = trial.send(by("READ_SOURCE_TYPE_CONTACT")).await?;
    trial.same(
        "the contact alone",
        json!(["Before"]),
        each(&reply.json, "nicknames", "value"),
    );
    let sources = each(&reply.at("/metadata"), "sources", "type");
    trial.same("and its source alone", json!(["CONTACT"]), sources);
    let reply = trial.send(by("READ_SOURCE_TYPE_PROFILE")).await?;
    trial.same(
        "the profile alone",
        json!([]),
        each(&reply.json, "nicknames", "value"),
    );
    let reply = trial.send(by("READ_SOURCE_TYPE_UNSPECIFIED")).await?;
    trial.same(
        "an unspecified source counts as unset",
        json!(["Before"]),
        each(&reply.json, "nicknames", "value"),
    );
    let reply = trial
        .send(by("READ_SOURCE_TYPE_PROFILE").query("sources", "READ_SOURCE_TYPE_CONTACT"))
        .await?;
    trial.same(
        "both",
        json!(["Before"]),
        each(&reply.json, "nicknames", "value"),
    );
    let reply = trial.send(by("CONTACT")).await?;
    trial.refused("a source that does not exist", INVALID, None, &reply);
    let body = json!({"etag": person["etag"], "metadata": {"sources": [{"type": "CONTACT"}]}, "nicknames": [{"value": "After"}]});
    let reply = trial
        .send(patch(&person, "nicknames", &body).query("sources", "READ_SOURCE_TYPE_PROFILE"))
        .await?;
    trial.same(
        "a write returns less, too",
        json!([]),
        each(&reply.json, "nicknames", "value"),
    );
    Ok(())
}

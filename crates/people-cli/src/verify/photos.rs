//! Photos (H1 to H4).
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{
    api::{Call, Lost, text},
    rule::Rule,
    trial::{INVALID, NOT_FOUND, NOT_FOUND_TEXT, Stop, Trial, Tried, each, get, name},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("H1", "A contact gets a photo", |trial| Box::pin(h1(trial))),
    Rule::new("H2", "A photo is JPEG or PNG", |trial| Box::pin(h2(trial))),
    Rule::new("H3", "A photo is taken away", |trial| Box::pin(h3(trial))),
    Rule::new(
        "H4",
        "The address of a photo changes with its content",
        |trial| Box::pin(h4(trial)),
    ),
];

/// A PNG of one black pixel, and one of one white pixel.
const BLACK: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
const WHITE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==";

fn set(person: &Value, photo: &str) -> Call {
    let body = json!({"photoBytes": photo, "personFields": "photos,metadata"});
    Call::patch(&format!("/v1/{}:updateContactPhoto", name(person)), &body)
}

async fn h1(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let path = format!("/v1/{}:updateContactPhoto", name(&person));
    let reply = trial
        .send(Call::patch(&path, &json!({"photoBytes": BLACK})))
        .await?;
    trial.accepted("a photo", &reply);
    trial.same(
        "without personFields the answer is empty",
        json!({}),
        reply.json,
    );
    let photo =
        |json: &Value| json["photos"][0]["default"] != true && json["photos"][0]["url"].is_string();
    let reply = trial
        .until(get(&person, "photos,metadata"), |reply| photo(&reply.json))
        .await?;
    trial.so(
        "the contact has it",
        "a photo that is not the default one",
        photo(&reply.json),
        reply.at("/photos"),
    );
    trial.so(
        "the contact has a new etag",
        "another etag",
        reply.at("/etag") != person["etag"],
        reply.at("/etag"),
    );
    let other_alphabet = WHITE.replace('+', "-").replace('/', "_");
    let reply = trial
        .send(set(&person, other_alphabet.trim_end_matches('=')))
        .await?;
    trial.accepted("in the other alphabet, without padding", &reply);
    trial.same(
        "with personFields the answer has the contact",
        name(&person),
        reply.at("/person/resourceName"),
    );
    let reply = trial.send(set(&person, "#")).await?;
    trial.refused("what is no base64", INVALID, None, &reply);
    let reply = trial
        .send(set(&json!({"resourceName": "people/me"}), BLACK))
        .await?;
    let me = "Resource name \"people/me\" is not a valid contact person resource.";
    trial.refused("people/me", INVALID, me, &reply);
    Ok(())
}

async fn h2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    for (case, bytes) in [
        ("a GIF", &b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"[..]),
        ("a text", b"people"),
        ("nothing", b""),
    ] {
        let reply = trial
            .send(set(&person, &BASE64_STANDARD.encode(bytes)))
            .await?;
        trial.refused(case, INVALID, "Invalid photo format", &reply);
    }
    let after = trial.read(&person, "photos").await?;
    trial.same(
        "the contact has its photo of before",
        json!([true]),
        each(&after, "photos", "default"),
    );
    Ok(())
}

async fn h3(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let delete = || {
        Call::delete(&format!("/v1/{}:deleteContactPhoto", name(&person)))
            .query("personFields", "photos")
    };
    let reply = trial.send(delete()).await?;
    trial.refused(
        "a contact without a photo",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    trial.ok(set(&person, BLACK)).await?;
    let reply = trial.send(delete()).await?;
    trial.accepted("a contact with one", &reply);
    trial.same(
        "it has the default one again",
        json!([true]),
        each(&reply.at("/person"), "photos", "default"),
    );
    let reply = trial
        .until(get(&person, "photos"), |reply| {
            reply.at("/photos/0/default") == true
        })
        .await?;
    trial.same(
        "a read shows it too",
        json!([true]),
        each(&reply.json, "photos", "default"),
    );
    Ok(())
}

async fn h4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let address = |json: &Value| text(&json["person"]["photos"][0]["url"]);
    let first = address(&trial.ok(set(&person, BLACK)).await?);
    let second = address(&trial.ok(set(&person, WHITE)).await?);
    let again = address(&trial.ok(set(&person, BLACK)).await?);
    trial.so(
        "another photo has another address",
        "two addresses",
        first != second && !second.is_empty(),
        &second,
    );
    match trial.api().fetch(&again).await {
        Ok(reply) => {
            let is_photo =
                reply.status == 200 && reply.header("content-type").starts_with("image/");
            let got = format!("{reply}, {}", reply.header("content-type"));
            trial.so("it needs no credential", "200, an image", is_photo, got);
            Ok(())
        }
        Err(Lost::Interrupted) => Err(Stop::Interrupted),
        Err(Lost::Unsent(why) | Lost::Unanswered(why)) => {
            Err(Stop::Untried(format!("the photo: {why}")))
        }
    }
}

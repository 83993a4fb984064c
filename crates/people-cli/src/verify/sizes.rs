//! Sizes (N2 to N4, N6, N7).
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{
    api::Call,
    rule::Rule,
    trial::{INVALID, Trial, Tried, each, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("N2", "A contact has at most 128 KiB", |trial| {
        Box::pin(n2(trial))
    }),
    Rule::new("N3", "A contact has at most 500 values", |trial| {
        Box::pin(n3(trial))
    }),
    Rule::new(
        "N4",
        "A text has at most 1,024 characters, except of a note",
        |trial| Box::pin(n4(trial)),
    ),
    Rule::new(
        "N6",
        "A request has at most 1,100 members that do not exist",
        |trial| Box::pin(n6(trial)),
    ),
    Rule::new("N7", "A photo has at most 3,000,000 bytes", |trial| {
        Box::pin(n7(trial))
    }),
];

async fn n2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let note = |kib: usize| json!({"biographies": [{"value": "a".repeat(kib << 10)}]});
    let reply = trial
        .send(update(&person, "biographies", note(132)))
        .await?;
    trial.refused("a note of 132 KiB", INVALID, None, &reply);
    let after = trial.read(&person, "nicknames,biographies").await?;
    trial.same(
        "the contact is unchanged",
        json!([]),
        each(&after, "biographies", "value"),
    );
    let reply = trial.send(update(&after, "biographies", note(100))).await?;
    trial.accepted("a note of 100 KiB", &reply);
    Ok(())
}

async fn n3(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let urls = |count: usize| -> Value {
        let urls: Vec<Value> = (0..count)
            .map(|at| json!({"value": format!("https://example.com/{at}")}))
            .collect();
        json!({"urls": urls})
    };
    let reply = trial.send(update(&person, "urls", urls(501))).await?;
    trial.refused("501 values", INVALID, None, &reply);
    let reply = trial.send(update(&person, "urls", urls(490))).await?;
    trial.accepted("490 values", &reply);
    let after = if reply.status == 200 {
        reply.json
    } else {
        person
    };
    let reply = trial.send(update(&after, "urls", urls(1200))).await?;
    trial.refused("1,200 values", INVALID, None, &reply);
    Ok(())
}

async fn n4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let nickname =
        |letter: &str, count: usize| json!({"nicknames": [{"value": letter.repeat(count)}]});
    let reply = trial
        .send(update(&person, "nicknames", nickname("a", 1025)))
        .await?;
    trial.refused("1,025 characters", INVALID, None, &reply);
    let reply = trial
        .send(update(&person, "nicknames", nickname("é", 1024)))
        .await?;
    trial.accepted("1,024 characters of two bytes", &reply);
    let after = if reply.status == 200 {
        reply.json
    } else {
        person
    };
    let note = json!({"biographies": [{"value": "a".repeat(2000)}]});
    let reply = trial.send(update(&after, "biographies", note)).await?;
    trial.accepted("a note of 2,000 characters", &reply);
    Ok(())
}

async fn n6(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let unknown = |count: usize| {
        let mut fields = json!({});
        for at in 0..count {
            fields[format!("shoeSize{at}")] = json!(at);
        }
        update(&person, "nicknames", fields)
    };
    let reply = trial.send(unknown(1101)).await?;
    trial.refused("1,101 of them", INVALID, None, &reply);
    let text = "More than 1100 names are unknown";
    trial.so(
        "its text",
        text,
        reply.message().contains(text),
        reply.message().chars().take(100).collect::<String>(),
    );
    let reply = trial.send(unknown(3)).await?;
    trial.refused("3 of them", INVALID, None, &reply);
    let told = reply.message().matches("Cannot find field.").count();
    trial.same("each of them is reported", 3, told);
    Ok(())
}

async fn n7(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let set = |photo: &[u8]| {
        let body = json!({"photoBytes": BASE64_STANDARD.encode(photo)});
        Call::patch(&format!("/v1/{}:updateContactPhoto", name(&person)), &body)
    };
    let reply = trial.send(set(&jpeg(3_000_001))).await?;
    trial.refused("a larger one", INVALID, None, &reply);
    let read = trial.read(&person, "photos").await?;
    trial.same(
        "the contact has its photo of before",
        json!([true]),
        each(&read, "photos", "default"),
    );
    let reply = trial.send(set(&jpeg(100_000))).await?;
    trial.accepted("a smaller one", &reply);
    Ok(())
}

/// A JPEG of one pixel and of so many bytes or a few more: comments fill it.
fn jpeg(bytes: usize) -> Vec<u8> {
    const COMMENT: usize = 60_000;

    let mut file = vec![0xff, 0xd8];
    while file.len() < bytes {
        file.extend([0xff, 0xfe]);
        file.extend(((COMMENT + 2) as u16).to_be_bytes());
        file.resize(file.len() + COMMENT, b' ');
    }
    file.extend(PIXEL);
    file
}

/// What follows the start of a JPEG of one grey pixel.
const PIXEL: &[u8] = &[
    // Quantization.
    0xff, 0xdb, 0, 67, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, // Frame.
    0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, // Huffman codes.
    0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xc4, 0, 20,
    0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // Scan.
    0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0x3f, 0xff, 0xd9,
];

//! What an update does to the values of its fields (U8, U10, U14).
use serde_json::json;

use super::{
    rule::Rule,
    trial::{INVALID, Trial, Tried, each, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "U8",
        "A singleton has one value of the contact's own",
        |trial| Box::pin(u8(trial)),
    ),
    Rule::new(
        "U10",
        "Each field in the mask is replaced, and no other",
        |trial| Box::pin(u10(trial)),
    ),
    Rule::new("U14", "A date is one of the calendar", |trial| {
        Box::pin(u14(trial))
    }),
];

async fn u8(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    for (field, two) in [
        (
            "names",
            json!([{"givenName": "Ada"}, {"givenName": "Augusta"}]),
        ),
        (
            "birthdays",
            json!([{"date": {"year": 1815}}, {"date": {"year": 1816}}]),
        ),
        ("genders", json!([{"value": "female"}, {"value": "other"}])),
        ("biographies", json!([{"value": "a"}, {"value": "b"}])),
    ] {
        let mut fields = json!({});
        fields[field] = two;
        let reply = trial.send(update(&person, field, fields)).await?;
        let text = format!("Cannot have more than one person.{field} per source.");
        trial.refused(&format!("two {field}"), INVALID, &*text, &reply);
    }
    let empty = json!({"names": [{"givenName": "Ada"}, {}]});
    let reply = trial.send(update(&person, "names", empty)).await?;
    trial.refused(
        "an empty value counts",
        INVALID,
        "Cannot have more than one person.names per source.",
        &reply,
    );
    let outside = json!({"nicknames": [{"value": "After"}], "names": [{"givenName": "Ada"}, {"givenName": "Augusta"}]});
    let reply = trial.send(update(&person, "nicknames", outside)).await?;
    trial.accepted("outside the mask they do not count", &reply);
    Ok(())
}

async fn u10(trial: &mut Trial) -> Tried {
    let person = trial
        .contact(json!({
            "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
            "nicknames": [{"value": "One"}, {"value": "Two"}],
            "emailAddresses": [{"value": "ada@example.com", "type": "home"}],
        }))
        .await?;
    let sent = json!({"nicknames": [{"value": "Three"}], "names": [{"givenName": "Nobody"}]});
    trial.ok(update(&person, "nicknames", sent)).await?;
    let after = trial
        .read(&person, "names,nicknames,emailAddresses")
        .await?;
    trial.same(
        "the field of the mask is replaced as a whole",
        json!(["Three"]),
        each(&after, "nicknames", "value"),
    );
    trial.same(
        "a field outside the mask stays",
        json!(["Ada"]),
        each(&after, "names", "givenName"),
    );
    trial.same(
        "also one that the body leaves out",
        json!(["ada@example.com"]),
        each(&after, "emailAddresses", "value"),
    );

    let sent = json!({"names": [{"givenName": "Augusta"}]});
    trial.ok(update(&after, "names", sent)).await?;
    let after = trial.read(&person, "names").await?;
    trial.same(
        "a member that is left out is gone",
        json!([null]),
        each(&after, "names", "familyName"),
    );

    for (case, fields) in [
        ("the body leaves the field out", json!({})),
        ("the body has an empty list", json!({"nicknames": []})),
        ("the body has null", json!({"nicknames": null})),
    ] {
        let before = trial.read(&person, "nicknames").await?;
        let before = trial
            .ok(update(
                &before,
                "nicknames",
                json!({"nicknames": [{"value": "Filled"}]}),
            ))
            .await?;
        let reply = trial.send(update(&before, "nicknames", fields)).await?;
        trial.accepted(case, &reply);
        let after = trial.read(&person, "nicknames").await?;
        trial.same(
            &format!("{case}: it is cleared"),
            json!([]),
            each(&after, "nicknames", "value"),
        );
    }
    let before = trial.read(&person, "organizations").await?;
    let job = json!([{"name": "Engine", "startDate": {"year": 1833, "month": 6, "day": 5}}]);
    let reply = trial
        .send(update(
            &before,
            "organizations",
            json!({"organizations": job}),
        ))
        .await?;
    trial.same(
        "the dates of a job too",
        json!([{"year": 1833, "month": 6, "day": 5}]),
        each(&reply.json, "organizations", "startDate"),
    );
    Ok(())
}

async fn u14(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    for (case, date) in [
        (
            "29 February of a common year",
            json!({"year": 2023, "month": 2, "day": 29}),
        ),
        ("a month 13", json!({"month": 13})),
        ("a day without a month", json!({"year": 1815, "day": 10})),
        ("a day alone", json!({"day": 10})),
        ("31 April", json!({"month": 4, "day": 31})),
        ("the year 10000", json!({"year": 10000})),
        ("a negative year", json!({"year": -1})),
    ] {
        let fields = json!({"events": [{"date": date, "type": "other"}]});
        let reply = trial.send(update(&person, "events", fields)).await?;
        trial.refused(case, INVALID, None, &reply);
    }
    let dates = json!([
        {"year": 1815, "month": 12, "day": 10}, {"year": 1815, "month": 12}, {"year": 1815}, {"month": 12},
        {"month": 2, "day": 29},
    ]);
    let events: Vec<_> = dates
        .as_array()
        .into_iter()
        .flatten()
        .map(|date| json!({"date": date, "type": "other"}))
        .collect();
    let reply = trial
        .send(update(&person, "events", json!({"events": events})))
        .await?;
    trial.same(
        "all forms of a date",
        dates,
        each(&reply.json, "events", "date"),
    );
    Ok(())
}

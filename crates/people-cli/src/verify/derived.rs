//! The members that the API fills (D1 to D12).
use serde_json::{Value, json};

use super::{
    rule::Rule,
    trial::{INVALID, Stop, Trial, Tried, each, groups, membership, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "D1",
        "Members that are output only are filled anew",
        |trial| Box::pin(d1(trial)),
    ),
    Rule::new("D2", "One value of a field is primary", |trial| {
        Box::pin(d2(trial))
    }),
    Rule::new(
        "D3",
        "A display name is composed of the parts of a name",
        |trial| Box::pin(d3(trial)),
    ),
    Rule::new(
        "D4",
        "The parts of a name and its text are made of each other",
        |trial| Box::pin(d4(trial)),
    ),
    Rule::new(
        "D5",
        "The text of an address is composed of its parts",
        |trial| Box::pin(d5(trial)),
    ),
    Rule::new("D6", "A birthday with a date has no text", |trial| {
        Box::pin(d6(trial))
    }),
    Rule::new("D7", "A phone number has its canonical form", |trial| {
        Box::pin(d7(trial))
    }),
    Rule::new(
        "D8",
        "A contact has a photo, if only the default one",
        |trial| Box::pin(d8(trial)),
    ),
    Rule::new(
        "D9",
        "Memberships are a set, the user's own groups first",
        |trial| Box::pin(d9(trial)),
    ),
    Rule::new("D10", "A value without content is dropped", |trial| {
        Box::pin(d10(trial))
    }),
    Rule::new("D11", "A type has a name to show", |trial| {
        Box::pin(d11(trial))
    }),
    Rule::new(
        "D12",
        "A biography is plain text unless it says otherwise",
        |trial| Box::pin(d12(trial)),
    ),
];

async fn d1(trial: &mut Trial) -> Tried {
    let person = trial
        .contact(json!({
            "resourceName": "people/c5",
            "etag": "never",
            "metadata": {"objectType": "PAGE"},
            "names": [{"givenName": "Ada", "displayName": "Nobody", "displayNameLastFirst": "Nobody"}],
            "emailAddresses": [{"value": "ada@example.com", "type": "home", "formattedType": "Wrong"}],
            "phoneNumbers": [{"value": "+44 20 7946 0018", "canonicalForm": "+1"}],
        }))
        .await?;
    trial.so(
        "the name is the server's",
        "another than people/c5",
        name(&person) != "people/c5",
        name(&person),
    );
    let got = json!([
        person["metadata"]["objectType"],
        person["names"][0]["displayName"],
        person["emailAddresses"][0]["formattedType"],
        person["phoneNumbers"][0]["canonicalForm"],
    ]);
    trial.same(
        "what is sent counts for nothing",
        json!(["PERSON", "Ada", "Home", "+442079460018"]),
        got,
    );
    Ok(())
}

async fn d2(trial: &mut Trial) -> Tried {
    let urls = json!([{"value": "https://example.com/1"}, {"value": "https://example.com/2"}]);
    let person = trial
        .contact(json!({"urls": urls, "names": [{"givenName": "Ada"}]}))
        .await?;
    let primaries = |person: &Value| -> Value {
        let values = person["urls"].as_array().into_iter().flatten();
        values
            .map(|value| value["metadata"]["primary"] == true)
            .collect()
    };
    trial.same(
        "the first value is primary",
        json!([true, false]),
        primaries(&person),
    );
    trial.same(
        "each has its source",
        "CONTACT",
        person["urls"][1]["metadata"]["source"]["type"].clone(),
    );
    trial.same(
        "a name is its source's primary",
        true,
        person["names"][0]["metadata"]["sourcePrimary"].clone(),
    );
    let membership = person["memberships"][0]["metadata"]["primary"].clone();
    trial.same("a membership is not primary", Value::Null, membership);
    let chosen = json!({"sourcePrimary": true});
    let urls = json!([{"value": "https://example.com/1"}, {"value": "https://example.com/2", "metadata": chosen}]);
    let person = trial
        .ok(update(&person, "urls", json!({"urls": urls})))
        .await?;
    trial.same(
        "the one with sourcePrimary is primary",
        json!([false, true]),
        primaries(&person),
    );
    let urls = json!([{"value": "a", "metadata": chosen}, {"value": "b", "metadata": chosen}]);
    let reply = trial
        .send(update(&person, "urls", json!({"urls": urls})))
        .await?;
    trial.refused("two with sourcePrimary", INVALID, None, &reply);
    Ok(())
}

/// A contact with this name; returns the name as the server shows it.
async fn named(trial: &mut Trial, name: Value) -> Result<Value, Stop> {
    let person = trial.contact(json!({"names": [name]})).await?;
    Ok(person["names"][0].clone())
}

async fn d3(trial: &mut Trial) -> Tried {
    let name = named(trial, json!({
        "honorificPrefix": "Dr.", "givenName": "Ada", "middleName": "Byron", "familyName": "Lovelace",
        "honorificSuffix": "III",
    })).await?;
    trial.same(
        "displayName",
        "Dr. Ada Byron Lovelace III",
        name["displayName"].clone(),
    );
    trial.same(
        "displayNameLastFirst",
        "Lovelace, Dr. Ada Byron, III",
        name["displayNameLastFirst"].clone(),
    );
    let name = named(trial, json!({"givenName": "Plato"})).await?;
    let got = json!([name["displayName"], name["displayNameLastFirst"]]);
    trial.same("one part", json!(["Plato", "Plato"]), got);
    Ok(())
}

async fn d4(trial: &mut Trial) -> Tried {
    let name = named(trial, json!({"givenName": "Ada", "familyName": "Lovelace"})).await?;
    trial.same(
        "parts alone",
        "Ada Lovelace",
        name["unstructuredName"].clone(),
    );
    for (text, given, family) in [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Lovelace, Ada", "Ada", "Lovelace"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
    ] {
        let name = named(trial, json!({"unstructuredName": text})).await?;
        let got = json!([name["givenName"], name["familyName"]]);
        trial.same(
            &format!("the text alone: {text}"),
            json!([given, family]),
            got,
        );
    }
    let both =
        json!({"unstructuredName": "The Countess", "givenName": "Ada", "familyName": "Lovelace"});
    let name = named(trial, both).await?;
    let got = json!([
        name["unstructuredName"],
        name["givenName"],
        name["familyName"]
    ]);
    trial.same("both stay", json!(["The Countess", "Ada", "Lovelace"]), got);
    Ok(())
}

async fn d5(trial: &mut Trial) -> Tried {
    let british = json!({
        "streetAddress": "12 St James's Square", "city": "London", "postalCode": "SW1Y 4JH", "countryCode": "GB",
        "country": "United Kingdom",
    });
    let italian = json!({"streetAddress": "Via Po 1", "city": "Torino", "postalCode": "10121", "countryCode": "IT"});
    let own = json!({"formattedValue": "as it was\nwritten", "city": "Paris"});
    let person = trial
        .contact(json!({"addresses": [british, italian, own]}))
        .await?;
    let texts = each(&person, "addresses", "formattedValue");
    let place = |text: &Value, part: &str| text.as_str().and_then(|text| text.find(part));
    let lines = texts[0].as_str().map_or(0, |text| text.lines().count());
    trial.so(
        "the parts, each on its line",
        "more than one line",
        lines > 1,
        &texts[0],
    );
    let british = (place(&texts[0], "London"), place(&texts[0], "SW1Y 4JH"));
    let stands_after = matches!(british, (Some(city), Some(code)) if city < code);
    trial.so(
        "in Britain the postal code stands after the city",
        "London … SW1Y 4JH",
        stands_after,
        &texts[0],
    );
    let italian = (place(&texts[1], "Torino"), place(&texts[1], "10121"));
    let stands_before = matches!(italian, (Some(city), Some(code)) if code < city);
    trial.so(
        "in Italy it stands before it",
        "10121 … Torino",
        stands_before,
        &texts[1],
    );
    trial.same(
        "a text that is sent stays",
        "as it was\nwritten",
        texts[2].clone(),
    );
    Ok(())
}

async fn d6(trial: &mut Trial) -> Tried {
    let birthday =
        json!({"date": {"year": 1815, "month": 12, "day": 10}, "text": "10 December 1815"});
    let person = trial.contact(json!({"birthdays": [birthday]})).await?;
    trial.same(
        "a date and a text: the date",
        json!({"year": 1815, "month": 12, "day": 10}),
        person["birthdays"][0]["date"].clone(),
    );
    trial.same(
        "and no text",
        Value::Null,
        person["birthdays"][0]["text"].clone(),
    );
    let person = trial
        .contact(json!({"birthdays": [{"text": "in winter"}]}))
        .await?;
    trial.same(
        "a text alone stays",
        "in winter",
        person["birthdays"][0]["text"].clone(),
    );
    Ok(())
}

async fn d7(trial: &mut Trial) -> Tried {
    let numbers =
        json!([{"value": "+44 (0)20 7946 0018"}, {"value": "+31 20 794 6001"}, {"value": "none"}]);
    let person = trial.contact(json!({"phoneNumbers": numbers})).await?;
    let got = each(&person, "phoneNumbers", "canonicalForm");
    trial.same(
        "E.164, and nothing for what is no number",
        json!(["+442079460018", "+31207946001", null]),
        got,
    );
    let got = each(&person, "phoneNumbers", "value");
    trial.same(
        "the value stays as it is written",
        json!(["+44 (0)20 7946 0018", "+31 20 794 6001", "none"]),
        got,
    );
    Ok(())
}

async fn d8(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let read = trial.read(&person, "photos").await?;
    trial.same(
        "the default photo",
        json!([true]),
        each(&read, "photos", "default"),
    );
    let url = read["photos"][0]["url"].clone();
    trial.so("it has an address", "an address", url.is_string(), &url);
    Ok(())
}

async fn d9(trial: &mut Trial) -> Tried {
    let group = name(&trial.group("d9").await?);
    let person = trial.any_contact().await?;
    let twice = [
        membership("contactGroups/myContacts"),
        membership(&group),
        membership("contactGroups/myContacts"),
    ];
    let after = trial
        .ok(update(
            &person,
            "memberships",
            json!({"memberships": twice}),
        ))
        .await?;
    let expected = json!([group.trim_start_matches("contactGroups/"), "myContacts"]);
    trial.same("each once, the user's own first", expected, groups(&after));
    Ok(())
}

async fn d10(trial: &mut Trial) -> Tried {
    let values = json!([{"value": "One"}, {"value": ""}, {}, {"value": "Two"}]);
    let person = trial
        .contact(json!({"nicknames": values, "emailAddresses": [{"type": "home"}]}))
        .await?;
    trial.same(
        "values without content",
        json!(["One", "Two"]),
        each(&person, "nicknames", "value"),
    );
    trial.same(
        "a type counts as content",
        json!(["home"]),
        each(&person, "emailAddresses", "type"),
    );
    Ok(())
}

async fn d11(trial: &mut Trial) -> Tried {
    let numbers = json!([
        {"value": "1", "type": "workFax"}, {"value": "2", "type": "home"}, {"value": "3", "type": "Boat"}, {"value": "4"},
    ]);
    let person = trial.contact(json!({"phoneNumbers": numbers})).await?;
    let got = each(&person, "phoneNumbers", "formattedType");
    trial.same(
        "a known type, a custom one and none",
        json!(["Work Fax", "Home", "Boat", null]),
        got,
    );
    Ok(())
}

async fn d12(trial: &mut Trial) -> Tried {
    let person = trial
        .contact(json!({"biographies": [{"value": "Wrote the first program."}]}))
        .await?;
    trial.same(
        "the content type",
        json!(["TEXT_PLAIN"]),
        each(&person, "biographies", "contentType"),
    );
    Ok(())
}

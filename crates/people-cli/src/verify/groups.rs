//! Contact groups (G1 to G8).
use serde_json::{Value, json};

use super::{
    api::{Call, Reply, text},
    identity::is_time,
    members::DEPRECATED,
    rule::Rule,
    trial::{
        INVALID, INVALID_TEXT, NOT_FOUND, NOT_FOUND_TEXT, PRECONDITION, Trial, Tried, each, get,
        groups, membership, name, nobody, update,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("G1", "A group's name is unique", |trial| {
        Box::pin(g1(trial))
    }),
    Rule::new(
        "G2",
        "A group has an id, and a system group its name",
        |trial| Box::pin(g2(trial)),
    ),
    Rule::new(
        "G3",
        "A list has the user's groups, then the system's",
        |trial| Box::pin(g3(trial)),
    ),
    Rule::new("G4", "Each page of groups has a sync token", |trial| {
        Box::pin(g4(trial))
    }),
    Rule::new(
        "G5",
        "A batch has one answer for each group, in order",
        |trial| Box::pin(g5(trial)),
    ),
    Rule::new(
        "G6",
        "An update of a group replaces the fields that it names",
        |trial| Box::pin(g6(trial)),
    ),
    Rule::new("G7", "Contacts join groups and leave them", |trial| {
        Box::pin(g7(trial))
    }),
    Rule::new(
        "G8",
        "A group is deleted, with its contacts if asked for",
        |trial| Box::pin(g8(trial)),
    ),
];

const GROUPS: &str = "/v1/contactGroups";
const EXISTS: (u16, &str) = (409, "ALREADY_EXISTS");

fn create(name: &str) -> Call {
    Call::post(GROUPS, &json!({"contactGroup": {"name": name}}))
}

async fn g1(trial: &mut Trial) -> Tried {
    let taken = trial.group_name("g1");
    let reply = trial.send(create(&taken)).await?;
    trial.accepted("a new name", &reply);
    trial.same("the group has it", json!(taken), reply.at("/name"));
    for (case, name) in [
        ("a name that another group has", taken.clone()),
        ("in another case", taken.to_uppercase()),
        ("the name of a system group", "myContacts".to_owned()),
        (
            "the name that clients show for it",
            "My Contacts".to_owned(),
        ),
    ] {
        let reply = trial.send(create(&name)).await?;
        trial.refused(case, EXISTS, None, &reply);
    }
    let race = trial.group_name("g1 race");
    let replies = trial
        .race(vec![create(&race), create(&race), create(&race)])
        .await?;
    let made = replies.iter().filter(|reply| reply.status == 200).count();
    trial.same("of three that race for a name one is made", 1, made);
    let reply = trial.send(create(" ")).await?;
    trial.refused("a blank name", INVALID, None, &reply);
    Ok(())
}

async fn g2(trial: &mut Trial) -> Tried {
    let group = trial.group("g2").await?;
    let id = text(&group["resourceName"])
        .trim_start_matches("contactGroups/")
        .to_owned();
    let is_hex = !id.is_empty()
        && id
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    trial.so("the id of a group", "hexadecimal", is_hex, id);
    trial.same(
        "the kind of a group",
        "USER_CONTACT_GROUP",
        group["groupType"].clone(),
    );
    let time = text(&group["metadata"]["updateTime"]);
    trial.so(
        "it has an etag and a time",
        "both",
        group["etag"].is_string() && is_time(&time),
        time,
    );
    let call = Call::get("/v1/contactGroups/starred");
    let system = trial.ok(call).await?;
    let got = json!([
        system["name"],
        system["formattedName"],
        system["groupType"],
        system["etag"],
        system["metadata"]
    ]);
    let expected = json!(["starred", "Starred", "SYSTEM_CONTACT_GROUP", null, null]);
    trial.same(
        "a system group has its name for an id, and neither etag nor metadata",
        expected,
        got,
    );
    Ok(())
}

async fn g3(trial: &mut Trial) -> Tried {
    const SYSTEM: [&str; 8] = [
        "all",
        "blocked",
        "chatBuddies",
        "coworkers",
        "family",
        "friends",
        "myContacts",
        "starred",
    ];
    let group = trial.group("g3").await?;
    let call = Call::get(GROUPS).query("pageSize", "1000");
    let has = |reply: &Reply| {
        each(&reply.json, "contactGroups", "resourceName")
            .to_string()
            .contains(&name(&group))
    };
    let reply = trial.until(call, has).await?;
    let kinds = each(&reply.json, "contactGroups", "groupType");
    let kinds: Vec<&Value> = kinds.as_array().into_iter().flatten().collect();
    let own = kinds
        .iter()
        .take_while(|kind| **kind == "USER_CONTACT_GROUP")
        .count();
    let rest_is_system = kinds[own..]
        .iter()
        .all(|kind| **kind == "SYSTEM_CONTACT_GROUP");
    trial.so(
        "the user's groups come first",
        "and then the system's",
        own > 0 && rest_is_system,
        own,
    );
    let names = each(&reply.json, "contactGroups", "name");
    let mut system: Vec<String> = names
        .as_array()
        .into_iter()
        .flatten()
        .skip(own)
        .map(text)
        .collect();
    system.sort();
    trial.same("the system's groups", json!(SYSTEM), json!(system));
    let groups = reply.at("/contactGroups");
    let listed = groups
        .as_array()
        .into_iter()
        .flatten()
        .find(|it| name(it) == name(&group))
        .cloned();
    let listed = listed.unwrap_or_default();
    trial.same(
        "an empty group has no memberCount",
        Value::Null,
        listed["memberCount"].clone(),
    );
    trial.same("all are counted", kinds.len(), reply.at("/totalItems"));
    Ok(())
}

async fn g4(trial: &mut Trial) -> Tried {
    let (kept, gone) = (trial.group("g4 kept").await?, trial.group("g4 gone").await?);
    let list = || {
        Call::get(GROUPS)
            .query("pageSize", "1000")
            .query("groupFields", "name,metadata")
    };
    let reply = trial.send(list()).await?;
    let token = text(&reply.at("/nextSyncToken"));
    trial.so(
        "a token comes without a request for one",
        "nextSyncToken",
        !token.is_empty(),
        &reply,
    );
    let renamed = trial.group_name("g4 renamed");
    trial.ok(rename(&kept, &renamed)).await?;
    trial
        .ok(Call::delete(&format!("/v1/{}", name(&gone))))
        .await?;
    trial.is_gone(&name(&gone));
    let find = |reply: &Reply, group: &Value| {
        let groups = reply.at("/contactGroups");
        groups
            .as_array()
            .into_iter()
            .flatten()
            .find(|it| name(it) == name(group))
            .cloned()
            .unwrap_or_default()
    };
    let call = list().query("syncToken", &token);
    let reply = trial
        .until(call, |reply| {
            find(reply, &gone)["metadata"]["deleted"] == true
        })
        .await?;
    trial.same(
        "a group that was renamed",
        json!(renamed),
        find(&reply, &kept)["name"].clone(),
    );
    trial.same(
        "a group that was deleted",
        true,
        find(&reply, &gone)["metadata"]["deleted"].clone(),
    );
    let count = reply.at("/contactGroups").as_array().map_or(0, Vec::len);
    let system = each(&reply.json, "contactGroups", "groupType")
        .to_string()
        .contains("SYSTEM");
    trial.so(
        "and only the groups that changed",
        "2",
        count == 2 && !system,
        count,
    );
    let reply = trial.send(list().query("syncToken", "people")).await?;
    trial.refused("a token that never was", INVALID, INVALID_TEXT, &reply);
    Ok(())
}

async fn g5(trial: &mut Trial) -> Tried {
    let group = name(&trial.group("g5").await?);
    let batch = |names: &[&str]| {
        let call = Call::get("/v1/contactGroups:batchGet").query("groupFields", "name");
        names
            .iter()
            .fold(call, |call, name| call.query("resourceNames", name))
    };
    let names = [
        "contactGroups/starred",
        "contactGroups/7eee000000000001",
        &group,
    ];
    let reply = trial.send(batch(&names)).await?;
    trial.accepted("three names", &reply);
    trial.same(
        "an answer for each, in order",
        json!(names),
        each(&reply.json, "responses", "requestedResourceName"),
    );
    trial.same(
        "a group that does not exist has its own status",
        5,
        reply.at("/responses/1/status/code"),
    );
    trial.same(
        "the others have the group",
        json!(group),
        reply.at("/responses/2/contactGroup/resourceName"),
    );
    let reply = trial.send(batch(&[])).await?;
    trial.refused("no names", INVALID, INVALID_TEXT, &reply);
    let reply = trial.send(batch(&["contactGroups/starred"; 201])).await?;
    trial.refused("201 names", INVALID, None, &reply);
    Ok(())
}

fn rename(group: &Value, new: &str) -> Call {
    Call::put(
        &format!("/v1/{}", name(group)),
        &json!({"contactGroup": {"name": new}}),
    )
}

async fn g6(trial: &mut Trial) -> Tried {
    let (group, other) = (trial.group("g6").await?, trial.group("g6 other").await?);
    let put = |body: Value| Call::put(&format!("/v1/{}", name(&group)), &body);
    let new = trial.group_name("g6 new");
    let reply = trial.send(rename(&group, &new)).await?;
    trial.accepted("a new name, without an etag", &reply);
    let is_new = reply.at("/etag").is_string() && reply.at("/etag") != group["etag"];
    trial.same(
        "the name, and the same id",
        json!([new, name(&group)]),
        json!([reply.at("/name"), reply.at("/resourceName")]),
    );
    trial.so("a new etag", "another etag", is_new, reply.at("/etag"));
    let stale =
        json!({"contactGroup": {"name": trial.group_name("g6 stale"), "etag": group["etag"]}});
    let reply = trial.send(put(stale)).await?;
    trial.refused("a stale etag", PRECONDITION, None, &reply);
    let read = trial
        .ok(Call::get(&format!("/v1/{}?groupFields=name", name(&group))))
        .await?;
    trial.same("it changes nothing", json!(new), read["name"].clone());
    let reply = trial.send(rename(&group, &text(&other["name"]))).await?;
    trial.refused("a name that another group has", EXISTS, None, &reply);
    let reply = trial.send(rename(&group, " ")).await?;
    trial.refused("a blank name", INVALID, None, &reply);
    let data = json!({
        "contactGroup": {"name": "Nobody", "clientData": [{"key": "k", "value": "v"}]},
        "updateGroupFields": "clientData",
        "readGroupFields": "name,clientData",
    });
    let reply = trial.send(put(data)).await?;
    trial.same(
        "a field outside the mask stays",
        json!([new, "v"]),
        json!([reply.at("/name"), reply.at("/clientData/0/value")]),
    );
    // The name that the group has: a server that accepts it changes nothing.
    let starred = json!({"resourceName": "contactGroups/starred"});
    let reply = trial.send(rename(&starred, "starred")).await?;
    trial.refused("a system group", INVALID, None, &reply);
    Ok(())
}

fn modify(group: &str, add: &[String], remove: &[String]) -> Call {
    let body = json!({"resourceNamesToAdd": add, "resourceNamesToRemove": remove});
    Call::post(&format!("/v1/{group}/members:modify"), &body)
}

async fn g7(trial: &mut Trial) -> Tried {
    let group = name(&trial.group("g7").await?);
    let id = group.trim_start_matches("contactGroups/").to_owned();
    let person = trial.any_contact().await?;
    let own = [name(&person)];
    let reply = trial
        .send(modify(&group, &[name(&person), nobody(0)], &[]))
        .await?;
    trial.same(
        "what does not exist is named",
        json!({"notFoundResourceNames": [nobody(0)]}),
        reply.json,
    );
    let read = get(&person, "memberships");
    let reply = trial
        .until(read, |reply| {
            groups(&reply.json) == json!([id, "myContacts"])
        })
        .await?;
    trial.same(
        "the rest is done",
        json!([id, "myContacts"]),
        groups(&reply.json),
    );
    trial.so(
        "the contact has a new etag",
        "another etag",
        reply.at("/etag") != person["etag"],
        reply.at("/etag"),
    );
    let members = Call::get(&format!("/v1/{group}?maxMembers=10"));
    let reply = trial
        .until(members, |reply| reply.at("/memberCount") == 1)
        .await?;
    let got = json!([reply.at("/memberCount"), reply.at("/memberResourceNames")]);
    trial.same("the group names its member", json!([1, own]), got);
    let reply = trial.send(modify(&group, &[], &own)).await?;
    trial.same("a contact leaves", json!({}), reply.json);
    let reply = trial
        .send(modify("contactGroups/myContacts", &[], &own))
        .await?;
    let expected = json!({"canNotRemoveLastContactGroupResourceNames": own});
    trial.same("the last group cannot be left", expected, reply.json);
    let reply = trial
        .send(modify("contactGroups/friends", &own, &[]))
        .await?;
    trial.refused("a group that takes no members", INVALID, DEPRECATED, &reply);
    let reply = trial.send(modify(&group, &own, &own)).await?;
    trial.refused("a contact that joins and leaves", INVALID, None, &reply);
    let reply = trial
        .send(modify("contactGroups/7eee000000000001", &own, &[]))
        .await?;
    trial.refused(
        "a group that does not exist",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    let many: Vec<String> = (0..1001).map(nobody).collect();
    let reply = trial.send(modify(&group, &many, &[])).await?;
    trial.refused("1001 names", INVALID, None, &reply);
    Ok(())
}

async fn g8(trial: &mut Trial) -> Tried {
    let group = name(&trial.group("g8").await?);
    let person = trial
        .contact(json!({"memberships": [membership(&group)]}))
        .await?;
    let delete = |group: &str| Call::delete(&format!("/v1/{group}"));
    let reply = trial.send(delete(&group)).await?;
    trial.same("a delete is answered", json!({}), reply.json.clone());
    let call = Call::get(&format!("/v1/{group}"));
    let reply = trial.until(call, |reply| reply.status == 404).await?;
    trial.refused(
        "the group does not exist any more",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    if reply.status == 404 {
        trial.is_gone(&group);
    }
    let reply = trial.send(get(&person, "memberships")).await?;
    trial.same(
        "its contact is put in myContacts",
        json!(["myContacts"]),
        groups(&reply.json),
    );
    let reply = trial.send(delete("contactGroups/friends")).await?;
    trial.refused("a system group", INVALID, None, &reply);

    let group = name(&trial.group("g8 with contacts").await?);
    let join = json!({"memberships": [membership(&group), membership("contactGroups/myContacts")]});
    let read = trial.read(&person, "memberships").await?;
    trial.ok(update(&read, "memberships", join)).await?;
    let other = trial.any_contact().await?;
    let reply = trial
        .send(delete(&group).query("deleteContacts", "true"))
        .await?;
    trial.accepted("with its contacts", &reply);
    if reply.status == 200 {
        trial.is_gone(&group);
    }
    let reply = trial
        .until(get(&person, "names"), |reply| reply.status == 404)
        .await?;
    trial.refused(
        "its contact does not exist any more",
        NOT_FOUND,
        NOT_FOUND_TEXT,
        &reply,
    );
    if reply.status == 404 {
        trial.is_gone(&name(&person));
    }
    let reply = trial.send(get(&other, "names")).await?;
    trial.accepted("another contact does", &reply);
    Ok(())
}

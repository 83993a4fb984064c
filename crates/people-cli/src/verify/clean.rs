//! Removing what runs have made: by name after each rule, and by the mark at the end and for `--clean`.
use serde_json::{Value, json};

use super::{
    api::{Api, Call, Lost, Reply, text},
    made::{MARK, Made},
};
use crate::{Outcome, format::Format, output};

/// Removes what the run has made so far. What cannot be removed stays in `made`.
pub(super) async fn made(api: &Api, made: &Made) {
    // Groups last: their members leave them one by one otherwise.
    let (groups, contacts): (Vec<_>, Vec<_>) =
        made.names().into_iter().partition(|name| is_group(name));
    remove(api, &contacts, |name| made.remove(name)).await;
    remove(api, &groups, |name| made.remove(name)).await;
}

/// Looks for what the run has made and `made` does not know, and removes it.
pub(super) async fn sweep(api: &Api, known: &Made, run: &str) {
    made(api, known).await;
    match marked(api, Some(run)).await {
        Ok(found) => {
            known.doubt(false);
            found.iter().for_each(|name| known.add(name));
            made(api, known).await;
        }
        Err(why) => known.set_unswept(format!("the contacts cannot be listed: {why}")),
    }
}

/// Removes what all runs have left in the account.
pub(super) async fn all(api: &Api, format: Format) -> Outcome {
    let found = marked(api, None).await?;
    let mut gone = Vec::new();
    remove(api, &found, |name| gone.push(name.to_owned())).await;
    let mut left = Vec::new();
    for name in &found {
        let is_gone = gone.contains(name);
        let outcome = if is_gone { "deleted" } else { "failed" };
        match format.json {
            true => crate::format::json(&json!({"resourceName": name, "outcome": outcome}))?,
            false if is_gone => output::line(format_args!("{name} is deleted"))?,
            false => {}
        }
        if !is_gone {
            left.push(name.as_str());
        }
    }
    if found.is_empty() && !format.json {
        output::note("earlier runs left nothing");
    }
    match left.is_empty() {
        true => Ok(()),
        false => Err(format!("still there: {}", left.join(", ")).into()),
    }
}

fn is_group(name: &str) -> bool {
    name.starts_with("contactGroups/")
}

/// Deletes by name, and reports which do not exist from then on.
async fn remove(api: &Api, names: &[String], mut gone: impl FnMut(&str)) {
    const ONE_BY_ONE: usize = 10;
    const BATCH: usize = 500;

    let mut rest: Vec<&String> = names.iter().collect();
    let contacts: Vec<&String> = names.iter().filter(|name| !is_group(name)).collect();
    // A batch costs as much of a quota as ten deletes.
    if contacts.len() > ONE_BY_ONE {
        for batch in contacts.chunks(BATCH) {
            let call = Call::post(
                "/v1/people:batchDeleteContacts",
                &json!({"resourceNames": batch}),
            );
            if api
                .send_anyway(&call)
                .await
                .is_ok_and(|reply| reply.status == 200)
            {
                batch.iter().for_each(|name| gone(name));
                rest.retain(|name| !batch.contains(name));
            }
        }
    }
    for name in rest {
        let call = match is_group(name) {
            true => Call::delete(&format!("/v1/{name}")),
            false => Call::delete(&format!("/v1/{name}:deleteContact")),
        };
        match api.send_anyway(&call).await {
            Ok(reply) if reply.status == 200 || reply.status == 404 && reply.has_error() => {
                gone(name)
            }
            Ok(_) => {}
            // Without a server nothing can be removed.
            Err(Lost::Interrupted | Lost::Unsent(_) | Lost::Unanswered(_)) => return,
        }
    }
}

/// The contacts and groups that carry the mark: of this run, or of all.
async fn marked(api: &Api, run: Option<&str>) -> Result<Vec<String>, String> {
    let contacts = Call::get("/v1/people/me/connections?personFields=userDefined&pageSize=1000");
    let is_marked =
        |value: &Value| value["key"] == MARK && run.is_none_or(|run| value["value"] == run);
    let is_ours = |person: &Value| {
        let values = person["userDefined"].as_array();
        values.into_iter().flatten().any(is_marked)
    };
    let mut found = listed(api, &contacts, "connections", is_ours).await?;
    let groups = Call::get("/v1/contactGroups?groupFields=name&pageSize=1000");
    let begin = match run {
        Some(run) => format!("{MARK} {run} "),
        None => format!("{MARK} "),
    };
    let is_ours = |group: &Value| text(&group["name"]).starts_with(&begin);
    found.extend(listed(api, &groups, "contactGroups", is_ours).await?);
    Ok(found)
}

/// The resource names of the entries of a list that are ours.
async fn listed(
    api: &Api,
    list: &Call,
    member: &str,
    is_ours: impl Fn(&Value) -> bool,
) -> Result<Vec<String>, String> {
    // An account has 25,000 contacts at most.
    const PAGES: usize = 100;

    let (mut found, mut page) = (Vec::new(), list.clone());
    for _ in 0..PAGES {
        let reply = api.send_anyway(&page).await.map_err(|lost| match lost {
            Lost::Interrupted => "Ctrl-C was pressed".to_owned(),
            Lost::Unsent(why) | Lost::Unanswered(why) => why,
        })?;
        if reply.status != 200 {
            return Err(reply.to_string());
        }
        found.extend(ours(&reply, member, &is_ours));
        match reply.at("/nextPageToken").as_str() {
            Some(token) => page = list.clone().query("pageToken", token),
            None => return Ok(found),
        }
    }
    Err("the server keeps returning pages of the list".to_owned())
}

fn ours(reply: &Reply, member: &str, is_ours: impl Fn(&Value) -> bool) -> Vec<String> {
    let entries = reply.json[member].as_array().into_iter().flatten();
    let ours = entries.filter(|entry| is_ours(entry));
    ours.map(|entry| text(&entry["resourceName"])).collect()
}

//! What an update of a contact group lost: `FIELD_ERASED`, `BLIND_OVERWRITE` and `EDIT_LOST`.
use std::collections::HashMap;

use people_http::{GroupFields, Returns, Shape};
use people_model::{GroupId, GroupResourceName};
use people_server::{RowState, Written};
use people_store::RowKind;
use serde_json::{Value, json};

use super::{
    exchange::Exchange,
    finding::{Finding, Grade, Kind, LostValue},
    telling::{finding, requests},
};

/// The most groups that are kept for a caller: the most that an account can have.
const GROUPS: usize = 1_000;

/// The members of a group that an update replaces.
const MEMBERS: [(&str, GroupFields); 2] = [
    ("name", GroupFields::NAME),
    ("clientData", GroupFields::CLIENT_DATA),
];

/// What a caller knows about groups.
#[derive(Debug, Default)]
pub(super) struct Groups(HashMap<String, Known>);

/// What it knows about one group: the values of [`MEMBERS`], and the requests whose replies had them.
#[derive(Debug, Default)]
struct Known {
    /// The last request whose reply had the group.
    number: u64,
    members: [Option<(Value, u64)>; 2],
}

impl Groups {
    /// Finds what an update replaced that its caller did not know.
    pub(super) fn judge(&self, exchange: &Exchange, found: &mut Vec<Finding>) {
        let Some((name, update)) = exchange.updated_group() else {
            return;
        };
        // A group of which no reply told is known from elsewhere, and so may be what it says.
        let Some(known) = self.0.get(name) else {
            return;
        };
        let Some((before, after)) = states(exchange) else {
            return;
        };
        for (place, (member, field)) in MEMBERS.into_iter().enumerate() {
            let (before, after) = (&before[member], &after[member]);
            let is_empty = before.is_null() || *before == json!([]);
            if before == after || is_empty || !update.contains(field) {
                continue;
            }
            let has_name = update.contains(GroupFields::NAME);
            let sent = sent(exchange, member);
            let (kind, grade, cause, text) = match &known.members[place] {
                Some((value, number)) if value == before => {
                    if member == "clientData" && sent == Sent::LeftOut && has_name {
                        (
                            Kind::FieldErased,
                            Grade::Warning,
                            *number,
                            "The mask named `clientData`, and the body left it out beside the name.",
                        )
                    } else {
                        continue;
                    }
                }
                Some((_, number)) => (
                    Kind::EditLost,
                    Grade::Error,
                    *number,
                    "Somebody changed a contact group after the program had read it, and the program's update undid \
                     that without a conflict.",
                ),
                // A new name for a group is meant, and so is an empty list.
                None if member == "name" || sent == Sent::Cleared => continue,
                None if sent == Sent::LeftOut && has_name => (
                    Kind::FieldErased,
                    Grade::Error,
                    known.number,
                    "The mask named `clientData`, the body left it out, and the program had not read what was erased.",
                ),
                None if sent == Sent::LeftOut => continue,
                None => (
                    Kind::BlindOverwrite,
                    Grade::Error,
                    known.number,
                    "An update replaced the `clientData` of a contact group, and the program had not read it.",
                ),
            };
            found.push(Finding {
                resource_name: Some(name.to_owned()),
                requests: requests(cause, exchange.number),
                values: vec![LostValue {
                    path: member.to_owned(),
                    before: Some(before.clone()),
                    after: Some(after.clone()).filter(|after| !after.is_null()),
                }],
                ..finding(exchange, kind, grade, text.to_owned())
            });
        }
    }

    /// Learns what replies show, and what the caller wrote.
    pub(super) fn learn(&mut self, exchange: &Exchange) {
        if let Some((name, update)) = exchange.updated_group()
            && let Some((_, after)) = states(exchange)
        {
            let written = MEMBERS
                .map(|(member, field)| update.contains(field).then(|| after[member].clone()));
            self.know(name, written, exchange.number);
        }
        let Some(asked) = exchange.shape.as_ref().and_then(asked) else {
            return;
        };
        let Some((_, seen)) = exchange.seen_reply() else {
            return;
        };
        let groups = exchange.groups(&seen);
        for group in groups {
            let Some(name) = group["resourceName"].as_str() else {
                continue;
            };
            // A member that was asked for and is not there is empty, unless `fields` left it out.
            let is_whole = exchange.selector.is_none();
            let members = MEMBERS.map(|(member, field)| {
                let is_asked = asked.contains(field);
                let value = &group[member];
                (is_asked && (is_whole || !value.is_null())).then(|| value.clone())
            });
            self.know(name, members, exchange.number);
        }
    }

    fn know(&mut self, name: &str, members: [Option<Value>; 2], number: u64) {
        if self.0.len() >= GROUPS && !self.0.contains_key(name) {
            return;
        }
        let known = self.0.entry(name.to_owned()).or_default();
        known.number = number;
        for (known, value) in known.members.iter_mut().zip(members) {
            if let Some(value) = value {
                *known = Some((value, number));
            }
        }
    }
}

/// The fields of groups that a call asks for.
fn asked(shape: &Shape<'_>) -> Option<GroupFields> {
    match shape.returns {
        Returns::Groups(read) => Some(read),
        Returns::People { .. }
        | Returns::OtherContacts(_)
        | Returns::DirectoryPeople(_)
        | Returns::Nothing => None,
    }
}

/// How the body has a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Given,
    Cleared,
    LeftOut,
}

fn sent(exchange: &Exchange, member: &str) -> Sent {
    let body = exchange.body();
    let Some(body) = body.and_then(|body| serde_json::from_slice::<Value>(body).ok()) else {
        // What is not known to the letter counts as meant.
        return Sent::Cleared;
    };
    let group = &body["contactGroup"];
    let value = group.get(member).or_else(|| group.get("client_data"));
    match value {
        None => Sent::LeftOut,
        Some(Value::Null) => Sent::Cleared,
        Some(Value::Array(all)) if all.is_empty() => Sent::Cleared,
        Some(_) => Sent::Given,
    }
}

/// The group of an update before and after it.
fn states(exchange: &Exchange) -> Option<(Value, Value)> {
    let (name, _) = exchange.updated_group()?;
    let is_it = |written: &&Written| match written.kind {
        RowKind::Group => {
            let id = GroupId::new(written.id);
            id.is_some_and(|id| GroupResourceName::from(id).to_string() == name)
        }
        _ => false,
    };
    let written = exchange.written.iter().find(is_it)?;
    let body = |state: &RowState| serde_json::from_str(&state.row.record.body).ok();
    Some((
        body(written.before.as_ref()?)?,
        body(written.after.as_ref()?)?,
    ))
}

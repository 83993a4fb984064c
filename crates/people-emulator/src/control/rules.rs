//! What calls meet besides the API: `/emulator/v1/rules`.
use http::StatusCode;
use people_model::{Code, Status};
use people_server::Api;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Asked, to_json};
use crate::words::invalid;
use crate::{
    Emulator, Rules,
    rules::{Match, Rule},
};

/// Whose rules are meant. Rules of others stay as they are.
const WHOSE: [&str; 2] = ["account", "test"];

/// `GET /emulator/v1/rules`: the rules, with how often each fired.
pub(super) fn list<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&WHOSE)?;
    Ok(listed(emulator, &whose(asked)))
}

/// `PUT /emulator/v1/rules`: replaces the rules.
pub(super) fn replace<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&WHOSE)?;
    let whose = whose(asked);
    let rules = read(emulator, asked, &whose)?;
    emulator.rules().replace(&whose, rules);
    Ok(listed(emulator, &whose))
}

/// `POST /emulator/v1/rules`: adds rules behind the others.
pub(super) fn add<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&WHOSE)?;
    let whose = whose(asked);
    let rules = read(emulator, asked, &whose)?;
    emulator.rules().add(rules);
    Ok(listed(emulator, &whose))
}

/// `DELETE /emulator/v1/rules`: removes the rules.
pub(super) fn delete<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&WHOSE)?;
    let removed = emulator.rules().remove(&whose(asked));
    Ok(to_json(StatusCode::OK, &json!({"removed": removed})))
}

/// `GET /emulator/v1/rules/{id}`: a rule, with how often it fired.
pub(super) fn get<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let id = id(asked)?;
    let rule = emulator.rules().get(id).ok_or_else(|| unknown(id))?;
    Ok(to_json(StatusCode::OK, &rule))
}

/// What `PATCH` changes of a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enable {
    enabled: bool,
}

/// `PATCH /emulator/v1/rules/{id}`: turns a rule on or off.
pub(super) fn enable<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let id = id(asked)?;
    let Enable { enabled } = asked.json()?;
    let rule = emulator.rules().enable(id, enabled);
    Ok(to_json(StatusCode::OK, &rule.ok_or_else(|| unknown(id))?))
}

/// `DELETE /emulator/v1/rules/{id}`: removes a rule. One that is not there is removed already.
pub(super) fn delete_one<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let removed = emulator.rules().remove_one(id(asked)?);
    Ok(to_json(StatusCode::OK, &json!({"removed": removed})))
}

/// The rule in the path.
fn id(asked: &Asked) -> Result<u64, Status> {
    let text = asked.segments.first().map_or("", |id| id.as_str());
    text.parse()
        .map_err(|_| invalid(format!("`{text}`: a rule has a number from 1 on.")))
}

fn unknown(id: u64) -> Status {
    Status::new(Code::NotFound, format!("There is no rule {id}."))
}

fn whose(asked: &Asked) -> Match {
    Match {
        account: asked.parameter("account").map(str::to_owned),
        test: asked.parameter("test").map(str::to_owned),
        ..Match::default()
    }
}

/// The rules of the body. Each is for the account and the test that the address names.
fn read<A: Api>(emulator: &Emulator<A>, asked: &Asked, whose: &Match) -> Result<Vec<Rule>, Status> {
    let json = str::from_utf8(&asked.body).map_err(|_| invalid("The body is no text."))?;
    let rules = Rules::read(json, emulator.grammar());
    let rules = rules.map_err(|error| invalid(format!("The body: {error}.")))?;
    let mut rules = rules.into_rules();
    for (index, rule) in rules.iter_mut().enumerate() {
        let of = |name: &str, own: &mut Option<String>, of: &Option<String>| match (&own, of) {
            (_, None) => Ok(()),
            (None, Some(_)) => {
                own.clone_from(of);
                Ok(())
            }
            (Some(own), Some(of)) if own == of => Ok(()),
            (Some(own), Some(of)) => Err(invalid(format!(
                "The body: rule {index} is for the {name} `{own}`, and the address for `{of}`."
            ))),
        };
        of("account", &mut rule.filter.account, &whose.account)?;
        of("test", &mut rule.filter.test, &whose.test)?;
    }
    Ok(rules)
}

fn listed<A: Api>(emulator: &Emulator<A>, whose: &Match) -> axum::response::Response {
    let rules = emulator.rules().list(whose);
    to_json(StatusCode::OK, &json!({"rules": rules}))
}

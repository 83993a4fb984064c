//! A rule of the emulator in words, and as the inputs of a form.
use people_model::{Code, Method};
use serde_json::{Map, Value, json};

use crate::visit::Fields;

/// What can happen to a call: the name of its input, its title, and its explanation.
pub(crate) const KINDS: [Kind; 8] = [
    Kind::new(
        "status",
        "It fails",
        "with this error, in the words of the API. After the time the client may try again.",
    ),
    Kind::new(
        "quota",
        "The quota is used up",
        "as if the account had made too many reads or writes in a minute.",
    ),
    Kind::new(
        "page",
        "A proxy answers",
        "a page with this status, and no JSON. The API is not asked.",
    ),
    Kind::new(
        "delay",
        "It waits",
        "so long, such as 300ms or 2s, and then gets its answer.",
    ),
    Kind::new(
        "drop",
        "The connection breaks",
        "so that the client does not know whether the call was made.",
    ),
    Kind::new(
        "lag",
        "Reads lag behind",
        "and answer what they answered before a write: for a time such as 5s, or so many reads.",
    ),
    Kind::new(
        "warmUp",
        "A search is cold",
        "and finds nothing, until one with an empty query was made.",
    ),
    Kind::new(
        "edit",
        "Somebody else edits",
        "this contact just before the call: each line sets a value.",
    ),
];

pub(crate) struct Kind {
    /// The member of `then`.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) meaning: &'static str,
}

impl Kind {
    const fn new(name: &'static str, label: &'static str, meaning: &'static str) -> Self {
        Self {
            name,
            label,
            meaning,
        }
    }
}

/// The content of the inputs of the form.
pub(crate) struct RuleForm {
    fields: Fields,
    /// The rule as JSON.
    pub(crate) text: String,
}

/// What the inputs hold at first.
const DEFAULTS: [(&str, &str); 9] = [
    ("kind", "status"),
    ("times", "1"),
    ("status", "UNAVAILABLE"),
    ("quota", "reads"),
    ("page", "502"),
    ("delay", "300ms"),
    ("drop", "after"),
    ("lag", "5s"),
    ("set", "names.familyName=Byron"),
];

/// A rule to begin with.
const EXAMPLE: &str = r#"{
  "match": {"account": "ada", "method": "people.people.updateContact"},
  "times": 1,
  "then": {"status": "UNAVAILABLE", "retryAfter": "2s"}
}"#;

impl RuleForm {
    pub(crate) fn new() -> Self {
        let defaults = DEFAULTS.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            fields: Fields(defaults.into()),
            text: EXAMPLE.to_owned(),
        }
    }

    /// The form as it was sent. A rule as JSON comes without the inputs: they are as at first.
    pub(crate) fn sent(form: &Fields) -> Self {
        let mut sent = Self::new();
        if let Some(rule) = form.filled("rule") {
            rule.clone_into(&mut sent.text);
        }
        if form.get("kind").is_some() {
            sent.fields = form.clone();
        }
        sent
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.text(name)
    }

    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    pub(crate) fn methods(&self) -> impl Iterator<Item = &'static str> {
        Method::ALL.into_iter().map(Method::id)
    }

    /// The errors that a call can have.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &'static str> {
        let codes = Code::ALL.iter().filter(|code| **code != Code::Ok);
        let names = codes.map(|code| code.as_str());
        names.chain(["EXPIRED_SYNC_TOKEN"])
    }

    /// The rule that the inputs say. What is wrong with it, the emulator says.
    pub(crate) fn rule(&self) -> Value {
        let text = |name: &str| self.fields.filled(name).map(Value::from);
        let kind = self.value("kind");
        let value = match kind {
            "warmUp" => Some(true.into()),
            "page" => text(kind).map(number),
            "lag" => text(kind).map(number),
            "edit" => Some(self.edit()),
            kind => text(kind),
        };
        let mut then = members([(kind, value)]);
        if matches!(kind, "status" | "quota") {
            let after = text(&format!("{kind}.retryAfter"));
            then.extend(members([("retryAfter", after)]));
        }
        let filter = members([
            ("account", text("account")),
            ("method", text("method")),
            ("test", text("test")),
            ("after", text("after").map(number)),
        ]);
        let filter = (!filter.is_empty()).then_some(filter.into());
        let rule = members([
            ("match", filter),
            ("times", text("times").map(number)),
            ("then", Some(then.into())),
        ]);
        rule.into()
    }

    fn edit(&self) -> Value {
        let name = self.fields.filled("contact").unwrap_or_default();
        let lines = self.value("set").lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        json!({"resourceName": name, "set": lines.collect::<Vec<_>>()})
    }
}

/// The members that have a value.
fn members<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Map<String, Value> {
    let pairs = pairs.into_iter();
    let set = pairs.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    set.collect()
}

/// A text of digits as a number; another text as it is, so that the emulator says what is wrong.
fn number(text: Value) -> Value {
    let number = text.as_str().and_then(|text| text.parse::<u64>().ok());
    number.map_or(text, Value::from)
}

/// Which calls a rule is for, in words.
pub(crate) fn calls(rule: &Value) -> Vec<(&'static str, String)> {
    let filter = &rule["match"];
    let named = ["account", "method", "test"].map(|name| {
        let value = filter[name].as_str()?;
        Some((name, value.to_owned()))
    });
    let after = filter["after"].as_u64().filter(|after| *after > 0);
    let after = after.map(|after| ("after", format!("{after} calls")));
    named.into_iter().chain([after]).flatten().collect()
}

/// What a rule does, in words.
pub(crate) fn what(rule: &Value) -> String {
    let then = &rule["then"];
    let member = |name: &str| match &then[name] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let text = |name: &str| member(name).unwrap_or_default();
    let after = member("retryAfter").map(|time| format!(", try again after {time}"));
    let after = after.unwrap_or_default();
    let kind = KINDS.iter().find(|kind| !then[kind.name].is_null());
    match kind.map(|kind| kind.name) {
        Some("status") => format!("It fails: {}{after}", text("status")),
        Some("quota") => format!("The quota of {} is used up{after}", text("quota")),
        Some("page") => format!("A proxy answers {}", text("page")),
        Some("delay") => format!("It waits {}", text("delay")),
        Some("drop") => match &*text("drop") {
            "before" => "The connection breaks before the call".to_owned(),
            "after" => "The connection breaks after the call, before the reply".to_owned(),
            _ => "The connection breaks in the middle of the reply".to_owned(),
        },
        Some("lag") => match then["lag"].as_u64() {
            Some(reads) => format!("Reads lag behind a write, {reads} times each"),
            None => format!("Reads lag behind a write, for {}", text("lag")),
        },
        Some("warmUp") => "A search finds nothing until one with an empty query".to_owned(),
        Some("edit") => {
            let edit = &then["edit"];
            let contact = edit["resourceName"].as_str().unwrap_or_default();
            let steps = ["clear", "remove", "set", "add", "mask"];
            let steps = steps.iter().filter_map(|step| match &edit[*step] {
                Value::Null => None,
                value => Some(format!(", {step} {}", crate::person::value_text(value))),
            });
            format!("Somebody else edits {contact}{}", steps.collect::<String>())
        }
        Some(_) | None => then.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use people_emulator::Rules;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> RuleForm {
        let mut form = RuleForm::new();
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        form.fields.0.extend(pairs);
        form
    }

    #[test]
    fn w46_each_kind_of_the_form_is_a_rule_and_has_words() {
        for kind in &KINDS {
            let form = form(&[("kind", kind.name), ("contact", "people/c17")]);
            let mut rule = form.rule();
            let words = what(&rule);
            assert!(!words.contains('{'), "in words, and not as JSON: {words}");
            if kind.name == "edit" {
                // Its steps are those of a command line, which this emulator does not know.
                rule["then"]["edit"] = json!({
                    "resourceName": rule["then"]["edit"]["resourceName"],
                    "person": {}, "mask": "names"
                });
            }
            let read = Rules::from_json(&rule.to_string());
            assert_eq!(read.map(|rules| rules.len()), Ok(1), "{rule}");
        }
    }

    #[test]
    fn w46_a_form_names_what_is_filled_in_alone() {
        let rule = form(&[("times", ""), ("after", "2"), ("account", " ada ")]).rule();
        assert_eq!(
            rule,
            json!({"match": {"account": "ada", "after": 2}, "then": {"status": "UNAVAILABLE"}})
        );
        assert_eq!(form(&[("times", "x")]).rule()["times"], "x");
        let quota = form(&[("kind", "quota"), ("quota.retryAfter", "2s")]).rule();
        assert_eq!(quota["then"], json!({"quota": "reads", "retryAfter": "2s"}));
        let calls = calls(&rule);
        assert_eq!(
            calls,
            [
                ("account", "ada".to_owned()),
                ("after", "2 calls".to_owned())
            ]
        );
    }
}

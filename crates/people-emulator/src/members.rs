//! The members of JSON objects that a test writes. An error says what is wrong, and what would be right.
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::words::nearest;

/// The members of an object that were not read yet.
#[derive(Debug)]
pub(crate) struct Members {
    /// What the object is, such as `then`.
    of: &'static str,
    rest: Map<String, Value>,
    /// The members that it may have, in the order in which they were asked for.
    known: Vec<&'static str>,
}

impl Members {
    /// The members of an object; `of` names it, and `form` is what it looks like.
    ///
    /// # Errors
    ///
    /// When `value` is not an object.
    pub(crate) fn new(of: &'static str, form: &str, value: Value) -> Result<Self, String> {
        match value {
            Value::Object(rest) => Ok(Self {
                of,
                rest,
                known: Vec::new(),
            }),
            other => Err(format!(
                "`{of}` is an object such as `{form}`, and not `{other}`"
            )),
        }
    }

    /// A member; `null` means that it is left out.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.rest.remove(name).filter(|value| !value.is_null())
    }

    /// A member that is a text; `form` is what it looks like, such as `"ada"`.
    pub(crate) fn text(
        &mut self,
        name: &'static str,
        form: &str,
    ) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!(
                "`{name}` is a text such as `{form}`, and not `{other}`"
            )),
        }
    }

    /// A member that is a text of some form; `form` is what it looks like.
    pub(crate) fn parsed<T: FromStr<Err = String>>(
        &mut self,
        name: &'static str,
        form: &str,
    ) -> Result<Option<T>, String> {
        let text = self.text(name, form)?;
        let parsed = text.map(|text| text.parse().map_err(|why| format!("`{name}`: {why}")));
        parsed.transpose()
    }

    /// A member that is a whole number.
    pub(crate) fn number(&mut self, name: &'static str, form: u64) -> Result<Option<u64>, String> {
        let Some(value) = self.take(name) else {
            return Ok(None);
        };
        let wrong = || format!("`{name}` is a whole number such as `{form}`, and not `{value}`");
        value.as_u64().map(Some).ok_or_else(wrong)
    }

    /// A member that is `true` or `false`.
    pub(crate) fn boolean(&mut self, name: &'static str) -> Result<Option<bool>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(value)),
            Some(other) => Err(format!("`{name}` is `true` or `false`, and not `{other}`")),
        }
    }

    /// Refuses what else the object has.
    pub(crate) fn finish(self) -> Result<(), String> {
        let Some(unknown) = self.rest.keys().next() else {
            return Ok(());
        };
        let near = nearest(unknown, self.known.iter().copied());
        let near = near.map(|near| format!(" Did you mean `{near}`?"));
        Err(format!(
            "`{}` has no member `{unknown}`.{} Its members are: {}",
            self.of,
            near.unwrap_or_default(),
            self.known.join(", ")
        ))
    }
}

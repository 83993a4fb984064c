//! A message under construction.

/// The members of a JSON object, each written where it stays.
pub(super) struct Members {
    json: String,
}

impl Members {
    pub(super) fn new() -> Self {
        Self {
            json: String::from("{"),
        }
    }

    /// Where the next member belongs. The caller appends it, and nothing else.
    pub(super) fn next(&mut self) -> &mut String {
        if self.json.len() > 1 {
            self.json.push(',');
        }
        &mut self.json
    }

    /// The whole object.
    pub(super) fn finish(mut self) -> String {
        self.json.push('}');
        self.json
    }
}

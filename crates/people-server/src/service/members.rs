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

    /// Adds a member: its name, a colon and its value.
    pub(super) fn push(&mut self, member: &str) {
        self.next().push_str(member);
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

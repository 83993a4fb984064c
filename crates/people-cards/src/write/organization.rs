//! Organizations, and the positions in them.

use people_model::PersonField as F;
use serde_json::Value;

use super::Manner;
use crate::{
    draft::{Content, Draft},
    mapping::Entry,
};

impl Manner<'_> {
    pub(super) fn organization(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let mut drafts = Vec::new();
        // A `ROLE` alone is an occupation.
        let has_role_alone = text("title").is_empty() && !text("jobDescription").is_empty();
        if !text("name").is_empty() || !text("department").is_empty() || has_role_alone {
            let mut parts = vec![text("name").to_owned()];
            if !text("department").is_empty() {
                parts.push(text("department").to_owned());
            }
            drafts.push(Draft::new("ORG", Content::Parts(parts)));
        }
        for (name, member) in [
            ("TITLE", "title"),
            ("ROLE", "jobDescription"),
            ("X-PHONETIC-ORG", "phoneticName"),
        ] {
            if !text(member).is_empty() {
                drafts.push(Draft::text(name, text(member)));
            }
        }
        if drafts.is_empty() {
            return drafts;
        }
        let first = drafts.remove(0);
        let mut all = self.typed(F::Organizations, entry, first);
        let label = all.split_off(1);
        all.append(&mut drafts);
        all.extend(label);
        if let Some(group) = all[0].group.clone() {
            for draft in &mut all {
                draft.group = Some(group.clone());
            }
        }
        all
    }
}

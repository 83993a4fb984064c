//! Names and nicknames.

use people_model::PersonField as F;
use serde_json::Value;

use super::{Manner, android, leading};
use crate::{
    composed::name_of,
    draft::{Content, Draft},
    mapping::{Entry, NAME, PHONETIC},
    version::Version,
};

impl Manner<'_> {
    pub(super) fn name(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let parts = NAME.map(|member| text(member).to_owned()).to_vec();
        let composed = name_of(entry).map(|name| people_rules::display_name(&name));
        let full = match text("unstructuredName") {
            "" => composed.unwrap_or_default(),
            unstructured => unstructured.to_owned(),
        };
        let mut drafts = vec![
            Draft::new("N", Content::Parts(parts)),
            Draft::text("FN", &full),
        ];
        for (member, name) in PHONETIC {
            if !text(member).is_empty() {
                drafts.push(Draft::text(name, text(member)));
            }
        }
        drafts
    }

    pub(super) fn nickname(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        if self.is_android()
            && let Some(draft) = android(F::Nicknames, entry)
            && text("type") != "DEFAULT"
        {
            return leading(entry, vec![draft]);
        }
        let value = Content::List(vec![text("value").to_owned()]);
        let drafts = match text("type") {
            "" | "DEFAULT" => vec![Draft::new("NICKNAME", value)],
            "MAIDEN_NAME" if self.version != Version::V4 => vec![Draft::new("X-MAIDENNAME", value)],
            kind => {
                let kind = format!("x-{}", kind.to_ascii_lowercase().replace('_', "-"));
                vec![Draft::new("NICKNAME", value).param("TYPE", &kind)]
            }
        };
        leading(entry, drafts)
    }
}

//! Texts that follow from other members of a value.

use people_model::Name;
use serde_json::Value;

use crate::mapping::Entry;

/// The name that an entry is.
pub(crate) fn name_of(entry: &Entry) -> Option<Name> {
    serde_json::from_value(Value::Object(entry.clone())).ok()
}

/// Removes the text that follows from the parts of an address.
pub(crate) fn drop_composed_address(entry: &mut Entry) {
    let Some(formatted) = entry.remove("formattedValue") else {
        return;
    };
    let address: Option<people_model::Address> =
        serde_json::from_value(Value::Object(entry.clone())).ok();
    let composed = address.map(|address| people_rules::formatted_address(&address));
    if composed
        .as_deref()
        .is_none_or(|composed| composed.is_empty() || formatted != composed)
    {
        entry.insert("formattedValue".to_owned(), formatted);
    }
}

//! What `Debug` shows of a message: enough to distinguish messages in a log, and no contact data.

use std::fmt;

use serde_json::{Map, Value};

use crate::descriptor::Descriptor;

/// `Debug` for messages.
macro_rules! short_debug {
    ($($message:ident)*) => {$(
        /// The members that are set, without their values; `{:#?}` shows the values, too.
        impl std::fmt::Debug for $message {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let descriptor = <Self as $crate::Message>::DESCRIPTOR;
                $crate::debug::fmt(descriptor, &$crate::Message::to_json(self), f)
            }
        }
    )*};
}

pub(crate) use short_debug;

/// Shows a message by its JSON text. One function for all types.
pub(crate) fn fmt(descriptor: &Descriptor, json: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let members: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    if f.alternate() {
        return write!(f, "{} {:#}", descriptor.name, Value::from(members));
    }
    let mut shown = f.debug_struct(descriptor.name);
    let mut unknown = 0;
    for (name, value) in &members {
        match (descriptor.member(name), value) {
            // Even its name could say something.
            (None, _) => unknown += 1,
            // Which contact or group it is says nothing about it.
            (Some(_), Value::String(id)) if name == "resourceName" => {
                shown.field(name, &format_args!("{id}"));
            }
            (Some(_), Value::Array(values)) => {
                shown.field(name, &values.len());
            }
            (Some(_), _) => {
                shown.field(name, &format_args!("…"));
            }
        }
    }
    if unknown > 0 {
        shown.field("unknown", &unknown);
    }
    shown.finish()
}

//! Names in messengers.

use people_model::PersonField as F;
use serde_json::Value;

use super::Manner;
use crate::{
    draft::{Content, Draft},
    flavour::Flavour,
    mapping::{Entry, MESSENGERS, PROPERTIES, Property},
    version::Version,
};

impl Manner<'_> {
    pub(super) fn im(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let (user, protocol) = (text("username"), text("protocol"));
        let known = MESSENGERS.iter().find(|(known, ..)| *known == protocol);
        if self.flavour == Flavour::Outlook && protocol.is_empty() {
            return self.typed(F::ImClients, entry, Draft::text("X-MS-IMADDRESS", user));
        }
        if self.version == Version::V2_1
            && let Some((protocol, ..)) = known
        {
            let name = PROPERTIES
                .iter()
                .find(|(_, property)| *property == Property::ImOf(protocol));
            let name = name.map_or("X-JABBER", |(name, _)| name);
            return self.typed(F::ImClients, entry, Draft::text(name, user));
        }
        let scheme = known.map_or("x-apple", |(_, _, scheme)| scheme);
        let user = percent_encode(user);
        let mut line = Draft::new("IMPP", Content::Uri(format!("{scheme}:{user}")));
        if !protocol.is_empty() {
            let name = if self.version == Version::V4 && self.flavour != Flavour::Apple {
                "SERVICE-TYPE"
            } else {
                "X-SERVICE-TYPE"
            };
            line = line.param(name, known.map_or(protocol, |(_, service, _)| service));
        }
        self.typed(F::ImClients, entry, line)
    }

    pub(super) fn sip(&self, entry: &Entry) -> Vec<Draft> {
        let value = entry
            .get("value")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let is_uri = value
            .get(..4)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("sip:"));
        let line = if is_uri && self.version != Version::V2_1 {
            Draft::new("IMPP", Content::Uri(value.to_owned()))
        } else {
            Draft::text("X-SIP", value)
        };
        self.typed(F::SipAddresses, entry, line)
    }
}

/// The text as a part of an address: letters of other meaning are `%XX`.
fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@+!$&'*/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

//! Names in messengers.

use people_model::PersonField as F;
use serde_json::Map;

use super::{
    Reader, Unit,
    values::{put, text},
};
use crate::{
    mapping::{Entry, MESSENGERS},
    quoted_printable,
};

impl Reader<'_> {
    pub(super) fn im(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let value = line.text();
        let service = line
            .param("SERVICE-TYPE")
            .or_else(|| line.param("X-SERVICE-TYPE"));
        let (scheme, address) = value
            .split_once(':')
            .filter(|(scheme, _)| {
                scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
            .unwrap_or(("", &value));
        let unit = |field, entry| Unit {
            field,
            entries: vec![entry],
            lines: vec![at],
            spare: Vec::new(),
        };
        if service.is_none() && scheme.eq_ignore_ascii_case("sip") {
            let entry = self.typed(at, F::SipAddresses, "value")?;
            return Some(unit(F::SipAddresses, entry));
        }
        let known = match service {
            Some(service) => MESSENGERS.iter().find(|(protocol, name, _)| {
                name.eq_ignore_ascii_case(service) || protocol.eq_ignore_ascii_case(service)
            }),
            None => MESSENGERS
                .iter()
                .find(|(_, _, known)| known.eq_ignore_ascii_case(scheme) && *known != "x-apple"),
        };
        let protocol = match (known, service) {
            (Some((protocol, _, _)), _) => *protocol,
            (None, Some(service)) => service,
            (None, None) if scheme.eq_ignore_ascii_case("x-apple") => "",
            (None, None) => scheme,
        };
        let mut entry = Map::new();
        put(&mut entry, "username", percent_decode(address));
        if entry.is_empty() {
            return None;
        }
        put(&mut entry, "protocol", protocol.to_owned());
        self.kind(at, F::ImClients, &mut entry);
        Some(unit(F::ImClients, entry))
    }

    pub(super) fn im_of(&self, at: usize, protocol: &str) -> Option<Entry> {
        let mut entry = text(self.line(at), "username", None)?;
        put(&mut entry, "protocol", protocol.to_owned());
        self.kind(at, F::ImClients, &mut entry);
        Some(entry)
    }
}

/// The text of an address, whose other letters are `%XX`.
fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let quoted: String = text.replace('=', "=3D").replace('%', "=");
    String::from_utf8(quoted_printable::decode(&quoted)).unwrap_or_else(|_| text.to_owned())
}

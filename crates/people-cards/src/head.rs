//! The part of a line before its colon.

use crate::{
    encoding::{ValueEncoding, decode_text, encoding_of},
    param::{Param, parse_params},
};

/// What a line has before its colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) group: Option<String>,
    pub(crate) name: String,
    pub(crate) params: Vec<Param>,
    /// The bytes before the colon.
    pub(crate) length: usize,
    pub(crate) is_quoted: bool,
    pub(crate) is_base64: bool,
}

impl Head {
    /// None if it has no name.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = decode_text(bytes, None);
        let (name, params) = match text.find(';') {
            None => (&*text, ""),
            Some(at) => (&text[..at], &text[at..]),
        };
        let (group, name) = match name.trim().rsplit_once('.') {
            None => (None, name.trim()),
            Some((group, name)) => (Some(group.to_owned()), name),
        };
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "-_/".contains(letter))
        };
        if !is_name(name) {
            return None;
        }
        let params = parse_params(params);
        let encoding = |wanted| {
            params.iter().any(|param| {
                (param.name.is_empty() || param.is_named("ENCODING"))
                    && param
                        .values
                        .iter()
                        .any(|value| encoding_of(value.trim()) == Some(wanted))
            })
        };
        Some(Self {
            name: name.to_owned(),
            length: bytes.len(),
            is_quoted: encoding(ValueEncoding::QuotedPrintable),
            is_base64: encoding(ValueEncoding::Base64),
            group,
            params,
        })
    }

    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

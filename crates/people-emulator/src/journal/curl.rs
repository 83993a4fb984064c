//! A request as a command for a shell (rule `X5`).
use std::fmt::Write as _;

use http::{HeaderName, header};

use super::{
    Entry,
    credentials::{is_credential, without_removed},
};

/// The command that sends the request again, to the server at `base`. It pastes into sh.
///
/// Credentials are not in the journal. With `--auth dev`, the name of the account is a token.
pub(crate) fn curl(entry: &Entry, base: &str) -> String {
    let mut command = String::new();
    let body = entry.request.plain().unwrap_or_default();
    let text = str::from_utf8(&body)
        .ok()
        .filter(|text| !text.contains('\0'));
    if text.is_none() {
        // A shell has no word for such bytes.
        let octal = body.iter().fold(String::new(), |mut octal, byte| {
            write!(octal, "\\{byte:03o}").unwrap_or_default(); // a text takes everything
            octal
        });
        write!(command, "printf '{octal}' | ").unwrap_or_default();
    }
    let address = quoted(&format!("{base}{}", without_removed(&entry.address)));
    write!(command, "curl -sS -g -X {} {address}", entry.verb).unwrap_or_default();
    if let Some(account) = &entry.account {
        let bearer = format!("Authorization: Bearer {}", account.as_str());
        write!(command, " -H {}", quoted(&bearer)).unwrap_or_default();
    }
    for (name, value) in entry.request.headers.iter() {
        if LEFT_OUT.iter().any(|it| it == name) || is_credential(name) {
            continue;
        }
        let value = String::from_utf8_lossy(value);
        let field = match value.is_empty() {
            true => format!("{name};"),
            false => format!("{name}: {value}"),
        };
        write!(command, " -H {}", quoted(&field)).unwrap_or_default();
    }
    match text {
        Some("") => {}
        Some(text) => write!(command, " --data-raw {}", quoted(text)).unwrap_or_default(),
        None => command.push_str(" --data-binary @-"),
    }
    command.push('\n');
    command
}

/// Header fields that curl sends itself, and those that are no longer true for the body.
const LEFT_OUT: [HeaderName; 7] = [
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONTENT_ENCODING,
    header::ACCEPT_ENCODING,
    header::USER_AGENT,
];

/// A word for sh.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

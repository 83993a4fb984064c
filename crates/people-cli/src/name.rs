//! The values of flags that are names or addresses, read before anything is sent.
use std::error::Error as _;

use people_http::BaseUrl;
use people_model::{ContactId, PersonResourceName};

/// A contact: `people/c17`.
pub(crate) fn contact(text: &str) -> Result<ContactId, String> {
    text.parse()
        .map_err(|_| "expected the name of a contact, such as people/c17".to_owned())
}

/// A person: a contact, a profile or the caller.
pub(crate) fn person(text: &str) -> Result<PersonResourceName, String> {
    text.parse()
        .map_err(|_| "expected the name of a person, such as people/c17 or people/me".to_owned())
}

/// An other contact: `otherContacts/c17`.
pub(crate) fn other_contact(text: &str) -> Result<String, String> {
    let id = ContactId::parse_other_contact(text);
    let name = id.map(ContactId::other_contact_name);
    name.ok_or_else(|| {
        "expected the name of an other contact, such as otherContacts/c17".to_owned()
    })
}

/// The address of a server.
pub(crate) fn url(text: &str) -> Result<BaseUrl, String> {
    text.parse().map_err(|error: people_http::Error| {
        let cause = error.source().map(|cause| format!(": {cause}"));
        let cause = cause.unwrap_or_default();
        format!("{error}{cause}; expected an address such as http://127.0.0.1:8710")
    })
}

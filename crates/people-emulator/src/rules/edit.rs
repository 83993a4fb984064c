//! Somebody else's edit, just before a call (rule `X8`).
use people_http::{Call, GetPerson, UpdateContact, violation_of};
use people_model::{FieldMask, Person, Source, SourceType};
use people_rules::Violation;
use people_server::{Api, Caller, Failure, Scopes};

use super::then::Edit;

/// How often an edit starts again because another write was faster.
const TRIES: usize = 16;

/// Commits the edit, with the etag that the contact has now.
///
/// # Errors
///
/// What the API says against it.
pub(super) async fn commit<A: Api>(api: &A, caller: &Caller, edit: &Edit) -> Result<(), Failure> {
    let caller = Caller::new(caller.account.clone(), Scopes::ALL);
    let mut tries = 0;
    loop {
        tries += 1;
        let failed = match commit_once(api, &caller, edit).await {
            Ok(()) => return Ok(()),
            Err(failed) => failed,
        };
        let is_stale = matches!(
            violation_of(failed.status()),
            Some(Violation::StaleEtag { .. })
        );
        if !is_stale || tries == TRIES {
            return Err(failed);
        }
    }
}

async fn commit_once<A: Api>(api: &A, caller: &Caller, edit: &Edit) -> Result<(), Failure> {
    let name = edit.id.resource_name();
    let get = GetPerson::new(name.as_str(), FieldMask::METADATA);
    let read = api.call(caller, Call::GetPerson(get)).await?;
    let read: Person = serde_json::from_slice(&read.body)
        .map_err(|error| Failure::internal("read a contact to edit", &error))?;
    let mut person = edit.person.clone();
    person.etag = read.etag;
    let is_contact = |source: &Source| source.r#type == SourceType::Contact;
    let sources = read.metadata.unwrap_or_default().sources.into_iter();
    let mut metadata = person.metadata.unwrap_or_default();
    metadata.sources = sources.filter(is_contact).collect();
    person.metadata = Some(metadata);
    let update = UpdateContact::new(edit.id, person, edit.mask);
    api.call(caller, Call::UpdateContact(Box::new(update)))
        .await?;
    Ok(())
}

//! An edit by another program, just before a call (rule `X8`).
use people_http::{Call, GetPerson, UpdateContact, violation_of};
use people_model::{Code, FieldMask, Person, Source, SourceType, UpdateMask};
use people_rules::{Violation, diff};
use people_server::{Api, Caller, Failure, Scopes};

use crate::then::{Change, Edit, Steps};

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
    let fields = match &edit.change {
        Change::Person { .. } => FieldMask::METADATA,
        Change::Steps(_) => FieldMask::METADATA | FieldMask::UPDATABLE,
    };
    let name = edit.id.resource_name();
    let get = GetPerson::new(name.as_str(), fields);
    let read = api.call(caller, Call::GetPerson(get)).await?;
    let read: Person = serde_json::from_slice(&read.body)
        .map_err(|error| Failure::internal("read a contact to edit", &error))?;
    let (mut person, mask) = match &edit.change {
        Change::Person { person, mask } => ((**person).clone(), *mask),
        Change::Steps(steps) => edited(steps, &read)?,
    };
    person.etag = read.etag;
    let is_contact = |source: &Source| source.r#type == SourceType::Contact;
    let sources = read.metadata.unwrap_or_default().sources.into_iter();
    let mut metadata = person.metadata.unwrap_or_default();
    metadata.sources = sources.filter(is_contact).collect();
    person.metadata = Some(metadata);
    let update = UpdateContact::new(edit.id, person, mask);
    api.call(caller, Call::UpdateContact(Box::new(update)))
        .await?;
    Ok(())
}

/// The contact after the steps, and the fields that they change.
fn edited(steps: &Steps, read: &Person) -> Result<(Person, UpdateMask), Failure> {
    let wrong = |why: String| Failure::new(Code::FailedPrecondition, format!("The edit: {why}."));
    let mut edit = people_rules::Edit::new(read.clone());
    steps.apply(&mut edit).map_err(wrong)?;
    let touched = edit.touched();
    let person = edit.into_person();
    let changed = diff(read, &person).changes;
    let fields: FieldMask = touched
        .iter()
        .filter(|field| changed.iter().any(|change| change.field == *field))
        .collect();
    let mask = UpdateMask::try_from(fields);
    let mask = mask.map_err(|_| wrong("it changes nothing".to_owned()))?;
    Ok((person, mask))
}

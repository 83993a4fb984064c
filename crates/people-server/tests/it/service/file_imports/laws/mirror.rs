//! A mirror of the account, which plans what an import into it does.
use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{ContactId, GroupResourceName, Person};
use people_server::{
    Effect, ImportOptions, ImportedEntry, Mirror, PlannedEntry, Settings, SourceEntry, SourceRecord,
};
use people_store::{Memory, RowKind, Store};

use super::super::{Server, ada};

/// What a mirror of the account plans for the entries of a file.
pub(crate) async fn plan(
    server: &Server<Memory>,
    store: &Memory,
    (file, entries): (&str, &[SourceEntry]),
    options: ImportOptions,
    groups: &[String],
) -> Vec<PlannedEntry> {
    let mut mirror = Mirror::new(Settings::default()).await.expect("a mirror");
    for group in groups {
        let Some(GroupResourceName::User(id)) = GroupResourceName::parse(group) else {
            panic!("{group}");
        };
        mirror.add_group(id).await.expect("a group");
    }
    for contact in server.contacts().await {
        let person: Person = serde_json::from_value(contact.clone()).expect("a person");
        let photo = contact["photo"].as_str();
        let photo = photo.map(|photo| STANDARD.decode(photo).expect("base64"));
        let photo = photo.map(|photo| Mirror::photo_digest(&photo).expect("a photo"));
        let id = ContactId::parse(&person.resource_name).expect("a contact");
        let sources = record(store, id).await;
        let put = mirror.put_contact(&person, photo.as_deref(), sources.as_ref());
        put.await.expect("a contact");
    }
    let found = mirror.find(file, entries, SourceEntry::clone).await;
    let found = found.expect("found");
    let mut planned = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let plan = mirror.plan(&found, index, entry.clone(), options).await;
        planned.push(plan.expect("a plan"));
    }
    planned
}

/// What a store keeps of the files that said something of a contact.
async fn record(store: &Memory, id: ContactId) -> Option<SourceRecord> {
    let row = store.get(&ada(), RowKind::Source, id.get()).await;
    let row = row.expect("a store")?;
    Some(serde_json::from_str(&row.record.body).expect("a record"))
}

pub(crate) async fn same(planned: &PlannedEntry, imported: &ImportedEntry, store: &Memory) {
    let mut expected = imported.clone();
    let id = expected.contact.expect("a contact");
    if expected.effect == Effect::Added {
        expected.contact = None;
    }
    assert_eq!(planned.imported, expected);
    assert_eq!(Some(&planned.sources), record(store, id).await.as_ref());
}

use people_model::{
    Composed, Date, Entry, FieldMask, FieldMetadata, Person, PersonField, SourceType, UpdateMask,
};

/// Whether a contact holds exactly what an update of it sent (rule `R4`).
///
/// It ignores what the server fills in. These are members that only the server sets, and members that it composes from
/// others if they are not sent (rules `D3` to `D12`).
pub(crate) fn holds(now: &Person, sent: &Person, mask: UpdateMask) -> bool {
    let mask = mask.fields();
    let (mut now, mut sent) = (now.clone(), sent.clone());
    for field in mask.iter() {
        reduce(&mut now, field);
        reduce(&mut sent, field);
    }
    forget_composed(&mut now, &sent, mask);
    forget_order(&mut now);
    forget_order(&mut sent);
    mask.iter().all(|field| now.field_eq(&sent, field))
}

/// Leaves what an update can say: the contact's own values, without what only the server sets.
fn reduce(person: &mut Person, field: PersonField) {
    person.retain_values(field, |metadata| {
        let source = metadata.and_then(|metadata| metadata.source.as_ref());
        source.is_none_or(|source| {
            matches!(source.r#type, SourceType::Contact | SourceType::Unspecified)
        })
    });
    person.strip_output_only(field);
    person.drop_empty_values(field);
    person.metadata_mut(field, |_, metadata| {
        // A name leads whether it was sent so or not.
        let leads = metadata.as_ref().is_some_and(|it| it.source_primary);
        *metadata = (leads && field != PersonField::Names).then(|| {
            let mut metadata = FieldMetadata::default();
            metadata.source_primary = true;
            metadata
        });
    });
}

/// Forgets what the server composed because it was not sent.
fn forget_composed(now: &mut Person, sent: &Person, mask: FieldMask) {
    forget_whole(&mut now.names, &sent.names);
    for (now, sent) in now.names.iter_mut().zip(&sent.names) {
        let mut whole = people_model::Name::default();
        whole.unstructured_name.clone_from(&sent.unstructured_name);
        if *sent == whole && now.unstructured_name == sent.unstructured_name {
            // The parts were guessed.
            now.clone_from(sent);
        }
    }
    forget_whole(&mut now.addresses, &sent.addresses);
    for (now, sent) in now.biographies.iter_mut().zip(&sent.biographies) {
        if sent.content_type == people_model::ContentType::default() {
            now.content_type = sent.content_type.clone();
        }
    }
    if mask.contains(PersonField::Birthdays) {
        for (now, sent) in now.birthdays.iter_mut().zip(&sent.birthdays) {
            let dated = now
                .date
                .as_ref()
                .is_some_and(|date| *date != Date::default());
            if dated && now.date == sent.date {
                now.text.clone_from(&sent.text);
            }
        }
    }
}

/// Forgets the member that is composed of others, where it was not sent.
fn forget_whole<T: Entry>(now: &mut [T], sent: &[T]) {
    let Some(Composed { whole, .. }) = T::COMPOSED else {
        return;
    };
    for (now, sent) in now.iter_mut().zip(sent) {
        if sent.text(whole).is_none() {
            now.copy_member(sent, whole);
        }
    }
}

/// Memberships are a set (rule `D9`).
fn forget_order(person: &mut Person) {
    person
        .memberships
        .sort_by_cached_key(people_model::Message::to_json);
    person.memberships.dedup();
}

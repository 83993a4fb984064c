//! The commit that makes one contact of two.
use people_model::{Code, Fingerprint, Person, PersonEtag, PersonField, UpdateMask};
use people_rules::{Checked, EtagKind, Update, Violation, added_groups, apply, check, diff};
use people_store::{Condition, Record, Row, RowKind, Version, Write};

use super::{StoredUnion, Union, raw};
use crate::{
    api::Failure,
    service::{
        create_contact::named_groups,
        facts::Facts,
        photos::NewPhoto,
        rows::{Stored, deletes, record},
        sources::StoredSources,
        write::{Change, Desk, Needs, Plan, Rows, still_there},
    },
};

pub(super) struct Unite {
    union: Union,
    /// Of the two as they were read.
    etags: [Option<Fingerprint>; 2],
    /// What changes of the contact that stays.
    update: Option<Checked>,
    /// The photo of the contact that goes.
    photo: Option<(Vec<u8>, NewPhoto)>,
    /// Records that are too old.
    old: Vec<(u64, Version)>,
}

impl Unite {
    pub(super) fn new(
        union: &Union,
        [kept, gone]: [&Person; 2],
        after: &Person,
        photo: Option<(Vec<u8>, NewPhoto)>,
        facts: &Facts,
    ) -> Result<Self, Failure> {
        let mask = UpdateMask::try_from(diff(kept, after).mask()).ok();
        let update = mask.map(|mask| {
            let mut person = kept.clone();
            for field in mask.fields().iter() {
                person.copy_field(after, field);
            }
            let id = union.kept;
            check(Update { id, person, mask }, facts.settings.contract)
        });
        Ok(Self {
            union: union.clone(),
            etags: [kept, gone].map(|person| PersonEtag::parse(&person.etag)),
            update: update.transpose()?,
            photo,
            old: Vec::new(),
        })
    }

    /// Deletes these records too.
    pub(super) fn forget(&mut self, old: Vec<(u64, Version)>) {
        self.old = old;
    }

    fn person(&self) -> Option<&Person> {
        let update = self.update.as_ref().map(Checked::update)?;
        let is_in_groups = update.mask.contains(PersonField::Memberships);
        is_in_groups.then_some(&update.person)
    }
}

impl Change for Unite {
    type Outcome = ();

    fn needs(&self) -> Needs {
        let groups = self.person().map_or_else(Vec::new, named_groups);
        Needs {
            groups,
            ..Needs::to_delete([self.union.kept, self.union.gone])
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<()>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let Union { id, kept, gone } = self.union.clone();
        let gone_row = rows.take_contact(gone)?;
        let mut stored = Stored::from_row(rows.take_contact(kept)?)?;
        let other = Stored::from_row(gone_row.clone())?;
        for (stored, read) in [(&stored, self.etags[0]), (&other, self.etags[1])] {
            let linked = facts.profiles.linked(stored.contact.index.terms.iter());
            let (person, _) = facts.fingerprints(account, stored, linked.as_deref());
            if read != Some(person) {
                let etag = EtagKind::Person;
                return Err(Violation::StaleEtag { etag }.into());
            }
        }
        let added = match self.person() {
            Some(person) => added_groups(&stored.contact.index, person)?,
            None => Vec::new(),
        };
        rows.require(&added)?;
        let canonical_phone = |value: &str| facts.canonical_phone(account, value);
        let context = facts.context(kept, &canonical_phone);
        let before = stored.contact.fields.as_json().to_owned();
        let contact = match &self.update {
            Some(update) => apply(stored.contact, update.clone(), &context),
            None => stored.contact,
        };
        let after = contact.fields.as_json().to_owned();
        let photo = stored.photo.take();
        let taken = self.photo.as_ref().filter(|_| photo.is_none());
        let mark = taken.map(|(_, new)| new.mark()).or(photo);
        let (new, _) = record(contact, mark.as_ref(), &facts.settings.sizes)?;
        let sources = [kept, gone].map(|id| rows.source(id.get()));
        let gone_sources = sources[1].map(|row| raw(&row.record.body)).transpose()?;
        let mut undo = StoredUnion {
            kept: kept.resource_name(),
            gone: gone.resource_name(),
            before: raw(&before)?,
            after: raw(&after)?,
            body: raw(other.contact.fields.as_json())?,
            photo: None,
            took_photo: taken.is_some(),
            gone_sources,
        };
        if let Some((file, _)) = &self.photo {
            undo.set_photo(file);
        }
        let mut writes = vec![
            Write::Put {
                kind: RowKind::Contact,
                id: kept.get(),
                record: new,
                condition: Condition::Version(stored.version),
            },
            Write::Put {
                kind: RowKind::Undo,
                id,
                record: undo.record()?,
                condition: Condition::Absent,
            },
        ];
        writes.extend(taken.map(|(_, new)| new.put(kept.get(), None)));
        if let [before, Some(moved)] = sources {
            writes.push(joined_sources(kept.get(), before, moved)?);
        }
        writes.extend(deletes(&gone_row, rows));
        writes.extend(still_there(&added));
        writes.extend(self.old.iter().map(|&(id, version)| Write::Delete {
            kind: RowKind::Undo,
            id,
            version,
        }));
        Ok(Plan {
            writes,
            outcome: (),
        })
    }
}

/// What the sources of both said is what those of the contact that stays said: another import of a file finds it.
fn joined_sources(kept: u64, before: Option<&Row>, moved: &Row) -> Result<Write, Failure> {
    let read = |row: &Row| StoredSources::of_row(row).unwrap_or_default();
    let mut all = before.map(read).unwrap_or_default();
    all.sources.extend(read(moved).sources);
    let record = all
        .record(kept)
        .map_err(|error| Failure::internal("write what sources said", &error))?;
    let (is, most) = (record.body.len(), Record::MAX_BODY);
    if is > most {
        let text = format!(
            "The two cannot be merged: what their files said beside the contacts has {is} bytes, and a store keeps \
             {most}."
        );
        return Err(Failure::new(Code::InvalidArgument, text).by_rule("M43"));
    }
    Ok(Write::Put {
        kind: RowKind::Source,
        id: kept,
        record,
        condition: match before {
            Some(row) => Condition::Version(row.version),
            None => Condition::Absent,
        },
    })
}

//! The commit that makes two contacts of one again.
use people_model::{Code, ContactId, FieldMask, PersonEtag};
use people_rules::{Conflict, Conflicts, Resolution, Update, apply, check, merge_with};
use people_store::{Condition, Record, Row, RowKind, Version, Write};

use super::{StoredUnion, Union, contact, fields};
use crate::{
    api::Failure,
    service::{
        create_contact::{named_group, named_groups},
        facts::Facts,
        photos::NewPhoto,
        rows::{Stored, as_stored, record},
        sources::StoredSources,
        write::{Change, Desk, Needs, Plan, Room, Rows, groups_stay},
    },
};

pub(super) struct Divide {
    union: Union,
    version: Version,
    stored: StoredUnion,
    /// The photo of the contact that comes back.
    photo: Option<NewPhoto>,
    resolve: Resolution,
}

impl Divide {
    pub(super) fn of(row: &Row, resolve: Resolution, facts: &Facts) -> Result<Self, Failure> {
        let stored = StoredUnion::of_row(row)?;
        let photo = stored.file();
        let photo = photo.map(|file| NewPhoto::of(&file, &facts.settings.sizes));
        Ok(Self {
            union: Union {
                id: row.id,
                kept: stored.kept()?,
                gone: stored.gone()?,
            },
            version: row.version,
            photo: photo.transpose()?,
            stored,
            resolve,
        })
    }

    pub(super) fn union(&self) -> &Union {
        &self.union
    }

    /// The contact that stayed, without what the union changed; with its photo, if it had taken that.
    fn kept(&self, mut now: Stored, desk: &Desk<'_>) -> Result<Vec<Write>, Failure> {
        let (facts, account, id) = (desk.facts, desk.account, self.union.kept);
        let linked = facts.profiles.linked(now.contact.index.terms.iter());
        let (fingerprint, _) = facts.fingerprints(account, &now, linked.as_deref());
        let [from, to] = [&self.stored.after, &self.stored.before].map(|json| fields(json));
        let (from, to) = (from?.to_person(), to?.to_person());
        let mut latest = now.contact.fields.to_person();
        latest.etag = PersonEtag::new(FieldMask::ALL, &[2], fingerprint).to_string();
        let merge = merge_with(&from, &to, &latest, |_| self.resolve.clone());
        let open: Vec<Conflict> = merge.unresolved().cloned().collect();
        if !open.is_empty() {
            let text = format!("{}, and the merge cannot be taken back.", Conflicts(open));
            return Err(Failure::new(Code::FailedPrecondition, text));
        }
        let photo = now.photo.take();
        let took = self.photo.as_ref().filter(|_| self.stored.took_photo);
        let (given_back, left) = match (photo, took) {
            (Some(mark), Some(took)) if mark.digest() == took.digest() => (Some(mark), None),
            (photo, _) => (None, photo),
        };
        let canonical_phone = |value: &str| facts.canonical_phone(account, value);
        let context = facts.context(id, &canonical_phone);
        let update = merge
            .into_update(id)
            .map_err(|open| Failure::new(Code::FailedPrecondition, open.to_string()))?;
        let contact = match update {
            Some(Update { id, person, mask }) => {
                let update = check(Update { id, person, mask }, facts.settings.contract)?;
                apply(now.contact, update, &context)
            }
            None => now.contact,
        };
        let put = Write::Put {
            kind: RowKind::Contact,
            id: id.get(),
            // Of any size: what was stored stays stored.
            record: as_stored(contact, left.as_ref()),
            condition: Condition::Version(now.version),
        };
        let photo = given_back.and_then(|mark| mark.delete(id.get()));
        Ok([Some(put), photo].into_iter().flatten().collect())
    }
}

impl Divide {
    /// What sources say of both: the contact that comes back gets those that the union moved, and the other one
    /// keeps all others, with what they have said since.
    fn sources(&self, now: Option<&Row>) -> Result<Vec<Write>, Failure> {
        let Some(moved) = &self.stored.gone_sources else {
            return Ok(Vec::new());
        };
        let wrong = |error| Failure::internal("read what sources said", &error);
        let mut moved: StoredSources = serde_json::from_str(moved.get()).map_err(wrong)?;
        let mut writes = Vec::with_capacity(2);
        if let Some(row) = now {
            let mut left: StoredSources = serde_json::from_str(&row.record.body).map_err(wrong)?;
            left.give_back(&mut moved);
            writes.push(match left.sources.is_empty() {
                true => Write::Delete {
                    kind: RowKind::Source,
                    id: row.id,
                    version: row.version,
                },
                false => {
                    let condition = Condition::Version(row.version);
                    put_sources(self.union.kept, &left, condition)?
                }
            });
        }
        writes.push(put_sources(self.union.gone, &moved, Condition::Absent)?);
        Ok(writes)
    }
}

impl Change for Divide {
    type Outcome = ();

    fn needs(&self) -> Needs {
        let groups = [&self.stored.before, &self.stored.body];
        let groups =
            groups.map(|json| fields(json).map(|fields| named_groups(&fields.to_person())));
        Needs {
            groups: groups.into_iter().flatten().flatten().collect(),
            ..Needs::to_delete([self.union.kept, self.union.gone])
        }
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        Some(Room::for_contact(facts))
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<()>, Failure> {
        let Union { id, kept, gone } = self.union.clone();
        if rows.contact(gone.get()).is_some() {
            let text = format!("{gone} exists again.");
            return Err(Failure::new(Code::FailedPrecondition, text));
        }
        let mut writes = Vec::new();
        if rows.contact(kept.get()).is_some() {
            let now = Stored::from_row(rows.take_contact(kept)?)?;
            writes.extend(self.kept(now, desk)?);
        }
        // Groups that were deleted since are gone for this contact too.
        let mut body = contact(&self.stored.body)?;
        let mut person = body.fields.to_person();
        person
            .memberships
            .retain(|it| named_group(it).is_none_or(|id| rows.has_group(id)));
        body.fields = people_model::Fields::from_person(&person, FieldMask::UPDATABLE);
        body.index = people_rules::Index::of(&person, &super::phones::dialled_forms);
        let mark = self.photo.as_ref().map(NewPhoto::mark);
        let (new, _) = record(body, mark.as_ref(), &desk.facts.settings.sizes)?;
        writes.push(Write::Put {
            kind: RowKind::Contact,
            id: gone.get(),
            record: new,
            condition: Condition::Absent,
        });
        writes.extend(self.photo.as_ref().map(|new| new.put(gone.get(), None)));
        writes.extend(groups_stay(named_groups(&person)));
        writes.extend(self.sources(rows.source(kept.get()))?);
        writes.push(Write::Delete {
            kind: RowKind::Undo,
            id,
            version: self.version,
        });
        Ok(Plan {
            writes,
            outcome: (),
        })
    }
}

/// The row of what sources say of a contact.
fn put_sources(
    id: ContactId,
    sources: &StoredSources,
    condition: Condition,
) -> Result<Write, Failure> {
    let record = sources.record(id.get());
    let record: Record =
        record.map_err(|error| Failure::internal("write what sources said", &error))?;
    Ok(Write::Put {
        kind: RowKind::Source,
        id: id.get(),
        record,
        condition,
    })
}

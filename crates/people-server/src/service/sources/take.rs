//! One entry of a file becomes a new contact, or an edit of one (rule `I8`).
use people_model::{
    Code, ContactGroupMembership, ContactId, FieldMask, Fingerprint, GroupResourceName, Membership,
    Person, PersonEtag, PersonField, PersonMetadata, Source, SourceEtag, SourceType, SystemGroup,
};
use people_rules::{
    Conflict, Contact, Merge, Resolution, Violation, added_groups, apply, check, create, merge_with,
};
use people_store::{Account, Condition, Record, RowKind, Version, Write};
use serde_json::value::RawValue;

use super::{
    StoredSource, StoredSources, digest,
    entry::{Effect, ImportedEntry, SourceEntry},
    find::Target,
    import::{ImportOptions, SourceConflicts},
    key_term,
    mirror::{PlannedEntry, PlannedPhoto},
    put, rest_to_json,
};
use crate::{
    api::Failure,
    service::{
        Sizes,
        create_contact::{named_group, named_groups},
        facts::Facts,
        photos::{NewPhoto, PhotoMark},
        rows::{Stored, record},
        write::{Change, Desk, Needs, Plan, Room, Rows, aborted, still_there},
    },
};

/// An entry as it may be stored.
pub(super) struct Prepared {
    key: String,
    person: Person,
    photo: Option<NewPhoto>,
    photo_refused: Option<String>,
    photo_is_unread: bool,
    rest: Option<Vec<u8>>,
}

impl Prepared {
    pub(super) fn of(entry: SourceEntry, sizes: &Sizes) -> Self {
        let photo = entry.photo.map(|photo| NewPhoto::of(&photo, sizes));
        let (photo, photo_refused) = match photo.transpose() {
            Ok(photo) => (photo, None),
            Err(failure) => (None, Some(failure.into_status().message)),
        };
        Self {
            key: entry.key,
            person: own(&entry.person),
            photo,
            photo_refused,
            photo_is_unread: entry.photo_is_unread,
            rest: entry.rest,
        }
    }

    /// About how many bytes it is stored in.
    pub(super) fn bytes(&self) -> usize {
        let rest = self.rest.as_ref().map_or(0, Vec::len);
        // A person is about as long as the text that it came from.
        2_000 + 2 * rest + self.photo.as_ref().map_or(0, NewPhoto::bytes)
    }

    fn photo_digest(&self) -> &str {
        self.photo.as_ref().map_or("", NewPhoto::digest)
    }
}

/// The fields that a client sets. Who is in groups of the user's own alone is in `myContacts` too: only files of
/// Google's name it.
pub(super) fn own(person: &Person) -> Person {
    let mut own = Person::default();
    for field in FieldMask::UPDATABLE.iter() {
        own.copy_field(person, field);
    }
    let is_system = |membership: &Membership| {
        let group = membership.contact_group_membership.as_ref();
        let name = group.map_or("", |group| &group.contact_group_resource_name);
        matches!(
            GroupResourceName::parse(name),
            Some(GroupResourceName::System(_))
        )
    };
    if !own.memberships.is_empty() && !own.memberships.iter().any(is_system) {
        let name = GroupResourceName::from(SystemGroup::MyContacts).to_string();
        let group = ContactGroupMembership::new().contact_group_resource_name(name);
        own.memberships
            .push(Membership::new().contact_group_membership(group));
    }
    own
}

/// A person as its source's row has it.
pub(super) fn said(person: &Person) -> String {
    serde_json::to_string(person).unwrap_or_default()
}

/// The contact that a person would be by itself. The three sides of a merge are all in this form, so that what
/// the API fills in is no edit.
pub(super) fn as_created(
    facts: &Facts,
    account: &Account,
    id: ContactId,
    person: &Person,
) -> Result<Contact, Violation> {
    let canonical_phone = |value: &str| facts.canonical_phone(account, value);
    create(person.clone(), &facts.context(id, &canonical_phone))
}

/// What is done with one entry of a file.
pub(super) struct Take<'f> {
    file: &'f str,
    entry: Prepared,
    target: Target,
    options: ImportOptions,
}

impl<'f> Take<'f> {
    pub(super) fn new(
        file: &'f str,
        entry: Prepared,
        target: Target,
        options: ImportOptions,
    ) -> Self {
        Self {
            file,
            entry,
            target,
            options,
        }
    }

    fn id(&self) -> Option<ContactId> {
        self.target.contact()
    }

    /// What the file says, without groups that were deleted here: no contact is put into them. Who was in one `before` is
    /// still said to be, which changes nothing.
    fn without_deleted(&self, before: &[Membership], rows: &Rows) -> Person {
        let mut person = self.entry.person.clone();
        if !self.options.dry_run {
            person.memberships.retain(|membership| {
                named_group(membership).is_none_or(|id| rows.has_group(id))
                    || before.contains(membership)
            });
        }
        person
    }

    /// The term of the key of a new contact, which no other contact may get meanwhile.
    fn new_key(&self) -> Option<String> {
        let is_new = matches!(self.target, Target::New) && !self.entry.key.is_empty();
        is_new.then(|| key_term(&self.entry.key))
    }

    /// What the file says now, for the comparison with what it says the next time.
    fn source(&self, said: &Person, photo: &str) -> Result<StoredSource, Failure> {
        let internal = |error: serde_json::Error| Failure::internal("encode a source", &error);
        let rest = self.entry.rest.as_deref().map(rest_to_json);
        let (text, whole) = (self::said(said), self::said(&self.entry.person));
        let is_found_by_it = self.entry.key.is_empty() && text != whole;
        let row = match is_found_by_it {
            true => digest(&whole),
            false => String::new(),
        };
        Ok(StoredSource {
            file: self.file.to_owned(),
            also: Vec::new(),
            key: self.entry.key.clone(),
            said: RawValue::from_string(text).map_err(internal)?,
            row,
            photo: photo.to_owned(),
            rest: rest.transpose().map_err(internal)?,
        })
    }

    /// The source of a contact that this file comes after.
    fn known(&self, sources: &StoredSources) -> Result<Known, Failure> {
        let all = || sources.sources.iter();
        let is_own = |source: &StoredSource| source.is_of(self.file);
        let known = match (&self.target, &*self.entry.key) {
            (Target::Source { said, .. }, "") => {
                let is_it = |it: &StoredSource| it.key.is_empty() && Some(it.digest()) == *said;
                let own = all().position(|it| is_own(it) && is_it(it));
                // Another file has said it, after this file has said something else.
                let mut before = (0..).zip(all());
                let mut before = before
                    .by_ref()
                    .filter(|(_, it)| is_own(it) && it.key.is_empty())
                    .map(|(place, _)| place);
                let only = before.next().filter(|_| before.next().is_none());
                let own = own.or(only).map(Known::Own);
                own.or_else(|| all().position(is_it).map(Known::Row))
            }
            (Target::Source { .. } | Target::Named { .. }, key) => {
                let own = all().position(|it| is_own(it) && it.key == key);
                let is_named = matches!(self.target, Target::Named { .. });
                let is_there = || is_named || all().any(|it| it.key == key);
                // The same under another name is no other file.
                let says_it = |it: &StoredSource| {
                    it.key == key
                        && it.said.get() == said(&self.entry.person)
                        && (self.entry.photo_is_unread || it.photo == self.entry.photo_digest())
                };
                let same = || all().rposition(says_it).map(Known::Row);
                let own = own.map(Known::Own).or_else(same);
                own.or_else(|| is_there().then_some(Known::Nothing))
            }
            (Target::New | Target::Alike { .. } | Target::Refused(_), _) => Some(Known::Alike),
        };
        known.ok_or_else(|| Violation::NotFound.into())
    }

    fn add(&self, rows: &Rows, desk: &Desk<'_>) -> Result<Plan<ImportedEntry>, Failure> {
        let id = desk.fresh.ok_or_else(aborted)?;
        let person = self.without_deleted(&[], rows);
        let created = as_created(desk.facts, desk.account, id, &person)?;
        let added = added_groups(&Default::default(), &person)?;
        if !self.options.dry_run {
            rows.require(&added)?;
        }
        let photo = self.entry.photo.as_ref();
        let mark = photo.map(NewPhoto::mark);
        let (record, _) = record(created, mark.as_ref(), &desk.facts.settings.sizes)?;
        let sources = StoredSources {
            sources: vec![self.source(&self.entry.person, self.entry.photo_digest())?],
        };
        let mut writes = vec![
            Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                record,
                condition: Condition::Absent,
            },
            write_sources(id, &sources, None)?,
        ];
        writes.extend(photo.map(|photo| photo.put(id.get(), None)));
        writes.extend(still_there(&added));
        writes.extend(self.new_key().map(|term| Write::RequireFree {
            kind: RowKind::Source,
            term,
        }));
        Ok(Plan {
            writes,
            outcome: ImportedEntry::of(Some(id), Effect::Added),
        })
    }

    /// What it comes to, before anything is written.
    fn merged(
        &self,
        id: ContactId,
        rows: &mut Rows,
        desk: &Desk<'_>,
    ) -> Result<Merged<'_>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let row = rows.take_contact(id)?;
        let before = rows.source(id.get());
        let mut sources = before.and_then(StoredSources::of_row).unwrap_or_default();
        let known = self.known(&sources)?;
        let base = match known {
            Known::Own(place) | Known::Row(place) => Some(sources.sources[place].clone()),
            Known::Nothing | Known::Alike => None,
        };
        let base = base.as_ref();
        let current = Stored::from_row(row)?;
        let said: Option<Person> =
            base.and_then(|source| serde_json::from_str(source.said.get()).ok());
        let groups = said.map(|said| said.memberships).unwrap_or_default();
        let person = self.without_deleted(&groups, rows);
        let mut three = Three::of(facts, account, id, &person, (known, base))?;
        three.now(&current, facts, account);
        let resolution = self.options.conflicts.resolution();
        let merge = merge_with(&three.base, &three.file, &three.now, |_| resolution.clone());

        let photo_before = base.map_or("", |base| &base.photo);
        let photo = PhotoChange::of(
            photo_before,
            &self.entry,
            current.photo.as_ref(),
            self.options.conflicts,
        );
        let mut outcome = ImportedEntry::of(Some(id), Effect::Unchanged);
        outcome.conflicts.clone_from(&merge.conflicts);
        outcome.photo_conflict = photo.conflict;
        if !merge.mask.is_empty() || photo.change.is_some() {
            outcome.effect = Effect::Updated { mask: merge.mask };
        }
        let said = match self.options.conflicts {
            SourceConflicts::Leave => {
                let mut said = three.said(&self.entry.person, &merge);
                // In the form that the API makes of it, so that the same file again says the same of it.
                if let Ok(created) = as_created(facts, account, id, &said) {
                    let created = created.fields.to_person();
                    for conflict in &merge.conflicts {
                        said.copy_field(&created, conflict.field);
                    }
                }
                said
            }
            SourceConflicts::File | SourceConflicts::Account => self.entry.person.clone(),
        };
        let source = self.source(&said, photo.said)?;
        let photo = photo.change;
        let place = self.keep(&mut sources, known, source);
        Ok(Merged {
            outcome,
            photo_before: photo_before.to_owned(),
            now: three.now,
            merge,
            photo,
            sources,
            place,
            current,
        })
    }

    /// Keeps what the source says now. Returns its place: what is new comes last.
    fn keep(&self, sources: &mut StoredSources, known: Known, source: StoredSource) -> usize {
        let all = &mut sources.sources;
        match known {
            Known::Own(place) if all[place].says_the_same(&source) => {
                all[place].add_file(self.file);
                return place;
            }
            Known::Own(place) => {
                if !all[place].remove_file(self.file) {
                    all.remove(place);
                }
            }
            Known::Row(_) | Known::Nothing | Known::Alike => {}
        }
        // Two rows of this file that say the same are two, of two contacts that became one.
        let is_same = |it: &StoredSource| !it.is_of(self.file) && it.says_the_same(&source);
        match all.iter().rposition(is_same) {
            Some(place) => {
                let mut same = all.remove(place);
                same.add_file(self.file);
                all.push(same);
            }
            None => sources.add(source),
        }
        sources.sources.len() - 1
    }

    fn merge(
        &self,
        id: ContactId,
        rows: &mut Rows,
        desk: &Desk<'_>,
    ) -> Result<Plan<ImportedEntry>, Failure> {
        let facts = desk.facts;
        let Merged {
            outcome,
            merge,
            photo,
            sources,
            current,
            ..
        } = self.merged(id, rows, desk)?;
        let mut writes = Vec::new();
        let (mask, version) = (merge.mask, current.version);
        if !mask.is_empty() || photo.is_some() {
            let mark = match &photo {
                Some(new) => new.map(NewPhoto::mark),
                None => current.photo.clone(),
            };
            let mut contact = current.contact;
            let mut added = Vec::new();
            if let Some(update) = merge.into_update(id).map_err(|_| aborted())? {
                if mask.contains(PersonField::Memberships) {
                    added = added_groups(&contact.index, &update.person)?;
                }
                if !self.options.dry_run {
                    rows.require(&added)?;
                }
                let canonical_phone = |value: &str| facts.canonical_phone(desk.account, value);
                let context = facts.context(id, &canonical_phone);
                contact = apply(contact, check(update, facts.settings.contract)?, &context);
            }
            let (record, _) = record(contact, mark.as_ref(), &facts.settings.sizes)?;
            writes.push(Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                record,
                condition: Condition::Version(version),
            });
            writes.extend(write_photo(photo, id, current.photo.as_ref()));
            writes.extend(still_there(&added));
        }
        let record = sources.record(id.get());
        let record = record.map_err(|error| Failure::internal("encode a source", &error))?;
        let before = rows.source(id.get());
        if before.is_none_or(|before| *before.record != record) {
            if writes.is_empty() {
                writes.push(Write::RequireLive {
                    kind: RowKind::Contact,
                    id: id.get(),
                });
            }
            let version = before.map(|before| before.version);
            writes.push(write_sources(id, &sources, version)?);
        }
        Ok(Plan { writes, outcome })
    }

    /// What to write if the account is on another server.
    pub(super) fn planned(
        &self,
        rows: &mut Rows,
        desk: &Desk<'_>,
    ) -> Result<PlannedEntry, Failure> {
        let mut planned = match self.id() {
            None => {
                // For what it checks.
                let Plan { mut outcome, .. } = self.add(rows, desk)?;
                outcome.contact = None;
                let person = self.without_deleted(&[], rows);
                let source = self.source(&self.entry.person, self.entry.photo_digest())?;
                let sources = StoredSources {
                    sources: vec![source],
                };
                let photo = self.entry.photo.is_some().then_some(PlannedPhoto::Set);
                PlannedEntry::new(outcome, None, person, photo, sources, (0, ""))
            }
            Some(id) => {
                let merged = self.merged(id, rows, desk)?;
                // For what it checks.
                write_sources(id, &merged.sources, None)?;
                let person = merged.merge.person;
                let photo = merged.photo.map(|photo| match photo {
                    Some(_) => PlannedPhoto::Set,
                    None => PlannedPhoto::Delete,
                });
                PlannedEntry::new(
                    merged.outcome,
                    Some(merged.now),
                    person,
                    photo,
                    merged.sources,
                    (merged.place, &merged.photo_before),
                )
            }
        };
        let refused = &mut planned.imported.photo_refused;
        refused.clone_from(&self.entry.photo_refused);
        Ok(planned)
    }
}

/// What was said of a contact before: what the entry is compared with.
#[derive(Clone, Copy)]
enum Known {
    /// This file said what is at this place of the sources.
    Own(usize),
    /// Another file, at this index, says the same.
    Row(usize),
    /// This file said nothing, and what another one said is no base for it: that program may keep more of a contact.
    /// So the entry is united with the contact.
    Nothing,
    /// Nothing either, but the contact says the same, groups apart.
    Alike,
}

/// An entry merged with its contact.
struct Merged<'e> {
    outcome: ImportedEntry,
    /// The contact as it is now, and as it shall be.
    now: Person,
    merge: Merge,
    /// The new photo, or its removal; none if it stays as it is.
    photo: Option<Option<&'e NewPhoto>>,
    /// What the source said of the photo before.
    photo_before: String,
    /// What is kept when all of it is written, and which of the sources is that of this entry.
    sources: StoredSources,
    place: usize,
    current: Stored,
}

impl Change for Take<'_> {
    type Outcome = ImportedEntry;

    fn needs(&self) -> Needs {
        let mut needs = Needs::to_delete(self.id());
        needs.groups = named_groups(&self.entry.person);
        let key = self.new_key().map(|term| (RowKind::Source, term));
        needs.terms.extend(key);
        needs
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        self.id().is_none().then(|| Room::for_contact(facts))
    }

    /// An entry that cannot be stored refuses no other. Only one whose key another import has added meanwhile is an
    /// error: it is that contact's when it is planned again.
    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<ImportedEntry>, Failure> {
        if let Some(term) = self.new_key() {
            let there = rows.with_term(RowKind::Source, &term);
            if let Some(id) = there.and_then(ContactId::new) {
                self.target = Target::Source { id, said: None };
                return Err(aborted());
            }
        }
        let planned = match self.id() {
            None => self.add(rows, desk),
            Some(id) => self.merge(id, rows, desk),
        };
        let mut plan = planned.unwrap_or_else(|failure| Plan {
            writes: Vec::new(),
            outcome: ImportedEntry::refused(failure.into_status().message),
        });
        plan.outcome
            .photo_refused
            .clone_from(&self.entry.photo_refused);
        Ok(plan)
    }
}

fn write_sources(
    id: ContactId,
    sources: &StoredSources,
    before: Option<Version>,
) -> Result<Write, Failure> {
    let record = sources.record(id.get());
    let record = record.map_err(|error| Failure::internal("encode a source", &error))?;
    if record.body.len() > Record::MAX_BODY {
        let text = "What the file says beside the contact is larger than a store keeps.";
        return Err(Failure::new(Code::InvalidArgument, text).by_rule("I6"));
    }
    Ok(put(id.get(), record, before))
}

/// The three sides of a merge.
struct Three {
    /// What the file said last.
    base: Person,
    /// What it says now.
    file: Person,
    /// The contact.
    now: Person,
}

impl Three {
    fn of(
        facts: &Facts,
        account: &Account,
        id: ContactId,
        person: &Person,
        (known, base): (Known, Option<&StoredSource>),
    ) -> Result<Self, Failure> {
        let created = |person: &Person| {
            let created = as_created(facts, account, id, person);
            created.map(|contact| contact.fields.to_person())
        };
        let file = created(person)?;
        let base = match (base, known) {
            (Some(source), _) => {
                let said = serde_json::from_str(source.said.get());
                let said = said.map_err(|error| Failure::internal("decode a source", &error))?;
                // Nothing is stored that cannot be created, but limits may have changed since.
                created(&said).unwrap_or(said)
            }
            (None, Known::Nothing) => {
                let mut nothing = Person::default();
                // The groups that a new contact is in are no edit of a file that names none.
                if person.memberships.is_empty() {
                    nothing.copy_field(&file, PersonField::Memberships);
                }
                nothing
            }
            // Only the groups of the file may be new to it.
            (None, Known::Alike | Known::Own(_) | Known::Row(_)) => {
                let mut same = person.clone();
                same.memberships.clear();
                created(&same).unwrap_or(same)
            }
        };
        Ok(Self {
            base,
            file,
            now: Person::default(),
        })
    }

    /// The contact as it is read, with the etags that an update of it needs.
    fn now(&mut self, current: &Stored, facts: &Facts, account: &Account) {
        let linked = facts.profiles.linked(current.contact.index.terms.iter());
        let (person, contact): (Fingerprint, Fingerprint) =
            facts.fingerprints(account, current, linked.as_deref());
        let source = Source::new()
            .r#type(SourceType::Contact)
            .id(current.id.source_id())
            .etag(SourceEtag::new(contact).to_string());
        self.now = current.contact.fields.to_person();
        self.now.etag = PersonEtag::new(FieldMask::UPDATABLE, &[2], person).to_string();
        self.now.metadata = Some(PersonMetadata::new().sources([source]));
    }

    /// What the file is taken to have said: where a conflict was left, the edit of the file was not made yet, so
    /// that the next import has the conflict again. All else is as the file says, also where the account has made the
    /// same edit: to take that for one to come would make it again after it was undone here.
    fn said(&self, person: &Person, merge: &Merge) -> Person {
        let mut said = person.clone();
        if merge.conflicts.is_empty() {
            return said;
        }
        let theirs = |_: &Conflict| Resolution::Theirs;
        // The contact, without the edits that the file has too: it differs from the base where only it was edited,
        // and where both were edited to two different things.
        let now = merge_with(&self.file, &self.base, &self.now, theirs);
        let made = merge_with(&now.person, &self.file, &self.base, theirs);
        for conflict in &merge.conflicts {
            said.copy_field(&made.person, conflict.field);
        }
        said
    }
}

/// The change of a contact's photo.
struct PhotoChange<'e, 'b> {
    /// The new photo, or its removal; none if it stays as it is.
    change: Option<Option<&'e NewPhoto>>,
    conflict: bool,
    /// What the file is taken to have said.
    said: &'b str,
}

impl<'e: 'b, 'b> PhotoChange<'e, 'b> {
    fn of(
        base: &'b str,
        entry: &'e Prepared,
        now: Option<&PhotoMark>,
        conflicts: SourceConflicts,
    ) -> Self {
        let file = entry.photo_digest();
        let now = now.map_or("", PhotoMark::digest);
        let change = Some(entry.photo.as_ref());
        let is = |change, conflict, said| Self {
            change,
            conflict,
            said,
        };
        if entry.photo_refused.is_some() || entry.photo_is_unread {
            return is(None, false, base);
        }
        match (file == base || file == now, now == base, conflicts) {
            (true, _, _) => is(None, false, file),
            (false, true, _) => is(change, false, file),
            (false, false, SourceConflicts::File) => is(change, true, file),
            (false, false, SourceConflicts::Account) => is(None, true, file),
            (false, false, SourceConflicts::Leave) => is(None, true, base),
        }
    }
}

/// Writes the photo that a contact gets, or deletes the one that it has.
fn write_photo(
    change: Option<Option<&NewPhoto>>,
    id: ContactId,
    now: Option<&PhotoMark>,
) -> Option<Write> {
    match change? {
        Some(photo) => Some(photo.put(id.get(), now)),
        None => now?.delete(id.get()),
    }
}

//! What an update replaced that its caller did not know: `FIELD_ERASED`, `MEMBER_ERASED`, `ENTRY_DROPPED`,
//! `MEMBERSHIP_DROPPED`, `BLIND_OVERWRITE`, `EDIT_LOST` and `STALE_RETRIED`.
use std::collections::BTreeMap;

use people_model::{
    Entry, EntryVisitor, FieldMask, Fields, Fingerprint, Message, Person, PersonEtag, PersonField,
    SourceEtag,
};
use people_server::RowState;
use serde_json::Value;

use super::{
    exchange::{Author, Letter},
    finding::{Grade, Kind},
    history::{History, Replaced},
    knowledge::{Known, View},
    loss::{Compared, Item, Unseen, entries, is_sent_in_part, items},
};

/// An update of one contact that succeeded.
pub(super) struct Update<'e> {
    pub(super) number: u64,
    pub(super) author: &'e Author,
    pub(super) mask: FieldMask,
    /// What was sent.
    pub(super) letter: &'e Letter<'e>,
    pub(super) replaced: &'e Replaced<'e>,
}

/// An update that was refused because its etag was stale.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) number: u64,
    pub(super) mask: FieldMask,
    /// What was sent, without the etags.
    pub(super) person: Box<Person>,
}

impl Refused {
    pub(super) fn new(number: u64, mask: FieldMask, person: &Person) -> Self {
        Self {
            number,
            mask,
            person: Box::new(without_etags(person)),
        }
    }
}

/// What is wrong with an update.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) grade: Grade,
    /// The request that led to it.
    pub(super) cause: u64,
    pub(super) fields: FieldMask,
    pub(super) items: Vec<Item>,
}

/// How the body has a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// With values.
    Given,
    /// As `[]` or `null`, so that it is meant to be cleared.
    Cleared,
    /// Not at all.
    LeftOut,
}

/// What is wrong with an update, by what its caller knows.
pub(super) fn faults(
    update: &Update<'_>,
    known: Option<&Known>,
    history: &History,
    refused: Option<&Refused>,
) -> Vec<Fault> {
    let Some(known) = known.filter(|known| known.is_complete()) else {
        return Vec::new();
    };
    let replaced = update.replaced;
    let changed = update.mask & replaced.changed;
    let suspects = changed.iter();
    let suspects = suspects.filter(|&field| refused.is_some() || !is_plain(update, known, field));
    let suspects: FieldMask = suspects.collect();
    let Some(sent) = (!suspects.is_empty())
        .then(|| update.letter.person(replaced.id))
        .flatten()
    else {
        return Vec::new();
    };
    // An etag that this caller did not get here comes from what is not known.
    let etags = etags(sent);
    let Some(source) = etags.iter().find_map(|&etag| known.request_of(etag)) else {
        return Vec::new();
    };
    // What is the same before and after has nothing that was lost.
    let before = replaced.fields_before().retain(changed).to_person();
    let after = replaced.fields_after().retain(changed).to_person();
    let judge = Judge {
        update,
        sent,
        known,
        history,
        refused: refused.filter(|refused| refused.mask == update.mask),
        source,
        all: items(&before, &after, changed),
        before,
    };
    let mut faults: BTreeMap<(Kind, Grade), Fault> = BTreeMap::new();
    for field in suspects.iter() {
        let Some(fault) = judge.field(field) else {
            continue;
        };
        match faults.get_mut(&(fault.kind, fault.grade)) {
            Some(same) => {
                same.fields |= fault.fields;
                same.items.extend(fault.items);
            }
            None => {
                faults.insert((fault.kind, fault.grade), fault);
            }
        }
    }
    faults.into_values().collect()
}

/// Whether an update of a field is right at first sight: the program knew the whole field, sent values for it, and no
/// member is gone.
fn is_plain(update: &Update<'_>, known: &Known, field: PersonField) -> bool {
    // The API puts a contact in a group that sends none.
    if field == PersonField::Memberships {
        return false;
    }
    let replaced = update.replaced;
    let is_exact = |view: &View| {
        view.version == Some(replaced.before.fingerprint)
            && !view.partial.contains(field)
            && !view.hidden.iter().any(|(of, _)| *of == field)
    };
    if !known.views(field).any(is_exact) || replaced.fields_after().get(field).is_none() {
        return false;
    }
    let fields = FieldMask::only(field);
    let before = replaced.fields_before().retain(fields).to_person();
    let after = replaced.fields_after().retain(fields).to_person();
    let mut items = items(&before, &after, fields).into_iter();
    items.all(|item| item.is_entry() || item.after.is_some())
}

struct Judge<'j> {
    update: &'j Update<'j>,
    /// What was sent, as it is understood.
    sent: &'j Person,
    known: &'j Known,
    history: &'j History,
    refused: Option<&'j Refused>,
    /// The request that gave the etag.
    source: u64,
    /// All that the update changed.
    all: Vec<Item>,
    before: Person,
}

/// What a caller knows about a field.
struct Views<'v> {
    /// Of the newest version that it saw something of, or of an unknown one.
    newest: Vec<Compared<'v>>,
    older: Vec<Compared<'v>>,
    /// The newest version.
    since: u64,
}

impl Judge<'_> {
    fn field(&self, field: PersonField) -> Option<Fault> {
        let mine: Vec<&Item> = self.all.iter().filter(|it| it.field == field).collect();
        if mine.is_empty() {
            return None;
        }
        let Views {
            newest: candidates,
            older,
            since,
        } = self.views(field);
        let exact = candidates.iter().any(|it| it.is_exact(field));
        let (mut unknown, mut seen) = (Vec::new(), Vec::new());
        let (mut newer, mut in_part) = (false, false);
        for &item in mine.iter().filter(|it| it.before.is_some()) {
            let why: Vec<Option<Unseen>> = candidates.iter().map(|it| it.unseen(item)).collect();
            let rewritten = !why.is_empty() && why.iter().all(|it| *it == Some(Unseen::Newer));
            // What the newest views do not show, an older one may have shown as it still is.
            let earlier = older.iter().filter(|_| !rewritten);
            let shown = candidates.iter().chain(earlier);
            let shown: Vec<_> = shown.collect();
            if exact {
                seen.push(item);
            } else if shown.iter().all(|it| it.unseen(item).is_some()) {
                newer |= rewritten;
                unknown.push(item);
            } else if is_sent_in_part(&shown, item, &mine) {
                in_part = true;
                unknown.push(item);
            } else {
                seen.push(item);
            }
        }
        let put_back: Vec<&Item> = mine
            .iter()
            .copied()
            .filter(|it| it.before.is_none() && !exact)
            .filter(|it| candidates.iter().any(|view| view.puts_back(it)))
            .collect();

        if let Some(refused) = self.refused {
            let mut lost: Vec<&Item> = unknown.clone();
            lost.extend(&put_back);
            if lost.is_empty() && *refused.person == without_etags(self.sent) {
                lost = self.undone(field, refused, &mine);
            }
            if !lost.is_empty() {
                let fault = self.fault(Kind::StaleRetried, Grade::Error, field, lost);
                return Some(fault.caused_by(refused.number));
            }
        }
        let sent = self.sent(field);
        match sent {
            Sent::Cleared => None,
            Sent::LeftOut if self.update.mask.len() == 1 => None,
            Sent::LeftOut if !unknown.is_empty() => {
                Some(self.fault(Kind::FieldErased, Grade::Error, field, unknown))
            }
            Sent::LeftOut => {
                let beside = self
                    .update
                    .mask
                    .iter()
                    .any(|it| self.sent(it) == Sent::Given);
                let read = candidates.last().map_or(self.source, |it| it.view.number);
                (beside && !seen.is_empty()).then(|| {
                    let fault = self.fault(Kind::FieldErased, Grade::Warning, field, seen);
                    fault.caused_by(read)
                })
            }
            Sent::Given if newer || !put_back.is_empty() => {
                unknown.extend(put_back);
                let fault = self.fault(Kind::EditLost, Grade::Error, field, unknown);
                let upto = self.update.replaced.before.row.version.0;
                let (id, author) = (self.update.replaced.id, self.update.author);
                let fields = FieldMask::only(field);
                let edit = self.history.edit_of(id, fields, (since, upto), author);
                Some(fault.caused_by(edit.unwrap_or(self.source)))
            }
            Sent::Given if !unknown.is_empty() => {
                let kind = match in_part {
                    true => Kind::MemberErased,
                    false => self.kind(field, &unknown),
                };
                Some(self.fault(kind, Grade::Error, field, unknown))
            }
            Sent::Given => self.not_sent_back(field, &mine, &seen),
        }
    }

    /// What the caller knew about a field before the update.
    fn views(&self, field: PersonField) -> Views<'_> {
        let at = self.update.replaced.before.row.version.0;
        let version = |it| self.history.version_of(self.update.replaced.id, it);
        let views = self.known.views(field);
        let views = views.map(|view| (view.version.and_then(version), view));
        let views: Vec<_> = views
            .filter(|(version, _)| version.is_none_or(|version| version <= at))
            .collect();
        let newest = views.iter().filter_map(|(version, _)| *version).max();
        let is_newest = |version: Option<u64>| version.is_none() || version == newest;
        let compared = |wanted: bool| {
            let views = views.iter();
            let views = views.filter(move |(version, _)| is_newest(*version) == wanted);
            views.map(|(_, view)| Compared::of(view, &self.before, field))
        };
        Views {
            newest: compared(true).collect(),
            older: compared(false).collect(),
            since: newest.unwrap_or_default(),
        }
    }

    /// What others wrote before the update that was refused, and the same update undid when it was sent again.
    fn undone<'i>(
        &self,
        field: PersonField,
        refused: &Refused,
        mine: &[&'i Item],
    ) -> Vec<&'i Item> {
        let earlier = self.known.views(field);
        let earlier =
            earlier.filter(|view| view.number < refused.number && !view.partial.contains(field));
        let Some(base) = earlier.last() else {
            return Vec::new();
        };
        let base = Compared::of(base, &self.before, field);
        // Gone is what they wrote, also where something else stands in its place, and back is what they took away.
        let is_theirs =
            |item: &Item| item.before.is_some() && base.unseen(item) == Some(Unseen::Newer);
        let undone = mine.iter().copied();
        undone
            .filter(|item| base.puts_back(item) || is_theirs(item))
            .collect()
    }

    /// A member that was read, and left out of an entry that was changed and made anew.
    fn not_sent_back(&self, field: PersonField, mine: &[&Item], seen: &[&Item]) -> Option<Fault> {
        let body = self.body()?;
        let entries: Vec<&Value> = list(member(body, field)?);
        let says = |name: &str| entries.iter().any(|entry| entry.get(name).is_some());
        // An entry that was read and changed in its place has what the API fills in; a composed text stands for all.
        let in_place = [
            "metadata",
            "displayName",
            "unstructuredName",
            "formattedValue",
        ];
        if in_place.into_iter().any(says) {
            return None;
        }
        let changed: Vec<Item> = mine
            .iter()
            .filter(|it| !it.is_entry() && it.after.is_some())
            .map(|&it| it.clone())
            .collect();
        let changed = self::entries(&changed);
        // An entry that names something else now is another entry, and has the members that it was sent with.
        let replaced: Vec<Item> = mine
            .iter()
            .filter(|it| !it.is_entry() && it.drops_entry())
            .map(|&it| it.clone())
            .collect();
        let replaced = self::entries(&replaced);
        let erased: Vec<&Item> = seen
            .iter()
            .copied()
            .filter(|it| !it.is_entry() && it.after.is_none())
            .filter(|it| !says(it.member()))
            .filter(|it| changed.contains(&(field, it.entry())))
            .filter(|it| !replaced.contains(&(field, it.entry())))
            .collect();
        let read = self.views(field).newest;
        let read = read.last().map_or(self.source, |it| it.view.number);
        (!erased.is_empty()).then(|| {
            let fault = self.fault(Kind::MemberErased, Grade::Warning, field, erased);
            fault.caused_by(read)
        })
    }

    /// What was sent, to the letter; none where it is not known.
    fn body(&self) -> Option<&Value> {
        self.update.letter.body(self.update.replaced.id)
    }

    fn kind(&self, field: PersonField, unknown: &[&Item]) -> Kind {
        let drops = unknown.iter().any(|item| item.drops_entry());
        let erases = unknown
            .iter()
            .any(|item| !item.is_entry() && item.after.is_none());
        let mine = self.all.iter().filter(|it| it.field == field);
        let gone = mine.filter(|it| it.drops_entry()).count();
        let keeps = self.before.field_len(field) > gone;
        match (field, drops, erases) {
            (PersonField::Memberships, ..) => Kind::MembershipDropped,
            (_, true, _) if keeps => Kind::EntryDropped,
            (_, true, _) => Kind::BlindOverwrite,
            (_, false, true) => Kind::MemberErased,
            (_, false, false) => Kind::BlindOverwrite,
        }
    }

    fn sent(&self, field: PersonField) -> Sent {
        let Some(body) = self.body() else {
            return match self.sent.field_len(field) {
                0 => Sent::Cleared,
                _ => Sent::Given,
            };
        };
        match member(body, field) {
            None => Sent::LeftOut,
            Some(Value::Null) => Sent::Cleared,
            Some(Value::Array(entries)) if entries.is_empty() => Sent::Cleared,
            Some(_) => Sent::Given,
        }
    }

    fn fault(&self, kind: Kind, grade: Grade, field: PersonField, items: Vec<&Item>) -> Fault {
        Fault {
            kind,
            grade,
            cause: self.source,
            fields: FieldMask::only(field),
            items: items.into_iter().cloned().collect(),
        }
    }
}

impl Fault {
    fn caused_by(self, cause: u64) -> Self {
        Self { cause, ..self }
    }
}

/// The contact in a row.
pub(super) fn person(state: &RowState) -> Person {
    let record = &state.row.record;
    let fields = Fields::from_parts(record.body.clone(), &record.layout);
    fields.unwrap_or_default().to_person()
}

/// A member of the body by the field's name, in either spelling.
fn member(body: &Value, field: PersonField) -> Option<&Value> {
    let known = Person::DESCRIPTOR.member(field.as_str())?;
    body.get(known.json).or_else(|| body.get(known.proto))
}

/// A list, or the one object that stands for it.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(entries) => entries.iter().collect(),
        entry => vec![entry],
    }
}

/// The etags that a request gives.
fn etags(person: &Person) -> Vec<Fingerprint> {
    let own = PersonEtag::parse(&person.etag);
    let sources = person.metadata.iter().flat_map(|it| &it.sources);
    let sources = sources.filter_map(|source| SourceEtag::parse(&source.etag));
    own.into_iter().chain(sources).collect()
}

/// What a request says beside the versions that it is based on.
fn without_etags(person: &Person) -> Person {
    let mut person = person.clone();
    person.etag.clear();
    person.metadata = None;
    for field in FieldMask::UPDATABLE.iter() {
        field.visit(WithoutMetadata(&mut person));
    }
    person
}

struct WithoutMetadata<'p>(&'p mut Person);

impl EntryVisitor for WithoutMetadata<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        for entry in T::of_mut(self.0) {
            *entry.metadata_mut() = None;
        }
    }
}

//! Which contact an entry of a file is (rule `I7`).
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use people_model::{ContactId, FieldMask, Message, Person, PersonField};
use people_rules::{Contact, Duplicates, Index};
use people_store::{Account, Row, RowKind, Store, StoreError};

use super::{
    StoredSources, digest,
    entry::SourceEntry,
    file_term, key_term, said_term,
    take::{as_created, own, said},
};
use crate::{
    service::{
        Service,
        rows::{AT_ONCE, Stored},
    },
    texts::too_long,
};

/// What an entry is in the account.
#[derive(Clone, Debug)]
pub(super) enum Target {
    New,
    /// A contact of which a source said something before.
    Source {
        id: ContactId,
        /// The digest of what it said, of a source that has no key for the contact.
        said: Option<String>,
    },
    /// A contact that the file calls by its resource name, and of which no source said anything under it.
    Named {
        id: ContactId,
    },
    /// A contact that says the same, groups apart.
    Alike {
        id: ContactId,
    },
    /// No contact can say this, or the file says it twice.
    Refused(String),
}

impl Target {
    pub(super) fn contact(&self) -> Option<ContactId> {
        match self {
            Self::Source { id, .. } | Self::Named { id } | Self::Alike { id } => Some(*id),
            Self::New | Self::Refused(_) => None,
        }
    }
}

/// What is known of all entries of a file.
#[derive(Debug)]
pub(super) struct Found {
    /// In the order of the entries.
    pub(super) targets: Vec<Target>,
    /// The ids of contacts that the file had before, and has no longer.
    pub(super) missing: Vec<u64>,
}

/// Looks for the contacts of a file's entries.
pub(super) struct Finder<'f, S> {
    service: &'f Service<S>,
    account: &'f Account,
    file: &'f str,
    targets: Vec<Target>,
    /// Contacts that are some entry's.
    taken: HashSet<u64>,
    /// Up to which id the contacts that a term finds are taken, where they are many.
    behind: HashMap<String, u64>,
    /// How many entries without a key are each row of a contact, by its digest.
    used: HashMap<(u64, String), usize>,
    /// The digests of the rows of this file that a contact was made of: more than one if it was several.
    rows: HashMap<u64, Vec<String>>,
    /// The entries by their keys, with the digests of what they say.
    keys: HashMap<String, (usize, String)>,
    /// Entries without a key of which nothing is known yet.
    unknown: Vec<(usize, Identity)>,
    /// Whether an earlier file of this name was imported; not known before the first entry.
    is_known: Option<bool>,
    /// What of them and of the contacts that are left may contradict.
    persons: Duplicates,
}

/// How many contacts that share a word are looked at.
const CANDIDATES: usize = 20;

impl<'f, S: Store> Finder<'f, S> {
    pub(super) fn new(service: &'f Service<S>, account: &'f Account, file: &'f str) -> Self {
        Self {
            service,
            account,
            file,
            targets: Vec::new(),
            taken: HashSet::new(),
            behind: HashMap::new(),
            used: HashMap::new(),
            rows: HashMap::new(),
            keys: HashMap::new(),
            unknown: Vec::new(),
            is_known: None,
            persons: Duplicates::new(),
        }
    }

    /// Looks for the contact of the next entry.
    pub(super) async fn add(&mut self, entry: &SourceEntry) -> Result<(), StoreError> {
        let target = self.target(entry).await?;
        // The contact of an entry that is refused is no contact that the file has no longer.
        let contact = match &target {
            Target::Refused(_) if !entry.key.is_empty() => {
                self.known(entry, key_term(&entry.key)).await?
            }
            target => target.contact(),
        };
        if let Target::Source {
            id,
            said: Some(row),
        } = &target
        {
            *self.used.entry((id.get(), row.clone())).or_default() += 1;
        }
        self.taken.extend(contact.map(ContactId::get));
        self.targets.push(target);
        Ok(())
    }

    async fn target(&mut self, entry: &SourceEntry) -> Result<Target, StoreError> {
        let person = own(&entry.person);
        let text = said(&person);
        let most = self.service.facts.settings.sizes.characters;
        if let Some(text) = too_long(text.as_bytes(), Person::DESCRIPTOR, "", most) {
            return Ok(Target::Refused(text.description));
        }
        let any = ContactId::new(1).unwrap_or_else(|| unreachable!("1 is the id of a contact"));
        let created = match as_created(&self.service.facts, self.account, any, &person) {
            Ok(created) => created,
            Err(violation) => return Ok(Target::Refused(violation.to_string())),
        };
        let term = match &*entry.key {
            "" => said_term(&digest(&text)),
            key => {
                if let Some((first, says)) = self.keys.get(key) {
                    let first = first + 1;
                    return Ok(Target::Refused(match *says == digest(&text) {
                        true => format!("it repeats entry {first}"),
                        false => format!("entry {first} has the same key and other values"),
                    }));
                }
                let place = (self.targets.len(), digest(&text));
                self.keys.insert(key.to_owned(), place);
                key_term(key)
            }
        };
        if let Some(id) = self.known(entry, term).await? {
            let said = entry.key.is_empty().then(|| digest(&text));
            return Ok(Target::Source { id, said });
        }
        if let Some(id) = self.named(entry, &created).await? {
            return Ok(Target::Named { id });
        }
        if let Some(id) = self.alike(&person, &created).await? {
            return Ok(Target::Alike { id });
        }
        if entry.key.is_empty() && self.is_known().await? {
            let identity = Identity::of(&created, person, &mut self.persons);
            self.unknown.push((self.targets.len(), identity));
        }
        Ok(Target::New)
    }

    /// Whether an earlier file of this name said something of a contact.
    async fn is_known(&mut self) -> Result<bool, StoreError> {
        if let Some(is_known) = self.is_known {
            return Ok(is_known);
        }
        let (store, term) = (&self.service.store, file_term(self.file));
        let found = store.find(self.account, RowKind::Source, &term, 0, 1);
        let is_known = !found.await?.is_empty();
        self.is_known = Some(is_known);
        Ok(is_known)
    }

    /// The contact of which a source said what the term is about.
    async fn known(
        &mut self,
        entry: &SourceEntry,
        term: String,
    ) -> Result<Option<ContactId>, StoreError> {
        let (service, kind) = (self.service, RowKind::Source);
        // As many entries may say the same as a file likes: the contacts of those before are behind `after`.
        let mut after = self.behind.get(&term).copied().unwrap_or(0);
        loop {
            let found = service
                .store
                .find(self.account, kind, &term, after, CANDIDATES);
            let found = found.await?;
            let Some(last) = found.last() else {
                return Ok(None);
            };
            for id in &found {
                // A contact that was made of two is that of both their keys.
                if !entry.key.is_empty() || self.is_free(*id, &term).await? {
                    return Ok(ContactId::new(*id));
                }
            }
            after = *last;
            self.behind.insert(term.clone(), after);
        }
    }

    /// Whether no entry has the contact yet; or only others of the rows that it was made of.
    async fn is_free(&mut self, id: u64, term: &str) -> Result<bool, StoreError> {
        if !self.taken.contains(&id) {
            return Ok(true);
        }
        if !self.rows.contains_key(&id) {
            let store = &self.service.store;
            let row = store.get(self.account, RowKind::Source, id).await?;
            let sources = row.as_ref().and_then(StoredSources::of_row);
            let sources = sources.unwrap_or_default().sources.into_iter();
            let own = sources.filter(|it| it.key.is_empty() && it.is_of(self.file));
            self.rows.insert(id, own.map(|it| it.digest()).collect());
        }
        let is_it = |row: &&String| said_term(row) == term;
        let mut rows = self.rows[&id].iter().filter(is_it);
        let Some(row) = rows.next().cloned() else {
            return Ok(false);
        };
        let used = self.used.get(&(id, row)).copied().unwrap_or(0);
        Ok(used < 1 + rows.count())
    }

    /// The contact that the entry calls by its resource name, as an export does. Another account has another contact
    /// of that name, so they share a word of the name, or else an address or a number, and nothing contradicts.
    async fn named(
        &self,
        entry: &SourceEntry,
        created: &Contact,
    ) -> Result<Option<ContactId>, StoreError> {
        let id = ContactId::parse(&entry.key);
        let Some(id) = id.filter(|id| !self.taken.contains(&id.get())) else {
            return Ok(None);
        };
        let store = &self.service.store;
        let Some(row) = store.get(self.account, RowKind::Contact, id.get()).await? else {
            return Ok(None);
        };
        // A mirror may have a contact that it cannot read: then the entry is refused.
        let Ok(there) = Stored::from_row(row) else {
            return Ok(Some(id));
        };
        let mut persons = Duplicates::new();
        let [one, other] = [created, &there.contact]
            .map(|it| Identity::of(it, it.fields.to_person(), &mut persons));
        let has_names = !one.name.is_empty() && !other.name.is_empty();
        let shares = has_names || {
            let of = &there.contact.index.terms;
            let mut linking = created.index.terms.iter();
            linking.any(|term| Index::is_linking(term) && of.contains(term))
        };
        Ok(Some(id).filter(|_| shares && one.may_be(&other, &persons)))
    }

    /// A contact that says the same, and of which this file has said nothing.
    async fn alike(
        &self,
        person: &Person,
        created: &Contact,
    ) -> Result<Option<ContactId>, StoreError> {
        let store = &self.service.store;
        let terms = &created.index.terms;
        let words = terms.iter().filter(|term| term.starts_with("word:"));
        let term = terms
            .iter()
            .find(|term| Index::is_linking(term))
            .or_else(|| words.max_by_key(|term| term.len()));
        let Some(term) = term else {
            return Ok(None);
        };
        let kind = RowKind::Contact;
        let found = store.find(self.account, kind, term, 0, CANDIDATES).await?;
        for id in found {
            let Some(id) = ContactId::new(id).filter(|_| !self.taken.contains(&id)) else {
                continue;
            };
            let Some(row) = store.get(self.account, kind, id.get()).await? else {
                continue;
            };
            let now = Stored::from_row(row)?.contact.fields.to_person();
            let same = as_created(&self.service.facts, self.account, id, person);
            let same = same.is_ok_and(|same| says_the_same(&same.fields.to_person(), &now));
            if !same {
                continue;
            }
            let sources = store.get(self.account, RowKind::Source, id.get()).await?;
            let sources = sources.as_ref().and_then(StoredSources::of_row);
            let sources = sources.unwrap_or_default().sources;
            if sources.iter().all(|source| !source.is_of(self.file)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// What is known once all entries were added.
    pub(super) async fn finish(mut self) -> Result<Found, StoreError> {
        let left = self.left().await?;
        let missing = self.name_alike(left);
        Ok(Found {
            targets: self.targets,
            missing,
        })
    }

    /// The rows of which an earlier file of this name said something, and which are no entry's.
    async fn left(&mut self) -> Result<Left, StoreError> {
        let store = &self.service.store;
        let (mut left, mut after, term) = (Left::new(), 0, file_term(self.file));
        loop {
            let kind = RowKind::Source;
            let ids = store.find(self.account, kind, &term, after, AT_ONCE);
            let ids = ids.await?;
            let Some(last) = ids.last() else {
                return Ok(left);
            };
            after = *last;
            let free = ids.iter().filter(|id| !self.taken.contains(id));
            left.extend(free.map(|id| ((*id, 0), None)));
            if self.unknown.is_empty() {
                continue;
            }
            let rows = store.get_many(self.account, kind, &ids).await?;
            for row in rows.into_iter().flatten() {
                left.extend(self.said(&row));
            }
        }
    }

    /// What the file said of a contact that it had no key for, without the rows that are some entry's.
    fn said(&mut self, row: &Row) -> Vec<(Place, Option<(String, Identity)>)> {
        let Some(StoredSources { sources }) = StoredSources::of_row(row) else {
            return Vec::new();
        };
        let own = sources
            .into_iter()
            .filter(|source| source.is_of(self.file) && source.key.is_empty());
        let (facts, mut left) = (&self.service.facts, Vec::new());
        for (number, source) in (1..).zip(own) {
            let digest = source.digest();
            if let Some(used) = self
                .used
                .get_mut(&(row.id, digest.clone()))
                .filter(|it| **it > 0)
            {
                *used -= 1;
                continue;
            }
            let said = serde_json::from_str::<Person>(source.said.get()).ok();
            let id = ContactId::new(row.id);
            let Some((person, id)) = said.zip(id) else {
                continue;
            };
            if let Ok(created) = as_created(facts, self.account, id, &person) {
                let identity = Identity::of(&created, person, &mut self.persons);
                left.push(((row.id, number), Some((digest, identity))));
            }
        }
        left
    }

    /// Finds the entries that share a name, or else an address or a number, with one row that is left, if no other
    /// entry does. Returns the contacts that are left then.
    fn name_alike(&mut self, mut left: Left) -> Vec<u64> {
        for by in [Identity::by_name, Identity::by_address, Identity::by_number] {
            let mut shared: BTreeMap<String, (BTreeSet<usize>, BTreeSet<Place>)> = BTreeMap::new();
            for (place, (_, identity)) in self.unknown.iter().enumerate() {
                for key in by(identity) {
                    shared.entry(key).or_default().0.insert(place);
                }
            }
            for (row, known) in &left {
                for key in known.iter().flat_map(|(_, identity)| by(identity)) {
                    shared.entry(key).or_default().1.insert(*row);
                }
            }
            let (pairs, claims) = pairs(shared.into_values());
            let mut known = BTreeSet::new();
            for (place, rows) in pairs {
                let (Some(row), 1) = (rows.first(), rows.len()) else {
                    continue;
                };
                if claims[row].len() > 1 {
                    continue;
                }
                let (index, identity) = &self.unknown[place];
                let Some(Some((_, before))) = left.get(row) else {
                    continue;
                };
                if !identity.may_be(before, &self.persons) {
                    continue;
                }
                if let (Some(Some((said, _))), Some(id)) = (left.remove(row), ContactId::new(row.0))
                {
                    let said = Some(said);
                    self.targets[*index] = Target::Source { id, said };
                    self.taken.insert(id.get());
                    known.insert(place);
                }
            }
            let mut place = 0;
            self.unknown.retain(|_| {
                place += 1;
                !known.contains(&(place - 1))
            });
        }
        let left = left.into_keys().map(|(id, _)| id);
        let missing: BTreeSet<u64> = left.filter(|id| !self.taken.contains(id)).collect();
        missing.into_iter().collect()
    }
}

/// What files of this name said before, by the contact and a number: what is left of it. The number 0 stands for the
/// contact itself.
type Left = BTreeMap<Place, Option<(String, Identity)>>;

/// A row that a file said of a contact: the contact's id, and a number from 1.
type Place = (u64, usize);

/// The rows that each entry shares something with, and the entries that each row does. All that is asked of them is
/// whether they are more than one. So of those that share one name, at most two are noted with each: a file may have
/// ten thousand rows of one name.
fn pairs(
    shared: impl IntoIterator<Item = (BTreeSet<usize>, BTreeSet<Place>)>,
) -> (
    BTreeMap<usize, BTreeSet<Place>>,
    BTreeMap<Place, BTreeSet<usize>>,
) {
    const ENOUGH: usize = 2;
    let mut pairs: BTreeMap<usize, BTreeSet<Place>> = BTreeMap::new();
    let mut claims: BTreeMap<Place, BTreeSet<usize>> = BTreeMap::new();
    for (places, rows) in shared {
        if places.is_empty() || rows.is_empty() {
            continue;
        }
        for place in &places {
            let some = rows.iter().take(ENOUGH);
            pairs.entry(*place).or_default().extend(some);
        }
        for row in rows {
            let some = places.iter().take(ENOUGH);
            claims.entry(row).or_default().extend(some);
        }
    }
    (pairs, claims)
}

/// Whether two contacts have the same values, groups apart.
fn says_the_same(one: &Person, other: &Person) -> bool {
    let fields = FieldMask::UPDATABLE.iter();
    let mut fields = fields.filter(|field| *field != PersonField::Memberships);
    fields.all(|field| one.field_eq(other, field))
}

/// By what a contact is recognised whose file has no key for it.
struct Identity {
    /// As the file says it.
    person: Person,
    /// Its number among those that are compared.
    number: usize,
    /// The whole name, folded.
    name: String,
    words: BTreeSet<String>,
    addresses: Vec<String>,
    numbers: Vec<String>,
}

impl Identity {
    fn of(contact: &Contact, person: Person, persons: &mut Duplicates) -> Self {
        let created = contact.fields.to_person();
        let name = created.names.first().map(|name| &name.display_name);
        let name = name.map(|name| name.to_lowercase()).unwrap_or_default();
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() > 1);
        let terms = contact.index.terms.iter();
        let linking = terms.filter(|term| Index::is_linking(term));
        let (addresses, numbers) = linking
            .map(str::to_owned)
            .partition(|term: &String| term.starts_with("email:"));
        Self {
            number: persons.add(&created),
            person,
            words: words.map(str::to_owned).collect(),
            name,
            addresses,
            numbers,
        }
    }

    fn by_name(&self) -> Vec<String> {
        let name = Some(&self.name).filter(|name| !name.is_empty());
        name.into_iter().cloned().collect()
    }

    fn by_address(&self) -> Vec<String> {
        self.addresses.clone()
    }

    fn by_number(&self) -> Vec<String> {
        self.numbers.clone()
    }

    /// Whether nothing says that they are two people. An address or a number may be a family's, and two may have one
    /// name: then what contradicts, such as two birthdays (M32), says so, unless it is all that differs.
    fn may_be(&self, before: &Self, persons: &Duplicates) -> bool {
        let has_names = !self.name.is_empty() && !before.name.is_empty();
        if has_names && self.name != before.name && self.words.is_disjoint(&before.words) {
            return false;
        }
        let fields = FieldMask::UPDATABLE.iter();
        let differing = fields.filter(|field| !self.person.field_eq(&before.person, *field));
        differing.take(2).count() < 2
            || persons
                .contradictions(self.number, before.number)
                .is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `I7`: a thousand entries and a thousand rows of one name are no million pairs.
    #[test]
    fn i7_rows_of_one_name_are_few_pairs() {
        let of_one_name = ((0..1_000).collect(), (0..1_000).map(|id| (id, 1)).collect());
        let (pairs, claims) = pairs([of_one_name]);
        assert_eq!((pairs.len(), claims.len()), (1_000, 1_000));
        assert!(pairs.values().all(|rows| rows.len() == 2));
        assert!(claims.values().all(|places| places.len() == 2));
    }

    /// Who shares two things with two others is not found by one of them alone.
    #[test]
    fn i7_two_that_share_are_more_than_one() {
        let row = |id| (id, 1);
        let (pairs, claims) = pairs([
            ([0].into(), [row(7)].into()),
            ([0].into(), [row(8)].into()),
            ([1].into(), [row(9)].into()),
            ([1].into(), [row(9)].into()),
            ([2].into(), [].into()),
        ]);
        let rows = |place: usize| pairs[&place].iter().copied().collect::<Vec<_>>();
        assert_eq!(rows(0), [row(7), row(8)]);
        assert_eq!(rows(1), [row(9)]);
        assert_eq!((pairs.len(), claims[&row(9)].len()), (2, 1));
    }
}

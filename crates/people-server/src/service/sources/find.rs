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
                        true => format!("it is entry {first} once more"),
                        false => format!("entry {first} has the same key, with other values"),
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
        let (store, kind) = (&self.service.store, RowKind::Source);
        // As many entries may say the same as a file likes: the contacts of those before are behind `after`.
        let mut after = self.behind.get(&term).copied().unwrap_or(0);
        let id = loop {
            let found = store.find(self.account, kind, &term, after, CANDIDATES);
            let found = found.await?;
            let Some(last) = found.last() else {
                break None;
            };
            // A contact that was made of two is that of both their keys.
            let is_free = |id: &&u64| !entry.key.is_empty() || !self.taken.contains(id);
            if let Some(id) = found.iter().find(is_free) {
                break ContactId::new(*id);
            }
            after = *last;
            self.behind.insert(term.clone(), after);
        };
        Ok(id)
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
            if sources.iter().all(|source| source.file != self.file) {
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

    /// The contacts of which an earlier file of this name said something, and which are no entry's. Those that it
    /// had no key for have an identity.
    async fn left(&mut self) -> Result<BTreeMap<u64, Option<(String, Identity)>>, StoreError> {
        let store = &self.service.store;
        let (mut left, mut after, term) = (BTreeMap::new(), 0, file_term(self.file));
        loop {
            let kind = RowKind::Source;
            let ids = store.find(self.account, kind, &term, after, AT_ONCE);
            let mut ids = ids.await?;
            let Some(last) = ids.last() else {
                return Ok(left);
            };
            after = *last;
            ids.retain(|id| !self.taken.contains(id));
            if self.unknown.is_empty() {
                left.extend(ids.into_iter().map(|id| (id, None)));
                continue;
            }
            let rows = store.get_many(self.account, kind, &ids).await?;
            for row in rows.into_iter().flatten() {
                let said = self.said(&row);
                left.insert(row.id, said);
            }
        }
    }

    /// What the file said of a contact that it had no key for.
    fn said(&mut self, row: &Row) -> Option<(String, Identity)> {
        let mut sources = StoredSources::of_row(row)?.sources.into_iter();
        let source = sources.rfind(|source| source.file == self.file && source.key.is_empty())?;
        let person: Person = serde_json::from_str(source.said.get()).ok()?;
        let facts = &self.service.facts;
        let created = as_created(facts, self.account, ContactId::new(row.id)?, &person).ok()?;
        let identity = Identity::of(&created, person, &mut self.persons);
        Some((source.digest(), identity))
    }

    /// Finds the entries that share a name, or else an address, with one contact that is left, if no other entry
    /// does. Returns the contacts that are left then.
    fn name_alike(&mut self, mut left: BTreeMap<u64, Option<(String, Identity)>>) -> Vec<u64> {
        for by in [Identity::by_name, Identity::by_address] {
            let mut shared: BTreeMap<String, (BTreeSet<usize>, BTreeSet<u64>)> = BTreeMap::new();
            for (place, (_, identity)) in self.unknown.iter().enumerate() {
                for key in by(identity) {
                    shared.entry(key).or_default().0.insert(place);
                }
            }
            for (id, known) in &left {
                for key in known.iter().flat_map(|(_, identity)| by(identity)) {
                    shared.entry(key).or_default().1.insert(*id);
                }
            }
            let mut pairs: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
            let mut claims: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
            for (places, ids) in shared.into_values() {
                for place in &places {
                    for id in &ids {
                        pairs.entry(*place).or_default().insert(*id);
                        claims.entry(*id).or_default().insert(*place);
                    }
                }
            }
            let mut known = BTreeSet::new();
            for (place, ids) in pairs {
                let (Some(&id), 1) = (ids.first(), ids.len()) else {
                    continue;
                };
                if claims[&id].len() > 1 {
                    continue;
                }
                let (index, identity) = &self.unknown[place];
                let Some(Some((_, before))) = left.get(&id) else {
                    continue;
                };
                if !identity.may_be(before, &self.persons) {
                    continue;
                }
                if let (Some(Some((said, _))), Some(id)) = (left.remove(&id), ContactId::new(id)) {
                    let said = Some(said);
                    self.targets[*index] = Target::Source { id, said };
                    known.insert(place);
                }
            }
            let mut place = 0;
            self.unknown.retain(|_| {
                place += 1;
                !known.contains(&(place - 1))
            });
        }
        left.into_keys().collect()
    }
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
}

impl Identity {
    fn of(contact: &Contact, person: Person, persons: &mut Duplicates) -> Self {
        let created = contact.fields.to_person();
        let name = created.names.first().map(|name| &name.display_name);
        let name = name.map(|name| name.to_lowercase()).unwrap_or_default();
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() > 1);
        let terms = contact.index.terms.iter();
        Self {
            number: persons.add(&created),
            person,
            words: words.map(str::to_owned).collect(),
            name,
            addresses: terms
                .filter(|term| term.starts_with("email:"))
                .cloned()
                .collect(),
        }
    }

    fn by_name(&self) -> Vec<String> {
        let name = Some(&self.name).filter(|name| !name.is_empty());
        name.into_iter().cloned().collect()
    }

    fn by_address(&self) -> Vec<String> {
        self.addresses.clone()
    }

    /// Whether nothing says that they are two people. An address may be a family's, and two may have one name: then
    /// what contradicts, such as two birthdays (M32), says so, unless it is all that differs.
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

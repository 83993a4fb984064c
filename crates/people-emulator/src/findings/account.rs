//! The findings of one account.
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use people_model::{ContactId, FieldMask};
use people_server::{RowState, Written};
use people_store::{Account, RowKind};
use serde_json::{Map, Value, json};

use super::{
    created::Created,
    exchange::{Author, Exchange, Letter, lone, shown, shown_members},
    finding::{Finding, Grade, Kind},
    groups::Groups,
    history::{History, Replaced},
    knowledge::{Knowledge, Values, View, seen},
    loss::items,
    overwritten::{Refused, Update, faults, person},
    photos::Photos,
    repeated::{Repeated, Times},
    synced::{Synced, Why},
    telling::{finding, overwritten, requests},
};

/// The most bytes to keep about what the callers of one account know.
const KNOWLEDGE: usize = 8 << 20;
/// The most callers of an account that are distinguished at the same time.
const CALLERS: usize = 256;
/// The most names of forgotten callers that are kept. Each has at most 128 bytes.
const FORGOTTEN: usize = 4_096;
/// The most findings of an account that are kept.
const FINDINGS: usize = 1_000;
/// Updates with stale etags that are remembered for a caller.
const REFUSED: usize = 1_000;

/// What is known of an account's callers, and what they did wrong.
#[derive(Debug, Default)]
pub(super) struct Watch {
    callers: HashMap<Option<Arc<str>>, Mind>,
    history: History,
    pub(super) findings: Vec<Finding>,
    /// Findings that had no room.
    pub(super) left_out: u64,
    /// The callers that were forgotten. They may know something all the same.
    forgotten: HashSet<Option<Arc<str>>>,
    /// Whether any other caller may have been forgotten.
    forgot: bool,
}

/// What is known of one caller.
#[derive(Debug, Default)]
struct Mind {
    knowledge: Knowledge,
    refused: HashMap<ContactId, Refused>,
    created: Created,
    synced: Synced,
    repeated: Repeated,
    times: Times,
    groups: Groups,
    photos: Photos,
    /// The number of its last request.
    last: u64,
}

impl Watch {
    /// Nothing; `forgot` says whether callers may know something all the same.
    pub(super) fn new(forgot: bool) -> Self {
        Self {
            forgot,
            ..Self::default()
        }
    }

    /// Learns from an exchange, and finds what is wrong with it.
    pub(super) fn take(&mut self, exchange: &Exchange, next: &mut u64) {
        let replaced: Vec<Replaced<'_>> =
            exchange.written.iter().filter_map(Replaced::of).collect();
        for replaced in &replaced {
            self.history.add(replaced, exchange.number, &exchange.by);
        }
        for written in &exchange.written {
            self.forget_what_is_gone(written);
        }
        for (test, mind) in &mut self.callers {
            if !matches!(&exchange.by, Author::Program(by) if by == test) {
                mind.photos.somebody_else(exchange);
            }
        }
        let Author::Program(test) = &exchange.by else {
            return;
        };
        let forgot = self.forgot || self.forgotten.contains(test);
        let mind = self.callers.remove(test);
        let mut mind = mind.unwrap_or_else(|| Mind {
            knowledge: Knowledge::new(forgot),
            ..Mind::default()
        });
        let mut found = Vec::new();
        mind.judge(exchange, &replaced, &self.history, &mut found);
        mind.learn_from_writes(exchange);
        mind.learn_from_reply(exchange);
        mind.groups.learn(exchange);
        mind.photos.learn(exchange);
        mind.knowledge.shrink(KNOWLEDGE);
        mind.last = exchange.number;
        self.callers.insert(test.clone(), mind);
        self.forget_callers();
        for finding in found {
            if self.findings.len() == FINDINGS {
                self.left_out += 1;
                continue;
            }
            *next += 1;
            self.findings.push(Finding {
                number: *next,
                ..finding
            });
        }
    }

    /// The findings that later requests may withdraw.
    pub(super) fn open(&self, account: &Account) -> Vec<Finding> {
        let mut all = Vec::new();
        for (test, mind) in &self.callers {
            for open in mind.synced.open() {
                let text = match open.why {
                    Why::Expired => {
                        "The sync token had expired, and the program did not list everything again."
                    }
                    Why::Page(_) => "The program did not read the next page of a sync.",
                };
                all.push(Finding {
                    number: 0,
                    id: Kind::SyncAbandoned,
                    grade: open.why.grade(),
                    account: account.clone(),
                    test: test.clone(),
                    resource_name: None,
                    text: text.to_owned(),
                    requests: requests(open.number, mind.last),
                    values: Vec::new(),
                    advice: Kind::SyncAbandoned.advice(),
                });
            }
        }
        all
    }

    /// Takes the findings away of which `are` says so.
    pub(super) fn clear(&mut self, are: impl Fn(&Finding) -> bool, test: Option<&str>) {
        self.findings.retain(|finding| !are(finding));
        self.left_out = 0;
        for (name, mind) in &mut self.callers {
            if test.is_none() || name.as_deref() == test {
                mind.synced.clear();
            }
        }
    }

    /// Forgets what callers know, because the account was put into another state.
    pub(super) fn forget(&mut self) {
        self.callers.clear();
        self.history = History::default();
        self.forgotten.clear();
        self.forgot = false;
    }

    /// Makes room. From now on, what is not known may have been forgotten.
    pub(super) fn drop_knowledge(&mut self) {
        for mind in self.callers.values_mut() {
            mind.knowledge.shrink(0);
        }
        self.history = History::default();
    }

    pub(super) fn bytes(&self) -> usize {
        let minds = self.callers.values();
        minds.map(|mind| mind.knowledge.bytes() + 4096).sum()
    }

    /// Forgets the callers that called least recently.
    fn forget_callers(&mut self) {
        while self.callers.len() > CALLERS || (self.bytes() > KNOWLEDGE && self.callers.len() > 1) {
            let oldest = self.callers.iter().min_by_key(|(_, mind)| mind.last);
            let Some(oldest) = oldest.map(|(test, _)| test.clone()) else {
                return;
            };
            self.callers.remove(&oldest);
            self.forgotten.insert(oldest);
            // From now on, a caller with a new name may be one whose name was not kept.
            if self.forgotten.len() > FORGOTTEN {
                self.forgotten.clear();
                self.forgot = true;
            }
        }
    }

    fn forget_what_is_gone(&mut self, written: &Written) {
        if let (Some(id), None) = (contact(written), &written.after) {
            for mind in self.callers.values_mut() {
                mind.created.settle(id);
                mind.refused.remove(&id);
            }
        }
    }
}

impl Mind {
    /// Finds what is wrong, by what the caller knew before.
    fn judge(
        &mut self,
        exchange: &Exchange,
        replaced: &[Replaced<'_>],
        history: &History,
        found: &mut Vec<Finding>,
    ) {
        self.judge_updates(exchange, replaced, history, found);
        self.judge_creates(exchange, found);
        self.groups.judge(exchange, found);
        let knowledge = &self.knowledge;
        self.photos.judge(exchange, |id| knowledge.of(id), found);
        self.synced.take(exchange);
        if let Some(storm) = self.repeated.take(exchange) {
            let text = format!(
                "The program sent the same request {} times within {} ms, and each time it failed.",
                storm.tries, storm.millis
            );
            found.push(Finding {
                requests: requests(storm.first, storm.last),
                ..finding(exchange, Kind::RetryStorm, Grade::Warning, text)
            });
        }
        if let Some(other) = self.times.take(exchange) {
            let text = "The program sent a write before it had the reply to another write of the same user.";
            found.push(Finding {
                requests: requests(other, exchange.number),
                ..finding(
                    exchange,
                    Kind::ParallelWrites,
                    Grade::Warning,
                    text.to_owned(),
                )
            });
        }
    }

    fn judge_updates(
        &mut self,
        exchange: &Exchange,
        replaced: &[Replaced<'_>],
        history: &History,
        found: &mut Vec<Finding>,
    ) {
        let letter = Letter::of(exchange);
        for (id, mask) in exchange.updates() {
            if exchange.is_stale() {
                if let Some(person) = letter.person(id)
                    && (self.refused.len() < REFUSED || self.refused.contains_key(&id))
                {
                    let refused = Refused::new(exchange.number, mask, person);
                    self.refused.insert(id, refused);
                }
                continue;
            }
            let Some(replaced) = replaced.iter().find(|replaced| replaced.id == id) else {
                continue;
            };
            let refused = self.refused.remove(&id);
            let update = Update {
                number: exchange.number,
                author: &exchange.by,
                mask,
                letter: &letter,
                replaced,
            };
            let known = self.knowledge.of(id);
            for fault in faults(&update, known, history, refused.as_ref()) {
                found.push(overwritten(exchange, &update, fault));
            }
        }
    }

    fn judge_creates(&mut self, exchange: &Exchange, found: &mut Vec<Finding>) {
        for (id, after) in created(exchange) {
            let person = person(after);
            if let Some((first, other)) = self.created.same(&person) {
                let text = format!(
                    "The program created a contact again after the reply to the first create was lost. \
                     {} and {} say the same.",
                    other.resource_name(),
                    id.resource_name()
                );
                found.push(Finding {
                    resource_name: Some(id.resource_name().to_string()),
                    requests: requests(first, exchange.number),
                    ..finding(exchange, Kind::CreateRepeated, Grade::Error, text)
                });
            }
            if exchange.is_failure() {
                self.created.lose(exchange.number, id, person);
            }
        }
    }

    /// The caller knows what it wrote, even if it got no reply.
    fn learn_from_writes(&mut self, exchange: &Exchange) {
        let fields = |id: ContactId| {
            let mut all = exchange.updates();
            all.find(|(of, _)| *of == id).map(|(_, mask)| mask)
        };
        for written in &exchange.written {
            let (Some(id), Some(after)) = (contact(written), &written.after) else {
                continue;
            };
            let fields = match &written.before {
                None => FieldMask::UPDATABLE,
                Some(before) => match fields(id) {
                    Some(mask) => mask,
                    None if self.knows_memberships(id, before) => FieldMask::MEMBERSHIPS,
                    None => FieldMask::EMPTY,
                },
            };
            self.knowledge.learn(
                id,
                View {
                    number: exchange.number,
                    version: Some(after.fingerprint),
                    fields,
                    hidden: Vec::new(),
                    values: Values::Row(Arc::clone(&after.row.record)),
                    partial: FieldMask::EMPTY,
                },
            );
        }
        if let Some((added, group)) = exchange.added_members()
            && !exchange.written.is_empty()
        {
            for &id in added {
                self.learn_membership(id, group, exchange.number);
            }
        }
    }

    fn learn_from_reply(&mut self, exchange: &Exchange) {
        let Some(shape) = &exchange.shape else { return };
        if let Some(person) = lone(exchange) {
            self.created.settle(person.id);
            for &etag in &person.etags {
                self.knowledge.learn_etag(person.id, etag, exchange.number);
            }
            self.knowledge.learn(
                person.id,
                View {
                    number: exchange.number,
                    version: person.etags.first().copied(),
                    fields: person.asked,
                    hidden: Vec::new(),
                    values: person.values,
                    partial: FieldMask::EMPTY,
                },
            );
            return;
        }
        let Some((whole, reply)) = exchange.seen_reply() else {
            return;
        };
        for person in shown(shape, &whole, &reply) {
            let id = person.id;
            self.created.settle(id);
            for etag in person.etags() {
                self.knowledge.learn_etag(id, etag, exchange.number);
            }
            let seen = seen(person.whole, person.seen, person.asked);
            self.knowledge.learn(
                id,
                View {
                    number: exchange.number,
                    version: person.fingerprint(),
                    fields: seen.fields,
                    hidden: seen.hidden,
                    values: Values::Own(Value::from(seen.values).to_string().into()),
                    partial: seen.partial,
                },
            );
        }
        for (id, group) in shown_members(exchange, &reply) {
            self.learn_membership(id, &group, exchange.number);
        }
    }

    /// One membership of a contact, which may have others.
    fn learn_membership(&mut self, id: ContactId, group: &str, number: u64) {
        let membership = json!({"contactGroupMembership": {"contactGroupResourceName": group}});
        let values = Map::from_iter([("memberships".to_owned(), json!([membership]))]);
        self.knowledge.learn(
            id,
            View {
                number,
                version: None,
                fields: FieldMask::MEMBERSHIPS,
                hidden: Vec::new(),
                values: Values::Own(Value::from(values).to_string().into()),
                partial: FieldMask::MEMBERSHIPS,
            },
        );
    }

    fn knows_memberships(&self, id: ContactId, before: &RowState) -> bool {
        let Some(known) = self.knowledge.of(id) else {
            return false;
        };
        let before = person(before);
        let views = known.views(people_model::PersonField::Memberships);
        views
            .filter(|view| view.partial.is_empty())
            .any(|view| items(&before, &view.person(), FieldMask::MEMBERSHIPS).is_empty())
    }
}

/// The contacts that a call created.
fn created(exchange: &Exchange) -> Vec<(ContactId, &RowState)> {
    let new = exchange.written.iter().filter_map(|written| {
        let id = contact(written)?;
        match (&written.before, &written.after) {
            (None, Some(after)) => Some((id, after)),
            _ => None,
        }
    });
    new.collect()
}

/// The contact that was written, if one was.
pub(super) fn contact(written: &Written) -> Option<ContactId> {
    match written.kind {
        RowKind::Contact => ContactId::new(written.id),
        RowKind::Group
        | RowKind::Profile
        | RowKind::Photo
        | RowKind::ProfilePhoto
        | RowKind::OtherContact
        | RowKind::DirectoryPerson
        | RowKind::Domain
        | RowKind::Source
        | RowKind::Undo => None,
    }
}

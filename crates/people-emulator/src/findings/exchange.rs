//! A request and its result, as far as findings need it.
use std::{
    borrow::Cow,
    cell::OnceCell,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use bytes::Bytes;
use http::Method as Verb;
use people_http::{
    Call, Change, GroupFields, Query, Returns, Selector, Shape, SyncedList, SystemParameters,
    rewrite, route,
};
use people_model::{
    Code, ContactId, FieldMask, Fingerprint, Method, Person, PersonEtag, PersonField, Resources,
    SourceEtag,
};
use people_rules::Sources;
use people_server::{Failure, Reply, RowState, Written};
use people_store::Account;
use serde::Deserialize;
use serde_json::Value;

use super::{account::contact, knowledge::Values};

/// A call and its outcome.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The number of the request.
    pub(crate) number: u64,
    pub(crate) account: Account,
    pub(crate) by: Author,
    /// When the server began to answer it, and when it had the reply: microseconds of a clock that never goes back.
    pub(crate) started: u64,
    pub(crate) ended: u64,
    /// What was called, without the values that it writes; none if the request was refused before that was
    /// understood.
    pub(crate) shape: Option<Shape<'static>>,
    /// What was called, if the request as it was sent is not known.
    pub(crate) call: Option<Call>,
    /// The request as it was sent; none where it is not known.
    pub(crate) original: Option<Original>,
    /// What of the reply the caller asked to see.
    pub(crate) selector: Option<Selector>,
    pub(crate) outcome: Outcome,
    /// Whether the reply was sent to the caller.
    pub(crate) reached: bool,
    pub(crate) written: Vec<Written>,
}

/// A request as it was sent, without credentials.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// The one that counts, if the request overrides it.
    pub(crate) verb: Verb,
    pub(crate) address: Arc<str>,
    /// Inflated; none if it is larger than what is kept.
    pub(crate) body: Option<Bytes>,
}

/// Who made a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Author {
    /// The program under test; several may share an account under different names of tests.
    Program(Option<Arc<str>>),
    /// Another program, which a rule of the test plays.
    SomebodyElse,
}

/// The result of a call.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Reply(Bytes),
    /// The reply was the contact that the call wrote. Its own values are in the row.
    Written,
    Failed {
        code: Option<Code>,
        /// The id of the rule that the request broke.
        rule: Option<&'static str>,
    },
}

impl Outcome {
    /// Bytes of the reply that is kept.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Reply(reply) => reply.len(),
            Self::Written | Self::Failed { .. } => 0,
        }
    }

    /// That of a call of this shape with this answer, which wrote these rows.
    pub(crate) fn of(
        answer: &Result<Reply, Failure>,
        shape: &Shape<'_>,
        selector: Option<&Selector>,
        written: &[Written],
    ) -> Self {
        match answer {
            Ok(_) if selector.is_none() && shows_written(shape, written) => Self::Written,
            Ok(reply) => Self::Reply(Bytes::copy_from_slice(&reply.body)),
            Err(failure) => Self::Failed {
                code: failure.status().code(),
                rule: failure.rule(),
            },
        }
    }
}

/// Whether the call succeeded and its reply is the contact that it wrote. Then the row has everything that the reply
/// has.
fn shows_written(shape: &Shape<'_>, written: &[Written]) -> bool {
    let Some((read, sources)) = returned_person(shape) else {
        return false;
    };
    if !matches!(
        shape.change,
        Change::CreateContacts | Change::UpdateContacts { .. }
    ) {
        return false;
    }
    // What the photo of a contact is, its row does not say.
    let is_in_row = contacts_own(sources) && !read.contains(PersonField::Photos);
    is_in_row && written_contact(written).is_some()
}

/// What a call asks for of the person that is all that it returns; none where it returns something else.
fn returned_person(shape: &Shape<'_>) -> Option<(FieldMask, Sources)> {
    match (shape.method.returned(), shape.returns) {
        (Resources::People([]), Returns::People { read, sources }) => Some((read, sources)),
        _ => None,
    }
}

/// The contact among the written rows, if there is one.
fn written_contact(written: &[Written]) -> Option<(ContactId, &RowState)> {
    let mut contacts = written.iter().filter_map(|written| {
        let id = contact(written)?;
        Some((id, written.after.as_ref()?))
    });
    let only = contacts.next()?;
    contacts.next().is_none().then_some(only)
}

impl Original {
    /// What was called.
    fn call(&self) -> Option<Call> {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let (_, query) = SystemParameters::split(Query::parse(query)).ok()?;
        let body = self.body.as_ref()?;
        Call::from_http(&route(&self.verb, path)?, &query, body).ok()
    }
}

impl Exchange {
    /// The call with its arguments.
    fn call(&self) -> Option<Call> {
        match &self.call {
            Some(call) => Some(call.clone()),
            None => self.original.as_ref()?.call(),
        }
    }

    /// The list that was called, if it has sync tokens.
    pub(crate) fn list(&self) -> Option<(Method, &SyncedList<'static>)> {
        let shape = self.shape.as_ref()?;
        Some((shape.method, shape.list.as_ref()?))
    }

    /// The contacts that a call updates, each with the mask.
    pub(crate) fn updates(&self) -> impl Iterator<Item = (ContactId, FieldMask)> {
        let update = match self.shape.as_ref().map(|shape| &shape.change) {
            Some(Change::UpdateContacts { contacts, mask }) => Some((contacts, mask.fields())),
            Some(
                Change::None
                | Change::CreateContacts
                | Change::DeleteContacts(_)
                | Change::Photo(_)
                | Change::CreateGroup
                | Change::UpdateGroup { .. }
                | Change::DeleteGroup
                | Change::Members { .. },
            )
            | None => None,
        };
        let updates = update.into_iter();
        updates.flat_map(|(contacts, mask)| contacts.iter().map(move |(id, _)| (*id, mask)))
    }

    /// The contact group that a call updates, with the mask.
    pub(crate) fn updated_group(&self) -> Option<(&str, GroupFields)> {
        match &self.shape.as_ref()?.change {
            Change::UpdateGroup {
                resource_name,
                fields,
            } => Some((resource_name, *fields)),
            Change::None
            | Change::CreateContacts
            | Change::UpdateContacts { .. }
            | Change::DeleteContacts(_)
            | Change::Photo(_)
            | Change::CreateGroup
            | Change::DeleteGroup
            | Change::Members { .. } => None,
        }
    }

    /// The contacts that a call puts into a group, and the group.
    pub(crate) fn added_members(&self) -> Option<(&[ContactId], &str)> {
        match &self.shape.as_ref()?.change {
            Change::Members {
                resource_name,
                added,
            } => Some((added, resource_name)),
            Change::None
            | Change::CreateContacts
            | Change::UpdateContacts { .. }
            | Change::DeleteContacts(_)
            | Change::Photo(_)
            | Change::CreateGroup
            | Change::UpdateGroup { .. }
            | Change::DeleteGroup => None,
        }
    }

    /// The contact groups of the reply.
    pub(crate) fn groups<'r>(&self, reply: &'r Value) -> Vec<&'r Value> {
        let returned = self.shape.as_ref().map(|shape| shape.method.returned());
        match returned {
            Some(Resources::Groups(place)) => {
                let pairs = at(place, reply, reply);
                pairs.into_iter().map(|(group, _)| group).collect()
            }
            Some(Resources::People(_) | Resources::None) | None => Vec::new(),
        }
    }

    /// The body as it was sent; none where it is not known.
    pub(crate) fn body(&self) -> Option<&Bytes> {
        self.original.as_ref()?.body.as_ref()
    }

    /// Equal for requests that are the same to the letter.
    pub(crate) fn signature(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match &self.original {
            Some(Original {
                verb,
                address,
                body,
            }) => (verb, address, body).hash(&mut hasher),
            // No other has its number.
            None => self.number.hash(&mut hasher),
        }
        hasher.finish()
    }

    /// The reply as the server had it, and as the caller saw it. None if the caller got no reply.
    pub(crate) fn seen_reply(&self) -> Option<(Value, Value)> {
        let Outcome::Reply(bytes) = &self.outcome else {
            return None;
        };
        if !self.reached {
            return None;
        }
        let whole: Value = serde_json::from_slice(bytes).ok()?;
        let seen = match &self.selector {
            Some(selector) => {
                let seen = rewrite(bytes.to_vec(), Some(selector), None).ok()?;
                serde_json::from_slice(&seen).ok()?
            }
            None => whole.clone(),
        };
        Some((whole, seen))
    }

    /// Whether the etag was stale.
    pub(crate) fn is_stale(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Failed {
                code: Some(Code::FailedPrecondition),
                rule: Some("U6")
            }
        )
    }

    /// What an update changes, without its values: equal for two updates of the same. None for another call.
    pub(crate) fn target(&self) -> Option<u64> {
        let shape = self.shape.as_ref()?;
        let mut hasher = DefaultHasher::new();
        shape.method.hash(&mut hasher);
        match &shape.change {
            Change::UpdateContacts { contacts, mask } => {
                mask.to_string().hash(&mut hasher);
                contacts
                    .iter()
                    .for_each(|(id, _)| id.get().hash(&mut hasher));
            }
            Change::UpdateGroup { resource_name, .. } => resource_name.hash(&mut hasher),
            Change::None
            | Change::CreateContacts
            | Change::DeleteContacts(_)
            | Change::Photo(_)
            | Change::CreateGroup
            | Change::DeleteGroup
            | Change::Members { .. } => return None,
        }
        Some(hasher.finish())
    }

    pub(crate) fn is_failure(&self) -> bool {
        !self.reached || matches!(self.outcome, Outcome::Failed { .. })
    }
}

/// The content of an update. It is decoded when it is needed first, because most updates are never looked at.
pub(crate) struct Letter<'e> {
    exchange: &'e Exchange,
    call: OnceCell<Option<Call>>,
    body: OnceCell<Option<Value>>,
}

impl<'e> Letter<'e> {
    pub(crate) fn of(exchange: &'e Exchange) -> Self {
        Self {
            exchange,
            call: OnceCell::new(),
            body: OnceCell::new(),
        }
    }

    /// What is sent of a contact, as it is understood.
    pub(crate) fn person(&self, id: ContactId) -> Option<&Person> {
        let call = self.call.get_or_init(|| self.exchange.call());
        match call.as_ref()?.shape().change {
            Change::UpdateContacts { contacts, .. } => {
                let found = contacts.into_iter().find(|(of, _)| *of == id);
                found.and_then(|(_, person)| person)
            }
            Change::None
            | Change::CreateContacts
            | Change::DeleteContacts(_)
            | Change::Photo(_)
            | Change::CreateGroup
            | Change::UpdateGroup { .. }
            | Change::DeleteGroup
            | Change::Members { .. } => None,
        }
    }

    /// The same as it is written; none where it is not known.
    pub(crate) fn body(&self, id: ContactId) -> Option<&Value> {
        let read = || serde_json::from_slice(self.exchange.body()?).ok();
        let body = self.body.get_or_init(read).as_ref()?;
        let method = self.exchange.shape.as_ref()?.method;
        match method.body()?.resources {
            Resources::People([]) => Some(body),
            // A map of contacts by their names.
            Resources::People([contacts, ..]) => body[contacts].get(id.resource_name().to_string()),
            Resources::Groups(_) | Resources::None => None,
        }
    }
}

/// A contact that is all that a reply has.
pub(crate) struct Lone {
    pub(crate) id: ContactId,
    /// Its etags: that of the person first.
    pub(crate) etags: Vec<Fingerprint>,
    /// The fields that the call asked for of the contact itself.
    pub(crate) asked: FieldMask,
    /// What the reply says.
    pub(crate) values: Values,
}

/// The contact that is all that a reply has, and that the caller saw as a whole.
///
/// Most replies are this. The reply to a write is not parsed, since its row is known. Of other replies, only a few
/// members are.
pub(crate) fn lone(exchange: &Exchange) -> Option<Lone> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Head<'a> {
        #[serde(borrow)]
        resource_name: Cow<'a, str>,
        #[serde(borrow)]
        etag: Cow<'a, str>,
        #[serde(borrow, default)]
        metadata: Metadata<'a>,
    }

    #[derive(Default, Deserialize)]
    struct Metadata<'a> {
        #[serde(borrow, default)]
        sources: Vec<Source<'a>>,
        #[serde(default)]
        deleted: bool,
    }

    #[derive(Deserialize)]
    struct Source<'a> {
        #[serde(borrow, default)]
        etag: Cow<'a, str>,
    }

    let (read, sources) = returned_person(exchange.shape.as_ref()?)?;
    if !exchange.reached || exchange.selector.is_some() || !contacts_own(sources) {
        return None;
    }
    let asked = read & FieldMask::UPDATABLE;
    let reply = match &exchange.outcome {
        Outcome::Reply(reply) => reply,
        Outcome::Written => {
            let (id, row) = written_contact(&exchange.written)?;
            let shows_source = read.contains(PersonField::Metadata);
            let source = shows_source.then_some(row.source);
            return Some(Lone {
                id,
                etags: [row.fingerprint].into_iter().chain(source).collect(),
                asked,
                values: Values::Row(Arc::clone(&row.row.record)),
            });
        }
        Outcome::Failed { .. } => return None,
    };
    let head: Head<'_> = serde_json::from_slice(reply).ok()?;
    let person = PersonEtag::parse(&head.etag)?;
    let sources = head.metadata.sources.iter();
    let sources = sources.filter_map(|source| SourceEtag::parse(&source.etag));
    let lone = Lone {
        id: ContactId::parse(&head.resource_name)?,
        etags: [person].into_iter().chain(sources).collect(),
        asked,
        values: Values::Reply(reply.clone()),
    };
    (!head.metadata.deleted).then_some(lone)
}

/// A person in a reply.
pub(crate) struct Shown<'r> {
    pub(crate) id: ContactId,
    pub(crate) whole: &'r Value,
    pub(crate) seen: &'r Value,
    /// The fields that the call asked for of the contact itself.
    pub(crate) asked: FieldMask,
    /// All fields that it asked for.
    pub(crate) read: FieldMask,
}

impl Shown<'_> {
    /// The state of the person.
    pub(crate) fn fingerprint(&self) -> Option<Fingerprint> {
        PersonEtag::parse(self.whole["etag"].as_str()?)
    }

    /// The etags that the caller saw.
    pub(crate) fn etags(&self) -> Vec<Fingerprint> {
        let person = self.seen["etag"].as_str().and_then(PersonEtag::parse);
        let sources = self.seen["metadata"]["sources"].as_array();
        let sources = sources.into_iter().flatten();
        let sources = sources.filter_map(|source| SourceEtag::parse(source["etag"].as_str()?));
        person.into_iter().chain(sources).collect()
    }
}

/// The contacts in the reply to a call.
pub(crate) fn shown<'r>(shape: &Shape<'_>, whole: &'r Value, seen: &'r Value) -> Vec<Shown<'r>> {
    let (place, read, sources) = match (shape.method.returned(), shape.returns) {
        (Resources::People(place), Returns::People { read, sources }) => (place, read, sources),
        (Resources::People(_), Returns::OtherContacts(_) | Returns::DirectoryPeople(_))
        | (Resources::People(_), Returns::Groups(_) | Returns::Nothing)
        | (Resources::Groups(_) | Resources::None, _) => return Vec::new(),
    };
    let asked = match contacts_own(sources) {
        true => read & FieldMask::UPDATABLE,
        false => FieldMask::EMPTY,
    };
    let pairs = at(place, whole, seen);
    let shown = pairs.into_iter().filter_map(|(whole, seen)| {
        let id = ContactId::parse(whole["resourceName"].as_str()?)?;
        let deleted = whole["metadata"]["deleted"] == Value::Bool(true);
        (!deleted).then_some(Shown {
            id,
            whole,
            seen,
            asked,
            read,
        })
    });
    shown.collect()
}

/// The members of groups that a reply shows: contact and group.
pub(crate) fn shown_members(exchange: &Exchange, seen: &Value) -> Vec<(ContactId, String)> {
    let mut members = Vec::new();
    for group in exchange.groups(seen) {
        let name = group["resourceName"].as_str().unwrap_or_default();
        let names = group["memberResourceNames"]
            .as_array()
            .into_iter()
            .flatten();
        let ids = names.filter_map(|name| ContactId::parse(name.as_str()?));
        members.extend(ids.map(|id| (id, name.to_owned())));
    }
    members
}

fn contacts_own(sources: Sources) -> bool {
    sources.contains(people_model::ReadSourceType::Contact)
}

/// What both have at a place, as [`Resources`] says places.
fn at<'r>(place: &[&str], whole: &'r Value, seen: &'r Value) -> Vec<(&'r Value, &'r Value)> {
    let mut pairs = vec![(whole, seen)];
    for name in place {
        pairs = pairs
            .into_iter()
            .flat_map(|(whole, seen)| step(whole, seen, name))
            .collect();
    }
    pairs
}

/// Goes to a member of both, or to all members.
fn step<'r>(whole: &'r Value, seen: &'r Value, place: &str) -> Vec<(&'r Value, &'r Value)> {
    const NOTHING: &Value = &Value::Null;
    match (place, whole) {
        ("*", Value::Array(all)) => {
            let seen = |index| seen.get(index).unwrap_or(NOTHING);
            all.iter()
                .enumerate()
                .map(|(index, one)| (one, seen(index)))
                .collect()
        }
        ("*", Value::Object(all)) => all
            .iter()
            .map(|(key, one)| (one, seen.get(key).unwrap_or(NOTHING)))
            .collect(),
        (name, Value::Object(all)) => match all.get(name) {
            Some(one) => vec![(one, seen.get(name).unwrap_or(NOTHING))],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

//! Writes any number of contacts in batches, and reports the result for each contact.
mod create;
mod delete;
mod update;

use std::{collections::HashSet, fmt, ops::Range, pin::Pin};

use people_model::{
    ContactId, FieldMask, Message, Method, ParseNameError, Person, Status, UpdateMask,
};
use serde_json::Value;

use self::{create::Creates, delete::Deletes, update::Updates};
use super::{
    Client,
    calls::not_one_of_many,
    error::{Error, ErrorKind},
    queue::Turn,
};

impl Client {
    /// Creates any number of contacts, [`BatchCreateContacts::MAX`](crate::BatchCreateContacts::MAX) per call, and
    /// reports the result for each.
    ///
    /// The service creates all contacts of a batch or none. If it refuses some of a batch, the client sends
    /// the others again without them.
    ///
    /// A batch is not sent a second time if its reply was lost. The client reads which contacts are new
    /// since the batch was sent (rule `R9`): those that hold what was sent were created. For that it reads,
    /// before the first batch, when a contact was last changed.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) {
    /// use people_model::{Name, Person};
    ///
    /// let people = ["Ada", "Grace"].map(|name| Person::new().names([Name::new().given_name(name)]));
    /// for (person, created) in people.iter().zip(client.create_contacts(people.clone()).all().await) {
    ///     match created {
    ///         Ok(created) => println!("{}: {}", person.names[0].given_name, created.resource_name),
    ///         Err(error) if error.is_not_tried() => println!("{}: later", person.names[0].given_name),
    ///         Err(error) => println!("{}: {error}", person.names[0].given_name),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn create_contacts(&self, people: impl IntoIterator<Item = Person>) -> Batches<Person> {
        let people = people.into_iter().map(Ok).collect();
        Batches::new(self, Creates::new(people))
    }

    /// Replaces the `mask` fields of any number of contacts, and reports the result for each. Each person names its
    /// contact, and has the etag that was read. One call has
    /// [`BatchUpdateContacts::MAX`](crate::BatchUpdateContacts::MAX) contacts.
    ///
    /// The service updates all contacts of a batch or none. If it refuses some of a batch, such as one that
    /// [changed](Error::is_stale) since it was read, the client sends the others again without them. An
    /// update that breaks a rule is not sent. If a contact is named twice, the second update goes in a later
    /// batch, where its etag is stale.
    ///
    /// If the reply to a batch was lost, the client sends it again: the etags make that safe. If the etags
    /// are stale by then, it reads the contacts: those that hold what was sent were updated (rule `R9`).
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::{FieldMask, Nickname, UpdateMask};
    ///
    /// let mut people = client.connections(FieldMask::NICKNAMES | FieldMask::METADATA).all().await?;
    /// for person in &mut people {
    ///     person.nicknames = vec![Nickname::new().value("Friend")];
    /// }
    /// let updated = client.update_contacts(people, UpdateMask::NICKNAMES).all().await;
    /// let stale = updated.iter().flat_map(|it| it.as_ref().err()).filter(|it| it.is_stale());
    /// println!("{} changed meanwhile", stale.count());
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_contacts(
        &self,
        people: impl IntoIterator<Item = Person>,
        mask: UpdateMask,
    ) -> Batches<Person> {
        Batches::new(self, Updates::new(self, people, mask))
    }

    /// Deletes any number of contacts, [`BatchDeleteContacts::MAX`](crate::BatchDeleteContacts::MAX) per call, and
    /// reports the result for each.
    ///
    /// The service deletes all contacts of a batch or none, and refuses a batch with a contact that does not
    /// exist, without saying which. Then the client reads which contacts exist, reports the others as
    /// [not found](Error::is_not_found), and sends the batch again without them. If a contact is named
    /// twice, the second one is not found.
    ///
    /// If the reply to a batch was lost, the client sends it again. If the contacts are gone by then, they
    /// were deleted (rule `R9`).
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) {
    /// let deleted = client.delete_contacts(["people/c17", "people/c18"]).all().await;
    /// println!("{} deleted", deleted.iter().filter(|it| it.is_ok()).count());
    /// # }
    /// ```
    pub fn delete_contacts<C>(&self, contacts: impl IntoIterator<Item = C>) -> Batches<()>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        Batches::new(self, Deletes::new(contacts))
    }
}

/// Contacts that are written in batches. See [`Client::create_contacts`].
///
/// Each contact has its own outcome, in the order in which they were given:
///
/// - `Ok`: it was written. `T` is the contact as it is now, or `()` for a contact that was deleted.
/// - an error that [was not tried](Error::is_not_tried): an earlier batch failed as a whole, for example because the
///   service cannot be reached. Nothing of this batch was sent. Its [source](std::error::Error::source) is the error of
///   that batch.
/// - an error that [is ambiguous](Error::is_ambiguous): the reply was lost, and a read did not show whether the call
///   succeeded.
/// - any other error: the contact was refused, and is unchanged.
///
/// Each batch has one turn in the user's queue, with the reads that belong to it. A batch is smaller if
/// its contacts are large.
///
/// ```no_run
/// # async fn example(client: people_http::Client, people: Vec<people_model::Person>) {
/// let mut batches = client.create_contacts(people);
/// let (all, mut done) = (batches.len(), 0);
/// while let Some(outcomes) = batches.next_batch().await {
///     done += outcomes.len();
///     println!("{done} of {all}");
/// }
/// # }
/// ```
///
/// # Cancellation
///
/// If you drop a call of [`next_batch`](Self::next_batch) while it waits for its turn, the next call sends the
/// batch. After that the batch is not sent again: the next call reports its contacts as ambiguous.
#[must_use = "nothing is sent until the batches are awaited"]
pub struct Batches<T> {
    client: Client,
    batch: Box<dyn Batch<T>>,
    read: FieldMask,
    /// Of how many contacts the outcome was returned.
    told: usize,
    /// The contacts of a call that has not returned yet: after it was dropped, they are still here.
    under_way: Option<Range<usize>>,
    /// Why the rest is not tried.
    end: Option<Error>,
}

impl<T> Batches<T> {
    fn new(client: &Client, batch: impl Batch<T> + 'static) -> Self {
        Self {
            client: client.clone(),
            batch: Box::new(batch),
            read: FieldMask::ALL,
            told: 0,
            under_way: None,
            end: None,
        }
    }

    /// How many contacts there are in all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.batch.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sends the next batch, and returns what became of its contacts; `None` after the last.
    ///
    /// After a batch that failed as a whole, this returns the rest, which is not tried.
    pub async fn next_batch(&mut self) -> Option<Vec<Result<T, Error>>> {
        let outcomes = if let Some(dropped) = self.under_way.take() {
            let lost = self.error(ErrorKind::NoAnswer);
            dropped
                .map(|contact| Err(self.told_of(&lost, contact)))
                .collect()
        } else if self.told == self.batch.len() {
            return None;
        } else if let Some(end) = &self.end {
            let untried = self.error(ErrorKind::NotTried).because(end.clone());
            let rest = self.told..self.batch.len();
            rest.map(|contact| Err(self.told_of(&untried, contact)))
                .collect()
        } else {
            self.run(self.told..self.batch.cut(self.told)).await
        };
        self.told += outcomes.len();
        Some(outcomes)
    }

    /// Sends all batches that are left, and returns what became of their contacts.
    pub async fn all(&mut self) -> Vec<Result<T, Error>> {
        let mut all = Vec::with_capacity(self.len() - self.told);
        while let Some(outcomes) = self.next_batch().await {
            all.extend(outcomes);
        }
        all
    }

    /// Sends one batch, and again without the contacts that were refused, until the outcome of each is
    /// known.
    async fn run(&mut self, contacts: Range<usize>) -> Vec<Result<T, Error>> {
        let mut turn = Some(self.client.user.queue.turn().await);
        // From here on, dropping this call may drop a request that is on the wire.
        self.under_way = Some(contacts.clone());
        let outcome = |contact| {
            let error = self.batch.unsendable(contact)?;
            Some(Err(self.told_of(&error, contact)))
        };
        let mut outcomes: Vec<Option<Result<T, Error>>> = contacts.clone().map(outcome).collect();
        loop {
            let left = contacts.clone().zip(&outcomes);
            let left = left.filter_map(|(contact, known)| known.is_none().then_some(contact));
            let left: Vec<usize> = left.collect();
            if left.is_empty() || self.end.is_some() {
                break;
            }
            let call = self.batch.call(&self.client, &left, self.read, &mut turn);
            let Came { known, end } = call.await;
            for (contact, known) in left.into_iter().zip(known) {
                outcomes[contact - contacts.start] = known;
            }
            self.end = end;
        }
        self.under_way = None;
        let outcomes = contacts.zip(outcomes);
        outcomes
            .map(|(contact, known)| {
                let untried = || Err(self.told_of(&self.error(ErrorKind::NotTried), contact));
                known.unwrap_or_else(untried)
            })
            .collect()
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(Some(self.batch.method()), kind)
    }

    fn told_of(&self, error: &Error, contact: usize) -> Error {
        error.clone().about(self.batch.name(contact))
    }
}

impl Batches<Person> {
    /// Returns only the `read` fields of the contacts, and their metadata. Default: all fields.
    pub fn returning(mut self, read: FieldMask) -> Self {
        self.read = read;
        self
    }
}

/// Shows how far it is, and no contacts.
impl<T> fmt::Debug for Batches<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("method", &self.batch.method().id())
            .field("len", &self.len())
            .field("told", &self.told)
            .finish_non_exhaustive()
    }
}

/// What the three methods differ in.
trait Batch<T>: Send {
    fn method(&self) -> Method;

    fn len(&self) -> usize;

    /// The resource name of a contact; empty for a new contact.
    fn name(&self, contact: usize) -> &str;

    /// Why a contact is not sent.
    fn unsendable(&self, contact: usize) -> Option<Error>;

    /// Where the batch ends that begins with this contact.
    fn cut(&self, from: usize) -> usize;

    /// Sends these contacts in one call, and finds out what became of them.
    fn call<'a>(
        &'a mut self,
        client: &'a Client,
        contacts: &'a [usize],
        read: FieldMask,
        turn: &'a mut Option<Turn>,
    ) -> Pin<Box<dyn Future<Output = Came<T>> + Send + 'a>>;
}

/// The result of a call.
struct Came<T> {
    /// What became of each contact of the call. `None` of some: they were not written and not refused,
    /// and go into the next call. Never of all, unless there is an `end`.
    known: Vec<Option<Result<T, Error>>>,
    /// Why the next call would fail too.
    end: Option<Error>,
}

impl<T> Came<T> {
    fn whole(known: impl IntoIterator<Item = Result<T, Error>>) -> Self {
        Self {
            known: known.into_iter().map(Some).collect(),
            end: None,
        }
    }

    /// The call failed as a whole: so each contact has this error, about itself.
    fn failed<'n>(error: &Error, names: impl IntoIterator<Item = &'n str>) -> Self {
        let known = names.into_iter();
        let known = known.map(|name| Some(Err(error.clone().about(name))));
        Self {
            known: known.collect(),
            end: Some(error.clone()),
        }
    }

    /// The reply was lost, and this is what reading showed. Contacts that it does not show stay ambiguous.
    fn read_back<'n>(
        found: impl IntoIterator<Item = Option<T>>,
        error: &Error,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let (mut known, mut end) = (Vec::new(), None);
        for (found, name) in found.into_iter().zip(names) {
            known.push(Some(found.ok_or_else(|| {
                end = Some(error.clone());
                error.clone().about(name)
            })));
        }
        Self { known, end }
    }
}

/// The contacts of a batch, as many as one call can have, including those that cannot be sent.
struct Contacts<C>(Vec<Result<C, Error>>);

impl<C> Contacts<C> {
    fn get(&self, contact: usize) -> Option<&C> {
        self.0.get(contact)?.as_ref().ok()
    }

    fn unsendable(&self, contact: usize) -> Option<Error> {
        self.0.get(contact)?.as_ref().err().cloned()
    }

    /// Where a batch ends that begins with this contact. A batch has at most `most` contacts, and no `id` twice. Their
    /// JSON fits into a body, by the `bytes` of each.
    fn cut(
        &self,
        from: usize,
        most: usize,
        id: impl Fn(&C) -> Option<ContactId>,
        bytes: impl Fn(&C) -> usize,
    ) -> usize {
        let mut seen = HashSet::new();
        let (mut sum, mut count) = (0, 0);
        let ends = |contact: &Result<C, Error>| {
            let Ok(contact) = contact else {
                return false;
            };
            sum += bytes(contact);
            count += 1;
            let repeated = id(contact).is_some_and(|id| !seen.insert(id));
            count > most || repeated || (sum > LONGEST && count > 1)
        };
        let rest = self.0.get(from..).unwrap_or_default();
        from + rest.iter().position(ends).unwrap_or(rest.len())
    }
}

/// How many bytes of contacts one batch carries: half of what a server must take (rule `F6`).
const LONGEST: usize = 4 << 20;

fn json_bytes(person: &Person) -> usize {
    person.to_json().len()
}

/// The errors of the contacts that a refused batch names (rule `B2`). `contacts` has the key and the name of each
/// contact. `None` if the reply names no contact.
fn refused<'n, K: AsRef<str>>(
    error: &Error,
    contacts: impl IntoIterator<Item = (K, &'n str)>,
) -> Option<Vec<Option<Error>>> {
    let details = error.status()?.details.iter();
    let errors = details
        .filter(|detail| {
            let kind = detail.get("@type").and_then(Value::as_str);
            kind.is_some_and(|kind| kind.ends_with("ContactsErrorDetails"))
        })
        .find_map(|detail| detail.get("contactErrors")?.as_object())?;
    let own = |(key, name): (K, &str)| {
        let status: Status = serde_json::from_value(errors.get(key.as_ref())?.clone()).ok()?;
        let method = error.method()?;
        Some(not_one_of_many(method, name, Some((Some(&status), 0))))
    };
    let refused: Vec<_> = contacts.into_iter().map(own).collect();
    refused.iter().any(Option::is_some).then_some(refused)
}

/// A contact as a read showed it, without the fields that were not asked for.
fn limited(mut person: Person, read: FieldMask) -> Person {
    for field in FieldMask::ALL.difference(read | FieldMask::METADATA).iter() {
        person.clear_field(field);
    }
    person
}

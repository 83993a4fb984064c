//! Edits that keep the changes of others.
use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
};

use people_model::{ContactId, FieldMask, Method, ParseNameError, Person, ReadSourceType};
use people_rules::{
    Conflict, Conflicts, Diff, Edit, Resolution, Sources, Update, Violation, diff, merge_with,
    violations,
};
use tokio::time::{Instant, sleep};
use tracing::{Instrument, Span, field::Empty};

use super::{
    BoxError, Client,
    calls::contact_id,
    error::{Error, ErrorKind},
    retry::between_merges,
};
use crate::{
    methods::{GetPerson, UpdateContact},
    request::Request,
};

impl Client {
    /// Edits a contact, even if others change it at the same time (rule `R8`).
    ///
    /// It reads the contact, makes the edit, and sends the changes. If the contact was changed since it was read, the
    /// client reads it again and replays the edit on the latest state. It recognises entries of lists by their content,
    /// and merges them member by member. If both sides changed the same, that is a [`Conflict`]: unless
    /// [`on_conflict`](EditContact::on_conflict) decides it, nothing is sent, and the error holds it. It returns the
    /// contact after the edit, without the values of a profile.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::{EmailAddress, Name, PersonField};
    ///
    /// let ada = client
    ///     .edit("people/c1", |ada| {
    ///         ada.only::<Name>().family_name = "Lovelace".to_owned();
    ///         ada.get_mut::<EmailAddress>("ada@example.com").unwrap().r#type = "work".to_owned();
    ///         ada.clear(PersonField::Birthdays);
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The closure may fail: it returns nothing, or a `Result`. If it fails, nothing is sent, and its
    /// error is the [source](std::error::Error::source) of the call's error: see [`Error::is_edit_failed`].
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client, number: people_model::ContactId) -> Result<(), people_http::Error> {
    /// use people_model::EmailAddress;
    ///
    /// let edit = client.edit(number, |ada| {
    ///     let address = ada.get_mut::<EmailAddress>("ada@example.com").ok_or("no such address")?;
    ///     address.r#type = "work".to_owned();
    ///     Ok::<(), &str>(())
    /// });
    /// edit.await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An edit that changes nothing sends nothing. After a lost reply, it replays the edit too: changes that the
    /// contact already has are not sent again. If the edit added an entry, and another program removed it before the
    /// client read the contact again, the entry comes back.
    ///
    /// The edit holds its turn in the user's queue from its first read to its last write. So edits through one client
    /// never disturb each other.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Client::send), and those for which an [`update`](Client::update) is not sent.
    /// [`Error::is_stale`] when other programs changed the contact so often that the client gave up.
    /// [`RetryPolicy::merges`](crate::RetryPolicy::merges) sets after how many times. If an edit fails, nothing of it
    /// was written, unless [`Error::is_ambiguous`].
    pub fn edit<'c, C, F, T>(&'c self, contact: C, edit: F) -> EditContact<'c>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
        F: FnOnce(&mut Edit) -> T + Send + 'c,
        T: EditOutcome,
    {
        EditContact {
            client: self,
            contact: contact_id(Method::UpdateContact, contact),
            edit: Box::new(|contact| edit(contact).into_result()),
            on_conflict: Box::new(|_| Resolution::Unresolved),
            fields: FieldMask::UPDATABLE,
        }
    }

    /// Reads a contact, makes the edit, and returns what would be sent, without sending it.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::{FieldMask, PersonField};
    ///
    /// let plan = client.plan("people/c1", |ada| ada.clear(PersonField::Birthdays)).await?;
    /// assert_eq!(plan.diff.mask(), FieldMask::BIRTHDAYS);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. Broken rules are part of the plan.
    pub async fn plan<C, F, T>(&self, contact: C, edit: F) -> Result<Plan, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
        F: FnOnce(&mut Edit) -> T + Send,
        T: EditOutcome,
    {
        self.edit(contact, edit).plan().await
    }
}

/// What the closure of an [edit](Client::edit) returns: nothing, or a `Result` with an error of any
/// type. The trait is sealed.
pub trait EditOutcome: sealed::Sealed {
    #[doc(hidden)]
    fn into_result(self) -> Result<(), BoxError>;
}

impl EditOutcome for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<BoxError>> EditOutcome for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(Into::into)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for () {}

    impl<E> Sealed for Result<(), E> {}
}

/// What the caller does to the contact.
type MakeEdit<'c> = Box<dyn FnOnce(&mut Edit) -> Result<(), BoxError> + Send + 'c>;

/// An edit that is yet to be awaited. See [`Client::edit`].
#[must_use = "an edit does nothing until it is awaited"]
pub struct EditContact<'c> {
    client: &'c Client,
    contact: Result<ContactId, Error>,
    edit: MakeEdit<'c>,
    on_conflict: Box<dyn FnMut(&Conflict) -> Resolution + Send + 'c>,
    fields: FieldMask,
}

impl<'c> EditContact<'c> {
    /// Decides conflicts: `|_| Resolution::Ours` takes this edit, `Theirs` takes the others' change,
    /// or decide case by case.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::{Biography, PersonField};
    /// use people_rules::Resolution;
    ///
    /// client
    ///     .edit("people/c1", |ada| ada.only::<Biography>().value = "Countess.".to_owned())
    ///     .on_conflict(|conflict| match conflict.field {
    ///         PersonField::Biographies => Resolution::Ours,
    ///         _ => Resolution::Unresolved,
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_conflict(mut self, policy: impl FnMut(&Conflict) -> Resolution + Send + 'c) -> Self {
        self.on_conflict = Box::new(policy);
        self
    }

    /// Reads, edits and returns no other fields than these: less to transfer. An edit of another
    /// one is refused.
    pub fn fields(mut self, fields: FieldMask) -> Self {
        self.fields = fields.intersection(FieldMask::UPDATABLE);
        self
    }

    /// Returns what would be sent, without sending it. See [`Client::plan`].
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn plan(self) -> Result<Plan, Error> {
        let replay = Replay::begin(self.client, self.contact?, self.fields, self.edit).await?;
        let mut plan = Plan {
            diff: diff(&replay.base, &replay.ours),
            request: None,
            violations: Vec::new(),
        };
        if let Some(update) = replay.onto(&replay.base, |_| Resolution::Unresolved)? {
            plan.violations = violations(&update, self.client.shared.contract);
            plan.request = Some(replay.request(update));
        }
        Ok(plan)
    }

    async fn run(self) -> Result<Person, Error> {
        let (client, mut policy) = (self.client, self.on_conflict);
        // The reads, too: edits through one client come one after the other.
        let mut turn = Some(client.user.queue.turn().await);
        let mut begin = Instant::now();
        let replay = Replay::begin(client, self.contact?, self.fields, self.edit).await?;
        let mut theirs = replay.base.clone();
        let (mut merges, mut unsettled) = (0, false);
        while let Some(update) = replay
            .onto(&theirs, &mut policy)
            .map_err(|error| error.unsettled(unsettled))?
        {
            client
                .check(Method::UpdateContact, &update)
                .map_err(|error| error.unsettled(unsettled))?;
            let error = match client.perform(&replay.request(update), &mut turn).await {
                Ok(person) => return Ok(person),
                Err(error) => error.unsettled(unsettled),
            };
            unsettled = error.is_ambiguous();
            if !error.is_stale() || merges >= client.shared.retry.merges {
                return replay.settle(error, &mut policy).await;
            }
            merges += 1;
            Span::current().record("merges", merges);
            sleep(between_merges(merges, begin.elapsed())).await;
            begin = Instant::now();
            theirs = replay
                .read()
                .await
                .map_err(|error| error.unsettled(unsettled))?;
        }
        // It holds all of the edit: there was nothing to do, or it was done and the reply lost.
        Ok(theirs)
    }
}

impl<'c> IntoFuture for EditContact<'c> {
    type Output = Result<Person, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        let span = tracing::debug_span!("edit", merges = Empty);
        Box::pin(self.run().instrument(span))
    }
}

/// Shows no contact's data.
impl fmt::Debug for EditContact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EditContact")
            .field("contact", &self.contact.as_ref().map(ContactId::as_str))
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

/// What an edit would send.
///
/// `Display` shows all of it, contact data included: what differs, the request, and the rules that it breaks. `Debug`
/// shows only the mask and the rules.
///
/// ```no_run
/// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
/// use people_model::Name;
///
/// let plan = client.plan("people/c17", |ada| ada.only::<Name>().family_name = "King".to_owned());
/// println!("{}", plan.await?); // names.familyName: "Lovelace" → "King" …
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// What the edit changes.
    pub diff: Diff,
    /// The request; `None` if the edit changes nothing.
    pub request: Option<UpdateContact>,
    /// The rules that it breaks. If there are any, it is not sent.
    pub violations: Vec<Violation>,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(request) = &self.request else {
            return f.write_str("nothing to send: the contact already has these values");
        };
        for change in &self.diff.changes {
            writeln!(f, "{change}")?;
        }
        let http = request.to_http();
        writeln!(f, "\n{} {}", http.method(), http.uri())?;
        let body = serde_json::to_string_pretty(&request.person).map_err(|_| fmt::Error)?;
        writeln!(f, "{body}")?;
        write!(f, "\nmask: {}", request.mask)?;
        if self.violations.is_empty() {
            return f.write_str("\nviolations: none");
        }
        for violation in &self.violations {
            write!(f, "\nviolation: {}: {violation}", violation.rule())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<_> = self.violations.iter().map(Violation::rule).collect();
        f.debug_struct("Plan")
            .field("mask", &self.request.as_ref().map(|request| request.mask))
            .field("violations", &rules)
            .finish_non_exhaustive()
    }
}

/// An edit of one state of a contact, to be replayed on later states.
struct Replay<'c> {
    client: &'c Client,
    id: ContactId,
    fields: FieldMask,
    base: Person,
    ours: Person,
}

impl<'c> Replay<'c> {
    async fn begin(
        client: &'c Client,
        id: ContactId,
        fields: FieldMask,
        edit: MakeEdit<'c>,
    ) -> Result<Self, Error> {
        let mut replay = Self {
            client,
            id,
            fields,
            base: Person::default(),
            ours: Person::default(),
        };
        replay.base = replay.read().await?;
        let mut ours = Edit::new(replay.base.clone());
        edit(&mut ours).map_err(|source| replay.error(ErrorKind::EditFailed).because(source))?;
        if !fields.contains_all(ours.touched()) {
            return Err(replay.error(ErrorKind::NotRead));
        }
        replay.ours = ours.into_person();
        Ok(replay)
    }

    /// The contact as it is now: its own values, and the etags of its source.
    async fn read(&self) -> Result<Person, Error> {
        let get = GetPerson::new(self.id.resource_name(), self.read_mask());
        let read = self.client.send(get.sources(own())).await?;
        if read.etag.is_empty() {
            // A contact without any values cannot be right: the edit would be merged with nothing.
            return Err(Error::new(Some(Method::GetPerson), ErrorKind::Unreadable)
                .about(&self.id.resource_name()));
        }
        Ok(read)
    }

    /// What to send so that `theirs` has the edit too; `None` if it already has it.
    fn onto(
        &self,
        theirs: &Person,
        policy: impl FnMut(&Conflict) -> Resolution,
    ) -> Result<Option<Update>, Error> {
        let merge = merge_with(&self.base, &self.ours, theirs, policy);
        if !self.fields.contains_all(merge.mask) {
            // What was not read looks as if it were empty, and would be.
            return Err(self.error(ErrorKind::NotRead));
        }
        merge
            .into_update(self.id)
            .map_err(|Conflicts(conflicts)| self.error(ErrorKind::Conflict(conflicts)))
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(Some(Method::UpdateContact), kind).about(&self.id.resource_name())
    }

    fn request(&self, update: Update) -> UpdateContact {
        UpdateContact::new(update.id, update.person, update.mask).returning(self.read_mask(), own())
    }

    /// Finds out whether an update happened whose reply was lost.
    async fn settle(
        &self,
        error: Error,
        policy: impl FnMut(&Conflict) -> Resolution,
    ) -> Result<Person, Error> {
        if !error.is_ambiguous() {
            return Err(error);
        }
        match self.read().await {
            Ok(theirs) if matches!(self.onto(&theirs, policy), Ok(None)) => Ok(theirs),
            _ => Err(error),
        }
    }

    fn read_mask(&self) -> FieldMask {
        self.fields.union(FieldMask::METADATA)
    }
}

/// What an edit is about: the contact, and not the profile that it may be linked to.
fn own() -> Sources {
    Sources::from_iter([ReadSourceType::Contact])
}

//! The methods as functions, with the options that most callers want.
use std::collections::HashMap;

use people_model::{
    Code, ContactGroup, ContactId, FieldMask, Method, ParseNameError, Person, PersonResourceName,
    PersonResponse, Status, UpdateMask,
};
use people_rules::{Update, Violation, violations};

use super::{
    Client,
    error::{Error, ErrorKind},
    pages::{Paged, Pages},
};
use crate::methods::{
    CreateContact, CreateContactGroup, DeleteContact, GetContactGroup, GetPeople, GetPerson,
    ListConnections, ListContactGroups, UpdateContact,
};

impl Client {
    /// Reads the `read` fields of a person, named by text, by id or by a person that was read:
    /// `people/c1`, `people/me`.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::{ContactId, FieldMask};
    ///
    /// let ada = client.get("people/c17", FieldMask::NAMES).await?;
    /// let again = client.get(&ada, FieldMask::ALL).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn get<N>(&self, name: N, read: FieldMask) -> Result<Person, Error>
    where
        N: TryInto<PersonResourceName>,
        ParseNameError: From<N::Error>,
    {
        let name = name.try_into().map_err(|error| {
            let error = ParseNameError::from(error);
            Error::new(Some(Method::GetPerson), ErrorKind::NotAddressable)
                .about(error.found())
                .because(error)
        })?;
        self.send(GetPerson::new(name.as_str(), read)).await
    }

    /// Reads the `read` fields of any number of persons, [`GetPeople::MAX`] per call. It returns one result for each of
    /// `names`, in their order: for a person that does not exist, an error that [is not found](Error::is_not_found).
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. If one batch fails as a whole, the call fails.
    pub async fn get_many<S: AsRef<str>>(
        &self,
        names: &[S],
        read: FieldMask,
    ) -> Result<Vec<Result<Person, Error>>, Error> {
        let mut people = Vec::with_capacity(names.len());
        for batch in names.chunks(GetPeople::MAX) {
            let names = || batch.iter().map(AsRef::as_ref);
            let reply = self.send(GetPeople::new(names(), read)).await?;
            let found: HashMap<&str, &PersonResponse> = reply
                .responses
                .iter()
                .map(|response| (response.requested_resource_name.as_str(), response))
                .collect();
            people.extend(names().map(|name| {
                let response = found.get(name).copied();
                one_of_many(Method::GetPeople, name, response)
            }));
        }
        Ok(people)
    }

    /// Replaces the `mask` fields of the contact that `person` names, and returns it whole.
    ///
    /// It is checked before it is sent. [`Client::edit`] needs no mask and no etag.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. With [`Error::violations`] and no status, nothing was sent. With
    /// [`Error::is_stale`], the contact changed since `person` was read.
    pub async fn update(&self, person: Person, mask: UpdateMask) -> Result<Person, Error> {
        let id = contact_id(Method::UpdateContact, &person)?;
        let update = Update { id, person, mask };
        self.check(Method::UpdateContact, &update)?;
        self.send(UpdateContact::new(id, update.person, mask)).await
    }

    /// Creates a contact, and returns it whole.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_ambiguous`], the contact may exist:
    /// trying again may create a second one.
    pub async fn create(&self, person: Person) -> Result<Person, Error> {
        self.send(CreateContact::new(person)).await
    }

    /// Deletes a contact, named by text, by id or by a person that was read.
    ///
    /// If the reply was lost and a second attempt finds no contact, it was deleted (rule `R5`).
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn delete<C>(&self, contact: C) -> Result<(), Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let id = contact_id(Method::DeleteContact, contact)?;
        self.send(DeleteContact::new(id)).await.map(|_| ())
    }

    /// The `read` fields of the caller's contacts, one after the other.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// let read = FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES;
    /// for person in client.connections(read).all().await? {
    ///     println!("{}: {} addresses", person.resource_name, person.email_addresses.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn connections(&self, read: FieldMask) -> Pages<ListConnections> {
        self.list(ListConnections::new(read))
    }

    /// The caller's contact groups, one after the other.
    pub fn groups(&self) -> Pages<ListContactGroups> {
        self.list(ListContactGroups::new())
    }

    /// A list with other options: another order, or the changes since a sync token.
    pub fn list<R: Paged>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Reads a contact group: `contactGroups/myContacts`.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn group(&self, name: &str) -> Result<ContactGroup, Error> {
        self.send(GetContactGroup::new(name)).await
    }

    /// Creates a contact group of this name.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. [`Error::is_already_exists`] when there is a group of that name. [`Error::is_ambiguous`]
    /// when the reply was lost: the group may exist now.
    pub async fn create_group(&self, name: &str) -> Result<ContactGroup, Error> {
        let group = ContactGroup::new().name(name);
        self.send(CreateContactGroup::new(group)).await
    }

    /// Refuses an update that the service would refuse, with every rule it breaks.
    pub(super) fn check(&self, method: Method, update: &Update) -> Result<(), Error> {
        let broken = violations(update, self.shared.contract);
        if broken.is_empty() {
            return Ok(());
        }
        let error = Error::new(Some(method), ErrorKind::Broken);
        Err(error.about(&update.id.resource_name()).breaking(broken))
    }
}

pub(super) fn contact_id<C>(method: Method, contact: C) -> Result<ContactId, Error>
where
    C: TryInto<ContactId>,
    ParseNameError: From<C::Error>,
{
    contact.try_into().map_err(|error| {
        let violation = Violation::NotAContact {
            resource_name: ParseNameError::from(error).found().to_owned(),
        };
        Error::new(Some(method), ErrorKind::NotAddressable).breaking(vec![violation])
    })
}

/// What a reply to this method says of one person of several.
pub(super) fn one_of_many(
    method: Method,
    name: &str,
    response: Option<&PersonResponse>,
) -> Result<Person, Error> {
    let found = response.and_then(|response| response.person.as_ref());
    found.cloned().ok_or_else(|| {
        let told = response.map(|it| (it.status.as_ref(), it.http_status_code));
        not_one_of_many(method, name, told)
    })
}

/// The error of one name in a reply to this method, from the status, the number or both that the reply has.
pub(super) fn not_one_of_many(
    method: Method,
    name: &str,
    told: Option<(Option<&Status>, i32)>,
) -> Error {
    // A reply that leaves a name out says nothing of it.
    let Some((status, http)) = told else {
        return Error::new(Some(method), ErrorKind::Unreadable).about(name);
    };
    let status = status.cloned().unwrap_or_else(|| {
        let code = match http {
            404 => Code::NotFound,
            _ => Code::Unknown,
        };
        Status::new(code, "")
    });
    let kind = ErrorKind::Refused {
        http: status.code().unwrap_or(Code::Unknown).http_status(),
        status,
        retry_after: None,
    };
    Error::new(Some(method), kind).about(name)
}

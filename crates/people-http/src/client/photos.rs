//! The photos of contacts.
use std::net::IpAddr;

use bytes::Bytes;
use http::{Uri, header};
use people_model::{
    ContactId, FieldMask, Method, ParseNameError, Person, ReadSourceType, SourceType,
};
use people_rules::Sources;
use reqwest::Url;
use tokio::time::{Instant, sleep};

use super::{
    Client,
    calls::contact_id,
    error::{Error, ErrorKind},
    exchange::{USER_AGENT, refusal},
};
use crate::methods::{DeleteContactPhoto, GetPerson, UpdateContactPhoto};

impl Client {
    /// Gives a contact a photo, a file of JPEG or PNG, and returns the contact's photos and metadata.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::read("ada.jpg")?;
    /// let ada = client.set_photo("people/c17", file).await?;
    /// println!("{}", ada.photos[0].url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. [`Error::is_invalid`] when the file is not a photo, or is too large.
    /// [`Error::is_ambiguous`] when the reply was lost and the contact does not have this photo: another program may
    /// have replaced it since then (rule `R4`).
    pub async fn set_photo<C>(&self, contact: C, photo: impl Into<Bytes>) -> Result<Person, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let id = contact_id(Method::UpdateContactPhoto, contact)?;
        let update = UpdateContactPhoto::new(id, photo).returning(SHOWN, Sources::DEFAULT);
        let reply = self.send(update).await?;
        reply.person.ok_or_else(|| {
            let error = Error::new(Some(Method::UpdateContactPhoto), ErrorKind::Unreadable);
            error.about(&id.resource_name())
        })
    }

    /// Takes the photo of a contact away.
    ///
    /// If the reply was lost and the contact has no photo then, it was deleted (rule `R5`).
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_not_found`], the contact does not exist or has no photo.
    pub async fn delete_photo<C>(&self, contact: C) -> Result<(), Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let id = contact_id(Method::DeleteContactPhoto, contact)?;
        self.send(DeleteContactPhoto::new(id)).await.map(drop)
    }

    /// Reads the photo that a contact was given: the file. `None` if it has none.
    ///
    /// The file is read from the address that the service names. The client sends no credential there, and
    /// reads no address without TLS that is not the service's own. `localhost`, `127.0.0.0/8` and `::1` are
    /// one host.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// if let Some(photo) = client.photo("people/c17").await? {
    ///     std::fs::write("ada.jpg", photo)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn photo<C>(&self, contact: C) -> Result<Option<Bytes>, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let id = contact_id(METHOD, contact)?;
        let own = Sources::from_iter([ReadSourceType::Contact]);
        let read = GetPerson::new(id.resource_name(), SHOWN).sources(own);
        let person = self.send(read).await?;
        let photo = self.photo_of(&person).await;
        photo.map_err(|error| error.about(&id.resource_name()))
    }

    /// Reads the photo of a contact that was read or listed with `photos`: the file, as [`photo`](Self::photo) does.
    ///
    /// Only from an address of the service itself: the caller has not asked to call another server. `None` if the
    /// contact has none there.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use people_model::FieldMask;
    ///
    /// let mut contacts = client.connections(FieldMask::PHOTOS);
    /// while let Some(contact) = contacts.next().await? {
    ///     if let Some(photo) = client.own_photo(&contact).await? {
    ///         println!("{}: {} bytes", contact.resource_name, photo.len());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn own_photo(&self, person: &Person) -> Result<Option<Bytes>, Error> {
        let service = Url::parse(&self.shared.base_url).ok();
        let is_own = |url: &Url| service.as_ref().is_some_and(|it| is_same_place(url, it));
        let url = address(person).and_then(|address| Url::parse(address).ok());
        match url.filter(is_own) {
            Some(url) => {
                let photo = self.file(url.as_str()).await;
                let photo = photo.map_err(|error| error.about(&person.resource_name))?;
                Ok(Some(photo))
            }
            None => Ok(None),
        }
    }

    /// The photo that a contact itself has.
    pub(super) async fn photo_of(&self, person: &Person) -> Result<Option<Bytes>, Error> {
        match address(person) {
            Some(address) => self.file(address).await.map(Some),
            None => Ok(None),
        }
    }

    /// Reads a file, as often as the policy has attempts.
    async fn file(&self, address: &str) -> Result<Bytes, Error> {
        let address = self.reachable(address)?;
        let policy = &self.shared.retry;
        let (begin, mut attempt) = (Instant::now(), 0);
        loop {
            attempt += 1;
            let mut request = http::Request::new(Bytes::new());
            *request.uri_mut() = address.clone();
            request.headers_mut().insert(header::USER_AGENT, USER_AGENT);
            let error = match self.exchange(METHOD, request, &mut None).await {
                Ok(reply) if reply.status().is_success() => return Ok(reply.into_body()),
                Ok(reply) => refusal(METHOD, &reply),
                Err(error) => error,
            };
            let again = error.is_turned_away() || error.is_lost() && !error.is_unreadable();
            let wait = policy.wait(attempt, error.retry_after());
            let until = begin.elapsed().saturating_add(wait);
            if !again || attempt >= policy.attempts || until > policy.total_time {
                return Err(error);
            }
            sleep(wait).await;
        }
    }

    /// An address that the client may read: over TLS, or of the service itself.
    fn reachable(&self, address: &str) -> Result<Uri, Error> {
        let unusable = || Error::new(Some(METHOD), ErrorKind::Unreadable);
        let url = Url::parse(address).map_err(|error| unusable().because(error))?;
        let service = Url::parse(&self.shared.base_url).map_err(|_| unusable())?;
        if url.scheme() != "https" && !is_same_place(&url, &service) {
            let own = &self.shared.base_url;
            return Err(unusable().because(format!(
                "the photo is at {url}, without TLS and not at the service's own address, {own}: call the \
                 service by the name in that address, or have it serve photos over TLS"
            )));
        }
        Uri::try_from(url.as_str()).map_err(|error| unusable().because(error))
    }
}

/// Whether two addresses are of one origin. This machine counts as one host by all its names for itself.
fn is_same_place(url: &Url, service: &Url) -> bool {
    let port = |url: &Url| url.port_or_known_default();
    url.origin() == service.origin()
        || url.scheme() == service.scheme()
            && port(url) == port(service)
            && is_loopback(url)
            && is_loopback(service)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address = address.parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

const METHOD: Method = Method::GetPerson;

const SHOWN: FieldMask = FieldMask::PHOTOS.union(FieldMask::METADATA);

/// The address of the photo that the contact itself has: not that of its profile, and no default one.
fn address(person: &Person) -> Option<&str> {
    let own = person.photos.iter().find(|photo| {
        let metadata = photo.metadata.as_ref();
        let source = metadata.and_then(|metadata| metadata.source.as_ref());
        !photo.default && source.is_none_or(|source| source.r#type == SourceType::Contact)
    });
    own.map(|photo| photo.url.as_str())
}

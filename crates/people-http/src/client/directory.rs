//! The methods of a domain's directory as functions.
use people_model::FieldMask;
use people_rules::DirectorySources;

use super::{Client, pages::Pages};
use crate::methods::ListDirectoryPeople;

impl Client {
    /// The `read` fields of the people in the directory of the caller's domain, one by one. They are the domain's own
    /// people and the contacts that it shares. To list only one of the two, give [`Client::list`] a
    /// [`ListDirectoryPeople`].
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// for person in client.directory(FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES).all().await? {
    ///     println!("{}: {} addresses", person.resource_name, person.email_addresses.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn directory(&self, read: FieldMask) -> Pages<ListDirectoryPeople> {
        self.list(ListDirectoryPeople::new(read, EVERYBODY))
    }
}

/// Profiles and contacts, as the domain has them.
pub(super) const EVERYBODY: DirectorySources = DirectorySources {
    profiles: true,
    contacts: true,
    merge_contacts: false,
};

//! The methods of other contacts as functions.
use people_model::{FieldMask, Person};

use super::{Client, error::Error, pages::Pages};
use crate::methods::{CopyOtherContactToMyContactsGroup, ListOtherContacts};

impl Client {
    /// The `read` fields of the caller's other contacts, one by one. Other contacts are people whom the account knows
    /// but has not saved as contacts.
    ///
    /// They have names, e-mail addresses, phone numbers, photos and metadata.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// let mut others = client.other_contacts(FieldMask::EMAIL_ADDRESSES);
    /// while let Some(other) = others.next().await? {
    ///     println!("{}", other.resource_name); // otherContacts/c17
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn other_contacts(&self, read: FieldMask) -> Pages<ListOtherContacts> {
        self.list(ListOtherContacts::new(read))
    }

    /// Makes a contact of the `copy` fields of an other contact, `otherContacts/c17`, and returns it with
    /// its memberships. The other contact stays.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// let copy = FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES | FieldMask::PHONE_NUMBERS;
    /// let contact = client.copy_other_contact("otherContacts/c17", copy).await?;
    /// println!("{}", contact.resource_name); // people/c18
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_ambiguous`], the contact may exist: trying again may create a
    /// second one.
    pub async fn copy_other_contact(&self, name: &str, copy: FieldMask) -> Result<Person, Error> {
        self.send(CopyOtherContactToMyContactsGroup::new(name, copy))
            .await
    }
}

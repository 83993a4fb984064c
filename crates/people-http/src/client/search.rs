//! The searches as functions.
use people_model::{FieldMask, Person, SearchResponse};

use super::{Client, directory::EVERYBODY, error::Error, pages::Pages};
use crate::methods::{SearchContacts, SearchDirectoryPeople, SearchOtherContacts};

impl Client {
    /// The `read` fields of the contacts that `query` finds, at most 30. It finds a contact if a word of its names,
    /// nicknames, e-mail addresses, phone numbers or organizations begins with the query.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// for person in client.search("ada l", FieldMask::NAMES).await? {
    ///     println!("{}", person.names[0].display_name); // Ada Lovelace
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn search(&self, query: &str, read: FieldMask) -> Result<Vec<Person>, Error> {
        let search = SearchContacts::new(query, read).page_size(MOST);
        self.send(search).await.map(found)
    }

    /// The `read` fields of the other contacts that `query` finds, at most 30. It finds one if a word of its names,
    /// e-mail addresses or phone numbers begins with the query.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn search_other_contacts(
        &self,
        query: &str,
        read: FieldMask,
    ) -> Result<Vec<Person>, Error> {
        let search = SearchOtherContacts::new(query, read).page_size(MOST);
        self.send(search).await.map(found)
    }

    /// The `read` fields of the people whom `query` finds in the directory of the caller's domain, one by one. They are
    /// profiles and the contacts that the domain shares.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// use people_model::FieldMask;
    ///
    /// let mut found = client.search_directory("xav", FieldMask::NAMES);
    /// let first = found.next().await?; // reads no more than the first page
    /// # Ok(())
    /// # }
    /// ```
    pub fn search_directory(&self, query: &str, read: FieldMask) -> Pages<SearchDirectoryPeople> {
        self.list(SearchDirectoryPeople::new(query, read, EVERYBODY))
    }
}

/// The most results that the API answers.
const MOST: i32 = 30;

fn found(reply: SearchResponse) -> Vec<Person> {
    let results = reply.results.into_iter();
    results.filter_map(|result| result.person).collect()
}

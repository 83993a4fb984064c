//! The searches as functions.
use people_model::{FieldMask, Person, SearchResponse};

use super::{Client, error::Error};
use crate::methods::SearchContacts;

impl Client {
    /// The `read` fields of the contacts that `query` finds, at most 30: those with a name, a nickname, an
    /// e-mail address, a phone number or an organization of which a word begins with it.
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
}

/// The most results that the API answers.
const MOST: i32 = 30;

fn found(reply: SearchResponse) -> Vec<Person> {
    let results = reply.results.into_iter();
    results.filter_map(|result| result.person).collect()
}

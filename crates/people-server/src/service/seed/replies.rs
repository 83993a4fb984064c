//! What a server has listed, as a seed for another.
use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

use super::{Entry, Page, Seed, SeedAccount, SeedError, refused};

pub(super) const NO_LAST_PAGE: &str =
    "the list has a next page (nextPageToken): give all of its pages";

/// A page of `contactGroups.list`, `people.connections.list` or `otherContacts.list`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Reply {
    contact_groups: Option<Vec<Entry>>,
    connections: Option<Vec<Entry>>,
    other_contacts: Option<Vec<Entry>>,
    next_page_token: String,
    #[serde(rename = "nextSyncToken")]
    _next_sync_token: IgnoredAny,
    #[serde(rename = "totalItems")]
    total_items: Option<IgnoredAny>,
    #[serde(rename = "totalPeople")]
    _total_people: IgnoredAny,
    total_size: Option<IgnoredAny>,
}

impl Reply {
    /// An account without entries has a list that only counts them.
    fn is_list(&self) -> bool {
        let lists = [
            self.contact_groups.is_some(),
            self.connections.is_some(),
            self.other_contacts.is_some(),
        ];
        lists.contains(&true) || self.total_items.is_some() || self.total_size.is_some()
    }
}

/// Whether the last page of a list is among those that were read.
struct Ends {
    begun: bool,
    ended: bool,
}

impl Ends {
    const fn new() -> Self {
        Self {
            begun: false,
            ended: false,
        }
    }

    fn page(&mut self, next: &str) {
        self.begun = true;
        self.ended |= next.is_empty();
    }
}

impl Seed {
    /// Whether the text is a seed, and not a reply.
    #[must_use]
    pub fn is_seed(json: &str) -> bool {
        #[derive(Deserialize)]
        struct Accounts {
            #[serde(rename = "accounts")]
            _accounts: IgnoredAny,
        }
        serde_json::from_str::<Accounts>(json).is_ok()
    }

    /// Whether the text is what `contactGroups.list`, `people.connections.list` or `otherContacts.list`
    /// answered, and not a seed.
    #[must_use]
    pub fn is_reply(json: &str) -> bool {
        let mut replies = serde_json::Deserializer::from_str(json).into_iter::<Reply>();
        let first = replies.next();
        first.is_some_and(|reply| reply.is_ok_and(|reply| reply.is_list()))
    }

    /// Reads what `contactGroups.list`, `people.connections.list` and `otherContacts.list` answered, for one
    /// account: texts of one reply each, or several, with a name that errors call them by. All pages of a
    /// list are needed.
    ///
    /// ```
    /// use people_server::Seed;
    ///
    /// let groups = r#"{"contactGroups": [
    ///     {"resourceName": "contactGroups/2a", "groupType": "USER_CONTACT_GROUP", "name": "Engine"}
    /// ]}"#;
    /// let contacts = r#"{"connections": [{
    ///     "resourceName": "people/c17",
    ///     "names": [{"givenName": "Charles"}],
    ///     "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/2a"}}]
    /// }]}"#;
    /// Seed::from_replies("ada", [("groups.json", groups), ("contacts.json", contacts)])?;
    /// # Ok::<(), people_server::SeedError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for the first text that is no such reply, for the first entry that is not
    /// what it should be, and where a list has no last page.
    pub fn from_replies<'t>(
        account: &str,
        replies: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, SeedError> {
        let mut content = SeedAccount::default();
        let [mut groups, mut contacts, mut others] = [const { Ends::new() }; 3];
        let (mut lists, mut empty) = (0, None);
        for (name, text) in replies {
            content.pages.push(Page {
                name: name.to_owned(),
                group: content.groups.len(),
                contact: content.contacts.len(),
                other: content.other_contacts.len(),
            });
            let what = if name.is_empty() { "its file" } else { name };
            let not_one = |why: String| {
                let is = "is no reply of contactGroups.list, people.connections.list or otherContacts.list";
                refused(account, what, format!("it {is}: {why}"))
            };
            for reply in serde_json::Deserializer::from_str(text).into_iter::<Reply>() {
                let reply = reply.map_err(|error| not_one(error.to_string()))?;
                // A list without entries is `{}`, which says nothing of what it lists: one beside other
                // lists is taken.
                if !reply.is_list() {
                    let nothing = "it has neither contactGroups nor connections nor otherContacts";
                    let nothing = not_one(nothing.to_owned());
                    if !reply.next_page_token.is_empty() {
                        return Err(nothing);
                    }
                    empty.get_or_insert(nothing);
                    continue;
                }
                lists += 1;
                let next = &reply.next_page_token;
                if let Some(mut listed) = reply.contact_groups {
                    content.groups.append(&mut listed);
                    groups.page(next);
                }
                if let Some(mut connected) = reply.connections {
                    content.contacts.append(&mut connected);
                    contacts.page(next);
                }
                if let Some(mut met) = reply.other_contacts {
                    content.other_contacts.append(&mut met);
                    others.page(next);
                }
            }
        }
        if let (0, Some(nothing)) = (lists, empty) {
            return Err(nothing);
        }
        for (what, ends) in [
            ("its groups", &groups),
            ("its contacts", &contacts),
            ("its other contacts", &others),
        ] {
            if ends.begun && !ends.ended {
                return Err(refused(account, what, NO_LAST_PAGE));
            }
        }
        let seed = Self {
            accounts: BTreeMap::from([(account.to_owned(), content)]),
            domains: BTreeMap::new(),
        };
        seed.decodes()?;
        Ok(seed)
    }
}

//! The contact groups that an edit names.
use people_http::{Client, Error};
use people_model::ContactGroup;

/// The groups of the account.
pub(crate) struct Groups(Vec<ContactGroup>);

/// The most groups that an error lists.
const SHOWN: usize = 20;

impl Groups {
    pub(crate) async fn read(client: &Client) -> Result<Self, Error> {
        client.groups().all().await.map(Self)
    }

    /// The resource name of the group that this is the resource name, the id or the name of. A name in another case
    /// finds the group too, if no other group has it.
    pub(crate) fn find(&self, text: &str) -> Option<String> {
        let id = |group: &ContactGroup| group.resource_name == format!("contactGroups/{text}");
        let name = |group: &ContactGroup| group.name == text || group.formatted_name == text;
        let found = self
            .first(|group| group.resource_name == text)
            .or_else(|| self.first(id))
            .or_else(|| self.first(name));
        if found.is_some() {
            return found;
        }
        let text = text.to_lowercase();
        let called = |group: &&ContactGroup| {
            let names = [&group.name, &group.formatted_name];
            names.into_iter().any(|name| name.to_lowercase() == text)
        };
        let mut called = self.0.iter().filter(called);
        let first = called.next()?;
        called.next().is_none().then(|| first.resource_name.clone())
    }

    /// The same, of a group that has to exist.
    pub(crate) fn existing(&self, text: &str) -> Result<String, String> {
        self.find(text).ok_or_else(|| {
            let names: Vec<&str> = self.0.iter().map(|it| it.formatted_name.as_str()).collect();
            let mut known = names[..names.len().min(SHOWN)].join(", ");
            if let Some(more @ 1..) = names.len().checked_sub(SHOWN) {
                known.push_str(&format!(" and {more} more"));
            }
            format!("there is no contact group `{text}`; there are {known}")
        })
    }

    fn first(&self, is_meant: impl Fn(&ContactGroup) -> bool) -> Option<String> {
        let mut groups = self.0.iter();
        let found = groups.find(|group| is_meant(group));
        found.map(|group| group.resource_name.clone())
    }
}

mod add;
mod differing;
mod domains;
mod dump;
mod groups;
mod import;
mod lines;
mod load;
mod naming;
mod object;
mod others;
mod part;
mod people;
mod reason;
mod replies;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    marker::PhantomData,
};

use people_model::{ContactGroup, Message, Person, ProfileId};
use people_store::{Account, StoreError};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use self::domains::SeedDomain;
use self::object::Object;
pub use self::{differing::Differing, import::Imported};
use super::{Region, Sizes};
use crate::texts::too_long;

/// Accounts with their profiles, contact groups and contacts, to fill a store with.
///
/// ```json
/// {
///   "accounts": {
///     "ada": {
///       "region": "GB",
///       "domain": "corp.example",
///       "profile": {"id": "100000000000000000017", "person": {"names": [{"givenName": "Ada"}]}},
///       "groups": [{"name": "Engine"}],
///       "contacts": [{"resourceName": "people/c17", "names": [{"givenName": "Charles"}]}],
///       "otherContacts": [{"emailAddresses": [{"value": "b@example.com"}]}]
///     }
///   },
///   "domains": {
///     "corp.example": {
///       "people": [{"source": "DOMAIN_CONTACT", "names": [{"givenName": "Xavier"}]}]
///     }
///   }
/// }
/// ```
///
/// The e-mail addresses and phone numbers of a profile are verified: contacts that share one are
/// linked to it. A membership may name a group of the seed as `contactGroups/<its name>`, or by the
/// `resourceName` that the group is given, which it then has in the store.
///
/// Beside the fields of a person, `photo` may hold a JPEG or PNG file in base64.
///
/// What `contactGroups.list`, `people.connections.list` and `otherContacts.list` answer may stand in an
/// account as it is: `contactGroups` and `connections` are read like `groups` and `contacts`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    #[serde(deserialize_with = "each_once::<AccountsOnce, _, _>")]
    accounts: BTreeMap<String, SeedAccount>,
    #[serde(default, deserialize_with = "each_once::<DomainsOnce, _, _>")]
    domains: BTreeMap<String, SeedDomain>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct SeedAccount {
    region: String,
    domain: String,
    profile: Option<Object<SeedProfile>>,
    groups: Vec<Entry>,
    contacts: Vec<Entry>,
    // The members of lists that the API answers.
    contact_groups: Vec<Entry>,
    connections: Vec<Entry>,
    other_contacts: Vec<Entry>,
    next_page_token: String,
    #[serde(rename = "nextSyncToken")]
    _next_sync_token: IgnoredAny,
    #[serde(rename = "totalItems")]
    _total_items: IgnoredAny,
    #[serde(rename = "totalPeople")]
    _total_people: IgnoredAny,
    #[serde(rename = "totalSize")]
    _total_size: IgnoredAny,
    /// The files that the entries are of, where there are several.
    #[serde(skip)]
    pages: Vec<Page>,
}

/// Where the entries of a file begin.
#[derive(Clone, Debug)]
struct Page {
    name: String,
    group: usize,
    contact: usize,
    other: usize,
}

impl SeedAccount {
    /// Has all entries in one place.
    fn gather(&mut self) {
        self.groups.append(&mut self.contact_groups);
        self.contacts.append(&mut self.connections);
    }

    /// What a group is called, for people: counted from 1, in its file.
    fn group_name(&self, index: usize) -> String {
        self.entry_name("group", index, |page| page.group)
    }

    /// What a contact is called.
    fn contact_name(&self, index: usize) -> String {
        self.entry_name("contact", index, |page| page.contact)
    }

    /// What another contact is called.
    fn other_name(&self, index: usize) -> String {
        self.entry_name("other contact", index, |page| page.other)
    }

    fn entry_name(&self, what: &str, index: usize, first: fn(&Page) -> usize) -> String {
        let mut pages = self.pages.iter().rev();
        match pages.find(|page| first(page) <= index) {
            Some(page) if !page.name.is_empty() => {
                format!("{what} {} of {}", index - first(page) + 1, page.name)
            }
            Some(_) | None => nth(what, index),
        }
    }
}

/// What an entry is called, for people: counted from 1.
fn nth(what: &str, index: usize) -> String {
    format!("{what} {}", index + 1)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SeedProfile {
    #[serde(default)]
    id: String,
    /// The same as `id`, after `people/`.
    #[serde(default)]
    resource_name: String,
    #[serde(default)]
    user_types: Vec<String>,
    person: Option<Entry>,
}

impl SeedProfile {
    /// The id, which may be written in three ways.
    fn profile_id(&self, person: &Person) -> Result<ProfileId, String> {
        let names = [&self.resource_name, &person.resource_name];
        let named = names.into_iter().filter(|name| !name.is_empty());
        let named = named.map(|name| name.strip_prefix("people/").unwrap_or_default());
        let written = Some(&*self.id).filter(|id| !id.is_empty());
        let mut ids = written.into_iter().chain(named);
        let id = ids.next().unwrap_or_default();
        if ids.any(|other| other != id) {
            return Err("its id and its resource name differ".to_owned());
        }
        ProfileId::parse(id).ok_or_else(|| "a profile id is decimal digits".to_owned())
    }
}

/// An entry as text, so that a large seed takes no more memory than its text.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
struct Entry(Box<RawValue>);

impl Entry {
    /// Every member has to be known: in a seed, an unknown one is a misspelling. Texts are as long
    /// as those of a request may be (rule `N4`).
    fn decode<T: Message>(&self, sizes: &Sizes) -> Result<T, String> {
        let json = self.0.get().as_bytes();
        if let Some(text) = too_long(json, T::DESCRIPTOR, "", sizes.characters) {
            return Err(text.description);
        }
        self.parse()
    }

    /// The same, with texts of any length.
    fn parse<T: Message>(&self) -> Result<T, String> {
        decode(self.0.get().as_bytes())
    }
}

fn decode<T: Message>(text: &[u8]) -> Result<T, String> {
    let decoded = people_model::decode::<T>(text, "");
    let decoded = decoded.map_err(|error| error.to_string())?;
    match decoded.problems.first() {
        None => Ok(decoded.value),
        Some(problem) => Err(problem.to_string()),
    }
}

/// What the names of a map are. One that comes twice would be read as the last of the two.
trait Once {
    const WHAT: &'static str;

    /// What two spellings of one name have in common.
    fn folded(name: &str) -> String {
        name.to_owned()
    }
}

struct AccountsOnce;

impl Once for AccountsOnce {
    const WHAT: &'static str = "account";
}

struct DomainsOnce;

impl Once for DomainsOnce {
    const WHAT: &'static str = "domain";

    fn folded(name: &str) -> String {
        name.to_lowercase()
    }
}

fn each_once<'de, O: Once, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    struct EachOnce<O, T>(PhantomData<(O, T)>);

    impl<'de, O: Once, T: Deserialize<'de>> Visitor<'de> for EachOnce<O, T> {
        type Value = BTreeMap<String, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}s by name", O::WHAT)
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let (mut entries, mut names) = (BTreeMap::new(), BTreeSet::new());
            while let Some((name, entry)) = map.next_entry::<String, Object<T>>()? {
                if !names.insert(O::folded(&name)) {
                    let what = O::WHAT;
                    return Err(M::Error::custom(format_args!(
                        "{what} `{name}` is in the seed twice"
                    )));
                }
                entries.insert(name, entry.0);
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(EachOnce::<O, T>(PhantomData))
}

/// What a seed added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeedReport {
    /// Accounts named.
    pub accounts: usize,
    /// Profiles written.
    pub profiles: usize,
    /// Contact groups that were not there yet.
    pub groups: usize,
    /// Contacts that were not there yet.
    pub contacts: usize,
    /// Other contacts that were not there yet.
    pub other_contacts: usize,
    /// People of directories that were not there yet.
    pub directory_people: usize,
}

impl fmt::Display for SeedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            accounts,
            profiles,
            groups,
            contacts,
            other_contacts,
            directory_people,
        } = self;
        write!(f, "{contacts} contacts, ")?;
        if *other_contacts > 0 {
            write!(f, "{other_contacts} other contacts, ")?;
        }
        write!(
            f,
            "{groups} groups and {profiles} profiles in {accounts} accounts"
        )?;
        match directory_people {
            0 => Ok(()),
            people => write!(f, ", and {people} people in directories"),
        }
    }
}

/// A seed that could not be added.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The text is not a seed.
    #[error("the seed is not readable")]
    Syntax(#[source] serde_json::Error),
    /// The store failed.
    #[error("{}, {what}: the store failed", owner(account))]
    Store {
        /// The account; of a domain, the text of its [account](people_store::Account::of_domain).
        account: String,
        /// At what of it, such as `contact 3`.
        what: String,
        /// Why.
        source: StoreError,
    },
    /// Something in an account cannot be stored.
    #[error("{}, {what}: {reason}", owner(account))]
    Refused {
        /// The account, or the domain.
        account: String,
        /// What of it, such as `contact 3`.
        what: String,
        /// Why.
        reason: String,
    },
}

impl Seed {
    /// Reads a seed.
    ///
    /// # Errors
    ///
    /// [`SeedError::Syntax`] where the text is not JSON of the form above, and
    /// [`SeedError::Refused`] for the first entry that is not what it should be.
    pub fn from_json(json: &str) -> Result<Self, SeedError> {
        let mut seed: Self = serde_json::from_str::<Object<Self>>(json)
            .map_err(SeedError::Syntax)?
            .0;
        for (account, content) in &mut seed.accounts {
            if !content.next_page_token.is_empty() {
                return Err(refused(account, "its lists", replies::NO_LAST_PAGE));
            }
            content.gather();
        }
        seed.decodes()?;
        Ok(seed)
    }

    /// The accounts that the seed has anything of, domains among them.
    ///
    /// ```
    /// use people_server::Seed;
    ///
    /// let seed = Seed::from_json(r#"{"accounts": {"ada": {"domain": "corp.example"}}}"#)?;
    /// let names: Vec<String> = seed.accounts().iter().map(ToString::to_string).collect();
    /// assert_eq!(names, ["ada", "domain corp.example"]);
    /// # Ok::<(), people_server::SeedError>(())
    /// ```
    pub fn accounts(&self) -> BTreeSet<Account> {
        let named = self.accounts.keys().map(|name| Account::new(name));
        let of_accounts = self.accounts.values().map(|content| &content.domain);
        let domains = self
            .domains
            .keys()
            .chain(of_accounts.filter(|it| !it.is_empty()));
        let domains = domains.map(|name| Account::of_domain(&name.to_lowercase()));
        named.chain(domains).flatten().collect()
    }

    /// What the seed has of one account, or of one domain with the profiles that its directory has.
    pub fn only(&self, account: &Account) -> Self {
        let is_it = |name: &str| match account.domain() {
            Some(domain) => name.to_lowercase() == domain,
            None => name == account.as_str(),
        };
        let keep = |name: &str, content: &SeedAccount| match account.domain() {
            Some(_) => content.profile.is_some() && is_it(&content.domain),
            None => is_it(name),
        };
        let mut only = self.clone();
        only.accounts.retain(|name, content| keep(name, content));
        only.domains
            .retain(|name, _| account.domain().is_some() && is_it(name));
        only
    }

    /// The seed of one account, or of one domain, under the name of `account`.
    pub(super) fn renamed(mut self, account: &Account) -> Result<Self, SeedError> {
        let refused = |why: &str| Err(refused(account.as_str(), "all of it", why));
        if let Some(domain) = account.domain() {
            if self.domains.len() > 1 {
                return refused("expected one domain in `domains`, found several");
            }
            for content in self.accounts.values_mut() {
                content.domain = domain.to_owned();
            }
            let domains = std::mem::take(&mut self.domains).into_values();
            self.domains = domains
                .map(|content| (domain.to_owned(), content))
                .collect();
            return match self.domains.is_empty() && self.accounts.is_empty() {
                true => refused("expected one domain in `domains`, found none"),
                false => Ok(self),
            };
        }
        if !self.domains.is_empty() {
            return refused("expected an account, found a domain: load the domain by itself");
        }
        let mut accounts = std::mem::take(&mut self.accounts).into_values();
        match (accounts.next(), accounts.next()) {
            (Some(content), None) => {
                self.accounts = [(account.as_str().to_owned(), content)].into();
                Ok(self)
            }
            (None, _) => refused("expected one account in `accounts`, found none"),
            (Some(_), Some(_)) => refused("expected one account in `accounts`, found several"),
        }
    }

    /// Decodes every entry, to be sure of all of them before anything is done with the first.
    fn decodes(&self) -> Result<(), SeedError> {
        for (account, content) in &self.accounts {
            if !content.region.is_empty()
                && let Err(error) = content.region.parse::<Region>()
            {
                return Err(refused(account, "its region", error.to_string()));
            }
            let profile = content.profile.as_deref();
            if let Some(entry) = profile.and_then(|profile| profile.person.as_ref()) {
                let person = entry.person();
                person.map_err(|reason| refused(account, "its profile", reason))?;
            }
            for (index, entry) in content.groups.iter().enumerate() {
                let group = entry.parse::<ContactGroup>();
                group.map_err(|reason| refused(account, &content.group_name(index), reason))?;
            }
            for (index, entry) in content.contacts.iter().enumerate() {
                let contact = entry.person();
                contact.map_err(|reason| refused(account, &content.contact_name(index), reason))?;
            }
            for (index, entry) in content.other_contacts.iter().enumerate() {
                let other = entry.person();
                other.map_err(|reason| refused(account, &content.other_name(index), reason))?;
            }
            if !content.domain.is_empty() {
                domains::domain(&content.domain)?;
            }
        }
        for (name, content) in &self.domains {
            content.decodes(&domains::domain(name)?)?;
        }
        Ok(())
    }
}

/// Whose entry it is, for people.
fn owner(account: &str) -> String {
    match account.strip_prefix(Account::OF_DOMAIN) {
        Some(domain) => format!("domain `{domain}`"),
        None => format!("account `{account}`"),
    }
}

fn refused(account: &str, what: &str, reason: impl Into<String>) -> SeedError {
    SeedError::Refused {
        account: account.to_owned(),
        what: what.to_owned(),
        reason: reason.into(),
    }
}

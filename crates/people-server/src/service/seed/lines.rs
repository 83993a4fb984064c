//! Where in its text an entry of a seed is.
use std::{borrow::Cow, collections::BTreeMap, iter};

use people_store::Account;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{SeedError, nth};

impl SeedError {
    /// The line of `json` that the error is about, counted from 1: where the entry begins that it names.
    ///
    /// `json` is the text that the seed was read from. `None` if nothing in it is to blame.
    ///
    /// ```
    /// use people_server::Seed;
    ///
    /// let json = "{\"accounts\": {\"ada\": {\"contacts\": [\n  {\"nmaes\": []}\n]}}}";
    /// let error = Seed::from_json(json).unwrap_err();
    /// assert_eq!(error.line(json), Some(2));
    /// ```
    pub fn line(&self, json: &str) -> Option<usize> {
        let (account, what) = match self {
            Self::Syntax(error) => return Some(error.line()),
            Self::Store { account, what, .. } | Self::Refused { account, what, .. } => {
                (account, what)
            }
        };
        let text: Text<'_> = serde_json::from_str(json).ok()?;
        let place = match account.strip_prefix(Account::OF_DOMAIN) {
            Some(domain) => text.place_in_domain(domain, what)?,
            None => text.place_in_account(account, what)?,
        };
        // It is a part of the text, but for a name with an escape in it.
        let offset = place.as_ptr().addr().checked_sub(json.as_ptr().addr())?;
        Some(json.get(..offset)?.matches('\n').count() + 1)
    }
}

/// A seed as parts of its text.
#[derive(Deserialize)]
struct Text<'t> {
    #[serde(borrow)]
    accounts: BTreeMap<Cow<'t, str>, AccountText<'t>>,
    #[serde(borrow, default)]
    domains: BTreeMap<Cow<'t, str>, DomainText<'t>>,
}

impl<'t> Text<'t> {
    fn place_in_account<'s>(&'s self, account: &str, what: &str) -> Option<&'s str> {
        let (name, account) = self.accounts.iter().find(|(name, _)| *name == account)?;
        let mut places = account
            .places()
            .chain(iter::once(("its name".to_owned(), &**name)));
        places
            .find(|(name, _)| name == what)
            .map(|(_, place)| place)
    }

    fn place_in_domain<'s>(&'s self, domain: &str, what: &str) -> Option<&'s str> {
        let is_it = |name: &str| name == domain || name.to_lowercase() == domain;
        let (name, domain) = self.domains.iter().find(|(name, _)| is_it(name))?;
        let people = domain.people.iter().enumerate();
        let mut people = people.map(|(index, entry)| (nth("person", index), entry.get()));
        let person = people.find(|(name, _)| name == what);
        Some(person.map_or(&**name, |(_, place)| place))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DomainText<'t> {
    #[serde(borrow)]
    people: Vec<&'t RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AccountText<'t> {
    #[serde(borrow)]
    region: Option<&'t RawValue>,
    #[serde(borrow)]
    profile: Option<&'t RawValue>,
    #[serde(borrow)]
    domain: Option<&'t RawValue>,
    #[serde(borrow)]
    groups: Vec<&'t RawValue>,
    #[serde(borrow)]
    contacts: Vec<&'t RawValue>,
    #[serde(borrow)]
    contact_groups: Vec<&'t RawValue>,
    #[serde(borrow)]
    connections: Vec<&'t RawValue>,
    #[serde(borrow)]
    other_contacts: Vec<&'t RawValue>,
}

impl<'t> AccountText<'t> {
    /// The entries, by what errors call them.
    fn places(&self) -> impl Iterator<Item = (String, &'t str)> {
        let own = [
            ("its profile", self.profile),
            ("its region", self.region),
            ("its domain", self.domain),
        ];
        let own = own
            .into_iter()
            .filter_map(|(what, entry)| Some((what.to_owned(), entry?.get())));
        let all = |what, entries: [&[&'t RawValue]; 2]| {
            let entries = entries.into_iter().flatten().enumerate();
            let named = entries.map(|(index, entry)| (nth(what, index), entry.get()));
            named.collect::<Vec<_>>()
        };
        let groups = all("group", [&self.groups, &self.contact_groups]);
        own.chain(groups)
            .chain(all("contact", [&self.contacts, &self.connections]))
            .chain(all("other contact", [&self.other_contacts, &[]]))
    }
}

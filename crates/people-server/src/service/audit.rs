use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    mem,
};

use people_model::{Fields, Fingerprint, GroupResourceName};
use people_rules::{Contact, Index};
use people_store::{Account, Row, RowKind, Terms, Version};
use serde_json::{Map, Value};

use super::{
    derivation::DERIVATION,
    directory::{self, StoredDomain, StoredPerson},
    etags,
    groups::StoredGroup,
    phones,
    photos::{self, PhotoMark},
    profiles, rows, sources,
};

/// Finds faults in the meaning of a store's rows, which the store itself does not know.
///
/// It is shown every live row, account by account, and of each the groups and the sources before the contacts,
/// and the photos last. What follows from bodies is looked at where the store was brought up to
/// [`RULES`](Self::RULES).
///
/// ```
/// use people_server::Audit;
/// use people_store::{Account, RowKind, Record, Row, Version};
///
/// let row = Row {
///     id: 7,
///     version: Version(1),
///     update_time: 0,
///     deleted: false,
///     record: Record { body: "no contact".into(), ..Record::default() }.into(),
/// };
/// let mut audit = Audit::default();
/// let faults = audit.row(&Account::new("ada").unwrap(), RowKind::Contact, &row);
/// assert_eq!(faults, ["the body is not a contact"]);
/// assert!(audit.end().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Audit {
    account: Option<Account>,
    groups: HashSet<u64>,
    group_names: HashSet<Terms>,
    /// The contacts that have sources and were not shown yet, in their order.
    sources: VecDeque<u64>,
    /// The photos that rows of the account name and that were not shown yet, by their own rows.
    photos: BTreeMap<(RowKind, u64), NamedPhoto>,
    /// What is wrong with the accounts before this one as a whole.
    lacking: Vec<String>,
    is_behind: bool,
}

/// A photo, as the row of the person names it.
#[derive(Debug)]
struct NamedPhoto {
    owner: RowKind,
    digest: String,
    /// The version of the photo's row, where the row of the person says it.
    version: Option<Version>,
}

impl Audit {
    /// The number of the rules that [`People`](crate::People) makes sort keys and terms by.
    pub const RULES: u32 = DERIVATION.rules;

    /// One for a store that was not brought up to [`RULES`](Self::RULES) yet: its sort keys, terms and
    /// layouts are not looked at.
    pub fn of_store_behind() -> Self {
        Self {
            is_behind: true,
            ..Self::default()
        }
    }

    /// The faults of a live row. They contain no contact data.
    pub fn row(&mut self, account: &Account, kind: RowKind, row: &Row) -> Vec<String> {
        if self.account.as_ref() != Some(account) {
            self.end_of_account();
            *self = Self {
                account: Some(account.clone()),
                lacking: mem::take(&mut self.lacking),
                is_behind: self.is_behind,
                ..Self::default()
            };
        }
        self.expect_photo(account, kind, row);
        let wrong = match kind {
            RowKind::Contact => {
                self.expect_contacts(Some(row.id));
                self.contact(row)
            }
            RowKind::OtherContact => self.contact(row),
            RowKind::Group => self.group(row),
            RowKind::Profile => profile(account, row, self.is_behind),
            RowKind::Photo | RowKind::ProfilePhoto => self.photo(kind, row),
            RowKind::DirectoryPerson => directory_person(account, row, self.is_behind),
            RowKind::Domain => domain(account, row),
            RowKind::Source => {
                self.sources.push_back(row.id);
                sources::faults(row)
            }
            RowKind::Undo => undo(row),
        };
        wrong.into_iter().map(str::to_owned).collect()
    }

    /// What is known only after the last row: rows that are missing. Each text says where.
    pub fn end(mut self) -> Vec<String> {
        self.end_of_account();
        self.lacking
    }

    fn end_of_account(&mut self) {
        self.expect_contacts(None);
        let Some(account) = &self.account else {
            return;
        };
        for ((_, id), photo) in mem::take(&mut self.photos) {
            let owner = photo.owner;
            let lacking = format!("account `{account}`, {owner} {id}: its photo is missing");
            self.lacking.push(lacking);
        }
    }

    /// Contacts before this one that have sources should have been shown.
    fn expect_contacts(&mut self, shown: Option<u64>) {
        while let Some(&id) = self.sources.front()
            && shown.is_none_or(|shown| id <= shown)
        {
            self.sources.pop_front();
            if let Some(account) = &self.account
                && shown != Some(id)
            {
                let lacking = format!(
                    "account `{account}`, {} {id}: its contact is missing",
                    RowKind::Source
                );
                self.lacking.push(lacking);
            }
        }
    }

    /// Notes the photo that the row of a person names.
    fn expect_photo(&mut self, account: &Account, kind: RowKind, row: &Row) {
        let (digest, version) = match kind {
            RowKind::Contact | RowKind::OtherContact => {
                match PhotoMark::of(&row.record.terms, row.version) {
                    Some(mark) => (Some(mark.digest().to_owned()), mark.version()),
                    None => (None, None),
                }
            }
            RowKind::DirectoryPerson => {
                let person = StoredPerson::read(row).ok();
                let photo = person.and_then(|(person, ..)| person.photo);
                (photo.map(|photo| photo.digest), None)
            }
            RowKind::Profile => {
                let profile = profiles::read(account, row, Fingerprint([0; 8])).ok();
                (profile.and_then(|profile| profile.photo), None)
            }
            RowKind::Group
            | RowKind::Photo
            | RowKind::ProfilePhoto
            | RowKind::Domain
            | RowKind::Source
            | RowKind::Undo => return,
        };
        let photos = match kind {
            RowKind::Profile => RowKind::ProfilePhoto,
            _ => RowKind::Photo,
        };
        let named = digest.map(|digest| NamedPhoto {
            owner: kind,
            digest,
            version,
        });
        self.photos
            .extend(named.map(|named| ((photos, row.id), named)));
    }

    fn contact(&self, row: &Row) -> Vec<&'static str> {
        let Ok(fields) = Fields::from_json(&row.record.body) else {
            return vec!["the body is not a contact"];
        };
        let mut wrong = Vec::new();
        if fields.as_json() != row.record.body
            || !self.is_behind && fields.layout() != row.record.layout
        {
            wrong.push("the table of ranges does not match the body");
        }
        let index = Index::of(&fields.to_person(), &phones::dialled_forms);
        let contact = Contact { fields, index };
        let expected = rows::as_stored(contact.clone(), None);
        let terms = row.record.terms.iter();
        let (marks, terms): (Vec<_>, Vec<_>) = terms.partition(|term| photos::is_mark(term));
        if !self.is_behind && (marks.len() > 1 || !terms.into_iter().eq(expected.terms.iter())) {
            wrong.push("its terms do not match its body");
        }
        if !self.is_behind && expected.sort_keys != row.record.sort_keys {
            wrong.push("its sort keys do not match the name in its body");
        }
        let groups = contact.index.terms.iter();
        let mut groups = groups.filter_map(user_group);
        if groups.any(|id| !self.groups.contains(&id)) {
            wrong.push("it is in a group that does not exist");
        }
        wrong
    }

    /// A photo is the one that the row of its person names.
    fn photo(&mut self, kind: RowKind, row: &Row) -> Vec<&'static str> {
        let Some(named) = self.photos.remove(&(kind, row.id)) else {
            return vec!["no person's row names this photo"];
        };
        let mut wrong = Vec::new();
        if !photos::is_photo(&row.record.body, &named.digest) {
            wrong.push("its person's row names another photo");
        }
        if named.version.is_some_and(|version| version != row.version) {
            wrong.push("its person's row names another version of it");
        }
        wrong
    }

    fn group(&mut self, row: &Row) -> Vec<&'static str> {
        self.groups.insert(row.id);
        let group: Result<StoredGroup, _> = serde_json::from_str(&row.record.body);
        let Ok(expected) = group.and_then(|group| group.record()) else {
            return vec!["the body is not a contact group"];
        };
        let mut wrong = Vec::new();
        let differs =
            expected.terms != row.record.terms || expected.sort_keys != row.record.sort_keys;
        if !self.is_behind && differs {
            wrong.push("its terms do not match the name in its body");
        }
        if !self.group_names.insert(expected.terms) {
            wrong.push("another group has its name");
        }
        wrong
    }
}

/// The id of a user's group, from the term of its members.
fn user_group(term: &str) -> Option<u64> {
    let id = term.strip_prefix("group:")?;
    GroupResourceName::parse(&format!("contactGroups/{id}"))?.user_id()
}

fn profile(account: &Account, row: &Row, is_behind: bool) -> Vec<&'static str> {
    if row.id != etags::PROFILE_ROW {
        return vec!["the account has another profile too, and can have only one"];
    }
    let Ok(profile) = profiles::read(account, row, Fingerprint([0; 8])) else {
        return vec!["the body is not a profile"];
    };
    let linking = Index::linking_terms(&profile.fields.to_person());
    match is_behind || linking.iter().eq(row.record.terms.iter()) {
        true => Vec::new(),
        false => vec!["its terms do not match its body"],
    }
}

fn directory_person(account: &Account, row: &Row, is_behind: bool) -> Vec<&'static str> {
    let Some(expected) = directory::rederived(row) else {
        return vec!["the body is not a person"];
    };
    let mut wrong = Vec::new();
    if account.domain().is_none() {
        wrong.push("a person of a directory, in an account that is not a domain's");
    }
    if !is_behind && expected.terms != row.record.terms {
        wrong.push("its terms do not match its body");
    }
    if !is_behind && expected.sort_keys != row.record.sort_keys {
        wrong.push("its sort keys do not match the name in its body");
    }
    wrong
}

fn undo(row: &Row) -> Vec<&'static str> {
    match serde_json::from_str::<Map<String, Value>>(&row.record.body) {
        Ok(_) => Vec::new(),
        Err(_) => vec!["the body is not a record of a merge"],
    }
}

fn domain(account: &Account, row: &Row) -> Vec<&'static str> {
    if row.id != directory::DOMAIN_ROW {
        return vec!["the account has another domain too, and can have only one"];
    }
    let Ok(stored) = serde_json::from_str::<StoredDomain>(&row.record.body) else {
        return vec!["the body is not a domain"];
    };
    let is_whole = match account.domain() {
        Some(_) => stored.domain.is_empty() && stored.sharing.is_some(),
        None => Account::of_domain(&stored.domain).is_ok() && stored.sharing.is_none(),
    };
    match is_whole {
        true => Vec::new(),
        false => vec!["the body is not a domain"],
    }
}

//! What the account has now: its groups, its contacts, and which of them files said something of before.
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use people_http::{GetPeople, ListConnections};
use people_model::{
    ClientData, Code, ContactGroup, ContactId, GroupResourceName, GroupType, Person,
    PersonResponse, ReadSourceType, SourceType, Status,
};
use people_rules::Sources;
use people_server::{Mirror, SourceGroup};
use tokio::time::{Instant, sleep};

use super::{Done, OverApi, READ, Run, failed};
use crate::{
    duplicates::merges::Now,
    import::state::{Kept, now},
    progress,
    remote::explained,
};

/// The key under which a contact has its mark while it is created.
pub(super) const KEY: &str = "people.import";

/// Replaces the digest of a photo that was not read.
const UNKNOWN: &str = "?";

/// How long a contact may take to appear whose creation was cut off: the server may still be at it.
const UNDER_WAY: Duration = Duration::from_secs(2);

/// An account as it was read.
pub(super) struct Account {
    pub(super) mirror: Mirror,
    /// The contacts, without marks.
    pub(super) contacts: HashMap<u64, Person>,
}

impl Account {
    pub(super) fn contact(&self, id: ContactId) -> Option<&Person> {
        self.contacts.get(&id.get())
    }
}

impl OverApi {
    /// Reads the account, until it shows all that earlier imports have written.
    pub(super) async fn read(&mut self, run: &mut Run) -> Done<Account> {
        let begin = Instant::now();
        let mut wait = Duration::from_millis(100);
        loop {
            let mut listed = self.list().await?;
            self.merged.read_again()?;
            self.settle(&listed, run)?;
            let late = self.late(&listed, begin.elapsed());
            if late.is_empty() && self.under_way(begin.elapsed()).is_empty() {
                self.give_up(&mut listed).await?;
                return self.mirror(listed).await;
            }
            sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(5));
        }
    }

    async fn list(&self) -> Done<HashMap<String, Person>> {
        let own = Sources::from_iter([ReadSourceType::Contact]);
        let list = ListConnections::new(READ).page_size(1000).sources(own);
        let mut pages = self.client.list(list);
        let all = progress::reading("contacts", &mut pages).await;
        let all = all.map_err(explained)?;
        // A contact that changes meanwhile comes twice: the later one counts.
        let named = all
            .into_iter()
            .map(|person| (person.resource_name.clone(), person));
        Ok(named.collect())
    }

    /// Finds the contacts whose creation was cut off, by their marks.
    fn settle(&mut self, listed: &HashMap<String, Person>, run: &mut Run) -> Done {
        let mut made = Vec::new();
        for person in listed.values() {
            for mark in marks(person) {
                if self.state.is_sent(mark) {
                    made.push((mark.to_owned(), person.resource_name.clone()));
                }
            }
        }
        for (mark, _) in &made {
            run.added.extend(self.sent.get(mark));
        }
        self.state.made(made)
    }

    /// The contacts of which the list does not show yet what an import has written.
    fn late(&self, listed: &HashMap<String, Person>, waited: Duration) -> BTreeSet<String> {
        let is_young = |kept: &Kept| {
            let age = Duration::from_secs(now().saturating_sub(kept.written));
            age < self.lag && waited <= self.lag
        };
        let is_behind = |name: &str, kept: &Kept| {
            let shown = listed.get(name).map(update_time);
            shown.is_none_or(|shown| shown < kept.update_time)
        };
        let all = self.state.contacts();
        let late = all.filter(|(name, kept)| is_young(kept) && is_behind(name, kept));
        let late = late.map(|(name, _)| name);
        // When an undo brought a contact back is not known: it may have been a moment ago.
        let back = self.unseen(listed);
        let back = back.filter(|now| now.is_back() && waited < self.lag);
        late.chain(back.map(Now::name)).map(str::to_owned).collect()
    }

    /// The contacts whose creation may still be under way.
    fn under_way(&self, waited: Duration) -> BTreeSet<String> {
        let most = self.lag.max(UNDER_WAY);
        let is_young =
            |time: u64| Duration::from_secs(now().saturating_sub(time)) <= most && waited <= most;
        let sent = self.state.sent().filter(|sent| is_young(sent.time));
        sent.map(|sent| sent.mark.clone()).collect()
    }

    /// What is still not there was not created, or was deleted.
    async fn give_up(&mut self, listed: &mut HashMap<String, Person>) -> Done {
        let sent = self.state.sent().map(|sent| sent.mark.clone()).collect();
        self.state.not_made(sent)?;
        let absent = self.state.contacts().map(|(name, _)| name);
        let absent = absent.filter(|name| !listed.contains_key(*name));
        let absent = absent.chain(self.unseen(listed).map(Now::name));
        let absent: BTreeSet<String> = absent.map(str::to_owned).collect();
        let (mut gone, mut moved) = (BTreeSet::new(), BTreeMap::new());
        let found = self.own(absent.into_iter().collect()).await?;
        self.merged.read_again()?;
        for (name, found) in found {
            match found {
                Some(person) if person.resource_name == name => drop(listed.insert(name, person)),
                // The contact is another one now: two became one.
                Some(person) => {
                    moved.insert(name, person.resource_name.clone());
                    listed.entry(person.resource_name.clone()).or_insert(person);
                }
                None => drop(gone.insert(name)),
            }
        }
        self.state.join(moved.clone().into_iter().collect())?;
        for name in gone.clone() {
            let now = self.now(&name, &moved);
            let Some((is_back, into)) = now.filter(|(_, into)| !gone.contains(into)) else {
                continue;
            };
            match is_back {
                true => self.state.join(vec![(name.clone(), into)])?,
                false => self.state.unite(&name, &into)?,
            }
            gone.remove(&name);
        }
        // Entries of a contact that came back and was deleted then go with it, not with the one that it was a part of.
        self.follow_undone(&moved, &gone)?;
        self.state.forget(gone)
    }

    /// Gives the entries of contacts that were merged into others to the contacts that they are now, if the merges were
    /// undone.
    fn follow_undone(&mut self, moved: &BTreeMap<String, String>, gone: &BTreeSet<String>) -> Done {
        let united = self.state.united();
        let united: Vec<(String, String)> = united
            .map(|(name, into)| (name.to_owned(), into.to_owned()))
            .collect();
        for (name, part_of) in united {
            let Some((is_back, into)) = self.now(&name, moved) else {
                continue;
            };
            // The state may have followed a merge of the server that the file of merges does not know.
            let is_unknown =
                gone.contains(&into) && self.became(&name).is_none_or(|(_, last)| !last.is_back());
            if into != part_of && !is_unknown {
                self.state.divide(&name, &into, is_back)?;
            }
        }
        Ok(())
    }

    /// What entries belong to now by what `people duplicates` and `people undo` did, and the list does not show.
    fn unseen<'s>(&'s self, listed: &'s HashMap<String, Person>) -> impl Iterator<Item = &'s Now> {
        let kept = self.state.contacts().map(|(name, _)| (name, name));
        let absent = kept.filter(|(name, _)| !listed.contains_key(*name));
        let all = absent.chain(self.state.united());
        let all = all.filter_map(|(name, at)| Some((self.became(name)?.1, at)));
        let unseen = all.filter(|(now, at)| now.name() != *at && !listed.contains_key(now.name()));
        unseen.map(|(now, _)| now)
    }

    /// Whether this contact came back, and the name of the one that it is now or is a part of.
    fn now(&self, name: &str, moved: &BTreeMap<String, String>) -> Option<(bool, String)> {
        let (first, last) = self.became(name)?;
        let last = last.name();
        let last = moved.get(last).map_or(last, String::as_str);
        Some((first.is_back(), last.to_owned()))
    }

    /// What this contact became by what `people duplicates` and `people undo` did: first, and in the end.
    fn became(&self, name: &str) -> Option<(&Now, &Now)> {
        let first = self.merged.get(name)?;
        let mut last = first;
        // No longer than there are merges, if they go in a circle.
        for _ in 0..self.merged.len() {
            match self.merged.get(last.name()) {
                Some(next) => last = next,
                None => return Some((first, last)),
            }
        }
        None
    }

    /// Reads the contacts of these names, with only their own values: those of a linked profile are not the contact's.
    /// None of one that is not there.
    pub(super) async fn own(&self, names: Vec<String>) -> Done<Vec<(String, Option<Person>)>> {
        let own = Sources::from_iter([ReadSourceType::Contact]);
        let mut all = Vec::with_capacity(names.len());
        for names in names.chunks(GetPeople::MAX) {
            let get = GetPeople::new(names.to_vec(), READ).sources(own);
            let reply = self.client.send(get).await.map_err(explained)?;
            let mut found: HashMap<String, PersonResponse> = reply
                .responses
                .into_iter()
                .map(|one| (one.requested_resource_name.clone(), one))
                .collect();
            for name in names {
                let told = found.remove(name);
                let told = told.ok_or_else(|| format!("the server did not return {name}"))?;
                let is_gone = match told.status.as_ref().and_then(Status::code) {
                    Some(code) => code == Code::NotFound,
                    None => told.http_status_code == 404,
                };
                match told.person {
                    Some(person) => all.push((name.clone(), Some(person))),
                    None if is_gone => all.push((name.clone(), None)),
                    None => {
                        let why = told.status.map(|status| status.message);
                        return Err(format!("{name}: {}", why.unwrap_or_default()).into());
                    }
                }
            }
        }
        Ok(all)
    }

    async fn mirror(&self, listed: HashMap<String, Person>) -> Done<Account> {
        let mut mirror = Mirror::new(self.settings.clone()).await?;
        for group in self.client.groups().all().await.map_err(explained)? {
            if let Some(GroupResourceName::User(id)) =
                GroupResourceName::parse(&group.resource_name)
            {
                mirror.add_group(id).await?;
            }
        }
        let mut contacts = HashMap::new();
        for (name, mut person) in listed {
            person.client_data.retain(|data| data.key != KEY);
            let Some(id) = ContactId::parse(&name) else {
                continue;
            };
            let kept = self.state.contact(&name);
            let photo = photo(&person).map(|address| {
                let kept = kept.and_then(|kept| kept.photo.as_ref());
                let kept = kept.filter(|kept| kept.address == address);
                kept.map_or_else(|| UNKNOWN.to_owned(), |kept| kept.digest.clone())
            });
            let sources = kept.map(|kept| &kept.sources);
            mirror
                .put_contact(&person, photo.as_deref(), sources)
                .await
                .map_err(failed)?;
            contacts.insert(id.get(), person);
        }
        Ok(Account { mirror, contacts })
    }

    /// The groups of the account that have these names, or had them when a file named them first.
    pub(super) async fn find_groups(&mut self, names: Vec<String>) -> Done<Vec<SourceGroup>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut there = self.client.groups().all().await.map_err(explained)?;
        let mut groups = Vec::new();
        for name in names {
            groups.push(self.find_group(name, &mut there).await?);
        }
        Ok(groups)
    }

    async fn find_group(
        &mut self,
        name: String,
        there: &mut Vec<ContactGroup>,
    ) -> Done<SourceGroup> {
        let found = |name: String, group: Result<String, String>, is_new| {
            let mut found = SourceGroup::new(name, group);
            found.is_new = is_new;
            found
        };
        if let Some(system) = SourceGroup::system(&name) {
            return Ok(system);
        }
        if let Some(group) = named(there, &name) {
            self.state.keep_group(&name, &group)?;
            return Ok(found(name, Ok(group), false));
        }
        if let Some(group) = self.state.group(&name) {
            let group = group.to_owned();
            return Ok(found(name, Ok(group), false));
        }
        if self.options.dry_run {
            // No contact is in it yet.
            let group = format!("contactGroups/{:x}", u64::MAX - there.len() as u64);
            there.push(ContactGroup::new().name(name.as_str()));
            return Ok(found(name, Ok(group), true));
        }
        let error = match self.client.create_group(&name).await {
            Ok(group) => {
                self.state.keep_group(&name, &group.resource_name)?;
                let resource = group.resource_name.clone();
                there.push(group);
                return Ok(found(name, Ok(resource), true));
            }
            Err(error) => error,
        };
        // Somebody else may have been faster, or the reply was lost.
        *there = self.client.groups().all().await.map_err(explained)?;
        if let Some(group) = named(there, &name) {
            self.state.keep_group(&name, &group)?;
            return Ok(found(name, Ok(group), error.is_ambiguous()));
        }
        match super::fate(error) {
            super::Fate::Refused(why) => Ok(found(name, Err(why), false)),
            super::Fate::End(error) => Err(error),
            super::Fate::Again(_) => Err(format!(
                "group `{name}`: cannot find out whether it was created: run the command again"
            )
            .into()),
        }
    }
}

/// The group of the user's own with this name, in any case.
fn named(groups: &[ContactGroup], name: &str) -> Option<String> {
    let folded = name.trim().to_lowercase();
    let mut own = groups
        .iter()
        .filter(|it| it.group_type == GroupType::UserContactGroup);
    let group = own.find(|group| group.name.trim().to_lowercase() == folded)?;
    Some(group.resource_name.clone())
}

/// The marks of a contact.
pub(super) fn marks(person: &Person) -> impl Iterator<Item = &str> {
    let marks = person.client_data.iter().filter(|data| data.key == KEY);
    marks.map(|data: &ClientData| data.value.as_str())
}

/// When the contact was last changed. Two of these texts compare as the times do.
pub(super) fn update_time(person: &Person) -> String {
    let metadata = person.metadata.as_ref();
    let sources = metadata.map_or(&[][..], |metadata| &metadata.sources);
    let contact = sources.iter().find(|it| it.r#type == SourceType::Contact);
    let text = contact.map_or("", |source| source.update_time.trim_end_matches('Z'));
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    };
    text.to_owned()
}

/// The address of the photo that the contact itself has.
pub(super) fn photo(person: &Person) -> Option<&str> {
    let own = person.photos.iter().find(|photo| {
        let metadata = photo.metadata.as_ref();
        let source = metadata.and_then(|metadata| metadata.source.as_ref());
        !photo.default
            && !photo.url.is_empty()
            && source.is_none_or(|source| source.r#type == SourceType::Contact)
    });
    own.map(|photo| photo.url.as_str())
}

impl Account {
    /// Whether the contact has a photo that was not read.
    pub(super) fn has_unknown_photo(&self, id: ContactId) -> bool {
        self.contact(id)
            .is_some_and(|person| photo(person).is_some())
    }
}

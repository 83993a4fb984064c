//! What the file and the account say of a contact, in few values that often meet.
use std::collections::{BTreeMap, BTreeSet};

use people_server::SourceEntry;
use serde_json::{Value, json};

use super::{
    super::{card, list, png},
    NAMES,
};
use crate::service::photos::base64;

/// What one side has of a contact: values that are one, and sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) ones: BTreeMap<One, u8>,
    pub(crate) sets: BTreeMap<Set, BTreeSet<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum One {
    Given,
    Title,
    Birthday,
    Photo,
}

pub(crate) const ONES: [One; 4] = [One::Given, One::Title, One::Birthday, One::Photo];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    Emails,
    Groups,
    /// Organizations beside the one with a title.
    Jobs,
}

pub(crate) const SETS: [Set; 3] = [Set::Emails, Set::Groups, Set::Jobs];

impl Set {
    /// How many values it may have. There are too few addresses and jobs to put two different ones in the place of one,
    /// which is a conflict.
    pub(crate) fn len(self) -> u8 {
        match self {
            Self::Emails | Self::Jobs => 2,
            Self::Groups => NAMES.len() as u8,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// 0 is nothing.
    One(One, u8),
    /// Puts it in, or takes it out.
    Set(Set, u8),
}

impl Side {
    pub(crate) fn one(&self, one: One) -> u8 {
        self.ones.get(&one).copied().unwrap_or(0)
    }

    pub(crate) fn set(&self, set: Set) -> BTreeSet<u8> {
        self.sets.get(&set).cloned().unwrap_or_default()
    }

    pub(crate) fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::One(one, value) => drop(self.ones.insert(one, value)),
            Edit::Set(set, value) => {
                let values = self.sets.entry(set).or_default();
                if !values.insert(value) {
                    values.remove(&value);
                }
            }
        }
    }

    pub(crate) fn person(&self, family: &str, groups: &[String]) -> Value {
        let mut person = json!({"names": [{"familyName": family}], "organizations": []});
        if self.one(One::Given) > 0 {
            person["names"][0]["givenName"] = format!("G{}", self.one(One::Given)).into();
        }
        if self.one(One::Title) > 0 {
            let title = format!("T{}", self.one(One::Title));
            person["organizations"] = json!([{"name": "Works", "title": title}]);
        }
        let jobs = person["organizations"].as_array_mut().expect("a list");
        jobs.extend(
            self.set(Set::Jobs)
                .into_iter()
                .map(|at| json!({"name": format!("J{at}")})),
        );
        if self.one(One::Birthday) > 0 {
            let day = self.one(One::Birthday);
            person["birthdays"] = json!([{"date": {"month": 12, "day": day}}]);
        }
        let emails = self.set(Set::Emails).into_iter();
        let emails: Vec<Value> = emails.map(|at| json!({"value": email(at)})).collect();
        person["emailAddresses"] = emails.into();
        let groups = self.set(Set::Groups).into_iter().map(|at| {
            let name = &groups[usize::from(at)];
            json!({"contactGroupMembership": {"contactGroupResourceName": name}})
        });
        person["memberships"] = groups.collect::<Vec<_>>().into();
        person
    }

    pub(crate) fn photo(&self) -> Option<Vec<u8>> {
        let photo = self.one(One::Photo);
        (photo > 0).then(|| png(&format!("photo {photo}")))
    }

    pub(crate) fn entry(&self, number: usize, groups: &[String]) -> SourceEntry {
        let mut entry = card(&format!("u{number}"), &self.person(&family(number), groups));
        entry.photo = self.photo();
        entry
    }

    /// What a contact of a dump says.
    pub(crate) fn of(contact: &Value, groups: &[String]) -> Self {
        let number = |value: &Value| value.as_str().and_then(|it| it[1..].parse().ok());
        let mut side = Self::default();
        let given = number(&contact["names"][0]["givenName"]);
        side.ones.insert(One::Given, given.unwrap_or(0));
        let jobs = list(contact, "organizations");
        let title = jobs.iter().find_map(|job| number(&job["title"]));
        side.ones.insert(One::Title, title.unwrap_or(0));
        let others = jobs.iter().filter_map(|job| number(&job["name"]));
        side.sets.insert(Set::Jobs, others.collect());
        let day = contact["birthdays"][0]["date"]["day"].as_u64();
        side.ones.insert(One::Birthday, day.unwrap_or(0) as u8);
        let photo = contact["photo"].as_str();
        let photo = photo.map(|photo| {
            let mut all = 1..=3;
            all.find(|at| base64(&png(&format!("photo {at}"))) == photo)
        });
        side.ones.insert(One::Photo, photo.flatten().unwrap_or(0));
        let emails = list(contact, "emailAddresses").iter();
        let emails =
            emails.filter_map(|it| number(&it["value"].as_str()?.split('@').next()?.into()));
        side.sets.insert(Set::Emails, emails.collect());
        let of = |it: &Value| {
            let name = &it["contactGroupMembership"]["contactGroupResourceName"];
            groups.iter().position(|group| name == group)
        };
        let groups = list(contact, "memberships").iter().filter_map(of);
        side.sets
            .insert(Set::Groups, groups.map(|at| at as u8).collect());
        side
    }

    /// Without what says nothing.
    pub(crate) fn plain(&self) -> Self {
        let mut plain = self.clone();
        plain.ones.retain(|_, value| *value > 0);
        plain.sets.retain(|_, values| !values.is_empty());
        plain
    }
}

pub(crate) fn family(number: usize) -> String {
    format!("Family {number}")
}

pub(crate) fn email(number: u8) -> String {
    format!("e{number}@x.example")
}

//! Groups of contacts of which each two are a pair.
use std::collections::HashMap;

use super::{Group, Pair, Verdict};

/// The groups, the surest first: complete linkage, so that two contacts that only have a third one in common
/// are in no group.
pub(super) fn groups(pairs: &[Pair]) -> Vec<Group> {
    let mut linked = Linked::default();
    let (same, perhaps): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().partition(|pair| pair.verdict == Verdict::Same);
    linked.link(&same);
    let mut groups = linked.groups(Verdict::Same);
    let sure: Vec<Vec<usize>> = groups.iter().map(|group| group.contacts.clone()).collect();
    linked.link(&perhaps);
    let mut others = linked.groups(Verdict::Perhaps);
    // Those that did not grow are there already.
    others.retain(|group| !sure.contains(&group.contacts));
    groups.extend(others);
    groups
}

#[derive(Default)]
struct Linked {
    verdicts: HashMap<[usize; 2], Verdict>,
    /// The group that a contact is in, of those that are in one.
    of: HashMap<usize, usize>,
    /// The contacts of each group. A group that another has taken in is empty.
    all: Vec<Vec<usize>>,
}

/// The most contacts of a group.
const MOST: usize = 100;

impl Linked {
    /// Joins the groups of the two contacts of each pair where each of one is a pair with each of the other.
    fn link(&mut self, pairs: &[&Pair]) {
        let known = pairs.iter().map(|pair| (pair.contacts, pair.verdict));
        self.verdicts.extend(known);
        for pair in pairs {
            let [one, other] = pair.contacts.map(|contact| self.group_of(contact));
            if one == other || self.all[one].len() + self.all[other].len() > MOST {
                continue;
            }
            let is_pair = |&one: &usize, &other: &usize| {
                self.verdicts
                    .contains_key(&[one.min(other), one.max(other)])
            };
            let mut each = self.all[one].iter();
            if each.all(|one| self.all[other].iter().all(|other| is_pair(one, other))) {
                let joined = std::mem::take(&mut self.all[other]);
                joined.iter().for_each(|contact| {
                    self.of.insert(*contact, one);
                });
                self.all[one].extend(joined);
            }
        }
    }

    fn group_of(&mut self, contact: usize) -> usize {
        *self.of.entry(contact).or_insert_with(|| {
            self.all.push(vec![contact]);
            self.all.len() - 1
        })
    }

    fn groups(&self, verdict: Verdict) -> Vec<Group> {
        let groups = self.all.iter().filter(|group| group.len() > 1);
        groups
            .map(|group| {
                let mut contacts = group.clone();
                contacts.sort_unstable();
                Group { contacts, verdict }
            })
            .collect()
    }
}

//! The groups of a file in the account, as the laws know them.
use std::collections::BTreeSet;

use people_store::Memory;
use serde_json::{Value, json};

use super::{Edit, Expected, NAMES, Server, Set, ada};

/// The groups of the file, here.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Groups {
    pub(in super::super) names: Vec<String>,
    pub(in super::super) deleted: BTreeSet<u8>,
    renames: usize,
}

impl Groups {
    pub(in super::super) async fn new(server: &Server<Memory>) -> Self {
        let found = server.people.source_groups(&ada(), NAMES, false).await;
        let found = found.expect("groups").into_iter();
        Self {
            names: found.map(|it| it.group.expect("a group")).collect(),
            ..Self::default()
        }
    }

    /// The groups that a file names. One that was deleted or renamed here is made again only if no contact of the
    /// file is known to be in it: then its members here are those of another group.
    pub(super) async fn look_up(
        &mut self,
        server: &Server<Memory>,
        named: &BTreeSet<u8>,
        all: &mut [Vec<Expected>],
    ) {
        for &at in named {
            let (place, name) = (usize::from(at), NAMES[usize::from(at)]);
            let found = server.people.source_groups(&ada(), [name], false).await;
            let found = found.expect("groups").remove(0);
            if !found.is_new {
                assert_eq!(found.group.as_ref(), Ok(&self.names[place]));
                continue;
            }
            for it in all.iter_mut().flatten().filter(|it| it.here.is_some()) {
                assert!(
                    !it.base.set(Set::Groups).contains(&at),
                    "{name} is made again"
                );
                let here = it
                    .here
                    .as_mut()
                    .and_then(|here| here.sets.get_mut(&Set::Groups));
                here.into_iter().for_each(|groups| {
                    groups.remove(&at);
                });
            }
            self.names[place] = found.group.expect("a group");
            self.deleted.remove(&at);
        }
    }

    pub(super) async fn rename(&mut self, server: &Server<Memory>, at: usize) {
        if !self.deleted.contains(&(at as u8)) {
            self.renames += 1;
            let body = json!({"contactGroup": {"name": format!("Renamed {}", self.renames)}});
            let address = format!("/v1/{}", self.names[at]);
            let answer = server.call("ada", "PUT", &address, &body);
            assert_eq!(answer.await.status, 200);
        }
    }

    pub(super) async fn delete(
        &mut self,
        server: &Server<Memory>,
        at: usize,
        all: &mut [Vec<Expected>],
    ) {
        if self.deleted.insert(at as u8) {
            let address = format!("/v1/{}", self.names[at]);
            let answer = server.call("ada", "DELETE", &address, &Value::Null);
            assert_eq!(answer.await.status, 200);
            for here in all.iter_mut().flatten().filter_map(|it| it.here.as_mut()) {
                let groups = here.sets.entry(Set::Groups).or_default();
                groups.remove(&(at as u8));
            }
        }
    }

    /// Those that were not deleted.
    pub(super) fn here(&self) -> Vec<String> {
        let all = self.names.iter().enumerate();
        let here = all.filter(|(at, _)| !self.deleted.contains(&(*at as u8)));
        here.map(|(_, name)| name.clone()).collect()
    }

    /// Whether an edit here is one that the API takes.
    pub(super) fn takes(&self, edit: &Edit) -> bool {
        !matches!(edit, Edit::Set(Set::Groups, at) if self.deleted.contains(at))
    }
}

//! A delete of a large group goes in commits of a bounded size, and one that was killed is finished by the same
//! call (rule `G8`).
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ops::Range,
    path::Path,
    time::Duration,
};

use people_http::{BatchCreateContacts, Client, DeleteContactGroup, GetContactGroup};
use people_model::{ContactGroupMembership, Membership, Person};
use people_rules::group_term;
use people_server::Audit;
use people_store::{Account, Embedded, EmbeddedOptions, RowKind, Store, Version};
use tokio::time::sleep;

use super::KILLS_VARIABLE;
use crate::{Server, named};

/// As many as an account may have, where the variable asks for long tests.
const MANY: usize = 25_000;
const SOME: usize = 900;
/// When the server is killed: so long after the delete has begun.
const MOMENT: Range<u64> = 5..60;
/// After so many kills the delete may run to its end, however far it is.
const MOST_KILLS: usize = 40;
/// Contacts in one commit.
const AT_ONCE: usize = 100;

/// Which contacts of the group a delete takes along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    None,
    All,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_group_is_deleted_in_many_commits_and_over_many_kills() {
    delete_over_many_kills(Along::None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_group_is_deleted_with_its_contacts_over_many_kills() {
    delete_over_many_kills(Along::All).await;
}

async fn delete_over_many_kills(along: Along) {
    let members = match env::var(KILLS_VARIABLE) {
        Ok(_) => MANY,
        Err(_) => SOME,
    };
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &[]);
    let client = server.client("ada");
    let group = client.create_group("Engine").await.expect("a group");
    fill(&client, &group.resource_name, members).await;
    server.stop();

    let id = group.resource_name.trim_start_matches("contactGroups/");
    let (mut kills, mut left) = (0, members);
    let look = |after, left| check(data.path(), id, after, left, along);
    let mut version = look(Version::ZERO, members).await.0;
    loop {
        let server = Server::start(data.path(), &[]);
        let client = server.client("ada");
        let delete = DeleteContactGroup::new(&group.resource_name);
        let delete = match along {
            Along::None => delete,
            Along::All => delete.with_contacts(),
        };
        let is_last = left < members / 3 || kills == MOST_KILLS;
        let deleting = tokio::spawn(async move { client.send(delete).await });
        if !is_last {
            sleep(Duration::from_millis(fastrand::u64(MOMENT))).await;
            server.kill();
            let done = deleting.await.expect("the call ends").is_ok();
            (version, left) = look(version, members).await;
            kills += 1;
            assert!(!done || left == 0);
            if !done {
                continue;
            }
        } else {
            let done = deleting.await.expect("the call ends");
            // The one before may have ended it, without a reply.
            let is_done = |error: &people_http::Error| error.is_not_found() && left == 0;
            assert!(done.as_ref().err().is_none_or(is_done), "{done:?}");
            server.stop();
            (_, left) = look(version, members).await;
        }
        assert_eq!(left, 0);
        break;
    }
    let with = match along {
        Along::None => "without",
        Along::All => "with",
    };
    println!("a group of {members} was deleted {with} its contacts, over {kills} kills");
    let server = Server::start(data.path(), &[]);
    let read = GetContactGroup::new(&group.resource_name);
    let gone = server.client("ada").send(read).await;
    assert!(gone.expect_err("gone").is_not_found());
    let mine = server.client("ada").group("contactGroups/myContacts").await;
    let mine = usize::try_from(mine.expect("a group").member_count).expect("a count");
    match along {
        // Those that were in no other group.
        Along::None => assert_eq!(mine, members.div_ceil(2)),
        Along::All => assert_eq!(mine, 0),
    }
}

/// Contacts of the group, every second one of another as well.
async fn fill(client: &Client, group: &str, count: usize) {
    let member = |group: &str| {
        let group = ContactGroupMembership::new().contact_group_resource_name(group);
        Membership::new().contact_group_membership(group)
    };
    let people = (0..count).map(|number| {
        let groups = [member(group), member("contactGroups/starred")];
        let groups = groups.into_iter().take(1 + number % 2);
        named(&format!("Ada {number}")).memberships(groups)
    });
    let people: Vec<Person> = people.collect();
    for batch in people.chunks(BatchCreateContacts::MAX) {
        let create = BatchCreateContacts::new(batch.to_vec());
        client.send(create).await.expect("contacts");
    }
}

/// Every contact is there and in some group that is, or every one that is not deleted is still in the group; and no
/// commit since `before` was of more than a hundred. Returns the version of the last one, and how many members
/// are left.
async fn check(
    data: &Path,
    id: &str,
    before: Version,
    members: usize,
    along: Along,
) -> (Version, usize) {
    let ada = Account::new("ada").expect("an account");
    let store = Embedded::open(data, EmbeddedOptions::default()).expect("the store opens");
    let inspection = Embedded::inspect(data).expect("a store");
    let (mut audit, mut faults) = (Audit::default(), Vec::new());
    let row = |account: &Account, kind, row: &people_store::Row| audit.row(account, kind, row);
    let read = inspection.run(row, |fault| faults.push(fault));
    read.expect("readable");
    assert_eq!((faults, audit.end()), (vec![], vec![]));

    let count = store.count(&ada, RowKind::Contact).await.expect("a count");
    let mut in_some = BTreeSet::new();
    let mut left = 0;
    for group in [id, "starred", "myContacts"] {
        let term = group_term(group);
        let (mut after, mut found) = (0, 0);
        loop {
            let ids = store.find(&ada, RowKind::Contact, &term, after, 1_000);
            let ids = ids.await.expect("ids");
            let Some(last) = ids.last() else { break };
            after = *last;
            found += ids.len();
            in_some.extend(ids);
        }
        if group == id {
            left = found;
        }
    }
    let there = match along {
        Along::None => members,
        Along::All => left,
    };
    assert_eq!(count, there as u64);
    assert_eq!(in_some.len(), there, "a contact is in no group");

    let mut commits: BTreeMap<Version, usize> = BTreeMap::new();
    let mut cursor = None;
    loop {
        let page = store.changes(&ada, RowKind::Contact, before, cursor.as_ref(), 1_000);
        let page = page.await.expect("changes");
        for row in &page.rows {
            *commits.entry(row.version).or_default() += 1;
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if before > Version::ZERO {
        let most = commits.values().max().copied().unwrap_or(0);
        assert!(most <= AT_ONCE, "a commit of {most} contacts");
    }
    let version = store.version(&ada).await.expect("a version");
    store.close().await.expect("the store closes");
    (version, left)
}

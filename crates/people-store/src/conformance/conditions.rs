//! Every write names the version that it expects.

use super::kit::{
    account, commit, commit_to, conflicts, contact, create, delete, done, named, record, replace,
    snapshot,
};
use crate::{Store, Version};

/// Where there is nothing, a put that expects nothing makes a row.
pub async fn absent_creates_a_row<S: Store>(store: S) {
    assert_eq!(contact(&store, 7).await, None);
    let version = done(commit(&store, [create(7, "Ada")]).await);
    let row = contact(&store, 7).await.expect("the row");
    assert_eq!((row.id, row.version, row.deleted), (7, version, false));
    assert_eq!(*row.record, record("Ada"));
}

/// If the row exists, a put that expects no row fails, and says which version it found.
pub async fn absent_conflicts_with_a_live_row<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    conflicts(commit(&store, [create(7, "Grace")]).await, 0, Some(first));
    let second = done(commit(&store, [replace(7, "Augusta", first)]).await);
    conflicts(commit(&store, [create(7, "Grace")]).await, 0, Some(second));
    assert_eq!(
        *contact(&store, 7).await.expect("the row").record,
        record("Augusta")
    );
}

/// A put that names the current version replaces the whole record.
pub async fn a_put_at_the_current_version_replaces<S: Store>(store: S) {
    let mut version = done(commit(&store, [create(7, "Ada")]).await);
    for name in ["Augusta", "Augusta", "Ada", "King"] {
        version = done(commit(&store, [replace(7, name, version)]).await);
        let row = contact(&store, 7).await.expect("the row");
        assert_eq!(row.version, version);
        assert_eq!(*row.record, record(name));
    }
}

/// A put that names any other version fails: a past one, even with the same content, or none yet.
pub async fn a_put_at_another_version_conflicts<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let second = done(commit(&store, [replace(7, "Augusta", first)]).await);
    let third = done(commit(&store, [replace(7, "Ada", second)]).await);
    let never = [
        Version::ZERO,
        Version(third.0 + 1),
        Version(i64::MAX as u64),
        Version(u64::MAX),
    ];
    for stale in [first, second].into_iter().chain(never) {
        conflicts(
            commit(&store, [replace(7, "King", stale)]).await,
            0,
            Some(third),
        );
    }
    // A commit elsewhere moves the account on, but not this row.
    done(commit(&store, [create(8, "Grace")]).await);
    done(commit(&store, [replace(7, "King", third)]).await);
}

/// A put that names a version fails if there is no row. Version 0 does not mean "absent".
pub async fn a_version_conflicts_where_there_is_no_row<S: Store>(store: S) {
    let version = done(commit(&store, [create(7, "Ada")]).await);
    for version in [Version::ZERO, version, Version(u64::MAX)] {
        conflicts(
            commit(&store, [replace(8, "Grace", version)]).await,
            0,
            None,
        );
    }
    assert_eq!(contact(&store, 8).await, None);
}

/// A delete names the version that it removes. It fails at any other version, and if there is no row.
pub async fn a_delete_needs_the_current_version<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let second = done(commit(&store, [replace(7, "Augusta", first)]).await);
    for stale in [
        first,
        Version::ZERO,
        Version(second.0 + 1),
        Version(u64::MAX),
    ] {
        conflicts(commit(&store, [delete(7, stale)]).await, 0, Some(second));
    }
    conflicts(commit(&store, [delete(8, second)]).await, 0, None);
    assert!(contact(&store, 7).await.is_some());

    let third = done(commit(&store, [delete(7, second)]).await);
    assert_eq!(contact(&store, 7).await, None);
    for version in [second, third] {
        conflicts(commit(&store, [delete(7, version)]).await, 0, None);
    }
}

/// A tombstone counts as no row, also at its own version, until a put revives it.
pub async fn a_tombstone_is_absent_at_every_version<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let tombstone = done(commit(&store, [delete(7, first)]).await);
    for version in [Version::ZERO, first, tombstone] {
        conflicts(
            commit(&store, [replace(7, "Grace", version)]).await,
            0,
            None,
        );
    }
    let revived = done(commit(&store, [create(7, "Grace")]).await);
    assert!(revived > tombstone);
    let row = contact(&store, 7).await.expect("the row");
    assert_eq!((row.version, &*row.record), (revived, &record("Grace")));
    // The version of the row before its deletion is no longer current.
    for version in [first, tombstone] {
        conflicts(
            commit(&store, [replace(7, "King", version)]).await,
            0,
            Some(revived),
        );
    }
}

/// After a refused commit, everything is as before it.
pub async fn a_refused_commit_leaves_no_trace<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada"), create(8, "Grace")]).await);
    let second = done(commit(&store, [replace(7, "Augusta", first)]).await);
    let before = snapshot(&store, &account()).await;

    conflicts(
        commit(&store, [replace(7, "King", first)]).await,
        0,
        Some(second),
    );
    conflicts(commit(&store, [create(8, "King")]).await, 0, Some(first));
    conflicts(commit(&store, [delete(7, first)]).await, 0, Some(second));
    conflicts(
        commit(&store, [create(9, "Mary"), delete(8, second)]).await,
        1,
        Some(first),
    );
    assert_eq!(snapshot(&store, &account()).await, before);
}

/// A refused commit does not make its account exist.
pub async fn a_refused_commit_makes_no_account<S: Store>(store: S) {
    let nobody = named("nobody@example.com");
    conflicts(
        commit_to(&store, &nobody, [delete(7, Version(1))]).await,
        0,
        None,
    );
    let writes = [create(1, "Ada"), replace(2, "Grace", Version(1))];
    conflicts(commit_to(&store, &nobody, writes).await, 1, None);
    assert_eq!(store.accounts(None, 10).await.expect("accounts"), []);
    assert_eq!(
        store.version(&nobody).await.expect("a version"),
        Version::ZERO
    );
}

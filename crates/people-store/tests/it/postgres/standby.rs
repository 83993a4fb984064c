//! A server that waits for a standby, which does not come.
use std::time::Duration;

use people_store::{Condition, Store, Version};

use super::{
    account, open, put,
    server::{Server, psql},
};

/// How a commit that waits is disturbed. In each case the server has it, and shows it to whoever
/// asks, but a standby that took over would not.
const LOSSES: [fn(&Server); 3] = [
    |server| {
        // Answered as done, with a warning.
        let cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity \
             WHERE wait_event = 'SyncRep'";
        psql(&server.url(), cancel);
    },
    |server| {
        let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE wait_event = 'SyncRep'";
        psql(&server.url(), terminate);
    },
    |server| {
        server.kill();
        server.resume();
    },
];

const WAITING: &str = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

/// What is found of a commit counts once a standby has it, as the commit itself does.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_no_standby_has_is_not_acknowledged() {
    for loss in LOSSES {
        let Some(server) = Server::start() else {
            return;
        };
        let store = open(&server.url()).await;
        let first = store
            .commit(&account(), put(1, "1", Condition::Absent))
            .await;
        first.expect("a commit");
        let wait = "ALTER SYSTEM SET synchronous_standby_names = 'nobody'";
        psql(&server.url(), wait);
        // So that no session is left that does not know.
        server.kill();
        server.resume();

        let commit = tokio::spawn(async move {
            let next = put(1, "2", Condition::Version(Version(1)));
            store.commit(&account(), next).await
        });
        let wait_for_standby = async |but: &str| {
            loop {
                let waiting = psql(&server.url(), WAITING);
                if !waiting.is_empty() && waiting != but {
                    return waiting;
                }
                assert!(
                    !commit.is_finished(),
                    "it is answered, and no standby has it"
                );
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let session = wait_for_standby("").await;
        loss(&server);
        wait_for_standby(&session).await;
        assert!(!commit.is_finished());
        psql(
            &server.url(),
            "ALTER SYSTEM RESET synchronous_standby_names",
        );
        psql(&server.url(), "SELECT pg_reload_conf()");
        let committed = commit.await.expect("it ends").expect("a commit");
        assert_eq!(committed.version, Version(2));
    }
}

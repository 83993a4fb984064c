//! What is measured, beside what, and how much is enough.

/// A row of the table.
#[derive(Debug)]
pub(super) struct Goal {
    pub(super) what: &'static str,
    /// The name that the harness prints.
    pub(super) measure: &'static str,
    pub(super) beside: Option<Baseline>,
    pub(super) limit: Option<Limit>,
}

/// What a measure is set against: the same work done plainly, or the limit of the machine.
#[derive(Debug)]
pub(super) struct Baseline {
    pub(super) what: &'static str,
    pub(super) measure: &'static str,
}

/// How much is enough: of the ratio to the baseline, or of the measure itself in its unit.
#[derive(Debug)]
pub(super) enum Limit {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    AtLeast(f64, &'static str),
    AtMost(f64, &'static str),
}

use Limit::{AtLeast, AtMost, RatioAtLeast, RatioAtMost};

const fn goal(
    what: &'static str,
    measure: &'static str,
    beside: Option<Baseline>,
    limit: Option<Limit>,
) -> Goal {
    Goal {
        what,
        measure,
        beside,
        limit,
    }
}

const fn beside(what: &'static str, measure: &'static str) -> Option<Baseline> {
    Some(Baseline { what, measure })
}

const ECHO: &str = "axum handler with the same reply";
const ALONE: &str = "engine alone";
const SERDE: &str = "derived serde types";
const REQWEST: &str = "bare reqwest, reply not decoded";
const PGBENCH: &str = "pgbench, one conditional update";
const PGBENCH_COMMIT: &str = "pgbench, the same statements";
const SMALL: &str = "an account of 1,000";
const FTS5: &str = "SQLite's full text (FTS5), ids alone";
const PLAIN: &str = "SQLite alone, growing in the same way";
const DISK: &str = "append and fdatasync";

#[rustfmt::skip]
pub(super) const GOALS: &[Goal] = &[
    // Over HTTP.
    goal("update, memory store, 16 connections", "http.update.memory.16", beside(ECHO, "http.echo.update.16"), Some(RatioAtLeast(0.8))),
    goal("update, embedded store, 16 connections", "http.update.embedded.16", beside(ECHO, "http.echo.update.16"), None),
    goal("get, memory store, 16 connections", "http.get.memory.16", beside(ECHO, "http.echo.get.16"), Some(RatioAtLeast(0.85))),
    goal("get, embedded store, 16 connections", "http.get.embedded.16", beside(ECHO, "http.echo.get.16"), Some(RatioAtLeast(0.85))),
    goal("time of a get, embedded store, 1 connection", "http.time.get.embedded.1", beside(ECHO, "http.time.echo.get.1"), None),
    goal("time of a durable update, 1 connection", "http.time.update.embedded.1", beside("engine alone and an echo", "http.time.limit.1"), Some(RatioAtMost(1.25))),
    goal("CPU time of an update, memory store, 16 connections", "http.cpu.update.memory.16", beside(ECHO, "http.cpu.echo.update.16"), None),
    goal("CPU time of a get, embedded store, 16 connections", "http.cpu.get.embedded.16", beside(ECHO, "http.cpu.echo.get.16"), None),
    goal("CPU time of a durable update, 16 connections", "http.cpu.update.embedded.16", beside("memory store and engine alone", "http.cpu.limit.16"), Some(RatioAtMost(1.2))),
    goal("CPU time of a durable update, 64 connections", "http.cpu.update.embedded.64", beside("memory store and engine alone", "http.cpu.limit.64"), Some(RatioAtMost(1.2))),
    goal("durable update, 16 connections", "http.update.embedded.16", beside(ALONE, "http.engine.commit.16"), None),
    goal("durable update, 64 connections", "http.update.embedded.64", beside(ALONE, "http.engine.commit.64"), None),
    goal("syncs per update, 1 connection", "http.syncs.embedded.1", None, Some(AtMost(1.0, "syncs"))),
    goal("syncs per update, 16 connections", "http.syncs.embedded.16", None, Some(AtMost(0.2, "syncs"))),
    goal("syncs per update, 64 connections", "http.syncs.embedded.64", None, Some(AtMost(0.08, "syncs"))),
    goal("updates in batches of 200, 1 connection", "http.batch_update.embedded.1", beside("one update a call, 1 connection", "http.update.embedded.1"), Some(RatioAtLeast(5.0))),
    goal("syncs per batch of 200 updates, 1 connection", "http.batch_syncs.embedded.1", None, Some(AtMost(1.1, "syncs"))),
    goal("update with an idle emulator, memory store, 1 connection", "emulator.update.idle", beside("without the emulator", "emulator.update.without"), Some(RatioAtMost(1.1))),
    goal("durable update with an idle emulator, 1 connection", "emulator.durable.idle", beside("without the emulator", "emulator.durable.without"), Some(RatioAtMost(1.1))),
    goal("list of 1,000 contacts, 16 connections", "http.list_1000.embedded.16", None, Some(AtLeast(250.0, "/s"))),
    goal("the same with line breaks and blanks", "http.list_1000.pretty.embedded.16", beside("with prettyPrint=false", "http.list_1000.embedded.16"), Some(RatioAtLeast(0.8))),
    goal("list of 1,000 contacts, 16 connections", "http.list_1000.embedded.16", beside(ECHO, "http.echo.list_1000.16"), None),
    goal("the same with line breaks and blanks", "http.list_1000.pretty.embedded.16", beside(ECHO, "http.echo.list_1000.pretty.16"), None),

    // A query, 100,000 contacts in an account, the reply without a socket.
    goal("search, first letter, median", "search.1.p50", beside(FTS5, "search.fts5.1.p50"), Some(AtMost(1_000.0, "µs"))),
    goal("search, first letter, 99 of 100", "search.1.p99", beside(FTS5, "search.fts5.1.p99"), Some(AtMost(5_000.0, "µs"))),
    goal("search, two letters, 99 of 100", "search.2.p99", beside(FTS5, "search.fts5.2.p99"), Some(AtMost(5_000.0, "µs"))),
    goal("search, four letters, 99 of 100", "search.4.p99", beside(FTS5, "search.fts5.4.p99"), Some(AtMost(5_000.0, "µs"))),
    goal("search, a word, 99 of 100", "search.word.p99", beside(FTS5, "search.fts5.word.p99"), Some(AtMost(5_000.0, "µs"))),

    // An id of another account and an id that does not exist: how often the first takes longer.
    goal("get of another account's contact, embedded store: longer than nobody's", "isolation.embedded.get", None, Some(AtMost(52.0, "% of pairs"))),
    goal("get in a batch of another account's: longer than nobody's", "isolation.embedded.batch_get", None, Some(AtMost(52.0, "% of pairs"))),
    goal("update of another account's: longer than nobody's", "isolation.embedded.update", None, Some(AtMost(52.0, "% of pairs"))),
    goal("delete of another account's: longer than nobody's", "isolation.embedded.delete", None, Some(AtMost(52.0, "% of pairs"))),
    goal("get of another account's group: longer than nobody's", "isolation.embedded.get_group", None, Some(AtMost(52.0, "% of pairs"))),

    // The client, one call at a time.
    goal("get through the client", "client.get", beside(REQWEST, "client.reqwest.get"), None),
    goal("update through the client", "client.update", beside(REQWEST, "client.reqwest.update"), None),
    goal("edit through the client", "client.edit", beside("a get and an update through reqwest", "client.reqwest.get_update"), None),

    // The embedded engine.
    goal("durable commit, 1 writer", "engine.commit.1", beside(DISK, "limit.fdatasync"), Some(RatioAtLeast(0.5))),
    goal("durable commit, 16 writers", "engine.commit.16", beside(DISK, "limit.fdatasync"), None),
    goal("durable commit, 1 writer", "engine.commit.1", beside("SQLite alone", "limit.sqlite"), None),
    goal("durable commit, 1 writer", "engine.commit.1", beside(PGBENCH, "limit.pgbench.1"), None),
    goal("durable commit, 16 writers", "engine.commit.16", beside(PGBENCH, "limit.pgbench.16"), Some(RatioAtLeast(1.0))),
    goal("durable commit, 64 writers", "engine.commit.64", beside(PGBENCH, "limit.pgbench.64"), Some(RatioAtLeast(1.0))),
    goal("syncs per commit, 1 writer", "engine.syncs.1", None, Some(AtMost(1.0, "syncs"))),
    goal("syncs per commit, 16 writers", "engine.syncs.16", None, Some(AtMost(0.2, "syncs"))),
    goal("syncs per commit, 64 writers", "engine.syncs.64", None, Some(AtMost(0.08, "syncs"))),

    // The engine on PostgreSQL.
    goal("commit to PostgreSQL, 1 writer", "engine.postgres.commit.1", beside(PGBENCH_COMMIT, "limit.pgbench.commit.1"), None),
    goal("commit to PostgreSQL, 16 writers", "engine.postgres.commit.16", beside(PGBENCH_COMMIT, "limit.pgbench.commit.16"), Some(RatioAtLeast(0.6))),
    goal("CPU time of PostgreSQL for a commit, 16 writers", "cpu.engine.postgres.commit.16", beside(PGBENCH_COMMIT, "cpu.limit.pgbench.commit.16"), None),
    goal("commit to PostgreSQL, 16 writers on one account", "engine.postgres.commit.one_account.16", beside(PGBENCH_COMMIT, "limit.pgbench.commit.one_account.16"), Some(RatioAtLeast(0.6))),
    goal("commit to PostgreSQL, 64 writers", "engine.postgres.commit.64", beside(PGBENCH_COMMIT, "limit.pgbench.commit.64"), None),

    // As it grows: 16 writers, all over the store.
    goal("update, 100,000 contacts in an account", "growth.contacts.100k", beside(SMALL, "growth.contacts.1k"), Some(RatioAtLeast(0.9))),
    goal("the same of SQLite alone", "limit.growth.contacts.100k", beside(SMALL, "limit.growth.contacts.1k"), None),
    goal("update, 1 million contacts in an account", "growth.contacts.1m", beside(SMALL, "growth.contacts.1k"), Some(RatioAtLeast(0.9))),
    goal("the same of SQLite alone", "limit.growth.contacts.1m", beside(SMALL, "limit.growth.contacts.1k"), None),
    goal("update, 10,000 accounts of 10 contacts", "growth.accounts.10k", beside(SMALL, "growth.contacts.1k"), Some(RatioAtLeast(0.9))),
    goal("the same of SQLite alone", "limit.growth.accounts.10k", beside(SMALL, "limit.growth.contacts.1k"), None),
    goal("update, 1,000 contacts in an account", "growth.contacts.1k", beside(PLAIN, "limit.growth.contacts.1k"), None),
    goal("update, 100,000 contacts in an account", "growth.contacts.100k", beside(PLAIN, "limit.growth.contacts.100k"), None),
    goal("update, 1 million contacts in an account", "growth.contacts.1m", beside(PLAIN, "limit.growth.contacts.1m"), None),
    goal("update, 10,000 accounts of 10 contacts", "growth.accounts.10k", beside(PLAIN, "limit.growth.accounts.10k"), None),

    // The process.
    goal("start, 10,000 contacts", "process.start.10k", None, Some(AtMost(10.0, "ms"))),
    goal("memory, no contacts", "process.memory.empty.tokens", None, Some(AtMost(15.0, "MB"))),
    goal("the same with an emulator", "process.memory.empty", None, None),
    goal("memory, 10,000 contacts, all listed", "process.memory.10k.tokens", None, Some(AtMost(25.0, "MB"))),
    goal("the same with an emulator", "process.memory.10k", None, None),
    goal("memory, 100 lists of 1,000 contacts at once", "process.memory.lists", None, Some(AtMost(100.0, "MB"))),
    goal("the same with an emulator", "process.memory.lists.emulator", None, None),

    // The rules, without socket or store.
    goal("decode, check, apply, project, encode", "pipeline.people", beside(SERDE, "pipeline.plain_serde"), Some(RatioAtMost(0.3))),
    goal("mask of two paths", "mask.parse.two_paths", None, Some(AtMost(40.0, "ns"))),
    goal("decode a request", "decode.request.people", beside(SERDE, "decode.request.plain_serde"), None),
    goal("project by a mask", "project.three_fields", beside("encoding the person", "encode.person.plain_serde"), Some(RatioAtMost(0.1))),
    goal("merge of a 2 KB person", "merge.2k.people", beside("lines of pretty JSON, by diffy", "merge.2k.lines"), None),
    goal("merge of a 2 KB person", "merge.2k.people", beside("JSON patch on theirs, by json-patch", "merge.2k.json_patch"), None),
    goal("merge of a 2 KB person", "merge.2k.people", None, Some(AtMost(15_000.0, "ns"))),
    goal("merge of a 20 KB person", "merge.20k.people", beside("lines of pretty JSON, by diffy", "merge.20k.lines"), None),
    goal("merge of a 20 KB person", "merge.20k.people", beside("JSON patch on theirs, by json-patch", "merge.20k.json_patch"), None),
    goal("difference of a 2 KB person", "diff.2k.people", beside("JSON patch, by json-patch", "diff.2k.json_patch"), None),
    goal("difference of a 20 KB person", "diff.20k.people", beside("JSON patch, by json-patch", "diff.20k.json_patch"), None),
    goal("encode a typed person", "encode.person.people", beside(SERDE, "encode.person.plain_serde"), None),
    goal("decode and encode a person", "round_trip.person.people", beside(SERDE, "round_trip.person.plain_serde"), None),
];

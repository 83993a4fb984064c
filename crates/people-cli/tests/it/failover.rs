//! What was acknowledged is there after the primary of a cluster is gone, and nothing else is.
mod balancer;
mod cluster;
mod load;
mod network;

use std::{collections::BTreeMap, env, fmt, fs, path::Path, sync::Arc, time::Duration};

use people_store::{Account, Postgres, PostgresOptions, Store};
use tokio::time::{Instant, sleep};

use self::{
    balancer::{Backend, Balancer},
    cluster::Cluster,
    load::Load,
};
use crate::{
    Server,
    crash::model::{AccountModel, Writer, rows},
    wait::Deadline,
};

const WRITERS: usize = 16;
const ACCOUNTS: usize = 4;
const SERVERS: usize = 2;
const ROUNDS_VARIABLE: &str = "PEOPLE_TEST_FAILOVERS";
/// When the cluster breaks: so many milliseconds after the clients have begun.
const MOMENT: std::ops::Range<u64> = 500..3_000;

/// One of the ways in which it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// All processes of the primary's node end.
    NodeKilled,
    /// Those of PostgreSQL on the primary do.
    PostgresKilled,
    /// The primary does not reach the other nodes. Servers and clients do reach it.
    CutFromNodes,
    /// The primary is cut off, and no machine notices at once.
    CutFromAll,
    /// The standby that the primary waits for is cut off.
    StandbyCut,
    /// A `people serve` ends.
    ServerKilled,
}

impl Fault {
    const ALL: [Self; 6] = [
        Self::NodeKilled,
        Self::PostgresKilled,
        Self::CutFromNodes,
        Self::CutFromAll,
        Self::StandbyCut,
        Self::ServerKilled,
    ];

    /// Whether servers are left without any database, until another node has taken over.
    fn takes_the_database(self) -> bool {
        matches!(self, Self::NodeKilled | Self::CutFromAll)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NodeKilled => "node killed",
            Self::PostgresKilled => "its postgres killed",
            Self::CutFromNodes => "cut off from the nodes",
            Self::CutFromAll => "cut off from everybody",
            Self::StandbyCut => "its standby cut off",
            Self::ServerKilled => "a server killed",
        })
    }
}

/// Clients write and read by two servers, with a balancer before them and the cluster behind. The
/// cluster is broken under them, and mended. No call fails but creates that may have happened, no read is
/// older than what was acknowledged before it, and each time rows, versions and the feed of changes
/// are those of a model that knows what was acknowledged.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs networks of its own: cargo xtask failover"]
async fn an_acknowledged_change_survives_a_takeover() {
    let rounds = env::var(ROUNDS_VARIABLE).expect("run it by `cargo xtask failover`");
    let rounds = rounds.parse().expect("a number");
    let cluster = Cluster::start().await;
    let mut site = Site::start().await;
    let mut accounts: Vec<_> = (0..ACCOUNTS).map(AccountModel::new).collect();
    let mut writers: Vec<_> = (0..WRITERS).map(|n| Writer::new(n, n % ACCOUNTS)).collect();
    let mut told = Told::default();
    for (round, fault) in faults().take(rounds).enumerate() {
        let names: Vec<_> = accounts.iter().map(|it| it.name.clone()).collect();
        let load = Load::start(&site.balancer.url, &names, writers);
        sleep(Duration::from_millis(fastrand::u64(MOMENT))).await;
        let begun = Instant::now();
        let without = carry_out(fault, &cluster, &mut site, &load).await;
        let seen;
        (writers, seen) = load.stop().await;
        let (gap, call) = seen.longest(begun);
        let acknowledged = writers.iter().map(|it| it.acknowledged).sum::<usize>();
        told.acknowledged += acknowledged;
        told.unanswered += writers.iter().map(|it| it.under_way.len()).sum::<usize>();
        told.happened += check_rows(&mut accounts, &mut writers).await;
        site.check_sync(&mut accounts).await;
        let (reads, longest) = seen.reads();
        told.reads += reads;
        told.gaps.entry(fault).or_default().push(gap);
        println!(
            "{:2} {fault:22}  could keep nothing for {:4.1} s, acknowledged nothing for {:4.1} s; longest \
             write {:4.1} s, read {:4.1} s; {acknowledged} changes acknowledged, {reads} reads",
            round + 1,
            without.as_secs_f64(),
            gap.as_secs_f64(),
            call.as_secs_f64(),
            longest.as_secs_f64(),
        );
    }
    site.stop();
    println!("{told}");
    assert!(told.acknowledged > rounds, "hardly anything was written");
}

/// Each way as often as every other, in no order.
fn faults() -> impl Iterator<Item = Fault> {
    std::iter::repeat_with(|| {
        let mut faults = Fault::ALL;
        fastrand::shuffle(&mut faults);
        faults
    })
    .flatten()
}

/// Breaks something, waits until changes are acknowledged again, and mends it. Returns for how
/// long the cluster could keep nothing.
async fn carry_out(fault: Fault, cluster: &Cluster, site: &mut Site, load: &Load) -> Duration {
    let (primary, standby) = cluster.whole().await;
    let broken = Instant::now();
    match fault {
        Fault::NodeKilled => cluster.kill(primary),
        Fault::PostgresKilled => cluster.kill_postgres(primary),
        Fault::CutFromNodes => network::cut_from_nodes(primary),
        Fault::CutFromAll => network::cut_from_all(primary),
        Fault::StandbyCut => network::cut_from_all(standby),
        Fault::ServerKilled => site.kill_one(),
    }
    match fault {
        Fault::StandbyCut => cluster.waits_for_another(standby).await,
        Fault::ServerKilled => {}
        _ => cluster.taken_over(primary).await,
    }
    let without = broken.elapsed();
    if fault.takes_the_database() {
        site.said_that_it_was_not_ready(broken);
    }
    load.served(Instant::now()).await;
    // It comes back while others do their work.
    sleep(Duration::from_secs(1)).await;
    match fault {
        Fault::NodeKilled => cluster.resume(primary),
        Fault::PostgresKilled => {}
        Fault::CutFromNodes | Fault::CutFromAll => network::heal(primary),
        Fault::StandbyCut => network::heal(standby),
        Fault::ServerKilled => site.add_server(),
    }
    cluster.whole().await;
    site.ready().await;
    load.served(Instant::now()).await;
    without
}

/// Servers and what stands before them. None is ever started again, but for the one that is killed.
struct Site {
    balancer: Balancer,
    servers: Vec<(Server, Arc<Backend>)>,
}

impl Site {
    async fn start() -> Self {
        let mut site = Self {
            balancer: Balancer::start().await,
            servers: Vec::new(),
        };
        for _ in 0..SERVERS {
            site.add_server();
        }
        site.ready().await;
        site
    }

    fn add_server(&mut self) {
        let (url, log) = (
            Cluster::url(),
            Path::new(cluster::FOLDER).join("servers.log"),
        );
        let server = Server::start_logging(Path::new(&url), &[], &log).without_watchdog();
        let backend = self.balancer.add(&server.url);
        self.servers.push((server, backend));
    }

    fn kill_one(&mut self) {
        let (server, backend) = self.servers.swap_remove(fastrand::usize(0..SERVERS));
        server.kill();
        self.balancer.remove(&backend);
    }

    fn is_ready(&self) -> bool {
        self.servers.iter().all(|(_, backend)| backend.is_ready())
    }

    /// Waits until each server says that it is ready.
    async fn ready(&self) {
        let deadline = Deadline::new();
        while !self.is_ready() {
            deadline.check("each server is ready");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Each server was asked since the database was gone, and each has said so, or nothing.
    fn said_that_it_was_not_ready(&self, since: Instant) {
        for (_, backend) in &self.servers {
            let probes = backend.probes_since(since);
            let said = probes.iter().any(|probe| probe.status != Some(200));
            assert!(said, "a server without a database said: {probes:?}");
        }
    }

    /// By every server, for each account.
    async fn check_sync(&self, accounts: &mut [AccountModel]) {
        for (number, model) in accounts.iter_mut().enumerate() {
            let (server, _) = &self.servers[number % SERVERS];
            model.check_sync(&server.client(&model.name)).await;
        }
    }

    fn stop(self) {
        for (server, _) in self.servers {
            server.stop();
        }
    }
}

/// Compares the database with the model, and returns how many of the changes without an answer have
/// happened. The model takes these in.
async fn check_rows(accounts: &mut [AccountModel], writers: &mut [Writer]) -> usize {
    let store = Postgres::open(&Cluster::url(), PostgresOptions::default()).await;
    let store = store.expect("the store opens");
    let mut happened = 0;
    for (number, model) in accounts.iter_mut().enumerate() {
        let account = Account::new(&model.name).expect("a name");
        let version = store.version(&account).await.expect("a version");
        let writers = writers.iter_mut().filter(|it| it.account == number);
        happened += model.check(&rows(&store, &account).await, version, writers);
    }
    happened
}

/// What a run did.
#[derive(Default)]
struct Told {
    acknowledged: usize,
    unanswered: usize,
    happened: usize,
    reads: usize,
    /// How long nothing was acknowledged.
    gaps: BTreeMap<Fault, Vec<Duration>>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = fs::read_to_string(Path::new(cluster::FOLDER).join("servers.log"));
        let log = log.unwrap_or_default();
        let looked = log.matches("finding out whether it happened").count();
        let unsettled = log.matches("left unsettled").count();
        writeln!(
            f,
            "{} changes acknowledged by {WRITERS} writers, all there; of {} creates without an answer {} \
             had happened; nothing else; {} reads, none older than what was acknowledged before\n\
             {looked} commits whose connection broke were looked for, {unsettled} left unsettled\n\
             seconds in which nothing was acknowledged: times    least   median     most",
            self.acknowledged, self.unanswered, self.happened, self.reads
        )?;
        for (fault, gaps) in &self.gaps {
            let mut gaps: Vec<_> = gaps.iter().map(Duration::as_secs_f64).collect();
            gaps.sort_by(f64::total_cmp);
            let (least, most) = (gaps[0], gaps[gaps.len() - 1]);
            let median = gaps[gaps.len() / 2];
            let times = gaps.len();
            writeln!(
                f,
                "  {fault:39} {times:6} {least:8.1} {median:8.1} {most:8.1}"
            )?;
        }
        Ok(())
    }
}

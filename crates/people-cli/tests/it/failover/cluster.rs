//! PostgreSQL on three nodes, each with Patroni and a member of etcd.
use std::{
    fs,
    path::PathBuf,
    process::{Child, Command},
    sync::Mutex,
    time::Duration,
};

use serde_json::Value;
use tokio::time::sleep;

use super::network;
use crate::{
    postgres::server::binary,
    wait::{Deadline, output},
};

pub(super) const NODES: std::ops::RangeInclusive<usize> = 1..=3;
/// Below what the network has mounted, and gone with it.
pub(super) const FOLDER: &str = "/run/people";
const PATRONI: &str = include_str!("patroni.yml");

pub(super) struct Cluster {
    nodes: Vec<Node>,
    http: reqwest::Client,
}

impl Cluster {
    pub(super) async fn start() -> Self {
        network::build(NODES);
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(2));
        let cluster = Self {
            nodes: NODES.map(Node::new).collect(),
            http: http.build().expect("a client"),
        };
        for node in NODES {
            cluster.resume(node);
        }
        cluster.whole().await;
        cluster
    }

    /// The address of the database, wherever it is.
    pub(super) fn url() -> String {
        let hosts: Vec<_> = NODES.map(network::service_address).collect();
        format!(
            "postgres://people@{}/postgres?connect_timeout=2&sslmode=disable",
            hosts.join(",")
        )
    }

    /// The node that says that it is the primary, if there is one.
    pub(super) async fn primary(&self) -> Option<usize> {
        for node in NODES {
            if self.state(node, "primary").await.is_some() {
                return Some(node);
            }
        }
        None
    }

    /// Waits until another node than this has taken over, and has a standby to wait for: it keeps
    /// nothing before.
    pub(super) async fn taken_over(&self, from: usize) {
        self.until("another node has taken over", async || {
            let primary = self.primary().await.filter(|node| *node != from)?;
            self.waited_for(primary).await.map(drop)
        })
        .await;
    }

    /// Waits until the primary waits for another standby than this.
    pub(super) async fn waits_for_another(&self, standby: usize) {
        self.until("the primary waits for another standby", async || {
            let waited_for = self.waited_for(self.primary().await?).await?;
            (waited_for != network::namespace(standby)).then_some(())
        })
        .await;
    }

    /// Waits until there is a primary with two standbys, and all members of etcd are there. One of the
    /// standbys is waited for, and known as the one that may take over: PostgreSQL waits for any one
    /// before Patroni has written down which. Returns the two.
    pub(super) async fn whole(&self) -> (usize, usize) {
        self.until("the cluster is whole again", async || {
            let primary = self.primary().await?;
            let cluster = self.state(primary, "cluster").await?;
            let members = cluster["members"].as_array()?;
            let known = members.iter().find(|it| it["role"] == "sync_standby")?;
            let waited_for = self.waited_for(primary).await?;
            let state = self.state(primary, "patroni").await?;
            let standbys = state["replication"].as_array()?;
            let streaming = standbys.iter().filter(|it| it["state"] == "streaming");
            let whole = streaming.count() == 2
                && known["name"] == *waited_for
                && self.nodes[0].etcd_is_whole();
            let standby = NODES
                .into_iter()
                .find(|node| network::namespace(*node) == waited_for);
            standby.filter(|_| whole).map(|standby| (primary, standby))
        })
        .await
    }

    /// All processes of a node end at once.
    pub(super) fn kill(&self, node: usize) {
        self.nodes[node - 1].kill(|_| true);
    }

    /// Only those of PostgreSQL do.
    pub(super) fn kill_postgres(&self, node: usize) {
        self.nodes[node - 1].kill(|name| name == "postgres");
    }

    pub(super) fn resume(&self, node: usize) {
        self.nodes[node - 1].start();
    }

    /// What Patroni answers at this path, unless it says that it is not so.
    async fn state(&self, node: usize, path: &str) -> Option<Value> {
        let url = format!("http://{}:8008/{path}", network::service_address(node));
        let reply = self.http.get(url).send().await.ok()?;
        let body = reply.error_for_status().ok()?.bytes().await.ok()?;
        serde_json::from_slice(&body).ok()
    }

    /// The standby that a primary waits for.
    async fn waited_for(&self, primary: usize) -> Option<String> {
        let state = self.state(primary, "patroni").await?;
        let standbys = state["replication"].as_array()?;
        let standby = standbys.iter().find(|it| it["sync_state"] == "sync")?;
        standby["application_name"].as_str().map(str::to_owned)
    }

    async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let deadline = Deadline::new();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            deadline.check(what);
            sleep(Duration::from_millis(200)).await;
        }
    }
}

impl Drop for Cluster {
    /// A failure is seldom understood without what the nodes have to say.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.nodes.iter().for_each(Node::print_log);
        }
    }
}

struct Node {
    number: usize,
    folder: PathBuf,
    processes: Mutex<Vec<Child>>,
}

impl Node {
    fn new(number: usize) -> Self {
        let folder = PathBuf::from(format!("{FOLDER}/{number}"));
        let node = Self {
            number,
            folder,
            processes: Mutex::default(),
        };
        fs::create_dir_all(&node.folder).expect("a folder");
        fs::write(node.folder.join("patroni.yml"), node.configuration()).expect("a file");
        let owner = output(
            Command::new("chown")
                .arg("postgres:postgres")
                .arg(&node.folder),
        );
        assert!(owner.status.success());
        node
    }

    fn configuration(&self) -> String {
        let binaries = binary("postgres").expect("PostgreSQL");
        let folder = self.folder.display().to_string();
        let members: Vec<_> = NODES
            .map(|node| format!("\"{}:2379\"", network::cluster_address(node)))
            .collect();
        PATRONI
            .replace("{node}", &self.number.to_string())
            .replace("{address}", &network::cluster_address(self.number))
            .replace("{members}", &members.join(", "))
            .replace("{folder}", &folder)
            .replace(
                "{binaries}",
                &binaries.parent().expect("a folder").display().to_string(),
            )
    }

    fn start(&self) {
        let address = network::cluster_address(self.number);
        let (peer, client) = (
            format!("http://{address}:2380"),
            format!("http://{address}:2379"),
        );
        let member = |node| {
            let address = network::cluster_address(node);
            format!("{}=http://{address}:2380", network::namespace(node))
        };
        let members: Vec<_> = NODES.map(member).collect();
        let etcd = self
            .command("etcd")
            .args(["--name", &network::namespace(self.number)])
            .arg("--data-dir")
            .arg(self.folder.join("etcd"))
            .args(["--listen-peer-urls", &peer])
            .args(["--initial-advertise-peer-urls", &peer])
            .args(["--listen-client-urls", &client])
            .args(["--advertise-client-urls", &client])
            .args(["--initial-cluster", &members.join(",")])
            .arg("--enable-v2")
            .spawn();
        let patroni = self
            .command("patroni")
            .arg(self.folder.join("patroni.yml"))
            .spawn();
        let mut processes = self.processes.lock().expect("not poisoned");
        processes.extend([etcd.expect("etcd starts"), patroni.expect("Patroni starts")]);
    }

    /// A program in the node, not root's, which writes into its log.
    fn command(&self, program: &str) -> Command {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join(format!("{program}.log")))
            .expect("a log");
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &network::namespace(self.number)])
            .args(["setpriv", "--reuid=postgres", "--regid=postgres"])
            .args(["--clear-groups", program])
            .env("HOME", &self.folder)
            .current_dir(&self.folder)
            .stdout(log.try_clone().expect("a log"))
            .stderr(log);
        command
    }

    fn kill(&self, which: impl Fn(&str) -> bool) {
        let deadline = Deadline::new();
        loop {
            deadline.check("all processes have ended");
            let name = |pid: &String| fs::read_to_string(format!("/proc/{pid}/comm"));
            let mut processes = network::processes(self.number);
            // One that has ended has no name.
            processes.retain(|pid| name(pid).is_ok_and(|name| which(name.trim())));
            if processes.is_empty() {
                break;
            }
            output(Command::new("kill").arg("-KILL").args(processes));
            let mut children = self.processes.lock().expect("not poisoned");
            children.retain_mut(|child| child.try_wait().expect("a child").is_none());
        }
    }

    fn etcd_is_whole(&self) -> bool {
        let members: Vec<_> = NODES
            .map(|node| format!("{}:2379", network::cluster_address(node)))
            .collect();
        let mut asked = self.command("etcdctl");
        asked
            .args(["--endpoints", &members.join(",")])
            .args(["endpoint", "health"]);
        output(&mut asked).status.success()
    }

    fn print_log(&self) {
        let log = fs::read_to_string(self.folder.join("patroni.log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let last = &lines[lines.len().saturating_sub(40)..];
        eprintln!("node{}:\n{}", self.number, last.join("\n"));
    }
}

//! Three nodes, each with a network namespace, on two networks: one that joins the nodes, and one on
//! which they are reached. A cable can be pulled out of either, and no machine notices: what is sent
//! gets lost.
use std::{fs, process::Command};

use crate::wait::output;

/// Joins the nodes: etcd, Patroni and replication.
const CLUSTER: &str = "cluster";
/// Where the database is reached.
const SERVICE: &str = "service";

/// In a range that is set aside for testing networks.
pub(super) fn cluster_address(node: usize) -> String {
    format!("198.18.1.{node}")
}

pub(super) fn service_address(node: usize) -> String {
    format!("198.18.2.{node}")
}

pub(super) fn namespace(node: usize) -> String {
    format!("node{node}")
}

/// Makes the networks, in namespaces that are this process's own and end with it.
pub(super) fn build(nodes: impl Iterator<Item = usize>) {
    let devices = fs::read_to_string("/proc/net/dev").expect("devices");
    assert!(
        devices.lines().skip(2).all(|line| line.contains("lo:")),
        "this network has others in it; run it by `cargo xtask failover`"
    );
    // What the names of namespaces need, and what the nodes keep.
    run("mount", "-t tmpfs tmpfs /run");
    ip("link set lo up");
    for network in [CLUSTER, SERVICE] {
        ip(&format!("link add {network} type bridge"));
        ip(&format!("link set {network} up"));
    }
    ip(&format!(
        "addr add {}/24 dev {SERVICE}",
        service_address(254)
    ));
    for node in nodes {
        let namespace = namespace(node);
        ip(&format!("netns add {namespace}"));
        ip(&format!("-n {namespace} link set lo up"));
        for (network, address) in [
            (CLUSTER, cluster_address(node)),
            (SERVICE, service_address(node)),
        ] {
            let cable = cable(network, node);
            ip(&format!(
                "link add {cable} type veth peer name {network} netns {namespace}"
            ));
            ip(&format!("link set {cable} master {network} up"));
            ip(&format!(
                "-n {namespace} addr add {address}/24 dev {network}"
            ));
            ip(&format!("-n {namespace} link set {network} up"));
        }
    }
}

/// A node is cut off from the others, and stays where it is reached.
pub(super) fn cut_from_nodes(node: usize) {
    ip(&format!("link set {} nomaster", cable(CLUSTER, node)));
}

/// A node is cut off from everybody.
pub(super) fn cut_from_all(node: usize) {
    cut_from_nodes(node);
    ip(&format!("link set {} nomaster", cable(SERVICE, node)));
}

pub(super) fn heal(node: usize) {
    for network in [CLUSTER, SERVICE] {
        ip(&format!(
            "link set {} master {network}",
            cable(network, node)
        ));
    }
}

/// The processes in a node.
pub(super) fn processes(node: usize) -> Vec<String> {
    let pids = ip(&format!("netns pids {}", namespace(node)));
    pids.split_whitespace().map(str::to_owned).collect()
}

fn cable(network: &str, node: usize) -> String {
    format!("{network}{node}")
}

fn ip(arguments: &str) -> String {
    run("ip", arguments)
}

fn run(program: &str, arguments: &str) -> String {
    let output = output(Command::new(program).args(arguments.split_whitespace()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

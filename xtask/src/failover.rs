//! Breaks a database cluster of three nodes under servers and clients.

use std::{env, fs, path::Path, process::Command};

use crate::{TaskResult, usage, workspace};

/// How often the cluster is broken. Default of `cargo xtask failover`: each way three times.
const ROUNDS: u32 = 18;

/// What runs in a node or makes one, and the package of Debian that it is in.
const PROGRAMS: &[(&str, &str)] = &[
    ("etcd", "etcd-server"),
    ("etcdctl", "etcd-client"),
    ("patroni", "patroni"),
    ("ip", "iproute2"),
    ("setpriv", "util-linux"),
    ("unshare", "util-linux"),
];

/// Everything runs in separate namespaces, and ends with their first process, even if that is
/// killed. The first process is a shell, because it has to reap processes that lose their parent.
const RUNNER: &str = r#"["setpriv", "--pdeathsig=KILL",
    "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
    "sh", "-c", "\"$@\"; exit $?", "sh"]"#;

/// `cargo xtask failover [ROUNDS]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let rounds = match arguments {
        [] => ROUNDS,
        [rounds] => match rounds.parse::<u32>() {
            Ok(rounds) => rounds,
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    let missing = missing();
    if !missing.is_empty() {
        let packages = missing.join(" ");
        return Err(format!(
            "not installed: {packages}\n  apt-get install --no-install-recommends {packages}"
        )
        .into());
    }
    if !is_root()? {
        return Err("only root makes networks; run it as root, in a container if you like".into());
    }
    let version = workspace::rustc(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc does not say what it is for")?;
    // When this process ends, the rest ends too.
    let status = Command::new("setpriv")
        .arg("--pdeathsig=KILL")
        .arg(workspace::cargo().get_program())
        .current_dir(workspace::root())
        .arg(format!("--config=target.{host}.runner={RUNNER}"))
        .args(["test", "--locked", "--package", "people-cli"])
        .args(["--test", "it", "--", "--nocapture", "--ignored"])
        .arg("failover::")
        .env("PEOPLE_TEST_FAILOVERS", rounds.to_string())
        .env("RUST_BACKTRACE", "0")
        .status()?;
    Ok(u8::from(!status.success()).into())
}

/// The packages that are needed and not there.
fn missing() -> Vec<&'static str> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    let has = |program: &str| folders.iter().any(|folder| folder.join(program).is_file());
    let mut missing: Vec<_> = PROGRAMS
        .iter()
        .filter(|(program, _)| !has(program))
        .map(|(_, package)| *package)
        .collect();
    // Debian keeps the programs of each version out of the path, and its Patroni needs a module for etcd.
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions = versions.filter_map(Result::ok);
    if !has("postgres") && !versions.any(|it| it.path().join("bin/postgres").is_file()) {
        missing.push("postgresql");
    }
    if !Path::new("/usr/lib/python3/dist-packages/etcd").is_dir() {
        missing.push("python3-etcd");
    }
    missing.dedup();
    missing
}

fn is_root() -> std::io::Result<bool> {
    let id = Command::new("id").arg("-u").output()?;
    Ok(String::from_utf8_lossy(&id.stdout).trim() == "0")
}

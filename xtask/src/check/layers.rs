//! Who may depend on whom, and what no crate of a layer may reach.

use std::{collections::BTreeSet, error::Error};

use cargo_metadata::DependencyKind;

use super::{Fault, tree::Tree};
use crate::workspace;

/// The arrows: each crate, and those of ours that it may use. All point down.
const LAYERS: &[(&str, &[&str])] = &[
    ("people-model", &[]),
    ("people-rules", &["people-model"]),
    ("people-cards", &["people-model", "people-rules"]),
    ("people-http", &["people-model", "people-rules"]),
    ("people-store", &["people-model"]),
    (
        "people-server",
        &[
            "people-http",
            "people-model",
            "people-rules",
            "people-store",
        ],
    ),
    (
        "people-emulator",
        &[
            "people-http",
            "people-model",
            "people-rules",
            "people-server",
            "people-store",
        ],
    ),
    (
        "people-console",
        &[
            "people-cards",
            "people-emulator",
            "people-http",
            "people-model",
            "people-rules",
            "people-server",
            "people-store",
        ],
    ),
    (
        "people-cli",
        &[
            "people-cards",
            "people-console",
            "people-emulator",
            "people-http",
            "people-model",
            "people-rules",
            "people-server",
            "people-store",
        ],
    ),
    ("xtask", &[]),
];

/// A library that shapes what it touches, and the crates that may name it.
const OWNERS: &[(&str, &[&str])] = &[
    (
        "axum",
        &[
            "people-server",
            "people-emulator",
            "people-console",
            "people-cli",
        ],
    ),
    ("clap", &["people-cli"]),
    ("deadpool-postgres", &["people-store"]),
    ("jsonwebtoken", &["people-emulator", "people-cli"]),
    ("opentelemetry", &["people-cli"]),
    // The binary fetches the keys of a token's issuer; the server has no client in it.
    ("reqwest", &["people-http", "people-cli"]),
    ("rusqlite", &["people-store"]),
    ("tokio-postgres", &["people-store"]),
];

/// Names of modules that collect unrelated things.
const DRAWERS: &[&str] = &[
    "common", "core", "helpers", "macros", "testing", "util", "utils",
];

/// Crates that open network connections.
const CLIENTS: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "hyper-rustls",
    "hyper-tls",
    "native-tls",
    "openssl",
    "openssl-sys",
    "reqwest",
    "rustls",
    "tokio-native-tls",
    "tokio-rustls",
    "ureq",
];

/// The arithmetic of TLS: who needs it may open connections. An emulator signs tokens with it.
const CIPHERS: &[&str] = &["ring"];

/// Crates that only those pay for who ask for traces.
const TRACES: &[&str] = &[
    "opentelemetry",
    "opentelemetry-otlp",
    "opentelemetry_sdk",
    "tracing-opentelemetry",
];

/// Crates that wait, read a clock, draw numbers or talk to the system.
const EFFECTS: &[&str] = &[
    "async-io",
    "async-std",
    "chrono",
    "fastrand",
    "futures-executor",
    "getrandom",
    "jiff",
    "libc",
    "mio",
    "rand",
    "rustix",
    "smol",
    "socket2",
    "time",
    "tokio",
    "windows-sys",
];

/// What a crate must not reach, through however many others.
struct Fence {
    package: &'static str,
    /// The choice of its features that this holds for.
    features: &'static [&'static str],
    forbidden: &'static [&'static [&'static str]],
}

const FENCES: &[Fence] = &[
    Fence {
        package: "people-model",
        features: &[],
        forbidden: &[CLIENTS, CIPHERS, EFFECTS],
    },
    Fence {
        package: "people-rules",
        features: &[],
        forbidden: &[CLIENTS, CIPHERS, EFFECTS],
    },
    Fence {
        package: "people-cards",
        features: &[],
        forbidden: &[CLIENTS, CIPHERS, EFFECTS],
    },
    Fence {
        package: "people-http",
        features: &["--no-default-features"],
        forbidden: &[CLIENTS, CIPHERS, EFFECTS],
    },
    Fence {
        package: "people-server",
        features: &[],
        forbidden: &[CLIENTS, CIPHERS],
    },
    Fence {
        package: "people-emulator",
        features: &[],
        forbidden: &[CLIENTS],
    },
    Fence {
        package: "people-console",
        features: &[],
        forbidden: &[CLIENTS],
    },
    Fence {
        package: "people-cli",
        features: &[],
        forbidden: &[TRACES],
    },
];

/// The crates without IO, clock, threads or async, and how each of those is spelled in Rust.
const PURE: &[&str] = &["people-model", "people-rules", "people-cards"];
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::std",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "async fn",
    "async move",
    ".await",
];

pub(super) fn faults(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    let mut faults = arrows(&packages()?);
    faults.extend(manifests(tree)?);
    faults.extend(purity(tree));
    for Fence {
        package,
        features,
        forbidden,
    } in FENCES
    {
        faults.extend(reach(package, &reachable(package, features)?, forbidden));
    }
    Ok(faults)
}

/// What the checks need of a package.
#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    /// From the workspace's folder.
    manifest: String,
    published: bool,
    dependencies: Vec<Dependency>,
}

#[derive(Debug)]
struct Dependency {
    name: String,
    kind: DependencyKind,
    /// The version that is asked for, `*` for a path alone.
    version: String,
}

fn packages() -> Result<Vec<Package>, Box<dyn Error>> {
    let root = workspace::root();
    let metadata = workspace::metadata()?;
    let package = |package: &cargo_metadata::Package| {
        let manifest = package.manifest_path.as_std_path();
        Package {
            name: package.name.to_string(),
            version: package.version.to_string(),
            manifest: manifest
                .strip_prefix(&root)
                .unwrap_or(manifest)
                .display()
                .to_string(),
            published: package
                .publish
                .as_ref()
                .is_none_or(|registries| !registries.is_empty()),
            dependencies: package
                .dependencies
                .iter()
                .map(|dependency| Dependency {
                    name: dependency.name.clone(),
                    kind: dependency.kind,
                    version: dependency.req.to_string(),
                })
                .collect(),
        }
    };
    Ok(metadata
        .workspace_packages()
        .into_iter()
        .map(package)
        .collect())
}

fn arrows(packages: &[Package]) -> Vec<Fault> {
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut faults = Vec::new();
    let versions: BTreeSet<&str> = packages
        .iter()
        .filter(|p| p.published)
        .map(|p| p.version.as_str())
        .collect();
    if versions.len() > 1 {
        let list: Vec<_> = versions.into_iter().collect();
        let message = format!("the crates have several versions: {}", list.join(", "));
        faults.push(Fault::new("Cargo.toml", None, message));
    }
    for package in packages {
        let mut fault = |message| faults.push(Fault::new(&package.manifest, None, message));
        let name = package.name.as_str();
        if DRAWERS.contains(&name.rsplit('-').next().unwrap_or(name)) {
            fault(format!(
                "`{name}` is a drawer for anything; name the crate for its subject"
            ));
        }
        let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            fault(format!(
                "`{name}` has no layer; say in xtask's table what it may depend on"
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let to = dependency.name.as_str();
            let development = dependency.kind == DependencyKind::Development;
            if ours.contains(to) {
                // A crate's own tests may ask for more of its features.
                let own = development && to == name;
                if !own && !below.contains(&to) {
                    fault(format!(
                        "`{name}` may not depend on `{to}`: arrows point down"
                    ));
                }
                if !development && dependency.version != format!("={}", package.version) {
                    fault(format!("`{to}` is asked for as `{}`", dependency.version));
                }
            }
            if let Some((_, owners)) = OWNERS.iter().find(|(library, _)| *library == to)
                && !development
                && !owners.contains(&name)
            {
                fault(format!(
                    "only {} may depend on `{to}`",
                    owners.join(" and ")
                ));
            }
        }
    }
    faults
}

/// Versions of libraries are chosen once, in the workspace's manifest.
fn manifests(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let member = file.path == "xtask/Cargo.toml"
            || file
                .package()
                .is_some_and(|it| file.path == format!("crates/{it}/Cargo.toml"));
        if !member {
            continue;
        }
        let manifest: toml::Table = file
            .text
            .parse()
            .map_err(|error| format!("{}: {error}", file.path))?;
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(toml::Value::Table(dependencies)) = manifest.get(kind) else {
                continue;
            };
            for (name, dependency) in dependencies {
                let shared = dependency.get("workspace").and_then(toml::Value::as_bool);
                let own = dependency.get("path").and_then(toml::Value::as_str) == Some(".");
                if shared != Some(true) && !own {
                    let message = format!("`{name}` needs `workspace = true`");
                    faults.push(Fault::new(&file.path, None, message));
                }
            }
        }
    }
    Ok(faults)
}

fn purity(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let Some(package) = file.package().filter(|package| PURE.contains(package)) else {
            continue;
        };
        if !file.path.starts_with(&format!("crates/{package}/src/")) {
            continue;
        }
        for (number, line) in file.lines() {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(found) = IMPURE.iter().find(|impure| code.contains(*impure)) {
                let message = format!("`{found}` in `{package}`, which is pure");
                faults.push(Fault::new(&file.path, number, message));
            }
        }
    }
    faults
}

/// The names of all that a package is built with, without what only its tests use.
///
/// `cargo metadata` resolves features for the whole workspace at once, where the binary's choice
/// of the client would be everybody's; `cargo tree` resolves them for the one package.
fn reachable(package: &str, features: &[&str]) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let tree = workspace::cargo()
        .args(["tree", "--package", package, "--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(features)
        .output()?;
    if !tree.status.success() {
        return Err(String::from_utf8_lossy(&tree.stderr).into());
    }
    let names = String::from_utf8(tree.stdout)?;
    Ok(names
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect())
}

fn reach(package: &str, reachable: &BTreeSet<String>, forbidden: &[&[&str]]) -> Vec<Fault> {
    let manifest = format!("crates/{package}/Cargo.toml");
    let forbidden = forbidden.iter().flat_map(|list| list.iter());
    forbidden
        .filter(|name| reachable.contains(**name))
        .map(|name| {
            let message = format!(
                "`{package}` reaches `{name}`; `cargo tree --package {package} --invert {name}` says how"
            );
            Fault::new(&manifest, None, message)
        })
        .collect()
}

#[cfg(test)]
mod tests;

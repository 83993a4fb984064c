//! The workspace that the tasks are about, and the tools they call on it.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::{Metadata, MetadataCommand};

/// The crates that others depend on.
pub(crate) const LIBRARIES: [&str; 8] = [
    "people-model",
    "people-rules",
    "people-cards",
    "people-http",
    "people-store",
    "people-server",
    "people-emulator",
    "people-console",
];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// The cargo that runs this task, in the workspace's folder.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// What rustc answers to these arguments.
pub(crate) fn rustc(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Ok(String::from_utf8(
        Command::new(rustc).args(arguments).output()?.stdout,
    )?)
}

/// The workspace's own packages, as cargo sees them.
pub(crate) fn metadata() -> cargo_metadata::Result<Metadata> {
    MetadataCommand::new().current_dir(root()).no_deps().exec()
}

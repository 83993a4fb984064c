//! The binary without shared libraries: what the image of docs/deploy has in it.

use std::{
    env,
    error::Error,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
};

use crate::{TaskResult, usage, workspace};

/// `cargo xtask static [--release]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let profile = match arguments {
        [] => "dev",
        ["--release"] => "release",
        _ => return usage(),
    };
    let binary = build(profile)?;
    let root = workspace::metadata()?.target_directory.join("static-root");
    let root = root.as_std_path();
    let served = fill(root, &binary).and_then(|()| serve(root));
    fs::remove_dir_all(root)?;
    served?;
    eprintln!("{} serves from an empty root directory", binary.display());
    Ok(ExitCode::SUCCESS)
}

/// The second has random numbers come from the system call: without shared libraries its wrapper is not found,
/// and the files under `/dev` that stand in for it are not in an empty root directory.
const FLAGS: &str = "-C target-feature=+crt-static --cfg getrandom_backend=\"linux_getrandom\"";

/// As the Dockerfile does: with `--target`, the flag is for the binary and not for what runs while it is built.
fn build(profile: &str) -> Result<PathBuf, Box<dyn Error>> {
    let version = workspace::rustc(&["--version", "--verbose"])?;
    let target = version.lines().find_map(|line| line.strip_prefix("host: "));
    let target = target.ok_or("rustc does not say for what machine it is")?;
    let status = workspace::cargo()
        .args(["build", "--locked", "--package", "people-cli", "--profile"])
        .args([profile, "--target", target])
        .env("RUSTFLAGS", FLAGS)
        .status()?;
    if !status.success() {
        return Err("the binary cannot be built without shared libraries".into());
    }
    let folder = if profile == "dev" { "debug" } else { profile };
    let target = workspace::metadata()?.target_directory.join(target);
    Ok(target.join(folder).join("people").into())
}

/// A root directory with the binary and an empty folder for its data.
fn fill(root: &Path, binary: &Path) -> Result<(), Box<dyn Error>> {
    if root.exists() {
        fs::remove_dir_all(root)?;
    }
    fs::create_dir_all(root.join("data"))?;
    fs::copy(binary, root.join("people"))?;
    Ok(())
}

/// Serves from there, and has the same binary call: the data is kept, and the disk and the network are found.
fn serve(root: &Path) -> Result<(), Box<dyn Error>> {
    let people = |arguments: &[&str]| {
        let mut command = Command::new("chroot");
        command.arg(root).arg("/people").args(arguments).env_clear();
        // It is where `chroot` itself is looked for.
        command.envs(env::var_os("PATH").map(|path| ("PATH", path)));
        command
    };
    let mut server = people(&["serve", "--listen", "127.0.0.1:0", "--data", "/data"]);
    let mut server = Running(server.stdout(Stdio::piped()).spawn()?);
    let printed = server.0.stdout.take().ok_or("no output")?;
    let mut line = String::new();
    BufReader::new(printed).read_line(&mut line)?;
    let url = line.trim().strip_prefix("listening on ");
    let url = url.ok_or("it does not serve from an empty root directory (which root may try)")?;
    let called = people(&["get", "people/me", "--url", url]).output()?;
    if !called.status.success() || !String::from_utf8_lossy(&called.stdout).contains("people/") {
        return Err(String::from_utf8_lossy(&called.stderr).into_owned().into());
    }
    match root.join("data/people.sqlite3").is_file() {
        true => Ok(()),
        false => Err("it keeps no data".into()),
    }
}

/// A process that ends with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

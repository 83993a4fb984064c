//! `people verify` against `people serve`, under both contracts: the rules hold, seen from outside.
use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::workspace;

const SEED: &str = "crates/people-cli/tests/it/verify/seed.json";
/// A token of the account that can only read.
const READ_ONLY: &str = "ada;scopes=contacts.readonly";

/// Whether all rules hold, and each was tried.
pub(crate) fn all(binary: &Path) -> Result<bool, Box<dyn Error>> {
    let folder = workspace::metadata()?.target_directory.join("ci");
    fs::create_dir_all(&folder)?;
    let read_only = folder.join("read-only-token");
    fs::write(&read_only, READ_ONLY)?;
    let mut hold = true;
    for contract in ["documented", "observed"] {
        let server = Server::start(binary, contract)?;
        let mut verify = Command::new(binary);
        verify.args(["verify", &server.url, "--contract", contract, "--json"]);
        verify.arg("--read-only-token-file").arg(&read_only);
        let output = verify.stderr(Stdio::inherit()).output()?;
        let printed = String::from_utf8(output.stdout)?;
        let bad: Vec<&str> = printed
            .lines()
            .filter(|line| {
                !line.contains(r#""outcome":"holds""#) || line.contains(r#""outcome":"untried""#)
            })
            .collect();
        bad.iter().for_each(|line| eprintln!("{line}"));
        hold &= output.status.success() && bad.is_empty() && !printed.is_empty();
    }
    Ok(hold)
}

/// `people serve` on a free port, with data that is gone afterwards.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(binary: &Path, contract: &str) -> Result<Self, Box<dyn Error>> {
        let mut serve = Command::new(binary);
        serve.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            "memory",
            "--contract",
            contract,
            "--seed",
        ]);
        serve.arg(workspace::root().join(SEED));
        let mut child = serve.stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take();
        let mut server = Self {
            child,
            url: String::new(),
        };
        let mut line = String::new();
        BufReader::new(stdout.ok_or("no output")?).read_line(&mut line)?;
        let url = line.trim().strip_prefix("listening on ");
        url.ok_or_else(|| format!("the server did not start; it said {line:?}"))?
            .clone_into(&mut server.url);
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

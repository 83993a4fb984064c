//! What `people serve` prints once it listens.
use std::{fmt, net::SocketAddr, path::Path};

use people_rules::Contract;
use people_server::SeedReport;
use people_store::Durability;

use crate::{
    auth::Mode,
    password,
    style::{BAD, FAINT, SENT, STRONG},
};

/// What a server is, in a few lines.
///
/// The first line is for programs too: where it listens.
pub(crate) struct Banner<'a> {
    pub(crate) url: &'a str,
    pub(crate) data: &'a Path,
    pub(crate) durability: Durability,
    pub(crate) contract: Contract,
    pub(crate) auth: &'a Mode,
    /// Whether dev authentication believes other machines too.
    pub(crate) anywhere: bool,
    pub(crate) seeded: Option<SeedReport>,
    pub(crate) metrics: Option<SocketAddr>,
}

impl fmt::Display for Banner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url;
        writeln!(f, "listening on {STRONG}{url}{STRONG:#}\n")?;
        let version = env!("CARGO_PKG_VERSION");
        line(f, "people", format_args!("{version}"))?;
        line(f, "data", format_args!("{}", self.data()))?;
        if let Some(seeded) = &self.seeded {
            line(f, "seeded", format_args!("{seeded}"))?;
        }
        line(f, "contract", format_args!("{}", self.contract))?;
        line(f, "callers", format_args!("{}", self.callers()))?;
        if let Some(metrics) = self.metrics {
            line(f, "metrics", format_args!("http://{metrics}/metrics"))?;
        }
        if let Mode::Dev = self.auth {
            line(f, "console", format_args!("{url}/console"))?;
        }
        line(f, "next", format_args!("{SENT}{}{SENT:#}", self.next()))
    }
}

fn line(f: &mut fmt::Formatter<'_>, label: &str, value: fmt::Arguments<'_>) -> fmt::Result {
    writeln!(f, "  {FAINT}{label:<8}{FAINT:#}  {value}")
}

impl Banner<'_> {
    fn data(&self) -> String {
        let data = password::hidden(&self.data.display().to_string());
        match (&*data, self.durability) {
            ("memory", _) => "in memory, lost when the server stops".to_owned(),
            (_, Durability::Relaxed) => {
                format!("{data}, may lose the last changes at a power failure")
            }
            _ => data,
        }
    }

    fn callers(&self) -> String {
        match self.auth {
            Mode::Dev if self.anywhere => {
                format!(
                    "{BAD}every machine that reaches it{BAD:#}: any bearer token is the name of an account"
                )
            }
            Mode::Dev => "any bearer token is the name of an account".to_owned(),
            Mode::Tokens(file) => format!("the tokens of {}; see `people token`", file.display()),
            Mode::Jwt => "the tokens of an issuer".to_owned(),
        }
    }

    /// The command that shows it at work.
    fn next(&self) -> String {
        let mut command = "people demo --curl".to_owned();
        if self.url != crate::demo::DEFAULT_URL {
            command.push_str(" --url ");
            command.push_str(self.url);
        }
        if self.contract != Contract::default() {
            command.push_str(" --contract ");
            command.push_str(&self.contract.to_string());
        }
        match self.auth {
            Mode::Dev => {}
            Mode::Tokens(_) | Mode::Jwt => command.push_str(" --token TOKEN"),
        }
        command
    }
}

//! The server that files are imported into, as the command line names it.
use std::{path::PathBuf, time::Duration};

use clap::Args;
use people_server::{ImportOptions, Settings};

use super::{
    api::OverApi,
    state::{Account, State},
};
use crate::{access::Access, base::Base, duplicates::merges::Merged, verify::Span};

/// A server, and the files about it on this machine.
#[derive(Args)]
pub(super) struct Server {
    #[command(flatten)]
    access: Access,
    /// With --url: the file that keeps what the imported files said of each contact. The next import and `people
    /// export` need it. It is created if it does not exist.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// With --url: the file in which `people duplicates` keeps its merges. If a contact was merged into another one,
    /// its entries now belong to that one. Default: as for `people duplicates`.
    #[arg(long, env = "PEOPLE_STATE", value_name = "FILE")]
    merges: Option<PathBuf>,
    /// With --url: how long after a write a read may still show the old state. Default: 0 on this machine, else 20s.
    #[arg(long, value_name = "TIME")]
    lag: Option<Span>,
}

impl Server {
    /// The server, if files are imported into one.
    ///
    /// # Errors
    ///
    /// When the command line names a state and no server.
    pub(super) fn url(&self) -> Result<Option<&Base>, &'static str> {
        match (self.access.url(), &self.state, &self.lag) {
            (None, Some(_), _) | (None, _, Some(_)) => Err(NO_SERVER),
            (base, ..) => Ok(base),
        }
    }

    /// The account of the server whose token calls it.
    pub(super) async fn open(
        &self,
        base: &Base,
        options: ImportOptions,
        settings: Settings,
    ) -> Result<OverApi, Box<dyn std::error::Error>> {
        let path = self.state.as_deref().ok_or(STATE)?;
        let client = self.access.client(base).await?;
        let account = Account::of(&client, base).await?;
        let state = match options.dry_run {
            true => State::look(path, &account)?,
            false => State::open(path, &account)?,
        };
        let lag = match self.lag {
            Some(lag) => lag.0,
            None if base.is_here() => Duration::ZERO,
            None => Duration::from_secs(20),
        };
        let place = format!("{} at {}", account.account, base.url());
        let merged = Merged::of(self.merges.as_deref(), place)?;
        Ok(OverApi::new(client, state, merged, options, settings, lag))
    }
}

const NO_SERVER: &str = "--state and --lag need --url";
const STATE: &str = "--url needs --state FILE: that file keeps what the imported files said, so that the \
                     next import \
                     makes only the changes since then";

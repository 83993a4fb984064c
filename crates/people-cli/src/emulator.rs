//! What `people serve` says of its emulator.
use std::{
    error::Error,
    path::{Path, PathBuf},
};

use clap::Args as ClapArgs;
use people_emulator::{ControlToken, Options, Rules};

use crate::file::{MANY, in_file, text};

#[derive(ClapArgs)]
#[group(skip)]
pub(crate) struct Args {
    /// With `--auth dev`: the secret that a request to `/emulator/v1/` must present, as a bearer token. With
    /// `--dev-listen-anywhere` nobody controls the emulator without one. Default: none.
    #[arg(
        long,
        env = "PEOPLE_EMULATOR_TOKEN",
        hide_env_values = true,
        value_name = "SECRET",
        value_parser = clap::builder::NonEmptyStringValueParser::new()
    )]
    emulator_token: Option<String>,
    /// With `--auth dev`: how many requests and replies the journal of the emulator keeps, see
    /// `/emulator/v1/requests`. Default: 1000.
    #[arg(long, env = "PEOPLE_JOURNAL", value_name = "N")]
    journal: Option<usize>,
    /// With `--auth dev`: a JSON file of rules for calls, such as faults and edits of somebody else; see
    /// `/emulator/v1/rules`.
    #[arg(long, env = "PEOPLE_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
}

impl Args {
    /// The flag that is given, if one is.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let token = self.emulator_token.as_ref().map(|_| "--emulator-token");
        let journal = self.journal.map(|_| "--journal");
        let rules = self.rules.as_ref().map(|_| "--rules");
        token.or(journal).or(rules)
    }

    /// What is chosen of the emulator; `anywhere` says whether other machines reach the server.
    ///
    /// # Errors
    ///
    /// When the file of rules cannot be read, or holds none.
    pub(crate) fn options(&self, anywhere: bool) -> Result<Options, Box<dyn Error>> {
        let mut options = Options::default();
        options.beyond_loopback = anywhere;
        options.token = self.emulator_token.as_deref().map(ControlToken::new);
        options.journal = self.journal.unwrap_or(options.journal);
        if let Some(file) = &self.rules {
            options.rules = rules(file)?;
        }
        Ok(options)
    }
}

fn rules(file: &Path) -> Result<Rules, Box<dyn Error>> {
    Rules::from_json(&text(file, MANY)?).map_err(|error| in_file(file, &error))
}

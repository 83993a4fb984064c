//! What `people serve` says of its emulator.
use clap::Args as ClapArgs;
use people_emulator::{ControlToken, Options};

#[derive(ClapArgs)]
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
}

impl Args {
    /// The flag that is given, if one is.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let token = self.emulator_token.as_ref().map(|_| "--emulator-token");
        token.or(self.journal.map(|_| "--journal"))
    }

    /// What is chosen of the emulator; `anywhere` says whether other machines reach the server.
    pub(crate) fn options(&self, anywhere: bool) -> Options {
        let mut options = Options::default();
        options.beyond_loopback = anywhere;
        options.token = self.emulator_token.as_deref().map(ControlToken::new);
        options.journal = self.journal.unwrap_or(options.journal);
        options
    }
}

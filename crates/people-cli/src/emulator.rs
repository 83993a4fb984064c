//! What `people serve` says of its emulator.
use std::{
    error::Error,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args as ClapArgs;
use people_emulator::{
    Accounts, Clocks, ControlToken, EditGrammar, EditStep, OAuth, OAuthSettings, Options, Rules,
    Sequence,
};
use people_server::{Clock, People, Settings};
use people_store::{Memory, Store};

use crate::{
    edit::Steps,
    file::{MANY, in_file, text},
    oauth,
};

#[derive(ClapArgs)]
#[group(skip)]
pub(crate) struct Args {
    /// With `--auth dev`: the bearer token that a request to `/emulator/v1/` must have. With `--dev-listen-anywhere`
    /// and without this token, the server refuses every such request. Default: none.
    #[arg(
        long,
        env = "PEOPLE_EMULATOR_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN",
        value_parser = clap::builder::NonEmptyStringValueParser::new()
    )]
    emulator_token: Option<String>,
    /// With `--auth dev`: how many requests and replies the journal of the emulator keeps; see `/emulator/v1/requests`.
    /// Default: 1000.
    #[arg(long, env = "PEOPLE_JOURNAL", value_name = "N")]
    journal: Option<usize>,
    /// With `--auth dev`: a JSON file of rules for calls, such as faults and edits by another program; see
    /// `/emulator/v1/rules`.
    #[arg(long, env = "PEOPLE_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// With `--auth dev`: make ids and times the same in every run. They depend only on this text, the account and its
    /// calls. With `--data memory`, etags and addresses of photos are the same too.
    #[arg(long, env = "PEOPLE_DETERMINISTIC", value_name = "SEED")]
    deterministic: Option<String>,
    /// With `--auth dev`: let programs log in as at Google, with the client files of this folder; see `people oauth
    /// init`. Default: programs cannot log in.
    #[arg(long, env = "PEOPLE_OAUTH", value_name = "DIR")]
    oauth: Option<PathBuf>,
    /// With `--oauth`: refuse tokens that this server did not issue, such as `Bearer ada`.
    #[arg(long, env = "PEOPLE_STRICT_TOKENS")]
    strict_tokens: bool,
}

impl Args {
    /// The flag that is given, if one is.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let token = self.emulator_token.as_ref().map(|_| "--emulator-token");
        let journal = self.journal.map(|_| "--journal");
        let rules = self.rules.as_ref().map(|_| "--rules");
        let deterministic = self.deterministic.as_ref().map(|_| "--deterministic");
        let oauth = self.oauth.as_ref().map(|_| "--oauth");
        let strict = self.strict_tokens.then_some("--strict-tokens");
        let of_tokens = oauth.or(strict);
        token.or(journal).or(rules).or(deterministic).or(of_tokens)
    }

    /// Refuses what no single flag shows to be wrong. A flag may also be in a file, which clap does not know.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.strict_tokens && self.oauth.is_none() {
            true => Err("--strict-tokens needs --oauth".to_owned()),
            false => Ok(()),
        }
    }

    /// An empty store in memory.
    pub(crate) fn memory(&self) -> Memory {
        match &self.deterministic {
            Some(seed) => Memory::with_secret(Sequence::secret(seed)),
            None => Memory::new(),
        }
    }

    /// The clocks and ids of the accounts.
    pub(crate) fn kept(&self) -> Kept {
        match &self.deterministic {
            Some(seed) => Kept {
                clocks: Arc::new(Clocks::deterministic()),
                sequence: Some(Arc::new(Sequence::new(seed))),
            },
            None => Kept::usual(),
        }
    }

    /// What gives tokens, if programs can log in.
    ///
    /// # Errors
    ///
    /// When a file of the folder is not a client file.
    pub(crate) fn oauth(&self) -> Result<Option<OAuth>, Box<dyn Error>> {
        let Some(folder) = &self.oauth else {
            return Ok(None);
        };
        let mut settings = OAuthSettings::default();
        settings.strict_tokens = self.strict_tokens;
        settings.deterministic.clone_from(&self.deterministic);
        Ok(Some(OAuth::new(oauth::read(folder)?, settings)))
    }

    /// What is chosen of the emulator; `anywhere` says whether other machines reach the server.
    ///
    /// # Errors
    ///
    /// When the file of rules cannot be read, or holds none.
    pub(crate) fn options(&self, anywhere: bool) -> Result<Options, Box<dyn Error>> {
        let mut options = usual();
        options.beyond_loopback = anywhere;
        options.token = self.emulator_token.as_deref().map(ControlToken::new);
        options.journal = self.journal.unwrap_or(options.journal);
        if let Some(file) = &self.rules {
            options.rules = rules(file)?;
        }
        Ok(options)
    }
}

/// The clocks and ids of an emulator's accounts.
pub(crate) struct Kept {
    clocks: Arc<Clocks>,
    sequence: Option<Arc<Sequence>>,
}

impl Kept {
    /// Clocks that show the time until a test sets them, and random ids.
    pub(crate) fn usual() -> Self {
        Self {
            clocks: Arc::new(Clocks::new()),
            sequence: None,
        }
    }

    /// Has a service go by them.
    pub(crate) fn apply(&self, settings: &mut Settings) {
        settings.clock = self.clock();
        if let Some(sequence) = &self.sequence {
            settings.ids = Arc::clone(sequence) as _;
        }
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clocks) as _
    }

    /// The accounts of a service that goes by them.
    pub(crate) fn accounts<S: Store>(self, people: People<S>) -> Accounts<S> {
        Accounts::new(people, self.clocks, self.sequence)
    }
}

/// What every emulator here has: it knows the edits of `people edit`.
pub(crate) fn usual() -> Options {
    let mut options = Options::default();
    options.grammar = Some(Arc::new(Grammar));
    options
}

/// Knows the steps of `people edit`.
#[derive(Debug)]
struct Grammar;

impl EditGrammar for Grammar {
    fn read(&self, flag: &str, text: &str) -> Result<EditStep, String> {
        let steps = Steps::of_flag(flag, text)?;
        Ok(EditStep::new(move |edit| steps.apply(edit)))
    }
}

/// The rules of a file.
pub(crate) fn rules(file: &Path) -> Result<Rules, Box<dyn Error>> {
    Rules::from_json_with(&text(file, MANY)?, &Grammar).map_err(|error| in_file(file, &error))
}

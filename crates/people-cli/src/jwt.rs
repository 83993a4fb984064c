//! Callers who show a JSON Web Token of an issuer: `--auth jwt`.
mod crypto;
mod keys;
mod source;

use std::{
    error::Error,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use jsonwebtoken::{Validation, errors::ErrorKind};
use people_server::{Authenticate, Caller, Denied, Scopes};
use people_store::Account;
use serde_json::{Map, Value};
use tokio::{sync::Mutex, task::JoinHandle};

use self::{
    keys::{Key, Keys},
    source::Source,
};

/// Which tokens to believe, and what they say.
#[derive(Clone, Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// With `--auth jwt`: the issuer of the tokens, exactly as in their claim `iss`.
    #[arg(long, env = "PEOPLE_JWT_ISSUER", value_name = "URL")]
    jwt_issuer: Option<String>,
    /// With `--auth jwt`: the audience of the tokens, one of those in their claim `aud`.
    #[arg(long, env = "PEOPLE_JWT_AUDIENCE", value_name = "NAME")]
    jwt_audience: Option<String>,
    /// With `--auth jwt`: the issuer's public keys, a JSON Web Key Set.
    #[arg(long, env = "PEOPLE_JWT_KEYS", value_name = "URL|FILE")]
    jwt_keys: Option<Source>,
    /// With `--auth jwt`: the claim that holds the account's name. Default: `sub`.
    #[arg(long, env = "PEOPLE_JWT_ACCOUNT_CLAIM", value_name = "CLAIM")]
    jwt_account_claim: Option<String>,
    /// With `--auth jwt`: by how many seconds the issuer's clock and this one may differ. Default: 60.
    #[arg(long, env = "PEOPLE_JWT_LEEWAY", value_name = "SECONDS",
          value_parser = clap::value_parser!(u64).range(..=600))]
    jwt_leeway: Option<u64>,
    /// With `--auth jwt`: the shortest time between two fetches of the issuer's keys, even if tokens name unknown keys.
    /// Default: 30.
    #[arg(long, env = "PEOPLE_JWT_REST", value_name = "SECONDS")]
    jwt_rest: Option<u64>,
}

impl Args {
    /// One of these flags that has a value, if any has.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let Self {
            jwt_issuer,
            jwt_audience,
            jwt_keys,
            jwt_account_claim,
            jwt_leeway,
            jwt_rest,
        } = self;
        let flags = [
            (jwt_issuer.is_some(), "--jwt-issuer"),
            (jwt_audience.is_some(), "--jwt-audience"),
            (jwt_keys.is_some(), "--jwt-keys"),
            (jwt_account_claim.is_some(), "--jwt-account-claim"),
            (jwt_leeway.is_some(), "--jwt-leeway"),
            (jwt_rest.is_some(), "--jwt-rest"),
        ];
        flags
            .into_iter()
            .find_map(|(given, flag)| given.then_some(flag))
    }
}

/// Believes the tokens that an issuer signed for this server (rule `A5`).
#[derive(Clone)]
pub(crate) struct Jwt {
    issuer: Arc<Issuer>,
}

/// Who signs the tokens, and what is known of its keys.
struct Issuer {
    /// Its `iss`.
    name: String,
    account_claim: String,
    validation: Validation,
    source: Source,
    /// The shortest time between two fetches of the keys: every caller can name an unknown key.
    rest: Duration,
    keys: RwLock<Arc<Keys>>,
    /// When the keys were last asked for. Held while they are, so that one request asks for all.
    asked: Mutex<Instant>,
}

/// After this time the keys are fetched again, even without an unknown key. Keys that the issuer has removed are then
/// no longer accepted.
const KEEP: Duration = Duration::from_secs(600);
/// The header, before its signature is checked.
const LONGEST_KEY_ID: usize = 256;

impl Jwt {
    /// Fetches the keys.
    ///
    /// # Errors
    ///
    /// When a setting is missing, or the keys cannot be had.
    pub(crate) async fn open(args: &Args) -> Result<(Self, Refreshing), Box<dyn Error>> {
        let Terms {
            issuer,
            source,
            validation,
        } = Terms::of(args)?;
        let keys = source.load(&validation).await;
        let keys = keys.map_err(|error| -> Box<dyn Error> { error })?;
        let jwt = Self {
            issuer: Arc::new(Issuer {
                name: issuer,
                account_claim: args
                    .jwt_account_claim
                    .clone()
                    .unwrap_or_else(|| "sub".to_owned()),
                validation,
                source,
                rest: Duration::from_secs(args.jwt_rest.unwrap_or(30)),
                keys: RwLock::new(Arc::new(keys)),
                asked: Mutex::new(Instant::now()),
            }),
        };
        let refreshing = Refreshing(tokio::spawn(refresh(Arc::clone(&jwt.issuer))));
        Ok((jwt, refreshing))
    }
}

/// Reads what [`Jwt::open`] would read, and fetches nothing.
///
/// # Errors
///
/// When a setting is missing, and when a file of keys cannot be used.
pub(crate) async fn check(args: &Args) -> Result<(), Box<dyn Error>> {
    let terms = Terms::of(args)?;
    match &terms.source {
        Source::Url(_) => Ok(()),
        Source::File(_) => {
            let keys = terms.source.load(&terms.validation).await;
            keys.map_err(|error| -> Box<dyn Error> { error })?;
            Ok(())
        }
    }
}

/// Whose tokens are accepted, and on which conditions.
struct Terms {
    issuer: String,
    source: Source,
    validation: Validation,
}

impl Terms {
    fn of(args: &Args) -> Result<Self, Box<dyn Error>> {
        let needed = |value: &Option<String>, flag| {
            let value = value.clone().filter(|value| !value.is_empty());
            value.ok_or_else(|| format!("--auth jwt needs {flag}"))
        };
        crypto::install();
        let source = args.jwt_keys.clone().ok_or("--auth jwt needs --jwt-keys")?;
        let issuer = needed(&args.jwt_issuer, "--jwt-issuer")?;
        let audience = needed(&args.jwt_audience, "--jwt-audience")?;

        // The algorithms are those of the key; see `Key`.
        let mut validation = Validation {
            algorithms: Vec::new(),
            leeway: args.jwt_leeway.unwrap_or(60),
            validate_nbf: true,
            ..Validation::default()
        };
        validation.set_issuer(&[&issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        Ok(Self {
            issuer,
            source,
            validation,
        })
    }
}

impl Authenticate for Jwt {
    async fn authenticate(&self, token: &str) -> Result<Caller, Denied> {
        self.issuer.caller(token).await.map_err(Denied::Because)
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt")
            .field("issuer", &self.issuer.name)
            .finish_non_exhaustive()
    }
}

/// Why a token is not believed: without a word of the token itself, since it is for the log.
type Refused = &'static str;

impl Issuer {
    async fn caller(&self, token: &str) -> Result<Caller, Refused> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| "it is not a JWT")?;
        if header.crit.is_some() {
            return Err("it requires an extension (`crit`), and none is supported");
        }
        let id = header.kid.as_deref();
        if id.is_some_and(|id| id.len() > LONGEST_KEY_ID) || !keys::is_accepted(header.alg) {
            return Err("its algorithm is not supported, or its key id is too long");
        }
        let mut keys = self.keys();
        if keys.find(id, header.alg).is_none() && id.is_some_and(|id| !keys.knows(id)) {
            self.ask(self.rest).await;
            keys = self.keys();
        }
        let key = keys
            .find(id, header.alg)
            .ok_or("the issuer has no key with its key id")?;
        self.read(token, key)
    }

    fn keys(&self) -> Arc<Keys> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&keys)
    }

    fn read(&self, token: &str, key: &Key) -> Result<Caller, Refused> {
        let decoded =
            jsonwebtoken::decode::<Map<String, Value>>(token, &key.decoding, &key.validation);
        let claims = decoded.map_err(|error| reason(error.kind()))?.claims;
        let text = |claim: &str| claims.get(claim).and_then(Value::as_str);
        // The library takes a list of issuers, of which one will do.
        if text("iss") != Some(&self.name) {
            return Err("it is from another issuer");
        }
        let account = text(&self.account_claim).ok_or("it has no claim with the account's name")?;
        let account = Account::new(account).map_err(|_| "its account name is not valid")?;
        Ok(Caller::new(account, scopes(&claims)))
    }

    /// Asks for the keys, unless that was done within `rest`.
    async fn ask(&self, rest: Duration) {
        let mut asked = self.asked.lock().await;
        if asked.elapsed() < rest {
            return;
        }
        let loaded = self.source.load(&self.validation).await;
        *asked = Instant::now();
        match loaded {
            Ok(keys) => {
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
            }
            Err(error) => tracing::error!("{error}; still using the keys that were read before"),
        }
    }
}

fn reason(kind: &ErrorKind) -> Refused {
    match kind {
        ErrorKind::InvalidSignature => "its signature is wrong",
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::ImmatureSignature => "it is not valid yet",
        ErrorKind::InvalidIssuer => "it is from another issuer",
        ErrorKind::InvalidAudience => "it is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "a required claim is missing",
        _ => "it is malformed",
    }
}

/// `scope` is a list in one text (RFC 9068), `scp` what some issuers say instead.
fn scopes(claims: &Map<String, Value>) -> Scopes {
    let named = |names: &str| {
        names
            .split(' ')
            .filter_map(Scopes::named)
            .fold(Scopes::NONE, Scopes::union)
    };
    let of = |claim| match claims.get(claim) {
        Some(Value::String(names)) => named(names),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(named)
            .fold(Scopes::NONE, Scopes::union),
        _ => Scopes::NONE,
    };
    of("scope").union(of("scp"))
}

async fn refresh(issuer: Arc<Issuer>) {
    let interval = match issuer.source {
        Source::File(_) => Duration::from_secs(1),
        Source::Url(_) => KEEP,
    };
    loop {
        tokio::time::sleep(interval).await;
        issuer.ask(interval / 2).await;
    }
}

/// Asks for the keys once in a while until it is dropped.
#[derive(Debug)]
pub(crate) struct Refreshing(JoinHandle<()>);

impl Drop for Refreshing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

use std::{
    error::Error,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clap::Args as ClapArgs;
use people_emulator::{Accounts, Emulator, Watcher};
use people_rules::Contract;
use people_server::{
    Cors, CorsOrigin, Dev, Figure, Metrics, People, PublicUrl, Region, Seed, SeedError, SeedReport,
    Settings,
};
use people_store::{
    Durability, Embedded, EmbeddedOptions, Memory, Postgres, PostgresOptions, Store, StoreError,
};
use tokio::{net::TcpListener, signal};

use crate::{
    Outcome,
    address::Address,
    auth, emulator, figures,
    file::{MANY, in_file, text},
    front::Fronts,
    jwt, limits, log, output, password,
    place::{Engine, Place},
    ready,
    tls::{self, Tls},
    traces::{Collector, Traces},
    welcome::Banner,
};

#[derive(ClapArgs)]
pub(crate) struct Args {
    /// A TOML file that sets these flags, with lines such as `listen = "127.0.0.1:8710"`. A flag takes precedence over
    /// the environment, and the environment over the file.
    #[arg(long, env = "PEOPLE_CONFIG", value_name = "FILE")]
    // Read before the other flags are; see `config`.
    config: Option<PathBuf>,
    /// The address to listen on, such as `127.0.0.1:8710` or `localhost:8710`. Port 0 means any free port.
    #[arg(long, env = "PEOPLE_LISTEN", default_value = "127.0.0.1:8710")]
    listen: Address,
    /// Who may call. `dev`: on this machine only, any bearer token is the name of an account. `tokens=FILE`: the tokens
    /// of that file, see `people token`. `jwt`: tokens of an issuer.
    #[arg(
        long,
        env = "PEOPLE_AUTH",
        value_name = "dev|tokens=FILE|jwt",
        default_value = "dev"
    )]
    auth: auth::Mode,
    /// With `--auth dev`: allow an address that other machines reach. Anyone who reaches it can read and change
    /// everything. Use it for a container whose port only this machine reaches.
    #[arg(long, env = "PEOPLE_DEV_LISTEN_ANYWHERE")]
    dev_listen_anywhere: bool,
    #[command(flatten)]
    emulator: emulator::Args,
    #[command(flatten)]
    jwt: jwt::Args,
    #[command(flatten)]
    tls: tls::Args,
    /// Where to keep the data: a folder; `memory`, which is lost when the server stops; or the address of a PostgreSQL
    /// database, which several servers can share.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|memory|postgres://…",
        default_value = "people-data"
    )]
    data: PathBuf,
    /// Which behaviour to have where Google's documentation and Google's servers differ: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// A JSON file of accounts, profiles, groups and contacts to add at the start. Existing entries do not change.
    #[arg(long, env = "PEOPLE_SEED", value_name = "FILE")]
    seed: Option<PathBuf>,
    /// The region of phone numbers without a country code, such as NL, for accounts without a region.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    /// `full`: acknowledged changes survive a power failure. `relaxed`: they survive a crash of the process, but not of
    /// the machine. Use `relaxed` for emulators.
    #[arg(long, env = "PEOPLE_DURABILITY", default_value = "full", value_parser = durability)]
    durability: Durability,
    /// The URL at which clients reach this server. Addresses of photos start with the first one. With `--auth dev`, the
    /// server also answers under the host name of each. Repeat the flag, or separate several URLs by commas.
    #[arg(
        long,
        env = "PEOPLE_PUBLIC_URL",
        value_name = "URL",
        value_delimiter = ',',
        action = clap::ArgAction::Append
    )]
    public_url: Vec<PublicUrl>,
    /// Let pages of this origin call the API from a browser, such as `https://app.example.com`, or `*` for every
    /// origin. Repeat the flag, or separate several origins by commas. Default: only the server's own pages.
    #[arg(
        long,
        env = "PEOPLE_CORS",
        value_name = "ORIGIN",
        value_delimiter = ',',
        action = clap::ArgAction::Append
    )]
    cors: Vec<CorsOrigin>,
    /// What to log to standard error, such as `info` or `people_server=debug`.
    #[arg(long, env = "PEOPLE_LOG", default_value = "warn")]
    log: log::Filter,
    /// The format of the log: `text`, or `json` with one object per line.
    #[arg(long, env = "PEOPLE_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    log_format: String,
    /// The address that serves `/metrics` for Prometheus. Choose one that callers cannot reach, such as 127.0.0.1:9710.
    /// Default: no metrics.
    #[arg(long, env = "PEOPLE_METRICS", value_name = "ADDR")]
    metrics: Option<Address>,
    /// Where to send traces by OTLP over HTTP, such as http://127.0.0.1:4318. It needs a build with the feature `otel`.
    /// Default: no traces.
    #[arg(long, env = "PEOPLE_OTLP", value_name = "URL")]
    otlp: Option<Collector>,
    #[command(flatten)]
    ready: ready::Args,
    /// Stop after this time, as on a signal. Use it for tests that may not stop the server.
    #[arg(long, env = "PEOPLE_EXIT_AFTER", value_name = "SECONDS")]
    exit_after: Option<u64>,
    #[command(flatten)]
    limits: limits::Args,
}

impl Args {
    /// Refuses what no single flag shows to be wrong.
    fn check(&self) -> Result<(), String> {
        let is_dev = matches!(self.auth, auth::Mode::Dev);
        if !matches!(self.auth, auth::Mode::Jwt)
            && let Some(flag) = self.jwt.given()
        {
            return Err(format!("{flag} is only for --auth jwt"));
        }
        if self.dev_listen_anywhere && !is_dev {
            return Err("--dev-listen-anywhere is only for --auth dev".to_owned());
        }
        if !is_dev && let Some(flag) = self.emulator.given() {
            return Err(format!("{flag} is only for --auth dev"));
        }
        self.emulator.check()?;
        if is_dev && !self.dev_listen_anywhere {
            let checked = Dev::check_address(self.listen.0);
            checked.map_err(|error| {
                format!("{error}; if no other machine reaches it, use --dev-listen-anywhere")
            })?;
        }
        Ok(())
    }

    /// What is chosen of the API, but for its address.
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.contract = self.contract;
        settings.region = self.region;
        settings.sizes = self.limits.sizes();
        settings
    }
}

/// Reads all that [`run`] would read, and starts nothing.
pub(crate) async fn check(args: &Args) -> Outcome {
    args.check()?;
    auth::check(&args.auth, &args.jwt).await?;
    Tls::check(&args.tls)?;
    args.emulator.options(args.dev_listen_anywhere)?;
    args.emulator.oauth()?;
    if let Some(file) = &args.seed {
        // In memory, so that nothing is kept.
        let people = People::open(Memory::new(), args.settings()).await?;
        seed(&people, None, file).await?;
    }
    let data = password::hidden(&args.data.display().to_string());
    if data != "memory"
        && let Engine::Folder(folder) = Place::from(args.data.clone().into_os_string()).engine()?
    {
        require_folder(&folder)?;
    }
    output::line(format_args!(
        "the configuration is valid: listen {}, data {data}, contract {}",
        args.listen, args.contract
    ))?;
    Ok(())
}

pub(crate) async fn run(args: Args) -> Outcome {
    let traces = match &args.otlp {
        Some(collector) => Some(Traces::open(collector).await?),
        None => None,
    };
    log::start(&args.log, &args.log_format, traces.as_ref())?;
    let served = keep(args).await;
    if let Some(traces) = traces {
        traces.close().await;
    }
    served
}

/// Serves from the store that is asked for, and closes it.
async fn keep(args: Args) -> Outcome {
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        data = password::hidden(&args.data.display().to_string()),
        contract = %args.contract,
        "starting"
    );
    let served = open(args).await;
    if served.is_ok() {
        tracing::info!("stopped");
    }
    served
}

async fn open(args: Args) -> Outcome {
    args.check()?;
    if args.data.as_os_str() == "memory" {
        let store = args.emulator.memory();
        return serve(args, store, Vec::new).await;
    }
    match Place::from(args.data.clone().into_os_string()).engine()? {
        Engine::Postgres(url) => {
            let options = PostgresOptions {
                durability: args.durability,
                ..PostgresOptions::default()
            };
            let store = Postgres::open(&url, options).await?;
            let served = serve(args, store.clone(), Vec::new).await;
            store.close();
            served
        }
        Engine::Folder(folder) => {
            let options = EmbeddedOptions {
                durability: args.durability,
                ..EmbeddedOptions::default()
            };
            let store = open_folder(&folder, options)?;
            let counted = store.clone();
            let figures = move || figures::of_store(&counted, &folder);
            let served = serve(args, store.clone(), figures).await;
            store.close().await?;
            served
        }
    }
}

/// Opens a store, or says which folder it is that cannot be one.
fn open_folder(folder: &Path, options: EmbeddedOptions) -> Result<Embedded, Box<dyn Error>> {
    require_folder(folder)?;
    Embedded::open(folder, options).map_err(|error| match error {
        // It names the folder itself.
        StoreError::Locked { .. } => error.into(),
        error => in_file(folder, &error),
    })
}

fn require_folder(folder: &Path) -> Result<(), String> {
    match folder.exists() && !folder.is_dir() {
        true => Err(format!("--data {}: not a folder", folder.display())),
        false => Ok(()),
    }
}

/// Serves from a store, of which `figures` is what the metrics say.
async fn serve<S: Store>(
    args: Args,
    store: S,
    figures: impl Fn() -> Vec<Figure> + Send + Sync + 'static,
) -> Outcome {
    let is_dev = matches!(args.auth, auth::Mode::Dev);
    let oauth = args.emulator.oauth()?;
    let (auth, _upkeep) = auth::open(&args.auth, &args.jwt).await?;
    let listener = args.listen.listen("--listen")?;
    let address = listener.local_addr()?;
    let tls = Tls::open(&args.tls)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    if tls.is_none() && !address.ip().to_canonical().is_loopback() {
        tracing::warn!(
            "this server uses plain HTTP: without a proxy that adds TLS, the network can read tokens and \
             contacts"
        );
    }
    if is_dev && args.dev_listen_anywhere {
        tracing::warn!(
            "every machine that reaches {address} can read and change the data of every account"
        );
    }
    let cors: Cors = args.cors.iter().cloned().collect();
    if is_dev && cors.allows_any() {
        tracing::warn!(
            "--cors * with --auth dev: every site that a browser on this machine visits can read and \
             change the data of every account"
        );
    }
    let url = format!("{scheme}://{address}");

    let mut settings = args.settings();
    let own: PublicUrl = url.parse()?;
    let public_url = args.public_url.first().unwrap_or(&own);
    settings.public_url = public_url.as_str().to_owned();
    if is_dev {
        settings.observer = Some(Arc::new(Watcher));
    }
    let kept = is_dev.then(|| args.emulator.kept());
    if let Some(kept) = &kept {
        kept.apply(&mut settings);
    }
    let clock = kept.as_ref().map(|kept| kept.clock());
    let people = People::open(store, settings).await?;
    let accounts = kept.map(|kept| kept.accounts(people.clone()));
    let seeded = match &args.seed {
        Some(file) => Some(seed(&people, accounts.as_ref(), file).await?),
        None => None,
    };

    let shutdown = shutdown()?;
    let (metrics, metrics_address, _serving) = match &args.metrics {
        Some(address) => {
            let metrics =
                Metrics::with_figures(move || [figures::of_process(), figures()].concat());
            let listener = address.listen("--metrics")?;
            let address = listener.local_addr()?;
            let serving = serve_metrics(listener, metrics.clone());
            (Some(metrics), Some(address), Some(serving))
        }
        None => (None, None, None),
    };
    let fronts = Fronts {
        limits: args.limits.limits(),
        cors,
        own,
        public: &args.public_url,
        metrics,
        clock,
    };
    let banner = Banner {
        url: &url,
        data: &args.data,
        durability: args.durability,
        contract: args.contract,
        auth: &args.auth,
        anywhere: args.dev_listen_anywhere,
        seeded,
        metrics: metrics_address,
    };
    args.ready.say(&url, address, banner)?;
    tracing::info!(url, "ready");
    let mut stop: Box<dyn FnOnce() + Send> = Box::new(|| {});
    let router = match accounts {
        Some(accounts) => {
            let options = args.emulator.options(args.dev_listen_anywhere)?;
            let mut emulator = Emulator::new(people, options).with_accounts(accounts);
            if let Some(oauth) = oauth {
                emulator = emulator.with_oauth(oauth);
            }
            let stopping = emulator.clone();
            stop = Box::new(move || stopping.stop());
            fronts.emulated(&emulator, auth)?
        }
        None => fronts.router(people, auth),
    };
    let exit_after = args.exit_after.map(Duration::from_secs);
    let shutdown = async {
        match exit_after {
            None => shutdown.await,
            Some(time) => tokio::time::timeout(time, shutdown)
                .await
                .unwrap_or_default(),
        }
        stop();
    };
    let limits = &fronts.limits;
    match tls {
        Some((tls, _upkeep)) => {
            people_server::serve_through(listener, tls, router, limits, shutdown).await?;
        }
        None => people_server::serve_with(listener, router, limits, shutdown).await?,
    }
    Ok(())
}

/// Adds a seed, and warns of what the store has with other values.
pub(crate) async fn seed<S: Store>(
    people: &People<S>,
    accounts: Option<&Accounts<S>>,
    file: &Path,
) -> Result<SeedReport, Box<dyn Error>> {
    const WARNINGS: usize = 10;

    let (text, seed) = read_seed(file)?;
    // Before the seed is used up: what it adds is then no difference.
    let differing = people.differing(&seed).await;
    let differing = differing.map_err(|error| in_seed(file, &text, &error))?;
    let seeded = match accounts {
        Some(accounts) => accounts.seed(seed).await,
        None => people.seed(seed).await,
    };
    let seeded = seeded.map_err(|error| in_seed(file, &text, &error))?;
    tracing::info!("seeded {seeded}");
    for entry in differing.iter().take(WARNINGS) {
        tracing::warn!("the seed: {entry}");
    }
    let more = differing.len().saturating_sub(WARNINGS);
    if more > 0 {
        tracing::warn!(
            "the seed: {more} more entries exist with other values; `people import` lists all"
        );
    }
    Ok(seeded)
}

fn read_seed(file: &Path) -> Result<(String, Seed), Box<dyn Error>> {
    let text = text(file, MANY)?;
    let seed = Seed::from_json(&text).map_err(|error| in_seed(file, &text, &error))?;
    Ok((text, seed))
}

/// The error with the file and the line that it is about.
fn in_seed(file: &Path, text: &str, error: &SeedError) -> Box<dyn Error> {
    match error.line(text) {
        Some(line) => in_file(Path::new(&format!("{}:{line}", file.display())), error),
        None => in_file(file, error),
    }
}

/// Serves `/metrics` until the returned value is dropped.
fn serve_metrics(listener: TcpListener, metrics: Metrics) -> Serving {
    let serving = people_server::serve(listener, metrics.into_router(), std::future::pending());
    Serving(tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!("/metrics has stopped: {error}");
        }
    }))
}

/// Serves until it is dropped.
struct Serving(tokio::task::JoinHandle<()>);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Completes when the process is asked to stop. The signals are caught from now on, not from the
/// first poll: a program that reads the address may stop the server at once.
fn shutdown() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupted = signal::unix::signal(signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
        #[cfg(not(unix))]
        signal::ctrl_c().await.ok();
        tracing::info!("stopping: finishing the requests that have begun");
    })
}

fn durability(name: &str) -> Result<Durability, String> {
    match name {
        "full" => Ok(Durability::Full),
        "relaxed" => Ok(Durability::Relaxed),
        _ => Err("expected `full` or `relaxed`".to_owned()),
    }
}

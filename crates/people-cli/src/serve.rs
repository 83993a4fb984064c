use std::{
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
};

use clap::Args as ClapArgs;
use people_rules::Contract;
use people_server::{Dev, Front, HostCheck, Metrics, People, PublicUrl, Region, Seed, Settings};
use people_store::{
    Durability, Embedded, EmbeddedOptions, Memory, Postgres, PostgresOptions, Store,
};
use tokio::{
    net::{TcpListener, TcpSocket},
    signal,
};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    Outcome, auth, jwt, limits, tls,
    tls::Tls,
    traces::{Collector, Traces},
    welcome::{self, Token},
};

#[derive(ClapArgs)]
pub(crate) struct Args {
    /// A file of TOML that says what these flags say: `listen = "127.0.0.1:8710"`. A flag counts over
    /// the environment, and that over the file.
    #[arg(long, env = "PEOPLE_CONFIG", value_name = "FILE")]
    // Read before the other flags are; see `config`.
    config: Option<PathBuf>,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, env = "PEOPLE_LISTEN", default_value = "127.0.0.1:8710")]
    listen: SocketAddr,
    /// Who may call: `dev`, any bearer token is the account of that name, on this machine only;
    /// `tokens=FILE`, see `people token`; or `jwt`, tokens of an issuer.
    #[arg(
        long,
        env = "PEOPLE_AUTH",
        value_name = "dev|tokens=FILE|jwt",
        default_value = "dev"
    )]
    auth: auth::Mode,
    #[command(flatten)]
    jwt: jwt::Args,
    #[command(flatten)]
    tls: tls::Args,
    /// Where the data is kept: a folder, `memory` for a server that forgets, or the address of a
    /// PostgreSQL database, which several servers may share.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|memory|postgres://…",
        default_value = "people-data"
    )]
    data: PathBuf,
    /// What decides where Google's page and Google's servers disagree: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// Accounts, profiles, groups and contacts to add at the start (JSON); what is there stays.
    #[arg(long, env = "PEOPLE_SEED", value_name = "FILE")]
    seed: Option<PathBuf>,
    /// The region of national phone numbers, such as NL, for accounts that have none of their own.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    /// `full`: what was acknowledged survives a power failure. `relaxed`: it survives the process,
    /// not the machine; for emulators.
    #[arg(long, env = "PEOPLE_DURABILITY", default_value = "full", value_parser = durability)]
    durability: Durability,
    /// Where clients reach this server. Addresses of photos start with the first one; with
    /// `--auth dev` the server also answers under the host name of each. Repeat it, or separate
    /// several by commas.
    #[arg(
        long,
        env = "PEOPLE_PUBLIC_URL",
        value_name = "URL",
        value_delimiter = ',',
        action = clap::ArgAction::Append
    )]
    public_url: Vec<PublicUrl>,
    /// What to log to standard error, such as `info` or `people_server=debug`.
    #[arg(long, env = "PEOPLE_LOG", default_value = "warn")]
    log: String,
    /// How: `text`, or `json` with a line for each event.
    #[arg(long, env = "PEOPLE_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    log_format: String,
    /// Where to answer `/metrics`, for Prometheus: an address that callers do not reach, such as
    /// 127.0.0.1:9710. Nothing is counted unless set.
    #[arg(long, env = "PEOPLE_METRICS", value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    /// Where traces are sent, by OTLP over HTTP, such as http://127.0.0.1:4318; nowhere unless set.
    /// In builds with the feature `otel`.
    #[arg(long, env = "PEOPLE_OTLP", value_name = "URL")]
    otlp: Option<Collector>,
    #[command(flatten)]
    limits: limits::Args,
}

pub(crate) async fn run(args: Args) -> Outcome {
    let traces = match &args.otlp {
        Some(collector) => Some(Traces::open(collector).await?),
        None => None,
    };
    observe(&args, traces.as_ref())?;
    let served = keep(args).await;
    if let Some(traces) = traces {
        traces.close().await;
    }
    served
}

/// Where what happens is told from now on.
fn observe(args: &Args, traces: Option<&Traces>) -> Outcome {
    let log = fmt::layer().with_writer(io::stderr);
    let log = match &*args.log_format {
        "json" => log.json().boxed(),
        _ => log.with_ansi(io::stderr().is_terminal()).boxed(),
    };
    tracing_subscriber::registry()
        .with(log.with_filter(EnvFilter::try_new(&args.log)?))
        .with(traces.map(Traces::layer))
        .init();
    Ok(())
}

/// Serves from the store that is asked for, and closes it.
async fn keep(args: Args) -> Outcome {
    if args.data.as_os_str() == "memory" {
        return serve(args, Memory::new()).await;
    }
    if let Some(url) = args.data.to_str().filter(|data| is_postgres(data)) {
        let options = PostgresOptions {
            durability: args.durability,
            ..PostgresOptions::default()
        };
        let store = Postgres::open(url, options).await?;
        let served = serve(args, store.clone()).await;
        store.close();
        return served;
    }
    let options = EmbeddedOptions {
        durability: args.durability,
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(&args.data, options)?;
    let served = serve(args, store.clone()).await;
    store.close().await?;
    served
}

async fn serve<S: Store>(args: Args, store: S) -> Outcome {
    if let auth::Mode::Dev = args.auth {
        Dev::check_address(args.listen)?;
    }
    let (auth, _upkeep) = auth::open(&args.auth, &args.jwt).await?;
    let listener = listen(args.listen)?;
    let address = listener.local_addr()?;
    let tls = Tls::open(&args.tls)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    if tls.is_none() && !address.ip().to_canonical().is_loopback() {
        tracing::warn!(
            "tokens and contacts cross the network in the clear, unless a proxy adds TLS"
        );
    }
    let url = format!("{scheme}://{address}");

    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.region = args.region;
    settings.sizes = args.limits.sizes();
    let own: PublicUrl = url.parse()?;
    let public_url = args.public_url.first().unwrap_or(&own);
    settings.public_url = public_url.as_str().to_owned();
    let people = People::open(store, settings).await?;
    if let Some(file) = &args.seed {
        let seed = Seed::from_json(&std::fs::read_to_string(file)?)?;
        let report = people.seed(seed).await?;
        eprintln!("seeded {report}");
    }

    let shutdown = shutdown()?;
    // Serving does not depend on somebody reading this.
    let token = match args.auth {
        auth::Mode::Dev => Token::Any,
        _ => Token::HandedOut,
    };
    writeln!(
        io::stdout(),
        "listening on {url}\n{}",
        welcome::lines(&url, args.contract, token)
    )
    .ok();
    let limits = args.limits.limits();
    let mut front = Front::with_limits(people, auth, limits.clone());
    let _metrics = match args.metrics {
        Some(address) => {
            let metrics = Metrics::new();
            front = front.with_metrics(metrics.clone());
            Some(serve_metrics(address, metrics).await?)
        }
        None => None,
    };
    let mut router = front.into_router();
    if let Token::Any = token {
        let check = HostCheck::new(&own);
        let add = |check: HostCheck, url| check.with_public_url(url);
        router = args.public_url.iter().fold(check, add).layer(router);
    }
    match tls {
        Some((tls, _upkeep)) => {
            people_server::serve_through(listener, tls, router, &limits, shutdown).await?;
        }
        None => people_server::serve_with(listener, router, &limits, shutdown).await?,
    }
    Ok(())
}

/// Listens with a long queue: a burst of connections that does not fit into it is found out by their
/// clients after a second, when they ask again.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    const QUEUE: u32 = 4096;

    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As after any start; on Windows it would mean something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Answers `/metrics` as long as what is returned is there.
async fn serve_metrics(address: SocketAddr, metrics: Metrics) -> io::Result<Serving> {
    let listener = listen(address)?;
    eprintln!("metrics on http://{}/metrics", listener.local_addr()?);
    let serving = people_server::serve(listener, metrics.into_router(), std::future::pending());
    Ok(Serving(tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!("metrics are not answered anymore: {error}");
        }
    })))
}

/// Serves until it is dropped.
struct Serving(tokio::task::JoinHandle<()>);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Completes when the process is asked to stop. The signals are caught from now on, not from the
/// first poll: whoever reads the address may stop the server at once.
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
    })
}

/// Any other address shall not become the name of a folder.
fn is_postgres(data: &str) -> bool {
    data.contains("://")
}

fn durability(name: &str) -> Result<Durability, String> {
    match name {
        "full" => Ok(Durability::Full),
        "relaxed" => Ok(Durability::Relaxed),
        _ => Err("durability is `full` or `relaxed`".to_owned()),
    }
}

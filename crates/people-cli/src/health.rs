//! `people health`: whether a server can answer calls.
use std::time::Duration;

use clap::Args as ClapArgs;
use people_http::BaseUrl;
use reqwest::{Client, Url};

use crate::{Outcome, name, output, trust};

#[derive(ClapArgs)]
pub(crate) struct Args {
    /// The address of the server.
    #[arg(env = "PEOPLE_URL", default_value = crate::demo::DEFAULT_URL, value_parser = name::url)]
    url: BaseUrl,
}

/// An answer that takes longer does not count.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) async fn run(args: Args) -> Outcome {
    let url: Url = args.url.as_str().parse()?;
    let url = url.join("/readyz")?;
    let client = Client::builder()
        .tls_backend_preconfigured(trust::tls_for(&url)?)
        .timeout(PATIENCE)
        .no_proxy()
        .build()?;
    let answer = client.get(url.clone()).send().await?;
    match answer.status() {
        status if status.is_success() => Ok(output::line("ready")?),
        status => Err(format!("{url} answers {status}").into()),
    }
}

use std::{error::Error, str::FromStr, time::Duration};

use opentelemetry::{KeyValue, trace::TracerProvider};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchSpanProcessor, SdkTracerProvider},
};
use reqwest::{Url, blocking::Client, redirect};
use tokio::task::spawn_blocking;
use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{Layer, filter::FilterFn, registry::LookupSpan};

use super::calls::Calls;
use crate::trust;

/// Where traces are sent.
#[derive(Clone, Debug)]
pub(crate) struct Collector(Url);

const TIMEOUT: Duration = Duration::from_secs(10);

impl FromStr for Collector {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let mut url: Url = url.parse().map_err(|_| "expected a URL")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("expected a URL with http or https");
        }
        // If the collector does not answer, the log names the address.
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
            return Err(
                "the URL has a user name or a password: put secrets into OTEL_EXPORTER_OTLP_HEADERS",
            );
        }
        // As OTLP says of an address for all that is sent.
        let mut path = url.path_segments_mut().map_err(|()| "expected a URL")?;
        path.pop_if_empty().extend(["v1", "traces"]);
        drop(path);
        Ok(Self(url))
    }
}

/// The traces of this process. The variables of OpenTelemetry, such as `OTEL_TRACES_SAMPLER`, apply to everything that
/// is not set here.
pub(crate) struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// Prepares to send. Only the first send shows whether the collector answers.
    ///
    /// # Errors
    ///
    /// When the machine's certificates cannot be read.
    pub(crate) async fn open(collector: &Collector) -> Result<Self, Box<dyn Error>> {
        let Collector(url) = collector.clone();
        let endpoint = url.to_string();
        // A blocking client has its own runtime, which must not be created inside another.
        let client = spawn_blocking(move || client(&url)).await?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client.map_err(|error| error as Box<dyn Error>)?)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(endpoint)
            .build()?;
        let resource = Resource::builder()
            .with_service_name("people")
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Calls(BatchSpanProcessor::builder(exporter).build()))
            .with_resource(resource)
            .build();
        Ok(Self { provider })
    }

    /// Turns spans of the server and its store into traces.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let ours = FilterFn::new(is_ours as fn(&Metadata<'_>) -> bool);
        tracing_opentelemetry::layer()
            .with_tracer(self.provider.tracer("people"))
            .with_location(false)
            .with_target(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(ours.with_max_level_hint(LevelFilter::DEBUG))
    }

    /// Sends the remaining spans. A collector that does not answer does not block the shutdown.
    pub(crate) async fn close(self) {
        let closed = spawn_blocking(move || self.provider.shutdown()).await;
        if let Ok(Err(error)) = closed {
            tracing::warn!("the last traces may not have been sent: {error}");
        }
    }
}

fn client(url: &Url) -> Result<Client, Box<dyn Error + Send + Sync>> {
    Ok(Client::builder()
        .tls_backend_preconfigured(trust::tls_for(url)?)
        .redirect(redirect::Policy::none())
        .timeout(TIMEOUT)
        .build()?)
}

/// Only spans, and only those of this project: the spans and events of a library could have secrets.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    let crates = ["people_server", "people_store"];
    !metadata.is_event()
        && *metadata.level() <= Level::DEBUG
        && crates
            .iter()
            .any(|name| metadata.target().starts_with(name))
}

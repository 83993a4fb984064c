//! What the server did, for Prometheus.
mod accept;
mod figures;

use std::{fmt, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderMap, header},
    routing::get,
};
use prometheus_client::{
    encoding::{EncodeLabel, EncodeLabelSet, LabelSetEncoder, prometheus_text, text},
    metrics::{
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

pub use self::figures::Figure;
use crate::called::Called;

use self::{accept::is_open_metrics, figures::Reading};

/// Counts and times of requests, for a [`Front`](crate::Front) that is
/// [configured](crate::Front::with_metrics) to keep them.
///
/// | metric | labels | |
/// |---|---|---|
/// | `people_request_duration_seconds` | `method`, `status` | a histogram: from the head of a request to its answer |
/// | `people_requests_in_flight` | | requests that are being answered |
/// | `people_calls_waiting` | | of them, those that wait for others to be answered |
/// | `people_build_info` | `version` | 1 |
///
/// The method of a request that reaches none is `none`; that of a batch is `batch`, and the calls in it
/// count too. No label says who called. Other numbers of the
/// process are added by [`with_figures`](Self::with_figures).
///
/// ```
/// let metrics = people_server::Metrics::new();
/// assert!(metrics.render().contains("people_requests_in_flight 0"));
/// ```
#[derive(Clone)]
pub struct Metrics {
    instruments: Arc<Instruments>,
}

/// What is measured, and where it is collected.
struct Instruments {
    registry: Registry,
    durations: Family<Labels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    waiting: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Labels {
    called: Called,
    status: u16,
}

impl EncodeLabelSet for Labels {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> fmt::Result {
        EncodeLabel::encode(&("method", self.called.name()), encoder.encode_label())?;
        EncodeLabel::encode(&("status", self.status), encoder.encode_label())
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::with_figures(Vec::new)
    }

    /// The same, with figures that are read again for every answer, such as those of the store.
    ///
    /// ```
    /// use people_server::{Figure, Metrics};
    ///
    /// let metrics = Metrics::with_figures(|| vec![Figure::counter("people_naps", "Naps that were taken", 3.0)]);
    /// assert!(metrics.render().contains("people_naps_total 3.0"));
    /// ```
    pub fn with_figures(read: impl Fn() -> Vec<Figure> + Send + Sync + 'static) -> Self {
        let durations = Family::new_with_constructor(histogram as fn() -> Histogram);
        let (in_flight, waiting) = (Gauge::default(), Gauge::default());
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Reading::new(read)));
        let ours = registry.sub_registry_with_prefix("people");
        ours.register_with_unit(
            "request_duration",
            "From the head of a request to its answer",
            Unit::Seconds,
            durations.clone(),
        );
        ours.register(
            "requests_in_flight",
            "Requests that are being answered",
            in_flight.clone(),
        );
        ours.register(
            "calls_waiting",
            "Calls that wait for others to be answered",
            waiting.clone(),
        );
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        ours.register("build", "The program", version);
        Self {
            instruments: Arc::new(Instruments {
                registry,
                durations,
                in_flight,
                waiting,
            }),
        }
    }

    /// All metrics, as OpenMetrics 1.0.
    pub fn render(&self) -> String {
        let mut text = String::new();
        // A text takes everything.
        text::encode(&mut text, &self.instruments.registry).unwrap_or_default();
        text
    }

    /// All metrics, in the text format 0.0.4 of Prometheus.
    pub fn render_plain(&self) -> String {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.instruments.registry).unwrap_or_default();
        text
    }

    /// Answers `/metrics`, as OpenMetrics where `Accept` asks for that, and else in the text of Prometheus.
    /// Serve it on a separate listener: only the operator should see how much is called.
    pub fn into_router(self) -> Router {
        const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        let render = move |headers: HeaderMap| {
            let (form, text) = match is_open_metrics(&headers) {
                true => (OPEN_METRICS, self.render()),
                false => (prometheus_text::CONTENT_TYPE, self.render_plain()),
            };
            async move {
                (
                    [(header::CONTENT_TYPE, form), (header::VARY, "accept")],
                    text,
                )
            }
        };
        Router::new().route("/metrics", get(render))
    }

    pub(crate) fn observe(&self, called: Called, status: u16, time: Duration) {
        let labels = Labels { called, status };
        let durations = self.instruments.durations.get_or_create(&labels);
        durations.observe(time.as_secs_f64());
    }

    /// Counts a request until what is returned is dropped.
    pub(crate) fn in_flight(&self) -> Counted {
        Counted::new(&self.instruments.in_flight)
    }

    /// Counts a call that waits, likewise.
    pub(crate) fn waiting(&self) -> Counted {
        Counted::new(&self.instruments.waiting)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// From a quarter of a millisecond to eight seconds.
fn histogram() -> Histogram {
    Histogram::new(exponential_buckets(0.000_25, 2.0, 16))
}

/// One more in a gauge.
pub(crate) struct Counted(Gauge);

impl Counted {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

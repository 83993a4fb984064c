//! Figures that are read when they are asked for.
use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
};

/// One number of [`Metrics`](crate::Metrics), as it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    name: &'static str,
    help: &'static str,
    kind: FigureKind,
    value: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FigureKind {
    Counter,
    Gauge,
}

impl Figure {
    /// A number that only grows while the process lives; `_total` is added to its name.
    pub fn counter(name: &'static str, help: &'static str, value: f64) -> Self {
        let kind = FigureKind::Counter;
        Self {
            name,
            help,
            kind,
            value,
        }
    }

    /// A number that grows and shrinks.
    pub fn gauge(name: &'static str, help: &'static str, value: f64) -> Self {
        let kind = FigureKind::Gauge;
        Self {
            name,
            help,
            kind,
            value,
        }
    }
}

/// Reads figures for every answer.
pub(super) struct Reading<F>(F);

impl<F: Fn() -> Vec<Figure> + Send + Sync + 'static> Reading<F> {
    pub(super) fn new(read: F) -> Self {
        Self(read)
    }
}

impl<F: Fn() -> Vec<Figure> + Send + Sync + 'static> Collector for Reading<F> {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for Figure {
            name,
            help,
            kind,
            value,
        } in (self.0)()
        {
            match kind {
                FigureKind::Counter => {
                    let counter = ConstCounter::new(value);
                    let kind = counter.metric_type();
                    counter.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
                }
                FigureKind::Gauge => {
                    let gauge = ConstGauge::new(value);
                    let kind = gauge.metric_type();
                    gauge.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
                }
            }
        }
        Ok(())
    }
}

impl<F> fmt::Debug for Reading<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

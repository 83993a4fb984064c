//! Traces for a collector that speaks OTLP, in builds with the feature `otel`.
//!
//! Without it the flag still exists, so that its user learns what is missing, but no collector
//! that it could name.
#[cfg(not(feature = "otel"))]
mod absent;
#[cfg(feature = "otel")]
mod calls;
#[cfg(feature = "otel")]
mod otlp;

#[cfg(not(feature = "otel"))]
pub(crate) use absent::{Collector, Traces};
#[cfg(feature = "otel")]
pub(crate) use otlp::{Collector, Traces};

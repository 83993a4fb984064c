//! Traces for a collector that speaks OTLP, in builds with the feature `otel`.
//!
//! Without it there is the flag, so that whoever sets it learns what is missing, and no collector
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

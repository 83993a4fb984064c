use std::time::Duration;

use opentelemetry::{
    Context, Key, KeyValue, Value,
    trace::{SpanKind, Status},
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{BatchSpanProcessor, Span, SpanData, SpanProcessor},
};

/// Gives the server's spans the names of OpenTelemetry, on their way to the collector.
#[derive(Debug)]
pub(super) struct Calls(pub(super) BatchSpanProcessor);

impl SpanProcessor for Calls {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.0.on_start(span, context);
    }

    fn on_end(&self, mut span: SpanData) {
        span.attributes.iter_mut().for_each(count);
        if span.name == "request" {
            translate(&mut span);
        }
        self.0.on_end(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

/// OpenTelemetry's numbers have a sign; those that come without one come as texts.
fn count(attribute: &mut KeyValue) {
    let counts = ["commits", "status", "writes"];
    if counts.contains(&attribute.key.as_str())
        && let Ok(number) = attribute.value.as_str().parse::<i64>()
    {
        attribute.value = number.into();
    }
}

fn translate(span: &mut SpanData) {
    const STATUS: Key = Key::from_static_str("http.response.status_code");

    span.span_kind = SpanKind::Server;
    if let Some(method) = take(span, "method") {
        span.name = method.as_str().into_owned().into();
    }
    let Some(status) = take(span, "status") else {
        return;
    };
    if matches!(status, Value::I64(500..)) {
        span.status = Status::error("");
    }
    span.attributes.push(KeyValue::new(STATUS, status));
}

fn take(span: &mut SpanData, name: &str) -> Option<Value> {
    let mut attributes = span.attributes.iter();
    let place = attributes.position(|attribute| attribute.key.as_str() == name)?;
    Some(span.attributes.swap_remove(place).value)
}

//! Which of the two texts a caller of `/metrics` asks for.
use axum::http::{HeaderMap, header};

/// Whether OpenMetrics is named, and the text of Prometheus is not preferred to it (RFC 9110, 12.5.1).
pub(super) fn is_open_metrics(headers: &HeaderMap) -> bool {
    let weight = |wanted: &str| {
        let values = headers.get_all(header::ACCEPT).iter();
        let ranges = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        let weights = ranges.filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let is_it = parts.next()?.eq_ignore_ascii_case(wanted);
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            is_it.then_some(weight.unwrap_or(1.0))
        });
        weights.fold(0.0, f32::max)
    };
    let open_metrics = weight("application/openmetrics-text");
    open_metrics > 0.0 && open_metrics >= weight("text/plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_prometheus_is_for_all_that_do_not_ask_for_openmetrics() {
        for (accept, expected) in [
            ("", false),
            ("*/*", false),
            ("text/plain", false),
            ("application/openmetrics-text", true),
            // As Prometheus asks.
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                true,
            ),
            ("application/openmetrics-text;q=0.2, text/plain", false),
            ("application/openmetrics-text;q=0", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().expect("a value"));
            assert_eq!(is_open_metrics(&headers), expected, "{accept}");
        }
        assert!(!is_open_metrics(&HeaderMap::new()));
    }
}

//! Metrics of every server: requests by route and status, and their durations.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::Text;

/// Upper bounds of the buckets of durations, in microseconds, and as they are written, in seconds.
const BUCKETS: [(u128, &str); 9] = [
    (1_000, "0.001"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (500_000, "0.5"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (10_000_000, "10"),
];

/// Metrics of requests since the server started.
#[derive(Debug, Default)]
pub struct RequestMetrics {
    series: Mutex<Series>,
}

#[derive(Debug, Default)]
struct Series {
    requests: BTreeMap<(String, u16), u64>,
    durations: BTreeMap<String, Durations>,
}

#[derive(Debug, Default)]
struct Durations {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    microseconds: u128,
}

impl RequestMetrics {
    /// Records a request.
    pub fn record(&self, route: &str, status: u16, took: Duration) {
        let mut series = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        *series
            .requests
            .entry((route.to_owned(), status))
            .or_default() += 1;
        let durations = series.durations.entry(route.to_owned()).or_default();
        let microseconds = took.as_micros();
        durations.count += 1;
        durations.microseconds += microseconds;
        let within = BUCKETS.iter().zip(&mut durations.buckets);
        for (_, bucket) in within.filter(|((bound, _), _)| microseconds <= *bound) {
            *bucket += 1;
        }
    }

    /// Writes them.
    pub fn write(&self, text: &mut Text) {
        let series = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        series.write(text);
    }
}

impl Series {
    fn write(&self, text: &mut Text) {
        text.head(
            "knelpunt_http_requests_total",
            "counter",
            "Requests by route and status",
        );
        for ((route, status), count) in &self.requests {
            text.line(format_args!(
                "knelpunt_http_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            ));
        }
        let name = "knelpunt_http_request_duration_seconds";
        text.head(
            name,
            "histogram",
            "Time until an answer was whole, by route",
        );
        for (route, durations) in &self.durations {
            for ((_, bound), count) in BUCKETS.iter().zip(durations.buckets) {
                text.line(format_args!(
                    "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}"
                ));
            }
            let (count, sum) = (durations.count, durations.microseconds);
            text.line(format_args!(
                "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"
            ));
            let (seconds, rest) = (sum / 1_000_000, sum % 1_000_000);
            text.line(format_args!(
                "{name}_sum{{route=\"{route}\"}} {seconds}.{rest:06}"
            ));
            text.line(format_args!("{name}_count{{route=\"{route}\"}} {count}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status_and_by_duration() {
        let metrics = RequestMetrics::default();
        metrics.record("/v1/summary", 200, Duration::from_millis(5));
        metrics.record("/v1/summary", 200, Duration::from_micros(1_250_001));
        metrics.record("/v1/summary", 400, Duration::ZERO);
        let mut text = Text::default();
        metrics.write(&mut text);
        let text = text.into_string();
        for line in [
            "knelpunt_http_requests_total{route=\"/v1/summary\",status=\"200\"} 2",
            "knelpunt_http_requests_total{route=\"/v1/summary\",status=\"400\"} 1",
            "knelpunt_http_request_duration_seconds_bucket{route=\"/v1/summary\",le=\"0.001\"} 1",
            "knelpunt_http_request_duration_seconds_bucket{route=\"/v1/summary\",le=\"0.005\"} 2",
            "knelpunt_http_request_duration_seconds_bucket{route=\"/v1/summary\",le=\"5\"} 3",
            "knelpunt_http_request_duration_seconds_bucket{route=\"/v1/summary\",le=\"+Inf\"} 3",
            "knelpunt_http_request_duration_seconds_sum{route=\"/v1/summary\"} 1.255001",
            "knelpunt_http_request_duration_seconds_count{route=\"/v1/summary\"} 3",
        ] {
            assert!(
                text.lines().any(|written| written == line),
                "{line} is not in\n{text}"
            );
        }
    }
}

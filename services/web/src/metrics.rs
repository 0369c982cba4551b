//! What operators count: requests by route and status, how long they took, and how the views stand, in the text
//! format of Prometheus.

use std::{
    collections::BTreeMap,
    fmt::{Display, Write as _},
    sync::{Mutex, PoisonError},
};

use views::{Health, LogState, ViewsState};

/// Upper bounds of the buckets of durations, in microseconds, and as they are written, in seconds.
const BUCKETS: [(i64, &str); 9] = [
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

/// Counts since the start of the server.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(String, u16), u64>,
    durations: BTreeMap<String, Durations>,
}

#[derive(Debug, Default)]
struct Durations {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    microseconds: i64,
}

/// How the views stand, as far as that is known.
pub(crate) struct Standing<'a> {
    pub(crate) health: Health,
    pub(crate) log: LogState,
    pub(crate) views: Option<ViewsState>,
    pub(crate) version: &'a str,
}

impl Metrics {
    /// Counts a request; a clock that was set back makes it one of no time.
    pub(crate) fn count(&self, route: &str, status: u16, microseconds: i64) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted
            .requests
            .entry((route.to_owned(), status))
            .or_default() += 1;
        let durations = counted.durations.entry(route.to_owned()).or_default();
        let microseconds = microseconds.max(0);
        durations.count += 1;
        durations.microseconds += microseconds;
        let within = BUCKETS.iter().zip(&mut durations.buckets);
        for (_, bucket) in within.filter(|((bound, _), _)| microseconds <= *bound) {
            *bucket += 1;
        }
    }

    /// Writes all of it out.
    pub(crate) fn exposition(&self, standing: &Standing<'_>) -> String {
        let mut text = Text::default();
        standing.write(&mut text);
        self.counted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(&mut text);
        text.0
    }
}

impl Standing<'_> {
    fn write(&self, text: &mut Text) {
        let ready = u8::from(matches!(self.health, Health::Ready | Health::Degraded));
        text.gauge(
            "knelpunt_ready",
            "1 when questions are answered from a log that is followed",
            ready,
        );
        let last_sequence = self.log.stream.as_ref().map(|stream| stream.last_sequence);
        if let Some(last) = last_sequence {
            text.gauge(
                "knelpunt_last_sequence",
                "Last sequence of the stream",
                last,
            );
        }
        let Some(views) = &self.views else { return };
        text.gauge(
            "knelpunt_position",
            "Last sequence folded into the views",
            views.position,
        );
        if let Some(last) = last_sequence {
            let lag = last.saturating_sub(views.position);
            text.gauge(
                "knelpunt_lag",
                "Sequences of the stream not folded yet",
                lag,
            );
        }
        text.gauge(
            "knelpunt_quarantined",
            "Messages that are no valid events",
            views.quarantined,
        );
        text.gauge(
            "knelpunt_duplicates",
            "Messages that brought nothing new",
            views.duplicates,
        );
        text.gauge(
            "knelpunt_conflicts",
            "Contents under a key that has another",
            views.conflicts,
        );
        let versions = &views.versions;
        text.head("knelpunt_build_info", "gauge", "Versions; always 1");
        text.line(format_args!(
            "knelpunt_build_info{{version=\"{}\",fold=\"{}\",register=\"{}\",catalogue=\"{}\"}} 1",
            self.version, versions.fold, versions.register, versions.catalogue
        ));
    }
}

impl Counted {
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

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: impl Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}."));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.head(name, "gauge", help);
        self.line(format_args!("{name} {value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Standing<'static> {
        let stream = views::StreamState {
            name: "KNELPUNTEN".to_owned(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            last_sequence: 12,
        };
        Standing {
            health: Health::Degraded,
            log: LogState {
                stream: Some(stream),
                ..LogState::default()
            },
            views: Some(ViewsState {
                position: 10,
                digest: String::new(),
                checkpoints: Vec::new(),
                versions: views::Versions {
                    fold: "1".to_owned(),
                    register: "r".to_owned(),
                    catalogue: "c".to_owned(),
                },
                duplicates: 3,
                conflicts: 2,
                quarantined: 1,
            }),
            version: "0.1.0",
        }
    }

    #[track_caller]
    fn check(text: &str, line: &str) {
        assert!(
            text.lines().any(|held| held == line),
            "{line} is not in\n{text}"
        );
    }

    #[test]
    fn the_views_are_shown_as_they_stand() {
        let text = Metrics::default().exposition(&standing());
        for line in [
            "knelpunt_ready 1",
            "knelpunt_position 10",
            "knelpunt_last_sequence 12",
            "knelpunt_lag 2",
            "knelpunt_quarantined 1",
            "knelpunt_duplicates 3",
            "knelpunt_conflicts 2",
            "# TYPE knelpunt_lag gauge",
            "knelpunt_build_info{version=\"0.1.0\",fold=\"1\",register=\"r\",catalogue=\"c\"} 1",
        ] {
            check(&text, line);
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let unknown = Standing {
            health: Health::Rebuilding,
            log: LogState::default(),
            views: None,
            version: "",
        };
        let text = Metrics::default().exposition(&unknown);
        check(&text, "knelpunt_ready 0");
        assert!(!text.contains("knelpunt_position") && !text.contains("knelpunt_lag"));
    }

    #[test]
    fn requests_are_counted_by_route_and_status_and_fall_into_buckets() {
        let metrics = Metrics::default();
        metrics.count("/v1/summary", 200, 5_000);
        metrics.count("/v1/summary", 200, 1_250_001);
        metrics.count("/v1/summary", 400, -7);
        let text = metrics.exposition(&standing());
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
            check(&text, line);
        }
    }
}

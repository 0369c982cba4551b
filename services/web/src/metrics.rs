//! The metrics of the views.

use httpd::Text;
use jiff::Timestamp;
use questions::Totals;
use views::{Health, LogState, ViewsStatus};

/// The state of the views, as far as it is known.
pub(crate) struct ViewsMetrics<'a> {
    pub(crate) health: Health,
    pub(crate) log: LogState,
    pub(crate) now: Timestamp,
    pub(crate) views: Option<ViewsStatus>,
    pub(crate) version: &'a str,
    /// The readers of live changes that are connected.
    pub(crate) change_readers: usize,
}

impl ViewsMetrics<'_> {
    /// Writes the metrics.
    pub(crate) fn write(&self, text: &mut Text) {
        let ready = u8::from(matches!(self.health, Health::Ready | Health::Degraded));
        text.gauge(
            "knelpunt_ready",
            "1 when the views answer and follow the log",
            ready,
        );
        let last_sequence = self.log.last_sequence();
        if let Some(last) = last_sequence {
            text.gauge(
                "knelpunt_last_sequence",
                "Last sequence of the stream",
                last,
            );
        }
        self.write_age(text);
        text.gauge(
            "knelpunt_change_readers",
            "Connected readers of live changes",
            self.change_readers,
        );
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
            "Messages in quarantine",
            views.quarantined,
        );
        text.counter(
            "knelpunt_duplicates_total",
            "Messages that repeated a content",
            views.duplicates,
        );
        text.counter(
            "knelpunt_conflicts_total",
            "Contents that lost to another under the same event key",
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

impl ViewsMetrics<'_> {
    /// Writes how long nothing has arrived: by the clock of the server of the log, and none before the first message.
    fn write_age(&self, text: &mut Text) {
        let stream = self.log.stream.as_ref();
        let Some(stored_at) = stream.and_then(|stream| stream.last_stored_at) else {
            return;
        };
        let age = self.now.duration_since(stored_at).as_secs().max(0);
        text.gauge(
            "knelpunt_last_event_age_seconds",
            "Time since the stream stored its last message",
            age,
        );
    }
}

/// The totals of every group of one attribute.
pub(crate) type GroupTotals = Vec<(Option<String>, Totals)>;

/// Name, kind, help and value of a metric of a group.
type TotalsMetric = (&'static str, &'static str, &'static str, fn(&Totals) -> u64);

/// Writes the totals by category and by province: as many series as the register has of either.
pub(crate) fn write_totals(by_category: &GroupTotals, by_province: &GroupTotals, text: &mut Text) {
    let metrics: [TotalsMetric; 4] = [
        ("open", "gauge", "Knelpunten that are open", |totals| {
            totals.open
        }),
        (
            "persisting",
            "gauge",
            "Open knelpunten that persist",
            |totals| totals.persisting,
        ),
        (
            "opened_total",
            "counter",
            "Episodes that ever opened; fewer only after a withdrawal or a merge",
            |totals| totals.opened,
        ),
        (
            "resolved_total",
            "counter",
            "Episodes that ended; fewer only after a correction",
            |totals| totals.resolved,
        ),
    ];
    for (label, groups) in [("category", by_category), ("province", by_province)] {
        for (name, kind, help, value) in metrics {
            let name = format!("knelpunt_{label}_{name}");
            text.head(&name, kind, &format!("{help}, by {label}"));
            for (code, totals) in groups {
                let code = code.as_deref().unwrap_or("none");
                let value = value(totals);
                text.line(format_args!("{name}{{{label}=\"{code}\"}} {value}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics() -> ViewsMetrics<'static> {
        let stream = views::StreamState {
            name: "KNELPUNTEN".to_owned(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            last_sequence: 12,
            last_stored_at: Some(jiff::Timestamp::UNIX_EPOCH),
        };
        ViewsMetrics {
            health: Health::Degraded,
            now: jiff::Timestamp::from_second(90).unwrap(),
            log: LogState {
                connected: true,
                stream: Some(stream),
                ..LogState::default()
            },
            views: Some(ViewsStatus {
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
            change_readers: 4,
        }
    }

    fn written(metrics: &ViewsMetrics<'_>) -> String {
        let mut text = Text::default();
        metrics.write(&mut text);
        text.into_string()
    }

    #[track_caller]
    fn check(text: &str, line: &str) {
        assert!(
            text.lines().any(|written| written == line),
            "{line} is not in\n{text}"
        );
    }

    #[test]
    fn the_state_of_the_views_is_written() {
        let text = written(&metrics());
        for line in [
            "knelpunt_ready 1",
            "knelpunt_position 10",
            "knelpunt_last_sequence 12",
            "knelpunt_lag 2",
            "knelpunt_last_event_age_seconds 90",
            "knelpunt_change_readers 4",
            "knelpunt_quarantined 1",
            "# TYPE knelpunt_duplicates_total counter",
            "knelpunt_duplicates_total 3",
            "knelpunt_conflicts_total 2",
            "# TYPE knelpunt_lag gauge",
            "knelpunt_build_info{version=\"0.1.0\",fold=\"1\",register=\"r\",catalogue=\"c\"} 1",
        ] {
            check(&text, line);
        }
    }

    #[test]
    fn unknown_values_are_left_out() {
        let unknown = ViewsMetrics {
            health: Health::Rebuilding,
            log: LogState::default(),
            now: jiff::Timestamp::UNIX_EPOCH,
            views: None,
            version: "",
            change_readers: 0,
        };
        let text = written(&unknown);
        check(&text, "knelpunt_ready 0");
        for name in [
            "knelpunt_position",
            "knelpunt_lag",
            "knelpunt_last_event_age",
        ] {
            assert!(!text.contains(name), "{name}");
        }
    }
}

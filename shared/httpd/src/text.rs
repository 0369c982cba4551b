//! The text format of Prometheus, version 0.0.4.
//!
//! This and `request_metrics` are our own code, 136 lines without tests. `prometheus-client` 0.26 writes `OpenMetrics`
//! only: its `# TYPE knelpunt_http_requests` names no series in this format, so that `knelpunt_http_requests_total` would
//! lose its type, and `le="1"` would become `le="1.0"`, another series. `prometheus` 0.14 keeps names, types and labels in
//! 71 lines, but each gauge could then fail, and its last release is of March 2025.

use std::fmt::{Display, Write as _};

/// A text of metrics.
#[derive(Debug, Default)]
pub struct Text(String);

impl Text {
    /// Adds a line.
    pub fn line(&mut self, line: impl Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// Adds the head of a metric; `help` is a sentence without its full stop.
    pub fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}."));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    /// Adds a gauge that has one value.
    pub fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.head(name, "gauge", help);
        self.line(format_args!("{name} {value}"));
    }

    /// Adds a counter that has one value; its name ends in `_total`, by the conventions of Prometheus.
    pub fn counter(&mut self, name: &str, help: &str, value: impl Display) {
        debug_assert!(name.ends_with("_total"), "{name} is a counter");
        self.head(name, "counter", help);
        self.line(format_args!("{name} {value}"));
    }

    /// Returns the text.
    pub fn into_string(self) -> String {
        self.0
    }
}

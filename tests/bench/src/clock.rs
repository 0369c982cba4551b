//! The clock of measurements, read here and nowhere else.

use std::time::{Duration, Instant};

use jiff::civil::Date;

/// A stopwatch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    #[expect(
        clippy::disallowed_methods,
        reason = "this program measures time; this is the only place that reads the clock"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Starts at an instant of the timer.
    pub(crate) fn since(moment: tokio::time::Instant) -> Self {
        Self(moment.into_std())
    }

    /// Returns the time since the start.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Returns today's date in Europe/Amsterdam; none if the clock is far off.
#[expect(
    clippy::disallowed_methods,
    reason = "figures have their date; this is the only place that reads the clock"
)]
pub(crate) fn today() -> Option<Date> {
    model::Instant::from_timestamp(jiff::Timestamp::now()).map(model::Instant::day)
}

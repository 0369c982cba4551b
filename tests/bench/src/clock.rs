//! The clock that things are measured by, read here and nowhere else.

use std::time::{Duration, Instant};

use jiff::civil::Date;

/// What measures how long something takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    #[expect(
        clippy::disallowed_methods,
        reason = "to measure is what this program is for; this is the clock's one home"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Measures from a moment of the timer on.
    pub(crate) fn since(moment: tokio::time::Instant) -> Self {
        Self(moment.into_std())
    }

    /// Gives the time since the start.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Gives the day on which figures are taken, in Europe/Amsterdam; none of a clock that is far off.
#[expect(
    clippy::disallowed_methods,
    reason = "figures carry their date; this is the clock's one home"
)]
pub(crate) fn today() -> Option<Date> {
    model::Instant::from_timestamp(jiff::Timestamp::now()).map(model::Instant::day)
}

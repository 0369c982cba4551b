//! Durations, and their percentiles.

use std::{fmt, time::Duration};

/// Durations of the same thing, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    /// Returns the smallest duration that `percent` of all do not exceed (nearest rank); zero if there are none.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// Returns the longest; zero if there are none.
    pub(crate) fn max(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }

    /// Counts them.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<T: IntoIterator<Item = Duration>>(durations: T) -> Self {
        let mut durations: Vec<Duration> = durations.into_iter().collect();
        durations.sort_unstable();
        Self(durations)
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, max] =
            [self.percentile(50), self.percentile(99), self.max()].map(milliseconds);
        write!(to, "{p50:.1} · {p99:.1} · {max:.1} ms")
    }
}

/// Returns a duration in milliseconds.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_durations_that_occurred() {
        let latencies: Latencies = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(latencies.percentile(50), Duration::from_millis(100));
        assert_eq!(latencies.percentile(99), Duration::from_millis(198));
        assert_eq!(latencies.max(), Duration::from_millis(200));
        assert_eq!(latencies.to_string(), "100.0 · 198.0 · 200.0 ms");
    }

    #[test]
    fn every_percentile_of_one_duration_is_that_duration() {
        let latencies: Latencies = [Duration::from_millis(3)].into_iter().collect();
        assert_eq!(latencies.percentile(1), Duration::from_millis(3));
        assert_eq!(latencies.percentile(99), Duration::from_millis(3));
    }
}

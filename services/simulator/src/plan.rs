//! Plans of simulated histories.

use std::ops::RangeInclusive;

use jiff::{ToSpan as _, civil::Date};

use crate::parameters::PARAMETERS;

/// The possible lengths of a history in years; the register does not cover more.
pub const YEARS: RangeInclusive<u8> = 1..=20;

/// The possible years of the last day, which contract and register cover.
///
/// Twenty years and the longest `knownSince` before the first one is still after 1970, where the contract begins.
pub const UNTIL: RangeInclusive<i16> = 2000..=2199;

/// Maximum number of events: each takes about 160 bytes of memory.
pub const EVENTS_LIMIT: usize = 100_000_000;

/// The size, length, end and seed of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationPlan {
    pub(crate) events: usize,
    pub(crate) years: u8,
    pub(crate) seed: u64,
    pub(crate) until: Date,
    /// How fast knelpunten with support are solved, in percent of what is usual; without it nobody receives any.
    pub(crate) support_percent: Option<usize>,
}

/// Why a history cannot be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The number of years is 0 or too large.
    #[error("cannot plan a history of {0} years: use {first} to {last}", first = YEARS.start(), last = YEARS.end())]
    Years(u8),
    /// The last day is outside the possible years.
    #[error("cannot plan a history until {0}: use a day from {first} to {last}", first = UNTIL.start(), last = UNTIL.end())]
    Until(Date),
    /// There are too many events.
    #[error("cannot plan a history of {0} events: use at most {EVENTS_LIMIT}")]
    Events(usize),
}

impl SimulationPlan {
    /// Creates a plan of `events` events over the `years` years before the day `until` (Europe/Amsterdam).
    ///
    /// Another `seed` gives another history of the same kind.
    ///
    /// # Errors
    ///
    /// When there are more than [`EVENTS_LIMIT`], or `years` is not in [`YEARS`], or `until` not in [`UNTIL`].
    pub fn new(events: usize, years: u8, seed: u64, until: Date) -> Result<Self, PlanError> {
        if events > EVENTS_LIMIT {
            return Err(PlanError::Events(events));
        }
        if !YEARS.contains(&years) {
            return Err(PlanError::Years(years));
        }
        if !UNTIL.contains(&until.year()) {
            return Err(PlanError::Until(until));
        }
        Ok(Self {
            events,
            years,
            seed,
            until,
            support_percent: None,
        })
    }

    /// Adds support: knelpunten of municipalities that received it are solved at this percentage of the usual rate, in
    /// every week from then on, so that 150 is a hazard ratio of 1.5, and 100 no effect.
    #[must_use]
    pub const fn with_support(self, percent: usize) -> Self {
        Self {
            support_percent: Some(percent),
            ..self
        }
    }

    /// Creates the plan of the history that `knelpunt up --demo` shows, up to the day `until`.
    ///
    /// # Errors
    ///
    /// When `until` is not in [`UNTIL`].
    pub fn demo(until: Date) -> Result<Self, PlanError> {
        let demo = &PARAMETERS.demo;
        Self::new(demo.events, demo.years, demo.seed, until)
    }

    /// Returns the number of events.
    pub const fn events(&self) -> usize {
        self.events
    }

    /// Returns the first day.
    pub(crate) fn start(&self) -> Date {
        self.until.saturating_sub(i32::from(self.years).years())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(years: u8, until: &str, expected: Result<(), &str>) {
        let plan = SimulationPlan::new(1, years, 0, until.parse().unwrap());
        assert_eq!(
            plan.map(|_| ()).map_err(|error| error.to_string()),
            expected.map_err(str::to_owned)
        );
    }

    #[test]
    fn a_plan_is_limited_to_years_that_the_contract_covers() {
        check(1, "2000-01-01", Ok(()));
        check(20, "2199-12-31", Ok(()));
        check(
            0,
            "2013-01-01",
            Err("cannot plan a history of 0 years: use 1 to 20"),
        );
        check(
            21,
            "2013-01-01",
            Err("cannot plan a history of 21 years: use 1 to 20"),
        );
        check(
            4,
            "1999-12-31",
            Err("cannot plan a history until 1999-12-31: use a day from 2000 to 2199"),
        );
    }

    #[test]
    fn a_history_that_ends_on_a_leap_day_starts_on_a_day_that_exists() {
        let plan = SimulationPlan::new(1, 1, 0, "2024-02-29".parse().unwrap()).unwrap();
        assert_eq!(plan.start().to_string(), "2023-02-28");
    }
}

//! What a history is asked to be.

use std::ops::RangeInclusive;

use jiff::{ToSpan as _, civil::Date};

use crate::parameters::PARAMETERS;

/// How many years a history may span: municipalities are not known for more.
pub const YEARS: RangeInclusive<u8> = 1..=20;

/// The years in which the last day may lie, which are those that contract and register can speak of.
///
/// The first less twenty years and the longest `knownSince` is still after 1970, where the contract begins.
pub const UNTIL: RangeInclusive<i16> = 2000..=2199;

/// The most events that are made up: each takes some 160 bytes of memory.
pub const EVENTS_LIMIT: usize = 100_000_000;

/// How long a history is, and which of all possible ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationPlan {
    pub(crate) events: usize,
    pub(crate) years: u8,
    pub(crate) seed: u64,
    pub(crate) until: Date,
}

/// Fails when no history can be made as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The number of years is 0, or more than municipalities are known for.
    #[error("plan a history of {0} years: give {first} to {last}", first = YEARS.start(), last = YEARS.end())]
    Years(u8),
    /// The last day lies outside what the contract and the register can speak of.
    #[error("plan a history until {0}: give a day from {first} to {last}", first = UNTIL.start(), last = UNTIL.end())]
    Until(Date),
    /// There are more events than memory is meant for.
    #[error("plan a history of {0} events: give at most {EVENTS_LIMIT}")]
    Events(usize),
}

impl SimulationPlan {
    /// Plans `events` events over the `years` years that end where the day `until` begins, in Europe/Amsterdam.
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
        })
    }

    /// Plans the history that `knelpunt up --demo` shows, up to the day `until`.
    ///
    /// # Errors
    ///
    /// When `until` is not in [`UNTIL`].
    pub fn demo(until: Date) -> Result<Self, PlanError> {
        let demo = &PARAMETERS.demo;
        Self::new(demo.events, demo.years, demo.seed, until)
    }

    /// Returns how many events it has.
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
    fn a_plan_has_years_and_a_day_that_the_contract_can_speak_of() {
        check(1, "2000-01-01", Ok(()));
        check(20, "2199-12-31", Ok(()));
        check(
            0,
            "2013-01-01",
            Err("plan a history of 0 years: give 1 to 20"),
        );
        check(
            21,
            "2013-01-01",
            Err("plan a history of 21 years: give 1 to 20"),
        );
        check(
            4,
            "1999-12-31",
            Err("plan a history until 1999-12-31: give a day from 2000 to 2199"),
        );
    }

    #[test]
    fn a_history_that_ends_on_a_leap_day_starts_on_a_day_that_is() {
        let plan = SimulationPlan::new(1, 1, 0, "2024-02-29".parse().unwrap()).unwrap();
        assert_eq!(plan.start().to_string(), "2023-02-28");
    }
}

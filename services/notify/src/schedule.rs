//! When something is sent, and when it is tried again. Pure: the current time is an argument.

use std::time::Duration;

use jiff::{ToSpan as _, civil::Weekday};
use model::{AMSTERDAM, Instant};

/// The first and the longest time after which a failed attempt is repeated.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_hours(1);

/// When a destination gets its alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// As soon as they are found.
    AtOnce,
    /// Every day at an hour in Europe/Amsterdam.
    Daily {
        /// From 0 to 23.
        hour: i8,
    },
    /// Every week on a day at an hour in Europe/Amsterdam.
    Weekly {
        /// The day.
        weekday: Weekday,
        /// From 0 to 23.
        hour: i8,
    },
}

impl Schedule {
    /// Returns when an alert that was found at a moment is due: then, or at the next hour of the schedule.
    pub(crate) fn due(self, found_at: Instant) -> Instant {
        let (hour, weekday) = match self {
            Self::AtOnce => return found_at,
            Self::Daily { hour } => (hour, None),
            Self::Weekly { weekday, hour } => (hour, Some(weekday)),
        };
        let mut day = found_at.day();
        loop {
            let is_day = weekday.is_none_or(|weekday| day.weekday() == weekday);
            let due = AMSTERDAM.to_timestamp(day.at(hour, 0, 0, 0));
            let due = due.ok().and_then(Instant::from_timestamp);
            match due {
                Some(due) if is_day && due >= found_at => return due,
                _ => {}
            }
            // The calendar ends in the year 9999.
            let Ok(next) = day.checked_add(1.day()) else {
                return found_at;
            };
            day = next;
        }
    }
}

/// Returns how long to wait after some failures in a row: a second, doubled with each, up to an hour.
pub(crate) fn retry_after(failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    FIRST_RETRY.saturating_mul(doubled).min(LONGEST_RETRY)
}

/// Returns how long it takes from a moment until another, zero if that was before.
pub(crate) fn time_until(moment: Instant, now: Instant) -> Duration {
    Duration::from_micros(u64::try_from(moment.since(now)).unwrap_or(0))
}

/// Returns the beginning of the next day in Europe/Amsterdam.
pub(crate) fn next_day(now: Instant) -> Option<Instant> {
    Instant::start_of(now.day().checked_add(1.day()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schedule: Schedule, found_at: &str, due: &str) {
        let [found_at, due] = [found_at, due].map(|text| Instant::parse(text).unwrap());
        assert_eq!(schedule.due(found_at), due);
    }

    #[test]
    fn a_digest_is_due_at_the_next_hour_in_amsterdam_summer_and_winter() {
        let daily = Schedule::Daily { hour: 8 };
        check(daily, "2026-03-28T06:59:00Z", "2026-03-28T07:00:00Z");
        check(daily, "2026-03-28T07:00:00Z", "2026-03-28T07:00:00Z");
        check(daily, "2026-03-28T07:00:01Z", "2026-03-29T06:00:00Z");
        let weekly = Schedule::Weekly {
            weekday: Weekday::Monday,
            hour: 8,
        };
        check(weekly, "2026-10-19T06:00:01Z", "2026-10-26T07:00:00Z");
        check(
            Schedule::AtOnce,
            "2026-10-19T06:00:01Z",
            "2026-10-19T06:00:01Z",
        );
    }

    #[test]
    fn an_hour_that_a_day_lacks_is_the_next_one() {
        let daily = Schedule::Daily { hour: 2 };
        check(daily, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z");
    }

    #[test]
    fn attempts_are_repeated_ever_less_often_up_to_once_an_hour() {
        let seconds = [1, 2, 3, 4, 12, 13, 99].map(|failures| retry_after(failures).as_secs());
        assert_eq!(seconds, [1, 2, 4, 8, 2048, 3600, 3600]);
    }

    #[test]
    fn a_day_begins_at_midnight_in_amsterdam() {
        let now = Instant::parse("2026-06-30T22:30:00Z").unwrap();
        assert_eq!(next_day(now), Instant::parse("2026-07-01T22:00:00Z"));
        assert_eq!(time_until(now, now.plus_microseconds(5)), Duration::ZERO);
    }
}

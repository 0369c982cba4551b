//! The numbered days of a plan, each with its date and first microsecond.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use model::Instant;

/// Days before the plan that have numbers too, for `knownSince` dates.
const BEFORE_DAYS: usize = 1_000;

/// Office hours, in seconds of the day.
pub(crate) const OFFICE: std::ops::RangeInclusive<usize> = 8 * 3_600 + 1_800..=17 * 3_600;

const MICROSECONDS: i64 = 1_000_000;

/// Every day from some years before the plan to its end, by number.
#[derive(Debug)]
pub(crate) struct Calendar {
    days: Vec<(Date, Instant)>,
    start_day: usize,
}

impl Calendar {
    /// Creates the calendar of a plan from `start` to before `until`.
    pub(crate) fn new(start: Date, until: Date) -> Self {
        let first = start.saturating_sub(i64::try_from(BEFORE_DAYS).unwrap_or_default().days());
        let days = first
            .series(1.days())
            .take_while(|date| *date <= until)
            .map(|date| (date, Instant::start_of(date).unwrap_or(Instant::EARLIEST)))
            .collect();
        Self {
            days,
            start_day: BEFORE_DAYS,
        }
    }

    /// Returns the number of the plan's first day.
    pub(crate) const fn start_day(&self) -> usize {
        self.start_day
    }

    /// Returns the number of the first day after the plan.
    pub(crate) fn end_day(&self) -> usize {
        self.days.len() - 1
    }

    /// Returns the first microsecond after the plan.
    pub(crate) fn end(&self) -> Instant {
        self.at(self.end_day(), 0)
    }

    /// Returns the date of a day, at most that of the plan's end.
    pub(crate) fn date(&self, day: usize) -> Date {
        self.days[day.min(self.end_day())].0
    }

    /// Returns the instant some seconds after the start of a day, at most of the plan's end.
    pub(crate) fn at(&self, day: usize, seconds: usize) -> Instant {
        let start = self.days[day.min(self.end_day())].1;
        start.plus_microseconds(i64::try_from(seconds).unwrap_or_default() * MICROSECONDS)
    }

    /// Returns the number of a date; `None` outside the plan.
    pub(crate) fn find(&self, date: Date) -> Option<usize> {
        let day = self
            .days
            .binary_search_by_key(&date, |(date, _)| *date)
            .ok()?;
        (self.start_day()..self.end_day())
            .contains(&day)
            .then_some(day)
    }

    /// Returns the day itself, or the next Monday if it is in a weekend.
    pub(crate) fn working_day(&self, day: usize) -> usize {
        match self.date(day).weekday() {
            Weekday::Saturday => day + 2,
            Weekday::Sunday => day + 1,
            _ => day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar::new("2013-02-01".parse().unwrap(), "2014-02-01".parse().unwrap())
    }

    #[test]
    fn the_plan_runs_from_its_first_day_to_before_its_last() {
        let calendar = calendar();
        assert_eq!(calendar.end_day() - calendar.start_day(), 365);
        assert_eq!(
            calendar.date(calendar.start_day()).to_string(),
            "2013-02-01"
        );
        assert_eq!(calendar.end().to_string(), "2014-01-31T23:00:00Z");
        assert_eq!(calendar.find("2014-02-01".parse().unwrap()), None);
        assert_eq!(calendar.find("2013-01-31".parse().unwrap()), None);
    }

    #[test]
    fn weekends_are_skipped() {
        let calendar = calendar();
        let saturday = calendar.find("2013-02-09".parse().unwrap()).unwrap();
        for day in saturday..saturday + 3 {
            let working = calendar.working_day(day);
            assert_eq!(calendar.date(working).to_string(), "2013-02-11");
        }
    }
}

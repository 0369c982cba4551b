//! The periods of a trend, and which of them an instant lies in.

use jiff::civil::Date;
use model::Instant;

use super::every::Every;

/// The periods asked for: their first days, first instants, and last instants, none beyond the as-of instant.
pub(super) struct Periods {
    pub(super) days: Vec<Date>,
    starts: Vec<Instant>,
    ends: Vec<Instant>,
}

impl Periods {
    /// Widens two days to whole periods; none when there are more than `limit`.
    pub(super) fn between(
        every: Every,
        (from, to): (Date, Date),
        at: Instant,
        limit: usize,
    ) -> Option<Self> {
        let mut periods = Self {
            days: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
        };
        let last = to.min(at.day());
        let mut day = every.start(from);
        // A week or year can begin before 1970; events cannot.
        let mut start = Instant::start_of(day).unwrap_or(Instant::EARLIEST);
        while day <= last {
            if periods.days.len() == limit {
                return None;
            }
            let next = every.next(day);
            // The calendar ends in the year 9999.
            let next_start = Instant::start_of(next).unwrap_or(Instant::LATEST);
            periods.days.push(day);
            periods.starts.push(start);
            periods.ends.push(next_start.plus_microseconds(-1).min(at));
            if next <= day {
                break;
            }
            (day, start) = (next, next_start);
        }
        Some(periods)
    }

    /// Finds the period that an instant lies in.
    pub(super) fn holding(&self, at: Instant) -> Option<usize> {
        let begun = self.starts.partition_point(|start| *start <= at);
        let place = begun.checked_sub(1)?;
        (at <= self.ends[place]).then_some(place)
    }

    /// Finds the first period that ends at or after an instant.
    pub(super) fn ending_from(&self, at: Instant) -> usize {
        self.ends.partition_point(|end| *end < at)
    }
}

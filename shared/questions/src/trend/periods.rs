//! The periods of a trend, and the period that contains an instant.

use api::parameters::PeriodLength;
use jiff::{ToSpan as _, civil::Date};
use model::Instant;

/// Consecutive periods: their first days, and their last instants, none of which lies beyond the as-of instant.
pub(super) struct Periods {
    pub(super) days: Vec<Date>,
    /// The first instant of the first period.
    start: Instant,
    ends: Vec<Instant>,
    /// For every stretch of time from the start on, the first period that does not end before it: the period of an
    /// instant in the stretch is never far from it.
    near: Vec<usize>,
    /// The length of a stretch in microseconds, as a power of two.
    stretch_bits: u32,
}

/// The most stretches.
const STRETCHES_MAX: i64 = 1 << 14;

impl Periods {
    /// Widens two days to whole periods; none when there are more than `limit`.
    pub(super) fn between(
        every: PeriodLength,
        (from, to): (Date, Date),
        at: Instant,
        limit: usize,
    ) -> Option<Self> {
        let (mut days, mut ends) = (Vec::new(), Vec::new());
        let last = to.min(at.day());
        let mut day = start_of(every, from);
        // A week or year can begin before 1970; events cannot.
        let start = Instant::start_of(day).unwrap_or(Instant::EARLIEST);
        while day <= last {
            if days.len() == limit {
                return None;
            }
            let next = next(every, day);
            // The calendar ends in the year 9999.
            let next_start = Instant::start_of(next).unwrap_or(Instant::LATEST);
            days.push(day);
            ends.push(next_start.plus_microseconds(-1).min(at));
            if next <= day {
                break;
            }
            day = next;
        }
        Some(Self::new(days, start, ends))
    }

    fn new(days: Vec<Date>, start: Instant, ends: Vec<Instant>) -> Self {
        let length = ends.last().map_or(0, |end| end.since(start));
        let mut stretch_bits = 0;
        while length >> stretch_bits >= STRETCHES_MAX {
            stretch_bits += 1;
        }
        let first_of = |stretch: i64| {
            let begin = start.plus_microseconds(stretch << stretch_bits);
            ends.partition_point(|end| *end < begin)
        };
        Self {
            near: (0..=length >> stretch_bits).map(first_of).collect(),
            days,
            start,
            ends,
            stretch_bits,
        }
    }

    /// Finds the period that contains an instant.
    pub(super) fn containing(&self, at: Instant) -> Option<usize> {
        let index = self.ending_from(at);
        (at >= self.start && index < self.ends.len()).then_some(index)
    }

    /// Finds the first period that ends at or after an instant.
    pub(super) fn ending_from(&self, at: Instant) -> usize {
        let stretch = at.since(self.start).max(0) >> self.stretch_bits;
        let near = usize::try_from(stretch)
            .ok()
            .and_then(|stretch| self.near.get(stretch));
        let mut index = near.map_or(self.ends.len(), |near| *near);
        while self.ends.get(index).is_some_and(|end| *end < at) {
            index += 1;
        }
        index
    }
}

/// Returns the first day of the period that contains a day; weeks begin on Monday.
pub(super) fn start_of(every: PeriodLength, day: Date) -> Date {
    match every {
        PeriodLength::Day => day,
        PeriodLength::Week => {
            day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
        }
        PeriodLength::Month => day.first_of_month(),
        PeriodLength::Quarter => {
            let first = (day.month() - 1) / 3 * 3 + 1;
            Date::new(day.year(), first, 1).unwrap_or(day)
        }
        PeriodLength::Year => day.first_of_year(),
    }
}

/// Returns the first day of the period after the one that begins on a day.
fn next(every: PeriodLength, start: Date) -> Date {
    match every {
        PeriodLength::Day => start.saturating_add(1.day()),
        PeriodLength::Week => start.saturating_add(1.week()),
        PeriodLength::Month => start.saturating_add(1.month()),
        PeriodLength::Quarter => start.saturating_add(3.months()),
        PeriodLength::Year => start.saturating_add(1.year()),
    }
}

//! The periods of a trend, and which of them an instant lies in.

use jiff::civil::Date;
use model::Instant;

use super::period_length::PeriodLength;

/// The periods asked for, one behind the other: their first days and last instants, none beyond the as-of instant.
pub(super) struct Periods {
    pub(super) days: Vec<Date>,
    /// The first instant of the first period.
    start: Instant,
    ends: Vec<Instant>,
    /// For every stretch of time from the start on, the first period that does not end before it: from there it is
    /// never far to the period looked for.
    near: Vec<usize>,
    /// A stretch is so many microseconds long, as a power of two.
    stretch_bits: u32,
}

/// The most stretches that are told apart.
const STRETCHES: i64 = 1 << 14;

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
        let mut day = every.start(from);
        // A week or year can begin before 1970; events cannot.
        let start = Instant::start_of(day).unwrap_or(Instant::EARLIEST);
        while day <= last {
            if days.len() == limit {
                return None;
            }
            let next = every.next(day);
            // The calendar ends in the year 9999.
            let next_start = Instant::start_of(next).unwrap_or(Instant::LATEST);
            days.push(day);
            ends.push(next_start.plus_microseconds(-1).min(at));
            if next <= day {
                break;
            }
            day = next;
        }
        Some(Self::of(days, start, ends))
    }

    fn of(days: Vec<Date>, start: Instant, ends: Vec<Instant>) -> Self {
        let length = ends.last().map_or(0, |end| end.since(start));
        let mut stretch_bits = 0;
        while length >> stretch_bits >= STRETCHES {
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

    /// Finds the period that an instant lies in.
    pub(super) fn holding(&self, at: Instant) -> Option<usize> {
        let place = self.ending_from(at);
        (at >= self.start && place < self.ends.len()).then_some(place)
    }

    /// Finds the first period that ends at or after an instant.
    pub(super) fn ending_from(&self, at: Instant) -> usize {
        let stretch = at.since(self.start).max(0) >> self.stretch_bits;
        let near = usize::try_from(stretch)
            .ok()
            .and_then(|stretch| self.near.get(stretch));
        let mut place = near.map_or(self.ends.len(), |near| *near);
        while self.ends.get(place).is_some_and(|end| *end < at) {
            place += 1;
        }
        place
    }
}

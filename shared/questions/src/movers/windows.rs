//! The two windows of dates.

use jiff::{ToSpan as _, civil::Date};
use model::Instant;

use crate::Parameters;

/// Two windows of dates that do not overlap; both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// First day of the window.
    pub from: Date,
    /// Last day of the window.
    pub to: Date,
    /// First day of the window that it is compared with.
    pub compare_from: Date,
    /// Last day of that window.
    pub compare_to: Date,
}

/// The first and the last instant of each window, the one that is compared with first.
pub(super) struct WindowInstants([(Instant, Instant); 2]);

impl Windows {
    /// Parses the dates of a link; each that is missing is derived from those given, and from the day of the as-of instant.
    pub(super) fn parse(parameters: &mut Parameters, today: Date) -> Self {
        let keys = ["from", "to", "compareFrom", "compareTo"];
        let given = keys.map(|key| parameters.date(key));
        let late = keys
            .into_iter()
            .zip(given)
            .filter_map(|(key, day)| Some((key, day?)));
        let late: Vec<_> = late.filter(|(_, day)| *day > today).collect();
        let [from, to, compare_from, compare_to] = given;
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| to.saturating_sub(364.days()));
        let compare_to = compare_to.unwrap_or_else(|| from.saturating_sub(1.day()));
        let length = to - from;
        let windows = Self {
            from,
            to,
            compare_from: compare_from.unwrap_or_else(|| compare_to.saturating_sub(length)),
            compare_to,
        };
        for (key, day) in &late {
            let problem =
                format!("{day} is after the day of asOf, {today}: give that day at the latest");
            parameters.add_violation(key, problem);
        }
        // What is derived from a day to come would be blamed on dates that nobody gave.
        if late.is_empty() {
            windows.check(parameters);
        }
        windows
    }

    fn check(&self, parameters: &mut Parameters) {
        let ends = [
            ("to", self.from, self.to),
            ("compareTo", self.compare_from, self.compare_to),
        ];
        for (key, first, last) in ends {
            if first > last {
                let problem = format!("{last} is before the first day of the window, {first}");
                parameters.add_violation(key, problem);
            }
        }
        if self.from <= self.compare_to && self.compare_from <= self.to {
            let Self {
                from,
                to,
                compare_from,
                compare_to,
            } = self;
            parameters.add_violation(
                "compareTo",
                format!(
                    "{compare_from} to {compare_to} overlaps {from} to {to}: what lies in both cannot be compared"
                ),
            );
        }
    }

    /// Returns the number of days of each window, the one that is compared with first.
    pub(super) fn days(&self) -> [u64; 2] {
        let days = |first: Date, last: Date| {
            let days = (last - first).get_days();
            u64::try_from(days + 1).unwrap_or_default()
        };
        [
            days(self.compare_from, self.compare_to),
            days(self.from, self.to),
        ]
    }

    pub(super) fn instants(&self) -> WindowInstants {
        let ends = |first: Date, last: Date| {
            let start = Instant::start_of(first).unwrap_or(Instant::EARLIEST);
            // A window that lies before 1970 ends before anything can happen.
            let end = Instant::end_of(last).unwrap_or(Instant::EARLIEST.plus_microseconds(-1));
            (start, end)
        };
        WindowInstants([
            ends(self.compare_from, self.compare_to),
            ends(self.from, self.to),
        ])
    }
}

impl WindowInstants {
    /// Returns the index of the window that contains an instant.
    pub(super) fn containing(&self, at: Instant) -> Option<usize> {
        self.0
            .iter()
            .position(|(start, end)| *start <= at && at <= *end)
    }
}

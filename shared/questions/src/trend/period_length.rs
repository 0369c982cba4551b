//! The lengths of a period.

use jiff::{ToSpan as _, civil::Date};

/// The length of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeriodLength {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    #[default]
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl PeriodLength {
    /// Every length.
    pub const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// Returns the name in links.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Parses the name in links.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Returns the first day of the period that contains a day; weeks begin on Monday.
    pub(super) fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let first = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), first, 1).unwrap_or(day)
            }
            Self::Year => day.first_of_year(),
        }
    }

    /// Returns the first day of the period after the one that begins on a day.
    pub(super) fn next(self, start: Date) -> Date {
        match self {
            Self::Day => start.saturating_add(1.day()),
            Self::Week => start.saturating_add(1.week()),
            Self::Month => start.saturating_add(1.month()),
            Self::Quarter => start.saturating_add(3.months()),
            Self::Year => start.saturating_add(1.year()),
        }
    }
}

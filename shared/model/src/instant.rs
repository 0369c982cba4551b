//! Time in the contract: instants of whole microseconds, and days in Europe/Amsterdam.

use std::{borrow::Cow, fmt};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{rfc3339, violation::quoted};

/// The time zone of days, weeks and months; compiled in, so that a host's time zone data cannot move a boundary.
pub const AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// A point in time, in whole microseconds since 1970 (UTC).
///
/// Serialised as RFC 3339 in human-readable formats (JSON) and as the number in others (stored values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// When an observation was true in reality: a day, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// At some time on this day in Europe/Amsterdam.
    On(Date),
    /// At this instant.
    At(Instant),
}

impl Instant {
    /// The earliest instant in the contract: the start of 1970 in UTC.
    pub const EARLIEST: Self = Self(0);
    /// Later than every instant of the contract: a query as of this sees everything.
    pub const LATEST: Self = Self(i64::MAX);

    /// Creates an instant from microseconds since 1970 (UTC).
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    /// Returns the microseconds since 1970 (UTC).
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Parses RFC 3339 with an offset; digits beyond microseconds are truncated.
    ///
    /// Returns `None` for anything else: no offset, a leap second, before 1970, a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        rfc3339::timestamp(text).and_then(Self::from_timestamp)
    }

    /// Creates an instant from a timestamp, truncated to whole microseconds; `None` before 1970.
    pub fn from_timestamp(timestamp: Timestamp) -> Option<Self> {
        let microseconds = timestamp.as_microsecond();
        (timestamp >= Timestamp::UNIX_EPOCH).then_some(Self(microseconds))
    }

    /// Returns the first microsecond of a day in Europe/Amsterdam; `None` before 1970.
    pub fn start_of(day: Date) -> Option<Self> {
        Self::from_timestamp(
            AMSTERDAM
                .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
                .ok()?,
        )
    }

    /// Returns the last microsecond of a day in Europe/Amsterdam; `None` before 1970.
    pub fn end_of(day: Date) -> Option<Self> {
        Self::start_of(day.tomorrow().ok()?)
            .map(|next| Self(next.0 - 1))
            .filter(|end| end.0 >= 0)
    }

    /// Returns the day of this instant in Europe/Amsterdam.
    pub fn day(self) -> Date {
        AMSTERDAM.to_datetime(self.timestamp()).date()
    }

    /// Returns the microseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the instant this many microseconds later.
    #[must_use]
    pub const fn plus_microseconds(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    /// Returns it as a timestamp.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::UNIX_EPOCH
            .saturating_add(SignedDuration::from_micros(self.0))
            .unwrap_or(Timestamp::MAX)
    }
}

impl fmt::Display for Instant {
    /// Writes RFC 3339 in UTC with `Z`, with as few fractional digits as needed.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(to)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = Cow::<str>::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 instant"))
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

impl JsonSchema for Instant {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

impl Observed {
    /// Parses a date (`2013-02-12`) or a date-time with offset (RFC 3339).
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 10 {
            let day = rfc3339::date(text)?;
            // Only at the ends of time is there a day without a first or last microsecond; to look is slow.
            let has_both_ends = (1971..9999).contains(&day.year());
            return (has_both_ends || Instant::start_of(day).and(Instant::end_of(day)).is_some())
                .then_some(Self::On(day));
        }
        Instant::parse(text).map(Self::At)
    }

    /// Returns the problem of a text that is neither a date nor a date-time.
    ///
    /// A day is valid if both its ends in the Netherlands are: the first day of 1970 begins there while it is still 1969
    /// in UTC, and the last days of 9999 end beyond what can be represented.
    pub fn problem(text: &str) -> String {
        let text_quoted = quoted(text);
        let is_day = text.len() == 10 && rfc3339::date(text).is_some();
        if is_day || rfc3339::timestamp(text).is_some() {
            return format!(
                "{text_quoted} is too early or too late: dates from 1970-01-02 to 9999-12-29 are supported, and \
                 date-times from 1970-01-01T00:00:00Z on"
            );
        }
        format!(
            "{text_quoted} is neither a date (2013-02-12) nor a date-time with offset (2013-02-12T09:30:00+01:00)"
        )
    }

    /// Returns the first possible microsecond.
    pub fn first(self) -> Instant {
        match self {
            Self::At(instant) => instant,
            Self::On(day) => Instant::start_of(day).unwrap_or(Instant::EARLIEST),
        }
    }

    /// Returns the last possible microsecond.
    pub fn last(self) -> Instant {
        match self {
            Self::At(instant) => instant,
            Self::On(day) => Instant::end_of(day).unwrap_or(Instant::LATEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(
            Instant::parse(text).map(|at| at.to_string()).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn offsets_are_taken_into_account_and_shown_in_utc() {
        check("2013-06-30T23:59:59+02:00", Some("2013-06-30T21:59:59Z"));
        check("2013-06-30t21:59:59.5z", Some("2013-06-30T21:59:59.5Z"));
        check(
            "2013-01-26T15:05:38.5-05:00",
            Some("2013-01-26T20:05:38.5Z"),
        );
    }

    #[test]
    fn digits_beyond_microseconds_are_truncated_not_rounded() {
        check(
            "2013-06-30T21:59:59.999999999Z",
            Some("2013-06-30T21:59:59.999999Z"),
        );
    }

    #[test]
    fn anything_but_rfc_3339_with_offset_is_rejected() {
        for text in [
            "2013-06-30T21:59:59",
            "2013-06-30 21:59:59Z",
            "2013-06-30T21:59:60Z",
            "2013-02-29T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2013-06-30T24:00:00Z",
            "2013-06-30T21:59:59.Z",
            "2013-06-30T21:59:59+2:00",
            "2013-06-30T21:59:59+02:60",
            "2013-06-30T21:59Z",
            "é013-06-30T21:59:59Z",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_day_runs_from_midnight_to_midnight_in_amsterdam_even_when_the_clocks_change() {
        let day = |text: &str| match Observed::parse(text).unwrap() {
            Observed::On(day) => (
                Instant::start_of(day).unwrap(),
                Instant::end_of(day).unwrap(),
            ),
            Observed::At(_) => panic!("a date is a day"),
        };
        let hours = |text: &str| (day(text).1.since(day(text).0) + 1) / 3_600_000_000;
        assert_eq!(
            [
                hours("2013-03-30"),
                hours("2013-03-31"),
                hours("2013-10-27")
            ],
            [24, 23, 25]
        );
        assert_eq!(
            day("2013-02-28").1.to_string(),
            "2013-02-28T22:59:59.999999Z"
        );
    }

    #[test]
    fn days_that_do_not_exist_or_are_before_1970_are_rejected() {
        for text in [
            "2013-02-30",
            "1969-12-31",
            "1970-01-01",
            "2013-2-01",
            "9999-12-31",
        ] {
            assert_eq!(Observed::parse(text), None, "{text}");
        }
    }
}

//! Time as the contract has it: instants of whole microseconds, and days in Europe/Amsterdam.

use std::{borrow::Cow, fmt};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::rfc3339;

/// The time zone in which days, weeks and months are counted; compiled in, so that no host moves a bucket.
pub const AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// A point in time, in whole microseconds since 1970 (UTC).
///
/// Serialised as RFC 3339 in formats that people read (JSON), as the number in others (what is stored).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// When something was so in reality: a day, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// Some time on this day in Europe/Amsterdam.
    On(Date),
    /// At this very moment.
    At(Instant),
}

impl Instant {
    /// The earliest instant that the contract knows: the start of 1970 in UTC.
    pub const EARLIEST: Self = Self(0);
    /// Later than every instant: what is asked as of then sees all.
    pub const LATEST: Self = Self(i64::MAX);

    /// Takes microseconds since 1970 (UTC).
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    /// Gives microseconds since 1970 (UTC).
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with an offset; digits beyond microseconds are cut.
    ///
    /// None for anything else: no offset, a leap second, before 1970, a day that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        rfc3339::timestamp(text).and_then(Self::from_timestamp)
    }

    /// Takes a timestamp, cut to whole microseconds; none before 1970.
    pub fn from_timestamp(timestamp: Timestamp) -> Option<Self> {
        let microseconds = timestamp.as_microsecond();
        (timestamp >= Timestamp::UNIX_EPOCH).then_some(Self(microseconds))
    }

    /// Gives the first microsecond of a day in Europe/Amsterdam; none before 1970.
    pub fn start_of(day: Date) -> Option<Self> {
        Self::from_timestamp(
            AMSTERDAM
                .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
                .ok()?,
        )
    }

    /// Gives the last microsecond of a day in Europe/Amsterdam; none before 1970.
    pub fn end_of(day: Date) -> Option<Self> {
        Self::start_of(day.tomorrow().ok()?)
            .map(|next| Self(next.0 - 1))
            .filter(|end| end.0 >= 0)
    }

    /// Gives the day in Europe/Amsterdam on which the instant lies.
    pub fn day(self) -> Date {
        AMSTERDAM.to_datetime(self.timestamp()).date()
    }

    /// Gives the microseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Gives the instant so many microseconds later.
    #[must_use]
    pub const fn plus_microseconds(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::UNIX_EPOCH
            .saturating_add(SignedDuration::from_micros(self.0))
            .unwrap_or(Timestamp::MAX)
    }
}

impl fmt::Display for Instant {
    /// Writes RFC 3339 in UTC with `Z`, with no more digits than needed.
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
    /// Reads a date (`2013-02-12`) or a date-time with offset (RFC 3339).
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 10 {
            let day = rfc3339::date(text)?;
            return Instant::start_of(day)
                .and(Instant::end_of(day))
                .map(|_| Self::On(day));
        }
        Instant::parse(text).map(Self::At)
    }

    /// Gives the first microsecond that is meant.
    pub fn first(self) -> Instant {
        match self {
            Self::At(instant) => instant,
            Self::On(day) => Instant::start_of(day).unwrap_or(Instant::EARLIEST),
        }
    }

    /// Gives the last microsecond that is meant.
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
    fn digits_beyond_microseconds_are_cut_not_rounded() {
        check(
            "2013-06-30T21:59:59.999999999Z",
            Some("2013-06-30T21:59:59.999999Z"),
        );
    }

    #[test]
    fn what_is_not_rfc_3339_with_offset_is_refused() {
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
    fn a_day_runs_from_midnight_to_midnight_in_amsterdam_also_when_the_clock_is_changed() {
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
    fn days_that_no_calendar_has_or_before_1970_are_refused() {
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

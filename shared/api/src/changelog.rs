//! What changed in the versions of the API, and what is deprecated until when.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DateSchema, Example};

/// What changed in the versions of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changelog {
    /// The versions, newest first.
    pub items: Vec<Release>,
    /// What is deprecated, and until when it works; first what ends first.
    pub deprecations: Vec<Deprecation>,
}

/// One version of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// The version.
    pub version: Cow<'static, str>,
    /// When it was released.
    #[schemars(with = "DateSchema")]
    pub released_on: Date,
    /// What changed, each in a sentence.
    pub changes: Vec<Cow<'static, str>>,
}

/// Something that will be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deprecation {
    /// What it is, and what takes its place.
    pub what: Cow<'static, str>,
    /// Since when it is deprecated.
    #[schemars(with = "DateSchema")]
    pub deprecated_on: Date,
    /// The last day on which it works: at least a year later.
    #[schemars(with = "DateSchema")]
    pub works_until: Date,
}

/// The versions, newest first.
const RELEASES: [(&str, Date, &[&str]); 4] = [
    (
        "1.4.0",
        date(2026, 11, 28),
        &[
            "Knelpunten have their first description, which says what they are, beside their last one, each with when it was given: firstDescription, firstDescribedAt, firstDescribedOn, describedAt and describedOn, in lists, their files and one knelpunt.",
            "/v1/search counts its hits by kind: totals.",
            "/metrics: the age of the last event, and the memory, processor time, open files and start of the process.",
        ],
    ),
    (
        "1.3.0",
        date(2026, 11, 28),
        &[
            "Answers have an ETag; what a client has already is answered with 304. A link with knownAt and a past asOf that shows no texts may be stored for a year.",
            "Responses are compressed by gzip or Brotli.",
            "knownAt is also a date or a date-time: the answer names the last sequence that had arrived by then.",
            "/v1/position says why the lag is unknown.",
            "Readiness that is 503 is application/problem+json with the member state.",
            "The description has the server /v1, and paths below it; it and the changelog may be read from any site.",
            "/metrics: knelpunt_duplicates and knelpunt_conflicts are counters, and end in _total; what is open, persists, opened and ended by category and by province.",
            "/v1/changelog, /v1/asyncapi.json, and /v1/schemas with the schema of each type of events.",
        ],
    ),
    (
        "1.2.0",
        date(2026, 11, 28),
        &[
            "Exports of episodes, knelpunten and events as NDJSON and Parquet, live changes, search, and tables as XLSX.",
        ],
    ),
    (
        "1.1.0",
        date(2026, 11, 28),
        &["Support that municipalities received, and the questions about it."],
    ),
];

impl Changelog {
    /// Returns the changelog up to this version. Nothing is deprecated.
    pub fn current() -> Self {
        let release =
            |(version, released_on, changes): &(&'static str, Date, &'static [&'static str])| {
                Release {
                    version: (*version).into(),
                    released_on: *released_on,
                    changes: changes.iter().map(|change| (*change).into()).collect(),
                }
            };
        Self {
            items: RELEASES.iter().map(release).collect(),
            deprecations: Vec::new(),
        }
    }
}

impl Example for Changelog {
    fn example() -> Self {
        Self::current()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_that_of_the_api() {
        let changelog = Changelog::current();
        assert_eq!(changelog.items[0].version, crate::VERSION);
        let mut dates: Vec<Date> = changelog.items.iter().map(|one| one.released_on).collect();
        dates.reverse();
        assert!(dates.is_sorted(), "{dates:?}");
    }
}

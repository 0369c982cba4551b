//! The parameters of questions that list, page by page, beside the scope.

use super::{
    EpisodeEvent, ListSort, ListStatus, OutlookGrouping, OutlookKnown, SortOrder, StatusFilter,
};
use crate::{DateSchema, Example};

parameters! {
    /// The collection of knelpunten, beside the scope.
    KnelpuntenParameters {
        /// Those that are open, persist or are resolved at the as-of instant, or all; open if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        status: Option<ListStatus>,
        /// Only those of at least this age, in days; of a resolved one, its age when it was resolved.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<f64>", range(min = 0))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        min_age_days: Option<String>,
        /// Only those that were last reported before this day.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        not_confirmed_since: Option<String>,
        /// By this, then by since, then by id; since if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        sort: Option<ListSort>,
        /// The order of the values of sort; ascending if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        order: Option<SortOrder>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// The list of open knelpunten, beside the scope.
    PersistingParameters {
        /// Those that persist, or all that are open; persisting if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        status: Option<StatusFilter>,
        /// Only those of at least this age, in days.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<f64>", range(min = 0))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        min_age_days: Option<String>,
        /// Only those that were last reported before this day.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        not_confirmed_since: Option<String>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// The outlook, beside the scope.
    OutlookParameters {
        /// Compare with all episodes that agree in this attribute, or with all (none); category if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        group_by: Option<OutlookGrouping>,
        /// How many days ahead, 1 to 3650; 90 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 3650))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        within_days: Option<String>,
        /// Only those of which the outlook is known, or unknown; both if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        outlook: Option<OutlookKnown>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// A page of a list, beside the scope.
    PageParameters {
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// What happened to episodes, beside the scope.
    EpisodesParameters {
        /// What happened, repeatable: opened, recurred (opened again), resolved, persisted; the first three if not given. With opened and recurred, what opened again is recurred.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        event: Vec<EpisodeEvent>,
        /// From this day on.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        from: Option<String>,
        /// Up to and including this day.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        to: Option<String>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// The search, beside the filter.
    SearchParameters {
        /// The words to search for, with a letter or digit among them; the last one also matches as a prefix.
        #[schemars(length(min = 1, max = 200))]
        #[cfg_attr(feature = "clap", arg(value_name = "WORDS"))]
        q: String,
        /// The most hits of each kind, 1 to 100; 20 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 100))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
    }
}

impl Example for KnelpuntenParameters {
    fn example() -> Self {
        Self {
            status: Some(ListStatus::All),
            sort: Some(ListSort::LastReportedAt),
            order: Some(SortOrder::Descending),
            limit: Some("20".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for PersistingParameters {
    fn example() -> Self {
        Self {
            status: Some(StatusFilter::Open),
            min_age_days: Some("90".to_owned()),
            not_confirmed_since: None,
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}

impl Example for OutlookParameters {
    fn example() -> Self {
        Self {
            group_by: Some(OutlookGrouping::Category),
            within_days: Some("90".to_owned()),
            outlook: Some(OutlookKnown::Known),
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}

impl Example for PageParameters {
    fn example() -> Self {
        Self {
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}

impl Example for EpisodesParameters {
    fn example() -> Self {
        Self {
            event: vec![EpisodeEvent::Recurred, EpisodeEvent::Resolved],
            from: Some("2013-01-01".to_owned()),
            limit: Some("20".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for SearchParameters {
    fn example() -> Self {
        Self {
            q: "utrecht koppeling".to_owned(),
            limit: None,
        }
    }
}

//! The parameters of links: one struct for each question, declared once for the API, its description and the command
//! line (feature `clap`).
//!
//! The values are texts: whoever answers parses them, and names every violation at once.

use std::{borrow::Cow, marker::PhantomData, sync::LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    BuildingBlockCode, CategoryCode, DateOrInstantSchema, DateSchema, Example, ProvinceCode,
    RemedyCode, SizeClassCode,
};

/// The parameters of a link.
pub trait LinkParameters: Serialize {
    /// Returns the names of all parameters, with or without a value.
    fn names() -> &'static [String];

    /// Returns the parameters that have a value, with their names; a repeatable one once for each value.
    fn to_pairs(&self) -> Vec<(String, String)> {
        let value = serde_json::to_value(self).unwrap_or_default();
        let members = value.as_object().into_iter().flatten();
        let pairs = members.flat_map(|(name, value)| {
            let values = match value {
                Value::Array(values) => values.as_slice(),
                value => std::slice::from_ref(value),
            };
            let values = values.iter().filter_map(Value::as_str);
            values.map(|value| (name.clone(), value.to_owned()))
        });
        pairs.collect()
    }
}

/// Declares parameter structs, each with its serialisation, schema and, with the feature `clap`, its options.
macro_rules! parameters {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[cfg_attr(feature = "clap", derive(clap::Args))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl LinkParameters for $name {
            fn names() -> &'static [String] {
                static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
                    let schema = schema_for!($name).to_value();
                    let properties = schema["properties"].as_object().into_iter().flatten();
                    properties.map(|(name, _)| name.clone()).collect()
                });
                &NAMES
            }
        }
    )*};
}

parameters! {
    /// Which knelpunten are selected, whichever round they were reported in.
    #[cfg_attr(feature = "clap", command(next_help_heading = "Filter (repeat an option for any of several values)"))]
    KnelpuntFilterParameters {
        /// Of this municipality, by its CBS code, such as GM0344: it reported the knelpunt, or the one that did belongs to it by the division.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        municipality: Vec<String>,
        /// Of municipalities in this province, by its code, PV20 to PV31.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<ProvinceCode>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        province: Vec<String>,
        /// Of municipalities in this size class, 1 (under 5 000 inhabitants) to 8 (250 000 or more).
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<SizeClassCode>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "1-8"))]
        size_class: Vec<String>,
        /// Of this category, by its code in the catalogue.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<CategoryCode>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        category: Vec<String>,
        /// Concerning this building block, by its code in the catalogue, or none.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<OrNone<BuildingBlockCode>>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        building_block: Vec<String>,
        /// Waiting on this kind of party: supplier, national-body, partnership, or none.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<OrNone<model::PartyKind>>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "KIND"))]
        party_kind: Vec<String>,
        /// Waiting on this party, as kind:name, or none.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "KIND:NAME"))]
        party: Vec<String>,
        /// Reported or resolved by this source.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "URN"))]
        source: Vec<String>,
        /// Of municipalities that this round reached, by its slug; of several rounds, every one.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG"))]
        panel: Vec<String>,
    }

    /// Which knelpunten are selected by the support that their municipality has received about their category.
    #[cfg_attr(feature = "clap", command(next_help_heading = "Filter (repeat an option for any of several values)"))]
    SupportFilterParameters {
        /// With this support, by the code of the remedy, or without any (none).
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(with = "Vec<OrNone<RemedyCode>>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        support: Vec<String>,
    }

    /// Which knelpunten are selected.
    FilterParameters {
        /// The filter without rounds and support.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        knelpunt: KnelpuntFilterParameters,
        /// By support.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        support: SupportFilterParameters,
        /// Reported or resolved in this round, by its slug, or in none.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG", help_heading = "Filter (repeat an option for any of several values)"))]
        round: Vec<String>,
    }

    /// As of when, and as known when.
    #[cfg_attr(feature = "clap", command(next_help_heading = "As of when"))]
    AsOfParameters {
        /// As of the end of this day in Europe/Amsterdam, or of this date-time with offset; the end of today at the latest; now if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateOrInstantSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE|TIME"))]
        as_of: Option<String>,
        /// From the log as it was when this was its last position: the answer never changes again.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        known_at: Option<String>,
        /// By the division of municipalities on this day, which may be in the future: it counts no time; the day of the as-of instant if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        division: Option<String>,
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The filter, and as of when: what every question takes.
    ScopeParameters {
        /// The filter.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        filter: FilterParameters,
        /// As of when.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        as_of: AsOfParameters,
    }

    /// The scope of the effect of support: its filter has no support.
    EffectScopeParameters {
        /// The filter without rounds and support.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        knelpunt: KnelpuntFilterParameters,
        /// Reported or resolved in this round, by its slug, or in none.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG", help_heading = "Filter (repeat an option for any of several values)"))]
        round: Vec<String>,
        /// As of when.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        as_of: AsOfParameters,
    }

    /// The effect of support, beside its scope.
    SupportEffectParameters {
        /// The support, by the code of the remedy.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "RemedyCode")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE", required = true))]
        support: Option<String>,
        /// All steps of the curves (full); at most 400 points if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        curve: Option<CurveDetail>,
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
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// The trend, beside the scope.
    TrendParameters {
        /// The length of a period; month if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        every: Option<PeriodLength>,
        /// From this day on, today at the latest, widened to whole periods; from the first event if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        from: Option<String>,
        /// Up to this day, widened to whole periods; what lies after the as-of instant is cut off.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        to: Option<String>,
        /// What is open at the end of a period is unconfirmed when its last report is this many days old, or older: 1 to 3650; 365 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 3650))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        confirm_within_days: Option<String>,
        /// Group by this attribute.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        group_by: Option<Grouping>,
    }

    /// Resolution times and recurrence, beside the scope.
    ResolutionTimesParameters {
        /// Group by this attribute, and test whether the groups differ.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        group_by: Option<Grouping>,
        /// The horizon of the restricted mean in days, up to 36500; 365 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<f64>", extend("exclusiveMinimum" = 0), range(max = 36500))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        horizon_days: Option<String>,
        /// All steps of the curve (full); at most 400 points if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        curve: Option<CurveDetail>,
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

    /// The movers, beside the scope.
    MoversParameters {
        /// What is counted; opened if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        measure: Option<Measure>,
        /// Group by this attribute; category if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        group_by: Option<Grouping>,
        /// What the counts are divided by: the days of the windows, or the municipalities that rounds reached in them; days if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        exposure: Option<Exposure>,
        /// First day of the window; 364 days before the last if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        from: Option<String>,
        /// Last day of the window; the day of the as-of instant if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        to: Option<String>,
        /// First day of the window that it is compared with; both are equally long if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        compare_from: Option<String>,
        /// Last day of that window; the day before the first of the other if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        compare_to: Option<String>,
    }

    /// The funnel, beside the scope.
    FunnelParameters {
        /// Still open after so many days, 1 to 3650; 180 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 3650))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DAYS"))]
        days: Option<String>,
        /// Group by this attribute; municipality if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        group_by: Option<Grouping>,
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
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }

    /// The search, beside the filter.
    SearchParameters {
        /// The words to search for; the last one also matches as a prefix.
        #[schemars(length(min = 1, max = 200))]
        #[cfg_attr(feature = "clap", arg(value_name = "WORDS"))]
        q: String,
        /// The most hits of each kind, 1 to 100; 20 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 100))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
    }

    /// One round, beside the scope.
    RoundParameters {
        /// Compare with this round, over the municipalities that both reached.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("pattern" = ROUND))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG"))]
        against: Option<String>,
    }

    /// The quarantine.
    QuarantineParameters {
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The checkpoints.
    CheckpointParameters {
        /// Only checkpoints after this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        after: Option<String>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The position.
    PositionParameters {
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The outbox.
    OutboxParameters {
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
}

/// The slug of a round.
const ROUND: &str = "^[a-z0-9][a-z0-9-]{0,31}$";

/// Declares the parameters that have one of a few values, with the values in links in the order in which they are listed.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($(#[$value_meta:ident])? $value:ident = $text:literal,)* })*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
        #[schemars(inline)]
        $(#[$meta])*
        #[expect(
            missing_docs,
            reason = "a doc comment would be the help of the value, and stretch the help of the option"
        )]
        pub enum $name {
            $($(#[$value_meta])? #[serde(rename = $text)] $value,)*
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$value,)*];

            /// Returns the value in links.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)*
                }
            }
        }
    )*};
}

choices! {
    /// Which knelpunten a list contains.
    #[derive(Default)]
    StatusFilter {
        #[default]
        Persisting = "persisting",
        Open = "open",
    }

    /// The length of a period.
    #[derive(Default)]
    PeriodLength {
        Day = "day",
        Week = "week",
        #[default]
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }

    /// An attribute of a knelpunt to group by.
    Grouping {
        Municipality = "municipality",
        Province = "province",
        SizeClass = "sizeClass",
        Category = "category",
        BuildingBlock = "buildingBlock",
        PartyKind = "partyKind",
        Party = "party",
    }

    /// What episodes are compared with: those that agree in an attribute, or all.
    OutlookGrouping {
        None = "none",
        Municipality = "municipality",
        Province = "province",
        SizeClass = "sizeClass",
        Category = "category",
        BuildingBlock = "buildingBlock",
        PartyKind = "partyKind",
        Party = "party",
    }

    /// What movers count.
    #[derive(Default)]
    Measure {
        #[default]
        Opened = "opened",
        Recurred = "recurred",
        Resolved = "resolved",
        Reported = "reported",
    }

    /// What movers divide counts by.
    #[derive(Default)]
    Exposure {
        #[default]
        Days = "days",
        Consultations = "consultations",
    }

    /// What happens to an episode.
    #[derive(Hash, PartialOrd, Ord)]
    EpisodeEvent {
        Opened = "opened",
        Recurred = "recurred",
        Persisted = "persisted",
        Resolved = "resolved",
    }

    /// How many steps of a curve are shown.
    CurveDetail {
        Full = "full",
    }
}

impl OutlookGrouping {
    /// Returns the attribute; none for all episodes.
    pub fn attribute(self) -> Option<Grouping> {
        let all = Grouping::ALL.iter().copied();
        all.into_iter().find(|by| by.as_str() == self.as_str())
    }
}

/// The schema of a value, or `none` for knelpunten without one.
struct OrNone<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OrNone<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrNone", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({"anyOf": [value, {"type": "string", "enum": ["none"]}]})
    }
}

impl Example for ScopeParameters {
    fn example() -> Self {
        Self {
            filter: FilterParameters {
                knelpunt: KnelpuntFilterParameters {
                    province: vec!["PV26".to_owned()],
                    ..KnelpuntFilterParameters::default()
                },
                support: SupportFilterParameters::default(),
                round: Vec::new(),
            },
            as_of: AsOfParameters::example(),
        }
    }
}

impl Example for AsOfParameters {
    fn example() -> Self {
        Self {
            as_of: Some("2013-06-30".to_owned()),
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

impl Example for TrendParameters {
    fn example() -> Self {
        Self {
            every: Some(PeriodLength::Quarter),
            from: Some("2012-01-01".to_owned()),
            to: None,
            confirm_within_days: None,
            group_by: Some(Grouping::Category),
        }
    }
}

impl Example for ResolutionTimesParameters {
    fn example() -> Self {
        Self {
            group_by: Some(Grouping::SizeClass),
            horizon_days: Some("180".to_owned()),
            curve: None,
        }
    }
}

impl Example for OutlookParameters {
    fn example() -> Self {
        Self {
            group_by: Some(OutlookGrouping::Category),
            within_days: Some("90".to_owned()),
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}

impl Example for MoversParameters {
    fn example() -> Self {
        Self {
            measure: Some(Measure::Opened),
            group_by: Some(Grouping::Category),
            exposure: Some(Exposure::Days),
            from: Some("2013-01-01".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for EffectScopeParameters {
    fn example() -> Self {
        Self {
            as_of: AsOfParameters::example(),
            ..Self::default()
        }
    }
}

impl Example for FunnelParameters {
    fn example() -> Self {
        Self {
            days: Some("180".to_owned()),
            group_by: Some(Grouping::Municipality),
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

impl Example for SupportEffectParameters {
    fn example() -> Self {
        Self {
            support: Some("i-versneller".to_owned()),
            curve: None,
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

impl Example for FilterParameters {
    fn example() -> Self {
        ScopeParameters::example().filter
    }
}

impl Example for RoundParameters {
    fn example() -> Self {
        Self { against: None }
    }
}

impl Example for QuarantineParameters {
    fn example() -> Self {
        Self {
            limit: Some("20".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for CheckpointParameters {
    fn example() -> Self {
        Self {
            after: Some("0".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for PositionParameters {
    fn example() -> Self {
        Self {
            at_least: Some("1".to_owned()),
        }
    }
}

impl Example for OutboxParameters {
    fn example() -> Self {
        Self {
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}

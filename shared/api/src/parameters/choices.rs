//! The parameters that have one of a few values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

    /// As what a table is returned.
    FileFormat {
        Json = "json",
        Csv = "csv",
        Xlsx = "xlsx",
    }

    /// As what an export is returned.
    ExportFormat {
        Parquet = "parquet",
        Ndjson = "ndjson",
    }

    /// For which readers CSV is written.
    FileLocale {
        Nl = "nl",
    }

    /// Which knelpunten the collection contains.
    #[derive(Default)]
    ListStatus {
        #[default]
        Open = "open",
        Persisting = "persisting",
        Resolved = "resolved",
        All = "all",
    }

    /// What a list is sorted by.
    #[derive(Default)]
    ListSort {
        #[default]
        Since = "since",
        Age = "age",
        Municipality = "municipality",
        Category = "category",
        LastReportedAt = "lastReportedAt",
    }

    /// The order of what a list is sorted by.
    #[derive(Default)]
    SortOrder {
        #[default]
        Ascending = "ascending",
        Descending = "descending",
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

    /// Which open knelpunten an outlook lists.
    OutlookKnown {
        Known = "known",
        Unknown = "unknown",
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

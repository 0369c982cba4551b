//! The parameters of links: one struct for each question, declared once for the API, its description and the command
//! line (feature `clap`).
//!
//! The values are texts: whoever answers parses them, and names every violation at once.

use serde::Serialize;
use serde_json::Value;

/// The parameters of a link.
pub trait LinkParameters: Serialize {
    /// Returns the names of all parameters, with or without a value.
    fn names() -> &'static [String];

    /// Returns the parameters that have a value, with their names; a repeatable one once for each value.
    fn to_pairs(&self) -> Vec<(String, String)> {
        pairs_of(self)
    }
}

/// Returns the texts of an object with their names; those of a list once for each.
pub(crate) fn pairs_of<T: Serialize + ?Sized>(object: &T) -> Vec<(String, String)> {
    let value = serde_json::to_value(object).unwrap_or_default();
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

/// Declares parameter structs, each with its serialisation, schema and, with the feature `clap`, its options.
macro_rules! parameters {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[cfg_attr(feature = "clap", derive(clap::Args))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::parameters::LinkParameters for $name {
            fn names() -> &'static [String] {
                static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
                    let schema = schemars::schema_for!($name).to_value();
                    let properties = schema["properties"].as_object().into_iter().flatten();
                    properties.map(|(name, _)| name.clone()).collect()
                });
                &NAMES
            }
        }
    )*};
}

// After the macro, which they use.
mod administration;
mod analyses;
mod choices;
mod files;
mod lists;
mod scope;

pub use administration::{
    ChangesParameters, CheckpointParameters, OutboxParameters, PositionParameters,
    QuarantineParameters,
};
pub use analyses::{
    FunnelParameters, MoversParameters, ResolutionTimesParameters, RoundParameters,
    SupportEffectParameters, TrendParameters,
};
pub use choices::{
    CurveDetail, EpisodeEvent, ExportFormat, Exposure, FileFormat, FileLocale, Grouping, ListSort,
    ListStatus, Measure, OutlookGrouping, OutlookKnown, PeriodLength, SortOrder, StatusFilter,
};
pub use files::{ExportParameters, FileParameters};
pub use lists::{
    EpisodesParameters, KnelpuntenParameters, OutlookParameters, PageParameters,
    PersistingParameters, SearchParameters,
};
pub use scope::{
    AsOfParameters, DivisionParameters, EffectScopeParameters, FilterParameters,
    KnelpuntFilterParameters, ScopeParameters, SupportFilterParameters,
};

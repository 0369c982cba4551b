//! What every question takes: the filter, and as of when.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    BuildingBlockCode, CategoryCode, DateOrInstantSchema, DateSchema, Example,
    PositionOrMomentSchema, ProvinceCode, RemedyCode, SizeClassCode,
};

/// The patterns of what is filtered by; a round may also be none, which is a slug as well.
const MUNICIPALITY: &str = "^GM[0-9]{4}$";
const PARTY: &str = r"^(none|(supplier|national-body|partnership):.*\S.*)$";
pub(super) const ROUND: &str = "^[a-z0-9][a-z0-9-]{0,31}$";

parameters! {
    /// Which knelpunten are selected, whichever round they were reported in.
    #[cfg_attr(feature = "clap", command(next_help_heading = "Filter (repeat an option for any of several values)"))]
    KnelpuntFilterParameters {
        /// Of this municipality, by its CBS code, such as GM0344: it reported the knelpunt, or the one that did belongs to it by the division.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(inner(regex(pattern = MUNICIPALITY)))]
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
        #[schemars(inner(regex(pattern = PARTY)))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "KIND:NAME"))]
        party: Vec<String>,
        /// Reported or resolved by this source, a URN or another URI-reference without control characters.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(inner(length(min = 1)))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "URN"))]
        source: Vec<String>,
        /// Of municipalities that this round reached, by its slug; of several rounds, every one.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        #[schemars(inner(regex(pattern = ROUND)))]
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
        #[schemars(inner(regex(pattern = ROUND)))]
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
        /// From the log as it was when this was its last position: the answer never changes again. Or from what had arrived at the end of this day in Europe/Amsterdam, or by this date-time with offset, that has been: the answer names the position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<PositionOrMomentSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION|DATE|TIME"))]
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

    /// One municipality.
    DivisionParameters {
        /// By the division of municipalities on this day, which may be in the future; today if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<DateSchema>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "DATE"))]
        division: Option<String>,
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
        #[schemars(inner(regex(pattern = ROUND)))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG", help_heading = "Filter (repeat an option for any of several values)"))]
        round: Vec<String>,
        /// As of when.
        #[serde(flatten)]
        #[cfg_attr(feature = "clap", command(flatten))]
        as_of: AsOfParameters,
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

impl Example for FilterParameters {
    fn example() -> Self {
        ScopeParameters::example().filter
    }
}

impl Example for DivisionParameters {
    fn example() -> Self {
        Self {
            division: Some("2013-06-30".to_owned()),
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

impl Example for EffectScopeParameters {
    fn example() -> Self {
        Self {
            as_of: AsOfParameters::example(),
            ..Self::default()
        }
    }
}

//! The parameters of questions that count and compare, beside the scope.

use super::{CurveDetail, Exposure, Grouping, Measure, PeriodLength, scope::ROUND};
use crate::{DateSchema, Example, RemedyCode};

parameters! {
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

    /// One round, beside the scope.
    RoundParameters {
        /// Compare with this round, over the municipalities that both reached.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("pattern" = ROUND))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "SLUG"))]
        against: Option<String>,
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

impl Example for FunnelParameters {
    fn example() -> Self {
        Self {
            days: Some("180".to_owned()),
            group_by: Some(Grouping::Municipality),
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

impl Example for RoundParameters {
    fn example() -> Self {
        Self { against: None }
    }
}

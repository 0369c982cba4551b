//! How long it takes until knelpunten are gone, the open ones counted as censored.

use std::collections::BTreeMap;

use fold::{Episode, Names};
use model::Instant;
use register::Register;
use serde::Serialize;

use crate::{
    Asked, Counted, GroupBy, asked,
    figures::Seen,
    group,
    keys::Keys,
    places::Places,
    statistics::{Detail, Point, Span, Step, Survival, log_rank, shared_horizon_days},
};

/// The days at which survival is given.
const SURVIVAL_AT_DAYS: [u16; 3] = [90, 180, 365];

/// What is asked, besides what every question has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResolutionTimesAsked {
    group_by: Option<GroupBy>,
    horizon_days: f64,
    detail: Detail,
}

/// Survival of each group, and whether groups differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResolutionTimes {
    /// In order of code, those without last; one group when not grouped.
    pub groups: Vec<GroupAnswer>,
    /// The log-rank test between the groups; none where there is nothing to compare.
    pub log_rank: Option<LogRankAnswer>,
}

/// Survival of one group: the share that is still open, by days since.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupAnswer {
    /// Code of the group; absent when not grouped, null for what has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Option<String>>,
    /// Name of the group in Dutch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Episodes.
    pub n: usize,
    /// Those that ended.
    pub resolved: usize,
    /// Those that are open.
    pub censored: usize,
    /// Day from which on the curve counts, and on which it is conditional.
    pub from_days: f64,
    /// Day by which half of them were gone; none when not reached.
    pub median_days: Option<f64>,
    /// Lower end of its 95 % interval.
    pub median_low: Option<f64>,
    /// Upper end of its 95 % interval; none when not reached.
    pub median_high: Option<f64>,
    /// The share still open at 90, 180 and 365 days.
    pub survival: BTreeMap<String, PointAnswer>,
    /// The mean of the days open, up to a horizon.
    pub restricted_mean: RestrictedMeanAnswer,
    /// The curve.
    pub curve: Vec<StepAnswer>,
}

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PointAnswer {
    /// The share; none where it is not known.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The mean of the days open up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedMeanAnswer {
    /// The mean, in days.
    pub days: f64,
    /// Its standard error, in days.
    pub se: f64,
    /// The horizon, in days.
    pub horizon_days: f64,
}

/// A step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepAnswer {
    /// Days since.
    pub days: f64,
    /// Episodes at risk just before.
    pub at_risk: usize,
    /// Episodes that ended then.
    pub resolved: usize,
    /// The share still open after.
    pub survival: f64,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub high: Option<f64>,
}

/// The log-rank test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogRankAnswer {
    /// The statistic.
    pub chi_squared: f64,
    /// Groups compared less one.
    pub degrees_of_freedom: u32,
    /// The probability of a statistic as large when groups do not differ.
    pub p: f64,
}

impl ResolutionTimesAsked {
    pub(crate) fn take(keys: &mut Keys) -> Self {
        let horizon = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|days| *days > 0.0 && *days <= 36_500.0)
        };
        let detail = |text: &str| (text == "full").then_some(Detail::Full);
        Self {
            group_by: asked::take_group_by(keys),
            horizon_days: keys
                .read(
                    "horizonDays",
                    "a number of days above 0, at most 36500",
                    horizon,
                )
                .unwrap_or(365.0),
            detail: keys
                .read("curve", "full; leave it out for at most 400 points", detail)
                .unwrap_or(Detail::Summary),
        }
    }
}

impl ResolutionTimes {
    pub(crate) fn of<'a>(
        asked: &Asked,
        times: &ResolutionTimesAsked,
        selected: impl Iterator<Item = Seen<'a>>,
        places: &Places,
        names: &Names,
        register: &Register,
    ) -> (Self, Counted) {
        let mut counted = Counted::default();
        // The key puts those without a code last.
        let mut spans: BTreeMap<(bool, Option<String>), Vec<Span>> = BTreeMap::new();
        if times.group_by.is_none() {
            spans.insert((true, None), Vec::new());
        }
        for seen in selected {
            let own: Vec<Span> = seen
                .episodes()
                .map(|episode| span(&episode, asked.as_of))
                .collect();
            if own.is_empty() {
                continue;
            }
            counted.n += own.len();
            counted.censored += own.iter().filter(|span| !span.ended).count();
            let code = times
                .group_by
                .and_then(|by| by.group(seen.traits, places).code(names, register));
            spans.entry((code.is_none(), code)).or_default().extend(own);
        }
        // In one order, so that sums of floats give the same bytes however the columns are ordered.
        for spans in spans.values_mut() {
            spans.sort_unstable_by_key(|span| (span.exit_us, span.entry_us, span.ended));
        }
        let curves: Vec<Survival> = spans.values().map(|spans| Survival::of(spans)).collect();
        let horizon = shared_horizon_days(&curves, times.horizon_days);
        let compared: Vec<&[Span]> = spans.values().map(Vec::as_slice).collect();
        let log_rank = log_rank(&compared).map(|test| LogRankAnswer {
            chi_squared: test.chi_squared,
            degrees_of_freedom: test.degrees_of_freedom,
            p: test.p,
        });
        let groups = spans.keys().zip(&curves).map(|((_, code), curve)| {
            let by = times.group_by;
            GroupAnswer {
                group: by.map(|_| code.clone()),
                label: by.map(|by| group::label(by, code.as_deref(), register)),
                ..answer(curve, horizon, times.detail)
            }
        });
        (
            Self {
                groups: groups.collect(),
                log_rank,
            },
            counted,
        )
    }
}

fn span(episode: &Episode, at: Instant) -> Span {
    Span {
        entry_us: episode.opened_at.since(episode.since),
        exit_us: episode.end.map_or(at, |end| end.at).since(episode.since),
        ended: episode.end.is_some(),
    }
}

fn answer(curve: &Survival, horizon_days: f64, detail: Detail) -> GroupAnswer {
    let mean = curve.restricted_mean(horizon_days);
    let point = |days: u16| {
        (
            days.to_string(),
            PointAnswer::from(curve.at(f64::from(days))),
        )
    };
    GroupAnswer {
        group: None,
        label: None,
        n: curve.n,
        resolved: curve.resolved,
        censored: curve.censored,
        from_days: curve.from_days,
        median_days: curve.median_days,
        median_low: curve.median_low,
        median_high: curve.median_high,
        survival: SURVIVAL_AT_DAYS.into_iter().map(point).collect(),
        restricted_mean: RestrictedMeanAnswer {
            days: mean.days,
            se: mean.se,
            horizon_days: mean.horizon_days,
        },
        curve: curve
            .curve(detail)
            .into_iter()
            .map(StepAnswer::from)
            .collect(),
    }
}

impl From<Point> for PointAnswer {
    fn from(point: Point) -> Self {
        Self {
            value: point.value,
            low: point.low,
            high: point.high,
        }
    }
}

impl From<Step> for StepAnswer {
    fn from(step: Step) -> Self {
        Self {
            days: step.days(),
            at_risk: step.at_risk,
            resolved: step.resolved,
            survival: step.survival,
            low: step.low,
            high: step.high,
        }
    }
}

//! How long it takes until knelpunten are gone, the open ones counted as censored.

mod answer;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use fold::{Episode, Names};
use model::Instant;
use register::Register;
use serde::Serialize;

pub use answer::{GroupAnswer, LogRankAnswer, PointAnswer, RestrictedMeanAnswer, StepAnswer};

use crate::{
    Asked, Counted, GroupBy, GroupName,
    figures::Seen,
    group::Group,
    keys::Keys,
    places::Places,
    statistics::{Detail, Span, Survival, log_rank, shared_horizon_days},
};

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

impl ResolutionTimesAsked {
    pub(crate) fn take(keys: &mut Keys) -> Self {
        let horizon = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|days| *days > 0.0 && *days <= 36_500.0)
        };
        let detail = |text: &str| (text == "full").then_some(Detail::Full);
        Self {
            group_by: GroupBy::take(keys),
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
        let mut spans: HashMap<Group, Vec<Span>> = HashMap::new();
        if times.group_by.is_none() {
            spans.insert(Group::None, Vec::new());
        }
        for seen in selected {
            let Some(fold) = seen.fold() else { continue };
            counted.enter(&fold);
            let by = times.group_by;
            let group = by.map_or(Group::None, |by| by.group(seen.traits, places));
            let own = seen.episodes().map(|episode| span(&episode, asked.as_of));
            spans.entry(group).or_default().extend(own);
        }
        let groups = in_order(spans, |group| group.code(names, register));
        (times.answer(groups, register), counted)
    }
}

impl ResolutionTimesAsked {
    fn answer(
        &self,
        groups: Vec<(Option<String>, Vec<Span>)>,
        register: &Register,
    ) -> ResolutionTimes {
        let compared: Vec<&[Span]> = groups.iter().map(|(_, spans)| spans.as_slice()).collect();
        let log_rank = log_rank(&compared).map(LogRankAnswer::from);
        let curves: Vec<Survival> = compared.iter().map(|spans| Survival::of(spans)).collect();
        let horizon_days = shared_horizon_days(&curves, self.horizon_days);
        let answers = groups.into_iter().zip(&curves).map(|((code, _), curve)| {
            let by = self.group_by;
            let group = by.map(|by| GroupName::of(by, code, register));
            GroupAnswer::of(group, curve, horizon_days, self.detail)
        });
        ResolutionTimes {
            groups: answers.collect(),
            log_rank,
        }
    }
}

/// Puts groups in order, those without a code last, and the spans of each: sums of floats then give the same bytes
/// however the columns are ordered.
fn in_order(
    spans: HashMap<Group, Vec<Span>>,
    code: impl Fn(Group) -> Option<String>,
) -> Vec<(Option<String>, Vec<Span>)> {
    let mut groups: Vec<(Option<String>, Vec<Span>)> = spans
        .into_iter()
        .map(|(group, spans)| (code(group), spans))
        .collect();
    groups.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    for (_, spans) in &mut groups {
        spans.sort_unstable_by_key(|span| (span.exit_us, span.entry_us, span.ended));
    }
    groups
}

fn span(episode: &Episode, at: Instant) -> Span {
    Span {
        entry_us: episode.opened_at.since(episode.since),
        exit_us: episode.end.map_or(at, |end| end.at).since(episode.since),
        ended: episode.end.is_some(),
    }
}

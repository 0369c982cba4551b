//! How long it takes until knelpunten are gone, the open ones counted as censored.

mod answer;
#[cfg(test)]
mod tests;

use model::Instant;
use register::Register;
use serde::Serialize;

pub use answer::{GroupAnswer, LogRankAnswer, PointAnswer, RestrictedMeanAnswer, StepAnswer};

use crate::{
    Counted, GroupBy, GroupName, Population, Query,
    geography::Geography,
    group::ByGroup,
    parameters::Parameters,
    population::Tally,
    selected::Selected,
    selection::Selection,
    statistics::{Detail, Span, Survival, compare, shared_horizon_days},
    timeline::EpisodeSpan,
    together,
};

/// What is asked, besides what every question has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResolutionTimesQuery {
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

impl ResolutionTimesQuery {
    pub(crate) fn take(keys: &mut Parameters) -> Self {
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

/// The episodes of each group: the answer follows from them alone.
#[derive(Debug)]
pub(crate) struct GroupedSpans {
    times: ResolutionTimesQuery,
    /// By code, in order.
    groups: Vec<(Option<String>, Vec<Span>)>,
}

/// The episodes of each group, in any order.
struct Spans<'a> {
    counted: Counted,
    groups: ByGroup<'a, Vec<Span>>,
}

impl Spans<'_> {
    fn enter(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.enter(&state);
        let own = selected.episodes();
        let group = self.groups.of(&selected.identity);
        group.extend(own.map(|extent| span(&extent, selected.at)));
    }
}

impl Tally for Spans<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, Vec::extend);
    }
}

impl GroupedSpans {
    pub(crate) fn of(
        asked: &Query,
        times: &ResolutionTimesQuery,
        population: &Population<'_>,
        selection: &Selection<'_>,
        places: &Geography,
        register: &Register,
    ) -> (Self, Counted) {
        let empty = || Spans {
            counted: Counted::default(),
            groups: ByGroup::by(times.group_by, places),
        };
        let spans = population.gather(asked, selection, empty, Spans::enter);
        let grouped = Self {
            times: *times,
            groups: spans.groups.in_order(population.interner(), register),
        };
        (grouped, spans.counted)
    }

    pub(crate) fn answer(self, register: &Register) -> ResolutionTimes {
        let times = self.times;
        let (codes, spans): (Vec<Option<String>>, Vec<Vec<Span>>) = self.groups.into_iter().unzip();
        let compared: Vec<&[Span]> = spans.iter().map(Vec::as_slice).collect();
        let (curves, log_rank) = compare(&compared);
        let horizon_days = shared_horizon_days(&curves, times.horizon_days);
        let named: Vec<_> = codes.into_iter().zip(&curves).collect();
        let answer = |(code, curve): &(Option<String>, &Survival)| {
            let by = times.group_by;
            let group = by.map(|by| GroupName::of(by, code.clone(), register));
            GroupAnswer::of(group, curve, horizon_days, times.detail)
        };
        ResolutionTimes {
            groups: together::map(&named, answer),
            log_rank: log_rank.map(LogRankAnswer::from),
        }
    }
}

fn span(extent: &EpisodeSpan, at: Instant) -> Span {
    Span {
        entry_us: extent.opened_at.since(extent.since),
        exit_us: extent.end.map_or(at, |(end, _)| end).since(extent.since),
        ended: extent.end.is_some(),
    }
}

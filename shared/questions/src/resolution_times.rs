//! How long it takes until knelpunten are resolved; the open ones are censored.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use api::{
    answers::{GroupAnswer, GroupName, LogRankAnswer, ResolutionTimes, StepAnswer},
    parameters::{Grouping, LinkParameters as _, ResolutionTimesParameters},
};
use model::Instant;
use register::Register;
use state::{EpisodeSpan, together};

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    group::{ByGroup, group_name},
    population::Accumulator,
    selected::Selected,
    statistics::{Detail, Span, Step, Survival, compare, shared_horizon_days},
};

/// The days at which survival is given.
const SURVIVAL_AT_DAYS: [u16; 3] = [90, 180, 365];

/// How long it takes until knelpunten are resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResolutionTimesQuestion {
    /// The attribute to group by.
    pub group_by: Option<Grouping>,
    /// The horizon of the restricted mean: above 0, at most 36 500.
    pub horizon_days: f64,
    /// How much of each curve is returned.
    pub detail: Detail,
}

impl Default for ResolutionTimesQuestion {
    fn default() -> Self {
        Self {
            group_by: None,
            horizon_days: 365.0,
            detail: Detail::Summary,
        }
    }
}

/// The episodes of each group, in any order.
struct SpanTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, Vec<Span>>,
}

/// The episodes of each group, in order of code: the answer follows from them alone.
type SpansByGroup = Vec<(Option<String>, Vec<Span>)>;

impl Question for ResolutionTimesQuestion {
    type Answer = ResolutionTimes;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<ResolutionTimes>, QueryError> {
        let empty = || SpanTally {
            counted: Counted::default(),
            groups: ByGroup::new(self.group_by, context.geography),
        };
        let tally = context.gather(empty, SpanTally::count);
        let groups = tally.groups.in_order(context.interner(), context.register);
        let question = *self;
        Ok(Scan::deferred(tally.counted, move |register| {
            question.survival(groups, register)
        }))
    }
}

impl FromParameters for ResolutionTimesQuestion {
    fn own_names() -> &'static [String] {
        ResolutionTimesParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, _: &mut Scope) -> Self {
        let horizon = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|days| *days > 0.0 && *days <= 36_500.0)
        };
        let detail = |text: &str| (text == "full").then_some(Detail::Full);
        let default = Self::default();
        let group_by = parameters.grouping();
        let horizon_must_be = "a number of days above 0, at most 36500";
        let horizon_days = parameters.parse("horizonDays", horizon_must_be, horizon);
        let detail_must_be = "full; leave it out for at most 400 points";
        let detail = parameters.parse("curve", detail_must_be, detail);
        Self {
            group_by,
            horizon_days: horizon_days.unwrap_or(default.horizon_days),
            detail: detail.unwrap_or(default.detail),
        }
    }
}

impl SpanTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let episodes = selected.episodes();
        let group = self.groups.get_mut(&selected.identity);
        group.extend(episodes.map(|episode| span(&episode, selected.at)));
    }
}

impl Accumulator for SpanTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, Vec::extend);
    }
}

impl ResolutionTimesQuestion {
    fn survival(&self, groups: SpansByGroup, register: &Register) -> ResolutionTimes {
        let (codes, spans): (Vec<Option<String>>, Vec<Vec<Span>>) = groups.into_iter().unzip();
        let compared: Vec<&[Span]> = spans.iter().map(Vec::as_slice).collect();
        let (curves, log_rank) = compare(&compared);
        let horizon_days = shared_horizon_days(&curves, self.horizon_days);
        let named: Vec<_> = codes.into_iter().zip(&curves).collect();
        let group = |(code, curve): &(Option<String>, &Survival)| {
            let by = self.group_by;
            let group = by.map(|by| group_name(by, code.clone(), register));
            group_answer(group, curve, horizon_days, self.detail)
        };
        ResolutionTimes {
            groups: together::map(&named, group),
            log_rank: log_rank.map(|test| LogRankAnswer {
                chi_squared: test.chi_squared,
                degrees_of_freedom: test.degrees_of_freedom,
                p: test.p,
            }),
        }
    }
}

fn span(episode: &EpisodeSpan, at: Instant) -> Span {
    let until = episode.end.map_or(at, |(end, _)| end);
    Span {
        entry_us: episode.opened_at.since(episode.since),
        exit_us: until.since(episode.since),
        ended: episode.end.is_some(),
    }
}

/// Reads the figures of a group from its curve.
fn group_answer(
    group: Option<GroupName>,
    curve: &Survival,
    horizon_days: f64,
    detail: Detail,
) -> GroupAnswer {
    let at_days = |days: u16| (days.to_string(), curve.at(f64::from(days)));
    GroupAnswer {
        group,
        n: curve.n,
        resolved: curve.resolved,
        censored: curve.censored,
        from_days: curve.from_days,
        median_days: curve.median_days,
        median_low: curve.median_low,
        median_high: curve.median_high,
        survival: BTreeMap::from(SURVIVAL_AT_DAYS.map(at_days)),
        restricted_mean: curve.restricted_mean(horizon_days),
        curve: curve.curve(detail).into_iter().map(step_answer).collect(),
    }
}

fn step_answer(step: Step) -> StepAnswer {
    let (low, high) = step.interval().unzip();
    StepAnswer {
        days: step.days(),
        at_risk: step.at_risk,
        resolved: step.resolved,
        survival: step.survival,
        low,
        high,
    }
}

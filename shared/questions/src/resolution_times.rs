//! How long it takes until knelpunten are resolved; the open ones are censored.

#[cfg(test)]
mod tests;

use api::{
    answers::{
        CumulativeIncidence, GroupAnswer, GroupName, LogRankAnswer, PairAnswer, ResolutionTimes,
        ResolvedByOutcome,
    },
    parameters::{Grouping, LinkParameters as _, ResolutionTimesParameters},
};
use model::{Instant, Outcome};
use register::Register;
use state::{EpisodeSpan, together};

use crate::{
    Context, Counted, CurveOptions, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    curve_figures::{SURVIVAL_AT_DAYS, curve_figures, log_rank_answer},
    group::{ByGroup, group_name},
    population::Accumulator,
    selected::Selected,
    statistics::{
        Cause, Detail, DetailedComparison, PairTest, Span, Survival, compare_in_detail,
        medians_days, shared_horizon_days,
    },
};

/// How long it takes until knelpunten are resolved.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ResolutionTimesQuestion {
    /// How the curves are asked for.
    pub curves: CurveOptions,
}

/// The episodes of each group, in any order.
struct SpanTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, GroupSpans>,
}

/// The episodes of a group.
#[derive(Default)]
struct GroupSpans {
    spans: Vec<Span>,
    /// The same with every end just after the last report.
    earliest: Vec<Span>,
}

/// The episodes of each group, in order of code: the answer follows from them alone.
type SpansByGroup = Vec<(Option<String>, GroupSpans)>;

impl Question for ResolutionTimesQuestion {
    type Answer = ResolutionTimes;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<ResolutionTimes>, QueryError> {
        let empty = || SpanTally {
            counted: Counted::default(),
            groups: ByGroup::new(self.curves.group_by, context.geography),
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
        Self {
            curves: CurveOptions::parse(parameters),
        }
    }
}

impl SpanTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let group = self.groups.get_mut(&selected.identity);
        let reports = selected.reports();
        for episode in selected.episodes() {
            let span = span(&episode, selected.at);
            group.spans.push(span);
            group.earliest.push(ended_earliest(span, &episode, reports));
        }
    }
}

impl Accumulator for SpanTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, |group, other| {
            group.spans.extend(other.spans);
            group.earliest.extend(other.earliest);
        });
    }
}

impl ResolutionTimesQuestion {
    fn survival(&self, groups: SpansByGroup, register: &Register) -> ResolutionTimes {
        let (codes, spans): (Vec<Option<String>>, Vec<GroupSpans>) = groups.into_iter().unzip();
        let compared: Vec<&[Span]> = spans.iter().map(|group| &*group.spans).collect();
        let earliest: Vec<&[Span]> = spans.iter().map(|group| &*group.earliest).collect();
        let scores = self.scores(&codes);
        let (compared, medians) = together::both(
            || compare_in_detail(&compared, &scores),
            || medians_days(&earliest),
        );
        let DetailedComparison {
            curves,
            log_rank,
            pairs,
            trend,
        } = compared;
        let horizon_days = shared_horizon_days(&curves, self.curves.horizon_days);
        let named: Vec<_> = codes.iter().zip(curves.iter().zip(medians)).collect();
        let group = |(code, (curve, earliest)): &(&Option<String>, (&Survival, Option<f64>))| {
            let by = self.curves.group_by;
            let group = by.map(|by| group_name(by, (*code).clone(), register));
            GroupAnswer {
                median_days_earliest: *earliest,
                ..group_answer(group, curve, horizon_days, self.curves.detail)
            }
        };
        ResolutionTimes {
            groups: together::map(&named, group),
            log_rank: log_rank.as_ref().map(log_rank_answer),
            pairs: pairs.map(|pairs| pairs.iter().map(|pair| pair_answer(pair, &codes)).collect()),
            log_rank_trend: trend.map(|test| LogRankAnswer {
                chi_squared: test.chi_squared,
                degrees_of_freedom: 1,
                p: test.p,
                small_groups: None,
            }),
        }
    }

    /// Returns the scores for the trend: those of size classes; none by another attribute.
    fn scores(&self, codes: &[Option<String>]) -> Vec<Option<u8>> {
        let is_by_size = self.curves.group_by == Some(Grouping::SizeClass);
        let score = |code: &Option<String>| code.as_ref()?.parse().ok();
        let score = |code| score(code).filter(|_| is_by_size);
        codes.iter().map(score).collect()
    }
}

/// Returns an episode as survival analysis sees it.
pub(crate) fn span(episode: &EpisodeSpan, at: Instant) -> Span {
    let until = episode.end.map_or(at, |(end, _)| end);
    Span {
        entry_us: episode.opened_at.since(episode.since),
        exit_us: until.since(episode.since),
        end: episode.end.map(|(_, outcome)| cause(outcome)),
    }
}

const fn cause(outcome: Outcome) -> Cause {
    match outcome {
        Outcome::Solved => Cause::FIRST,
        Outcome::Lapsed => Cause::SECOND,
        Outcome::Central => Cause::THIRD,
    }
}

/// Moves the end of an episode to a microsecond after its last report, if it is later: it was there at that report, and
/// may have ended at any time since.
fn ended_earliest(span: Span, episode: &EpisodeSpan, reports: &[Instant]) -> Span {
    let Some((end, _)) = episode.end else {
        return span;
    };
    // At one instant reports come before resolutions: those at the very end belong to the episode that ends.
    let until_end = reports.partition_point(|report| *report <= end);
    let last = reports[..until_end].last().unwrap_or(&episode.opened_at);
    Span {
        exit_us: span.exit_us.min(last.since(episode.since) + 1),
        ..span
    }
}

fn pair_answer(pair: &PairTest, codes: &[Option<String>]) -> PairAnswer {
    PairAnswer {
        first: codes[pair.first].clone(),
        second: codes[pair.second].clone(),
        chi_squared: pair.chi_squared,
        p: pair.p,
        p_holm: pair.p_holm,
    }
}

/// Returns the share that ended by each outcome.
fn cumulative_incidence(curve: &Survival) -> CumulativeIncidence {
    let by = |outcome| {
        let shares = curve.incidence(cause(outcome), SURVIVAL_AT_DAYS.map(f64::from));
        let days = SURVIVAL_AT_DAYS.map(|days| days.to_string());
        days.into_iter().zip(shares).collect()
    };
    CumulativeIncidence {
        solved: by(Outcome::Solved),
        lapsed: by(Outcome::Lapsed),
        central: by(Outcome::Central),
    }
}

/// Reads the figures of a group from its curve.
fn group_answer(
    group: Option<GroupName>,
    curve: &Survival,
    horizon_days: f64,
    detail: Detail,
) -> GroupAnswer {
    GroupAnswer {
        group,
        n: curve.n,
        resolved: curve.resolved,
        resolved_by_outcome: resolved_by_outcome(curve),
        censored: curve.censored,
        figures: curve_figures(curve, detail),
        median_days_earliest: None,
        cumulative_incidence: cumulative_incidence(curve),
        restricted_mean: curve.restricted_mean(horizon_days),
    }
}

fn resolved_by_outcome(curve: &Survival) -> ResolvedByOutcome {
    let by = |outcome| i64::from(curve.by_cause[cause(outcome).index()]);
    ResolvedByOutcome {
        solved: by(Outcome::Solved),
        lapsed: by(Outcome::Lapsed),
        central: by(Outcome::Central),
    }
}

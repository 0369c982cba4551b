//! How long resolved knelpunten stay resolved.
//!
//! - *Unit*: an episode that has ended. *Duration*: from its end to the opening of the next episode of the same knelpunt,
//!   or to T; never less than 0, because an end given as a date may lie later that day. *Event*: the next episode. All
//!   enter at 0.
//! - The curve is that of Kaplan and Meier (1958), and the figures of a group are those of resolution times. A group
//!   without an episode that ended is absent.
//! - The restricted mean is null where its horizon would be 0: nothing was followed for any time.

use api::{
    answers::{GroupName, Recurrence, RecurrenceGroup},
    parameters::{LinkParameters as _, ResolutionTimesParameters},
};
use register::Register;
use state::together;

use crate::{
    Context, Counted, CurveOptions, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    curve_figures::{curve_figures, log_rank_answer},
    group::{ByGroup, group_name},
    population::Accumulator,
    selected::Selected,
    statistics::{Cause, Span, Survival, compare, shared_horizon_days},
};

/// How long resolved knelpunten stay resolved.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RecurrenceQuestion {
    /// How the curves are asked for.
    pub curves: CurveOptions,
}

/// The ended episodes of each group, in any order.
struct EndedTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, Vec<Span>>,
}

impl Question for RecurrenceQuestion {
    type Answer = Recurrence;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Recurrence>, QueryError> {
        let empty = || EndedTally {
            counted: Counted::default(),
            groups: ByGroup::new(self.curves.group_by, context.geography),
        };
        let tally = context.gather(empty, EndedTally::count);
        let mut groups = tally.groups.in_order(context.interner(), context.register);
        groups.retain(|(_, spans)| !spans.is_empty());
        let question = *self;
        Ok(Scan::deferred(tally.counted, move |register| {
            question.curves(groups, register)
        }))
    }
}

impl FromParameters for RecurrenceQuestion {
    fn own_names() -> &'static [String] {
        ResolutionTimesParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, _: &mut Scope) -> Self {
        Self {
            curves: CurveOptions::parse(parameters),
        }
    }
}

impl EndedTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let mut episodes = selected.episodes().peekable();
        while let Some(episode) = episodes.next() {
            let Some((end, _)) = episode.end else { return };
            let next = episodes.peek().map(|next| next.opened_at);
            let span = Span {
                entry_us: 0,
                exit_us: next.unwrap_or(selected.at).since(end).max(0),
                end: next.map(|_| Cause::FIRST),
            };
            self.groups.get_mut(&selected.identity).push(span);
        }
    }
}

impl Accumulator for EndedTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, Vec::extend);
    }
}

impl RecurrenceQuestion {
    fn curves(&self, groups: Vec<(Option<String>, Vec<Span>)>, register: &Register) -> Recurrence {
        let (codes, spans): (Vec<Option<String>>, Vec<Vec<Span>>) = groups.into_iter().unzip();
        let compared: Vec<&[Span]> = spans.iter().map(Vec::as_slice).collect();
        let (curves, log_rank) = compare(&compared);
        let horizon_days = shared_horizon_days(&curves, self.curves.horizon_days);
        let named: Vec<_> = codes.into_iter().zip(&curves).collect();
        let group = |(code, curve): &(Option<String>, &Survival)| {
            let by = self.curves.group_by;
            let group = by.map(|by| group_name(by, code.clone(), register));
            self.group(group, curve, horizon_days)
        };
        Recurrence {
            groups: together::map(&named, group),
            log_rank: log_rank.as_ref().map(log_rank_answer),
        }
    }

    fn group(
        &self,
        group: Option<GroupName>,
        curve: &Survival,
        horizon_days: f64,
    ) -> RecurrenceGroup {
        RecurrenceGroup {
            group,
            n: curve.n,
            recurred: curve.resolved,
            censored: curve.censored,
            figures: curve_figures(curve, self.curves.detail),
            restricted_mean: curve.restricted_mean(horizon_days),
        }
    }
}

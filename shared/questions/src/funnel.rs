//! Which groups stand out by more than chance: the share of episodes that is still open after some days.
//!
//! - *n*: the episodes that opened at least `days` before T. *x*: those that were still open after `days`: the time from
//!   `openedAt` to the end, or to T, is `days` or more. The clock starts at `openedAt`, not at `since`: what was known
//!   long before it was reported has already outlived part of the time.
//! - *Target*: p = Σx / Σn over all groups shown. *Share*: x/n with the interval of Wilson (1927).
//! - *Limits*: the exact binomial control limits of Spiegelhalter (2005, A.1.1) around the target, at 2.5 % and 0.1 % in
//!   each tail. *Position*: beyond a limit where P(X ≥ x), or P(X ≤ x), is less than that.
//! - A group without such an episode is absent. There is no rank.

use api::{
    answers::{Funnel, FunnelItem, FunnelPosition, Limits, PointAnswer},
    parameters::{FunnelParameters, Grouping, LinkParameters as _},
};
use register::Register;
use state::together;

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    figures::DAY_US,
    group::{ByGroup, group_name},
    population::Accumulator,
    selected::Selected,
    statistics::{Tails, control_limits, wilson_interval},
};

/// The levels of the limits, in each tail.
const LEVELS: [f64; 2] = [0.025, 0.001];

/// Which groups stand out by more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunnelQuestion {
    /// Still open after so many days: 1 to 3650.
    pub days: u16,
    /// The attribute to group by.
    pub group_by: Grouping,
}

impl Default for FunnelQuestion {
    fn default() -> Self {
        Self {
            days: 180,
            group_by: Grouping::Municipality,
        }
    }
}

/// The episodes of a group that are old enough, and those of them that were still open.
#[derive(Debug, Clone, Copy, Default)]
struct StillOpen {
    n: u64,
    x: u64,
}

struct StillOpenTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, StillOpen>,
}

impl Question for FunnelQuestion {
    type Answer = Funnel;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Funnel>, QueryError> {
        let empty = || StillOpenTally {
            counted: Counted::default(),
            groups: ByGroup::new(Some(self.group_by), context.geography),
        };
        let after_us = i64::from(self.days) * DAY_US;
        let tally = context.gather(empty, |tally, selected| tally.count(selected, after_us));
        let groups = tally.groups.in_order(context.interner(), context.register);
        let by = self.group_by;
        Ok(Scan::deferred(tally.counted, move |register| {
            funnel(&groups, by, register)
        }))
    }
}

impl FromParameters for FunnelQuestion {
    fn own_names() -> &'static [String] {
        FunnelParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, _: &mut Scope) -> Self {
        let default = Self::default();
        Self {
            days: parameters.days("days").unwrap_or(default.days),
            group_by: parameters.grouping().unwrap_or(default.group_by),
        }
    }
}

impl StillOpenTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>, after_us: i64) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let is_old_enough = |opened_at| selected.at.since(opened_at) >= after_us;
        for episode in selected.episodes() {
            if !is_old_enough(episode.opened_at) {
                return;
            }
            let until = episode.end.map_or(selected.at, |(end, _)| end);
            let group = self.groups.get_mut(&selected.identity);
            group.n += 1;
            group.x += u64::from(until.since(episode.opened_at) >= after_us);
        }
    }
}

impl Accumulator for StillOpenTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, |group, StillOpen { n, x }| {
            group.n += n;
            group.x += x;
        });
    }
}

fn funnel(groups: &[(Option<String>, StillOpen)], by: Grouping, register: &Register) -> Funnel {
    let n: u64 = groups.iter().map(|(_, group)| group.n).sum();
    let x: u64 = groups.iter().map(|(_, group)| group.x).sum();
    let target = share(x, n);
    let item = |(code, group): &(Option<String>, StillOpen)| {
        let (low, high) = wilson_interval(group.x, group.n);
        let [limits95, limits998] = LEVELS.map(|level| {
            let (low, high) = control_limits(group.n, target.unwrap_or_default(), level);
            Limits { low, high }
        });
        FunnelItem {
            group: group_name(by, code.clone(), register),
            n: group.n,
            x: group.x,
            share: PointAnswer {
                value: share(group.x, group.n),
                low: Some(low),
                high: Some(high),
            },
            limits95,
            limits998,
            position: position(Tails::new(group.x, group.n, target.unwrap_or_default())),
        }
    };
    Funnel {
        target,
        items: together::map(groups, item),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn share(x: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| x as f64 / n as f64)
}

fn position(tails: Tails) -> FunnelPosition {
    let [q95, q998] = LEVELS;
    match tails {
        Tails { above, .. } if above < q998 => FunnelPosition::Above998,
        Tails { below, .. } if below < q998 => FunnelPosition::Below998,
        Tails { above, .. } if above < q95 => FunnelPosition::Above95,
        Tails { below, .. } if below < q95 => FunnelPosition::Below95,
        Tails { .. } => FunnelPosition::Inside,
    }
}

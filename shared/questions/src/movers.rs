//! What has really changed between two windows of dates.
//!
//! By group, x₁ and e₁ are count and exposure of the window, x₀ and e₀ those of the window that it is compared with:
//!
//! - *Ratio*: (x₁/e₁) / (x₀/e₀), with the interval of Clopper and Pearson (1934) for x₁ of x₁ + x₀, mapped by
//!   p ↦ p/(1 − p) · e₀/e₁.
//! - *p*: the exact two-sided binomial test of x₁ in x₁ + x₀ with e₁/(e₁ + e₀), by minimum likelihood (Przyborowski and
//!   Wilenski 1940). *q*: p corrected over the groups that have one (Benjamini and Hochberg 1995).
//! - *Direction*: up or down where q ≤ 0.05, to nine significant digits.
//! - What is counted is counted as in the trend. A group without a count in either window is absent; one without exposure
//!   in either has no figures.

mod exposure;
mod windows;

use std::cmp::Ordering;

use api::{
    answers::{Direction, Movers, MoversItem, PointAnswer, WindowCount},
    parameters::{Exposure, Grouping, LinkParameters as _, Measure, MoversParameters},
};
use register::Register;

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    figures::nine_digits,
    group::{ByGroup, group_name},
    population::Accumulator,
    selected::Selected,
    statistics::{RateTest, benjamini_hochberg},
};
use exposure::Exposures;
pub use windows::Windows;

/// Up to which q a change is more than chance.
const SIGNIFICANT: f64 = 0.05;

/// What has changed between two windows of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoversQuestion {
    /// What is counted.
    pub measure: Measure,
    /// The attribute to group by.
    pub group_by: Grouping,
    /// What counts are divided by.
    pub exposure: Exposure,
    /// The windows.
    pub windows: Windows,
}

/// The counts of both windows, the earlier first.
type Counts = [u64; 2];

struct CountTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, Counts>,
}

/// A group before it has a name.
struct Mover {
    code: Option<String>,
    counts: Counts,
    exposures: [u64; 2],
    test: Option<RateTest>,
    q: Option<f64>,
}

impl Question for MoversQuestion {
    type Answer = Movers;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Movers>, QueryError> {
        let empty = || CountTally {
            counted: Counted::default(),
            groups: ByGroup::new(Some(self.group_by), context.geography),
        };
        let windows = self.windows.instants();
        let tally = context.gather(empty, |tally, selected| {
            tally.count(selected, self.measure, &windows);
        });
        let exposures = Exposures::new(self.exposure, &self.windows, context);
        let (interner, register) = (context.interner(), context.register);
        let counted = tally
            .groups
            .into_groups()
            .filter(|(_, counts)| *counts != [0, 0]);
        let movers = counted.map(|(group, counts)| Mover {
            code: group.code(interner, register),
            counts,
            exposures: exposures.of_group(self.group_by, group),
            test: None,
            q: None,
        });
        let (movers, question) = (movers.collect(), *self);
        Ok(Scan::deferred(tally.counted, move |register| {
            question.answer(movers, register)
        }))
    }
}

impl FromParameters for MoversQuestion {
    fn own_names() -> &'static [String] {
        MoversParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let measure = parameters.one_of("measure", Measure::ALL, Measure::as_str);
        let exposure = parameters.one_of("exposure", Exposure::ALL, Exposure::as_str);
        Self {
            measure: measure.unwrap_or_default(),
            group_by: parameters.grouping().unwrap_or(Grouping::Category),
            exposure: exposure.unwrap_or_default(),
            windows: Windows::parse(parameters, scope.as_of.day()),
        }
    }
}

impl CountTally<'_> {
    fn count(
        &mut self,
        selected: &Selected<'_, '_>,
        measure: Measure,
        windows: &windows::WindowInstants,
    ) {
        let mut counts = [0, 0];
        let mut count = |at| {
            if let Some(window) = windows.containing(at) {
                counts[window] += 1;
            }
        };
        for (index, episode) in selected.episodes().enumerate() {
            self.counted.n += 1;
            self.counted.censored += usize::from(episode.end.is_none());
            match measure {
                Measure::Recurred if index == 0 => {}
                Measure::Opened | Measure::Recurred => count(episode.opened_at),
                // A resolution given as a date is visible before its instant: it then ends the episode now.
                Measure::Resolved => {
                    if let Some((end, _)) = episode.end {
                        count(end.min(selected.at));
                    }
                }
                Measure::Reported => {}
            }
        }
        if measure == Measure::Reported {
            selected.reports().iter().copied().for_each(count);
        }
        if counts != [0, 0] {
            add(self.groups.get_mut(&selected.identity), counts);
        }
    }
}

const fn add(counts: &mut Counts, other: Counts) {
    counts[0] += other[0];
    counts[1] += other[1];
}

impl Accumulator for CountTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, add);
    }
}

impl MoversQuestion {
    fn answer(&self, mut movers: Vec<Mover>, register: &Register) -> Movers {
        for mover in &mut movers {
            mover.test = RateTest::new(mover.counts, mover.exposures);
        }
        let probabilities: Vec<Option<f64>> = movers
            .iter()
            .map(|mover| mover.test.map(|test| test.p))
            .collect();
        for (mover, q) in movers.iter_mut().zip(benjamini_hochberg(&probabilities)) {
            mover.q = q;
        }
        movers.sort_by(Mover::order);
        let items = movers
            .into_iter()
            .map(|mover| mover.item(self.group_by, register));
        Movers {
            items: items.collect(),
            from: self.windows.from,
            to: self.windows.to,
            compare_from: self.windows.compare_from,
            compare_to: self.windows.compare_to,
        }
    }
}

impl Mover {
    /// Compares by q, then p, then code; those without come last.
    fn order(&self, other: &Self) -> Ordering {
        let key = |mover: &Self| {
            let rounded = |value: Option<f64>| value.map(nine_digits);
            let (q, p) = (rounded(mover.q), rounded(mover.test.map(|test| test.p)));
            (q.is_none(), q, p.is_none(), p)
        };
        let code = |mover: &Self| (mover.code.is_none(), mover.code.clone());
        key(self)
            .cmp(&key(other))
            .then_with(|| code(self).cmp(&code(other)))
    }

    fn item(self, by: Grouping, register: &Register) -> MoversItem {
        let window = |index: usize| WindowCount {
            count: self.counts[index],
            exposure: self.exposures[index],
        };
        let ratio = self.test.map(|test| PointAnswer {
            value: test.ratio,
            low: Some(test.low),
            high: test.high,
        });
        // A p of 1/32 may be computed as a little more, and q then as a little more than 0.05.
        let is_significant = self
            .q
            .is_some_and(|q| nine_digits(q) <= nine_digits(SIGNIFICANT));
        let rates = |a: usize, b: usize| u128::from(self.counts[a]) * u128::from(self.exposures[b]);
        let direction = match rates(1, 0).cmp(&rates(0, 1)) {
            Ordering::Greater if is_significant => Direction::Up,
            Ordering::Less if is_significant => Direction::Down,
            _ => Direction::None,
        };
        MoversItem {
            before: window(0),
            now: window(1),
            ratio: ratio.unwrap_or_default(),
            p: self.test.map(|test| test.p),
            q: self.q,
            direction,
            group: group_name(by, self.code, register),
        }
    }
}

//! The figures over all open knelpunten of an outlook, whatever page of it is asked for.

use std::{cmp::Reverse, collections::HashMap};

use api::answers::{OutlookCategory, OutlookStep};
use fold::Symbol;
use register::Register;

use super::{OpenItem, OpenTexts};
use crate::labels::category_name;

/// The steps of the distribution.
const STEPS: usize = 10;

/// The figures over all open knelpunten.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OutlookFigures {
    pub(super) known: usize,
    pub(super) unknown: usize,
    /// Σ(1 − p) over the known.
    pub(super) expected_resolved: f64,
    steps: [usize; STEPS],
    /// The last step, by category.
    likely: HashMap<Symbol, usize>,
}

impl OutlookFigures {
    pub(super) fn new(items: &[OpenItem]) -> Self {
        let mut figures = Self::default();
        for item in items {
            match item.outlook.share.value {
                Some(share) => figures.add(share, item.open.identity.category),
                None => figures.unknown += 1,
            }
        }
        figures
    }

    fn add(&mut self, share: f64, category: Symbol) {
        self.known += 1;
        self.expected_resolved += 1.0 - share;
        let step = step(share);
        self.steps[step] += 1;
        if step == STEPS - 1 {
            *self.likely.entry(category).or_default() += 1;
        }
    }

    /// Returns the number of knelpunten in each step.
    pub(super) fn distribution(&self) -> Vec<OutlookStep> {
        let mut steps = Vec::with_capacity(STEPS);
        let mut from = 0.0;
        for (number, knelpunten) in (1_u8..).zip(self.steps) {
            let to = f64::from(number) / 10.0;
            steps.push(OutlookStep {
                from,
                to,
                knelpunten,
            });
            from = to;
        }
        steps
    }

    /// Returns the categories of the last step, the most frequent first.
    pub(super) fn likely_to_stay(
        &self,
        texts: &OpenTexts,
        register: &Register,
    ) -> Vec<OutlookCategory> {
        let category = |(symbol, knelpunten): (&Symbol, &usize)| {
            let category = texts.categories[symbol].clone();
            OutlookCategory {
                category_name: category_name(&category, register),
                category,
                knelpunten: *knelpunten,
            }
        };
        let mut categories: Vec<OutlookCategory> = self.likely.iter().map(category).collect();
        categories.sort_by(|one, other| {
            let key = |of: &OutlookCategory| Reverse(of.knelpunten);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.category.cmp(&other.category))
        });
        categories
    }
}

/// Returns the step of a share. A product that should be a whole tenth may be a little less.
fn step(share: f64) -> usize {
    let tenths = (share * 10.0 + 1e-9).floor();
    (1..STEPS)
        .rev()
        .find(|step| tenths >= f64::from(u8::try_from(*step).unwrap_or(u8::MAX)))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_its_lower_bound_and_the_last_one_has_all() {
        let steps = [0.0, 0.099, 0.1, 0.3, 0.7 + 0.2, 0.9, 1.0].map(step);
        assert_eq!(steps, [0, 0, 1, 3, 9, 9, 9]);
    }
}

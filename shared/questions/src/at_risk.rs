//! How many episodes were still followed after so many days, for the line below a survival curve: no link asks it. They
//! are those at risk in the curve of resolution times.

use crate::{
    Context, Counted, QueryError, Question, Scan, population::Accumulator, resolution_times::span,
    selected::Selected,
};

/// How many episodes were still followed after so many days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtRiskQuestion {
    /// The numbers of days since the beginning.
    pub days: Vec<u32>,
}

/// The episodes at risk, at each of the days.
struct AtRiskTally {
    counted: Counted,
    at_risk: Vec<usize>,
}

impl Question for AtRiskQuestion {
    type Answer = Vec<usize>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Vec<usize>>, QueryError> {
        let empty = || AtRiskTally {
            counted: Counted::default(),
            at_risk: vec![0; self.days.len()],
        };
        let tally = context.gather(empty, |tally, selected| tally.count(selected, &self.days));
        Ok(Scan::ready(tally.at_risk, tally.counted))
    }
}

impl AtRiskTally {
    fn count(&mut self, selected: &Selected<'_, '_>, days: &[u32]) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        for episode in selected.episodes() {
            let span = span(&episode, selected.at);
            for (at_risk, days) in self.at_risk.iter_mut().zip(days) {
                *at_risk += usize::from(span.is_at_risk_after(*days));
            }
        }
    }
}

impl Accumulator for AtRiskTally {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        for (at_risk, more) in self.at_risk.iter_mut().zip(other.at_risk) {
            *at_risk += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Instant;
    use register::Register;

    use super::*;
    use crate::{
        Population, Query, Scope,
        sample::{report, resolution, state_of, who},
    };

    #[test]
    fn those_that_ended_or_are_younger_are_not_followed_any_more() {
        let state = state_of(vec![
            report(who("GM0003", "funding"), "2013-01-01", None),
            resolution(who("GM0003", "funding"), "2013-02-01"),
            report(who("GM0003", "capacity"), "2013-01-01", None),
            report(who("GM0344", "capacity"), "2013-05-01", None),
        ]);
        let query = Query {
            scope: Scope::new(Instant::parse("2013-06-01T00:00:00Z").unwrap()),
            question: AtRiskQuestion {
                days: vec![0, 20, 40, 150, 200],
            },
        };
        let (at_risk, counted) = query
            .answer(&Population::new(&state), Register::embedded())
            .unwrap();
        assert_eq!(at_risk, [3, 3, 1, 1, 0]);
        assert_eq!((counted.n, counted.censored), (3, 2));
    }
}

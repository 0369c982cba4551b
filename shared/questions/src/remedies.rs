//! By what knelpunten were solved, as their resolutions name it, to list it on a page: no link asks it. It counts what the
//! list of episodes has under `event=resolved` with the outcome `solved`.

use std::collections::HashMap;

use fold::Symbol;
use model::Outcome;

use crate::{
    Context, Counted, QueryError, Question, Scan, population::Accumulator, selected::Selected,
    visible::VisibleKnelpunt,
};

/// By what knelpunten were solved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RemediesQuestion;

/// How many episodes were solved by a remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemedyCount {
    /// The code of the remedy; none where the resolution names none.
    pub remedy: Option<String>,
    /// The number of episodes.
    pub solved: usize,
}

#[derive(Default)]
struct RemedyTally {
    counted: Counted,
    solved_by: HashMap<Option<Symbol>, usize>,
}

impl Question for RemediesQuestion {
    type Answer = Vec<RemedyCount>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Vec<RemedyCount>>, QueryError> {
        let tally = context.gather(RemedyTally::default, RemedyTally::count);
        let named = tally.solved_by.into_iter().map(|(remedy, solved)| {
            let remedy = remedy.map(|code| context.interner().text(code).to_owned());
            RemedyCount { remedy, solved }
        });
        let mut counts: Vec<RemedyCount> = named.collect();
        counts.sort_by(|one, other| {
            let order = |count: &RemedyCount| (count.remedy.is_none(), count.remedy.clone());
            (other.solved.cmp(&one.solved)).then_with(|| order(one).cmp(&order(other)))
        });
        Ok(Scan::ready(counts, tally.counted))
    }
}

impl RemedyTally {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let is_solved = |(_, outcome)| outcome == Outcome::Solved;
        if !selected
            .episodes()
            .any(|episode| episode.end.is_some_and(is_solved))
        {
            return;
        }
        // Remedies are not in the timelines: a knelpunt is fetched only if it has one.
        let knelpunt = selected.origin.knelpunt();
        let visible = VisibleKnelpunt::new(&knelpunt, selected.at);
        for end in visible.episodes().filter_map(|episode| episode.end) {
            if end.outcome == Outcome::Solved {
                *self.solved_by.entry(end.remedy).or_default() += 1;
            }
        }
    }
}

impl Accumulator for RemedyTally {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        for (remedy, solved) in other.solved_by {
            *self.solved_by.entry(remedy).or_default() += solved;
        }
    }
}

//! The figures of all selected knelpunten at once.

use api::answers::Summary;

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    population::Accumulator, selected::Selected,
};

/// How many knelpunten there are, and how many are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SummaryQuestion;

impl Question for SummaryQuestion {
    type Answer = Summary;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Summary>, QueryError> {
        let summary = context.gather(Summary::default, count);
        let counted = Counted {
            n: summary.episodes,
            censored: summary.open,
        };
        Ok(Scan::ready(summary, counted))
    }
}

impl FromParameters for SummaryQuestion {
    fn from_parameters(_: &mut Parameters, _: &mut Scope) -> Self {
        Self
    }
}

fn count(summary: &mut Summary, selected: &Selected<'_, '_>) {
    let Some(state) = selected.state() else {
        return;
    };
    summary.knelpunten += 1;
    summary.episodes += state.episodes;
    summary.recurrences += state.episodes - 1;
    summary.reports += selected.reports().len();
    if let Some(open) = state.open {
        summary.open += 1;
        summary.persisting += usize::from(open.persists_at(selected.at));
    }
}

impl Accumulator for Summary {
    fn add(&mut self, other: Self) {
        let Self {
            knelpunten,
            episodes,
            open,
            persisting,
            recurrences,
            reports,
        } = other;
        self.knelpunten += knelpunten;
        self.episodes += episodes;
        self.open += open;
        self.persisting += persisting;
        self.recurrences += recurrences;
        self.reports += reports;
    }
}

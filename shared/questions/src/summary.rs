//! The figures of everything at once.

use serde::Serialize;

use crate::{
    Counted, Population, Query, population::Tally, selected::Selected, selection::Selection,
};

/// How many knelpunten there are, and how they state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Knelpunten with an episode.
    pub knelpunten: usize,
    /// Their episodes.
    pub episodes: usize,
    /// Knelpunten that are open.
    pub open: usize,
    /// Those of them that persist.
    pub persisting: usize,
    /// Episodes that followed an earlier one of the same knelpunt.
    pub recurrences: usize,
    /// Reports.
    pub reports: usize,
}

impl Summary {
    pub(crate) fn of(
        asked: &Query,
        population: &Population<'_>,
        selection: &Selection<'_>,
    ) -> (Self, Counted) {
        let summary = population.gather(asked, selection, Self::default, Self::enter);
        let counted = Counted {
            n: summary.episodes,
            censored: summary.open,
        };
        (summary, counted)
    }

    fn enter(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.knelpunten += 1;
        self.episodes += state.episodes;
        self.recurrences += state.episodes - 1;
        self.reports += selected.reports().len();
        if let Some(open) = state.open {
            self.open += 1;
            self.persisting += usize::from(open.persists_at(selected.at));
        }
    }
}

impl Tally for Summary {
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

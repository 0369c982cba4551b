//! The figures of everything at once.

use serde::Serialize;

use crate::{Asked, Counted, Population, selection::Selection};

/// How many knelpunten there are, and how they stand.
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
        asked: &Asked,
        population: &Population<'_>,
        selection: &Selection<'_>,
    ) -> (Self, Counted) {
        let mut summary = Self::default();
        population.each_selected(asked, selection, |selected| {
            let Some(stand) = selected.stand() else {
                return;
            };
            summary.knelpunten += 1;
            summary.episodes += stand.episodes;
            summary.recurrences += stand.episodes - 1;
            summary.reports += selected.reports().len();
            if let Some(open) = stand.open {
                summary.open += 1;
                summary.persisting += usize::from(open.persists_at(asked.as_of));
            }
        });
        let counted = Counted {
            n: summary.episodes,
            censored: summary.open,
        };
        (summary, counted)
    }
}

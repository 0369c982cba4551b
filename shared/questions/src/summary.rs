//! The figures of everything at once.

use serde::Serialize;

use crate::{Asked, Counted, figures::Seen};

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
    pub(crate) fn of<'a>(
        asked: &Asked,
        selected: impl Iterator<Item = Seen<'a>>,
    ) -> (Self, Counted) {
        let mut summary = Self::default();
        for seen in selected {
            let Some(fold) = seen.fold() else { continue };
            summary.knelpunten += 1;
            summary.episodes += fold.episodes() as usize;
            summary.recurrences += fold.episodes() as usize - 1;
            summary.reports += fold.reports() as usize;
            if let Some(open) = fold.open() {
                summary.open += 1;
                summary.persisting += usize::from(open.persists_at(asked.as_of));
            }
        }
        let counted = Counted {
            n: summary.episodes,
            censored: summary.open,
        };
        (summary, counted)
    }
}

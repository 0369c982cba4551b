//! Round against round: over the municipalities that both reached, so that neither is better for having asked others.

use std::collections::BTreeSet;

use register::MunicipalityId;
use serde::Serialize;

use super::{cells::Cell, coverage::Found};

/// A round beside another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The other one.
    pub round: String,
    /// Municipalities that were asked in both.
    pub asked_in_both: usize,
    /// Municipalities that were reached in both: all figures are of these.
    pub reached_in_both: usize,
    /// Municipalities left out because only the round asked about reached them.
    pub left_out_here: usize,
    /// Municipalities left out because only the other one reached them.
    pub left_out_there: usize,
    /// What the round asked about found in those.
    pub here: Found,
    /// What the other one found in those.
    pub there: Found,
}

impl Comparison {
    pub(crate) fn of(round: String, here: &[Cell], there: &[Cell]) -> Self {
        let asked = |cell: &&Cell| cell.consultation.is_some();
        let reached = |cell: &&Cell| cell.is_reached();
        let ours = municipalities(here.iter().filter(reached));
        let theirs = municipalities(there.iter().filter(reached));
        let both: BTreeSet<MunicipalityId> = ours.intersection(&theirs).copied().collect();
        let asked_in_both = municipalities(here.iter().filter(asked));
        let asked_in_both = asked_in_both
            .intersection(&municipalities(there.iter().filter(asked)))
            .count();
        let in_both = |cell: &&Cell| both.contains(&cell.municipality);
        Self {
            round,
            asked_in_both,
            reached_in_both: both.len(),
            left_out_here: ours.len() - both.len(),
            left_out_there: theirs.len() - both.len(),
            here: Found::sum(here.iter().filter(in_both)),
            there: Found::sum(there.iter().filter(in_both)),
        }
    }
}

fn municipalities<'a>(cells: impl Iterator<Item = &'a Cell>) -> BTreeSet<MunicipalityId> {
    cells.map(|cell| cell.municipality).collect()
}

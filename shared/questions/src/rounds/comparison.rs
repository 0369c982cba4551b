//! Round against round: over the municipalities that both reached, so that neither is better for having asked others.

use std::collections::BTreeSet;

use register::MunicipalityId;
use serde::Serialize;

use super::{cells::RoundCell, coverage::RoundFindings};

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
    pub here: RoundFindings,
    /// What the other one found in those.
    pub there: RoundFindings,
}

impl Comparison {
    pub(crate) fn of(round: String, here: &[RoundCell], there: &[RoundCell]) -> Self {
        let asked = |cell: &&RoundCell| cell.consultation.is_some();
        let reached = |cell: &&RoundCell| cell.is_reached();
        let ours = municipalities(here.iter().filter(reached));
        let theirs = municipalities(there.iter().filter(reached));
        let both: BTreeSet<MunicipalityId> = ours.intersection(&theirs).copied().collect();
        let asked_in_both = municipalities(here.iter().filter(asked));
        let asked_in_both = asked_in_both
            .intersection(&municipalities(there.iter().filter(asked)))
            .count();
        let in_both = |cell: &&RoundCell| both.contains(&cell.municipality);
        Self {
            round,
            asked_in_both,
            reached_in_both: both.len(),
            left_out_here: ours.len() - both.len(),
            left_out_there: theirs.len() - both.len(),
            here: RoundFindings::sum(here.iter().filter(in_both)),
            there: RoundFindings::sum(there.iter().filter(in_both)),
        }
    }
}

fn municipalities<'a>(cells: impl Iterator<Item = &'a RoundCell>) -> BTreeSet<MunicipalityId> {
    cells.map(|cell| cell.municipality).collect()
}

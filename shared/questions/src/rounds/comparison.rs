//! Round against round, over the municipalities that both reached: neither looks better because it asked others.

use std::collections::BTreeSet;

use api::answers::Comparison;
use register::MunicipalityId;

use super::{cells::RoundCell, coverage};

/// Compares the cells of two rounds; `round` is the slug of the other one.
pub(super) fn compare(round: String, here: &[RoundCell], there: &[RoundCell]) -> Comparison {
    let has_consultation = |cell: &&RoundCell| cell.consultation.is_some();
    let is_reached = |cell: &&RoundCell| cell.is_reached();
    let ours = municipalities(here.iter().filter(is_reached));
    let theirs = municipalities(there.iter().filter(is_reached));
    let both: BTreeSet<MunicipalityId> = ours.intersection(&theirs).copied().collect();
    let ours_consulted = municipalities(here.iter().filter(has_consultation));
    let theirs_consulted = municipalities(there.iter().filter(has_consultation));
    let in_both = |cell: &&RoundCell| both.contains(&cell.municipality);
    Comparison {
        round,
        asked_in_both: ours_consulted.intersection(&theirs_consulted).count(),
        reached_in_both: both.len(),
        left_out_here: ours.len() - both.len(),
        left_out_there: theirs.len() - both.len(),
        here: coverage::findings(here.iter().filter(in_both)),
        there: coverage::findings(there.iter().filter(in_both)),
    }
}

fn municipalities<'a>(cells: impl Iterator<Item = &'a RoundCell>) -> BTreeSet<MunicipalityId> {
    cells.map(|cell| cell.municipality).collect()
}

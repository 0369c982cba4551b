//! Knelpunten folded again, as they were known earlier, in buffers that are reused.

use fold::{IdentityKeys, Observation, Symbol};
use state::{ScratchTimeline, State};

/// How many rows are looked at together.
pub(crate) const BLOCK_ROWS: usize = 1_024;

/// The selected rows of a block, with the observations of those that are folded again.
///
/// Entries are scattered over memory, and waiting for them takes longer than folding them: fetching those of many
/// knelpunten in one loop lets the processor wait for all of them at once.
#[derive(Default)]
pub(crate) struct RefoldBlock {
    /// Each with the last sequence of which entries count.
    pub(crate) selected: Vec<(usize, IdentityKeys, u64)>,
    /// The observations that count, each with its source, one knelpunt after the other.
    observed: Vec<(Observation, Symbol)>,
    /// Where the observations of each knelpunt end; those that are not folded again have none.
    ends: Vec<usize>,
}

impl RefoldBlock {
    /// Fetches what selected rows need.
    pub(crate) fn fetch(
        &mut self,
        state: &State,
        position: u64,
        rows: impl Iterator<Item = (usize, IdentityKeys)>,
    ) {
        let selected = rows.filter_map(|(row, identity)| {
            let arrived = last_arrival(state, position, row)?;
            Some((row, identity, arrived))
        });
        self.selected.clear();
        self.selected.extend(selected);
        self.observed.clear();
        self.ends.clear();
        for (row, _, arrived) in &self.selected {
            if *arrived != u64::MAX {
                let known = state.entries_of_row(*row).up_to(*arrived);
                let observed = known
                    .filter_map(|entry| Some((*entry.record.observation()?, entry.record.source)));
                self.observed.extend(observed);
            }
            self.ends.push(self.observed.len());
        }
    }

    /// Returns the observations of a knelpunt that is folded again, each with its source.
    pub(crate) fn observed(&self, index: usize) -> &[(Observation, Symbol)] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.observed[start..self.ends[index]]
    }
}

/// Returns the last sequence of which entries of a row count, as known at a position; none when the row is left out,
/// because nothing of it was known or because it has corrections and is folded apart.
fn last_arrival(state: &State, position: u64, row: usize) -> Option<u64> {
    if state.last_changes()[row] <= position {
        return Some(u64::MAX);
    }
    let is_known = state.first_arrivals()[row] <= position;
    (is_known && !state.has_corrections()[row]).then_some(position)
}

/// The buffers of one thread that scans knelpunten as known earlier.
#[derive(Default)]
pub(crate) struct RefoldBuffers {
    pub(crate) block: RefoldBlock,
    pub(crate) scratch: ScratchTimeline,
}

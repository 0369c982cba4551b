//! Knelpunten folded again, as they were known earlier, in buffers that are reused.

use fold::{Fact, Fold, IdentityKeys};

use crate::{
    Columns,
    timeline::{Timeline, Timelines},
};

/// How many rows are looked at together; few in tests, so that there are many blocks.
pub(crate) const BLOCK_ROWS: usize = if cfg!(test) { 3 } else { 1_024 };

/// The selected rows of a block, with the facts of those that are folded again.
///
/// Facts are scattered over memory, and waiting for them takes longer than folding them: fetching those of many
/// knelpunten in one loop lets the processor wait for all of them at once.
#[derive(Default)]
pub(crate) struct RefoldBlock {
    /// Each with the last sequence of which facts count.
    pub(crate) selected: Vec<(usize, IdentityKeys, u64)>,
    /// The facts that count, one knelpunt after the other.
    facts: Vec<Fact>,
    /// Where the facts of each knelpunt end; those that are not folded again have none.
    ends: Vec<usize>,
}

impl RefoldBlock {
    /// Fetches what selected rows need.
    pub(crate) fn fetch(
        &mut self,
        columns: &Columns,
        position: u64,
        rows: impl Iterator<Item = (usize, IdentityKeys)>,
    ) {
        let selected = rows.filter_map(|(row, identity)| {
            let arrived = last_arrival(columns, position, row)?;
            Some((row, identity, arrived))
        });
        self.selected.clear();
        self.selected.extend(selected);
        self.facts.clear();
        self.ends.clear();
        for (row, _, arrived) in &self.selected {
            if *arrived != u64::MAX {
                self.facts.extend(columns.knelpunt(*row).known_at(*arrived));
            }
            self.ends.push(self.facts.len());
        }
    }

    /// Returns the facts of a knelpunt that is folded again.
    pub(crate) fn facts(&self, index: usize) -> &[Fact] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.facts[start..self.ends[index]]
    }
}

/// Returns the last sequence of which facts of a row count, as known at a position; none when the row is left out,
/// because nothing of it was known or because it has corrections and is folded from its records.
fn last_arrival(columns: &Columns, position: u64, row: usize) -> Option<u64> {
    if columns.last_changes()[row] <= position {
        return Some(u64::MAX);
    }
    let is_known = columns.first_arrivals()[row] <= position;
    (is_known && !columns.has_corrections()[row]).then_some(position)
}

/// The buffers of one thread that scans knelpunten as known earlier.
#[derive(Default)]
pub(crate) struct RefoldBuffers {
    pub(crate) block: RefoldBlock,
    pub(crate) scratch: ScratchTimeline,
}

/// The timeline of one knelpunt at a time.
pub(crate) struct ScratchTimeline(Timelines);

impl Default for ScratchTimeline {
    fn default() -> Self {
        let mut timelines = Timelines::default();
        timelines.resize(1);
        Self(timelines)
    }
}

impl ScratchTimeline {
    pub(crate) fn fold(&mut self, facts: &[Fact]) -> Timeline<'_> {
        self.0.clear(0);
        self.0.append(0, Fold::default(), facts.iter());
        self.0.timeline(0)
    }
}

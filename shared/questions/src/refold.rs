//! Knelpunten that are folded again, as they were known earlier, with room that is used over and over.

use fold::{Fact, Fold, IdentityKeys};

use crate::{
    Columns,
    timeline::{Timeline, Timelines},
};

/// How many rows are looked at together; in tests so few that there are many blocks.
pub(crate) const BLOCK_ROWS: usize = if cfg!(test) { 3 } else { 1_024 };

/// Rows that are selected, with the facts of those that are folded again.
///
/// Facts lie all over memory, and waiting for them costs more than folding them: fetched for many knelpunten in one
/// go, they are waited for together.
#[derive(Default)]
pub(crate) struct RefoldBlock {
    /// Each with up to which sequence facts of it count.
    pub(crate) wanted: Vec<(usize, IdentityKeys, u64)>,
    /// The facts that count, one knelpunt behind the other.
    facts: Vec<Fact>,
    /// Where the facts of each end; those that are not folded again have none.
    ends: Vec<usize>,
}

impl RefoldBlock {
    /// Takes the rows that are selected, and fetches what they need.
    pub(crate) fn fetch(
        &mut self,
        columns: &Columns,
        position: u64,
        rows: impl Iterator<Item = (usize, IdentityKeys)>,
    ) {
        let wanted = rows.filter_map(|(row, identity)| {
            let arrived = arrived(columns, position, row)?;
            Some((row, identity, arrived))
        });
        self.wanted.clear();
        self.wanted.extend(wanted);
        self.facts.clear();
        self.ends.clear();
        for (row, _, arrived) in &self.wanted {
            if *arrived != u64::MAX {
                self.facts.extend(columns.knelpunt(*row).known_at(*arrived));
            }
            self.ends.push(self.facts.len());
        }
    }

    /// Gives the facts of one that is folded again.
    pub(crate) fn facts_of(&self, number: usize) -> &[Fact] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.facts[start..self.ends[number]]
    }
}

/// Says up to which sequence facts of a row count, as known at a position; none when it is left out, because nothing
/// of it was known or because it was folded apart.
fn arrived(columns: &Columns, position: u64, row: usize) -> Option<u64> {
    if columns.last_changes()[row] <= position {
        return Some(u64::MAX);
    }
    let known = columns.first_arrivals()[row] <= position;
    (known && !columns.corrected()[row]).then_some(position)
}

/// RefoldBuffers for whoever goes through knelpunten as they were known earlier: it grows once.
#[derive(Default)]
pub(crate) struct RefoldBuffers {
    pub(crate) block: RefoldBlock,
    pub(crate) scratch: ScratchTimeline,
}

/// Where a knelpunt is folded that nobody else needs.
pub(crate) struct ScratchTimeline(Timelines);

impl Default for ScratchTimeline {
    fn default() -> Self {
        let mut courses = Timelines::default();
        courses.resize(1);
        Self(courses)
    }
}

impl ScratchTimeline {
    pub(crate) fn fold(&mut self, facts: &[Fact]) -> Timeline<'_> {
        self.0.clear(0);
        self.0.follow(0, Fold::default(), facts.iter());
        self.0.course(0)
    }
}

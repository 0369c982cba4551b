//! The rounds of one municipality, found by number and by when they were.

use std::collections::HashMap;

use fold::{Interner, Symbol};
use model::Instant;

use super::cells::RoundCell;

/// Rounds with a number below this are found by index, others by hash. Without the limit, a mistaken import with a round
/// for each report would need a list of all rounds in every municipality.
const INDEXED_MAX: usize = 1_024;

/// Rounds, numbered in the order in which they are found.
pub(super) struct RoundNumbers {
    count: u32,
    /// By symbol, one more than the number of the round; 0 for a symbol that names none.
    number_of: Vec<u32>,
}

/// The rounds in one municipality, each with the index of its cell.
#[derive(Default, Clone)]
pub(super) struct MunicipalityRounds {
    /// By number of the round, one more than the index of the cell; 0, or beyond the end, where there is none.
    indexed: Vec<u32>,
    /// The same for rounds with higher numbers.
    others: HashMap<usize, u32>,
    /// The rounds that reached it, in order of the instant just before they began there.
    pub(super) before: Vec<(Instant, usize)>,
    /// The same rounds in order of when they ended there.
    pub(super) ended: Vec<(Instant, usize)>,
}

impl RoundNumbers {
    pub(super) fn new(interner: &Interner) -> Self {
        Self {
            count: 0,
            number_of: vec![0; interner.len()],
        }
    }

    /// Returns the number of a round; a new round gets the next number.
    pub(super) fn number(&mut self, round: Symbol) -> usize {
        let number = &mut self.number_of[round.index()];
        if *number == 0 {
            self.count += 1;
            *number = self.count;
        }
        *number as usize - 1
    }
}

impl MunicipalityRounds {
    /// Finds the cell of a round.
    pub(super) fn find(&self, round: Symbol, numbers: &RoundNumbers) -> Option<usize> {
        let round = numbers.number_of[round.index()].checked_sub(1)? as usize;
        let index = if round < INDEXED_MAX {
            self.indexed.get(round)
        } else {
            self.others.get(&round)
        };
        Some(index?.checked_sub(1)? as usize)
    }

    /// Returns the cell of a round, by the round's number; inserts `next` if there is none.
    pub(super) fn find_or_insert(&mut self, round: usize, next: usize) -> usize {
        let index = if round < INDEXED_MAX {
            if round >= self.indexed.len() {
                self.indexed.resize(round + 1, 0);
            }
            &mut self.indexed[round]
        } else {
            self.others.entry(round).or_default()
        };
        if *index == 0 {
            *index = u32::try_from(next + 1).unwrap_or(u32::MAX);
        }
        *index as usize - 1
    }

    /// Returns the indices of its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        let indices = self.indexed.iter().chain(self.others.values());
        indices.filter_map(|index| Some(index.checked_sub(1)? as usize))
    }

    /// Sorts the cells of rounds that reached it.
    pub(super) fn sort(&mut self, cells: &[RoundCell]) {
        let reached = self.cells().filter(|index| cells[*index].is_reached());
        let (before, ended) = reached
            .map(|index| {
                let cell = &cells[index];
                ((cell.before(), index), (cell.ended_at, index))
            })
            .unzip();
        (self.before, self.ended) = (before, ended);
        self.before.sort_unstable();
        self.ended.sort_unstable();
    }
}

/// Returns, of cells in order of an instant, those from `start` on and before `end`.
pub(super) fn between(
    cells: &[(Instant, usize)],
    start: Instant,
    end: Option<Instant>,
) -> &[(Instant, usize)] {
    let from = &cells[cells.partition_point(|(at, _)| *at < start)..];
    let count = end.map_or(from.len(), |end| from.partition_point(|(at, _)| *at < end));
    &from[..count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_for_each_report_takes_no_memory_in_other_municipalities() {
        let mut rounds = MunicipalityRounds::default();
        let numbers = [3, INDEXED_MAX - 1, INDEXED_MAX, 1_000_000];
        for (cell, round) in numbers.into_iter().enumerate() {
            assert_eq!(rounds.find_or_insert(round, cell), cell);
            assert_eq!(rounds.find_or_insert(round, 9), cell, "it is there already");
        }
        assert!(rounds.indexed.len() <= INDEXED_MAX);
        let mut cells: Vec<usize> = rounds.cells().collect();
        cells.sort_unstable();
        assert_eq!(cells, [0, 1, 2, 3]);
    }
}

//! The rounds of one municipality, found by number and by when they were.

use std::collections::HashMap;

use fold::{Interner, Symbol};
use model::Instant;

use super::cells::RoundCell;

/// Rounds with a number below this are found by place, others by hash: or a round for each report, as an import may say
/// by mistake, would take room in every municipality.
const FOUND_BY_PLACE: usize = 1_024;

/// Rounds, numbered in the order in which they are met.
pub(crate) struct RoundNumbers {
    count: u32,
    /// By number of name, one more than the round's number; 0 for what was not met.
    number_of: Vec<u32>,
}

/// The rounds in one municipality, each with the number of the cell.
#[derive(Default, Clone)]
pub(crate) struct MunicipalityRounds {
    /// By number of round, one more than the number of the cell; 0, or the end, where there is none.
    rounds: Vec<u32>,
    /// The same of the rounds that are not found by place.
    others: HashMap<usize, u32>,
    /// Those that reached it, in order of the instant just before they began there.
    pub(crate) before: Vec<(Instant, usize)>,
    /// The same in order of when they ended there.
    pub(crate) ended: Vec<(Instant, usize)>,
}

impl RoundNumbers {
    pub(crate) fn none_of(interner: &Interner) -> Self {
        Self {
            count: 0,
            number_of: vec![0; interner.len()],
        }
    }

    /// Gives the number of a round; the next one when it was not met before.
    pub(crate) fn number(&mut self, round: Symbol) -> usize {
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
    pub(crate) fn find(&self, round: Symbol, met: &RoundNumbers) -> Option<usize> {
        let round = met.number_of[round.index()].checked_sub(1)? as usize;
        let number = if round < FOUND_BY_PLACE {
            self.rounds.get(round)
        } else {
            self.others.get(&round)
        };
        Some(number?.checked_sub(1)? as usize)
    }

    /// Gives the cell of a round, by the round's number: the one offered when there was none.
    pub(crate) fn find_or(&mut self, round: usize, offered: usize) -> usize {
        let number = if round < FOUND_BY_PLACE {
            if round >= self.rounds.len() {
                self.rounds.resize(round + 1, 0);
            }
            &mut self.rounds[round]
        } else {
            self.others.entry(round).or_default()
        };
        if *number == 0 {
            *number = u32::try_from(offered + 1).unwrap_or(u32::MAX);
        }
        *number as usize - 1
    }

    /// Lists the numbers of its cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = usize> {
        let numbers = self.rounds.iter().chain(self.others.values());
        numbers.filter_map(|number| Some(number.checked_sub(1)? as usize))
    }

    /// Puts those of its cells that reached it in order.
    pub(crate) fn order(&mut self, cells: &[RoundCell]) {
        let reached = self.cells().filter(|number| cells[*number].is_reached());
        let (before, ended) = reached
            .map(|number| {
                let cell = &cells[number];
                ((cell.before(), number), (cell.ended_at, number))
            })
            .unzip();
        (self.before, self.ended) = (before, ended);
        self.before.sort_unstable();
        self.ended.sort_unstable();
    }
}

/// Gives, of cells in order of an instant, those from `start` on and before `end`.
pub(crate) fn between(
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
    fn a_round_for_each_report_takes_no_room_in_a_municipality_that_it_was_not_in() {
        let mut group = MunicipalityRounds::default();
        let rounds = [3, FOUND_BY_PLACE - 1, FOUND_BY_PLACE, 1_000_000];
        for (cell, round) in rounds.into_iter().enumerate() {
            assert_eq!(group.find_or(round, cell), cell);
            assert_eq!(group.find_or(round, 9), cell, "it is there already");
        }
        assert!(group.rounds.len() <= FOUND_BY_PLACE);
        let mut cells: Vec<usize> = group.cells().collect();
        cells.sort_unstable();
        assert_eq!(cells, [0, 1, 2, 3]);
    }
}

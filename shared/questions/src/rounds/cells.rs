//! One municipality in one round: who was asked, and when that began and ended.

use std::collections::{BTreeSet, HashMap};

use fold::{Consultation, Consulted, Name, Names};
use model::Instant;
use register::{MunicipalityId, Register};

use super::{Asking, coverage::Found};
use crate::{selection::Selection, told::Said};

/// Rounds with a number below this are found by place, others by hash: or a round for each report, as an import may say
/// by mistake, would take room in every municipality.
const FOUND_BY_PLACE: usize = 1_024;

/// Which rounds are wanted.
pub(crate) enum Wanted {
    All,
    These(Vec<Name>),
}

impl Wanted {
    pub(crate) fn takes(&self, round: Name) -> bool {
        match self {
            Self::All => true,
            Self::These(rounds) => rounds.contains(&round),
        }
    }
}

/// One municipality of the division in one round.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) municipality: MunicipalityId,
    pub(crate) round: Name,
    /// None when nobody says that it was asked.
    pub(crate) consultation: Option<Consultation>,
    pub(crate) began_at: Instant,
    pub(crate) ended_at: Instant,
    /// The municipalities that became this one, where they were asked or reported.
    pub(crate) inherited_from: BTreeSet<MunicipalityId>,
    pub(crate) through_split: bool,
    /// Of the knelpunten selected.
    pub(crate) reports: usize,
    pub(crate) resolutions: usize,
    pub(crate) found: Found,
}

impl Cell {
    pub(crate) fn is_reached(&self) -> bool {
        let consultation = self.consultation.as_ref();
        consultation.is_some_and(Consultation::is_reached)
    }

    /// Gives the instant just before the round began there; nothing is before the earliest.
    pub(crate) const fn before(&self) -> Instant {
        self.began_at.plus_microseconds(-1)
    }

    /// Counts a report or a resolution that is selected.
    pub(crate) const fn count(&mut self, said: Said) {
        match said {
            Said::First | Said::Recurred | Said::Confirmed => self.reports += 1,
            Said::Gone => self.resolutions += 1,
        }
    }
}

/// Gives when the first of the municipalities began and the last ended.
pub(crate) fn span(cells: &[Cell]) -> Option<(Instant, Instant)> {
    let began_at = cells.iter().map(|cell| cell.began_at).min()?;
    let ended_at = cells.iter().map(|cell| cell.ended_at).max()?;
    Some((began_at, ended_at))
}

/// Every municipality in every round that is wanted, of which anything is seen.
pub(crate) struct Cells {
    held: Vec<Cell>,
    met: Met,
    /// By number of place, the number of the first place that is the same municipality on the division.
    group_of: Vec<usize>,
    /// By the latter.
    groups: Vec<Group>,
}

/// Rounds, numbered in the order in which they are met.
pub(crate) struct Met {
    count: u32,
    /// By number of name, one more than the round's number; 0 for what was not met.
    number_of: Vec<u32>,
}

/// The rounds in one municipality, each with the number of the cell.
#[derive(Default, Clone)]
pub(crate) struct Group {
    /// By number of round, one more than the number of the cell; 0, or the end, where there is none.
    rounds: Vec<u32>,
    /// The same of the rounds that are not found by place.
    others: HashMap<usize, u32>,
    /// Those that reached it, in order of the instant just before they began there.
    pub(crate) before: Vec<(Instant, usize)>,
    /// The same in order of when they ended there.
    pub(crate) ended: Vec<(Instant, usize)>,
}

impl Met {
    fn none_of(names: &Names) -> Self {
        Self {
            count: 0,
            number_of: vec![0; names.len()],
        }
    }

    /// Gives the number of a round; the next one when it was not met before.
    fn number(&mut self, round: Name) -> usize {
        let number = &mut self.number_of[round.index()];
        if *number == 0 {
            self.count += 1;
            *number = self.count;
        }
        *number as usize - 1
    }
}

impl Group {
    /// Finds the cell of a round.
    pub(crate) fn find(&self, round: Name, met: &Met) -> Option<usize> {
        let round = met.number_of[round.index()].checked_sub(1)? as usize;
        let number = if round < FOUND_BY_PLACE {
            self.rounds.get(round)
        } else {
            self.others.get(&round)
        };
        Some(number?.checked_sub(1)? as usize)
    }

    /// Gives the cell of a round, by the round's number: the one offered when there was none.
    fn find_or(&mut self, round: usize, offered: usize) -> usize {
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
    fn cells(&self) -> impl Iterator<Item = usize> {
        let numbers = self.rounds.iter().chain(self.others.values());
        numbers.filter_map(|number| Some(number.checked_sub(1)? as usize))
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

impl Cells {
    /// Finds who was asked and heard in the rounds that are wanted, in the places that are selected.
    pub(crate) fn of(asking: &Asking<'_>, wanted: &Wanted, of_places: &Selection<'_>) -> Self {
        let mut cells = Self::empty(asking);
        cells.hear(asking, wanted, of_places);
        cells.consult(asking, wanted, of_places);
        for group in &mut cells.groups {
            let held = &cells.held;
            let reached = group.cells().filter(|number| held[*number].is_reached());
            (group.before, group.ended) = reached
                .map(|number| {
                    let cell = &held[number];
                    ((cell.before(), number), (cell.ended_at, number))
                })
                .unzip();
            group.before.sort_unstable();
            group.ended.sort_unstable();
        }
        cells
    }

    fn empty(asking: &Asking<'_>) -> Self {
        let mut first = HashMap::new();
        let places = asking.places.all().iter().enumerate();
        let group_of: Vec<usize> = places
            .map(|(number, place)| *first.entry(place.on_division).or_insert(number))
            .collect();
        Self {
            held: Vec::new(),
            met: Met::none_of(asking.names()),
            groups: vec![Group::default(); group_of.len()],
            group_of,
        }
    }

    fn hear(&mut self, asking: &Asking<'_>, wanted: &Wanted, of_places: &Selection<'_>) {
        let (population, at) = (asking.population, asking.asked.as_of);
        population.each_told(asking.asked, of_places, |municipality, told| {
            let seen = told.iter().filter(|told| told.from <= at);
            for told in seen.filter(|told| wanted.takes(told.round)) {
                self.note(asking, municipality, told.round, told.from);
            }
        });
    }

    fn consult(&mut self, asking: &Asking<'_>, wanted: &Wanted, of_places: &Selection<'_>) {
        let mut told: HashMap<usize, Vec<(&Consulted, &str)>> = HashMap::new();
        let names = asking.names();
        for ((municipality, round), consulted) in asking.population.consultations().iter() {
            if !wanted.takes(round) || !of_places.places.take(municipality) {
                continue;
            }
            for consulted in consulted.iter().filter(|one| one.at <= asking.asked.as_of) {
                let number = self.note(asking, municipality, round, consulted.at);
                let told = told.entry(number).or_default();
                told.push((consulted, names.text(municipality)));
            }
        }
        for (number, mut told) in told {
            // Of several municipalities that became one: in order, as if it had been one.
            told.sort_by_key(|(consulted, municipality)| (consulted.order(), *municipality));
            let told = told.into_iter().map(|(consulted, _)| consulted);
            self.held[number].consultation = Consultation::of(told);
        }
    }

    /// Notes that something of a round is seen of a municipality; gives the number of the cell.
    fn note(&mut self, asking: &Asking<'_>, municipality: Name, round: Name, at: Instant) -> usize {
        let place = asking.places.of(municipality);
        let group = self.group_of[asking.places.number(municipality)];
        let next = self.held.len();
        let number = self.groups[group].find_or(self.met.number(round), next);
        if number == next {
            self.held.push(Cell {
                municipality: place.on_division,
                round,
                consultation: None,
                began_at: at,
                ended_at: at,
                inherited_from: BTreeSet::new(),
                through_split: false,
                reports: 0,
                resolutions: 0,
                found: Found::default(),
            });
        }
        let cell = &mut self.held[number];
        cell.began_at = cell.began_at.min(at);
        cell.ended_at = cell.ended_at.max(at);
        if place.reported != place.on_division {
            cell.inherited_from.insert(place.reported);
            cell.through_split |= place.through_split;
        }
        number
    }

    /// Gives the rounds in the municipality of a place, by number of place, with all that were met, and the cells to
    /// count in.
    pub(crate) fn group_mut(&mut self, place: usize) -> (&Group, &Met, &mut [Cell]) {
        (
            &self.groups[self.group_of[place]],
            &self.met,
            &mut self.held,
        )
    }

    /// Gives all, in order of the codes of municipalities.
    pub(crate) fn into_vec(self, register: &Register) -> Vec<Cell> {
        let mut held = self.held;
        held.sort_by(|one, other| {
            let code = |cell: &Cell| &register.municipality(cell.municipality).code;
            code(one).cmp(code(other))
        });
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_for_each_report_takes_no_room_in_a_municipality_that_it_was_not_in() {
        let mut group = Group::default();
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

//! One municipality in one round: who was asked, and when that began and ended.

use std::collections::{BTreeSet, HashMap};

use fold::{Consultation, Consulted, Kind, Name};
use model::Instant;
use register::{MunicipalityId, Register};

use super::{Asking, coverage::Found};
use crate::{course::Heard, selection::Selection};

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

    /// Says whether anything of those heard is of a round that is wanted, and seen at an instant.
    pub(crate) fn takes_any(&self, heard: &[Heard], at: Instant) -> bool {
        let mut seen = heard.iter().filter(|heard| heard.from <= at);
        seen.any(|heard| heard.round.is_some_and(|round| self.takes(round)))
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
}

/// Gives when the first of the municipalities began and the last ended.
pub(crate) fn span(cells: &[Cell]) -> Option<(Instant, Instant)> {
    let began_at = cells.iter().map(|cell| cell.began_at).min()?;
    let ended_at = cells.iter().map(|cell| cell.ended_at).max()?;
    Some((began_at, ended_at))
}

/// Every municipality in every round that is wanted, of which anything is seen.
#[derive(Default)]
pub(crate) struct Cells {
    held: Vec<Cell>,
    number_of: HashMap<(MunicipalityId, Name), usize>,
    /// By municipality, those that were reached.
    reached: HashMap<MunicipalityId, Vec<usize>>,
}

impl Cells {
    /// Finds who was asked and heard in the rounds that are wanted, in the places that are selected.
    pub(crate) fn of(asking: &Asking<'_>, wanted: &Wanted, of_places: &Selection<'_>) -> Self {
        let mut cells = Self::default();
        cells.hear(asking, wanted, of_places);
        cells.consult(asking, wanted, of_places);
        for (number, cell) in cells.held.iter().enumerate() {
            if cell.is_reached() {
                let reached = cells.reached.entry(cell.municipality);
                reached.or_default().push(number);
            }
        }
        cells
    }

    fn hear(&mut self, asking: &Asking<'_>, wanted: &Wanted, of_places: &Selection<'_>) {
        let (population, at) = (asking.population, asking.asked.as_of);
        population.each_selected(asking.asked, of_places, |selected| {
            if !wanted.takes_any(selected.course.heard, at) {
                return;
            }
            let seen = selected.origin.seen(at);
            for fact in seen.facts_from(Instant::EARLIEST) {
                if let Some(round) = fact.round.filter(|round| wanted.takes(*round)) {
                    self.note(asking, selected.traits.municipality, round, fact.visible());
                }
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
        let of = (place.on_division, round);
        let number = *self.number_of.entry(of).or_insert(self.held.len());
        if number == self.held.len() {
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

    /// Gives the number of the cell in which a round heard something of a municipality that is selected.
    pub(crate) fn number(&self, municipality: MunicipalityId, round: Name) -> usize {
        let number = self.number_of.get(&(municipality, round));
        assert!(
            number.is_some(),
            "what the selection takes, the selection by place took before"
        );
        number.copied().unwrap_or_default()
    }

    /// Gives the numbers of the cells in which a municipality was reached.
    pub(crate) fn reached(&self, municipality: MunicipalityId) -> &[usize] {
        self.reached.get(&municipality).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn cell(&self, number: usize) -> &Cell {
        &self.held[number]
    }

    pub(crate) fn cell_mut(&mut self, number: usize) -> &mut Cell {
        &mut self.held[number]
    }

    /// Counts a report or a resolution that is selected.
    pub(crate) fn count(&mut self, number: usize, kind: &Kind) {
        let cell = &mut self.held[number];
        match kind {
            Kind::Report { .. } => cell.reports += 1,
            Kind::Resolution { .. } => cell.resolutions += 1,
        }
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

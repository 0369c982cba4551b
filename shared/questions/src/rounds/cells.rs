//! One municipality in one round: who was asked, and when that began and ended.

use std::collections::{BTreeSet, HashMap};

use fold::{Consultation, ConsultationFact, Symbol};
use model::Instant;
use register::{MunicipalityId, Register};

use super::{
    RoundsContext,
    coverage::RoundFindings,
    municipality_rounds::{MunicipalityRounds, RoundNumbers},
};
use crate::{population::Tally, round_fact::RoundVerdict, selection::Selection};

/// Which rounds are wanted.
pub(crate) enum RoundFilter {
    All,
    These(Vec<Symbol>),
}

impl RoundFilter {
    pub(crate) fn takes(&self, round: Symbol) -> bool {
        match self {
            Self::All => true,
            Self::These(rounds) => rounds.contains(&round),
        }
    }
}

/// One municipality of the division in one round.
#[derive(Debug, Clone)]
pub(crate) struct RoundCell {
    pub(crate) municipality: MunicipalityId,
    pub(crate) round: Symbol,
    /// None when nobody says that it was asked.
    pub(crate) consultation: Option<Consultation>,
    pub(crate) began_at: Instant,
    pub(crate) ended_at: Instant,
    /// The municipalities that became this one, where they were asked or reported.
    pub(crate) inherited_from: BTreeSet<MunicipalityId>,
    pub(crate) through_split: bool,
    pub(crate) count: Count,
}

/// What is counted of the knelpunten selected, of one municipality in one round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) reports: usize,
    pub(crate) resolutions: usize,
    pub(crate) found: RoundFindings,
}

impl RoundCell {
    pub(crate) fn is_reached(&self) -> bool {
        let consultation = self.consultation.as_ref();
        consultation.is_some_and(Consultation::is_reached)
    }

    /// Takes in what else was heard there of the same round.
    fn stretch(&mut self, other: &Self) {
        self.began_at = self.began_at.min(other.began_at);
        self.ended_at = self.ended_at.max(other.ended_at);
        self.inherited_from.extend(&other.inherited_from);
        self.through_split |= other.through_split;
    }

    /// Gives the instant just before the round began there; nothing is before the earliest.
    pub(crate) const fn before(&self) -> Instant {
        self.began_at.plus_microseconds(-1)
    }
}

impl Count {
    /// Counts a report or a resolution.
    pub(crate) const fn enter(&mut self, said: RoundVerdict) {
        match said {
            RoundVerdict::First | RoundVerdict::Recurred | RoundVerdict::Confirmed => {
                self.reports += 1
            }
            RoundVerdict::Gone => self.resolutions += 1,
        }
    }

    /// Adds what was counted of other knelpunten.
    pub(crate) const fn add(&mut self, other: &Self) {
        let Self {
            reports,
            resolutions,
            found,
        } = other;
        self.reports += *reports;
        self.resolutions += *resolutions;
        self.found.add(found);
    }
}

/// Gives when the first of the municipalities began and the last ended.
pub(crate) fn span(cells: &[RoundCell]) -> Option<(Instant, Instant)> {
    let began_at = cells.iter().map(|cell| cell.began_at).min()?;
    let ended_at = cells.iter().map(|cell| cell.ended_at).max()?;
    Some((began_at, ended_at))
}

/// PeriodLength municipality in every round that is wanted, of which anything is seen.
pub(crate) struct RoundCells {
    held: Vec<RoundCell>,
    met: RoundNumbers,
    /// By number of place, the number of the first place that is the same municipality on the division.
    group_of: Vec<usize>,
    /// By the latter.
    groups: Vec<MunicipalityRounds>,
}

impl RoundCells {
    /// Finds who was asked and heard in the rounds that are wanted, in the places that are selected.
    pub(crate) fn of(
        asking: &RoundsContext<'_>,
        wanted: &RoundFilter,
        of_places: &Selection<'_>,
    ) -> Self {
        let mut cells = Self::heard(asking, wanted, of_places);
        cells.consult(asking, wanted, of_places);
        for group in &mut cells.groups {
            group.order(&cells.held);
        }
        cells
    }

    fn empty(asking: &RoundsContext<'_>) -> Self {
        let mut first = HashMap::new();
        let places = asking.places.all().iter().enumerate();
        let group_of: Vec<usize> = places
            .map(|(number, place)| *first.entry(place.on_division).or_insert(number))
            .collect();
        Self {
            held: Vec::new(),
            met: RoundNumbers::none_of(asking.interner()),
            groups: vec![MunicipalityRounds::default(); group_of.len()],
            group_of,
        }
    }

    fn heard(asking: &RoundsContext<'_>, wanted: &RoundFilter, of_places: &Selection<'_>) -> Self {
        let (population, at) = (asking.population, asking.asked.as_of);
        let empty = || Self::empty(asking);
        population.gather_told(
            asking.asked,
            of_places,
            empty,
            |cells, municipality, told| {
                let seen = told.iter().filter(|told| told.from <= at);
                for told in seen.filter(|told| wanted.takes(told.round)) {
                    cells.note(asking, municipality, told.round, told.from);
                }
            },
        )
    }

    fn consult(
        &mut self,
        asking: &RoundsContext<'_>,
        wanted: &RoundFilter,
        of_places: &Selection<'_>,
    ) {
        let mut told: HashMap<usize, Vec<(&ConsultationFact, &str)>> = HashMap::new();
        let interner = asking.interner();
        for ((municipality, round), consulted) in asking.population.consultations().iter() {
            if !wanted.takes(round) || !of_places.places.take(municipality) {
                continue;
            }
            for consulted in consulted.iter().filter(|one| one.at <= asking.asked.as_of) {
                let number = self.note(asking, municipality, round, consulted.at);
                let told = told.entry(number).or_default();
                told.push((consulted, interner.text(municipality)));
            }
        }
        for (number, mut told) in told {
            // Of several municipalities that became one: in order, as if it had been one.
            told.sort_by_key(|(consulted, municipality)| (consulted.order(), *municipality));
            let told = told.into_iter().map(|(consulted, _)| consulted);
            self.held[number].consultation = Consultation::combine(told);
        }
    }

    /// Notes that something of a round is seen of a municipality; gives the number of the cell.
    fn note(
        &mut self,
        asking: &RoundsContext<'_>,
        municipality: Symbol,
        round: Symbol,
        at: Instant,
    ) -> usize {
        let place = asking.places.of(municipality);
        let group = self.group_of[asking.places.number(municipality)];
        let begin = || RoundCell {
            municipality: place.on_division,
            round,
            consultation: None,
            began_at: at,
            ended_at: at,
            inherited_from: BTreeSet::new(),
            through_split: false,
            count: Count::default(),
        };
        let number = self.find_or_begin(group, round, begin);
        let cell = &mut self.held[number];
        cell.began_at = cell.began_at.min(at);
        cell.ended_at = cell.ended_at.max(at);
        if place.reported != place.on_division {
            cell.inherited_from.insert(place.reported);
            cell.through_split |= place.through_split;
        }
        number
    }

    /// Gives the number of the cell of a round in a group, which begins now if there was none.
    fn find_or_begin(
        &mut self,
        group: usize,
        round: Symbol,
        begin: impl FnOnce() -> RoundCell,
    ) -> usize {
        let next = self.held.len();
        let number = self.groups[group].find_or(self.met.number(round), next);
        if number == next {
            self.held.push(begin());
        }
        number
    }

    /// Gives all, by number.
    pub(crate) fn all(&self) -> &[RoundCell] {
        &self.held
    }

    /// Gives the rounds in the municipality of a place, by number of place.
    pub(crate) fn group(&self, place: usize) -> &MunicipalityRounds {
        &self.groups[self.group_of[place]]
    }

    /// Finds the cell of a round in a group.
    pub(crate) fn find(&self, group: &MunicipalityRounds, round: Symbol) -> Option<usize> {
        group.find(round, &self.met)
    }

    /// Gives all with what was counted of each, by number, in order of the codes of municipalities.
    pub(crate) fn counted(self, counts: Vec<Count>, register: &Register) -> Vec<RoundCell> {
        let mut held = self.held;
        for (cell, count) in held.iter_mut().zip(counts) {
            cell.count = count;
        }
        held.sort_by(|one, other| {
            let code = |cell: &RoundCell| &register.municipality(cell.municipality).code;
            code(one).cmp(code(other))
        });
        held
    }
}

impl Tally for RoundCells {
    /// Of cells in which nobody was consulted yet.
    fn add(&mut self, other: Self) {
        for (group, held) in other.groups.iter().enumerate() {
            for number in held.cells() {
                let cell = &other.held[number];
                let own = self.find_or_begin(group, cell.round, || cell.clone());
                self.held[own].stretch(cell);
            }
        }
    }
}

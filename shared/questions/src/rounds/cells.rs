//! One municipality in one round: its consultation, and when the round began and ended there.

use std::collections::{BTreeSet, HashMap};

use api::answers::RoundFindings;
use fold::{Consultation, ConsultationFact, Symbol};
use model::Instant;
use register::{MunicipalityId, Register};

use super::{
    coverage,
    municipality_rounds::{MunicipalityRounds, RoundNumbers},
};
use state::RoundVerdict;

use crate::{Context, population::Accumulator, selection::Selection};

/// The rounds that a question is about.
pub(super) enum RoundFilter {
    All,
    These(Vec<Symbol>),
}

impl RoundFilter {
    fn matches(&self, round: Symbol) -> bool {
        match self {
            Self::All => true,
            Self::These(rounds) => rounds.contains(&round),
        }
    }
}

/// One municipality of the division in one round.
#[derive(Debug, Clone)]
pub(super) struct RoundCell {
    pub(super) municipality: MunicipalityId,
    pub(super) round: Symbol,
    /// None without a consultation.
    pub(super) consultation: Option<Consultation>,
    pub(super) began_at: Instant,
    pub(super) ended_at: Instant,
    /// The municipalities that became this one, where they were asked or reported.
    pub(super) inherited_from: BTreeSet<MunicipalityId>,
    pub(super) through_split: bool,
    pub(super) count: RoundCount,
}

/// The counts of the selected knelpunten of one municipality in one round.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RoundCount {
    pub(super) reports: usize,
    pub(super) resolutions: usize,
    pub(super) findings: RoundFindings,
}

impl RoundCell {
    pub(super) fn is_reached(&self) -> bool {
        let consultation = self.consultation.as_ref();
        consultation.is_some_and(Consultation::is_reached)
    }

    /// Includes another cell of the same municipality and round.
    fn include(&mut self, other: &Self) {
        self.began_at = self.began_at.min(other.began_at);
        self.ended_at = self.ended_at.max(other.ended_at);
        self.inherited_from.extend(&other.inherited_from);
        self.through_split |= other.through_split;
    }

    /// Returns the instant just before the round began there; nothing is before the earliest.
    pub(super) const fn before(&self) -> Instant {
        self.began_at.plus_microseconds(-1)
    }
}

impl RoundCount {
    /// Counts a report or a resolution.
    pub(super) const fn count_fact(&mut self, verdict: RoundVerdict) {
        match verdict {
            RoundVerdict::First | RoundVerdict::Recurred | RoundVerdict::Confirmed => {
                self.reports += 1;
            }
            RoundVerdict::Gone => self.resolutions += 1,
        }
    }

    /// Adds the counts of other knelpunten.
    pub(super) const fn add(&mut self, other: &Self) {
        let Self {
            reports,
            resolutions,
            findings,
        } = other;
        self.reports += *reports;
        self.resolutions += *resolutions;
        coverage::add(&mut self.findings, findings);
    }
}

/// Returns when the first of the municipalities began and the last ended.
pub(super) fn span(cells: &[RoundCell]) -> Option<(Instant, Instant)> {
    let began_at = cells.iter().map(|cell| cell.began_at).min()?;
    let ended_at = cells.iter().map(|cell| cell.ended_at).max()?;
    Some((began_at, ended_at))
}

/// Every municipality in every round that the question is about, if anything of it is visible.
pub(super) struct RoundCells {
    cells: Vec<RoundCell>,
    numbers: RoundNumbers,
    /// By index of the area, the index of the first area that is the same municipality on the division.
    first_area: Vec<usize>,
    /// The rounds of a municipality, by that index.
    rounds: Vec<MunicipalityRounds>,
}

impl RoundCells {
    /// Finds the consultations and facts of rounds, in the municipalities that are selected.
    pub(super) fn new(
        context: &Context<'_>,
        rounds: &RoundFilter,
        of_municipalities: &Selection<'_>,
    ) -> Self {
        let mut cells = Self::from_facts(context, rounds, of_municipalities);
        cells.add_consultations(context, rounds, of_municipalities);
        for rounds in &mut cells.rounds {
            rounds.sort(&cells.cells);
        }
        cells
    }

    fn empty(context: &Context<'_>) -> Self {
        let mut first = HashMap::new();
        let areas = context.geography.areas().iter().enumerate();
        let first_area: Vec<usize> = areas
            .map(|(index, area)| *first.entry(area.on_division).or_insert(index))
            .collect();
        Self {
            cells: Vec::new(),
            numbers: RoundNumbers::new(context.interner()),
            rounds: vec![MunicipalityRounds::default(); first_area.len()],
            first_area,
        }
    }

    fn from_facts(
        context: &Context<'_>,
        rounds: &RoundFilter,
        of_municipalities: &Selection<'_>,
    ) -> Self {
        let at = context.scope.as_of;
        context.population.gather_round_facts(
            at,
            of_municipalities,
            || Self::empty(context),
            |cells, municipality, facts| {
                let visible = facts.iter().filter(|fact| fact.visible_from <= at);
                for fact in visible.filter(|fact| rounds.matches(fact.round)) {
                    cells.extend(context, municipality, fact.round, fact.instant);
                }
            },
        )
    }

    fn add_consultations(
        &mut self,
        context: &Context<'_>,
        rounds: &RoundFilter,
        of_municipalities: &Selection<'_>,
    ) {
        let mut by_cell: HashMap<usize, Vec<(&ConsultationFact, &str)>> = HashMap::new();
        let (interner, at) = (context.interner(), context.scope.as_of);
        let all = context.population.consultations();
        for ((municipality, round), consultations) in all.iter() {
            if !rounds.matches(round) || !of_municipalities.areas.contain(municipality) {
                continue;
            }
            let visible = consultations.iter().filter(|fact| fact.at <= at);
            for consultation in visible {
                let cell = self.extend(context, municipality, round, consultation.at);
                let of_cell = by_cell.entry(cell).or_default();
                of_cell.push((consultation, interner.text(municipality)));
            }
        }
        for (cell, mut consultations) in by_cell {
            // Of several municipalities that became one: in order, as if it had been one.
            consultations.sort_by_key(|(fact, municipality)| (fact.order(), *municipality));
            let consultations = consultations.into_iter().map(|(fact, _)| fact);
            self.cells[cell].consultation = Consultation::combine(consultations);
        }
    }

    /// Extends the cell of a municipality and round by something observed at an instant; returns its index.
    fn extend(
        &mut self,
        context: &Context<'_>,
        municipality: Symbol,
        round: Symbol,
        at: Instant,
    ) -> usize {
        let area = context.geography.area(municipality);
        let first_area = self.first_area[context.geography.index(municipality)];
        let begin = || RoundCell {
            municipality: area.on_division,
            round,
            consultation: None,
            began_at: at,
            ended_at: at,
            inherited_from: BTreeSet::new(),
            through_split: false,
            count: RoundCount::default(),
        };
        let index = self.find_or_begin(first_area, round, begin);
        let cell = &mut self.cells[index];
        cell.began_at = cell.began_at.min(at);
        cell.ended_at = cell.ended_at.max(at);
        if area.reported != area.on_division {
            cell.inherited_from.insert(area.reported);
            cell.through_split |= area.through_split;
        }
        index
    }

    /// Returns the index of the cell of a round in a municipality, which begins now if there was none.
    fn find_or_begin(
        &mut self,
        first_area: usize,
        round: Symbol,
        begin: impl FnOnce() -> RoundCell,
    ) -> usize {
        let next = self.cells.len();
        let index = self.rounds[first_area].find_or_insert(self.numbers.number(round), next);
        if index == next {
            self.cells.push(begin());
        }
        index
    }

    /// Returns all cells, by index.
    pub(super) fn all(&self) -> &[RoundCell] {
        &self.cells
    }

    /// Returns the rounds in the municipality of an area, by index of the area.
    pub(super) fn rounds_of(&self, area: usize) -> &MunicipalityRounds {
        &self.rounds[self.first_area[area]]
    }

    /// Finds the cell of a round in a municipality.
    pub(super) fn find(&self, rounds: &MunicipalityRounds, round: Symbol) -> Option<usize> {
        rounds.find(round, &self.numbers)
    }

    /// Returns all cells with their counts, in order of the codes of municipalities.
    pub(super) fn counted(self, counts: Vec<RoundCount>, register: &Register) -> Vec<RoundCell> {
        let mut cells = self.cells;
        for (cell, count) in cells.iter_mut().zip(counts) {
            cell.count = count;
        }
        cells.sort_by(|one, other| {
            let code = |cell: &RoundCell| &register.municipality(cell.municipality).code;
            code(one).cmp(code(other))
        });
        cells
    }
}

impl Accumulator for RoundCells {
    /// Adds cells that have no consultation yet.
    fn add(&mut self, other: Self) {
        for (first_area, rounds) in other.rounds.iter().enumerate() {
            for index in rounds.cells() {
                let cell = &other.cells[index];
                let own = self.find_or_begin(first_area, cell.round, || cell.clone());
                self.cells[own].include(cell);
            }
        }
    }
}

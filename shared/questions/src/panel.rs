//! The panel: the municipalities that every one of some rounds reached, so that rounds are compared over the same ones.

use std::collections::BTreeSet;

use api::{Filter, InputViolation};
use fold::{Consultation, ConsultationFact, Interner, Symbol};
use model::Instant;
use register::{MunicipalityId, Register};
use state::Consultations;

use crate::{Population, geography::Geography, selection::Selection};

/// Returns, if there is a panel, the municipalities of the division that each of its rounds had reached at an instant.
pub(crate) fn reached(
    panel: &[String],
    consultations: &Consultations,
    at: Instant,
    interner: &Interner,
    geography: &Geography,
) -> Option<BTreeSet<MunicipalityId>> {
    let of_round = |slug: &String| {
        let round = interner.find(slug);
        let of_round = consultations
            .iter()
            .filter(|((_, known), facts)| Some(*known) == round && is_reached(facts, at));
        let municipality = |((code, _), _): ((Symbol, Symbol), _)| geography.area(code).on_division;
        of_round.map(municipality).collect()
    };
    let reached = panel.iter().map(of_round);
    reached.reduce(|all: BTreeSet<_>, more| all.intersection(&more).copied().collect())
}

fn is_reached(consultations: &[ConsultationFact], at: Instant) -> bool {
    let visible = consultations.iter().filter(|fact| fact.at <= at);
    Consultation::combine(visible).is_some_and(|combined| combined.is_reached())
}

/// Returns a violation that names every round of the panel that no consultation, report or resolution names.
pub(crate) fn unknown_rounds(
    panel: &[String],
    population: &Population<'_>,
    geography: &Geography,
    register: &Register,
) -> Option<InputViolation> {
    let is_known = |slug: &&String| {
        let round = population.interner().find(slug);
        round.is_some_and(|round| is_named(population, geography, register, round))
    };
    let unknown: Vec<&str> = panel
        .iter()
        .filter(|slug| !is_known(slug))
        .map(String::as_str)
        .collect();
    let problem = format!(
        "names rounds without consultations, reports or resolutions: {}; /v1/rounds lists the known ones",
        unknown.join(", ")
    );
    (!unknown.is_empty()).then(|| InputViolation::key("panel", problem))
}

/// Whether any consultation, report or resolution names a round, as of any instant.
pub(crate) fn is_named(
    population: &Population<'_>,
    geography: &Geography,
    register: &Register,
    round: Symbol,
) -> bool {
    let consultations = population.consultations();
    let mut rounds = consultations.iter().map(|((_, round), _)| round);
    rounds.any(|known| known == round) || has_fact(population, geography, register, round)
}

fn has_fact(
    population: &Population<'_>,
    geography: &Geography,
    register: &Register,
    round: Symbol,
) -> bool {
    let filter = Filter::default();
    let all = Selection::new(&filter, population, Instant::LATEST, geography, register);
    let mut is_found = false;
    population.each_selected(Instant::LATEST, &all, |selected| {
        let mut sources = selected.timeline.sources.iter();
        is_found |= sources.any(|source| source.round == Some(round));
    });
    is_found
}

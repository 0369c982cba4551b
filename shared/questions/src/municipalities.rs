//! What is open in each municipality, and when it was last reached, to list all of them on a page: no link asks it. Its
//! figures are those of the matrix, of the list of what is open, of trends, and of the rounds.

use std::collections::HashMap;

use api::parameters::Grouping;
use fold::Symbol;
use model::{ConsultationOutcome, Instant};
use register::MunicipalityId;

use crate::{
    Context, Counted, QueryError, Question, Scan,
    figures::DAY_US,
    group::{ByGroup, GroupKey},
    population::Accumulator,
    selected::Selected,
};

/// The time after which what is open is no longer confirmed.
const YEAR_US: i64 = 365 * DAY_US;

/// What is open in each municipality, and when it was last reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MunicipalitiesQuestion;

/// What is open in a municipality, and when it was last reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MunicipalityState {
    /// Knelpunten that are open.
    pub open: usize,
    /// Open knelpunten that persist.
    pub persisting: usize,
    /// Open knelpunten that were last reported a year (365 days) ago or earlier.
    pub unconfirmed: usize,
    /// Since when the oldest open one counts.
    pub oldest_since: Option<Instant>,
    /// When it was last reached, and in which round.
    pub last_reached: Option<(Instant, String)>,
}

/// The states of the municipalities of the division of which anything is known.
pub type MunicipalityStates = HashMap<MunicipalityId, MunicipalityState>;

struct MunicipalityTally<'a> {
    counted: Counted,
    municipalities: ByGroup<'a, MunicipalityState>,
}

impl Question for MunicipalitiesQuestion {
    type Answer = MunicipalityStates;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<MunicipalityStates>, QueryError> {
        let empty = || MunicipalityTally {
            counted: Counted::default(),
            municipalities: ByGroup::new(Some(Grouping::Municipality), context.geography),
        };
        let tally = context.gather(empty, MunicipalityTally::count);
        let states = tally.municipalities.into_groups();
        let mut states: MunicipalityStates = states
            .filter_map(|(group, state)| match group {
                GroupKey::Municipality(id) => Some((id, state)),
                _ => None,
            })
            .collect();
        for (id, (at, round)) in last_reached(context) {
            let round = context.interner().text(round).to_owned();
            states.entry(id).or_default().last_reached = Some((at, round));
        }
        Ok(Scan::ready(states, tally.counted))
    }
}

impl MunicipalityTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let Some(open) = state.open else { return };
        let municipality = self.municipalities.get_mut(&selected.identity);
        municipality.open += 1;
        municipality.persisting += usize::from(open.persists_at(selected.at));
        municipality.unconfirmed += usize::from(is_unconfirmed(selected));
        municipality.oldest_since = earliest(municipality.oldest_since, Some(open.since));
    }
}

impl Accumulator for MunicipalityTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.municipalities.add(other.municipalities, |one, other| {
            one.open += other.open;
            one.persisting += other.persisting;
            one.unconfirmed += other.unconfirmed;
            one.oldest_since = earliest(one.oldest_since, other.oldest_since);
        });
    }
}

/// Returns whether nobody has reported a knelpunt for a year, as trends count it.
fn is_unconfirmed(selected: &Selected<'_, '_>) -> bool {
    let last = selected.reports().last();
    last.is_some_and(|last| selected.at.since(*last) >= YEAR_US)
}

fn earliest(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// Returns when the selected municipalities of the division were last reached, and in which round.
fn last_reached(context: &Context<'_>) -> HashMap<MunicipalityId, (Instant, Symbol)> {
    let mut last = HashMap::new();
    let at = context.scope.as_of;
    for ((municipality, round), facts) in context.population.consultations().iter() {
        if !context.selection.areas.contain(municipality) {
            continue;
        }
        let reached = facts
            .iter()
            .filter(|fact| fact.at <= at && fact.outcome == ConsultationOutcome::Reached);
        let Some(newest) = reached.map(|fact| fact.at).max() else {
            continue;
        };
        let id = context.geography.area(municipality).on_division;
        let text = |round| context.interner().text(round);
        let known = last.entry(id).or_insert((newest, round));
        if (known.0, text(known.1)) < (newest, text(round)) {
            *known = (newest, round);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use model::ConsultationOutcome::{NoAnswer, Reached};
    use register::Register;
    use state::State;

    use super::*;
    use crate::{
        Population, Query, Scope,
        sample::{consultation, json, report, resolution, state_of, waiting, who},
    };

    fn sample() -> State {
        state_of(vec![
            report(who("GM0010", "funding"), "2013-01-01", None),
            report(who("GM0003", "capacity"), "2013-08-01", None),
            report(waiting("GM0003", "capacity", "Centric"), "2012-08-01", None),
            report(who("GM0003", "funding"), "2011-01-01", None),
            resolution(who("GM0003", "funding"), "2013-02-01"),
            consultation("GM0003", "2013-02", "2013-02-03", Reached, None),
            consultation("GM0003", "2013-06", "2013-06-03", Reached, None),
            consultation("GM0003", "2013-09", "2013-09-03", NoAnswer, None),
            consultation("GM0344", "2013-06", "2013-06-04", Reached, None),
        ])
    }

    fn state(code: &str, as_of: &str) -> Option<MunicipalityState> {
        let state = sample();
        let query = Query {
            scope: Scope::new(Instant::parse(as_of).unwrap()),
            question: MunicipalitiesQuestion,
        };
        let register = Register::embedded();
        let (mut states, _) = query.answer(&Population::new(&state), register).unwrap();
        states.remove(&register.find_municipality(code).unwrap())
    }

    #[test]
    fn the_oldest_and_the_last_round_that_reached_it_are_found() {
        let appingedam = state("GM0003", "2013-12-01T00:00:00Z").unwrap();
        let counts = (
            appingedam.open,
            appingedam.persisting,
            appingedam.unconfirmed,
        );
        assert_eq!(counts, (2, 1, 1));
        let oldest = appingedam.oldest_since.unwrap();
        assert_eq!(oldest.day().to_string(), "2012-08-01");
        let (at, round) = appingedam.last_reached.unwrap();
        assert_eq!(
            (at.day().to_string().as_str(), round.as_str()),
            ("2013-06-03", "2013-06")
        );
        let utrecht = state("GM0344", "2013-12-01T00:00:00Z").unwrap();
        assert_eq!((utrecht.open, utrecht.oldest_since), (0, None));
        assert!(utrecht.last_reached.is_some());
        assert_eq!(state("GM0014", "2013-12-01T00:00:00Z"), None);
    }

    #[test]
    fn what_is_later_than_the_as_of_instant_is_not_known() {
        let before = state("GM0003", "2013-03-01T00:00:00Z").unwrap();
        assert_eq!(before.open, 1);
        assert_eq!(before.last_reached.unwrap().1, "2013-02");
    }

    #[test]
    fn the_counts_are_those_of_the_matrix() {
        let matrix = json("persisting/matrix?asOf=2013-12-01T00:00:00Z", &sample());
        let cells = matrix["cells"].as_array().unwrap().iter();
        let own = cells.filter(|cell| cell["municipality"] == "GM0003");
        let (open, persisting) = own.fold((0, 0), |(open, persisting), cell| {
            let count = |name: &str| cell[name].as_u64().unwrap();
            (open + count("open"), persisting + count("persisting"))
        });
        let appingedam = state("GM0003", "2013-12-01T00:00:00Z").unwrap();
        let listed = (appingedam.open as u64, appingedam.persisting as u64);
        assert_eq!(listed, (open, persisting));
    }
}

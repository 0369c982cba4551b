//! What changed behind a position of the log: one change for each event that arrived since, in order of arrival.
//!
//! Nothing is stored for it. The entries of each subject have their sequences, and the changes are derived from them:
//! those that are sent when an event arrives, and those that somebody asks for later, are the same.

mod derive;
mod known;
#[cfg(test)]
mod tests;

use api::{
    Change, Filter, InputViolation,
    parameters::{ChangesParameters, FilterParameters, LinkParameters as _},
};
use fold::Symbol;
use model::{Instant, KnelpuntId};
use register::Register;
use state::{Entry, State};

use crate::{
    Parameters, Population, QueryError, filter::parse_filter, geography::Geography,
    panel::unknown_rounds, selection::Selection,
};
use known::observation;

/// A change, with the subject of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivedChange {
    /// The change.
    pub change: Change,
    /// The subject, if it is a knelpunt.
    pub(crate) subject: Option<KnelpuntId>,
}

/// Which changes somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesQuery {
    /// The knelpunten that they are about.
    pub filter: Filter,
    /// Behind this position; from now on if none.
    pub after: Option<u64>,
}

impl ArrivedChange {
    /// Derives the changes behind a position, the first `limit` of them.
    pub fn list(state: &State, after: u64, limit: usize, register: &Register) -> Vec<Self> {
        derive::list(state, after, limit, register)
    }
}

impl ChangesQuery {
    /// Parses the parameters of a link to the changes.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn parse(
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
    ) -> Result<Self, Vec<InputViolation>> {
        let names = [FilterParameters::names(), ChangesParameters::names()];
        let mut parameters = Parameters::new(pairs, names, now);
        let filter = parse_filter(&mut parameters, register);
        let after = parameters.sequence("after");
        parameters.finish()?;
        Ok(Self { filter, after })
    }

    /// Checks that the rounds of the panel exist.
    ///
    /// # Errors
    ///
    /// When nobody was consulted in one, and no event names it.
    pub fn check(
        &self,
        state: &State,
        register: &Register,
        now: Instant,
    ) -> Result<(), QueryError> {
        let population = Population::new(state);
        let geography = geography(&population, now, register);
        let unknown = unknown_rounds(&self.filter.panel, &population, &geography, register);
        unknown.map_or(Ok(()), |unknown| Err(QueryError::Parameter(unknown)))
    }

    /// Returns, for each change, whether it is selected, as things are now.
    ///
    /// A knelpunt is selected by its own identity and by that of the knelpunt that it is merged into, and by the rounds
    /// and sources of all its events, withdrawn ones too: whoever was sent an event is also sent its withdrawal.
    /// Consultations and support are selected by location, source and round, unless the filter asks for more than these.
    pub fn select(
        &self,
        changes: &[ArrivedChange],
        state: &State,
        register: &Register,
        now: Instant,
    ) -> Vec<bool> {
        let population = Population::new(state);
        let geography = geography(&population, now, register);
        let selection = Selection::new(&self.filter, &population, now, &geography, register);
        let selects = |arrived: &ArrivedChange| match arrived.subject {
            Some(subject) => self.selects_knelpunt(&selection, state, subject),
            None => self.selects_municipality(&selection, state, &arrived.change),
        };
        changes.iter().map(selects).collect()
    }

    fn selects_knelpunt(&self, selection: &Selection<'_>, state: &State, id: KnelpuntId) -> bool {
        if self.filter == Filter::default() {
            return true;
        }
        let (Some(own), Some(root)) = (state.subject_row(id), state.find(id)) else {
            return false;
        };
        let identities = [own, root].map(|row| state.header(row).identity);
        let mut identities = identities.iter().flatten();
        if !identities.any(|identity| selection.matches(identity)) {
            return false;
        }
        if selection.has_all_rounds_and_sources() {
            return true;
        }
        let of_entries = state
            .entries_of_row(own)
            .all()
            .iter()
            .filter_map(round_and_source);
        let of_knelpunt = state.timeline(root).sources.iter();
        let of_knelpunt = of_knelpunt.map(|source| (source.round, source.source));
        selection.matches_rounds_and_sources(of_entries.chain(of_knelpunt))
    }

    fn selects_municipality(
        &self,
        selection: &Selection<'_>,
        state: &State,
        change: &Change,
    ) -> bool {
        let by_location = Filter {
            category: Vec::new(),
            building_block: Vec::new(),
            party_kind: Vec::new(),
            party: Vec::new(),
            support: Vec::new(),
            ..self.filter.clone()
        };
        let find = |text: &String| state.interner().find(text);
        let municipality = change.municipality.as_ref().and_then(find);
        let source = find(&change.source);
        by_location == self.filter
            && municipality.is_some_and(|code| selection.areas.contain(code))
            && source.is_some_and(|source| {
                let fact = (change.round.as_ref().and_then(find), source);
                selection.matches_rounds_and_sources([fact].into_iter())
            })
    }
}

/// Returns the geography of today.
fn geography(population: &Population<'_>, now: Instant, register: &Register) -> Geography {
    let municipalities = population.municipalities();
    Geography::new(now.day(), municipalities, population.interner(), register)
}

/// Returns the round and the source of an entry that observed something, also of one that was corrected since.
fn round_and_source(entry: &Entry) -> Option<(Option<Symbol>, Symbol)> {
    let observation = observation(&entry.record)?;
    Some((observation.round, entry.record.source))
}

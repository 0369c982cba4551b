//! A question with its scope, and how it is answered over a population.

use api::{Filter, InputViolation};
use fold::Interner;
use jiff::civil::Date;
use model::Instant;
use register::Register;
use thiserror::Error;

use crate::{
    Counted, Population, TextAddress, geography::Geography, panel::unknown_rounds,
    population::Accumulator, selected::Selected, selection::Selection,
};

#[cfg(test)]
mod tables;
#[cfg(test)]
mod tests;

/// A question with everything that its answer depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Query<Q> {
    /// The knelpunten and the moment that the question is about.
    pub scope: Scope,
    /// The question, with its own parameters.
    pub question: Q,
}

/// Which knelpunten a question is about, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// The knelpunten.
    pub filter: Filter,
    /// Only what is visible at this instant exists.
    pub as_of: Instant,
    /// The date whose division of municipalities is used.
    pub division: Date,
    /// Answer from the log as it was when this was its last sequence; all of it if none.
    pub known_at: Option<u64>,
    /// Wait until the views have folded up to this position.
    pub at_least: Option<u64>,
}

/// A kind of analysis.
///
/// An answer is computed in two steps, because the fold waits while the population is read: the scan reads it, and
/// what takes longer is done afterwards.
pub trait Question {
    /// The answer, as plain data.
    type Answer: 'static;

    /// Whether answers show descriptions, which may be redacted later; without it they are never read.
    const SHOWS_DESCRIPTIONS: bool = false;

    /// Reads the population.
    ///
    /// # Errors
    ///
    /// When the answer would be larger than answers may be, or the question names a round that does not exist.
    fn scan(&self, context: &Context<'_>) -> Result<Scan<Self::Answer>, QueryError>;

    /// Sets the descriptions in an answer, which are not in memory, in the order of [`Scan::descriptions`].
    fn set_descriptions(_answer: &mut Self::Answer, _descriptions: Vec<Option<String>>) {}
}

/// The result of a scan.
pub struct Scan<A> {
    /// The episodes counted.
    pub counted: Counted,
    /// The events that hold the descriptions that the answer shows.
    pub descriptions: Vec<Option<TextAddress>>,
    finish: Box<dyn FnOnce(&Register) -> A>,
}

/// Everything that a question is answered from.
pub struct Context<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) population: &'a Population<'a>,
    pub(crate) selection: &'a Selection<'a>,
    pub(crate) geography: &'a Geography,
    pub(crate) register: &'a Register,
}

/// A query that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// A parameter asks for the impossible, which shows only during the scan.
    #[error("{} {}", .0.location(), .0.problem())]
    Parameter(InputViolation),
    /// No event names the round that the question is about.
    #[error("no consultation, report or resolution names the round")]
    UnknownRound,
}

impl Scope {
    /// Creates the scope of all knelpunten as of an instant, by the division of that day.
    pub fn new(as_of: Instant) -> Self {
        Self {
            filter: Filter::default(),
            as_of,
            division: as_of.day(),
            known_at: None,
            at_least: None,
        }
    }
}

impl<Q: Question> Query<Q> {
    /// Answers the question over a population.
    ///
    /// # Errors
    ///
    /// As [`Question::scan`].
    pub fn answer(
        &self,
        population: &Population<'_>,
        register: &Register,
    ) -> Result<(Q::Answer, Counted), QueryError> {
        let scan = self.scan(population, register)?;
        let counted = scan.counted;
        Ok((scan.finish(register), counted))
    }

    /// Reads a population for an answer: everything that needs it, and nothing more.
    ///
    /// # Errors
    ///
    /// As [`Question::scan`].
    pub fn scan(
        &self,
        population: &Population<'_>,
        register: &Register,
    ) -> Result<Scan<Q::Answer>, QueryError> {
        let interner = population.interner();
        let municipalities = population.municipalities();
        let geography = &Geography::new(self.scope.division, municipalities, interner, register);
        let (filter, at) = (&self.scope.filter, self.scope.as_of);
        if let Some(unknown) = unknown_rounds(&filter.panel, population, geography, register) {
            return Err(QueryError::Parameter(unknown));
        }
        let selection = &Selection::new(filter, population, at, geography, register);
        self.question.scan(&Context {
            scope: &self.scope,
            population,
            selection,
            geography,
            register,
        })
    }
}

impl<'a> Context<'a> {
    /// Returns the texts behind the symbols.
    pub(crate) fn interner(&self) -> &'a Interner {
        self.population.interner()
    }

    /// Tallies the selected knelpunten of which anything is visible at the as-of instant.
    pub(crate) fn gather<T: Accumulator>(
        &self,
        empty: impl Fn() -> T + Sync,
        count: impl Fn(&mut T, &Selected<'a, '_>) + Sync,
    ) -> T {
        let at = self.scope.as_of;
        self.population.gather(at, self.selection, empty, count)
    }
}

impl<A: 'static> Scan<A> {
    /// Creates the result of a scan that has the whole answer.
    pub(crate) fn ready(answer: A, counted: Counted) -> Self {
        Self::deferred(counted, |_| answer)
    }

    /// Creates the result of a scan from which the answer is still to be computed.
    pub(crate) fn deferred(
        counted: Counted,
        finish: impl FnOnce(&Register) -> A + 'static,
    ) -> Self {
        Self {
            counted,
            descriptions: Vec::new(),
            finish: Box::new(finish),
        }
    }

    /// Adds the events that hold the descriptions that the answer shows.
    pub(crate) fn with_descriptions(self, descriptions: Vec<Option<TextAddress>>) -> Self {
        Self {
            descriptions,
            ..self
        }
    }

    /// Computes the answer; the population is not needed any more.
    pub fn finish(self, register: &Register) -> A {
        (self.finish)(register)
    }
}

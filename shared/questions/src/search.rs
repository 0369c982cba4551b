//! Search: municipalities, categories, building blocks, parties and knelpunten, by words.
//!
//! - Every word of the query must match a word of one text, or of the description and the reference of one knelpunt
//!   together; the last one also matches as a prefix. Case and diacritics do not matter, and words match by their Dutch
//!   stem ([`SearchTerms`]).
//! - A former municipality is found too, and leads to what it became.
//! - A knelpunt is found by its reference and the last description that counts: what was withdrawn or redacted is not
//!   found. Whoever has the texts narrows the rows ([`CandidateRows`]) and checks the descriptions of candidates
//!   ([`SearchCandidates::hits`]).
//! - The filter selects knelpunten, parties by their knelpunten, and municipalities, categories and building blocks by its
//!   own parameters for them.
//! - All hits are counted by kind, beyond the limit too; of knelpunten, whose descriptions must be read for it, up to
//!   [`COUNTED_MAX`].
//! - Best first: of names, those that begin with the words, then by name; of knelpunten, open ones, then those that were
//!   reported last.

mod named;
mod terms;

use std::{cmp::Reverse, collections::BTreeSet};

use api::{
    InputViolation,
    answers::{SearchHit, SearchKind, SearchResults, SearchTotal},
    parameters::{FilterParameters, LinkParameters as _, SearchParameters},
};
use fold::Symbol;
use model::{Instant, KnelpuntId, PartyKind};
use register::Register;

use crate::{
    Context, Counted, Parameters, Query, QueryError, Question, Scan, Scope, TextAddress,
    filter::parse_filter,
    identified::Identified,
    population::Accumulator,
    selected::{Origin, Selected},
    visible::VisibleKnelpunt,
};
pub use terms::{SearchTerm, SearchTerms, normalized_terms, stem};

/// The most candidates of which the description is checked: far more than are shown.
const CANDIDATES_MAX: usize = 2_000;

/// The most knelpunten that are counted: as many as can be shown.
const COUNTED_MAX: usize = 100;

/// What is searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchQuestion {
    /// The words.
    pub terms: SearchTerms,
    /// The most hits of each kind: 1 to 100.
    pub limit: usize,
}

/// The rows of the state that may match: a superset of those that do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateRows(Vec<bool>);

/// A search over the rows that may match.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidatesQuestion {
    /// What is searched for.
    pub search: SearchQuestion,
    /// The rows that may match.
    pub rows: CandidateRows,
}

/// The hits by name, and the knelpunten that may match, best first.
#[derive(Debug)]
pub struct SearchCandidates {
    terms: SearchTerms,
    limit: usize,
    named: SearchResults,
    knelpunten: Vec<KnelpuntCandidate>,
    /// Whether there were more candidates than these.
    has_more: bool,
}

/// A knelpunt that may match.
#[derive(Debug)]
struct KnelpuntCandidate {
    id: KnelpuntId,
    name: String,
    reference: Option<String>,
    described_by: Option<TextAddress>,
}

/// A knelpunt that may match, before its details are fetched.
struct RankedKnelpunt<'a> {
    rank: (bool, Reverse<Instant>),
    identity: fold::IdentityKeys,
    origin: Origin<'a>,
}

#[derive(Default)]
struct SearchTally<'a> {
    counted: Counted,
    parties: BTreeSet<(PartyKind, Symbol)>,
    knelpunten: Vec<RankedKnelpunt<'a>>,
}

impl Query<SearchQuestion> {
    /// Parses the parameters of a link to the search, which has a filter and no as-of.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn parse_search(
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
    ) -> Result<Self, Vec<InputViolation>> {
        let names = [FilterParameters::names(), SearchParameters::names()];
        let mut parameters = Parameters::new(pairs, names, now);
        let scope = Scope {
            filter: parse_filter(&mut parameters, register),
            ..Scope::new(now)
        };
        let must_be = "text with a letter or digit, of at most 200 characters";
        let terms = parameters.parse("q", must_be, SearchTerms::parse);
        let limit = parameters.parse("limit", "a whole number from 1 to 100", |text| {
            let limit = text.parse().ok()?;
            (1..=100).contains(&limit).then_some(limit)
        });
        if terms.is_none() && parameters.violations.is_empty() {
            parameters.add_violation("q", "is missing: give the words to search for");
        }
        parameters.finish()?;
        Ok(Self {
            scope,
            question: SearchQuestion {
                terms: terms.unwrap_or_default(),
                limit: limit.unwrap_or(20),
            },
        })
    }
}

impl CandidateRows {
    /// Creates no rows, of so many.
    pub fn none(rows: usize) -> Self {
        Self(vec![false; rows])
    }

    /// Creates all rows, of so many.
    pub fn all(rows: usize) -> Self {
        Self(vec![true; rows])
    }

    /// Adds a row; one that is not there any more is ignored.
    pub fn add(&mut self, row: usize) {
        if let Some(contains) = self.0.get_mut(row) {
            *contains = true;
        }
    }

    /// Whether a row may match.
    pub fn contains(&self, row: usize) -> bool {
        self.0.get(row).copied().unwrap_or_default()
    }

    /// Leaves out the rows that others do not contain.
    pub fn retain(&mut self, others: &Self) {
        for (row, contains) in self.0.iter_mut().enumerate() {
            *contains &= others.contains(row);
        }
    }
}

impl Question for CandidatesQuestion {
    type Answer = SearchCandidates;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<SearchCandidates>, QueryError> {
        let tally = context.gather(SearchTally::default, |tally, selected| {
            tally.count(selected, &self.rows);
        });
        let SearchTally {
            counted,
            parties,
            mut knelpunten,
        } = tally;
        let order = |knelpunt: &RankedKnelpunt<'_>| (knelpunt.rank, knelpunt.origin.id());
        let has_more = knelpunten.len() > CANDIDATES_MAX;
        if has_more {
            knelpunten.select_nth_unstable_by_key(CANDIDATES_MAX, order);
            knelpunten.truncate(CANDIDATES_MAX);
        }
        knelpunten.sort_unstable_by_key(order);
        let SearchQuestion { terms, limit } = &self.search;
        let candidates = SearchCandidates {
            terms: terms.clone(),
            limit: *limit,
            named: named::found(terms, *limit, &parties, context),
            knelpunten: knelpunten
                .iter()
                .map(|one| one.candidate(context))
                .collect(),
            has_more,
        };
        Ok(Scan::ready(candidates, counted))
    }
}

impl<'a> SearchTally<'a> {
    fn count(&mut self, selected: &Selected<'a, '_>, rows: &CandidateRows) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        if let Some(party) = selected.identity.party {
            self.parties.insert(party);
        }
        let is_candidate = match selected.origin {
            Origin::Row { row, .. } => rows.contains(row),
            Origin::Folded(_) => true,
        };
        if is_candidate {
            let last = selected.reports().last().copied();
            self.knelpunten.push(RankedKnelpunt {
                rank: (
                    state.open.is_none(),
                    Reverse(last.unwrap_or(Instant::EARLIEST)),
                ),
                identity: selected.identity,
                origin: selected.origin,
            });
        }
    }
}

impl Accumulator for SearchTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.parties.extend(other.parties);
        self.knelpunten.extend(other.knelpunten);
    }
}

impl RankedKnelpunt<'_> {
    fn candidate(&self, context: &Context<'_>) -> KnelpuntCandidate {
        let knelpunt = self.origin.knelpunt();
        let visible = VisibleKnelpunt::new(&knelpunt, context.scope.as_of);
        let identified = Identified::new(&self.identity, context);
        KnelpuntCandidate {
            id: knelpunt.id,
            name: format!("{}, {}", identified.category_name, identified.location.name),
            reference: identified.reference,
            described_by: visible.last_description().map(|(address, _)| address),
        }
    }
}

impl SearchCandidates {
    /// Returns the hits; `describe` reads the description of one event at a time, until enough are counted.
    ///
    /// # Errors
    ///
    /// When a description cannot be read.
    pub fn hits<E>(
        self,
        mut describe: impl FnMut(TextAddress) -> Result<Option<String>, E>,
    ) -> Result<SearchResults, E> {
        let mut results = self.named;
        let mut candidates = self.knelpunten.into_iter();
        let mut total = 0;
        while total < COUNTED_MAX {
            let Some(candidate) = candidates.next() else {
                break;
            };
            let description = candidate.described_by.map(&mut describe).transpose()?;
            if let Some(hit) = candidate.hit(description.flatten(), &self.terms) {
                total += 1;
                results.items.extend((total <= self.limit).then_some(hit));
            }
        }
        results.totals.extend((total > 0).then(|| SearchTotal {
            kind: SearchKind::Knelpunt,
            total,
            is_at_least: self.has_more || candidates.next().is_some(),
        }));
        Ok(results)
    }
}

impl KnelpuntCandidate {
    fn hit(self, description: Option<String>, terms: &SearchTerms) -> Option<SearchHit> {
        let texts = [("description", description), ("reference", self.reference)];
        let texts = texts
            .into_iter()
            .filter_map(|(field, text)| Some((field, text?)));
        Some(SearchHit {
            kind: SearchKind::Knelpunt,
            code: None,
            id: Some(self.id),
            name: self.name,
            matches: terms.find(texts.collect())?,
        })
    }
}

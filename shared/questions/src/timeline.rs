//! The timeline of each knelpunt, in columns: everything that questions scan, so that facts are fetched for details
//! alone.
//!
//! A timeline follows from a knelpunt's facts by the one fold and is updated whenever they change. It holds for every
//! as-of instant: the reader leaves out what a later instant adds.

use fold::{Episode, Fact, FactKind, Fold, IdentityKeys, Symbol};
use model::{Instant, Outcome};

use crate::{jagged_vec::JaggedVec, round_fact::RoundFact};

/// The timelines of all knelpunten, by row.
#[derive(Debug, Default)]
pub(crate) struct Timelines {
    headers: Vec<TimelineHeader>,
    episodes: JaggedVec<EpisodeSpan>,
    reports: JaggedVec<Instant>,
    sources: JaggedVec<SourceInRound>,
    round_facts: JaggedVec<RoundFact>,
    dated_resolutions: JaggedVec<DatedResolution>,
}

/// What every knelpunt has exactly one of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimelineHeader {
    /// Its identity; none for an empty row, or when no event has named it.
    pub(crate) identity: Option<IdentityKeys>,
    /// The instant of its first fact.
    pub(crate) first: Instant,
    /// The instant from which any of its facts is visible.
    pub(crate) visible_from: Instant,
}

/// What questions count of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EpisodeSpan {
    pub(crate) opened_at: Instant,
    /// The instant from which its age counts.
    pub(crate) since: Instant,
    /// The instant from which it persists, while it is open.
    pub(crate) persists_from: Instant,
    /// When and with which outcome it ended; none while it is open.
    pub(crate) end: Option<(Instant, Outcome)>,
}

/// A source of facts in a round, or in none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceInRound {
    pub(crate) round: Option<Symbol>,
    pub(crate) source: Symbol,
    /// The instant from which any of those facts is visible.
    pub(crate) visible_from: Instant,
}

/// A resolution given as a date: it is visible from the start of that day, and its instant is the end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatedResolution {
    visible_from: Instant,
    instant: Instant,
}

/// The timeline of one knelpunt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeline<'a> {
    /// The instant of its first fact.
    pub(crate) first: Instant,
    /// The instant from which any of its facts is visible.
    pub(crate) visible_from: Instant,
    /// Its resolutions that are visible before their instants.
    pub(crate) dated_resolutions: &'a [DatedResolution],
    /// Its episodes, in order.
    pub(crate) episodes: &'a [EpisodeSpan],
    /// The instants of its reports, in order.
    pub(crate) reports: &'a [Instant],
    /// The sources of its facts and their rounds, each pair at least once.
    pub(crate) sources: &'a [SourceInRound],
    /// The facts of rounds, in order.
    pub(crate) round_facts: &'a [RoundFact],
}

/// How many of the last sources are searched for one that recurs: a source that many others separate is added again,
/// so that the time per fact stays constant.
const SOURCES_SEARCHED: usize = 16;

impl TimelineHeader {
    const EMPTY: Self = Self {
        identity: None,
        first: Instant::LATEST,
        visible_from: Instant::LATEST,
    };
}

impl Timeline<'_> {
    /// Whether any fact is visible at an instant.
    pub(crate) fn is_visible_at(&self, at: Instant) -> bool {
        self.visible_from <= at && !self.sources.is_empty()
    }

    /// Whether a resolution is visible at an instant that lies before its own.
    pub(crate) fn has_resolution_ahead(&self, at: Instant) -> bool {
        let mut dated = self.dated_resolutions.iter();
        dated.any(|dated| dated.visible_from <= at && at < dated.instant)
    }
}

impl EpisodeSpan {
    fn new(episode: &Episode) -> Self {
        Self {
            opened_at: episode.opened_at,
            since: episode.since,
            persists_from: episode.persists_from(),
            end: episode.end.map(|end| (end.at, end.outcome)),
        }
    }

    /// Whether the episode, if open at an instant, persisted then.
    pub(crate) fn persists_at(&self, at: Instant) -> bool {
        self.persists_from <= at
    }
}

impl Timelines {
    /// Sets the number of rows.
    pub(crate) fn resize(&mut self, rows: usize) {
        self.headers.resize(rows, TimelineHeader::EMPTY);
        self.episodes.resize(rows);
        self.reports.resize(rows);
        self.sources.resize(rows);
        self.round_facts.resize(rows);
        self.dated_resolutions.resize(rows);
    }

    /// Returns the bytes in use, by column.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn memory_usage(&self) -> [(&'static str, usize); 6] {
        [
            ("timeline headers", size_of_val(&*self.headers)),
            ("episodes", self.episodes.bytes()),
            ("reports", self.reports.bytes()),
            ("sources by round", self.sources.bytes()),
            ("facts of rounds", self.round_facts.bytes()),
            ("resolutions given as dates", self.dated_resolutions.bytes()),
        ]
    }

    /// Returns the headers, by row.
    pub(crate) fn headers(&self) -> &[TimelineHeader] {
        &self.headers
    }

    /// Returns the timeline of a row.
    pub(crate) fn timeline(&self, row: usize) -> Timeline<'_> {
        let TimelineHeader {
            first,
            visible_from,
            ..
        } = self.headers[row];
        Timeline {
            first,
            visible_from,
            dated_resolutions: self.dated_resolutions.list(row),
            episodes: self.episodes.list(row),
            reports: self.reports.list(row),
            sources: self.sources.list(row),
            round_facts: self.round_facts.list(row),
        }
    }

    /// Returns the facts of rounds of a row, in order.
    pub(crate) fn round_facts(&self, row: usize) -> &[RoundFact] {
        self.round_facts.list(row)
    }

    /// Sets the identity of a row.
    pub(crate) fn set_identity(&mut self, row: usize, identity: Option<IdentityKeys>) {
        self.headers[row].identity = identity;
    }

    /// Empties a row.
    pub(crate) fn clear(&mut self, row: usize) {
        self.headers[row] = TimelineHeader::EMPTY;
        self.episodes.clear(row);
        self.reports.clear(row);
        self.sources.clear(row);
        self.round_facts.clear(row);
        self.dated_resolutions.clear(row);
    }

    /// Appends facts, in order, that follow all facts of the row so far, which fold to `fold`.
    pub(crate) fn append<'a>(
        &mut self,
        row: usize,
        mut fold: Fold,
        facts: impl Iterator<Item = &'a Fact>,
    ) {
        // An open episode is the last of the row: it is replaced by what becomes of it.
        let mut replaces_last = fold.open().is_some();
        for fact in facts {
            self.append_fact(row, fact);
            if let Some(round_fact) = RoundFact::new(fact, &fold) {
                self.round_facts.push(row, round_fact);
            }
            if let Some(ended) = fold.step(fact) {
                self.set_last_episode(row, &ended, replaces_last);
                replaces_last = false;
            }
        }
        if let Some(open) = fold.open() {
            self.set_last_episode(row, open, replaces_last);
        }
    }

    fn set_last_episode(&mut self, row: usize, episode: &Episode, replaces_last: bool) {
        let span = EpisodeSpan::new(episode);
        match self.episodes.list_mut(row).last_mut() {
            Some(last) if replaces_last => *last = span,
            _ => self.episodes.push(row, span),
        }
    }

    fn append_fact(&mut self, row: usize, fact: &Fact) {
        let (instant, visible_from) = (fact.instant, fact.visible());
        let header = &mut self.headers[row];
        header.first = header.first.min(instant);
        header.visible_from = header.visible_from.min(visible_from);
        if visible_from < instant {
            let dated = DatedResolution {
                visible_from,
                instant,
            };
            self.dated_resolutions.push(row, dated);
        }
        if let FactKind::Report { .. } = fact.kind {
            self.reports.push(row, instant);
        }
        self.add_source(
            row,
            SourceInRound {
                round: fact.round,
                source: fact.source,
                visible_from,
            },
        );
    }

    fn add_source(&mut self, row: usize, source: SourceInRound) {
        let newest_first = self.sources.list_mut(row).iter_mut().rev();
        let is_same = |known: &&mut SourceInRound| {
            (known.round, known.source) == (source.round, source.source)
        };
        match newest_first.take(SOURCES_SEARCHED).find(is_same) {
            Some(known) => known.visible_from = known.visible_from.min(source.visible_from),
            None => self.sources.push(row, source),
        }
    }
}

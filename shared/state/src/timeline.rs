//! The timeline of each knelpunt, in columns: everything that questions scan, so that facts are fetched for details
//! alone.
//!
//! A timeline follows from a knelpunt's facts by the one fold and is updated whenever they change. It holds for every
//! as-of instant: the reader leaves out what a later instant adds.

use fold::{Episode, Fold, IdentityKeys, Observation, Symbol, WrittenNames};
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
pub struct TimelineHeader {
    /// The identity of the subject; none when no event has named it.
    pub identity: Option<IdentityKeys>,
    /// The instant of its first fact.
    pub first: Instant,
    /// The instant of its last fact.
    pub last: Instant,
    /// The instant from which any of its facts is visible.
    pub visible_from: Instant,
    /// Its names, as the last of its facts that names them wrote them.
    pub written: WrittenNames,
}

/// What questions count of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpisodeSpan {
    /// When it opened.
    pub opened_at: Instant,
    /// The instant from which its age counts.
    pub since: Instant,
    /// The instant from which it persists, while it is open.
    pub persists_from: Instant,
    /// When and with which outcome it ended; none while it is open.
    pub end: Option<(Instant, Outcome)>,
}

/// A source of facts in a round, or in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceInRound {
    /// The round, if it has one.
    pub round: Option<Symbol>,
    /// The source.
    pub source: Symbol,
    /// The instant from which any of those facts is visible.
    pub visible_from: Instant,
}

/// A resolution given as a date: it is visible from the start of that day, and its instant is the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedResolution {
    visible_from: Instant,
    instant: Instant,
}

/// The timeline of one knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeline<'a> {
    /// The instant of its first fact.
    pub first: Instant,
    /// The instant of its last fact.
    pub last: Instant,
    /// The instant from which any of its facts is visible.
    pub visible_from: Instant,
    /// The names in the last of its facts that have them.
    pub written: WrittenNames,
    /// Its resolutions that are visible before their instants.
    pub dated_resolutions: &'a [DatedResolution],
    /// Its episodes, in order.
    pub episodes: &'a [EpisodeSpan],
    /// The instants of its reports, in order.
    pub reports: &'a [Instant],
    /// The sources of its facts and their rounds, each pair at least once.
    pub sources: &'a [SourceInRound],
    /// The facts of rounds, in order.
    pub round_facts: &'a [RoundFact],
}

/// How many of the last sources are searched for one that recurs: a source that many others separate is added again,
/// so that the time per fact stays constant.
const SOURCES_SEARCHED: usize = 16;

impl TimelineHeader {
    const EMPTY: Self = Self {
        identity: None,
        first: Instant::LATEST,
        last: Instant::EARLIEST,
        visible_from: Instant::LATEST,
        written: WrittenNames {
            party: None,
            reference: None,
        },
    };
}

impl Timeline<'_> {
    /// Whether any fact is visible at an instant.
    pub fn is_visible_at(&self, at: Instant) -> bool {
        self.visible_from <= at && !self.sources.is_empty()
    }

    /// Whether a resolution is visible at an instant that lies before its own.
    #[inline]
    pub fn has_resolution_ahead(&self, at: Instant) -> bool {
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
    pub fn persists_at(&self, at: Instant) -> bool {
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
            last,
            visible_from,
            written,
            ..
        } = self.headers[row];
        Timeline {
            first,
            last,
            visible_from,
            written,
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

    /// Sets the names of a row as they were last written.
    pub(crate) fn set_written(&mut self, row: usize, written: WrittenNames) {
        self.headers[row].written = written;
    }

    /// Sets the identity of a row.
    pub(crate) fn set_identity(&mut self, row: usize, identity: Option<IdentityKeys>) {
        self.headers[row].identity = identity;
    }

    /// Empties a row, but for its identity.
    pub(crate) fn clear(&mut self, row: usize) {
        self.headers[row] = TimelineHeader {
            identity: self.headers[row].identity,
            ..TimelineHeader::EMPTY
        };
        self.episodes.clear(row);
        self.reports.clear(row);
        self.sources.clear(row);
        self.round_facts.clear(row);
        self.dated_resolutions.clear(row);
    }

    /// Replaces the timeline of a row.
    pub(crate) fn set(&mut self, row: usize, timeline: Timeline<'_>) {
        let header = &mut self.headers[row];
        header.first = timeline.first;
        header.last = timeline.last;
        header.visible_from = timeline.visible_from;
        header.written = timeline.written;
        self.episodes.set(row, timeline.episodes);
        self.reports.set(row, timeline.reports);
        self.sources.set(row, timeline.sources);
        self.round_facts.set(row, timeline.round_facts);
        self.dated_resolutions.set(row, timeline.dated_resolutions);
    }

    /// Appends facts, in order, that follow all facts of the row so far, which fold to `fold`; returns the fold of all.
    pub(crate) fn append<'a>(
        &mut self,
        row: usize,
        mut fold: Fold,
        facts: impl Iterator<Item = (&'a Observation, Symbol)>,
    ) -> Fold {
        // An open episode is the last of the row: it is replaced by what becomes of it.
        let mut replaces_last = fold.open().is_some();
        for (observed, source) in facts {
            self.append_fact(row, observed, source);
            if let Some(round_fact) = RoundFact::new(observed, &fold) {
                self.round_facts.push(row, round_fact);
            }
            if let Some(ended) = fold.step(observed) {
                self.set_last_episode(row, &ended, replaces_last);
                replaces_last = false;
            }
        }
        if let Some(open) = fold.open() {
            self.set_last_episode(row, open, replaces_last);
        }
        fold
    }

    fn set_last_episode(&mut self, row: usize, episode: &Episode, replaces_last: bool) {
        let span = EpisodeSpan::new(episode);
        match self.episodes.list_mut(row).last_mut() {
            Some(last) if replaces_last => *last = span,
            _ => self.episodes.push(row, span),
        }
    }

    fn append_fact(&mut self, row: usize, observed: &Observation, source: Symbol) {
        let (instant, visible_from) = (observed.instant, observed.visible_from());
        let header = &mut self.headers[row];
        header.first = header.first.min(instant);
        header.last = header.last.max(instant);
        header.visible_from = header.visible_from.min(visible_from);
        let WrittenNames { party, reference } = observed.written;
        header.written.party = party.or(header.written.party);
        header.written.reference = reference.or(header.written.reference);
        if visible_from < instant {
            let dated = DatedResolution {
                visible_from,
                instant,
            };
            self.dated_resolutions.push(row, dated);
        }
        if observed.is_report() {
            self.reports.push(row, instant);
        }
        self.add_source(
            row,
            SourceInRound {
                round: observed.round,
                source,
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

/// The timeline of one knelpunt at a time, in buffers that are reused.
#[derive(Debug)]
pub struct ScratchTimeline(Timelines);

impl Default for ScratchTimeline {
    fn default() -> Self {
        let mut timelines = Timelines::default();
        timelines.resize(1);
        Self(timelines)
    }
}

impl ScratchTimeline {
    /// Folds observations, each with its source, which must be in order.
    pub fn fold<'a>(
        &mut self,
        observed: impl Iterator<Item = (&'a Observation, Symbol)>,
    ) -> Timeline<'_> {
        self.fold_observations(observed).0
    }

    /// Folds as [`ScratchTimeline::fold`] does; returns the fold too.
    pub(crate) fn fold_observations<'a>(
        &mut self,
        observations: impl Iterator<Item = (&'a Observation, Symbol)>,
    ) -> (Timeline<'_>, Fold) {
        self.0.clear(0);
        let fold = self.0.append(0, Fold::default(), observations);
        (self.0.timeline(0), fold)
    }
}

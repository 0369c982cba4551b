//! How each knelpunt went, in columns: all that questions scan, so that facts are looked at for details alone.
//!
//! What stands here follows from a knelpunt's facts by the one fold, and is brought up to date whenever they change.
//! It holds for every as-of instant: what a later instant adds is left out where it is read.

use fold::{Episode, Fact, FactKind, Fold, IdentityKeys, Symbol};
use model::{Instant, Outcome};

use crate::{jagged_vec::JaggedVec, round_fact::RoundFact};

/// The courses of all knelpunten, by row.
#[derive(Debug, Default)]
pub(crate) struct Timelines {
    heads: Vec<TimelineHeader>,
    episodes: JaggedVec<EpisodeSpan>,
    reports: JaggedVec<Instant>,
    heard: JaggedVec<SourceInRound>,
    told: JaggedVec<RoundFact>,
    early: JaggedVec<DatedResolution>,
}

/// What every knelpunt has one of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimelineHeader {
    /// Who it is; none for a row that holds no knelpunt, or one of which that is not known.
    pub(crate) identity: Option<IdentityKeys>,
    /// The instant of its first fact.
    pub(crate) first: Instant,
    /// From when on any of its facts is seen.
    pub(crate) seen_from: Instant,
}

/// What questions count of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EpisodeSpan {
    pub(crate) opened_at: Instant,
    /// From when its age counts.
    pub(crate) since: Instant,
    /// From when on it persists, while it is open.
    pub(crate) persists_from: Instant,
    /// When and how it ended; none while it is open.
    pub(crate) end: Option<(Instant, Outcome)>,
}

/// A round, or none, in which a source was heard, and from when on that is seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceInRound {
    pub(crate) round: Option<Symbol>,
    pub(crate) source: Symbol,
    pub(crate) from: Instant,
}

/// A resolution given as a date: it is seen from the beginning of that day, and its instant is the end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatedResolution {
    from: Instant,
    until: Instant,
}

/// The course of one knelpunt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeline<'a> {
    /// The instant of its first fact.
    pub(crate) first: Instant,
    /// From when on any of its facts is seen.
    pub(crate) seen_from: Instant,
    /// Its facts that are seen before their instants.
    pub(crate) early: &'a [DatedResolution],
    /// Its episodes, in order.
    pub(crate) episodes: &'a [EpisodeSpan],
    /// The instants of its reports, in order.
    pub(crate) reports: &'a [Instant],
    /// Who was heard in which rounds, each at least once.
    pub(crate) heard: &'a [SourceInRound],
    /// What rounds said of it, in order.
    pub(crate) told: &'a [RoundFact],
}

/// How many of those heard last are looked through for one that is heard again.
const LOOKED_THROUGH: usize = 16;

impl TimelineHeader {
    const EMPTY: Self = Self {
        identity: None,
        first: Instant::LATEST,
        seen_from: Instant::LATEST,
    };
}

impl Timeline<'_> {
    /// Says whether any fact is seen at an instant.
    pub(crate) fn is_seen_at(&self, at: Instant) -> bool {
        self.seen_from <= at && !self.heard.is_empty()
    }

    /// Says whether a fact is seen at an instant that lies before its own.
    pub(crate) fn is_any_early_at(&self, at: Instant) -> bool {
        let mut early = self.early.iter();
        early.any(|early| early.from <= at && at < early.until)
    }
}

impl EpisodeSpan {
    fn of(episode: &Episode) -> Self {
        Self {
            opened_at: episode.opened_at,
            since: episode.since,
            persists_from: episode.persists_from(),
            end: episode.end.map(|end| (end.at, end.outcome)),
        }
    }
}

impl Timelines {
    /// Makes room for so many rows.
    pub(crate) fn resize(&mut self, rows: usize) {
        self.heads.resize(rows, TimelineHeader::EMPTY);
        self.episodes.resize(rows);
        self.reports.resize(rows);
        self.heard.resize(rows);
        self.told.resize(rows);
        self.early.resize(rows);
    }

    /// Says what is held, and of each the bytes that are in use.
    pub(crate) fn memory_usage(&self) -> [(&'static str, usize); 6] {
        [
            ("heads", size_of_val(&*self.heads)),
            ("episodes", self.episodes.bytes()),
            ("reports", self.reports.bytes()),
            ("who was heard in which round", self.heard.bytes()),
            ("what rounds said", self.told.bytes()),
            ("what is seen early", self.early.bytes()),
        ]
    }

    /// Gives what each row has one of, by row.
    pub(crate) fn heads(&self) -> &[TimelineHeader] {
        &self.heads
    }

    /// Gives the course of a row.
    pub(crate) fn course(&self, row: usize) -> Timeline<'_> {
        let TimelineHeader {
            first, seen_from, ..
        } = self.heads[row];
        Timeline {
            first,
            seen_from,
            early: self.early.list(row),
            episodes: self.episodes.list(row),
            reports: self.reports.list(row),
            heard: self.heard.list(row),
            told: self.told.list(row),
        }
    }

    /// Gives what rounds said of the knelpunt of a row, in order.
    pub(crate) fn told(&self, row: usize) -> &[RoundFact] {
        self.told.list(row)
    }

    /// Says who the knelpunt of a row is.
    pub(crate) fn name(&mut self, row: usize, identity: Option<IdentityKeys>) {
        self.heads[row].identity = identity;
    }

    /// Empties a row.
    pub(crate) fn clear(&mut self, row: usize) {
        self.heads[row] = TimelineHeader::EMPTY;
        self.episodes.clear(row);
        self.reports.clear(row);
        self.heard.clear(row);
        self.told.clear(row);
        self.early.clear(row);
    }

    /// Enters facts, in order, that come behind all that the row was folded from, which is `fold`.
    pub(crate) fn follow<'a>(
        &mut self,
        row: usize,
        mut fold: Fold,
        facts: impl Iterator<Item = &'a Fact>,
    ) {
        // What was open stands as the last episode: its place is taken by what becomes of it.
        let mut continued = fold.open().is_some();
        for fact in facts {
            self.hear(row, fact);
            if let Some(told) = RoundFact::of(fact, &fold) {
                self.told.push(row, told);
            }
            if let Some(ended) = fold.step(fact) {
                self.put(row, &ended, continued);
                continued = false;
            }
        }
        if let Some(open) = fold.open() {
            self.put(row, open, continued);
        }
    }

    fn put(&mut self, row: usize, episode: &Episode, continued: bool) {
        let extent = EpisodeSpan::of(episode);
        match self.episodes.list_mut(row).last_mut() {
            Some(last) if continued => *last = extent,
            _ => self.episodes.push(row, extent),
        }
    }

    fn hear(&mut self, row: usize, fact: &Fact) {
        let from = fact.visible();
        let head = &mut self.heads[row];
        head.first = head.first.min(fact.instant);
        head.seen_from = head.seen_from.min(from);
        if from < fact.instant {
            let until = fact.instant;
            self.early.push(row, DatedResolution { from, until });
        }
        if let FactKind::Report { .. } = fact.kind {
            self.reports.push(row, fact.instant);
        }
        let (round, source) = (fact.round, fact.source);
        let lately = self.heard.list_mut(row).iter_mut().rev();
        let again = |met: &&mut SourceInRound| (met.round, met.source) == (round, source);
        match lately.take(LOOKED_THROUGH).find(again) {
            Some(met) => met.from = met.from.min(from),
            None => self.heard.push(
                row,
                SourceInRound {
                    round,
                    source,
                    from,
                },
            ),
        }
    }
}

//! The fold: the observations of a knelpunt, in order, to its episodes.

use model::{Instant, Outcome};

use crate::{Observation, ObservationKind, Symbol};

#[cfg(test)]
mod tests;

/// How long a knelpunt is open before it persists: 180 days of 24 hours.
pub const PERSISTING_AFTER_MICROSECONDS: i64 = 180 * 86_400 * 1_000_000;

/// From the report that opened a knelpunt to the resolution that ended it, if one did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// When the opening report observed it.
    pub opened_at: Instant,
    /// The instant from which its age counts: `knownSince` of the opening report, never before the end of the previous
    /// episode.
    pub since: Instant,
    /// How it ended; none while it is open.
    pub end: Option<End>,
    /// The reports in it, the opening one included.
    pub reports: u32,
    /// When it was last reported.
    pub last_reported_at: Instant,
    /// The instant from which its reports were of two rounds or more.
    pub in_two_rounds_from: Option<Instant>,
    first_round: Option<Symbol>,
}

/// How an episode ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// When.
    pub at: Instant,
    /// How.
    pub outcome: Outcome,
    /// The remedy, if given.
    pub remedy: Option<Symbol>,
}

/// The state of a fold: the open episode, and what came before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fold {
    open: Option<Episode>,
    /// The end of the previous episode, before which the age of the next never begins.
    last_end: Option<Instant>,
    episodes: u32,
    reports: u32,
}

/// The episodes of a sequence of observations, as an iterator.
#[derive(Debug, Clone)]
pub struct Episodes<I> {
    observations: I,
    fold: Fold,
}

/// Folds observations, which must be in order, to episodes; only the last can be open.
pub fn episodes<'a, I: Iterator<Item = &'a Observation>>(observations: I) -> Episodes<I> {
    Episodes {
        observations,
        fold: Fold::default(),
    }
}

impl Fold {
    /// Folds the next observation in order; returns the episode that it ends, if it ends one.
    ///
    /// A report while nothing is open opens an episode, another confirms it, a resolution ends it; a resolution
    /// while nothing is open changes nothing.
    pub fn step(&mut self, observed: &Observation) -> Option<Episode> {
        match observed.kind {
            ObservationKind::Report { since } => {
                self.reports += 1;
                if let Some(episode) = &mut self.open {
                    episode.confirm(observed);
                } else {
                    self.episodes += 1;
                    self.open = Some(Episode::opened(observed, since, self.last_end));
                }
                None
            }
            ObservationKind::Resolution { outcome, remedy } => {
                let episode = self.open.take()?;
                self.last_end = Some(observed.instant);
                let at = observed.instant;
                let end = Some(End {
                    at,
                    outcome,
                    remedy,
                });
                Some(Episode { end, ..episode })
            }
        }
    }

    /// Returns the open episode.
    pub const fn open(&self) -> Option<&Episode> {
        self.open.as_ref()
    }

    /// Returns the number of episodes so far, the open one included.
    pub const fn episodes(&self) -> u32 {
        self.episodes
    }

    /// Returns the number of reports so far.
    pub const fn reports(&self) -> u32 {
        self.reports
    }
}

impl<'a, I: Iterator<Item = &'a Observation>> Iterator for Episodes<I> {
    type Item = Episode;

    fn next(&mut self) -> Option<Episode> {
        let fold = &mut self.fold;
        self.observations
            .by_ref()
            .find_map(|observed| fold.step(observed))
            .or_else(|| fold.open.take())
    }
}

impl Episode {
    fn opened(report: &Observation, since: Instant, last_end: Option<Instant>) -> Self {
        Self {
            opened_at: report.instant,
            since: since.max(last_end.unwrap_or(Instant::EARLIEST)),
            end: None,
            reports: 1,
            last_reported_at: report.instant,
            in_two_rounds_from: None,
            first_round: report.round,
        }
    }

    fn confirm(&mut self, report: &Observation) {
        self.reports += 1;
        self.last_reported_at = report.instant;
        self.first_round = self.first_round.or(report.round);
        if report.round.is_some()
            && report.round != self.first_round
            && self.in_two_rounds_from.is_none()
        {
            self.in_two_rounds_from = Some(report.instant);
        }
    }

    /// Returns the instant from which the episode persists while it is open: 180 days old, or reported in two rounds.
    pub fn persists_from(&self) -> Instant {
        let old = self.since.plus_microseconds(PERSISTING_AFTER_MICROSECONDS);
        self.in_two_rounds_from.map_or(old, |from| from.min(old))
    }

    /// Whether the episode, if open at an instant, persisted then.
    pub fn persists_at(&self, at: Instant) -> bool {
        self.persists_from() <= at
    }
}

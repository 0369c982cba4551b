//! What every question starts from: a selected knelpunt, and how it stands at the as-of instant.

use fold::{IdentityKeys, Knelpunt};
use model::{Instant, Outcome};

use crate::{
    Columns, Counted,
    timeline::{EpisodeSpan, Timeline},
    visible::VisibleKnelpunt,
};

/// A selected knelpunt of which something is seen.
///
/// `'a` is for as long as the population is there, `'c` only while the knelpunt is looked at.
pub(crate) struct Selected<'a, 'c> {
    pub(crate) identity: IdentityKeys,
    pub(crate) at: Instant,
    pub(crate) origin: Origin<'a>,
    pub(crate) course: Timeline<'c>,
}

/// Where a knelpunt comes from: it is fetched only for details, because that costs far more than to count it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'a> {
    /// A row of the columns.
    Row {
        columns: &'a Columns,
        row: usize,
        /// Facts that arrived later are left out.
        arrived: u64,
    },
    /// It was folded for this question.
    Folded(&'a Knelpunt),
}

/// How a knelpunt stands that has an episode.
pub(crate) struct StateAt {
    /// Its episodes.
    pub(crate) episodes: usize,
    /// The one that is open, if one is.
    pub(crate) open: Option<EpisodeSpan>,
}

impl<'a> Origin<'a> {
    /// Fetches the knelpunt.
    pub(crate) fn knelpunt(self) -> &'a Knelpunt {
        match self {
            Self::Row { columns, row, .. } => columns.knelpunt(row),
            Self::Folded(knelpunt) => knelpunt,
        }
    }

    /// Fetches the knelpunt with what is seen of it at an instant.
    pub(crate) fn seen(self, at: Instant) -> VisibleKnelpunt<'a> {
        VisibleKnelpunt::of(self.knelpunt(), at, self.arrived())
    }

    fn arrived(self) -> u64 {
        match self {
            Self::Row { arrived, .. } => arrived,
            Self::Folded(_) => u64::MAX,
        }
    }
}

impl Selected<'_, '_> {
    /// Gives the instant of the first fact that is seen; a resolution given as a date is seen before its instant.
    pub(crate) fn first(&self) -> Instant {
        self.course.first.min(self.at)
    }

    /// Gives the instants of its reports, in order.
    pub(crate) fn reports(&self) -> &[Instant] {
        let reports = self.course.reports;
        &reports[..reports.partition_point(|report| *report <= self.at)]
    }

    /// Gives its episodes, in order.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = EpisodeSpan> {
        self.begun().iter().map(|extent| self.as_of(extent))
    }

    /// Says how it stands; none while it has no episode.
    pub(crate) fn state(&self) -> Option<StateAt> {
        let begun = self.begun();
        let last = self.as_of(begun.last()?);
        Some(StateAt {
            episodes: begun.len(),
            open: last.end.is_none().then_some(last),
        })
    }

    /// Gives the episodes that were opened by the as-of instant: what comes later changes none of those before.
    pub(crate) fn begun(&self) -> &[EpisodeSpan] {
        let episodes = self.course.episodes;
        &episodes[..episodes.partition_point(|extent| extent.opened_at <= self.at)]
    }

    /// Says whether an episode that was opened by an instant, which does not lie after the one asked about, was open
    /// then: it ends later, and no end was seen before its instant.
    pub(crate) fn was_open(&self, extent: &EpisodeSpan, at: Instant) -> bool {
        extent
            .end
            .is_none_or(|(end, _)| end > at && !self.course.is_any_early_at(at))
    }

    /// Gives an episode as it was: what ends later was open, unless its end was seen before its instant.
    ///
    /// That end need not be the one that it has when all is seen, so the facts are asked; only on the very day.
    fn as_of(&self, extent: &EpisodeSpan) -> EpisodeSpan {
        let end = match extent.end {
            Some((end, _)) if end > self.at => {
                let is_early = self.course.is_any_early_at(self.at);
                is_early.then(|| self.ended_early()).flatten()
            }
            end => end,
        };
        EpisodeSpan { end, ..*extent }
    }

    fn ended_early(&self) -> Option<(Instant, Outcome)> {
        let knelpunt = self.origin.knelpunt();
        let end = knelpunt.ended_early(self.at, self.origin.arrived());
        end.map(|end| (end.at, end.outcome))
    }
}

impl Counted {
    /// Adds what was counted of others.
    pub(crate) const fn add(&mut self, other: Self) {
        let Self { n, censored } = other;
        self.n += n;
        self.censored += censored;
    }

    /// Counts a knelpunt's episodes.
    pub(crate) fn enter(&mut self, state: &StateAt) {
        self.n += state.episodes;
        self.censored += usize::from(state.open.is_some());
    }
}

impl EpisodeSpan {
    /// Says whether the episode, if open at an instant, persisted then.
    pub(crate) fn persists_at(&self, at: Instant) -> bool {
        self.persists_from <= at
    }
}

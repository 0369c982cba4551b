//! What every question starts from: a selected knelpunt, and its state at the as-of instant.

use fold::{IdentityKeys, Knelpunt};
use model::{Instant, KnelpuntId, Outcome};
use state::{EpisodeSpan, State, Timeline};

use crate::Counted;

/// A selected knelpunt of which anything is visible.
///
/// `'a` is the life of the population, `'t` that of the timeline, which may be folded for this knelpunt alone.
pub(crate) struct Selected<'a, 't> {
    pub(crate) identity: IdentityKeys,
    pub(crate) at: Instant,
    pub(crate) origin: Origin<'a>,
    pub(crate) timeline: Timeline<'t>,
}

/// Where a knelpunt comes from. It is fetched only for details, because that costs far more than to count it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'a> {
    /// A row of the state.
    Row {
        state: &'a State,
        row: usize,
        /// Entries that arrived later are left out.
        arrived: u64,
    },
    /// It was folded for this question.
    Folded(&'a Knelpunt<'a>),
}

/// The state of a knelpunt that has an episode.
pub(crate) struct StateAt {
    /// The number of its episodes.
    pub(crate) episodes: usize,
    /// The last one.
    pub(crate) last: EpisodeSpan,
    /// The one that is open.
    pub(crate) open: Option<EpisodeSpan>,
}

impl<'a> Origin<'a> {
    /// Returns the id of the knelpunt.
    pub(crate) fn id(self) -> KnelpuntId {
        match self {
            Self::Row { state, row, .. } => state.id(row),
            Self::Folded(knelpunt) => knelpunt.id,
        }
    }

    /// Fetches the knelpunt.
    pub(crate) fn knelpunt(self) -> Knelpunt<'a> {
        match self {
            Self::Row {
                state,
                row,
                arrived,
            } => state.knelpunt_up_to(row, arrived),
            Self::Folded(knelpunt) => knelpunt.clone(),
        }
    }
}

impl Selected<'_, '_> {
    /// Returns the instant of the first visible fact; a resolution given as a date is visible before its instant.
    pub(crate) fn first(&self) -> Instant {
        self.timeline.first.min(self.at)
    }

    /// Returns the instants of its reports, in order.
    pub(crate) fn reports(&self) -> &[Instant] {
        until(self.timeline.reports, |report| *report <= self.at)
    }

    /// Returns its episodes, in order.
    pub(crate) fn episodes(&self) -> impl Iterator<Item = EpisodeSpan> {
        self.opened().iter().map(|episode| self.as_of(episode))
    }

    /// Returns its state; none while it has no episode.
    pub(crate) fn state(&self) -> Option<StateAt> {
        let opened = self.opened();
        let last = self.as_of(opened.last()?);
        Some(StateAt {
            episodes: opened.len(),
            last,
            open: last.end.is_none().then_some(last),
        })
    }

    /// Returns the episodes that had opened by the as-of instant, with their ends of later too: only the last can have
    /// one.
    pub(crate) fn opened(&self) -> &[EpisodeSpan] {
        until(self.timeline.episodes, |episode| {
            episode.opened_at <= self.at
        })
    }

    /// Returns an episode as of the instant: one that ends later is open, unless its end is visible before its instant.
    ///
    /// That end need not be the one that it has when all facts are visible, so the facts decide; only on that very day.
    fn as_of(&self, episode: &EpisodeSpan) -> EpisodeSpan {
        let end = match episode.end {
            Some((end, _)) if end > self.at => {
                let is_ahead = self.timeline.has_resolution_ahead(self.at);
                is_ahead.then(|| self.end_ahead()).flatten()
            }
            end => end,
        };
        EpisodeSpan { end, ..*episode }
    }

    // Rare, and it makes a knelpunt: within the loop of every scan that would take registers from the frequent case.
    #[cold]
    fn end_ahead(&self) -> Option<(Instant, Outcome)> {
        let knelpunt = self.origin.knelpunt();
        let end = knelpunt.end_ahead(self.at);
        end.map(|end| (end.at, end.outcome))
    }
}

/// Returns the visible items of a list in order of time: for most knelpunten and instants all of them.
fn until<T>(list: &[T], is_visible: impl Fn(&T) -> bool) -> &[T] {
    if list.last().is_none_or(&is_visible) {
        return list;
    }
    &list[..list.partition_point(is_visible)]
}

impl Counted {
    /// Adds the counts of other knelpunten.
    pub(crate) const fn add(&mut self, other: Self) {
        let Self { n, censored } = other;
        self.n += n;
        self.censored += censored;
    }

    /// Counts the episodes of a knelpunt.
    pub(crate) fn count(&mut self, state: &StateAt) {
        self.n += state.episodes;
        self.censored += usize::from(state.open.is_some());
    }
}

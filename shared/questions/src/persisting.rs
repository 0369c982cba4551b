//! Which knelpunten are open or persist, oldest first.

mod item;
mod query;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(crate) use item::ItemContext;
pub use item::PersistingItem;
pub(crate) use query::PersistingQuery;

use crate::{
    Counted, Population, Query, figures::days, population::Tally, selected::Selected,
    selection::Selection, timeline::EpisodeSpan,
};
use item::OpenKnelpunt;

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Persisting {
    /// How many there are, on all pages.
    pub total: usize,
    /// Those of this page, in order of `since`, then id.
    pub items: Vec<PersistingItem>,
    /// Where the next page begins; none when this is the last.
    pub next_cursor: Option<String>,
}

/// What is open of what is selected.
#[derive(Default)]
struct Listed<'a> {
    counted: Counted,
    found: Vec<OpenKnelpunt<'a>>,
}

impl Persisting {
    pub(crate) fn of(
        asked: &Query,
        persisting: &PersistingQuery,
        population: &Population<'_>,
        selection: &Selection<'_>,
        tables: &ItemContext<'_>,
    ) -> (Self, Counted) {
        let listed = population.gather(asked, selection, Listed::default, |listed, selected| {
            listed.enter(selected, |open| persisting.takes(asked, open));
        });
        let page = Self::page(asked, persisting, listed.found, tables);
        (page, listed.counted)
    }

    /// Takes the page out and puts only that in order: the list may be a thousand times as long.
    fn page(
        asked: &Query,
        persisting: &PersistingQuery,
        mut found: Vec<OpenKnelpunt<'_>>,
        tables: &ItemContext<'_>,
    ) -> Self {
        let total = found.len();
        found.retain(|open| !persisting.is_passed(open));
        let more = found.len() > persisting.limit;
        if more {
            found.select_nth_unstable_by(persisting.limit, OpenKnelpunt::order);
            found.truncate(persisting.limit);
        }
        found.sort_unstable_by(OpenKnelpunt::order);
        let item = |open: &OpenKnelpunt<'_>| PersistingItem::of(open, asked.as_of, tables);
        let items: Vec<PersistingItem> = found.iter().map(item).collect();
        let next_cursor = items
            .last()
            .filter(|_| more)
            .map(|last| persisting.cursor_after(asked.as_of, (last.since, last.id)));
        Self {
            total,
            items,
            next_cursor,
        }
    }
}

impl<'a> Listed<'a> {
    fn enter(&mut self, selected: &Selected<'a, '_>, takes: impl Fn(&EpisodeSpan) -> bool) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.enter(&state);
        if let Some(open) = state.open.filter(takes) {
            self.found.push(OpenKnelpunt {
                since: open.since,
                identity: selected.identity,
                origin: selected.origin,
            });
        }
    }
}

impl Tally for Listed<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.found.extend(other.found);
    }
}

impl PersistingQuery {
    /// Says whether an open episode is one that is asked for.
    fn takes(&self, asked: &Query, episode: &EpisodeSpan) -> bool {
        let old_enough = days(asked.as_of.since(episode.since)) >= self.min_age_days;
        old_enough && (!self.only_persisting || episode.persists_at(asked.as_of))
    }
}

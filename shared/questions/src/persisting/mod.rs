//! Which knelpunten are open or persist, oldest first.

mod asked;
mod item;
#[cfg(test)]
mod tests;

use fold::{Episode, Names};
use register::Register;
use serde::Serialize;

pub(crate) use asked::PersistingAsked;
pub use item::Item;

use crate::{
    Asked, Counted,
    figures::{Seen, days},
    places::Places,
};
use item::{Open, Tables};

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Persisting {
    /// How many there are, on all pages.
    pub total: usize,
    /// Those of this page, in order of `since`, then id.
    pub items: Vec<Item>,
    /// Where the next page begins; none when this is the last.
    pub next_cursor: Option<String>,
}

impl Persisting {
    pub(crate) fn of<'a>(
        asked: &Asked,
        persisting: &PersistingAsked,
        selected: impl Iterator<Item = Seen<'a>>,
        places: &Places,
        names: &Names,
        register: &Register,
    ) -> (Self, Counted) {
        let mut counted = Counted::default();
        let mut found: Vec<Open<'a>> = Vec::new();
        for seen in selected {
            let Some(fold) = seen.fold() else { continue };
            counted.enter(&fold);
            let (episodes, reports) = (fold.episodes(), fold.reports());
            if let Some(episode) = fold.open().copied()
                && persisting.takes(asked, &episode)
            {
                found.push(Open {
                    seen,
                    episode,
                    episodes,
                    reports,
                });
            }
        }
        let tables = Tables {
            places,
            names,
            register,
        };
        (Self::page(asked, persisting, found, &tables), counted)
    }

    fn page(
        asked: &Asked,
        persisting: &PersistingAsked,
        mut found: Vec<Open<'_>>,
        tables: &Tables<'_>,
    ) -> Self {
        found.sort_unstable_by_key(Open::order);
        let total = found.len();
        let start = found.partition_point(|open| persisting.is_passed(open.order()));
        let page = found.iter().skip(start).take(persisting.limit);
        let items: Vec<Item> = page.map(|open| Item::of(open, tables)).collect();
        let more = total > start + items.len();
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

impl PersistingAsked {
    /// Says whether an open episode is one that is asked for.
    fn takes(&self, asked: &Asked, episode: &Episode) -> bool {
        let old_enough = days(asked.as_of.since(episode.since)) >= self.min_age_days;
        old_enough && (!self.only_persisting || episode.persists_at(asked.as_of))
    }
}

//! Which knelpunten are open or persist, oldest first.

mod asked;
mod item;

use fold::Names;
use register::Register;
use serde::Serialize;

pub(crate) use asked::PersistingAsked;
pub use item::Item;

use crate::{
    Asked, Counted,
    figures::{Course, Seen, days},
    places::Places,
};
use item::Tables;

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
        let mut found: Vec<(Seen<'a>, Course)> = Vec::new();
        for seen in selected {
            let Some(course) = seen.course() else {
                continue;
            };
            counted.enter(&course);
            if course.open().is_some() && persisting.takes(asked, &course) {
                found.push((seen, course));
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
        mut found: Vec<(Seen<'_>, Course)>,
        tables: &Tables<'_>,
    ) -> Self {
        found.sort_unstable_by_key(|(seen, course)| (course.last.since, seen.knelpunt.id));
        let total = found.len();
        let start = found.partition_point(|(seen, course)| {
            persisting.is_passed(course.last.since, seen.knelpunt.id)
        });
        let page = found.iter().skip(start).take(persisting.limit);
        let items: Vec<Item> = page
            .map(|(seen, course)| Item::of(seen, course, tables))
            .collect();
        let more = total > start + items.len();
        let next_cursor = items
            .last()
            .filter(|_| more)
            .map(|last| persisting.cursor_after(asked.as_of, last.since, last.id));
        Self {
            total,
            items,
            next_cursor,
        }
    }
}

impl PersistingAsked {
    /// Says whether an open episode is one that is asked for.
    fn takes(&self, asked: &Asked, course: &Course) -> bool {
        let old_enough = days(asked.as_of.since(course.last.since)) >= self.min_age_days;
        old_enough && (!self.only_persisting || course.last.persists_at(asked.as_of))
    }
}

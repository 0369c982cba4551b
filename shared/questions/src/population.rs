//! The knelpunten that a question is asked over: all, or all as they were known at some sequence.

use std::{borrow::Cow, ops::Range};

use fold::{Interner, Knelpunt, Symbol};
use model::Instant;
use state::{Consultations, RoundFact, State, Support, together};

use crate::{refold::RefoldBuffers, selected::Selected, selection::Selection};

mod parts;
#[cfg(test)]
mod tests;

use parts::Part;

/// How many knelpunten are a part: small enough to share the work fairly, large enough to be worth a thread.
const PART_ROWS: usize = 4_096;

/// The knelpunten that a question is asked over.
#[derive(Debug)]
pub struct Population<'a> {
    state: &'a State,
    rows: Range<usize>,
    part_rows: usize,
    earlier: Option<KnownAt<'a>>,
}

/// What is counted of knelpunten, one by one.
pub(crate) trait Accumulator: Send {
    /// Adds the counts of other knelpunten. The answer must not depend on which tally counted which, or in which order:
    /// two threads share the work, and which does what differs from run to run.
    fn add(&mut self, other: Self);
}

/// A state of the log that lies in the past.
#[derive(Debug)]
struct KnownAt<'a> {
    /// The last sequence of the log then.
    position: u64,
    /// The knelpunten with corrections that changed later, as they were then.
    folded: Vec<Knelpunt<'a>>,
}

impl<'a> Population<'a> {
    /// Returns all knelpunten.
    pub fn new(state: &'a State) -> Self {
        Self {
            state,
            rows: 0..state.rows(),
            part_rows: PART_ROWS,
            earlier: None,
        }
    }

    /// Returns the knelpunten as they were known when the last sequence of the log was `position`.
    ///
    /// Those that a later sequence could have changed are folded again from their entries that had arrived.
    pub fn known_at(state: &'a State, position: u64) -> Self {
        let folded = state.corrected_up_to(position);
        Self {
            earlier: Some(KnownAt { position, folded }),
            ..Self::new(state)
        }
    }

    /// Returns the knelpunten whose ids are those of some rows, as they were known when the last sequence of the log was
    /// `position`.
    pub fn part_known_at(state: &'a State, position: u64, rows: Range<usize>) -> Self {
        let rows = rows.start..rows.end.min(state.rows());
        let of_row = |row| {
            let knelpunt = state.knelpunt_up_to(row, position);
            // Otherwise it was absorbed, and is in the part of the one that absorbed it.
            (knelpunt.id == state.id(row)).then_some(knelpunt)
        };
        let folded = rows.filter_map(of_row).collect();
        Self {
            rows: 0..0,
            earlier: Some(KnownAt { position, folded }),
            ..Self::new(state)
        }
    }

    /// Divides the rows into parts of another size.
    #[cfg(test)]
    fn in_parts_of(self, part_rows: usize) -> Self {
        Self { part_rows, ..self }
    }

    /// Returns the knelpunt of one row.
    #[cfg(test)]
    pub(crate) fn of_row(state: &'a State, row: usize) -> Self {
        Self {
            rows: row..row + 1,
            ..Self::new(state)
        }
    }

    /// Returns the consultations that count.
    pub(crate) fn consultations(&self) -> Cow<'a, Consultations> {
        match &self.earlier {
            None => Cow::Borrowed(self.state.consultations()),
            Some(earlier) => Cow::Owned(self.state.consultations_known_at(earlier.position)),
        }
    }

    /// Returns the support that counts.
    pub(crate) fn support(&self) -> Cow<'a, Support> {
        match &self.earlier {
            None => Cow::Borrowed(self.state.support()),
            Some(earlier) => Cow::Owned(self.state.support_known_at(earlier.position)),
        }
    }

    /// Returns the texts behind the symbols.
    pub(crate) const fn interner(&self) -> &'a Interner {
        self.state.interner()
    }

    fn folded(&self) -> &[Knelpunt<'a>] {
        self.earlier.as_ref().map_or(&[], |earlier| &earlier.folded)
    }

    /// Returns the municipalities of the knelpunten and of the consultations.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        self.state.municipalities()
    }

    /// Returns an instant at or before the first visible fact of the selected knelpunten; none when there is none.
    ///
    /// It reads headers alone, so it may lie earlier than the first fact.
    pub(crate) fn first_bound(&self, at: Instant, selection: &Selection) -> Option<Instant> {
        let headers = self.state.headers()[self.rows.clone()].iter();
        let selected = headers.filter(|header| {
            let matches = |identity| selection.matches(&identity);
            header.visible_from <= at && header.identity.is_some_and(matches)
        });
        let folded = self.folded().iter();
        let of_folded =
            folded.filter_map(|knelpunt| Some(knelpunt.facts().first()?.observation.instant));
        let first = selected.map(|header| header.first).chain(of_folded).min();
        first.map(|first| first.min(at))
    }

    /// Visits the selected knelpunten of which anything is visible at an instant.
    pub(crate) fn each_selected(
        &'a self,
        at: Instant,
        selection: &Selection,
        mut visit: impl FnMut(&Selected<'a, '_>),
    ) {
        let mut buffers = RefoldBuffers::default();
        for part in self.parts() {
            self.each_selected_of(&part, at, selection, &mut buffers, &mut visit);
        }
    }

    /// Tallies the same knelpunten, on two threads if the second is free.
    pub(crate) fn gather<T: Accumulator>(
        &'a self,
        at: Instant,
        selection: &Selection,
        empty: impl Fn() -> T + Sync,
        count: impl Fn(&mut T, &Selected<'a, '_>) + Sync,
    ) -> T {
        self.gather_parts(empty, |tally, buffers, part| {
            let count = |selected: &Selected<'a, '_>| count(tally, selected);
            self.each_selected_of(part, at, selection, buffers, count);
        })
    }

    /// Tallies the facts of rounds, with the municipality, of the knelpunten that are selected by their identity; facts
    /// that are not visible yet too.
    pub(crate) fn gather_round_facts<T: Accumulator>(
        &'a self,
        at: Instant,
        selection: &Selection,
        empty: impl Fn() -> T + Sync,
        count: impl Fn(&mut T, Symbol, &[RoundFact]) + Sync,
    ) -> T {
        self.gather_parts(empty, |tally, buffers, part| match part {
            Part::Rows(rows) if self.earlier.is_none() => {
                for (row, identity) in self.selected_rows(at, selection, rows.clone()) {
                    let facts = self.state.round_facts(row);
                    count(tally, identity.municipality, facts);
                }
            }
            part => self.each_timeline(part, at, selection, buffers, |identity, _, timeline| {
                count(tally, identity.municipality, timeline.round_facts);
            }),
        })
    }

    fn gather_parts<T: Accumulator>(
        &'a self,
        empty: impl Fn() -> T + Sync,
        count: impl Fn(&mut T, &mut RefoldBuffers, &Part<'a>) + Sync,
    ) -> T {
        let parts: Vec<Part<'_>> = self.parts().collect();
        let empty = || (empty(), RefoldBuffers::default());
        let count =
            |(tally, buffers): &mut (T, RefoldBuffers), _, part: &_| count(tally, buffers, part);
        let ((mut tally, _), other) = together::gather(&parts, empty, count);
        if let Some((other, _)) = other {
            tally.add(other);
        }
        tally
    }
}

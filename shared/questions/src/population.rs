//! The knelpunten that a question is asked over: all, or all as they were known at some sequence.

use fold::{Interner, Knelpunt, Symbol};
use model::Instant;

use crate::{
    Columns, Consultations, refold::RefoldBuffers, round_fact::RoundFact, selected::Selected,
    selection::Selection, together,
};

mod parts;
#[cfg(test)]
mod tests;

use parts::Part;

/// The knelpunten that a question is asked over.
#[derive(Debug)]
pub struct Population<'a> {
    columns: &'a Columns,
    earlier: Option<KnownAt<'a>>,
    consultations: &'a Consultations,
}

/// What is counted of knelpunten, one by one.
pub(crate) trait Accumulator: Send {
    /// Adds the counts of other knelpunten. The answer must not depend on which tally counted which, or in which order:
    /// two threads share the work, and which does what differs from run to run.
    fn add(&mut self, other: Self);
}

/// A state of the log that lies in the past.
#[derive(Debug, Clone, Copy)]
struct KnownAt<'a> {
    /// The last sequence of the log then.
    position: u64,
    /// The knelpunten with corrections, as they were then.
    folded: &'a [Knelpunt],
}

impl Columns {
    /// Returns all knelpunten.
    pub const fn population(&self) -> Population<'_> {
        Population {
            columns: self,
            earlier: None,
            consultations: self.consultations(),
        }
    }

    /// Returns the knelpunten as they were known when the last sequence of the log was `position`.
    ///
    /// Those that a later sequence could have changed are folded again from their facts that had arrived. The facts of
    /// a knelpunt [with corrections](Columns::mark_corrected) do not suffice for that: `folded` contains those of them
    /// that changed later, as they were then.
    pub const fn population_known_at<'a>(
        &'a self,
        position: u64,
        folded: &'a [Knelpunt],
    ) -> Population<'a> {
        Population {
            columns: self,
            earlier: Some(KnownAt { position, folded }),
            consultations: self.consultations(),
        }
    }
}

impl<'a> Population<'a> {
    /// Replaces the consultations, by those that counted when the log was shorter.
    #[must_use]
    pub const fn with_consultations(mut self, consultations: &'a Consultations) -> Self {
        self.consultations = consultations;
        self
    }

    /// Returns the consultations that count.
    pub(crate) const fn consultations(&self) -> &'a Consultations {
        self.consultations
    }

    /// Returns the texts behind the symbols.
    pub(crate) fn interner(&self) -> &'a Interner {
        self.columns.interner()
    }

    fn folded(&self) -> &'a [Knelpunt] {
        self.earlier.map_or(&[], |earlier| earlier.folded)
    }

    /// Returns the municipalities of the knelpunten and of the consultations.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        let folded = self.folded().iter();
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.identity?.municipality));
        let consultations = self.consultations.iter();
        let consulted = consultations.map(|((municipality, _), _)| municipality);
        self.columns
            .municipalities()
            .chain(of_folded)
            .chain(consulted)
    }

    /// Returns an instant at or before the first visible fact of the selected knelpunten; none when there is none.
    ///
    /// It reads headers alone, so it may lie earlier than the first fact.
    pub(crate) fn first_bound(&self, at: Instant, selection: &Selection) -> Option<Instant> {
        let headers = self.columns.timelines().headers().iter();
        let selected = headers.filter(|header| {
            let matches = |identity| selection.matches(&identity);
            header.visible_from <= at && header.identity.is_some_and(matches)
        });
        let folded = self.folded().iter();
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.facts().first()?.instant));
        let first = selected.map(|header| header.first).chain(of_folded).min();
        first.map(|first| first.min(at))
    }

    /// Visits the selected knelpunten of which anything is visible at an instant.
    pub(crate) fn each_selected(
        &self,
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
        &self,
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
        &self,
        at: Instant,
        selection: &Selection,
        empty: impl Fn() -> T + Sync,
        count: impl Fn(&mut T, Symbol, &[RoundFact]) + Sync,
    ) -> T {
        self.gather_parts(empty, |tally, buffers, part| match part {
            Part::Rows(rows) if self.earlier.is_none() => {
                for (row, identity) in self.selected_rows(at, selection, rows.clone()) {
                    let facts = self.columns.timelines().round_facts(row);
                    count(tally, identity.municipality, facts);
                }
            }
            part => self.each_timeline(part, at, selection, buffers, |identity, _, timeline| {
                count(tally, identity.municipality, timeline.round_facts);
            }),
        })
    }

    fn gather_parts<T: Accumulator>(
        &self,
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

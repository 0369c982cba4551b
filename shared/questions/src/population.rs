//! The knelpunten that a question is asked over: all, or all as they were known at some sequence.

use fold::{Interner, Knelpunt, Symbol};
use model::Instant;

use crate::{
    Columns, Consultations, Query, refold::RefoldBuffers, round_fact::RoundFact,
    selected::Selected, selection::Selection, together,
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

/// What is gathered of knelpunten, one by one.
pub(crate) trait Tally: Send {
    /// Adds what was gathered of others. Which of both met what, and in which order, may make no difference to what is
    /// answered.
    fn add(&mut self, other: Self);
}

/// What was otherwise when the log was shorter.
#[derive(Debug, Clone, Copy)]
struct KnownAt<'a> {
    /// The last sequence of the log then.
    position: u64,
    folded: &'a [Knelpunt],
}

impl Columns {
    /// Gives all knelpunten as what questions are asked over.
    pub const fn population(&self) -> Population<'_> {
        Population {
            columns: self,
            earlier: None,
            consultations: self.consultations(),
        }
    }

    /// Gives the knelpunten as they were known when the last sequence of the log was `position`.
    ///
    /// Those that a later sequence could have changed are folded again from those of their facts that had arrived.
    /// Of those that were [set apart](Columns::mark_corrected) the facts are not enough: for those of them that were
    /// changed later, `folded` stands.
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
    /// Takes other consultations: those that counted when the log was shorter.
    #[must_use]
    pub const fn with_consultations(mut self, consultations: &'a Consultations) -> Self {
        self.consultations = consultations;
        self
    }

    /// Gives the consultations that count.
    pub(crate) const fn consultations(&self) -> &'a Consultations {
        self.consultations
    }

    /// Gives the texts behind the names.
    pub(crate) fn interner(&self) -> &'a Interner {
        self.columns.interner()
    }

    /// Lists the municipalities of the knelpunten, and those that were asked.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        let folded = self.earlier.iter().flat_map(|earlier| earlier.folded);
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.identity?.municipality));
        let asked = self.consultations.iter().map(|((asked, _), _)| asked);
        self.columns.municipalities().chain(of_folded).chain(asked)
    }

    /// Gives an instant before which nothing happened of what is selected; none when nothing is.
    ///
    /// It may lie before the first that did: only what takes no more than a look at each is looked at.
    pub(crate) fn none_before(&self, asked: &Query, selection: &Selection) -> Option<Instant> {
        let heads = self.columns.courses().heads().iter();
        let selected = heads.filter(|head| {
            let takes = |identity| selection.takes(&identity);
            head.seen_from <= asked.as_of && head.identity.is_some_and(takes)
        });
        let folded = self.earlier.iter().flat_map(|earlier| earlier.folded);
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.facts().first()?.instant));
        let first = selected.map(|head| head.first).chain(of_folded).min();
        first.map(|first| first.min(asked.as_of))
    }

    /// Gives one by one the knelpunten that are selected and of which anything is seen at the as-of instant.
    pub(crate) fn each_selected(
        &self,
        asked: &Query,
        selection: &Selection,
        mut take: impl FnMut(&Selected<'a, '_>),
    ) {
        let mut room = RefoldBuffers::default();
        for part in self.parts() {
            self.each_selected_of(&part, asked, selection, &mut room, &mut take);
        }
    }

    /// Gathers from the same knelpunten, by two threads where the second is free.
    pub(crate) fn gather<T: Tally>(
        &self,
        asked: &Query,
        selection: &Selection,
        empty: impl Fn() -> T + Sync,
        enter: impl Fn(&mut T, &Selected<'a, '_>) + Sync,
    ) -> T {
        self.gather_parts(empty, |tally, room, part| {
            let enter = |selected: &Selected<'a, '_>| enter(tally, selected);
            self.each_selected_of(part, asked, selection, room, enter);
        })
    }

    /// Gathers what rounds said of the knelpunten that are selected by what they are, one by one with the municipality,
    /// also what is not seen yet.
    pub(crate) fn gather_told<T: Tally>(
        &self,
        asked: &Query,
        selection: &Selection,
        empty: impl Fn() -> T + Sync,
        enter: impl Fn(&mut T, Symbol, &[RoundFact]) + Sync,
    ) -> T {
        self.gather_parts(empty, |tally, room, part| match part {
            Part::Rows(rows) if self.earlier.is_none() => {
                for (row, identity) in self.wanted(asked, selection, rows.clone()) {
                    let told = self.columns.courses().told(row);
                    enter(tally, identity.municipality, told);
                }
            }
            part => self.each_course(part, asked, selection, room, |identity, _, course| {
                enter(tally, identity.municipality, course.told);
            }),
        })
    }

    fn gather_parts<T: Tally>(
        &self,
        empty: impl Fn() -> T + Sync,
        enter: impl Fn(&mut T, &mut RefoldBuffers, &Part<'a>) + Sync,
    ) -> T {
        let parts: Vec<Part<'_>> = self.parts().collect();
        let empty = || (empty(), RefoldBuffers::default());
        let enter = |(tally, room): &mut (T, RefoldBuffers), _, part: &_| enter(tally, room, part);
        let ((mut tally, _), other) = together::gather(&parts, empty, enter);
        if let Some((other, _)) = other {
            tally.add(other);
        }
        tally
    }
}

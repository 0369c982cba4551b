//! The knelpunten that a question is asked over: all, or all as they were known at some sequence.

use std::ops::Range;

use fold::{Knelpunt, Name, Names, Traits};
use model::Instant;

use crate::{
    Asked, Columns, Consultations,
    again::{BLOCK_ROWS, Block, Scratch},
    course::Course,
    selected::{Origin, Selected},
    selection::Selection,
    told::Told,
};

#[cfg(test)]
mod tests;

/// The knelpunten that a question is asked over.
#[derive(Debug)]
pub struct Population<'a> {
    columns: &'a Columns,
    earlier: Option<Earlier<'a>>,
    consultations: &'a Consultations,
}

/// What was otherwise when the log was shorter.
#[derive(Debug, Clone, Copy)]
struct Earlier<'a> {
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
    /// Of those that were [set apart](Columns::set_apart) the facts are not enough: for those of them that were
    /// changed later, `folded` stands.
    pub const fn population_known_at<'a>(
        &'a self,
        position: u64,
        folded: &'a [Knelpunt],
    ) -> Population<'a> {
        Population {
            columns: self,
            earlier: Some(Earlier { position, folded }),
            consultations: self.consultations(),
        }
    }
}

impl<'a> Population<'a> {
    /// Takes other consultations: those that counted when the log was shorter.
    #[must_use]
    pub const fn consulted(mut self, consultations: &'a Consultations) -> Self {
        self.consultations = consultations;
        self
    }

    /// Gives the consultations that count.
    pub(crate) const fn consultations(&self) -> &'a Consultations {
        self.consultations
    }

    /// Gives the texts behind the names.
    pub(crate) fn names(&self) -> &'a Names {
        self.columns.names()
    }

    /// Lists the municipalities of the knelpunten, and those that were asked.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = Name> {
        let folded = self.earlier.iter().flat_map(|earlier| earlier.folded);
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.traits?.municipality));
        let asked = self.consultations.iter().map(|((asked, _), _)| asked);
        self.columns.municipalities().chain(of_folded).chain(asked)
    }

    /// Gives an instant before which nothing happened of what is selected; none when nothing is.
    ///
    /// It may lie before the first that did: only what takes no more than a look at each is looked at.
    pub(crate) fn none_before(&self, asked: &Asked, selection: &Selection) -> Option<Instant> {
        let heads = self.columns.courses().heads().iter();
        let selected = heads.filter(|head| {
            let takes = |traits| selection.takes(&traits);
            head.seen_from <= asked.as_of && head.traits.is_some_and(takes)
        });
        let folded = self.earlier.iter().flat_map(|earlier| earlier.folded);
        let of_folded = folded.filter_map(|knelpunt| Some(knelpunt.facts().first()?.instant));
        let first = selected.map(|head| head.first).chain(of_folded).min();
        first.map(|first| first.min(asked.as_of))
    }

    /// Gives one by one the knelpunten that are selected and of which anything is seen at the as-of instant.
    pub(crate) fn each_selected(
        &self,
        asked: &Asked,
        selection: &Selection,
        mut take: impl FnMut(&Selected<'a, '_>),
    ) {
        let at = asked.as_of;
        self.each_course(asked, selection, |traits, origin, course| {
            if course.is_seen_at(at) && selection.takes_heard(course.heard, at) {
                take(&Selected {
                    traits,
                    at,
                    origin,
                    course,
                });
            }
        });
    }

    /// Gives what rounds said of the knelpunten that are selected by what they are, one by one with the municipality,
    /// also what is not seen yet.
    pub(crate) fn each_told(
        &self,
        asked: &Asked,
        selection: &Selection,
        mut take: impl FnMut(Name, &[Told]),
    ) {
        if self.earlier.is_some() {
            self.each_course(asked, selection, |traits, _, course| {
                take(traits.municipality, course.told);
            });
            return;
        }
        for (row, traits) in self.wanted(asked, selection, self.rows()) {
            take(traits.municipality, self.columns.courses().told(row));
        }
    }

    /// Gives one by one the knelpunten that are selected by what they are, with how they went as far as was known.
    fn each_course(
        &self,
        asked: &Asked,
        selection: &Selection,
        mut take: impl FnMut(Traits, Origin<'a>, Course<'_>),
    ) {
        let columns = self.columns;
        let Some(Earlier { position, folded }) = self.earlier else {
            for (row, traits) in self.wanted(asked, selection, self.rows()) {
                let origin = Origin::Row {
                    columns,
                    row,
                    arrived: u64::MAX,
                };
                take(traits, origin, columns.courses().course(row));
            }
            return;
        };
        let (mut scratch, mut block) = (Scratch::default(), Block::default());
        for start in self.rows().step_by(BLOCK_ROWS) {
            let rows = start..self.rows().end.min(start + BLOCK_ROWS);
            block.fetch(columns, position, self.wanted(asked, selection, rows));
            for (number, (row, traits, arrived)) in block.wanted.iter().copied().enumerate() {
                let course = match arrived {
                    u64::MAX => columns.courses().course(row),
                    _ => scratch.fold(block.facts_of(number)),
                };
                let origin = Origin::Row {
                    columns,
                    row,
                    arrived,
                };
                take(traits, origin, course);
            }
        }
        for knelpunt in folded {
            if let Some(traits) = knelpunt.traits.filter(|traits| selection.takes(traits)) {
                let course = scratch.fold(knelpunt.facts());
                take(traits, Origin::Folded(knelpunt), course);
            }
        }
    }

    fn rows(&self) -> Range<usize> {
        0..self.columns.courses().heads().len()
    }

    /// Lists those of some rows whose knelpunten are selected by what they are, and may be seen.
    fn wanted<'s>(
        &self,
        asked: &'s Asked,
        selection: &'s Selection<'_>,
        rows: Range<usize>,
    ) -> impl Iterator<Item = (usize, Traits)> + use<'a, 's> {
        let heads = &self.columns.courses().heads()[rows.clone()];
        rows.zip(heads).filter_map(|(row, head)| {
            // As known earlier nothing of it was seen sooner.
            let traits = head.traits.filter(|_| head.seen_from <= asked.as_of)?;
            selection.takes(&traits).then_some((row, traits))
        })
    }
}

//! The knelpunten that a question is asked over: all, or all as they were known at some sequence.

use fold::{Fact, Fold, Knelpunt, Name, Names};
use model::Instant;

use crate::{
    Asked, Columns, Consultations,
    course::{Course, Courses},
    selected::{Origin, Selected},
    selection::Selection,
    told::Told,
};

/// The knelpunten that a question is asked over.
#[derive(Debug)]
pub struct Population<'a> {
    columns: &'a Columns,
    earlier: Option<Earlier<'a>>,
    consultations: &'a Consultations,
}

/// What was otherwise when the log was shorter.
#[derive(Debug)]
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
        let (at, mut scratch) = (asked.as_of, Scratch::default());
        let mut judge = |traits, origin, course: Course<'_>| {
            if course.is_seen_at(at) && selection.takes_heard(course.heard, at) {
                take(&Selected {
                    traits,
                    at,
                    origin,
                    course,
                });
            }
        };
        for (row, head) in self.columns.courses().heads().iter().enumerate() {
            let Some(traits) = head.traits else { continue };
            // As known earlier nothing of it was seen sooner.
            if head.seen_from > at {
                continue;
            }
            let Some(arrived) = self.arrived(row).filter(|_| selection.takes(&traits)) else {
                continue;
            };
            let columns = self.columns;
            let course = match arrived {
                u64::MAX => columns.courses().course(row),
                position => scratch.fold(columns.knelpunt(row).known_at(position)),
            };
            let origin = Origin::Row {
                columns,
                row,
                arrived,
            };
            judge(traits, origin, course);
        }
        for knelpunt in self.earlier.iter().flat_map(|earlier| earlier.folded) {
            if let Some(traits) = knelpunt.traits.filter(|traits| selection.takes(traits)) {
                let course = scratch.fold(knelpunt.facts().iter());
                judge(traits, Origin::Folded(knelpunt), course);
            }
        }
    }

    /// Gives what rounds said of the knelpunten that are selected by what they are, one by one with the municipality,
    /// also what is not seen yet.
    pub(crate) fn each_told(
        &self,
        asked: &Asked,
        selection: &Selection,
        mut take: impl FnMut(Name, &[Told]),
    ) {
        let (columns, mut scratch) = (self.columns, Scratch::default());
        for (row, head) in columns.courses().heads().iter().enumerate() {
            let traits = head.traits.filter(|traits| selection.takes(traits));
            let Some(traits) = traits.filter(|_| head.seen_from <= asked.as_of) else {
                continue;
            };
            match self.arrived(row) {
                Some(u64::MAX) => take(traits.municipality, columns.courses().told(row)),
                Some(position) => {
                    let course = scratch.fold(columns.knelpunt(row).known_at(position));
                    take(traits.municipality, course.told);
                }
                None => {}
            }
        }
        for knelpunt in self.earlier.iter().flat_map(|earlier| earlier.folded) {
            if let Some(traits) = knelpunt.traits.filter(|traits| selection.takes(traits)) {
                let course = scratch.fold(knelpunt.facts().iter());
                take(traits.municipality, course.told);
            }
        }
    }

    /// Says up to which sequence facts of a row count; none when it is left out, because nothing of it was known or
    /// because it was folded apart.
    fn arrived(&self, row: usize) -> Option<u64> {
        match &self.earlier {
            Some(Earlier { position, .. }) if self.columns.touches()[row] > *position => {
                let known = self.columns.first_arrivals()[row] <= *position;
                (known && !self.columns.apart()[row]).then_some(*position)
            }
            _ => Some(u64::MAX),
        }
    }
}

/// Where a knelpunt is folded that nobody else needs: room that is used again and again.
struct Scratch(Courses);

impl Default for Scratch {
    fn default() -> Self {
        let mut courses = Courses::default();
        courses.resize(1);
        Self(courses)
    }
}

impl Scratch {
    fn fold<'a>(&mut self, facts: impl Iterator<Item = &'a Fact>) -> Course<'_> {
        self.0.clear(0);
        self.0.follow(0, Fold::default(), facts);
        self.0.course(0)
    }
}

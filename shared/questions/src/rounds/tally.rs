//! What became of each knelpunt in each round: expected or not, and what the round said of it last.

use fold::Symbol;

use super::{
    RoundsContext,
    cells::{Count, RoundCell, RoundCells},
    municipality_rounds::{MunicipalityRounds, between},
};
use crate::{Counted, population::Tally, round_fact::RoundVerdict, selected::Selected};

/// What is counted in each cell, by number.
struct Counting<'a> {
    cells: &'a RoundCells,
    counts: Vec<Count>,
    counted: Counted,
    /// RefoldBuffers that is used for one knelpunt after the other.
    heard: Vec<RoundMention>,
}

/// What a round said of one knelpunt.
struct RoundMention {
    cell: usize,
    /// The last of it: that it was there, or that it was gone.
    there: bool,
    /// The report of the round that opened an episode of it first, if one did.
    opened: Option<RoundVerdict>,
    /// Whether it was open just before the round began.
    expected: bool,
}

/// Counts every knelpunt that is selected where its municipality was reached; by number of cell.
pub(crate) fn count(asking: &RoundsContext<'_>, cells: &RoundCells) -> (Vec<Count>, Counted) {
    let population = asking.population;
    let empty = || Counting::empty(cells);
    let counting = population.gather(
        asking.asked,
        asking.selection,
        empty,
        |counting, selected| {
            let place = asking.places.number(selected.identity.municipality);
            counting.enter(selected, cells.group(place));
        },
    );
    (counting.counts, counting.counted)
}

impl Tally for Counting<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            count.add(other);
        }
    }
}

impl<'a> Counting<'a> {
    fn empty(cells: &'a RoundCells) -> Self {
        Self {
            cells,
            counts: vec![Count::default(); cells.all().len()],
            counted: Counted::default(),
            heard: Vec::new(),
        }
    }

    fn enter(&mut self, selected: &Selected<'_, '_>, group: &MunicipalityRounds) {
        if let Some(state) = selected.state() {
            self.counted.enter(&state);
        }
        self.heard.clear();
        self.listen(selected, group);
        self.expect(selected, group);
        for heard in self.heard.iter().filter(|heard| !heard.expected) {
            if self.cells.all()[heard.cell].is_reached() {
                self.counts[heard.cell].open(heard.opened);
            }
        }
    }

    /// Goes through what the rounds that have cells said of a knelpunt.
    fn listen(&mut self, selected: &Selected<'_, '_>, group: &MunicipalityRounds) {
        let told = selected.course.told.iter();
        for told in told.filter(|told| told.from <= selected.at) {
            // Of a round that is not wanted there is no cell.
            let Some(cell) = self.cells.find(group, told.round) else {
                continue;
            };
            self.counts[cell].enter(told.said);
            let there = told.said.is_there();
            let opened = matches!(told.said, RoundVerdict::First | RoundVerdict::Recurred)
                .then_some(told.said);
            match self.heard.iter_mut().find(|heard| heard.cell == cell) {
                Some(heard) => (heard.there, heard.opened) = (there, heard.opened.or(opened)),
                None => self.heard.push(RoundMention {
                    cell,
                    there,
                    opened,
                    expected: false,
                }),
            }
        }
    }

    /// Counts a knelpunt in the rounds that reached its municipality, where it was open before or after.
    ///
    /// Episodes do not overlap, and rounds are in order, so only those are looked at in which it was.
    fn expect(&mut self, selected: &Selected<'_, '_>, group: &MunicipalityRounds) {
        for extent in selected.begun() {
            let end = extent.end.map(|(end, _)| end);
            for (before, number) in between(&group.before, extent.opened_at, end) {
                if selected.was_open(extent, *before) {
                    let heard = self.heard.iter_mut().find(|heard| heard.cell == *number);
                    let cell = &self.cells.all()[*number];
                    self.counts[*number].meet(cell, selected.identity.category, heard);
                }
            }
            for (ended_at, number) in between(&group.ended, extent.opened_at, end) {
                let is_open = selected.was_open(extent, *ended_at);
                self.counts[*number].found.open_after += usize::from(is_open);
            }
        }
    }
}

impl Count {
    /// Counts a knelpunt of a category that was open just before a round began.
    fn meet(&mut self, cell: &RoundCell, category: Symbol, heard: Option<&mut RoundMention>) {
        let found = &mut self.found;
        found.expected += 1;
        if let Some(heard) = heard {
            heard.expected = true;
            found.still_there += usize::from(heard.there);
            found.gone += usize::from(!heard.there);
            return;
        }
        found.not_discussed += 1;
        let consultation = cell.consultation.as_ref();
        let covered = consultation.is_some_and(|held| held.covers(category));
        let by_topic = &mut found.not_discussed_by_topic;
        by_topic.covered += usize::from(covered);
        by_topic.not_covered += usize::from(!covered);
    }

    /// Counts a knelpunt of which a round that reached its municipality may have opened an episode.
    const fn open(&mut self, opened: Option<RoundVerdict>) {
        let by_kind = &mut self.found.new_by_kind;
        match opened {
            Some(RoundVerdict::First) => by_kind.first += 1,
            Some(RoundVerdict::Recurred) => by_kind.recurred += 1,
            Some(RoundVerdict::Confirmed | RoundVerdict::Gone) | None => return,
        }
        self.found.new += 1;
    }
}

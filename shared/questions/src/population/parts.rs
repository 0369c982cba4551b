//! The parts of a population, and how each is scanned.

use std::ops::Range;

use fold::{Fact, IdentityKeys, Knelpunt};
use model::Instant;
use state::{ScratchTimeline, Timeline};

use super::Population;
use crate::{
    refold::{BLOCK_ROWS, RefoldBuffers},
    selected::{Origin, Selected},
    selection::Selection,
};

/// A part of a population.
pub(super) enum Part<'a> {
    Rows(Range<usize>),
    Folded(&'a [Knelpunt<'a>]),
}

impl<'a> Population<'a> {
    /// Returns the parts.
    pub(super) fn parts(&'a self) -> impl Iterator<Item = Part<'a>> {
        let (size, end) = (self.part_rows, self.rows.end);
        let rows = self.rows.clone().step_by(size);
        let rows = rows.map(move |start| Part::Rows(start..end.min(start + size)));
        rows.chain(self.folded().chunks(size).map(Part::Folded))
    }

    /// Visits the selected knelpunten of a part of which anything is visible at an instant.
    pub(super) fn each_selected_of(
        &'a self,
        part: &Part<'a>,
        at: Instant,
        selection: &Selection,
        buffers: &mut RefoldBuffers,
        mut visit: impl FnMut(&Selected<'a, '_>),
    ) {
        self.each_timeline(
            part,
            at,
            selection,
            buffers,
            |identity, origin, timeline| {
                if timeline.is_visible_at(at) && selection.matches_sources(timeline.sources, at) {
                    visit(&Selected {
                        identity,
                        at,
                        origin,
                        timeline,
                    });
                }
            },
        );
    }

    /// Visits the knelpunten of a part that are selected by their identity, with their timelines as far as known.
    pub(super) fn each_timeline(
        &'a self,
        part: &Part<'a>,
        at: Instant,
        selection: &Selection,
        buffers: &mut RefoldBuffers,
        visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let selected = |rows: Range<usize>| self.selected_rows(at, selection, rows);
        match part {
            Part::Rows(rows) => match &self.earlier {
                None => self.each_row(selected(rows.clone()), visit),
                Some(earlier) => {
                    self.each_row_known_at(rows, earlier.position, selected, buffers, visit);
                }
            },
            Part::Folded(folded) => each_folded(folded, selection, &mut buffers.scratch, visit),
        }
    }

    fn each_row(
        &self,
        selected: impl Iterator<Item = (usize, IdentityKeys)>,
        mut visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let state = self.state;
        for (row, identity) in selected {
            let origin = Origin::Row {
                state,
                row,
                arrived: u64::MAX,
            };
            visit(identity, origin, state.timeline(row));
        }
    }

    fn each_row_known_at<S: Iterator<Item = (usize, IdentityKeys)>>(
        &self,
        rows: &Range<usize>,
        position: u64,
        selected: impl Fn(Range<usize>) -> S,
        RefoldBuffers { block, scratch }: &mut RefoldBuffers,
        mut visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let state = self.state;
        for start in rows.clone().step_by(BLOCK_ROWS) {
            let rows = start..rows.end.min(start + BLOCK_ROWS);
            block.fetch(state, position, selected(rows));
            for (index, (row, identity, arrived)) in block.selected.iter().copied().enumerate() {
                let timeline = match arrived {
                    u64::MAX => state.timeline(row),
                    _ => scratch.fold(
                        block
                            .observed(index)
                            .iter()
                            .map(|(observed, source)| (observed, *source)),
                    ),
                };
                let origin = Origin::Row {
                    state,
                    row,
                    arrived,
                };
                visit(identity, origin, timeline);
            }
        }
    }

    /// Returns those of some rows whose knelpunten are selected by their identity, and may be visible.
    pub(super) fn selected_rows<'s>(
        &self,
        at: Instant,
        selection: &'s Selection<'_>,
        rows: Range<usize>,
    ) -> impl Iterator<Item = (usize, IdentityKeys)> + use<'a, 's> {
        let headers = &self.state.headers()[rows.clone()];
        rows.zip(headers).filter_map(move |(row, header)| {
            // As known earlier, nothing of it was visible sooner.
            let identity = header.identity.filter(|_| header.visible_from <= at)?;
            selection.matches(&identity).then_some((row, identity))
        })
    }
}

fn each_folded<'a>(
    folded: &'a [Knelpunt<'a>],
    selection: &Selection,
    scratch: &mut ScratchTimeline,
    mut visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
) {
    for knelpunt in folded {
        if let Some(identity) = knelpunt
            .identity
            .filter(|identity| selection.matches(identity))
        {
            let timeline = scratch.fold(knelpunt.facts().iter().map(Fact::sourced));
            visit(identity, Origin::Folded(knelpunt), timeline);
        }
    }
}

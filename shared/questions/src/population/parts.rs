//! The parts of a population, and how each is scanned.

use std::ops::Range;

use fold::{IdentityKeys, Knelpunt};
use model::Instant;

use super::Population;
use crate::{
    refold::{BLOCK_ROWS, RefoldBuffers, ScratchTimeline},
    selected::{Origin, Selected},
    selection::Selection,
    timeline::Timeline,
};

/// How many knelpunten are a part; few in tests, so that there are many parts, and more than a block.
const PART_ROWS: usize = if cfg!(test) {
    BLOCK_ROWS + 1
} else {
    4 * BLOCK_ROWS
};

/// A part of a population: small enough to share the work fairly, large enough to be worth a thread.
pub(super) enum Part<'a> {
    Rows(Range<usize>),
    Folded(&'a [Knelpunt]),
}

impl<'a> Population<'a> {
    /// Returns the parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let end = self.columns.timelines().headers().len();
        let rows = (0..end).step_by(PART_ROWS);
        let rows = rows.map(move |start| Part::Rows(start..end.min(start + PART_ROWS)));
        rows.chain(self.folded().chunks(PART_ROWS).map(Part::Folded))
    }

    /// Visits the selected knelpunten of a part of which anything is visible at an instant.
    pub(super) fn each_selected_of(
        &self,
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
        &self,
        part: &Part<'a>,
        at: Instant,
        selection: &Selection,
        buffers: &mut RefoldBuffers,
        visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let selected = |rows: Range<usize>| self.selected_rows(at, selection, rows);
        match part {
            Part::Rows(rows) => match self.earlier {
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
        let columns = self.columns;
        for (row, identity) in selected {
            let origin = Origin::Row {
                columns,
                row,
                arrived: u64::MAX,
            };
            visit(identity, origin, columns.timelines().timeline(row));
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
        let columns = self.columns;
        for start in rows.clone().step_by(BLOCK_ROWS) {
            let rows = start..rows.end.min(start + BLOCK_ROWS);
            block.fetch(columns, position, selected(rows));
            for (index, (row, identity, arrived)) in block.selected.iter().copied().enumerate() {
                let timeline = match arrived {
                    u64::MAX => columns.timelines().timeline(row),
                    _ => scratch.fold(block.facts(index)),
                };
                let origin = Origin::Row {
                    columns,
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
        let headers = &self.columns.timelines().headers()[rows.clone()];
        rows.zip(headers).filter_map(move |(row, header)| {
            // As known earlier, nothing of it was visible sooner.
            let identity = header.identity.filter(|_| header.visible_from <= at)?;
            selection.matches(&identity).then_some((row, identity))
        })
    }
}

fn each_folded<'a>(
    folded: &'a [Knelpunt],
    selection: &Selection,
    scratch: &mut ScratchTimeline,
    mut visit: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
) {
    for knelpunt in folded {
        if let Some(identity) = knelpunt
            .identity
            .filter(|identity| selection.matches(identity))
        {
            let timeline = scratch.fold(knelpunt.facts());
            visit(identity, Origin::Folded(knelpunt), timeline);
        }
    }
}

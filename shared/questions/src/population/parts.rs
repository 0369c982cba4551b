//! The parts that a population falls into, and how each is gone through.

use std::ops::Range;

use fold::{IdentityKeys, Knelpunt};

use super::Population;
use crate::{
    Query,
    refold::{BLOCK_ROWS, RefoldBuffers, ScratchTimeline},
    selected::{Origin, Selected},
    selection::Selection,
    timeline::Timeline,
};

/// How many knelpunten are a part; in tests so few that there are many parts, and more than a block.
const PART_ROWS: usize = if cfg!(test) {
    BLOCK_ROWS + 1
} else {
    4 * BLOCK_ROWS
};

/// A part of a population, small enough to share the whole fairly and large enough to be worth a thread.
pub(super) enum Part<'a> {
    Rows(Range<usize>),
    Folded(&'a [Knelpunt]),
}

impl<'a> Population<'a> {
    /// Lists the parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let end = self.columns.courses().heads().len();
        let rows = (0..end).step_by(PART_ROWS);
        let rows = rows.map(move |start| Part::Rows(start..end.min(start + PART_ROWS)));
        let folded = self.earlier.map_or(&[][..], |earlier| earlier.folded);
        rows.chain(folded.chunks(PART_ROWS).map(Part::Folded))
    }

    /// Gives one by one those of a part that are selected and of which anything is seen at the as-of instant.
    pub(super) fn each_selected_of(
        &self,
        part: &Part<'a>,
        asked: &Query,
        selection: &Selection,
        room: &mut RefoldBuffers,
        mut take: impl FnMut(&Selected<'a, '_>),
    ) {
        let at = asked.as_of;
        self.each_course(part, asked, selection, room, |identity, origin, course| {
            if course.is_seen_at(at) && selection.takes_heard(course.heard, at) {
                take(&Selected {
                    identity,
                    at,
                    origin,
                    course,
                });
            }
        });
    }

    /// Gives one by one the knelpunten of a part that are selected by what they are, with how they went as far as was
    /// known.
    pub(super) fn each_course(
        &self,
        part: &Part<'a>,
        asked: &Query,
        selection: &Selection,
        room: &mut RefoldBuffers,
        take: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        match part {
            Part::Rows(rows) => match self.earlier {
                None => self.each_now(self.wanted(asked, selection, rows.clone()), take),
                Some(earlier) => {
                    let wanted = |rows| self.wanted(asked, selection, rows);
                    self.each_then(rows, earlier.position, wanted, room, take);
                }
            },
            Part::Folded(folded) => each_folded(folded, selection, &mut room.scratch, take),
        }
    }

    fn each_now(
        &self,
        wanted: impl Iterator<Item = (usize, IdentityKeys)>,
        mut take: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let columns = self.columns;
        for (row, identity) in wanted {
            let origin = Origin::Row {
                columns,
                row,
                arrived: u64::MAX,
            };
            take(identity, origin, columns.courses().course(row));
        }
    }

    fn each_then<W: Iterator<Item = (usize, IdentityKeys)>>(
        &self,
        rows: &Range<usize>,
        position: u64,
        wanted: impl Fn(Range<usize>) -> W,
        RefoldBuffers { block, scratch }: &mut RefoldBuffers,
        mut take: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
    ) {
        let columns = self.columns;
        for start in rows.clone().step_by(BLOCK_ROWS) {
            let rows = start..rows.end.min(start + BLOCK_ROWS);
            block.fetch(columns, position, wanted(rows));
            for (number, (row, identity, arrived)) in block.wanted.iter().copied().enumerate() {
                let course = match arrived {
                    u64::MAX => columns.courses().course(row),
                    _ => scratch.fold(block.facts_of(number)),
                };
                let origin = Origin::Row {
                    columns,
                    row,
                    arrived,
                };
                take(identity, origin, course);
            }
        }
    }

    /// Lists those of some rows whose knelpunten are selected by what they are, and may be seen.
    pub(super) fn wanted<'s>(
        &self,
        asked: &'s Query,
        selection: &'s Selection<'_>,
        rows: Range<usize>,
    ) -> impl Iterator<Item = (usize, IdentityKeys)> + use<'a, 's> {
        let heads = &self.columns.courses().heads()[rows.clone()];
        rows.zip(heads).filter_map(|(row, head)| {
            // As known earlier nothing of it was seen sooner.
            let identity = head.identity.filter(|_| head.seen_from <= asked.as_of)?;
            selection.takes(&identity).then_some((row, identity))
        })
    }
}

fn each_folded<'a>(
    folded: &'a [Knelpunt],
    selection: &Selection,
    scratch: &mut ScratchTimeline,
    mut take: impl FnMut(IdentityKeys, Origin<'a>, Timeline<'_>),
) {
    for knelpunt in folded {
        if let Some(identity) = knelpunt
            .identity
            .filter(|identity| selection.takes(identity))
        {
            let course = scratch.fold(knelpunt.facts());
            take(identity, Origin::Folded(knelpunt), course);
        }
    }
}

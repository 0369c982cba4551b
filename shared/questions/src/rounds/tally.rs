//! What became of each knelpunt in each round: expected or not, and what the round said of it last.

use fold::Name;

use super::{
    Asking,
    cells::{Cell, Cells, Group, Met, between},
};
use crate::{Counted, selected::Selected, told::Said};

/// What a round said of one knelpunt.
struct Heard {
    cell: usize,
    /// The last of it: that it was there, or that it was gone.
    there: bool,
    /// The report of the round that opened an episode of it first, if one did.
    opened: Option<Said>,
    /// Whether it was open just before the round began.
    expected: bool,
}

/// Counts every knelpunt that is selected where its municipality was reached.
pub(crate) fn enter(asking: &Asking<'_>, cells: &mut Cells) -> Counted {
    let (mut counted, mut heard) = (Counted::default(), Vec::new());
    let population = asking.population;
    population.each_selected(asking.asked, asking.selection, |selected| {
        if let Some(stand) = selected.stand() {
            counted.enter(&stand);
        }
        let place = asking.places.number(selected.traits.municipality);
        let (group, met, cells) = cells.group_mut(place);
        heard.clear();
        listen(selected, (group, met), cells, &mut heard);
        expect(selected, group, cells, &mut heard);
        for heard in heard.iter().filter(|heard| !heard.expected) {
            open(&mut cells[heard.cell], heard.opened);
        }
    });
    counted
}

/// Goes through what the rounds that have cells said of a knelpunt.
fn listen(
    selected: &Selected<'_, '_>,
    (group, met): (&Group, &Met),
    cells: &mut [Cell],
    heard: &mut Vec<Heard>,
) {
    let told = selected.course.told.iter();
    for told in told.filter(|told| told.from <= selected.at) {
        // Of a round that is not wanted there is no cell.
        let Some(cell) = group.find(told.round, met) else {
            continue;
        };
        cells[cell].count(told.said);
        let there = told.said.is_there();
        let opened = matches!(told.said, Said::First | Said::Recurred).then_some(told.said);
        match heard.iter_mut().find(|heard| heard.cell == cell) {
            Some(heard) => (heard.there, heard.opened) = (there, heard.opened.or(opened)),
            None => heard.push(Heard {
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
fn expect(selected: &Selected<'_, '_>, group: &Group, cells: &mut [Cell], heard: &mut [Heard]) {
    for extent in selected.begun() {
        let end = extent.end.map(|(end, _)| end);
        for (before, number) in between(&group.before, extent.opened_at, end) {
            if selected.was_open(extent, *before) {
                let heard = heard.iter_mut().find(|heard| heard.cell == *number);
                meet(&mut cells[*number], selected.traits.category, heard);
            }
        }
        for (ended_at, number) in between(&group.ended, extent.opened_at, end) {
            let is_open = selected.was_open(extent, *ended_at);
            cells[*number].found.open_after += usize::from(is_open);
        }
    }
}

/// Counts a knelpunt of a category that was open just before a round began.
fn meet(cell: &mut Cell, category: Name, heard: Option<&mut Heard>) {
    let found = &mut cell.found;
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
fn open(cell: &mut Cell, opened: Option<Said>) {
    if !cell.is_reached() {
        return;
    }
    let by_kind = &mut cell.found.new_by_kind;
    match opened {
        Some(Said::First) => by_kind.first += 1,
        Some(Said::Recurred) => by_kind.recurred += 1,
        Some(Said::Confirmed | Said::Gone) | None => return,
    }
    cell.found.new += 1;
}

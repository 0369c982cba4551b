//! What became of each knelpunt in each round: expected or not, and what the round said of it last.

use fold::{Fold, Kind};
use model::Instant;

use super::{
    Asking,
    cells::{Cell, Cells, Wanted},
    coverage::Found,
};
use crate::{Counted, selected::Selected};

/// What a round said of one knelpunt.
struct Said {
    cell: usize,
    /// The last of it: that it was there, or that it was gone.
    there: bool,
    /// Whether a report of the round opened an episode of it: its first, or a recurrence.
    opened: Option<Opened>,
}

#[derive(Clone, Copy)]
enum Opened {
    First,
    Recurred,
}

/// Counts every knelpunt that is selected where its municipality was reached.
pub(crate) fn enter(asking: &Asking<'_>, wanted: &Wanted, cells: &mut Cells) -> Counted {
    let (mut counted, mut said) = (Counted::default(), Vec::new());
    let population = asking.population;
    population.each_selected(asking.asked, asking.selection, |selected| {
        if let Some(stand) = selected.stand() {
            counted.enter(&stand);
        }
        said.clear();
        if wanted.takes_any(selected.course.heard, selected.at) {
            listen(asking, wanted, selected, cells, &mut said);
        }
        let municipality = asking.places.of(selected.traits.municipality).on_division;
        for place in 0..cells.reached(municipality).len() {
            let number = cells.reached(municipality)[place];
            let said = said.iter().find(|said| said.cell == number);
            let found = found(selected, cells.cell(number), said);
            cells.cell_mut(number).found.add(&found);
        }
    });
    counted
}

/// Goes through what the rounds that are wanted said of a knelpunt.
fn listen(
    asking: &Asking<'_>,
    wanted: &Wanted,
    selected: &Selected<'_, '_>,
    cells: &mut Cells,
    said: &mut Vec<Said>,
) {
    let municipality = asking.places.of(selected.traits.municipality).on_division;
    let seen = selected.origin.seen(selected.at);
    let mut fold = Fold::default();
    for fact in seen.facts_from(Instant::EARLIEST) {
        let (was_open, before) = (fold.open().is_some(), fold.episodes());
        fold.step(fact);
        let Some(round) = fact.round.filter(|round| wanted.takes(*round)) else {
            continue;
        };
        let cell = cells.number(municipality, round);
        cells.count(cell, &fact.kind);
        let there = matches!(fact.kind, Kind::Report { .. });
        let opened = (there && !was_open).then_some(match before {
            0 => Opened::First,
            _ => Opened::Recurred,
        });
        match said.iter_mut().find(|said| said.cell == cell) {
            Some(said) => (said.there, said.opened) = (there, said.opened.or(opened)),
            None => said.push(Said {
                cell,
                there,
                opened,
            }),
        }
    }
}

/// Counts one knelpunt in one round of a municipality that was reached.
fn found(selected: &Selected<'_, '_>, cell: &Cell, said: Option<&Said>) -> Found {
    let mut found = Found {
        open_after: usize::from(is_open(selected, cell.ended_at)),
        ..Found::default()
    };
    if is_open(selected, cell.before()) {
        found.expected = 1;
        match said {
            Some(said) if said.there => found.still_there = 1,
            Some(_) => found.gone = 1,
            None => {
                found.not_discussed = 1;
                let consultation = cell.consultation.as_ref();
                let category = selected.traits.category;
                let covered = consultation.is_some_and(|held| held.covers(category));
                let by_topic = &mut found.not_discussed_by_topic;
                by_topic.covered = usize::from(covered);
                by_topic.not_covered = usize::from(!covered);
            }
        }
    } else if let Some(opened) = said.and_then(|said| said.opened) {
        found.new = 1;
        match opened {
            Opened::First => found.new_by_kind.first = 1,
            Opened::Recurred => found.new_by_kind.recurred = 1,
        }
    }
    found
}

/// Says whether a knelpunt was open at an instant, which does not lie after the one asked about.
fn is_open(selected: &Selected<'_, '_>, at: Instant) -> bool {
    let then = Selected { at, ..*selected };
    then.stand().is_some_and(|stand| stand.open.is_some())
}

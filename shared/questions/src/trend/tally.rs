//! One knelpunt into the figures of its group: what is open is entered as changes, summed up at the end.

use model::Outcome;

use super::{PeriodFigures, periods::Periods};
use crate::{Counted, selected::Selected, timeline::EpisodeSpan};

/// Enters one knelpunt.
pub(super) fn enter(
    selected: &Selected<'_, '_>,
    periods: &Periods,
    figures: &mut [PeriodFigures],
    counted: &mut Counted,
) {
    for report in selected.reports() {
        if let Some(place) = periods.holding(*report) {
            figures[place].reported += 1;
        }
    }
    for (number, extent) in selected.episodes().enumerate() {
        counted.n += 1;
        counted.censored += usize::from(extent.end.is_none());
        // A resolution given as a date is seen before its instant: it then ends the episode now.
        let end = extent
            .end
            .map(|(end, outcome)| (end.min(selected.at), outcome));
        enter_extent(&EpisodeSpan { end, ..extent }, number > 0, periods, figures);
    }
}

fn enter_extent(
    extent: &EpisodeSpan,
    recurred: bool,
    periods: &Periods,
    figures: &mut [PeriodFigures],
) {
    if let Some(place) = periods.holding(extent.opened_at) {
        figures[place].opened += 1;
        figures[place].recurred += i64::from(recurred);
    }
    if let Some((end, outcome)) = extent.end
        && let Some(place) = periods.holding(end)
    {
        figures[place].resolved += 1;
        let by = &mut figures[place].resolved_by_outcome;
        match outcome {
            Outcome::Solved => by.solved += 1,
            Outcome::Lapsed => by.lapsed += 1,
            Outcome::Central => by.central += 1,
        }
    }
    let closed = extent
        .end
        .map_or(figures.len(), |(end, _)| periods.ending_from(end));
    let opened = periods.ending_from(extent.opened_at);
    change(figures, opened, closed, |figures| &mut figures.open_at_end);
    change(
        figures,
        opened.max(periods.ending_from(extent.persists_from)),
        closed,
        |figures| &mut figures.persisting_at_end,
    );
}

fn change(
    figures: &mut [PeriodFigures],
    from: usize,
    until: usize,
    of: impl Fn(&mut PeriodFigures) -> &mut i64,
) {
    if from >= until {
        return;
    }
    if let Some(first) = figures.get_mut(from) {
        *of(first) += 1;
    }
    if let Some(after) = figures.get_mut(until) {
        *of(after) -= 1;
    }
}

/// Sums changes up to what is open at each end.
pub(super) fn summed(mut figures: Vec<PeriodFigures>) -> Vec<PeriodFigures> {
    let (mut open, mut persisting) = (0, 0);
    for period in &mut figures {
        open += period.open_at_end;
        persisting += period.persisting_at_end;
        (period.open_at_end, period.persisting_at_end) = (open, persisting);
    }
    figures
}

//! One knelpunt into the figures of its group. What is open is counted as changes, which are summed at the end.

use api::answers::PeriodFigures;
use model::{Instant, Outcome};

use super::periods::Periods;
use state::EpisodeSpan;

use crate::{Counted, selected::Selected};

/// Counts one knelpunt.
pub(super) fn count(
    selected: &Selected<'_, '_>,
    periods: &Periods,
    figures: &mut [PeriodFigures],
    counted: &mut Counted,
) {
    for report in selected.reports() {
        if let Some(period) = periods.containing(*report) {
            figures[period].reported += 1;
        }
    }
    for (index, episode) in selected.episodes().enumerate() {
        counted.n += 1;
        counted.censored += usize::from(episode.end.is_none());
        // A resolution given as a date is visible before its instant: it then ends the episode now.
        let end = episode
            .end
            .map(|(end, outcome)| (end.min(selected.at), outcome));
        count_episode(&EpisodeSpan { end, ..episode }, index > 0, periods, figures);
    }
}

fn count_episode(
    episode: &EpisodeSpan,
    is_recurrence: bool,
    periods: &Periods,
    figures: &mut [PeriodFigures],
) {
    if let Some(period) = periods.containing(episode.opened_at) {
        figures[period].opened += 1;
        figures[period].recurred += i64::from(is_recurrence);
    }
    if let Some((end, outcome)) = episode.end
        && let Some(period) = periods.containing(end)
    {
        figures[period].resolved += 1;
        let by_outcome = &mut figures[period].resolved_by_outcome;
        match outcome {
            Outcome::Solved => by_outcome.solved += 1,
            Outcome::Lapsed => by_outcome.lapsed += 1,
            Outcome::Central => by_outcome.central += 1,
        }
    }
    let end = episode.end;
    let closed = end.map_or(figures.len(), |(end, _)| periods.ending_from(end));
    let opened = periods.ending_from(episode.opened_at);
    let persisting = opened.max(periods.ending_from(episode.persists_from));
    add_change(figures, opened, closed, |figures| &mut figures.open_at_end);
    add_change(figures, persisting, closed, |figures| {
        &mut figures.persisting_at_end
    });
}

/// Counts one knelpunt where it is open at the end of a period and its last report by then is too old: from a report's
/// age on, until the next report or the end of the episode.
pub(super) fn count_unconfirmed(
    selected: &Selected<'_, '_>,
    periods: &Periods,
    figures: &mut [PeriodFigures],
    confirm_within_us: i64,
) {
    let mut reports = None;
    for episode in selected.episodes() {
        let end = episode.end.map(|(end, _)| end.min(selected.at));
        // Most episodes are too short for a report in them to become too old: their reports are not even fetched.
        let until = end.unwrap_or(selected.at);
        if until.since(episode.opened_at) < confirm_within_us {
            continue;
        }
        let reports = *reports.get_or_insert_with(|| selected.reports());
        // At one instant reports come before resolutions: those at the very end belong to the episode that ends.
        let first = reports.partition_point(|at| *at < episode.opened_at);
        let own = end.map_or(reports.len(), |end| {
            reports.partition_point(|at| *at <= end)
        });
        count_gaps(
            &reports[first..own],
            end,
            periods,
            figures,
            confirm_within_us,
        );
    }
}

/// Counts the time between a report and the next, or the end of the episode, from when the report is too old.
fn count_gaps(
    reports: &[Instant],
    end: Option<Instant>,
    periods: &Periods,
    figures: &mut [PeriodFigures],
    confirm_within_us: i64,
) {
    for (index, report) in reports.iter().enumerate() {
        let next = reports.get(index + 1).copied().or(end);
        let from = report.plus_microseconds(confirm_within_us);
        if next.is_none_or(|next| from < next) {
            let closed = next.map_or(figures.len(), |next| periods.ending_from(next));
            let unconfirmed = periods.ending_from(from);
            add_change(figures, unconfirmed, closed, |figures| {
                &mut figures.unconfirmed_at_end
            });
        }
    }
}

fn add_change(
    figures: &mut [PeriodFigures],
    from: usize,
    until: usize,
    field: impl Fn(&mut PeriodFigures) -> &mut i64,
) {
    if from >= until {
        return;
    }
    if let Some(first) = figures.get_mut(from) {
        *field(first) += 1;
    }
    if let Some(after) = figures.get_mut(until) {
        *field(after) -= 1;
    }
}

/// Sums the changes up to what is open at the end of each period.
pub(super) fn summed(mut figures: Vec<PeriodFigures>) -> Vec<PeriodFigures> {
    let (mut open, mut persisting, mut unconfirmed) = (0, 0, 0);
    for period in &mut figures {
        open += period.open_at_end;
        persisting += period.persisting_at_end;
        unconfirmed += period.unconfirmed_at_end;
        (period.open_at_end, period.persisting_at_end) = (open, persisting);
        period.unconfirmed_at_end = unconfirmed;
    }
    figures
}

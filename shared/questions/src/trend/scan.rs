//! The figures of all periods, counted in one pass, also when no first period is given.

use api::{
    InputViolation,
    answers::{PeriodFigures, ResolvedByOutcome},
};
use jiff::civil::Date;
use model::Instant;

use super::{ROWS_MAX, TrendQuestion, periods::Periods, tally, too_large};
use crate::{
    Context, Counted, figures::DAY_US, group::ByGroup, population::Accumulator, selected::Selected,
};

/// The figures of each period.
pub(super) struct TrendScan<'a> {
    pub(super) periods: Periods,
    /// The number of periods at the start that lie before the first event.
    pub(super) left_out: usize,
    pub(super) tally: TrendTally<'a>,
}

/// The figures by group.
pub(super) struct TrendTally<'a> {
    /// By period; empty for a group without events, or once there would be too many rows.
    pub(super) groups: ByGroup<'a, Vec<PeriodFigures>>,
    pub(super) counted: Counted,
    /// The number of rows of this tally, those that were not made because of the limit included.
    rows: usize,
    /// The first instant at which anything happened.
    first: Option<Instant>,
}

impl<'a> TrendScan<'a> {
    /// Counts the periods; none when no first period is given and nothing happened.
    pub(super) fn new(
        question: &TrendQuestion,
        context: &Context<'a>,
    ) -> Result<Option<Self>, InputViolation> {
        let scan = |from| Self::from_day(from, question, context);
        if let Some(from) = question.from {
            return scan(from).map(Some);
        }
        let at = context.scope.as_of;
        let Some(bound) = context.population.first_bound(at, context.selection) else {
            return Ok(None);
        };
        from_first_event(bound.day(), scan, || first_day(context))
    }

    fn from_day(
        from: Date,
        question: &TrendQuestion,
        context: &Context<'a>,
    ) -> Result<Self, InputViolation> {
        let at = context.scope.as_of;
        let to = question.to.unwrap_or_else(|| at.day());
        let periods = Periods::between(question.every, (from, to), at, ROWS_MAX);
        let periods = periods.ok_or_else(too_large)?;
        let empty = || TrendTally {
            groups: ByGroup::new(question.group_by, context.geography),
            counted: Counted::default(),
            rows: 0,
            first: None,
        };
        let confirm_within_us = i64::from(question.confirm_within_days) * DAY_US;
        let tally = context.gather(empty, |tally, selected| {
            tally.count(selected, &periods, confirm_within_us);
        });
        if tally.groups.len() * periods.days.len() > ROWS_MAX {
            return Err(too_large());
        }
        Ok(Self {
            periods,
            left_out: 0,
            tally,
        })
    }
}

impl TrendTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>, periods: &Periods, confirm_within_us: i64) {
        self.first = earlier(self.first, Some(selected.first()));
        let periods_count = periods.days.len();
        let figures = self.groups.get_mut(&selected.identity);
        if figures.is_empty() {
            self.rows += periods_count;
            if self.rows <= ROWS_MAX {
                figures.resize(periods_count, PeriodFigures::default());
            }
        }
        // Beyond the limit there is no answer.
        if self.rows <= ROWS_MAX {
            tally::count(selected, periods, figures, &mut self.counted);
            tally::count_unconfirmed(selected, periods, figures, confirm_within_us);
        }
    }
}

impl Accumulator for TrendTally<'_> {
    fn add(&mut self, other: Self) {
        self.first = earlier(self.first, other.first);
        self.counted.add(other.counted);
        self.groups.add(other.groups, |figures, other| {
            if figures.is_empty() {
                *figures = other;
                return;
            }
            for (figures, other) in figures.iter_mut().zip(&other) {
                add(figures, other);
            }
        });
    }
}

const fn add(figures: &mut PeriodFigures, other: &PeriodFigures) {
    let PeriodFigures {
        reported,
        opened,
        recurred,
        resolved,
        resolved_by_outcome:
            ResolvedByOutcome {
                solved,
                lapsed,
                central,
            },
        open_at_end,
        persisting_at_end,
        unconfirmed_at_end,
    } = *other;
    figures.reported += reported;
    figures.opened += opened;
    figures.recurred += recurred;
    figures.resolved += resolved;
    figures.resolved_by_outcome.solved += solved;
    figures.resolved_by_outcome.lapsed += lapsed;
    figures.resolved_by_outcome.central += central;
    figures.open_at_end += open_at_end;
    figures.persisting_at_end += persisting_at_end;
    figures.unconfirmed_at_end += unconfirmed_at_end;
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// Counts from the period of the first event on; none when there is no event.
///
/// A scan from an earlier bound finds that event on the way. Only when the bound makes too many rows are there two
/// scans.
fn from_first_event<'a>(
    bound: Date,
    scan: impl Fn(Date) -> Result<TrendScan<'a>, InputViolation>,
    first_day: impl FnOnce() -> Option<Date>,
) -> Result<Option<TrendScan<'a>>, InputViolation> {
    let Ok(mut found) = scan(bound) else {
        return first_day().map(scan).transpose();
    };
    let Some(first) = found.tally.first else {
        return Ok(None);
    };
    found.left_out = found.periods.ending_from(first);
    Ok(Some(found))
}

fn first_day(context: &Context<'_>) -> Option<Date> {
    let (mut first, at) = (None, context.scope.as_of);
    let population = context.population;
    population.each_selected(at, context.selection, |selected| {
        first = earlier(first, Some(selected.first()));
    });
    first.map(Instant::day)
}

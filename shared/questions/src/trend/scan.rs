//! What happened in all periods: counted in one pass, also where it is not said from when on.

use jiff::civil::Date;
use model::Instant;

use super::{LIMIT_ROWS, PeriodFigures, TrendQuery, periods::Periods, tally, too_large};
use crate::{
    Counted, ParameterViolation, Population, Query, geography::Geography, group::ByGroup,
    population::Tally, selected::Selected, selection::Selection,
};

/// What happened in each period.
pub(super) struct TrendScan<'a> {
    pub(super) periods: Periods,
    /// How many of the first periods are not asked for.
    pub(super) left_out: usize,
    pub(super) happened: PeriodTally<'a>,
}

/// What happened, by group.
pub(super) struct PeriodTally<'a> {
    /// By period; empty of a group of which nothing happened, or once there would be too many.
    pub(super) groups: ByGroup<'a, Vec<PeriodFigures>>,
    pub(super) counted: Counted,
    /// How many figures this tally made room for, or would have.
    rows: usize,
    /// The first instant at which anything happened.
    first: Option<Instant>,
}

impl<'a> TrendScan<'a> {
    /// Tallies the periods asked for; none when nothing says from when on, because nothing happened.
    pub(super) fn all(
        asked: &Query,
        trend: &TrendQuery,
        population: &Population<'_>,
        selection: &Selection<'_>,
        places: &'a Geography,
    ) -> Result<Option<Self>, ParameterViolation> {
        let tally = |from| Self::of(asked, trend, population, selection, (from, places));
        if let Some(from) = trend.from {
            return tally(from).map(Some);
        }
        let Some(bound) = population.none_before(asked, selection) else {
            return Ok(None);
        };
        let first_day = || first_day(asked, population, selection);
        from_first(bound.day(), tally, first_day)
    }

    fn of(
        asked: &Query,
        trend: &TrendQuery,
        population: &Population<'_>,
        selection: &Selection<'_>,
        (from, places): (Date, &'a Geography),
    ) -> Result<Self, ParameterViolation> {
        let to = trend.to.unwrap_or_else(|| asked.as_of.day());
        let periods = Periods::between(trend.every, (from, to), asked.as_of, LIMIT_ROWS);
        let periods = periods.ok_or_else(too_large)?;
        let empty = || PeriodTally {
            groups: ByGroup::by(trend.group_by, places),
            counted: Counted::default(),
            rows: 0,
            first: None,
        };
        let happened = population.gather(asked, selection, empty, |happened, selected| {
            happened.enter(selected, &periods);
        });
        if happened.groups.len() * periods.days.len() > LIMIT_ROWS {
            return Err(too_large());
        }
        Ok(Self {
            periods,
            left_out: 0,
            happened,
        })
    }
}

impl PeriodTally<'_> {
    fn enter(&mut self, selected: &Selected<'_, '_>, periods: &Periods) {
        self.first = earlier(self.first, Some(selected.first()));
        let (count, figures) = (periods.days.len(), self.groups.of(&selected.identity));
        if figures.is_empty() {
            self.rows += count;
            if self.rows <= LIMIT_ROWS {
                figures.resize(count, PeriodFigures::default());
            }
        }
        // Beyond the limit there is no answer.
        if self.rows <= LIMIT_ROWS {
            tally::enter(selected, periods, figures, &mut self.counted);
        }
    }
}

impl Tally for PeriodTally<'_> {
    fn add(&mut self, other: Self) {
        self.first = earlier(self.first, other.first);
        self.counted.add(other.counted);
        self.groups.add(other.groups, |figures, other| {
            if figures.is_empty() {
                *figures = other;
                return;
            }
            for (figures, other) in figures.iter_mut().zip(&other) {
                figures.add(other);
            }
        });
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// Tallies from the first period in which anything happened; none when nothing did.
///
/// Which that is shows while it is tallied from a day before which nothing can have happened. Only when that makes
/// too many rows is it gone through twice.
fn from_first<'a>(
    bound: Date,
    tally: impl Fn(Date) -> Result<TrendScan<'a>, ParameterViolation>,
    first_day: impl FnOnce() -> Option<Date>,
) -> Result<Option<TrendScan<'a>>, ParameterViolation> {
    let Ok(mut tallied) = tally(bound) else {
        return first_day().map(tally).transpose();
    };
    let Some(first) = tallied.happened.first else {
        return Ok(None);
    };
    tallied.left_out = tallied.periods.ending_from(first);
    Ok(Some(tallied))
}

fn first_day(
    asked: &Query,
    population: &Population<'_>,
    selection: &Selection<'_>,
) -> Option<Date> {
    let mut first = None;
    population.each_selected(asked, selection, |selected| {
        first = earlier(first, Some(selected.first()));
    });
    first.map(Instant::day)
}

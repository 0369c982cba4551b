//! What happened in all periods: counted in one pass, also where it is not said from when on.

use jiff::civil::Date;
use model::Instant;

use super::{Figures, LIMIT_ROWS, TrendAsked, periods::Periods, tally, too_large};
use crate::{
    Asked, Counted, Population, Problem, group::Numbered, places::Places, selection::Selection,
};

/// What happened in each period, by number of group.
pub(super) struct Tallied<'a> {
    pub(super) periods: Periods,
    /// How many of the first periods are not asked for.
    pub(super) left_out: usize,
    pub(super) numbered: Numbered<'a>,
    pub(super) groups: Vec<Vec<Figures>>,
    pub(super) counted: Counted,
    /// The first instant at which anything happened.
    first: Option<Instant>,
}

impl<'a> Tallied<'a> {
    /// Tallies the periods asked for; none when nothing says from when on, because nothing happened.
    pub(super) fn all(
        asked: &Asked,
        trend: &TrendAsked,
        population: &Population<'_>,
        selection: &Selection<'_>,
        places: &'a Places,
    ) -> Result<Option<Self>, Problem> {
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
        asked: &Asked,
        trend: &TrendAsked,
        population: &Population<'_>,
        selection: &Selection<'_>,
        (from, places): (Date, &'a Places),
    ) -> Result<Self, Problem> {
        let to = trend.to.unwrap_or_else(|| asked.as_of.day());
        let periods = Periods::between(trend.every, (from, to), asked.as_of, LIMIT_ROWS);
        let periods = periods.ok_or_else(too_large)?;
        let count = periods.days.len();
        let mut numbered = Numbered::by(trend.group_by, places);
        let mut groups: Vec<Vec<Figures>> = Vec::new();
        if trend.group_by.is_none() {
            groups.push(vec![Figures::default(); count]);
        }
        let (mut counted, mut fits, mut first) = (Counted::default(), true, None);
        population.each_selected(asked, selection, |selected| {
            let own = selected.first();
            first = Some(first.map_or(own, |first: Instant| first.min(own)));
            let group = numbered.number(&selected.traits);
            if group >= groups.len() {
                fits &= (group + 1) * count <= LIMIT_ROWS;
                groups.push(vec![Figures::default(); if fits { count } else { 0 }]);
            }
            if fits {
                tally::enter(selected, &periods, &mut groups[group], &mut counted);
            }
        });
        if !fits {
            return Err(too_large());
        }
        Ok(Self {
            periods,
            left_out: 0,
            numbered,
            groups,
            counted,
            first,
        })
    }
}

/// Tallies from the first period in which anything happened; none when nothing did.
///
/// Which that is shows while it is tallied from a day before which nothing can have happened. Only when that makes
/// too many rows is it gone through twice.
fn from_first<'a>(
    bound: Date,
    tally: impl Fn(Date) -> Result<Tallied<'a>, Problem>,
    first_day: impl FnOnce() -> Option<Date>,
) -> Result<Option<Tallied<'a>>, Problem> {
    let Ok(mut tallied) = tally(bound) else {
        return first_day().map(tally).transpose();
    };
    let Some(first) = tallied.first else {
        return Ok(None);
    };
    tallied.left_out = tallied.periods.ending_from(first);
    Ok(Some(tallied))
}

fn first_day(
    asked: &Asked,
    population: &Population<'_>,
    selection: &Selection<'_>,
) -> Option<Date> {
    let mut first = None;
    population.each_selected(asked, selection, |selected| {
        let own = selected.first();
        first = Some(first.map_or(own, |first: Instant| first.min(own)));
    });
    first.map(Instant::day)
}

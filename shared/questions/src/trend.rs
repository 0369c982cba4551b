//! What happened per day, week, month, quarter or year, and what was open at the end of each.

mod periods;
mod scan;
mod tally;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use api::{
    InputViolation,
    answers::{PeriodFigures, Trend, TrendItem},
    parameters::{Grouping, LinkParameters as _, PeriodLength, TrendParameters},
};
use jiff::civil::Date;
use register::Register;

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    group::group_name,
};
use scan::TrendScan;

/// The most rows that one answer may have.
const ROWS_MAX: usize = 200_000;

/// What happened per period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendQuestion {
    /// The length of a period.
    pub every: PeriodLength,
    /// A day of the first period; the first event of the selection if none.
    pub from: Option<Date>,
    /// A day of the last period; that of the as-of instant if none.
    pub to: Option<Date>,
    /// From which age in days, 1 to 3650, the last report of what is open no longer confirms it.
    pub confirm_within_days: u16,
    /// The attribute to group by.
    pub group_by: Option<Grouping>,
}

impl Default for TrendQuestion {
    fn default() -> Self {
        Self {
            every: PeriodLength::default(),
            from: None,
            to: None,
            confirm_within_days: 365,
            group_by: None,
        }
    }
}

impl Question for TrendQuestion {
    type Answer = Trend;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Trend>, QueryError> {
        let scan = TrendScan::new(self, context).map_err(QueryError::Parameter)?;
        let Some(scan) = scan else {
            let nothing = Trend { items: Vec::new() };
            return Ok(Scan::ready(nothing, Counted::default()));
        };
        let groups = scan.tally.groups;
        let groups = groups.in_order(context.interner(), context.register);
        let (days, left_out) = (&scan.periods.days, scan.left_out);
        let groups = groups.into_iter().map(|(code, mut figures)| {
            figures.resize(days.len(), PeriodFigures::default());
            (code, tally::summed(figures).split_off(left_out))
        });
        let trend = self.trend(&days[left_out..], groups.collect(), context.register);
        Ok(Scan::ready(trend, scan.tally.counted))
    }
}

impl FromParameters for TrendQuestion {
    fn own_names() -> &'static [String] {
        TrendParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, _: &mut Scope) -> Self {
        let every = parameters.one_of("every", PeriodLength::ALL, PeriodLength::as_str);
        let (from, to) = parameters.dates("from", "to");
        let confirm_within_days = parameters.days("confirmWithinDays");
        let default = Self::default();
        Self {
            every: every.unwrap_or_default(),
            from,
            to,
            confirm_within_days: confirm_within_days.unwrap_or(default.confirm_within_days),
            group_by: parameters.grouping(),
        }
    }
}

impl TrendQuestion {
    /// Puts the figures of groups in order of period, then group.
    fn trend(
        &self,
        days: &[Date],
        groups: Vec<(Option<String>, Vec<PeriodFigures>)>,
        register: &Register,
    ) -> Trend {
        let name = |code| {
            let by = self.group_by?;
            Some(Arc::new(group_name(by, code, register)))
        };
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(code, figures)| (name(code), figures))
            .collect();
        let mut items = Vec::with_capacity(groups.len() * days.len());
        for (index, day) in days.iter().enumerate() {
            items.extend(groups.iter().map(|(group, figures)| TrendItem {
                period: *day,
                group: group.clone(),
                figures: figures[index],
            }));
        }
        Trend { items }
    }
}

fn too_large() -> InputViolation {
    InputViolation::key(
        "every",
        format!(
            "makes more than {ROWS_MAX} rows: take longer periods, or fewer of them, or fewer groups"
        ),
    )
}

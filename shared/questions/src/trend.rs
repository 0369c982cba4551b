//! What happened per day, week, month, quarter or year, and what was open at the end of each.

mod period_length;
mod periods;
mod scan;
mod tally;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;
use register::Register;
use serde::Serialize;

use crate::{
    Counted, GroupBy, GroupName, ParameterViolation, Population, Query, geography::Geography,
    parameters::Parameters, selection::Selection,
};
use period_length::PeriodLength;
use scan::TrendScan;

/// The most rows that one answer may have.
const LIMIT_ROWS: usize = 200_000;

/// What is asked of a trend, besides what every question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendQuery {
    every: PeriodLength,
    from: Option<Date>,
    to: Option<Date>,
    group_by: Option<GroupBy>,
}

/// PeriodLength period, and every group in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// In order of period, then group, those without last.
    pub items: Vec<TrendItem>,
}

/// One period of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrendItem {
    /// First day of the period.
    pub period: Date,
    /// The group; none when not grouped.
    #[serde(flatten)]
    pub group: Option<Arc<GroupName>>,
    /// The figures.
    #[serde(flatten)]
    pub figures: PeriodFigures,
}

/// What happened in a period, and how it stood at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PeriodFigures {
    /// Reports.
    pub reported: i64,
    /// Episodes that began.
    pub opened: i64,
    /// Those of them that were not the knelpunt's first.
    pub recurred: i64,
    /// Episodes that ended.
    pub resolved: i64,
    /// The same by how they ended.
    pub resolved_by_outcome: ResolvedByOutcome,
    /// Episodes open at the end.
    pub open_at_end: i64,
    /// Those of them that persisted then.
    pub persisting_at_end: i64,
}

/// Episodes that ended, by how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ResolvedByOutcome {
    /// Solved.
    pub solved: i64,
    /// No longer relevant.
    pub lapsed: i64,
    /// Solved for many at once.
    pub central: i64,
}

impl PeriodFigures {
    /// Adds those of others.
    const fn add(&mut self, other: &Self) {
        let Self {
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
        } = *other;
        self.reported += reported;
        self.opened += opened;
        self.recurred += recurred;
        self.resolved += resolved;
        self.resolved_by_outcome.solved += solved;
        self.resolved_by_outcome.lapsed += lapsed;
        self.resolved_by_outcome.central += central;
        self.open_at_end += open_at_end;
        self.persisting_at_end += persisting_at_end;
    }
}

impl TrendQuery {
    pub(crate) fn take(keys: &mut Parameters) -> Self {
        let words = PeriodLength::ALL.map(PeriodLength::as_str).join(", ");
        let every = keys.read("every", &format!("one of {words}"), PeriodLength::parse);
        let (from, to) = (keys.date("from"), keys.date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            keys.problem("to", format!("{to} lies before from, {from}"));
        }
        Self {
            every: every.unwrap_or(PeriodLength::Month),
            from,
            to,
            group_by: GroupBy::take(keys),
        }
    }
}

impl Trend {
    /// Counts what happened; the error says that the answer would be too large, and what to ask instead.
    pub(crate) fn of(
        asked: &Query,
        trend: &TrendQuery,
        population: &Population<'_>,
        selection: &Selection<'_>,
        places: &Geography,
        register: &Register,
    ) -> Result<(Self, Counted), ParameterViolation> {
        let tallied = TrendScan::all(asked, trend, population, selection, places)?;
        let Some(tallied) = tallied else {
            return Ok((Self { items: Vec::new() }, Counted::default()));
        };
        let groups = tallied.happened.groups;
        let groups = groups.in_order(population.interner(), register).into_iter();
        let (all, left_out) = (&tallied.periods.days, tallied.left_out);
        let groups = groups.map(|(code, mut figures)| {
            figures.resize(all.len(), PeriodFigures::default());
            (code, tally::summed(figures).split_off(left_out))
        });
        let items = Self::in_order(trend, &all[left_out..], groups.collect(), register);
        Ok((items, tallied.happened.counted))
    }

    fn in_order(
        trend: &TrendQuery,
        days: &[Date],
        groups: Vec<(Option<String>, Vec<PeriodFigures>)>,
        register: &Register,
    ) -> Self {
        let name = |code| {
            trend
                .group_by
                .map(|by| Arc::new(GroupName::of(by, code, register)))
        };
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(code, figures)| (name(code), figures))
            .collect();
        let mut items = Vec::with_capacity(groups.len() * days.len());
        for (place, day) in days.iter().enumerate() {
            items.extend(groups.iter().map(|(group, figures)| TrendItem {
                period: *day,
                group: group.clone(),
                figures: figures[place],
            }));
        }
        Self { items }
    }
}

fn too_large() -> ParameterViolation {
    ParameterViolation {
        key: "every".to_owned(),
        problem: format!(
            "makes more than {LIMIT_ROWS} rows: take longer periods, or fewer of them, or fewer groups"
        ),
    }
}

//! What happened per day, week, month, quarter or year, and what was open at the end of each.

mod every;
mod periods;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::civil::Date;
use model::Instant;
use register::Register;
use serde::Serialize;

use crate::{
    Asked, Counted, GroupBy, GroupName, Population, Problem,
    figures::{Seen, select},
    group::Group,
    keys::Keys,
    places::Places,
};
use every::Every;
use periods::Periods;

/// The most rows that one answer may have.
const LIMIT_ROWS: usize = 200_000;

/// What is asked of a trend, besides what every question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendAsked {
    every: Every,
    from: Option<Date>,
    to: Option<Date>,
    group_by: Option<GroupBy>,
}

/// Every period, and every group in it.
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
    pub group: Option<GroupName>,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// What happened in a period, and how it stood at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Reports.
    pub reported: i64,
    /// Episodes that began.
    pub opened: i64,
    /// Those of them that were not the knelpunt's first.
    pub recurred: i64,
    /// Episodes that ended.
    pub resolved: i64,
    /// The same by how they ended.
    pub resolved_by_outcome: ByOutcome,
    /// Episodes open at the end.
    pub open_at_end: i64,
    /// Those of them that persisted then.
    pub persisting_at_end: i64,
}

/// Episodes that ended, by how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ByOutcome {
    /// Solved.
    pub solved: i64,
    /// No longer relevant.
    pub lapsed: i64,
    /// Solved for many at once.
    pub central: i64,
}

impl TrendAsked {
    pub(crate) fn take(keys: &mut Keys) -> Self {
        let words = Every::ALL.map(Every::word).join(", ");
        let every = keys.read("every", &format!("one of {words}"), Every::parse);
        let (from, to) = (keys.date("from"), keys.date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            keys.problem("to", format!("{to} lies before from, {from}"));
        }
        Self {
            every: every.unwrap_or(Every::Month),
            from,
            to,
            group_by: GroupBy::take(keys),
        }
    }
}

impl Trend {
    /// Counts what happened; the error says that the answer would be too large, and what to ask instead.
    pub(crate) fn of(
        asked: &Asked,
        trend: &TrendAsked,
        population: &Population<'_>,
        places: &Places,
        register: &Register,
    ) -> Result<(Self, Counted), Problem> {
        let selected: Vec<Seen<'_>> = select(asked, population, places, register).collect();
        let Some(from) = trend.from.or_else(|| first_day(&selected, asked.as_of)) else {
            return Ok((Self { items: Vec::new() }, Counted::default()));
        };
        let to = trend.to.unwrap_or_else(|| asked.as_of.day());
        let periods = Periods::between(trend.every, (from, to), asked.as_of, LIMIT_ROWS);
        let periods = periods.ok_or_else(too_large)?;
        let mut groups: HashMap<Group, Vec<Figures>> = HashMap::new();
        let none = || vec![Figures::default(); periods.days.len()];
        if trend.group_by.is_none() {
            groups.insert(Group::None, none());
        }
        let mut counted = Counted::default();
        for seen in &selected {
            let by = trend.group_by;
            let group = by.map_or(Group::None, |by| by.group(seen.traits, places));
            if !groups.contains_key(&group) && (groups.len() + 1) * periods.days.len() > LIMIT_ROWS
            {
                return Err(too_large());
            }
            let figures = groups.entry(group).or_insert_with(none);
            tally::enter(seen, &periods, figures, &mut counted);
        }
        let named = named(trend, groups, population, register);
        Ok((Self::in_order(&periods, &named), counted))
    }

    fn in_order(periods: &Periods, groups: &[(Option<GroupName>, Vec<Figures>)]) -> Self {
        let mut items = Vec::with_capacity(groups.len() * periods.days.len());
        for (place, day) in periods.days.iter().enumerate() {
            items.extend(groups.iter().map(|(group, figures)| TrendItem {
                period: *day,
                group: group.clone(),
                figures: figures[place],
            }));
        }
        Self { items }
    }
}

fn first_day(selected: &[Seen<'_>], as_of: Instant) -> Option<Date> {
    let first = selected.iter().filter_map(|seen| seen.facts().next());
    // A resolution given as a date is seen before its instant.
    let first = first.map(|fact| fact.instant.min(as_of)).min();
    first.map(Instant::day)
}

fn too_large() -> Problem {
    Problem {
        key: "every".to_owned(),
        problem: format!(
            "makes more than {LIMIT_ROWS} rows: take longer periods, or fewer of them, or fewer groups"
        ),
    }
}

/// Names the groups and puts them in order, those without a code last.
fn named(
    trend: &TrendAsked,
    groups: HashMap<Group, Vec<Figures>>,
    population: &Population<'_>,
    register: &Register,
) -> Vec<(Option<GroupName>, Vec<Figures>)> {
    let mut coded: Vec<(Option<String>, Vec<Figures>)> = groups
        .into_iter()
        .map(|(group, changes)| {
            let code = group.code(population.names, register);
            (code, tally::summed(changes))
        })
        .collect();
    coded.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    let name = |code: Option<String>| {
        let by = trend.group_by?;
        Some(GroupName::of(by, code, register))
    };
    coded
        .into_iter()
        .map(|(code, figures)| (name(code), figures))
        .collect()
}

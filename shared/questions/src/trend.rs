//! What happened per day, week, month, quarter or year, and what was open at the end of each.

use std::collections::HashMap;

use fold::{Episode, PERSISTING_AFTER_MICROSECONDS};
use jiff::{ToSpan as _, civil::Date};
use model::{Instant, Outcome};
use register::Register;
use serde::Serialize;

use crate::{
    Asked, Counted, GroupBy, Population,
    figures::Seen,
    group::{self, Group},
    places::Places,
};

/// The most rows that one answer may have.
const LIMIT_ROWS: usize = 200_000;

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Every {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What is asked of a trend, besides what every question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendAsked {
    pub(crate) every: Every,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) group_by: Option<GroupBy>,
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
    /// Code of the group; absent when not grouped, null for what has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Option<String>>,
    /// Name of the group in Dutch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
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

impl Every {
    pub(crate) const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Gives the first day of the period that a day lies in; weeks begin on Monday.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let first = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), first, 1).unwrap_or(day)
            }
            Self::Year => day.first_of_year(),
        }
    }

    fn next(self, start: Date) -> Date {
        match self {
            Self::Day => start.saturating_add(1.day()),
            Self::Week => start.saturating_add(1.week()),
            Self::Month => start.saturating_add(1.month()),
            Self::Quarter => start.saturating_add(3.months()),
            Self::Year => start.saturating_add(1.year()),
        }
    }
}

/// The periods asked for: their first days, first instants, and last instants, none beyond the as-of instant.
struct Periods {
    days: Vec<Date>,
    starts: Vec<Instant>,
    ends: Vec<Instant>,
}

impl Periods {
    fn between(every: Every, from: Date, to: Date, at: Instant) -> Self {
        let mut periods = Self {
            days: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
        };
        let mut day = every.start(from);
        while day <= to && day <= at.day() {
            let next = every.next(day);
            // A week or year can begin before 1970; events cannot.
            periods
                .starts
                .push(Instant::start_of(day).unwrap_or(Instant::EARLIEST));
            periods.ends.push(
                Instant::start_of(next)
                    .map_or(at, |next| next.plus_microseconds(-1))
                    .min(at),
            );
            periods.days.push(day);
            if next <= day {
                break;
            }
            day = next;
        }
        periods
    }

    /// Finds the period that an instant lies in.
    fn holding(&self, at: Instant) -> Option<usize> {
        let place = self
            .starts
            .partition_point(|start| *start <= at)
            .checked_sub(1)?;
        (at <= self.ends[place]).then_some(place)
    }

    /// Finds the first period that ends at or after an instant.
    fn ending_from(&self, at: Instant) -> usize {
        self.ends.partition_point(|end| *end < at)
    }
}

impl Trend {
    pub(crate) fn of(
        asked: &Asked,
        trend: &TrendAsked,
        population: &Population<'_>,
        places: &Places,
        register: &Register,
    ) -> Result<(Self, Counted), String> {
        let selected: Vec<Seen<'_>> =
            crate::figures::select(asked, population, places, register).collect();
        let first = selected
            .iter()
            .filter_map(|seen| seen.facts().next())
            .map(|fact| fact.instant.min(asked.as_of))
            .min();
        let Some(from) = trend.from.or_else(|| first.map(Instant::day)) else {
            return Ok((Self { items: Vec::new() }, Counted::default()));
        };
        let to = trend.to.unwrap_or_else(|| asked.as_of.day());
        let periods = Periods::between(trend.every, from, to, asked.as_of);
        let mut groups: HashMap<Group, Vec<Figures>> = HashMap::new();
        if trend.group_by.is_none() {
            groups.insert(Group::None, vec![Figures::default(); periods.days.len()]);
        }
        let mut counted = Counted::default();
        for seen in &selected {
            let group = trend
                .group_by
                .map_or(Group::None, |by| by.group(seen.traits, places));
            let figures = groups
                .entry(group)
                .or_insert_with(|| vec![Figures::default(); periods.days.len()]);
            enter(seen, &periods, figures, &mut counted);
        }
        let rows = groups.len() * periods.days.len();
        if rows > LIMIT_ROWS {
            return Err(format!(
                "makes {rows} rows, more than {LIMIT_ROWS}: take longer periods, or fewer of them"
            ));
        }
        Ok((
            Self {
                items: items(trend, groups, &periods, population, register),
            },
            counted,
        ))
    }
}

/// Enters one knelpunt; what is open is entered as changes, summed up at the end.
fn enter(seen: &Seen<'_>, periods: &Periods, figures: &mut [Figures], counted: &mut Counted) {
    for report in seen.reports() {
        if let Some(place) = periods.holding(report.instant) {
            figures[place].reported += 1;
        }
    }
    for (number, episode) in seen.episodes().enumerate() {
        counted.n += 1;
        counted.censored += usize::from(episode.end.is_none());
        enter_episode(&episode, number > 0, seen.at, periods, figures);
    }
}

fn enter_episode(
    episode: &Episode,
    recurred: bool,
    at: Instant,
    periods: &Periods,
    figures: &mut [Figures],
) {
    if let Some(place) = periods.holding(episode.opened_at) {
        figures[place].opened += 1;
        figures[place].recurred += i64::from(recurred);
    }
    // A resolution given as a date is seen before its instant: it then ends the episode now.
    let end = episode.end.map(|end| (end.at.min(at), end.outcome));
    if let Some((end, outcome)) = end
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
    let closed = end.map_or(figures.len(), |(end, _)| periods.ending_from(end));
    let opened = periods.ending_from(episode.opened_at);
    change(figures, opened, closed, |figures| &mut figures.open_at_end);
    let old = episode
        .since
        .plus_microseconds(PERSISTING_AFTER_MICROSECONDS);
    let persists = episode.in_two_rounds_from.map_or(old, |from| from.min(old));
    change(
        figures,
        opened.max(periods.ending_from(persists)),
        closed,
        |figures| &mut figures.persisting_at_end,
    );
}

fn change(
    figures: &mut [Figures],
    from: usize,
    until: usize,
    of: impl Fn(&mut Figures) -> &mut i64,
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

fn items(
    trend: &TrendAsked,
    groups: HashMap<Group, Vec<Figures>>,
    periods: &Periods,
    population: &Population<'_>,
    register: &Register,
) -> Vec<TrendItem> {
    let mut named: Vec<(Option<String>, Vec<Figures>)> = groups
        .into_iter()
        .map(|(group, figures)| (group.code(population.names, register), summed(figures)))
        .collect();
    named.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    let mut items = Vec::with_capacity(named.len() * periods.days.len());
    for (place, day) in periods.days.iter().enumerate() {
        for (code, figures) in &named {
            items.push(TrendItem {
                period: *day,
                group: trend.group_by.map(|_| code.clone()),
                label: trend
                    .group_by
                    .map(|by| group::label(by, code.as_deref(), register)),
                figures: figures[place],
            });
        }
    }
    items
}

/// Sums changes up to what is open at each end.
fn summed(mut figures: Vec<Figures>) -> Vec<Figures> {
    let (mut open, mut persisting) = (0, 0);
    for period in &mut figures {
        open += period.open_at_end;
        persisting += period.persisting_at_end;
        (period.open_at_end, period.persisting_at_end) = (open, persisting);
    }
    figures
}

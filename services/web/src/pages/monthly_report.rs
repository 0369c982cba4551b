//! The report of one month: sentences to send, what persisted, came back and was closed, and the figures beside them.

mod events;
mod figures;
mod sentences;

use std::{fmt, str::FromStr};

use api::{
    Filter,
    answers::{Direction, PeriodFigures, TrendItem},
};
use askama::Template;
use jiff::{ToSpan as _, civil::Date};
use model::Instant;
use questions::{MoversQuestion, RoundsQuestion, TrendQuestion};

use self::{
    events::{ListedEvents, MonthEvents},
    sentences::{KnelpuntName, MonthFacts, Moved},
};
use super::{
    Page,
    figure::{self, PageFigure},
    frame::{Link, PageFrame},
    monthly_reports::PATH,
    names,
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

#[derive(Template)]
#[template(path = "monthly-report.html")]
pub(crate) struct MonthlyReportPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) trend: PageFigure,
    pub(crate) numbers: PageFigure,
    pub(crate) lists: Vec<PageFigure>,
    pub(crate) rounds: String,
    /// The page of the definitions.
    pub(crate) definitions: String,
    /// The reports of the months before and after, if they exist.
    pub(crate) neighbours: Vec<Link>,
}

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(Date);

impl Month {
    /// Returns the month that a day is in.
    pub(super) fn from_day(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Returns its first day.
    pub(super) const fn first(self) -> Date {
        self.0
    }

    /// Returns its last day.
    pub(super) fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// Returns the month a number of months later.
    fn plus(self, months: i32) -> Option<Self> {
        self.0.checked_add(months.months()).ok().map(Self)
    }

    /// Returns whether it has ended by an instant.
    pub(super) fn has_ended_by(self, instant: Instant) -> bool {
        Instant::end_of(self.last()).is_some_and(|end| end <= instant)
    }
}

impl FromStr for Month {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        format!("{text}-01").parse().map(Self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.0.strftime("%Y-%m"))
    }
}

impl Page for MonthlyReportPage {
    fn figures(&self) -> Vec<&PageFigure> {
        [&self.trend, &self.numbers]
            .into_iter()
            .chain(&self.lists)
            .collect()
    }
}

impl MonthlyReportPage {
    /// Queries and creates the page, as of the end of the month.
    ///
    /// # Errors
    ///
    /// 404 if the month has not ended, or lies before the first event; otherwise as a question.
    pub(crate) fn new(month: Month, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        if !month.has_ended_by(query.as_of) {
            return Err(no_report(month));
        }
        let until = query.as_of;
        query.answer_as_of(Instant::end_of(month.last()).ok_or_else(|| no_report(month))?);
        let all = Filter::default();
        let trend = query.ask(all.clone(), TrendQuestion::default())?;
        let (Some(first), Some(now)) = (trend.items.first(), trend.items.last()) else {
            return Err(no_report(month));
        };
        let began = Month::from_day(first.period);
        let events = MonthEvents::query(month, query)?;
        let facts = facts(month, now, &trend.items, &events, query)?;
        let rounds = query.ask(all.clone(), RoundsQuestion)?;
        let (summary, _) = query.summary(all.clone())?;
        let notices = provenance::of_selection(query, summary, &all)?;
        let t = query.t();
        let title = t.with("monthly-title", "month", t.month(month.first()));
        let crumbs = vec![Link::new(t.text("monthly-all"), query.link(PATH))];
        let headings = (t.text("monthly-trend"), t.text("trend-subtitle"));
        let to_call = sentences::municipality_to_call(&rounds, query)?;
        Ok(Self {
            lead: t.with("monthly-lead", "last", t.date(month.last())),
            paragraphs: sentences::paragraphs(t, &facts),
            trend: figure::trend::trend(query, &trend, &rounds, headings, figure::trend::BESIDE),
            numbers: figures::numbers(query, &facts),
            lists: figures::lists(query, events),
            rounds: sentences::rounds(t, month, &rounds, to_call.as_deref()),
            definitions: query.link("/begrippen"),
            neighbours: neighbours(month, began, until, query),
            frame: PageFrame::new(query, title, crumbs, notices),
        })
    }
}

fn no_report(month: Month) -> WebProblem {
    WebProblem::not_found(format!(
        "There is no report of {month}: the month has not ended, or nothing had been reported by then. {PATH} lists those that exist."
    ))
}

/// Returns what the sentences of a month tell. A month without a row in the trend lies before the first event: all zeros.
fn facts(
    month: Month,
    now: &TrendItem,
    items: &[TrendItem],
    events: &MonthEvents,
    query: &mut PageQuery<'_>,
) -> Result<MonthFacts, WebProblem> {
    let figures = |months: i32| {
        let month = month.plus(months)?;
        let item = items.iter().rfind(|item| item.period == month.first());
        item.map(|item| item.figures)
    };
    let movers = query.ask_by_keys::<MoversQuestion>(&[("groupBy", "category")])?;
    let moved = movers.items.into_iter();
    let moved = moved.filter(|item| item.direction != Direction::None);
    let (t, register) = (query.t(), query.register());
    let moved = moved.map(|item| Moved {
        name: names::category(t, register, &item.group.group.unwrap_or_default()),
        before: item.before.count,
        now: item.now.count,
    });
    let figures_now = now.figures;
    Ok(MonthFacts {
        month,
        now: figures_now,
        month_before: figures(-1).unwrap_or_default(),
        year_before: figures(-12),
        moved: moved.collect(),
        became_persisting: events.persisted.total,
        only: only(figures_now, events, query)?,
    })
}

/// Returns the knelpunten that sentences name because there is one of their kind.
fn only(
    now: PeriodFigures,
    events: &MonthEvents,
    query: &mut PageQuery<'_>,
) -> Result<sentences::OnlyOnes, WebProblem> {
    let mut listed = |count: i64, status: &str| -> Result<Option<KnelpuntName>, WebProblem> {
        if count != 1 {
            return Ok(None);
        }
        let list = query.persisting(&[("status", status), ("limit", "1")])?;
        let only = list.items.first();
        Ok(only.map(|item| named(query, &item.category, &item.municipality_name)))
    };
    let (open, persisting) = (
        listed(now.open_at_end, "open")?,
        listed(now.persisting_at_end, "persisting")?,
    );
    let only_one = |events: &ListedEvents| {
        let only = events.only();
        only.map(|item| named(query, &item.category, &item.municipality_name))
    };
    Ok(sentences::OnlyOnes {
        open,
        persisting,
        added: only_one(&events.added),
        removed: only_one(&events.closed),
    })
}

fn named(query: &PageQuery<'_>, category: &str, municipality: &str) -> KnelpuntName {
    KnelpuntName {
        category: names::category(query.t(), query.register(), category),
        municipality: municipality.to_owned(),
    }
}

/// Returns links to the reports of the months before and after.
fn neighbours(month: Month, began: Month, until: Instant, query: &PageQuery<'_>) -> Vec<Link> {
    let t = query.t();
    let link = |id: &str, month: Month| Link::new(t.text(id), query.link(&path(month)));
    let before = month.plus(-1).filter(|before| *before >= began);
    let after = month.plus(1).filter(|after| after.has_ended_by(until));
    let before = before.map(|month| link("monthly-before", month));
    let after = after.map(|month| link("monthly-after", month));
    before.into_iter().chain(after).collect()
}

/// Returns the path of the report of a month.
pub(super) fn path(month: Month) -> String {
    format!("{PATH}/{month}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_as_in_its_address() {
        let month: Month = "2026-02".parse().unwrap();
        assert_eq!(month.to_string(), "2026-02");
        assert_eq!(month.last().to_string(), "2026-02-28");
        assert_eq!(month.plus(-2).unwrap().to_string(), "2025-12");
        for wrong in ["2026-13", "2026", "2026-2-1", "", "maart"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_month_ends_with_its_last_day() {
        let month: Month = "2026-02".parse().unwrap();
        let end = Instant::end_of(month.last()).unwrap();
        assert!(month.has_ended_by(end));
        let day_before = month.last().yesterday().unwrap();
        assert!(!month.has_ended_by(Instant::end_of(day_before).unwrap()));
    }
}

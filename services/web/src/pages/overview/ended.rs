//! A history that ended long ago: the overview of today says so, and offers its last day.

use api::{
    Filter,
    answers::{Trend, TrendItem},
    parameters::PeriodLength,
};
use jiff::{ToSpan as _, civil::Date};
use questions::TrendQuestion;

use crate::{
    pages::{
        frame::{Link, Notice},
        page_query::PageQuery,
    },
    problem::WebProblem,
};

/// After this many days without an event, a history has ended.
const QUIET_DAYS: i32 = 60;

/// Returns a notice if the last event lies long before the as-of instant; `trend` is by month.
///
/// # Errors
///
/// As a question.
pub(super) fn notice(
    query: &mut PageQuery<'_>,
    trend: &Trend,
) -> Result<Option<Notice>, WebProblem> {
    let (today, Some(month)) = (query.as_of.day(), last_with_events(trend)) else {
        return Ok(None);
    };
    if !query.shows_present() || !is_long_ago(month.last_of_month(), today) {
        return Ok(None);
    }
    let of_month = TrendQuestion {
        every: PeriodLength::Day,
        from: Some(month),
        to: Some(month.last_of_month()),
        ..TrendQuestion::default()
    };
    let days = query.ask(Filter::default(), of_month)?;
    let Some(last) = last_with_events(&days) else {
        return Ok(None);
    };
    let t = query.t();
    let (day, path) = (last.to_string(), query.path.clone());
    let link = Link::new(
        t.text("bar-ended-link"),
        query.link_with(&path, &[("asOf", &day)]),
    );
    Ok(Some(Notice {
        link: Some(link),
        ..Notice::new("", t.with("bar-ended", "date", t.date(last)))
    }))
}

/// Returns the start of the last period in which anything happened.
fn last_with_events(trend: &Trend) -> Option<Date> {
    let has_events = |item: &&TrendItem| {
        let figures = &item.figures;
        [figures.reported, figures.opened, figures.resolved] != [0; 3]
    };
    let last = trend.items.iter().rfind(has_events);
    last.map(|item| item.period)
}

fn is_long_ago(day: Date, today: Date) -> bool {
    let ends = day.checked_add(QUIET_DAYS.days());
    ends.is_ok_and(|ends| ends < today)
}

//! The timeline of knelpunten: when each was known, reported, open and closed.

use api::answers::EpisodeAnswer;
use charts::{EpisodeEnd, TimelineChart, TimelineEpisode, TimelineRow};
use jiff::{
    Unit,
    civil::{Date, date},
};
use model::Outcome;

use super::{
    figure::PageFigure,
    names,
    page_query::PageQuery,
    report_history::ReportHistory,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// Charts count days from here.
const EPOCH: Date = date(2000, 1, 1);
/// The width of the chart, in px.
const WIDTH: u16 = 1136;

/// A knelpunt of a timeline.
pub(crate) struct TimelineKnelpunt<'a> {
    pub(crate) name: String,
    /// Where it leads to; empty on its own page.
    pub(crate) href: String,
    pub(crate) persisting: bool,
    pub(crate) episodes: &'a [EpisodeAnswer],
    pub(crate) reports: &'a ReportHistory,
}

/// Returns the timeline of some knelpunten, in their order, with the episodes as a table. `of_whom` is in the text that
/// stands for the chart.
pub(crate) fn timeline(
    query: &PageQuery<'_>,
    heading: String,
    of_whom: &str,
    knelpunten: &[TimelineKnelpunt<'_>],
) -> PageFigure {
    let t = query.t();
    let sentences = knelpunten.iter().map(|one| sentence(query, one));
    let sentences: Vec<String> = sentences.collect();
    let counts = [("n", knelpunten.len().into()), ("name", of_whom.into())];
    let alt = format!(
        "{} {}",
        t.text_with("alt-timeline", &counts),
        sentences.join(" ")
    );
    let rows = knelpunten.iter().map(|one| chart_row(query, one)).collect();
    let chart = TimelineChart {
        rows,
        ticks: ticks(query, knelpunten),
        now: (day_number(query.as_of.day()), now_text(query)),
    };
    PageFigure::new(query, "tijdlijn", heading, table(query, knelpunten))
        .subtitle(t.text("timeline-subtitle"))
        .terms(
            query,
            &[
                "def-sinds",
                "def-hardnekkig",
                "def-afgesloten",
                "def-teruggekomen",
            ],
        )
        .chart(query, &chart, &alt, WIDTH)
}

/// Returns the year in which the oldest of some knelpunten began.
pub(crate) fn first_year(knelpunten: &[TimelineKnelpunt<'_>]) -> Option<i16> {
    first_day(knelpunten).map(Date::year)
}

fn first_day(knelpunten: &[TimelineKnelpunt<'_>]) -> Option<Date> {
    let episodes = knelpunten.iter().flat_map(|one| one.episodes);
    episodes.map(|episode| episode.since.day()).min()
}

fn day_number(day: Date) -> i32 {
    let span = EPOCH.until((Unit::Day, day));
    span.map_or(0, |span| span.get_days())
}

fn now_text(query: &PageQuery<'_>) -> String {
    let (t, day) = (query.t(), query.as_of.day());
    if day < query.now.day() {
        return t.short_date(day);
    }
    t.text("timeline-now")
}

/// Returns the beginnings of the years.
fn ticks(query: &PageQuery<'_>, knelpunten: &[TimelineKnelpunt<'_>]) -> Vec<(i32, String)> {
    let last = query.as_of.day().year();
    let first = first_day(knelpunten).map_or(last, |first| first.year().saturating_add(1));
    let years = first..=last;
    let tick = |year: i16| Some((day_number(Date::new(year, 1, 1).ok()?), year.to_string()));
    years.filter_map(tick).collect()
}

fn chart_row(query: &PageQuery<'_>, one: &TimelineKnelpunt<'_>) -> TimelineRow {
    let episode = |episode: &EpisodeAnswer| TimelineEpisode {
        since: day_number(episode.since.day()),
        opened: day_number(episode.opened_at.day()),
        end: end(episode, one.persisting),
    };
    TimelineRow {
        label: one.name.clone(),
        href: if query.is_picture() {
            String::new()
        } else {
            one.href.clone()
        },
        result: result(query, one),
        episodes: one.episodes.iter().map(episode).collect(),
        reports: one.reports.days().map(day_number).collect(),
    }
}

fn end(episode: &EpisodeAnswer, persisting: bool) -> EpisodeEnd {
    let Some(at) = episode.ended_at else {
        return if persisting {
            EpisodeEnd::Persisting
        } else {
            EpisodeEnd::Open
        };
    };
    let day = day_number(at.day());
    match episode.outcome {
        Some(Outcome::Lapsed) => EpisodeEnd::Lapsed(day),
        Some(Outcome::Central) => EpisodeEnd::SolvedElsewhere(day),
        Some(Outcome::Solved) | None => EpisodeEnd::Solved(day),
    }
}

/// Returns the age of what is open, and how the rest ended.
fn result(query: &PageQuery<'_>, one: &TimelineKnelpunt<'_>) -> String {
    let t = query.t();
    let Some(last) = one.episodes.last() else {
        return String::new();
    };
    match last.outcome {
        Some(outcome) => names::outcome(t, outcome),
        None => t.age(last.since.day(), query.as_of.day()),
    }
}

/// Returns a row of the chart in words.
fn sentence(query: &PageQuery<'_>, one: &TimelineKnelpunt<'_>) -> String {
    let t = query.t();
    let Some(last) = one.episodes.last() else {
        return String::new();
    };
    let (name, since) = (&one.name, t.date(last.since.day()));
    let Some((end, outcome)) = last.ended_at.zip(last.outcome) else {
        let values = [("name", name.into()), ("since", (&since).into())];
        return t.text_with("alt-timeline-open", &values);
    };
    let (outcome, day) = (names::outcome(t, outcome), t.date(end.day()));
    t.text_with(
        "alt-timeline-closed",
        &[
            ("name", name.into()),
            ("since", (&since).into()),
            ("outcome", outcome.into()),
            ("date", day.into()),
        ],
    )
}

/// Returns the episodes as a table.
fn table(query: &PageQuery<'_>, knelpunten: &[TimelineKnelpunt<'_>]) -> PageTable {
    let t = query.t();
    let texts = [
        "knelpunten-knelpunt",
        "term-since",
        "timeline-opened",
        "timeline-ended",
        "knelpunten-outcome",
        "knelpunten-age",
    ];
    let columns = texts.map(|id| TableColumn::text(t.text(id))).into_iter();
    let rows = knelpunten.iter().flat_map(|one| {
        let episodes = one.episodes.iter();
        episodes.map(move |episode| episode_row(query, &one.name, episode))
    });
    PageTable {
        columns: columns
            .chain([TableColumn::number(t.text("timeline-reports"))])
            .collect(),
        rows: rows.collect(),
        has_cards: true,
    }
}

fn episode_row(query: &PageQuery<'_>, name: &str, episode: &EpisodeAnswer) -> PageRow {
    let t = query.t();
    let until = episode.ended_at.unwrap_or(query.as_of);
    let ended = episode.ended_at.map(|at| TableCell::day(t, at.day()));
    let outcome = match episode.outcome {
        Some(outcome) => names::outcome(t, outcome),
        None => t.text("timeline-still-open"),
    };
    PageRow::new(vec![
        TableCell::text(name),
        TableCell::day(t, episode.since.day()),
        TableCell::day(t, episode.opened_at.day()),
        ended.unwrap_or_else(TableCell::none),
        TableCell::text(outcome),
        TableCell::text(t.age(episode.since.day(), until.day())),
        TableCell::count(t, usize::try_from(episode.reports).unwrap_or(usize::MAX)),
    ])
}

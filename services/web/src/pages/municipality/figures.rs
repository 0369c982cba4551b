//! The sentences and the figures of a municipality.

use api::answers::{RoundItem, Rounds};

use super::{KnelpuntDetail, MunicipalityAnswers, SHOWN_COUNT};
use crate::pages::{
    figure::PageFigure,
    knelpunt_rows::{KnelpuntColumn, first_cell, knelpunt_table, row_actions},
    knelpunten, names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
    timeline::{TimelineKnelpunt, first_year, timeline as timeline_figure},
};

/// Returns what is open, what persists, and what was closed, in sentences.
pub(super) fn lead(
    query: &PageQuery<'_>,
    name: &str,
    answers: &MunicipalityAnswers,
    is_unknown: bool,
) -> String {
    let (t, summary) = (query.t(), answers.summary);
    let closed = answers.closed_count();
    let reached = last_reached(&answers.rounds);
    if summary.knelpunten == 0 && reached.is_none() {
        return t.with("municipality-lead-unknown", "name", name);
    }
    let counts = [("name", name.into()), ("open", summary.open.into())];
    let open = if is_unknown {
        t.with("municipality-lead-open-unknown", "name", name)
    } else {
        t.text_with("municipality-lead-open", &counts)
    };
    let mut sentences = vec![open];
    if let Some(oldest) = answers.open.first() {
        let persisting = [
            ("open", summary.open.into()),
            ("persisting", summary.persisting.into()),
        ];
        sentences.push(t.text_with("municipality-lead-persisting", &persisting));
        let (since, until) = (oldest.item.since.day(), query.as_of.day());
        let since = [
            ("open", summary.open.into()),
            ("date", t.date(since).into()),
            ("age", t.age(since, until).into()),
        ];
        sentences.push(t.text_with("municipality-lead-oldest", &since));
    } else {
        sentences.push(match reached {
            Some(round) if is_unknown => {
                let round = t.round(&round.round);
                t.with("municipality-lead-reached-long-ago", "round", round)
            }
            Some(round) => t.with("municipality-lead-reached", "round", t.round(&round.round)),
            None => t.text("municipality-lead-never-reached"),
        });
    }
    if closed > 0 {
        sentences.push(t.with("municipality-lead-closed", "n", closed));
    }
    sentences.join(" ")
}

/// Returns the newest round in which it was reached.
pub(super) fn last_reached(rounds: &Rounds) -> Option<&RoundItem> {
    let mut rounds = rounds.items.iter();
    rounds.find(|round| round.coverage.reached > 0)
}

/// Returns the timeline: of all knelpunten, or of the open ones where there are too many.
pub(super) fn timeline(
    query: &PageQuery<'_>,
    name: &str,
    answers: &MunicipalityAnswers,
) -> Option<PageFigure> {
    let t = query.t();
    let closed = answers
        .closed
        .iter()
        .filter(|_| answers.summary.knelpunten <= SHOWN_COUNT || answers.open.is_empty());
    let shown = answers.open.iter().chain(closed);
    let rows = shown.map(|one| TimelineKnelpunt {
        name: names::category(t, query.register(), &one.item.category),
        href: query.link(&format!("/knelpunten/{}", one.item.id)),
        persisting: one.item.persisting,
        episodes: &one.episodes,
        reports: &one.reports,
    });
    let rows: Vec<TimelineKnelpunt<'_>> = rows.collect();
    let heading = t.text_with(
        "municipality-timeline",
        &[
            ("year", first_year(&rows)?.to_string().into()),
            ("open", answers.summary.open.into()),
            ("closed", answers.closed_count().into()),
        ],
    );
    Some(timeline_figure(query, heading, name, &rows))
}

/// Returns what is open, the oldest first, with what can be done about it.
pub(super) fn open(query: &PageQuery<'_>, answers: &MunicipalityAnswers) -> PageFigure {
    let t = query.t();
    let columns = [
        KnelpuntColumn::Status,
        KnelpuntColumn::Since,
        KnelpuntColumn::Age,
        KnelpuntColumn::WaitsOn,
        KnelpuntColumn::LastConfirmed,
    ];
    let mut table = table(query, &columns, &answers.open);
    for (row, one) in table.rows.iter_mut().zip(&answers.open) {
        let later = one.reports.later().and_then(|report| report.quoted(t));
        if let Some(last) = row.cells.last_mut() {
            last.notes.extend(later);
        }
        if let Some(first) = row.cells.first_mut() {
            // The latest words stand beside the day on which they were given.
            *first = first_cell(query, &one.item);
            first.actions = row_actions(query, one.item.id);
        }
    }
    let figure = PageFigure::new(query, "open", t.text("municipality-open"), table).terms(
        query,
        &["def-open", "def-hardnekkig", "def-sinds", "def-wacht-op"],
    );
    part_of(
        query,
        figure,
        "municipality-oldest-of",
        ("open", answers.summary.open),
    )
}

/// Returns what is closed, the last first.
pub(super) fn closed(query: &PageQuery<'_>, answers: &MunicipalityAnswers) -> PageFigure {
    let t = query.t();
    let columns = [
        KnelpuntColumn::Outcome,
        KnelpuntColumn::Ended,
        KnelpuntColumn::WasOpen,
        KnelpuntColumn::Remedy,
    ];
    let table = table(query, &columns, &answers.closed);
    let figure = PageFigure::new(query, "afgesloten", t.text("municipality-closed"), table).terms(
        query,
        &[
            "def-afgesloten",
            "def-opgelost",
            "def-landelijk",
            "def-vervallen",
        ],
    );
    part_of(
        query,
        figure,
        "municipality-last-of",
        ("resolved", answers.closed_count()),
    )
}

/// Adds how many of all a figure shows, and the link to all, where it does not show all.
fn part_of(
    query: &PageQuery<'_>,
    figure: PageFigure,
    text: &str,
    (status, total): (&str, usize),
) -> PageFigure {
    let (t, shown) = (query.t(), figure.table.rows.len());
    if shown >= total {
        return figure;
    }
    let code = query.path.rsplit('/').next().unwrap_or_default();
    let own = [("municipality", code), ("status", status)];
    let counts = [("shown", shown.into()), ("total", total.into())];
    figure.subtitle(t.text_with(text, &counts)).more(
        t.with("list-all", "n", total),
        query.link_with(knelpunten::PATH, &own),
    )
}

/// Returns a table of knelpunten as they were first reported.
fn table(
    query: &PageQuery<'_>,
    columns: &[KnelpuntColumn],
    details: &[KnelpuntDetail],
) -> PageTable {
    let items: Vec<_> = details.iter().map(|one| one.item.clone()).collect();
    let mut table = knelpunt_table(query, columns, &items);
    if let Some(head) = table.columns.first_mut() {
        head.name = query.t().text("municipality-as-first-reported");
    }
    table
}

/// Returns the rounds, the newest first, and whether it was reached in them.
pub(super) fn rounds(query: &PageQuery<'_>, rounds: &Rounds) -> PageFigure {
    let t = query.t();
    let row = |round: &RoundItem| {
        let path = format!("/rondes/{}", round.round);
        let outcome = TableCell::text(t.text(outcome(round)));
        let is_reached = round.coverage.reached > 0;
        PageRow::new(vec![
            TableCell::text(t.round(&round.round)).link(query.link(&path)),
            if is_reached { outcome } else { outcome.faint() },
        ])
    };
    let columns = ["term-round", "municipality-outcome"];
    let table = PageTable {
        columns: columns.map(|id| TableColumn::text(t.text(id))).into(),
        rows: rounds.items.iter().map(row).collect(),
        has_cards: false,
    };
    PageFigure::new(query, "rondes", t.text("municipality-rounds"), table)
        .terms(query, &["def-ronde", "def-gesproken"])
}

/// Returns the id of the text of what came of the call of a round.
const fn outcome(round: &RoundItem) -> &'static str {
    let coverage = &round.coverage;
    if coverage.reached > 0 {
        "term-reached"
    } else if coverage.declined > 0 {
        "term-declined"
    } else if coverage.no_answer > 0 {
        "term-no-answer"
    } else {
        "term-not-called"
    }
}

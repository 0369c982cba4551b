//! What a round brought, and the same of another round.

use api::answers::{Coverage, MunicipalityCoverage, RoundAnswer, RoundFindings, Rounds};
use charts::{BarPart, Series, StackedBar, StackedBars};
use texts::messages::Messages;

use super::AGAINST;
use crate::pages::{
    figure::{PageFigure, remedies::real},
    municipalities, names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The width of the bars, in px.
const WIDTH: u16 = 740;
/// The columns of the findings.
const FOUND: [&str; 6] = [
    "rounds-expected",
    "rounds-still-there",
    "rounds-gone",
    "rounds-not-discussed",
    "rounds-new",
    "rounds-open-after",
];

/// Returns the three bars: whom it called, what was open, what is new.
pub(super) fn result(query: &PageQuery<'_>, answer: &RoundAnswer) -> PageFigure {
    let t = query.t();
    let total = &answer.total;
    let found = &total.found;
    let counts = [total.asked, total.reached]
        .into_iter()
        .chain(numbers(found));
    let ids = ["rounds-called", "rounds-reached"].into_iter().chain(FOUND);
    let row = |(id, count): (&str, usize)| {
        PageRow::new(vec![
            TableCell::text(t.text(id)),
            TableCell::count(t, count),
        ])
    };
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("round-what")),
            TableColumn::number(t.text("round-number")),
        ],
        rows: ids.zip(counts).map(row).collect(),
        has_cards: false,
    };
    let alt = [
        ("called", total.asked.into()),
        ("reached", total.reached.into()),
        ("missed", total.no_answer.into()),
        ("declined", total.declined.into()),
        ("expected", found.expected.into()),
        ("there", found.still_there.into()),
        ("gone", found.gone.into()),
        ("undiscussed", found.not_discussed.into()),
        ("new", found.new.into()),
    ];
    let figure = PageFigure::new(query, "opbrengst", t.text("round-result"), table)
        .columns(8)
        .terms(query, &["def-ronde", "def-gesproken", "def-niet-besproken"])
        .chart(
            query,
            &bars(t, total),
            &t.text_with("round-alt", &alt),
            WIDTH,
        );
    match total.without_consultation {
        0 => figure,
        n => figure.note(t.with("round-without-call", "n", n)),
    }
}

fn bars(t: Messages, total: &Coverage) -> StackedBars {
    let found = &total.found;
    let part = |count: usize, id: &str, series| BarPart {
        value: real(count),
        text: t.with(id, "n", count),
        series,
    };
    let bar = |id: &str, count: usize, whole: usize, parts| StackedBar {
        title: t.with(id, "n", count),
        whole: real(whole.max(1)),
        parts,
    };
    let called = vec![
        part(total.reached, "round-n-reached", Series::Open),
        part(total.no_answer, "round-n-no-answer", Series::Reference),
        part(total.declined, "round-n-declined", Series::Rest),
    ];
    let open = vec![
        part(found.still_there, "round-n-still-there", Series::Persisting),
        part(found.gone, "round-n-gone", Series::Closed),
        part(found.not_discussed, "round-n-not-discussed", Series::Rest),
    ];
    let new = vec![
        part(found.new_by_kind.first, "round-n-first", Series::Open),
        part(found.new_by_kind.recurred, "round-n-recurred", Series::Ink),
    ];
    StackedBars {
        bars: vec![
            bar("round-bar-called", total.asked, total.asked, called),
            bar("round-bar-expected", found.expected, found.expected, open),
            bar(
                "round-bar-new",
                found.new,
                found.expected.max(found.new),
                new,
            ),
        ],
    }
}

fn numbers(found: &RoundFindings) -> [usize; 6] {
    [
        found.expected,
        found.still_there,
        found.gone,
        found.not_discussed,
        found.new,
        found.open_after,
    ]
}

/// Returns the round that was chosen over those that both reached, or else the previous one; none if it is the first.
pub(super) fn beside(
    query: &PageQuery<'_>,
    answer: &RoundAnswer,
    all: &Rounds,
) -> Option<PageFigure> {
    let t = query.t();
    if let Some(against) = &answer.against {
        let pairs = numbers(&against.here)
            .into_iter()
            .zip(numbers(&against.there));
        let table = pair_table(
            query,
            &answer.round,
            &against.round,
            FOUND.into_iter().zip(pairs),
        );
        let name = t.round(&against.round);
        let figure = PageFigure::new(query, "naast", t.with("round-against", "name", name), table)
            .subtitle(t.with("round-against-sub", "n", against.reached_in_both))
            .columns(4);
        return Some(figure);
    }
    let own = all
        .items
        .iter()
        .position(|item| item.round == answer.round)?;
    let previous = all.items.get(own + 1)?;
    let counts = |total: &Coverage| {
        let called = [total.asked, total.reached].into_iter();
        called.chain(numbers(&total.found)).collect::<Vec<_>>()
    };
    let pairs = counts(&answer.total)
        .into_iter()
        .zip(counts(&previous.coverage));
    let ids = ["rounds-called", "rounds-reached"].into_iter().chain(FOUND);
    let table = pair_table(query, &answer.round, &previous.round, ids.zip(pairs));
    let both = query.link_with(&query.path, &[(AGAINST, &previous.round)]);
    let figure = PageFigure::new(query, "naast", t.text("round-previous"), table)
        .subtitle(t.text("round-previous-sub"))
        .more(t.text("round-only-both"), format!("{both}#naast"))
        .columns(4);
    Some(figure)
}

fn pair_table<'a>(
    query: &PageQuery<'_>,
    here: &str,
    there: &str,
    rows: impl Iterator<Item = (&'a str, (usize, usize))>,
) -> PageTable {
    let t = query.t();
    let row = |(id, (here, there)): (&str, (usize, usize))| {
        PageRow::new(vec![
            TableCell::text(t.text(id)),
            TableCell::count(t, here),
            TableCell::count(t, there),
        ])
    };
    PageTable {
        columns: vec![
            TableColumn::text(t.text("round-what")),
            TableColumn::number(t.round(here)),
            TableColumn::number(t.round(there)),
        ],
        rows: rows.map(row).collect(),
        has_cards: false,
    }
}

/// Returns every municipality of the round, with what it found there.
pub(super) fn by_municipality(query: &PageQuery<'_>, answer: &RoundAnswer) -> Option<PageFigure> {
    let t = query.t();
    let mut all: Vec<&MunicipalityCoverage> = answer.municipalities.iter().collect();
    all.sort_by_cached_key(|one| municipalities::sort_key(&one.municipality_name));
    let mut columns = vec![
        TableColumn::text(t.text("term-municipality")),
        TableColumn::text(t.text("round-outcome")),
    ];
    columns.extend(FOUND.map(|id| TableColumn::number(t.text(id))));
    let table = PageTable {
        columns,
        rows: all.into_iter().map(|one| row(query, one)).collect(),
        has_cards: true,
    };
    let figure = PageFigure::new(query, "gemeenten", t.text("round-by-municipality"), table)
        .subtitle(t.text("round-by-municipality-sub"))
        .terms(
            query,
            &["def-gesproken", "def-niet-besproken", "def-indeling"],
        );
    (!answer.municipalities.is_empty()).then_some(figure)
}

fn row(query: &PageQuery<'_>, one: &MunicipalityCoverage) -> PageRow {
    let t = query.t();
    let path = format!("{}/{}", municipalities::PATH, one.municipality);
    let outcome = TableCell::text(names::consultation(t, one.consultation));
    let topics = one.topics.as_ref().map(|topics| {
        let all = query.register().catalogue().categories().len();
        let counts = [("n", topics.len().into()), ("all", all.into())];
        t.text_with("round-topics", &counts)
    });
    let mut cells = vec![
        TableCell::text(&one.municipality_name).link(query.link(&path)),
        match topics {
            Some(topics) => outcome.note(topics),
            None => outcome,
        },
    ];
    match &one.found {
        Some(found) => cells.extend(numbers(found).map(|count| TableCell::count(t, count))),
        None => cells.extend(FOUND.map(|_| TableCell::none())),
    }
    PageRow::new(cells)
}

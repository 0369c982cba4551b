//! How knelpunten of a selection end: what share is open, solved, solved nationally and lapsed after some days.

use std::collections::BTreeMap;

use api::answers::{GroupAnswer, PointAnswer};
use charts::{BarPart, Series, StackedBar, StackedBars};
use texts::messages::Messages;

use super::{PageFigure, survival::Durations};
use crate::pages::{
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The days, as the answer has them, with the ids of their texts.
const AFTER: [(&str, f64, &str); 3] = [
    ("90", 90.0, "outcomes-after-90"),
    ("180", 180.0, "outcomes-after-180"),
    ("365", 365.0, "outcomes-after-365"),
];
/// The width of the chart, in px.
const WIDTH: u16 = 330;

/// The parts of the whole, in order: the id of the text, and its colour.
const PARTS: [(&str, Series); 4] = [
    ("outcomes-open", Series::Open),
    ("outcomes-solved", Series::Closed),
    ("outcomes-nationally", Series::ClosedElsewhere),
    ("outcomes-lapsed", Series::Reference),
];

/// Returns the bars of the shares, at the days until which enough were followed.
pub(crate) fn outcomes(query: &PageQuery<'_>, durations: &Durations<'_>) -> PageFigure {
    let t = query.t();
    let until = durations.until().unwrap_or(0.0);
    let known = AFTER.iter().filter(|(_, days, _)| *days <= until);
    let shares: Vec<(&str, [f64; 4])> = known
        .filter_map(|(days, _, id)| Some((*id, shares(durations.own, days)?)))
        .collect();
    let heading = t.text("outcomes-heading");
    if shares.is_empty() {
        return PageFigure::new(query, "afloop", heading, PageTable::default())
            .note(durations.too_few(t));
    }
    let bars = StackedBars {
        bars: shares
            .iter()
            .map(|(id, shares)| bar(t, id, shares))
            .collect(),
    };
    let sentences: Vec<String> = bars.bars.iter().map(described).collect();
    let alt = format!("{} {}", sentences.join(" "), t.text("outcomes-alt-table"));
    PageFigure::new(query, "afloop", heading, table(t, &shares))
        .subtitle(t.text("outcomes-subtitle"))
        .terms(query, &["def-opgelost", "def-landelijk", "def-vervallen"])
        .chart(query, &bars, &alt, WIDTH)
}

/// Returns what share is open, solved, solved nationally and lapsed; none where that is unknown.
fn shares(own: &GroupAnswer, days: &str) -> Option<[f64; 4]> {
    let at = |points: &BTreeMap<String, PointAnswer>| points.get(days)?.value;
    let incidence = &own.cumulative_incidence;
    Some([
        at(&own.figures.survival)?,
        at(&incidence.solved)?,
        at(&incidence.central)?,
        at(&incidence.lapsed)?,
    ])
}

fn bar(t: Messages, title: &str, shares: &[f64; 4]) -> StackedBar {
    let parts = shares.iter().zip(PARTS);
    StackedBar {
        title: t.text(title),
        whole: 1.0,
        parts: parts
            .map(|(share, (id, series))| BarPart {
                value: *share,
                text: t.with(id, "share", t.share(*share)),
                series,
            })
            .collect(),
    }
}

/// Returns a bar in words: `Na 90 dagen: 88% open, 12% opgelost.`
fn described(bar: &StackedBar) -> String {
    let parts = bar.parts.iter().filter(|part| part.value > 0.0);
    let parts: Vec<&str> = parts.map(|part| part.text.as_str()).collect();
    format!("{}: {}.", bar.title, parts.join(", "))
}

fn table(t: Messages, shares: &[(&str, [f64; 4])]) -> PageTable {
    let names = ["def-open", "def-opgelost", "def-landelijk", "def-vervallen"];
    let columns = names.map(|id| TableColumn::number(t.name(id)));
    let row = |(id, shares): &(&str, [f64; 4])| {
        let cells = shares.iter().map(|share| TableCell::share(t, Some(*share)));
        PageRow::new(
            [TableCell::text(t.text(id))]
                .into_iter()
                .chain(cells)
                .collect(),
        )
    };
    PageTable {
        columns: [TableColumn::text(t.text("survival-after"))]
            .into_iter()
            .chain(columns)
            .collect(),
        rows: shares.iter().map(row).collect(),
        has_cards: false,
    }
}

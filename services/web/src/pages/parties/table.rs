//! The table of the parties: what is open now, and how long it took with all that was ever reported.

use api::answers::WaitingOnItem;
use charts::{Mark, MarkRange, MarkScale, Series};
use model::PartyKind;
use texts::messages::Messages;

use super::code;
use crate::pages::{
    figure::{intervals::ENOUGH, remedies::real},
    group_kind::GroupKind,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The end of the axis of the medians, in days.
const LONGEST_DAYS: f64 = 900.0;

/// The scales of the two columns of marks.
struct Scales {
    open: MarkScale,
    median: MarkScale,
}

impl Scales {
    fn new(t: Messages, parties: &[WaitingOnItem]) -> Self {
        let most = parties.iter().map(|party| party.open).max().unwrap_or(0);
        let ticks = [
            (0.0, "0".to_owned()),
            (182.0, String::new()),
            (365.0, t.text("survival-1-year")),
            (730.0, t.text("survival-2-years")),
        ];
        Self {
            open: MarkScale {
                range: MarkRange::FromZero(real(most.max(1))),
                ticks: Vec::new(),
                reference: None,
                width: 120,
            },
            median: MarkScale {
                range: MarkRange::FromZero(LONGEST_DAYS),
                ticks: ticks.into(),
                reference: None,
                width: 170,
            },
        }
    }
}

/// Returns the table.
pub(super) fn table(query: &PageQuery<'_>, parties: &[WaitingOnItem]) -> PageTable {
    let t = query.t();
    let scales = Scales::new(t, parties);
    let rows = parties.iter().enumerate();
    PageTable {
        columns: columns(t, &scales),
        rows: rows
            .map(|(index, party)| row(query, &scales, index, party))
            .collect(),
        has_cards: true,
    }
}

fn columns(t: Messages, scales: &Scales) -> Vec<TableColumn> {
    let (now, ever) = (t.text("parties-now"), t.text("parties-ever"));
    vec![
        TableColumn::text(t.text("parties-party")),
        TableColumn::number(t.text("term-municipalities")).under(&now),
        TableColumn::marks(t.name("def-open"), scales.open.head()).under(&now),
        TableColumn::number(t.name("def-open")).under(&now),
        TableColumn::number(t.name("def-hardnekkig")).under(&now),
        TableColumn::text(t.text("municipalities-oldest")).under(&now),
        TableColumn::number(t.text("parties-middle-age")).under(&now),
        TableColumn::number(t.text("remedies-times")).under(&ever),
        TableColumn::number(t.text("parties-half")).under(&ever),
        TableColumn::marks(t.name("def-interval"), scales.median.head()).under(&ever),
    ]
}

fn row(query: &PageQuery<'_>, scales: &Scales, index: usize, party: &WaitingOnItem) -> PageRow {
    let t = query.t();
    let page = GroupKind::Party.path_of(&code(party));
    let oldest = party.oldest_since_on.map(|day| TableCell::day(t, day));
    let bar = Mark::Bar(vec![
        (Series::Rest, real(party.open)),
        (Series::Persisting, real(party.persisting)),
    ]);
    PageRow::new(vec![
        TableCell::text(model::written_name(&party.party_name))
            .link(query.link(&page))
            .note(kind_name(t, party.party.kind)),
        TableCell::count(t, party.municipalities),
        TableCell::mark(scales.open.mark(&format!("open-{index}"), &bar)),
        TableCell::count(t, party.open),
        TableCell::count(t, party.persisting).persisting(),
        oldest.unwrap_or_else(TableCell::none),
        TableCell::number(t, party.median_age_days, 0),
        TableCell::count(t, party.n),
        median(t, party),
        median_mark(scales, index, party),
    ])
}

/// Returns after how many days half ended; in words where that cannot be told.
fn median(t: Messages, party: &WaitingOnItem) -> TableCell {
    if party.n < ENOUGH {
        return TableCell::text(t.text("term-too-few")).faint();
    }
    let end = |days: Option<f64>| days.map(|days| t.decimal(days, 0));
    let cell = match party.median_days {
        Some(_) => TableCell::number(t, party.median_days, 0),
        None => TableCell::text(t.text("parties-not-yet")).faint(),
    };
    cell.between(t, end(party.median_low), end(party.median_high))
}

fn median_mark(scales: &Scales, index: usize, party: &WaitingOnItem) -> TableCell {
    if party.n < ENOUGH || party.median_low.is_none() {
        return TableCell::default();
    }
    let mark = Mark::Interval {
        value: party.median_days,
        low: party.median_low,
        high: party.median_high,
        series: Series::Open,
    };
    TableCell::mark(scales.median.mark(&format!("helft-{index}"), &mark))
}

/// Returns the name of a kind of party.
pub(crate) fn kind_name(t: Messages, kind: PartyKind) -> String {
    t.text(match kind {
        PartyKind::Supplier => "term-party-supplier",
        PartyKind::NationalBody => "term-party-national-body",
        PartyKind::Partnership => "term-party-partnership",
    })
}

//! How many open knelpunten have which chance to stay open, and of which categories the likely ones are.

use api::answers::{Outlook, OutlookCategory, OutlookStep};
use charts::{ChanceBin, ChanceChart, Mark, MarkRange, MarkScale, Series};

use crate::pages::{
    figure::PageFigure,
    group_kind::GroupKind,
    names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The width of the distribution, in px.
const WIDTH: u16 = 660;

/// Returns the distribution of the chances.
pub(super) fn chances(query: &PageQuery<'_>, outlook: &Outlook, days: &str) -> PageFigure {
    let t = query.t();
    let likely = outlook.distribution.last();
    let likely = likely.map_or(0, |step| step.knelpunten);
    let text = |step: &OutlookStep| {
        let [from, to] = [step.from, step.to].map(|share| format!("{:.0}", share * 100.0));
        t.text_with("outlook-step", &[("from", from.into()), ("to", to.into())])
    };
    let bin = |step: &OutlookStep| ChanceBin {
        label: text(step).replace(' ', ""),
        short_label: text(step).replace([' ', '%'], ""),
        count: step.knelpunten as u64,
    };
    let chart = ChanceChart {
        bins: outlook.distribution.iter().map(bin).collect(),
    };
    let row = |step: &OutlookStep| {
        let count = TableCell::count(t, step.knelpunten);
        PageRow::new(vec![TableCell::text(text(step)), count])
    };
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("outlook-chance")),
            TableColumn::number(t.text("outlook-number")),
        ],
        rows: outlook.distribution.iter().map(row).collect(),
        has_cards: false,
    };
    let expected = t.decimal(outlook.expected_resolved, 1);
    let alt = [("days", days.into()), ("n", likely.into())];
    PageFigure::new(query, "kans", t.with("outlook-likely", "n", likely), table)
        .subtitle(t.with("outlook-likely-sub", "days", days))
        .explanation(t.text("outlook-method"))
        .explanation(t.with("outlook-expected", "n", expected))
        .terms(query, &["def-vooruitblik"])
        .chart(
            query,
            &chart,
            &t.text_with("outlook-likely-alt", &alt),
            WIDTH,
        )
}

/// Returns the categories of those that are the most likely to stay open.
pub(super) fn categories(query: &PageQuery<'_>, outlook: &Outlook) -> PageFigure {
    let t = query.t();
    let most = outlook.likely_to_stay.first();
    let scale = MarkScale {
        range: MarkRange::FromZero(most.map_or(1.0, |most| count(most.knelpunten))),
        ticks: Vec::new(),
        reference: None,
        width: 110,
    };
    let row = |(index, one): (usize, &OutlookCategory)| {
        let bar = Mark::Bar(vec![(Series::Persisting, count(one.knelpunten))]);
        PageRow::new(vec![
            TableCell::text(names::category(t, query.register(), &one.category))
                .link(query.link(&GroupKind::Category.path_of(&one.category))),
            TableCell::count(t, one.knelpunten),
            TableCell::mark(scale.mark(&format!("waar-{index}"), &bar)),
        ])
    };
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("term-category")),
            TableColumn::number(t.text("outlook-number")),
            TableColumn::marks(t.text("outlook-bar"), scale.head()),
        ],
        rows: outlook.likely_to_stay.iter().enumerate().map(row).collect(),
        has_cards: false,
    };
    PageFigure::new(query, "waar", t.text("outlook-where"), table)
        .subtitle(t.text("outlook-where-sub"))
        .terms(query, &["def-vooruitblik"])
}

fn count(count: usize) -> f64 {
    // Counts are far below 2^32.
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

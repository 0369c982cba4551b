//! What is open and persists in each group, as small multiples on one scale.

use std::collections::HashMap;

use api::{
    answers::{GroupName, Trend, TrendItem},
    parameters::Grouping,
};
use charts::{Layout, PanelChart};
use jiff::civil::Date;

use super::{FigurePanel, PageFigure, trend::count, with_context};
use crate::pages::{
    frame::Link,
    names, navigation,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The months of a panel.
const MONTHS: usize = 24;
/// The width of a panel, in px.
const PANEL_WIDTH: u16 = 176;

/// A group of the trend, with its last months.
pub(crate) struct GroupTrend {
    pub(crate) code: String,
    pub(crate) name: String,
    path: String,
    months: Vec<Month>,
}

/// The end of a month, or the as-of instant in the last.
#[derive(Debug, Clone, Copy)]
struct Month {
    first_day: Date,
    open: u64,
    persisting: u64,
}

impl GroupTrend {
    /// What is open now, and persists.
    pub(crate) fn now(&self) -> (u64, u64) {
        let last = self.months.last();
        last.map_or((0, 0), |month| (month.open, month.persisting))
    }

    /// Returns the groups of a trend that have a page, those of which most persists first.
    pub(crate) fn all(query: &PageQuery<'_>, trend: &Trend, by: Grouping) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        let mut index_of: HashMap<&str, usize> = HashMap::new();
        for item in &trend.items {
            let group = item.group.as_deref();
            let code = group.and_then(|group| group.group.as_deref());
            let (Some(group), Some(code)) = (group, code) else {
                continue;
            };
            let index = match index_of.get(code) {
                Some(index) => *index,
                None => match Self::new(query, by, group) {
                    Some(group) => {
                        index_of.insert(code, groups.len());
                        groups.push(group);
                        groups.len() - 1
                    }
                    None => continue,
                },
            };
            groups[index].months.push(month(item));
        }
        for group in &mut groups {
            group
                .months
                .drain(..group.months.len().saturating_sub(MONTHS));
        }
        groups.sort_by(|one, other| {
            let now = |group: &Self| {
                let (open, persisting) = group.now();
                (persisting, open)
            };
            now(other)
                .cmp(&now(one))
                .then_with(|| one.name.cmp(&other.name))
        });
        groups
    }

    fn new(query: &PageQuery<'_>, by: Grouping, group: &GroupName) -> Option<Self> {
        let code = group.group.as_deref()?;
        Some(Self {
            code: code.to_owned(),
            name: names::group(query.t(), query.register(), by, group),
            path: navigation::path_of_group(by, code)?,
            months: Vec::new(),
        })
    }

    fn highest(&self) -> u64 {
        let months = self.months.iter();
        months.map(|month| month.open).max().unwrap_or(0)
    }
}

fn month(item: &TrendItem) -> Month {
    Month {
        first_day: item.period,
        open: count(item.figures.open_at_end),
        persisting: count(item.figures.persisting_at_end),
    }
}

/// Returns a panel for each group, with the months of all in the table.
pub(crate) fn panels(
    query: &PageQuery<'_>,
    id: &'static str,
    groups: &[GroupTrend],
    heading: String,
    first_column: String,
) -> PageFigure {
    let t = query.t();
    let highest = groups.iter().map(GroupTrend::highest).max().unwrap_or(0);
    let mut first_row = 0;
    let panel = |group: &GroupTrend| {
        let panel = FigurePanel {
            name: Link::new(&group.name, query.link(&group.path)),
            chart: chart(query, group, highest, first_row),
        };
        first_row += group.months.len();
        panel
    };
    let drawn = groups.iter().map(panel).collect();
    let rows = groups.iter().flat_map(|group| {
        let row = |month: &Month| {
            let counted = |count| TableCell::count(t, usize::try_from(count).unwrap_or(usize::MAX));
            PageRow::new(vec![
                TableCell::text(&group.name),
                TableCell::text(t.month(month.first_day)),
                counted(month.open),
                counted(month.persisting).persisting(),
            ])
        };
        group.months.iter().map(row)
    });
    let table = PageTable {
        columns: vec![
            TableColumn::text(first_column),
            TableColumn::text(t.text("trend-month")),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
        ],
        rows: rows.collect(),
        has_cards: false,
    };
    PageFigure::new(query, id, heading, table)
        .terms(query, &["def-open", "def-hardnekkig"])
        .panels(drawn)
}

fn chart(query: &PageQuery<'_>, group: &GroupTrend, highest: u64, first_row: usize) -> String {
    let t = query.t();
    let (first, last) = (group.months.first(), group.months.last());
    let counts =
        |month: Option<&Month>| month.map_or((0, 0), |month| (month.open, month.persisting));
    let (open, persisting) = counts(first);
    let (open_now, persisting_now) = counts(last);
    let name = |month: Option<&Month>| month.map(|month| t.short_month(month.first_day));
    let alt = t.text_with(
        "alt-panel",
        &[
            ("name", (&group.name).into()),
            ("open", open.into()),
            ("openNow", open_now.into()),
            ("persisting", persisting.into()),
            ("persistingNow", persisting_now.into()),
            ("from", name(first).unwrap_or_default().into()),
        ],
    );
    let months = group.months.iter();
    let chart = PanelChart {
        values: months.map(|month| (month.open, month.persisting)).collect(),
        highest,
        ends: (
            name(first).unwrap_or_default(),
            name(last).unwrap_or_default(),
        ),
        first_row,
    };
    with_context(query, &format!("groep-{}", group.code), &alt, |context| {
        charts::drawing(&chart, context, Layout::Wide(PANEL_WIDTH))
    })
}

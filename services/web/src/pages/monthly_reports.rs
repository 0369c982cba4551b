//! All monthly reports, the newest first.

use api::{
    Filter,
    answers::{PeriodFigures, TrendItem},
};
use askama::Template;
use questions::TrendQuestion;

use super::{
    Page,
    figure::PageFigure,
    frame::PageFrame,
    monthly_report::{self, Month},
    page_query::PageQuery,
    provenance,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::problem::WebProblem;

/// The path of the page.
pub(super) const PATH: &str = "/maandberichten";

#[derive(Template)]
#[template(path = "monthly-reports.html")]
pub(crate) struct MonthlyReportsPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// None if there is no report yet.
    pub(crate) list: Option<PageFigure>,
}

impl Page for MonthlyReportsPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.list.iter().collect()
    }
}

impl MonthlyReportsPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let all = Filter::default();
        let trend = query.ask(all.clone(), TrendQuestion::default())?;
        let (summary, _) = query.summary(all.clone())?;
        let notices = provenance::of_selection(query, summary, &all)?;
        let t = query.t();
        let has_ended = |item: &&TrendItem| Month::from_day(item.period).has_ended_by(query.as_of);
        let ended = trend.items.iter().rev().filter(has_ended);
        let rows: Vec<PageRow> = ended.map(|item| row(query, item)).collect();
        let (lead, table) = (
            t.with("monthly-list-lead", "n", rows.len()),
            table(query, rows),
        );
        let list = (!table.rows.is_empty()).then(|| {
            PageFigure::new(query, "maanden", t.text("monthly-list-heading"), table).terms(
                query,
                &["def-open", "def-hardnekkig", "def-erbij", "def-eraf"],
            )
        });
        Ok(Self {
            lead,
            list,
            frame: PageFrame::new(query, t.text("monthly-all"), Vec::new(), notices),
        })
    }
}

fn table(query: &PageQuery<'_>, rows: Vec<PageRow>) -> PageTable {
    let t = query.t();
    let numbers = [
        t.name("def-open"),
        t.text("trend-persisting-column"),
        t.name("def-erbij"),
        t.text("trend-came-back"),
        t.name("def-eraf"),
    ];
    PageTable {
        columns: [TableColumn::text(t.text("monthly-month"))]
            .into_iter()
            .chain(numbers.map(TableColumn::number))
            .collect(),
        rows,
        has_cards: false,
    }
}

fn row(query: &PageQuery<'_>, item: &TrendItem) -> PageRow {
    let t = query.t();
    let month = Month::from_day(item.period);
    let PeriodFigures {
        open_at_end,
        persisting_at_end,
        opened,
        recurred,
        resolved,
        ..
    } = item.figures;
    let numbers = [open_at_end, persisting_at_end, opened, recurred, resolved];
    let numbers =
        numbers.map(|number| TableCell::count(t, usize::try_from(number).unwrap_or_default()));
    let name = TableCell::text(t.month(item.period));
    let name = name.link(query.link(&monthly_report::path(month)));
    PageRow::new([name].into_iter().chain(numbers).collect())
}

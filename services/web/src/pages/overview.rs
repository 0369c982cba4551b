//! The overview: the four figures, where knelpunten persist, and the trend.

use std::cmp::Reverse;

use api::{
    Filter,
    answers::{Matrix, MatrixCell, Trend, TrendItem},
};
use askama::Template;
use questions::{MatrixQuestion, TrendQuestion};
use register::Register;
use texts::{dates, numbers::number, overview as text, site};

use super::{
    chart::{Chart, ChartPoint},
    figures::{self, Figure},
    frame::{Link, PageFrame},
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

/// The months of the trend.
const MONTHS: usize = 24;

#[derive(Template)]
#[template(path = "overview.html")]
pub(crate) struct OverviewPage {
    pub(crate) frame: PageFrame,
    /// The page of the rounds.
    pub(crate) rounds: String,
    pub(crate) figures: Vec<Figure>,
    /// Caption of the municipalities.
    pub(crate) caption: String,
    pub(crate) municipalities: Vec<MunicipalityRow>,
    pub(crate) months: Vec<MonthRow>,
    pub(crate) chart: Option<Chart>,
}

/// A municipality with open knelpunten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MunicipalityRow {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) province: String,
    pub(crate) open: usize,
    pub(crate) persisting: usize,
    /// The most frequent category.
    pub(crate) mostly: String,
}

/// A month of the trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MonthRow {
    pub(crate) name: String,
    pub(crate) reported: String,
    pub(crate) opened: String,
    pub(crate) recurred: String,
    pub(crate) resolved: String,
    pub(crate) open: String,
    pub(crate) persisting: String,
}

impl super::Page for OverviewPage {}

impl OverviewPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let all = Filter::default();
        let (summary, counted) = query.summary(all.clone())?;
        let matrix = query.ask(all.clone(), MatrixQuestion)?;
        // By month.
        let trend = query.ask(all.clone(), TrendQuestion::default())?;
        let notices = provenance::of_selection(query, summary, &all)?;
        let monthly = [("every", "month")];
        let data = vec![
            Link::to_data(query, site::data::FIGURES, "/v1/summary", &[]),
            Link::to_data(
                query,
                site::data::MUNICIPALITIES,
                "/v1/persisting/matrix",
                &[],
            ),
            Link::to_data(query, site::data::TREND, "/v1/trend", &monthly),
        ];
        let municipalities = municipality_rows(&matrix, query);
        Ok(Self {
            frame: PageFrame::new(query, text::TITLE.to_owned(), Vec::new(), notices)
                .with_data(data),
            rounds: query.link("/rondes"),
            figures: figures::figures(summary, counted),
            caption: text::municipalities(municipalities.len()),
            municipalities,
            months: month_rows(&trend),
            chart: chart(&trend),
        })
    }
}

/// Adds cells up to municipalities, the most persisting first.
fn municipality_rows(matrix: &Matrix, query: &PageQuery<'_>) -> Vec<MunicipalityRow> {
    let by_municipality = matrix
        .cells
        .chunk_by(|one, other| one.municipality == other.municipality);
    let rows = by_municipality.filter_map(|cells| municipality_row(cells, query));
    let mut rows: Vec<MunicipalityRow> = rows.collect();
    rows.sort_by(|one, other| {
        let order = |row: &MunicipalityRow| (Reverse(row.persisting), Reverse(row.open));
        order(one)
            .cmp(&order(other))
            .then_with(|| one.name.cmp(&other.name))
    });
    rows
}

fn municipality_row(cells: &[MatrixCell], query: &PageQuery<'_>) -> Option<MunicipalityRow> {
    let first = cells.first()?;
    let most = cells
        .iter()
        .rev()
        .max_by_key(|cell| (cell.persisting, cell.open))?;
    Some(MunicipalityRow {
        name: first.municipality_name.clone(),
        href: query.link(&format!("/gemeenten/{}", first.municipality)),
        province: province(&first.municipality, query.register()),
        open: cells.iter().map(|cell| cell.open).sum(),
        persisting: cells.iter().map(|cell| cell.persisting).sum(),
        mostly: most.category_name.clone(),
    })
}

fn province(code: &str, register: &Register) -> String {
    let id = register.find_municipality(code);
    let province = id.map(|id| register.province(register.municipality(id).province));
    province
        .map(|province| province.name.clone())
        .unwrap_or_default()
}

fn month_rows(trend: &Trend) -> Vec<MonthRow> {
    let row = |item: &TrendItem| {
        let figures = &item.figures;
        MonthRow {
            name: dates::month(item.period),
            reported: number(figures.reported),
            opened: number(figures.opened),
            recurred: number(figures.recurred),
            resolved: number(figures.resolved),
            open: number(figures.open_at_end),
            persisting: number(figures.persisting_at_end),
        }
    };
    trend.items.iter().rev().take(MONTHS).map(row).collect()
}

fn chart(trend: &Trend) -> Option<Chart> {
    let start = trend.items.len().saturating_sub(MONTHS);
    let point = |item: &TrendItem| {
        let open = item.figures.open_at_end.try_into().unwrap_or_default();
        let persisting = item.figures.persisting_at_end;
        let persisting = persisting.try_into().unwrap_or_default();
        ChartPoint {
            label: dates::short_month(item.period),
            title: text::chart_point(&dates::month(item.period), open, persisting),
            open,
            persisting,
        }
    };
    let points: Vec<ChartPoint> = trend.items.iter().skip(start).map(point).collect();
    Chart::new(&points)
}

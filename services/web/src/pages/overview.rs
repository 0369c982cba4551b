//! The overview: the four figures, where it persists, and how it went.

use std::cmp::Reverse;

use askama::Template;
use questions::{Matrix, MatrixCell, Trend};
use register::Register;

use super::{
    chart::{Chart, Point},
    dutch,
    figures::{self, Figure},
    frame::{self, Frame, Link},
    inquiry::Inquiry,
};
use crate::problem::WebProblem;

/// The months that the trend shows.
const MONTHS: usize = 24;

#[derive(Template)]
#[template(path = "overview.html")]
pub(crate) struct OverviewPage {
    pub(crate) frame: Frame,
    /// The page of the rounds.
    pub(crate) rounds: String,
    pub(crate) figures: Vec<Figure>,
    pub(crate) municipalities: Vec<Row>,
    pub(crate) months: Vec<Month>,
    pub(crate) chart: Option<Chart>,
}

/// A municipality in which something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) province: String,
    pub(crate) open: usize,
    pub(crate) persisting: usize,
    /// The category that most of it is about.
    pub(crate) mostly: String,
}

/// What happened in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    pub(crate) name: String,
    pub(crate) reported: String,
    pub(crate) opened: String,
    pub(crate) recurred: String,
    pub(crate) resolved: String,
    pub(crate) open: String,
    pub(crate) persisting: String,
}

impl OverviewPage {
    /// Asks what the page shows.
    ///
    /// # Errors
    ///
    /// As asking does.
    pub(crate) fn of(inquiry: &mut Inquiry<'_>) -> Result<Self, WebProblem> {
        inquiry.takes_no_own()?;
        let (summary, counted) = inquiry.summary(&[])?;
        let (matrix, trend) = (inquiry.matrix()?, inquiry.trend()?);
        let notices = frame::provenance(inquiry, summary, &[])?;
        let data = vec![
            Link::to_data(inquiry, "cijfers", "/v1/summary", &[]),
            Link::to_data(inquiry, "gemeenten", "/v1/persisting/matrix", &[]),
            Link::to_data(inquiry, "verloop", "/v1/trend", &[("every", "month")]),
        ];
        Ok(Self {
            frame: Frame::of(
                inquiry,
                "Knelpunten bij gemeenten".to_owned(),
                notices,
                data,
            ),
            rounds: inquiry.link("/rondes"),
            figures: figures::figures(summary, counted),
            municipalities: rows(&matrix, inquiry),
            months: months(&trend),
            chart: chart(&trend),
        })
    }
}

/// Sums cells up to municipalities, those where most persists first.
fn rows(matrix: &Matrix, inquiry: &Inquiry<'_>) -> Vec<Row> {
    let of_one = matrix
        .cells
        .chunk_by(|one, other| one.municipality == other.municipality);
    let mut rows: Vec<Row> = of_one.filter_map(|cells| row(cells, inquiry)).collect();
    rows.sort_by(|one, other| {
        let order = |row: &Row| (Reverse(row.persisting), Reverse(row.open));
        order(one)
            .cmp(&order(other))
            .then_with(|| one.name.cmp(&other.name))
    });
    rows
}

fn row(cells: &[MatrixCell], inquiry: &Inquiry<'_>) -> Option<Row> {
    let first = cells.first()?;
    let most = cells
        .iter()
        .rev()
        .max_by_key(|cell| (cell.persisting, cell.open))?;
    Some(Row {
        name: first.municipality_name.clone(),
        href: inquiry.link(&format!("/gemeenten/{}", first.municipality)),
        province: province(&first.municipality, inquiry.register()),
        open: cells.iter().map(|cell| cell.open).sum(),
        persisting: cells.iter().map(|cell| cell.persisting).sum(),
        mostly: most.category_name.clone(),
    })
}

fn province(code: &str, register: &Register) -> String {
    let held = register
        .find_municipality(code)
        .map(|id| register.municipality(id).province);
    held.map(|id| register.province(id).name.clone())
        .unwrap_or_default()
}

fn months(trend: &Trend) -> Vec<Month> {
    let month = |item: &questions::TrendItem| {
        let figures = &item.figures;
        Month {
            name: dutch::month(item.period),
            reported: dutch::number(figures.reported),
            opened: dutch::number(figures.opened),
            recurred: dutch::number(figures.recurred),
            resolved: dutch::number(figures.resolved),
            open: dutch::number(figures.open_at_end),
            persisting: dutch::number(figures.persisting_at_end),
        }
    };
    // The newest first, as a table is read.
    trend.items.iter().rev().take(MONTHS).map(month).collect()
}

fn chart(trend: &Trend) -> Option<Chart> {
    let start = trend.items.len().saturating_sub(MONTHS);
    let point = |item: &questions::TrendItem| {
        let figures = &item.figures;
        let (open, persisting) = (figures.open_at_end, figures.persisting_at_end);
        Point {
            label: dutch::short_month(item.period),
            title: format!(
                "{}: {} open, {} hardnekkig",
                dutch::month(item.period),
                dutch::number(open),
                dutch::number(persisting)
            ),
            open: open.try_into().unwrap_or_default(),
            persisting: persisting.try_into().unwrap_or_default(),
        }
    };
    let points: Vec<Point> = trend.items.iter().skip(start).map(point).collect();
    Chart::of(&points)
}

//! What is open in which municipality, by category: a heat map, with those of which most persists first.

use std::collections::BTreeMap;

use api::{
    Filter,
    answers::{Matrix, MatrixCell},
};
use askama::Template;
use charts::{HeatCell, HeatMap, HeatRow, MatrixHead};
use questions::MatrixQuestion;

use super::{
    figure::PageFigure,
    frame::PageFrame,
    group_kind::GroupKind,
    municipalities, names,
    navigation::path_of_municipality,
    page_query::PageQuery,
    paging::{FROM, RowPage, first_row},
    provenance,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::problem::WebProblem;

/// The path of the page.
pub(super) const PATH: &str = "/matrix";
/// The width of the heat map, in px.
const WIDTH: u16 = 1_168;

#[derive(Template)]
#[template(path = "matrix.html")]
pub(crate) struct MatrixPage {
    pub(crate) frame: PageFrame,
    /// `None` where nothing is open.
    pub(crate) matrix: Option<PageFigure>,
}

/// A municipality or a category, with what is open in it.
struct Line<'a> {
    code: &'a str,
    name: String,
    open: usize,
    persisting: usize,
    /// Its cells, by the code of the other.
    cells: BTreeMap<&'a str, &'a MatrixCell>,
}

impl super::Page for MatrixPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.matrix.iter().collect()
    }
}

impl MatrixPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question; 400 if the rows would begin at something else than a number.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let from = first_row(&query.page_keys(&[FROM])?)?;
        let answer = query.ask(Filter::default(), MatrixQuestion)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let title = query.t().text("matrix-title");
        Ok(Self {
            matrix: figure(query, &answer, from),
            frame: PageFrame::new(query, title, Vec::new(), notices),
        })
    }
}

impl<'a> Line<'a> {
    /// Returns the lines of some cells, those of which most persists first.
    fn all(
        cells: &'a [MatrixCell],
        code: impl Fn(&'a MatrixCell) -> &'a str,
        other: impl Fn(&'a MatrixCell) -> &'a str,
        name: impl Fn(&'a MatrixCell) -> String,
    ) -> Vec<Self> {
        let mut lines: BTreeMap<&str, Self> = BTreeMap::new();
        for cell in cells {
            let line = lines.entry(code(cell)).or_insert_with(|| Self {
                code: code(cell),
                name: name(cell),
                open: 0,
                persisting: 0,
                cells: BTreeMap::new(),
            });
            line.open += cell.open;
            line.persisting += cell.persisting;
            line.cells.insert(other(cell), cell);
        }
        let mut lines: Vec<Self> = lines.into_values().collect();
        lines.sort_by_cached_key(|line| {
            let most = usize::MAX;
            let name = municipalities::sort_key(&line.name);
            (most - line.persisting, most - line.open, name)
        });
        lines
    }
}

/// Returns a page of the matrix; none if nothing is open.
fn figure(query: &PageQuery<'_>, answer: &Matrix, from: usize) -> Option<PageFigure> {
    let (t, register) = (query.t(), query.register());
    let cells = &answer.cells;
    let rows = Line::all(cells, municipality_of, category_of, |cell| {
        cell.municipality_name.clone()
    });
    let columns = Line::all(cells, category_of, municipality_of, |cell| {
        names::category(t, register, &cell.category)
    });
    let page = RowPage::new(from, rows.len())?;
    let shown = &rows[page.from..page.to];
    let chart = heat_map(query, shown, &columns);
    let counts = [
        ("n", rows.len().into()),
        ("categories", columns.len().into()),
        ("from", (page.from + 1).into()),
        ("to", page.to.into()),
    ];
    let table = table(query, shown, &columns);
    let heading = t.text_with("matrix-heading", &counts);
    let figure = PageFigure::new(query, "matrix", heading, table)
        .subtitle(t.text_with("matrix-sub", &counts))
        .terms(query, &["def-open", "def-hardnekkig", "def-indeling"])
        .chart(query, &chart, &t.text_with("matrix-alt", &counts), WIDTH);
    Some(page.link(query, PATH, figure))
}

fn municipality_of(cell: &MatrixCell) -> &str {
    &cell.municipality
}

fn category_of(cell: &MatrixCell) -> &str {
    &cell.category
}

/// Returns the chart of some rows. The totals below the columns are those of all rows.
fn heat_map(query: &PageQuery<'_>, rows: &[Line<'_>], columns: &[Line<'_>]) -> HeatMap {
    let column = |column: &Line<'_>| {
        let path = GroupKind::Category.path_of(column.code);
        (head(query, column, &path), number(column.open))
    };
    HeatMap {
        columns: columns.iter().map(column).collect(),
        rows: rows
            .iter()
            .map(|row| heat_row(query, row, columns))
            .collect(),
        totals_label: query.t().text("matrix-total"),
    }
}

fn head(query: &PageQuery<'_>, line: &Line<'_>, path: &str) -> MatrixHead {
    MatrixHead {
        label: line.name.clone(),
        href: query.link(path),
    }
}

fn heat_row(query: &PageQuery<'_>, row: &Line<'_>, columns: &[Line<'_>]) -> HeatRow {
    let t = query.t();
    let cell = |column: &Line<'_>| {
        let Some(cell) = row.cells.get(column.code) else {
            return HeatCell::default();
        };
        let values = [
            ("name", (&row.name).into()),
            ("category", (&column.name).into()),
            ("open", cell.open.into()),
            ("persisting", cell.persisting.into()),
        ];
        HeatCell {
            open: number(cell.open),
            persisting: number(cell.persisting),
            title: t.text_with("matrix-cell", &values),
        }
    };
    HeatRow {
        head: head(query, row, &path_of_municipality(row.code)),
        cells: columns.iter().map(cell).collect(),
        total: number(row.open),
    }
}

/// Returns a row for each cell of the rows: the numbers that the colours of the heat map stand for.
fn table(query: &PageQuery<'_>, rows: &[Line<'_>], columns: &[Line<'_>]) -> PageTable {
    let t = query.t();
    let cells = rows.iter().flat_map(|row| {
        let of_row = columns.iter().filter_map(|column| {
            let cell = row.cells.get(column.code)?;
            let category = GroupKind::Category.path_of(column.code);
            Some(PageRow::new(vec![
                TableCell::text(&row.name).link(query.link(&path_of_municipality(row.code))),
                TableCell::text(&column.name).link(query.link(&category)),
                TableCell::count(t, cell.open),
                TableCell::count(t, cell.persisting).persisting(),
            ]))
        });
        of_row.collect::<Vec<_>>()
    });
    PageTable {
        columns: vec![
            TableColumn::text(t.text("term-municipality")),
            TableColumn::text(t.text("term-category")),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
        ],
        rows: cells.collect(),
        has_cards: false,
    }
}

/// Returns a count as a chart has it.
fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

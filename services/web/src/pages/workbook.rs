//! The table of a figure as a workbook: a sheet with numbers and dates, and one that says what they mean and where they
//! come from.

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};
use texts::messages::Messages;

use super::{
    figure::PageFigure,
    page_query::PageQuery,
    table::{CellValue, PageTable, TableCell},
};
use crate::api::sheet::{CellFormats, excel_date, text_width, write_text};

/// The rows that decide how wide a column is.
const MEASURED_ROWS: usize = 200;
/// The widths of the columns of the second sheet, in characters.
const PROVENANCE_WIDTHS: [f64; 2] = [24.0, 100.0];

/// Writes the table of a figure as a workbook; `origin` is where the page is served. The same figure gives the same bytes.
///
/// # Errors
///
/// If there is more than a workbook can have.
pub(super) fn xlsx(
    figure: &PageFigure,
    query: &PageQuery<'_>,
    origin: &str,
) -> Result<Vec<u8>, XlsxError> {
    let (t, mut workbook) = (query.t(), Workbook::new());
    // The clock would make every workbook differ.
    let created = excel_date(query.as_of.day())?;
    workbook.set_properties(
        &DocProperties::new()
            .set_author("knelpunt")
            .set_creation_datetime(&created),
    );
    let formats = CellFormats::new();
    let table = workbook.add_worksheet();
    table.set_name(t.text("workbook-table"))?;
    write_table(table, &figure.table, &formats)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(t.text("workbook-provenance"))?;
    write_provenance(sheet, &provenance(t, figure, query, origin), &formats)?;
    workbook.save_to_buffer()
}

fn write_table(
    sheet: &mut Worksheet,
    table: &PageTable,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    let exported: Vec<usize> = table.exported().collect();
    for (to, from) in (0..).zip(&exported) {
        let name = &table.columns[*from].name;
        sheet.write_string_with_format(0, to, name, &formats.heading)?;
        let shown = table.rows.iter().take(MEASURED_ROWS);
        let shown = shown.filter_map(|row| row.cells.get(*from));
        let longest = shown.map(|cell| cell.shown.chars().count()).max();
        sheet.set_column_width(to, text_width(name, longest.unwrap_or_default()))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        let cells = exported.iter().map(|from| cells.cells.get(*from));
        for (column, cell) in (0..).zip(cells) {
            if let Some(cell) = cell {
                write_cell(sheet, (row, column), cell, formats)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = exported.len().checked_sub(1) {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, last)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &TableCell,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    match &cell.value {
        CellValue::None => {}
        CellValue::Text(text) => write_text(sheet, (row, column), text, formats)?,
        CellValue::Number(number) => drop(sheet.write_number(row, column, *number)?),
        CellValue::Day(day) => {
            sheet.write_with_format(row, column, &excel_date(*day)?, &formats.date)?;
        }
    }
    Ok(())
}

/// Returns labels and values: what is shown, what it means, as of when, and the link that shows it again.
fn provenance(
    t: Messages,
    figure: &PageFigure,
    query: &PageQuery<'_>,
    origin: &str,
) -> Vec<(String, String)> {
    let subtitle = figure.subtitle.clone();
    let meanings = figure.definitions.iter();
    let meanings = meanings.map(|text| (t.text("workbook-meaning"), text.clone()));
    [(t.text("workbook-figure"), figure.heading.clone())]
        .into_iter()
        .chain(subtitle.map(|text| (t.text("workbook-selection"), text)))
        .chain(meanings)
        .chain([
            (t.text("workbook-moment"), query.source()),
            (
                t.text("figure-permanent"),
                format!("{origin}{}", figure.permanent_link),
            ),
        ])
        .collect()
}

fn write_provenance(
    sheet: &mut Worksheet,
    entries: &[(String, String)],
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(PROVENANCE_WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    for (row, (label, value)) in (0..).zip(entries) {
        sheet.write_string_with_format(row, 0, label, &formats.heading)?;
        write_text(sheet, (row, 1), value, formats)?;
    }
    Ok(())
}

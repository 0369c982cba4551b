//! Tables as workbooks: a sheet with typed columns, and one that says where they come from.

use api::answers::{Cell, Column, ColumnKind, Table};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use model::{AMSTERDAM, Instant};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use texts::files;

use super::{
    file::Provenance,
    sheet::{CellFormats, DATE, DATE_TIME, cut, excel_date, text_width, write_text},
};

/// How many rows decide how wide a column is.
const MEASURED_ROWS: usize = 200;

/// Writes a table and its provenance as a workbook. The same table gives the same bytes.
///
/// # Errors
///
/// If there is more than a workbook can have: a million rows.
pub(super) fn xlsx(table: &Table, provenance: &Provenance) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The clock would make every workbook differ.
    let created = excel_date(provenance.created)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_author("knelpunt")
            .set_creation_datetime(&created),
    );
    let formats = CellFormats::new();
    write_table(workbook.add_worksheet(), table, &formats)?;
    write_provenance(workbook.add_worksheet(), provenance, &formats)?;
    workbook.save_to_buffer()
}

fn write_table(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    sheet.set_name(files::TABLE)?;
    for (index, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, index, column.name, &formats.heading)?;
        sheet.set_column_width(index, width(table, usize::from(index)))?;
    }
    for (number, row) in (1..).zip(&table.rows) {
        for ((index, column), cell) in (0..).zip(&table.columns).zip(row) {
            write_cell(sheet, (number, index), *column, cell, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = table.columns.len().checked_sub(1) {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, last)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    described: Column,
    cell: &Cell,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Boolean(value) => drop(sheet.write_boolean(row, column, *value)?),
        Cell::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            sheet.write_number(row, column, number)?;
        }
        Cell::Text(text) => match moment(described.kind, text) {
            Some(Moment::Day(day)) => {
                sheet.write_with_format(row, column, &excel_date(day)?, &formats.date)?;
            }
            Some(Moment::At(at)) => {
                sheet.write_with_format(row, column, &excel_date_time(at)?, &formats.date_time)?;
            }
            None => write_text(sheet, (row, column), text, formats)?,
        },
    }
    Ok(())
}

/// A day or an instant in Dutch time.
enum Moment {
    Day(Date),
    At(DateTime),
}

/// Returns the moment in a cell of a column that has these.
fn moment(kind: ColumnKind, text: &str) -> Option<Moment> {
    match kind {
        ColumnKind::Date => text.parse().ok().map(Moment::Day),
        ColumnKind::Instant => {
            let microseconds = Instant::parse(text)?.microseconds();
            let at = Timestamp::from_microsecond(microseconds).ok()?;
            Some(Moment::At(AMSTERDAM.to_datetime(at)))
        }
        _ => None,
    }
}

/// Returns an instant to the millisecond, which is what a workbook has; cut, so that it stays on its day.
fn excel_date_time(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let (hour, minute, second) = (
        at.hour().unsigned_abs(),
        at.minute().unsigned_abs(),
        at.second().unsigned_abs(),
    );
    let millisecond = at.millisecond().unsigned_abs();
    excel_date(at.date())?.and_hms_milli(hour.into(), minute, second, millisecond)
}

fn width(table: &Table, index: usize) -> f64 {
    let column = table.columns[index];
    let rows = table.rows.iter().take(MEASURED_ROWS);
    let of_rows = rows.map(|row| row[index].text().chars().count());
    let longest = match column.kind {
        ColumnKind::Date => DATE.len(),
        ColumnKind::Instant => DATE_TIME.len(),
        _ => of_rows.max().unwrap_or_default(),
    };
    text_width(column.name, longest)
}

fn write_provenance(
    sheet: &mut Worksheet,
    provenance: &Provenance,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    sheet.set_name(files::PROVENANCE)?;
    for (index, width) in (0..).zip([30.0, 40.0, 80.0, 40.0, 50.0]) {
        sheet.set_column_width(index, width)?;
    }
    let mut row = 0;
    for (label, value) in &provenance.entries {
        sheet.write_string_with_format(row, 0, *label, &formats.heading)?;
        sheet.write_string(row, 1, cut(value))?;
        row += 1;
    }
    if provenance.definitions.is_empty() {
        return Ok(());
    }
    row += 1;
    for (index, heading) in (0..).zip(files::DEFINITION_HEADINGS) {
        sheet.write_string_with_format(row, index, heading, &formats.heading)?;
    }
    for definition in &provenance.definitions {
        row += 1;
        let sources = definition.sources.join("; ");
        let cells = [
            definition.figure,
            definition.nl.name,
            definition.nl.meaning,
            definition.formula.unwrap_or_default(),
            &sources,
        ];
        for (index, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, index, cell, &formats.wrapped)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_on_its_day_in_the_netherlands() {
        let at = |text: &str| match moment(ColumnKind::Instant, text) {
            Some(Moment::At(at)) => at.to_string(),
            _ => String::new(),
        };
        assert_eq!(at("2013-02-11T23:00:00Z"), "2013-02-12T00:00:00");
        assert_eq!(
            at("2013-06-30T21:59:59.999999Z"),
            "2013-06-30T23:59:59.999999"
        );
        assert_eq!(at("2013-06-30T22:00:00Z"), "2013-07-01T00:00:00");
    }
}

//! The three row sheets: calls, open knelpunten, and new ones.

use jiff::civil::Date;
use model::{ConsultationOutcome, Outcome, PartyKind};
use rust_xlsxwriter::{DataValidation, ExcelDateTime, Format, Worksheet, XlsxError};

use super::{
    lists::{self, DropDownLists},
    styles::{CellStyles, row_height_points, set_up_rows},
};
use crate::{
    CallSheet, SheetKnelpunt,
    labels::RowAnswer,
    layout::{self, SheetColumn, index_of},
    stamp::SheetStamp,
};

/// The scale at which half of the columns of the open knelpunten is as wide as the paper.
const HALF_PERCENT: u16 = 60;

/// Writes the sheet of calls.
pub(super) fn municipalities(
    worksheet: &mut Worksheet,
    sheet: &CallSheet,
    stamp: &SheetStamp,
    styles: &CellStyles,
) -> Result<(), XlsxError> {
    let columns = &layout::MUNICIPALITY_COLUMNS;
    worksheet.set_name(layout::MUNICIPALITIES)?;
    set_up_rows(worksheet, columns, stamp, styles, 2)?;
    for (row, municipality) in (1..).zip(&sheet.municipalities) {
        let open = sheet.knelpunten.iter();
        let count = open
            .filter(|open| open.key.called == municipality.code)
            .count();
        let prefilled = [
            &municipality.code,
            &municipality.name,
            &municipality.province,
        ];
        for (index, text) in (0..).zip(prefilled) {
            worksheet.write_with_format(row, index, text.as_str(), &styles.prefilled)?;
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        worksheet.write_with_format(row, 3, count, &styles.prefilled)?;
        write_blanks(worksheet, row, columns, styles)?;
    }
    let (of, last) = (layout::MUNICIPALITIES, last_row(sheet.municipalities.len()));
    let reached = lists::labels::<ConsultationOutcome>()?;
    add_drop_down(worksheet, of, layout::REACHED, last, &reached)?;
    add_filter(worksheet, columns, last)
}

/// Writes the sheet of open knelpunten.
pub(super) fn knelpunten(
    worksheet: &mut Worksheet,
    sheet: &CallSheet,
    stamp: &SheetStamp,
    styles: &CellStyles,
    lists: &DropDownLists,
) -> Result<(), XlsxError> {
    let columns = &layout::KNELPUNT_COLUMNS;
    worksheet.set_name(layout::KNELPUNTEN)?;
    set_up_rows(worksheet, columns, stamp, styles, 2)?;
    for (row, open) in (1..).zip(&sheet.knelpunten) {
        write_open(worksheet, row, open, styles)?;
        write_blanks(worksheet, row, columns, styles)?;
    }
    print_in_halves(worksheet)?;
    let (of, last) = (layout::KNELPUNTEN, last_row(sheet.knelpunten.len()));
    let answers = lists::labels::<RowAnswer>()?;
    add_drop_down(worksheet, of, layout::ANSWER, last, &answers)?;
    let outcomes = lists::labels::<Outcome>()?;
    add_drop_down(worksheet, of, layout::OUTCOME, last, &outcomes)?;
    if let Some(remedies) = lists.drop_down(layout::REMEDY) {
        add_drop_down(worksheet, of, layout::REMEDY, last, &remedies)?;
    }
    add_filter(worksheet, columns, last)
}

/// Prints the prefilled columns on one page and the answers on another: on one page the print is too small to read.
fn print_in_halves(worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    worksheet.set_print_scale(HALF_PERCENT);
    worksheet.set_repeat_columns(0, 1)?;
    let answers = index_of(layout::KNELPUNTEN, layout::ANSWER);
    worksheet.set_vertical_page_breaks(&[u32::from(answers)])?;
    Ok(())
}

/// Writes the sheet for new knelpunten, with empty rows.
pub(super) fn new_ones(
    worksheet: &mut Worksheet,
    sheet: &CallSheet,
    stamp: &SheetStamp,
    styles: &CellStyles,
    lists: &DropDownLists,
) -> Result<(), XlsxError> {
    let (of, last, columns) = (layout::NEW, layout::NEW_ROWS, &layout::NEW_COLUMNS);
    worksheet.set_name(of)?;
    set_up_rows(worksheet, columns, stamp, styles, 0)?;
    for row in 1..=last {
        write_blanks(worksheet, row, columns, styles)?;
    }
    let municipalities = lists::municipalities(sheet.municipalities.len())?;
    add_drop_down(worksheet, of, layout::MUNICIPALITY, last, &municipalities)?;
    for heading in [layout::CATEGORY, layout::BUILDING_BLOCK] {
        if let Some(options) = lists.drop_down(heading) {
            add_drop_down(worksheet, of, heading, last, &options)?;
        }
    }
    let kinds = lists::labels::<PartyKind>()?;
    add_drop_down(worksheet, of, layout::PARTY_KIND, last, &kinds)
}

/// Writes the prefilled and hidden cells of an open knelpunt.
fn write_open(
    worksheet: &mut Worksheet,
    row: u32,
    open: &SheetKnelpunt,
    styles: &CellStyles,
) -> Result<(), XlsxError> {
    let SheetKnelpunt { key, .. } = open;
    let index = |heading| index_of(layout::KNELPUNTEN, heading);
    let party = key.party.as_ref();
    let party = party.map(|(kind, name)| texts::terms::party(*kind, name));
    let cells = [
        (layout::MUNICIPALITY, Some(&open.municipality_name)),
        (layout::CATEGORY, Some(&open.category_name)),
        (layout::BUILDING_BLOCK, open.building_block_name.as_ref()),
        (layout::PARTY, party.as_ref()),
        (layout::REFERENCE, key.reference.as_ref()),
        (layout::DESCRIPTION, open.description.as_ref()),
    ];
    let cells = cells.map(|(heading, text)| (index(heading), text.map_or("", String::as_str)));
    for (index, text) in cells {
        worksheet.write_with_format(row, index, text, &styles.prefilled)?;
    }
    let widths = cells.map(|(index, text)| {
        let column = &layout::KNELPUNT_COLUMNS[usize::from(index)];
        (text, column.width)
    });
    worksheet.set_row_height(row, row_height_points(widths))?;
    let dates = [
        (layout::SINCE, open.since),
        (layout::LAST_CONFIRMED, key.last_reported),
    ];
    for (heading, day) in dates {
        write_day(worksheet, row, index(heading), day, &styles.prefilled_date)?;
    }
    let age = index(layout::AGE);
    worksheet.write_with_format(row, age, open.age_days, &styles.prefilled)?;
    let id = key.identity().id().to_string();
    worksheet.write(row, index(layout::ID), id)?;
    let key = serde_json::json!(key).to_string();
    worksheet.write(row, index(layout::KEY), key)?;
    Ok(())
}

/// Writes a date; one before 1900, for which Excel has no number, as text.
fn write_day(
    worksheet: &mut Worksheet,
    row: u32,
    index: u16,
    day: Date,
    style: &Format,
) -> Result<(), XlsxError> {
    let (year, month, of_month) = (
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    match ExcelDateTime::from_ymd(year, month, of_month) {
        Ok(date) => worksheet.write_with_format(row, index, &date, style)?,
        Err(_) => worksheet.write_with_format(row, index, day.to_string(), style)?,
    };
    Ok(())
}

/// Writes the empty cells of a row that are to be filled in.
fn write_blanks(
    worksheet: &mut Worksheet,
    row: u32,
    columns: &[SheetColumn],
    styles: &CellStyles,
) -> Result<(), XlsxError> {
    for (index, column) in (0..).zip(columns) {
        if let Some(style) = styles.blank(column) {
            worksheet.write_blank(row, index, style)?;
        }
    }
    Ok(())
}

fn add_drop_down(
    worksheet: &mut Worksheet,
    sheet: &str,
    heading: &str,
    last_row: u32,
    drop_down: &DataValidation,
) -> Result<(), XlsxError> {
    let index = index_of(sheet, heading);
    worksheet.add_data_validation(1, index, last_row, index, drop_down)?;
    Ok(())
}

fn add_filter(
    worksheet: &mut Worksheet,
    columns: &[SheetColumn],
    last_row: u32,
) -> Result<(), XlsxError> {
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    worksheet.autofilter(0, 0, last_row, last)?;
    Ok(())
}

/// Returns the last of so many rows below the headings; at least one, because Excel rejects an empty range.
fn last_row(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).max(1)
}

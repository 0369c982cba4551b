//! The three sheets of rows: who is asked, what is open, and what is new.

use model::{ConsultationOutcome, Outcome, PartyKind};
use rust_xlsxwriter::{DataValidation, ExcelDateTime, Format, Worksheet, XlsxError};

use super::{
    lists::{self, Lists},
    looks::{Looks, height_points, set_up},
};
use crate::{
    Open, Sheet, layout,
    layout::{Column, place_of},
    stamp::Stamp,
    words::{Answer, Words},
};

/// How large half of the columns of what is open are printed, so that they are as wide as the paper.
const HALF_PERCENT: u16 = 60;

/// Writes who is asked.
pub(super) fn municipalities(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    stamp: &Stamp,
    looks: &Looks,
) -> Result<(), XlsxError> {
    worksheet.set_name(layout::MUNICIPALITIES)?;
    set_up(worksheet, &layout::OF_MUNICIPALITIES, stamp, looks, 2)?;
    for (row, asked) in (1..).zip(&sheet.municipalities) {
        let open = sheet.knelpunten.iter();
        let count = open.filter(|open| open.key.asked == asked.code).count();
        let told = [&asked.code, &asked.name, &asked.province];
        for (place, text) in (0..).zip(told) {
            worksheet.write_with_format(row, place, text.as_str(), &looks.told)?;
        }
        worksheet.write_with_format(
            row,
            3,
            u32::try_from(count).unwrap_or(u32::MAX),
            &looks.told,
        )?;
        blanks(worksheet, row, &layout::OF_MUNICIPALITIES, looks)?;
    }
    let last = last_row(sheet.municipalities.len());
    let reached = lists::words::<ConsultationOutcome>()?;
    offer(
        worksheet,
        layout::MUNICIPALITIES,
        layout::REACHED,
        last,
        &reached,
    )?;
    filter(worksheet, &layout::OF_MUNICIPALITIES, last)
}

/// Writes what is open.
pub(super) fn knelpunten(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    stamp: &Stamp,
    looks: &Looks,
    lists: &Lists,
) -> Result<(), XlsxError> {
    worksheet.set_name(layout::KNELPUNTEN)?;
    set_up(worksheet, &layout::OF_KNELPUNTEN, stamp, looks, 2)?;
    for (row, open) in (1..).zip(&sheet.knelpunten) {
        told(worksheet, row, open, looks)?;
        blanks(worksheet, row, &layout::OF_KNELPUNTEN, looks)?;
    }
    in_halves(worksheet)?;
    let last = last_row(sheet.knelpunten.len());
    let of = layout::KNELPUNTEN;
    offer(
        worksheet,
        of,
        layout::ANSWER,
        last,
        &lists::words::<Answer>()?,
    )?;
    offer(
        worksheet,
        of,
        layout::OUTCOME,
        last,
        &lists::words::<Outcome>()?,
    )?;
    if let Some(remedies) = lists.drop_down(layout::REMEDY) {
        offer(worksheet, of, layout::REMEDY, last, &remedies)?;
    }
    filter(worksheet, &layout::OF_KNELPUNTEN, last)
}

/// Prints what is told on one page and the answers on another: on one alone nobody could read them.
fn in_halves(worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    worksheet.set_print_scale(HALF_PERCENT);
    worksheet.set_repeat_columns(0, 1)?;
    let answers = place_of(layout::KNELPUNTEN, layout::ANSWER);
    worksheet.set_vertical_page_breaks(&[u32::from(answers)])?;
    Ok(())
}

/// Writes room for what is new.
pub(super) fn new_ones(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    stamp: &Stamp,
    looks: &Looks,
    lists: &Lists,
) -> Result<(), XlsxError> {
    let (of, last) = (layout::NEW, layout::ROOM_FOR_NEW);
    worksheet.set_name(of)?;
    set_up(worksheet, &layout::OF_NEW, stamp, looks, 0)?;
    for row in 1..=last {
        blanks(worksheet, row, &layout::OF_NEW, looks)?;
    }
    let asked = lists::municipalities(sheet.municipalities.len())?;
    offer(worksheet, of, layout::MUNICIPALITY, last, &asked)?;
    for heading in [layout::CATEGORY, layout::BUILDING_BLOCK] {
        if let Some(words) = lists.drop_down(heading) {
            offer(worksheet, of, heading, last, &words)?;
        }
    }
    offer(
        worksheet,
        of,
        layout::PARTY_KIND,
        last,
        &lists::words::<PartyKind>()?,
    )
}

/// Writes what is known of one that is open.
fn told(worksheet: &mut Worksheet, row: u32, open: &Open, looks: &Looks) -> Result<(), XlsxError> {
    let Open { key, .. } = open;
    let party = key.party.as_ref();
    let party = party.map(|(kind, name)| format!("{name} ({})", kind.word()));
    let texts = [
        (layout::MUNICIPALITY, Some(&open.municipality_name)),
        (layout::CATEGORY, Some(&open.category_name)),
        (layout::BUILDING_BLOCK, open.building_block_name.as_ref()),
        (layout::PARTY, party.as_ref()),
        (layout::REFERENCE, key.reference.as_ref()),
        (layout::SAID, open.description.as_ref()),
    ];
    for (heading, text) in texts {
        let place = place_of(layout::KNELPUNTEN, heading);
        worksheet.write_with_format(row, place, text.map_or("", String::as_str), &looks.told)?;
    }
    let high = texts.map(|(heading, text)| {
        let place = usize::from(place_of(layout::KNELPUNTEN, heading));
        (
            text.map_or("", String::as_str),
            layout::OF_KNELPUNTEN[place].width,
        )
    });
    worksheet.set_row_height(row, height_points(high))?;
    let dates = [
        (layout::SINCE, open.since),
        (layout::LAST_SAID, key.last_reported),
    ];
    for (heading, day) in dates {
        let place = place_of(layout::KNELPUNTEN, heading);
        write_day(worksheet, row, place, day, &looks.told_date)?;
    }
    let age = place_of(layout::KNELPUNTEN, layout::AGE);
    worksheet.write_with_format(row, age, open.age_days, &looks.told)?;
    let id = place_of(layout::KNELPUNTEN, layout::ID);
    worksheet.write(row, id, key.identity().id().to_string())?;
    let place = place_of(layout::KNELPUNTEN, layout::KEY);
    worksheet.write(row, place, serde_json::json!(key).to_string())?;
    Ok(())
}

/// Writes a date; one that a workbook has no number for, which begins in 1900, as text.
fn write_day(
    worksheet: &mut Worksheet,
    row: u32,
    place: u16,
    day: jiff::civil::Date,
    look: &Format,
) -> Result<(), XlsxError> {
    let (year, month, of_month) = (
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    match ExcelDateTime::from_ymd(year, month, of_month) {
        Ok(date) => worksheet.write_with_format(row, place, &date, look)?,
        Err(_) => worksheet.write_with_format(row, place, day.to_string(), look)?,
    };
    Ok(())
}

/// Makes the empty cells of a row that are to be filled in.
fn blanks(
    worksheet: &mut Worksheet,
    row: u32,
    columns: &[Column],
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (place, column) in (0..).zip(columns) {
        if let Some(look) = looks.of_asked(column) {
            worksheet.write_blank(row, place, look)?;
        }
    }
    Ok(())
}

fn offer(
    worksheet: &mut Worksheet,
    sheet: &str,
    heading: &str,
    last_row: u32,
    words: &DataValidation,
) -> Result<(), XlsxError> {
    let place = place_of(sheet, heading);
    worksheet.add_data_validation(1, place, last_row, place, words)?;
    Ok(())
}

fn filter(worksheet: &mut Worksheet, columns: &[Column], last_row: u32) -> Result<(), XlsxError> {
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    worksheet.autofilter(0, 0, last_row, last)?;
    Ok(())
}

/// The last of so many rows under the headings; of none, the one below, so that there is one to say something of.
fn last_row(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).max(1)
}

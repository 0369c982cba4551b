//! The columns of the sheets: what writing and reading must agree on. Their names are in `texts::workbook`.

use std::collections::BTreeSet;

use texts::workbook::EARLIER_HEADINGS;
pub(crate) use texts::workbook::{
    ABOUT, AGE, ANSWER, BUILDING_BLOCK, CATEGORY, CODE, COUNT, DATE, DESCRIPTION, GONE_ON, ID, KEY,
    KNELPUNTEN, KNOWN_SINCE, LAST_CONFIRMED, LISTS, MUNICIPALITIES, MUNICIPALITY, NEW, OUTCOME,
    PARTY, PARTY_KIND, PARTY_NAME, PROVINCE, REACHED, REFERENCE, REMARKS, REMEDY, SINCE, STAMP,
    TITLE, TOPICS,
};

/// The version of the form. A workbook of another version is not read: raise it only if workbooks that were sent out
/// would be misread, not for a new word, whose old wording stays readable (`EARLIER` in `texts::workbook`).
pub(crate) const VERSION: &str = "2";

/// The sheets of rows, in the order in which they are read.
pub(crate) const ROW_SHEETS: [&str; 3] = [MUNICIPALITIES, KNELPUNTEN, NEW];

/// Rows for new knelpunten.
pub(crate) const NEW_ROWS: u32 = 500;

/// The use of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnUse {
    /// Shows a known value.
    Prefilled,
    /// The coach fills it in.
    Input,
    /// The coach fills in a date.
    DateInput,
    /// For the import, out of sight.
    Hidden,
}

/// A column, found by its heading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetColumn {
    pub(crate) heading: &'static str,
    /// In characters of the default font.
    pub(crate) width: f64,
    pub(crate) purpose: ColumnUse,
}

impl SheetColumn {
    /// Returns whether a heading is that of the column, in a workbook of today or one made earlier.
    pub(crate) fn is_headed(&self, heading: &str) -> bool {
        let heading = model::canonical_name(heading);
        let is_it = |known: &str| heading == model::canonical_name(known);
        let mut earlier = EARLIER_HEADINGS.iter();
        is_it(self.heading) || earlier.any(|(of, earlier)| *of == self.heading && is_it(earlier))
    }
}

const fn column(heading: &'static str, width: f64, purpose: ColumnUse) -> SheetColumn {
    SheetColumn {
        heading,
        width,
        purpose,
    }
}

/// The columns of the sheet of calls.
pub(crate) const MUNICIPALITY_COLUMNS: [SheetColumn; 7] = [
    column(CODE, 9.0, ColumnUse::Prefilled),
    column(MUNICIPALITY, 26.0, ColumnUse::Prefilled),
    column(PROVINCE, 16.0, ColumnUse::Prefilled),
    column(COUNT, 7.0, ColumnUse::Prefilled),
    column(REACHED, 18.0, ColumnUse::Input),
    column(DATE, 15.0, ColumnUse::DateInput),
    column(TOPICS, 60.0, ColumnUse::Input),
];

/// The columns of the sheet of open knelpunten.
pub(crate) const KNELPUNT_COLUMNS: [SheetColumn; 16] = [
    column(MUNICIPALITY, 20.0, ColumnUse::Prefilled),
    column(CATEGORY, 28.0, ColumnUse::Prefilled),
    column(BUILDING_BLOCK, 22.0, ColumnUse::Prefilled),
    column(PARTY, 22.0, ColumnUse::Prefilled),
    column(REFERENCE, 11.0, ColumnUse::Prefilled),
    column(SINCE, 12.0, ColumnUse::Prefilled),
    column(AGE, 8.0, ColumnUse::Prefilled),
    column(LAST_CONFIRMED, 12.0, ColumnUse::Prefilled),
    column(DESCRIPTION, 36.0, ColumnUse::Prefilled),
    column(ANSWER, 15.0, ColumnUse::Input),
    column(GONE_ON, 12.0, ColumnUse::DateInput),
    column(OUTCOME, 20.0, ColumnUse::Input),
    column(REMEDY, 26.0, ColumnUse::Input),
    column(REMARKS, 40.0, ColumnUse::Input),
    column(ID, 38.0, ColumnUse::Hidden),
    column(KEY, 38.0, ColumnUse::Hidden),
];

/// The columns of the sheet of new knelpunten.
pub(crate) const NEW_COLUMNS: [SheetColumn; 8] = [
    column(MUNICIPALITY, 26.0, ColumnUse::Input),
    column(CATEGORY, 34.0, ColumnUse::Input),
    column(BUILDING_BLOCK, 34.0, ColumnUse::Input),
    column(PARTY_KIND, 22.0, ColumnUse::Input),
    column(PARTY_NAME, 28.0, ColumnUse::Input),
    column(REFERENCE, 14.0, ColumnUse::Input),
    column(KNOWN_SINCE, 14.0, ColumnUse::DateInput),
    column(REMARKS, 50.0, ColumnUse::Input),
];

/// The columns of the hidden sheet of lists.
pub(crate) const LIST_COLUMNS: [SheetColumn; 3] = [
    column(CATEGORY, 50.0, ColumnUse::Hidden),
    column(BUILDING_BLOCK, 50.0, ColumnUse::Hidden),
    column(REMEDY, 50.0, ColumnUse::Hidden),
];

/// Returns the columns of a row sheet; none for other sheets.
pub(crate) fn columns_of(sheet: &str) -> &'static [SheetColumn] {
    match sheet {
        MUNICIPALITIES => &MUNICIPALITY_COLUMNS,
        KNELPUNTEN => &KNELPUNT_COLUMNS,
        NEW => &NEW_COLUMNS,
        _ => &[],
    }
}

/// Returns whether headings are those of the hidden sheet of lists.
pub(crate) fn is_lists(headings: &BTreeSet<&str>) -> bool {
    let has = |column: &SheetColumn| headings.iter().any(|heading| column.is_headed(heading));
    headings.len() == LIST_COLUMNS.len() && LIST_COLUMNS.iter().all(has)
}

/// Returns the index of a column, from 0.
pub(crate) fn index_of(sheet: &str, heading: &str) -> u16 {
    let index = columns_of(sheet)
        .iter()
        .position(|column| column.heading == heading);
    assert!(index.is_some(), "sheet {sheet} has a column {heading}");
    index
        .and_then(|index| u16::try_from(index).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::{ConsultationOutcome, Outcome};

    use super::*;
    use crate::labels::{Labelled, RowAnswer};

    #[track_caller]
    fn check<T: Labelled>(sheet: &str, heading: &str) {
        let column = columns_of(sheet)[usize::from(index_of(sheet, heading))];
        for label in T::labels() {
            let length = u32::try_from(label.chars().count()).unwrap();
            assert!(f64::from(length) <= column.width, "{heading}: {label}");
        }
    }

    #[test]
    fn a_column_is_as_wide_as_the_labels_it_offers() {
        check::<ConsultationOutcome>(MUNICIPALITIES, REACHED);
        check::<RowAnswer>(KNELPUNTEN, ANSWER);
        check::<Outcome>(KNELPUNTEN, OUTCOME);
    }
}

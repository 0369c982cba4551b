//! Tables as comma-separated values (RFC 4180), or as Dutch spreadsheets read them; with formulas neutralised.

use std::{borrow::Cow, iter};

use api::{
    answers::{Cell, Table},
    parameters::FileLocale,
};

/// How a file separates cells and decimals, and what it begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CsvFormat {
    cell: char,
    decimal: char,
    /// By a byte order mark, Excel recognises UTF-8.
    begin: &'static str,
}

impl CsvFormat {
    /// RFC 4180, for programs.
    const STANDARD: Self = Self {
        cell: ',',
        decimal: '.',
        begin: "",
    };
    /// For an English spreadsheet.
    pub(crate) const ENGLISH: Self = Self {
        begin: "\u{feff}",
        ..Self::STANDARD
    };
    /// For a Dutch spreadsheet.
    pub(crate) const DUTCH: Self = Self {
        cell: ';',
        decimal: ',',
        ..Self::ENGLISH
    };

    /// Writes rows of cells; every row ends with carriage return and line feed.
    pub(crate) fn rows<'a, R>(self, rows: impl IntoIterator<Item = R>) -> String
    where
        R: IntoIterator<Item = Cow<'a, str>>,
    {
        let mut text = self.begin.to_owned();
        for row in rows {
            for (index, cell) in row.into_iter().enumerate() {
                if index > 0 {
                    text.push(self.cell);
                }
                text.push_str(&self.quoted(cell));
            }
            text.push_str("\r\n");
        }
        text
    }

    /// Returns a number, written with a decimal point, as a cell.
    pub(crate) fn number(self, number: String) -> String {
        if self.decimal == '.' {
            return number;
        }
        number.replace('.', &self.decimal.to_string())
    }

    fn cell(self, cell: &Cell) -> Cow<'_, str> {
        match cell {
            Cell::Number(number) => Cow::Owned(self.number(number.to_string())),
            Cell::Text(text) => guarded_cell(text),
            cell => cell.text(),
        }
    }

    fn quoted(self, cell: Cow<'_, str>) -> Cow<'_, str> {
        if cell.contains(['"', '\r', '\n', self.cell]) {
            Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
        } else {
            cell
        }
    }
}

/// Writes a table with a header row.
pub fn csv(table: &Table, locale: Option<FileLocale>) -> String {
    let format = match locale {
        None => CsvFormat::STANDARD,
        Some(FileLocale::Nl) => CsvFormat::DUTCH,
    };
    let head = table
        .columns
        .iter()
        .map(|column| Cow::Borrowed(column.name));
    let rows = table.rows.iter();
    let rows = rows.map(|row| row.iter().map(|cell| format.cell(cell)).collect());
    format.rows(iter::once(head.collect::<Vec<_>>()).chain(rows))
}

/// Prefixes an apostrophe to what a spreadsheet would evaluate; numbers stay numbers. A table that is imported loses it
/// again.
pub fn guarded_cell(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns whether a spreadsheet might evaluate a text, or the text begins as what is left of one that was guarded.
pub(super) fn is_formula(cell: &str) -> bool {
    // What has an apostrophe already gets another one, so that reading it back gives the same.
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(cell)
}

/// Returns whether a cell is digits, with at most a sign, a fraction and an exponent.
fn is_number(cell: &str) -> bool {
    let has_only_digits = cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    has_only_digits && cell.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use serde_json::Number;

    use super::*;

    #[track_caller]
    fn check_as(locale: Option<FileLocale>, cell: Cell, written: &str) {
        let mut table = Table::of_texts(&["a", "b"], Vec::new());
        table.rows.push(vec![cell, Cell::Empty]);
        assert_eq!(csv(&table, locale), written);
    }

    #[track_caller]
    fn check(cell: &str, written: &str) {
        let cell = Cell::Text(cell.to_owned());
        check_as(None, cell, &format!("a,b\r\n{written},\r\n"));
    }

    #[test]
    fn separators_are_quoted() {
        check("Leverancier levert niet", "Leverancier levert niet");
        check("a,b", "\"a,b\"");
        check("zegt \"nee\"", "\"zegt \"\"nee\"\"\"");
        check("een\r\ntwee", "\"een\r\ntwee\"");
    }

    #[test]
    fn formulas_are_neutralised() {
        check("=1+1", "'=1+1");
        check("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"");
        check("+31 30 286 00 00", "'+31 30 286 00 00");
        check("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r=1", "\"'\r=1\"");
        check("-", "'-");
        check("-inf", "'-inf");
        check("+nan", "'+nan");
        check("--1", "'--1");
        check("'=x", "''=x");
        check("''-5", "'''-5");
        check("'s-Gravenhage", "'s-Gravenhage");
    }

    #[test]
    fn numbers_stay_numbers() {
        for number in ["-1.5", "+3", "-2e-7", "0", "1133.9999999999884"] {
            check(number, number);
        }
        let number = Number::from_f64(-1.5).unwrap();
        check_as(None, Cell::Number(number), "a,b\r\n-1.5,\r\n");
    }

    #[test]
    fn dutch_spreadsheets_read_semicolons_and_decimal_commas() {
        let dutch = Some(FileLocale::Nl);
        let text = |text: &str| Cell::Text(text.to_owned());
        let number = |number| Cell::Number(Number::from_f64(number).unwrap());
        let begin = "\u{feff}a;b\r\n";
        check_as(dutch, number(-1.5), &format!("{begin}-1,5;\r\n"));
        check_as(dutch, number(1e-7), &format!("{begin}1e-7;\r\n"));
        check_as(dutch, text("1.5"), &format!("{begin}1.5;\r\n"));
        check_as(dutch, text("a;b"), &format!("{begin}\"a;b\";\r\n"));
        check_as(dutch, text("a,b"), &format!("{begin}a,b;\r\n"));
        check_as(dutch, text("-1,5"), &format!("{begin}'-1,5;\r\n"));
        check_as(dutch, Cell::Boolean(true), &format!("{begin}true;\r\n"));
    }
}

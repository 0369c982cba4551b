//! Tables as comma-separated values (RFC 4180), or as Dutch spreadsheets read them; with formulas neutralised.

use std::borrow::Cow;

use api::{
    answers::{Cell, Table},
    parameters::FileLocale,
};

/// How numbers and cells are separated.
struct Separators {
    cell: char,
    decimal: char,
    /// What the file begins with: by a byte order mark, Excel recognises UTF-8.
    begin: &'static str,
}

impl Separators {
    const fn new(locale: Option<FileLocale>) -> Self {
        match locale {
            None => Self {
                cell: ',',
                decimal: '.',
                begin: "",
            },
            Some(FileLocale::Nl) => Self {
                cell: ';',
                decimal: ',',
                begin: "\u{feff}",
            },
        }
    }

    fn cell<'a>(&self, cell: &'a Cell) -> Cow<'a, str> {
        match cell {
            Cell::Number(number) if self.decimal != '.' => {
                Cow::Owned(number.to_string().replace('.', &self.decimal.to_string()))
            }
            Cell::Text(text) => guarded_cell(text),
            cell => cell.text(),
        }
    }

    fn quoted<'a>(&self, cell: Cow<'a, str>) -> Cow<'a, str> {
        if cell.contains(['"', '\r', '\n', self.cell]) {
            Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
        } else {
            cell
        }
    }
}

/// Writes a table with a header row; every row ends with carriage return and line feed.
pub fn csv(table: &Table, locale: Option<FileLocale>) -> String {
    let separators = Separators::new(locale);
    let mut text = separators.begin.to_owned();
    let columns = table.columns.iter();
    write_row(
        columns.map(|column| Cow::Borrowed(column.name)),
        &separators,
        &mut text,
    );
    for row in &table.rows {
        let cells = row.iter().map(|cell| separators.cell(cell));
        write_row(cells, &separators, &mut text);
    }
    text
}

fn write_row<'a>(
    cells: impl Iterator<Item = Cow<'a, str>>,
    separators: &Separators,
    text: &mut String,
) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(separators.cell);
        }
        text.push_str(&separators.quoted(cell));
    }
    text.push_str("\r\n");
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

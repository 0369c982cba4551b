//! Tables as comma-separated values (RFC 4180), with formulas neutralised.

use std::borrow::Cow;

use api::answers::Table;

/// Writes a table with a header row; every row ends with carriage return and line feed.
pub(crate) fn write(table: &Table) -> String {
    let mut text = String::new();
    let columns = table.columns.iter().copied();
    write_row(columns, &mut text);
    for row in &table.rows {
        write_row(row.iter().map(String::as_str), &mut text);
    }
    text
}

fn write_row<'a>(cells: impl Iterator<Item = &'a str>, text: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&quoted(&guarded_cell(cell)));
    }
    text.push_str("\r\n");
}

/// Prefixes an apostrophe to what a spreadsheet would evaluate; numbers stay numbers. A table that is imported loses it
/// again.
pub fn guarded_cell(cell: &str) -> Cow<'_, str> {
    // What has an apostrophe already gets another one, so that reading it back gives the same.
    let bare = cell.trim_start_matches('\'');
    if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns whether a cell is digits, with at most a sign, a fraction and an exponent.
fn is_number(cell: &str) -> bool {
    let has_only_digits = cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    has_only_digits && cell.parse::<f64>().is_ok_and(f64::is_finite)
}

fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains(['"', ',', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, written: &str) {
        let table = Table {
            columns: vec!["a", "b"],
            rows: vec![vec![cell.to_owned(), String::new()]],
        };
        assert_eq!(write(&table), format!("a,b\r\n{written},\r\n"));
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
    }
}

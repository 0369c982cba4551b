//! What was typed into a form: kept as it was typed, and read as it is meant.

use httpd::query;

use crate::{problem::WebProblem, query::Pair};

/// The fields of a form, as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<Pair>);

impl Fields {
    /// Reads what a browser sent.
    ///
    /// # Errors
    ///
    /// Names every field that is no percent-encoded UTF-8.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, WebProblem> {
        let text = String::from_utf8_lossy(body);
        let pairs = query::pairs(Some(&text));
        pairs
            .map(Self)
            .map_err(|wrong| httpd::Problem::invalid_input("the form", wrong).into())
    }

    /// Takes fields as they are to be shown.
    pub(crate) fn of(pairs: Vec<Pair>) -> Self {
        Self(pairs)
    }

    /// Gives what was typed, to be shown again; empty when nothing was.
    pub(crate) fn typed(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(held, _)| held == name);
        found.map_or("", |(_, value)| value)
    }

    /// Gives all that was typed but for one field.
    pub(crate) fn without(&self, name: &str) -> Vec<&Pair> {
        self.0.iter().filter(|(held, _)| held != name).collect()
    }

    /// Gives what was said: on one line, because an event has no line breaks; none when it is blank.
    pub(crate) fn said(&self, name: &str) -> Option<String> {
        let lines = self.typed(name).split(['\r', '\n', '\t']).map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    }

    /// Gives a day as the contract has it, where it was typed as people write it (24-11-2026); anything else as it is.
    pub(crate) fn day(&self, name: &str) -> Option<String> {
        let said = self.said(name)?;
        Some(written_out(&said).unwrap_or(said))
    }
}

fn written_out(day: &str) -> Option<String> {
    let mut parts = day.split(['-', '/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |part: &str| part.parse::<u16>().ok();
    let whole = parts.next().is_none() && year.len() == 4 && day.len() <= 2;
    let (day, month, year) = (number(day)?, number(month)?, number(year)?);
    whole.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_and_what_is_said_has_no_line_breaks() {
        let fields = Fields::parse(b"description=+een%0D%0A%0Atwee++&role=++&party=A%26B").unwrap();
        assert_eq!(fields.typed("description"), " een\r\n\ntwee  ");
        assert_eq!(fields.said("description").as_deref(), Some("een twee"));
        assert_eq!((fields.said("role"), fields.said("none")), (None, None));
        assert_eq!(fields.typed("party"), "A&B");
        let wrong = Fields::parse(b"a=%ff&b=1&c=%zz").unwrap_err().0;
        assert_eq!((wrong.status.as_u16(), wrong.errors.len()), (400, 2));
        assert!(Fields::parse(b"a=\xff").is_ok());
    }

    #[track_caller]
    fn check_day(typed: &str, expected: &str) {
        let fields = Fields::of(vec![("day".to_owned(), typed.to_owned())]);
        assert_eq!(fields.day("day").as_deref(), Some(expected));
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        check_day(" 2026-11-24 ", "2026-11-24");
        check_day("24-11-2026", "2026-11-24");
        check_day("1/2/2013", "2013-02-01");
        check_day("1.12.2013", "2013-12-01");
        for other in ["24-11-26", "gisteren", "24-11-2026-1", "24-11", "x-11-2026"] {
            check_day(other, other);
        }
    }
}

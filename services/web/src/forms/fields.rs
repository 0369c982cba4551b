//! The values of a form: as they were typed, and as the event needs them.

use httpd::query;
use jiff::civil::Date;

use crate::{problem::WebProblem, query::Pair};

/// The fields of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<Pair>);

impl Fields {
    /// Parses the body of a form.
    ///
    /// # Errors
    ///
    /// Names every field that is not percent-encoded UTF-8.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, WebProblem> {
        let text = model::percent_encode_invalid(body);
        let pairs = query::pairs(Some(&text));
        pairs
            .map(Self)
            .map_err(|wrong| httpd::Problem::invalid_input("the form", wrong).into())
    }

    /// Creates fields from pairs.
    pub(crate) const fn new(pairs: Vec<Pair>) -> Self {
        Self(pairs)
    }

    /// Returns the value as it was typed, to show it again; empty if there is none.
    pub(crate) fn typed(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns all fields except one.
    pub(crate) fn without(&self, name: &str) -> Vec<&Pair> {
        self.0.iter().filter(|(field, _)| field != name).collect()
    }

    /// Returns the value on one line, because an event has no line breaks, and without characters that nobody sees; `None`
    /// if it is blank.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let line = model::one_line(self.typed(name));
        (!line.is_empty()).then_some(line)
    }

    /// Returns the two days that the value may mean; `None` if it means one, or none.
    pub(crate) fn ambiguous_day(&self, name: &str) -> Option<[Date; 2]> {
        texts::dates::ambiguous(&self.value(name)?)
    }

    /// Returns a date as the contract has it (24-11-2026 → 2026-11-24); any other value as it is.
    pub(crate) fn day(&self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        let day = texts::dates::parse(&value);
        Some(day.map_or(value, |day| day.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_value_stays_as_it_is_and_the_value_of_an_event_has_no_line_breaks() {
        let fields = Fields::parse(b"description=+een%0D%0A%0Atwee++&role=++&party=A%26B").unwrap();
        assert_eq!(fields.typed("description"), " een\r\n\ntwee  ");
        assert_eq!(fields.value("description").as_deref(), Some("een twee"));
        assert_eq!((fields.value("role"), fields.value("none")), (None, None));
        assert_eq!(fields.typed("party"), "A&B");
        let problem = Fields::parse(b"a=%ff&b=1&c=%zz").unwrap_err().0;
        assert_eq!((problem.status.as_u16(), problem.errors.len()), (400, 2));
        let problem = Fields::parse(b"a=caf\xe9&b=1").unwrap_err().0;
        assert_eq!((problem.status.as_u16(), problem.errors.len()), (400, 1));
    }

    #[track_caller]
    fn check_day(typed: &str, expected: &str) {
        let fields = Fields::new(vec![("day".to_owned(), typed.to_owned())]);
        assert_eq!(fields.day("day").as_deref(), Some(expected));
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        check_day(" 2026-11-24 ", "2026-11-24");
        check_day("24-11-2026", "2026-11-24");
        check_day("1-2-2013", "2013-02-01");
        check_day("13/2/2013", "2013-02-13");
        check_day("1.12.2013", "2013-12-01");
        check_day("1 december 2013", "2013-12-01");
        for other in ["24-11-26", "gisteren", "24-11-2026-1", "24-11", "x-11-2026"] {
            check_day(other, other);
        }
    }

    #[test]
    fn a_date_with_slashes_that_may_mean_two_days_is_not_guessed() {
        let ambiguous = |typed: &str| {
            let fields = Fields::new(vec![("day".to_owned(), typed.to_owned())]);
            fields.ambiguous_day("day").is_some()
        };
        assert!(ambiguous("1/2/2013") && ambiguous(" 01/02/2013\u{200b}"));
        for clear in [
            "1-2-2013",
            "13/2/2013",
            "2/2/2013",
            "2013-02-01",
            "",
            "gisteren",
        ] {
            assert!(!ambiguous(clear), "{clear}");
        }
    }

    #[test]
    fn a_value_has_no_characters_that_nobody_sees() {
        let pair = |text: &str| ("partyName".to_owned(), text.to_owned());
        let value = |text: &str| Fields::new(vec![pair(text)]).value("partyName");
        assert_eq!(
            value("\u{feff}Fabriek IJssel\u{200b}").as_deref(),
            Some("Fabriek IJssel")
        );
        assert_eq!(value("\u{200b}"), None);
    }
}

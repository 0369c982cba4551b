//! What is wrong with a file, a row or a cell, and what to do: a message of the catalogue, with its values.
//!
//! Pages show it in the language of the reader. As text it is what the command line prints: in English, and where the
//! two differ with the option to give instead of the field of a page to fill in.

use std::{error::Error, fmt, io};

use jiff::civil::Date;
use texts::messages::{Language, MessageValue, Messages};

use crate::table::ReportField;

/// A message about what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputProblem {
    id: &'static str,
    values: Vec<(&'static str, ProblemValue)>,
}

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProblemValue {
    /// A text, as it is.
    Text(String),
    /// A text that a person wrote, in quotation marks.
    Quoted(String),
    /// Texts that a person wrote, each in quotation marks.
    List(Vec<String>),
    /// A number that may choose the form.
    Count(u64),
    /// A day.
    Day(Date),
    /// A field of a table, by its name.
    Field(ReportField),
    /// Another problem.
    Problem(InputProblem),
}

/// The reader of a problem.
#[derive(Debug, Clone, Copy)]
enum Reader {
    CommandLine,
    Page(Messages),
}

impl InputProblem {
    /// Creates a message without values.
    pub(crate) const fn new(id: &'static str) -> Self {
        Self {
            id,
            values: Vec::new(),
        }
    }

    /// Adds the value of a placeholder.
    pub(crate) fn and(mut self, name: &'static str, value: impl Into<ProblemValue>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Adds a text that a person wrote.
    pub(crate) fn quoted(self, name: &'static str, text: impl Into<String>) -> Self {
        self.and(name, ProblemValue::Quoted(text.into()))
    }

    /// Returns whether it is this message.
    pub(crate) fn is(&self, id: &str) -> bool {
        self.id == id
    }

    /// Returns its text on a page.
    pub fn on_page(&self, messages: Messages) -> String {
        self.text(Reader::Page(messages))
    }

    /// Returns the problem of an input that could not be read.
    pub(crate) fn of_input(error: &io::Error) -> Self {
        let inner = error.get_ref();
        let known = inner.and_then(|inner| inner.downcast_ref::<Self>());
        let unknown = || Self::new("sheet-input").and("problem", error.to_string());
        known.cloned().unwrap_or_else(unknown)
    }

    fn text(&self, reader: Reader) -> String {
        let values = self.values.iter();
        let values = values.map(|(name, value)| (*name, value.shown(reader)));
        let values: Vec<(&str, MessageValue<'_>)> = values.collect();
        match reader {
            Reader::Page(messages) => messages.text_with(self.id, &values),
            Reader::CommandLine => {
                Messages::new(Language::English).command_line_text(self.id, &values)
            }
        }
    }
}

impl Reader {
    fn quote(self, text: &str) -> String {
        match self {
            Self::CommandLine => format!("{text:?}"),
            Self::Page(_) => format!("“{text}”"),
        }
    }
}

impl ProblemValue {
    fn shown(&self, reader: Reader) -> MessageValue<'_> {
        match (self, reader) {
            (Self::Text(text), _) => text.into(),
            (Self::Count(count), _) => (*count).into(),
            (Self::Quoted(text), _) => reader.quote(text).into(),
            (Self::List(texts), _) => {
                let quoted = texts.iter().map(|text| reader.quote(text));
                quoted.collect::<Vec<String>>().join(", ").into()
            }
            (Self::Day(day), Reader::CommandLine) => day.to_string().into(),
            (Self::Day(day), Reader::Page(messages)) => messages.date(*day).into(),
            (Self::Field(field), Reader::CommandLine) => field.name().into(),
            (Self::Field(field), Reader::Page(messages)) => {
                format!("“{}”", messages.text(field.message_id())).into()
            }
            (Self::Problem(problem), _) => problem.text(reader).into(),
        }
    }
}

impl fmt::Display for InputProblem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.text(Reader::CommandLine))
    }
}

impl Error for InputProblem {}

impl From<&'static str> for InputProblem {
    fn from(id: &'static str) -> Self {
        Self::new(id)
    }
}

/// An input that is no text or no table, as readers of bytes report it.
impl From<InputProblem> for io::Error {
    fn from(problem: InputProblem) -> Self {
        Self::new(io::ErrorKind::InvalidData, problem)
    }
}

impl From<String> for ProblemValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for ProblemValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Date> for ProblemValue {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<ReportField> for ProblemValue {
    fn from(field: ReportField) -> Self {
        Self::Field(field)
    }
}

impl From<InputProblem> for ProblemValue {
    fn from(problem: InputProblem) -> Self {
        Self::Problem(problem)
    }
}

/// Row numbers, which are written without marks between their digits.
macro_rules! row_numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for ProblemValue {
            fn from(number: $number) -> Self {
                Self::Text(number.to_string())
            }
        })+
    };
}

row_numbers!(u64, usize);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_problem_is_a_sentence_on_a_page_and_names_the_option_on_the_command_line() {
        let problem = InputProblem::new("sheet-dates-open")
            .quoted("column", "Datum")
            .and("row", 1_200_usize)
            .and("date", "02/03/2013");
        let command = problem.to_string();
        assert!(
            command.starts_with("column \"Datum\": row 1200 has 02/03/2013"),
            "{command}"
        );
        assert!(command.contains("pass --dates d/m/y"), "{command}");
        for language in [Language::Dutch, Language::English] {
            let text = problem.on_page(Messages::new(language));
            assert!(text.contains("1200") && text.contains("“Datum”"), "{text}");
            assert!(!text.contains("--"), "{text}");
        }
    }

    #[test]
    fn days_and_fields_are_named_as_the_reader_names_them() {
        let day = InputProblem::new("sheet-day-outside")
            .and("day", date(2013, 2, 1))
            .and("first", date(2013, 3, 1))
            .and("last", date(2013, 4, 1));
        assert!(day.to_string().contains("2013-02-01"), "{day}");
        let missing =
            InputProblem::new("sheet-field-missing").and("field", ReportField::ObservedAt);
        assert_eq!(
            missing.to_string(),
            "observedAt is missing; map a column to it"
        );
        let dutch = Messages::new(Language::Dutch);
        assert!(day.on_page(dutch).contains("1 februari 2013"));
        assert!(missing.on_page(dutch).contains("“Wanneer gezien”"));
    }
}

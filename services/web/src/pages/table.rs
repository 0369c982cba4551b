//! A table as data: a page shows it, and its files have the same columns, rows and numbers.

use std::{borrow::Cow, iter};

use jiff::civil::Date;
use model::Outcome;
use texts::messages::{Language, Messages};

use super::frame::Link;
use crate::api::{CsvFormat, guarded_cell};

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct PageTable {
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) rows: Vec<PageRow>,
    /// Whether a phone shows each row as a card, and not as a row of short numbers.
    pub(crate) has_cards: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    pub(crate) numeric: bool,
    /// Markup of an axis in the head of a column of marks; such a column is not in the files.
    pub(crate) axis: Option<String>,
    /// The link that sorts the list by the column.
    pub(crate) sort: Option<ColumnSort>,
    /// What the column and its neighbours of the same group have in common; empty for nothing.
    pub(crate) group: String,
}

/// The link in the head of a column that sorts the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnSort {
    pub(crate) href: String,
    /// In which order the list is sorted by the column, as an attribute has it; `None` if by another.
    pub(crate) sorted: Option<&'static str>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageRow {
    pub(crate) cells: Vec<TableCell>,
}

/// A cell: what is shown, and what files have.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TableCell {
    pub(crate) value: CellValue,
    /// What the page shows; empty for nothing.
    pub(crate) shown: String,
    pub(crate) href: Option<String>,
    /// Lines below it.
    pub(crate) notes: Vec<String>,
    /// An interval, where the window is too narrow for its mark.
    pub(crate) interval: Option<String>,
    /// What can be done with what the row is about.
    pub(crate) actions: Vec<Link>,
    /// Markup of a mark in place of a text: a bar, a dot with its interval.
    pub(crate) mark: Option<String>,
    pub(crate) emphasis: Emphasis,
}

/// The value of a cell in a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum CellValue {
    /// Nothing.
    #[default]
    None,
    Text(String),
    Number(f64),
    Day(Date),
}

/// What a cell stands out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Emphasis {
    #[default]
    None,
    /// It says that something persists.
    Persisting,
    /// It says little: too few, or not known.
    Faint,
    /// The status of a knelpunt, in a frame: it persists.
    StatusPersisting,
    /// It is open.
    StatusOpen,
    /// It was solved.
    StatusSolved,
    /// It lapsed.
    StatusLapsed,
}

impl Emphasis {
    /// Returns how the status of a knelpunt that ended stands out.
    pub(crate) const fn ended(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Solved | Outcome::Central => Self::StatusSolved,
            Outcome::Lapsed => Self::StatusLapsed,
        }
    }
}

impl PageTable {
    /// Returns the columns that files have, by their index.
    pub(crate) fn exported(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        let columns = columns.filter(|(_, column)| column.axis.is_none());
        columns.map(|(index, _)| index)
    }
}

impl TableColumn {
    /// Creates a column of texts.
    pub(crate) fn text(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            numeric: false,
            axis: None,
            sort: None,
            group: String::new(),
        }
    }

    /// Creates a column of numbers.
    pub(crate) fn number(name: impl Into<String>) -> Self {
        Self {
            numeric: true,
            ..Self::text(name)
        }
    }

    /// Creates a column of marks on an axis: it is not in the files.
    pub(crate) fn marks(name: impl Into<String>, axis: String) -> Self {
        Self {
            axis: Some(axis),
            ..Self::text(name)
        }
    }

    /// Puts the column under a head that it shares with its neighbours.
    pub(crate) fn under(self, group: impl Into<String>) -> Self {
        Self {
            group: group.into(),
            ..self
        }
    }

    /// Returns the name in a file, which has one line of heads.
    pub(crate) fn name_in_file(&self) -> String {
        if self.group.is_empty() {
            return self.name.clone();
        }
        format!("{}: {}", self.group, self.name)
    }
}

impl PageTable {
    /// Returns the heads above the heads of the columns, each with the number of its columns; none if there are none.
    pub(crate) fn groups(&self) -> Vec<(&str, usize)> {
        if self.columns.iter().all(|column| column.group.is_empty()) {
            return Vec::new();
        }
        let groups = self.columns.chunk_by(|one, other| one.group == other.group);
        groups
            .map(|columns| (columns[0].group.as_str(), columns.len()))
            .collect()
    }
}

impl PageRow {
    /// Creates a row; its first cell is its head.
    pub(crate) const fn new(cells: Vec<TableCell>) -> Self {
        Self { cells }
    }
}

impl TableCell {
    /// Creates a cell with a text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            value: CellValue::Text(text.clone()),
            shown: text,
            ..Self::default()
        }
    }

    /// Creates a cell with a count.
    pub(crate) fn count(t: Messages, count: usize) -> Self {
        Self {
            // Counts are far below 2^32.
            value: CellValue::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX))),
            shown: t.number(count),
            ..Self::default()
        }
    }

    /// Creates a cell with a number, shown with some decimals; none if it cannot be said.
    pub(crate) fn number(t: Messages, number: Option<f64>, decimals: usize) -> Self {
        number.map_or_else(Self::none, |number| Self {
            value: CellValue::Number(number),
            shown: t.decimal(number, decimals),
            ..Self::default()
        })
    }

    /// Creates a cell with a share of 1, shown in percents; none if it cannot be said.
    pub(crate) fn share(t: Messages, share: Option<f64>) -> Self {
        share.map_or_else(Self::none, |share| Self {
            value: CellValue::Number(share),
            shown: t.share(share),
            ..Self::default()
        })
    }

    /// Creates a cell with a probability: two digits, and what is less as such.
    pub(crate) fn probability(t: Messages, probability: Option<f64>) -> Self {
        let cell = Self::number(t, probability, 2);
        if probability.is_some_and(|probability| probability < 0.01) {
            let shown = format!("< {}", t.decimal(0.01, 2));
            return Self { shown, ..cell };
        }
        cell
    }

    /// Creates a cell with a day.
    pub(crate) fn day(t: Messages, day: Date) -> Self {
        Self {
            value: CellValue::Day(day),
            shown: t.short_date(day),
            ..Self::default()
        }
    }

    /// Creates a cell with the time between two days, which does not wrap.
    pub(crate) fn age(t: Messages, from: Date, to: Date) -> Self {
        let age = t.age(from, to);
        Self {
            shown: age.replace(' ', "\u{a0}"),
            value: CellValue::Text(age),
            ..Self::default()
        }
    }

    /// Creates a cell with nothing: a dash, which a card leaves out.
    pub(crate) fn none() -> Self {
        Self {
            shown: "–".to_owned(),
            emphasis: Emphasis::Faint,
            ..Self::default()
        }
    }

    /// Creates a cell with a mark.
    pub(crate) fn mark(markup: String) -> Self {
        Self {
            mark: Some(markup),
            ..Self::default()
        }
    }

    /// Links the cell to a page.
    pub(crate) fn link(self, href: String) -> Self {
        Self {
            href: Some(href),
            ..self
        }
    }

    /// Adds the interval of a number: its ends as they are written, where they are known.
    pub(crate) fn between(self, t: Messages, low: Option<String>, high: Option<String>) -> Self {
        if low.is_none() && high.is_none() {
            return self;
        }
        let [low, high] = [low, high].map(|end| end.unwrap_or_else(|| "…".to_owned()));
        self.interval(t.interval(&low, &high))
    }

    /// Adds a line below.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds an interval in words, for windows in which its mark does not fit.
    pub(crate) fn interval(self, interval: String) -> Self {
        Self {
            interval: Some(interval).filter(|text| !text.is_empty()),
            ..self
        }
    }

    /// Marks what persists; a zero never is.
    pub(crate) fn persisting(self) -> Self {
        let emphasis = if self.value == CellValue::Number(0.0) {
            Emphasis::None
        } else {
            Emphasis::Persisting
        };
        Self { emphasis, ..self }
    }

    /// Marks what says little.
    pub(crate) const fn faint(mut self) -> Self {
        self.emphasis = Emphasis::Faint;
        self
    }

    /// Returns whether it stays on one line where there is room: days.
    pub(crate) fn is_unbroken(&self) -> bool {
        matches!(self.value, CellValue::Day(_))
    }

    /// Returns the class of the text.
    pub(crate) fn class(&self) -> &'static str {
        match self.emphasis {
            _ if self.is_none() => "nil faint",
            Emphasis::None => "",
            Emphasis::Persisting => "hardnum",
            Emphasis::Faint => "faint",
            Emphasis::StatusPersisting => "utrecht-badge-status is-hard",
            Emphasis::StatusOpen => "utrecht-badge-status is-open",
            Emphasis::StatusSolved => "utrecht-badge-status is-done",
            Emphasis::StatusLapsed => "utrecht-badge-status is-none",
        }
    }

    fn is_none(&self) -> bool {
        self.value == CellValue::None && self.mark.is_none() && self.interval.is_none()
    }
}

/// Writes a table as a file that a spreadsheet opens in the language of the page: in Dutch with semicolons and decimal
/// commas, in English with commas and points.
pub(crate) fn csv(table: &PageTable, language: Language) -> String {
    let format = match language {
        Language::Dutch => CsvFormat::DUTCH,
        Language::English => CsvFormat::ENGLISH,
    };
    let exported: Vec<usize> = table.exported().collect();
    let names: Vec<String> = table
        .columns
        .iter()
        .map(TableColumn::name_in_file)
        .collect();
    let head = exported.iter().map(|index| guarded_cell(&names[*index]));
    let rows = table.rows.iter().map(|row| {
        let cells = exported.iter().filter_map(|index| row.cells.get(*index));
        cells.map(|cell| field(cell, format)).collect()
    });
    format.rows(iter::once(head.collect::<Vec<_>>()).chain(rows))
}

fn field(cell: &TableCell, format: CsvFormat) -> Cow<'_, str> {
    match &cell.value {
        CellValue::None => Cow::Borrowed(""),
        CellValue::Text(text) => guarded_cell(text),
        CellValue::Day(day) => Cow::Owned(day.to_string()),
        CellValue::Number(number) => Cow::Owned(format.number(number.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_numbers_as_the_spreadsheet_of_the_language_reads_them() {
        let t = Messages::new(Language::Dutch);
        let table = PageTable {
            columns: vec![
                TableColumn::text("Naam"),
                TableColumn::number("Aantal").under("Nu"),
                TableColumn::marks("Balk", String::new()).under("Nu"),
                TableColumn::number("Deel"),
                TableColumn::text("Sinds"),
            ],
            rows: vec![PageRow::new(vec![
                TableCell::text("=1; \"b\""),
                TableCell::count(t, 1_302),
                TableCell::mark("<svg></svg>".to_owned()),
                TableCell::number(t, Some(0.125), 3),
                TableCell::day(t, "2026-03-03".parse().unwrap()),
            ])],
            has_cards: true,
        };
        assert_eq!(table.groups(), [("", 1), ("Nu", 2), ("", 2)]);
        assert_eq!(
            csv(&table, Language::Dutch),
            "\u{feff}Naam;Nu: Aantal;Deel;Sinds\r\n\"'=1; \"\"b\"\"\";1302;0,125;2026-03-03\r\n"
        );
        assert!(csv(&table, Language::English).ends_with(",1302,0.125,2026-03-03\r\n"));
    }

    #[test]
    fn a_zero_is_never_marked_as_persisting() {
        let t = Messages::new(Language::Dutch);
        assert_eq!(TableCell::count(t, 0).persisting().class(), "");
        assert_eq!(TableCell::count(t, 1).persisting().class(), "hardnum");
        assert_eq!(TableCell::number(t, None, 1).class(), "nil faint");
        let only_low = TableCell::number(t, None, 1).between(t, Some("1,2".to_owned()), None);
        assert_eq!(only_low.interval.as_deref(), Some("1,2 – …"));
        assert_eq!(only_low.class(), "faint", "a card shows it");
    }
}

//! What a table has as a whole, found before its first report is read: the order of its dates, and what is left out or
//! read differently from how it is written.

use std::collections::BTreeMap;

use super::{
    dates::{ColumnDates, DateOrder},
    mapping::ReportField,
    reports::ReportParser,
    rows::TableRow,
};
use crate::{InputProblem, clean, problem::ProblemValue};

/// What the rows of a table have in common.
#[derive(Debug, Clone, Default)]
pub struct TableSurvey {
    dates: BTreeMap<ReportField, ColumnDates>,
    /// Cells with an apostrophe in front of what a spreadsheet would calculate.
    apostrophes: CountedCells,
    /// Cells with invisible characters.
    invisible: CountedCells,
    /// Cells with letters that a wrong encoding damaged.
    damaged: CountedCells,
}

/// Cells that are alike: how many, and the row and column of the first.
#[derive(Debug, Clone, Default)]
struct CountedCells {
    count: u64,
    first: Option<(u64, String)>,
}

impl CountedCells {
    fn add(&mut self, row: u64, column: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (row, column.to_owned()));
    }

    fn note(&self, what: InputProblem) -> Option<InputProblem> {
        let (row, column) = self.first.as_ref()?;
        let note = InputProblem::new("sheet-cells").and("count", ProblemValue::Count(self.count));
        let note = note.and("row", *row).quoted("column", column);
        Some(note.and("what", what))
    }
}

impl ReportParser<'_> {
    /// Adds a row to a survey.
    pub fn survey(&self, row: &TableRow, survey: &mut TableSurvey) {
        for (field, index) in &self.indices {
            let text = row.cells.get(*index).unwrap_or_default().trim();
            let column = self.columns.get(*index).map_or("", String::as_str);
            if matches!(field, ReportField::ObservedAt | ReportField::KnownSince) {
                let dates = survey.dates.entry(*field).or_default();
                dates.add(row.number, clean::without_guard(text));
            }
            if clean::without_guard(text) != text {
                survey.apostrophes.add(row.number, column);
            }
            if clean::has_invisible(text) {
                survey.invisible.add(row.number, column);
            }
            if clean::has_damaged_letters(text) {
                survey.damaged.add(row.number, column);
            }
        }
    }

    /// Applies a survey of all rows, and returns notes about what is left out or read differently from how it is
    /// written. `given` is the order of day and month, if the person gave it.
    ///
    /// # Errors
    ///
    /// All columns in which dates contradict each other, or leave their order open.
    pub fn settle(
        &mut self,
        survey: &TableSurvey,
        given: Option<DateOrder>,
    ) -> Result<Vec<InputProblem>, Vec<InputProblem>> {
        let (mut notes, mut problems) = (Vec::new(), Vec::new());
        for (field, dates) in &survey.dates {
            let column = self.column(*field).map_or("", String::as_str);
            match dates.settle(column, given) {
                Ok((order, note)) => {
                    notes.extend(note);
                    self.orders.insert(*field, order);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        notes.extend(self.unmapped());
        let apostrophes = InputProblem::new("sheet-apostrophe-left-out");
        notes.extend(survey.apostrophes.note(apostrophes));
        let invisible = InputProblem::new("sheet-invisible-left-out");
        notes.extend(survey.invisible.note(invisible));
        notes.extend(survey.damaged.note(clean::DAMAGED_LETTERS));
        Ok(notes)
    }

    /// Returns a note about the columns that no field is mapped to.
    fn unmapped(&self) -> Option<InputProblem> {
        let is_mapped = |index: &usize| self.indices.values().any(|mapped| mapped == index);
        let left_out: Vec<String> = (self.columns.iter().enumerate())
            .filter(|(index, heading)| !is_mapped(index) && !heading.is_empty())
            .map(|(_, heading)| heading.clone())
            .collect();
        let note = InputProblem::new("sheet-columns-left-out");
        (!left_out.is_empty()).then(|| note.and("columns", ProblemValue::List(left_out)))
    }
}

#[cfg(test)]
mod tests {
    use register::Register;

    use super::*;
    use crate::table::{ColumnMapping, TableReader, TextEncoding};

    const HEADINGS: &str = "Gemeente;Soort;Datum;Sinds;Tekst;Prio\n";
    const MAP: &str =
        "municipality=Gemeente,category=Soort,observedAt=Datum,knownSince=Sinds,description=Tekst";

    fn lines(problems: &[InputProblem]) -> String {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    /// Returns the notes of a table and the reports of its rows, or the problems.
    fn read(rows: &str, given: Option<DateOrder>) -> Result<(String, Vec<String>), String> {
        let text = format!("{HEADINGS}{rows}");
        let open = || TableReader::open(text.as_bytes(), TextEncoding::Utf8, None).unwrap();
        let mapping = ColumnMapping::parse(&[MAP.to_owned()]).unwrap();
        let mut rows = open();
        let mut parser = ReportParser::new(&mapping, rows.columns(), Register::embedded()).unwrap();
        let mut survey = TableSurvey::default();
        while let Some(row) = rows.next_row().unwrap() {
            parser.survey(row, &mut survey);
        }
        let notes = parser.settle(&survey, given);
        let notes = notes.map_err(|problems| lines(&problems))?;
        let (mut rows, mut reports) = (open(), Vec::new());
        while let Some(row) = rows.next_row().unwrap() {
            reports.push(match parser.read(row) {
                Ok(report) => serde_json::to_string(&report).unwrap(),
                Err(violations) => violations[0].problem.to_string(),
            });
        }
        Ok((lines(&notes), reports))
    }

    #[test]
    fn each_column_of_dates_settles_its_own_order() {
        let rows = "Utrecht;funding;02/03/2013;01-02-2012;;\nUtrecht;funding;02/25/2013;;;\n";
        let (notes, reports) = read(rows, None).unwrap();
        assert!(
            notes.contains(
                "column \"Datum\" is read as month/day/year, because row 3 has 02/25/2013"
            ),
            "{notes}"
        );
        assert!(
            reports[0].contains("\"observedAt\":\"2013-02-03\""),
            "{reports:?}"
        );
        assert!(
            reports[0].contains("\"knownSince\":\"2012-02-01\""),
            "{reports:?}"
        );
        let problem = read("Utrecht;funding;02/03/2013;04/05/2012;;\n", None).unwrap_err();
        assert!(problem.contains("column \"Datum\": row 2"), "{problem}");
        assert!(
            problem.contains("column \"Sinds\": row 2 has 04/05/2012"),
            "{problem}"
        );
    }

    #[test]
    fn a_row_that_does_not_fit_the_given_order_is_a_violation() {
        let rows = "Utrecht;funding;02/03/2013;;;\nUtrecht;funding;02/25/2013;;;\n";
        let (_, reports) = read(rows, Some(DateOrder::DayFirst)).unwrap();
        assert!(reports[0].contains("2013-03-02"), "{reports:?}");
        assert!(reports[1].contains("is not a date"), "{reports:?}");
    }

    #[test]
    fn what_is_left_out_is_noted() {
        let rows = "Utrecht;funding;2013-02-12;;'=1+1;hoog\nUtrecht;funding;2013-02-13;;''-a;\n\
                    Utrecht\u{200b};funding;2013-02-14;;'s avonds;\n\
                    Utrecht;funding;2013-02-15;;geen geld voor cafÃ©s;\n";
        let (notes, reports) = read(rows, None).unwrap();
        for part in [
            "not in --map, and left out: \"Prio\"",
            "in 2 cells, first in row 2, column \"Tekst\", the apostrophe",
            "in 1 cell in row 4, column \"Gemeente\", invisible characters",
            "in 1 cell in row 5, column \"Tekst\", letters are damaged",
        ] {
            assert!(notes.contains(part), "{part}: {notes}");
        }
        for (report, text) in
            reports
                .iter()
                .zip(["=1+1", "'-a", "'s avonds", "geen geld voor cafÃ©s"])
        {
            assert!(
                report.contains(&format!("\"description\":\"{text}\"")),
                "{report}"
            );
            assert!(report.contains("GM0344"), "{report}");
        }
    }
}

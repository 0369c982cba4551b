//! Reads a report, or support, from a row, or all violations of the row.

use std::collections::BTreeMap;

use model::{
    Data, Envelope, Instant, KnelpuntReported, NAMESPACE, Observed, Party, PartyKind, Reporter,
    SupportReceived, Violation, ViolationKind,
};
use register::{CodeKind, Register};
use uuid::Uuid;

use super::{
    dates::{ColumnOrder, NumericDate},
    mapping::{ColumnMapping, FieldSource, ReportField},
    rows::TableRow,
};
use crate::{
    InputProblem, clean, codes::CodeLookup, labels::parse_party_kind, problem::ProblemValue,
};

/// Events are of this year or later.
const FIRST_YEAR: i16 = 1970;

/// Input of a row that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowViolation {
    /// The heading of the column; `None` for the whole row.
    pub column: Option<String>,
    /// The problem.
    pub problem: InputProblem,
}

/// Reads the reports of a table, or its support.
#[derive(Debug, Clone)]
pub struct ReportParser<'a> {
    pub(super) columns: Vec<String>,
    /// The column of each mapped field.
    pub(super) indices: BTreeMap<ReportField, usize>,
    constants: BTreeMap<ReportField, String>,
    /// The order of the dates of each column; Dutch until a survey settles it.
    pub(super) orders: BTreeMap<ReportField, ColumnOrder>,
    municipalities: CodeLookup<'a>,
    categories: CodeLookup<'a>,
    building_blocks: CodeLookup<'a>,
    remedies: CodeLookup<'a>,
    of_support: bool,
}

impl<'a> ReportParser<'a> {
    /// Finds the columns of a mapping, and reads its constants.
    ///
    /// # Errors
    ///
    /// All fields without a column, and all constants that are not valid.
    pub fn new(
        ColumnMapping(mapping): &ColumnMapping,
        columns: &[String],
        register: &'a Register,
    ) -> Result<Self, Vec<InputProblem>> {
        let mut reader = Self {
            columns: columns.to_vec(),
            indices: BTreeMap::new(),
            constants: BTreeMap::new(),
            orders: BTreeMap::new(),
            municipalities: CodeLookup::new(CodeKind::Municipality, register),
            categories: CodeLookup::new(CodeKind::Category, register),
            building_blocks: CodeLookup::new(CodeKind::BuildingBlock, register),
            remedies: CodeLookup::new(CodeKind::Remedy, register),
            of_support: mapping.contains_key(&ReportField::Support),
        };
        let mut problems = Vec::new();
        for (field, source) in mapping {
            let found = match source {
                FieldSource::Column(heading) => index_of(columns, heading).map(|index| {
                    reader.indices.insert(*field, index);
                }),
                FieldSource::Constant(text) => reader.parse_constant(*field, text).map(|text| {
                    reader.constants.insert(*field, text);
                }),
            };
            let problem = found.err();
            problems.extend(problem.map(|problem| of_field(*field, problem)));
        }
        if problems.is_empty() {
            Ok(reader)
        } else {
            Err(problems)
        }
    }

    /// Reads the report or support of a row; `None` if all its cells are empty.
    ///
    /// # Errors
    ///
    /// All violations of the row.
    pub fn read(&self, row: &TableRow) -> Result<Option<Data>, Vec<RowViolation>> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let (mut values, mut violations) = (self.constants.clone(), self.check_shape(row));
        for (field, index) in &self.indices {
            let text = row.cells.get(*index).unwrap_or_default().trim();
            let found = match text {
                "" if ReportField::required(self.of_support).contains(field) => {
                    Err(InputProblem::new("sheet-cell-empty"))
                }
                "" => continue,
                text => self.parse(*field, clean::without_guard(text)),
            };
            match found {
                Ok(text) => drop(values.insert(*field, text)),
                Err(problem) => violations.push(self.violation(Some(*field), problem)),
            }
        }
        // A constant kind of party applies only to rows that name a party.
        let named = values.contains_key(&ReportField::Party);
        if !named && self.constants.contains_key(&ReportField::PartyKind) {
            values.remove(&ReportField::PartyKind);
        }
        let blank = |field| self.cell(row, field).is_some_and(str::is_empty);
        for (field, other) in [
            (ReportField::PartyKind, ReportField::Party),
            (ReportField::Party, ReportField::PartyKind),
        ] {
            if blank(field) && values.contains_key(&other) {
                let problem = InputProblem::new("sheet-party-half");
                violations.push(self.violation(Some(field), problem));
            }
        }
        if violations.is_empty() {
            Ok(if self.of_support {
                support(values).map(Data::Supported)
            } else {
                report(values).map(Data::Reported)
            })
        } else {
            Err(violations)
        }
    }

    /// Returns violations of the event as those of the columns that the values come from.
    pub fn locate_all(&self, violations: &[Violation]) -> Vec<RowViolation> {
        violations.iter().map(|one| self.locate(one)).collect()
    }

    fn locate(&self, violation: &Violation) -> RowViolation {
        let path = match violation.path.as_str() {
            "/time" => ReportField::ObservedAt.path(),
            path if path.starts_with(ReportField::Topics.path()) => ReportField::Topics.path(),
            path => path,
        };
        let field = ReportField::ALL
            .into_iter()
            .find(|field| field.path() == path);
        let observed = self.column(ReportField::ObservedAt);
        let problem = match violation.kind {
            // Without a given time, an event has that of its observation, which is never before it.
            ViolationKind::ObservedLater => InputProblem::new("sheet-observed-later"),
            ViolationKind::KnownLater => {
                let problem = InputProblem::new("sheet-known-later");
                match observed {
                    Some(column) => problem.quoted("observed", column),
                    None => problem.and("observed", ReportField::ObservedAt),
                }
            }
            _ => clean::advised(violation),
        };
        match field {
            Some(field) if self.indices.contains_key(&field) => {
                self.violation(Some(field), problem)
            }
            Some(field) => self.violation(None, of_field(field, problem)),
            None => {
                let path = violation.path.trim_start_matches("/data").trim_matches('/');
                let problem = InputProblem::new("sheet-of-member")
                    .and("member", path.replace('/', "."))
                    .and("problem", problem);
                self.violation(None, problem)
            }
        }
    }

    fn cell<'b>(&self, row: &'b TableRow, field: ReportField) -> Option<&'b str> {
        let index = self.indices.get(&field)?;
        Some(row.cells.get(*index).unwrap_or_default().trim())
    }

    fn violation(&self, field: Option<ReportField>, problem: InputProblem) -> RowViolation {
        let column = field.and_then(|field| self.column(field)).cloned();
        RowViolation { column, problem }
    }

    /// Returns the heading of the column that a field is mapped to.
    pub(super) fn column(&self, field: ReportField) -> Option<&String> {
        self.columns.get(*self.indices.get(&field)?)
    }

    /// Checks the quotation marks of a row, and its length.
    fn check_shape(&self, row: &TableRow) -> Vec<RowViolation> {
        let broken = row.broken_quotes.iter().map(|index| RowViolation {
            column: self.columns.get(*index).cloned(),
            problem: InputProblem::new("sheet-quotes"),
        });
        let length = self.check_length(row);
        broken.chain(length).collect()
    }

    /// Checks that a row has as many cells as there are headings, and no content beyond them.
    fn check_length(&self, row: &TableRow) -> Vec<RowViolation> {
        let (cells, columns) = (row.cells.len(), self.columns.len());
        let mut beyond = row.cells.iter().skip(columns);
        if cells >= columns && beyond.all(|cell| cell.trim().is_empty()) {
            return Vec::new();
        }
        let problem = InputProblem::new("sheet-row-length")
            .and("cells", cells)
            .and("columns", columns);
        vec![self.violation(None, problem)]
    }

    fn parse_observed(&self, field: ReportField, text: &str) -> Result<String, InputProblem> {
        if Observed::parse(text).is_some() {
            return Ok(text.to_owned());
        }
        let dutch = ColumnOrder::default();
        let day = self.orders.get(&field).unwrap_or(&dutch).parse(text);
        let day = day.map(|day| day.to_string());
        if texts::dates::parse(text).is_some_and(|day| day.year() < FIRST_YEAR) {
            return Err(InputProblem::new("sheet-date-too-early")
                .quoted("text", text)
                .and("year", FIRST_YEAR.to_string()));
        }
        day.ok_or_else(|| {
            let id = if text.bytes().all(|byte| byte.is_ascii_digit()) {
                "sheet-date-number-in-table"
            } else {
                "sheet-not-a-date-in-table"
            };
            InputProblem::new(id).quoted("text", text)
        })
    }

    /// Reads a value that is the same in every row.
    fn parse_constant(&self, field: ReportField, text: &str) -> Result<String, InputProblem> {
        let is_date = matches!(field, ReportField::ObservedAt | ReportField::KnownSince);
        let date = NumericDate::parse(text).filter(|date| is_date && date.has_slashes());
        match date.and_then(NumericDate::both) {
            Some([one, other]) => Err(InputProblem::new("sheet-value-either")
                .quoted("text", text)
                .and("day", one.to_string())
                .and("other", other.to_string())),
            None => self.parse(field, text),
        }
    }

    /// Reads a value, as it is written in an event.
    fn parse(&self, field: ReportField, text: &str) -> Result<String, InputProblem> {
        let code = |codes: &CodeLookup<'_>| codes.code(text).map(str::to_owned);
        let (written, text) = (text, &clean::one_line(text));
        match field {
            ReportField::Municipality => code(&self.municipalities),
            ReportField::Category => code(&self.categories),
            ReportField::BuildingBlock => code(&self.building_blocks),
            ReportField::Support => code(&self.remedies),
            ReportField::Topics => self.parse_topics(written),
            ReportField::PartyKind => parse_party_kind(text).map(|kind| kind.code().to_owned()),
            ReportField::ObservedAt | ReportField::KnownSince => self.parse_observed(field, text),
            ReportField::Round if !model::is_round(text) => {
                Err(InputProblem::new("sheet-not-a-round").quoted("text", text))
            }
            ReportField::Party
            | ReportField::Reference
            | ReportField::Round
            | ReportField::ReporterRole
            | ReportField::Description
            | ReportField::Organisation => Ok(text.clone()),
        }
    }

    /// Reads categories, as codes separated by semicolons or on lines of their own.
    fn parse_topics(&self, text: &str) -> Result<String, InputProblem> {
        let topics = text.split([';', '\n', '\r']).map(clean::one_line);
        let topics = topics.filter(|topic| !topic.is_empty());
        let codes: Result<Vec<&str>, InputProblem> =
            topics.map(|topic| self.categories.code(&topic)).collect();
        codes.map(|codes| codes.join(";"))
    }
}

/// Returns the id of a report: the same for the same report of the same source, whatever table it is in.
pub fn report_id(source: &str, data: &Data) -> String {
    let name = format!(
        "table\n{source}\n{}\n{}",
        data.event_type().name(),
        crate::plan::canonical(data)
    );
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

/// Returns the envelope of the event of a row: with the id of the report, recorded at a time, or when it was observed if
/// none is given.
pub fn report_envelope(source: &str, time: Option<Instant>, data: &Data) -> Envelope {
    let observed_at = match data {
        Data::Reported(data) => Some(&data.observed_at),
        Data::Supported(data) => Some(&data.observed_at),
        Data::Resolved(_)
        | Data::Merged(_)
        | Data::Consulted(_)
        | Data::Withdrawn(_)
        | Data::Redacted(_) => None,
    };
    let observed = observed_at.and_then(|text| Observed::parse(text));
    let time = time.or(observed.map(Observed::first));
    Envelope {
        source: source.to_owned(),
        id: report_id(source, data),
        // Without a valid day the event is refused for that.
        time: time.unwrap_or(Instant::EARLIEST),
    }
}

fn of_field(field: ReportField, problem: InputProblem) -> InputProblem {
    InputProblem::new("sheet-of-field")
        .and("field", field)
        .and("problem", problem)
}

fn index_of(columns: &[String], heading: &str) -> Result<usize, InputProblem> {
    let wanted = model::canonical_name(heading);
    let is_it = |(index, column): (usize, &String)| {
        (model::canonical_name(column) == wanted).then_some(index)
    };
    let found: Vec<usize> = columns.iter().enumerate().filter_map(is_it).collect();
    match found[..] {
        [index] => Ok(index),
        [] => Err(InputProblem::new("sheet-no-column")
            .quoted("column", heading)
            .and("columns", ProblemValue::List(columns.to_vec()))),
        _ => Err(InputProblem::new("sheet-columns-alike")
            .quoted("column", heading)
            .and("count", found.len())),
    }
}

fn report(mut values: BTreeMap<ReportField, String>) -> Option<KnelpuntReported> {
    let mut take = |field| values.remove(&field);
    let kind = take(ReportField::PartyKind).and_then(|code| PartyKind::parse(&code));
    let party = kind.zip(take(ReportField::Party));
    Some(KnelpuntReported {
        municipality: take(ReportField::Municipality)?,
        category: take(ReportField::Category)?,
        building_block: take(ReportField::BuildingBlock),
        party: party.map(|(kind, name)| Party { kind, name }),
        reference: take(ReportField::Reference),
        observed_at: take(ReportField::ObservedAt)?,
        known_since: take(ReportField::KnownSince),
        round: take(ReportField::Round),
        reporter: take(ReportField::ReporterRole).map(|role| Reporter { role }),
        description: take(ReportField::Description),
    })
}

fn support(mut values: BTreeMap<ReportField, String>) -> Option<SupportReceived> {
    let mut take = |field| values.remove(&field);
    let topics = take(ReportField::Topics);
    Some(SupportReceived {
        municipality: take(ReportField::Municipality)?,
        support: take(ReportField::Support)?,
        observed_at: take(ReportField::ObservedAt)?,
        round: take(ReportField::Round),
        topics: topics.map(|codes| codes.split(';').map(str::to_owned).collect()),
        organisation: take(ReportField::Organisation),
    })
}

#[cfg(test)]
mod tests;

//! The calls: which municipalities were called, and which were reached.

use jiff::{ToSpan as _, civil::Date};
use model::{ConsultationOutcome, Data, MunicipalityConsulted};

use super::{
    RowStatement, SheetReader,
    rows::{SheetRow, SheetRows},
};
use crate::layout::{CODE, DATE, MUNICIPALITY, REACHED, TOPICS};
use crate::{InputProblem, clean};

/// The call of a municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CalledMunicipality {
    /// The day on which it was reached; `None` if it was not, or if the sheet does not say.
    pub(crate) reached_on: Option<Date>,
}

impl CalledMunicipality {
    pub(crate) const fn reached_on(day: Date) -> Self {
        Self {
            reached_on: Some(day),
        }
    }
}

/// Reads the calls, and stores them in the reader for the other sheets.
pub(super) fn read(rows: &SheetRows<'_>, reader: &mut SheetReader<'_>) -> Vec<RowStatement> {
    rows.iter()
        .filter_map(|row| read_row(row, reader))
        .collect()
}

fn read_row(row: SheetRow<'_>, reader: &mut SheetReader<'_>) -> Option<RowStatement> {
    let municipality = municipality(row, reader)?;
    let of = Some(municipality.as_str());
    let unreached = CalledMunicipality { reached_on: None };
    let earlier = reader.called.insert(municipality.clone(), unreached);
    if earlier.is_some() {
        let problem = InputProblem::new("sheet-code-twice").and("code", &*municipality);
        row.push_violation(reader, of, CODE, problem);
        return None;
    }
    let violations = reader.violations.len();
    let outcome: Option<ConsultationOutcome> = row.label(reader, of, REACHED);
    let first = reader.info.as_of.saturating_sub(1.year());
    let last = reader.today;
    let day = row.day(reader, of, DATE, (first, last));
    let topics = topics(row, reader, of);
    if violations == reader.violations.len() {
        if outcome.is_none() && (day.is_some() || topics.is_some()) {
            row.push_violation(reader, of, REACHED, "sheet-not-reached");
        }
        if outcome.is_some() && day.is_none() {
            row.push_violation(reader, of, DATE, "sheet-no-call-day");
        }
    }
    let (outcome, day) = (outcome?, day?);
    if outcome == ConsultationOutcome::Reached {
        let called = CalledMunicipality::reached_on(day);
        reader.called.insert(municipality.clone(), called);
    }
    (violations == reader.violations.len()).then(|| RowStatement {
        sheet: row.sheet(),
        row: row.number,
        municipality: municipality.clone(),
        data: Data::Consulted(MunicipalityConsulted {
            municipality,
            round: reader.info.round.clone(),
            observed_at: day.to_string(),
            outcome,
            topics,
            coach_organisation: reader.info.coach_organisation.clone(),
        }),
    })
}

/// Reads the municipality. Code and name must match: otherwise the row was torn apart by sorting one column.
fn municipality(row: SheetRow<'_>, reader: &mut SheetReader<'_>) -> Option<String> {
    let code = row.text(reader, None, CODE).unwrap_or_default();
    let register = reader.register;
    let Ok(id) = register.find_municipality_by_name(&code) else {
        let problem = InputProblem::new("sheet-not-a-code").quoted("text", code);
        row.push_violation(reader, None, CODE, problem);
        return None;
    };
    let code = register.municipality(id).code.clone();
    let violations = reader.violations.len();
    let name = row.text(reader, Some(&code), MUNICIPALITY);
    let name = name.unwrap_or_default();
    if violations == reader.violations.len() && !register.is_named(id, &name) {
        let problem = InputProblem::new("sheet-other-name")
            .quoted("text", name)
            .and("code", &*code);
        row.push_violation(reader, Some(&code), MUNICIPALITY, problem);
    }
    Some(code)
}

/// Reads the topics, ordered by code, so that the order in which they are written makes no difference.
fn topics(
    row: SheetRow<'_>,
    reader: &mut SheetReader<'_>,
    of: Option<&str>,
) -> Option<Vec<String>> {
    // One a line, or with semicolons between them.
    let text = row.raw_text(reader, of, TOPICS)?;
    let mut codes = Vec::new();
    let topics = text.split([';', '\n', '\r']).map(clean::one_line);
    for topic in topics.filter(|topic| !topic.is_empty()) {
        let found = reader.codes.get(TOPICS)?.code(&topic).map(str::to_owned);
        match found {
            Ok(code) => codes.push(code),
            Err(problem) => row.push_violation(reader, of, TOPICS, problem),
        }
    }
    codes.sort();
    codes.dedup();
    (!codes.is_empty()).then_some(codes)
}

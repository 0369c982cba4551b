//! The statements of a filled-in workbook, and all its violations.

mod answers;
mod columns;
mod consultations;
mod new_ones;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{Data, Violation};
use register::{CodeKind, Register};
use uuid::Uuid;

use crate::{
    InputProblem, SheetInput, WorkbookInfo, codes::CodeLookup, input::other_sheets, layout,
    stamp::SheetStamp,
};
use consultations::CalledMunicipality;
use rows::HEADINGS_MOVED;
pub(crate) use rows::SheetRows;

/// The statements of a workbook, or of some of its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledSheet {
    /// Round, source and date of the workbook.
    pub info: WorkbookInfo,
    /// Id of the workbook; copies have the same id.
    pub workbook: Uuid,
    /// The sheets that were imported. Earlier statements of other sheets are not changed.
    pub sheets: BTreeSet<&'static str>,
    /// Codes of the municipalities on the sheet. Statements about others are not changed.
    pub municipalities: BTreeSet<String>,
    /// The statements to publish.
    pub statements: Vec<RowStatement>,
    /// All violations.
    pub violations: Vec<SheetViolation>,
    /// What is left out, and hides no statement.
    pub notices: Vec<SheetViolation>,
}

/// The statement of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowStatement {
    /// Its sheet.
    pub sheet: &'static str,
    /// Its row, from 1.
    pub row: usize,
    /// Code of the municipality that was called.
    pub municipality: String,
    /// The data of the event.
    pub data: Data,
}

/// Input that is not valid, with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetViolation {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1; `None` for the whole sheet.
    pub row: Option<usize>,
    /// The heading of the column; `None` for the whole row.
    pub column: Option<String>,
    /// The problem and the remedy.
    pub problem: InputProblem,
    /// The municipality whose statements it may hide; `None` if unknown.
    pub municipality: Option<String>,
}

/// The context in which rows are read.
pub(crate) struct SheetReader<'a> {
    pub(crate) info: &'a WorkbookInfo,
    pub(crate) register: &'a Register,
    pub(crate) today: Date,
    pub(crate) codes: BTreeMap<&'static str, CodeLookup<'a>>,
    pub(crate) violations: Vec<SheetViolation>,
    /// By code of the municipality.
    pub(crate) called: BTreeMap<String, CalledMunicipality>,
    /// Whether the sheet of calls is missing, so that the days of calls come from the log.
    pub(crate) calls_from_log: bool,
}

/// Reads the statements of sheets.
///
/// `today` is the latest date that is accepted. `reached` has, by code, the day on which each municipality was reached;
/// it is used if the sheet of calls is missing.
///
/// # Errors
///
/// All violations of the form, if the sheets cannot be trusted at all.
pub fn read(
    input: &SheetInput,
    register: &Register,
    today: Date,
    reached: &BTreeMap<String, Date>,
) -> Result<FilledSheet, Vec<SheetViolation>> {
    let LocatedColumns {
        stamp,
        rows: [municipalities, knelpunten, new_ones],
        findings,
    } = locate_columns(input)?;
    let info = stamp.info();
    let mut reader = SheetReader::new(&info, register, today);
    reader.violations = findings.violations;
    if !input.has_calls() {
        reader.calls_from_log = true;
        let known = reached
            .iter()
            .map(|(code, day)| (code.clone(), CalledMunicipality::reached_on(*day)));
        reader.called = known.collect();
    }
    let mut statements = consultations::read(&municipalities, &mut reader);
    let (answers, listed) = answers::read(&knelpunten, &mut reader);
    statements.extend(answers);
    statements.extend(new_ones::read(&new_ones, &listed, &mut reader));
    let municipalities = reader.called.keys().cloned().collect();
    let violations = reader.violations;
    Ok(FilledSheet {
        workbook: stamp.workbook,
        sheets: input.sheets(),
        info,
        municipalities,
        statements,
        violations,
        notices: findings.notices,
    })
}

/// The stamp and the columns of every sheet.
pub(crate) struct LocatedColumns<'a> {
    pub(crate) stamp: SheetStamp,
    rows: [SheetRows<'a>; 3],
    findings: SheetFindings,
}

/// What was found beside the columns.
#[derive(Debug, Default)]
pub(crate) struct SheetFindings {
    /// What is wrong with the form itself, so that no row can be trusted.
    form: Vec<SheetViolation>,
    /// What may hide a statement.
    violations: Vec<SheetViolation>,
    /// What is left out, and hides no statement.
    notices: Vec<SheetViolation>,
}

/// Reads the stamp and finds the columns of every sheet.
///
/// # Errors
///
/// All violations of both.
pub(crate) fn locate_columns(
    input: &SheetInput,
) -> Result<LocatedColumns<'_>, Vec<SheetViolation>> {
    let stamp = input.stamp();
    let mut findings = SheetFindings {
        form: stamp.as_ref().err().cloned().unwrap_or_default(),
        ..SheetFindings::default()
    };
    let rows = layout::ROW_SHEETS.map(|sheet| SheetRows::find(&input.grids, sheet, &mut findings));
    // Where the headings are in another row, so is the stamp.
    let moved: BTreeSet<String> = (findings.form.iter())
        .filter(|one| one.row.is_none() && one.problem.is(HEADINGS_MOVED))
        .map(|one| one.sheet.clone())
        .collect();
    findings
        .form
        .retain(|one| one.row.is_none() || !moved.contains(&one.sheet));
    let SheetFindings {
        violations,
        notices,
        ..
    } = &mut findings;
    other_sheets::check(input, violations, notices);
    match stamp {
        Ok(stamp) if findings.form.is_empty() => Ok(LocatedColumns {
            stamp,
            rows,
            findings,
        }),
        _ => Err(findings.form),
    }
}

impl<'a> SheetReader<'a> {
    fn new(info: &'a WorkbookInfo, register: &'a Register, today: Date) -> Self {
        let kinds = [
            (layout::MUNICIPALITY, CodeKind::Municipality),
            (layout::CATEGORY, CodeKind::Category),
            (layout::TOPICS, CodeKind::Category),
            (layout::BUILDING_BLOCK, CodeKind::BuildingBlock),
            (layout::REMEDY, CodeKind::Remedy),
        ];
        Self {
            info,
            register,
            today,
            codes: kinds
                .map(|(heading, kind)| (heading, CodeLookup::new(kind, register)))
                .into(),
            violations: Vec::new(),
            called: BTreeMap::new(),
            calls_from_log: false,
        }
    }

    /// Returns the problem of an answer without a day on which the municipality was reached.
    pub(crate) fn unreached(&self) -> InputProblem {
        let id = if self.calls_from_log {
            "sheet-call-not-in-log"
        } else {
            "sheet-call-missing"
        };
        InputProblem::new(id).and("sheet", layout::MUNICIPALITIES)
    }
}

impl FilledSheet {
    /// Keeps the statements that make valid events; each violation of the others becomes one of its row.
    #[must_use]
    pub fn validated(mut self, violations_of: impl Fn(&Data) -> Vec<Violation>) -> Self {
        let violations = &mut self.violations;
        self.statements.retain(|statement| {
            let found = violations_of(&statement.data);
            violations.extend(found.iter().map(|one| statement.violation(one)));
            found.is_empty()
        });
        self
    }
}

impl SheetViolation {
    pub(crate) fn of_sheet(
        sheet: &str,
        column: Option<&str>,
        problem: impl Into<InputProblem>,
    ) -> Self {
        Self {
            sheet: sheet.to_owned(),
            row: column.map(|_| 1),
            column: column.map(str::to_owned),
            problem: problem.into(),
            municipality: None,
        }
    }
}

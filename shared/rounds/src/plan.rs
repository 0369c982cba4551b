//! The difference between a filled-in sheet and the log, as the events that make the two agree.
//!
//! A sheet withdraws its own statements and no others. Statements of another sheet stay, also where the two contradict
//! each other; a municipality without statements stays as it is, because a copy of the sheet may have been filled in
//! elsewhere.

mod history;

use std::collections::{BTreeMap, BTreeSet};

use model::{Data, EventRef, EventWithdrawn, Subject};
use register::Register;

use crate::{FilledSheet, RowStatement};
use history::SheetEvent;
pub use history::SourceHistory;
pub(crate) use history::canonical;

/// An event to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEvent {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: Subject,
    /// Its data.
    pub data: Data,
}

/// The withdrawal of an earlier statement that the sheet no longer makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWithdrawal {
    /// The withdrawal.
    pub event: PlannedEvent,
    /// The earlier statement.
    pub previous: Data,
    /// The statement that the sheet makes about the same subject now, if any.
    pub replacement: Option<RowStatement>,
}

/// A statement that contradicts one of another sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The statement of this sheet.
    pub statement: RowStatement,
    /// The statement of the other sheet.
    pub other: Data,
}

/// The events to publish, and what stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Statements that are not in the log.
    pub add: Vec<PlannedEvent>,
    /// Statements in the log that the sheet no longer makes.
    pub withdraw: Vec<PlannedWithdrawal>,
    /// The number of statements that are in the log already.
    pub unchanged: usize,
    /// Earlier statements about municipalities that the sheet says nothing about now.
    pub untouched: Vec<Data>,
    /// Statements that contradict another sheet.
    pub contradictions: Vec<Contradiction>,
}

/// Plans the events to publish for a sheet. With `cleared`, a municipality without statements was cleared on purpose:
/// earlier statements about it are withdrawn.
pub fn plan(
    filled: &FilledSheet,
    history: &SourceHistory,
    register: &Register,
    cleared: bool,
) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let mut wanted = BTreeSet::new();
    let mut by_subject: BTreeMap<Subject, &RowStatement> = BTreeMap::new();
    for statement in &filled.statements {
        let Some(subject) = statement.data.subject() else {
            continue;
        };
        by_subject.insert(subject.clone(), statement);
        let id = history.id(filled.workbook, statement.sheet, &statement.data, &subject);
        if !wanted.insert(id.clone()) {
            continue;
        }
        if history.contains(&id) {
            plan.unchanged += 1;
        } else {
            let data = statement.data.clone();
            plan.add.push(PlannedEvent { id, subject, data });
        }
    }
    let effective = history.of_round(&filled.info.round);
    for event in effective.filter(|event| !wanted.contains(event.id)) {
        let statement = by_subject.get(event.subject).copied();
        if event.workbook != filled.workbook {
            let contradiction = statement.and_then(|one| contradiction(one, event.data));
            plan.contradictions.extend(contradiction);
        } else if filled.sheets.contains(event.sheet) {
            match filled.coverage(register, event.data.municipality()) {
                Coverage::Unknown => {}
                Coverage::Silent if !cleared => plan.untouched.push(event.data.clone()),
                Coverage::Silent | Coverage::Stated => {
                    plan.withdraw.push(withdrawal(filled, &event, statement));
                }
            }
        }
    }
    plan
}

/// What a sheet says about a municipality.
enum Coverage {
    /// Not on the sheet, or with a violation: which earlier statements are replaced cannot be known.
    Unknown,
    /// Nothing.
    Silent,
    /// At least one statement.
    Stated,
}

impl FilledSheet {
    /// Returns whether earlier statements about a municipality may be withdrawn. They may if the municipality, or the
    /// one that it was merged into, is on the sheet.
    fn coverage(&self, register: &Register, code: &str) -> Coverage {
        let Some(id) = register.find_municipality(code) else {
            return Coverage::Unknown;
        };
        let now = register.successor_on(id, self.info.as_of).municipality;
        let codes = BTreeSet::from([code, register.municipality(now).code.as_str()]);
        // A violation without a municipality may hide a statement about any of them, so it blocks all withdrawals.
        let hides = |of: Option<&str>| of.is_none_or(|code| codes.contains(code));
        let mut violations = self.violations.iter();
        if violations.any(|violation| hides(violation.municipality.as_deref()))
            || !codes.iter().any(|code| self.municipalities.contains(*code))
        {
            return Coverage::Unknown;
        }
        let mut statements = self.statements.iter();
        if statements.any(|statement| codes.contains(statement.municipality.as_str())) {
            Coverage::Stated
        } else {
            Coverage::Silent
        }
    }
}

/// Returns the contradiction between two statements; two reports on different days are none.
fn contradiction(statement: &RowStatement, other: &Data) -> Option<Contradiction> {
    let reports = |data: &Data| matches!(data, Data::Reported(_));
    let compatible = statement.data == *other || reports(&statement.data) && reports(other);
    (!compatible).then(|| Contradiction {
        statement: statement.clone(),
        other: other.clone(),
    })
}

fn withdrawal(
    filled: &FilledSheet,
    event: &SheetEvent<'_>,
    replacement: Option<&RowStatement>,
) -> PlannedWithdrawal {
    let data = Data::Withdrawn(EventWithdrawn {
        event: EventRef {
            source: filled.info.source.clone(),
            id: event.id.to_owned(),
        },
        municipality: event.data.municipality().to_owned(),
        reason: None,
    });
    PlannedWithdrawal {
        event: PlannedEvent {
            id: history::id(event.workbook, event.sheet, &data, 0),
            subject: event.subject.clone(),
            data,
        },
        previous: event.data.clone(),
        replacement: replacement.cloned(),
    }
}

#[cfg(test)]
mod tests;

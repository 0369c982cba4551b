//! The trial of a workbook of a round, or of a sheet of one: the difference between it and what the views have.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{Draft, Envelope, EventType, Instant, Subject};
use rounds::{FilledSheet, ImportPlan, PlannedEvent, SheetInput, SheetViolation, SourceHistory};
use views::{AskError, HistoryItem};

use super::{
    request::ImportRequest,
    trial::{Trial, TrialError, TrialNotice},
};
use crate::app::WebApp;

/// Tries a workbook.
pub(super) fn try_sheets(
    app: &WebApp,
    input: &SheetInput,
    request: &ImportRequest,
) -> Result<Trial, AskError> {
    let (info, workbook) = match input.info() {
        Ok(info) => info,
        Err(violations) => return Ok(refused(&violations)),
    };
    let register = app.register();
    let reached = if input.has_calls() {
        BTreeMap::new()
    } else {
        history(app, &info.source, &info.round, Vec::new())?.reached(&info.round, workbook)
    };
    let filled = match read(app, input, &info.source, request.time, &reached) {
        Ok(filled) => filled,
        Err(violations) => return Ok(refused(&violations)),
    };
    let subjects = filled.statements.iter();
    let subjects = subjects.filter_map(|statement| statement.data.subject());
    let history = history(app, &info.source, &info.round, subjects.collect())?;
    let plan = rounds::plan(&filled, &history, register, false);
    Ok(Trial {
        drafts: drafts(&info.source, request.time, &plan),
        known: plan.unchanged,
        wrong_rows: wrong_rows(&filled.violations),
        errors: filled.violations.iter().map(error).collect(),
        notices: filled
            .notices
            .iter()
            .map(|one| TrialNotice::OfSheet(error(one)))
            .collect(),
        round: Some(info.round),
        ..Trial::default()
    })
}

/// Reads the sheets, and validates each statement as every reader of the log does.
fn read(
    app: &WebApp,
    input: &SheetInput,
    source: &str,
    time: Instant,
    reached: &BTreeMap<String, Date>,
) -> Result<FilledSheet, Vec<SheetViolation>> {
    let register = app.register();
    let filled = rounds::read(input, register, time.day(), reached)?;
    Ok(filled.validated(|data| {
        let envelope = Envelope {
            source: source.to_owned(),
            id: "trial".to_owned(),
            time,
        };
        let valid = emitter::validate_data(envelope, data.clone(), register, app.now());
        let invalid = valid.err();
        invalid.map_or_else(Vec::new, |invalid| invalid.violations)
    }))
}

/// Returns what the views have of a source: of some subjects, and of a round.
fn history(
    app: &WebApp,
    source: &str,
    round: &str,
    subjects: Vec<Subject>,
) -> Result<SourceHistory, AskError> {
    let mut history = SourceHistory::default();
    let items = app.reader.events_of(subjects, round)?;
    for item in items.into_iter().filter(|item| item.source == source) {
        let (withdrawn, redacted) = (item.withdrawn, item.redacted);
        if let Some(draft) = draft(app, item) {
            history.insert_known(draft, withdrawn, redacted);
        }
    }
    Ok(history)
}

/// Returns the event of an item; `None` of a correction, which makes no statement.
fn draft(app: &WebApp, item: HistoryItem) -> Option<Draft> {
    let kinds = [
        EventType::MunicipalityConsulted,
        EventType::KnelpuntReported,
        EventType::KnelpuntResolved,
    ];
    let kind = kinds
        .into_iter()
        .find(|kind| kind.full_name() == item.event_type)?;
    let envelope = Envelope {
        source: item.source,
        id: item.id,
        time: Instant::parse(&item.time)?,
    };
    let data = item.data.to_string();
    model::decode_data(envelope, kind, data.as_bytes(), app.register()).ok()
}

fn drafts(source: &str, time: Instant, plan: &ImportPlan) -> Vec<Draft> {
    let draft = |planned: &PlannedEvent| Draft {
        source: source.to_owned(),
        id: planned.id.clone(),
        time,
        subject: planned.subject.clone(),
        data: planned.data.clone(),
    };
    let withdrawals = plan.withdraw.iter().map(|withdrawn| &withdrawn.event);
    plan.add.iter().chain(withdrawals).map(draft).collect()
}

/// A form that cannot be trusted: nothing of it is added.
fn refused(violations: &[SheetViolation]) -> Trial {
    Trial {
        wrong_rows: wrong_rows(violations),
        errors: violations.iter().map(error).collect(),
        ..Trial::default()
    }
}

fn wrong_rows(violations: &[SheetViolation]) -> usize {
    let rows = violations.iter().map(|one| (&one.sheet, one.row));
    rows.collect::<BTreeSet<_>>().len()
}

fn error(violation: &SheetViolation) -> TrialError {
    TrialError {
        sheet: Some(violation.sheet.clone()),
        row: violation.row.map(|row| row as u64),
        column: violation.column.clone(),
        problem: violation.problem.clone(),
    }
}

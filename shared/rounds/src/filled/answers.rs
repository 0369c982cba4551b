//! The answers about the knelpunten that were open.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{Data, KnelpuntId, KnelpuntReported, Outcome, Party};

use super::{
    RowStatement, SheetReader,
    rows::{SheetRow, SheetRows},
};
use crate::{
    InputProblem, RowKey,
    labels::{Labelled as _, RowAnswer},
    layout::{ANSWER, GONE_ON, ID, KEY, MUNICIPALITY, OUTCOME, REMARKS, REMEDY},
};

/// Reads the answers. Returns them with the ids of all knelpunten on the sheet, answered or not.
pub(super) fn read(
    rows: &SheetRows<'_>,
    reader: &mut SheetReader<'_>,
) -> (Vec<RowStatement>, BTreeSet<KnelpuntId>) {
    let mut listed = BTreeSet::new();
    let answers = rows
        .iter()
        .filter_map(|row| read_row(row, reader, &mut listed));
    (answers.collect(), listed)
}

fn read_row(
    row: SheetRow<'_>,
    reader: &mut SheetReader<'_>,
    listed: &mut BTreeSet<KnelpuntId>,
) -> Option<RowStatement> {
    let key = key(row, reader)?;
    let of = Some(key.called.as_str());
    if !listed.insert(key.identity().id()) {
        row.push_violation(reader, of, ID, "sheet-row-twice");
        return None;
    }
    let violations = reader.violations.len();
    let answer: Option<RowAnswer> = row.label(reader, of, ANSWER);
    let remarks = row.text(reader, of, REMARKS);
    let only_gone = [GONE_ON, OUTCOME, REMEDY];
    if answer != Some(RowAnswer::Gone) {
        for heading in only_gone {
            if !row.is_blank(heading) {
                let gone = RowAnswer::Gone.label();
                let problem = InputProblem::new("sheet-only-when-gone").quoted("answer", gone);
                row.push_violation(reader, of, heading, problem);
            }
        }
    }
    let data = match answer {
        None | Some(RowAnswer::NotDiscussed) => {
            if remarks.is_some() {
                row.push_violation(reader, of, REMARKS, "sheet-remark-alone");
            }
            None
        }
        Some(RowAnswer::StillThere) => call_day(row, reader, &key, ANSWER)
            .map(|day| Data::Reported(observed(&key, reader, day, remarks))),
        Some(RowAnswer::Gone) => gone(row, reader, &key, remarks),
    };
    let data = data.filter(|_| violations == reader.violations.len())?;
    Some(RowStatement {
        sheet: row.sheet(),
        row: row.number,
        municipality: key.called,
        data,
    })
}

/// Reads the key and checks that the row was not changed.
fn key(row: SheetRow<'_>, reader: &mut SheetReader<'_>) -> Option<RowKey> {
    let text = row.raw_text(reader, None, KEY).unwrap_or_default();
    let key: Option<RowKey> = serde_json::from_str(&text).ok();
    let Some(key) = key else {
        row.push_violation(reader, None, KEY, "sheet-row-changed");
        return None;
    };
    let of = Some(key.called.as_str());
    let id = row.text(reader, of, ID).unwrap_or_default();
    if id != key.identity().id().to_string() {
        let problem = InputProblem::new("sheet-text-changed").quoted("text", id);
        row.push_violation(reader, of, ID, problem);
        return None;
    }
    let Some(called) = reader.register.find_municipality(&key.called) else {
        row.push_violation(reader, of, KEY, "sheet-unknown-municipality");
        return None;
    };
    let violations = reader.violations.len();
    let name = row.text(reader, of, MUNICIPALITY).unwrap_or_default();
    if violations < reader.violations.len() {
        return None;
    }
    if !reader.register.is_named(called, &name) {
        let problem = InputProblem::new("sheet-other-municipality").quoted("text", name);
        row.push_violation(reader, of, MUNICIPALITY, problem);
        return None;
    }
    Some(key)
}

/// Returns the day on which the municipality was reached; an answer needs one.
fn call_day(
    row: SheetRow<'_>,
    reader: &mut SheetReader<'_>,
    key: &RowKey,
    heading: &str,
) -> Option<Date> {
    let of = Some(key.called.as_str());
    let called = reader.called.get(&key.called).copied();
    let day = called.and_then(|called| called.reached_on);
    if day.is_none() {
        let problem = reader.unreached();
        row.push_violation(reader, of, heading, problem);
    }
    day
}

/// Returns what a row states about its knelpunt, as a report.
fn observed(
    key: &RowKey,
    reader: &SheetReader<'_>,
    day: Date,
    description: Option<String>,
) -> KnelpuntReported {
    let key = key.clone();
    KnelpuntReported {
        building_block: key.building_block,
        party: key.party.map(|(kind, name)| Party { kind, name }),
        reference: key.reference,
        round: Some(reader.info.round.clone()),
        description,
        ..KnelpuntReported::new(&key.municipality, &key.category, &day.to_string())
    }
}

fn gone(
    row: SheetRow<'_>,
    reader: &mut SheetReader<'_>,
    key: &RowKey,
    description: Option<String>,
) -> Option<Data> {
    let of = Some(key.called.as_str());
    if row.is_blank(OUTCOME) {
        row.push_violation(reader, of, OUTCOME, "sheet-no-outcome");
    }
    let outcome: Option<Outcome> = row.label(reader, of, OUTCOME);
    let remedy = row.code(reader, of, REMEDY);
    let called_on = call_day(row, reader, key, ANSWER)?;
    let gone_on = if !row.is_blank(GONE_ON) {
        row.day(reader, of, GONE_ON, (key.last_reported, called_on))
    } else if called_on < key.last_reported {
        let problem = InputProblem::new("sheet-gone-after-call")
            .and("reported", key.last_reported)
            .and("called", called_on);
        row.push_violation(reader, of, GONE_ON, problem);
        None
    } else {
        Some(called_on)
    };
    let (outcome, gone_on) = (outcome?, gone_on?);
    let observed = observed(key, reader, gone_on, description);
    Some(Data::Resolved(observed.into_resolved(outcome, remedy)))
}

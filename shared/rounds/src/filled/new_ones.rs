//! The knelpunten that were newly heard.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use model::{Data, KnelpuntId, KnelpuntReported, Party, PartyKind};

use super::{
    RowStatement, SheetReader,
    rows::{SheetRow, SheetRows},
};
use crate::InputProblem;
use crate::layout::{
    self, BUILDING_BLOCK, CATEGORY, KNOWN_SINCE, MUNICIPALITY, PARTY_KIND, PARTY_NAME, REFERENCE,
    REMARKS,
};

/// Reads the new knelpunten; one that is on the sheet of open ones is a violation.
pub(super) fn read(
    rows: &SheetRows<'_>,
    listed: &BTreeSet<KnelpuntId>,
    reader: &mut SheetReader<'_>,
) -> Vec<RowStatement> {
    let mut new = BTreeSet::new();
    let statements = rows
        .iter()
        .filter_map(|row| read_row(row, reader, listed, &mut new));
    statements.collect()
}

fn read_row(
    row: SheetRow<'_>,
    reader: &mut SheetReader<'_>,
    listed: &BTreeSet<KnelpuntId>,
    new: &mut BTreeSet<KnelpuntId>,
) -> Option<RowStatement> {
    let violations = reader.violations.len();
    for heading in [MUNICIPALITY, CATEGORY] {
        if row.is_blank(heading) {
            row.push_violation(reader, None, heading, "sheet-cell-empty");
        }
    }
    let municipality = row.code(reader, None, MUNICIPALITY);
    let of = municipality.as_deref();
    let category = row.code(reader, of, CATEGORY);
    let building_block = row.code(reader, of, BUILDING_BLOCK);
    let party = party(row, reader, of);
    let reference = row.text(reader, of, REFERENCE);
    let description = row.text(reader, of, REMARKS);
    let day = call_day(row, reader, of);
    let last = day.unwrap_or(reader.today);
    let known_since = row.day(reader, of, KNOWN_SINCE, (date(1990, 1, 1), last));
    let data = Data::Reported(KnelpuntReported {
        municipality: municipality.clone()?,
        category: category?,
        building_block,
        party,
        reference,
        observed_at: day?.to_string(),
        known_since: known_since.map(|day| day.to_string()),
        round: Some(reader.info.round.clone()),
        reporter: None,
        description,
    });
    let id = data.identity()?.id();
    if listed.contains(&id) {
        let problem = InputProblem::new("sheet-listed-already").and("sheet", layout::KNELPUNTEN);
        row.push_violation(reader, of, CATEGORY, problem);
    } else if !new.insert(id) {
        row.push_violation(reader, of, CATEGORY, "sheet-new-twice");
    }
    (violations == reader.violations.len()).then_some(RowStatement {
        sheet: row.sheet(),
        row: row.number,
        municipality: municipality?,
        data,
    })
}

fn party(row: SheetRow<'_>, reader: &mut SheetReader<'_>, of: Option<&str>) -> Option<Party> {
    let kind: Option<PartyKind> = row.label(reader, of, PARTY_KIND);
    let name = row.text(reader, of, PARTY_NAME);
    let blank = |heading| row.is_blank(heading);
    if blank(PARTY_KIND) != blank(PARTY_NAME) {
        let heading = if blank(PARTY_KIND) {
            PARTY_KIND
        } else {
            PARTY_NAME
        };
        row.push_violation(reader, of, heading, "sheet-party-half");
    }
    let (kind, name) = (kind?, name?);
    Some(Party { kind, name })
}

fn call_day(row: SheetRow<'_>, reader: &mut SheetReader<'_>, of: Option<&str>) -> Option<Date> {
    let called = reader.called.get(of?).copied();
    let day = called.and_then(|called| called.reached_on);
    if day.is_none() {
        let problem = reader.unreached();
        row.push_violation(reader, of, MUNICIPALITY, problem);
    }
    day
}

//! The columns that the members of an event come from.

use model::{Violation, ViolationKind};

use super::{RowStatement, SheetViolation};
use crate::layout::{
    BUILDING_BLOCK, CATEGORY, CODE, DATE, GONE_ON, KNELPUNTEN, KNOWN_SINCE, MUNICIPALITIES,
    MUNICIPALITY, NEW, OUTCOME, PARTY, PARTY_KIND, PARTY_NAME, REACHED, REFERENCE, REMARKS, REMEDY,
    TOPICS,
};
use crate::{InputProblem, clean};

impl RowStatement {
    /// Returns a violation of the event of the row. It names the column that the member comes from, or else the member.
    pub fn violation(&self, violation: &Violation) -> SheetViolation {
        let problem = match violation.kind {
            // The time of the event is that of the import.
            ViolationKind::ObservedLater => InputProblem::new("sheet-observed-ahead"),
            _ => clean::advised(violation),
        };
        let member = violation.path.trim_start_matches("/data");
        let member = member.trim_matches('/');
        let column = column_of(self.sheet, member);
        let problem = match column {
            None if !member.is_empty() => InputProblem::new("sheet-of-member")
                .and("member", member.replace('/', "."))
                .and("problem", problem),
            _ => problem,
        };
        SheetViolation {
            sheet: self.sheet.to_owned(),
            row: Some(self.row),
            column: column.map(str::to_owned),
            problem,
            municipality: Some(self.municipality.clone()),
        }
    }
}

fn column_of(sheet: &str, member: &str) -> Option<&'static str> {
    let is_new = sheet == NEW;
    Some(match (sheet, member) {
        (MUNICIPALITIES, "municipality") => CODE,
        (MUNICIPALITIES, "observedAt") => DATE,
        (MUNICIPALITIES, "outcome") => REACHED,
        (MUNICIPALITIES, member) if member.starts_with("topics") => TOPICS,
        (KNELPUNTEN, "observedAt") => GONE_ON,
        (KNELPUNTEN, "outcome") => OUTCOME,
        (KNELPUNTEN, "remedy") => REMEDY,
        (NEW, "knownSince") => KNOWN_SINCE,
        (KNELPUNTEN | NEW, "municipality") => MUNICIPALITY,
        (KNELPUNTEN | NEW, "category") => CATEGORY,
        (KNELPUNTEN | NEW, "buildingBlock") => BUILDING_BLOCK,
        (KNELPUNTEN | NEW, "reference") => REFERENCE,
        (KNELPUNTEN | NEW, "description") => REMARKS,
        (KNELPUNTEN | NEW, "party/kind") if is_new => PARTY_KIND,
        (KNELPUNTEN | NEW, "party/name") if is_new => PARTY_NAME,
        (KNELPUNTEN, member) if member.starts_with("party") => PARTY,
        _ => return None,
    })
}

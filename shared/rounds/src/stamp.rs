//! The stamp in the last heading of every row sheet, out of sight. By it a sheet can be imported alone, and statements
//! of different workbooks are told apart.

use jiff::civil::Date;
use model::NAMESPACE;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    CallSheet, InputProblem, WorkbookInfo,
    layout::{STAMP, VERSION},
};

/// The details of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetStamp {
    /// Version of the form.
    pub(crate) form: String,
    /// Id of the workbook. Copies have the same, other workbooks another.
    pub(crate) workbook: Uuid,
    pub(crate) round: String,
    pub(crate) source: String,
    pub(crate) as_of: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coach_organisation: Option<String>,
}

impl SheetStamp {
    /// Creates the stamp of a workbook. The same rows give the same stamp.
    pub(crate) fn new(sheet: &CallSheet) -> Self {
        let info = sheet.info.clone();
        let codes: Vec<&str> = sheet
            .municipalities
            .iter()
            .map(|municipality| municipality.code.as_str())
            .collect();
        let keys: Vec<_> = sheet.knelpunten.iter().map(|open| &open.key).collect();
        let mut stamp = Self {
            form: VERSION.to_owned(),
            workbook: Uuid::nil(),
            round: info.round,
            source: info.source,
            as_of: info.as_of,
            coach_organisation: info.coach_organisation,
        };
        let rows = serde_json::json!([stamp, codes, keys]).to_string();
        stamp.workbook = Uuid::new_v5(&NAMESPACE, rows.as_bytes());
        stamp
    }

    /// Returns the heading.
    pub(crate) fn heading(&self) -> String {
        format!("{STAMP} {}", serde_json::json!(self))
    }

    /// Reads a heading; `None` if it is not a stamp.
    ///
    /// # Errors
    ///
    /// If it was changed, or has another version.
    pub(crate) fn parse(heading: &str) -> Option<Result<Self, InputProblem>> {
        let text = heading.strip_prefix(STAMP)?;
        Some(Self::read(text))
    }

    fn read(text: &str) -> Result<Self, InputProblem> {
        let Ok(stamp) = serde_json::from_str::<Self>(text) else {
            return Err(InputProblem::new("sheet-stamp-changed"));
        };
        if stamp.form != VERSION {
            return Err(InputProblem::new("sheet-stamp-version")
                .quoted("found", stamp.form)
                .and("version", VERSION));
        }
        if !model::is_round(&stamp.round) {
            return Err(InputProblem::new("sheet-stamp-round").quoted("text", stamp.round));
        }
        if !stamp.source.starts_with("urn:") || stamp.source.contains(char::is_whitespace) {
            return Err(InputProblem::new("sheet-stamp-source").quoted("text", stamp.source));
        }
        Ok(stamp)
    }

    pub(crate) fn info(&self) -> WorkbookInfo {
        WorkbookInfo {
            round: self.round.clone(),
            source: self.source.clone(),
            as_of: self.as_of,
            coach_organisation: self.coach_organisation.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_stamp_is_read_back_and_other_rows_have_another() {
        let stamp = SheetStamp::new(&sample::sheet());
        assert_eq!(SheetStamp::parse(&stamp.heading()), Some(Ok(stamp.clone())));
        assert_eq!(stamp.info(), sample::info());
        let fewer = CallSheet {
            knelpunten: Vec::new(),
            ..sample::sheet()
        };
        assert_ne!(SheetStamp::new(&fewer).workbook, stamp.workbook);
    }

    #[test]
    fn a_changed_stamp_is_a_problem() {
        let heading = SheetStamp::new(&sample::sheet()).heading();
        assert_eq!(SheetStamp::parse("Gemeente"), None);
        for (from, to, part) in [
            ("\"round\"", "\"ronde\"", "was changed"),
            ("\"2013-06\"", "\"2013 06\"", "is not a round"),
            ("urn:example:coaches", "coaches", "is not a source"),
            ("\"form\":\"2\"", "\"form\":\"1\"", "has version \"1\""),
        ] {
            let changed = heading.replace(from, to);
            assert_ne!(changed, heading, "{from}");
            let problem = SheetStamp::parse(&changed)
                .unwrap()
                .unwrap_err()
                .to_string();
            assert!(problem.contains(part), "{problem}");
        }
    }
}

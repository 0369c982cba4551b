//! What stands in the last heading of every sheet of rows, out of sight: by it a sheet can be read alone, and what
//! another sheet said is told apart from what this one did.

use jiff::civil::Date;
use model::NAMESPACE;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    About, Sheet,
    layout::{STAMP, VERSION},
};

/// What a sheet says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stamp {
    /// Version of the form.
    pub(crate) form: String,
    /// The workbook: copies of it have the same, another one has another.
    pub(crate) workbook: Uuid,
    pub(crate) round: String,
    pub(crate) source: String,
    pub(crate) as_of: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coach_organisation: Option<String>,
}

impl Stamp {
    /// Makes the stamp of a workbook: the same questions, the same stamp.
    pub(crate) fn of(sheet: &Sheet) -> Self {
        let about = sheet.about.clone();
        let codes: Vec<&str> = sheet
            .municipalities
            .iter()
            .map(|asked| asked.code.as_str())
            .collect();
        let keys: Vec<_> = sheet.knelpunten.iter().map(|open| &open.key).collect();
        let mut stamp = Self {
            form: VERSION.to_owned(),
            workbook: Uuid::nil(),
            round: about.round,
            source: about.source,
            as_of: about.as_of,
            coach_organisation: about.coach_organisation,
        };
        let questions = serde_json::json!([stamp, codes, keys]).to_string();
        stamp.workbook = Uuid::new_v5(&NAMESPACE, questions.as_bytes());
        stamp
    }

    /// Writes the heading.
    pub(crate) fn heading(&self) -> String {
        format!("{STAMP} {}", serde_json::json!(self))
    }

    /// Reads a heading; none for another one.
    ///
    /// # Errors
    ///
    /// When it was changed, or is of another version.
    pub(crate) fn parse(heading: &str) -> Option<Result<Self, String>> {
        let text = heading.strip_prefix(STAMP)?;
        let stamp: Option<Self> = serde_json::from_str(text).ok();
        let Some(stamp) = stamp else {
            return Some(Err(
                "was changed: put the heading back as it was made".to_owned()
            ));
        };
        if stamp.form != VERSION {
            let form = &stamp.form;
            return Some(Err(format!(
                "{form:?} is another version than {VERSION}, which is read here: make the sheet anew"
            )));
        }
        if !model::is_round(&stamp.round) {
            return Some(Err(format!("{:?} is no round", stamp.round)));
        }
        if !stamp.source.starts_with("urn:") || stamp.source.contains(char::is_whitespace) {
            return Some(Err(format!("{:?} is no source", stamp.source)));
        }
        Some(Ok(stamp))
    }

    pub(crate) fn about(&self) -> About {
        About {
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
    fn a_heading_is_read_as_it_was_written_and_other_questions_have_another() {
        let stamp = Stamp::of(&sample::sheet());
        assert_eq!(Stamp::parse(&stamp.heading()), Some(Ok(stamp.clone())));
        assert_eq!(stamp.about(), sample::about());
        let fewer = Sheet {
            knelpunten: Vec::new(),
            ..sample::sheet()
        };
        assert_ne!(Stamp::of(&fewer).workbook, stamp.workbook);
    }

    #[test]
    fn what_was_changed_is_said() {
        let heading = Stamp::of(&sample::sheet()).heading();
        assert_eq!(Stamp::parse("Gemeente"), None);
        for (from, to, part) in [
            ("\"round\"", "\"ronde\"", "was changed"),
            ("\"2013-06\"", "\"2013 06\"", "is no round"),
            ("urn:example:coaches", "coaches", "is no source"),
            ("\"form\":\"2\"", "\"form\":\"1\"", "another version than 2"),
        ] {
            let changed = heading.replace(from, to);
            assert_ne!(changed, heading, "{from}");
            let said = Stamp::parse(&changed).unwrap().unwrap_err();
            assert!(said.contains(part), "{said}");
        }
    }
}

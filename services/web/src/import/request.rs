//! What is sent: a file, how to read it, and, of one that was tried, the seal of its trial.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use httpd::UploadedForm;
use model::Instant;
use rounds::table::{DateOrder, ReportField};

use super::{FILE_LIMIT_BYTES, columns::ColumnChoices};
use crate::query::Pair;

/// The field of the file.
pub(super) const FILE: &str = "file";
/// The fields that carry the file from the trial to its confirmation.
pub(super) const NAME: &str = "name";
pub(super) const CONTENT: &str = "content";
/// The time of the trial: that of its events.
pub(super) const TIME: &str = "time";
/// The order of day and month.
pub(super) const DATES: &str = "dates";
/// The seal of the trial.
pub(super) const SEAL: &str = "seal";
/// The button that confirms.
pub(super) const CONFIRM: &str = "confirm";

/// The characters of a name that are shown.
const NAME_CHARACTERS: usize = 120;

/// A file with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ImportRequest {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
    pub(crate) dates: Option<DateOrder>,
    pub(crate) columns: ColumnChoices,
    pub(crate) time: Instant,
    pub(crate) seal: String,
    confirmed: bool,
}

/// Why there is nothing to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileError {
    /// No file was chosen.
    NoFile,
    /// It is larger than the limit.
    TooLarge,
    /// The file in the page was changed on the way.
    Damaged,
}

impl ImportRequest {
    /// Reads the file that was chosen, or the one that the page carries.
    ///
    /// # Errors
    ///
    /// If there is none, or it is too large.
    pub(super) fn new(form: &UploadedForm, now: Instant) -> Result<Self, FileError> {
        let chosen = form.files.iter().find(|file| file.field == FILE);
        let chosen = chosen.filter(|file| !file.name.is_empty() || !file.bytes.is_empty());
        let (name, bytes) = match chosen {
            Some(file) => (&*file.name, file.bytes.clone()),
            None => (form.text(NAME), carried(form)?),
        };
        if bytes.len() > FILE_LIMIT_BYTES {
            return Err(FileError::TooLarge);
        }
        let time = Instant::parse(form.text(TIME)).filter(|time| *time <= now);
        Ok(Self {
            name: shown_name(name),
            bytes,
            dates: dates(form.text(DATES)),
            columns: ColumnChoices::parse(form),
            time: time.unwrap_or(now),
            seal: form.text(SEAL).to_owned(),
            confirmed: !form.text(CONFIRM).is_empty(),
        })
    }

    /// Returns whether the person confirmed its trial.
    pub(super) const fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// Returns the fields with which the page sends it again.
    pub(super) fn hidden(&self, seal: &str) -> Vec<Pair> {
        let mut hidden = vec![
            (NAME.to_owned(), self.name.clone()),
            (CONTENT.to_owned(), STANDARD.encode(&self.bytes)),
            (TIME.to_owned(), self.time.to_string()),
            (SEAL.to_owned(), seal.to_owned()),
        ];
        if let Some(order) = self.dates {
            hidden.push((DATES.to_owned(), order_text(order).to_owned()));
        }
        hidden
    }
}

/// Returns the file that the page carries.
fn carried(form: &UploadedForm) -> Result<Bytes, FileError> {
    let content = form.fields.iter().find(|(field, _)| field == CONTENT);
    let (_, content) = content.ok_or(FileError::NoFile)?;
    let bytes = STANDARD.decode(content).map_err(|_| FileError::Damaged)?;
    Ok(bytes.into())
}

/// Returns the name of a file on one line, without its folder.
fn shown_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    model::one_line(name)
        .chars()
        .take(NAME_CHARACTERS)
        .collect()
}

fn dates(text: &str) -> Option<DateOrder> {
    [DateOrder::DayFirst, DateOrder::MonthFirst]
        .into_iter()
        .find(|order| order_text(*order) == text)
}

/// Returns an order as a field has it.
pub(super) const fn order_text(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "d/m/y",
        DateOrder::MonthFirst => "m/d/y",
    }
}

/// Returns the field of the form that chooses the column of a field of a report.
pub(super) fn column_field(field: ReportField) -> String {
    format!("column-{}", field.name())
}

/// Returns the field of the form with the value that a field has in every row.
pub(super) fn value_field(field: ReportField) -> String {
    format!("value-{}", field.name())
}

#[cfg(test)]
mod tests {
    use httpd::UploadedFile;

    use super::*;

    fn now() -> Instant {
        Instant::parse("2016-01-01T10:00:00Z").unwrap()
    }

    fn form(fields: &[(&str, &str)], file: Option<(&str, &'static [u8])>) -> UploadedForm {
        UploadedForm {
            fields: fields
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            files: file
                .map(|(name, bytes)| UploadedFile {
                    field: FILE.to_owned(),
                    name: name.to_owned(),
                    bytes: Bytes::from_static(bytes),
                })
                .into_iter()
                .collect(),
        }
    }

    #[test]
    fn the_page_carries_the_file_unchanged() {
        let first = form(
            &[("dates", "m/d/y")],
            Some(("C:\\map\\a.csv", b"a;b\n\xe9")),
        );
        let first = ImportRequest::new(&first, now()).unwrap();
        assert_eq!(first.name, "a.csv");
        let hidden = first.hidden("s");
        let pairs: Vec<(&str, &str)> = hidden.iter().map(|(a, b)| (&**a, &**b)).collect();
        let later = Instant::parse("2016-01-01T11:00:00Z").unwrap();
        let second = ImportRequest::new(&form(&pairs, Some(("", b""))), later).unwrap();
        let expected = ImportRequest {
            seal: "s".to_owned(),
            ..first
        };
        assert_eq!(second, expected);
    }

    #[test]
    fn without_a_file_there_is_nothing_to_try() {
        let new = |form: &UploadedForm| ImportRequest::new(form, now()).map(|_| ());
        assert_eq!(new(&form(&[], Some(("", b"")))), Err(FileError::NoFile));
        assert_eq!(
            new(&form(&[("content", "*")], None)),
            Err(FileError::Damaged)
        );
        let large: &'static [u8] = vec![b'a'; FILE_LIMIT_BYTES + 1].leak();
        assert_eq!(
            new(&form(&[], Some(("a", large)))),
            Err(FileError::TooLarge)
        );
    }

    #[test]
    fn a_time_after_now_is_not_that_of_a_trial() {
        let sent = form(&[("time", "2017-01-01T00:00:00Z")], Some(("a.csv", b"a")));
        assert_eq!(ImportRequest::new(&sent, now()).unwrap().time, now());
    }
}

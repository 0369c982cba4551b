//! What is asked for as a file: in which format, under which name, and where it says that it comes from.

use ::api::{
    InputViolation,
    answers::Table,
    parameters::{FileFormat, FileLocale, FileParameters, LinkParameters as _},
};
use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use httpd::MediaType::{self, Csv, Json, Xlsx};
use jiff::civil::Date;
use questions::Scope;
use texts::{
    definitions::{self, Definition},
    files,
};
use tracing::error;
use views::Answered;

use super::{Freshness, csv, xlsx};
use crate::{problem::WebProblem, query::Pair, read_request::ReadRequest};

/// The most rows of a whole table: every row is in memory until the file is sent.
pub(crate) const WHOLE_TABLE_ROWS: usize = 50_000;
/// The most characters of a file name, without its extension.
const LONGEST_NAME: usize = 100;

/// As what a table is returned.
#[derive(Debug, Clone)]
pub(crate) struct TableFile {
    pub(crate) media: MediaType,
    locale: Option<FileLocale>,
    /// The link as it was requested.
    link: String,
    /// The parameters of the link.
    pub(crate) pairs: Vec<Pair>,
    /// Those of them that are about the table.
    pub(crate) of_table: Vec<Pair>,
    violations: Vec<InputViolation>,
    is_pinned: bool,
}

/// Where a table comes from.
pub(super) struct Provenance {
    /// Labels with their values.
    pub(super) entries: Vec<(&'static str, String)>,
    /// What the figures mean.
    pub(super) definitions: Vec<&'static Definition>,
    /// The day that the file says it was made on.
    pub(super) created: Date,
}

impl TableFile {
    /// Reads from a request as what a table is asked for: the parameter `format` decides, else Accept.
    ///
    /// # Errors
    ///
    /// 400 if the query is not percent-encoded UTF-8; 406 if the client accepts nothing that is offered.
    pub(crate) fn new(request: &ReadRequest) -> Result<Self, WebProblem> {
        let pairs = request.pairs()?;
        let is_own = |(key, _): &&Pair| FileParameters::names().contains(key);
        let (own, of_table): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(is_own);
        let mut violations = Vec::new();
        let format = choice(
            &own,
            "format",
            FileFormat::ALL,
            FileFormat::as_str,
            &mut violations,
        );
        let locale = choice(
            &own,
            "locale",
            FileLocale::ALL,
            FileLocale::as_str,
            &mut violations,
        );
        let media = match format {
            Some(FileFormat::Json) => Json,
            Some(FileFormat::Csv) => Csv,
            Some(FileFormat::Xlsx) => Xlsx,
            // A format that is wrong is a violation, whatever Accept says.
            None if own.iter().any(|(key, _)| key == "format") => Json,
            None => request.accept(&[Json, Csv, Xlsx])?,
        };
        if locale.is_some() && media != Csv && violations.is_empty() {
            let problem = "is for CSV: add format=csv, or leave it out";
            violations.push(InputViolation::key("locale", problem));
        }
        let of_table = of_table.into_iter().cloned().collect();
        Ok(Self {
            media,
            locale,
            link: request.link(),
            is_pinned: request.is_pinned(),
            pairs,
            of_table,
            violations,
        })
    }

    /// Returns what the answer to the link depends on.
    pub(crate) fn freshness(&self, scope: &Scope, shows_texts: bool) -> Freshness {
        Freshness::new(scope, self.is_pinned, self.media, shows_texts)
    }

    /// Returns what the rest of the link was parsed to.
    ///
    /// # Errors
    ///
    /// 400 with every violation in the link.
    pub(crate) fn checked<T>(&self, rest: Result<T, Vec<InputViolation>>) -> Result<T, WebProblem> {
        let mut violations = self.violations.clone();
        match rest {
            Ok(rest) if violations.is_empty() => Ok(rest),
            Ok(_) => Err(WebProblem::keys(violations)),
            Err(others) => {
                violations.extend(others);
                Err(WebProblem::keys(violations))
            }
        }
    }

    /// Returns whether the whole table is asked for, and not a page of it.
    pub(crate) fn is_whole(&self) -> bool {
        let is_page = |(key, _): &Pair| matches!(key.as_str(), "limit" | "cursor");
        self.media != Json && !self.pairs.iter().any(is_page)
    }

    /// Returns the answer to a question as a file.
    ///
    /// # Errors
    ///
    /// 500 if a workbook cannot be made, which does not happen with so few rows.
    pub(crate) fn answer<T>(
        &self,
        question: &str,
        table: &Table,
        scope: &Scope,
        answered: &Answered<T>,
    ) -> Result<Response, WebProblem> {
        let filter = scope.filter.to_pairs();
        let values = filter.iter().map(|(_, value)| value.as_str());
        let as_of = scope.as_of.day().to_string();
        let position = scope
            .known_at
            .map(|known_at| format!("position-{known_at}"));
        let parts = [question].into_iter().chain(values).chain([as_of.as_str()]);
        let name = file_name(parts.chain(position.as_deref()));
        let provenance = || Provenance {
            entries: self.entries(question, table, scope, answered, &filter),
            definitions: definitions_of(question),
            created: scope.as_of.day(),
        };
        self.respond(&name, table, provenance)
    }

    /// Returns a table that answers no question as a file; `today` is the day that it is of.
    ///
    /// # Errors
    ///
    /// As [`TableFile::answer`].
    pub(crate) fn table(
        &self,
        name: &str,
        table: &Table,
        today: Date,
    ) -> Result<Response, WebProblem> {
        let provenance = || Provenance {
            entries: vec![
                (files::QUESTION, name.to_owned()),
                (files::LINK, self.link.clone()),
                (files::ROWS, table.rows.len().to_string()),
                (files::NOTE, files::NOTE_TEXT.to_owned()),
            ],
            definitions: Vec::new(),
            created: today,
        };
        let day = today.to_string();
        self.respond(&file_name([name, &day].into_iter()), table, provenance)
    }

    fn respond(
        &self,
        name: &str,
        table: &Table,
        provenance: impl Fn() -> Provenance,
    ) -> Result<Response, WebProblem> {
        let (extension, body) = match self.media {
            Xlsx => ("xlsx", workbook(table, &provenance())?),
            _ => ("csv", csv::csv(table, self.locale).into_bytes()),
        };
        let headers = [
            (header::CONTENT_TYPE, self.media.content_type().to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}.{extension}\""),
            ),
        ];
        Ok((headers, body).into_response())
    }

    fn entries<T>(
        &self,
        question: &str,
        table: &Table,
        scope: &Scope,
        answered: &Answered<T>,
        filter: &[Pair],
    ) -> Vec<(&'static str, String)> {
        let filter: Vec<String> = filter
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let filter = if filter.is_empty() {
            files::NO_FILTER.to_owned()
        } else {
            filter.join("; ")
        };
        let digest = answered.digest.clone();
        let entries = [
            (files::QUESTION, Some(question.to_owned())),
            (files::LINK, Some(self.link.clone())),
            (files::FILTER, Some(filter)),
            (files::AS_OF, Some(scope.as_of.to_string())),
            (files::DIVISION, Some(scope.division.to_string())),
            (files::POSITION, Some(answered.position.to_string())),
            (files::DIGEST, digest),
            (files::EPISODES, Some(answered.counted.n.to_string())),
            (
                files::OPEN_EPISODES,
                Some(answered.counted.censored.to_string()),
            ),
            (files::ROWS, Some(table.rows.len().to_string())),
            (files::NOTE, Some(files::NOTE_TEXT.to_owned())),
        ];
        let given = entries.into_iter();
        given
            .filter_map(|(label, value)| Some((label, value?)))
            .collect()
    }
}

/// Returns the one value of a parameter.
pub(super) fn choice<T: Copy>(
    pairs: &[&Pair],
    key: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
    violations: &mut Vec<InputViolation>,
) -> Option<T> {
    let given = pairs.iter().filter(|(name, _)| name == key);
    let values: Vec<&str> = given.map(|(_, value)| value.as_str()).collect();
    let [value] = values.as_slice() else {
        if !values.is_empty() {
            let problem = format!("is given {} times: give it once", values.len());
            violations.push(InputViolation::key(key, problem));
        }
        return None;
    };
    let found = all.iter().copied().find(|one| as_str(*one) == *value);
    if found.is_none() {
        let texts: Vec<&str> = all.iter().copied().map(as_str).collect();
        let problem = match texts.as_slice() {
            [one] => format!("{value:?} is not {one}"),
            texts => format!("{value:?} is not one of {}", texts.join(", ")),
        };
        violations.push(InputViolation::key(key, problem));
    }
    found
}

fn workbook(table: &Table, provenance: &Provenance) -> Result<Vec<u8>, WebProblem> {
    xlsx::xlsx(table, provenance).map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "cannot make a workbook"
        );
        WebProblem::internal()
    })
}

fn definitions_of(question: &str) -> Vec<&'static Definition> {
    let all = definitions::all();
    all.filter(|one| one.questions.contains(&question))
        .collect()
}

/// Returns a file name of letters, digits, points and hyphens, which every system can store.
pub(super) fn file_name<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let portable = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() || letter == '.' => letter,
        _ => '-',
    };
    let parts: Vec<String> = parts
        .map(|part| part.chars().map(portable).collect())
        .collect();
    let Some((last, before)) = parts.split_last() else {
        return String::new();
    };
    // The day stays, however long the filter is.
    let mut name = before.join("-");
    name.truncate(LONGEST_NAME - last.len().min(LONGEST_NAME));
    format!("{name}-{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_portable_and_keeps_the_day() {
        let name = |parts: &[&str]| file_name(parts.iter().copied());
        assert_eq!(
            name(&["persisting/matrix", "supplier:É \"x\"", "2013-06-30"]),
            "persisting-matrix-supplier----x--2013-06-30"
        );
        let long = name(&["persisting", &"x".repeat(500), "2013-06-30"]);
        assert!(long.ends_with("x-2013-06-30"), "{long}");
        assert!(long.len() <= LONGEST_NAME + 1);
    }

    #[test]
    fn a_parameter_has_one_of_its_values_once() {
        let check = |values: &[&str], expected: Option<FileLocale>, problems: &[&str]| {
            let pairs = values
                .iter()
                .map(|value| ("locale".to_owned(), (*value).to_owned()));
            let pairs: Vec<Pair> = pairs.collect();
            let pairs: Vec<&Pair> = pairs.iter().collect();
            let mut violations = Vec::new();
            let (all, as_str) = (FileLocale::ALL, FileLocale::as_str);
            let found = choice(&pairs, "locale", all, as_str, &mut violations);
            assert_eq!(found, expected);
            let found: Vec<&str> = violations.iter().map(InputViolation::problem).collect();
            assert_eq!(found, problems);
        };
        check(&[], None, &[]);
        check(&["nl"], Some(FileLocale::Nl), &[]);
        check(&["en"], None, &["\"en\" is not nl"]);
        check(&["nl", "nl"], None, &["is given 2 times: give it once"]);
    }
}

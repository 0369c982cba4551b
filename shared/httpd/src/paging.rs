//! The parameters of requests that are not questions: whole numbers, parsed as strictly as those of questions.

use crate::{InputViolation, Problem, query};

/// The most items on a page.
const LIMIT_MAX: u64 = 1_000;
/// The most items on a page, unless a link says otherwise.
const LIMIT_DEFAULT: usize = 100;

/// The parameters, all whole numbers, of a request that is not a question.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PagingParameters {
    /// The position to wait for.
    pub at_least: Option<u64>,
    limit: Option<u64>,
    /// Where the previous page ended.
    pub cursor: Option<u64>,
    /// The sequence after which the page begins.
    pub after: Option<u64>,
}

/// Removes what was read beyond a page, and returns its last item if another page follows.
///
/// One item more than the page is read, to know that.
pub fn end_page<T>(items: &mut Vec<T>, limit: usize) -> Option<&T> {
    let has_more = items.len() > limit;
    items.truncate(limit);
    items.last().filter(|_| has_more)
}

impl PagingParameters {
    /// Parses a query in which only some parameters are known.
    ///
    /// # Errors
    ///
    /// 400 that names every parameter that is unknown, repeated, or not a whole number within its limits.
    pub fn parse(query: Option<&str>, known: &[String]) -> Result<Self, Problem> {
        let invalid = |violations| Problem::invalid_input("the link", violations);
        let pairs = query::pairs(query).map_err(invalid)?;
        Self::from_pairs(&pairs, known).map_err(invalid)
    }

    /// Parses the pairs of a query, as [`PagingParameters::parse`] does.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn from_pairs(
        pairs: &[query::Pair],
        known: &[String],
    ) -> Result<Self, Vec<InputViolation>> {
        let mut violations = Vec::new();
        let mut parameters = Self::default();
        for (index, (key, value)) in pairs.iter().enumerate() {
            let repeated = pairs.iter().take(index).any(|(earlier, _)| earlier == key);
            if let Err(problem) = parameters.set((key, value), known, repeated) {
                violations.push(InputViolation::Key {
                    key: key.clone(),
                    problem,
                });
            }
        }
        if violations.is_empty() {
            Ok(parameters)
        } else {
            Err(violations)
        }
    }

    /// Returns the most items on the page.
    pub fn limit(&self) -> usize {
        let limit = self.limit.and_then(|limit| usize::try_from(limit).ok());
        limit.unwrap_or(LIMIT_DEFAULT)
    }

    fn set(
        &mut self,
        (key, value): (&str, &str),
        known: &[String],
        repeated: bool,
    ) -> Result<(), String> {
        if !known.iter().any(|name| name == key) {
            return Err(match known {
                [] => "is not a parameter here: this path has none, so leave it out".to_owned(),
                known => format!("is not a parameter here; known are {}", known.join(", ")),
            });
        }
        if repeated {
            return Err("is given more than once: give it once".to_owned());
        }
        let number = value.parse::<u64>().ok();
        let number = number.filter(|_| value.bytes().all(|byte| byte.is_ascii_digit()));
        match (key, number) {
            ("limit", Some(limit)) if (1..=LIMIT_MAX).contains(&limit) => self.limit = number,
            ("limit", _) => {
                return Err(format!(
                    "{value:?} is not a whole number from 1 to {LIMIT_MAX}"
                ));
            }
            ("cursor", Some(_)) => self.cursor = number,
            ("cursor", None) => {
                return Err(format!(
                    "{value:?} is not a cursor: give the nextCursor of the previous page"
                ));
            }
            ("after", Some(_)) => self.after = number,
            (_, Some(_)) => self.at_least = number,
            (_, None) => {
                return Err(format!(
                    "{value:?} is not a position in the log (a whole number)"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: Option<&str>) -> Result<PagingParameters, Problem> {
        let known = ["limit", "cursor", "atLeast"].map(str::to_owned);
        PagingParameters::parse(query, &known)
    }

    #[track_caller]
    fn check_violations(query: &str, expected: &[&str]) {
        let problem = parse(Some(query)).unwrap_err();
        let keys: Vec<&str> = problem
            .errors
            .iter()
            .map(InputViolation::location)
            .collect();
        assert_eq!(keys, expected, "{query}");
    }

    #[test]
    fn numbers_within_limits_are_parsed() {
        let keys = parse(Some("limit=1000&cursor=0&atLeast=12")).unwrap();
        let expected = PagingParameters {
            limit: Some(1_000),
            cursor: Some(0),
            at_least: Some(12),
            after: None,
        };
        assert_eq!(keys, expected);
        assert_eq!(parse(None), Ok(PagingParameters::default()));
    }

    #[test]
    fn every_violation_is_named_at_once() {
        check_violations(
            "limit=0&cursor=x&atLeast=-1&asOf=1",
            &["limit", "cursor", "atLeast", "asOf"],
        );
        check_violations("limit=1001", &["limit"]);
        check_violations("limit=+5", &["limit"]);
        check_violations("limit=1&limit=2", &["limit"]);
    }
}

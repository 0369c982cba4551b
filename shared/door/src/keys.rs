//! The keys of what is no question: whole numbers, read as strictly as those of questions are.

use crate::{Problem, Wrong, query};

/// The most items on a page.
const LIMIT_MAX: u64 = 1_000;

/// The keys, all of them whole numbers, of what is no question.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// The position that is waited for.
    pub at_least: Option<u64>,
    /// How many items at most.
    pub limit: Option<u64>,
    /// Where an earlier answer ended.
    pub cursor: Option<u64>,
    /// The sequence after which to begin.
    pub after: Option<u64>,
}

impl Keys {
    /// Reads a query in which only some keys are known.
    ///
    /// # Errors
    ///
    /// Names every key that is unknown, given twice, or no whole number within its limits.
    pub fn parse(query: Option<&str>, known: &[&str]) -> Result<Self, Problem> {
        let wrong = |wrong| Problem::wrong("the link", wrong);
        let pairs = query::pairs(query).map_err(wrong)?;
        let mut problems = Vec::new();
        let mut keys = Self::default();
        for (place, (key, value)) in pairs.iter().enumerate() {
            let again = pairs.iter().take(place).any(|(earlier, _)| earlier == key);
            if let Err(problem) = keys.enter((key, value), known, again) {
                problems.push(Wrong::Key {
                    key: key.clone(),
                    problem,
                });
            }
        }
        if problems.is_empty() {
            Ok(keys)
        } else {
            Err(wrong(problems))
        }
    }

    fn enter(
        &mut self,
        (key, value): (&str, &str),
        known: &[&str],
        again: bool,
    ) -> Result<(), String> {
        if !known.contains(&key) {
            return Err(match known {
                [] => "is not a key here; there are none".to_owned(),
                known => format!("is not a key here; known are {}", known.join(", ")),
            });
        }
        if again {
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
                return Err(format!("{value:?} is not a cursor that an answer gave"));
            }
            ("after", Some(_)) => self.after = number,
            (_, Some(_)) => self.at_least = number,
            (_, None) => {
                return Err(format!(
                    "{value:?} is not a sequence of the log, a whole number"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["limit", "cursor", "atLeast"];

    #[track_caller]
    fn check_wrong(query: &str, wrong: &[&str]) {
        let problem = Keys::parse(Some(query), &KNOWN).unwrap_err();
        let keys: Vec<&str> = problem.errors.iter().map(Wrong::place).collect();
        assert_eq!(keys, wrong, "{query}");
    }

    #[test]
    fn numbers_within_limits_are_read() {
        let keys = Keys::parse(Some("limit=1000&cursor=0&atLeast=12"), &KNOWN).unwrap();
        let expected = Keys {
            limit: Some(1_000),
            cursor: Some(0),
            at_least: Some(12),
            after: None,
        };
        assert_eq!(keys, expected);
        assert_eq!(Keys::parse(None, &KNOWN), Ok(Keys::default()));
    }

    #[test]
    fn everything_else_is_named_at_once() {
        check_wrong(
            "limit=0&cursor=x&atLeast=-1&asOf=1",
            &["limit", "cursor", "atLeast", "asOf"],
        );
        check_wrong("limit=1001", &["limit"]);
        check_wrong("limit=+5", &["limit"]);
        check_wrong("limit=1&limit=2", &["limit"]);
    }
}

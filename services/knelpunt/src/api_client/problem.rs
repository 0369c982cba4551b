//! What a server refuses, in words for people: problem documents (RFC 9457).

use std::fmt::Write as _;

use serde::Deserialize;

use super::Answer;
use crate::output::escape_controls;

/// What a server says is wrong.
#[derive(Deserialize)]
struct Problem {
    title: Option<String>,
    detail: Option<String>,
    #[serde(default)]
    errors: Vec<KeyProblem>,
}

#[derive(Deserialize)]
struct KeyProblem {
    key: String,
    problem: String,
}

/// Puts a refusal in words; of keys that are wrong each on a line, named as the option is.
pub(super) fn describe(answer: &Answer) -> String {
    let Ok(problem) = serde_json::from_str::<Problem>(&answer.text) else {
        return "it does not say why".to_owned();
    };
    let mut said = problem
        .detail
        .or(problem.title)
        .unwrap_or_else(|| "it does not say why".to_owned());
    for error in &problem.errors {
        // Writing to a string does not fail.
        let _ = write!(said, "\n  {} {}", option(&error.key), error.problem);
    }
    escape_controls(&said).into_owned()
}

/// Names the option that gives a key: `asOf` is `--as-of`; an id has none.
fn option(key: &str) -> String {
    if key == "id" {
        return "ID".to_owned();
    }
    let mut option = "--".to_owned();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            option.push('-');
        }
        option.push(letter.to_ascii_lowercase());
    }
    option
}

#[cfg(test)]
mod tests {
    use ureq::http::StatusCode;

    use super::*;

    #[test]
    fn every_key_that_is_wrong_is_named_as_its_option() {
        let text = r#"{"title": "Bad Request", "status": 400, "detail": "2 keys of the query are wrong.",
            "errors": [{"key": "asOf", "problem": "is wrong"}, {"key": "id", "problem": "is not a UUID"}]}"#;
        let answer = Answer {
            status: StatusCode::BAD_REQUEST,
            date: None,
            text: text.to_owned(),
        };
        assert_eq!(
            describe(&answer),
            "2 keys of the query are wrong.\n  --as-of is wrong\n  ID is not a UUID"
        );
    }

    #[test]
    fn a_refusal_that_cannot_be_read_is_said_so() {
        let answer = Answer {
            status: StatusCode::BAD_GATEWAY,
            date: None,
            text: "<html>".to_owned(),
        };
        assert_eq!(describe(&answer), "it does not say why");
    }

    #[test]
    fn keys_become_options() {
        for (key, expected) in [
            ("horizonDays", "--horizon-days"),
            ("municipality", "--municipality"),
            ("groupBy", "--group-by"),
        ] {
            assert_eq!(option(key), expected);
        }
    }
}

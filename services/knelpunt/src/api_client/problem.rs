//! Problem documents (RFC 9457) of the server, in words for people.

use std::fmt::Write as _;

use api::ProblemDocument;
use register::Register;

use super::HttpAnswer;
use crate::{
    output::escape_controls,
    violations::{option_of_parameter, suggest_for_quoted},
};

const UNKNOWN: &str = "the server does not say why";

/// Replaces parameters and paths of the API that a text mentions by options and commands.
fn in_options(text: &str) -> String {
    text.replace("/v1/rounds lists", "`knelpunt rounds status` lists")
        .replace("/v1/knelpunten lists", "`knelpunt show persisting` lists")
        .replace("atLeast=", "--at-least ")
        .replace(
            "give the nextCursor of the previous page",
            "give the one below the previous page",
        )
        .replace("before from,", "before --from,")
}

/// Returns a sentence as the part of one.
fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Describes a problem, to follow "cannot answer". Each violation is on a line of its own, with the option that has it.
pub(super) fn describe(answer: &HttpAnswer) -> String {
    let Ok(problem) = serde_json::from_str::<ProblemDocument>(&answer.text) else {
        return format!(": {UNKNOWN}");
    };
    if problem.errors.is_empty() {
        let detail = Some(problem.detail).filter(|detail| !detail.is_empty());
        let detail = detail.unwrap_or_else(|| UNKNOWN.to_owned());
        let detail = in_options(detail.trim_end_matches('.'));
        return format!(": {}", escape_controls(&lower_first(&detail)));
    }
    let mut text = "; correct:".to_owned();
    for violation in &problem.errors {
        let (key, problem) = (violation.location(), violation.problem());
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\n  {} {}",
            option_of_parameter(key),
            in_options(problem)
        );
        // The server may use another catalogue; a suggestion from the built-in one is better than none.
        if let Some(suggestion) = suggest_for_quoted(key, problem, Register::embedded()) {
            let _ = write!(text, "; {suggestion}");
        }
    }
    escape_controls(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use ureq::http::StatusCode;

    use super::*;

    fn answer(status: StatusCode, text: &str) -> HttpAnswer {
        HttpAnswer {
            status,
            date: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn every_violation_is_named_by_its_option() {
        let text = r#"{"type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/",
            "detail": "2 parameters are invalid.",
            "errors": [{"key": "asOf", "problem": "is wrong"}, {"key": "id", "problem": "is not a UUID"},
            {"key": "category", "problem": "\"fundin\" is not a category"}]}"#;
        let described = describe(&answer(StatusCode::BAD_REQUEST, text));
        assert!(
            described.starts_with(
                "; correct:\n  --as-of is wrong\n  ID is not a UUID\n  --category \"fundin\" is not a category; the nearest are funding"
            ),
            "{described}"
        );
    }

    #[test]
    fn an_answer_without_a_problem_document_has_no_reason() {
        assert_eq!(
            describe(&answer(StatusCode::BAD_GATEWAY, "<html>")),
            format!(": {UNKNOWN}")
        );
    }
}

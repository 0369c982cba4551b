//! Rules for texts: free texts, references, rounds.

use crate::{ViolationKind, names::is_blank, violation::ProblemOfKind};

/// Returns the problems of a free text: blank, control characters, more than `limit` code points.
pub(crate) fn text_problems(text: &str, limit: usize) -> Vec<ProblemOfKind> {
    let mut problems = Vec::new();
    if is_simple(text, limit) {
        return problems;
    }
    if is_blank(text) {
        problems.push("is blank: fill it in".into());
    }
    if text.chars().any(char::is_control) {
        let problem = "has control characters (line breaks count as such)";
        problems.push(ViolationKind::ControlCharacters.problem(problem));
    }
    let length = text.chars().count();
    if length > limit {
        let problem = format!("has {length} characters, more than {limit}");
        problems.push(ViolationKind::TooLong { length, limit }.problem(problem));
    }
    problems
}

/// Returns whether a text is visible ASCII and spaces, not all of them spaces, within the limit: nearly every text is.
fn is_simple(text: &str, limit: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= limit
        && bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && bytes.iter().any(|byte| *byte != b' ')
}

/// Returns whether a text is a reference: `^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$`.
pub(crate) fn is_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(byte);
    (1..=64).contains(&bytes.len()) && bytes[0].is_ascii_alphanumeric() && bytes.iter().all(allowed)
}

/// Returns whether a text is a round's slug: `^[a-z0-9][a-z0-9-]{0,31}$`.
pub fn is_round(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letter_or_digit = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=32).contains(&bytes.len())
        && letter_or_digit(&bytes[0])
        && bytes
            .iter()
            .all(|byte| letter_or_digit(byte) || *byte == b'-')
}

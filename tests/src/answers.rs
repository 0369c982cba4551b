//! Expected answers, and how an actual answer differs from them.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value};

/// Reads a file of `tests/data`.
///
/// # Panics
///
/// If it is not there.
pub fn data(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(path);
    match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// Reads links with their expected answers.
///
/// # Panics
///
/// If the file is not there, or holds something else.
pub fn expected(path: &str) -> Map<String, Value> {
    match serde_json::from_str(&data(path)) {
        Ok(Value::Object(answers)) => answers,
        other => panic!("{path} has no links: {other:?}"),
    }
}

/// Returns the first difference between the expected fields of an answer and the actual ones.
///
/// Counts, codes and instants are equal exactly, chi-squared to 1e-5, other numbers to 1e-6.
pub fn difference(at: &str, expected: &Value, actual: &Value) -> Option<String> {
    let differs = || Some(format!("{at}: expected {expected}, not {actual}"));
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().find_map(|(name, value)| {
                difference(
                    &format!("{at}/{name}"),
                    value,
                    actual.get(name).unwrap_or(&Value::Null),
                )
            })
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let mut pairs = expected.iter().zip(actual).enumerate();
            pairs.find_map(|(index, (one, other))| difference(&format!("{at}/{index}"), one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            let tolerance = if at.ends_with("chiSquared") {
                1e-5
            } else {
                1e-6
            };
            let same = if one.is_u64() && other.is_u64() {
                one == other
            } else {
                one.as_f64()
                    .zip(other.as_f64())
                    .is_some_and(|(one, other)| (one - other).abs() <= tolerance)
            };
            if same { None } else { differs() }
        }
        _ => {
            if expected == actual {
                None
            } else {
                differs()
            }
        }
    }
}

//! Expected answers, and how an actual answer differs from them.

use std::{fs, path::PathBuf};

use anyhow::ensure;
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

/// Requests links, and returns a line for each answer that differs from the expected one.
///
/// # Errors
///
/// If `answer` fails.
pub fn wrong_answers<'a>(
    expected: impl IntoIterator<Item = (&'a str, &'a Value)>,
    mut answer: impl FnMut(&str) -> anyhow::Result<Value>,
) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (link, expected) in expected {
        if let Some(found) = difference("", expected, &answer(link)?) {
            wrong.push(format!("{link}\n  {found}"));
        }
    }
    Ok(wrong)
}

/// Checks that every link of a file has its expected answer.
///
/// # Errors
///
/// If one differs, or `answer` fails.
///
/// # Panics
///
/// If the file is not there, or contains something else.
pub fn check_answers(
    file: &str,
    answer: impl FnMut(&str) -> anyhow::Result<Value>,
) -> anyhow::Result<()> {
    let answers = expected(file);
    ensure!(!answers.is_empty(), "{file} is empty");
    let pairs = answers.iter().map(|(link, answer)| (link.as_str(), answer));
    let wrong = wrong_answers(pairs, answer)?;
    ensure!(
        wrong.is_empty(),
        "{} of {} in {file} are wrong:\n{}",
        wrong.len(),
        answers.len(),
        wrong.join("\n")
    );
    Ok(())
}

/// A case of `rules/cases.json` or `rules/questions.json`: its name, its events and its links with their answers.
#[derive(Debug, serde::Deserialize)]
pub struct RuleCase {
    /// The name.
    pub name: String,
    /// The events, in the order of the log.
    pub events: Vec<Value>,
    /// The links.
    pub asks: Vec<RuleLink>,
}

/// A link of a case.
#[derive(Debug, serde::Deserialize)]
pub struct RuleLink {
    /// The link.
    pub link: String,
    /// The expected answer.
    pub answer: Value,
}

impl RuleCase {
    /// Reads all cases.
    ///
    /// # Errors
    ///
    /// If they are not 38 and 53: none may get lost.
    pub fn read_all() -> anyhow::Result<Vec<Self>> {
        let mut cases: Vec<Self> = serde_json::from_str(&data("rules/cases.json"))?;
        ensure!(cases.len() == 38, "{} cases", cases.len());
        cases.extend(serde_json::from_str::<Vec<Self>>(&data(
            "rules/questions.json",
        ))?);
        ensure!(cases.len() == 38 + 53, "{} cases", cases.len());
        Ok(cases)
    }

    /// Returns its events as lines of NDJSON.
    pub fn lines(&self) -> Vec<String> {
        self.events.iter().map(ToString::to_string).collect()
    }

    /// Requests its links, and returns a line for each answer that differs.
    ///
    /// # Errors
    ///
    /// If `answer` fails.
    pub fn wrong_answers(
        &self,
        answer: impl FnMut(&str) -> anyhow::Result<Value>,
    ) -> anyhow::Result<Vec<String>> {
        let asks = self.asks.iter();
        let wrong = wrong_answers(asks.map(|ask| (ask.link.as_str(), &ask.answer)), answer)?;
        let named = wrong.iter().map(|wrong| format!("{}: {wrong}", self.name));
        Ok(named.collect())
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

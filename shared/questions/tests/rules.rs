//! Every rule, and every answer of the two histories, through the library alone.
//!
//! `tests/data/README.md` says where cases and answers come from; they are the specification.

use std::{collections::BTreeMap, fs, path::PathBuf};

use model::{Event, Instant};
use questions::{Asked, Columns};
use register::Register;
use serde_json::Value;

/// Compares what an answer lists with what came out; gives the first difference.
fn difference(at: &str, expected: &Value, actual: &Value) -> Option<String> {
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
            let pairs = expected.iter().zip(actual).enumerate();
            pairs
                .map(|(place, (one, other))| difference(&format!("{at}/{place}"), one, other))
                .find_map(|found| found)
        }
        (Value::Number(expected), Value::Number(actual)) => {
            let tolerance = if at.ends_with("chiSquared") {
                1e-5
            } else {
                1e-6
            };
            let exact = expected.is_u64() && actual.is_u64();
            let apart = (expected.as_f64()? - actual.as_f64()?).abs();
            let same = if exact {
                expected == actual
            } else {
                apart <= tolerance
            };
            (!same).then(|| format!("{at}: expected {expected}, not {actual}"))
        }
        _ => (expected != actual).then(|| format!("{at}: expected {expected}, not {actual}")),
    }
}

fn data(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        pair.split_once('=')
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    };
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .filter_map(pair)
        .collect()
}

/// The columns of a log as known at each sequence that was asked for so far.
#[derive(Default)]
struct Replays(BTreeMap<usize, Columns>);

/// Asks a link of the log as it was at its `knownAt`; sequence is place, from 1.
fn answer(link: &str, log: &[Event], replays: &mut Replays) -> Value {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let register = Register::embedded();
    let asked = Asked::parse(
        path.trim_start_matches("/v1/"),
        &pairs(query),
        register,
        Instant::LATEST,
    );
    let asked = asked
        .expect(link)
        .unwrap_or_else(|problems| panic!("{link}: {problems:?}"));
    let known = asked
        .known_at
        .map_or(log.len(), |at| usize::try_from(at).unwrap());
    let columns = replays
        .0
        .entry(known)
        .or_insert_with(|| Columns::of_events(&log[..known]));
    let (answer, _) = asked.answer(&columns.population(), register).unwrap();
    serde_json::to_value(answer).unwrap()
}

fn decode(line: &str) -> Event {
    model::decode_structured(line.as_bytes(), Register::embedded())
        .unwrap_or_else(|invalid| panic!("{line}: {invalid}"))
}

fn check_all(answers: &str, log: &[Event]) {
    let answers: serde_json::Map<String, Value> = serde_json::from_str(&data(answers)).unwrap();
    assert!(!answers.is_empty());
    let mut replays = Replays::default();
    let wrong: Vec<String> = answers
        .iter()
        .filter_map(|(link, expected)| {
            difference("", expected, &answer(link, log, &mut replays))
                .map(|found| format!("{link}\n  {found}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        answers.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_rule_comes_out_as_its_case_says() {
    let cases: Vec<Value> = serde_json::from_str(&data("rules/cases.json")).unwrap();
    assert_eq!(cases.len(), 38);
    let mut wrong = Vec::new();
    for case in &cases {
        let log: Vec<Event> = case["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| decode(&event.to_string()))
            .collect();
        let mut replays = Replays::default();
        for ask in case["asks"].as_array().unwrap() {
            let link = ask["link"].as_str().unwrap();
            if let Some(found) = difference("", &ask["answer"], &answer(link, &log, &mut replays)) {
                wrong.push(format!("{} {link}\n  {found}", case["name"]));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_link_of_the_history_is_answered_as_an_independent_program_did() {
    let log: Vec<Event> = data("rules/history.ndjson").lines().map(decode).collect();
    assert_eq!(log.len(), 2_298);
    check_all("rules/history-answers.json", &log);
}

#[test]
fn the_real_history_is_answered_as_an_independent_program_did() {
    let log: Vec<Event> = data("problems/events.ndjson").lines().map(decode).collect();
    assert_eq!(log.len(), 6_860);
    check_all("problems/expected-2010-12-31.json", &log);
    check_all("problems/expected-2012-03-31.json", &log);
}

//! Every rule about the records that count, in every order of arrival.

use super::*;
use crate::sample::{key, merge, redaction, report, withdrawal, without_text};

/// Compares the records that count, in any order of arrival: the text, whether a redaction replaced it, and whether it
/// was withdrawn.
#[track_caller]
fn check(records: &[Record], expected: &[(&str, &str, bool, bool)]) {
    let mut records = records.to_vec();
    for _ in 0..records.len() {
        records.rotate_left(1);
        for _ in 0..2 {
            records.reverse();
            let effective = effective_records(&records);
            let found: BTreeMap<EventKey, (&str, bool, bool)> = effective
                .iter()
                .map(|(key, effective)| {
                    let text = effective.record.text.as_ref().unwrap().as_str();
                    (
                        *key,
                        (text, effective.redaction.is_some(), effective.withdrawn),
                    )
                })
                .collect();
            let expected = expected
                .iter()
                .map(|(name, text, redacted, withdrawn)| {
                    (key(name), (*text, *redacted, *withdrawn))
                })
                .collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn of_two_contents_the_smaller_counts() {
    check(
        &[
            report("e", 1, "b"),
            report("e", 2, "a"),
            report("f", 1, "c"),
        ],
        &[("e", "a", false, false), ("f", "c", false, false)],
    );
}

#[test]
fn a_withdrawal_counts_before_and_after_its_event_and_without_it() {
    check(
        &[
            report("e", 1, "a"),
            withdrawal("w", "e"),
            withdrawal("v", "never"),
        ],
        &[
            ("e", "a", false, true),
            ("v", "v", false, false),
            ("w", "w", false, false),
        ],
    );
}

#[test]
fn withdrawals_and_redactions_cannot_be_withdrawn_and_merges_can() {
    check(
        &[
            withdrawal("w", "v"),
            withdrawal("v", "w"),
            merge("m", 1, "funding"),
            withdrawal("u", "m"),
            redaction("r", report("e", 1, "a")),
            withdrawal("t", "r"),
        ],
        &[
            ("e", "a", true, false),
            ("m", "m", false, true),
            ("r", "r", false, false),
            ("t", "t", false, false),
            ("u", "u", false, false),
            ("v", "v", false, false),
            ("w", "w", false, false),
        ],
    );
}

#[test]
fn a_replacement_wins_over_any_original_and_the_smaller_over_others() {
    check(
        &[
            report("e", 1, "a"),
            report("e", 1, "b"),
            redaction("r", report("e", 1, "y")),
            redaction("s", report("e", 1, "x")),
        ],
        &[
            ("e", "x", true, false),
            ("r", "r", false, false),
            ("s", "s", false, false),
        ],
    );
}

#[test]
fn a_redacted_event_can_be_withdrawn() {
    check(
        &[
            report("e", 1, "a"),
            redaction("r", report("e", 1, "x")),
            withdrawal("w", "e"),
        ],
        &[
            ("e", "x", true, true),
            ("r", "r", false, false),
            ("w", "w", false, false),
        ],
    );
}

#[test]
fn a_redacted_withdrawal_still_withdraws() {
    check(
        &[
            report("e", 1, "a"),
            withdrawal("w", "e"),
            redaction("r", withdrawal("w", "e")),
        ],
        &[
            ("e", "a", false, true),
            ("r", "r", false, false),
            ("w", "w", true, false),
        ],
    );
}

#[test]
fn a_redaction_of_a_redaction_has_no_effect() {
    check(
        &[
            redaction("r", report("e", 1, "x")),
            redaction("s", report("r", 1, "y")),
        ],
        &[
            ("e", "x", true, false),
            ("r", "r", false, false),
            ("s", "s", false, false),
        ],
    );
}

#[test]
fn a_redaction_that_lost_to_another_content_under_its_key_redacts_nothing() {
    check(
        &[
            report("e", 1, "a"),
            redaction("r", report("e", 1, "x")),
            report("r", 1, "q"),
        ],
        &[("e", "a", false, false), ("r", "q", false, false)],
    );
}

#[test]
fn texts_are_needed_where_contents_compete_and_nowhere_else() {
    let (one, other) = (report("e", 1, "a"), report("f", 1, "b"));
    assert!(!has_competing_contents(&[
        one.clone(),
        other.clone(),
        withdrawal("w", "e")
    ]));
    assert!(has_competing_contents(&[one.clone(), report("e", 2, "b")]));
    let [first, second] = ["r", "s"].map(|name| redaction(name, one.clone()));
    assert!(!has_competing_contents(&[
        first.clone(),
        one.clone(),
        other
    ]));
    assert!(has_competing_contents(&[first, second]));
    let bare = [
        without_text(one.clone(), 1),
        without_text(report("f", 1, "b"), 2),
    ];
    assert_eq!(effective_records(&bare).len(), 2);
}

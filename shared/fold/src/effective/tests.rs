//! Every rule of what counts, in every order of arrival.

use super::*;
use crate::sample::{key, merge, redaction, report, withdrawal, without_text};

/// Compares what stands under each key, in any order of arrival: the text that counts, and whether it was put
/// there by a redaction and whether it was taken back.
#[track_caller]
fn check(records: &[Record], expected: &[(&str, &str, bool, bool)]) {
    let mut records = records.to_vec();
    for _ in 0..records.len() {
        records.rotate_left(1);
        for _ in 0..2 {
            records.reverse();
            let standing = effective_records(&records);
            let told: BTreeMap<EventKey, (&str, bool, bool)> = standing
                .iter()
                .map(|(key, held)| {
                    let text = held.record.text.as_ref().unwrap().as_str();
                    (*key, (text, held.redaction.is_some(), held.withdrawn))
                })
                .collect();
            let expected = expected
                .iter()
                .map(|(name, text, redacted, withdrawn)| {
                    (key(name), (*text, *redacted, *withdrawn))
                })
                .collect();
            assert_eq!(told, expected);
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
fn a_withdrawal_counts_whichever_comes_first_and_also_of_what_never_comes() {
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
fn what_is_redacted_can_be_withdrawn_as_well() {
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
fn a_withdrawal_whose_text_was_taken_out_still_takes_back() {
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
fn a_redaction_that_is_aimed_at_a_redaction_has_no_effect() {
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

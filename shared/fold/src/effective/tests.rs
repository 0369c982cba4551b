//! Every rule about the records that count, in every order of arrival.

use super::*;
use crate::sample::{key, merge, redaction, report, withdrawal};

/// Compares the records that count, in any order of arrival: the rank, whether a redaction replaced it, and whether it
/// was withdrawn.
#[track_caller]
fn check(records: &[Record], expected: &[(&str, u32, bool, bool)]) {
    let mut records = records.to_vec();
    for _ in 0..records.len() {
        records.rotate_left(1);
        for _ in 0..2 {
            records.reverse();
            let effective = effective_records(&records);
            let found: BTreeMap<EventKey, (u32, bool, bool)> = effective
                .iter()
                .map(|(key, effective)| {
                    let rank = effective.record.rank;
                    (
                        *key,
                        (rank, effective.redaction.is_some(), effective.withdrawn),
                    )
                })
                .collect();
            let expected = expected
                .iter()
                .map(|(name, rank, redacted, withdrawn)| {
                    (key(name), (*rank, *redacted, *withdrawn))
                })
                .collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn of_two_contents_the_smaller_counts() {
    check(
        &[report("e", 1, 1), report("e", 2, 0), report("f", 1, 2)],
        &[("e", 0, false, false), ("f", 2, false, false)],
    );
}

#[test]
fn a_withdrawal_counts_before_and_after_its_event_and_without_it() {
    check(
        &[
            report("e", 1, 0),
            withdrawal("w", "e"),
            withdrawal("v", "never"),
        ],
        &[
            ("e", 0, false, true),
            ("v", 0, false, false),
            ("w", 0, false, false),
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
            redaction("r", report("e", 1, 0)),
            withdrawal("t", "r"),
        ],
        &[
            ("e", 0, true, false),
            ("m", 0, false, true),
            ("r", 0, false, false),
            ("t", 0, false, false),
            ("u", 0, false, false),
            ("v", 0, false, false),
            ("w", 0, false, false),
        ],
    );
}

#[test]
fn a_replacement_wins_over_any_original_and_the_smaller_over_others() {
    check(
        &[
            report("e", 1, 0),
            report("e", 1, 1),
            redaction("r", report("e", 1, 4)),
            redaction("s", report("e", 1, 3)),
        ],
        &[
            ("e", 3, true, false),
            ("r", 0, false, false),
            ("s", 0, false, false),
        ],
    );
}

#[test]
fn a_redacted_event_can_be_withdrawn() {
    check(
        &[
            report("e", 1, 0),
            redaction("r", report("e", 1, 3)),
            withdrawal("w", "e"),
        ],
        &[
            ("e", 3, true, true),
            ("r", 0, false, false),
            ("w", 0, false, false),
        ],
    );
}

#[test]
fn a_redacted_withdrawal_still_withdraws() {
    check(
        &[
            report("e", 1, 0),
            withdrawal("w", "e"),
            redaction("r", withdrawal("w", "e")),
        ],
        &[
            ("e", 0, false, true),
            ("r", 0, false, false),
            ("w", 0, true, false),
        ],
    );
}

#[test]
fn a_redaction_of_a_redaction_has_no_effect() {
    check(
        &[
            redaction("r", report("e", 1, 3)),
            redaction("s", report("r", 1, 4)),
        ],
        &[
            ("e", 3, true, false),
            ("r", 0, false, false),
            ("s", 0, false, false),
        ],
    );
}

#[test]
fn a_redaction_that_lost_to_another_content_under_its_key_redacts_nothing() {
    check(
        &[
            report("e", 1, 0),
            Record {
                rank: 1,
                ..redaction("r", report("e", 1, 3))
            },
            report("r", 1, 0),
        ],
        &[("e", 0, false, false), ("r", 0, false, false)],
    );
}

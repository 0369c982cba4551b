//! Checkpoints are at every ten-thousandth sequence, wherever commits begin and end.

use views::Checkpoint;

use crate::world::{at, open};

/// Commits reports with these sequences, divided after some of them; returns the checkpoints, oldest first.
fn checkpoints(sequences: &[u64], cuts: &[usize]) -> Vec<Checkpoint> {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    let arrivals: Vec<_> = sequences.iter().map(|sequence| at(*sequence)).collect();
    let mut from = 0;
    for cut in cuts.iter().copied().chain([arrivals.len()]) {
        let position = views.commit(&arrivals[from..cut], None).unwrap().position;
        assert_eq!(position, sequences[cut - 1]);
        from = cut;
    }
    let mut checkpoints = views.reader().status().unwrap().checkpoints;
    checkpoints.reverse();
    checkpoints
}

/// Checks where checkpoints are, and that they do not depend on how commits are divided.
#[track_caller]
fn check(sequences: &[u64], positions: &[u64]) {
    let at_once = checkpoints(sequences, &[]);
    let stored: Vec<u64> = at_once
        .iter()
        .map(|checkpoint| checkpoint.position)
        .collect();
    assert_eq!(stored, positions);
    for cut in 1..sequences.len() {
        assert_eq!(checkpoints(sequences, &[cut]), at_once, "cut after {cut}");
    }
    let one_by_one: Vec<usize> = (1..sequences.len()).collect();
    assert_eq!(checkpoints(sequences, &one_by_one), at_once);
}

#[test]
fn a_checkpoint_is_stored_when_its_sequence_is_folded() {
    check(
        &[9_998, 9_999, 10_000, 10_001, 19_999, 20_000],
        &[10_000, 20_000],
    );
}

#[test]
fn a_checkpoint_whose_message_was_erased_has_the_digest_before_the_next_message() {
    check(&[9_999, 10_001, 20_001], &[10_000, 20_000]);
    check(&[9_999, 30_005], &[30_000]);
    check(&[1, 2, 3], &[]);
}

#[test]
fn later_events_do_not_change_checkpoints() {
    let first = checkpoints(&[9_999, 10_000], &[]);
    assert_eq!(checkpoints(&[9_999, 10_000, 10_001, 10_002], &[3]), first);
}

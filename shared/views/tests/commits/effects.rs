//! Every message takes effect once, and invalid ones stay visible.

use views::LogAnchor;

use crate::world::{arrival, at, invalid, open, report, summary};

#[test]
fn arrivals_up_to_the_position_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    views.commit(&[at(1), invalid(2), at(3)], Some(5)).unwrap();
    let before = (views.reader().status().unwrap(), views.anchor());
    assert_eq!(
        views
            .commit(&[at(1), invalid(2), at(3)], Some(5))
            .unwrap()
            .position,
        3
    );
    assert_eq!((views.reader().status().unwrap(), views.anchor()), before);
    assert_eq!(
        views
            .commit(&[invalid(2), at(3), at(4)], Some(5))
            .unwrap()
            .position,
        4
    );
    assert_eq!(views.reader().status().unwrap().quarantined, 1);
    assert_eq!(views.commit(&[], None).unwrap().position, 4);
}

#[test]
fn the_anchor_has_the_newest_messages_and_the_stream() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views");
    let mut views = open(&path);
    assert_eq!(views.anchor(), LogAnchor::default());
    for (from, to) in [(1, 1), (2, 40), (41, 90), (91, 300)] {
        let arrivals: Vec<_> = (from..=to).map(at).collect();
        views.commit(&arrivals, Some(from.cast_signed())).unwrap();
        let anchor = views.anchor();
        let expected: Vec<_> = (1..=to)
            .map(|sequence| (sequence, at(sequence).fingerprint))
            .collect();
        assert_eq!(
            anchor.recent,
            expected[expected.len().saturating_sub(LogAnchor::RECENT)..]
        );
        assert_eq!(
            (anchor.position, anchor.stream_created_at),
            (to, Some(from.cast_signed()))
        );
    }
    let before = views.anchor();
    views.close().unwrap();
    assert_eq!(open(&path).anchor(), before);
}

#[test]
fn duplicates_conflicts_and_invalid_messages_are_counted_separately() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    let same = || report(1, "e", "one thing");
    let arrivals = [
        arrival(1, same()),
        arrival(2, same()),
        arrival(3, report(1, "e", "another thing")),
        arrival(4, same()),
        invalid(5),
        arrival(6, report(2, "e", "under another subject")),
    ];
    views.commit(&arrivals[..3], None).unwrap();
    views.commit(&arrivals[3..], None).unwrap();
    let state = views.reader().status().unwrap();
    assert_eq!(
        (state.duplicates, state.conflicts, state.quarantined),
        (2, 1, 1)
    );
}

#[test]
fn the_quarantine_is_listed_in_order_from_any_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    let arrivals: Vec<_> = (1..=300)
        .map(|sequence| {
            if sequence % 3 == 0 {
                invalid(sequence)
            } else {
                at(sequence)
            }
        })
        .collect();
    views.commit(&arrivals, None).unwrap();
    let reader = views.reader();
    let listed = |after, limit| -> Vec<u64> {
        reader
            .quarantine(after, limit)
            .unwrap()
            .iter()
            .map(|message| message.sequence)
            .collect()
    };
    assert_eq!(listed(None, 1_000).len(), 100);
    assert_eq!(listed(None, 3), [3, 6, 9]);
    assert_eq!(listed(Some(9), 2), [12, 15]);
    assert_eq!(listed(Some(10), 1), [12]);
    assert_eq!(listed(Some(300), 10), [0_u64; 0]);
    assert_eq!(listed(Some(u64::MAX), 10), [0_u64; 0]);
    let first = &reader.quarantine(None, 1).unwrap()[0];
    assert_eq!(
        (first.payload.as_str(), first.reasons[0].path.as_str()),
        ("{}", "/data")
    );
}

#[test]
fn a_question_about_a_later_sequence_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    views.commit(&[at(1), at(2)], None).unwrap();
    let error = views
        .reader()
        .ask(&summary("summary?knownAt=3"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot answer as known at 3: the views have only reached 2"
    );
    assert!(views.reader().ask(&summary("summary?knownAt=2")).is_ok());
    let nobody = model::KnelpuntId::from_bytes([1; 16]);
    assert_eq!(
        views
            .reader()
            .knelpunt(nobody, &summary("summary").scope)
            .unwrap(),
        None
    );
    assert_eq!(
        views
            .reader()
            .history(nobody, &summary("summary?knownAt=1").scope)
            .unwrap(),
        None
    );
}

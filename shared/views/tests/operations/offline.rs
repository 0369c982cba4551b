//! Closed views, compared with a replay: corruptions are named.

use register::Register;
use views::{
    Views,
    testing::{StoredPart, flip_bit},
};

use crate::world::{history, make};

/// Corrupts views, compares them with a replay, and returns the differences.
fn check(part: Option<StoredPart>, seed: usize) -> Vec<String> {
    let parent = tempfile::tempdir().unwrap();
    let (folder, replay) = (parent.path().join("views"), parent.path().join("replay"));
    make(&folder, &history());
    make(&replay, &history());
    // The history ends before the first checkpoint.
    for folder in [&folder, &replay] {
        let (mut views, _) = Views::open(folder, Register::embedded()).unwrap();
        let mut last = crate::world::arrivals(&history()[..1]);
        last[0].sequence = views::CHECKPOINT_EVERY + 1;
        views.commit(&last, None).unwrap();
        views.close().unwrap();
    }
    if let Some(part) = part {
        flip_bit(&folder, part, seed).unwrap();
    }
    let inspected = views::OfflineViews::open(&folder).unwrap();
    assert_eq!(inspected.position(), views::CHECKPOINT_EVERY + 1);
    let (replay, _) = Views::open(&replay, Register::embedded()).unwrap();
    inspected.differences(&replay.reader()).unwrap()
}

#[test]
fn whole_views_have_no_differences() {
    assert_eq!(check(None, 0), [""; 0]);
}

#[test]
fn a_changed_key_of_the_open_index_is_one_missing_and_one_additional_key() {
    for seed in [0, 5, 9, 16, 23] {
        let named = check(Some(StoredPart::OpenIndex), seed);
        assert_eq!(named.len(), 2, "{named:?}");
        assert!(
            named.iter().all(|what| what.starts_with("open index: ")),
            "{named:?}"
        );
    }
}

#[test]
fn a_changed_text_is_named_by_its_sequence() {
    for seed in 0..4 {
        let named = check(Some(StoredPart::Event), seed);
        assert_eq!(named.len(), 1, "{named:?}");
        assert!(named[0].starts_with("event "), "{named:?}");
        assert!(named[0].ends_with(": another text"), "{named:?}");
    }
}

#[test]
fn a_changed_checkpoint_is_named() {
    let named = check(Some(StoredPart::Checkpoint), 3);
    assert_eq!(named, ["checkpoint 10000: another value"]);
}

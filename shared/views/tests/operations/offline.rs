//! Closed views: compared with a replay, corruptions are named; and the open knelpunten are listed from the index.

use std::{fs, path::PathBuf};

use model::Instant;
use questions::{PersistingQuestion, testing};
use register::Register;
use tempfile::TempDir;
use views::{
    IndexedKnelpunt, OfflineViews, Views, ViewsError,
    testing::{StoredPart, flip_bit},
};

use crate::world::{arrivals, files, history, make};

/// Corrupts views, compares them with a replay, and returns the differences.
fn check(part: Option<StoredPart>, seed: usize) -> Vec<String> {
    let parent = tempfile::tempdir().unwrap();
    let (folder, replay) = (parent.path().join("views"), parent.path().join("replay"));
    make(&folder, &history());
    make(&replay, &history());
    // The history ends before the first checkpoint.
    for folder in [&folder, &replay] {
        let (mut views, _) = Views::open(folder, Register::embedded()).unwrap();
        let mut last = arrivals(&history()[..1]);
        last[0].sequence = views::CHECKPOINT_EVERY + 1;
        views.commit(&last, None).unwrap();
        views.close().unwrap();
    }
    if let Some(part) = part {
        flip_bit(&folder, part, seed).unwrap();
    }
    let inspected = OfflineViews::open(&folder).unwrap();
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

/// Creates views of the history in a folder.
fn made() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    make(&folder, &history());
    (parent, folder)
}

#[test]
fn the_index_lists_what_memory_answers_to_be_open() {
    let (_parent, folder) = made();
    let views = OfflineViews::open(&folder).unwrap();
    views.check().unwrap();
    let index = views.open_knelpunten().unwrap();
    let mut index: Vec<IndexedKnelpunt> = index.collect::<Result<_, _>>().unwrap();
    let order = |open: &IndexedKnelpunt| (open.municipality.clone(), open.since, open.id);
    assert!(index.is_sorted_by_key(order));
    drop(views);

    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    let at = "2018-10-31";
    let link = format!("persisting?status=open&limit=1000&asOf={at}&division=2013-01-01");
    let query = testing::query::<PersistingQuestion>(&link);
    let listed = views.reader().ask(&query).unwrap().answer.items;
    let expected = listed.into_iter().map(|item| {
        (
            (item.since, item.id, item.opened_at, item.persisting),
            (item.category, item.building_block, item.reference),
            item.party.map(|party| (party.kind, party.name)),
        )
    });
    let at = Instant::end_of(at.parse().unwrap()).unwrap();
    index.sort_by_key(|open| (open.since, open.id));
    let index = index.into_iter().map(|open| {
        let persisting = open.persists_from <= at;
        (
            (open.since, open.id, open.opened_at, persisting),
            (open.category, open.building_block, open.reference),
            open.party,
        )
    });
    assert_eq!(index.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn an_index_that_is_behind_lists_nothing_and_advises_what_to_do() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let (mut views, _) = Views::open(&folder, Register::embedded()).unwrap();
    let mut last = arrivals(&history()[..1]);
    last[0].sequence = views::CHECKPOINT_EVERY;
    views.commit_far_behind(last, None).unwrap();
    // Not closed, as by a crash.
    drop(views);
    let views = OfflineViews::open(&folder).unwrap();
    assert_eq!(views.position(), views::CHECKPOINT_EVERY);
    let error = views.open_knelpunten().err().unwrap();
    assert!(error.to_string().contains("start `knelpunt serve` once"));
}

#[test]
fn a_changed_index_does_not_add_up() {
    let (_parent, folder) = made();
    flip_bit(&folder, StoredPart::OpenIndex, 7).unwrap();
    let views = OfflineViews::open(&folder).unwrap();
    let error = views.check().unwrap_err();
    assert!(matches!(error, ViewsError::Damaged { .. }), "{error:?}");
}

#[test]
fn a_folder_without_views_is_named_and_stays_as_it_is() {
    let parent = tempfile::tempdir().unwrap();
    let open = |name: &str| {
        let error = OfflineViews::open(&parent.path().join(name)).unwrap_err();
        assert!(matches!(error, ViewsError::NotViews { .. }), "{error:?}");
        error.to_string()
    };
    assert!(open("none").contains("there are none"));
    fs::write(parent.path().join("file"), "").unwrap();
    assert!(open("file").contains("it is not a folder"));
    fs::create_dir(parent.path().join("data")).unwrap();
    fs::write(parent.path().join("data/letters"), "").unwrap();
    assert!(open("data").contains("something else than views: letters"));
    assert_eq!(files(parent.path()).len(), 2);
}

#[test]
fn views_in_use_are_not_opened() {
    let (_parent, folder) = made();
    let (views, _) = Views::open(&folder, Register::embedded()).unwrap();
    let error = OfflineViews::open(&folder).unwrap_err();
    assert!(matches!(error, ViewsError::InUse { .. }), "{error:?}");
    views.close().unwrap();
}

//! Commits without a sync: their positions are announced later.

use views::{Arrival, Views};

use crate::world::{at, open, summary};

/// The most events that are folded before a sync.
const LIMIT: u64 = 10_000;

fn from_to(first: u64, last: u64) -> Vec<Arrival> {
    (first..=last).map(at).collect()
}

fn announced(views: &Views) -> u64 {
    *views.reader().positions().borrow()
}

fn commit_unsynced(views: &mut Views, first: u64, last: u64) {
    let commit = views.commit_unsynced(&from_to(first, last), None).unwrap();
    assert_eq!(commit.position, last);
}

#[test]
fn the_position_is_announced_by_the_next_synced_commit_or_after_ten_thousand_events() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    commit_unsynced(&mut views, 1, 3);
    commit_unsynced(&mut views, 4, 5);
    assert_eq!((views.anchor().position, announced(&views)), (5, 0));
    assert_eq!(views.commit(&[], None).unwrap().position, 5);
    assert_eq!(announced(&views), 5);
    commit_unsynced(&mut views, 6, LIMIT + 4);
    assert_eq!(announced(&views), 5, "one is lacking");
    commit_unsynced(&mut views, LIMIT + 5, LIMIT + 5);
    assert_eq!(announced(&views), LIMIT + 5);
}

#[test]
fn unsynced_commits_are_there_after_closing_and_opening() {
    let folder = tempfile::tempdir().unwrap();
    let (unsynced, synced) = (folder.path().join("ahead"), folder.path().join("synced"));
    let mut views = open(&unsynced);
    commit_unsynced(&mut views, 1, 40);
    commit_unsynced(&mut views, 41, 90);
    views.close().unwrap();
    let mut synced = open(&synced);
    synced.commit(&from_to(1, 90), None).unwrap();
    let views = open(&unsynced);
    let state = |views: &Views| views.reader().status().unwrap();
    assert_eq!(state(&views).digest, state(&synced).digest);
    let query = summary("summary");
    let answer = |views: &Views| views.reader().ask(&query).unwrap().answer;
    assert_eq!(answer(&views), answer(&synced));
    assert_eq!(announced(&views), 90);
}

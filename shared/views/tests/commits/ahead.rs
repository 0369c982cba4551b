//! What is committed while much more of the log waits: put on disk later, and told no sooner.

use questions::Query;
use views::{Arrival, Views};

use crate::world::{at, open};

/// How many events are folded, at most, before they are put on disk.
const LIMIT: u64 = 10_000;

fn from_to(first: u64, last: u64) -> Vec<Arrival> {
    (first..=last).map(at).collect()
}

fn told(views: &Views) -> u64 {
    *views.reader().positions().borrow()
}

fn commit_unsynced(views: &mut Views, first: u64, last: u64) {
    let commit = views.commit_unsynced(&from_to(first, last), None).unwrap();
    assert_eq!(commit.position, last);
}

#[test]
fn it_is_told_by_the_next_plain_commit_and_after_ten_thousand_at_the_latest() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    commit_unsynced(&mut views, 1, 3);
    commit_unsynced(&mut views, 4, 5);
    assert_eq!((views.anchor().position, told(&views)), (5, 0));
    assert_eq!(views.commit(&[], None).unwrap().position, 5);
    assert_eq!(told(&views), 5);
    commit_unsynced(&mut views, 6, LIMIT + 4);
    assert_eq!(told(&views), 5, "one is lacking");
    commit_unsynced(&mut views, LIMIT + 5, LIMIT + 5);
    assert_eq!(told(&views), LIMIT + 5);
}

#[test]
fn views_that_are_opened_again_have_all_of_it_and_answer_as_if_it_had_been_committed_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let (ahead, plain) = (folder.path().join("ahead"), folder.path().join("plain"));
    let mut views = open(&ahead);
    commit_unsynced(&mut views, 1, 40);
    commit_unsynced(&mut views, 41, 90);
    views.close().unwrap();
    let mut plainly = open(&plain);
    plainly.commit(&from_to(1, 90), None).unwrap();
    let views = open(&ahead);
    let state = |views: &Views| views.reader().status().unwrap();
    assert_eq!(state(&views).digest, state(&plainly).digest);
    let asked = Query::parse(
        "summary",
        &[],
        register::Register::embedded(),
        model::Instant::LATEST,
    );
    let asked = asked.unwrap().unwrap();
    let answer = |views: &Views| views.reader().ask(&asked).unwrap().answer;
    assert_eq!(answer(&views), answer(&plainly));
    assert_eq!(told(&views), 90);
}

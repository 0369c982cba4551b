//! Commits far behind the log: by the ten thousand, and without the open index.

use views::{
    Arrival, Views,
    testing::{canonical, open_index},
};

use crate::world::{at, open, summary};

/// How many events are committed together.
const TOGETHER: u64 = views::CHECKPOINT_EVERY;

fn from_to(first: u64, last: u64) -> Vec<Arrival> {
    (first..=last).map(at).collect()
}

fn announced(views: &Views) -> u64 {
    *views.reader().positions().borrow()
}

#[track_caller]
fn commit_far_behind(views: &mut Views, first: u64, last: u64) -> u64 {
    match views.commit_far_behind(from_to(first, last), None) {
        Ok(commit) => commit.position,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn they_are_committed_up_to_each_checkpoint_and_by_the_next_other_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    assert_eq!(commit_far_behind(&mut views, 1, 3), 0);
    assert_eq!(commit_far_behind(&mut views, 4, 5), 0);
    assert_eq!((views.anchor().position, announced(&views)), (0, 0));
    assert_eq!(views.commit(&[], None).unwrap().position, 5);
    assert_eq!(announced(&views), 5);
    assert_eq!(commit_far_behind(&mut views, 6, TOGETHER + 4), TOGETHER);
    assert_eq!(announced(&views), TOGETHER);
    let last = from_to(TOGETHER + 5, TOGETHER + 6);
    assert_eq!(views.commit(&last, None).unwrap().position, TOGETHER + 6);
}

#[test]
fn they_give_the_views_that_other_commits_do() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let mut far_behind = open(&one);
    for first in (1..=20_000).step_by(700) {
        commit_far_behind(&mut far_behind, first, (first + 699).min(20_000));
    }
    let audit = far_behind.reader().audit().unwrap();
    assert_eq!(
        audit.differences, [""; 0],
        "before the open index is written"
    );
    let mut views = open(&other);
    for first in (1..=20_000).step_by(900) {
        let arrivals = from_to(first, (first + 899).min(20_000));
        views.commit(&arrivals, None).unwrap();
    }
    let query = summary("summary");
    let seen = |views: &Views| {
        let answer = views.reader().ask(&query).unwrap().answer;
        (answer, views.reader().status().unwrap())
    };
    assert_eq!(seen(&far_behind), seen(&views));
    far_behind.close().unwrap();
    views.close().unwrap();
    assert_eq!(open_index(&one).unwrap(), open_index(&other).unwrap());
    assert_eq!(canonical(&one).unwrap(), canonical(&other).unwrap());
}

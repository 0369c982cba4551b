//! Every rule of the fold, as observations in and episodes out.

use super::*;
use crate::sample::{
    SampleKind::{self, KnownSince, Reported, Resolved},
    day, observed,
};

/// An episode, in days: opened, since, ended, reports, in two rounds from.
type EpisodeDays = (i64, i64, Option<i64>, u32, Option<i64>);

/// Folds observations, each a day, a round and what was observed, in order.
#[track_caller]
fn check(observations: &[(i64, Option<&str>, SampleKind)], expected: &[EpisodeDays]) {
    let observations: Vec<Observation> = observations
        .iter()
        .map(|(at, round, what)| observed(*at, *round, *what))
        .collect();
    let days = |instant: Instant| instant.microseconds() / 86_400_000_000;
    let found: Vec<EpisodeDays> = episodes(observations.iter())
        .map(|episode| {
            (
                days(episode.opened_at),
                days(episode.since),
                episode.end.map(|end| days(end.at)),
                episode.reports,
                episode.in_two_rounds_from.map(days),
            )
        })
        .collect();
    assert_eq!(found, expected);
    let mut fold = Fold::default();
    for observed in &observations {
        fold.step(observed);
    }
    assert_eq!(fold.episodes() as usize, expected.len());
    assert_eq!(
        fold.open().is_some(),
        expected.last().is_some_and(|last| last.2.is_none())
    );
    let reports = observations.iter().filter(|observed| observed.is_report());
    assert_eq!(fold.reports() as usize, reports.count());
}

#[test]
fn nothing_folds_to_nothing() {
    check(&[], &[]);
}

#[test]
fn a_report_opens_the_next_confirm_and_a_resolution_ends() {
    check(
        &[
            (1, None, Reported),
            (3, None, Reported),
            (5, None, Resolved),
        ],
        &[(1, 1, Some(5), 2, None)],
    );
}

#[test]
fn a_resolution_of_nothing_changes_nothing() {
    check(
        &[
            (1, None, Resolved),
            (2, None, Reported),
            (3, None, Resolved),
            (4, None, Resolved),
        ],
        &[(2, 2, Some(3), 1, None)],
    );
}

#[test]
fn a_report_after_a_resolution_is_a_recurrence() {
    check(
        &[
            (1, None, Reported),
            (2, None, Resolved),
            (4, None, Reported),
        ],
        &[(1, 1, Some(2), 1, None), (4, 4, None, 1, None)],
    );
}

#[test]
fn age_counts_from_what_the_opening_report_knew_but_never_from_before_the_end_before() {
    check(
        &[
            (5, None, KnownSince(2)),
            (6, None, KnownSince(1)),
            (7, None, Resolved),
            (9, None, KnownSince(3)),
        ],
        &[(5, 2, Some(7), 2, None), (9, 7, None, 1, None)],
    );
}

#[test]
fn two_rounds_are_two_different_ones_within_an_episode() {
    check(
        &[
            (1, Some("r1"), Reported),
            (2, Some("r1"), Reported),
            (3, None, Reported),
            (4, Some("r2"), Reported),
            (5, Some("r3"), Reported),
        ],
        &[(1, 1, None, 5, Some(4))],
    );
    check(
        &[
            (1, Some("r1"), Reported),
            (2, None, Resolved),
            (3, Some("r2"), Reported),
        ],
        &[(1, 1, Some(2), 1, None), (3, 3, None, 1, None)],
    );
}

#[test]
fn it_persists_from_180_days_of_24_hours_on_or_from_two_rounds() {
    let opened = observed(10, Some("r1"), Reported);
    let reported_again = observed(20, Some("r2"), Reported);
    let once = episodes([opened].iter()).last().unwrap();
    assert!(!once.persists_at(day(190).plus_microseconds(-1)));
    assert!(once.persists_at(day(190)));
    let twice = episodes([opened, reported_again].iter()).last().unwrap();
    assert!(!twice.persists_at(day(20).plus_microseconds(-1)));
    assert!(twice.persists_at(day(20)));
}

//! Every rule of the fold, as facts in and episodes out.

use super::*;
use crate::sample::{REPORTED, RESOLVED, day, fact};

/// An episode, in days: opened, since, ended, reports, in two rounds from.
type EpisodeDays = (i64, i64, Option<i64>, u32, Option<i64>);

/// Folds facts, each a day, a round and a kind, in order.
#[track_caller]
fn check(facts: &[(i64, Option<&str>, FactKind)], expected: &[EpisodeDays]) {
    let facts: Vec<Fact> = (0..)
        .zip(facts)
        .map(|(number, (at, round, kind))| fact(number, day(*at), *round, *kind))
        .collect();
    let days = |instant: Instant| instant.microseconds() / 86_400_000_000;
    let found: Vec<EpisodeDays> = episodes(facts.iter())
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
    for fact in &facts {
        fold.step(fact);
    }
    assert_eq!(fold.episodes() as usize, expected.len());
    assert_eq!(
        fold.open().is_some(),
        expected.last().is_some_and(|last| last.2.is_none())
    );
    let reports = facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Report { .. }));
    assert_eq!(fold.reports() as usize, reports.count());
}

const fn known_since(at: i64) -> FactKind {
    let known_since = Some(Instant::from_microseconds(at * 86_400_000_000));
    FactKind::Report { known_since }
}

#[test]
fn nothing_folds_to_nothing() {
    check(&[], &[]);
}

#[test]
fn a_report_opens_the_next_confirm_and_a_resolution_ends() {
    check(
        &[
            (1, None, REPORTED),
            (3, None, REPORTED),
            (5, None, RESOLVED),
        ],
        &[(1, 1, Some(5), 2, None)],
    );
}

#[test]
fn a_resolution_of_nothing_changes_nothing() {
    check(
        &[
            (1, None, RESOLVED),
            (2, None, REPORTED),
            (3, None, RESOLVED),
            (4, None, RESOLVED),
        ],
        &[(2, 2, Some(3), 1, None)],
    );
}

#[test]
fn a_report_after_a_resolution_is_a_recurrence() {
    check(
        &[
            (1, None, REPORTED),
            (2, None, RESOLVED),
            (4, None, REPORTED),
        ],
        &[(1, 1, Some(2), 1, None), (4, 4, None, 1, None)],
    );
}

#[test]
fn age_counts_from_what_the_opening_report_knew_but_never_from_before_the_end_before() {
    check(
        &[
            (5, None, known_since(2)),
            (6, None, known_since(1)),
            (7, None, RESOLVED),
            (9, None, known_since(3)),
        ],
        &[(5, 2, Some(7), 2, None), (9, 7, None, 1, None)],
    );
}

#[test]
fn two_rounds_are_two_different_ones_within_an_episode() {
    check(
        &[
            (1, Some("r1"), REPORTED),
            (2, Some("r1"), REPORTED),
            (3, None, REPORTED),
            (4, Some("r2"), REPORTED),
            (5, Some("r3"), REPORTED),
        ],
        &[(1, 1, None, 5, Some(4))],
    );
    check(
        &[
            (1, Some("r1"), REPORTED),
            (2, None, RESOLVED),
            (3, Some("r2"), REPORTED),
        ],
        &[(1, 1, Some(2), 1, None), (3, 3, None, 1, None)],
    );
}

#[test]
fn it_persists_from_180_days_of_24_hours_on_or_from_two_rounds() {
    let opened = fact(1, day(10), Some("r1"), REPORTED);
    let reported_again = fact(2, day(20), Some("r2"), REPORTED);
    let once = episodes([opened].iter()).last().unwrap();
    assert!(!once.persists_at(day(190).plus_microseconds(-1)));
    assert!(once.persists_at(day(190)));
    let twice = episodes([opened, reported_again].iter()).last().unwrap();
    assert!(!twice.persists_at(day(20).plus_microseconds(-1)));
    assert!(twice.persists_at(day(20)));
}

//! Cases with every number, worked by hand and by an independent program.

use super::{Cause, DAY_US, Detail, Span, Step, Survival, log_rank, shared_horizon_days};

/// Days to the end of each; open ones have been followed for so long.
const A: [(i64, bool); 10] = [
    (3, true),
    (8, true),
    (8, false),
    (15, true),
    (21, true),
    (30, false),
    (34, true),
    (50, false),
    (72, true),
    (90, false),
];
const B: [(i64, bool); 9] = [
    (2, true),
    (4, true),
    (9, true),
    (9, true),
    (14, false),
    (18, true),
    (25, true),
    (41, true),
    (60, false),
];

fn spans(days: &[(i64, bool)]) -> Vec<Span> {
    let span = |&(days, ended): &(i64, bool)| Span {
        entry_us: 0,
        exit_us: days * DAY_US,
        end: ended.then_some(Cause::FIRST),
    };
    days.iter().map(span).collect()
}

#[track_caller]
fn near(actual: impl Into<Option<f64>>, expected: impl Into<Option<f64>>) {
    let (actual, expected) = (actual.into(), expected.into());
    let is_near = match (actual, expected) {
        (Some(actual), Some(expected)) => (actual - expected).abs() < 1e-6,
        (actual, expected) => actual == expected,
    };
    assert!(is_near, "{actual:?} instead of {expected:?}");
}

/// A curve against its rows of days, at risk, resolved, survival, low, high.
#[track_caller]
fn check_curve(survival: &Survival, rows: &[(f64, usize, usize, f64, f64, f64)]) {
    assert_eq!(survival.curve(Detail::Full).len(), rows.len());
    for (step, &(days, at_risk, resolved, value, low, high)) in survival.steps.iter().zip(rows) {
        assert_eq!(
            (step.days(), step.at_risk, step.resolved),
            (days, at_risk, resolved)
        );
        near(step.survival, value);
        near(step.interval().map(|(low, _)| low), low);
        near(step.interval().map(|(_, high)| high), high);
    }
}

#[track_caller]
fn check_median(survival: &Survival, median: Option<f64>, low: Option<f64>, high: Option<f64>) {
    near(survival.median_days, median);
    near(survival.median_low, low);
    near(survival.median_high, high);
}

#[track_caller]
fn check_mean(survival: &Survival, requested_days: f64, days: f64, se: f64, horizon_days: f64) {
    let mean = survival.restricted_mean(requested_days).unwrap();
    near(mean.days, days);
    near(mean.se, se);
    near(mean.horizon_days, horizon_days);
}

#[track_caller]
fn check_at(survival: &Survival, days: f64, expected: [Option<f64>; 3]) {
    let point = survival.at(days);
    near(point.value, expected[0]);
    near(point.low, expected[1]);
    near(point.high, expected[2]);
}

#[test]
fn the_curves_of_the_worked_example_have_all_their_steps_and_intervals() {
    let a = [
        (3.0, 10, 1, 9.0 / 10.0, 0.473_009, 0.985_281),
        (8.0, 9, 1, 4.0 / 5.0, 0.408_691, 0.945_873),
        (15.0, 7, 1, 24.0 / 35.0, 0.304_585, 0.887_148),
        (21.0, 6, 1, 4.0 / 7.0, 0.217_193, 0.814_572),
        (34.0, 4, 1, 3.0 / 7.0, 0.114_042, 0.718_453),
        (72.0, 2, 1, 3.0 / 14.0, 0.012_917, 0.579_491),
    ];
    check_curve(&Survival::from_spans(&spans(&A)), &a);
    let b = [
        (2.0, 9, 1, 8.0 / 9.0, 0.432_965, 0.983_564),
        (4.0, 8, 1, 7.0 / 9.0, 0.364_751, 0.939_296),
        (9.0, 7, 2, 5.0 / 9.0, 0.204_242, 0.804_525),
        (18.0, 4, 1, 5.0 / 12.0, 0.108_953, 0.707_698),
        (25.0, 3, 1, 5.0 / 18.0, 0.044_089, 0.591_180),
        (41.0, 2, 1, 5.0 / 36.0, 0.007_438, 0.451_525),
    ];
    check_curve(&Survival::from_spans(&spans(&B)), &b);
}

#[test]
fn the_medians_of_the_worked_example_count_the_open_ones() {
    check_median(
        &Survival::from_spans(&spans(&A)),
        Some(34.0),
        Some(3.0),
        None,
    );
    check_median(
        &Survival::from_spans(&spans(&B)),
        Some(18.0),
        Some(2.0),
        Some(41.0),
    );
    // Half the truth: the medians of the resolved ones only.
    assert_eq!((median_of_resolved(&A), median_of_resolved(&B)), (18, 9));
}

fn median_of_resolved(days: &[(i64, bool)]) -> i64 {
    let resolved: Vec<_> = days
        .iter()
        .filter(|(_, ended)| *ended)
        .map(|(days, _)| days)
        .collect();
    i64::midpoint(
        *resolved[(resolved.len() - 1) / 2],
        *resolved[resolved.len() / 2],
    )
}

#[test]
fn the_restricted_means_of_the_worked_example_have_a_standard_error() {
    check_mean(
        &Survival::from_spans(&spans(&A)),
        60.0,
        35.785_714,
        7.559_929,
        60.0,
    );
    check_mean(
        &Survival::from_spans(&spans(&B)),
        60.0,
        22.666_667,
        6.733_347,
        60.0,
    );
}

#[test]
fn the_log_rank_test_of_the_worked_example_finds_no_difference() {
    let test = log_rank(&[&spans(&A), &spans(&B)]).unwrap();
    near(test.chi_squared, 1.362_865);
    near(test.p, 0.243_042);
    assert_eq!((test.degrees_of_freedom, test.observed), (1, vec![6, 7]));
    near(test.expected[0], 7.968_480);
    near(test.expected[1], 5.031_520);
}

#[test]
fn a_curve_is_not_carried_beyond_the_last_one_seen() {
    let survival = Survival::from_spans(&spans(&A));
    check_at(&survival, 2.0, [Some(1.0), None, None]);
    check_at(
        &survival,
        3.0,
        [Some(0.9), Some(0.473_009), Some(0.985_281)],
    );
    check_at(
        &survival,
        90.0,
        [Some(3.0 / 14.0), Some(0.012_917), Some(0.579_491)],
    );
    check_at(&survival, 90.1, [None, None, None]);
    let horizon_days = survival.restricted_mean(365.0).unwrap().horizon_days;
    near(horizon_days, 90.0);
}

#[test]
fn an_episode_that_ends_as_it_begins_makes_a_curve_of_zero() {
    let survival = Survival::from_spans(&spans(&[(0, true)]));
    assert_eq!(
        (survival.n, survival.resolved, survival.censored),
        (1, 1, 0)
    );
    near(survival.from_days, 0.0);
    check_median(&survival, Some(0.0), Some(0.0), None);
    check_at(&survival, 90.0, [Some(0.0), None, None]);
    check_mean(&survival, 365.0, 0.0, 0.0, 365.0);
}

#[test]
fn without_anything_known_there_is_no_mean() {
    let mean = |spans: &[Span]| Survival::from_spans(spans).restricted_mean(365.0);
    assert_eq!(mean(&[]), None);
    // Opened at the as-of instant: followed for no time at all.
    assert_eq!(mean(&spans(&[(0, false)])), None);
    assert_eq!(mean(&spans(&[(0, false), (0, false)])), None);
    assert!(mean(&spans(&[(0, true)])).is_some());
}

#[test]
fn open_ones_are_censored_and_never_left_out() {
    // Eight reported on the first days of January 2013, three resolved after three days each,
    // five open on 1 March, whose last microsecond in Amsterdam this is, from 1 January there.
    let as_of_us = 60 * DAY_US - 1;
    let open = |day| Span {
        entry_us: 0,
        exit_us: as_of_us - day * DAY_US,
        end: None,
    };
    let mut episodes = spans(&[(3, true), (3, true), (3, true)]);
    episodes.extend((3..8).map(open));
    let survival = Survival::from_spans(&episodes);
    assert_eq!(
        (survival.n, survival.resolved, survival.censored),
        (8, 3, 5)
    );
    check_median(&survival, None, Some(3.0), None);
    check_at(&survival, 90.0, [None, None, None]);
    check_mean(&survival, 365.0, 36.75, 9.242_818_157, 57.0);
}

/// Eighteen reported on 1 January 2013, of which so many were resolved after two and after eight
/// days; the others are open at the end of 1 February in Amsterdam.
fn eighteen(after_two_days: usize, after_eight_days: usize) -> Survival {
    let exit_us = 32 * DAY_US - 3_600_000_001;
    let open = Span {
        entry_us: 0,
        exit_us,
        end: None,
    };
    let mut episodes = spans(&vec![(2, true); after_two_days]);
    episodes.extend(spans(&vec![(8, true); after_eight_days]));
    episodes.resize(18, open);
    Survival::from_spans(&episodes)
}

#[test]
fn a_median_at_exactly_one_half_is_reached() {
    let survival = eighteen(4, 5);
    check_median(&survival, Some(8.0), Some(8.0), None);
    let horizon_days = 31.958_333_333;
    check_mean(
        &survival,
        365.0,
        18.645_833_333,
        3.176_887_896,
        horizon_days,
    );
}

#[test]
fn a_median_at_one_half_is_reached_where_floats_are_a_little_above_it() {
    let survival = eighteen(7, 2);
    assert!(survival.steps[1].survival > 0.5);
    near(survival.median_days, 8.0);
}

/// Two dozen of which half began a month before the others, in days since 1 January 2013: since,
/// first observed, and resolved, or open at the end of the year in Amsterdam.
const FIRST_SEEN_LATE: [(i64, i64, Option<i64>); 24] = [
    (31, 59, Some(130)),
    (0, 60, Some(161)),
    (31, 61, Some(191)),
    (0, 62, Some(222)),
    (31, 63, Some(100)),
    (0, 64, Some(130)),
    (31, 65, Some(161)),
    (0, 66, Some(191)),
    (31, 67, Some(222)),
    (0, 68, Some(100)),
    (31, 69, Some(130)),
    (0, 70, Some(161)),
    (31, 71, Some(191)),
    (0, 72, Some(222)),
    (31, 73, Some(100)),
    (0, 74, Some(130)),
    (31, 75, Some(161)),
    (0, 76, Some(191)),
    (31, 77, Some(222)),
    (0, 78, None),
    (31, 79, None),
    (0, 80, None),
    (31, 81, None),
    (0, 82, None),
];

fn first_seen_late() -> Vec<Span> {
    let as_of_us = 365 * DAY_US - 3_600_000_001;
    let span = |&(since, seen, resolved): &(i64, i64, Option<i64>)| Span {
        entry_us: (seen - since) * DAY_US,
        exit_us: resolved.map_or(as_of_us, |day| day * DAY_US) - since * DAY_US,
        end: resolved.map(|_| Cause::FIRST),
    };
    FIRST_SEEN_LATE.iter().map(span).collect()
}

#[test]
fn late_entries_are_at_risk_from_when_they_were_seen_and_the_curve_starts_at_ten() {
    let survival = Survival::from_spans(&first_seen_late());
    assert_eq!(
        (survival.n, survival.resolved, survival.censored),
        (24, 19, 5)
    );
    near(survival.from_days, 46.0);
    check_median(&survival, Some(161.0), Some(130.0), Some(191.0));
    check_at(&survival, 45.9, [None, None, None]);
    check_at(&survival, 46.0, [Some(1.0), None, None]);
    let at_90 = [
        Some(0.882_352_941),
        Some(0.605_978_899),
        Some(0.969_209_296),
    ];
    check_at(&survival, 90.0, at_90);
    let at_180 = [
        Some(0.441_176_470),
        Some(0.241_104_182),
        Some(0.624_543_526),
    ];
    check_at(&survival, 180.0, at_180);
    check_at(&survival, 365.0, [None, None, None]);
    check_mean(
        &survival,
        365.0,
        188.309_826_203,
        20.552_917_996,
        364.958_333_333,
    );
    check_mean(&survival, 100.0, 96.272_727_272, 2.415_918_691, 100.0);
    check_mean(&survival, 40.0, 40.0, 0.0, 40.0);
}

#[test]
fn what_ends_as_the_curve_starts_does_not_count() {
    let at_once = |entry_us, exit_us, ended: bool, n| {
        let span = Span {
            entry_us,
            exit_us,
            end: ended.then_some(Cause::FIRST),
        };
        vec![span; n]
    };
    let few = at_once(0, 9, false, 8);
    let one_ends = at_once(0, 5, true, 1);
    let two_enter = at_once(5, 9, false, 2);
    let one_ends_later = at_once(5, 7, true, 1);
    let survival = Survival::from_spans(&[few, one_ends, two_enter, one_ends_later].concat());
    assert_eq!((survival.n, survival.resolved), (12, 2));
    let steps: Vec<_> = survival.steps.iter().map(|step| step.time_us).collect();
    assert_eq!(steps, [7]);
    assert_eq!(survival.steps[0].at_risk, 11);
}

/// Six reported at the start of 2013 of which so many days later each was resolved; the others
/// are open at the end of the year in Amsterdam.
fn six(resolved_days: &[i64]) -> Vec<Span> {
    let exit_us = 365 * DAY_US - 3_600_000_001;
    let mut episodes = vec![
        Span {
            entry_us: 0,
            exit_us,
            end: None
        };
        6 - resolved_days.len()
    ];
    let span = |&days: &i64| Span {
        entry_us: 0,
        exit_us: days * DAY_US,
        end: Some(Cause::FIRST),
    };
    episodes.extend(resolved_days.iter().map(span));
    episodes
}

#[test]
fn three_groups_are_compared_and_one_never_at_risk_is_left_out() {
    let capacity = six(&[34, 62, 93, 123]);
    let funding = six(&[31, 59, 90]);
    let integration = six(&[37, 65, 96, 126, 157]);
    let never_at_risk = [Span {
        entry_us: 5,
        exit_us: 5,
        end: Some(Cause::FIRST),
    }];
    let left_before = [Span {
        entry_us: 0,
        exit_us: DAY_US,
        end: None,
    }];
    let three = log_rank(&[&capacity, &funding, &integration]).unwrap();
    near(three.chi_squared, 0.360_113_116);
    assert_eq!(
        (three.degrees_of_freedom, &three.observed),
        (2, &vec![4, 3, 5])
    );
    near(three.p, 0.835_222_971);
    let five = log_rank(&[
        &never_at_risk,
        &capacity,
        &left_before,
        &funding,
        &integration,
    ]);
    let five = five.unwrap();
    near(five.chi_squared, three.chi_squared);
    assert_eq!(
        (five.degrees_of_freedom, five.observed),
        (2, vec![0, 4, 0, 3, 5])
    );
    assert_eq!((five.expected[0], five.expected[2]), (0.0, 0.0));
}

#[test]
fn what_cannot_be_compared_has_no_log_rank_test() {
    let some = spans(&A);
    assert_eq!(log_rank(&[]), None);
    assert_eq!(log_rank(&[&some]), None);
    assert_eq!(log_rank(&[&some, &[]]), None);
    let all_end_at_once = spans(&[(3, true), (3, true)]);
    assert_eq!(log_rank(&[&all_end_at_once, &all_end_at_once]), None);
    let later = some.iter().map(|span| Span {
        entry_us: 90 * DAY_US,
        exit_us: span.exit_us + 90 * DAY_US,
        end: span.end,
    });
    assert_eq!(log_rank(&[&some, &later.collect::<Vec<_>>()]), None);
}

#[test]
fn a_horizon_is_lowered_by_curves_that_are_unknown_beyond_their_end_and_by_no_others() {
    let (a, b) = (
        Survival::from_spans(&spans(&A)),
        Survival::from_spans(&spans(&B)),
    );
    let ended = Survival::from_spans(&spans(&[(1, true), (2, true)]));
    let horizon_days = |groups: &[&Survival]| shared_horizon_days(groups.iter().copied(), 365.0);
    near(horizon_days(&[&a, &b]), 60.0);
    near(horizon_days(&[&a, &ended]), 90.0);
    near(horizon_days(&[&ended]), 365.0);
    near(shared_horizon_days([&a, &b], 30.0), 30.0);
}

#[test]
fn nobody_has_no_figures() {
    let nobody = Survival::from_spans(&[]);
    assert_eq!((nobody.n, nobody.resolved, nobody.censored), (0, 0, 0));
    assert_eq!(nobody.steps, Vec::<Step>::new());
    check_median(&nobody, None, None, None);
    check_at(&nobody, 0.0, [None, None, None]);
    assert_eq!(nobody.restricted_mean(365.0), None);
}

//! Laws of the statistics, and that they agree with their definitions written out plainly.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Cause, LogRank, Span, Survival, log_rank, real};

/// Few distinct times, so that ties of every kind are common.
fn span() -> impl Strategy<Value = Span> {
    let entry_us = prop_oneof![2 => Just(0_i64), 1 => 0..8_i64];
    (entry_us, 0..12_i64, any::<bool>()).prop_map(|(entry_us, followed_us, ended)| Span {
        entry_us,
        exit_us: entry_us + followed_us,
        end: ended.then_some(Cause::FIRST),
    })
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    vec(span(), 0..60)
}

fn groups() -> impl Strategy<Value = Vec<Vec<Span>>> {
    vec(vec(span(), 0..12), 0..6)
}

fn log_rank_of(groups: &[Vec<Span>]) -> Option<LogRank> {
    log_rank(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Whether a span is at risk at a time, as DESIGN has it.
fn is_at_risk(span: &Span, time_us: i64) -> bool {
    (span.entry_us < time_us || span.entry_us == 0) && time_us <= span.exit_us
}

/// How many of `spans` are at risk at a time, and how many of these end at it.
fn risk_set(spans: &[Span], time_us: i64) -> (usize, usize) {
    let at_risk = || spans.iter().filter(|span| is_at_risk(span, time_us));
    let resolved = at_risk().filter(|span| span.end.is_some() && span.exit_us == time_us);
    (at_risk().count(), resolved.count())
}

/// The start of the curve: just after a time those are at risk that have entered and not left.
fn simple_from_us(spans: &[Span]) -> i64 {
    let just_after = |time_us: i64| {
        let is_at_risk = |span: &&Span| span.entry_us <= time_us && time_us < span.exit_us;
        spans.iter().filter(is_at_risk).count()
    };
    if spans.iter().all(|span| span.entry_us == 0) {
        return 0;
    }
    (0..20)
        .find(|&time_us| just_after(time_us) >= 10)
        .unwrap_or(0)
}

/// The test with its variance matrix written out, less the last group, and eliminated plainly.
fn simple_chi_squared(groups: &[Vec<Span>]) -> Option<f64> {
    let all: Vec<_> = groups.concat();
    let k = groups.len();
    let (mut excess, mut expected) = (vec![0.0; k], vec![0.0; k]);
    let mut variance = vec![vec![0.0; k]; k];
    for time_us in 0..20 {
        let (n, d) = risk_set(&all, time_us);
        let (n, d) = (real(n), real(d));
        let sets = groups.iter().map(|group| risk_set(group, time_us));
        let sets: Vec<_> = sets.map(|(n_i, d_i)| (real(n_i), real(d_i))).collect();
        for (i, &(n_i, d_i)) in sets.iter().enumerate().filter(|_| d > 0.0) {
            excess[i] += d_i - d * n_i / n;
            expected[i] += d * n_i / n;
            for (j, &(n_j, _)) in sets.iter().enumerate().filter(|_| n > 1.0) {
                let same = if i == j { 1.0 } else { 0.0 };
                variance[i][j] += d * (n - d) / (n - 1.0) * n_i / n * (same - n_j / n);
            }
        }
    }
    let mut remaining: Vec<_> = (0..k).filter(|&i| expected[i] > 0.0).collect();
    remaining.pop();
    let rows = remaining.iter().map(|&i| {
        let row = remaining.iter().map(|&j| variance[i][j]);
        row.chain([excess[i]]).collect()
    });
    let solution = solve(rows.collect())?;
    let terms = remaining.iter().zip(&solution).map(|(&i, x)| excess[i] * x);
    (!remaining.is_empty()).then(|| terms.sum())
}

/// Solves a linear system, the right-hand side last in each row, by Gauss and Jordan.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    for pivot in 0..rows.len() {
        let largest = (pivot..rows.len())
            .max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()))?;
        rows.swap(pivot, largest);
        let pivot_row = rows[pivot].clone();
        if pivot_row[pivot].abs() < 1e-9 {
            return None;
        }
        for (_, row) in rows
            .iter_mut()
            .enumerate()
            .filter(|(index, _)| *index != pivot)
        {
            let factor = row[pivot] / pivot_row[pivot];
            row.iter_mut()
                .zip(&pivot_row)
                .for_each(|(a, b)| *a -= factor * b);
        }
    }
    let unknown = |(index, row): (usize, &Vec<f64>)| Some(row.last()? / row[index]);
    rows.iter().enumerate().map(unknown).collect()
}

proptest! {
    #[test]
    fn a_curve_falls_from_one_to_no_less_than_zero_inside_its_interval(spans in spans()) {
        let mut before = 1.0;
        for step in Survival::from_spans(&spans).steps {
            prop_assert!((0.0..=before).contains(&step.survival));
            let (low, high) = step.interval().unzip();
            prop_assert!(low.is_none_or(|low| (0.0..=step.survival).contains(&low)));
            prop_assert!(high.is_none_or(|high| (step.survival..=1.0).contains(&high)));
            prop_assert_eq!(low.is_none(), step.survival <= 0.0);
            before = step.survival;
        }
    }

    #[test]
    fn a_curve_agrees_with_its_definition(spans in spans()) {
        let survival = Survival::from_spans(&spans);
        let from_us = simple_from_us(&spans);
        prop_assert_eq!(survival.from_days.to_bits(), super::days(from_us).to_bits());
        let (mut above, mut below, mut median_us) = (1_u128, 1_u128, None);
        let mut steps = survival.steps.iter();
        for time_us in (0..20).filter(|&time_us| from_us == 0 || time_us > from_us) {
            let (n, d) = risk_set(&spans, time_us);
            if d > 0 {
                let step = steps.next().map(|step| (step.time_us, step.at_risk, step.resolved));
                prop_assert_eq!(step, Some((time_us, n, d)));
                above *= (n - d) as u128;
                below *= n as u128;
                median_us = median_us.or((2 * above <= below).then_some(time_us));
            }
        }
        prop_assert_eq!(steps.next(), None);
        prop_assert_eq!(survival.median_days, median_us.map(super::days));
    }

    #[test]
    fn the_interval_of_the_median_is_where_its_ends_first_pass_one_half(spans in spans(), times in 1..40_usize) {
        let spans: Vec<Span> = spans.iter().cycle().take(spans.len() * times).copied().collect();
        let survival = Survival::from_spans(&spans);
        let first = |is: &dyn Fn(Option<(f64, f64)>) -> bool| {
            survival.steps.iter().find(|step| is(step.interval())).map(super::Step::days)
        };
        prop_assert_eq!(survival.median_low, first(&|interval| interval.is_none_or(|(low, _)| low <= 0.5)));
        prop_assert_eq!(survival.median_high, first(&|interval| interval.is_some_and(|(_, high)| high <= 0.5)));
    }

    #[test]
    fn the_order_of_the_spans_does_not_matter(
        (spans, shuffled) in spans().prop_flat_map(|spans| (Just(spans.clone()), Just(spans).prop_shuffle())),
    ) {
        prop_assert_eq!(Survival::from_spans(&spans), Survival::from_spans(&shuffled));
    }

    #[test]
    fn a_curve_of_those_seen_from_the_start_starts_at_zero(mut spans in spans()) {
        for span in &mut spans {
            span.entry_us = 0;
        }
        prop_assert_eq!(Survival::from_spans(&spans).from_days.to_bits(), 0);
    }

    #[test]
    fn a_restricted_mean_grows_with_its_horizon_and_never_beyond_it(
        spans in spans(),
        (shorter, longer) in (0.0..2e-10, 0.0..2e-10).prop_map(|(a, b)| (f64::min(a, b), f64::max(a, b))),
    ) {
        let survival = Survival::from_spans(&spans);
        let (shorter, longer) = (survival.restricted_mean(shorter), survival.restricted_mean(longer));
        prop_assume!(shorter.is_some());
        let (shorter, longer) = (shorter.unwrap(), longer.unwrap());
        prop_assert!(shorter.days <= longer.days + 1e-20);
        prop_assert!((0.0..=longer.horizon_days + 1e-20).contains(&longer.days));
        prop_assert!(shorter.se >= 0.0 && longer.se >= 0.0);
    }

    #[test]
    fn a_log_rank_test_agrees_with_its_definition(groups in groups()) {
        let test = log_rank_of(&groups);
        let simple = simple_chi_squared(&groups);
        prop_assert_eq!(test.is_some(), simple.is_some(), "{:?} {:?}", test, simple);
        if let (Some(test), Some(simple)) = (test, simple) {
            prop_assert!((test.chi_squared - simple).abs() < 1e-8, "{test:?} {simple}");
            prop_assert!((0.0..=1.0).contains(&test.p));
            let observed: usize = test.observed.iter().sum();
            let expected: f64 = test.expected.iter().sum();
            prop_assert!((real(observed) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn the_order_of_the_groups_does_not_matter_to_a_log_rank_test(
        (groups, shuffled) in groups().prop_flat_map(|groups| (Just(groups.clone()), Just(groups).prop_shuffle())),
    ) {
        match (log_rank_of(&groups), log_rank_of(&shuffled)) {
            (Some(a), Some(b)) => {
                prop_assert!((a.chi_squared - b.chi_squared).abs() < 1e-9);
                prop_assert!((a.p - b.p).abs() < 1e-9);
                prop_assert_eq!(a.degrees_of_freedom, b.degrees_of_freedom);
            }
            (a, b) => prop_assert_eq!(a, b),
        }
    }
}

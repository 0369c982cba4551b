//! Whether statistics over the events recover the parameters: how much a remedy helps.
//!
//! They use only what an analyst would have: the published events.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use model::{Data, Draft, Instant, Outcome};
use register::Register;

use crate::{SimulationPlan, history, parameters::PARAMETERS, summary::observations};

const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// One history for all tests, so long that few episodes of its first half are open at its end.
static HISTORY: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let plan = SimulationPlan::new(150_000, 12, 11, "2024-01-01".parse().unwrap()).unwrap();
    history(&plan, Register::embedded()).collect()
});

/// An episode whose end was reported on the day itself.
#[derive(Debug, Clone, Copy)]
struct Ended<'a> {
    category: &'a str,
    outcome: Outcome,
    remedy: Option<&'a str>,
    days: i64,
    recurred: bool,
}

/// Returns the ended episodes that were opened before an instant.
fn ended(before: Instant) -> Vec<Ended<'static>> {
    let mut all = Vec::new();
    for events in observations(&HISTORY).into_values() {
        let mut opened = None;
        for (index, (at, data)) in events.iter().enumerate() {
            match data {
                Data::Reported(_) => opened = opened.or(Some(*at)),
                Data::Resolved(resolution) => {
                    let Some(opened) = opened.take().filter(|opened| *opened < before) else {
                        continue;
                    };
                    // In reality an end that is reported only in a round was earlier: its duration would be too long.
                    if resolution.round.is_none() {
                        all.push(Ended {
                            category: &resolution.category,
                            outcome: resolution.outcome,
                            remedy: resolution.remedy.as_deref(),
                            days: at.since(opened) / DAY_MICROSECONDS,
                            recurred: index + 1 < events.len(),
                        });
                    }
                }
                Data::Merged(_)
                | Data::Consulted(_)
                | Data::Supported(_)
                | Data::Withdrawn(_)
                | Data::Redacted(_) => {}
            }
        }
    }
    all
}

fn middle() -> Instant {
    Instant::start_of("2018-01-01".parse().unwrap()).unwrap()
}

/// The episodes of one category that a remedy solved, and those that ended without one.
#[derive(Debug, Default)]
struct Arms<'a> {
    helped: Vec<&'a Ended<'a>>,
    alone: Vec<&'a Ended<'a>>,
}

/// Groups the episodes by category, so that like is compared with like, without categories that have few.
fn arms<'a>(all: &'a [Ended<'a>], remedy: &str) -> Vec<Arms<'a>> {
    const FEW: usize = 30;
    let mut arms: BTreeMap<&str, Arms> = BTreeMap::new();
    for ended in all {
        let arms = arms.entry(ended.category).or_default();
        match ended.remedy {
            Some(code) if code == remedy && ended.outcome == Outcome::Solved => {
                arms.helped.push(ended);
            }
            None => arms.alone.push(ended),
            Some(_) => {}
        }
    }
    let enough = |arms: &Arms| arms.helped.len() >= FEW && arms.alone.len() >= FEW;
    arms.into_values().filter(enough).collect()
}

/// Returns the ratio of the rates at which episodes end with and without a remedy, per day at risk.
///
/// The rate ratio of Mantel and Haenszel (1959) over categories and days, from a landmark on (Anderson, Cain & Gelber
/// 1983), by which every remedy has started.
fn rate_ratio(all: &[Ended], remedy: &str, landmark_days: i64) -> f64 {
    let (mut with, mut without) = (0.0, 0.0);
    for Arms { helped, alone } in arms(all, remedy) {
        let (helped, alone) = (
            lasting(&helped, landmark_days),
            lasting(&alone, landmark_days),
        );
        let at_risk =
            |days: &[i64], day: i64| count(days.len() - days.partition_point(|other| *other < day));
        let share = |arm: &[i64], day: i64| {
            at_risk(arm, day) / (at_risk(&helped, day) + at_risk(&alone, day))
        };
        with += helped.iter().map(|day| share(&alone, *day)).sum::<f64>();
        without += alone.iter().map(|day| share(&helped, *day)).sum::<f64>();
    }
    with / without
}

/// Returns the ratio of the risks of recurrence after solutions with and without a remedy.
///
/// The risk ratio of Mantel and Haenszel (1959) over categories.
fn recurrence_ratio(all: &[Ended], remedy: &str) -> f64 {
    let (mut with, mut without) = (0.0, 0.0);
    for Arms { helped, mut alone } in arms(all, remedy) {
        alone.retain(|ended| ended.outcome == Outcome::Solved);
        let recurrences = |arm: &[&Ended]| count(arm.iter().filter(|ended| ended.recurred).count());
        let (ones, others) = (count(helped.len()), count(alone.len()));
        with += recurrences(&helped) * others / (ones + others);
        without += recurrences(&alone) * ones / (ones + others);
    }
    with / without
}

fn lasting(ended: &[&Ended], from_days: i64) -> Vec<i64> {
    let mut days: Vec<i64> = ended.iter().map(|ended| ended.days).collect();
    days.retain(|length| *length >= from_days);
    days.sort_unstable();
    days
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

/// Compares a result with a parameter in hundredths.
#[track_caller]
fn check(remedy: &str, found: f64, percent: usize, near: impl Fn(f64) -> Range<f64>) {
    let expected = count(percent) / 100.0;
    let near = near(expected);
    assert!(
        near.contains(&found),
        "{remedy}: {found:.2}, not {expected}"
    );
}

#[test]
fn episodes_with_a_remedy_end_as_much_faster_as_its_parameter() {
    let all = ended(middle());
    let landmark_days = i64::try_from(PARAMETERS.episodes.remedied_after_days.end() + 7).unwrap();
    // Sizes and parties differ between the arms, which hides part of an effect, but never a third.
    let near = |expected: f64| expected * 0.67..expected * 1.25;
    for remedy in &PARAMETERS.remedies {
        let found = rate_ratio(&all, &remedy.code, landmark_days);
        check(&remedy.code, found, remedy.speed_percent, near);
        let without_landmark = rate_ratio(&all, &remedy.code, 0);
        assert!(
            without_landmark > 1.15,
            "{}: {without_landmark:.2}",
            remedy.code
        );
    }
}

#[test]
fn episodes_solved_by_a_remedy_recur_as_rarely_as_its_parameter() {
    let all = ended(middle());
    let near = |expected: f64| expected - 0.2..expected + 0.2;
    for remedy in &PARAMETERS.remedies {
        let found = recurrence_ratio(&all, &remedy.code);
        check(&remedy.code, found, remedy.return_percent, near);
    }
}

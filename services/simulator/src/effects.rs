//! Whether a statistic finds in the events what the parameters put there: how much a remedy helps.
//!
//! As an analyst would look: at what was told, and at nothing else.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use model::{Data, Draft, Instant, Outcome};
use register::Register;

use crate::{SimulationPlan, figures::told, history, parameters::PARAMETERS};

const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// One history for all: long, so that little of its first half is open at its end.
static HISTORY: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let plan = SimulationPlan::new(150_000, 12, 11, "2024-01-01".parse().unwrap()).unwrap();
    history(&plan, Register::embedded()).collect()
});

/// An episode that was told to be gone, on the day itself.
#[derive(Debug, Clone, Copy)]
struct Ended<'a> {
    category: &'a str,
    outcome: Outcome,
    remedy: Option<&'a str>,
    days: i64,
    came_back: bool,
}

/// Lists the episodes that were opened before an instant and were ended since.
fn ended(before: Instant) -> Vec<Ended<'static>> {
    let mut all = Vec::new();
    for events in told(&HISTORY).into_values() {
        let mut opened = None;
        for (place, (at, data)) in events.iter().enumerate() {
            match data {
                Data::Reported(_) => opened = opened.or(Some(*at)),
                Data::Resolved(gone) => {
                    let Some(opened) = opened.take().filter(|opened| *opened < before) else {
                        continue;
                    };
                    // What waited for a round to be told lasted shorter than it seems.
                    if gone.round.is_none() {
                        all.push(Ended {
                            category: &gone.category,
                            outcome: gone.outcome,
                            remedy: gone.remedy.as_deref(),
                            days: at.since(opened) / DAY_MICROSECONDS,
                            came_back: place + 1 < events.len(),
                        });
                    }
                }
                Data::Merged(_) | Data::Consulted(_) | Data::Withdrawn(_) | Data::Redacted(_) => {}
            }
        }
    }
    all
}

fn middle() -> Instant {
    Instant::start_of("2018-01-01".parse().unwrap()).unwrap()
}

/// Those that a remedy solved and those that ended without any, of one category.
#[derive(Debug, Default)]
struct Arms<'a> {
    helped: Vec<&'a Ended<'a>>,
    alone: Vec<&'a Ended<'a>>,
}

/// Parts the episodes by category, so that like is compared with like; categories with few of them are left out.
fn arms<'a>(all: &'a [Ended<'a>], remedy: &str) -> Vec<Arms<'a>> {
    const FEW: usize = 30;
    let mut arms: BTreeMap<&str, Arms> = BTreeMap::new();
    for ended in all {
        let arms = arms.entry(ended.category).or_default();
        match ended.remedy {
            Some(held) if held == remedy && ended.outcome == Outcome::Solved => {
                arms.helped.push(ended);
            }
            None => arms.alone.push(ended),
            Some(_) => {}
        }
    }
    let enough = |arms: &Arms| arms.helped.len() >= FEW && arms.alone.len() >= FEW;
    arms.into_values().filter(enough).collect()
}

/// How many times as often, per day at risk, those end that a remedy helped as those that nothing helped.
///
/// The rate ratio of Mantel and Haenszel (1959) over categories and days, from a landmark on (Anderson, Cain & Gelber
/// 1983): by then whatever is to be helped is helped.
fn times_as_fast(all: &[Ended], remedy: &str, landmark_days: i64) -> f64 {
    let (mut with, mut without) = (0.0, 0.0);
    for Arms { helped, alone } in arms(all, remedy) {
        let (helped, alone) = (
            lasting(&helped, landmark_days),
            lasting(&alone, landmark_days),
        );
        let at_risk =
            |days: &[i64], day: i64| count(days.len() - days.partition_point(|held| *held < day));
        let share = |of: &[i64], day: i64| {
            at_risk(of, day) / (at_risk(&helped, day) + at_risk(&alone, day))
        };
        with += helped.iter().map(|day| share(&alone, *day)).sum::<f64>();
        without += alone.iter().map(|day| share(&helped, *day)).sum::<f64>();
    }
    with / without
}

/// How many times as often those come back that a remedy solved as those that were solved without one.
///
/// The risk ratio of Mantel and Haenszel (1959) over categories.
fn times_as_often_back(all: &[Ended], remedy: &str) -> f64 {
    let (mut with, mut without) = (0.0, 0.0);
    for Arms { helped, mut alone } in arms(all, remedy) {
        alone.retain(|ended| ended.outcome == Outcome::Solved);
        let back = |of: &[&Ended]| count(of.iter().filter(|ended| ended.came_back).count());
        let (ones, others) = (count(helped.len()), count(alone.len()));
        with += back(&helped) * others / (ones + others);
        without += back(&alone) * ones / (ones + others);
    }
    with / without
}

fn lasting(ended: &[&Ended], from_days: i64) -> Vec<i64> {
    let mut days: Vec<i64> = ended.iter().map(|ended| ended.days).collect();
    days.retain(|held| *held >= from_days);
    days.sort_unstable();
    days
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

/// Holds what was found against a parameter in hundredths.
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
fn what_a_remedy_helped_ends_as_much_sooner_as_the_table_says() {
    let all = ended(middle());
    let landmark_days = i64::try_from(PARAMETERS.course.remedied_after_days.end() + 7).unwrap();
    // Where sizes and parties differ, a part of an effect is hidden; never a third of it.
    let near = |expected: f64| expected * 0.67..expected * 1.25;
    for remedy in PARAMETERS.remedies {
        let found = times_as_fast(&all, remedy.code, landmark_days);
        check(remedy.code, found, remedy.speed_percent, near);
        let at_first_sight = times_as_fast(&all, remedy.code, 0);
        assert!(
            at_first_sight > 1.15,
            "{}: {at_first_sight:.2}",
            remedy.code
        );
    }
}

#[test]
fn what_a_remedy_solved_comes_back_as_seldom_as_the_table_says() {
    let all = ended(middle());
    let near = |expected: f64| expected - 0.2..expected + 0.2;
    for remedy in PARAMETERS.remedies {
        let found = times_as_often_back(&all, remedy.code);
        check(remedy.code, found, remedy.return_percent, near);
    }
}

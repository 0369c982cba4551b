//! What movers find: by chance as seldom as the exact test and the correction for several groups allow, and a category that
//! is reported twice as often nearly always.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::{
    history::{History, municipalities},
    rates::{LogFactorials, Rate},
};

const CATEGORIES: [&str; 4] = ["funding", "capacity", "supplier-delivery", "key-person"];
const LINK: &str = "/v1/movers?from=2013-01-01&to=2013-12-31&compareFrom=2012-01-02&compareTo=2012-12-31&asOf=2014-06-30";
/// Both windows have so many days: the first begins a day after the days that a history counts from.
const WINDOW_DAYS: f64 = 365.0;
const REPORTS: usize = 400;

/// A category in an answer: its counts of both windows, its p, and whether it is listed as changed.
struct MeasuredChange {
    category: String,
    counts: [usize; 2],
    p: f64,
    has_moved: bool,
}

/// Simulates reports at random in both windows; those of the first category are `ratio` times as many in the second.
fn simulate(seed: u64, ratio: f64) -> anyhow::Result<Vec<MeasuredChange>> {
    let mut history = History::new(seed)?;
    let homes = municipalities(40);
    for _ in 0..REPORTS {
        let (home, category) = (history.pick(&homes), history.pick(&CATEGORIES));
        let ratio = if category == CATEGORIES[0] {
            ratio
        } else {
            1.0
        };
        let is_now = history.uniform() < ratio / (1.0 + ratio);
        let start = if is_now { 1.0 + WINDOW_DAYS } else { 1.0 };
        let at = start + WINDOW_DAYS * history.uniform();
        history.report(home, category, at)?;
    }
    let answer = history.answer(LINK)?;
    let items = answer["items"].as_array().context("items")?;
    let found: Vec<MeasuredChange> = items.iter().map(read).collect::<anyhow::Result<_>>()?;
    let counted: usize = found.iter().flat_map(|one| one.counts).sum();
    ensure!(counted == REPORTS, "{counted} reports are in a window");
    Ok(found)
}

fn read(item: &Value) -> anyhow::Result<MeasuredChange> {
    let count = |window: &str| -> anyhow::Result<usize> {
        let count = item[window]["count"].as_u64().context("a count")?;
        Ok(usize::try_from(count)?)
    };
    Ok(MeasuredChange {
        category: item["group"].as_str().context("a group")?.to_owned(),
        counts: [count("before")?, count("now")?],
        p: item["p"].as_f64().context("a p")?,
        has_moved: item["direction"] != "none",
    })
}

/// Returns how likely the exact test of equal rates is to give a p of at most 0.05 for so many reports, if they are equal:
/// p is the sum of the probabilities of what is not more likely.
fn attained_level(n: usize, factorials: &LogFactorials) -> f64 {
    let likelihoods = factorials.binomial(n, 0.5);
    let p = |own: f64| -> f64 {
        let not_more = likelihoods.iter().filter(|one| **one <= own * (1.0 + 1e-7));
        not_more.sum()
    };
    let found = likelihoods.iter().filter(|own| p(**own) <= 0.05);
    found.sum()
}

#[test]
fn a_change_that_is_not_there_is_found_as_seldom_as_the_level_states() -> anyhow::Result<()> {
    const SEEDS: u64 = 500;
    let factorials = LogFactorials::up_to(REPORTS);
    let (mut any, mut one, mut each, mut attained) =
        (Rate::default(), Rate::default(), Rate::default(), 0.0);
    for seed in 0..SEEDS {
        let found = simulate(2_000_000 + seed, 1.0)?;
        any.add(found.iter().any(|found| found.has_moved));
        let first = found.iter().find(|found| found.category == CATEGORIES[0]);
        one.add(first.context("the first category")?.p <= 0.05);
        for found in &found {
            each.add(found.p <= 0.05);
            attained += attained_level(found.counts.iter().sum(), &factorials) / 2_000.0;
        }
    }
    any.check("any of four categories, q <= 0.05", 0.05)?;
    one.check("one category, p <= 0.05", 0.05)?;
    ensure!((0.03..=0.05).contains(&attained), "{attained}");
    each.check("each category, p <= 0.05, as attained", attained)
}

#[test]
fn a_category_that_is_reported_twice_as_often_is_found() -> anyhow::Result<()> {
    const SEEDS: u64 = 60;
    let (mut found, mut wrong) = (Rate::default(), Rate::default());
    for seed in 0..SEEDS {
        let mut others = false;
        for one in simulate(seed, 2.0)? {
            if one.category == CATEGORIES[0] {
                found.add(one.has_moved && one.counts[1] > one.counts[0]);
            } else {
                others |= one.has_moved;
            }
        }
        wrong.add(others);
    }
    eprintln!("twice as often: {found}; another category: {wrong}");
    ensure!(found.interval().0 > 0.6, "{found}");
    ensure!(wrong.interval().0 <= 0.05, "{wrong}");
    Ok(())
}

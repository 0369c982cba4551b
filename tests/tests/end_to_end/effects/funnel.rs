//! What the funnel finds: by chance as few groups beyond its limits as these allow, and a municipality in which knelpunten
//! stay open twice as long nearly always.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::{
    history::{History, municipalities},
    rates::{LogFactorials, Rate},
};

const LINK: &str = "/v1/funnel?days=180&asOf=2013-12-31";
/// Half of all knelpunten take 173 days.
const MEAN_DAYS: f64 = 250.0;
/// Of each municipality; all of them open long enough before the as-of date.
const KNELPUNTEN: usize = 40;
const MUNICIPALITIES: usize = 10;

/// A municipality in an answer: its knelpunten, and those still open after the days.
struct MeasuredGroup {
    code: String,
    n: usize,
    x: usize,
    position: String,
}

/// Simulates knelpunten that take exponential times; those of the first municipality take `ratio` times as long.
fn simulate(seed: u64, ratio: f64) -> anyhow::Result<(f64, Vec<MeasuredGroup>)> {
    let mut history = History::new(seed)?;
    let homes = municipalities(MUNICIPALITIES);
    for home in &homes {
        let ratio = if *home == homes[0] { ratio } else { 1.0 };
        for _ in 0..KNELPUNTEN {
            let opened = 400.0 * history.uniform();
            let days = -history.uniform().ln() * MEAN_DAYS * ratio;
            let report = history.report(home, "funding", opened)?;
            history.resolve(report, opened + days)?;
        }
    }
    let answer = history.answer(LINK)?;
    let items = answer["items"].as_array().context("items")?;
    let found: Vec<MeasuredGroup> = items.iter().map(read).collect::<anyhow::Result<_>>()?;
    ensure!(found.len() == MUNICIPALITIES, "{} groups", found.len());
    Ok((answer["target"].as_f64().context("a target")?, found))
}

fn read(item: &Value) -> anyhow::Result<MeasuredGroup> {
    let text = |name: &str| Some(item[name].as_str()?.to_owned());
    let count = |name: &str| -> anyhow::Result<usize> {
        Ok(usize::try_from(item[name].as_u64().context("a count")?)?)
    };
    Ok(MeasuredGroup {
        code: text("group").context("a group")?,
        n: count("n")?,
        x: count("x")?,
        position: text("position").context("a position")?,
    })
}

/// Returns how likely a group of so many is to lie beyond the limits of a level in each tail, if all groups are alike: given
/// the total, its count is hypergeometric, and the limits are those of the binomial distribution around the target.
fn attained_level(own: &MeasuredGroup, groups: &[MeasuredGroup], target: f64, level: f64) -> f64 {
    let factorials = LogFactorials::up_to(KNELPUNTEN * MUNICIPALITIES);
    let n: usize = groups.iter().map(|group| group.n).sum();
    let x: usize = groups.iter().map(|group| group.x).sum();
    let likelihoods = factorials.binomial(own.n, target);
    let is_beyond = |count: usize| {
        let below: f64 = likelihoods[..=count].iter().sum();
        let above: f64 = likelihoods[count..].iter().sum();
        below < level || above < level
    };
    let chances = factorials
        .hypergeometric(own.n, x, n)
        .into_iter()
        .enumerate();
    chances
        .filter(|(count, _)| is_beyond(*count))
        .map(|(_, chance)| chance)
        .sum()
}

#[test]
fn groups_that_are_alike_stand_out_as_seldom_as_the_limits_state() -> anyhow::Result<()> {
    const SEEDS: u64 = 500;
    let [mut one, mut beyond95, mut beyond998] = [Rate::default(); 3];
    let (mut attained95, mut attained998) = (0.0, 0.0);
    for seed in 0..SEEDS {
        let (target, groups) = simulate(3_000_000 + seed, 1.0)?;
        one.add(groups[0].position != "inside");
        for group in &groups {
            beyond95.add(group.position != "inside");
            beyond998.add(group.position.ends_with("998"));
            attained95 += attained_level(group, &groups, target, 0.025) / 5_000.0;
            attained998 += attained_level(group, &groups, target, 0.001) / 5_000.0;
        }
    }
    ensure!((0.025..=0.05).contains(&attained95), "{attained95}");
    ensure!((0.0005..=0.002).contains(&attained998), "{attained998}");
    one.check("one municipality beyond 95 %, as attained", attained95)?;
    ensure!(
        one.interval().0 <= 0.05,
        "more often than the limits allow: {one}"
    );
    beyond95.check("each municipality beyond 95 %, as attained", attained95)?;
    beyond998.check("each municipality beyond 99.8 %, as attained", attained998)
}

#[test]
fn a_municipality_in_which_knelpunten_stay_open_longer_stands_out() -> anyhow::Result<()> {
    const SEEDS: u64 = 60;
    let (mut found, mut wrong) = (Rate::default(), Rate::default());
    let longest = municipalities(1)[0];
    for seed in 0..SEEDS {
        for group in simulate(seed, 3.0)?.1 {
            if group.code == longest {
                found.add(group.position.starts_with("above"));
            } else {
                wrong.add(group.position.starts_with("above"));
            }
        }
    }
    eprintln!("three times as long: {found}; another municipality: {wrong}");
    ensure!(found.interval().0 > 0.6, "{found}");
    ensure!(wrong.interval().0 <= 0.025, "{wrong}");
    Ok(())
}

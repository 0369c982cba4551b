//! Every statistic of every question, computed again by `tests/statistics` with lifelines, statsmodels and scipy, on the
//! real history and on fifty simulated ones.

mod history;

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tests::{Ended, data, python};

use history::AnsweredHistory;

const SIMULATED: usize = 50;

/// A figure of every kind: the link of its answer, and where it is in it.
const FIGURES: [(&str, &str); 22] = [
    ("/v1/resolution-times?curve=full", "/groups/0/medianDays"),
    ("/v1/resolution-times?curve=full", "/groups/0/medianLow"),
    (
        "/v1/resolution-times?curve=full",
        "/groups/0/medianDaysEarliest",
    ),
    ("/v1/resolution-times?curve=full", "/groups/0/fromDays"),
    (
        "/v1/resolution-times?curve=full",
        "/groups/0/survival/90/high",
    ),
    ("/v1/resolution-times?curve=full", "/groups/0/curve/3/low"),
    (
        "/v1/resolution-times?curve=full",
        "/groups/0/restrictedMean/se",
    ),
    (
        "/v1/resolution-times?curve=full",
        "/groups/0/cumulativeIncidence/solved/180/value",
    ),
    (
        "/v1/resolution-times?curve=full&groupBy=partyKind",
        "/logRank/chiSquared",
    ),
    (
        "/v1/resolution-times?curve=full&groupBy=partyKind",
        "/pairs/0/pHolm",
    ),
    (
        "/v1/resolution-times?curve=full&groupBy=sizeClass",
        "/logRankTrend/p",
    ),
    ("/v1/recurrence?curve=full", "/groups/0/survival/90/value"),
    ("/v1/movers?measure=opened", "/items/0/ratio/low"),
    ("/v1/movers?measure=opened", "/items/0/p"),
    ("/v1/movers?measure=opened", "/items/0/q"),
    ("/v1/funnel?days=180", "/target"),
    ("/v1/funnel?days=180", "/items/0/share/low"),
    ("/v1/funnel?days=180", "/items/0/limits95/high"),
    (
        "/v1/support-effect?curve=full&support=i-versneller",
        "/mantelByar/p",
    ),
    (
        "/v1/support-effect?curve=full&support=i-versneller",
        "/rateRatio/high",
    ),
    (
        "/v1/support-effect?curve=full&support=i-versneller",
        "/unsupported/medianDays",
    ),
    (
        "/v1/support-effect?curve=full&support=i-versneller",
        "/supported/expected",
    ),
];

/// Runs the program over some histories.
fn compute_again(histories: &[Value]) -> anyhow::Result<Ended> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("histories.ndjson");
    let lines: Vec<String> = histories.iter().map(Value::to_string).collect();
    fs::write(&file, lines.join("\n"))?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("statistics");
    let mut command = Command::new(python());
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    // One thread each: the histories are computed side by side.
    command.env("OPENBLAS_NUM_THREADS", "1");
    Ended::run(command.arg(program).arg(&file))
}

#[test]
fn every_statistic_is_as_independent_libraries_compute_it() -> anyhow::Result<()> {
    let real = data("problems/events.ndjson");
    let mut histories = vec![AnsweredHistory::of_events("real", &real, "2012-03-31")?.0];
    for seed in 1..=SIMULATED {
        histories.push(AnsweredHistory::simulated(seed)?.0);
    }
    let ended = compute_again(&histories)?.expect(0, &["figures of 51 histories, 0 differ"])?;
    eprint!("{}", ended.out);
    let figures = ended.out.split(' ').next().context("a number")?;
    ensure!(figures.parse::<usize>()? > 50_000, "{}", ended.out);
    Ok(())
}

#[test]
fn a_statistic_that_is_a_little_wrong_is_named() -> anyhow::Result<()> {
    let right = AnsweredHistory::simulated(1)?.0;
    let wrong = |(number, (link, pointer)): (usize, (&str, &str))| -> anyhow::Result<Value> {
        let mut history = right.clone();
        history["name"] = json!(format!("wrong {number}"));
        let mut answer = history["answers"][link].take();
        let figure = answer.pointer_mut(pointer);
        let figure = figure.with_context(|| format!("{link} has no {pointer}"))?;
        let number = figure.as_f64();
        let number = number.with_context(|| format!("{pointer} of {link} is {figure}"))?;
        *figure = json!(number + 1e-4 * number.abs().max(1.0));
        history["answers"] = json!({ link: answer });
        Ok(history)
    };
    let wrong: Vec<Value> = (0..)
        .zip(FIGURES)
        .map(wrong)
        .collect::<anyhow::Result<_>>()?;
    let output = compute_again(&wrong)?.expect(1, &[])?.out;
    for (number, (link, pointer)) in (0..).zip(FIGURES) {
        let named = output.contains(&format!("wrong {number}: {link} "));
        ensure!(named, "{pointer} of {link} is not named:\n{output}");
    }
    Ok(())
}

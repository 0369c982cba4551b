//! A quick check of the answers, because figures of wrong answers are worth nothing.

use anyhow::ensure;
use serde_json::Value;

use crate::{
    history::Known,
    served::{QueryClient, QueryLink},
};

/// Compares sums of answers: every knelpunt has one category, an episode that opened and did not end is
/// open, and the matrix counts what is open.
pub(crate) fn check(client: &QueryClient, known: &Known) -> anyhow::Result<()> {
    // After the last event, and not in the future.
    let as_of = "2022-01-01";
    let query = |path: &str| QueryLink::to(path).with("asOf", as_of);
    let all = client.json(&query("/v1/summary"))?;
    for field in ["knelpunten", "episodes", "open", "reports"] {
        let mut sum = 0;
        for category in &known.categories {
            sum += number(&client.json(&query("/v1/summary").with("category", category))?[field]);
        }
        ensure!(
            sum == number(&all[field]) && sum > 0,
            "by category {sum} {field}, of all {}",
            all[field]
        );
    }
    let trend = client.json(&query("/v1/trend").with("every", "year"))?;
    let items = trend["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let sum = |field: &str| items.iter().map(|item| number(&item[field])).sum::<i64>();
    let open = sum("opened") - sum("resolved");
    ensure!(
        open == number(&all["open"]),
        "by trend {open} open, by summary {}",
        all["open"]
    );
    let list = query("/v1/persisting")
        .with("status", "open")
        .with("limit", 1);
    ensure!(
        client.json(&list)?["total"] == all["open"],
        "the list of open knelpunten has another length"
    );
    ensure!(
        client.text(&list)? == client.text(&list)?,
        "the same link gave two answers"
    );
    Ok(())
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or(i64::MIN / 2)
}

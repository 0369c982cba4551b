//! Events of a client that is not ours: nats-py, in both modes, without any id for the server.

use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::Knelpunt;

#[test]
fn valid_events_of_a_foreign_client_are_folded_and_invalid_ones_quarantined() -> anyhow::Result<()>
{
    let knelpunt = Knelpunt::up()?;
    let folder = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var_os("KNELPUNT_TEST_PYTHON")
        .unwrap_or_else(|| format!("{folder}/../.tools/python/bin/python").into());
    let output = Command::new(python)
        .arg(format!("{folder}/foreign_client.py"))
        .arg(knelpunt.nats_url()?)
        .output()
        .context("there is no Python with nats-py: run tests/run")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    knelpunt.reached(4)?;
    let position = knelpunt.json("/v1/position")?;
    ensure!(position["quarantined"] == 2, "{position}");
    ensure!(
        knelpunt.get("/health/ready")?.body.contains("degraded"),
        "health says that something could not be read"
    );
    let summary = knelpunt.json("/v1/summary?asOf=2013-03-01")?;
    ensure!(
        summary["knelpunten"] == 2 && summary["reports"] == 2,
        "{summary}"
    );
    let persisting = knelpunt
        .json("/v1/persisting?status=open&asOf=2013-03-01&party=supplier:fabriek%20ijssel")?;
    ensure!(
        persisting["total"] == 1,
        "the party of the one in binary mode: {persisting}"
    );
    let quarantine = knelpunt.json("/v1/quarantine")?;
    let [structured, binary] = quarantine["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    else {
        anyhow::bail!("two are in quarantine: {quarantine}");
    };
    let paths = |item: &Value| -> Vec<String> {
        let reasons = item["reasons"].as_array().into_iter().flatten();
        let mut paths: Vec<String> = reasons
            .filter_map(|reason| reason["path"].as_str().map(str::to_owned))
            .collect();
        paths.sort();
        paths
    };
    ensure!(
        structured["sequence"] == 3 && binary["sequence"] == 4,
        "{quarantine}"
    );
    let every = [
        "/data/category",
        "/data/colour",
        "/data/municipality",
        "/data/observedAt",
    ];
    ensure!(
        paths(structured) == every,
        "every reason is named: {structured}"
    );
    let every = ["/data/outcome", "/data/reference", "/subject", "/time"];
    ensure!(paths(binary) == every, "every reason is named: {binary}");
    Ok(())
}

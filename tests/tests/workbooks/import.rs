//! What a filled-in workbook says gets into the log: once, and corrected to and fro.

use anyhow::ensure;
use serde_json::{Value, json};

use crate::world::{KNELPUNTEN, World, utrecht};

/// Funding is still there, and delivery is gone; there is a new one.
fn first() -> anyhow::Result<Value> {
    Ok(serde_json::from_str(include_str!(
        "../../data/rounds/filled.json"
    ))?)
}

/// Both are still there, and there is nothing new.
fn second() -> Value {
    json!([
        utrecht("Bereikt?", "bereikt"),
        utrecht("Datum gesprek", "10 juni 2013"),
        utrecht("Besproken onderwerpen (leeg = alle)", "Overig; funding"),
        [KNELPUNTEN, 2, "Antwoord", "nog steeds"],
        [KNELPUNTEN, 3, "Antwoord", "nog steeds"],
    ])
}

#[test]
fn a_sheet_is_imported_once_and_corrected_to_and_fro() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    world
        .import("sheet.xlsx", &[])?
        .expect(0, &["No new event"])?;
    world.fill("sheet.xlsx", "a.xlsx", &first()?)?;
    world.fill("sheet.xlsx", "b.xlsx", &second())?;

    let before = world.log.last_sequence()?;
    world
        .import("a.xlsx", &["--dry-run"])?
        .expect(0, &["\"observedAt\":\"2013-05-01\"", "4 would be new"])?;
    ensure!(
        world.log.last_sequence()? == before,
        "a dry run publishes nothing"
    );

    let all = "4 new (1 consultations, 2 reports, 1 resolutions), 0 withdrawn, 0 unchanged";
    world.import("a.xlsx", &[])?.expect(0, &[all])?;
    ensure!(world.open()? == json!(["funding", "integration"]));
    let there = world.log.last_sequence()?;
    world
        .import("a.xlsx", &[])?
        .expect(0, &["No new event", "(4 events)"])?;
    ensure!(world.log.last_sequence()? == there, "it published again");

    for _ in 0..2 {
        let to = "1 new (0 consultations, 1 reports, 0 resolutions), 2 withdrawn, 2 unchanged";
        world.import("b.xlsx", &[])?.expect(0, &[to])?;
        ensure!(world.open()? == json!(["funding", "supplier-delivery"]));
        world.import("b.xlsx", &[])?.expect(0, &["No new event"])?;
        let fro = "2 new (0 consultations, 1 reports, 1 resolutions), 1 withdrawn, 2 unchanged";
        world.import("a.xlsx", &[])?.expect(0, &[fro])?;
        ensure!(world.open()? == json!(["funding", "integration"]));
    }
    world
        .import("sheet.xlsx", &[])?
        .expect(0, &["0 new", "4 withdrawn"])?;
    ensure!(world.open()? == json!(["funding", "supplier-delivery"]));
    let quarantined = world.knelpunt.json("/v1/position")?;
    ensure!(quarantined["quarantined"] == 0, "{quarantined}");
    Ok(())
}

#[test]
fn what_libreoffice_saved_says_the_same() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    world.fill("sheet.xlsx", "a.xlsx", &first()?)?;
    world.import("a.xlsx", &[])?.expect(0, &["4 new"])?;
    let saved = concat!(env!("CARGO_MANIFEST_DIR"), "/data/rounds/filled.ods");
    std::fs::copy(saved, world.path("a.ods"))?;
    world
        .import("a.ods", &[])?
        .expect(0, &["No new event", "(4 events)"])?;
    Ok(())
}

//! What is wrong with a workbook is named by sheet, row and column, and nothing of it is published.

use std::{
    fs,
    io::{Cursor, Write as _},
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use super::world::{GEMEENTEN, KNELPUNTEN, World, utrecht};

fn reached() -> [Value; 2] {
    [
        utrecht("Gesproken?", "bereikt"),
        utrecht("Datum gesprek", "date:2013-06-10"),
    ]
}

#[test]
fn every_violation_is_named_and_nothing_is_published() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let [bereikt, date] = reached();
    let edits = json!([
        bereikt,
        date,
        [GEMEENTEN, 2, "Gesproken?", "misschien"],
        [GEMEENTEN, 2, "Datum gesprek", "gisteren"],
        [GEMEENTEN, 2, "Besproken onderwerpen (leeg = alle)", "geld"],
        [KNELPUNTEN, 2, "Antwoord", "opgelost"],
        [KNELPUNTEN, 3, "Antwoord", "weet niet"],
        [KNELPUNTEN, 3, "Wat hielp", "other"],
        ["Nieuw", 2, "Gemeente", "Utrecht"],
        ["Nieuw", 2, "Categorie", "Te weinig financiële middelen"],
        ["Nieuw", 3, "Gemeente", "Amersfoort"],
        ["Nieuw", 3, "Categorie", "geld"],
        ["Nieuw", 4, "Gemeente", "Utrecht"],
        ["Nieuw", 4, "Categorie", "Overig"],
        ["Nieuw", 4, "Bekend sinds", "date:2014-01-01"],
        ["Nieuw", 5, "Gemeente", "Utrecht"],
        ["Nieuw", 5, "Categorie", "capacity"],
        ["Nieuw", 5, "Kenmerk", "een hele zin"],
    ]);
    world.fill("sheet.xlsx", "wrong.xlsx", &edits)?;
    let before = world.log.last_sequence()?;
    world.import("wrong.xlsx", &[])?.prints(
        1,
        &[
            "sheet Gemeenten, row 2, column \"Gesproken?\": \"misschien\" is not one of",
            "sheet Gemeenten, row 2, column \"Datum gesprek\": \"gisteren\" is not a date",
            "sheet Gemeenten, row 2, column \"Besproken onderwerpen (leeg = alle)\": \"geld\" is not a category",
            "sheet Knelpunten, row 2, column \"Hoe afgesloten\": is empty",
            "sheet Knelpunten, row 3, column \"Antwoord\": \"weet niet\" is not one of",
            "sheet Knelpunten, row 3, column \"Wat hielp\": is filled in",
            "sheet Nieuw, row 2, column \"Categorie\": is on sheet Knelpunten already",
            "sheet Nieuw, row 3, column \"Categorie\": \"geld\" is not a category",
            "sheet Nieuw, row 3, column \"Gemeente\": has an answer, but sheet Gemeenten does not have",
            "sheet Nieuw, row 4, column \"Bekend sinds\": 2014-01-01 is outside",
            "sheet Nieuw, row 5, column \"Kenmerk\": \"een hele zin\" is not a reference",
            "nothing published",
        ],
    )?;
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );
    world.import("wrong.xlsx", &["--accept-valid"])?.prints(
        1,
        &["1 new (1 consultation, 0 reports, 0 resolutions), 0 withdrawn"],
    )?;
    Ok(())
}

#[test]
fn nothing_is_withdrawn_where_a_cell_is_invalid() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let [bereikt, date] = reached();
    let still = |row| json!([KNELPUNTEN, row, "Antwoord", "nog steeds"]);
    let right = json!([bereikt, date, still(2), still(3)]);
    world.fill("sheet.xlsx", "right.xlsx", &right)?;
    world.import("right.xlsx", &[])?.prints(0, &["3 new"])?;
    let accept = ["--accept-valid"];
    // Without its second answer and with an invalid first one, the sheet no longer contains two reports.
    let wrong = json!([bereikt, date, [KNELPUNTEN, 2, "Antwoord", "weet niet"]]);
    world.fill("sheet.xlsx", "wrong.xlsx", &wrong)?;
    let parts = ["\"weet niet\" is not one of", "No new events"];
    world.import("wrong.xlsx", &accept)?.prints(1, &parts)?;
    // Once the sheet is valid again, its missing answer counts.
    let mended = json!([bereikt, date, still(2)]);
    world.fill("sheet.xlsx", "mended.xlsx", &mended)?;
    let parts = ["0 new", "1 withdrawn, 2 unchanged"];
    world.import("mended.xlsx", &accept)?.prints(0, &parts)?;
    Ok(())
}

#[test]
fn a_missing_sheet_is_named_and_nothing_is_imported() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let before = world.log.last_sequence()?;
    let [bereikt, date] = reached();
    for sheet in [GEMEENTEN, KNELPUNTEN, "Nieuw"] {
        let edits = match sheet {
            GEMEENTEN => json!([[sheet]]),
            _ => json!([bereikt, date, [sheet]]),
        };
        world.fill("sheet.xlsx", "torn.xlsx", &edits)?;
        let named = format!("sheet {sheet}: the sheet is missing");
        for more in [&[][..], &["--accept-valid"]] {
            let parts = [&named, "nothing published"];
            world.import("torn.xlsx", more)?.prints(1, &parts)?;
        }
    }
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );
    Ok(())
}

#[track_caller]
fn check(world: &World, edits: &Value, parts: &[&str]) -> anyhow::Result<()> {
    world.fill("sheet.xlsx", "wrong.xlsx", edits)?;
    for more in [&[][..], &["--dry-run"]] {
        world.import("wrong.xlsx", more)?.prints(1, parts)?;
    }
    Ok(())
}

#[test]
fn a_changed_cell_that_must_not_be_changed_is_named() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let id = "Knelpunt-id (niet wijzigen)";
    check(
        &world,
        &json!([[KNELPUNTEN, 2, id, "x"]]),
        &["row 2, column \"Knelpunt-id", "was changed"],
    )?;
    let key = "Sleutel (niet wijzigen)";
    check(
        &world,
        &json!([[KNELPUNTEN, 3, key, "{}"]]),
        &["row 3, column \"Sleutel", "was changed"],
    )?;
    check(
        &world,
        &json!([[KNELPUNTEN, 3, "Gemeente", "Amersfoort"]]),
        &["were cells moved"],
    )?;
    check(
        &world,
        &json!([[KNELPUNTEN, 1, "Antwoord", "Reactie"]]),
        &["column \"Antwoord\": the heading is missing"],
    )?;
    check(
        &world,
        &json!([[GEMEENTEN, 2, "Code", "GM9999"]]),
        &["is not the code of a municipality"],
    )?;
    check(
        &world,
        &json!([utrecht("Datum gesprek", "10-6-2013")]),
        &["choose whether the municipality was reached"],
    )?;
    check(
        &world,
        &json!([utrecht("Gesproken?", "bereikt")]),
        &["fill in the day of the call"],
    )?;
    let late = json!([
        utrecht("Gesproken?", "bereikt"),
        utrecht("Datum gesprek", "1-1-2199")
    ]);
    check(&world, &late, &["2199-01-01 is outside"])?;
    let unreached = json!([[KNELPUNTEN, 2, "Antwoord", "nog steeds"]]);
    check(&world, &unreached, &["has an answer, but sheet Gemeenten"])?;
    let nowhere = json!([[KNELPUNTEN, 2, "Opmerkingen (geen namen)", "belt terug"]]);
    check(&world, &nowhere, &["has a remark without an answer"])?;
    let broken = json!([[KNELPUNTEN, 2, "Antwoord", "#DIV/0!"]]);
    check(&world, &broken, &["a formula that fails"])?;
    Ok(())
}

#[test]
fn a_stamp_that_was_changed_is_named() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let stamp = &world.look("sheet.xlsx")?[GEMEENTEN]["rows"][0][7];
    let stamp = stamp.as_str().context("there is a stamp")?;
    for (to, part) in [
        (
            stamp.replace("\"form\":\"2\"", "\"form\":\"1\""),
            "the form has version \"1\"",
        ),
        (
            stamp.replace("2013-06-01", "gisteren"),
            "was changed; put the original heading back",
        ),
        (
            "x".to_owned(),
            "the heading is missing; it names the round and the source",
        ),
    ] {
        check(&world, &json!([[GEMEENTEN, 1, stamp, to]]), &[part])?;
    }
    Ok(())
}

#[test]
fn a_file_that_is_not_a_workbook_is_reported() -> anyhow::Result<()> {
    let world = World::start()?;
    fs::write(world.path("large.ods"), bomb()?)?;
    world
        .import("large.ods", &[])?
        .prints(1, &["large.ods", "unpacks to more than 64 MiB"])?;
    fs::write(world.path("text.xlsx"), "Gemeente;Soort\n")?;
    world.import("text.xlsx", &[])?.prints(
        1,
        &["text.xlsx: it is a text; if it is a table, give its name the ending .csv"],
    )?;
    world
        .import("missing.xlsx", &[])?
        .prints(64, &["missing.xlsx"])?;
    Ok(())
}

/// Sixty-eight megabytes of rows in a file of some kilobytes.
fn bomb() -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(
        "content.xml",
        SimpleFileOptions::default().compression_level(Some(1)),
    )?;
    let rows = "<table:table-row/>".repeat(60_000);
    for _ in 0..63 {
        archive.write_all(rows.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

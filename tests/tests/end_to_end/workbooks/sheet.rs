//! The workbook, as another program reads it.

use anyhow::{Context as _, ensure};

use super::world::{GEMEENTEN, KNELPUNTEN, World};

#[test]
fn the_workbook_has_drop_downs_and_can_be_read() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    let book = world.look("sheet.xlsx")?;
    let down = |sheet: &str, heading: &str| book[sheet]["dropDowns"][heading][1].to_string();
    ensure!(
        down(KNELPUNTEN, "Antwoord").contains("er nog,weg,niet besproken"),
        "{book}"
    );
    ensure!(
        down(KNELPUNTEN, "Hoe afgesloten").contains("opgelost,vervallen,landelijk opgelost"),
        "{book}"
    );
    ensure!(
        down(GEMEENTEN, "Gesproken?").contains("gesproken,niet bereikt"),
        "{book}"
    );
    for (sheet, heading) in [
        (KNELPUNTEN, "Wat hielp"),
        ("Nieuw", "Categorie"),
        ("Nieuw", "Bouwsteen"),
    ] {
        ensure!(
            down(sheet, heading).contains("Lijsten!"),
            "{heading}: {book}"
        );
    }
    ensure!(book["Lijsten"]["state"] == "hidden", "{book}");
    for sheet in [GEMEENTEN, KNELPUNTEN, "Nieuw"] {
        ensure!(
            !book[sheet]["frozen"].is_null() && book[sheet]["landscape"] == true,
            "{book}"
        );
        let widths = book[sheet]["widths"].as_object().context("widths")?;
        let narrow = |(heading, width): &(&String, &serde_json::Value)| {
            let hidden = book[sheet]["hidden"].as_array();
            if hidden.is_some_and(|hidden| hidden.iter().any(|one| one == *heading)) {
                return false;
            }
            let longest = heading.split(' ').map(str::len).max().unwrap_or_default();
            width.as_f64().unwrap_or_default()
                < f64::from(u32::try_from(longest).unwrap_or(u32::MAX))
        };
        ensure!(widths.iter().find(narrow).is_none(), "{sheet}: {widths:?}");
    }
    ensure!(
        book[KNELPUNTEN]["hidden"]
            .as_array()
            .is_some_and(|hidden| hidden.len() == 3),
        "{book}"
    );
    let first = &book[KNELPUNTEN]["rows"][1];
    ensure!(
        first[0] == "Utrecht" && first[8] == "=geen formule",
        "{first}"
    );
    let about = book["Uitleg"]["rows"].to_string();
    for part in [
        "2013-06",
        "urn:example:coaches",
        "2013-06-01",
        "geen oplossing",
        "Geen namen",
    ] {
        ensure!(about.contains(part), "{part}: {about}");
    }
    Ok(())
}

#[test]
fn invalid_options_are_all_reported_at_once() -> anyhow::Result<()> {
    let world = World::start()?;
    let out = world.path("sheet.xlsx").display().to_string();
    let arguments = [
        "rounds",
        "sheet",
        "--round",
        "2013 06",
        "--province",
        "Holland",
        "--municipality",
        "GM9999",
    ];
    let more = [
        "--as-of",
        "gisteren",
        "--coach-organisation",
        " ",
        "--out",
        &out,
    ];
    let parts = [
        "--round",
        "\"Holland\" is not a province",
        "GM9999",
        "--as-of",
        "--coach-organisation",
    ];
    world
        .run(&[&arguments[..], &more[..]].concat())?
        .prints(64, &parts)?;
    let arguments = [
        "rounds", "sheet", "--round", "2013-06", "--source", "coaches", "--out", &out,
    ];
    world.run(&arguments)?.prints(64, &["is not a URN"])?;
    ensure!(!world.path("sheet.xlsx").exists(), "nothing is written");
    Ok(())
}

//! A table of reports from another program is imported once, and only if it is valid.

use std::fs;

use anyhow::ensure;
use serde_json::json;
use tests::Ended;

use super::world::World;

const MAP: &str = "municipality=Gemeente,category=Soort,observedAt=Datum,partyKind==leverancier,party=Partij,\
                   description=Toelichting";
const SOURCE: &str = "urn:example:helpdesk";

/// Windows-1252 with semicolons: é, ë and the euro sign are one byte each.
const RIGHT: &[u8] = b"Gemeente;SOORT;Datum;Partij;Toelichting\r\n\
    Amersfoort;Te weinig financi\xEBle middelen;12-2-2013;;\"\x80 5;\r\nen \"\"meer\"\"\"\r\n\
    GM0307;integration;12 februari 2013;Fabriek \xC9\xE9n;\r\n\
    amersfoort;FUNDING;2013-02-14;;\r\n\
    ;;;;\r\n";

const WRONG: &str = "Gemeente,Soort,Datum,Partij,Toelichting\n\
    Amersfoort,integration,12-2-2013,,\n\
    Nergens,geld,31-2-2013,,\n\
    Amersfoort,integration,1-1-2199,,\n\
    Amersfoort,integration,12-2-2013,\n\
    Amersfoort,funding,13-2-2013,,twee\n";

impl World {
    fn table(&self, content: &[u8], more: &[&str]) -> anyhow::Result<Ended> {
        fs::write(self.path("reports.csv"), content)?;
        self.import("reports.csv", &[&["--source", SOURCE], more].concat())
    }

    fn mapped(&self, content: &[u8], more: &[&str]) -> anyhow::Result<Ended> {
        self.table(content, &[&["--map", MAP], more].concat())
    }

    fn published(&self, before: u64) -> anyhow::Result<Vec<serde_json::Value>> {
        let new = self.log.messages()?.into_iter();
        let new = new.filter(|message| message.sequence > before);
        let events = new.map(|message| serde_json::from_slice(&message.payload));
        Ok(events.collect::<Result<_, _>>()?)
    }
}

#[test]
fn a_table_in_windows_1252_is_imported_once() -> anyhow::Result<()> {
    let world = World::start()?;
    let before = world.log.last_sequence()?;
    let dry = world.mapped(RIGHT, &["--dry-run"])?;
    dry.prints(
        0,
        &[
            "\"observedAt\":\"2013-02-14\"",
            "3 events would be published",
        ],
    )?;
    ensure!(
        world.log.last_sequence()? == before,
        "a dry run publishes nothing"
    );

    let parts = [
        "as Windows-1252, because byte ",
        "3 new, 0 duplicates, 0 rejected",
    ];
    world.mapped(RIGHT, &[])?.prints(0, &parts)?;
    let events = world.published(before)?;
    let data: Vec<_> = events.iter().map(|event| &event["data"]).collect();
    let expected = json!([
        {"municipality": "GM0307", "category": "funding", "observedAt": "2013-02-12",
         "description": "€ 5; en \"meer\""},
        {"municipality": "GM0307", "category": "integration", "observedAt": "2013-02-12",
         "party": {"kind": "supplier", "name": "Fabriek Één"}},
        {"municipality": "GM0307", "category": "funding", "observedAt": "2013-02-14"},
    ]);
    ensure!(json!(data) == expected, "{data:#?}");
    ensure!(events[0]["source"] == SOURCE && events[0]["time"] == "2013-02-11T23:00:00Z");

    world
        .mapped(RIGHT, &[])?
        .prints(0, &["0 new, 3 duplicates, 0 rejected"])?;
    world.knelpunt.reached(before + 3)?;
    ensure!(world.knelpunt.status()?.quarantined == 0);
    Ok(())
}

#[test]
fn rows_that_differ_only_in_notation_are_the_same_event() -> anyhow::Result<()> {
    let world = World::start()?;
    world.mapped(RIGHT, &[])?.prints(0, &["3 new"])?;
    let before = world.log.last_sequence()?;
    let same = String::from(
        "\u{feff}Datum\tSoort\tGemeente\tPartij\tToelichting\n14 feb 2013\tfunding\tGM0307\t\t\n",
    );
    world
        .mapped(same.as_bytes(), &[])?
        .prints(0, &["0 new, 1 duplicate, 0 rejected"])?;
    ensure!(world.log.last_sequence()? == before);
    let encoding = [
        "--time",
        "2013-03-01T12:00:00Z",
        "--delimiter",
        "tab",
        "--encoding",
        "utf-8",
    ];
    world
        .mapped(same.as_bytes(), &encoding)?
        .prints(0, &["1 new"])?;
    let events = world.published(before)?;
    ensure!(events[0]["time"] == "2013-03-01T12:00:00Z", "{events:?}");
    let all = world.published(0)?;
    let same = all.iter().filter(|event| event["id"] == events[0]["id"]);
    ensure!(
        same.count() == 2,
        "the id says nothing of the time: {all:?}"
    );
    Ok(())
}

#[test]
fn violations_in_a_table_are_named_and_nothing_is_published() -> anyhow::Result<()> {
    let world = World::start()?;
    let before = world.log.last_sequence()?;
    let named = [
        "row 3, column \"Gemeente\": \"Nergens\" is not a municipality",
        "row 3, column \"Soort\": \"geld\" is not a category",
        "row 3, column \"Datum\": \"31-2-2013\" is not a date",
        "row 4, column \"Datum\": is later than now; correct the date",
        "row 5: has 4 cells under 5 headings",
    ];
    let nothing = ["nothing published: 3 of 5 rows are invalid"];
    for more in [&[][..], &["--dry-run"]] {
        let parts = [&named[..], &nothing].concat();
        world.mapped(WRONG.as_bytes(), more)?.prints(1, &parts)?;
    }
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );
    let parts = ["2 new, 0 duplicates, 0 rejected", "3 invalid rows left out"];
    let parts = [&named[..], &parts].concat();
    world
        .mapped(WRONG.as_bytes(), &["--accept-valid"])?
        .prints(1, &parts)?;
    ensure!(world.log.last_sequence()? == before + 2);
    Ok(())
}

#[test]
fn of_many_violations_a_hundred_are_named_and_all_are_counted() -> anyhow::Result<()> {
    let world = World::start()?;
    let rows = "Amersfoort;geld;gisteren;;\n".repeat(300);
    let text = format!("Gemeente;Soort;Datum;Partij;Toelichting\n{rows}");
    let ended = world.mapped(text.as_bytes(), &[])?;
    let ended = ended.prints(
        1,
        &["… and 500 more, 600 in all", "300 of 300 rows are invalid"],
    )?;
    let printed = ended.printed();
    let named = printed.lines().filter(|line| line.starts_with("row "));
    ensure!(named.count() == 100, "{printed}");
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_as_a_table_is_reported() -> anyhow::Result<()> {
    let world = World::start()?;
    let before = world.log.last_sequence()?;
    let columns = [
        "it is not a sheet of the workbook of a round, and a table of reports needs --map",
        "\"SOORT\"",
        "--map 'municipality=Gemeente,",
    ];
    world.table(RIGHT, &[])?.prints(64, &columns)?;
    let map = [
        "--map",
        "municipality=Plaats,category==geld,observedAt=Datum",
    ];
    let violations = [
        "there is no column \"Plaats\"",
        "\"geld\" is not a category",
    ];
    world.table(RIGHT, &map)?.prints(64, &violations)?;
    let map = ["--map", "plaats=Gemeente"];
    let violations = ["\"plaats\" is not a field", "observedAt is missing"];
    world.table(RIGHT, &map)?.prints(64, &violations)?;
    world.mapped(b"", &[])?.prints(1, &["the file is empty"])?;
    world
        .mapped(b"\xFF\xFEG\0", &[])?
        .prints(1, &["it is UTF-16"])?;
    let encoding = ["--encoding", "utf-8"];
    world
        .mapped(RIGHT, &encoding)?
        .prints(1, &["is not UTF-8 (byte ", "leave --encoding out"])?;
    let open = [
        &RIGHT[..RIGHT.len() - 6],
        b"Amersfoort;funding;2013-02-14;;\"\r\nx\r\n",
    ]
    .concat();
    world
        .mapped(&open, &["--accept-valid"])?
        .prints(1, &["a quotation mark that is never closed"])?;
    world
        .mapped(RIGHT, &["--cleared"])?
        .prints(64, &["withdraws nothing: leave it out"])?;
    world
        .mapped(RIGHT, &["--time", "gisteren"])?
        .prints(64, &["read --time"])?;
    world
        .mapped(RIGHT, &["--delimiter", ";;"])?
        .prints(64, &["give one character"])?;
    world
        .import("reports.csv", &["--map", MAP, "--source", "helpdesk"])?
        .prints(64, &["is not a URN"])?;
    world
        .import("missing.csv", &["--map", MAP])?
        .prints(64, &["missing.csv"])?;
    world
        .import("", &["--map", MAP])?
        .prints(64, &["it is not a file"])?;
    world
        .import("sheet.xlsx", &["--map", MAP])?
        .prints(64, &["with a workbook"])?;
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );
    Ok(())
}

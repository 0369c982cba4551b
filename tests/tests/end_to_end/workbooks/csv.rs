//! Sheets of a workbook that were saved as CSV, alone or several at once.

use std::fs;

use anyhow::ensure;
use tests::Ended;

use super::world::{DATA, World};

const SHEETS: [&str; 3] = ["Gemeenten", "Knelpunten", "Nieuw"];

impl World {
    /// Saves a changed copy of a sheet that was saved as CSV.
    fn saved(&self, sheet: &str, change: impl Fn(&str) -> String) -> anyhow::Result<String> {
        let text = fs::read_to_string(format!("{DATA}/filled-{sheet}.csv"))?;
        let name = format!("{sheet}.csv");
        fs::write(self.path(&name), change(&text))?;
        Ok(self.path(&name).display().to_string())
    }

    fn all_saved(&self) -> anyhow::Result<Vec<String>> {
        let saved = SHEETS.iter().map(|sheet| self.saved(sheet, str::to_owned));
        saved.collect()
    }

    fn bring(&self, files: &[&str], more: &[&str]) -> anyhow::Result<Ended> {
        self.run(&[&["rounds", "import"], files, more].concat())
    }
}

#[test]
fn sheets_saved_as_csv_by_libreoffice_equal_the_workbook() -> anyhow::Result<()> {
    let world = World::start()?;
    let files = world.all_saved()?;
    let mut files: Vec<&str> = files.iter().map(String::as_str).collect();
    // Sheets without answers do no harm.
    let [about, lists] = ["Uitleg", "Lijsten"].map(|sheet| world.saved(sheet, str::to_owned));
    let (about, lists) = (about?, lists?);
    files.extend([about.as_str(), lists.as_str()]);
    let parts = ["4 new (1 consultation, 2 reports, 1 resolution), 0 withdrawn"];
    world.bring(&files, &[])?.prints(0, &parts)?;
    ensure!(world.open()? == "funding integration");
    ensure!(world.status()? == [2, 1, 1, 0, 1]);
    fs::copy(format!("{DATA}/filled.ods"), world.path("a.ods"))?;
    world
        .import("a.ods", &[])?
        .prints(0, &["No new events", "has 4 events"])?;
    world
        .bring(&[about.as_str(), lists.as_str()], &[])?
        .prints(
            1,
            &["Uitleg.csv: has no answers; pass one of the sheets Gemeenten, Knelpunten, Nieuw"],
        )?;
    Ok(())
}

#[test]
fn one_sheet_alone_withdraws_its_own_answers_and_none_of_the_others() -> anyhow::Result<()> {
    let world = World::start()?;
    let before = world.log.last_sequence()?;
    let unknown = [
        "Knelpunten.csv, row 2, column \"Antwoord\": has an answer, but the log does not have the day of the call",
        "import sheet Gemeenten too",
    ];
    let answers = world.saved("Knelpunten", str::to_owned)?;
    world.bring(&[&answers], &[])?.prints(1, &unknown)?;
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );

    let calls = world.saved("Gemeenten", str::to_owned)?;
    world
        .bring(&[&calls], &[])?
        .prints(0, &["1 new (1 consultation,"])?;
    world.bring(&[&answers], &[])?.prints(
        0,
        &["2 new (0 consultations, 1 report, 1 resolution), 0 withdrawn"],
    )?;
    let new = world.saved("Nieuw", str::to_owned)?;
    world.bring(&[&new], &[])?.prints(
        0,
        &["1 new (0 consultations, 1 report, 0 resolutions), 0 withdrawn"],
    )?;
    ensure!(world.status()? == [2, 1, 1, 0, 1]);

    // In Windows-1252, with commas, and without the first answer.
    let bytes = |text: &str| {
        let latin = text
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'));
        latin.collect::<Vec<u8>>()
    };
    let text = fs::read_to_string(world.path("Knelpunten.csv"))?;
    let corrected = text.replacen(";nog steeds;", ";;", 1);
    ensure!(corrected != text);
    let corrected = corrected.replace(';', ",");
    fs::write(world.path("Knelpunten.csv"), bytes(&corrected))?;
    let named = "1 withdrawn, because the sheet no longer has it:\n  Utrecht, Te weinig financiële middelen: there on";
    world.bring(&[&answers], &[])?.prints(
        0,
        &[
            named,
            "0 new",
            "1 withdrawn, 1 unchanged",
            "as Windows-1252",
        ],
    )?;
    ensure!(world.status()? == [2, 0, 1, 1, 1]);

    let blank = world.saved("Nieuw", |text| {
        text.lines().next().unwrap_or_default().to_owned()
    })?;
    let stays = "1 event stays, for municipalities that are empty in this sheet (Utrecht)";
    world
        .bring(&[&blank], &[])?
        .prints(0, &["No new events", stays])?;
    world
        .bring(&[&blank], &["--cleared"])?
        .prints(0, &["0 new", "1 withdrawn, 0 unchanged"])?;
    ensure!(world.status()? == [2, 0, 1, 1, 0]);
    Ok(())
}

#[test]
fn violations_are_named_by_file_row_and_column_all_at_once() -> anyhow::Result<()> {
    let world = World::start()?;
    let before = world.log.last_sequence()?;
    let calls = world.saved("Gemeenten", |text| text.replace(";bereikt;", ";misschien;"))?;
    let answers = world.saved("Knelpunten", |text| {
        text.replace(";nog steeds;", ";weet niet;")
    })?;
    let new = world.saved("Nieuw", |text| {
        let text = text.replace(";15-01-2013;", ";5/1/2013;");
        text.replace("Koppeling werkt niet", "#N/B!")
    })?;
    let violations = [
        "Gemeenten.csv, row 3, column \"Bereikt?\": \"misschien\" is not one of",
        "Knelpunten.csv, row 2, column \"Antwoord\": \"weet niet\" is not one of",
        "Nieuw.csv, row 2, column \"Soort knelpunt\": has a formula that fails (#N/B!)",
        "Nieuw.csv, row 2, column \"Bekend sinds\": \"5/1/2013\" may be month/day; write 5-1-2013",
        "nothing published",
    ];
    world
        .bring(&[&calls, &answers, &new], &[])?
        .prints(1, &violations)?;

    // With a violation of their form, none of them can be imported.
    let stamp = "Werkblad (niet wijzigen):";
    let answers = world.saved("Knelpunten", |text| text.replace(";Antwoord;", ";Reactie;"))?;
    let new = world.saved("Nieuw", |text| text.replace("2013-06-01", "2013-06-02"))?;
    let calls = world.saved("Gemeenten", |text| text.replace(stamp, "Werkblad"))?;
    let violations = [
        "Gemeenten.csv, row 1, column \"Werkblad (niet wijzigen):\": the heading is missing",
        "Knelpunten.csv, row 1, column \"Antwoord\": the heading is missing; put it back",
        "Nieuw.csv, row 1, column \"Werkblad (niet wijzigen):\": belongs to another workbook",
    ];
    for more in [&[][..], &["--accept-valid"]] {
        world
            .bring(&[&calls, &answers, &new], more)?
            .prints(1, &violations)?;
    }
    let twice = world.saved("Gemeenten", str::to_owned)?;
    fs::copy(&twice, world.path("kopie.csv"))?;
    let copy = world.path("kopie.csv").display().to_string();
    world.bring(&[&twice, &copy], &[])?.prints(
        1,
        &["is the same sheet as", "kopie.csv; pass one of the two"],
    )?;
    ensure!(
        world.log.last_sequence()? == before,
        "something was published"
    );
    Ok(())
}

#[test]
fn files_that_do_not_belong_together_are_refused() -> anyhow::Result<()> {
    let world = World::start()?;
    let calls = world.saved("Gemeenten", str::to_owned)?;
    let table = world.path("reports.csv").display().to_string();
    fs::write(&table, "Plaats;Soort\nUtrecht;funding\n")?;
    let workbook = world.path("sheet.xlsx").display().to_string();
    let map = ["--map", "municipality=Plaats"];
    let one = ["more than one workbook at a time"];
    world.bring(&[&workbook, &calls], &[])?.prints(64, &one)?;
    world
        .bring(&[&workbook, &workbook], &[])?
        .prints(64, &one)?;
    world.bring(&[&calls, &table], &[])?.prints(
        64,
        &["reports.csv: it does not have the headings of a sheet"],
    )?;
    world
        .bring(&[&calls, &table], &map)?
        .prints(64, &["more than one table of reports at a time"])?;
    Ok(())
}

//! A filled-in workbook is imported once, and then corrected back and forth.

use anyhow::ensure;
use api::{AnswerEnvelope, answers::RoundAnswer};
use serde_json::json;

use super::world::{DATA, World, filled};

/// Funding is still there, delivery is resolved, and one knelpunt is new.
const A: (&str, &str) = (
    "4 new (1 consultation, 2 reports, 1 resolution)",
    "funding integration",
);
/// Both are still there, and there is nothing new.
const B: &str = "funding supplier-delivery";

impl World {
    /// The totals of `rounds status`: expected, still there, gone, not discussed, new.
    pub(crate) fn status(&self) -> anyhow::Result<[usize; 5]> {
        self.knelpunt.reached(self.log.last_sequence()?)?;
        let arguments = [
            "rounds",
            "status",
            "--round",
            "2013-06",
            "--as-of",
            "2013-12-31",
        ];
        let answer = self.run(&[&arguments[..], &["--format", "json"]].concat())?;
        let answer: AnswerEnvelope<RoundAnswer> = answer.prints(0, &[])?.json()?;
        let total = answer.answer.total;
        ensure!(total.asked == total.reached, "{total:?}");
        let found = total.found;
        Ok([
            found.expected,
            found.still_there,
            found.gone,
            found.not_discussed,
            found.new,
        ])
    }

    /// Imports back and forth, and checks each time which knelpunten are open and the totals of the round.
    fn to_and_fro(&self, a: &str, b: &str) -> anyhow::Result<()> {
        let (all, open_a) = A;
        self.import(a, &[])?
            .prints(0, &[all, "0 withdrawn, 0 unchanged"])?;
        for pass in 0..3 {
            ensure!(self.open()? == open_a, "{pass}");
            ensure!(self.status()? == [2, 1, 1, 0, 1], "{:?}", self.status()?);
            let there = self.log.last_sequence()?;
            self.import(a, &[])?
                .prints(0, &["No new events", "has 4 events"])?;
            ensure!(self.log.last_sequence()? == there, "it published again");
            if pass == 2 {
                break;
            }

            let to = "1 new (0 consultations, 1 report, 0 resolutions), 2 withdrawn, 2 unchanged";
            let named = [
                "2 withdrawn, because the sheet no longer has it:",
                "Utrecht, Leverancier levert niet: solved by supplier-fix on 2013-05-01; now sheet Knelpunten, row 3: \
                 there on 2013-06-10",
                "Utrecht, Koppeling werkt niet, fabriek ijssel: there on 2013-06-10\n",
            ];
            self.import(b, &[])?
                .prints(0, &[&[to][..], &named].concat())?;
            ensure!(self.open()? == B);
            ensure!(self.status()? == [2, 2, 0, 0, 0], "{:?}", self.status()?);
            self.import(b, &[])?.prints(0, &["No new events"])?;
            let fro = "2 new (0 consultations, 1 report, 1 resolution), 1 withdrawn, 2 unchanged";
            self.import(a, &[])?.prints(0, &[fro])?;
        }
        Ok(())
    }
}

#[test]
fn a_sheet_is_imported_once_and_corrected_back_and_forth() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    world
        .import("sheet.xlsx", &[])?
        .prints(0, &["No new events"])?;
    world.fill("sheet.xlsx", "a.xlsx", &filled("filled")?)?;
    world.fill("sheet.xlsx", "b.xlsx", &filled("corrected")?)?;

    let before = world.log.last_sequence()?;
    world
        .import("a.xlsx", &["--dry-run"])?
        .prints(0, &["\"observedAt\":\"2013-05-01\"", "4 would be new"])?;
    ensure!(
        world.log.last_sequence()? == before,
        "a dry run publishes nothing"
    );
    world.to_and_fro("a.xlsx", "b.xlsx")?;

    let silent = "4 events stay, for municipalities that are empty in this sheet (Utrecht)";
    let there = world.log.last_sequence()?;
    world
        .import("sheet.xlsx", &[])?
        .prints(0, &["No new events", silent])?;
    world
        .import("sheet.xlsx", &["--cleared", "--dry-run"])?
        .prints(
            0,
            &[
                "4 would be withdrawn, because",
                "Utrecht: reached on 2013-06-10 (funding, other)",
            ],
        )?;
    ensure!(
        world.log.last_sequence()? == there,
        "something was published"
    );
    world
        .import("sheet.xlsx", &["--cleared"])?
        .prints(0, &["0 new", "4 withdrawn"])?;
    ensure!(world.open()? == B);
    ensure!(world.knelpunt.status()?.quarantined == 0);
    Ok(())
}

#[test]
fn what_libreoffice_saved_is_imported_and_corrected_alike() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    for (saved, name) in [("filled.ods", "a.ods"), ("corrected.ods", "b.ods")] {
        std::fs::copy(format!("{DATA}/{saved}"), world.path(name))?;
    }
    world.to_and_fro("a.ods", "b.ods")?;
    // The sheet that was made here asks the same, so what is filled in on it is the same.
    world.fill("sheet.xlsx", "a.xlsx", &filled("filled")?)?;
    world
        .import("a.xlsx", &[])?
        .prints(0, &["No new events", "has 4 events"])?;
    Ok(())
}

/// Makes a workbook of Utrecht alone, a day later: it asks other questions.
fn of_another_coach(world: &World, name: &str) -> anyhow::Result<()> {
    let out = world.path(name).display().to_string();
    let arguments = [
        "rounds",
        "sheet",
        "--round",
        "2013-06",
        "--municipality",
        "Utrecht",
    ];
    let more = [
        "--as-of",
        "2013-06-02",
        "--source",
        "urn:example:coaches",
        "--out",
        &out,
    ];
    world
        .run(&[&arguments[..], &more].concat())?
        .prints(0, &["2 knelpunten open"])?;
    Ok(())
}

#[test]
fn another_workbook_of_the_round_takes_nothing_back_and_what_differs_is_named() -> anyhow::Result<()>
{
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    of_another_coach(&world, "other.xlsx")?;
    world.fill("sheet.xlsx", "a.xlsx", &filled("filled")?)?;
    world.import("a.xlsx", &[])?.prints(0, &["4 new"])?;

    let edits = json!([
        ["Gemeenten", 2, "Gesproken?", "bereikt"],
        ["Gemeenten", 2, "Datum gesprek", "date:2013-06-12"],
        ["Knelpunten", 3, "Antwoord", "nog steeds"],
    ]);
    world.fill("other.xlsx", "b.xlsx", &edits)?;
    let named = [
        "2 different in another sheet; both stay",
        "Utrecht: sheet Gemeenten, row 2: reached on 2013-06-12; the other reached on 2013-06-10 (funding, other)",
        "Utrecht, Leverancier levert niet: sheet Knelpunten, row 3: there on 2013-06-12; the other solved by \
         supplier-fix on 2013-05-01",
    ];
    let new = "2 new (1 consultation, 1 report, 0 resolutions), 0 withdrawn, 0 unchanged";
    for (more, new) in [(&["--dry-run"][..], "2 would be new"), (&[], new)] {
        world
            .import("b.xlsx", more)?
            .prints(0, &[&named[..], &[new]].concat())?;
    }
    // All stand: what was new on the first sheet, and that delivery was gone and is there again.
    ensure!(world.open()? == "funding integration supplier-delivery");
    world.import("a.xlsx", &[])?.prints(
        0,
        &[
            "No new events",
            "2 different in another sheet",
            "the log has 4 events of this sheet already",
        ],
    )?;

    // The one that is wrong is corrected, and only what it said is taken back.
    world.fill("sheet.xlsx", "a.xlsx", &filled("corrected")?)?;
    world
        .import("a.xlsx", &[])?
        .prints(0, &["1 new", "2 withdrawn, 2 unchanged"])?;
    ensure!(world.open()? == B);
    Ok(())
}

#[test]
fn copies_that_coaches_divide_leave_each_others_municipalities_alone() -> anyhow::Result<()> {
    let world = World::start()?;
    world.sheet("sheet.xlsx")?;
    world.fill("sheet.xlsx", "utrecht.xlsx", &filled("filled")?)?;
    let amersfoort = json!([
        ["Gemeenten", 2, "Gesproken?", "geen gehoor"],
        ["Gemeenten", 2, "Datum gesprek", "date:2013-06-11"],
    ]);
    world.fill("sheet.xlsx", "amersfoort.xlsx", &amersfoort)?;
    world.import("utrecht.xlsx", &[])?.prints(0, &["4 new"])?;
    let stays = "4 events stay, for municipalities that are empty in this sheet (Utrecht)";
    world
        .import("amersfoort.xlsx", &[])?
        .prints(0, &["1 new", "0 withdrawn", stays])?;
    world
        .import("utrecht.xlsx", &[])?
        .prints(0, &["No new events", "1 event stays", "(Amersfoort)"])?;
    ensure!(world.open()? == A.1);
    Ok(())
}

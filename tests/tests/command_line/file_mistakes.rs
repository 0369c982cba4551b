//! Every message about a file: tables, workbooks and sheets of one, and about names: `file_mistakes.md`, a list to be read as a
//! whole. Written and compared as `mistakes.md` is.

use std::{fs, path::Path};

use tempfile::TempDir;
use tests::compare_reviewed;

use crate::mistakes::section;

const LIST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/command_line/file_mistakes.md"
);
const INTRODUCTION: &str = "\
# Mistakes in files

Each command is followed by its exit code and by what it prints. Written by the test `file_mistakes`, which fails when an
answer changes; `KNELPUNT_REWRITE=1 cargo nextest run -p tests --test command_line mistakes` rewrites the list. Read it as a
whole when you do: every message says what is wrong, where, and what to do, in the words of the file.
";

/// Tables of reports, made by `tables`.
const TABLES: &[&str] = &[
    "rounds import american.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import american.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run --dates m/d/y",
    "rounds import american.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run --dates y/m/d",
    "rounds import settled.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import settled.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run --dates d/m/y --accept-valid",
    "rounds import both.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run --accept-valid",
    "rounds import american.csv --map municipality=Gemeente,category=Soort,observedAt==02/03/2013 --dry-run",
    "rounds import dates.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import names.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import quotes.csv --map municipality=Gemeente,category=Soort,observedAt=Datum,description=Tekst --dry-run",
    "rounds import open.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import texts.csv --map municipality=Gemeente,category=Soort,observedAt=Datum,description=Tekst,reference=Nr --dry-run",
    "rounds import party.csv --map municipality=Gemeente,category=Soort,observedAt=Datum,partyKind=Soort2,party=Partij --dry-run",
    "rounds import short.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import twice.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import separator.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import separator.csv",
    "rounds import separator-alone.csv --map municipality=Gemeente,category=Soort,observedAt=Datum",
    "rounds import mixed.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import mixed.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run --encoding utf-8",
    "rounds import old.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import utf-16.csv --map municipality=Gemeente,category=Soort,observedAt=Datum",
    "rounds import workbook.csv",
    "rounds import old-workbook.csv",
    "rounds import page.csv",
    "rounds import pdf.csv",
    "rounds import bytes.csv",
];

/// Workbooks and what is taken for one, made by `workbooks`.
const WORKBOOKS: &[&str] = &[
    "rounds import ~$sheet.xlsx",
    "rounds import .~lock.sheet.ods#",
    "rounds import empty.xlsx",
    "rounds import table.xlsx",
    "rounds import page.xlsx",
    "rounds import flat.fods",
    "rounds import pdf.xlsx",
    "rounds import protected.xlsx",
    "rounds import old.xls",
    "rounds import cut.xlsx",
    "rounds import bytes.xlsx",
    "rounds import table.xlsx --dates d/m/y",
];

/// Sheets of a workbook that were saved as tables, made by `sheets`.
const SHEETS: &[&str] = &[
    "rounds import Gemeenten.csv --dry-run",
    "rounds import Knelpunten.csv Gemeenten-goed.csv --dry-run",
    "rounds import Nieuw.csv Gemeenten-goed.csv --dry-run",
    "rounds import Gemeenten-goed.csv Gemeenten.csv --dry-run",
    "rounds import heading.csv --dry-run",
    "rounds import above.csv --dry-run",
    "rounds import stamp.csv --dry-run",
    "rounds import changed.csv --dry-run",
    "rounds import form.csv --dry-run",
    "rounds import other.csv Gemeenten-goed.csv --dry-run",
    "rounds import american.csv Gemeenten-goed.csv --dry-run",
];

/// Names in options.
const OTHERS: &[&str] = &[
    "report --municipality Bergen --category funding --dry-run",
    "report --municipality Utregt --category geld --party fabriek:X --dry-run",
    "report --municipality Utregt --category geld --dry-run",
    "resolve --municipality 9999 --category funding --outcome solved --remedy geduld --dry-run",
    "rounds sheet --round 2013-06 --municipality Bergen --as-of 2013-06-01 --out sheet.xlsx",
    "rounds sheet --round 2026-06 --municipality Haaren --as-of 2026-06-01 --out sheet.xlsx",
    "rounds sheet --round 2013-06 --municipality Eemsdelta --as-of 2013-06-01 --out sheet.xlsx",
    "rounds sheet --round 2013-06 --province Holland --as-of 2013-06-01 --out sheet.xlsx",
];

const HEADINGS: &str = "Gemeente;Soort;Datum\n";
const CALLS: &str =
    "Code;Gemeente;Provincie;Open;Gesproken?;Datum gesprek;Besproken onderwerpen (leeg = alle);";
const ANSWERS: &str = "Gemeente;Categorie;Bouwsteen;Wacht op;Kenmerk;Open sinds;Dagen open;Laatst bevestigd;\
    Wat er toen gezegd is;Antwoord;Weg sinds;Hoe afgesloten;Wat hielp;Opmerkingen (geen namen);\
    Knelpunt-id (niet wijzigen);Sleutel (niet wijzigen);";
const NEW: &str = "Gemeente;Categorie;Bouwsteen;Soort partij;Naam partij (organisatie);Kenmerk;Bekend sinds;\
    Opmerkingen (geen namen);";
const STAMP: &str = "\"Werkblad (niet wijzigen): {\"\"form\"\":\"\"2\"\",\
    \"\"workbook\"\":\"\"5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42\"\",\"\"round\"\":\"\"2013-06\"\",\
    \"\"source\"\":\"\"urn:example:coaches\"\",\"\"asOf\"\":\"\"2013-06-01\"\"}\"\n";
/// Of the knelpunt of Utrecht that waits on the supplier `Fabriek IJssel`.
const ID: &str = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
const KEY: &str = "\"{\"\"asked\"\":\"\"GM0344\"\",\"\"municipality\"\":\"\"GM0344\"\",\"\"category\"\":\"\"funding\"\",\
    \"\"party\"\":[\"\"supplier\"\",\"\"fabriek ijssel\"\"],\"\"lastReported\"\":\"\"2013-02-12\"\"}\"";

fn tables(folder: &Path) -> anyhow::Result<()> {
    let table = |name: &str, rows: &str| fs::write(folder.join(name), format!("{HEADINGS}{rows}"));
    table("american.csv", "Utrecht;funding;02/03/2013\n")?;
    table(
        "settled.csv",
        "Utrecht;funding;02/03/2013\nUtrecht;funding;02/25/2013\n",
    )?;
    table(
        "both.csv",
        "Utrecht;funding;25/02/2013\nUtrecht;funding;02/25/2013\nUtrecht;funding;02/03/2013\n",
    )?;
    table(
        "dates.csv",
        "Utrecht;funding;31-2-2013\nUtrecht;funding;12-2-13\nUtrecht;funding;41317\nUtrecht;funding;1-1-2999\nUtrecht;funding;1-1-1960\nUtrecht;funding;\n",
    )?;
    table(
        "names.csv",
        "Bergen;funding;12-2-2013\nUtregt;geld;12-2-2013\nHengelo (Gld.);funding;12-2-2013\n9999;suplier-delivery;12-2-2013\nGM0344 Amersfoort;funding;12-2-2013\n",
    )?;
    table(
        "open.csv",
        "Utrecht;\"funding;12-2-2013\nUtrecht;funding;13-2-2013\n",
    )?;
    table(
        "short.csv",
        "Utrecht;funding\nUtrecht;funding;12-2-2013;meer\n",
    )?;
    let write = |name: &str, content: &[u8]| fs::write(folder.join(name), content);
    write("quotes.csv", b"Gemeente;Soort;Datum;Tekst\nUtrecht;funding;12-2-2013;\"leverancier \"X\" levert niet\"\n")?;
    let long = "x".repeat(4001);
    let texts = format!(
        "Gemeente;Soort;Datum;Tekst;Nr;Prio\nUtrecht;funding;12-2-2013;{long};de printer;1\nUtrecht;funding;12-2-2013;a\u{7}b;'=1;\n"
    );
    write("texts.csv", texts.as_bytes())?;
    write("party.csv", b"Gemeente;Soort;Datum;Soort2;Partij\nUtrecht;funding;12-2-2013;leverancier;\nUtrecht;funding;12-2-2013;;Fabriek\nUtrecht;funding;12-2-2013;fabriek;Fabriek\n")?;
    write(
        "twice.csv",
        b"Gemeente;Soort;Datum;datum\nUtrecht;funding;12-2-2013;\n",
    )?;
    write(
        "separator.csv",
        b"sep=,\r\nGemeente,Soort,Datum\r\nUtrecht,geld,12-2-2013\r\n",
    )?;
    write("separator-alone.csv", b"sep=;\r\n")?;
    write("mixed.csv", b"Gemeente;Soort;Datum\nS\xC3\xBAdwest-Frysl\xC3\xA2n;funding;12-2-2013\nUtrecht;it\x92s;12-2-2013\n")?;
    write(
        "old.csv",
        b"Gemeente;Soort;Datum\nS\xFAdwest-Frysl\xE2n;geld;12-2-2013\n",
    )?;
    write("utf-16.csv", b"\xFF\xFEG\0e\0")?;
    write("workbook.csv", b"PK\x03\x04rest")?;
    write("old-workbook.csv", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")?;
    write("page.csv", b"<!DOCTYPE html><title>Inloggen</title>")?;
    write("pdf.csv", b"%PDF-1.7\n")?;
    write("bytes.csv", b"GIF89a\0\x01\x02")?;
    Ok(())
}

fn workbooks(folder: &Path) -> anyhow::Result<()> {
    let write = |name: &str, content: &[u8]| fs::write(folder.join(name), content);
    write("~$sheet.xlsx", b"coach")?;
    write(".~lock.sheet.ods#", b",coach,")?;
    write("empty.xlsx", b"")?;
    write("table.xlsx", b"Gemeente;Soort\n")?;
    write("page.xlsx", b"<html><title>Inloggen</title>")?;
    write("flat.fods", b"<?xml version=\"1.0\"?><office:document>")?;
    write("pdf.xlsx", b"%PDF-1.7\n")?;
    let package: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    write("protected.xlsx", &[&old[..], &package].concat())?;
    write("old.xls", old)?;
    write("cut.xlsx", b"PK\x03\x04rest")?;
    write("bytes.xlsx", b"GIF89a\0\x01\x02")?;
    Ok(())
}

fn sheets(folder: &Path) -> anyhow::Result<()> {
    let write = |name: &str, parts: &[&str]| fs::write(folder.join(name), parts.concat());
    let right = "GM0344;Utrecht;Utrecht;1;gesproken;10-6-2013;;\n";
    let calls = "GM0344;Utrecht;Utrecht;1;misschien;gisteren;geld;\nGM0344;Utrecht;Utrecht;1;;;;\n\
         GM9999;Atlantis;;;;;;\nGM0307;Utrecht;Utrecht;0;;;;\nGM0373;Bergen (NH.);;0;;10-6-2013;;\n\
         GM0893;Bergen;;0;gesproken;;;bellen\nGM1900;Sudwest-Fryslan;;0;gesproken;06/10/2013;;\n\
         GM0014;Groningen;;0;gesproken;06/25/2013;;\nGM0080;Leeuwarden;;0;gesproken;41435;;\n\
         GM0200;Apeldoorn;;0;gesproken;10-6-2003;;\nGM0363;Amsterdam;;0;\"ge\"sproken\";#N/B;;\n";
    write("Gemeenten-goed.csv", &[CALLS, STAMP, right])?;
    write("Gemeenten.csv", &[CALLS, STAMP, calls])?;
    let row = |name: &str, answer: &str, id: &str, key: &str| {
        format!("{name};;;;;;;;;{answer};{id};{key};\n")
    };
    let answers = [
        row("Utrecht", "weet niet;;;;", ID, KEY),
        row("Utrecht", "er nog;;;;", ID, KEY),
        row("Amersfoort", "er nog;;;;", ID, KEY),
        row("Utrecht", "er nog;;;;", "17", KEY),
        row("Utrecht", "er nog;;;;", ID, "weg"),
    ];
    write("Knelpunten.csv", &[ANSWERS, STAMP, &answers.concat()])?;
    let new = "Utrecht;Categorie X;bagg;fabriek;Fabriek;een hele zin;10-6-2014;\nBergen;funding;;leverancier;;;;\n\
         ;funding;;;;;;\nUtrecht;funding;;;;;;\nUtrecht;funding;;;;;;\nUtrecht;capacity;;;;;;a\u{7}b\nAmersfoort;funding;;;;;;\n";
    write("Nieuw.csv", &[NEW, STAMP, new])?;
    let reason = CALLS.replace("Gesproken?", "Reactie");
    write("heading.csv", &[&reason, STAMP, right])?;
    write("above.csv", &["Ronde juni;;;;;;;\n", CALLS, STAMP, right])?;
    write("stamp.csv", &[CALLS, "\n", right])?;
    write(
        "changed.csv",
        &[CALLS, &STAMP.replace("2013-06\"\"", "juni 13\"\""), right],
    )?;
    write(
        "form.csv",
        &[CALLS, &STAMP.replace("\"\"2\"\"", "\"\"1\"\""), right],
    )?;
    let other = STAMP.replace("5b0c2a0e", "6b0c2a0e");
    write("other.csv", &[NEW, &other])?;
    Ok(())
}

#[test]
fn every_message_about_a_file_was_read() -> anyhow::Result<()> {
    let folder: TempDir = tempfile::tempdir()?;
    let path = folder.path();
    tables(path)?;
    workbooks(path)?;
    sheets(path)?;
    let nobody = "http://127.0.0.1:1";
    let here = vec![(path.display().to_string(), "DIR")];
    let mut list = INTRODUCTION.to_owned();
    for (title, lines) in [
        ("Tables of reports", TABLES),
        ("Workbooks", WORKBOOKS),
        ("Sheets saved as tables", SHEETS),
        ("Names in options", OTHERS),
    ] {
        list += &section(title, lines, path, nobody, &here)?;
    }
    compare_reviewed(LIST, &list)
}

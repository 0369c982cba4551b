//! Reports and violations of rows.

use serde_json::json;

use super::*;
use crate::table::{TableReader, TextEncoding};

const MAP: &str = "municipality=Gemeente,category=Soort,observedAt=Datum,partyKind==supplier,party=Partij,\
                   buildingBlock=Bouwsteen,description=Tekst";
const HEADINGS: &str = "gemeente;SOORT;Datum;Partij;Bouwsteen;Tekst\n";

fn reader(map: &str, columns: &[String]) -> Result<ReportParser<'static>, Vec<String>> {
    let mapping = ColumnMapping::parse(&[map.to_owned()])?;
    let reader = ReportParser::new(&mapping, columns, Register::embedded());
    reader.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn read(row: &str) -> Result<Option<Data>, Vec<RowViolation>> {
    read_mapped(MAP, HEADINGS, row)
}

fn read_mapped(map: &str, headings: &str, row: &str) -> Result<Option<Data>, Vec<RowViolation>> {
    let text = format!("{headings}{row}");
    let mut rows = TableReader::open(text.as_bytes(), TextEncoding::Utf8, None).unwrap();
    let reader = reader(map, rows.columns()).unwrap();
    reader.read(rows.next_row().unwrap().unwrap())
}

#[test]
fn a_row_of_an_attendance_list_is_support() {
    let map = "municipality=Gemeente,support==i-versneller,observedAt=Datum,topics=Over,organisation=Door";
    let headings = "Gemeente,Datum,Over,Door\n";
    let read = |row: &str| read_mapped(map, headings, row);
    let found = read("utrecht,12-2-2013,Te weinig financiële middelen; capacity,Programma\n");
    let expected = json!({
        "municipality": "GM0344", "support": "i-versneller", "observedAt": "2013-02-12",
        "topics": ["funding", "capacity"], "organisation": "Programma",
    });
    assert_eq!(serde_json::to_value(found.unwrap()).unwrap(), expected);
    let bare = read("Utrecht,12-2-2013,,\n").unwrap();
    let expected = json!({
        "municipality": "GM0344", "support": "i-versneller", "observedAt": "2013-02-12",
    });
    assert_eq!(serde_json::to_value(bare).unwrap(), expected);
    let violations = read(",12-2-2013,funding;geld,\n").unwrap_err();
    let columns: Vec<_> = violations.iter().map(|one| one.column.as_deref()).collect();
    assert_eq!(columns, [Some("Gemeente"), Some("Over")], "{violations:?}");
}

#[test]
fn codes_names_and_dutch_dates_make_a_report() {
    let found =
        read("utrecht; Te weinig financiële middelen;12 februari 2013;Fabriek;digid;\" a\r\nb\";")
            .unwrap();
    let expected = json!({
        "municipality": "GM0344", "category": "funding", "observedAt": "2013-02-12", "buildingBlock": "digid",
        "party": {"kind": "supplier", "name": "Fabriek"}, "description": "a b",
    });
    assert_eq!(serde_json::to_value(found).unwrap(), expected);
    let bare = read("GM0344;FUNDING;2013-02-12T10:00:00+01:00;;;")
        .unwrap()
        .unwrap();
    let Data::Reported(bare) = bare else {
        panic!("{bare:?}");
    };
    assert_eq!(bare.party, None);
    assert_eq!(bare.observed_at, "2013-02-12T10:00:00+01:00");
    assert_eq!(read(" ;;;;;").unwrap(), None);
}

#[track_caller]
fn check(row: &str, expected: &[(Option<&str>, &str)]) {
    let violations = read(row).unwrap_err();
    assert_eq!(violations.len(), expected.len(), "{violations:?}");
    for (column, part) in expected {
        let named = |one: &RowViolation| {
            one.column.as_deref() == *column && one.problem.to_string().contains(part)
        };
        assert!(violations.iter().any(named), "{part}: {violations:?}");
    }
}

#[test]
fn every_violation_of_a_row_names_its_column() {
    let all = [
        (Some("gemeente"), "is empty"),
        (Some("SOORT"), "\"geld\" is not a category"),
        (Some("Datum"), "\"31-2-2013\" is not a date"),
        (Some("Bouwsteen"), "\"x\" is not a building block"),
    ];
    check(";geld;31-2-2013;;x;", &all);
    check(
        "utrecht;funding;2013-02-12;;",
        &[(None, "has 5 cells under 6 headings")],
    );
    check(
        "utrecht;funding;2013-02-12;;;a;b",
        &[(None, "has 7 cells under 6 headings")],
    );
}

#[test]
fn a_party_has_a_kind_and_a_name() {
    let map = MAP.replace("partyKind==supplier", "partyKind=Tekst");
    let kinds = [
        ("leverancier", true),
        ("Supplier", true),
        ("fabriek", false),
        ("", false),
    ];
    for (kind, right) in kinds {
        let text = format!("{HEADINGS}utrecht;funding;2013-02-12;Fabriek;;{kind}\n");
        let mut rows = TableReader::open(text.as_bytes(), TextEncoding::Utf8, None).unwrap();
        let reader = reader(&map, rows.columns()).unwrap();
        let found = reader.read(rows.next_row().unwrap().unwrap());
        assert_eq!(found.is_ok(), right, "{found:?}");
    }
}

#[test]
fn a_mapping_that_does_not_fit_the_headings_is_an_error() {
    let columns = ["Gemeente", "Datum", "datum"].map(str::to_owned);
    let map = "municipality=Plaats,category==geld,observedAt=Datum,round==Ronde 1";
    let problems = reader(map, &columns).unwrap_err().join("\n");
    for part in [
        "municipality: there is no column \"Plaats\"; the columns are \"Gemeente\", \"Datum\", \"datum\"",
        "category: \"geld\" is not a category",
        "observedAt: there are 2 columns \"Datum\"",
        "round: \"Ronde 1\" is not a round",
    ] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
}

#[test]
fn the_id_follows_from_the_source_and_the_report() {
    let data = |text: &str| read(text).unwrap().unwrap();
    let utrecht = data("utrecht;funding;12-2-2013;;;");
    let same = data("GM0344;Te weinig financiële middelen;2013-02-12;;;");
    assert_eq!(report_id("urn:a", &utrecht), report_id("urn:a", &same));
    assert_ne!(report_id("urn:a", &utrecht), report_id("urn:b", &utrecht));
    let other = data("utrecht;funding;13-2-2013;;;");
    assert_ne!(report_id("urn:a", &utrecht), report_id("urn:a", &other));
}

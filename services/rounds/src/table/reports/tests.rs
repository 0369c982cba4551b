//! What rows say, and what is wrong with them.

use serde_json::json;

use super::*;
use crate::table::{Encoding, Rows};

const MAP: &str = "municipality=Gemeente,category=Soort,observedAt=Datum,partyKind==supplier,party=Partij,\
                   buildingBlock=Bouwsteen,description=Tekst";
const HEADINGS: &str = "gemeente;SOORT;Datum;Partij;Bouwsteen;Tekst\n";

fn reports(map: &str, columns: &[String]) -> Result<Reports, Vec<String>> {
    let mapping = Mapping::parse(&[map.to_owned()])?;
    Reports::new(&mapping, columns, Register::embedded())
}

fn read(row: &str) -> Result<Option<KnelpuntReported>, Vec<Wrong>> {
    let text = format!("{HEADINGS}{row}");
    let mut rows = Rows::open(text.as_bytes(), Encoding::Utf8, None).unwrap();
    let reports = reports(MAP, rows.columns()).unwrap();
    reports.read(rows.next_row().unwrap().unwrap())
}

#[test]
fn codes_and_names_and_dutch_dates_come_to_a_report() {
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
    assert_eq!(bare.party, None);
    assert_eq!(bare.observed_at, "2013-02-12T10:00:00+01:00");
    assert_eq!(read(" ;;;;;").unwrap(), None);
}

#[track_caller]
fn check(row: &str, expected: &[(Option<&str>, &str)]) {
    let wrong = read(row).unwrap_err();
    assert_eq!(wrong.len(), expected.len(), "{wrong:?}");
    for (column, part) in expected {
        let named =
            |wrong: &Wrong| wrong.column.as_deref() == *column && wrong.problem.contains(part);
        assert!(wrong.iter().any(named), "{part}: {wrong:?}");
    }
}

#[test]
fn everything_that_is_wrong_with_a_row_is_said_with_its_column() {
    let all = [
        (Some("gemeente"), "is empty"),
        (Some("SOORT"), "\"geld\" is not a category"),
        (Some("Datum"), "\"31-2-2013\" is no date"),
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
        let mut rows = Rows::open(text.as_bytes(), Encoding::Utf8, None).unwrap();
        let reports = reports(&map, rows.columns()).unwrap();
        let found = reports.read(rows.next_row().unwrap().unwrap());
        assert_eq!(found.is_ok(), right, "{found:?}");
    }
}

#[test]
fn what_does_not_fit_the_headings_is_said() {
    let columns = ["Gemeente", "Datum", "datum"].map(str::to_owned);
    let map = "municipality=Plaats,category==geld,observedAt=Datum,round==Ronde 1";
    let faults = reports(map, &columns).unwrap_err().join("\n");
    for part in [
        "municipality: there is no column \"Plaats\"; there are [\"Gemeente\", \"Datum\", \"datum\"]",
        "category: \"geld\" is not a category",
        "observedAt: there are 2 columns \"Datum\"",
        "round: \"Ronde 1\" is no round",
    ] {
        assert!(faults.contains(part), "{part}: {faults}");
    }
}

#[test]
fn the_id_is_of_the_source_and_of_what_is_said() {
    let data = |text: &str| Data::Reported(read(text).unwrap().unwrap());
    let utrecht = data("utrecht;funding;12-2-2013;;;");
    let same = data("GM0344;Te weinig financiële middelen;2013-02-12;;;");
    assert_eq!(report_id("urn:a", &utrecht), report_id("urn:a", &same));
    assert_ne!(report_id("urn:a", &utrecht), report_id("urn:b", &utrecht));
    let other = data("utrecht;funding;13-2-2013;;;");
    assert_ne!(report_id("urn:a", &utrecht), report_id("urn:a", &other));
}

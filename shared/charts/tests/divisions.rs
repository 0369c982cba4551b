//! The boundaries against the register: on every day, each municipality is on the map, in one piece of its own.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use charts::Boundaries;
use jiff::civil::{Date, date};
use register::Register;

/// Returns the polygons of each municipality on a day.
fn division(day: Date) -> anyhow::Result<BTreeMap<String, Vec<&'static str>>> {
    let register = Register::embedded();
    let mut parts: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for polygon in Boundaries::for_year(day.year()).codes() {
        let id = register
            .find_municipality(polygon)
            .with_context(|| format!("{polygon} is not in the register"))?;
        let successor = register.successor_on(id, day).municipality;
        let code = register.municipality(successor).code.clone();
        parts.entry(code).or_default().push(polygon);
    }
    Ok(parts)
}

/// Returns the names of the municipalities of a day that are not on its map, and of those on it that did not exist.
fn differences(day: Date) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let register = Register::embedded();
    let drawn: BTreeSet<String> = division(day)?.into_keys().collect();
    let existing = register
        .municipalities()
        .filter(|(_, municipality)| municipality.existed_on(day));
    let existing: BTreeMap<&str, &str> = existing
        .map(|(_, municipality)| (municipality.code.as_str(), municipality.name.as_str()))
        .collect();
    let missing = existing.iter().filter(|(code, _)| !drawn.contains(**code));
    let missing = missing.map(|(_, name)| (*name).to_owned()).collect();
    let foreign = drawn
        .into_iter()
        .filter(|code| !existing.contains_key(code.as_str()))
        .collect();
    Ok((missing, foreign))
}

#[test]
fn every_municipality_since_2013_is_on_the_map_of_its_day() -> anyhow::Result<()> {
    for year in 2013..=2026 {
        for day in [date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)] {
            assert_eq!(differences(day)?, (vec![], vec![]), "{day}");
        }
    }
    Ok(())
}

#[test]
fn before_2013_those_that_merged_on_the_way_are_missing() -> anyhow::Result<()> {
    let (missing, _) = differences(date(2012, 6, 1))?;
    assert!(!missing.is_empty() && missing.len() < 20, "{missing:?}");
    Ok(())
}

//! A map of the country.

use std::collections::BTreeMap;

use charts::{Boundaries, MapArea, MapChart, Shade};
use jiff::civil::date;
use register::{MunicipalityId, Register};

use super::noise;

/// Returns a map of the division at the beginning of a year.
pub(super) fn country(year: i16) -> MapChart {
    let register = Register::embedded();
    let boundaries = Boundaries::for_year(year);
    let mut parts: BTreeMap<MunicipalityId, Vec<String>> = BTreeMap::new();
    // Another test checks that the register has each of them.
    let known = boundaries
        .codes()
        .filter_map(|code| Some((code, register.find_municipality(code)?)));
    for (polygon, id) in known {
        let id = register.successor_on(id, date(year, 1, 1)).municipality;
        parts.entry(id).or_default().push(polygon.to_owned());
    }
    let areas = parts.into_iter().enumerate().map(|(index, (id, parts))| {
        let municipality = register.municipality(id);
        MapArea {
            code: municipality.code.clone(),
            parts,
            region: register.province(municipality.province).name.clone(),
            shade: shade(index as u64),
            title: format!("{}: 4 hardnekkig", municipality.name),
            href: format!("/gemeenten/{}", municipality.code),
        }
    });
    MapChart {
        boundaries,
        areas: areas.collect(),
        key: map_classes(),
    }
}

fn shade(index: u64) -> Shade {
    let class = noise(index, 14);
    match class {
        0..5 => Shade::Class(0),
        5..10 => Shade::Class(1),
        10 => Shade::Class(2),
        11 => Shade::Class(3),
        12 => Shade::Class(4),
        _ => Shade::Unknown,
    }
}

pub(super) fn map_classes() -> Vec<(Shade, String)> {
    let classes = (0..5).map(|class| (Shade::Class(class), format!("{class} (74)")));
    let unknown = (Shade::Unknown, "onbekend (78)".to_owned());
    classes.chain([unknown]).collect()
}

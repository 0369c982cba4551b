//! A map of the country.

use charts::{Boundaries, MapArea, MapChart, Shade};

use super::noise;

/// Returns a map of a year, in which two areas are merged.
pub(super) fn country(year: i16) -> MapChart {
    let boundaries = Boundaries::for_year(year);
    let area = |(index, code): (usize, &str)| MapArea {
        code: code.to_owned(),
        parts: vec![code.to_owned()],
        region: (index / 40).to_string(),
        shade: match noise(index as u64, 7) {
            0 => Shade::Unknown,
            class => Shade::Class(u8::try_from(class).unwrap_or(9) - 1),
        },
        title: format!("{code}: 4 hardnekkig"),
        href: format!("/gemeenten/{code}"),
    };
    let mut areas: Vec<MapArea> = boundaries.codes().enumerate().map(area).collect();
    let merged = areas.remove(3).parts;
    areas[3].parts.extend(merged);
    MapChart {
        boundaries,
        areas,
        key: map_classes(),
    }
}

pub(super) fn map_classes() -> Vec<(Shade, String)> {
    let classes = (0..5).map(|class| (Shade::Class(class), format!("{class} (74)")));
    classes
        .chain([(Shade::Unknown, "onbekend (78)".to_owned())])
        .collect()
}

//! Cells of rows and columns.

use charts::{HeatCell, HeatMap, HeatRow, MatrixHead, RoundTile, TileChart, TileRow};

use super::noise;

const MUNICIPALITIES: [&str; 4] = [
    "Tubbergen",
    "Hardinxveld-Giessendam",
    "Goeree-Overflakkee en nog een lange naam erachter",
    "Ee",
];
const CATEGORIES: [&str; 5] = [
    "Te weinig capaciteit",
    "Afhankelijk van één of enkele specialisten",
    "Leverancier levert niet",
    "Herindeling of ambtelijke samenwerking slokt tijd op",
    "Alleen iets van de I-afdeling",
];

fn head(names: &[&str], index: u64) -> MatrixHead {
    let position = usize::try_from(index).unwrap_or(0) % names.len();
    MatrixHead {
        label: names[position].to_owned(),
        href: "/gemeenten/GM0183".to_owned(),
    }
}

pub(super) fn heat_map(rows: u64, columns: u64) -> HeatMap {
    let cell = |index: u64| {
        let open = noise(index, 9).saturating_sub(5) * if index == 40 { 9 } else { 1 };
        HeatCell {
            open,
            persisting: open.min(noise(index + 3, 2)),
            title: format!("{open} open"),
        }
    };
    let row = |row: u64| {
        let cells: Vec<HeatCell> = (0..columns)
            .map(|column| cell(row * columns + column))
            .collect();
        HeatRow {
            head: head(&MUNICIPALITIES, row),
            total: cells.iter().map(|cell| cell.open).sum(),
            cells,
        }
    };
    HeatMap {
        columns: (0..columns)
            .map(|column| (head(&CATEGORIES, column), 5 + column * 7))
            .collect(),
        rows: (0..rows).map(row).collect(),
        totals_label: "totaal".to_owned(),
    }
}

pub(super) fn tiles(rows: u64, rounds: u64) -> TileChart {
    let kinds = [
        (RoundTile::Reached, "gesproken"),
        (RoundTile::NoAnswer, "niet bereikt"),
        (RoundTile::Declined, "zag ervan af"),
        (RoundTile::NotCalled, "niet gebeld"),
    ];
    let kinds = kinds.map(|(tile, text)| (tile, text.to_owned()));
    let tile = |index: u64| {
        kinds[usize::try_from(noise(index, 6))
            .unwrap_or(0)
            .saturating_sub(2)]
        .clone()
    };
    let row = |row: u64| TileRow {
        head: head(&MUNICIPALITIES, row),
        tiles: (0..rounds)
            .map(|round| tile(row * rounds + round))
            .collect(),
    };
    TileChart {
        rounds: (0..rounds)
            .map(|round| head(&["september 2026", "februari 2026"], round))
            .collect(),
        rows: (0..rows).map(row).collect(),
        key: kinds.to_vec(),
    }
}

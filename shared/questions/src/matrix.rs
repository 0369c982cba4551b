//! How many knelpunten are open and persist, by municipality and category.

use std::collections::BTreeMap;

use fold::Names;
use register::{MunicipalityId, Register};
use serde::Serialize;

use crate::{Asked, Counted, figures::Seen, labels::category_name, places::Places};

/// The cells in which anything is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// In order of municipality, then category.
    pub cells: Vec<Cell>,
}

/// One category in one municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// CBS code, on the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// Code of the category.
    pub category: String,
    /// Name of the category.
    pub category_name: String,
    /// Knelpunten that are open.
    pub open: usize,
    /// Those of them that persist.
    pub persisting: usize,
}

impl Matrix {
    pub(crate) fn of<'a>(
        asked: &Asked,
        selected: impl Iterator<Item = Seen<'a>>,
        places: &Places,
        names: &'a Names,
        register: &Register,
    ) -> (Self, Counted) {
        let mut counted = Counted::default();
        let mut counts: BTreeMap<(MunicipalityId, &str), (usize, usize)> = BTreeMap::new();
        for seen in selected {
            let Some(fold) = seen.fold() else { continue };
            counted.enter(&fold);
            let Some(open) = fold.open() else { continue };
            let municipality = places.of(seen.traits.municipality).on_division;
            let cell = counts
                .entry((municipality, names.text(seen.traits.category)))
                .or_default();
            cell.0 += 1;
            cell.1 += usize::from(open.persists_at(asked.as_of));
        }
        let cells = counts
            .into_iter()
            .map(|((id, category), counts)| cell(id, category, counts, register))
            .collect();
        (Self { cells }, counted)
    }
}

fn cell(
    id: MunicipalityId,
    category: &str,
    (open, persisting): (usize, usize),
    register: &Register,
) -> Cell {
    let municipality = register.municipality(id);
    Cell {
        municipality: municipality.code.clone(),
        municipality_name: municipality.name.clone(),
        category: category.to_owned(),
        category_name: category_name(category, register),
        open,
        persisting,
    }
}

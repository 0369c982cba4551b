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

#[cfg(test)]
mod tests {
    use crate::{
        Columns, Counted,
        sample::{ask, columns, json, report, resolution, waiting, who},
    };

    fn sample() -> Columns {
        columns(vec![
            report(who("GM0010", "funding"), "2013-01-01", None),
            report(who("GM0003", "capacity"), "2013-01-01", None),
            report(waiting("GM0003", "capacity", "Centric"), "2013-08-01", None),
            report(who("GM0003", "funding"), "2013-01-01", None),
            resolution(who("GM0003", "funding"), "2013-02-01"),
        ])
    }

    /// Compares the cells of a link: municipality, category, open, persisting.
    #[track_caller]
    fn check(link: &str, expected: &[(&str, &str, u64, u64)]) {
        let answer = json(link, &sample());
        let cells = answer["cells"].as_array().unwrap();
        let text = |cell: &serde_json::Value, name: &str| cell[name].as_str().unwrap().to_owned();
        let told: Vec<_> = cells
            .iter()
            .map(|cell| {
                let counts = (
                    cell["open"].as_u64().unwrap(),
                    cell["persisting"].as_u64().unwrap(),
                );
                (
                    text(cell, "municipality"),
                    text(cell, "category"),
                    counts.0,
                    counts.1,
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(municipality, category, open, persisting)| {
                (
                    (*municipality).to_owned(),
                    (*category).to_owned(),
                    *open,
                    *persisting,
                )
            })
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn cells_in_which_anything_is_open_are_in_order_of_municipality_and_category() {
        check(
            "persisting/matrix?asOf=2013-09-01",
            &[("GM0003", "capacity", 2, 1), ("GM0010", "funding", 1, 1)],
        );
        check("persisting/matrix?asOf=2012-09-01", &[]);
        let (_, counted) = ask("persisting/matrix?asOf=2013-09-01", &sample());
        assert_eq!(counted, Counted { n: 4, censored: 3 });
    }

    #[test]
    fn municipalities_that_merged_are_one_row_on_a_later_division() {
        check(
            "persisting/matrix?asOf=2013-09-01&division=2022-01-01",
            &[("GM1979", "capacity", 2, 1), ("GM1979", "funding", 1, 1)],
        );
    }
}

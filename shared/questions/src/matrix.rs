//! How many knelpunten are open and persist, by municipality and category.

use api::{
    answers::{Matrix, MatrixCell},
    parameters::Grouping,
};
use register::{MunicipalityId, Register};

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    geography::Geography,
    group::{ByGroup, GroupKey, GroupNumbers, entry},
    labels::category_name,
    population::Accumulator,
    selected::Selected,
};

/// How many knelpunten are open and persist, by municipality and category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixQuestion;

/// Knelpunten that are open, and those of them that persist.
type Counts = (usize, usize);

/// What is open, by municipality and, within it, by number of category.
struct MatrixTally<'a> {
    counted: Counted,
    categories: GroupNumbers<'a>,
    rows: ByGroup<'a, Vec<Counts>>,
}

impl Question for MatrixQuestion {
    type Answer = Matrix;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Matrix>, QueryError> {
        let empty = || MatrixTally::empty(context.geography);
        let tally = context.gather(empty, MatrixTally::count);
        let code = |category: &GroupKey| match category {
            GroupKey::Code(code) => context.interner().text(*code),
            _ => "",
        };
        let categories = tally.categories.groups();
        let mut cells = Vec::new();
        for (municipality, row) in tally.rows.into_groups() {
            let GroupKey::Municipality(id) = municipality else {
                continue;
            };
            let row = categories.iter().map(code).zip(row);
            cells.extend(
                row.filter(|(_, counts)| counts.0 > 0)
                    .map(|(category, counts)| ((id, category), counts)),
            );
        }
        cells.sort_unstable();
        let cells = cells
            .into_iter()
            .map(|((id, category), counts)| cell(id, category, counts, context.register))
            .collect();
        Ok(Scan::ready(Matrix { cells }, tally.counted))
    }
}

impl FromParameters for MatrixQuestion {
    fn from_parameters(_: &mut Parameters, _: &mut Scope) -> Self {
        Self
    }
}

impl<'a> MatrixTally<'a> {
    fn empty(geography: &'a Geography) -> Self {
        Self {
            counted: Counted::default(),
            categories: GroupNumbers::new(Some(Grouping::Category), geography),
            rows: ByGroup::new(Some(Grouping::Municipality), geography),
        }
    }

    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let Some(open) = state.open else { return };
        let category = self.categories.number(&selected.identity);
        let cell = entry(self.rows.get_mut(&selected.identity), category);
        cell.0 += 1;
        cell.1 += usize::from(open.persists_at(selected.at));
    }
}

impl Accumulator for MatrixTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        let numbers = self.categories.include(&other.categories);
        self.rows.add(other.rows, |row, other| {
            for (number, counts) in numbers.iter().zip(other) {
                let cell = entry(row, *number);
                *cell = (cell.0 + counts.0, cell.1 + counts.1);
            }
        });
    }
}

fn cell(
    id: MunicipalityId,
    category: &str,
    (open, persisting): Counts,
    register: &Register,
) -> MatrixCell {
    let municipality = register.municipality(id);
    MatrixCell {
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
    use state::State;

    use crate::{
        Counted,
        sample::{counted, json, report, resolution, state_of, waiting, who},
    };

    fn sample() -> State {
        state_of(vec![
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
        let found: Vec<_> = cells
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
        assert_eq!(found, expected);
    }

    #[test]
    fn cells_in_which_anything_is_open_are_in_order_of_municipality_and_category() {
        check(
            "persisting/matrix?asOf=2013-09-01",
            &[("GM0003", "capacity", 2, 1), ("GM0010", "funding", 1, 1)],
        );
        check("persisting/matrix?asOf=2012-09-01", &[]);
        let counted = counted("persisting/matrix?asOf=2013-09-01", &sample());
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

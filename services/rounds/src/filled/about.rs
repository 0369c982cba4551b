//! What a workbook says of itself, on the sheet that explains it.

use jiff::civil::Date;

use super::Flaw;
use crate::{
    About, day,
    grid::{Cell, Grid},
    layout,
};

/// Reads it; what is wrong makes all of the workbook useless.
pub(super) fn read(grids: &[Grid]) -> (About, Vec<Flaw>) {
    let mut flaws = Vec::new();
    let mut flaw = |column: Option<&str>, problem: String| {
        flaws.push(Flaw {
            sheet: layout::ABOUT.to_owned(),
            row: None,
            column: column.map(str::to_owned),
            problem,
            municipality: None,
            fatal: true,
        });
    };
    let grid = grids.iter().find(|grid| grid.name == layout::ABOUT);
    if grid.is_none() {
        flaw(None, "is missing: it says which round and source this is; start from the workbook as it was made".to_owned());
    }
    let value = |label: &str| grid.and_then(|grid| value(grid, label)).unwrap_or_default();
    let (round, source) = (value(layout::ROUND), value(layout::SOURCE));
    let as_of = day::parse(&value(layout::AS_OF));
    if grid.is_some() {
        let version = value(layout::FORM);
        if version != layout::VERSION {
            let of = layout::VERSION;
            flaw(
                Some(layout::FORM),
                format!(
                    "{version:?} is another version than {of}, which is read here: make the sheet anew"
                ),
            );
        }
        if !model::is_round(&round) {
            flaw(Some(layout::ROUND), format!("{round:?} is no round"));
        }
        if !source.starts_with("urn:") || source.contains(char::is_whitespace) {
            flaw(Some(layout::SOURCE), format!("{source:?} is no source"));
        }
        if as_of.is_none() {
            flaw(Some(layout::AS_OF), "is no date".to_owned());
        }
    }
    let organisation = value(layout::ORGANISATION);
    let about = About {
        round,
        source,
        as_of: as_of.unwrap_or(Date::MIN),
        coach_organisation: (!organisation.is_empty()).then_some(organisation),
    };
    (about, flaws)
}

fn value(grid: &Grid, label: &str) -> Option<String> {
    let named = |row: &&Vec<Cell>| matches!(row.first(), Some(Cell::Text(text)) if text == label);
    match grid.rows.iter().find(named)?.get(1)? {
        Cell::Text(text) => Some(text.clone()),
        Cell::Day(day) => Some(day.to_string()),
        Cell::Broken(_) => None,
    }
}

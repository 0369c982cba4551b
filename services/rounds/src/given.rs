//! What is brought in: a workbook whole, or sheets of it that were saved as tables, one a file.

use std::{collections::BTreeSet, io::Read};

use uuid::Uuid;

use crate::{
    About,
    filled::{Flaw, form},
    grid::{self, Cell, Grid, NoSheet, NoWorkbook},
    layout,
    stamp::Stamp,
    table::Rows,
};

/// Sheets, as they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub(crate) grids: Vec<Grid>,
    /// True when no sheet may be missing.
    whole: bool,
}

impl Given {
    /// Reads a workbook.
    ///
    /// # Errors
    ///
    /// When it is none, or too large.
    pub fn workbook(bytes: &[u8]) -> Result<Self, NoWorkbook> {
        let grids = grid::of_workbook(bytes)?;
        Ok(Self { grids, whole: true })
    }

    /// Reads a sheet that was saved as a table. `file` is what it is called where it is wrong.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is too large.
    pub fn table<R: Read>(file: &str, rows: Rows<R>) -> Result<Self, NoSheet> {
        let grids = match recognised(rows.columns()) {
            Some(name) => vec![grid::of_table(name, file, rows)?],
            None => Vec::new(),
        };
        let whole = false;
        Ok(Self { grids, whole })
    }

    /// Says whether it is a sheet of a workbook at all.
    pub const fn is_recognised(&self) -> bool {
        !self.grids.is_empty()
    }

    /// Puts sheets beside each other.
    pub fn beside(all: Vec<Self>) -> Self {
        let whole = all.iter().any(|given| given.whole);
        let grids = all.into_iter().flat_map(|given| given.grids).collect();
        Self { grids, whole }
    }

    /// Says whether the sheet is among them that tells when a municipality was reached.
    pub fn has_calls(&self) -> bool {
        self.sheets().contains(layout::MUNICIPALITIES)
    }

    /// Lists the sheets of rows that are among them.
    pub(crate) fn sheets(&self) -> BTreeSet<&'static str> {
        let names = layout::OF_ROWS.into_iter();
        names
            .filter(|name| self.grids.iter().any(|grid| grid.name == *name))
            .collect()
    }

    /// Names a sheet as people find it: by its file where it is alone in one.
    fn place(&self, sheet: &str) -> String {
        let grid = self.grids.iter().find(|grid| grid.name == sheet);
        let file = grid.and_then(|grid| grid.file.clone());
        file.unwrap_or_else(|| format!("sheet {sheet}"))
    }

    /// Says where a row is.
    pub fn row(&self, sheet: &str, row: usize) -> String {
        format!("{}, row {row}", self.place(sheet))
    }

    /// Says what is wrong and where.
    pub fn shown(&self, flaw: &Flaw) -> String {
        let mut shown = self.place(&flaw.sheet);
        if let Some(row) = flaw.row {
            shown = format!("{shown}, row {row}");
        }
        if let Some(column) = &flaw.column {
            shown = format!("{shown}, column {column:?}");
        }
        format!("{shown}: {}", flaw.problem)
    }

    /// Says what they are of, and of which workbook.
    ///
    /// # Errors
    ///
    /// When that is not said, when sheets or columns are missing, when sheets stand there twice, or are of different
    /// workbooks: all that is wrong with their form.
    pub fn about(&self) -> Result<(About, Uuid), Vec<Flaw>> {
        form(self).map(|(stamp, _)| (stamp.about(), stamp.workbook))
    }

    pub(crate) fn stamp(&self) -> Result<Stamp, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut found: Option<(&str, Stamp)> = None;
        for sheet in layout::OF_ROWS {
            let mut all = self.grids.iter().filter(|grid| grid.name == sheet);
            let Some(grid) = all.next() else {
                if self.whole {
                    let problem = "is missing: start from the workbook as it was made";
                    flaws.push(Flaw::of_sheet(sheet, None, problem));
                }
                continue;
            };
            if let Some(Grid { file, .. }) = all.next() {
                let other = file.as_deref().unwrap_or(sheet);
                let problem = format!("is the same sheet as {other}: give one of the two");
                flaws.push(Flaw::of_sheet(sheet, None, problem));
            }
            match (stamp(grid), &found) {
                (Err(problem), _) => {
                    flaws.push(Flaw::of_sheet(sheet, Some(layout::STAMP), problem));
                }
                (Ok(stamp), Some((other, known))) if stamp != *known => {
                    let problem = format!(
                        "is of another workbook than sheet {other}: round {}, source {}, of {}; that one is round {}, \
                         source {}, of {}. Import them one by one",
                        stamp.round,
                        stamp.source,
                        stamp.as_of,
                        known.round,
                        known.source,
                        known.as_of
                    );
                    flaws.push(Flaw::of_sheet(sheet, Some(layout::STAMP), problem));
                }
                (Ok(_), Some(_)) => {}
                (Ok(stamp), None) => found = Some((sheet, stamp)),
            }
        }
        match found {
            Some((_, stamp)) if flaws.is_empty() => Ok(stamp),
            None if flaws.is_empty() => {
                let names = layout::OF_ROWS.join(", ");
                let problem = format!("holds no answers: give one of the sheets {names}");
                Err(vec![Flaw::of_sheet(layout::ABOUT, None, problem)])
            }
            _ => Err(flaws),
        }
    }
}

fn headings(grid: &Grid) -> impl Iterator<Item = &str> {
    let cells = grid.rows.first().into_iter().flatten();
    cells.filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.as_str()),
        Cell::Day(_) | Cell::Broken(_) => None,
    })
}

fn stamp(grid: &Grid) -> Result<Stamp, String> {
    headings(grid).find_map(Stamp::parse).unwrap_or_else(|| {
        Err("is missing: it says which round and source this is; save the sheet with all its columns".to_owned())
    })
}

/// Tells by its headings which sheet a table is: half of them must be there, so that one that was lost can be named.
fn recognised(headings: &[String]) -> Option<&'static str> {
    let there: BTreeSet<&str> = headings.iter().map(String::as_str).collect();
    let found = |sheet: &&str| {
        let columns = layout::columns_of(sheet).iter();
        columns
            .filter(|column| there.contains(column.heading))
            .count()
    };
    let enough = |sheet: &&str| 2 * found(sheet) >= layout::columns_of(sheet).len();
    let of_rows = layout::OF_ROWS.into_iter().filter(enough).max_by_key(found);
    let lists = [layout::CATEGORY, layout::BUILDING_BLOCK, layout::REMEDY];
    let explains = headings
        .first()
        .is_some_and(|first| first.starts_with(layout::TITLE));
    of_rows
        .or_else(|| explains.then_some(layout::ABOUT))
        .or_else(|| (there == BTreeSet::from(lists)).then_some(layout::LISTS))
}

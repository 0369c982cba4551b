//! A workbook that was filled in: what it says, and everything that is wrong with it.

mod about;
mod answers;
mod consultations;
mod new_ones;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::Data;
use register::Register;

use crate::{
    About,
    grid::{self, NoWorkbook},
    layout,
    names::{Kind, Names},
};
use consultations::Consulted;
use rows::Rows;

/// What a workbook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What it says of itself.
    pub about: About,
    /// Codes of the municipalities that it is about; others it leaves alone.
    pub asked: BTreeSet<String>,
    /// What is to stand in the log.
    pub said: Vec<Said>,
    /// Everything that is wrong with it.
    pub flaws: Vec<Flaw>,
}

/// What one row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sheet that it stands on.
    pub sheet: &'static str,
    /// Its row, from 1.
    pub row: usize,
    /// What it says, as an event does.
    pub data: Data,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1; none where it is the whole sheet.
    pub row: Option<usize>,
    /// The heading of the column; none where it is the whole row.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// The municipality of which it cannot be told what is to stand; none where that is not known.
    pub municipality: Option<String>,
    /// True when nothing of the workbook can be trusted.
    pub fatal: bool,
}

/// What rows are read by.
pub(crate) struct Reading<'a> {
    pub(crate) about: &'a About,
    pub(crate) register: &'a Register,
    pub(crate) today: Date,
    pub(crate) names: BTreeMap<&'static str, Names>,
    pub(crate) flaws: Vec<Flaw>,
    /// By code of the municipality.
    pub(crate) consulted: BTreeMap<String, Consulted>,
}

/// Reads a workbook.
///
/// `today` is the last day that can be meant.
///
/// # Errors
///
/// When it is no workbook.
pub fn read(bytes: &[u8], register: &Register, today: Date) -> Result<Filled, NoWorkbook> {
    let grids = grid::read(bytes)?;
    let (about, mut flaws) = about::read(&grids);
    let found = |name: &'static str, flaws: &mut Vec<Flaw>| Rows::find(&grids, name, flaws);
    let municipalities = found(layout::MUNICIPALITIES, &mut flaws);
    let knelpunten = found(layout::KNELPUNTEN, &mut flaws);
    let new_ones = found(layout::NEW, &mut flaws);
    let mut reading = Reading::new(&about, register, today, flaws);
    let mut said = consultations::read(&municipalities, &mut reading);
    let (answered, listed) = answers::read(&knelpunten, &mut reading);
    said.extend(answered);
    said.extend(new_ones::read(&new_ones, &listed, &mut reading));
    let asked = reading.consulted.keys().cloned().collect();
    let flaws = reading.flaws;
    Ok(Filled {
        about,
        asked,
        said,
        flaws,
    })
}

impl<'a> Reading<'a> {
    fn new(about: &'a About, register: &'a Register, today: Date, flaws: Vec<Flaw>) -> Self {
        let names = [
            (layout::MUNICIPALITY, Kind::Municipality),
            (layout::CATEGORY, Kind::Category),
            (layout::TOPICS, Kind::Category),
            (layout::BUILDING_BLOCK, Kind::BuildingBlock),
            (layout::REMEDY, Kind::Remedy),
        ];
        Self {
            about,
            register,
            today,
            names: names
                .map(|(heading, kind)| (heading, Names::of(kind, register)))
                .into(),
            flaws,
            consulted: BTreeMap::new(),
        }
    }
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "sheet {}", self.sheet)?;
        if let Some(row) = self.row {
            write!(to, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(to, ", column {column:?}")?;
        }
        write!(to, ": {}", self.problem)
    }
}

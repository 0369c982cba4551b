//! A workbook that was filled in: what it says, and everything that is wrong with it.

mod answers;
mod consultations;
mod new_ones;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::Data;
use register::Register;
use uuid::Uuid;

use crate::{
    About, Given, layout,
    names::{Kind, Names},
    stamp::Stamp,
};
use consultations::Consulted;
pub(crate) use rows::Rows;

/// What a workbook says, or some of its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What it says of itself.
    pub about: About,
    /// What tells it from other workbooks; copies have the same.
    pub workbook: Uuid,
    /// The sheets that were given; what others say is left alone.
    pub sheets: BTreeSet<&'static str>,
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
    /// Code of the municipality that said it.
    pub asked: String,
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
    /// Where it is said when a municipality was reached.
    pub(crate) calls_are_in: &'static str,
}

/// Reads what sheets say.
///
/// `today` is the last day that can be meant. `reached` says when municipalities were reached, where the sheet that
/// tells it was not given: by their codes.
///
/// # Errors
///
/// When nothing of them can be trusted: all that is wrong with their form.
pub fn read(
    given: &Given,
    register: &Register,
    today: Date,
    reached: &BTreeMap<String, Date>,
) -> Result<Filled, Vec<Flaw>> {
    let (stamp, [municipalities, knelpunten, new_ones]) = form(given)?;
    let about = stamp.about();
    let mut reading = Reading::new(&about, register, today);
    if !given.has_calls() {
        reading.calls_are_in = "the log";
        let known = reached
            .iter()
            .map(|(code, day)| (code.clone(), Consulted::on(*day)));
        reading.consulted = known.collect();
    }
    let mut said = consultations::read(&municipalities, &mut reading);
    let (answered, listed) = answers::read(&knelpunten, &mut reading);
    said.extend(answered);
    said.extend(new_ones::read(&new_ones, &listed, &mut reading));
    let asked = reading.consulted.keys().cloned().collect();
    let flaws = reading.flaws;
    Ok(Filled {
        workbook: stamp.workbook,
        sheets: given.sheets(),
        about,
        asked,
        said,
        flaws,
    })
}

/// Reads what sheets say of themselves, and finds their columns: all that is wrong with that at once.
pub(crate) fn form(given: &Given) -> Result<(Stamp, [Rows<'_>; 3]), Vec<Flaw>> {
    let stamp = given.stamp();
    let mut flaws = stamp.as_ref().err().cloned().unwrap_or_default();
    let rows = layout::OF_ROWS.map(|sheet| Rows::find(&given.grids, sheet, &mut flaws));
    match stamp {
        Ok(stamp) if flaws.is_empty() => Ok((stamp, rows)),
        _ => Err(flaws),
    }
}

impl<'a> Reading<'a> {
    fn new(about: &'a About, register: &'a Register, today: Date) -> Self {
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
            flaws: Vec::new(),
            consulted: BTreeMap::new(),
            calls_are_in: "sheet Gemeenten",
        }
    }

    /// Says what is missing where a municipality has an answer, and no day on which it was reached.
    pub(crate) fn unreached(&self) -> String {
        let place = self.calls_are_in;
        let more = if place == "the log" {
            "; give sheet Gemeenten along"
        } else {
            ""
        };
        format!(
            "there is an answer, but {place} does not say on which day the municipality was reached{more}"
        )
    }
}

impl Flaw {
    pub(crate) fn of_sheet(sheet: &str, column: Option<&str>, problem: impl Into<String>) -> Self {
        Self {
            sheet: sheet.to_owned(),
            row: column.map(|_| 1),
            column: column.map(str::to_owned),
            problem: problem.into(),
            municipality: None,
        }
    }
}

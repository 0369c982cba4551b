//! From a row to the report that it says, and to everything that is wrong with it.

use std::collections::BTreeMap;

use model::{Data, KnelpuntReported, NAMESPACE, Observed, Party, PartyKind, Reporter, Violation};
use register::Register;
use uuid::Uuid;

use super::{
    mapping::{Field, Mapping, Origin},
    rows::Row,
};
use crate::{
    day,
    names::{Kind, Names},
    words::Words,
};

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The heading of the column; none where it is the whole row.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: String,
}

/// Reads reports out of the rows of one table.
#[derive(Debug, Clone)]
pub struct Reports {
    columns: Vec<String>,
    places: BTreeMap<Field, usize>,
    constants: BTreeMap<Field, String>,
    municipalities: Names,
    categories: Names,
    building_blocks: Names,
}

impl Reports {
    /// Finds the columns of a mapping, and reads its constants.
    ///
    /// # Errors
    ///
    /// With everything that does not fit.
    pub fn new(
        Mapping(mapping): &Mapping,
        columns: &[String],
        register: &Register,
    ) -> Result<Self, Vec<String>> {
        let mut reports = Self {
            columns: columns.to_vec(),
            places: BTreeMap::new(),
            constants: BTreeMap::new(),
            municipalities: Names::of(Kind::Municipality, register),
            categories: Names::of(Kind::Category, register),
            building_blocks: Names::of(Kind::BuildingBlock, register),
        };
        let mut faults = Vec::new();
        for (field, origin) in mapping {
            let found = match origin {
                Origin::Column(heading) => place(columns, heading).map(|place| {
                    reports.places.insert(*field, place);
                }),
                Origin::Constant(text) => reports.meant(*field, text).map(|text| {
                    reports.constants.insert(*field, text);
                }),
            };
            faults.extend(
                found
                    .err()
                    .map(|fault| format!("{}: {fault}", field.name())),
            );
        }
        if faults.is_empty() {
            Ok(reports)
        } else {
            Err(faults)
        }
    }

    /// Reads what a row says; nothing for one of which all cells are empty.
    ///
    /// # Errors
    ///
    /// With everything that is wrong with it.
    pub fn read(&self, row: &Row) -> Result<Option<KnelpuntReported>, Vec<Wrong>> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let (mut said, mut wrong) = (self.constants.clone(), self.misfit(row));
        for (field, place) in &self.places {
            let text = row.cells.get(*place).unwrap_or_default().trim();
            let found = match text {
                "" if Field::REQUIRED.contains(field) => Err("is empty".to_owned()),
                "" => continue,
                text => self.meant(*field, text),
            };
            match found {
                Ok(text) => drop(said.insert(*field, text)),
                Err(problem) => wrong.push(self.wrong(Some(*field), problem)),
            }
        }
        // A kind of party that is the same in every row says nothing of one that names none.
        let named = said.contains_key(&Field::Party);
        if !named && self.constants.contains_key(&Field::PartyKind) {
            said.remove(&Field::PartyKind);
        }
        let blank = |field| self.cell(row, field).is_some_and(str::is_empty);
        for (field, other) in [
            (Field::PartyKind, Field::Party),
            (Field::Party, Field::PartyKind),
        ] {
            if blank(field) && said.contains_key(&other) {
                let problem = "is empty: a party has a kind and a name".to_owned();
                wrong.push(self.wrong(Some(field), problem));
            }
        }
        if wrong.is_empty() {
            Ok(report(said))
        } else {
            Err(wrong)
        }
    }

    /// Puts what a reader of the log would find wrong in the column that it comes from.
    pub fn placed(&self, fault: &Violation) -> Wrong {
        let path = match fault.path.as_str() {
            "/time" => Field::ObservedAt.path(),
            path => path,
        };
        let field = Field::ALL.into_iter().find(|field| field.path() == path);
        match field {
            Some(field) if self.places.contains_key(&field) => {
                self.wrong(Some(field), fault.problem.clone())
            }
            _ => self.wrong(None, fault.to_string()),
        }
    }

    fn cell<'a>(&self, row: &'a Row, field: Field) -> Option<&'a str> {
        let place = self.places.get(&field)?;
        Some(row.cells.get(*place).unwrap_or_default().trim())
    }

    fn wrong(&self, field: Option<Field>, problem: String) -> Wrong {
        let place = field.and_then(|field| self.places.get(&field));
        let column = place.and_then(|place| self.columns.get(*place)).cloned();
        Wrong { column, problem }
    }

    /// Finds fault with a row that is shorter than the headings, or has something beyond them.
    fn misfit(&self, row: &Row) -> Vec<Wrong> {
        let (cells, columns) = (row.cells.len(), self.columns.len());
        let beyond = row
            .cells
            .iter()
            .skip(columns)
            .any(|cell| !cell.trim().is_empty());
        if cells >= columns && !beyond {
            return Vec::new();
        }
        let problem = format!(
            "has {cells} cells under {columns} headings: is a delimiter not in quotation marks?"
        );
        vec![self.wrong(None, problem)]
    }

    /// Reads what is meant by a text, as it is written in an event.
    fn meant(&self, field: Field, text: &str) -> Result<String, String> {
        let code = |names: &Names| names.code(text).map(str::to_owned);
        match field {
            Field::Municipality => code(&self.municipalities),
            Field::Category => code(&self.categories),
            Field::BuildingBlock => code(&self.building_blocks),
            Field::PartyKind => party_kind(text).map(|kind| kind.code().to_owned()),
            Field::ObservedAt | Field::KnownSince => when(text),
            Field::Round if !model::is_round(text) => {
                Err(format!("{text:?} is no round, such as 2013-02"))
            }
            Field::Party
            | Field::Reference
            | Field::Round
            | Field::ReporterRole
            | Field::Description => Ok(on_one_line(text)),
        }
    }
}

/// Makes the id of a report: the same for the same report of the same source, whatever table it stands in.
pub fn report_id(source: &str, data: &Data) -> String {
    let name = format!(
        "table\n{source}\n{}\n{}",
        data.event_type().name(),
        crate::plan::canonical(data)
    );
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

fn place(columns: &[String], heading: &str) -> Result<usize, String> {
    let wanted = model::canonical_name(heading);
    let alike = |(place, column): (usize, &String)| {
        (model::canonical_name(column) == wanted).then_some(place)
    };
    let found: Vec<usize> = columns.iter().enumerate().filter_map(alike).collect();
    match found[..] {
        [place] => Ok(place),
        [] => Err(format!(
            "there is no column {heading:?}; there are {columns:?}"
        )),
        _ => Err(format!(
            "there are {} columns {heading:?}: give them names of their own",
            found.len()
        )),
    }
}

fn party_kind(text: &str) -> Result<PartyKind, String> {
    let kind = PartyKind::parse(&text.to_lowercase()).or_else(|| <PartyKind as Words>::parse(text));
    kind.ok_or_else(|| {
        let words = PartyKind::words().join(", ");
        let codes = PartyKind::ALL.map(PartyKind::code).join(", ");
        format!("{text:?} is none of {words}, {codes}")
    })
}

/// Makes spaces of line breaks, which cells may have and events may not.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn when(text: &str) -> Result<String, String> {
    if Observed::parse(text).is_some() {
        return Ok(text.to_owned());
    }
    let day = day::parse(text).map(|day| day.to_string());
    day.ok_or_else(|| format!("{text:?} is no date, such as 12-2-2013 or 12 februari 2013"))
}

fn report(mut said: BTreeMap<Field, String>) -> Option<KnelpuntReported> {
    let mut take = |field| said.remove(&field);
    let kind = take(Field::PartyKind).and_then(|code| PartyKind::parse(&code));
    let party = kind.zip(take(Field::Party));
    Some(KnelpuntReported {
        municipality: take(Field::Municipality)?,
        category: take(Field::Category)?,
        building_block: take(Field::BuildingBlock),
        party: party.map(|(kind, name)| Party { kind, name }),
        reference: take(Field::Reference),
        observed_at: take(Field::ObservedAt)?,
        known_since: take(Field::KnownSince),
        round: take(Field::Round),
        reporter: take(Field::ReporterRole).map(|role| Reporter { role }),
        description: take(Field::Description),
    })
}

#[cfg(test)]
mod tests;

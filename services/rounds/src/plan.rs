//! From what a sheet says and what stands in the log to what is to be published: the two then say the same.
//!
//! A sheet takes back what it said itself, and nothing else. What another sheet said stays, also where the two differ;
//! a municipality of which a sheet says nothing stays as it is, for a copy of it may have been filled in elsewhere.

mod history;

use std::collections::{BTreeMap, BTreeSet};

use model::{Data, EventRef, EventWithdrawn, Subject};
use register::Register;

use crate::{Filled, Said};
pub use history::History;
use history::OfSheet;
pub(crate) use history::canonical;

/// An event that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub data: Data,
}

/// What a sheet said and does not say any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The withdrawal.
    pub event: Planned,
    /// What was said.
    pub told: Data,
    /// What the sheet says of the same now, if anything.
    pub instead: Option<Said>,
}

/// What a sheet says otherwise than another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// What it says.
    pub said: Said,
    /// What another sheet said.
    pub other: Data,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is said now and did not stand.
    pub add: Vec<Planned>,
    /// What stood and is not said any more.
    pub withdraw: Vec<Withdrawn>,
    /// How many stand and are said.
    pub unchanged: usize,
    /// What stands in municipalities of which the sheet says nothing now.
    pub kept: Vec<Data>,
    /// What stands beside what another sheet said of the same.
    pub differing: Vec<Differing>,
}

/// Plans what is to be published for a sheet. With `cleared`, a municipality of which it says nothing was cleared: what
/// it said of it is withdrawn.
pub fn plan(filled: &Filled, history: &History, register: &Register, cleared: bool) -> Plan {
    let mut plan = Plan::default();
    let mut wanted = BTreeSet::new();
    let mut said_of: BTreeMap<Subject, &Said> = BTreeMap::new();
    for said in &filled.said {
        let Some(subject) = said.data.subject() else {
            continue;
        };
        said_of.insert(subject.clone(), said);
        let id = history.id(filled.workbook, said.sheet, &said.data, &subject);
        if !wanted.insert(id.clone()) {
            continue;
        }
        if history.holds(&id) {
            plan.unchanged += 1;
        } else {
            let data = said.data.clone();
            plan.add.push(Planned { id, subject, data });
        }
    }
    let standing = history.of_round(&filled.about.round);
    for told in standing.filter(|told| !wanted.contains(told.id)) {
        let said = said_of.get(told.subject).copied();
        if told.workbook != filled.workbook {
            plan.differing
                .extend(said.and_then(|said| differing(said, told.data)));
        } else if filled.sheets.contains(told.sheet) {
            match filled.concern(register, told.data.municipality()) {
                Concern::None => {}
                Concern::Silent if !cleared => plan.kept.push(told.data.clone()),
                Concern::Silent | Concern::Speaks => {
                    plan.withdraw.push(withdrawn(filled, &told, said));
                }
            }
        }
    }
    plan
}

/// How a sheet stands to a municipality.
enum Concern {
    /// It is not asked, or what is said of it is wrong: what it takes the place of is not known.
    None,
    /// Nothing is said of it.
    Silent,
    /// Something is.
    Speaks,
}

impl Filled {
    /// Says whether what stands of a municipality is the sheet's to withdraw: it is asked, or was merged into one that
    /// is.
    fn concern(&self, register: &Register, code: &str) -> Concern {
        let Some(id) = register.find_municipality(code) else {
            return Concern::None;
        };
        let now = register.successor_on(id, self.about.as_of).municipality;
        let codes = BTreeSet::from([code, register.municipality(now).code.as_str()]);
        // Of a row that does not say where it belongs nobody knows what it takes the place of.
        let wrong = |of: Option<&str>| of.is_none_or(|code| codes.contains(code));
        let mut flaws = self.flaws.iter();
        if flaws.any(|flaw| wrong(flaw.municipality.as_deref()))
            || !codes.iter().any(|code| self.asked.contains(*code))
        {
            Concern::None
        } else if self
            .said
            .iter()
            .any(|said| codes.contains(said.asked.as_str()))
        {
            Concern::Speaks
        } else {
            Concern::Silent
        }
    }
}

/// Two that report the same, each at its time, do not contradict each other.
fn differing(said: &Said, other: &Data) -> Option<Differing> {
    let reports = |data: &Data| matches!(data, Data::Reported(_));
    let alike = said.data == *other || reports(&said.data) && reports(other);
    (!alike).then(|| Differing {
        said: said.clone(),
        other: other.clone(),
    })
}

fn withdrawn(filled: &Filled, told: &OfSheet<'_>, instead: Option<&Said>) -> Withdrawn {
    let data = Data::Withdrawn(EventWithdrawn {
        event: EventRef {
            source: filled.about.source.clone(),
            id: told.id.to_owned(),
        },
        municipality: told.data.municipality().to_owned(),
        reason: None,
    });
    Withdrawn {
        event: Planned {
            id: history::id(told.workbook, told.sheet, &data, 0),
            subject: told.subject.clone(),
            data,
        },
        told: told.data.clone(),
        instead: instead.cloned(),
    }
}

#[cfg(test)]
mod tests;

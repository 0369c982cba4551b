//! What an import is said to do, in words.

use std::collections::BTreeSet;

use model::{Data, Outcome};
use register::Register;
use rounds::{Contradiction, ImportPlan, PlannedWithdrawal, RowStatement, SheetInput};

use crate::output;

/// How many are named; the others are counted.
const NAMED: usize = 100;

/// Names what is withdrawn, what differs from another sheet, and what stays though it is not said now.
pub(super) fn changes(plan: &ImportPlan, given: &SheetInput, register: &Register, dry_run: bool) {
    let withdrawn = plan.withdraw.iter().map(|one| one.shown(given, register));
    let heading = if dry_run {
        "would be withdrawn, for the sheet does not say it any more"
    } else {
        "withdrawn, for the sheet does not say it any more"
    };
    list(plan.withdraw.len(), heading, withdrawn);
    let differing = plan
        .contradictions
        .iter()
        .map(|one| one.shown(given, register));
    let heading = "said otherwise by another sheet; both stand, so correct the one that is wrong and import it";
    list(plan.contradictions.len(), heading, differing);
    if !plan.untouched.is_empty() {
        let places = plan.untouched.iter().map(|data| place(data, register));
        let places: BTreeSet<&str> = places.collect();
        let places: Vec<&str> = places.into_iter().collect();
        let (stay, them) = match plan.untouched.len() {
            1 => ("1 event stays".to_owned(), "it"),
            count => (format!("{count} events stay"), "them"),
        };
        eprintln!(
            "knelpunt: {stay} of municipalities of which this sheet says nothing now ({}); pass --cleared to withdraw \
             {them}",
            places.join(", ")
        );
    }
}

fn list(count: usize, heading: &str, all: impl Iterator<Item = String>) {
    if count > 0 {
        eprintln!("knelpunt: {count} {heading}:");
        for one in all.take(NAMED) {
            eprintln!("  {}", output::escape_controls(&one).replace('\n', "\\n"));
        }
        if count > NAMED {
            eprintln!("  … and {} more", count - NAMED);
        }
    }
}

trait Shown {
    fn shown(&self, given: &SheetInput, register: &Register) -> String;
}

impl Shown for PlannedWithdrawal {
    fn shown(&self, given: &SheetInput, register: &Register) -> String {
        let was = format!(
            "{}: {}",
            about(&self.previous, register),
            telling(&self.previous)
        );
        match &self.replacement {
            Some(said) => format!("{was}; now {}", now(said, given)),
            None => was,
        }
    }
}

impl Shown for Contradiction {
    fn shown(&self, given: &SheetInput, register: &Register) -> String {
        let (other, now) = (telling(&self.other), now(&self.statement, given));
        format!("{}: {now}; the other {other}", about(&self.other, register))
    }
}

fn now(said: &RowStatement, given: &SheetInput) -> String {
    format!(
        "{}: {}",
        given.row_location(said.sheet, said.row),
        telling(&said.data)
    )
}

fn place<'a>(data: &'a Data, register: &'a Register) -> &'a str {
    let code = data.municipality();
    let found = register.find_municipality(code);
    found.map_or(code, |id| register.municipality(id).name.as_str())
}

/// Names what something is said of.
fn about(data: &Data, register: &Register) -> String {
    let place = place(data, register);
    let Some(identity) = data.identity() else {
        return place.to_owned();
    };
    let category = register.catalogue().category(&identity.category);
    let category = category.map_or(identity.category.as_str(), |held| held.nl.as_str());
    let party = identity.party.as_ref().map(|(_, name)| name);
    let more = [
        identity.building_block.as_ref(),
        party,
        identity.reference.as_ref(),
    ];
    let more = more.into_iter().flatten().map(|text| format!(", {text}"));
    format!("{place}, {category}{}", more.collect::<String>())
}

/// Says what an event says beyond what it is of.
fn telling(data: &Data) -> String {
    let (what, on, more) = match data {
        Data::Consulted(data) => {
            let topics = data.topics.as_ref().map(|topics| topics.join(", "));
            (data.outcome.code().to_owned(), &data.observed_at, topics)
        }
        Data::Reported(data) => (
            "there".to_owned(),
            &data.observed_at,
            data.description.clone(),
        ),
        Data::Resolved(data) => {
            let outcome: Outcome = data.outcome;
            let how = data.remedy.as_ref().map(|remedy| format!(" by {remedy}"));
            let what = format!("{}{}", outcome.code(), how.unwrap_or_default());
            (what, &data.observed_at, data.description.clone())
        }
        Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => return String::new(),
    };
    let more = more.map(|more| format!(" ({more})")).unwrap_or_default();
    format!("{what} on {on}{more}")
}

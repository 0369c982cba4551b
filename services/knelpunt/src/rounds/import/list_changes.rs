//! Lists the changes of an import for people.

use std::collections::BTreeSet;

use model::{Data, Outcome};
use register::Register;
use rounds::{Contradiction, ImportPlan, PlannedWithdrawal, RowStatement, SheetInput};

use crate::output;

/// How many changes of a kind are listed; the others are counted.
const LISTED_LIMIT: usize = 100;

/// Lists what is withdrawn, what contradicts another sheet, and what stays although the sheet no longer has it.
pub(super) fn list(plan: &ImportPlan, input: &SheetInput, register: &Register, dry_run: bool) {
    let withdrawn = plan
        .withdraw
        .iter()
        .map(|one| one.describe(input, register));
    let heading = if dry_run {
        "would be withdrawn, because the sheet no longer has it"
    } else {
        "withdrawn, because the sheet no longer has it"
    };
    list_all(plan.withdraw.len(), heading, withdrawn);
    let contradicting = plan
        .contradictions
        .iter()
        .map(|one| one.describe(input, register));
    let heading = "different in another sheet; both stay: correct the wrong one and import it";
    list_all(plan.contradictions.len(), heading, contradicting);
    if !plan.untouched.is_empty() {
        let names = plan.untouched.iter();
        let names: BTreeSet<&str> = names.map(|data| municipality(data, register)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let (stay, them) = match plan.untouched.len() {
            1 => ("1 event stays".to_owned(), "it"),
            count => (format!("{count} events stay"), "them"),
        };
        eprintln!(
            "knelpunt: {stay}, for municipalities that are empty in this sheet ({}); pass --cleared to withdraw {them}",
            names.join(", ")
        );
    }
}

fn list_all(count: usize, heading: &str, all: impl Iterator<Item = String>) {
    if count > 0 {
        eprintln!("knelpunt: {count} {heading}:");
        for one in all.take(LISTED_LIMIT) {
            eprintln!("  {}", output::on_one_line(&one));
        }
        if count > LISTED_LIMIT {
            eprintln!("  … and {} more", count - LISTED_LIMIT);
        }
    }
}

trait Describe {
    fn describe(&self, input: &SheetInput, register: &Register) -> String;
}

impl Describe for PlannedWithdrawal {
    fn describe(&self, input: &SheetInput, register: &Register) -> String {
        let was = format!(
            "{}: {}",
            subject(&self.previous, register),
            statement(&self.previous)
        );
        match &self.replacement {
            Some(row) => format!("{was}; now {}", now(row, input)),
            None => was,
        }
    }
}

impl Describe for Contradiction {
    fn describe(&self, input: &SheetInput, register: &Register) -> String {
        let (other, now) = (statement(&self.other), now(&self.statement, input));
        format!(
            "{}: {now}; the other {other}",
            subject(&self.other, register)
        )
    }
}

fn now(row: &RowStatement, input: &SheetInput) -> String {
    format!(
        "{}: {}",
        input.row_location(row.sheet, row.row),
        statement(&row.data)
    )
}

fn municipality<'a>(data: &'a Data, register: &'a Register) -> &'a str {
    let code = data.municipality();
    let found = register.find_municipality(code);
    found.map_or(code, |id| register.municipality(id).name.as_str())
}

/// Returns what a statement is about.
fn subject(data: &Data, register: &Register) -> String {
    let municipality = municipality(data, register);
    let Some(identity) = data.identity() else {
        return municipality.to_owned();
    };
    let category = register.catalogue().category(&identity.category);
    let category = category.map_or(identity.category.as_str(), |category| category.nl.as_str());
    let party = identity.party.as_ref().map(|(_, name)| name);
    let more = [
        identity.building_block.as_ref(),
        party,
        identity.reference.as_ref(),
    ];
    let more = more.into_iter().flatten().map(|text| format!(", {text}"));
    format!("{municipality}, {category}{}", more.collect::<String>())
}

/// Returns what an event states about its subject.
fn statement(data: &Data) -> String {
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
        Data::Supported(_) | Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => {
            return String::new();
        }
    };
    let more = more.map(|more| format!(" ({more})")).unwrap_or_default();
    format!("{what} on {on}{more}")
}

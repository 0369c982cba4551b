//! The municipalities to call and the heading of the workbook, from the options; every violation is named at once.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{Observed, canonical_name};
use register::{CodeKind, Municipality, MunicipalityId, Register};
use rounds::{SheetMunicipality, WorkbookInfo};

use super::Args;
use crate::{clock, settings::BadUsage};

/// Returns the municipalities to call, and the heading of the workbook without its source.
pub(super) fn plan(
    args: &Args,
    register: &Register,
) -> Result<(WorkbookInfo, Vec<SheetMunicipality>), BadUsage> {
    let mut violations = Vec::new();
    if !model::is_round(&args.round) {
        violations.push(format!(
            "--round {:?} is not a round: use at most 32 lower-case letters, digits and hyphens, such as 2013-06",
            args.round
        ));
    }
    let organisation = args.coach_organisation.clone();
    let is_invalid = |name: &String| {
        name.trim().is_empty() || name.chars().count() > 200 || name.contains(char::is_control)
    };
    if organisation.as_ref().is_some_and(is_invalid) {
        violations.push("--coach-organisation is not a name of 1 to 200 characters".to_owned());
    }
    let as_of = day(args.as_of.as_deref(), &mut violations);
    let municipalities = municipalities(args, register, as_of, &mut violations);
    if !violations.is_empty() {
        return Err(BadUsage(format!(
            "cannot make the workbook; correct:\n  {}",
            violations.join("\n  ")
        )));
    }
    let about = WorkbookInfo {
        round: args.round.clone(),
        source: String::new(),
        as_of,
        coach_organisation: organisation,
    };
    Ok((about, municipalities))
}

fn day(text: Option<&str>, violations: &mut Vec<String>) -> Date {
    let today = clock::now().day();
    let Some(text) = text else { return today };
    let day = match Observed::parse(text) {
        Some(Observed::On(day)) => Some(day),
        Some(Observed::At(_)) | None => None,
    };
    if day.is_none() {
        violations.push(format!(
            "--as-of {text:?} is not a date, such as 2013-06-01, from 1970-01-02 to 9999-12-29"
        ));
    }
    if day.is_some_and(|day| day > today) {
        violations.push(format!(
            "--as-of {text} is later than today, {today} in the Netherlands, and nothing has been observed yet: give \
             today at the latest, or leave it out"
        ));
    }
    day.unwrap_or(today)
}

fn municipalities(
    args: &Args,
    register: &Register,
    as_of: Date,
    violations: &mut Vec<String>,
) -> Vec<SheetMunicipality> {
    let mut codes = BTreeSet::new();
    for text in &args.municipality {
        match called(text, register, as_of) {
            Ok(id) => drop(codes.insert(id)),
            Err(problem) => violations.push(format!("--municipality {problem}")),
        }
    }
    let mut provinces = BTreeSet::new();
    for text in &args.province {
        match register.find_code(CodeKind::Province, text) {
            Ok(code) => drop(provinces.insert(code)),
            Err(unknown) => violations.push(format!("--province {unknown}")),
        }
    }
    let all = args.municipality.is_empty() && args.province.is_empty();
    let mut to_call: Vec<SheetMunicipality> = register
        .municipalities()
        .filter(|(_, municipality)| municipality.existed_on(as_of))
        .map(|(id, one)| (id, one, register.province(one.province)))
        .filter(|(id, _, province)| {
            all || codes.contains(id) || provinces.contains(province.code.as_str())
        })
        .map(|(_, municipality, province)| SheetMunicipality {
            code: municipality.code.clone(),
            name: municipality.name.clone(),
            province: province.name.clone(),
        })
        .collect();
    to_call.sort_by_key(|to_call| canonical_name(&to_call.name));
    to_call
}

/// Returns the municipality to call, which exists on a day.
fn called(text: &str, register: &Register, as_of: Date) -> Result<MunicipalityId, String> {
    let named = register.find_municipality_by_name(text);
    let id = named.map_err(|unknown| unknown.to_string())?;
    if register.municipality(id).existed_on(as_of) {
        return Ok(id);
    }
    let successor = register.successor_on(id, as_of).municipality;
    let Municipality { code, name, .. } = register.municipality(successor);
    Err(if successor == id {
        format!("{text:?} does not exist yet on {as_of}; correct --as-of")
    } else {
        format!("{text:?} does not exist any more on {as_of}; it belongs to {code} ({name})")
    })
}

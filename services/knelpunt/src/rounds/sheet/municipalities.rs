//! The municipalities to call and the heading of the workbook, from the options; every violation is named at once.

use jiff::civil::Date;
use model::canonical_name;
use register::{Municipality, Register};
use rounds::{SheetMunicipality, WorkbookInfo};

use super::Args;
use crate::{clock, codes::CodeList, settings::BadUsage, suggest::suggestion};

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
    let day: Option<Date> = text.parse().ok();
    let day = day.filter(|day| day.to_string() == text && (1970..=2199).contains(&day.year()));
    if day.is_none() {
        violations.push(format!(
            "--as-of {text:?} is not a date, such as 2013-06-01"
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
    let existing: Vec<(&Municipality, &str, &str)> = register
        .municipalities()
        .filter(|(_, municipality)| municipality.existed_on(as_of))
        .map(|(_, municipality)| {
            let province = register.province(municipality.province);
            (municipality, province.name.as_str(), province.code.as_str())
        })
        .collect();
    let named = |text: &str, names: [&str; 2]| {
        let wanted = canonical_name(text);
        names.iter().any(|name| canonical_name(name) == wanted)
    };
    let is_named = |text: &str, municipality: &Municipality| {
        named(text, [&municipality.code, &municipality.name])
    };
    for text in &args.municipality {
        if !existing
            .iter()
            .any(|(municipality, ..)| is_named(text, municipality))
        {
            violations.push(format!(
                "--municipality {text:?} is not a municipality on {as_of}; {}",
                suggestion(CodeList::Municipalities, text, register)
            ));
        }
    }
    for text in &args.province {
        if !existing
            .iter()
            .any(|(_, name, code)| named(text, [name, code]))
        {
            violations.push(format!(
                "--province {text:?} is not a province; {}",
                suggestion(CodeList::Provinces, text, register)
            ));
        }
    }
    let all = args.municipality.is_empty() && args.province.is_empty();
    let wanted = |(municipality, name, code): &&(&Municipality, &str, &str)| {
        let by_name = args
            .municipality
            .iter()
            .any(|text| is_named(text, municipality));
        let by_province = || args.province.iter().any(|text| named(text, [name, code]));
        all || by_name || by_province()
    };
    let to_call = |(municipality, province, _): &(&Municipality, &str, &str)| SheetMunicipality {
        code: municipality.code.clone(),
        name: municipality.name.clone(),
        province: (*province).to_owned(),
    };
    let mut to_call: Vec<SheetMunicipality> = existing.iter().filter(wanted).map(to_call).collect();
    to_call.sort_by_key(|to_call| canonical_name(&to_call.name));
    to_call
}

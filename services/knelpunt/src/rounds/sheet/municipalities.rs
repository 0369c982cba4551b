//! What is to be asked, out of the arguments: everything that is wrong with them is said at once.

use jiff::civil::Date;
use model::canonical_name;
use register::{Municipality, Register};
use rounds::{SheetMunicipality, WorkbookInfo};

use super::Args;
use crate::{clock, settings::BadUsage};

/// Reads which municipalities are to be asked, and what the workbook says of itself but for its source.
pub(super) fn plan(
    args: &Args,
    register: &Register,
) -> Result<(WorkbookInfo, Vec<SheetMunicipality>), BadUsage> {
    let mut wrong = Vec::new();
    if !model::is_round(&args.round) {
        wrong.push(format!(
            "--round {:?} is no round: lower-case letters, digits and hyphens, at most 32, such as 2013-06",
            args.round
        ));
    }
    let organisation = args.coach_organisation.clone();
    let unfit = |name: &String| {
        name.trim().is_empty() || name.chars().count() > 200 || name.contains(char::is_control)
    };
    if organisation.as_ref().is_some_and(unfit) {
        wrong.push("--coach-organisation is no name of 1 to 200 characters".to_owned());
    }
    let as_of = day(args.as_of.as_deref(), &mut wrong);
    let municipalities = municipalities(args, register, as_of, &mut wrong);
    if !wrong.is_empty() {
        return Err(BadUsage(format!("make the workbook: {}", wrong.join("; "))));
    }
    let about = WorkbookInfo {
        round: args.round.clone(),
        source: String::new(),
        as_of,
        coach_organisation: organisation,
    };
    Ok((about, municipalities))
}

fn day(text: Option<&str>, wrong: &mut Vec<String>) -> Date {
    let today = clock::now().day();
    let Some(text) = text else { return today };
    let day: Option<Date> = text.parse().ok();
    let day = day.filter(|day| day.to_string() == text && (1970..=2199).contains(&day.year()));
    if day.is_none() {
        wrong.push(format!("--as-of {text:?} is not a day, such as 2013-06-01"));
    }
    day.unwrap_or(today)
}

fn municipalities(
    args: &Args,
    register: &Register,
    as_of: Date,
    wrong: &mut Vec<String>,
) -> Vec<SheetMunicipality> {
    let there: Vec<(&Municipality, &str, &str)> = register
        .municipalities()
        .filter(|(_, held)| held.existed_on(as_of))
        .map(|(_, held)| {
            let province = register.province(held.province);
            (held, province.name.as_str(), province.code.as_str())
        })
        .collect();
    let named = |text: &str, names: [&str; 2]| {
        let wanted = canonical_name(text);
        names.iter().any(|name| canonical_name(name) == wanted)
    };
    let is_named = |text: &str, held: &Municipality| named(text, [&held.code, &held.name]);
    for text in &args.municipality {
        if !there.iter().any(|(held, ..)| is_named(text, held)) {
            wrong.push(format!(
                "--municipality {text:?} is not a municipality on {as_of}"
            ));
        }
    }
    for text in &args.province {
        if !there
            .iter()
            .any(|(_, name, code)| named(text, [name, code]))
        {
            wrong.push(format!("--province {text:?} is not a province"));
        }
    }
    let all = args.municipality.is_empty() && args.province.is_empty();
    let wanted = |(held, name, code): &&(&Municipality, &str, &str)| {
        let by_name = args.municipality.iter().any(|text| is_named(text, held));
        let by_province = || args.province.iter().any(|text| named(text, [name, code]));
        all || by_name || by_province()
    };
    let asked = |(held, province, _): &(&Municipality, &str, &str)| SheetMunicipality {
        code: held.code.clone(),
        name: held.name.clone(),
        province: (*province).to_owned(),
    };
    let mut asked: Vec<SheetMunicipality> = there.iter().filter(wanted).map(asked).collect();
    asked.sort_by_key(|asked| canonical_name(&asked.name));
    asked
}

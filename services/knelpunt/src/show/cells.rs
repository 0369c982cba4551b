//! Values of answers as people read them.

use std::fmt::Display;

use api::answers::GroupName;
use jiff::civil::Date;
use model::Instant;
use register::{MunicipalityId, Register, SuccessionKind, SuccessionStep};

/// Returns a value as text; empty if there is none.
pub(crate) fn optional(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Returns the name of a municipality, with those that it inherited from.
pub(crate) fn municipality(name: &str, inherited_from: &[String]) -> String {
    if inherited_from.is_empty() {
        return name.to_owned();
    }
    let origins = inherited_from.iter().map(|code| origin(code, name));
    let origins: Vec<String> = origins.collect();
    format!("{name} ({})", origins.join("; "))
}

/// Returns how a municipality became the one with this name: `formerly De Friese Meren`, or
/// `from Haaren, GM0788, split: counted with its main successor; other parts: Boxtel, Tilburg, Vught`.
pub(super) fn origin(code: &str, name: &str) -> String {
    let register = Register::embedded();
    let Some(from) = register.find_municipality(code) else {
        return format!("from {code}");
    };
    let name_of = |id: MunicipalityId| register.municipality(id).name.as_str();
    let mut steps = register.succession_steps(from, Date::MAX);
    let end = steps
        .iter()
        .position(|step| name_of(step.main.into) == name);
    steps.truncate(end.map_or(0, |end| end + 1));
    let is_rename = |step: &SuccessionStep| step.main.kind == SuccessionKind::Renamed;
    if !steps.is_empty() && steps.iter().all(is_rename) {
        return format!("formerly {}, {code}", name_of(from));
    }
    let others = steps.iter().flat_map(|step| &step.others);
    let others: Vec<&str> = others.map(|other| name_of(other.into)).collect();
    let from = format!("from {}, {code}", name_of(from));
    let is_split = |step: &SuccessionStep| step.main.kind == SuccessionKind::Split;
    match (steps.iter().any(is_split), others.as_slice()) {
        (_, []) => from,
        (true, others) => format!(
            "{from}, split: counted with its main successor; other parts: {}",
            others.join(", ")
        ),
        (false, others) => format!("{from}; a small part went to {}", others.join(", ")),
    }
}

/// Returns a number with one decimal.
pub(super) fn decimal(number: f64) -> String {
    format!("{number:.1}")
}

/// Returns an optional number with one decimal; empty if there is none.
pub(super) fn optional_decimal(number: Option<f64>) -> String {
    optional(number.map(decimal))
}

/// Returns an optional share as a percentage with one decimal; empty if there is none.
pub(super) fn percent(share: Option<f64>) -> String {
    optional_decimal(share.map(|share| share * 100.0))
}

/// Returns a probability: `p = 0.0423`.
pub(super) fn probability(p: f64) -> String {
    if p < 0.0001 {
        "p < 0.0001".to_owned()
    } else {
        format!("p = {p:.4}")
    }
}

/// Returns the day of an instant in the Netherlands.
pub(crate) fn day(instant: Instant) -> String {
    instant.day().to_string()
}

/// Returns an instant: its day if it is the end of that day, or else in full.
pub(super) fn moment(instant: Instant) -> String {
    let day = instant.day();
    if Instant::end_of(day) == Some(instant) {
        day.to_string()
    } else {
        instant.to_string()
    }
}

/// Returns a number with its interval: `91.3 (80.1 – 103.4)`, with `?` for an unknown bound.
pub(super) fn with_interval(value: &str, low: &str, high: &str, unknown: &str) -> String {
    let bound = |bound: &str| if bound.is_empty() { "?" } else { bound }.to_owned();
    match (value, low, high) {
        ("", ..) => unknown.to_owned(),
        (value, "", "") => value.to_owned(),
        (value, low, high) => format!("{value} ({} – {})", bound(low), bound(high)),
    }
}

/// Returns the name of a group: empty without groups, a dash for knelpunten without a value.
pub(super) fn group(group: Option<&GroupName>) -> String {
    let Some(GroupName { group, label }) = group else {
        return String::new();
    };
    match (group, label.as_str()) {
        (None, "") => "–".to_owned(),
        (Some(code), "") => code.clone(),
        (_, label) => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[track_caller]
    fn check_origin(name: &str, code: &str, expected: &str) {
        assert_eq!(municipality(name, &[code.to_owned()]), expected);
    }

    #[test]
    fn a_split_names_all_successors_and_a_rename_is_one() {
        check_origin(
            "De Fryske Marren",
            "GM1921",
            "De Fryske Marren (formerly De Friese Meren, GM1921)",
        );
        check_origin("Eemsdelta", "GM0003", "Eemsdelta (from Appingedam, GM0003)");
        check_origin(
            "Oisterwijk",
            "GM0788",
            "Oisterwijk (from Haaren, GM0788, split: counted with its main successor; other parts: Boxtel, Tilburg, \
             Vught)",
        );
        check_origin(
            "De Fryske Marren",
            "GM0051",
            "De Fryske Marren (from Skarsterlân, GM0051; a small part went to Heerenveen)",
        );
        check_origin("Nergenshuizen", "GM9999", "Nergenshuizen (from GM9999)");
        assert_eq!(municipality("Utrecht", &[]), "Utrecht");
    }

    #[test]
    fn days_are_those_of_the_netherlands() {
        assert_eq!(day(instant("2012-05-31T22:00:00Z")), "2012-06-01");
    }

    #[test]
    fn the_end_of_a_day_is_that_day() {
        assert_eq!(moment(instant("2012-03-31T21:59:59.999999Z")), "2012-03-31");
        assert_eq!(
            moment(instant("2012-03-31T22:00:00Z")),
            "2012-03-31T22:00:00Z"
        );
    }

    #[test]
    fn numbers_are_rounded_and_missing_ones_are_empty() {
        assert_eq!(decimal(91.26), "91.3");
        assert_eq!(percent(Some(0.6321)), "63.2");
        assert_eq!(optional_decimal(None), "");
    }

    #[test]
    fn an_unknown_bound_of_an_interval_is_marked() {
        assert_eq!(with_interval("9", "8", "10", "not reached"), "9 (8 – 10)");
        assert_eq!(with_interval("9", "8", "", "not reached"), "9 (8 – ?)");
        assert_eq!(with_interval("9", "", "", "not reached"), "9");
        assert_eq!(with_interval("", "8", "", "not reached"), "not reached");
    }

    #[test]
    fn knelpunten_without_a_value_are_a_group_too() {
        let named = |code: Option<&str>, label: &str| {
            group(Some(&GroupName {
                group: code.map(str::to_owned),
                label: label.to_owned(),
            }))
        };
        assert_eq!(named(None, ""), "–");
        assert_eq!(named(None, "geen"), "geen");
        assert_eq!(named(Some("a"), ""), "a");
        assert_eq!(group(None), "");
    }
}

//! Values of answers as people read them.

use std::fmt::Display;

use api::answers::GroupName;
use model::Instant;

/// Returns a value as text; empty if there is none.
pub(crate) fn optional(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Returns the name of a municipality, with the codes of those that it inherited from.
pub(crate) fn municipality(name: &str, inherited_from: &[String]) -> String {
    if inherited_from.is_empty() {
        name.to_owned()
    } else {
        format!("{name} (from {})", inherited_from.join(", "))
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

//! Values of answers as people read them.

use model::Instant;
use serde_json::Value;

/// Returns the items of an answer under a name.
pub(crate) fn items<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Gives a text, a number or a list as it is; nothing for null.
pub(crate) fn text(item: &Value, pointer: &str) -> String {
    plain(item.pointer(pointer).unwrap_or(&Value::Null))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Names the municipality of an item, and the one that it was before a merger.
pub(crate) fn municipality(item: &Value) -> String {
    let (name, before) = (
        text(item, "/municipalityName"),
        text(item, "/inheritedFrom"),
    );
    if before.is_empty() {
        name
    } else {
        format!("{name} (from {before})")
    }
}

/// Gives a number with one digit after the point.
pub(super) fn decimal(item: &Value, pointer: &str) -> String {
    number(item, pointer).map_or_else(String::new, |number| format!("{number:.1}"))
}

/// Gives a share as a percentage with one digit after the point.
pub(super) fn percent(item: &Value, pointer: &str) -> String {
    number(item, pointer).map_or_else(String::new, |share| format!("{:.1}", share * 100.0))
}

/// Gives a number.
pub(super) fn number(item: &Value, pointer: &str) -> Option<f64> {
    item.pointer(pointer).and_then(Value::as_f64)
}

/// Gives the day of an instant in the Netherlands.
pub(crate) fn day(item: &Value, pointer: &str) -> String {
    let text = text(item, pointer);
    Instant::parse(&text).map_or(text, |instant| instant.day().to_string())
}

/// Gives an instant: its day if it is the last of that day, as dates are understood, else in full.
pub(crate) fn moment(text: &str) -> String {
    let day = Instant::parse(text).and_then(|instant| {
        let day = instant.day();
        (Instant::end_of(day) == Some(instant)).then(|| day.to_string())
    });
    day.unwrap_or_else(|| text.to_owned())
}

/// Gives a number with an interval: `91.3 (80.1 – 103.4)`, where what is not known is said.
pub(super) fn with_interval(value: &str, low: &str, high: &str, unknown: &str) -> String {
    match (value, low, high) {
        ("", ..) => unknown.to_owned(),
        (value, "", "") => value.to_owned(),
        (value, low, high) => {
            let or_open = |end: &str| {
                if end.is_empty() {
                    "?".to_owned()
                } else {
                    end.to_owned()
                }
            };
            format!("{value} ({} – {})", or_open(low), or_open(high))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_are_those_of_the_netherlands() {
        let item = json!({"since": "2012-05-31T22:00:00Z", "none": null});
        assert_eq!(day(&item, "/since"), "2012-06-01");
        assert_eq!(day(&item, "/none"), "");
    }

    #[test]
    fn the_last_moment_of_a_day_is_that_day() {
        assert_eq!(moment("2012-03-31T21:59:59.999999Z"), "2012-03-31");
        assert_eq!(moment("2012-03-31T22:00:00Z"), "2012-03-31T22:00:00Z");
    }

    #[test]
    fn numbers_are_rounded_and_null_is_empty() {
        let item =
            json!({"days": 91.26, "share": 0.6321, "none": null, "rounds": ["a", "b"], "count": 3});
        assert_eq!(decimal(&item, "/days"), "91.3");
        assert_eq!(percent(&item, "/share"), "63.2");
        assert_eq!(decimal(&item, "/none"), "");
        assert_eq!(text(&item, "/rounds"), "a, b");
        assert_eq!(text(&item, "/count"), "3");
    }

    #[test]
    fn an_interval_says_which_end_is_not_known() {
        assert_eq!(with_interval("9", "8", "10", "not reached"), "9 (8 – 10)");
        assert_eq!(with_interval("9", "8", "", "not reached"), "9 (8 – ?)");
        assert_eq!(with_interval("9", "", "", "not reached"), "9");
        assert_eq!(with_interval("", "8", "", "not reached"), "not reached");
    }
}

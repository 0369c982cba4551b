//! The line below every table: what the figures are about, so that they explain themselves.

use serde_json::Value;

use super::cells::{moment, text};

/// Gives n, censored, as of when, at which position, and the filter.
pub(crate) fn footer(answer: &Value) -> String {
    let of = |name: &str| text(answer, name);
    let known = if answer.get("knownAt").is_some() {
        "as known at"
    } else {
        "at"
    };
    let mut footer = format!(
        "n {} (episodes), censored {} (still open), as of {}, {known} position {}.",
        of("/n"),
        of("/censored"),
        moment(&of("/asOf")),
        of("/position"),
    );
    let filter = filter(answer);
    if !filter.is_empty() {
        footer = format!("{footer}\nOnly {filter}.");
    }
    footer
}

fn filter(answer: &Value) -> String {
    let Some(keys) = answer.get("filter").and_then(Value::as_object) else {
        return String::new();
    };
    let values = |value: &Value| {
        let all = value.as_array().map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or ")
    };
    keys.iter()
        .map(|(key, value)| format!("{key} {}", values(value)))
        .collect::<Vec<_>>()
        .join(" and ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_figure_says_what_it_is_about() {
        let answer = json!({
            "n": 12, "censored": 3, "asOf": "2012-03-31T21:59:59.999999Z", "position": 6660,
            "filter": {"municipality": ["GM0344", "GM0345"], "round": ["2013-02"]},
        });
        assert_eq!(
            footer(&answer),
            "n 12 (episodes), censored 3 (still open), as of 2012-03-31, at position 6660.\n\
             Only municipality GM0344 or GM0345 and round 2013-02."
        );
    }

    #[test]
    fn what_is_known_at_a_position_says_so() {
        let answer = json!({"n": 1, "censored": 0, "asOf": "2012-03-31T22:00:00Z", "position": 7, "knownAt": 7, "filter": {}});
        assert_eq!(
            footer(&answer),
            "n 1 (episodes), censored 0 (still open), as of 2012-03-31T22:00:00Z, as known at position 7."
        );
    }
}

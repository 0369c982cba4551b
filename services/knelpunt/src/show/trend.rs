//! What happened per period, and what was open at the end of each.

use serde_json::Value;

use super::{
    cells::{items, text},
    drawing::{Column, table},
    footer::footer,
};

/// Draws the answer.
pub(super) fn draw(answer: &Value) -> String {
    let number = |heading: &str, pointer: &'static str| {
        Column::number(heading, move |item| text(item, pointer))
    };
    let some = |heading: &str, pointer: &'static str| {
        Column::optional_count(heading, move |item| text(item, pointer))
    };
    let columns = [
        Column::text("Period from", |item| text(item, "/period")),
        Column::text("Group", group),
        number("Reported", "/reported"),
        number("Opened", "/opened"),
        number("Recurred", "/recurred"),
        number("Resolved", "/resolved"),
        some("solved", "/resolvedByOutcome/solved"),
        some("lapsed", "/resolvedByOutcome/lapsed"),
        some("central", "/resolvedByOutcome/central"),
        number("Open at end", "/openAtEnd"),
        number("Persisting at end", "/persistingAtEnd"),
    ];
    format!(
        "{}\n{}",
        table(&columns, items(answer, "items")),
        footer(answer)
    )
}

/// Names a group; nothing where there are no groups, a dash for what has none.
pub(super) fn group(item: &Value) -> String {
    match (item.get("group"), text(item, "/label")) {
        (None, _) => String::new(),
        (Some(Value::Null), label) if label.is_empty() => "–".to_owned(),
        (Some(_), label) if !label.is_empty() => label,
        (Some(_), _) => text(item, "/group"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn periods_are_rows_and_groups_are_named() {
        let figures = json!({"reported": 10, "opened": 8, "recurred": 1, "resolved": 3, "openAtEnd": 55, "persistingAtEnd": 44,
            "resolvedByOutcome": {"solved": 2, "lapsed": 1, "central": 0}, "period": "2012-01-01"});
        let answer = |item: Value| json!({"items": [item], "n": 1, "censored": 0, "asOf": "2012-03-31T22:00:00Z", "position": 1, "filter": {}});
        let drawn = draw(&answer(figures.clone()));
        assert!(
            drawn.contains("2012-01-01") && drawn.contains("55") && !drawn.contains("Group"),
            "{drawn}"
        );
        let mut grouped = figures;
        grouped["group"] = json!("GM0344");
        grouped["label"] = json!("Utrecht");
        let drawn = draw(&answer(grouped));
        assert!(
            drawn.contains("Group") && drawn.contains("Utrecht"),
            "{drawn}"
        );
    }

    #[test]
    fn what_has_none_is_a_group_too() {
        assert_eq!(group(&json!({"group": null})), "–");
        assert_eq!(group(&json!({"group": null, "label": "geen"})), "geen");
        assert_eq!(group(&json!({"group": "a"})), "a");
        assert_eq!(group(&json!({})), "");
    }
}

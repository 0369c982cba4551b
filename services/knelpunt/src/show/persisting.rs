//! Which knelpunten are open or persist, oldest first.

use serde_json::Value;

use super::{
    cells::{day, decimal, items, municipality, text},
    drawing::{Column, table},
    footer::footer,
};

/// Draws the answer.
pub(super) fn draw(answer: &Value) -> String {
    let all = items(answer, "items");
    let total = text(answer, "/total");
    let mut drawn = table(&columns(all), all);
    if !all.is_empty() {
        drawn = format!("{drawn}\n{} of {total} shown, oldest first.", all.len());
    }
    if let Some(cursor) = answer.get("nextCursor").and_then(Value::as_str) {
        drawn = format!("{drawn} The next ones: the same again with --cursor {cursor}");
    }
    format!("{drawn}\n{}", footer(answer))
}

fn columns(all: &[Value]) -> Vec<Column<Value>> {
    let persists = |item: &Value| item["persisting"] == true;
    let mixed = !all.iter().all(persists);
    let mut columns = vec![
        Column::text("Municipality", municipality),
        Column::text("Knelpunt", knelpunt),
        Column::text("Waits on", |item| text(item, "/party/name")),
        Column::number("Days", |item| decimal(item, "/ageDays")),
        Column::text("Last report", |item| day(item, "/lastReportedAt")),
        Column::number("Reports", |item| text(item, "/reports")),
        Column::text("Rounds", |item| text(item, "/rounds")),
    ];
    if mixed {
        let word = move |item: &Value| if persists(item) { "yes" } else { "no" }.to_owned();
        columns.push(Column::text("Persists", word));
    }
    columns
}

/// What it is, and below it the id by which it is asked for.
pub(super) fn knelpunt(item: &Value) -> String {
    let parts =
        ["/categoryName", "/buildingBlock", "/reference"].map(|pointer| text(item, pointer));
    let what = parts
        .iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ");
    format!("{what}\n{}", text(item, "/id"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(persisting: bool) -> Value {
        json!({
            "id": "fe26f0b1-abf0-569b-83e9-240366e7a9d1", "municipality": "GM0344", "municipalityName": "Utrecht",
            "inheritedFrom": "GM0345", "category": "funding", "categoryName": "Te weinig geld", "buildingBlock": "bag",
            "party": {"kind": "supplier", "name": "logius"}, "reference": null, "ageDays": 412.04, "persisting": persisting,
            "lastReportedAt": "2012-05-31T22:00:00Z", "reports": 3, "rounds": ["2012-01", "2012-02"],
        })
    }

    fn answer(items: &[Value], cursor: Option<&str>) -> Value {
        json!({
            "total": 250, "items": items, "nextCursor": cursor,
            "n": 1, "censored": 1, "asOf": "2012-03-31T21:59:59.999999Z", "position": 1, "filter": {},
        })
    }

    #[test]
    fn each_is_shown_with_what_it_is_and_its_id() {
        let drawn = draw(&answer(&[item(true)], None));
        for part in [
            "Utrecht (from GM0345)",
            "Te weinig geld · bag",
            "fe26f0b1-abf0-569b-83e9-240366e7a9d1",
            "logius",
            "412.0",
            "2012-06-01",
            "2012-01, 2012-02",
            "1 of 250 shown",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("Persists"), "{drawn}");
    }

    #[test]
    fn which_of_the_open_ones_persist_is_said_where_not_all_do() {
        let drawn = draw(&answer(&[item(true), item(false)], None));
        assert!(
            drawn.contains("Persists") && drawn.contains("yes") && drawn.contains("no"),
            "{drawn}"
        );
    }

    #[test]
    fn where_there_are_more_it_says_how_to_go_on() {
        let drawn = draw(&answer(&[item(true)], Some("abc")));
        assert!(drawn.contains("--cursor abc"), "{drawn}");
    }
}

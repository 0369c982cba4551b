//! One knelpunt: how it stands, its episodes, and every event of it.

use serde_json::Value;

use super::{
    cells::{day, decimal, items, text},
    drawing::{Column, table},
    footer::footer,
};
use crate::output::escape_controls;

const EPISODE: [&str; 8] = [
    "openedAt",
    "since",
    "endedAt",
    "outcome",
    "remedy",
    "durationDays",
    "reports",
    "rounds",
];

/// Draws how it stands.
pub(super) fn draw(answer: &Value) -> String {
    let facts = facts(answer);
    let columns = [
        Column::text("Opened", |episode| day(episode, "/openedAt")),
        Column::text("Since", |episode| day(episode, "/since")),
        Column::text("Ended", |episode| day(episode, "/endedAt")),
        Column::text("Outcome", |episode| text(episode, "/outcome")),
        Column::text("Remedy", |episode| text(episode, "/remedy")),
        Column::number("Days", |episode| decimal(episode, "/durationDays")),
        Column::number("Reports", |episode| text(episode, "/reports")),
        Column::text("Rounds", |episode| text(episode, "/rounds")),
    ];
    let episodes = table(&columns, items(answer, "episodes"));
    format!("{facts}\nEpisodes\n{episodes}\n{}", footer(answer))
}

fn facts(answer: &Value) -> String {
    let of = |pointer: &str| text(answer, pointer);
    let named = |name: String, code: String| match (name.is_empty(), code.is_empty()) {
        (false, false) => format!("{name} ({code})"),
        _ => name + &code,
    };
    let status = if answer["persisting"] == true {
        "open, persisting".to_owned()
    } else {
        of("/status")
    };
    let facts = [
        ("Knelpunt", of("/id")),
        (
            "Municipality",
            named(of("/municipalityName"), of("/municipality")),
        ),
        ("Inherited from", of("/inheritedFrom")),
        ("Category", named(of("/categoryName"), of("/category"))),
        (
            "Building block",
            named(of("/buildingBlockName"), of("/buildingBlock")),
        ),
        ("Waits on", named(of("/party/name"), of("/party/kind"))),
        ("Reference", of("/reference")),
        ("Status", status),
        ("Age", decimal(answer, "/ageDays") + " days"),
        ("Merged from", of("/mergedFrom")),
        ("Reporter", of("/reporter/role")),
        ("Description", of("/description")),
    ];
    let there = |value: &str| !value.is_empty() && value != " days";
    let lines = facts.iter().filter(|(_, value)| there(value));
    let text = lines.fold(String::new(), |text, (name, value)| {
        format!("{text}{name:<15} {value}\n")
    });
    escape_controls(&text).into_owned()
}

/// Writes the episodes as comma-separated values: dates, numbers and codes, none with a comma in it.
pub(super) fn csv(answer: &Value) -> Option<String> {
    let episodes = answer.get("episodes")?.as_array()?;
    let mut csv = EPISODE.join(",") + "\r\n";
    for episode in episodes {
        let cells = EPISODE.map(|name| text(episode, &format!("/{name}")).replace(", ", " "));
        csv = csv + &cells.join(",") + "\r\n";
    }
    Some(csv)
}

/// Draws every event.
pub(super) fn draw_history(answer: &Value) -> String {
    let columns = [
        Column::number("Position", |item| text(item, "/sequence")),
        Column::text("Observed", observed),
        Column::text("Recorded", |item| day(item, "/time")),
        Column::text("Event", event),
        Column::text("Says", says),
        Column::text("Round", |item| text(item, "/data/round")),
        Column::text("Source, and id of the event", |item| {
            format!("{}\n{}", text(item, "/source"), text(item, "/id"))
        }),
    ];
    format!(
        "{}\n{}",
        table(&columns, items(answer, "items")),
        footer(answer)
    )
}

/// Gives the day or the moment as the source wrote it, which tells a date from a time.
fn observed(item: &Value) -> String {
    text(item, "/data/observedAt")
}

fn event(item: &Value) -> String {
    let full = text(item, "/type");
    let name = full
        .trim_start_matches("nl.knelpunten.")
        .trim_end_matches(".v1");
    let mut event = name
        .trim_start_matches("knelpunt-")
        .trim_start_matches("event-")
        .to_owned();
    for (mark, word) in [("/withdrawn", "taken back"), ("/redacted", "redacted")] {
        if item.pointer(mark) == Some(&Value::Bool(true)) {
            event = format!("{event}, {word}");
        }
    }
    event
}

fn says(item: &Value) -> String {
    let pointers = [
        "/data/outcome",
        "/data/remedy",
        "/data/into/category",
        "/data/event/id",
        "/data/reporter/role",
        "/data/description",
        "/data/reason",
    ];
    let said = pointers.map(|pointer| text(item, pointer));
    said.iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer() -> Value {
        json!({
            "id": "fe26f0b1-abf0-569b-83e9-240366e7a9d1", "municipality": "GM0344", "municipalityName": "Utrecht",
            "category": "funding", "categoryName": "Te weinig geld", "buildingBlock": null, "party": null,
            "status": "open", "persisting": true, "ageDays": 412.04, "mergedFrom": [], "description": "Regel 1",
            "reporter": {"role": "coach"},
            "episodes": [{"openedAt": "2012-05-31T22:00:00Z", "since": "2012-05-31T22:00:00Z", "endedAt": null, "outcome": null,
                "remedy": null, "durationDays": 412.04, "reports": 2, "rounds": ["2012-01", "2012-02"]}],
            "n": 1, "censored": 1, "asOf": "2013-03-31T21:59:59.999999Z", "position": 9, "filter": {},
        })
    }

    #[test]
    fn it_is_shown_how_it_stands_without_what_it_has_not() {
        let drawn = draw(&answer());
        for part in [
            "Utrecht (GM0344)",
            "open, persisting",
            "412.0 days",
            "2012-06-01",
            "Regel 1",
            "coach",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        for absent in ["Building block", "Waits on", "Merged from", "Ended"] {
            assert!(!drawn.contains(absent), "{absent} in {drawn}");
        }
    }

    #[test]
    fn its_episodes_are_a_table_for_programs() {
        assert_eq!(
            csv(&answer()).unwrap(),
            "openedAt,since,endedAt,outcome,remedy,durationDays,reports,rounds\r\n\
             2012-05-31T22:00:00Z,2012-05-31T22:00:00Z,,,,412.04,2,2012-01 2012-02\r\n"
        );
    }

    #[test]
    fn every_event_says_what_it_says_and_whether_it_counts() {
        let item = |event_type: &str, withdrawn: bool, data: Value| {
            json!({
                "sequence": 4, "key": "k", "type": format!("nl.knelpunten.{event_type}.v1"), "source": "urn:a", "id": "7",
                "time": "2012-06-01T10:00:00Z", "subject": "s", "withdrawn": withdrawn, "redacted": false, "data": data,
            })
        };
        let mut history = answer();
        history["items"] = json!([
            item(
                "knelpunt-reported",
                true,
                json!({"observedAt": "2012-06-01", "description": "Weg", "round": "2012-01"})
            ),
            item(
                "knelpunt-resolved",
                false,
                json!({"observedAt": "2012-07-01", "outcome": "solved", "remedy": "supplier-fix"})
            ),
            item(
                "knelpunt-merged",
                false,
                json!({"into": {"category": "staff"}, "reason": "dubbel"})
            ),
            item(
                "event-withdrawn",
                false,
                json!({"event": {"source": "urn:a", "id": "12"}})
            ),
        ]);
        let drawn = draw_history(&history);
        for part in [
            "reported, taken back",
            "solved; supplier-fix",
            "staff; dubbel",
            "withdrawn",
            "12",
            "2012-07-01",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }
}

//! The page of one municipality, beside the answers of the API.

use std::collections::BTreeMap;

use api::{
    HistoryItem, KnelpuntEvents,
    answers::{Persisting, PersistingItem, Rounds, Summary},
};
use serde_json::{Value, json};

use crate::{
    pages::{check_page, read, rows},
    world::{World, case, history},
};

const AS_OF: &str = "asOf=2014-06-30";

async fn file(world: &World, code: &str, figure: &str) -> Vec<Vec<String>> {
    let target = format!("/gemeenten/{code}.csv?{AS_OF}&figure={figure}");
    let file = world.ask("GET", &target, "Accept: */*\r\n").await;
    assert_eq!(file.status, 200, "{target}");
    let rows = rows(&file.body).into_iter();
    rows.map(|row| row.into_iter().map(str::to_owned).collect())
        .collect()
}

/// The municipality of which most is known.
async fn busiest(world: &World) -> (String, String) {
    let all: Persisting = world
        .answer(&format!("/v1/knelpunten?{AS_OF}&status=all&limit=1000"))
        .await;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for item in all.items {
        *counts
            .entry((item.municipality, item.municipality_name))
            .or_default() += 1;
    }
    let busiest = counts.into_iter().max_by_key(|(_, count)| *count);
    busiest.unwrap().0
}

async fn listed(world: &World, code: &str, status: &str) -> Vec<PersistingItem> {
    let link = format!("/v1/knelpunten?{AS_OF}&municipality={code}&status={status}&limit=1000");
    world.answer::<Persisting>(&link).await.items
}

#[tokio::test]
async fn a_municipality_shows_what_the_api_lists() {
    let world = World::with(&history()).await;
    let (code, name) = busiest(&world).await;
    let target = format!("/gemeenten/{code}?{AS_OF}");
    check_page(&target, &world.browse(&target).await);
    let summary: Summary = world
        .answer(&format!("/v1/summary?{AS_OF}&municipality={code}"))
        .await;
    let text = read(&world, &target).await;
    let (open, persisting) = (summary.open, summary.persisting);
    assert!(open > 1 && persisting > 1 && summary.knelpunten > open + 1);
    let closed = summary.knelpunten - open;
    for sentence in [
        format!("In {name} staan {open} knelpunten open. Daarvan zijn er {persisting} hardnekkig."),
        format!("Eerder zijn er {closed} afgesloten."),
        format!(": {open} open, {closed} afgesloten"),
    ] {
        assert!(text.contains(&sentence), "{sentence}: {text}");
    }
    for (figure, status, day) in [("open", "open", 2), ("afgesloten", "resolved", 2)] {
        let items = listed(&world, &code, status).await;
        let days = items.iter().map(|item| {
            let ended = item.ended_on.map(|day| day.to_string());
            ended.unwrap_or_else(|| item.since_on.to_string())
        });
        let mut expected: Vec<(String, String)> = items
            .iter()
            .map(|item| item.category_name.clone())
            .zip(days)
            .collect();
        let shown = file(&world, &code, figure).await.into_iter();
        let mut shown: Vec<(String, String)> = shown
            .map(|row| (row[0].trim_matches('"').to_owned(), row[day].clone()))
            .collect();
        expected.sort();
        shown.sort();
        assert_eq!(shown, expected, "{figure}");
    }
    let episodes: usize = file(&world, &code, "tijdlijn").await.len();
    assert_eq!(episodes, summary.episodes);
    world.stop().await;
}

#[tokio::test]
async fn the_first_words_stand_at_the_knelpunt_and_newer_ones_at_the_last_report() {
    let world = World::with(&history()).await;
    let (code, _) = busiest(&world).await;
    let text = read(&world, &format!("/gemeenten/{code}?{AS_OF}")).await;
    let shown = |description: &str| {
        let escaped = description.replace('&', "&#38;").replace('<', "&#60;");
        let escaped = escaped.replace('>', "&#62;").replace('"', "&#34;");
        assert!(text.contains(&format!("“{escaped}”")), "{description}");
    };
    let mut newer = 0;
    for item in listed(&world, &code, "open").await {
        let link = format!("/v1/knelpunten/{}/events", item.id);
        let events: KnelpuntEvents = world.answer(&link).await;
        let counts = |event: &&HistoryItem| {
            let day = event.observed_on.map(|day| day.to_string());
            event.event_type.contains("reported")
                && !event.withdrawn
                && day.is_some_and(|day| day.as_str() <= "2014-06-30")
        };
        let reports: Vec<&HistoryItem> = events.items.iter().filter(counts).collect();
        let first = reports.first().and_then(|report| report.free_text());
        let last = reports.last().and_then(|report| report.free_text());
        match first {
            Some(first) => shown(first),
            None => assert!(text.contains("Zonder toelichting gemeld.")),
        }
        if let Some(last) = last.filter(|last| Some(*last) != first) {
            shown(last);
            newer += 1;
        }
    }
    assert!(newer > 0, "no knelpunt was described again");
    world.stop().await;
}

#[tokio::test]
async fn the_rounds_are_those_of_the_api() {
    let world = World::with(&history()).await;
    let (code, _) = busiest(&world).await;
    let link = format!("/v1/rounds?{AS_OF}&municipality={code}");
    let rounds: Rounds = world.answer(&link).await;
    let rows = file(&world, &code, "rondes").await;
    assert_eq!(rows.len(), rounds.items.len());
    assert!(!rows.is_empty());
    for (row, round) in rows.iter().zip(&rounds.items) {
        let is_reached = row[1] == "gesproken";
        assert_eq!(is_reached, round.coverage.reached > 0, "{row:?}");
    }
    world.stop().await;
}

#[tokio::test]
async fn one_knelpunt_is_in_the_singular_and_in_english_too() {
    let world = World::with(&case("first-report-opens")).await;
    let text = read(&world, "/gemeenten/GM0344").await;
    assert!(
        text.contains("In Utrecht staat één knelpunt open."),
        "{text}"
    );
    assert!(text.contains("Er is hier nog niets afgesloten."), "{text}");
    let page = world.browse("/gemeenten/GM0344?lang=en").await;
    check_page("/gemeenten/GM0344?lang=en", &page);
    for part in [
        "Utrecht has one open knelpunt.",
        "Too little funding",
        "Nothing has been closed here yet.",
        "<main id=\"inhoud\" tabindex=\"-1\">",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let unknown = world.browse("/gemeenten/GM0344?page=2").await;
    assert_eq!(unknown.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn the_timeline_is_a_picture_too() {
    let world = World::with(&case("first-report-opens")).await;
    let picture = world.get("/gemeenten/GM0344.svg?figure=tijdlijn").await;
    assert_eq!(
        (picture.status, picture.header("content-type")),
        (200, Some("image/svg+xml"))
    );
    assert!(!picture.body.contains("href=\"/"));
    world.stop().await;
}

/// An event about Utrecht.
fn event(id: &str, kind: &str, subject: &str, data: &Value) -> String {
    let event = json!({
        "specversion": "1.0", "id": id, "source": "urn:test", "type": format!("nl.knelpunten.{kind}.v1"),
        "subject": subject, "time": "2013-06-01T00:00:00Z", "datacontenttype": "application/json", "data": data,
    });
    event.to_string()
}

#[tokio::test]
async fn without_a_call_for_a_year_what_is_open_is_unknown() {
    const FUNDING: &str = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
    let reported =
        json!({"municipality": "GM0344", "category": "funding", "observedAt": "2013-01-01"});
    let solved = json!({
        "municipality": "GM0344", "category": "funding", "observedAt": "2013-02-01", "outcome": "solved",
    });
    let reached = json!({
        "municipality": "GM0344", "round": "2013-02", "observedAt": "2013-02-01", "outcome": "reached",
    });
    let world = World::with(&[
        event("1", "knelpunt-reported", FUNDING, &reported),
        event("2", "knelpunt-resolved", FUNDING, &solved),
        event("3", "municipality-consulted", "GM0344/2013-02", &reached),
    ])
    .await;
    let known = [
        "In Utrecht staat niets open.",
        "Laatst gesproken in de ronde februari 2013.",
        "Er staat hier niets open.",
    ];
    let unknown = [
        "Of in Utrecht nu iets open staat, is onbekend.",
        "langer dan een jaar geleden.",
        "Onbekend: er is niets gemeld dat nog open staat",
    ];
    for (day, shown, hidden, count) in [
        ("2014-01-30", known, unknown, "0"),
        ("2014-02-01", unknown, known, "onbekend"),
    ] {
        let text = read(&world, &format!("/gemeenten/GM0344?asOf={day}")).await;
        for part in shown {
            assert!(text.contains(part), "{day}: {part}: {text}");
        }
        for part in hidden {
            assert!(!text.contains(part), "{day}: {part}: {text}");
        }
        let target = format!("/gemeenten.csv?asOf={day}");
        let list = world.ask("GET", &target, "Accept: */*\r\n").await;
        let rows = rows(&list.body);
        let own = rows.iter().find(|row| row[0] == "Utrecht").unwrap();
        assert_eq!(own[2..4], [count, count], "{day}");
    }
    world.stop().await;
}

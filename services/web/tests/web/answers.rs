//! The answers of the API: every figure of the simulated history, and everything that explains it.

use crate::world::{World, case, data, history};
use serde_json::{Value, json};

/// Compares what an answer lists with what came; gives the first difference.
fn difference(at: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().find_map(|(name, value)| {
                difference(
                    &format!("{at}/{name}"),
                    value,
                    actual.get(name).unwrap_or(&Value::Null),
                )
            })
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let mut pairs = expected.iter().zip(actual).enumerate();
            pairs.find_map(|(index, (one, other))| difference(&format!("{at}/{index}"), one, other))
        }
        (Value::Number(expected), Value::Number(actual)) => {
            let tolerance = if at.ends_with("chiSquared") {
                1e-5
            } else {
                1e-6
            };
            let apart = (expected.as_f64()? - actual.as_f64()?).abs();
            (apart > tolerance).then(|| format!("{at}: expected {expected}, not {actual}"))
        }
        _ => (expected != actual).then(|| format!("{at}: expected {expected}, not {actual}")),
    }
}

#[tokio::test]
async fn every_link_of_the_history_is_answered_as_by_an_independent_program() {
    let world = World::with(&history()).await;
    let answers =
        serde_json::from_str::<serde_json::Map<String, Value>>(&data("rules/history-answers.json"));
    let answers = answers.unwrap();
    assert_eq!(answers.len(), 52);
    for (link, expected) in &answers {
        // The links hold spaces and the like as they are; a client encodes them.
        let answer = world.json(&link.replace(' ', "%20")).await;
        assert_eq!(difference("", expected, &answer), None, "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn every_answer_contains_its_explanation() {
    let world = World::with(&history()).await;
    let answer = world
        .json("/v1/summary?asOf=2013-07-01&party=supplier:%20CENTRIC&category=integration&category=funding")
        .await;
    assert_eq!(answer["position"], 2_298);
    assert_eq!(answer["digest"].as_str().map(str::len), Some(32));
    assert_eq!(answer["asOf"], "2013-07-01T21:59:59.999999Z");
    assert_eq!(answer["division"], "2013-07-01");
    let filter = json!({"category": ["funding", "integration"], "party": ["supplier:centric"]});
    assert_eq!(answer["filter"], filter);
    assert!(answer.get("knownAt").is_none());
    assert_eq!(
        (&answer["n"], &answer["censored"]),
        (&answer["episodes"], &answer["open"])
    );
    world.stop().await;
}

#[tokio::test]
async fn as_of_defaults_to_now() {
    let world = World::with(&[]).await;
    let answer = world.json("/v1/summary").await;
    assert_eq!(answer["asOf"], "2013-07-01T10:00:00Z");
    assert_eq!(answer["filter"], json!({}));
    world.stop().await;
}

#[tokio::test]
async fn a_link_with_known_at_returns_the_same_answer_forever() {
    let all = history();
    let (before, after) = all.split_at(1_532);
    let world = World::with(before).await;
    let mut then = Vec::new();
    for question in ["summary", "persisting/matrix", "trend", "resolution-times"] {
        let link = format!("/v1/{question}?asOf=2013-07-01&knownAt=1532");
        let reply = world.get(&link).await;
        let answer = reply.json();
        assert_eq!(
            (&answer["position"], &answer["knownAt"]),
            (&json!(1_532), &json!(1_532))
        );
        assert_eq!(answer["digest"], Value::Null);
        then.push((link, reply.body));
    }
    world
        .views
        .lock()
        .unwrap()
        .commit(&crate::world::arrivals(1_533, after), Some(1))
        .unwrap();
    for (link, body) in then {
        assert_eq!(world.get(&link).await.body, body, "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_list_is_paged_by_cursor_and_by_link() {
    let world = World::with(&history()).await;
    let whole = world
        .json("/v1/persisting?asOf=2013-07-01&limit=1000")
        .await;
    let mut target = Some("/v1/persisting?asOf=2013-07-01&limit=10".to_owned());
    let mut items = Vec::new();
    while let Some(link) = target {
        let reply = world.get(&link).await;
        let page = reply.json();
        items.extend(page["items"].as_array().unwrap().clone());
        target = page["nextCursor"].as_str().map(|cursor| {
            let next = format!("/v1/persisting?asOf=2013-07-01&limit=10&cursor={cursor}");
            assert_eq!(
                reply.header("link"),
                Some(format!("<{next}>; rel=\"next\"").as_str())
            );
            next
        });
        assert_eq!(reply.header("link").is_some(), target.is_some());
    }
    assert_eq!(&items, whole["items"].as_array().unwrap());
    world.stop().await;
}

#[tokio::test]
async fn one_knelpunt_is_found_however_its_id_is_spelt() {
    let world = World::with(&history()).await;
    let id = "f876f8d3-a371-5e75-a72e-381898ccd30b";
    let answer = world
        .json(&format!("/v1/knelpunten/{id}?asOf=2013-07-01"))
        .await;
    assert_eq!(
        (&answer["id"], &answer["status"]),
        (&json!(id), &json!("open"))
    );
    assert_eq!(answer["municipalityName"], "Delfzijl");
    assert_eq!((&answer["n"], &answer["censored"]), (&json!(1), &json!(1)));
    for spelt in [
        id.to_uppercase(),
        id.replace('-', ""),
        format!("urn:uuid:{id}"),
        format!("%7B{id}%7D"),
    ] {
        let other = world
            .json(&format!("/v1/knelpunten/{spelt}?asOf=2013-07-01"))
            .await;
        assert_eq!(other, answer, "{spelt}");
    }
    let events = world
        .json(&format!("/v1/knelpunten/{id}/events?asOf=2013-07-01"))
        .await;
    let first = &events["items"][0];
    assert_eq!(first["type"], "nl.knelpunten.knelpunt-reported.v1");
    assert_eq!(
        (&events["position"], &events["asOf"]),
        (&answer["position"], &answer["asOf"])
    );
    world.stop().await;
}

#[tokio::test]
async fn answers_that_are_tables_are_also_available_as_csv() {
    let world = World::with(&case("first-report-opens")).await;
    let csv = "Accept: text/csv\r\n";
    let reply = world.ask("GET", "/v1/summary?asOf=2013-07-01", csv).await;
    assert_eq!(
        reply.header("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    assert_eq!(
        reply.header("content-disposition"),
        Some("inline; filename=\"summary.csv\"")
    );
    let expected = "knelpunten,episodes,open,persisting,recurrences,reports\r\n1,1,1,0,0,2\r\n";
    assert_eq!(reply.body, expected);
    let id = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
    for (target, columns) in [
        (
            "/v1/persisting".to_owned(),
            "municipality,municipalityName,",
        ),
        (
            "/v1/persisting/matrix".to_owned(),
            "municipality,municipalityName,category,",
        ),
        ("/v1/trend".to_owned(), "period,reported,"),
        (
            "/v1/resolution-times?groupBy=category".to_owned(),
            "group,label,n,",
        ),
        (format!("/v1/knelpunten/{id}/events"), "sequence,key,type,"),
    ] {
        let reply = world.ask("GET", &target, csv).await;
        assert_eq!(reply.status, 200, "{target}: {}", reply.body);
        assert!(reply.body.starts_with(columns), "{target}: {}", reply.body);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_position_is_that_of_the_views() {
    let world = World::with(&history()).await;
    let answer = world.json("/v1/position?atLeast=2298").await;
    assert_eq!(answer["position"], 2_298);
    assert_eq!(
        (&answer["lastSequence"], &answer["lag"]),
        (&json!(2_298), &json!(0))
    );
    assert_eq!(
        answer["stream"],
        json!({"name": "KNELPUNTEN", "createdAt": "2013-01-01T00:00:00Z"})
    );
    assert_eq!(answer["natsUrl"], "nats://127.0.0.1:4222");
    let summary = world.json("/v1/summary").await;
    assert_eq!(answer["digest"], summary["digest"]);
    world.stop().await;
}

#[tokio::test]
async fn the_quarantine_is_paged() {
    let world = World::with(&[]).await;
    let arrivals: Vec<_> = (1..=5).map(crate::world::invalid).collect();
    world
        .views
        .lock()
        .unwrap()
        .commit(&arrivals, Some(1))
        .unwrap();
    let first = world.json("/v1/quarantine?limit=3").await;
    assert_eq!(
        (&first["total"], &first["nextCursor"]),
        (&json!(5), &json!("3"))
    );
    let item = json!({
        "sequence": 1, "subject": "knelpunten.x", "payload": "{}",
        "reasons": [{"path": "/type", "problem": "is unknown"}],
    });
    assert_eq!(first["items"][0], item);
    let second = world.json("/v1/quarantine?limit=3&cursor=3").await;
    assert_eq!(second["items"].as_array().unwrap().len(), 2);
    assert_eq!(second["nextCursor"], Value::Null);
    let table = world
        .ask("GET", "/v1/quarantine?limit=1", "Accept: text/csv\r\n")
        .await;
    assert_eq!(
        (table.status, table.body.as_str()),
        (
            200,
            "sequence,subject,reasons,payload\r\n1,knelpunten.x,/type is unknown,{}\r\n"
        )
    );
    world.stop().await;
}

#[tokio::test]
async fn checkpoints_are_paged() {
    let world = World::with(&[]).await;
    let arrivals: Vec<_> = [1, 10_000, 20_000, 25_000, 30_000, 30_001]
        .map(crate::world::invalid)
        .into();
    world
        .views
        .lock()
        .unwrap()
        .commit(&arrivals, Some(1))
        .unwrap();
    let positions = |page: &Value| -> Vec<u64> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["position"].as_u64().unwrap())
            .collect()
    };
    let first = world.json("/v1/checkpoints?limit=2").await;
    assert_eq!(positions(&first), [10_000, 20_000]);
    assert_eq!(first["nextAfter"], 20_000);
    let second = world.json("/v1/checkpoints?limit=2&after=20000").await;
    assert_eq!(positions(&second), [30_000]);
    assert_eq!(second["nextAfter"], Value::Null);
    let position = world.json("/v1/position").await;
    assert_eq!(second["versions"], position["versions"]);
    assert_eq!(second["items"][0], position["checkpoints"][0]);
    world.stop().await;
}

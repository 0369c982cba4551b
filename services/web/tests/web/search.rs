//! Search over HTTP: what is found, where, and what is found no more.

use api::answers::{SearchHit, SearchKind, SearchResults, SearchTotal};
use model::{Data, Draft, Instant, KnelpuntReported};
use serde_json::{Value, json};

use crate::{
    checks::check_problem,
    world::{World, arrivals},
};

const FUNDING: &str = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
const CAPACITY: &str = "2b42e65b-a485-58cc-8731-f9bbf8123f3c";
const CENTRIC: &str = "64d431ed-4a10-520b-9205-c95285adc2b9";

fn event(id: &str, kind: &str, subject: &str, data: &Value) -> String {
    let event = json!({
        "specversion": "1.0", "id": id, "source": "urn:test", "type": format!("nl.knelpunten.{kind}.v1"),
        "subject": subject, "time": "2013-06-01T00:00:00Z", "datacontenttype": "application/json", "data": data,
    });
    event.to_string()
}

fn report(id: &str, subject: &str, category: &str, observed_at: &str, description: &str) -> String {
    let data = json!({
        "municipality": "GM0344", "category": category, "observedAt": observed_at, "description": description,
    });
    event(id, "knelpunt-reported", subject, &data)
}

fn events() -> Vec<String> {
    let centric = json!({
        "municipality": "GM0344", "category": "funding", "buildingBlock": "bag", "reference": "a1",
        "party": {"kind": "supplier", "name": "Centric"}, "observedAt": "2013-01-03",
    });
    vec![
        report(
            "1",
            FUNDING,
            "funding",
            "2013-01-01",
            "De coördinatie van koppelingen ontbreekt",
        ),
        report(
            "2",
            CAPACITY,
            "capacity",
            "2013-01-02",
            "Geen mensen voor de koppeling",
        ),
        event("3", "knelpunt-reported", CENTRIC, &centric),
    ]
}

async fn search(world: &World, query: &str) -> Vec<SearchHit> {
    let results: SearchResults = world.answer(&format!("/v1/search?q={query}")).await;
    results.items
}

/// Returns the ids of the knelpunten that a query finds.
async fn ids(world: &World, query: &str) -> Vec<String> {
    let hits = search(world, query).await.into_iter();
    hits.filter_map(|hit| Some(hit.id?.to_string())).collect()
}

/// Returns the codes of one kind that a query finds.
async fn codes(world: &World, query: &str, kind: SearchKind) -> Vec<String> {
    let hits = search(world, query).await.into_iter();
    hits.filter(|hit| hit.kind == kind)
        .filter_map(|hit| hit.code)
        .collect()
}

#[tokio::test]
async fn knelpunten_are_found_by_their_descriptions_and_references() {
    let world = World::with(&events()).await;
    assert_eq!(ids(&world, "koppeling").await, [CAPACITY, FUNDING]);
    assert_eq!(ids(&world, "coordinatie%20kopp").await, [FUNDING]);
    assert_eq!(ids(&world, "A1").await, [CENTRIC]);
    assert_eq!(ids(&world, "koppeling&category=capacity").await, [CAPACITY]);
    assert_eq!(ids(&world, "koppeling&limit=1").await, [CAPACITY]);
    assert_eq!(ids(&world, "koppeling%20a1").await, [""; 0]);
    let hits = search(&world, "coordinatie").await;
    let found = &hits[0].matches[0];
    assert_eq!(found.field, "description");
    assert_eq!((found.marks[0].start, found.marks[0].end), (3, 14));
    let table = world.csv("/v1/search?q=coordinatie").await;
    assert!(table.body.contains(FUNDING), "{}", table.body);
    world.stop().await;
}

/// Returns how many of one kind a query finds, and whether there may be more.
async fn total(world: &World, query: &str, kind: SearchKind) -> Option<(usize, bool)> {
    let results: SearchResults = world.answer(&format!("/v1/search?q={query}")).await;
    let mut totals = results.totals.iter();
    let found: Option<&SearchTotal> = totals.find(|total| total.kind == kind);
    found.map(|found| (found.total, found.is_at_least))
}

#[tokio::test]
async fn hits_beyond_the_limit_are_counted_and_knelpunten_up_to_a_hundred() {
    let world = World::with(&events()).await;
    let (municipality, knelpunt) = (SearchKind::Municipality, SearchKind::Knelpunt);
    for (query, kind, expected) in [
        ("koppeling", knelpunt, Some((2, false))),
        ("koppeling&limit=1", knelpunt, Some((2, false))),
        ("koppeling&category=funding", knelpunt, Some((1, false))),
        ("zzz", knelpunt, None),
        ("utrecht&limit=1", municipality, Some((2, false))),
    ] {
        assert_eq!(total(&world, query, kind).await, expected, "{query}");
    }
    let more = (0..101).map(|number| {
        let mut data = KnelpuntReported::new("GM0344", "funding", "2013-01-01");
        data.reference = Some(format!("ref{number}"));
        data.description = Some("Een tweede koppeling".to_owned());
        let (source, id) = ("urn:test".to_owned(), format!("more{number}"));
        let time = Instant::parse("2013-06-01T00:00:00Z").unwrap();
        let draft = Draft::with_derived_subject(source, id, time, Data::Reported(data));
        draft.unwrap().to_json()
    });
    world.commit(&arrivals(4, &more.collect::<Vec<_>>()));
    assert_eq!(
        total(&world, "koppeling", knelpunt).await,
        Some((100, true))
    );
    assert_eq!(ids(&world, "koppeling").await.len(), 20);
    world.stop().await;
}

#[tokio::test]
async fn what_is_corrected_is_found_no_more_and_what_arrives_is_found() {
    let world = World::with(&events()).await;
    assert_eq!(ids(&world, "koppeling").await.len(), 2);
    let named = |id: &str| json!({"source": "urn:test", "id": id});
    let withdrawal = json!({"event": named("2"), "municipality": "GM0344"});
    let replacement = json!({
        "type": "nl.knelpunten.knelpunt-reported.v1", "time": "2013-06-01T00:00:00Z",
        "data": {"municipality": "GM0344", "category": "funding", "observedAt": "2013-01-01"},
    });
    let redaction =
        json!({"event": named("1"), "municipality": "GM0344", "replacement": replacement});
    world.commit(&arrivals(
        4,
        &[
            event("4", "event-withdrawn", CAPACITY, &withdrawal),
            event("5", "event-redacted", FUNDING, &redaction),
            report(
                "6",
                CAPACITY,
                "capacity",
                "2013-02-02",
                "Nu ontbreekt de vertaling",
            ),
        ],
    ));
    assert_eq!(ids(&world, "koppeling").await, [""; 0]);
    assert_eq!(ids(&world, "vertalingen").await, [CAPACITY]);
    world.stop().await;
}

#[tokio::test]
async fn names_are_found_and_former_municipalities_lead_to_what_they_became() {
    let world = World::with(&events()).await;
    assert_eq!(
        codes(&world, "utrecht", SearchKind::Municipality).await,
        ["GM0344", "GM1581"]
    );
    let hits = search(&world, "graafstroom").await;
    assert_eq!(hits[0].code.as_deref(), Some("GM1927"));
    assert_eq!(hits[0].matches[0].field, "formerName");
    let hits = search(&world, "den+haag").await;
    assert_eq!(hits[0].code.as_deref(), Some("GM0518"));
    assert_eq!(hits[0].matches[0].field, "otherName");
    assert_eq!(
        codes(&world, "sudwest", SearchKind::Municipality).await,
        ["GM1900"]
    );
    assert_eq!(
        codes(&world, "utrecht&province=PV20", SearchKind::Municipality).await,
        [""; 0]
    );
    assert_eq!(
        codes(&world, "adressen", SearchKind::BuildingBlock).await,
        ["bag"]
    );
    assert_eq!(
        codes(&world, "cent", SearchKind::Party).await,
        ["supplier:centric"]
    );
    assert_eq!(
        codes(&world, "cent&category=capacity", SearchKind::Party).await,
        [""; 0]
    );
    let funding = codes(&world, "financiele", SearchKind::Category).await;
    assert_eq!(funding, ["funding"]);
    world.stop().await;
}

#[tokio::test]
async fn a_search_without_words_or_with_an_as_of_is_refused() {
    let world = World::with(&events()).await;
    check_problem(&world.get("/v1/search").await, 400, &["q"]);
    check_problem(&world.get("/v1/search?q=--").await, 400, &["q"]);
    let reply = world.get("/v1/search?q=a&limit=101&asOf=2013-01-01").await;
    check_problem(&reply, 400, &["limit", "asOf"]);
    world.stop().await;
}

#[tokio::test]
async fn words_that_no_text_has_together_find_the_knelpunten_of_what_they_name() {
    let world = World::with(&events()).await;
    for (query, named) in [
        (
            "financiele adressen",
            Some("Te weinig financiële middelen, Basisregistratie Adressen en Gebouwen"),
        ),
        ("Centric financiële adressen", Some("Centric")),
        ("Utrecht financiële adressen", Some("Utrecht")),
        ("financiële DigiD", None),
        ("financiële xyzzy", None),
        ("capaciteit financiële", None),
    ] {
        let page = world
            .browse(&format!("/zoeken?q={}", query.replace(' ', "+")))
            .await;
        assert_eq!(page.status, 200, "{query}");
        let text = "Dit zijn de knelpunten van";
        assert_eq!(
            page.body.contains(text),
            named.is_some(),
            "{query}: {}",
            page.body
        );
        let link = format!("/knelpunten/{CENTRIC}");
        assert_eq!(
            page.body.contains(&link),
            named.is_some(),
            "{query}: {}",
            page.body
        );
        assert!(
            named.is_none_or(|named| page.body.contains(named)),
            "{query}: {}",
            page.body
        );
        assert_eq!(
            page.body.contains("Niets gevonden"),
            named.is_none(),
            "{query}"
        );
    }
    world.stop().await;
}

//! The answers of the API, and everything that explains them.

use api::{
    AnswerEnvelope, CheckpointPage, Filter, KnelpuntEvents, PositionReport, QuarantinePage,
    QuarantinedMessage,
    answers::{
        CatalogueAnswer, KnelpuntAnswer, KnelpuntStatus, Municipalities, MunicipalityAnswer,
        MunicipalityItem, Persisting, PersistingItem, SuccessionItem, Summary,
    },
};
use model::Violation;
use serde_json::Value;
use tests::question_links;

use crate::world::{OPEN, World, arrivals, case, history, invalid, now};

#[tokio::test]
async fn every_answer_contains_its_explanation() {
    let world = World::with(&history()).await;
    let link = "/v1/summary?asOf=2013-07-01&party=supplier:%20CENTRIC&category=integration&category=funding";
    assert!(!world.get(link).await.body.contains("knownAt"));
    let answer: AnswerEnvelope<Summary> = world.json(link).await;
    assert_eq!(answer.position, 2_298);
    assert_eq!(answer.digest.map(|digest| digest.len()), Some(32));
    assert_eq!(answer.as_of.to_string(), "2013-07-01T21:59:59.999999Z");
    assert_eq!(answer.division.to_string(), "2013-07-01");
    let filter = Filter {
        category: vec!["funding".to_owned(), "integration".to_owned()],
        party: vec!["supplier:centric".to_owned()],
        ..Filter::default()
    };
    assert_eq!(answer.filter, filter);
    assert_eq!(
        (answer.n, answer.censored),
        (answer.answer.episodes, answer.answer.open)
    );
    world.stop().await;
}

#[tokio::test]
async fn as_of_defaults_to_now() {
    let world = World::with(&[]).await;
    let answer: AnswerEnvelope<Summary> = world.json("/v1/summary").await;
    assert_eq!(answer.as_of, now());
    assert_eq!(answer.filter, Filter::default());
    world.stop().await;
}

#[tokio::test]
async fn a_link_with_known_at_returns_the_same_answer_forever() {
    let all = history();
    let (before, after) = all.split_at(1_532);
    let world = World::with(before).await;
    let as_of = "asOf=2016-01-01";
    let known = format!("{as_of}&knownAt=1532");
    let listed: Persisting = world.answer(&format!("/v1/persisting?{known}")).await;
    let one = listed.items[0].id.to_string();
    let mut links = question_links(&one, "2013-05", &known);
    links.push(format!(
        "/v1/rounds/2013-05?{as_of}&knownAt=1532&against=2013-01"
    ));
    let mut then = Vec::new();
    for link in links {
        let response = world.get(&link).await;
        let answer: AnswerEnvelope<Value> = response.json().unwrap();
        assert_eq!((answer.position, answer.known_at), (1_532, Some(1_532)));
        assert_eq!(answer.digest, None);
        then.push((link, response.body));
    }
    let earlier = "/v1/rounds/2014-01?knownAt=700&asOf=2016-01-01".to_owned();
    let body = world.get(&earlier).await.body;
    then.push((earlier, body));
    let rounds = format!("/v1/rounds?{as_of}");
    let now = world.get(&rounds).await.body;
    // Only a redaction may change what is shown of the past.
    let mut later = after.to_vec();
    later.retain(|event| !event.contains("event-redacted"));
    world.commit(&arrivals(1_533, &later));
    for (link, body) in then {
        assert_eq!(world.get(&link).await.body, body, "{link}");
    }
    assert_ne!(world.get(&rounds).await.body, now);
    world.stop().await;
}

#[tokio::test]
async fn a_list_is_paged_by_cursor_and_by_link() {
    let world = World::with(&history()).await;
    let link = "/v1/persisting?asOf=2013-07-01&limit=";
    let whole: Persisting = world.answer(&format!("{link}1000")).await;
    let mut target = Some(format!("{link}10"));
    let mut items = Vec::new();
    while let Some(current) = target {
        let response = world.get(&current).await;
        let page: AnswerEnvelope<Persisting> = response.json().unwrap();
        items.extend(page.answer.items);
        target = page
            .answer
            .next_cursor
            .map(|cursor| format!("{link}10&cursor={cursor}"));
        let next = target
            .as_ref()
            .map(|next| format!("<{next}>; rel=\"next\""));
        assert_eq!(response.header("link"), next.as_deref());
    }
    assert_eq!(items, whole.items);
    world.stop().await;
}

#[tokio::test]
async fn one_knelpunt_is_found_however_its_id_is_spelt() {
    let world = World::with(&history()).await;
    let id = "f876f8d3-a371-5e75-a72e-381898ccd30b";
    let link = |id: &str| format!("/v1/knelpunten/{id}?asOf=2013-07-01");
    let found: AnswerEnvelope<KnelpuntAnswer> = world.json(&link(id)).await;
    assert_eq!(found.answer.id.to_string(), id);
    assert_eq!(found.answer.status, KnelpuntStatus::Open);
    assert_eq!(found.answer.municipality_name.as_deref(), Some("Delfzijl"));
    assert_eq!((found.n, found.censored), (1, 1));
    for spelt in [
        id.to_uppercase(),
        id.replace('-', ""),
        format!("urn:uuid:{id}"),
        format!("%7B{id}%7D"),
    ] {
        let other: AnswerEnvelope<KnelpuntAnswer> = world.json(&link(&spelt)).await;
        assert_eq!(other, found, "{spelt}");
    }
    let events: AnswerEnvelope<KnelpuntEvents> = world
        .json(&format!("/v1/knelpunten/{id}/events?asOf=2013-07-01"))
        .await;
    let first = &events.answer.items[0];
    assert_eq!(first.event_type, "nl.knelpunten.knelpunt-reported.v1");
    assert_eq!(
        (events.position, events.as_of),
        (found.position, found.as_of)
    );
    world.stop().await;
}

#[tokio::test]
async fn answers_that_are_tables_are_also_available_as_csv() {
    let world = World::with(&case("first-report-opens")).await;
    let reply = world.csv("/v1/summary?asOf=2013-07-01").await;
    assert_eq!(
        reply.header("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    assert_eq!(
        reply.header("content-disposition"),
        Some("attachment; filename=\"summary-2013-07-01.csv\"")
    );
    let expected = "knelpunten,episodes,open,persisting,recurrences,reports\r\n1,1,1,0,0,2\r\n";
    assert_eq!(reply.body, expected);
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
        (
            format!("/v1/knelpunten/{OPEN}/events"),
            "sequence,key,type,",
        ),
    ] {
        let reply = world.csv(&target).await;
        assert_eq!(reply.status, 200, "{target}: {}", reply.body);
        assert!(reply.body.starts_with(columns), "{target}: {}", reply.body);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_position_is_that_of_the_views() {
    let world = World::with(&history()).await;
    let report: PositionReport = world.json("/v1/position?atLeast=2298").await;
    let summary: AnswerEnvelope<Summary> = world.json("/v1/summary").await;
    assert_eq!(report.position, 2_298);
    assert_eq!((report.last_sequence, report.lag), (Some(2_298), Some(0)));
    let stream = report.stream.unwrap();
    assert_eq!(stream.name, "KNELPUNTEN");
    assert_eq!(stream.created_at.to_string(), "2013-01-01T00:00:00Z");
    assert_eq!(report.nats_url.as_deref(), Some("nats://127.0.0.1:4222"));
    assert_eq!(Some(report.digest), summary.digest);
    world.stop().await;
}

#[tokio::test]
async fn the_quarantine_is_paged() {
    let world = World::with(&[]).await;
    let arrivals: Vec<_> = (1..=5).map(invalid).collect();
    world.commit(&arrivals);
    let first: QuarantinePage = world.json("/v1/quarantine?limit=3").await;
    assert_eq!((first.total, first.next_cursor.as_deref()), (5, Some("3")));
    let item = QuarantinedMessage {
        sequence: 1,
        subject: "knelpunten.x".to_owned(),
        reasons: vec![Violation::other("/type", "is unknown")],
        payload: "{}".to_owned(),
    };
    assert_eq!(first.items[0], item);
    let second: QuarantinePage = world.json("/v1/quarantine?limit=3&cursor=3").await;
    assert_eq!((second.items.len(), second.next_cursor), (2, None));
    let table = world.csv("/v1/quarantine?limit=1").await;
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
        .map(invalid)
        .into();
    world.commit(&arrivals);
    let positions = |page: &CheckpointPage| -> Vec<u64> {
        let items = page.items.iter();
        items.map(|checkpoint| checkpoint.position).collect()
    };
    let first: CheckpointPage = world.json("/v1/checkpoints?limit=2").await;
    assert_eq!(positions(&first), [10_000, 20_000]);
    assert_eq!(first.next_after, Some(20_000));
    let second: CheckpointPage = world.json("/v1/checkpoints?limit=2&after=20000").await;
    assert_eq!(positions(&second), [30_000]);
    assert_eq!(second.next_after, None);
    let report: PositionReport = world.json("/v1/position").await;
    assert_eq!(second.versions, report.versions);
    assert_eq!(second.items[0], report.checkpoints[0]);
    world.stop().await;
}

#[tokio::test]
async fn the_municipalities_and_the_catalogue_are_listed_with_their_names() {
    let world = World::with(&case("first-report-opens")).await;
    let all: Municipalities = world.json("/v1/municipalities").await;
    assert_eq!(all.items.len(), 441);
    let find = |code: &str| all.items.iter().find(|item| item.code == code).unwrap();
    let into = |item: &MunicipalityItem| -> Vec<String> {
        let one = |to: &SuccessionItem| format!("{} {} {} {}", to.on, to.kind, to.name, to.main);
        item.successors.iter().map(one).collect()
    };
    assert_eq!(
        into(find("GM0788")),
        [
            "2021-01-01 split Boxtel false",
            "2021-01-01 split Oisterwijk true",
            "2021-01-01 split Tilburg false",
            "2021-01-01 split Vught false",
        ]
    );
    let renamed = find("GM1940");
    assert_eq!(renamed.former_names, ["De Friese Meren"]);
    assert_eq!(renamed.predecessors[0].kind, "renamed");
    let ended = find("GM1921");
    assert_eq!(ended.valid_from.unwrap().to_string(), "2014-01-01");
    assert_eq!(ended.valid_until.unwrap().to_string(), "2015-07-01");
    assert_eq!(find("GM0344").size_class.as_deref(), Some("8"));
    let csv = world.csv("/v1/municipalities").await.body;
    let row = "GM0788,Haaren,PV30,Noord-Brabant,3,,2021-01-01,,,,GM0757 (split 2021-01-01); GM0824 (split 2021-01-01 \
               main); GM0855 (split 2021-01-01); GM0865 (split 2021-01-01)";
    assert!(csv.contains(row), "{csv}");

    let catalogue: CatalogueAnswer = world.json("/v1/catalogue").await;
    let funding = catalogue
        .categories
        .iter()
        .find(|one| one.code == "funding");
    assert_eq!(funding.unwrap().name, "Te weinig financiële middelen");
    assert_eq!(catalogue.party_kinds.len(), 3);
    assert!(!catalogue.remedies.is_empty() && !catalogue.building_blocks.is_empty());
    let csv = world.csv("/v1/catalogue").await.body;
    for row in [
        "category,funding,Te weinig financiële middelen,",
        "building-block,bag,Basisregistratie Adressen en Gebouwen,",
        "party-kind,supplier,leverancier,",
    ] {
        assert!(csv.contains(row), "{row} in {csv}");
    }
    let unknown = world.get("/v1/catalogue?list=categories").await;
    assert_eq!(unknown.status, 400, "{}", unknown.body);
    world.stop().await;
}

#[tokio::test]
async fn the_collection_of_knelpunten_is_paged_by_status_and_its_links_lead_on() {
    let world = World::with(&history()).await;
    let link =
        |status: &str, rest: &str| format!("/v1/knelpunten?asOf=2014-01-01&status={status}{rest}");
    let mut totals = Vec::new();
    for status in ["open", "persisting", "resolved", "all"] {
        let listed: Persisting = world.answer(&link(status, "")).await;
        totals.push(listed.total);
        let is_of_status = |item: &PersistingItem| match status {
            "resolved" => item.status == KnelpuntStatus::Resolved && item.ended_on.is_some(),
            "persisting" => item.persisting,
            "open" => item.status == KnelpuntStatus::Open && item.ended_at.is_none(),
            _ => true,
        };
        assert!(
            listed.total > 0 && listed.items.iter().all(is_of_status),
            "{status}"
        );
    }
    assert_eq!(totals[0] + totals[2], totals[3]);

    let sorted = "&sort=lastReportedAt&order=descending&limit=7";
    let response = world.get(&link("all", sorted)).await;
    let next = response.header("link").unwrap().to_owned();
    assert!(
        next.starts_with("</v1/knelpunten?") && next.ends_with(">; rel=\"next\""),
        "{next}"
    );
    let page: Persisting = world.answer(&link("all", sorted)).await;
    let newest_first = |one: &PersistingItem, other: &PersistingItem| {
        one.last_reported_at >= other.last_reported_at
    };
    assert!(page.items.is_sorted_by(newest_first));
    let first = &page.items[0];
    let one: KnelpuntAnswer = world
        .answer(&format!("{}?asOf=2014-01-01", first.href))
        .await;
    assert_eq!((one.id, &one.link), (first.id, &first.href));
    let last = one.episodes.last().unwrap();
    assert_eq!(
        (last.since_on, last.ended_on),
        (first.since_on, first.ended_on)
    );

    let refused = world
        .get("/v1/knelpunten?status=gone&sort=name&order=up")
        .await;
    assert_eq!(refused.status, 400);
    for problem in [
        "is not one of open, persisting, resolved, all",
        "is not one of since, age, municipality, category, lastReportedAt",
        "is not ascending or descending",
    ] {
        assert!(refused.body.contains(problem), "{}", refused.body);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_municipality_is_found_by_its_code_and_counts_with_its_successor() {
    let world = World::with(&case("first-report-opens")).await;
    let haaren = |division: &str| format!("/v1/municipalities/GM0788?division={division}");
    let before: MunicipalityAnswer = world.json(&haaren("2020-12-31")).await;
    assert_eq!(
        (before.counts_with.name.as_str(), before.link.as_str()),
        ("Haaren", "/v1/municipalities/GM0788")
    );
    let after: MunicipalityAnswer = world.json(&haaren("2021-01-01")).await;
    assert_eq!(after.counts_with.name, "Oisterwijk");
    assert_eq!(after.municipality.successors.len(), 4);
    let successor: MunicipalityAnswer = world.json(&after.counts_with.href).await;
    assert_eq!(successor.division, now().day());
    assert!(
        successor
            .municipality
            .predecessors
            .iter()
            .any(|from| from.code == "GM0788")
    );
    for (link, status) in [
        ("/v1/municipalities/GM9999", 404),
        ("/v1/municipalities/Utrecht", 404),
        ("/v1/municipalities/GM0344?division=soon", 400),
        ("/v1/municipalities/GM0344?asOf=2013-01-01", 400),
    ] {
        let reply = world.get(link).await;
        assert_eq!(reply.status, status, "{link}: {}", reply.body);
    }
    world.stop().await;
}

//! Rounds over HTTP: their figures, their explanation, and unknown rounds.

use serde_json::{Value, json};

use crate::{
    checks::check_problem,
    world::{World, arrivals, history},
};

/// What every municipality that was reached has.
fn sum(answer: &Value, figure: &str) -> u64 {
    let rows = answer["municipalities"].as_array().unwrap();
    let figures = rows.iter().filter_map(|row| row[figure].as_u64());
    figures.sum()
}

#[tokio::test]
async fn every_round_is_the_sum_of_its_municipalities() {
    let world = World::with(&history()).await;
    let rounds = world.json("/v1/rounds?asOf=2014-06-30").await;
    let items = rounds["items"].as_array().unwrap();
    assert!(items.len() > 5, "{rounds}");
    assert_eq!(rounds["total"], items.len());
    let mut found = 0;
    for item in items {
        let slug = item["round"].as_str().unwrap();
        let round = world
            .json(&format!("/v1/rounds/{slug}?asOf=2014-06-30"))
            .await;
        for figure in [
            "expected",
            "stillThere",
            "gone",
            "notDiscussed",
            "new",
            "openAfter",
        ] {
            assert_eq!(item[figure], round["total"][figure], "{slug} {figure}");
            assert_eq!(item[figure], sum(&round, figure), "{slug} {figure}");
        }
        let reached = round["municipalities"].as_array().unwrap().iter();
        let reached = reached.filter(|row| row["consultation"] == "reached");
        assert_eq!(round["total"]["reached"], reached.count());
        let parts = ["stillThere", "gone", "notDiscussed"].map(|figure| item[figure].as_u64());
        let parts: u64 = parts.iter().flatten().sum();
        assert_eq!(item["expected"], parts);
        found += parts;
        assert_eq!(round["position"], 2_298);
        assert_eq!(
            (&round["n"], &round["censored"]),
            (&rounds["n"], &rounds["censored"])
        );
    }
    assert!(found > 50, "{found}");
    world.stop().await;
}

#[tokio::test]
async fn a_round_with_known_at_stays_the_same_forever() {
    let all = history();
    let (before, after) = all.split_at(1_532);
    let world = World::with(before).await;
    let links = [
        "/v1/rounds?asOf=2016-01-01&knownAt=1532",
        "/v1/rounds/2013-05?asOf=2016-01-01&knownAt=1532&against=2013-01",
        "/v1/rounds/2014-01?knownAt=700&asOf=2016-01-01",
    ];
    let mut then = Vec::new();
    for link in links {
        then.push(world.get(link).await.body);
    }
    let now = world.get("/v1/rounds?asOf=2016-01-01").await.body;
    world
        .views
        .lock()
        .unwrap()
        .commit(&arrivals(1_533, after), Some(1))
        .unwrap();
    for (link, then) in links.iter().zip(then) {
        assert_eq!(world.get(link).await.body, then, "{link}");
    }
    assert_ne!(world.get("/v1/rounds?asOf=2016-01-01").await.body, now);
    world.stop().await;
}

#[tokio::test]
async fn an_unknown_round_is_not_found_and_an_unknown_round_to_compare_with_is_a_violation() {
    let world = World::with(&history()).await;
    for target in [
        "/v1/rounds/1999-01",
        "/v1/rounds/NO%20ROUND",
        "/v1/rounds/funding",
    ] {
        check_problem(&world.get(target).await, 404, &[]);
    }
    let target = "/v1/rounds/2013-05?against=1999-01";
    check_problem(&world.get(target).await, 400, &["against"]);
    // Keys come first: they are wrong whichever round it is.
    let target = "/v1/rounds/1999-01?asOf=soon&against=NO&province=PV99&x=1";
    check_problem(
        &world.get(target).await,
        400,
        &["province", "asOf", "against", "x"],
    );
    assert_eq!(world.browse("/rondes/1999-01").await.status, 404);
    assert_eq!(
        world.browse("/rondes/2013-05?against=1999-01").await.status,
        400
    );
    assert_eq!(world.browse("/rondes?against=2013-01").await.status, 400);
    assert_eq!(world.browse("/?against=2013-01").await.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn rounds_are_also_available_as_csv() {
    let world = World::with(&history()).await;
    let csv = "Accept: text/csv\r\n";
    let rounds = world.ask("GET", "/v1/rounds?asOf=2013-12-31", csv).await;
    assert!(
        rounds
            .body
            .starts_with("round,beganAt,endedAt,asked,reached,")
    );
    let round = world
        .ask("GET", "/v1/rounds/2013-05?asOf=2013-12-31", csv)
        .await;
    assert_eq!(
        round.header("content-disposition"),
        Some("inline; filename=\"round.csv\"")
    );
    let answer = world.json("/v1/rounds/2013-05?asOf=2013-12-31").await;
    let rows = answer["municipalities"].as_array().unwrap();
    assert_eq!(round.body.lines().count(), rows.len() + 1);
    world.stop().await;
}

#[tokio::test]
async fn the_pages_show_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    let answer = world
        .json("/v1/rounds/2013-05?asOf=2013-12-31&against=2013-01")
        .await;
    let page = world
        .browse("/rondes/2013-05?asOf=2013-12-31&against=2013-01")
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let total = &answer["total"];
    for figure in ["reached", "stillThere", "gone", "notDiscussed", "new"] {
        let value = format!("<dd class=\"value\">{}</dd>", total[figure]);
        assert!(page.body.contains(&value), "{value}");
    }
    assert_ne!(total["expected"], json!(0));
    let of = format!("van {} knelpunten die open stonden", total["expected"]);
    assert!(page.body.contains(&of), "{of}");
    let both = format!(
        "Over de {} gemeenten die in beide",
        answer["against"]["reachedInBoth"]
    );
    assert!(page.body.contains(&both), "{both}");
    assert!(page.body.contains("<option value=\"2013-01\" selected>"));
    let rounds = world.json("/v1/rounds?asOf=2013-12-31").await;
    let slugs = rounds["items"].as_array().unwrap().iter();
    let slugs = slugs.map(|item| item["round"].as_str().unwrap());
    let others: Vec<&str> = slugs.filter(|slug| *slug != "2013-05").collect();
    let options = page.body.split("<option value=\"").skip(2);
    let options: Vec<&str> = options
        .map(|option| option.split('"').next().unwrap())
        .collect();
    assert_eq!(options, others);
    let rows = answer["municipalities"].as_array().unwrap().iter();
    let topics: Vec<usize> = rows
        .filter_map(|row| Some(row["topics"].as_array()?.len()))
        .collect();
    assert!(topics.iter().any(|count| *count > 0), "{topics:?}");
    let all = register::Register::embedded()
        .catalogue()
        .categories()
        .len();
    for count in topics {
        let counted = format!("{count} van de {all} onderwerpen");
        assert!(page.body.contains(&counted), "{counted}");
    }
    // The date stays when another round is chosen, and the round when another date is.
    assert!(page.body.contains("name=\"asOf\" value=\"2013-12-31\""));
    assert!(page.body.contains("name=\"against\" value=\"2013-01\""));
    let overview = world.browse("/?asOf=2013-12-31").await;
    assert!(overview.body.contains("href=\"/rondes?asOf=2013-12-31\""));
    let rounds = world.browse("/rondes?asOf=2013-12-31").await;
    assert!(
        rounds
            .body
            .contains("href=\"/rondes/2013-05?asOf=2013-12-31\"")
    );
    let none = world.browse("/rondes?asOf=2001-01-01").await;
    assert!(none.body.contains("nog geen ronde begonnen"));
    let ahead = world.browse("/rondes/2013-05?asOf=2001-01-01").await;
    assert!(ahead.body.contains("nog niets te zien"));
    world.stop().await;
}

//! The page that compares groups, and the map of the overview, against the answers of the API.

use api::answers::{Funnel, FunnelPosition, Recurrence, ResolutionTimes, Summary};

use crate::{
    outlook::shown_text,
    pages::check_page,
    world::{World, case, history},
};

const DAY: &str = "asOf=2013-12-31";

#[tokio::test]
async fn it_opens_with_the_duration_by_size_and_the_verdict_of_the_trend() {
    let world = World::with(&history()).await;
    let page = world.browse(&format!("/vergelijken?{DAY}")).await;
    check_page("/vergelijken", &page);
    let answer: ResolutionTimes = world
        .answer(&format!("/v1/resolution-times?{DAY}&groupBy=sizeClass"))
        .await;
    let test = answer.log_rank_trend.unwrap();
    let verdict = if test.p <= 0.05 {
        "De duur hangt samen met het aantal inwoners"
    } else {
        "De duur hangt niet meer samen met het aantal inwoners dan toeval kan verklaren"
    };
    assert!(page.body.contains(verdict), "{}", test.p);
    let file = world
        .get(&format!("/vergelijken.csv?{DAY}&figure=duur"))
        .await;
    for group in &answer.groups {
        let label = &group.group.as_ref().unwrap().label;
        let row = format!("{label};{};{};", group.n, group.resolved);
        assert!(file.body.contains(&row), "{row} in {}", file.body);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_funnel_names_those_outside() {
    let world = World::with(&history()).await;
    let target = format!("/vergelijken?{DAY}&question=outliers");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    let funnel: Funnel = world.answer(&format!("/v1/funnel?{DAY}")).await;
    let outside = funnel.items.iter();
    let outside: Vec<_> = outside
        .filter(|item| item.position != FunnelPosition::Inside)
        .collect();
    let shown = shown_text(&page.body);
    let sentence = match outside.len() {
        0 => "Geen enkele groep springt eruit".to_owned(),
        1 => format!("Eén van de {} groepen springt eruit", funnel.items.len()),
        n => format!("{n} van de {} groepen springen eruit", funnel.items.len()),
    };
    assert!(shown.contains(&sentence), "{sentence} in {shown}");
    let file = world
        .get(&format!("/vergelijken.csv?{DAY}&question=outliers"))
        .await;
    for item in &funnel.items {
        let row = format!("{};{};{};", item.group.label, item.n, item.x);
        assert!(file.body.contains(&row), "{row}");
    }
    world.stop().await;
}

#[tokio::test]
async fn every_question_and_grouping_has_a_page_in_both_languages() {
    let world = World::with(&history()).await;
    for question in ["duration", "number", "changed", "outliers", "recurrence"] {
        for by in [
            "sizeClass",
            "category",
            "province",
            "party",
            "buildingBlock",
            "municipality",
        ] {
            let target = format!("/vergelijken?{DAY}&question={question}&groupBy={by}&lang=en");
            check_page(&target, &world.browse(&target).await);
        }
    }
    let recurrence: Recurrence = world
        .answer(&format!(
            "/v1/recurrence?{DAY}&groupBy=category&category=funding"
        ))
        .await;
    let file = world
        .get(&format!(
            "/vergelijken.csv?{DAY}&question=recurrence&groupBy=category&category=funding"
        ))
        .await;
    for group in &recurrence.groups {
        let counts = format!(";{};{};", group.n, group.recurred);
        assert!(file.body.contains(&counts), "{counts} in {}", file.body);
    }
    for wrong in ["question=x", "groupBy=partyKind", "category=x", "x=1"] {
        let reply = world.browse(&format!("/vergelijken?{wrong}")).await;
        assert_eq!(reply.status, 400, "{wrong}");
    }
    world.stop().await;
}

#[tokio::test]
async fn too_little_has_no_verdict() {
    for events in [Vec::new(), case("first-report-opens")] {
        let world = World::with(&events).await;
        let page = world.browse("/vergelijken").await;
        check_page("/vergelijken", &page);
        assert!(page.body.contains("Er is te weinig om te vergelijken"));
        world.stop().await;
    }
}

#[tokio::test]
async fn the_overview_has_two_maps_and_the_provinces() {
    let world = World::with(&history()).await;
    let page = world.browse(&format!("/?{DAY}")).await;
    check_page("/", &page);
    assert_eq!(page.body.matches("class=\"kn-chart kn-map\"").count(), 2);
    let table = world
        .get(&format!("/overzicht.csv?{DAY}&figure=kaart"))
        .await;
    let rows: Vec<&str> = table.body.lines().skip(1).collect();
    assert_eq!(rows.len(), 13, "{rows:?}");
    let utrecht: Summary = world
        .answer(&format!("/v1/summary?{DAY}&province=PV26"))
        .await;
    let row = rows.iter().find(|row| row.starts_with("Utrecht;")).unwrap();
    let counts = format!(";{};{};", utrecht.open, utrecht.persisting);
    assert!(row.contains(&counts), "{row} without {counts}");
    world.stop().await;
}

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
        0 => "Geen enkele gemeente springt eruit".to_owned(),
        1 => format!("Eén van de {} gemeenten springt eruit", funnel.items.len()),
        n => format!("{n} van de {} gemeenten springen eruit", funnel.items.len()),
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
    for wrong in [
        "question=x",
        "groupBy=partyKind",
        "category=x",
        "province=x",
        "beside=2999-01-01",
        "beside=x",
        "x=1",
    ] {
        let reply = world.browse(&format!("/vergelijken?{wrong}")).await;
        assert_eq!(reply.status, 400, "{wrong}");
    }
    world.stop().await;
}

#[tokio::test]
async fn too_little_has_no_verdict() {
    let one = case("first-report-opens");
    for (events, text, forms) in [
        (Vec::new(), "Er is nog niets gemeld", 0),
        (one, "Er is te weinig om te vergelijken", 1),
    ] {
        let world = World::with(&events).await;
        let page = world.browse("/vergelijken?beside=2013-01-01").await;
        check_page("/vergelijken", &page);
        assert!(page.body.contains(text), "{text} in {}", page.body);
        assert_eq!(
            page.body.matches("class=\"choice-form even\"").count(),
            forms
        );
        assert_eq!(page.body.matches("<table").count() > 0, forms > 0);
        world.stop().await;
    }
}

/// Returns the rows of a file of the page, without the head.
async fn rows(world: &World, keys: &str) -> Vec<String> {
    let file = world.get(&format!("/vergelijken.csv?{DAY}&{keys}")).await;
    file.body.lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn two_days_stand_side_by_side_with_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    let (then, both) = ("2013-06-30", "beside=2013-06-30");
    let target = format!("/vergelijken?{DAY}&{both}&groupBy=province");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    let shown = shown_text(&page.body);
    assert!(
        shown.contains("31 dec 2013") && shown.contains("Op 30 juni 2013:"),
        "{shown}"
    );
    let durations: [ResolutionTimes; 2] = [
        world
            .answer(&format!("/v1/resolution-times?{DAY}&groupBy=province"))
            .await,
        world
            .answer(&format!(
                "/v1/resolution-times?asOf={then}&division=2013-12-31&groupBy=province"
            ))
            .await,
    ];
    let file = rows(&world, &format!("{both}&groupBy=province")).await;
    let [now, earlier] = &durations;
    for group in &earlier.groups {
        let label = &group.group.as_ref().unwrap().label;
        let row = file
            .iter()
            .find(|row| row.starts_with(&format!("{label};")))
            .unwrap();
        let counts = format!(";{};{};", group.n, group.resolved);
        assert!(row.contains(&counts), "{counts} in {row}");
    }
    for group in &now.groups {
        let label = &group.group.as_ref().unwrap().label;
        let row = format!("{label};{};{};", group.n, group.resolved);
        assert!(
            file.iter().any(|line| line.starts_with(&row)),
            "{row} in {file:?}"
        );
    }
    for question in ["number", "changed", "outliers", "recurrence"] {
        let target = format!("/vergelijken?{DAY}&{both}&question={question}");
        let page = world.browse(&target).await;
        check_page(&target, &page);
        assert!(
            shown_text(&page.body).contains("30 juni 2013")
                || shown_text(&page.body).contains("30 jun 2013"),
            "{target}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn groups_are_listed_by_name_and_those_of_a_size_from_small_to_large() {
    let world = World::with(&history()).await;
    for (keys, last) in [
        ("groupBy=municipality", "Alles samen"),
        ("groupBy=category&question=recurrence", "Alles samen"),
        ("groupBy=province&question=number", ""),
    ] {
        let names = rows(&world, keys).await;
        let names = names.iter().filter_map(|row| row.split(';').next());
        let names: Vec<String> = names
            .map(|name| name.trim_start_matches("'s-").to_lowercase())
            .collect();
        let (end, groups) = names.split_last().unwrap();
        let groups = if last.is_empty() { &names[..] } else { groups };
        assert!(groups.is_sorted(), "{keys}: {groups:?}");
        assert!(last.is_empty() || *end == last.to_lowercase(), "{end}");
    }
    let sizes = rows(&world, "groupBy=sizeClass&question=number").await;
    let answer: ResolutionTimes = world
        .answer(&format!("/v1/resolution-times?{DAY}&groupBy=sizeClass"))
        .await;
    let in_order = answer
        .groups
        .iter()
        .filter_map(|group| group.group.as_ref());
    for (row, group) in sizes.iter().zip(in_order) {
        assert!(row.starts_with(&group.label), "{row}");
    }
    world.stop().await;
}

#[tokio::test]
async fn groups_too_small_for_the_test_have_no_verdict_and_pairs_have_theirs() {
    let world = World::with(&history()).await;
    let target = format!("/vergelijken?{DAY}&groupBy=municipality");
    let page = world.browse(&target).await;
    let answer: ResolutionTimes = world
        .answer(&format!("/v1/resolution-times?{DAY}&groupBy=municipality"))
        .await;
    let test = answer.log_rank.unwrap();
    assert!(test.small_groups > Some(0), "{test:?}");
    let shown = shown_text(&page.body);
    assert!(
        shown.contains("Of de groepen verschillen, is niet te zeggen"),
        "{shown}"
    );
    let answer: ResolutionTimes = world
        .answer(&format!("/v1/resolution-times?{DAY}&groupBy=province"))
        .await;
    let tested = answer.pairs.iter().flatten();
    let tested = tested.filter(|pair| pair.p_holm.is_some()).count();
    assert!(tested > 0);
    let pairs = rows(&world, "groupBy=province&figure=paren").await;
    assert_eq!(pairs.len(), tested);
    world.stop().await;
}

#[tokio::test]
async fn any_filter_of_the_api_chooses_what_is_compared() {
    let world = World::with(&history()).await;
    let filter = "province=PV26&partyKind=none&buildingBlock=none";
    let target = format!("/vergelijken?{DAY}&groupBy=category&{filter}");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    assert!(
        page.body
            .contains("<input type=\"hidden\" name=\"partyKind\" value=\"none\">")
    );
    assert!(
        shown_text(&page.body).contains("provincie Utrecht"),
        "{}",
        page.body
    );
    let answer: ResolutionTimes = world
        .answer(&format!(
            "/v1/resolution-times?{DAY}&groupBy=category&{filter}"
        ))
        .await;
    let file = rows(&world, &format!("groupBy=category&{filter}")).await;
    let total: usize = answer.groups.iter().map(|group| group.n).sum();
    assert!(
        file.last()
            .unwrap()
            .starts_with(&format!("Alles samen;{total};")),
        "{file:?}"
    );
    world.stop().await;
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

//! The matrix of municipalities and categories, compared with the answers of the API.

use std::collections::BTreeMap;

use api::answers::Matrix;

use crate::{
    pages::check_page,
    world::{World, case, history},
};

const DAY: &str = "asOf=2013-07-01";

/// Returns the rows of the file of the page that begins with a row.
async fn rows(world: &World, from: usize) -> Vec<String> {
    let target = format!("/matrix.csv?{DAY}&from={from}");
    let file = world.ask("GET", &target, "Accept: */*\r\n").await;
    assert_eq!(file.status, 200, "{target}: {}", file.body);
    file.body.lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_cell_is_that_of_the_api_with_what_persists_most_first() {
    let world = World::with(&history()).await;
    let answer: Matrix = world.answer(&format!("/v1/persisting/matrix?{DAY}")).await;
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for cell in &answer.cells {
        let count = counts.entry(&cell.municipality_name).or_default();
        *count = (count.0 + cell.persisting, count.1 + cell.open);
    }
    assert!(counts.len() > 3, "{counts:?}");
    let mut shown = Vec::new();
    for from in (1..=counts.len()).step_by(50) {
        shown.extend(rows(&world, from).await);
    }
    let mut order: Vec<&str> = shown
        .iter()
        .filter_map(|row| row.split(';').next())
        .collect();
    order.dedup();
    let order: Vec<_> = order.iter().map(|name| counts[name]).collect();
    assert_eq!(order.len(), counts.len());
    assert!(order.is_sorted_by(|one, other| one >= other), "{order:?}");
    let cells = answer.cells.iter().map(|cell| {
        let names = [&*cell.municipality_name, &*cell.category_name].join(";");
        format!("{names};{};{}", cell.open, cell.persisting)
    });
    let mut cells: Vec<String> = cells.collect();
    cells.sort();
    shown.sort();
    assert_eq!(shown, cells);
    world.stop().await;
}

#[tokio::test]
async fn the_page_links_to_municipalities_and_categories_and_is_linked_to() {
    let world = World::with(&history()).await;
    let target = format!("/matrix?{DAY}");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    let answer: Matrix = world.answer(&format!("/v1/persisting/matrix?{DAY}")).await;
    let [first, ..] = &answer.cells[..] else {
        panic!("nothing is open");
    };
    for path in [
        format!("/gemeenten/{}", first.municipality),
        format!("/categorieen/{}", first.category),
    ] {
        assert!(
            page.body.contains(&format!("href=\"{path}?{DAY}\"")),
            "{path}"
        );
    }
    let picture = format!("/matrix.svg?{DAY}");
    let picture = world.ask("GET", &picture, "Accept: */*\r\n").await;
    assert!(picture.body.starts_with("<svg"), "{}", picture.body);
    for path in ["/categorieen", "/kaart"] {
        let linking = world.browse(&format!("{path}?{DAY}")).await;
        assert!(
            linking.body.contains(&format!("href=\"{target}\"")),
            "{path}"
        );
    }
    let english = world.browse(&format!("{target}&lang=en")).await;
    check_page("/matrix?lang=en", &english);
    assert!(english.body.contains("What is open where"));
    assert!(!english.body.contains("hardnekkig"), "{}", english.body);
    // The page after the last begins with the last row.
    let last = world.browse(&format!("{target}&from=1000")).await;
    check_page("/matrix", &last);
    assert!(last.body.contains("Vorige gemeenten"));
    for wrong in ["/matrix?from=0", "/matrix?from=x", "/matrix?x=1"] {
        assert_eq!(world.browse(wrong).await.status, 400, "{wrong}");
    }
    world.stop().await;
}

#[tokio::test]
async fn little_is_shown_as_little() {
    let empty = World::with(&[]).await;
    let page = empty.browse("/matrix").await;
    check_page("/matrix", &page);
    assert!(page.body.contains("Er staat nu niets open"));
    assert!(!page.body.contains("id=\"matrix\""), "{}", page.body);
    empty.stop().await;
    let one = World::with(&case("first-report-opens")).await;
    let page = one.browse("/matrix").await;
    check_page("/matrix", &page);
    assert!(
        page.body
            .contains("In één gemeente staat iets open, in één categorie")
    );
    assert!(!page.body.contains("Volgende gemeenten"));
    one.stop().await;
}

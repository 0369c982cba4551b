//! The maps, compared with the answers of the API.

use std::collections::BTreeMap;

use api::answers::{Matrix, Trend};
use register::Register;

use crate::{
    outlook::shown_text,
    pages::check_page,
    world::{World, case, history},
};

const DAY: &str = "asOf=2013-07-01";

/// Returns what is open and what persists by municipality.
async fn counts(world: &World, day: &str) -> BTreeMap<String, (usize, usize)> {
    let matrix: Matrix = world.answer(&format!("/v1/persisting/matrix?{day}")).await;
    let mut counts = BTreeMap::new();
    for cell in matrix.cells {
        let (open, persisting) = counts.entry(cell.municipality_name).or_insert((0, 0));
        *open += cell.open;
        *persisting += cell.persisting;
    }
    counts
}

/// Returns whether there was a municipality of this name on the day.
fn existed(name: &str) -> bool {
    let mut all = Register::embedded().municipalities();
    let day = jiff::civil::date(2013, 7, 1);
    all.any(|(_, municipality)| municipality.name == name && municipality.existed_on(day))
}

#[tokio::test]
async fn the_map_and_its_table_have_the_counts_of_the_api() {
    let world = World::with(&history()).await;
    let page = world.browse(&format!("/kaart?{DAY}")).await;
    check_page("/kaart", &page);
    let shown = shown_text(&page.body);
    let file = world.get(&format!("/kaart.csv?{DAY}")).await;
    let counts = counts(&world, DAY).await;
    let unconfirmed: Trend = world
        .answer(&format!(
            "/v1/trend?{DAY}&every=year&groupBy=municipality&to=2013-07-01"
        ))
        .await;
    let last = unconfirmed.items.last().unwrap().period;
    let unconfirmed: BTreeMap<String, i64> = unconfirmed
        .items
        .iter()
        .filter(|item| item.period == last)
        .filter_map(|item| {
            let group = item.group.as_ref()?;
            Some((group.label.clone(), item.figures.unconfirmed_at_end))
        })
        .collect();
    for (name, (open, persisting)) in &counts {
        let silent = unconfirmed.get(name).copied().unwrap_or(0);
        let row = format!("{name};{open};{persisting};{silent}\r\n");
        assert!(file.body.contains(&row), "{row}");
        if !existed(name) {
            // It is not on the map: it was named before it existed.
            continue;
        }
        let name = name.replace('\'', "&#39;");
        let title = format!("<title>{name}: {persisting} hardnekkig, {open} open; ");
        assert!(page.body.contains(&title), "{title}");
    }
    let having = counts
        .iter()
        .filter(|(name, (_, persisting))| existed(name) && *persisting > 0);
    let sentence = format!("In {} van de 408 gemeenten staat", having.count());
    assert!(shown.contains(&sentence), "{sentence}");
    world.stop().await;
}

#[tokio::test]
async fn two_maps_have_the_division_of_their_own_day() {
    let world = World::with(&history()).await;
    let target = format!("/kaart?{DAY}&beside=2011-01-01&measure=open");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    assert_eq!(page.body.matches("class=\"kn-chart kn-map\"").count(), 2);
    assert!(page.body.contains("<b>1 januari 2011</b>"), "{}", page.body);
    let later = world.browse("/kaart?asOf=2015-07-01").await;
    let shown = shown_text(&later.body);
    assert!(
        shown.contains("Kaart van de 393 gemeenten op 1 juli 2015"),
        "{shown}"
    );
    let picture = world
        .get(&format!("/kaart.svg?{DAY}&measure=unconfirmed"))
        .await;
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    assert!(picture.body.contains("© CBS / Kadaster") && !picture.body.contains("<a "));
    world.stop().await;
}

#[tokio::test]
async fn the_map_has_its_states_and_languages() {
    let empty = World::with(&[]).await;
    let page = empty.browse("/kaart").await;
    check_page("/kaart", &page);
    assert!(
        page.body
            .contains("Van geen enkele gemeente is iets bekend")
    );
    assert!(
        page.body.contains("onbekend (390)"),
        "{}",
        shown_text(&page.body)
    );
    empty.stop().await;
    let one = World::with(&case("first-report-opens")).await;
    let page = one.browse("/kaart?lang=en&measure=open").await;
    check_page("/kaart?lang=en", &page);
    assert!(
        page.body
            .contains("One of 390 municipalities has at least one open knelpunt"),
        "{}",
        shown_text(&page.body)
    );
    for wrong in ["measure=x", "beside=2030-01-01", "beside=x", "x=1"] {
        let reply = one.browse(&format!("/kaart?{wrong}")).await;
        assert_eq!(reply.status, 400, "{wrong}");
    }
    one.stop().await;
}

//! Monthly reports, compared with the API.

use api::answers::{EpisodeList, PeriodFigures, Trend};

use crate::{
    pages::check_page,
    world::{World, case, history},
};

const MONTH: &str = "/maandberichten/2013-03";

async fn figures(world: &World, day: &str) -> PeriodFigures {
    let link = format!("/v1/trend?asOf={day}&from={day}");
    let trend: Trend = world.answer(&link).await;
    let last = trend.items.last();
    last.map_or_else(PeriodFigures::default, |item| item.figures)
}

/// Returns the rows of the table of a figure, as the cells of its file.
async fn rows(world: &World, figure: &str) -> Vec<Vec<String>> {
    let file = world.get(&format!("{MONTH}.csv?figure={figure}")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    let rows = file.body.trim_start_matches('\u{feff}').lines().skip(1);
    rows.map(|row| row.split(';').map(str::to_owned).collect())
        .collect()
}

#[tokio::test]
async fn a_report_has_the_figures_of_the_end_of_its_month() {
    let world = World::with(&history()).await;
    let page = world.browse(MONTH).await;
    check_page(MONTH, &page);
    let now = figures(&world, "2013-03-31").await;
    let before = figures(&world, "2013-02-28").await;
    let year = figures(&world, "2012-03-31").await;
    let of = |figures: PeriodFigures| {
        [
            figures.open_at_end,
            figures.persisting_at_end,
            figures.unconfirmed_at_end,
            figures.opened,
            figures.recurred,
            figures.resolved,
            figures.reported,
        ]
    };
    let rows = rows(&world, "cijfers").await;
    let columns = [of(now), of(before), of(year)];
    assert_eq!(rows.len(), columns[0].len());
    for (index, row) in rows.iter().enumerate() {
        let expected: Vec<String> = columns.map(|column| column[index].to_string()).into();
        assert_eq!(row[1..], expected, "{row:?}");
    }
    let sentence = format!("Eind maart stonden er {} knelpunten open.", now.open_at_end);
    assert!(page.body.contains(&sentence), "{sentence}");
    assert!(
        page.body
            .contains("<strong>Peildatum 31 maart 2013.</strong>")
    );
    assert!(!page.body.contains("U ziet de stand van"));
    world.stop().await;
}

#[tokio::test]
async fn its_lists_are_those_of_the_api() {
    let world = World::with(&history()).await;
    let page = world.browse(MONTH).await.body;
    let events = [
        ("persisted", "hardnekkig-geworden", "Hardnekkig geworden"),
        ("recurred", "teruggekomen", "Teruggekomen"),
        ("resolved", "afgesloten", "Afgesloten"),
    ];
    for (event, figure, heading) in events {
        let link = format!(
            "/v1/episodes?asOf=2013-03-31&from=2013-03-01&to=2013-03-31&event={event}&limit=1000"
        );
        let list: EpisodeList = world.answer(&link).await;
        let heading = format!(">{heading}: {}</h2>", list.total);
        assert_eq!(page.contains(&heading), list.total > 0, "{heading}");
        if list.total == 0 {
            continue;
        }
        let rows = rows(&world, figure).await;
        assert_eq!(rows.len(), list.total.min(200));
        let mut listed: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('"')).collect();
        let items = list.items.iter();
        let mut expected: Vec<&str> = items.map(|item| &*item.municipality_name).collect();
        listed.sort_unstable();
        expected.sort_unstable();
        if list.total <= 200 {
            assert_eq!(listed, expected, "{event}");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn only_months_that_have_ended_have_a_report() {
    let world = World::with(&history()).await;
    // It is January 2016 in these tests.
    for missing in ["2016-01", "2017-03", "1999-12", "maart"] {
        let reply = world.browse(&format!("/maandberichten/{missing}")).await;
        assert_eq!(reply.status, 404, "{missing}");
    }
    assert_eq!(world.browse("/maandberichten/2015-12").await.status, 200);
    let unfinished = world.browse(&format!("{MONTH}?asOf=2013-03-30")).await;
    assert_eq!(unfinished.status, 404);
    let list = world.browse("/maandberichten?asOf=2013-03-30").await;
    check_page("/maandberichten", &list);
    assert!(
        list.body
            .contains("/maandberichten/2013-02?asOf=2013-03-30")
    );
    assert!(!list.body.contains("/maandberichten/2013-03"));
    let wrong = world.browse(&format!("{MONTH}?province=PV26")).await;
    assert_eq!(wrong.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn there_is_a_report_in_english() {
    let world = World::with(&history()).await;
    let link = format!("{MONTH}?lang=en");
    let page = world.browse(&link).await;
    check_page(&link, &page);
    assert!(
        page.body
            .contains("<h1 class=\"utrecht-heading-1\">Monthly report March 2013</h1>")
    );
    assert!(page.body.contains("At the end of March "));
    world.stop().await;
}

#[tokio::test]
async fn without_events_there_is_no_report() {
    let world = World::with(&[]).await;
    let list = world.browse("/maandberichten").await;
    check_page("/maandberichten", &list);
    assert!(list.body.contains("Er is nog geen maandbericht."));
    assert_eq!(world.browse("/maandberichten/2015-12").await.status, 404);
    world.stop().await;
}

#[tokio::test]
async fn one_knelpunt_is_named() {
    let world = World::with(&case("recurrence")).await;
    let list = world.browse("/maandberichten").await.body;
    let months = list.matches("href=\"/maandberichten/20").count();
    assert!(months > 1, "{list}");
    world.stop().await;
}

//! Tables as files: their formats, their names, and how much of a list they have.

use api::answers::{EpisodeList, Persisting};

use crate::{
    checks::check_problem,
    world::{World, case, history},
};

#[tokio::test]
async fn the_format_decides_and_accept_where_there_is_none() {
    let world = World::with(&history()).await;
    let link = "/v1/summary?asOf=2013-07-01&province=PV20";
    for (added, kind, extension) in [
        (
            "&format=csv",
            "text/csv; charset=utf-8; header=present",
            "csv",
        ),
        (
            "&format=xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
    ] {
        let reply = world.ask("HEAD", &format!("{link}{added}"), "").await;
        assert_eq!(reply.header("content-type"), Some(kind));
        let name = format!("attachment; filename=\"summary-PV20-2013-07-01.{extension}\"");
        assert_eq!(reply.header("content-disposition"), Some(name.as_str()));
    }
    let json = world.csv(&format!("{link}&format=json")).await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.header("content-disposition"), None);
    let known = world
        .csv("/v1/persisting/matrix?asOf=2013-07-01&knownAt=700")
        .await;
    let name = "attachment; filename=\"persisting-matrix-2013-07-01-position-700.csv\"";
    assert_eq!(known.header("content-disposition"), Some(name));
    world.stop().await;
}

#[tokio::test]
async fn a_file_has_the_whole_list_unless_a_page_is_requested() {
    let world = World::with(&history()).await;
    let link = "/v1/episodes?asOf=2013-12-31";
    let list: EpisodeList = world.answer(link).await;
    assert!(list.total > list.items.len(), "{}", list.total);
    let whole = world.csv(link).await;
    assert_eq!(whole.body.lines().count(), list.total + 1);
    assert_eq!(whole.header("link"), None);
    let page = world.csv(&format!("{link}&limit=10&locale=nl")).await;
    assert_eq!(page.body.lines().count(), 11);
    let next = page.header("link").unwrap_or_default();
    assert!(
        next.contains("locale=nl") && next.contains("cursor="),
        "{next}"
    );
    let open: Persisting = world
        .answer("/v1/persisting?asOf=2013-07-01&limit=1000")
        .await;
    let file = world.csv("/v1/persisting?asOf=2013-07-01").await;
    assert_eq!(file.body.lines().count(), open.items.len() + 1);
    world.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_named_beside_the_rest() {
    let world = World::with(&history()).await;
    for (target, keys) in [
        ("/v1/summary?format=pdf&asOf=soon", &["format", "asOf"][..]),
        ("/v1/summary?format=csv&format=xlsx&x=1", &["format", "x"]),
        ("/v1/rounds/2013-05?format=csv&locale=en", &["locale"]),
        ("/v1/catalogue?locale=nl", &["locale"]),
        (
            "/v1/quarantine?format=xlsx&locale=nl&limit=0",
            &["locale", "limit"],
        ),
        ("/v1/search?q=a&format=xls", &["format"]),
        ("/v1/municipalities?format=CSV", &["format"]),
    ] {
        check_problem(&world.get(target).await, 400, keys);
    }
    world.stop().await;
}

#[tokio::test]
async fn dutch_csv_begins_with_a_byte_order_mark() {
    let world = World::with(&history()).await;
    let link = "/v1/resolution-times?asOf=2013-12-31&groupBy=category";
    let text = world.csv(link).await.body;
    assert!(text.starts_with("group,label,n,"));
    let dutch = world.csv(&format!("{link}&locale=nl")).await.body;
    assert!(dutch.starts_with("\u{feff}group;label;n;"));
    let decimals = |text: &str, point: char| {
        let around = |window: &[char]| {
            window[0].is_ascii_digit() && window[1] == point && window[2].is_ascii_digit()
        };
        let letters: Vec<char> = text.chars().collect();
        letters.windows(3).filter(|window| around(window)).count()
    };
    assert!(decimals(&dutch, ',') > 0);
    assert_eq!(decimals(&dutch, '.'), 0, "{dutch}");
    world.stop().await;
}

#[tokio::test]
async fn a_figure_of_a_page_is_a_workbook_with_its_provenance() {
    let world = World::with(&history()).await;
    for (link, name) in [
        ("/overzicht.xlsx?asOf=2013-07-01&figure=langst", "langst"),
        ("/gemeenten.xlsx?asOf=2013-07-01", "gemeenten"),
        ("/maandberichten/2013-03.xlsx?figure=cijfers", "cijfers"),
    ] {
        let file = world.get(link).await;
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let disposition = format!("attachment; filename=\"{name}.xlsx\"");
        assert_eq!(
            (
                file.status,
                file.header("content-type"),
                file.header("content-disposition")
            ),
            (200, Some(media), Some(&*disposition)),
            "{link}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn what_changed_is_a_feed_for_every_filter() {
    // The events are of 2013, and it is 2016: a feed of nothing is a feed.
    let quiet = World::with(&history()).await;
    let feed = quiet.get("/volg.atom").await;
    let media = Some("application/atom+xml");
    assert_eq!((feed.status, feed.header("content-type")), (200, media));
    assert!(
        feed.body
            .starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed ")
    );
    assert_eq!(quiet.get("/volg.atom?category=nothing").await.status, 400);
    quiet.stop().await;

    let lines = case("first-report-opens");
    let recent: Vec<String> = lines
        .iter()
        .map(|line| {
            line.replace("2013-02-12", "2015-12-20")
                .replace("2013-03-12", "2015-12-30")
        })
        .collect();
    let world = World::with(&recent).await;
    let list: EpisodeList = world
        .answer("/v1/episodes?event=opened&event=persisted&from=2015-12-01")
        .await;
    let feed = world.get("/volg.atom").await.body;
    assert!(
        list.total > 0 && feed.matches("<entry>").count() == list.total,
        "{feed}"
    );
    let item = &list.items[0];
    for part in [
        "in Utrecht is gemeld</title>",
        &format!("<updated>{}</updated>", item.at),
        &format!("/knelpunten/{}#opened-1</id>", item.id),
        &format!("href=\"http://{}/volg.atom\"", world.address),
    ] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
    let english = world
        .get("/volg.atom?lang=en&municipality=GM0344")
        .await
        .body;
    assert!(
        english.contains("in Utrecht was reported</title>"),
        "{english}"
    );
    let other = world.get("/volg.atom?municipality=GM0363").await.body;
    assert_eq!(other.matches("<entry>").count(), 0);
    world.stop().await;
}

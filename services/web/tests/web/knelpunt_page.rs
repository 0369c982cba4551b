//! The page of one knelpunt, beside the answers of the API.

use api::answers::{KnelpuntAnswer, Persisting};

use crate::{
    pages::{check_page, read, rows},
    world::{OPEN, World, case, history},
};

const AS_OF: &str = "asOf=2014-06-30";

#[tokio::test]
async fn every_knelpunt_has_its_facts_and_its_episodes() {
    let world = World::with(&history()).await;
    let link = format!("/v1/knelpunten?{AS_OF}&status=all&limit=40&sort=lastReportedAt");
    let listed: Persisting = world.answer(&link).await;
    for item in &listed.items {
        let target = format!("/knelpunten/{}?{AS_OF}", item.id);
        let page = world.browse(&target).await;
        check_page(&target, &page);
        let title = format!("{} – {}</h1>", item.category_name, item.municipality_name);
        assert!(page.body.contains(&title.replace('\'', "&#39;")), "{title}");
        let party = item.party_as_written().map(|(_, name)| name);
        for part in [party, item.reference_as_written.as_deref()] {
            assert!(part.is_none_or(|part| page.body.contains(part)), "{part:?}");
        }
        let answer: KnelpuntAnswer = world
            .answer(&format!("/v1/knelpunten/{}?{AS_OF}", item.id))
            .await;
        let target = format!("/knelpunten/{}.csv?{AS_OF}", item.id);
        let file = world.ask("GET", &target, "Accept: */*\r\n").await;
        let shown = rows(&file.body);
        assert_eq!(shown.len(), answer.episodes.len(), "{target}");
        for (row, episode) in shown.iter().zip(&answer.episodes) {
            let ended = episode.ended_on.map(|day| day.to_string());
            let expected = [episode.since_on.to_string(), episode.opened_on.to_string()];
            assert_eq!([row[1], row[2]], expected, "{target}");
            assert_eq!(row[3], ended.unwrap_or_default(), "{target}");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn the_page_has_since_when_it_is_open_and_is_in_english_too() {
    let world = World::with(&case("first-report-opens")).await;
    let link = "/v1/knelpunten?status=all";
    let listed: Persisting = world.answer(link).await;
    let item = &listed.items[0];
    let text = read(&world, &format!("/knelpunten/{}", item.id)).await;
    assert!(
        text.contains("open sinds ") && text.contains("Eerst gemeld op "),
        "{text}"
    );
    let target = format!("/knelpunten/{}?lang=en", item.id);
    let page = world.browse(&target).await;
    check_page(&target, &page);
    for part in [
        "First reported on ",
        "What it is",
        "<main id=\"inhoud\" tabindex=\"-1\">",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let wrong = world
        .browse(&format!("/knelpunten/{}?page=2", item.id))
        .await;
    assert_eq!(wrong.status, 400);
    let picture = world.get(&format!("/knelpunten/{}.svg", item.id)).await;
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    world.stop().await;
    let world = World::with(&[]).await;
    let missing = world.browse(&format!("/knelpunten/{OPEN}")).await;
    assert_eq!(missing.status, 404);
    world.stop().await;
}

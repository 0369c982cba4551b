//! Exports: every row at one position, in both formats.

use std::collections::BTreeSet;

use api::{
    KnelpuntEvents,
    answers::{EpisodeList, Summary},
    exports::{EpisodeExport, EventExport, KnelpuntExport},
};
use serde::de::DeserializeOwned;

use crate::{
    checks::check_problem,
    world::{World, arrivals, history},
};

async fn rows<T: DeserializeOwned>(world: &World, link: &str) -> Vec<T> {
    let reply = world.get(link).await;
    assert_eq!(reply.status, 200, "{link}: {}", reply.body);
    let lines = reply.body.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn an_export_has_every_episode_and_knelpunt_once() {
    let world = World::with(&history()).await;
    for filter in [
        "",
        "&province=PV20",
        "&category=funding&category=integration",
        "&panel=2013-05",
        "&round=2013-02",
        "&knownAt=700",
    ] {
        let query = format!("asOf=2013-12-31{filter}");
        let summary: Summary = world.answer(&format!("/v1/summary?{query}")).await;
        let episodes: Vec<EpisodeExport> =
            rows(&world, &format!("/v1/exports/episodes?{query}")).await;
        let open = episodes.iter().filter(|row| row.ended_at.is_none()).count();
        assert_eq!((episodes.len(), open), (summary.episodes, summary.open));
        let keys: BTreeSet<_> = episodes
            .iter()
            .map(|row| (row.identity.id, row.episode))
            .collect();
        assert_eq!(keys.len(), episodes.len());
        let knelpunten: Vec<KnelpuntExport> =
            rows(&world, &format!("/v1/exports/knelpunten?{query}")).await;
        let with_episodes = knelpunten.iter().filter(|row| row.episodes > 0);
        let persisting = knelpunten.iter().filter(|row| row.persisting).count();
        assert_eq!(with_episodes.count(), summary.knelpunten, "{filter}");
        assert_eq!(persisting, summary.persisting, "{filter}");
    }
    world.stop().await;
}

#[tokio::test]
async fn an_episode_is_exported_as_it_is_listed() {
    let world = World::with(&history()).await;
    let query = "asOf=2013-12-31&province=PV20";
    let listed: EpisodeList = world
        .answer(&format!("/v1/episodes?{query}&event=opened&limit=1000"))
        .await;
    assert!(!listed.items.is_empty());
    let exported: Vec<EpisodeExport> = rows(&world, &format!("/v1/exports/episodes?{query}")).await;
    for item in listed.items {
        let row = exported
            .iter()
            .find(|row| row.identity.id == item.id && row.episode == item.episode);
        let row = row.unwrap();
        assert_eq!(row.since, item.since);
        assert_eq!(
            (row.opened_at, row.ended_at),
            (item.opened_at, item.ended_at)
        );
        assert_eq!((row.outcome, &row.remedy), (item.outcome, &item.remedy));
        assert_eq!(row.duration_days.to_bits(), item.duration_days.to_bits());
        assert_eq!(row.identity.municipality.as_ref(), Some(&item.municipality));
        assert_eq!(row.opened_on, item.opened_at.day());
    }
    world.stop().await;
}

#[tokio::test]
async fn events_are_exported_as_in_the_history_of_their_knelpunt() {
    let world = World::with(&history()).await;
    let query = "asOf=2013-12-31&municipality=GM0010";
    let events: Vec<EventExport> = rows(&world, &format!("/v1/exports/events?{query}")).await;
    let knelpunten: BTreeSet<_> = events.iter().map(|row| row.knelpunt).collect();
    assert!(!knelpunten.is_empty());
    for id in knelpunten {
        let link = format!("/v1/knelpunten/{id}/events?asOf=2013-12-31");
        let history: KnelpuntEvents = world.answer(&link).await;
        let exported = events.iter().filter(|row| row.knelpunt == id);
        let exported: Vec<_> = exported.map(|row| row.event.clone()).collect();
        assert_eq!(exported, history.items);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_canonical_link_returns_the_same_rows_after_later_events() {
    let all = history();
    let (before, after) = all.split_at(1_532);
    let world = World::with(before).await;
    let mut links = Vec::new();
    for name in ["episodes", "knelpunten"] {
        let reply = world
            .get(&format!("/v1/exports/{name}?asOf=2016-01-01&province=PV20"))
            .await;
        let link = reply.header("link").unwrap().to_owned();
        let target = link
            .strip_prefix('<')
            .and_then(|link| link.strip_suffix(">; rel=\"canonical\""))
            .unwrap();
        assert!(target.contains("knownAt=1532"), "{target}");
        let file = format!("attachment; filename=\"{name}-PV20-2016-01-01-position-1532.ndjson\"");
        assert_eq!(reply.header("content-disposition"), Some(file.as_str()));
        links.push((target.to_owned(), reply.body));
    }
    world.commit(&arrivals(1_533, after));
    for (link, body) in links {
        let again = world.get(&link).await.body;
        let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(sorted(&again), sorted(&body), "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_an_export_is_named() {
    let world = World::with(&[]).await;
    for (target, status, keys) in [
        (
            "/v1/exports/events?format=csv&asOf=soon",
            400,
            &["format", "asOf"][..],
        ),
        ("/v1/exports/episodes?limit=5", 400, &["limit"]),
        ("/v1/exports/knelpunten?knownAt=99", 400, &["knownAt"]),
    ] {
        check_problem(&world.get(target).await, status, keys);
    }
    let target = "/v1/exports/episodes";
    check_problem(&world.csv(target).await, 406, &[]);
    assert_eq!(world.get(target).await.body, "");
    world.stop().await;
}

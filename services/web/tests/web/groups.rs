//! The pages about categories, building blocks and parties, compared with the answers of the API.

use std::collections::{BTreeMap, BTreeSet};

use api::answers::{EpisodeList, Movers, Persisting, ResolutionTimes, Trend, WaitingOn};
use model::{Identity, Outcome, PartyKind};
use serde_json::json;

use crate::{
    pages::check_page,
    world::{World, case, history},
};

const AS_OF: &str = "asOf=2013-07-01";

/// Returns the rows of the file of a figure, without its heads.
async fn rows(world: &World, path: &str, figure: &str) -> Vec<Vec<String>> {
    let target = format!("{path}.csv?{AS_OF}&figure={figure}");
    let file = world.ask("GET", &target, "Accept: */*\r\n").await;
    assert_eq!(file.status, 200, "{target}: {}", file.body);
    cells(&file.body)
}

/// Returns the cells of a file, without its heads.
fn cells(file: &str) -> Vec<Vec<String>> {
    let lines = file.lines().skip(1);
    let rows = lines.map(|line| {
        let cells = line
            .split(';')
            .map(|cell| cell.trim_matches('"').to_owned());
        cells.collect()
    });
    rows.collect()
}

#[tokio::test]
async fn each_group_has_its_trend_and_its_change_as_the_api_gives_them() {
    let world = World::with(&history()).await;
    for (path, by, figure) in [
        ("/categorieen", "category", "per-categorie"),
        ("/bouwstenen", "buildingBlock", "per-bouwsteen"),
    ] {
        let page = world.browse(&format!("{path}?{AS_OF}")).await;
        check_page(path, &page);
        let trend: Trend = world
            .answer(&format!("/v1/trend?{AS_OF}&groupBy={by}"))
            .await;
        let months = rows(&world, path, figure).await;
        let mut groups: Vec<&str> = months.iter().map(|row| row[0].as_str()).collect();
        groups.dedup();
        assert!(groups.len() > 2, "{groups:?}");
        for name in groups {
            let own = trend.items.iter().filter(|item| {
                let group = item.group.as_ref();
                group.is_some_and(|group| group.label == name && group.group.is_some())
            });
            let own: Vec<_> = own.collect();
            let shown: Vec<_> = months.iter().filter(|row| row[0] == name).collect();
            assert_eq!(shown.len(), own.len().min(24), "{name}");
            for (row, item) in shown.iter().rev().zip(own.iter().rev()) {
                let figures = [item.figures.open_at_end, item.figures.persisting_at_end];
                assert_eq!(row[2..], figures.map(|count| count.to_string()), "{row:?}");
            }
        }
        let movers: Movers = world
            .answer(&format!("/v1/movers?{AS_OF}&groupBy={by}"))
            .await;
        let changed = rows(&world, path, "veranderd").await;
        assert_eq!(changed.len(), movers.items.len());
        for (row, item) in changed.iter().zip(&movers.items) {
            let counts = [item.before.count, item.now.count].map(|count| count.to_string());
            assert_eq!(row[1..3], counts, "{row:?}");
            let numbers = [item.ratio.value, item.p, item.q].map(written);
            assert_eq!(row[3..6], numbers, "{row:?}");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn the_overview_shows_the_six_categories_of_which_most_persists() {
    let world = World::with(&history()).await;
    let page = world.browse(&format!("/?{AS_OF}")).await;
    assert_eq!(page.body.matches("<span class=\"ttl\">").count(), 6);
    let all = world.browse(&format!("/categorieen?{AS_OF}")).await;
    let names = |body: &str| -> Vec<String> {
        let titles = body.split("<span class=\"ttl\">").skip(1);
        let titles = titles.map(|title| title.split("</a>").next().unwrap_or_default().to_owned());
        titles.collect()
    };
    assert_eq!(names(&page.body), names(&all.body)[..6]);
    world.stop().await;
}

#[tokio::test]
async fn little_is_shown_as_little() {
    let empty = World::with(&[]).await;
    let page = empty.browse("/categorieen").await;
    check_page("/categorieen", &page);
    assert!(
        page.body
            .contains("In geen enkele categorie staat nu iets open.")
    );
    assert!(page.body.contains("Nog nooit gemeld: 23"));
    assert!(!page.body.contains("<svg viewBox=\"0 0 176"));
    check_page("/bouwstenen", &empty.browse("/bouwstenen").await);
    empty.stop().await;
    let one = World::with(&case("first-report-opens")).await;
    let page = one.browse("/categorieen").await;
    check_page("/categorieen", &page);
    assert!(page.body.contains("In één categorie staat nu iets open."));
    assert!(page.body.contains("Nog nooit gemeld: 22"));
    let page = one.browse("/categorieen?lang=en").await;
    check_page("/categorieen?lang=en", &page);
    assert!(
        page.body.contains("Supplier does not deliver")
            && !page.body.contains("Leverancier levert niet")
    );
    assert_eq!(one.browse("/categorieen?letter=A").await.status, 400);
    one.stop().await;
}

#[tokio::test]
async fn the_page_of_a_group_has_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    for (path, key) in [
        (
            "/categorieen/supplier-delivery",
            "category=supplier-delivery",
        ),
        ("/bouwstenen/bag", "buildingBlock=bag"),
    ] {
        let page = world.browse(&format!("{path}?{AS_OF}")).await;
        check_page(path, &page);
        let scope = format!("{AS_OF}&{key}");
        let open: Persisting = world
            .answer(&format!("/v1/knelpunten?{scope}&status=open&limit=1000"))
            .await;
        let municipalities: BTreeSet<&str> =
            open.items.iter().map(|item| &*item.municipality).collect();
        let lead = page
            .body
            .split("--lead\">")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap();
        for number in [open.total, municipalities.len()] {
            assert!(lead.contains(&format!(" {number} ")), "{lead}");
        }
        let listed = rows(&world, path, "open").await;
        let oldest: Vec<&str> = open
            .items
            .iter()
            .map(|item| &*item.municipality_name)
            .collect();
        let shown: Vec<&str> = listed
            .iter()
            .filter_map(|row| row.iter().find(|cell| oldest.contains(&cell.as_str())))
            .map(String::as_str)
            .collect();
        assert_eq!(shown, oldest[..oldest.len().min(12)]);
        check_trend(&world, path, &scope).await;
        check_durations(&world, path, &scope).await;
        check_changes(&world, path, &scope).await;
    }
    world.stop().await;
}

async fn check_trend(world: &World, path: &str, scope: &str) {
    let trend: Trend = world.answer(&format!("/v1/trend?{scope}")).await;
    let months = rows(world, path, "verloop").await;
    assert!(!months.is_empty());
    for (row, item) in months.iter().rev().zip(trend.items.iter().rev()) {
        let figures = &item.figures;
        let counts = [
            figures.reported,
            figures.opened,
            figures.recurred,
            figures.resolved,
            figures.open_at_end,
            figures.persisting_at_end,
            figures.unconfirmed_at_end,
        ];
        assert_eq!(row[1..], counts.map(|count| count.to_string()), "{row:?}");
    }
}

/// Returns a number as the file has it.
fn written(number: Option<f64>) -> String {
    let number = number.map(|number| number.to_string());
    number.unwrap_or_default().replace('.', ",")
}

async fn check_durations(world: &World, path: &str, scope: &str) {
    let times: ResolutionTimes = world
        .answer(&format!("/v1/resolution-times?{scope}&curve=full"))
        .await;
    let own = &times.groups[0];
    let curve = rows(world, path, "duur").await;
    assert_eq!(curve.len(), 7);
    let year = own.figures.survival["365"];
    let after_a_year = curve.iter().find(|row| row[0] == "1 jaar").unwrap();
    if !after_a_year[1].is_empty() {
        let point = [year.value, year.low, year.high].map(written);
        assert_eq!(after_a_year[1..4], point);
    }
    let first = own.figures.curve.first().unwrap();
    let followed: usize = curve[0][4].parse().unwrap();
    assert!(followed >= first.at_risk || first.days > 0.0, "{first:?}");
    let ended = rows(world, path, "afloop").await;
    assert!(!ended.is_empty() || path != "/categorieen/data-quality");
    for (row, days) in ended.iter().zip(["90", "180", "365"]) {
        let incidence = &own.cumulative_incidence;
        let shares = [
            own.figures.survival[days].value,
            incidence.solved[days].value,
            incidence.central[days].value,
            incidence.lapsed[days].value,
        ];
        assert_eq!(row[1..], shares.map(written), "{row:?}");
    }
}

async fn check_changes(world: &World, path: &str, scope: &str) {
    let movers: Movers = world
        .answer(&format!("/v1/movers?{scope}&groupBy=province"))
        .await;
    let changed = rows(world, path, "veranderd").await;
    let names: Vec<&str> = changed.iter().map(|row| row[0].as_str()).collect();
    let groups: Vec<&str> = movers.items.iter().map(|item| &*item.group.label).collect();
    assert_eq!(names, groups);
    let ended: EpisodeList = world
        .answer(&format!("/v1/episodes?{scope}&event=resolved&limit=1000"))
        .await;
    let solved = ended
        .items
        .iter()
        .filter(|item| item.outcome == Some(Outcome::Solved));
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for item in solved {
        *counts.entry(item.remedy.as_deref()).or_default() += 1;
    }
    let remedies = rows(world, path, "waardoor").await;
    let mut shown: Vec<usize> = remedies.iter().map(|row| row[1].parse().unwrap()).collect();
    let mut expected: Vec<usize> = counts.values().copied().collect();
    shown.sort_unstable();
    expected.sort_unstable();
    assert_eq!(shown, expected);
    let unnamed = remedies.iter().find(|row| row[0] == "niet bekend");
    let unnamed = unnamed.map(|row| row[1].parse().unwrap());
    assert_eq!(unnamed, counts.get(&None).copied());
}

#[tokio::test]
async fn a_name_in_the_address_is_understood_and_an_unknown_one_leads_to_the_nearest() {
    let world = World::with(&case("first-report-opens")).await;
    for target in [
        "/categorieen/Te%20weinig%20financi%C3%ABle%20middelen",
        "/categorieen/funding",
        "/categorieen/funding?lang=en",
    ] {
        let page = world.browse(target).await;
        check_page(target, &page);
        assert!(
            page.body.contains("Er is nog te weinig") || target.contains("lang"),
            "{target}"
        );
    }
    let page = world.browse("/categorieen/capacity").await;
    check_page("/categorieen/capacity", &page);
    assert!(page.body.contains("is nog nooit gemeld"));
    assert!(!page.body.contains("<svg viewBox=\"0 0 740"));
    for (target, link) in [
        (
            "/categorieen/fundin?asOf=2015-01-01",
            "/categorieen/funding?asOf=2015-01-01",
        ),
        ("/bouwstenen/digit", "/bouwstenen/digid"),
    ] {
        let page = world.browse(target).await;
        assert_eq!(page.status, 404, "{target}");
        assert!(page.body.contains("Bedoelde u een van deze?"), "{target}");
        assert!(page.body.contains(&format!("href=\"{link}\"")), "{target}");
    }
    assert_eq!(
        world.browse("/categorieen/funding?month=1").await.status,
        400
    );
    let found = world.browse("/zoeken?q=leverancier").await;
    assert!(
        found
            .body
            .contains("href=\"/categorieen/supplier-delivery\"")
    );
    world.stop().await;
}

#[tokio::test]
async fn parties_are_listed_as_the_api_gives_them() {
    let world = World::with(&history()).await;
    for kind in ["", "&partyKind=supplier"] {
        let page = world.browse(&format!("/partijen?{AS_OF}{kind}")).await;
        check_page("/partijen", &page);
        let waiting: WaitingOn = world.answer(&format!("/v1/waiting-on?{AS_OF}{kind}")).await;
        let target = format!("/partijen.csv?{AS_OF}{kind}&figure=partijen");
        let file = world.ask("GET", &target, "Accept: */*\r\n").await;
        let listed = cells(&file.body);
        assert_eq!(listed.len(), waiting.items.len());
        assert!(listed.len() > 1);
        for (row, item) in listed.iter().zip(&waiting.items) {
            assert_eq!(row[0], model::written_name(&item.party_name));
            let counts = [item.municipalities, item.open, item.persisting];
            assert_eq!(row[1..4], counts.map(|count| count.to_string()), "{row:?}");
            let oldest = item.oldest_since_on.map(|day| day.to_string());
            assert_eq!(row[4], oldest.unwrap_or_default());
            assert_eq!(row[5], written(item.median_age_days));
            assert_eq!(row[6], item.n.to_string());
            match item.median_days {
                _ if item.n < 10 => assert_eq!(row[7], "te weinig"),
                None => assert_eq!(row[7], "nog niet"),
                days => assert_eq!(row[7], written(days)),
            }
        }
        let most = waiting.items[0].municipalities;
        assert!(page.body.contains(&format!("{most}</h2>")), "{most}");
    }
    assert_eq!(world.browse("/partijen?partyKind=shop").await.status, 400);
    let page = world.browse(&format!("/partijen?{AS_OF}&lang=en")).await;
    check_page("/partijen?lang=en", &page);
    assert!(page.body.contains("Whom municipalities wait on"));
    world.stop().await;
}

#[tokio::test]
async fn the_page_of_a_party_has_what_waits_on_it() {
    let world = World::with(&history()).await;
    let waiting: WaitingOn = world.answer(&format!("/v1/waiting-on?{AS_OF}")).await;
    let first = &waiting.items[0];
    let code = format!("{}:{}", first.party.kind.code(), first.party.name).replace(' ', "%20");
    let path = format!("/partijen/{code}");
    let page = world.browse(&format!("{path}?{AS_OF}")).await;
    check_page(&path, &page);
    let name = model::written_name(&first.party_name);
    assert!(
        page.body
            .contains(&format!("<h1 class=\"utrecht-heading-1\">{name}</h1>"))
    );
    let municipalities = rows(&world, &path, "gemeenten").await;
    assert_eq!(municipalities.len(), first.municipalities);
    let count = |column: usize| -> usize {
        let numbers = municipalities
            .iter()
            .map(|row| row[column].parse::<usize>().unwrap());
        numbers.sum()
    };
    assert_eq!((count(1), count(2)), (first.open, first.persisting));
    let scope = format!("{AS_OF}&party={code}");
    check_trend(&world, &path, &scope).await;
    check_changes(&world, &path, &scope).await;
    let written = code.replace(
        &first.party.name.replace(' ', "%20"),
        &name.replace(' ', "%20"),
    );
    let written = world.browse(&format!("/partijen/{written}?{AS_OF}")).await;
    assert_eq!(written.status, 200);
    let before = world.browse(&format!("{path}?asOf=2001-01-01")).await;
    check_page(&path, &before);
    let nothing = "Er is nog geen knelpunt gemeld dat op ";
    assert!(before.body.contains(nothing), "{}", before.body);
    let unknown = world.browse(&format!("{path}zzz?{AS_OF}")).await;
    assert_eq!(unknown.status, 404);
    let by_name = world
        .browse(&format!("/partijen/{}?{AS_OF}", name.replace(' ', "%20")))
        .await;
    assert_eq!(by_name.status, 404);
    assert!(
        by_name.body.contains(&format!("href=\"{path}?{AS_OF}\"")),
        "{}",
        by_name.body
    );
    world.stop().await;
}

#[tokio::test]
async fn without_parties_nothing_waits() {
    for messages in [Vec::new(), case("first-report-opens")] {
        let world = World::with(&messages).await;
        let page = world.browse("/partijen").await;
        check_page("/partijen", &page);
        assert!(
            page.body
                .contains("Er is nog geen knelpunt gemeld dat op een leverancier")
        );
        assert_eq!(world.browse("/partijen/supplier:x").await.status, 404);
        world.stop().await;
    }
}

#[tokio::test]
async fn more_parties_than_a_page_has_are_on_the_next() {
    let report = |index: usize| {
        let name = format!("Fabriek {index}");
        let identity = Identity {
            municipality: "GM0344".to_owned(),
            category: "funding".to_owned(),
            building_block: None,
            party: Some((PartyKind::Supplier, model::canonical_name(&name))),
            reference: None,
        };
        let event = json!({
            "specversion": "1.0", "id": name, "source": "urn:test", "datacontenttype": "application/json",
            "type": "nl.knelpunten.knelpunt-reported.v1", "time": "2013-06-01T00:00:00Z",
            "subject": identity.id().to_string(),
            "data": {
                "municipality": "GM0344", "category": "funding",
                "party": {"kind": "supplier", "name": name}, "observedAt": "2013-01-03",
            },
        });
        event.to_string()
    };
    let messages: Vec<String> = (0..101).map(report).collect();
    let world = World::with(&messages).await;
    let page = world.browse("/partijen").await;
    check_page("/partijen", &page);
    let next = page
        .body
        .split("href=\"")
        .find(|link| link.contains("cursor="))
        .unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let page = world.browse(&next).await;
    check_page(&next, &page);
    assert!(page.body.contains("Alle 101 partijen"));
    assert!(!page.body.contains("Volgende partijen"));
    world.stop().await;
}

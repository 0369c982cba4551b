//! The pages, over the whole simulated history.

use std::collections::{BTreeSet, VecDeque};

use api::{
    HistoryItem, KnelpuntEvents,
    answers::{Persisting, RoundAnswer, Rounds, Summary},
};
use model::ConsultationOutcome;
use tests::Response;

use crate::world::{OPEN, World, case, history};

/// Returns the local links of a page, as a browser follows them.
fn links(page: &str) -> Vec<String> {
    let found = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let found = found.map(|link| link.replace("&amp;", "&").replace("&#38;", "&"));
    found.filter(|link| link.starts_with('/')).collect()
}

#[track_caller]
pub(crate) fn check_page(target: &str, reply: &Response) {
    assert_eq!(reply.status, 200, "{target}: {}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = &reply.body;
    assert!(
        page.starts_with("<!doctype html>\n<html lang=\"nl\"")
            || target.contains("lang=en") && page.contains("<html lang=\"en\""),
        "{target}"
    );
    assert_eq!(page.matches("<h1").count(), 1, "{target}");
    assert_eq!(page.matches("<main ").count(), 1, "{target}");
    for table in page.split("<table ").skip(1) {
        let (head, rest) = table.split_once('>').unwrap();
        assert!(
            head.contains("aria-labelledby=\"") || rest.trim_start().starts_with("<caption"),
            "{target}: a table without a name: {head}"
        );
    }
    let ours = "<script src=\"/assets/page.js\" defer></script>";
    assert_eq!(
        page.matches("<script").count(),
        page.matches(ours).count(),
        "{target}"
    );
    assert!(!page.contains("style=\""), "{target}");
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let world = World::with(&history()).await;
    let start = "/?asOf=2013-07-01".to_owned();
    let (mut seen, mut queue) = (BTreeSet::from([start.clone()]), VecDeque::from([start]));
    let mut followed = 0;
    while let Some(target) = queue.pop_front().filter(|_| followed < 400) {
        followed += 1;
        let reply = world.ask("GET", &target, "Accept: */*\r\n").await;
        assert_eq!(reply.status, 200, "{target}: {}", reply.body);
        if reply.header("content-type") != Some("text/html; charset=utf-8") {
            continue;
        }
        check_page(&target, &reply);
        // Breadth first, but not all municipalities before the first knelpunt.
        for link in links(&reply.body).into_iter().rev().take(40) {
            if seen.insert(link.clone()) {
                queue.push_back(link);
            }
        }
    }
    let kinds = [
        "/gemeenten/",
        "/knelpunten/",
        "/v1/knelpunten?",
        "/v1/knelpunten/",
        "/overzicht.csv",
        "/overzicht.svg",
        "/begrippen",
        "/?asOf",
    ];
    for kind in kinds {
        assert!(
            seen.iter().any(|link| link.starts_with(kind)),
            "{kind} was never linked to"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn the_overview_shows_the_figures_as_the_api_gives_them() {
    let world = World::with(&history()).await;
    let page = world.browse("/?asOf=2013-07-01").await;
    check_page("/", &page);
    let summary: Summary = world.answer("/v1/summary?asOf=2013-07-01").await;
    for figure in [summary.open, summary.persisting] {
        let value = format!("\">{figure}</dd>");
        assert!(page.body.contains(&value), "{value}");
    }
    assert!(
        page.body
            .contains("<strong>Peildatum 1 juli 2013.</strong> Bijgewerkt tot gebeurtenis 2.298.")
    );
    assert!(
        page.body
            .contains("class=\"kn-chart kn-widest\" role=\"img\"")
    );
    world.stop().await;
}

#[tokio::test]
async fn a_figure_has_its_table_and_its_chart_as_files() {
    let world = World::with(&history()).await;
    let table = world
        .get("/overzicht.csv?asOf=2013-07-01&figure=langst")
        .await;
    assert_eq!(
        (
            table.status,
            table.header("content-type"),
            table.header("content-disposition")
        ),
        (
            200,
            Some("text/csv; charset=utf-8; header=present"),
            Some("attachment; filename=\"langst.csv\"")
        )
    );
    let listed: Persisting = world.answer("/v1/persisting?asOf=2013-07-01&limit=5").await;
    let rows: Vec<&str> = table.body.lines().skip(1).collect();
    assert_eq!(rows.len(), listed.items.len());
    for (row, item) in rows.iter().zip(&listed.items) {
        assert!(
            row.contains(&item.municipality_name) && row.contains(&item.since.day().to_string()),
            "{row}"
        );
    }
    let picture = world
        .get("/overzicht.svg?asOf=2013-07-01&figure=verloop")
        .await;
    assert_eq!(
        (picture.status, picture.header("content-type")),
        (200, Some("image/svg+xml"))
    );
    assert!(picture.body.contains("Peildatum 1 juli 2013."));
    for missing in ["/overzicht.svg?figure=langst", "/overzicht.csv?figure=x"] {
        assert_eq!(world.get(missing).await.status, 404, "{missing}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_page_is_in_the_language_of_its_address_or_of_the_cookie() {
    let world = World::with(&history()).await;
    let chosen = world.browse("/?lang=en").await;
    check_page("/?lang=en", &chosen);
    assert!(chosen.body.contains("There are ") && chosen.body.contains("href=\"/rondes?lang=en\""));
    assert!(
        chosen
            .header("set-cookie")
            .is_some_and(|cookie| cookie.starts_with("lang=en; Path=/;"))
    );
    let remembered = world
        .ask(
            "GET",
            "/begrippen",
            "Accept: text/html\r\nCookie: lang=en\r\n",
        )
        .await;
    assert!(
        remembered.body.contains("<html lang=\"en\"")
            && remembered.body.contains("A round is a period")
    );
    assert_eq!(remembered.header("set-cookie"), None);
    assert_eq!(world.browse("/?lang=fr").await.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn a_search_leads_to_the_municipality_that_it_names_or_marks_what_it_found() {
    let world = World::with(&history()).await;
    let named = world.browse("/zoeken?q=Den+Haag&asOf=2013-07-01").await;
    assert_eq!(
        (named.status, named.header("location")),
        (303, Some("/gemeenten/GM0518?asOf=2013-07-01"))
    );
    let found = world.browse("/zoeken?q=koppeling").await;
    check_page("/zoeken", &found);
    assert!(
        found
            .body
            .contains("<mark class=\"utrecht-mark\">Koppeling</mark>")
    );
    for (target, text) in [
        ("/zoeken?q=zzzz", "Niets gevonden voor"),
        ("/zoeken", "Vul hierboven in"),
    ] {
        let page = world.browse(target).await;
        check_page(target, &page);
        assert!(page.body.contains(text), "{target}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_permanent_link_shows_the_same_figures_whatever_arrives_later() {
    let all = history();
    let (before, after) = all.split_at(1_532);
    let world = World::with(before).await;
    let page = world.browse("/?asOf=2013-07-01").await;
    let pinned = |link: &String| link.starts_with("/?") && link.contains("knownAt=1532");
    let permanent = links(&page.body).into_iter().find(pinned).unwrap();
    let then = world.browse(&permanent).await;
    check_page(&permanent, &then);
    world.commit(&crate::world::arrivals(1_533, after));
    assert_eq!(world.browse(&permanent).await.body, then.body);
    world.stop().await;
}

#[tokio::test]
async fn the_chosen_date_is_in_every_link() {
    let world = World::with(&history()).await;
    let page = world
        .browse("/?asOf=2013-03-01&division=2026-01-01&knownAt=")
        .await;
    check_page("/", &page);
    assert!(
        page.body
            .contains("<input type=\"date\" id=\"asOf\" name=\"asOf\" value=\"2013-03-01\"")
    );
    assert!(
        page.body
            .contains("<input type=\"hidden\" name=\"division\" value=\"2026-01-01\">")
    );
    let of_knelpunten: Vec<String> = links(&page.body)
        .into_iter()
        .filter(|link| link.starts_with("/knelpunten/"))
        .collect();
    assert!(!of_knelpunten.is_empty());
    for link in of_knelpunten {
        assert!(
            link.ends_with("?asOf=2013-03-01&division=2026-01-01"),
            "{link}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn a_former_municipality_names_its_successor() {
    let world = World::with(&history()).await;
    let page = world.browse("/gemeenten/GM0003?division=2022-01-01").await;
    check_page("/gemeenten/GM0003", &page);
    assert!(
        page.body
            .contains("is op 1 januari 2021 opgegaan in <a class=\"utrecht-link\" href=\"/gemeenten/GM1979?division=2022-01-01\">Eemsdelta")
    );
    let before = world.browse("/gemeenten/GM0003?division=2013-01-01").await;
    assert!(!before.body.contains("opgegaan"));
    world.stop().await;
}

#[tokio::test]
async fn withdrawn_events_are_struck_through_and_redacted_ones_marked() {
    let world = World::with(&history()).await;
    let listed: Persisting = world
        .answer("/v1/persisting?asOf=2015-12-31&status=open&limit=1000")
        .await;
    let (mut withdrawn, mut redacted) = (0, 0);
    for item in listed.items {
        let id = item.id.to_string();
        let events: KnelpuntEvents = world.answer(&format!("/v1/knelpunten/{id}/events")).await;
        let count = |marked: fn(&&HistoryItem) -> bool| events.items.iter().filter(marked).count();
        let taken_back = count(|event| event.withdrawn);
        let replaced = count(|event| event.redacted);
        let page = world.browse(&format!("/knelpunten/{id}")).await;
        check_page(&id, &page);
        for (mark, count) in [
            ("<p class=\"what\"><s>", taken_back),
            (">ingetrokken</span>", taken_back),
            (">geredigeerd</span>", replaced),
            ("volgnummer", events.items.len()),
        ] {
            assert_eq!(page.body.matches(mark).count(), count, "{id}: {mark}");
        }
        (withdrawn, redacted) = (withdrawn + taken_back, redacted + replaced);
    }
    assert!(withdrawn > 0 && redacted > 0, "{withdrawn} {redacted}");
    world.stop().await;
}

#[tokio::test]
async fn made_up_knelpunten_are_marked() {
    let real = crate::world::case("first-report-opens");
    let renamed = |source: &str| -> Vec<String> {
        real.iter()
            .map(|event| event.replace("urn:nld:oin:00000001823288444000:systeem:rondgang", source))
            .collect()
    };
    let pages = [
        "/".to_owned(),
        "/gemeenten/GM0344".to_owned(),
        format!("/knelpunten/{OPEN}"),
    ];
    for (messages, expected) in [
        (real.clone(), None),
        (
            renamed("urn:nld:knelpunt:simulatie:rondgang"),
            Some("Voorbeeldgegevens"),
        ),
        (
            renamed("urn:nld:oin:00000001823288444000:systeem:bpic2013"),
            Some("Verdeling verzonnen"),
        ),
    ] {
        let world = World::with(&messages).await;
        for target in &pages {
            let page = world.browse(target).await;
            check_page(target, &page);
            for notice in ["Voorbeeldgegevens", "Verdeling verzonnen"] {
                assert_eq!(
                    page.body.contains(notice),
                    expected == Some(notice),
                    "{target} {notice}"
                );
            }
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn without_events_the_pages_show_that_there_are_none() {
    let world = World::with(&[]).await;
    let page = world.browse("/").await;
    check_page("/", &page);
    assert!(page.body.contains("Er is nog geen knelpunt gemeld"));
    let page = world.browse("/gemeenten/GM0344").await;
    check_page("/gemeenten/GM0344", &page);
    assert!(page.body.contains("Van Utrecht is niets bekend"));
    world.stop().await;
}

#[tokio::test]
async fn style_and_icon_have_their_content_types() {
    let world = World::with(&[]).await;
    for (target, content_type) in [
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
    ] {
        let reply = world.get(target).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, Some(content_type))
        );
    }
    world.stop().await;
}

/// Returns a page without its tags, as it is read.
pub(crate) async fn read(world: &World, target: &str) -> String {
    let page = world.browse(target).await;
    let text = page.body.split('<').filter_map(|part| part.split_once('>'));
    text.map(|(_, text)| text).collect()
}

#[tokio::test]
async fn the_page_of_a_municipality_has_what_became_of_it() {
    let world = World::with(&case("first-report-opens")).await;
    for (code, day, expected) in [
        ("GM0788", "2016-01-01", None),
        (
            "GM1921",
            "2015-07-01",
            Some("De Friese Meren heet sinds 1 juli 2015 De Fryske Marren."),
        ),
        (
            "GM0055",
            "2014-01-01",
            Some(
                "Boarnsterhim is op 1 januari 2014 gesplitst. Wat Boarnsterhim meldde, telt mee bij Leeuwarden, de \
                 hoofdopvolger in het register, want een melding zegt niet in welk deel van de gemeente het speelt. \
                 De rest ging naar Heerenveen, Súdwest-Fryslân en De Friese Meren.",
            ),
        ),
        (
            "GM0051",
            "2014-01-01",
            Some(
                "Skarsterlân is op 1 januari 2014 opgegaan in De Friese Meren; een klein deel ging naar Heerenveen.",
            ),
        ),
        (
            "GM0788",
            "2026-01-01",
            Some("het speelt. De rest ging naar Boxtel, Tilburg en Vught."),
        ),
        (
            "GM0053",
            "2026-01-01",
            Some("het speelt. De rest ging naar Westerkwartier."),
        ),
    ] {
        let link = format!("/gemeenten/{code}?division={day}");
        let text = read(&world, &link).await;
        match expected {
            Some(expected) => assert!(text.contains(expected), "{link}: {text}"),
            None => assert!(!text.contains("Hieronder staat wat"), "{link}: {text}"),
        }
        assert!(!text.contains("opgegaan in De Fryske"), "{text}");
    }
    world.stop().await;
}

/// Returns the cells of the rows of a page's file, without its head.
pub(crate) fn rows(csv: &str) -> Vec<Vec<&str>> {
    let rows = csv.lines().skip(1);
    rows.map(|row| row.split(';').collect()).collect()
}

#[tokio::test]
async fn all_municipalities_are_listed_with_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    let page = world.browse("/gemeenten?asOf=2013-07-01").await;
    check_page("/gemeenten", &page);
    let file = world
        .ask("GET", "/gemeenten.csv?asOf=2013-07-01", "Accept: */*\r\n")
        .await;
    let rows = rows(&file.body);
    let (mut open, mut unknown) = (0, 0);
    let listed: Persisting = world
        .answer("/v1/persisting?asOf=2013-07-01&status=open&limit=1000")
        .await;
    for row in &rows {
        let own: Vec<_> = listed
            .items
            .iter()
            .filter(|item| item.municipality_name == row[0])
            .collect();
        let persisting = own.iter().filter(|item| item.persisting).count();
        let oldest = own.iter().map(|item| item.since.day()).min();
        // Nothing is open, and it was not reached for a year: as on the map.
        let is_unknown = own.is_empty() && row[5] <= "2012-07-01";
        unknown += usize::from(is_unknown);
        let count = |count: usize| {
            let unknown = is_unknown.then(|| "onbekend".to_owned());
            unknown.unwrap_or_else(|| count.to_string())
        };
        let expected = [
            count(own.len()),
            count(persisting),
            oldest.map(|day| day.to_string()).unwrap_or_default(),
        ];
        assert_eq!(row[2..5], expected, "{row:?}");
        open += own.len();
    }
    assert_eq!(open, listed.total);
    assert!(unknown > 0 && unknown < rows.len(), "{unknown}");
    let register = register::Register::embedded();
    let day = "2013-07-01".parse().unwrap();
    let not_yet = |row: &&Vec<&str>| {
        let mut all = register.municipalities();
        !all.any(|(_, one)| one.name == row[0] && one.existed_on(day))
    };
    let before: Vec<_> = rows
        .iter()
        .filter(not_yet)
        .map(|row| (row[0], row[2]))
        .collect();
    assert_eq!(rows.len() - before.len(), 408, "{before:?}");
    assert!(
        !before.is_empty(),
        "the history names none before it exists"
    );
    let rounds: Rounds = world.answer("/v1/rounds?asOf=2013-07-01").await;
    let mut reached = BTreeSet::new();
    for round in &rounds.items {
        let target = format!("/v1/rounds/{}?asOf=2013-07-01", round.round);
        let round: RoundAnswer = world.answer(&target).await;
        let all = round.municipalities.into_iter();
        let spoken = all.filter(|one| one.consultation == Some(ConsultationOutcome::Reached));
        reached.extend(spoken.map(|one| one.municipality_name));
    }
    let dated = rows.iter().filter(|row| !row[5].is_empty());
    let dated: BTreeSet<String> = dated.map(|row| row[0].to_owned()).collect();
    assert!(!dated.is_empty());
    assert_eq!(dated, reached);
    world.stop().await;
}

#[tokio::test]
async fn municipalities_are_chosen_by_letter_province_and_size() {
    let world = World::with(&[]).await;
    let page = world.browse("/gemeenten?letter=T&province=PV23").await;
    check_page("/gemeenten?letter=T", &page);
    assert!(page.body.contains(">Tubbergen</a>") && !page.body.contains(">Tilburg</a>"));
    let page = world
        .browse("/gemeenten?letter=T&province=PV23&lang=en")
        .await;
    check_page("/gemeenten?letter=T&lang=en", &page);
    assert!(page.body.contains("Last reached"));
    let nothing = world.browse("/gemeenten?letter=X&sizeClass=8").await;
    check_page("/gemeenten?letter=X", &nothing);
    assert!(nothing.body.contains("Niets gevonden met deze keuze"));
    assert!(
        nothing
            .body
            .contains("href=\"/gemeenten?sizeClass=8\">de letter X")
    );
    let wrong = world
        .browse("/gemeenten?province=PV99&sizeClass=x&page=2")
        .await;
    assert_eq!(wrong.status, 400);
    let wrong = world.browse("/gemeenten?province=PV99&sizeClass=x").await;
    assert_eq!(wrong.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn every_municipality_is_two_links_from_the_overview() {
    let world = World::with(&[]).await;
    let overview = world.browse("/").await;
    assert!(links(&overview.body).contains(&"/gemeenten".to_owned()));
    let list = links(&world.browse("/gemeenten").await.body);
    let register = register::Register::embedded();
    let today = crate::world::now().day();
    let existing = register
        .municipalities()
        .filter(|(_, municipality)| municipality.existed_on(today));
    for (_, municipality) in existing {
        let link = format!("/gemeenten/{}", municipality.code);
        assert!(list.contains(&link), "{link}");
    }
    world.stop().await;
}

#[tokio::test]
async fn only_a_page_about_the_present_stays_up_to_date() {
    let world = World::with(&history()).await;
    for (target, is_live) in [
        ("/", true),
        ("/gemeenten", true),
        ("/?asOf=2016-01-01", true),
        ("/?asOf=2013-07-01", false),
        ("/?knownAt=12", false),
        ("/maandberichten/2013-03", false),
        ("/privacy", false),
    ] {
        let page = world.browse(target).await.body;
        assert_eq!(
            page.contains("data-changes=\"/v1/changes\""),
            is_live,
            "{target}"
        );
    }
    let script = world.get("/assets/page.js").await;
    let media = Some("text/javascript; charset=utf-8");
    assert_eq!((script.status, script.header("content-type")), (200, media));
    world.stop().await;
}

#[tokio::test]
async fn a_history_that_ended_long_ago_offers_its_last_day() {
    // Its last report is of March 2013, and it is 2016.
    let world = World::with(&case("first-report-opens")).await;
    let page = world.browse("/").await.body;
    let bar = "De laatste gebeurtenis is van 12 maart 2013. <a class=\"utrecht-link\" href=\"/?asOf=2013-03-12\">";
    assert!(page.contains(bar), "{page}");
    let then = world.browse("/?asOf=2013-03-12").await.body;
    assert!(!then.contains("De laatste gebeurtenis is van"));
    let world_of_today = World::with(&[]).await;
    assert!(
        !world_of_today
            .browse("/")
            .await
            .body
            .contains("De laatste gebeurtenis")
    );
    world.stop().await;
    world_of_today.stop().await;
}

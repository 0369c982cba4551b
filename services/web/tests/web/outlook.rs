//! The page of the outlook, compared with the answer of the API.

use api::answers::Outlook;

use crate::{
    pages::check_page,
    world::{World, case, history},
};

const DAY: &str = "asOf=2013-07-01";

/// Returns the text of a page without its tags, with single spaces.
pub(crate) fn shown_text(page: &str) -> String {
    let parts = page.split('<').filter_map(|part| part.split_once('>'));
    let texts = parts.flat_map(|(_, text)| text.split_whitespace());
    texts.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_outlook_shows_the_figures_as_the_api_gives_them() {
    let world = World::with(&history()).await;
    let page = world.browse(&format!("/vooruitblik?{DAY}")).await;
    check_page("/vooruitblik", &page);
    let answer: Outlook = world.answer(&format!("/v1/outlook?{DAY}")).await;
    let shown = shown_text(&page.body);
    assert!(answer.known > 0 && answer.unknown > 0, "{answer:?}");
    for sentence in [
        format!("Van {} open knelpunten is te zeggen", answer.known),
        format!(
            "Naar verwachting gaan er {:.0} af",
            answer.expected_resolved
        ),
        format!(
            "Bij {} is er te weinig om mee te vergelijken",
            answer.unknown
        ),
        format!("Niet te zeggen: {} knelpunten", answer.unknown),
    ] {
        assert!(shown.contains(&sentence), "{sentence} in {shown}");
    }
    for step in &answer.distribution {
        let [from, to] = [step.from, step.to].map(|share| (share * 100.0).round());
        let row = format!("{from} – {to}% {}", step.knelpunten);
        assert!(shown.contains(&row), "{row}");
    }
    world.stop().await;
}

#[tokio::test]
async fn each_list_has_pages_of_its_own() {
    let world = World::with(&history()).await;
    for (which, id) in [("known", "lijst"), ("unknown", "niet-te-zeggen")] {
        let answer: Outlook = world
            .answer(&format!("/v1/outlook?{DAY}&outlook={which}&limit=100"))
            .await;
        let target = format!("/vooruitblik?{DAY}&outlook={which}");
        let page = world.browse(&target).await;
        check_page(&target, &page);
        for item in &answer.items {
            let link = format!("/knelpunten/{}?", item.id);
            assert!(page.body.contains(&link), "{link}");
        }
        let file = world
            .get(&format!(
                "/vooruitblik.csv?{DAY}&outlook={which}&figure={id}"
            ))
            .await;
        assert_eq!(file.body.lines().count(), answer.items.len() + 1);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_outlook_has_its_states_and_languages() {
    let empty = World::with(&[]).await;
    let page = empty.browse("/vooruitblik").await;
    check_page("/vooruitblik", &page);
    assert!(page.body.contains("Er staat niets open."), "{}", page.body);
    empty.stop().await;
    let one = World::with(&case("first-report-opens")).await;
    let page = one.browse("/vooruitblik?lang=en&withinDays=30").await;
    check_page("/vooruitblik?lang=en", &page);
    assert!(
        page.body.contains("Cannot be said: one knelpunt"),
        "{}",
        page.body
    );
    for wrong in ["withinDays=0", "outlook=x", "cursor=1", "limit=3"] {
        let reply = one.browse(&format!("/vooruitblik?{wrong}")).await;
        assert_eq!(reply.status, 400, "{wrong}");
    }
    one.stop().await;
}

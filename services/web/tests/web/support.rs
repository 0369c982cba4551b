//! The page of support, compared with the answers of the API.

use api::answers::SupportEffect;
use tests::data;

use crate::{
    outlook::shown_text,
    pages::check_page,
    world::{World, case, history},
};

/// A history in which municipalities received support.
fn supported() -> Vec<String> {
    let history = data("rules/questions-history.ndjson");
    history.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn each_kind_of_support_has_the_figures_of_the_api() {
    let world = World::with(&supported()).await;
    let page = world.browse("/ondersteuning?asOf=2014-07-01").await;
    check_page("/ondersteuning", &page);
    let shown = shown_text(&page.body);
    let file = world.get("/ondersteuning.csv?asOf=2014-07-01").await;
    let mut compared = 0;
    for (code, name) in [
        ("i-versneller", "i-Versneller"),
        ("i-coach", "i-coach"),
        ("i-spiegel", "i-Spiegel"),
        ("i-nup-academy", "i-NUP Academy"),
    ] {
        let effect: SupportEffect = world
            .answer(&format!(
                "/v1/support-effect?support={code}&asOf=2014-07-01"
            ))
            .await;
        if effect.supported.episodes == 0 {
            continue;
        }
        compared += 1;
        let (with, without) = (&effect.supported, &effect.unsupported);
        let numbers = [
            with.municipalities,
            with.episodes,
            with.resolved,
            without.municipalities,
            without.episodes,
            without.resolved,
        ];
        let numbers = numbers.map(|number| number.to_string());
        let row = format!("{name};{}", numbers.join(";"));
        assert!(file.body.contains(&row), "{row} in {}", file.body);
        let row = format!("{name} {}", numbers.join(" "));
        assert!(shown.contains(&row), "{row} in {shown}");
    }
    assert!(compared > 0, "{shown}");
    world.stop().await;
}

#[tokio::test]
async fn without_support_the_page_explains_how_to_record_it() {
    for events in [Vec::new(), case("first-report-opens"), history()] {
        let world = World::with(&events).await;
        let page = world.browse("/ondersteuning").await;
        check_page("/ondersteuning", &page);
        assert!(page.body.contains("Er is nog geen ondersteuning bekend"));
        assert!(page.body.contains("<code>knelpunt support</code>"));
        let english = world.browse("/ondersteuning?lang=en").await;
        check_page("/ondersteuning?lang=en", &english);
        assert!(english.body.contains("No support is known yet"));
        assert_eq!(world.browse("/ondersteuning?x=1").await.status, 400);
        world.stop().await;
    }
}

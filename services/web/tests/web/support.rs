//! The page of support, compared with the answers of the API.

use api::answers::{ExposureAnswer, SupportEffect};
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

/// The days of the ticks of a curve.
const TICKS: [f64; 7] = [0.0, 182.0, 365.0, 547.0, 730.0, 912.0, 1_095.0];
const KINDS: [&str; 4] = ["i-versneller", "i-coach", "i-spiegel", "i-nup-academy"];

/// Returns the cells of the file of a figure, without its heads.
async fn rows(world: &World, target: &str) -> Vec<Vec<String>> {
    let file = world.ask("GET", target, "Accept: */*\r\n").await;
    assert_eq!(file.status, 200, "{target}: {}", file.body);
    let lines = file.body.lines().skip(1);
    let cells = |line: &str| line.split(';').map(str::to_owned).collect();
    lines.map(cells).collect()
}

/// Compares the row of each tick with the curve: how many are followed, and the share where it is shown.
#[track_caller]
fn check_curve(rows: &[Vec<String>], first: usize, part: &ExposureAnswer) -> usize {
    let mut shares = 0;
    let curve = &part.figures.curve;
    for (row, days) in rows.iter().zip(TICKS) {
        let next = curve.iter().find(|step| step.days >= days);
        let followed = next.map(|step| step.at_risk.to_string());
        assert_eq!(row[first + 3], followed.unwrap_or_default(), "{row:?}");
        let step = curve.iter().rfind(|step| step.days <= days);
        if let (Some(step), false) = (step, row[first].is_empty()) {
            shares += 1;
            let numbers = [Some(step.survival), step.low, step.high];
            for (cell, number) in row[first..].iter().zip(numbers) {
                let shown = cell.replace(',', ".").parse::<f64>().ok();
                assert_eq!(shown.is_some(), number.is_some(), "{row:?}");
                let difference = shown.unwrap_or_default() - number.unwrap_or_default();
                assert!(difference.abs() < 1e-9, "{row:?}: {number:?}");
            }
        }
    }
    shares
}

/// Returns the sentence about the ratio.
fn sentence(effect: &SupportEffect) -> String {
    let ratio = effect.rate_ratio;
    let (Some(value), Some(low), Some(high)) = (ratio.value, ratio.low, ratio.high) else {
        return "Er is te weinig om te zeggen of knelpunten met".to_owned();
    };
    let numbers = [value, low, high].map(|number| format!("{number:.2}").replace('.', ","));
    let [value, low, high] = numbers;
    let chance = if effect.mantel_byar.is_some_and(|test| test.p <= 0.05) {
        "Dat is meer dan toeval kan verklaren."
    } else {
        "Dat kan toeval zijn."
    };
    format!("{value} keer zo snel afgesloten (interval {low} tot {high}). {chance}")
}

#[tokio::test]
async fn one_kind_of_support_has_the_figures_of_the_api() {
    let world = World::with(&supported()).await;
    let day = "asOf=2015-12-31";
    let all = world.browse(&format!("/ondersteuning?{day}")).await;
    let (mut compared, mut shares) = (0, 0);
    for code in KINDS {
        let effect: SupportEffect = world
            .answer(&format!("/v1/support-effect?support={code}&{day}"))
            .await;
        let path = format!("/ondersteuning/{code}");
        let page = world.browse(&format!("{path}?{day}")).await;
        check_page(&path, &page);
        if effect.supported.episodes == 0 {
            continue;
        }
        compared += 1;
        assert!(
            all.body.contains(&format!("href=\"{path}?{day}\"")),
            "{path}"
        );
        let shown = shown_text(&page.body);
        assert!(shown.contains("Gemeenten kozen zelf voor ondersteuning."));
        assert!(shown.contains(&sentence(&effect)), "{shown}");
        let parts = [&effect.supported, &effect.unsupported];
        let numbers = rows(&world, &format!("{path}.csv?{day}&figure=aantallen")).await;
        assert_eq!(numbers.len(), parts.len());
        for (row, part) in numbers.iter().zip(parts) {
            let counts = [part.municipalities, part.episodes, part.resolved];
            assert_eq!(row[1..4], counts.map(|count| count.to_string()), "{row:?}");
        }
        if page
            .body
            .contains("minstens 10 knelpunten met de ondersteuning")
        {
            assert!(parts[0].figures.curve.iter().all(|step| step.at_risk < 10));
            continue;
        }
        let curves = rows(&world, &format!("{path}.csv?{day}&figure=duur")).await;
        assert_eq!(curves.len(), TICKS.len());
        shares += check_curve(&curves, 1, parts[0]);
        shares += check_curve(&curves, 5, parts[1]);
    }
    assert!(compared > 1 && shares > 10, "{compared} {shares}");
    world.stop().await;
}

#[tokio::test]
async fn the_page_of_one_support_is_in_english_too_and_names_what_is_wrong() {
    let world = World::with(&supported()).await;
    let target = "/ondersteuning/i-coach?asOf=2015-12-31&lang=en";
    let english = world.browse(target).await;
    check_page(target, &english);
    assert!(
        english
            .body
            .contains("Municipalities chose support themselves.")
    );
    assert!(!english.body.contains("Gemeenten kozen"));
    let none = world.browse("/ondersteuning/i-coach?asOf=2001-01-01").await;
    check_page("/ondersteuning/i-coach", &none);
    assert!(
        none.body
            .contains("Van geen enkele gemeente is bekend dat ze i-coach kreeg.")
    );
    for (target, status) in [
        ("/ondersteuning/niets", 404),
        ("/ondersteuning/i-coach?support=i-spiegel", 400),
        ("/ondersteuning/i-coach?asOf=soon", 400),
    ] {
        assert_eq!(world.browse(target).await.status, status, "{target}");
    }
    world.stop().await;
}

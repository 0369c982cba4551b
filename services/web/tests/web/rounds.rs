//! Rounds over HTTP: their figures, their explanation, and unknown rounds.

use api::{
    AnswerEnvelope,
    answers::{MunicipalityCoverage, Persisting, RoundAnswer, RoundFindings, Rounds},
};
use model::ConsultationOutcome;

use crate::{
    checks::check_problem,
    outlook::shown_text,
    pages::check_page,
    world::{World, history},
};

#[tokio::test]
async fn every_round_is_the_sum_of_its_municipalities() {
    let world = World::with(&history()).await;
    let rounds: AnswerEnvelope<Rounds> = world.json("/v1/rounds?asOf=2014-06-30").await;
    let items = &rounds.answer.items;
    assert!(items.len() > 5, "{rounds:?}");
    assert_eq!(rounds.answer.total, items.len());
    let mut met = 0;
    for item in items {
        let link = format!("/v1/rounds/{}?asOf=2014-06-30", item.round);
        let round: AnswerEnvelope<RoundAnswer> = world.json(&link).await;
        let RoundAnswer {
            total,
            municipalities,
            ..
        } = round.answer;
        assert_eq!(item.coverage, total, "{link}");
        let found = item.coverage.found;
        let rows = municipalities.iter().filter_map(|row| row.found);
        let sum = |figure: fn(&RoundFindings) -> usize| -> usize {
            rows.clone().map(|row| figure(&row)).sum()
        };
        let summed = [
            sum(|found| found.expected),
            sum(|found| found.still_there),
            sum(|found| found.gone),
            sum(|found| found.not_discussed),
            sum(|found| found.new),
            sum(|found| found.open_after),
        ];
        let figures = [
            found.expected,
            found.still_there,
            found.gone,
            found.not_discussed,
            found.new,
            found.open_after,
        ];
        assert_eq!(figures, summed, "{link}");
        let reached =
            |row: &&MunicipalityCoverage| row.consultation == Some(ConsultationOutcome::Reached);
        assert_eq!(total.reached, municipalities.iter().filter(reached).count());
        let parts = found.still_there + found.gone + found.not_discussed;
        assert_eq!(found.expected, parts);
        met += parts;
        assert_eq!(round.position, 2_298);
        assert_eq!((round.n, round.censored), (rounds.n, rounds.censored));
    }
    assert!(met > 50, "{met}");
    world.stop().await;
}

#[tokio::test]
async fn an_unknown_round_is_not_found_and_an_unknown_round_to_compare_with_is_a_violation() {
    let world = World::with(&history()).await;
    for target in [
        "/v1/rounds/1999-01",
        "/v1/rounds/NO%20ROUND",
        "/v1/rounds/funding",
    ] {
        check_problem(&world.get(target).await, 404, &[]);
    }
    let target = "/v1/rounds/2013-05?against=1999-01";
    check_problem(&world.get(target).await, 400, &["against"]);
    // Keys come first: they are wrong whichever round it is.
    let target = "/v1/rounds/1999-01?asOf=soon&against=NO&province=PV99&x=1";
    check_problem(
        &world.get(target).await,
        400,
        &["province", "asOf", "against", "x"],
    );
    assert_eq!(world.browse("/rondes/1999-01").await.status, 404);
    assert_eq!(
        world.browse("/rondes/2013-05?against=1999-01").await.status,
        400
    );
    assert_eq!(world.browse("/rondes?against=2013-01").await.status, 400);
    assert_eq!(world.browse("/?against=2013-01").await.status, 400);
    world.stop().await;
}

#[tokio::test]
async fn rounds_are_also_available_as_csv() {
    let world = World::with(&history()).await;
    let rounds = world.csv("/v1/rounds?asOf=2013-12-31").await.body;
    assert!(rounds.starts_with("round,beganAt,beganOn,endedAt,endedOn,asked,reached,"));
    let link = "/v1/rounds/2013-05?asOf=2013-12-31";
    let round = world.csv(link).await;
    assert_eq!(
        round.header("content-disposition"),
        Some("attachment; filename=\"rounds-2013-05-2013-12-31.csv\"")
    );
    let RoundAnswer { municipalities, .. } = world.answer(link).await;
    assert_eq!(round.body.lines().count(), municipalities.len() + 1);
    world.stop().await;
}

#[tokio::test]
async fn the_page_of_a_round_shows_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    let target = "/rondes/2013-05?asOf=2013-12-31&against=2013-01";
    let answer: RoundAnswer = world
        .answer(&format!("/v1{}", target.replace("rondes", "rounds")))
        .await;
    let page = world.browse(target).await;
    check_page(target, &page);
    let shown = shown_text(&page.body);
    let (total, found) = (&answer.total, &answer.total.found);
    let sentences = [
        format!("stonden er {} gemeenten op de bellijst.", total.asked),
        format!("Daarvan zijn er {} gesproken", total.reached),
        format!("Op de bellijst {} Gesproken {}", total.asked, total.reached),
        format!(
            "Stond open {} Er nog {} Weg {} Niet besproken {} Nieuw gehoord {} Open na de ronde {}",
            found.expected,
            found.still_there,
            found.gone,
            found.not_discussed,
            found.new,
            found.open_after
        ),
        format!("Nog te bellen: {} gemeenten", total.no_answer),
    ];
    for sentence in sentences {
        assert!(shown.contains(&sentence), "{sentence} in {shown}");
    }
    let against = answer.against.unwrap();
    for (name, here, there) in [
        ("Stond open", against.here.expected, against.there.expected),
        ("Weg", against.here.gone, against.there.gone),
        (
            "Open na de ronde",
            against.here.open_after,
            against.there.open_after,
        ),
    ] {
        let row = format!("{name} {here} {there}");
        assert!(shown.contains(&row), "{row} in {shown}");
    }
    assert!(page.body.contains("<option value=\"2013-01\" selected>"));
    for row in &answer.municipalities {
        let link = format!("/gemeenten/{}?asOf=2013-12-31", row.municipality);
        assert!(page.body.contains(&link), "{link}");
    }
    // The date stays when another round is chosen, and the round when another date is.
    assert!(page.body.contains("name=\"asOf\" value=\"2013-12-31\""));
    assert!(page.body.contains("name=\"against\" value=\"2013-01\""));
    world.stop().await;
}

#[tokio::test]
async fn who_still_has_to_be_called_is_listed_with_what_is_open_there() {
    let world = World::with(&history()).await;
    let answer: RoundAnswer = world.answer("/v1/rounds/2013-05?asOf=2013-12-31").await;
    let missed = answer.municipalities.iter();
    let missed: Vec<_> = missed
        .filter(|row| row.consultation == Some(ConsultationOutcome::NoAnswer))
        .collect();
    assert!(!missed.is_empty());
    let file = world
        .get("/rondes/2013-05.csv?asOf=2013-12-31&figure=bellen")
        .await;
    assert_eq!(file.body.lines().count(), missed.len() + 1, "{}", file.body);
    for row in missed {
        let open: Persisting = world
            .answer(&format!(
                "/v1/persisting?asOf=2013-12-31&status=open&municipality={}",
                row.municipality
            ))
            .await;
        let own = file
            .body
            .lines()
            .find(|line| line.starts_with(&row.municipality_name));
        let own = own.unwrap();
        assert!(own.contains(&format!(";{};", open.total)), "{own}");
    }
    world.stop().await;
}

#[tokio::test]
async fn all_rounds_have_a_row_and_tiles() {
    let world = World::with(&history()).await;
    let page = world.browse("/rondes?asOf=2013-12-31").await;
    check_page("/rondes", &page);
    let rounds: Rounds = world.answer("/v1/rounds?asOf=2013-12-31").await;
    let file = world.get("/rondes.csv?asOf=2013-12-31&figure=rondes").await;
    for (line, item) in file.body.lines().skip(1).zip(&rounds.items) {
        let (coverage, found) = (&item.coverage, &item.coverage.found);
        let counts = [
            coverage.asked,
            coverage.reached,
            found.expected,
            found.still_there,
            found.gone,
            found.not_discussed,
            found.new,
            found.open_after,
        ];
        let counts = counts.map(|count| count.to_string()).join(";");
        assert!(line.ends_with(&counts), "{line} instead of {counts}");
    }
    assert!(
        page.body
            .contains("href=\"/rondes/2013-05?asOf=2013-12-31\"")
    );
    assert!(
        page.body.contains("class=\"kn-tile-empty\""),
        "{}",
        page.body
    );
    let english = world.browse("/rondes?asOf=2013-12-31&lang=en").await;
    check_page("/rondes?lang=en", &english);
    assert!(english.body.contains("Newly heard"));
    let none = world.browse("/rondes?asOf=2001-01-01").await;
    assert!(none.body.contains("Er is nog geen ronde geweest"));
    let ahead = world.browse("/rondes/2013-05?asOf=2001-01-01").await;
    check_page("/rondes/2013-05", &ahead);
    assert!(ahead.body.contains("nog niets te zien"));
    for wrong in [
        "/rondes?from=0",
        "/rondes?x=1",
        "/rondes/2013-05?against=NO",
    ] {
        assert_eq!(world.browse(wrong).await.status, 400, "{wrong}");
    }
    world.stop().await;
}

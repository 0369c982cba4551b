//! Rounds over HTTP: their figures, their explanation, and unknown rounds.

use api::{
    AnswerEnvelope,
    answers::{MunicipalityCoverage, RoundAnswer, RoundFindings, Rounds},
};
use model::ConsultationOutcome;

use crate::{
    checks::check_problem,
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
async fn the_pages_show_the_figures_of_the_api() {
    let world = World::with(&history()).await;
    let answer: RoundAnswer = world
        .answer("/v1/rounds/2013-05?asOf=2013-12-31&against=2013-01")
        .await;
    let page = world
        .browse("/rondes/2013-05?asOf=2013-12-31&against=2013-01")
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let found = answer.total.found;
    for figure in [
        answer.total.reached,
        found.still_there,
        found.gone,
        found.not_discussed,
        found.new,
    ] {
        let value = format!("\">{figure}</dd>");
        assert!(page.body.contains(&value), "{value}");
    }
    assert_ne!(found.expected, 0);
    let of = format!("van {} knelpunten die open stonden", found.expected);
    assert!(page.body.contains(&of), "{of}");
    let both = format!(
        "Over de {} gemeenten die in beide",
        answer.against.unwrap().reached_in_both
    );
    assert!(page.body.contains(&both), "{both}");
    assert!(page.body.contains("<option value=\"2013-01\" selected>"));
    let rounds: Rounds = world.answer("/v1/rounds?asOf=2013-12-31").await;
    let slugs = rounds.items.iter().map(|item| &*item.round);
    let others: Vec<&str> = slugs.filter(|slug| *slug != "2013-05").collect();
    let options = page.body.split("<option value=\"").skip(2);
    let options: Vec<&str> = options
        .map(|option| option.split('"').next().unwrap())
        .collect();
    assert_eq!(options, others);
    let rows = answer.municipalities.iter();
    let topics: Vec<usize> = rows
        .filter_map(|row| Some(row.topics.as_ref()?.len()))
        .collect();
    assert!(topics.iter().any(|count| *count > 0), "{topics:?}");
    let all = register::Register::embedded()
        .catalogue()
        .categories()
        .len();
    for count in topics {
        let counted = format!("{count} van de {all} onderwerpen");
        assert!(page.body.contains(&counted), "{counted}");
    }
    // The date stays when another round is chosen, and the round when another date is.
    assert!(page.body.contains("name=\"asOf\" value=\"2013-12-31\""));
    assert!(page.body.contains("name=\"against\" value=\"2013-01\""));
    let overview = world.browse("/?asOf=2013-12-31").await;
    assert!(overview.body.contains("href=\"/rondes?asOf=2013-12-31\""));
    let rounds = world.browse("/rondes?asOf=2013-12-31").await;
    assert!(
        rounds
            .body
            .contains("href=\"/rondes/2013-05?asOf=2013-12-31\"")
    );
    let none = world.browse("/rondes?asOf=2001-01-01").await;
    assert!(none.body.contains("nog geen ronde begonnen"));
    let ahead = world.browse("/rondes/2013-05?asOf=2001-01-01").await;
    assert!(ahead.body.contains("nog niets te zien"));
    world.stop().await;
}

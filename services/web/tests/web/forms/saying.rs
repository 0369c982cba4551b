//! What is said of a knelpunt: is it this one, it is still there, it is gone.

use super::{Desk, OPEN, REPORT, check_again, check_kept};
use crate::{pages::check_page, world::case};

#[tokio::test]
async fn one_much_like_it_is_warned_of_and_may_be_confirmed_or_passed_by() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let standing = desk.world.json(&format!("/v1/knelpunten/{OPEN}")).await;
    let category = standing["category"].as_str().unwrap();
    let typed = [
        ("category", category),
        ("observedAt", "2013-06-30"),
        ("reference", "a-1"),
        ("description", "staat er al"),
    ];
    let warned = desk.fill(REPORT, &typed).await;
    let confirm = format!("formaction=\"/knelpunten/{OPEN}/bevestigen\"");
    check_again(
        &warned,
        409,
        &["Is het deze?", &confirm, "staat er al</textarea>"],
    );
    assert_eq!(desk.waiting(), 0);
    check_kept(
        &desk
            .again(&warned, &format!("/knelpunten/{OPEN}/bevestigen"), &typed)
            .await,
    );
    let passed = [&typed[..], &[("anyway", OPEN)]].concat();
    check_kept(&desk.again(&warned, REPORT, &passed).await);
    assert_eq!(desk.waiting(), 2);
    // The warning was of another one.
    let other = [&typed[..], &[("anyway", "x")]].concat();
    check_again(&desk.fill(REPORT, &other).await, 409, &["Is het deze?"]);
    // Nothing in common but the place.
    let apart = [("category", "other"), ("observedAt", "2013-06-30")];
    check_kept(&desk.fill(REPORT, &apart).await);
    desk.world.stop().await;
}

#[tokio::test]
async fn the_very_one_can_only_be_confirmed() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let standing = desk.world.json(&format!("/v1/knelpunten/{OPEN}")).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let (category, block) = (
        text(&standing["category"]),
        text(&standing["buildingBlock"]),
    );
    let (kind, name) = (
        text(&standing["party"]["kind"]),
        text(&standing["party"]["name"]),
    );
    let (reference, name) = (
        text(&standing["reference"]),
        format!("  {} ", name.to_uppercase()),
    );
    let name = if kind.is_empty() { String::new() } else { name };
    let typed = [
        ("category", &*category),
        ("buildingBlock", &block),
        ("partyKind", &kind),
        ("partyName", &name),
        ("reference", &reference),
        ("observedAt", "2013-06-30"),
        ("anyway", OPEN),
    ];
    let warned = desk.fill(REPORT, &typed).await;
    check_again(&warned, 409, &["Dit knelpunt staat hier al open"]);
    assert!(!warned.body.contains("name=\"anyway\""));
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_is_confirmed_and_resolved_at_its_own_page() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let page = desk.world.browse(&format!("/knelpunten/{OPEN}")).await;
    for word in ["bevestigen", "oplossen", "samenvoegen", "intrekken"] {
        let path = format!("/knelpunten/{OPEN}/{word}");
        assert!(page.body.contains(&format!("href=\"{path}\"")), "{path}");
        check_page(&path, &desk.world.browse(&path).await);
    }
    let then = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?asOf=2013-06-30"))
        .await;
    assert!(
        !then.body.contains("/bevestigen"),
        "of then nothing is said"
    );
    let confirm = format!("/knelpunten/{OPEN}/bevestigen");
    check_kept(
        &desk
            .fill(&confirm, &[("observedAt", "2013-06-30"), ("role", "coach")])
            .await,
    );
    let resolve = format!("/knelpunten/{OPEN}/oplossen");
    let wrong = desk
        .fill(
            &resolve,
            &[("observedAt", "x"), ("remedy", "x"), ("role", "coach")],
        )
        .await;
    check_again(
        &wrong,
        422,
        &[
            "<a href=\"#outcome\">Kies hoe het is afgesloten.</a>",
            "<a href=\"#remedy\">",
            "<a href=\"#observedAt\">",
            "value=\"coach\"",
        ],
    );
    let right = [
        ("observedAt", "2013-06-30"),
        ("outcome", "solved"),
        ("remedy", "supplier-fix"),
    ];
    check_kept(&desk.again(&wrong, &resolve, &right).await);
    assert_eq!(desk.waiting(), 2);
    desk.world.stop().await;
}

#[tokio::test]
async fn the_page_of_a_knelpunt_says_what_was_just_said_if_the_log_has_it() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let events = desk
        .world
        .json(&format!("/v1/knelpunten/{OPEN}/events"))
        .await;
    let event = events["items"][0]["id"].as_str().unwrap();
    let page = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?said={event}"))
        .await;
    check_page("said", &page);
    assert!(
        page.body
            .contains("Uw melding staat in het logboek, met volgnummer 1")
    );
    let page = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?said=another"))
        .await;
    assert!(page.status == 200 && !page.body.contains("Vastgelegd.</strong>"));
    for unknown in ["/?said=1", "/verstuurd/1", &format!("/verstuurd/{OPEN}")] {
        let status = desk.world.browse(unknown).await.status;
        assert!([400, 404].contains(&status), "{unknown}: {status}");
    }
    desk.world.stop().await;
}

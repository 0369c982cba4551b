//! Reports, confirmations and resolutions, and the warning about duplicates.

use api::{KnelpuntEvents, answers::KnelpuntAnswer};

use super::{Desk, REPORT, check_shown_again, check_stored};
use crate::{
    pages::check_page,
    world::{OPEN, case},
};

/// The state of the knelpunt that is open.
async fn open(desk: &Desk) -> KnelpuntAnswer {
    desk.world.answer(&format!("/v1/knelpunten/{OPEN}")).await
}

#[tokio::test]
async fn a_similar_open_knelpunt_is_shown_and_can_be_confirmed_or_not() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let category = open(&desk).await.category.unwrap();
    let typed = [
        ("category", &*category),
        ("observedAt", "2013-06-30"),
        ("reference", "a-1"),
        ("description", "staat er al"),
    ];
    let warning = desk.fill(REPORT, &typed).await;
    let confirm = format!("formaction=\"/knelpunten/{OPEN}/bevestigen\"");
    check_shown_again(
        &warning,
        409,
        &["Is het deze?", &confirm, "staat er al</textarea>"],
    );
    assert_eq!(desk.waiting(), 0);
    check_stored(
        &desk
            .fill_page(&warning, &format!("/knelpunten/{OPEN}/bevestigen"), &typed)
            .await,
    );
    let passed = [&typed[..], &[("anyway", OPEN)]].concat();
    check_stored(&desk.fill_page(&warning, REPORT, &passed).await);
    assert_eq!(desk.waiting(), 2);
    // The warning named another knelpunt.
    let other = [&typed[..], &[("anyway", "x")]].concat();
    check_shown_again(&desk.fill(REPORT, &other).await, 409, &["Is het deze?"]);
    // Nothing in common except the municipality.
    let apart = [("category", "other"), ("observedAt", "2013-06-30")];
    check_stored(&desk.fill(REPORT, &apart).await);
    desk.world.stop().await;
}

#[tokio::test]
async fn support_is_recorded_and_what_is_missing_is_named() {
    const SUPPORT: &str = "/gemeenten/GM0344/ondersteuning";
    let desk = Desk::with(&case("first-report-opens")).await;
    let page = desk.world.get("/gemeenten/GM0344").await;
    for part in [SUPPORT, "geen bekend"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let without = [("observedAt", "2013-06-30"), ("organisation", "Programma")];
    let again = desk.fill(SUPPORT, &without).await;
    let parts = ["Kies welke ondersteuning het was.", "value=\"Programma\""];
    check_shown_again(&again, 422, &parts);
    assert_eq!(desk.waiting(), 0);
    let typed = [
        ("support", "i-versneller"),
        ("observedAt", "2013-06-30"),
        ("topic", "funding"),
    ];
    check_stored(&desk.fill(SUPPORT, &typed).await);
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_that_is_open_already_can_only_be_confirmed() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let state = open(&desk).await;
    let [category, block, reference] =
        [state.category, state.building_block, state.reference].map(Option::unwrap_or_default);
    let party = state.party.map(|party| {
        let name = format!("  {} ", party.name.to_uppercase());
        (party.kind.code().to_owned(), name)
    });
    let (kind, name) = party.unwrap_or_default();
    let typed = [
        ("category", &*category),
        ("buildingBlock", &block),
        ("partyKind", &kind),
        ("partyName", &name),
        ("reference", &reference),
        ("observedAt", "2013-06-30"),
        ("anyway", OPEN),
    ];
    let warning = desk.fill(REPORT, &typed).await;
    check_shown_again(&warning, 409, &["Dit knelpunt staat hier al open"]);
    assert!(!warning.body.contains("name=\"anyway\""));
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_is_confirmed_and_resolved_from_its_own_page() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let page = desk.world.browse(&format!("/knelpunten/{OPEN}")).await;
    for slug in ["bevestigen", "oplossen", "samenvoegen", "intrekken"] {
        let path = format!("/knelpunten/{OPEN}/{slug}");
        assert!(page.body.contains(&format!("href=\"{path}\"")), "{path}");
        check_page(&path, &desk.world.browse(&path).await);
    }
    let then = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?asOf=2013-06-30"))
        .await;
    assert!(
        !then.body.contains("/bevestigen"),
        "a page of the past has no forms"
    );
    let confirm = format!("/knelpunten/{OPEN}/bevestigen");
    check_stored(
        &desk
            .fill(&confirm, &[("observedAt", "2013-06-30"), ("role", "coach")])
            .await,
    );
    let resolve = format!("/knelpunten/{OPEN}/oplossen");
    let invalid = desk
        .fill(
            &resolve,
            &[("observedAt", "x"), ("remedy", "x"), ("role", "coach")],
        )
        .await;
    check_shown_again(
        &invalid,
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
    check_stored(&desk.fill_page(&invalid, &resolve, &right).await);
    assert_eq!(desk.waiting(), 2);
    desk.world.stop().await;
}

#[tokio::test]
async fn the_page_of_a_knelpunt_confirms_a_form_once_the_log_has_its_event() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let link = format!("/v1/knelpunten/{OPEN}/events");
    let events: KnelpuntEvents = desk.world.answer(&link).await;
    let event = &events.items[0].id;
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

//! Typed values, and the violations of them.

use super::{Desk, REPORT, check_shown_again, check_stored};
use crate::{
    pages::check_page,
    world::{OPEN, World, case},
};

#[tokio::test]
async fn every_violation_is_shown_at_its_field_and_no_typed_value_is_lost() {
    let desk = Desk::with(&[]).await;
    let typed = [
        ("buildingBlock", "bag"),
        ("partyName", "Fabriek <IJssel>"),
        ("reference", "een zin"),
        ("observedAt", "31-02-2013"),
        ("round", "Ronde 1"),
        ("role", "coach"),
        ("description", "regel een\r\nregel twee"),
    ];
    let invalid = desk.fill(REPORT, &typed).await;
    check_shown_again(
        &invalid,
        422,
        &[
            "<title>Fout: Knelpunt melden in Utrecht",
            "<a href=\"#category\">Kies een categorie.</a>",
            "<a href=\"#partyKind\">Kies wat voor partij dit is",
            "<a href=\"#reference\">Een kenmerk heeft alleen",
            "<a href=\"#observedAt\">Vul een dag in die bestaat",
            "<a href=\"#round\">Een ronde heeft alleen",
            "value=\"een zin\"",
            "<input type=\"text\" id=\"observedAt\" name=\"observedAt\" value=\"31-02-2013\"",
            "Fabriek &#60;IJssel&#62;",
            "<option value=\"bag\" selected>",
            "regel een\r\nregel twee</textarea>",
        ],
    );
    assert_eq!(
        invalid
            .body
            .matches("class=\"utrecht-form-field-error-message\"")
            .count(),
        5
    );
    let index = |field: &str| invalid.body.find(&format!("<a href=\"#{field}\">"));
    assert!(
        ["category", "partyKind", "reference", "observedAt", "round"]
            .is_sorted_by_key(|field| index(field)),
        "in the order of the fields"
    );
    assert_eq!(desk.waiting(), 0);
    let corrected = [
        ("category", "funding"),
        ("buildingBlock", "bag"),
        ("partyKind", "supplier"),
        ("partyName", "Fabriek <IJssel>"),
        ("observedAt", "28-02-2013"),
        ("description", "regel een\r\nregel twee"),
    ];
    let receipt = check_stored(&desk.fill_page(&invalid, REPORT, &corrected).await);
    assert_eq!(desk.waiting(), 1);
    let page = desk.world.browse(&receipt).await;
    check_page(&receipt, &page);
    assert!(page.body.contains(">Bewaard</h1>"), "{}", page.body);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_missing_day_and_a_day_in_the_future_are_violations() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    check_page(REPORT, &form);
    assert!(
        form.body
            .contains("name=\"observedAt\" value=\"2016-01-01\"")
    );
    for (day, text) in [
        ("", "Vul in op welke dag dit is gezien"),
        (" ", "Vul in op welke dag dit is gezien"),
        ("2016-01-02", "Deze dag is nog niet geweest"),
        ("2023-07-02", "Deze dag is nog niet geweest"),
    ] {
        let invalid = desk
            .fill(REPORT, &[("category", "funding"), ("observedAt", day)])
            .await;
        check_shown_again(&invalid, 422, &[text]);
        assert_eq!(
            invalid
                .body
                .matches("class=\"utrecht-form-field-error-message\"")
                .count(),
            1,
            "{day}"
        );
    }
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn an_unknown_municipality_or_knelpunt_has_no_form() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let unknown = OPEN.replace('1', "2");
    for target in [
        "/gemeenten/GM9999/melden".to_owned(),
        "/gemeenten/%ff/melden".to_owned(),
        format!("/knelpunten/{unknown}/bevestigen"),
        "/knelpunten/x/oplossen".to_owned(),
    ] {
        assert_eq!(desk.world.browse(&target).await.status, 404, "{target}");
        let posted = desk
            .send(&target, &[("observedAt", "2013-02-12")], "")
            .await;
        assert_eq!(posted.status, 404, "{target}");
    }
    desk.world.stop().await;
}

#[tokio::test]
async fn without_an_emitter_there_are_no_forms() {
    let world = World::with(&case("first-report-opens")).await;
    for page in ["/gemeenten/GM0344", &format!("/knelpunten/{OPEN}")] {
        let page = world.browse(page).await;
        for slug in [
            "melden\"",
            "bevestigen",
            "oplossen",
            "samenvoegen",
            "intrekken",
        ] {
            assert!(!page.body.contains(slug), "{slug}");
        }
    }
    let headers = format!(
        "Accept: text/html\r\nOrigin: http://{}\r\nContent-Length: 0\r\n",
        world.address
    );
    for method in ["GET", "POST"] {
        let reply = world.ask(method, REPORT, &headers).await;
        check_shown_again(&reply, 404, &[">Deze pagina bestaat niet</h1>"]);
    }
    world.stop().await;
}

//! What is typed into a form, and what is wrong with it.

use super::{Desk, OPEN, REPORT, check_again, check_kept};
use crate::{
    pages::check_page,
    world::{World, case},
};

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
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
    let wrong = desk.fill(REPORT, &typed).await;
    check_again(
        &wrong,
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
    assert_eq!(wrong.body.matches("class=\"violation\"").count(), 5);
    let place = |field: &str| wrong.body.find(&format!("<a href=\"#{field}\">"));
    assert!(
        ["category", "partyKind", "reference", "observedAt", "round"]
            .is_sorted_by_key(|field| place(field)),
        "in the order of the fields"
    );
    assert_eq!(desk.waiting(), 0);
    let mended = [
        ("category", "funding"),
        ("buildingBlock", "bag"),
        ("partyKind", "supplier"),
        ("partyName", "Fabriek <IJssel>"),
        ("observedAt", "28-02-2013"),
        ("description", "regel een\r\nregel twee"),
    ];
    let kept = check_kept(&desk.again(&wrong, REPORT, &mended).await);
    assert_eq!(desk.waiting(), 1);
    let told = desk.world.browse(&kept).await;
    check_page(&kept, &told);
    assert!(told.body.contains("<h1>Bewaard</h1>"), "{}", told.body);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_day_that_was_left_out_or_is_still_to_come_is_asked_for() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    check_page(REPORT, &form);
    assert!(
        form.body
            .contains("name=\"observedAt\" value=\"2013-07-01\"")
    );
    for (day, said) in [
        ("", "Vul in op welke dag dit is gezien"),
        (" ", "Vul in op welke dag dit is gezien"),
        ("2013-07-02", "Deze dag is nog niet geweest"),
        ("2023-07-02", "Deze dag is nog niet geweest"),
    ] {
        let wrong = desk
            .fill(REPORT, &[("category", "funding"), ("observedAt", day)])
            .await;
        check_again(&wrong, 422, &[said]);
        assert_eq!(
            wrong.body.matches("class=\"violation\"").count(),
            1,
            "{day}"
        );
    }
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_place_that_is_not_there_has_no_form() {
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
async fn where_nobody_takes_events_there_are_no_forms() {
    let world = World::with(&case("first-report-opens")).await;
    for page in ["/gemeenten/GM0344", &format!("/knelpunten/{OPEN}")] {
        let page = world.browse(page).await;
        for word in [
            "melden\"",
            "bevestigen",
            "oplossen",
            "samenvoegen",
            "intrekken",
        ] {
            assert!(!page.body.contains(word), "{word}");
        }
    }
    let headers = format!(
        "Accept: text/html\r\nOrigin: http://{}\r\nContent-Length: 0\r\n",
        world.address
    );
    for method in ["GET", "POST"] {
        let reply = world.ask(method, REPORT, &headers).await;
        check_again(&reply, 404, &["<h1>Hier is niets</h1>"]);
    }
    world.stop().await;
}

//! The page for operators.

use api::PositionReport;

use super::{Desk, hidden};
use crate::{
    pages::check_page,
    world::{history, invalid},
};

#[tokio::test]
async fn all_is_well_while_everything_was_read() {
    let desk = Desk::with(&history()).await;
    for (link, text) in [
        ("/beheer", "Alles is in orde"),
        ("/beheer?lang=en", "All is well"),
    ] {
        let page = desk.world.browse(link).await;
        check_page(link, &page);
        assert!(page.body.contains(text), "{text}");
        let status = desk.world.get("/v1/position").await.body;
        let status: PositionReport = serde_json::from_str(&status).unwrap();
        assert!(page.body.contains(&status.digest), "{}", status.digest);
        assert!(!page.body.contains("/beheer/opnieuw"));
    }
}

#[tokio::test]
async fn what_could_not_be_read_is_shown_with_its_reason() {
    let desk = Desk::with(&[]).await;
    desk.world.commit(&[invalid(1)]);
    let page = desk.world.browse("/beheer?asOf=2013-01-01").await;
    check_page("/beheer", &page);
    for part in [
        "Eén gebeurtenis kon niet gelezen worden",
        "knelpunten.x",
        "/type is unknown",
        "action=\"/beheer/opnieuw\"",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let file = desk.world.get("/beheer.csv?figure=niet-gelezen").await;
    assert!(file.body.contains("knelpunten.x"), "{}", file.body);
    let overview = desk.world.browse("/").await.body;
    assert!(
        overview.contains("Bekijk welke en waarom</a>") && overview.contains("href=\"/beheer\"")
    );
    let after = desk.world.browse("/beheer?folded=1&left=2").await.body;
    assert!(
        after.contains("Eén gebeurtenis is nu wel gelezen en telt mee. Er zijn er nog 2 over.")
    );
}

#[tokio::test]
async fn trying_again_takes_a_form_that_was_shown_here() {
    let desk = Desk::with(&[]).await;
    desk.world.commit(&[invalid(1)]);
    let page = desk.world.browse("/beheer").await;
    let (key, seal) = (hidden(&page, "key"), hidden(&page, "seal"));
    let forged = desk
        .send("/beheer/opnieuw", &[("key", key), ("seal", "0")], "")
        .await;
    assert_eq!(forged.status, 403, "{}", forged.body);
    let foreign = "Origin: https://example.org\r\n";
    let foreign = desk
        .post("/beheer/opnieuw", &[("key", key), ("seal", seal)], foreign)
        .await;
    assert_eq!(foreign.status, 403, "{}", foreign.body);
    // No projector runs beside these views.
    let sealed = desk
        .send("/beheer/opnieuw", &[("key", key), ("seal", seal)], "")
        .await;
    assert_eq!(sealed.status, 503, "{}", sealed.body);
}

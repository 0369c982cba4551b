//! Which municipality a report is about, from any page.

use super::Desk;
use crate::{pages::check_page, world::World};

#[tokio::test]
async fn a_usual_name_leads_to_the_form_of_its_municipality() {
    let desk = Desk::with(&[]).await;
    let empty = desk.world.browse("/melden").await;
    check_page("/melden", &empty);
    assert!(empty.body.contains("<option value=\"Súdwest-Fryslân\">"));
    for (name, code) in [
        ("Den%20Bosch", "GM0796"),
        ("utrecht", "GM0344"),
        ("0344", "GM0344"),
    ] {
        let reply = desk
            .world
            .browse(&format!("/melden?municipality={name}&lang=en"))
            .await;
        let form = format!("/gemeenten/{code}/melden?lang=en");
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, Some(&*form))
        );
    }
    let overview = desk.world.browse("/").await.body;
    assert_eq!(
        overview.matches("href=\"/melden\"").count(),
        3,
        "header, menu and empty log"
    );
}

#[tokio::test]
async fn a_name_of_none_or_of_several_is_answered_with_the_nearest() {
    let desk = Desk::with(&[]).await;
    for (name, violation, nearest) in [
        ("Utrehct", "is geen gemeente.", "Utrecht (Utrecht)"),
        (
            "Bergen",
            "kan meer dan één gemeente zijn.",
            "Bergen (L.) (Limburg)",
        ),
    ] {
        let link = format!("/melden?municipality={name}");
        let page = desk.world.browse(&link).await;
        assert_eq!(page.status, 422, "{name}");
        for part in [
            violation,
            nearest,
            "aria-invalid=\"true\"",
            &format!("value=\"{name}\""),
        ] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
    }
    assert_eq!(desk.world.browse("/melden?gemeente=x").await.status, 400);
}

#[tokio::test]
async fn without_forms_nothing_can_be_reported() {
    let world = World::with(&[]).await;
    assert_eq!(world.browse("/melden").await.status, 404);
    assert!(!world.browse("/").await.body.contains("/melden"));
    world.stop().await;
}

//! Withdrawals and merges.

use api::answers::Persisting;

use super::{Desk, check_shown_again, check_stored, hidden, new_id};
use crate::{
    pages::check_page,
    world::{OPEN, case, history},
};

#[tokio::test]
async fn an_event_to_withdraw_is_picked_from_the_history_and_confirmed() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let path = format!("/knelpunten/{OPEN}/intrekken");
    let picker = desk.world.browse(&path).await;
    let start = format!("href=\"{path}?source");
    let link = picker
        .body
        .split_once(&start)
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let chosen = format!("{path}?source{}", link.replace("&#38;", "&"));
    let confirmation = desk.world.browse(&chosen).await;
    check_page(&chosen, &confirmation);
    assert!(
        confirmation.body.contains("Ja, trek deze gebeurtenis in"),
        "{}",
        confirmation.body
    );
    let event = [
        ("source", hidden(&confirmation, "source")),
        ("event", hidden(&confirmation, "event")),
    ];
    let long = "r".repeat(1_001);
    let invalid = desk
        .fill_page(
            &confirmation,
            &path,
            &[&event[..], &[("reason", &*long)]].concat(),
        )
        .await;
    check_shown_again(
        &invalid,
        422,
        &["<a href=\"#reason\">Dit zijn 1.001 tekens", &long],
    );
    check_stored(
        &desk
            .fill_page(
                &invalid,
                &path,
                &[&event[..], &[("reason", "verkeerde gemeente")]].concat(),
            )
            .await,
    );
    assert_eq!(desk.waiting(), 1);
    for target in [
        format!("{path}?source=a&event=1"),
        format!("{path}?event=1"),
    ] {
        let gone = desk.world.browse(&target).await;
        check_shown_again(
            &gone,
            200,
            &["Deze gebeurtenis is er niet, of is al ingetrokken"],
        );
    }
    let gone = desk
        .fill_page(&confirmation, &path, &[("source", "a"), ("event", "1")])
        .await;
    check_shown_again(&gone, 422, &["Deze gebeurtenis is er niet"]);
    let unknown = desk.world.browse(&format!("{path}?x=1")).await;
    assert_eq!(unknown.status, 400);
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_is_merged_into_another_open_one_of_its_municipality() {
    let desk = Desk::with(&history()).await;
    let link = "/v1/persisting?status=open&limit=1000&municipality=GM0344";
    let mut open: Persisting = desk.world.answer(link).await;
    open.items.retain(|item| item.inherited_from.is_none());
    let ids: Vec<String> = open.items.iter().map(|item| item.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert!(ids.len() > 1, "{ids:?}");
    let path = format!("/knelpunten/{}/samenvoegen", ids[0]);
    let form = desk.world.browse(&path).await;
    check_page(&path, &form);
    assert_eq!(form.body.matches("name=\"into\"").count(), ids.len() - 1);
    let nowhere = desk.fill_page(&form, &path, &[("reason", "dubbel")]).await;
    check_shown_again(
        &nowhere,
        422,
        &["<a href=\"#into\">Kies het knelpunt", "dubbel</textarea>"],
    );
    for into in [ids[0], OPEN, "x"] {
        let invalid = desk.fill_page(&form, &path, &[("into", into)]).await;
        check_shown_again(
            &invalid,
            422,
            &["<a href=\"#into\">Dit knelpunt is hier niet (meer) open"],
        );
        assert_eq!(
            invalid
                .body
                .matches("class=\"utrecht-form-field-error-message\"")
                .count(),
            1,
            "{into}"
        );
    }
    assert_eq!(desk.waiting(), 0);
    check_stored(
        &desk
            .fill_page(&nowhere, &path, &[("into", ids[1]), ("reason", "dubbel")])
            .await,
    );
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn without_another_open_knelpunt_there_is_nothing_to_merge() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let path = format!("/knelpunten/{OPEN}/samenvoegen");
    let form = desk.world.browse(&path).await;
    check_page(&path, &form);
    assert!(form.body.contains("geen ander knelpunt open") && !form.body.contains("Voeg samen"));
    desk.world.stop().await;
}

#[tokio::test]
async fn of_many_events_the_newest_can_be_picked_and_the_others_are_counted() {
    let one = &case("first-report-opens")[0];
    let mut messages = Vec::new();
    for _ in 0..205 {
        let mut event: serde_json::Value = serde_json::from_str(one).unwrap();
        event["id"] = new_id().into();
        messages.push(event.to_string());
    }
    let desk = Desk::with(&messages).await;
    let path = format!("/knelpunten/{OPEN}/intrekken");
    let picker = desk.world.browse(&path).await;
    check_page(&path, &picker);
    let link = format!("href=\"{path}?source");
    assert_eq!(picker.body.matches(&link).count(), 200);
    assert!(picker.body.contains("En nog 5 oudere"));
    desk.world.stop().await;
}

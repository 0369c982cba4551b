//! `knownAt` as a date or an instant.

use model::Instant;
use serde_json::Value;
use web::{Arrivals, WebSettings};

use crate::{
    checks::check_problem,
    world::{World, history, limits, now},
};

/// A server whose log had its first 700 messages in the first half of 2015, and the rest in the second.
async fn world(arrivals: Arrivals) -> World {
    let settings = WebSettings {
        limits: limits(),
        arrivals: Some(arrivals),
        ..WebSettings::new(register::Register::embedded(), now, "0.1.0")
    };
    World::with_settings(&history(), settings).await
}

fn in_two_halves() -> Arrivals {
    let last = history().len() as u64;
    let parse = |text| Instant::parse(text).unwrap();
    let (first, second) = (parse("2015-01-01T12:00:00Z"), parse("2015-06-30T22:00:00Z"));
    Arrivals::new(move |instant| async move {
        Ok(match instant {
            instant if instant < first => 0,
            instant if instant < second => 700,
            _ => last,
        })
    })
}

#[tokio::test]
async fn a_moment_stands_for_the_last_sequence_that_had_arrived() {
    let world = world(in_two_halves()).await;
    let last = history().len();
    for (moment, position) in [
        ("2014-12-31", 0),
        ("2015-01-01", 700),
        // The day ends in Europe/Amsterdam: one microsecond before 22:00 in UTC.
        ("2015-06-30", 700),
        ("2015-07-01T00:00:00%2B02:00", last),
        ("2015-07-01", last),
        // Today: what has arrived until now.
        ("2016-01-01", last),
    ] {
        for path in [
            "persisting?asOf=2013-06-30&limit=5",
            "rounds/2013-05?asOf=2013-06-30",
        ] {
            let reply = world.get(&format!("/v1/{path}&knownAt={moment}")).await;
            if position == 0 && path.starts_with("rounds") {
                check_problem(&reply, 404, &[]);
                continue;
            }
            assert_eq!(reply.status, 200, "{moment}: {}", reply.body);
            let by_position = world.get(&format!("/v1/{path}&knownAt={position}")).await;
            assert_eq!(reply.body, by_position.body, "{moment}");
            let answer: Value = reply.json().unwrap();
            assert_eq!(answer["knownAt"], position, "{moment}");
            assert_eq!(answer["position"], position, "{moment}");
        }
    }
    let empty: Value = world.json("/v1/summary?knownAt=2014-12-31").await;
    assert_eq!((&empty["n"], &empty["position"]), (&0.into(), &0.into()));
    world.stop().await;
}

#[tokio::test]
async fn further_pages_files_and_pages_name_the_sequence() {
    let world = world(in_two_halves()).await;
    let link = "/v1/persisting?asOf=2013-06-30&limit=5&knownAt=2015-01-02";
    let next = world.get(link).await;
    let next = next.header("link").unwrap();
    assert!(next.contains("knownAt=700&"), "{next}");
    let file = world
        .get("/v1/trend?asOf=2013-06-30&knownAt=2015-01-02&format=csv")
        .await;
    let name = file.header("content-disposition").unwrap();
    assert!(name.contains("position-700"), "{name}");
    let page = world
        .browse("/gemeenten?asOf=2013-06-30&knownAt=2015-01-02")
        .await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("knownAt=700") && !page.body.contains("knownAt=2015"));
    world.stop().await;
}

#[tokio::test]
async fn a_moment_to_come_and_one_that_is_none_are_named() {
    let world = world(in_two_halves()).await;
    for moment in [
        "2016-01-02",
        "2016-01-01T10:00:01Z",
        "yesterday",
        "-1",
        "",
        "2013-02-30",
    ] {
        let reply = world
            .get(&format!("/v1/summary?knownAt={moment}&x=1"))
            .await;
        check_problem(&reply, 400, &["knownAt", "x"]);
    }
    let twice = world
        .get("/v1/summary?knownAt=2015-01-02&knownAt=2015-01-03")
        .await;
    check_problem(&twice, 400, &["knownAt"]);
    world.stop().await;
}

#[tokio::test]
async fn without_the_log_a_moment_is_503_and_a_position_is_not() {
    let world = world(Arrivals::new(|_| async { Err("NATS is away".to_owned()) })).await;
    let reply = world
        .get("/v1/summary?asOf=2013-06-30&knownAt=2015-01-02")
        .await;
    check_problem(&reply, 503, &[]);
    assert!(
        reply
            .body
            .contains("NATS is away. Give knownAt as a position"),
        "{}",
        reply.body
    );
    let page = world.browse("/gemeenten?knownAt=2015-01-02").await;
    assert_eq!(page.status, 503);
    let by_position = world.get("/v1/summary?asOf=2013-06-30&knownAt=700").await;
    assert_eq!(by_position.status, 200);
    world.stop().await;
}

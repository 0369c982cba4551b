//! Rejections: other sites, unsupported content, too large, too slow, too many. None of it is published.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use api::{HttpMethod, operations};
use tests::{raw, until};

use crate::world::{REPORT, World, check_problem_of};

#[test]
fn pages_of_other_sites_cannot_post() {
    let world = World::start();
    for operation in operations::intake() {
        let path = operation.path();
        if operation.method() == HttpMethod::Get {
            continue;
        }
        let check = |headers: &[(&str, &str)], status| {
            check_problem_of(&world.post(path, headers, REPORT), status, &[]);
        };
        check(&[("origin", "http://example.org")], 403);
        check(&[("origin", "null")], 403);
        check(&[("host", "example.org")], 421);
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ] {
            check(&[("content-type", kind)], 415);
        }
        check(&[("accept", "text/html")], 406);
        check_problem_of(&world.get(path), 405, &[]);
    }
    let own = format!("http://{}", world.address);
    assert_eq!(world.report(&[("origin", &own)], REPORT).status, 201);
    assert_eq!(world.published(), 1);
}

#[test]
fn a_post_takes_no_parameters_and_a_retry_no_body() {
    let world = World::start();
    let keyed = world.report(&[], REPORT);
    assert_eq!(keyed.status, 201);
    let link = world.post("/v1/reports?x=1", &[], REPORT);
    assert_eq!(link.status, 400, "{}", link.body);
    check_problem_of(&world.post("/v1/outbox/retries", &[], "[]"), 400, &[]);
    assert_eq!(world.published(), 1);
}

#[test]
fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let world = World::start();
    let body = " ".repeat(model::EVENT_LIMIT_BYTES) + REPORT;
    check_problem_of(&world.report(&[], &body), 413, &[]);
    let head = raw::head(&world.address, "/v1/reports", &[], 100 * 1024 * 1024);
    let begun = [head.as_bytes(), &vec![b' '; 1024 * 1024]].concat();
    check_problem_of(&raw::send(&world.address, &begun).unwrap(), 413, &[]);
    assert_eq!(world.published(), 0);
}

/// Begins a report, and leaves it at that.
fn begin(world: &World, path: &str, headers: &[(&str, &str)]) -> TcpStream {
    let mut stream = TcpStream::connect(&world.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let head = raw::head(&world.address, path, headers, REPORT.len());
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&REPORT.as_bytes()[..9]).unwrap();
    stream
}

#[test]
fn a_slow_client_times_out_and_takes_no_permit() {
    let world = World::with(|settings| {
        settings.limits.body_timeout = Duration::from_secs(2);
        settings.limits.max_concurrent_events = 1;
        settings.limits.max_concurrent_batches = 1;
    });
    let batch = ("content-type", "application/cloudevents-batch+json");
    let mut slow: Vec<TcpStream> = (0..4)
        .flat_map(|_| {
            [
                begin(&world, "/v1/reports", &[]),
                begin(&world, "/v1/events", &[batch]),
            ]
        })
        .collect();
    assert_eq!(world.report(&[], REPORT).status, 201);
    assert_eq!(world.post("/v1/events", &[batch], "[]").status, 200);
    for stream in &mut slow {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    }
    assert_eq!(world.published(), 1);
}

#[test]
fn a_body_that_ends_early_is_not_an_event() {
    let world = World::start();
    let stream = begin(&world, "/v1/reports", &[]);
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    drop(stream);
    let counted = || {
        let metrics = world.get("/metrics").body;
        let of_reports = metrics.lines().find(|line| {
            line.contains("/v1/reports") && line.contains("400") && line.ends_with(" 1")
        });
        of_reports.map(drop)
    };
    until("it was refused", counted).unwrap();
    assert_eq!(world.published(), 0);
}

#[test]
fn requests_beyond_the_limit_get_503_until_a_permit_is_free() {
    let world = World::with(|settings| {
        settings.limits.max_concurrent_events = 0;
        settings.limits.queue_timeout = Duration::from_millis(50);
    });
    let answer = world.report(&[], REPORT);
    check_problem_of(&answer, 503, &[]);
    assert!(answer.header("retry-after").is_some());
    assert_eq!(world.published(), 0);
}

//! Requests that are rejected, and how.

use api::{HttpMethod, ProblemDocument, operations};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::{WebLimits, WebSettings};

use crate::{
    checks::{check_headers, check_problem},
    world::{OPEN, World, case, limits},
};

/// A link to everything that is got: operations that are only posted to are tested with the operations.
fn got() -> Vec<String> {
    let mut operations = [operations::web(), operations::server()].concat();
    operations.retain(|operation| operation.method() == HttpMethod::Get);
    let paths = operations
        .iter()
        .map(|operation| operation.example_link().0);
    let pages = ["/", "/assets/style.css"].map(str::to_owned);
    paths.chain(pages).collect()
}

#[tokio::test]
async fn all_violations_in_a_link_are_named_at_once() {
    let world = World::with(&[]).await;
    for (target, keys) in [
        (
            "/v1/summary?asof=2013-07-01&category=x&atLeast=-1",
            vec!["category", "atLeast", "asof"],
        ),
        ("/v1/summary?asOf=2013-07-01&asOf=2013-07-02", vec!["asOf"]),
        (
            "/v1/summary?category=%ff&party=%",
            vec!["category", "party"],
        ),
        ("/v1/persisting?limit=0&status=old", vec!["status", "limit"]),
        (
            "/v1/trend?every=hour&from=2013-02-30",
            vec!["every", "from"],
        ),
        (
            "/v1/quarantine?limit=1001&asOf=2013-07-01",
            vec!["limit", "asOf"],
        ),
        ("/v1/position?x", vec!["x"]),
        ("/v1/checkpoints?after=-1&limit=0", vec!["after", "limit"]),
        ("/v1/knelpunten/1", vec!["id"]),
        ("/v1/knelpunten/%ff/events", vec!["id"]),
        (
            "/v1/knelpunten/156895ca-2f6b-5b6c-a9bb-69de4bdcea14?category=funding",
            vec!["category"],
        ),
        ("/?category=funding", vec!["category"]),
        ("/?cursor=1", vec!["cursor"]),
        ("/gemeenten/GM0344?asOf=gisteren", vec!["asOf"]),
        ("/knelpunten/1", vec!["id"]),
    ] {
        let reply = world.get(target).await;
        check_problem(&reply, 400, &keys);
        let problem: ProblemDocument = reply.json().unwrap();
        assert_eq!(problem.instance, target.split('?').next().unwrap());
    }
    world.stop().await;
}

#[tokio::test]
async fn unknown_paths_and_ids_are_not_found() {
    let world = World::with(&case("first-report-opens")).await;
    for target in [
        "/v1",
        "/v1/",
        "/v1/summary/",
        "/v1/Summary",
        "/v2/summary",
        "/health",
        "/gemeenten/",
        "/gemeenten/GM9999",
        "/assets/../Cargo.toml",
        "//",
        "/v1/knelpunten/00000000-0000-0000-0000-000000000000",
        "/v1/knelpunten/00000000-0000-0000-0000-000000000000/events",
        "/knelpunten/00000000-0000-0000-0000-000000000000",
    ] {
        check_problem(&world.get(target).await, 404, &[]);
    }
    world.stop().await;
}

#[tokio::test]
async fn questions_allow_only_get_and_head() {
    let world = World::with(&[]).await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROB"] {
        for target in got() {
            let reply = world.ask(method, &target, "Content-Length: 0\r\n").await;
            check_problem(&reply, 405, &[]);
            assert_eq!(reply.header("allow"), Some("GET, HEAD"));
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn a_client_that_accepts_no_available_media_type_gets_406() {
    let world = World::with(&case("first-report-opens")).await;
    for (target, accept) in [
        ("/v1/summary".to_owned(), "text/html"),
        ("/v1/summary".to_owned(), "application/json;q=0"),
        (format!("/v1/knelpunten/{OPEN}"), "text/csv"),
        ("/v1/position".to_owned(), "text/csv"),
        ("/v1/quarantine".to_owned(), "text/html"),
        ("/v1/checkpoints".to_owned(), "text/csv"),
        ("/v1/openapi.json".to_owned(), "text/csv"),
        ("/health/live".to_owned(), "text/plain"),
        ("/health/ready".to_owned(), "text/plain"),
        ("/metrics".to_owned(), "application/json"),
        ("/".to_owned(), "application/json"),
        ("/assets/style.css".to_owned(), "image/*"),
        ("/assets/icon.svg".to_owned(), "text/css"),
    ] {
        let reply = world
            .ask("GET", &target, &format!("Accept: {accept}\r\n"))
            .await;
        check_problem(&reply, 406, &[]);
    }
    world.stop().await;
}

#[tokio::test]
async fn another_host_is_misdirected_on_every_path() {
    let world = World::with(&[]).await;
    for target in [got(), vec!["/nowhere".to_owned()]].concat() {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: example.nl\r\nConnection: close\r\n\r\n");
        check_problem(&world.raw(&request).await, 421, &[]);
    }
    let absolute =
        "GET http://example.nl/v1/summary HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    check_problem(&world.raw(absolute).await, 421, &[]);
    for host in ["localhost", "LocalHost:1", "127.0.0.1", "[::1]:7420"] {
        let request =
            format!("GET /v1/summary HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(world.raw(&request).await.status, 200, "{host}");
    }
    world.stop().await;
}

#[tokio::test]
async fn exactly_one_host_is_required() {
    let world = World::with(&[]).await;
    check_problem(&world.raw("GET / HTTP/1.0\r\n\r\n").await, 400, &[]);
    check_problem(
        &world
            .raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            .await,
        400,
        &[],
    );
    let two = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    check_problem(&world.raw(two).await, 400, &[]);
    assert_eq!(
        world
            .raw("GET /v1/summary HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .await
            .status,
        200
    );
    world.stop().await;
}

#[tokio::test]
async fn browsers_get_a_page_and_programs_a_problem_document() {
    let world = World::with(&[]).await;
    let page = world.browse("/nergens/%3Cscript%3E?a=%3Cscript%3E").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (404, Some("text/html; charset=utf-8"))
    );
    assert!(page.body.contains("Deze pagina bestaat niet") && !page.body.contains("<script>"));
    check_headers(&page);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let wrong = world.browse("/?asOf=%3Cscript%3E").await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("<code>asOf</code>") && !wrong.body.contains("<script>"));
    check_problem(&world.browse("/v1/nowhere").await, 404, &[]);
    world.stop().await;
}

#[tokio::test]
async fn head_returns_the_headers_of_get_without_a_body() {
    let world = World::with(&case("first-report-opens")).await;
    let failing = ["/nowhere", "/v1/summary?x=1"].map(str::to_owned);
    for target in [got(), failing.into()].concat() {
        if operations::changes().path() == target {
            // A stream does not end: `changes` reads it.
            continue;
        }
        let (get, head) = (
            world.ask("GET", &target, "").await,
            world.ask("HEAD", &target, "").await,
        );
        assert_eq!(
            (head.status, head.body.as_str()),
            (get.status, ""),
            "{target}"
        );
        for name in ["content-type", "api-version", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{target}");
        }
        // The length of an export is unknown when it begins.
        if target.starts_with("/v1/exports/") {
            assert_eq!(get.header("transfer-encoding"), Some("chunked"), "{target}");
            assert_eq!(head.header("content-length"), None, "{target}");
        } else if target != "/metrics" {
            let length = get.body.len().to_string();
            assert_eq!(
                head.header("content-length"),
                Some(length.as_str()),
                "{target}"
            );
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn a_head_that_is_too_large_is_rejected() {
    let world = World::limited(
        &[],
        WebLimits {
            http: httpd::HttpLimits {
                max_head_bytes: 8_192,
                ..limits().http
            },
            ..limits()
        },
    )
    .await;
    let long = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(20_000)
    );
    let mut stream = world.connect().await;
    let (mut read, mut write) = stream.split();
    // The server may close before it has taken all of it.
    let (_, reply) = tokio::join!(write.write_all(long.as_bytes()), async {
        let mut reply = Vec::new();
        let _ = read.read_to_end(&mut reply).await;
        String::from_utf8(reply).unwrap()
    });
    assert!(reply.starts_with("HTTP/1.1 431"), "{reply}");
    world.stop().await;
}

#[tokio::test]
async fn other_sites_may_read_the_description_and_the_rest_where_that_is_set() {
    let with = async |allowed_origin: Option<&str>| {
        let settings = WebSettings {
            limits: limits(),
            allowed_origin: allowed_origin.map(|origin| origin.parse().unwrap()),
            ..WebSettings::new(register::Register::embedded(), crate::world::now, "0.1.0")
        };
        World::with_settings(&[], settings).await
    };
    let allowed = async |world: &World, target: &str| {
        let reply = world.get(target).await;
        let origin = reply.header("access-control-allow-origin");
        origin.map(str::to_owned)
    };
    let world = with(None).await;
    for (target, expected) in [
        ("/v1/openapi.json", Some("*")),
        ("/v1/changelog", Some("*")),
        ("/v1/summary", None),
        ("/", None),
    ] {
        assert_eq!(
            allowed(&world, target).await.as_deref(),
            expected,
            "{target}"
        );
    }
    world.stop().await;
    let site = "https://dashboard.example";
    let world = with(Some(site)).await;
    for (target, expected) in [
        ("/v1/openapi.json", Some("*")),
        ("/v1/summary", Some(site)),
        ("/v1/summary?x=1", Some(site)),
        ("/", None),
    ] {
        assert_eq!(
            allowed(&world, target).await.as_deref(),
            expected,
            "{target}"
        );
    }
    world.stop().await;
}

//! What every problem and every response must have.

use crate::world::Reply;

#[track_caller]
pub(crate) fn check_problem(reply: &Reply, status: u16, keys: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    check_headers(reply);
    let problem = reply.json();
    assert_eq!(problem["status"], status);
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    let no_errors = Vec::new();
    let errors = problem["errors"].as_array().unwrap_or(&no_errors);
    let named: Vec<&str> = errors
        .iter()
        .map(|error| error["key"].as_str().unwrap())
        .collect();
    assert_eq!(named, keys, "{problem}");
}

#[track_caller]
pub(crate) fn check_headers(reply: &Reply) {
    assert_eq!(reply.header("api-version"), Some("1.0.0"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("x-frame-options"), Some("DENY"));
    assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    assert_eq!(reply.header("strict-transport-security"), None);
}

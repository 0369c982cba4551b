//! What every problem and every response must have.

use api::{InputViolation, ProblemDocument};
use tests::Response;

#[track_caller]
pub(crate) fn check_problem(reply: &Response, status: u16, keys: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    check_headers(reply);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("etag"), None);
    let problem: ProblemDocument = reply.json().unwrap();
    assert_eq!(problem.status, status);
    let named: Vec<&str> = problem.errors.iter().map(key).collect();
    assert_eq!(named, keys, "{problem:?}");
}

fn key(violation: &InputViolation) -> &str {
    match violation {
        InputViolation::Key { key, .. } => key,
        InputViolation::Pointer { pointer, .. } => panic!("{pointer} is not a parameter"),
    }
}

#[track_caller]
pub(crate) fn check_headers(reply: &Response) {
    assert_eq!(reply.header("api-version"), Some(::api::VERSION));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("x-frame-options"), Some("DENY"));
    assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    assert_eq!(reply.header("strict-transport-security"), None);
}
